import type { TSESTree } from "@typescript-eslint/utils";
import type { FunctionNode } from "../../syntax/ast.js";
import type { Syntax } from "../../syntax/syntax.js";
import type { Wrappers } from "./wrappers.js";

/** How many wrappers around an app are looked through. */
const MAX_WRAPPERS = 3;

/**
 * `export const handler = instrument(async (event) => …)`: a wrapper nobody told us of. Its one async function with a
 * parameter is what Lambda's event goes to; or the one that its one function gives, `withDeps((deps) => async (event) => …)`.
 *
 * @param isConfigured the export is known to be a handler: its one argument may then be the name of a function without a
 * parameter, `middyfy(listOrders)`
 */
export function functionsInUnknownWrapper(
  value: TSESTree.Node,
  wrappers: Wrappers,
  { facts, values }: Syntax,
  isConfigured: boolean,
): readonly FunctionNode[] {
  return values.valuesOf(value).flatMap((node) => {
    if (!isCall(node) || wrappers.wrapperOf(node) !== undefined) return [];
    const candidates = node.arguments.flatMap((argument) => wrappers.functionsThrough(argument));
    const [only] = candidates;
    if (only === undefined || candidates.length > 1) return [];
    const isWholeArgument = isConfigured && node.arguments.length === 1;
    if (takesEvent(only) || (isWholeArgument && only.async && node.arguments[0]?.type === "Identifier"))
      return [only];
    const made = only.async
      ? []
      : facts.returnsOf(only).flatMap((returned) => wrappers.functionsThrough(returned));
    return made.length === 1 ? made.filter(takesEvent) : [];
  });
}

function takesEvent(fn: FunctionNode): boolean {
  return fn.async && fn.params.length > 0;
}

/**
 * True for what is not the handler itself: `serverless(app)`, `EventHandler(Events.Created, f)`. Also inside a wrapper that
 * nobody told us of: `instrumented().handler(serverless(app))`.
 */
export function isWrappedPart(value: TSESTree.Node, wrappers: Wrappers, syntax: Syntax, depth = 0): boolean {
  if (!wrappers.isAnyApplied) return false;
  return syntax.values
    .valuesOf(value)
    .filter(isCall)
    .some(
      (node) =>
        /^(?:app|function)$/.test(wrappers.wrapperOf(node)?.kind ?? "") ||
        (depth < MAX_WRAPPERS &&
          node.arguments.some((argument) => isWrappedPart(argument, wrappers, syntax, depth + 1))),
    );
}

function isCall(node: TSESTree.Node): node is TSESTree.CallExpression {
  return node.type === "CallExpression";
}
