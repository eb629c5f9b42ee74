import type { TSESTree } from "@typescript-eslint/utils";
import { type CallNode, callOf, isFunction, unwrap } from "./ast.js";
import type { SyntaxFacts } from "./facts.js";

/**
 * The calls that fulfil `new Promise((resolve) => …)`. Undefined where something else gets the function, which may fulfil
 * the promise with anything, and for other classes.
 */
export function fulfilmentsOf(
  node: TSESTree.NewExpression,
  facts: SyntaxFacts,
): readonly CallNode[] | undefined {
  const [executor] = node.arguments;
  const resolve = executor && isFunction(executor) ? executor.params[0] : undefined;
  if (resolve?.type !== "Identifier" || !isPromise(node, facts)) return undefined;
  const { references = [] } = facts.variableOf(resolve) ?? {};
  const calls = references.flatMap(({ identifier }) => callOf(identifier) ?? []);
  return calls.length > 0 && calls.length === references.length ? calls : undefined;
}

/** True for the first parameter of the function that a `new Promise` is given. */
export function isFulfilment(called: TSESTree.Node, facts: SyntaxFacts): boolean {
  const [definition] = facts.variableOf(called)?.defs ?? [];
  const executor = definition?.node;
  if (executor === undefined || !isFunction(executor) || executor.params[0] !== definition?.name)
    return false;
  return executor.parent.type === "NewExpression" && isPromise(executor.parent, facts);
}

function isPromise({ callee }: TSESTree.NewExpression, facts: SyntaxFacts): boolean {
  return facts.isGlobal(unwrap(callee), "Promise");
}
