import type { TSESTree } from "@typescript-eslint/utils";
import {
  type FunctionNode,
  enclosingFunction,
  isFunction,
  isInside,
  isLoop,
  lastNameOf,
  memberName,
  unwrap,
} from "../../syntax/ast.js";
import type { Variable } from "../../syntax/name-index.js";
import type { Syntax } from "../../syntax/syntax.js";
import { isNothing } from "./inert-code.js";
import { callersOf } from "../handlers/known-callers.js";
import { logCallsOf } from "../logs/log-calls.js";
import { isForLogsOnly } from "../logs/logged-variables.js";
import type { LambdaModel } from "../model.js";
import {
  givesResult,
  hasReturnOfValue,
  isDeclaredOutside,
  isFollowedByThrow,
  isRetried,
  leaves,
  statementsAfter,
  tellsSuccess,
} from "./try-outcome.js";
import { isDroppedByCallers } from "./unread-answers.js";
import { isAskedAbout, isUntested, isUnused } from "./value-use.js";

/** Methods that put something into a collection. */
export const ADDING: ReadonlySet<string> = new Set(["push", "unshift", "add", "set", "append"]);
/** The other way round: what is left in the collection has not succeeded. */
const REMOVING = new Set(["delete", "pop", "shift", "splice"]);

const RECEIVING = ["receiveMessage", "ReceiveMessageCommand"];
/** The client's own, and functions around it: `deleteMessage`, `DeleteMessageBatchCommand`, `deleteSqsMessage`. */
const DELETES_MESSAGE = /^delete\w*messages?(?:batch)?(?:command)?$/i;

/** A log or a bare return. */
export function isIdle(statement: TSESTree.Statement, syntax: Syntax): boolean {
  switch (statement.type) {
    case "ReturnStatement":
      return statement.argument === null || isNothing(unwrap(statement.argument));
    case "BreakStatement":
    case "ContinueStatement":
    case "EmptyStatement":
      return true;
    case "ExpressionStatement": {
      const call = unwrap(statement.expression);
      return call.type === "CallExpression" && logCallsOf(syntax).isLog(call);
    }
    default:
      return false;
  }
}

/** What the code after a `try` sees of whether it has failed. */
export class Outcomes {
  constructor(private readonly lambda: LambdaModel) {}

  /**
   * True when something comes to know of the error although the clause does nothing about it.
   *
   * @param isAnswerLost nobody takes what the function returns behind the `try`
   */
  isSeen(clause: TSESTree.CatchClause, isAnswerLost = false): boolean {
    const statement = clause.parent;
    return (
      isFollowedByThrow(statement) ||
      (!isAnswerLost && this.isFailurePathHandled(statement)) ||
      this.isOutcomeRead(statement, clause) ||
      this.isResultTested(statement, clause) ||
      this.staysInQueue(statement, clause)
    );
  }

  /**
   * `load(id).then((text) => (found.text = text)).catch(() => [])`, and `if (found.text !== undefined)` later: what a step of the
   * chain sets tells whether the chain has come there.
   */
  isAskedAfterwards({ callee }: TSESTree.CallExpression): boolean {
    const { facts } = this.lambda.syntax;
    const chain = unwrap(callee);
    if (chain.type !== "MemberExpression") return false;
    return facts.assignments.some((node) => {
      if (node.type !== "AssignmentExpression" || !isInside(node, chain.object)) return false;
      const target = unwrap(node.left);
      const property = target.type === "MemberExpression" ? memberName(target) : undefined;
      if (target.type === "MemberExpression" && property === undefined) return false;
      const variable = facts.variableOf(target.type === "MemberExpression" ? unwrap(target.object) : target);
      return (
        variable !== undefined &&
        isDeclaredOutside(variable, chain) &&
        variable.references.some(({ identifier }) => {
          if (isInside(identifier, chain)) return false;
          if (property === undefined) return isAskedAbout(identifier);
          const { parent } = identifier;
          return (
            parent.type === "MemberExpression" && memberName(parent) === property && isAskedAbout(parent)
          );
        })
      );
    });
  }

  /** A message that the code has received itself, and deletes only where nothing has failed: the queue gives it out again. */
  private staysInQueue(statement: TSESTree.TryStatement, clause: TSESTree.CatchClause): boolean {
    const { calls, words } = this.lambda.syntax.facts;
    if (!RECEIVING.some((word) => words.has(word))) return false;
    const left = leftBy(clause);
    return calls.some(
      (call) =>
        DELETES_MESSAGE.test(lastNameOf(unwrap(call.callee)) ?? "") &&
        (isInside(call, statement.block) ||
          (left !== undefined && isInside(call, left) && call.range[0] > statement.range[1])),
    );
  }

  /** True when what comes after the `try` is reached by errors alone, and deals with them. */
  private isFailurePathHandled(statement: TSESTree.TryStatement): boolean {
    const after = statementsAfter(statement);
    if (leaves(statement.block))
      return after.some((next) => !isIdle(next, this.lambda.syntax)) || isRetried(statement);
    return hasReturnOfValue(statement.block) && after.some((next) => givesResult(next));
  }

