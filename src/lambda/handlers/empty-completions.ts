import type { TSESTree } from "@typescript-eslint/utils";
import { type CallNode, isInside, memberName, unwrap } from "../../syntax/ast.js";
import type { LambdaModel } from "../model.js";

/**
 * True for a call by which a handler ends its invocation as a success, without a result: `callback()`, `callback(null)`,
 * `context.done()`, `context.succeed()`.
 */
export function completesWithNothing(call: CallNode, lambda: LambdaModel): boolean {
  if (call.type !== "CallExpression" || !call.arguments.every((argument) => isNothing(argument)))
    return false;
  const callee = unwrap(call.callee);
  if (callee.type !== "MemberExpression") return isParameter(callee, 2, lambda);
  return /^(?:done|succeed)$/.test(memberName(callee) ?? "") && isParameter(callee.object, 1, lambda);
}

/** True for a call by which a handler ends its invocation as a failure: `context.fail(error)`, `callback(error)`. */
export function completesWithError(call: CallNode, lambda: LambdaModel): boolean {
  const [error] = call.arguments;
  if (call.type !== "CallExpression") return false;
  const callee = unwrap(call.callee);
  if (callee.type === "MemberExpression" && memberName(callee) === "fail")
    return isParameter(callee.object, 1, lambda);
  if (error === undefined || isNothing(error)) return false;
  return callee.type === "MemberExpression"
    ? memberName(callee) === "done" && isParameter(callee.object, 1, lambda)
    : isParameter(callee, 2, lambda);
}

/** True when the code has a call that ends the invocation as a success, without a result. */
export function completesIn(code: TSESTree.Node, lambda: LambdaModel): boolean {
  return lambda.syntax.facts.calls.some((call) => isInside(call, code) && completesWithNothing(call, lambda));
}

/** A parameter of a handler, by its place. */
function isParameter(node: TSESTree.Node, index: number, { handlers, syntax }: LambdaModel): boolean {
  const [definition] = syntax.facts.variableOf(unwrap(node))?.defs ?? [];
  return handlers.some(
    (handler) =>
      handler.node !== undefined &&
      !handler.isStreaming &&
      handler.isEventOnly !== true &&
      definition !== undefined &&
      handler.node === definition.node &&
      handler.node.params[index] === definition.name,
  );
}

function isNothing(argument: TSESTree.Node): boolean {
  const node = unwrap(argument);
  return (
    (node.type === "Literal" && node.value === null && node.raw === "null") ||
    (node.type === "Identifier" && node.name === "undefined")
  );
}
