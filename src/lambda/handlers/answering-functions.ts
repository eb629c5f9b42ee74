import {
  type CallNode,
  type FunctionNode,
  enclosingFunction,
  isFunction,
  wrapped,
} from "../../syntax/ast.js";
import type { Handler, LambdaModel } from "../model.js";
import { callersOf } from "./known-callers.js";

/** How many functions may hand an answer on. */
const MAX_FUNCTIONS = 4;

/** The handler whose answer a function gives: itself, or the one that returns what the function does and calls it alone. */
export function handlerAnswering(fn: FunctionNode, lambda: LambdaModel, depth = 0): Handler | undefined {
  const own = lambda.handlers.find(({ node }) => node === fn);
  if (own !== undefined || depth > MAX_FUNCTIONS) return own;
  const [handler, ...others] = new Set(
    (callersOf(fn, lambda.syntax) ?? []).map((call) => {
      const caller = isAnswer(call) ? enclosingFunction(call) : undefined;
      return caller && handlerAnswering(caller, lambda, depth + 1);
    }),
  );
  return others.length === 0 ? handler : undefined;
}

/** `return work(event)`, `return await work(event)`, `() => work(event)` */
function isAnswer(call: CallNode): boolean {
  let node = wrapped(call);
  if (node.parent?.type === "AwaitExpression") node = wrapped(node.parent);
  const { parent } = node;
  return parent?.type === "ReturnStatement" || (isFunction(parent) && parent.body === node);
}
