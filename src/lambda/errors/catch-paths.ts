import type { TSESTree } from "@typescript-eslint/utils";
import { type CallNode, type FunctionNode, keyName, memberName, unwrap } from "../../syntax/ast.js";
import { keyOf } from "../../syntax/export-paths.js";
import { oncePer } from "../../syntax/once-per.js";
import { readStatic } from "../../syntax/static-value.js";
import type { Syntax } from "../../syntax/syntax.js";
import { completesIn } from "../handlers/empty-completions.js";
import { logCallsOf } from "../logs/log-calls.js";
import type { LambdaModel } from "../model.js";
import { assignedAnswerOf } from "./assigned-answers.js";
import { canThrow } from "./can-throw.js";
import { type CatchLog, InertCode, isNothing, levelOf } from "./inert-code.js";
import { saysThatErrorMayPass } from "./stated-intent.js";
import { isTellingApart } from "./told-errors.js";

/** A place where an error is caught: a `catch` clause, `.catch(f)` or `.then(g, f)`. */
export interface CatchPath {
  /** The clause, or the call that is given the rejection handler. */
  readonly node: TSESTree.CatchClause | TSESTree.CallExpression;
  /** What may throw: the block of the `try`, or the promise. */
  readonly guarded: TSESTree.Node;
  /** The function that takes the error, where it is one of the file. */
  readonly handler: FunctionNode | undefined;
  readonly ending: CatchEnding;
}

/** How the code that has caught an error ends. */
export type CatchEnding =
  /**
   * It hands the error on, or does anything else that the file does not show to be a log. `throws` when one of its paths
   * throws.
   */
  | { readonly kind: "handled"; readonly throws: boolean }
  /** It ends with a value in place of the result. */
  | {
      readonly kind: "value";
      readonly value: TSESTree.Expression;
      readonly statement: TSESTree.ReturnStatement | undefined;
    }
  /** It ends as if nothing had happened, with a log at most; at least for errors other than those that `told` asks for. */
  | {
      readonly kind: "nothing";
      readonly log: CatchLog;
      readonly isDocumented: boolean;
      /** It ends the invocation itself: `context.done()`. */
      readonly completes?: boolean;
      readonly told?: TSESTree.IfStatement;
    };

const HANDLED: CatchEnding = { kind: "handled", throws: false };

/**
 * True for `respond(500, "failed")` of another module where the file calls the same function with a status of success in the
 * same place: it makes a response of what it is given. By itself the number may be a delay. The same of
 * `respond({ statusCode: 500 })`.
 */
export function buildsResponse(
  { callee, arguments: given }: TSESTree.CallExpression,
  { facts, resolveImport }: Syntax,
): boolean {
  const isStatus = (argument: TSESTree.Node | undefined, from: number, to: number): boolean => {
    const status = argument && readStatic(facts, statusIn(argument));
    return (
      status?.k === "known" && typeof status.value === "number" && status.value >= from && status.value <= to
    );
  };
  const position = given.findIndex((argument) => isStatus(argument, 400, 599));
  const called = position === -1 ? undefined : resolveImport(unwrap(callee));
  if (called === undefined) return false;
  return facts.calls.some((call) => {
    // A status that is left out is that of a success.
    const isLeftOut = call.arguments.length > 0 && call.arguments.length <= position;
    if (!isLeftOut && !isStatus(call.arguments[position], 200, 299)) return false;
    const other = resolveImport(unwrap(call.callee));
    return other?.module === called.module && keyOf(other.path) === keyOf(called.path);
  });
}

/** The value of `statusCode` in an object, or the argument itself. */
function statusIn(argument: TSESTree.Node): TSESTree.Node {
  const node = unwrap(argument);
  if (node.type !== "ObjectExpression") return node;
  const status = node.properties.find(
    (property) => property.type === "Property" && keyName(property) === "statusCode",
  );
  return status?.type === "Property" ? status.value : node;
}

/** Every place of the file where an error is caught, in source order, whichever phase it belongs to. */
export const catchPathsOf = oncePer((lambda: LambdaModel): readonly CatchPath[] => new Search(lambda).run());

class Search {
  private readonly code: InertCode;

  constructor(private readonly lambda: LambdaModel) {
    this.code = new InertCode(lambda);
  }

  run(): readonly CatchPath[] {
    const { facts } = this.lambda.syntax;
    const paths: CatchPath[] = [];
    for (const { block, handler } of facts.tries) {
      if (handler === null) continue;
      const ending = this.endingOf(handler.body.body, handler);
      paths.push({ node: handler, guarded: block, handler: undefined, ending });
    }
    for (const call of facts.calls) {
      const rejection = rejectionHandlerOf(call);
      if (rejection === undefined) continue;
      const { guarded, argument } = rejection;
      const found = this.rejectionEnding(argument);
      if (found !== undefined) paths.push({ node: call as TSESTree.CallExpression, guarded, ...found });
    }
    return paths.sort((a, b) => a.node.range[0] - b.node.range[0] || b.node.range[1] - a.node.range[1]);
  }

