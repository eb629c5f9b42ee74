import type { TSESTree } from "@typescript-eslint/utils";
import {
  type CallNode,
  type FunctionNode,
  isFunction,
  isInside,
  keyName,
  memberName,
  unwrap,
} from "../../syntax/ast.js";
import { keyOf } from "../../syntax/export-paths.js";
import { importPathsOf } from "../../syntax/import-paths.js";
import { oncePer } from "../../syntax/once-per.js";
import { readStatic } from "../../syntax/static-value.js";
import type { Syntax } from "../../syntax/syntax.js";
import { bestEffortFacts, telemetryMethods } from "../../knowledge/best-effort-work.js";
import { noticeMethods } from "../../knowledge/loggers.js";
import { indexFacts } from "../../knowledge/index-facts.js";
import { matchesFact } from "../bindings/fact-match.js";
import { completesIn, completesWithNothing } from "../handlers/empty-completions.js";
import { logCallsOf, unboundMethod } from "../logs/log-calls.js";
import { loggedVariableOf } from "../logs/logged-variables.js";
import type { LambdaModel } from "../model.js";
import { assignedAnswerOf } from "./assigned-answers.js";
import { canThrow } from "./can-throw.js";
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

/** What a log says of an error: `notice` where no entry is of the level of errors. */
export type CatchLog = "none" | "notice" | "error";

