import type { TSESTree } from "@typescript-eslint/utils";
import { type FunctionNode, chainRoot, isFunction, isInside, memberName, unwrap } from "../../syntax/ast.js";
import { readStaticString } from "../../syntax/static-value.js";
import type { LossContext } from "./loss-context.js";

const LISTENS = new Set(["on", "addListener", "prependListener"]);
/** Methods that give a stream. */
const STREAM_MAKERS = new Set(["createReadStream", "pipe"]);
/** With these a listener has its stream wait for it. */
const WAITS = new Set(["pause", "resume"]);
const MAX_STEPS = 3;

/**
 * `stream.on("data", async (row) => { await save(row); })`: a stream does not wait for its listeners, so that its end, and the
 * promise which that resolves, come before the last of them are done.
 */
export function isLostDataListener(call: TSESTree.CallExpression, context: LossContext): boolean {
  const { syntax } = context.lambda;
  const callee = unwrap(call.callee);
  const [event, listener] = call.arguments;
  if (callee.type !== "MemberExpression" || !LISTENS.has(memberName(callee) ?? "")) return false;
  if (event === undefined || listener === undefined || readStaticString(syntax.facts, event) !== "data")
    return false;
  const functions = syntax.values.functionsOf(listener);
  if (!functions.some((fn) => isLeftAlone(fn, context)) || !isStream(callee.object, context)) return false;
  return context.frozen.includes(beyondExecutors(call, context));
}

/** An async listener that neither says when it is done nor has the stream wait. */
function isLeftAlone(fn: FunctionNode, { calls, signals, lambda }: LossContext): boolean {
  if (!calls.callbackGoesOn(fn) || signals.areIn(fn)) return false;
  return !lambda.syntax.facts.members.some(
    (member) => WAITS.has(memberName(member) ?? "") && isInside(member, fn),
  );
}

/** True for what a method that gives streams has made, with whatever listeners it has since. */
function isStream(expression: TSESTree.Node, context: LossContext, steps = 0): boolean {
  const { values } = context.lambda.syntax;
  let node = unwrap(expression);
  while (node.type === "CallExpression" || node.type === "MemberExpression") {
    if (node.type === "MemberExpression") {
      if (STREAM_MAKERS.has(memberName(node) ?? "")) return true;
      node = unwrap(node.object);
    } else node = unwrap(node.callee);
  }
  const root = chainRoot(expression);
  return (
    steps < MAX_STEPS &&
    values.valuesOf(root).some((value) => value !== root && isStream(value, context, steps + 1))
  );
}

/** The promise around the code, which tells of the end of the stream, or the code itself. */
function beyondExecutors(node: TSESTree.Node, { lambda: { syntax } }: LossContext): TSESTree.Node {
  let outermost = node;
  for (let at = node; at.parent; at = at.parent) {
    const { parent } = at;
    if (!isFunction(at) || parent.type !== "NewExpression") continue;
    if (syntax.facts.isGlobal(unwrap(parent.callee), "Promise")) outermost = parent;
  }
  return outermost;
}