  /** Undefined where the file does not show what takes the error. */
  private rejectionEnding(argument: TSESTree.Node): Pick<CatchPath, "handler" | "ending"> | undefined {
    const { values } = this.lambda.syntax;
    const node = unwrap(argument);
    if (logCallsOf(this.lambda.syntax).isLogMethod(node))
      return { handler: undefined, ending: { kind: "nothing", log: levelOf(node), isDocumented: false } };
    const [handler, ...others] = values.functionsOf(node);
    if (handler === undefined || others.length > 0) return undefined;
    const { body } = handler;
    const ending =
      body.type === "BlockStatement"
        ? this.endingOf(body.body, handler)
        : this.endingOfValue(body, undefined, handler);
    return { handler, ending };
  }

  private endingOf(statements: readonly TSESTree.Statement[], holder: TSESTree.Node): CatchEnding {
    const returns: TSESTree.ReturnStatement[] = [];
    const active = statements.filter((statement) => !this.code.isInertStatement(statement, returns, holder));
    const [first] = active;
    if (first !== undefined) {
      const assigned = this.assignedBy(active, returns, holder);
      if (assigned !== undefined) return this.endingOfValue(assigned, undefined, holder);
      const throws = statements.some((statement) => canThrow(statement));
      const isOne = active.length === 1 && returns.length === 0 && !throws;
      return isOne && isTellingApart(first, holder, this.lambda.syntax)
        ? { ...this.nothing(holder), told: first }
        : { kind: "handled", throws };
    }
    const endings = returns.flatMap((statement) => {
      if (statement.argument === null) return [];
      const ending = this.endingOfValue(statement.argument, statement, holder);
      return ending.kind === "nothing" ? [] : [{ ending, isLast: statement.parent.parent === holder }];
    });
    // What becomes of errors that no condition has told apart says more of them than what becomes of those.
    const ending = endings.find(({ isLast }) => isLast) ?? endings[0];
    return ending?.ending ?? this.nothing(holder);
  }

  /** The value of `answer = respond(500)` where nothing else is done but logs. */
  private assignedBy(
    [first, ...others]: readonly TSESTree.Statement[],
    returns: readonly TSESTree.ReturnStatement[],
    holder: TSESTree.Node,
  ): TSESTree.Expression | undefined {
    if (first === undefined || others.length > 0 || returns.length > 0 || holder.type !== "CatchClause")
      return undefined;
    const value = assignedAnswerOf(first, holder, this.lambda.syntax);
    return value !== undefined && this.code.isComputed(value) ? value : undefined;
  }

  private endingOfValue(
    value: TSESTree.Expression,
    statement: TSESTree.ReturnStatement | undefined,
    holder: TSESTree.Node,
  ): CatchEnding {
    const node = unwrap(value);
    if (node.type === "CallExpression" || node.type === "AwaitExpression" || isNothing(node)) {
      if (isNothing(node)) {
        // `() => undefined` says what the value is; `() => {}` says nothing.
        return statement === undefined ? { kind: "value", value, statement } : this.nothing(holder);
      }
      if (this.code.isInert(node)) return this.nothing(holder);
      const isMade =
        node.type === "CallExpression" &&
        (this.code.givesLiteral(node) || buildsResponse(node, this.lambda.syntax));
      return isMade ? { kind: "value", value, statement } : HANDLED;
    }
    return { kind: "value", value, statement };
  }

  private nothing(holder: TSESTree.Node): Extract<CatchEnding, { kind: "nothing" }> {
    const isDocumented = saysThatErrorMayPass(holder, this.lambda.syntax.facts);
    const completes = completesIn(holder, this.lambda);
    return { kind: "nothing", log: this.code.logIn(holder), isDocumented, ...(completes && { completes }) };
  }
}

/** The promise and the function that takes its error, in `p.catch(f)` and `p.then(g, f)`. */
export function rejectionHandlerOf(
  call: CallNode,
): { readonly guarded: TSESTree.Node; readonly argument: TSESTree.Node } | undefined {
  if (call.type !== "CallExpression" || call.callee.type !== "MemberExpression") return undefined;
  const name = memberName(call.callee);
  const argument = name === "catch" ? call.arguments[0] : name === "then" ? call.arguments[1] : undefined;
  return argument === undefined ? undefined : { guarded: call.callee.object, argument };
}

/** True when the object has a property of the name, as far as its literal shows. */
export function hasKey(node: TSESTree.Node, name: string): boolean {
  return (
    node.type === "ObjectExpression" &&
    node.properties.some((property) => property.type === "Property" && keyName(property) === name)
  );
}