const HANDLED: CatchEnding = { kind: "handled", throws: false };
const bestEffortOf = indexFacts(bestEffortFacts);

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
  private readonly lambda: LambdaModel;
  private readonly inert = new Map<FunctionNode, boolean>();

  constructor(lambda: LambdaModel) {
    this.lambda = lambda;
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
    if (this.logs.isLogMethod(node))
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
    const active = statements.filter((statement) => !this.isInertStatement(statement, returns, holder));
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
    return value !== undefined && this.isComputed(value) ? value : undefined;
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
      if (this.isInert(node)) return this.nothing(holder);
      const isMade =
        node.type === "CallExpression" &&
        (this.givesLiteral(node) || buildsResponse(node, this.lambda.syntax));
      return isMade ? { kind: "value", value, statement } : HANDLED;
    }
    return { kind: "value", value, statement };
  }

  private nothing(holder: TSESTree.Node): Extract<CatchEnding, { kind: "nothing" }> {
    const isDocumented = saysThatErrorMayPass(holder, this.lambda.syntax.facts);
    const completes = completesIn(holder, this.lambda);
    return { kind: "nothing", log: this.logIn(holder), isDocumented, ...(completes && { completes }) };
  }

  // ── what leaves no trace but a log ──────────────────────────────────────────────────────────────────────────────

  /** True for a statement that neither throws nor does anything with the error beside writing it to a log. */
  private isInertStatement(
    statement: TSESTree.Statement,
    returns: TSESTree.ReturnStatement[],
    holder: TSESTree.Node,
  ): boolean {
    const isInert = (inner: TSESTree.Statement): boolean => this.isInertStatement(inner, returns, holder);
    switch (statement.type) {
      case "EmptyStatement":
      case "BreakStatement":
      case "ContinueStatement":
      case "FunctionDeclaration":
        return true;
      case "ReturnStatement":
        returns.push(statement);
        return true;
      case "ExpressionStatement":
        return (
          this.isInert(statement.expression) ||
          this.setsOwnVariable(statement.expression, holder) ||
          this.isCountedForLog(statement.expression)
        );
      case "VariableDeclaration":
        return statement.declarations.every(({ init }) => init === null || this.isComputed(init));
      case "BlockStatement":
        return statement.body.every(isInert);
      case "IfStatement":
        return (
          this.isComputed(statement.test) &&
          isInert(statement.consequent) &&
          (statement.alternate === null || isInert(statement.alternate))
        );
      case "SwitchStatement":
        return statement.cases.every(({ consequent }) => consequent.every(isInert));
      default:
        return false;
    }
  }

  /** `answer = respond(500)`, of a variable that is declared where the error is caught. */
  private setsOwnVariable(expression: TSESTree.Node, holder: TSESTree.Node): boolean {
    if (expression.type !== "AssignmentExpression" || !this.isComputed(expression.right)) return false;
    const variable = this.lambda.syntax.facts.variableOf(expression.left);
    return variable?.identifiers.every((identifier) => isInside(identifier, holder)) === true;
  }

  /** `failed++`, `errors.push(error)`, where nothing but a log is ever made of them. */
  private isCountedForLog(expression: TSESTree.Node): boolean {
    return this.isComputed(expression) && loggedVariableOf(expression, this.lambda.syntax) !== undefined;
  }

  private isInert(expression: TSESTree.Node): boolean {
    const node = unwrap(expression);
    switch (node.type) {
      case "AwaitExpression":
        return this.isInert(node.argument);
      case "UnaryExpression":
        return this.isInert(node.argument);
      case "ConditionalExpression":
        return this.isInert(node.consequent) && this.isInert(node.alternate);
      case "LogicalExpression":
        return this.isInert(node.right);
      case "Identifier":
      case "Literal":
      case "TemplateLiteral":
      case "MemberExpression":
        return true;
      case "CallExpression":
        return this.isInertCall(node);
      default:
        return false;
    }
  }

  /** A log, telemetry, the end of the invocation as a success, or a function of the file that does nothing but write them. */
  private isInertCall(call: TSESTree.CallExpression): boolean {
    if (this.logs.isLog(call) || completesWithNothing(call, this.lambda)) return true;
    const { values, resolveImport } = this.lambda.syntax;
    const callee = unwrap(call.callee);
    const functions = values.functionsOf(callee);
    if (functions.length > 0) return functions.every((fn) => this.isInertFunction(fn));
    const owner =
      callee.type === "MemberExpression"
        ? values.valuesOf(callee.object).find((value) => value.type === "NewExpression")
        : undefined;
    const imported = resolveImport(owner?.type === "NewExpression" ? owner.callee : callee);
    if (imported === undefined || imported.module === "fs") return false;
    const isKnown = bestEffortOf(imported.module).some((fact) => matchesFact(imported, fact));
    return isKnown || this.isTelemetryOfOther(callee);
  }

  /** `tracer.addErrorAsMetadata(error)` of a tracer that another file makes. */
  private isTelemetryOfOther(callee: TSESTree.Node): boolean {
    const { syntax, otherFiles } = this.lambda;
    if (callee.type !== "MemberExpression" || !telemetryMethods.test(memberName(callee) ?? "")) return false;
    const owners = importPathsOf(callee.object, syntax).map((owner) => otherFiles.sdkExportOf(owner));
    return owners.length > 0 && owners.every((owner) => owner?.module.startsWith("@aws-lambda-powertools/"));
  }

  private isInertFunction(fn: FunctionNode): boolean {
    let answer = this.inert.get(fn);
    if (answer !== undefined) return answer;
    this.inert.set(fn, false); // ends recursion
    const returns: TSESTree.ReturnStatement[] = [];
    answer =
      fn.body.type === "BlockStatement"
        ? fn.body.body.every((statement) => this.isInertStatement(statement, returns, fn)) &&
          returns.every(({ argument }) => argument === null || isNothing(unwrap(argument)))
        : this.isInertCallBody(fn.body);
    this.inert.set(fn, answer);
    return answer;
  }

  private isInertCallBody(body: TSESTree.Expression): boolean {
    const node = unwrap(body);
    return (node.type === "CallExpression" || node.type === "UnaryExpression") && this.isInert(node);
  }

  /** A value that code works out, say for a log, without waiting for anything. */
  private isComputed(expression: TSESTree.Node): boolean {
    const { awaits } = this.lambda.syntax.facts;
    const node = unwrap(expression);
    return (
      node.type !== "NewExpression" &&
      !isFunction(node) &&
      !awaits.some(({ range }) => range[0] >= node.range[0] && range[1] <= node.range[1])
    );
  }

  private logIn(holder: TSESTree.Node): CatchLog {
    const levels = this.lambda.syntax.facts.calls
      .filter((call) => isInside(call, holder) && this.isLogging(call))
      .map(({ callee }) => levelOf(unwrap(callee)));
    if (levels.length > 0) return levels.includes("error") ? "error" : "notice";
    // What counts the errors for a log tells of them there.
    return this.countsForLog(holder) ? "notice" : "none";
  }

  private countsForLog(holder: TSESTree.Node): boolean {
    const { assignments, calls } = this.lambda.syntax.facts;
    return [...assignments, ...calls].some((node) => isInside(node, holder) && this.isCountedForLog(node));
  }

  private isLogging(call: CallNode): boolean {
    return (
      call.type === "CallExpression" && this.isInertCall(call) && !completesWithNothing(call, this.lambda)
    );
  }

  /** True for a call of the file that does nothing but put an object together: `errorResponse(500)`. */
  private givesLiteral(call: TSESTree.CallExpression): boolean {
    const { values } = this.lambda.syntax;
    const functions = values.functionsOf(call.callee);
    return (
      functions.length > 0 &&
      functions.every((fn) => !fn.async && this.givesOnlyValue(fn)) &&
      values.valuesOf(call).every((value) => value.type === "ObjectExpression" || value.type === "Literal")
    );
  }

  private givesOnlyValue(fn: FunctionNode): boolean {
    const returns: TSESTree.ReturnStatement[] = [];
    return (
      fn.body.type !== "BlockStatement" ||
      fn.body.body.every((statement) => this.isInertStatement(statement, returns, fn))
    );
  }

  private get logs() {
    return logCallsOf(this.lambda.syntax);
  }
}

/** The level at which a method of a logger writes, by its name. */
export function levelOf(logged: TSESTree.Node): CatchLog {
  const method = unboundMethod(logged);
  const name = method.type === "MemberExpression" ? memberName(method) : undefined;
  return name !== undefined && noticeMethods.has(name) ? "notice" : "error";
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

/** `undefined`, `void 0` */
export function isNothing(node: TSESTree.Node): boolean {
  return (
    (node.type === "Identifier" && node.name === "undefined") ||
    (node.type === "UnaryExpression" && node.operator === "void" && node.argument.type === "Literal")
  );
}

/** True when the object has a property of the name, as far as its literal shows. */
export function hasKey(node: TSESTree.Node, name: string): boolean {
  return (
    node.type === "ObjectExpression" &&
    node.properties.some((property) => property.type === "Property" && keyName(property) === name)
  );
}