  /** True when the `try` leaves behind what tells its success: a variable that is set in it and looked at later. */
  private isOutcomeRead(statement: TSESTree.TryStatement, clause: TSESTree.CatchClause): boolean {
    const { facts } = this.lambda.syntax;
    const { block } = statement;
    for (const node of facts.assignments) {
      if (!isInside(node, block)) continue;
      const target = unwrap(node.type === "AssignmentExpression" ? node.left : node.argument);
      if (target.type === "Identifier") {
        const variable = facts.variableOf(target);
        if (
          variable !== undefined &&
          isDeclaredOutside(variable, statement) &&
          !this.isLeftBehind(variable, clause) &&
          !isForLogsOnly(variable, this.lambda.syntax) &&
          (tellsSuccess(variable, statement) || this.isGivenToUnknown(variable, statement))
        )
          return true;
      } else if (this.isStateRead(target, statement, clause)) return true;
    }
    return facts.calls.some((call) => {
      if (!isInside(call, block)) return false;
      const callee = unwrap(call.callee);
      if (callee.type !== "MemberExpression") return false;
      const name = memberName(callee) ?? "";
      const tells = ADDING.has(name) || (REMOVING.has(name) && this.isOfInvocation(callee.object));
      return tells && this.isStateRead(callee, statement, clause);
    });
  }

  /** A collection that the invocation makes, and no cache. */
  private isOfInvocation(object: TSESTree.Expression): boolean {
    const definition = this.lambda.syntax.facts.variableOf(unwrap(object))?.defs[0];
    return definition !== undefined && enclosingFunction(definition.node) !== undefined;
  }

  /** `return answer` in a function that code outside the file calls too: it may ask whether there is one. */
  private isGivenToUnknown(variable: Variable, statement: TSESTree.TryStatement): boolean {
    const fn = enclosingFunction(statement);
    if (fn === undefined || this.lambda.handlers.some(({ node }) => node === fn)) return false;
    const isReturned = this.lambda.syntax.facts
      .returnsOf(fn)
      .some((value) => this.lambda.syntax.facts.variableOf(unwrap(value)) === variable);
    return (
      isReturned && callersOf(fn, this.lambda.syntax) === undefined && !isDroppedByCallers(fn, this.lambda)
    );
  }

  /** `results.push(answer)`, `outcome.ok = true`, `this.done = true`: of an object that is read later. */
  private isStateRead(
    target: TSESTree.Node,
    statement: TSESTree.TryStatement,
    clause: TSESTree.CatchClause,
  ): boolean {
    if (target.type !== "MemberExpression") return false;
    const object = unwrap(target.object);
    if (object.type === "ThisExpression") return true;
    const variable = this.lambda.syntax.facts.variableOf(object);
    return (
      variable !== undefined &&
      isDeclaredOutside(variable, statement) &&
      !this.isLeftBehind(variable, clause) &&
      !isForLogsOnly(variable, this.lambda.syntax) &&
      variable.references.some(({ identifier }) => identifier.range[0] >= statement.range[1])
    );
  }

  /** True when the function gives a value that its callers look at, and nothing after an error. */
  private isResultTested(statement: TSESTree.TryStatement, clause: TSESTree.CatchClause): boolean {
    const fn = enclosingFunction(statement);
    const givesElse = fn !== undefined && leftBy(clause) === fn && givesValue(fn, this.lambda);
    if (!givesElse && !hasReturnOfValue(statement.block)) return false;
    if (fn === undefined || this.lambda.handlers.some(({ node }) => node === fn)) return false;
    const { graph } = this.lambda.syntax;
    if (callersOf(fn, this.lambda.syntax) === undefined) return !isDroppedByCallers(fn, this.lambda);
    return (
      graph.callbackUsesOf(fn).length > 0 ||
      graph.callSitesOf(fn).some(({ call }) => !isUnused(call, this.lambda) && !isUntested(call, this.lambda))
    );
  }

  /** True when the clause leaves the function or the loop that the variable belongs to: nothing reads it on that path. */
  private isLeftBehind(variable: Variable, clause: TSESTree.CatchClause): boolean {
    const left = leftBy(clause);
    return left !== undefined && isInside(variable.scope.block, left);
  }
}

function givesValue(fn: FunctionNode, { syntax }: LambdaModel): boolean {
  return syntax.facts.returnsOf(fn).some((value) => !isNothing(unwrap(value)));
}

/** The function or the pass of a loop that a clause ends, where its last statement does and gives no value. */
function leftBy({ body }: TSESTree.CatchClause): TSESTree.Node | undefined {
  const last = body.body.at(-1);
  if (last?.type === "ReturnStatement")
    return last.argument === null || isNothing(unwrap(last.argument)) ? enclosingFunction(body) : undefined;
  if (last?.type !== "ContinueStatement" || last.label !== null) return undefined;
  for (let node: TSESTree.Node = body; !isFunction(node) && node.parent; node = node.parent)
    if (isLoop(node)) return node.body;
  return undefined;
}
