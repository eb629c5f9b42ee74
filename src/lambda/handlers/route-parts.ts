import type { TSESTree } from "@typescript-eslint/utils";
import { indexFacts } from "../../knowledge/index-facts.js";
import { operationMethods } from "../../knowledge/request-options.js";
import { routeProperties, routeWrapperFacts } from "../../knowledge/route-wrappers.js";
import { type CallNode, type FunctionNode, keyName, memberName, unwrap } from "../../syntax/ast.js";
import type { Syntax } from "../../syntax/syntax.js";
import { packageOf } from "../bindings/package-of.js";
import type { Wrappers } from "./wrappers.js";

/** Lists in lists, wrappers in wrappers: deeper nobody nests them. */
const MAX_DEPTH = 4;
const MAX_PARTS = 200;

export const routeWrapperFactsOf = indexFacts(routeWrapperFacts);

/** The project's own wrappers, where what they call is known. */
export type OwnWrappers = Pick<Wrappers, "partsGivenIn" | "appPartsGivenIn">;

/**
 * What an argument of a route has that runs for its requests: itself, and what stands in lists, in the object that
 * describes the route, and in calls that hand it on: `asyncHandler(show)`, `...factory.createHandlers(show)`.
 */
export function partsOfRoute(
  argument: TSESTree.Node,
  syntax: Syntax,
  own?: OwnWrappers,
): readonly TSESTree.Node[] {
  const found = new Set<TSESTree.Node>();
  const collect = (node: TSESTree.Node, depth: number): void => {
    const given = node.type === "SpreadElement" ? node.argument : node;
    if (found.has(given) || found.size > MAX_PARTS) return;
    found.add(given);
    if (depth >= MAX_DEPTH || given.type === "Literal") return;
    for (const value of syntax.values.valuesOf(given))
      for (const part of partsOf(value, syntax, own)) collect(part, depth + 1);
  };
  collect(argument, 0);
  return [...found];
}

function partsOf(
  value: TSESTree.Node,
  syntax: Syntax,
  own: OwnWrappers | undefined,
): readonly TSESTree.Node[] {
  switch (value.type) {
    case "ArrayExpression":
      return value.elements.filter((element) => element !== null);
    case "ObjectExpression":
      return value.properties.flatMap((property) =>
        property.type === "Property" && routeProperties.has(keyName(property) ?? "") ? [property.value] : [],
      );
    case "CallExpression":
      if (wrappedFrameworkOf(value, syntax) !== undefined) return value.arguments;
      // Of an object that such a wrapper gets, the parts are not told apart here.
      return (own?.partsGivenIn(value) ?? []).flatMap(({ argument, path }) =>
        path.length === 0 ? [argument] : [],
      );
    default:
      return [];
  }
}

/** The framework of the routes whose functions a call is given, to hand them on: `asyncHandler(show)`. */
export function wrappedFrameworkOf({ callee }: CallNode, syntax: Syntax): string | undefined {
  if (!importsRouteWrapper(syntax)) return undefined;
  const imported = packageOf(callee, syntax);
  const [fact] = imported === undefined ? [] : routeWrapperFactsOf(imported.module);
  if (imported === undefined || fact === undefined) return undefined;
  const node = unwrap(callee);
  const name = node.type === "MemberExpression" ? memberName(node) : imported.path.at(-1);
  return fact.exports.includes(name ?? "default") ? fact.framework : undefined;
}

export function importsRouteWrapper({ facts: { specifiers } }: Syntax): boolean {
  for (const specifier of specifiers) if (routeWrapperFactsOf(specifier).length > 0) return true;
  return false;
}

/** The functions of the file that a call of such a package hands on. */
export function functionsWrappedIn(call: CallNode, syntax: Syntax): readonly FunctionNode[] {
  return wrappedFrameworkOf(call, syntax) === undefined
    ? []
    : call.arguments.flatMap((given) => functionsOfRoute(given, syntax));
}

/** The functions of the file that an argument of a route has. */
export function functionsOfRoute(given: TSESTree.Node, syntax: Syntax): readonly FunctionNode[] {
  return partsOfRoute(given, syntax).flatMap((part) => syntax.values.functionsOf(part));
}

/** What a call gives an app for operations: `api.register({ getOrder: async (c) => … })`, `api.register("getOrder", get)`. */
export function operationsIn(call: CallNode, syntax: Syntax): readonly TSESTree.Node[] {
  const callee = unwrap(call.callee);
  if (callee.type !== "MemberExpression") return [];
  const names: readonly (string | undefined)[] = operationMethods.names;
  const isKnown =
    names.includes(memberName(callee)) &&
    packageOf(callee.object, syntax)?.module === operationMethods.module;
  if (!isKnown) return [];
  return call.arguments.flatMap((given) => [given, ...syntax.values.membersOf(given, undefined)]);
}
