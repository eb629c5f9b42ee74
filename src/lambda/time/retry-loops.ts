import type { TSESTree } from "@typescript-eslint/utils";
import { type LoopNode, isFunction, isInside, memberName, unwrap } from "../../syntax/ast.js";
import { loopsAround } from "../../syntax/control-flow.js";
import type { LambdaModel } from "../model.js";

/** A loop that does the same request again after it failed. */
export interface RetryLoop {
  readonly loop: LoopNode;
  /**
   * - `none`: the next attempt follows at once.
   * - `fixed`: after a wait that is the same for everybody who failed together.
   */
  readonly wait: "none" | "fixed";
}

const RANDOM = /\brandom|jitter/i;

/** The retries by hand in invocation phase that wait for nothing, or without a random part. */
export function findHastyRetries(lambda: LambdaModel): readonly RetryLoop[] {
  const { facts } = lambda.syntax;
  const candidates = facts.loops.filter(
    (loop) =>
      loop.type !== "ForOfStatement" && loop.type !== "ForInStatement" && attemptIn(loop) !== undefined,
  );
  if (candidates.length === 0) return [];
  const isRandom = RANDOM.test(facts.sourceCode.text);
  return candidates.flatMap((loop) => {
    const attempt = attemptIn(loop);
    if (attempt === undefined || !isRetry(attempt, loop, lambda)) return [];
    const wait = waitIn(loop, attempt, lambda);
    if (wait === "unknown" || (wait === "fixed" && isRandom)) return [];
    return [{ loop, wait }];
  });
}

/** The `try` of a loop's own body whose `catch` lets the loop go on. */
function attemptIn({ body }: LoopNode): TSESTree.TryStatement | undefined {
  if (body.type !== "BlockStatement") return undefined;
  return body.body.find(
    (statement): statement is TSESTree.TryStatement =>
      statement.type === "TryStatement" &&
      statement.handler !== null &&
      !alwaysLeaves(statement.handler.body),
  );
}

function alwaysLeaves({ body }: TSESTree.BlockStatement): boolean {
  return body.some(
    ({ type }) => type === "ThrowStatement" || type === "ReturnStatement" || type === "BreakStatement",
  );
}

/** True when success ends the loop, and each pass asks for the same. */
function isRetry(attempt: TSESTree.TryStatement, loop: LoopNode, lambda: LambdaModel): boolean {
  if (!leavesLoop(attempt.block) || !lambda.isInInvocation(loop)) return false;
  const { facts } = lambda.syntax;
  const asks = facts.calls.some(
    (call) => isInside(call, attempt.block) && loopsAround(call)[0] === loop && lambda.isRemoteCall(call),
  );
  return (
    asks && !facts.members.some((member) => isInside(member, attempt.block) && readsByCounter(member, loop))
  );
}

/** `items[i]`: the loop goes over items, and each pass asks for another. */
function readsByCounter(member: TSESTree.MemberExpression, loop: LoopNode): boolean {
  if (!member.computed || member.property.type !== "Identifier" || loop.type !== "ForStatement") return false;
  const [counter] = loop.init?.type === "VariableDeclaration" ? loop.init.declarations : [];
  return counter?.id.type === "Identifier" && counter.id.name === member.property.name;
}

/** A `return` or `break` that ends the loop, outside of nested functions and loops. */
function leavesLoop(statement: TSESTree.Node): boolean {
  switch (statement.type) {
    case "ReturnStatement":
    case "BreakStatement":
      return true;
    case "BlockStatement":
      return statement.body.some((inner) => leavesLoop(inner));
    case "IfStatement":
      return (
        leavesLoop(statement.consequent) || (statement.alternate !== null && leavesLoop(statement.alternate))
      );
    default:
      return false;
  }
}

function waitIn(
  loop: LoopNode,
  attempt: TSESTree.TryStatement,
  lambda: LambdaModel,
): RetryLoop["wait"] | "unknown" {
  const { facts, values } = lambda.syntax;
  // Every other call that the loop awaits may be a wait.
  const others = facts.awaits.filter((node) => isInside(node, loop) && !isInside(node, attempt.block));
  if (others.length === 0) {
    const mayWait = facts.calls.some(
      (call) => isInside(call, loop) && facts.isGlobal(unwrap(call.callee), "setTimeout"),
    );
    return mayWait ? "unknown" : "none";
  }
  const isWait = (node: TSESTree.AwaitExpression): boolean => {
    const awaited = unwrap(node.argument);
    if (awaited.type !== "CallExpression" && awaited.type !== "NewExpression") return false;
    if (isTimer(awaited, lambda)) return true;
    return values
      .functionsOf(awaited.callee)
      .some((fn) => facts.calls.some((call) => isInside(call, fn) && isTimer(call, lambda)));
  };
  return others.some(isWait) ? "fixed" : "unknown";
}

/** `new Promise((resolve) => setTimeout(resolve, ms))`, or `setTimeout` of `node:timers/promises`. */
function isTimer(call: TSESTree.CallExpression | TSESTree.NewExpression, lambda: LambdaModel): boolean {
  const { facts, resolveImport } = lambda.syntax;
  const callee = unwrap(call.callee);
  if (facts.isGlobal(callee, "setTimeout")) return true;
  const imported = resolveImport(callee);
  if (imported?.module === "timers/promises" && imported.path.at(-1) === "setTimeout") return true;
  if (call.type !== "NewExpression" || !facts.isGlobal(callee, "Promise")) return false;
  const [executor] = call.arguments;
  return (
    isFunction(executor) &&
    facts.calls.some((inner) => isInside(inner, executor) && isTimerName(unwrap(inner.callee)))
  );
}

function isTimerName(callee: TSESTree.Node): boolean {
  return (
    (callee.type === "Identifier" && callee.name === "setTimeout") ||
    (callee.type === "MemberExpression" && memberName(callee) === "setTimeout")
  );
}
