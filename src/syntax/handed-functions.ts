import type { TSESTree } from "@typescript-eslint/utils";
import { type CallNode, type FunctionNode, isFunction, memberName, unwrap } from "./ast.js";
import type { SyntaxFacts } from "./facts.js";
import type { ValueResolver } from "./values.js";

/** What calls a function that it is given: an array with its items, a promise with its result, or something else. */
export type KnownCaller = "array" | "promise" | "other";

const ARRAY_METHODS = new Set([
  ...["map", "forEach", "filter", "reduce", "reduceRight", "some", "every", "find", "findIndex", "findLast"],
  ...["findLastIndex", "flatMap", "sort", "toSorted", "from"],
]);
const PROMISE_METHODS = new Set(["then", "catch", "finally"]);
const OTHER_METHODS = new Set(["replace", "replaceAll", "nextTick", "parse", "stringify", "groupBy"]);
/** How deep functions are looked for in object and array literals: `{ resolvers: { Query: { orders: fn } } }`. */
const MAX_LITERAL_DEPTH = 6;
const GLOBAL_FUNCTIONS = new Set(["setTimeout", "setImmediate", "queueMicrotask", "structuredClone"]);

/** Who calls the functions among the call's arguments: the callee in the file, a known caller, or code outside. */
export function callerOfArguments(
  call: CallNode,
  values: ValueResolver,
  facts: SyntaxFacts,
): KnownCaller | "in-file" | "outside" {
  const callee = unwrap(call.callee);
  if (callee.type === "Super") return "outside";
  if (call.type === "NewExpression") {
    if (values.classOf(callee) !== undefined) return "in-file";
    return facts.isGlobal(callee, "Promise") ? "other" : "outside";
  }
  if (values.functionsOf(callee).length > 0) return "in-file";
  if (callee.type === "Identifier")
    return GLOBAL_FUNCTIONS.has(callee.name) && facts.variableOf(callee) === undefined ? "other" : "outside";
  if (callee.type !== "MemberExpression") return "outside";
  const name = memberName(callee) ?? "";
  if (name === "call" || name === "apply") return "in-file";
  if (ARRAY_METHODS.has(name)) return "array";
  if (PROMISE_METHODS.has(name)) return "promise";
  return OTHER_METHODS.has(name) ? "other" : "outside";
}

/**
 * The functions that an argument hands over: itself, or those in its object and array literals, and in mapped lists. A
 * literal is looked at once, for the functions of a parser return literals that hold what the same functions return.
 */
export function functionsHandedOver(
  argument: TSESTree.Node,
  values: ValueResolver,
  facts: SyntaxFacts,
): Iterable<FunctionNode> {
  if (isFunction(argument)) return [argument];
  const functions = new Set<FunctionNode>();
  const seen = new Set<TSESTree.Node>();
  let nodes: readonly TSESTree.Node[] = [argument];
  for (let depth = 0; depth <= MAX_LITERAL_DEPTH && nodes.length > 0; depth++) {
    const parts: TSESTree.Node[] = [];
    for (const node of nodes) {
      if (holdsNoFunction(node, values)) continue;
      for (const value of values.valuesOf(node)) {
        if (seen.has(value)) continue;
        seen.add(value);
        if (isFunction(value)) functions.add(value);
        else parts.push(...literalParts(value), ...mappedParts(value, values, facts));
      }
    }
    nodes = parts;
  }
  return functions;
}

/** A look at the syntax that spares most arguments the rest. */
export function holdsNoFunction(node: TSESTree.Node, values: ValueResolver): boolean {
  switch (node.type) {
    case "Literal":
    case "TemplateLiteral":
    case "BinaryExpression":
    case "UnaryExpression":
    case "NewExpression":
    case "SpreadElement":
      return true;
    case "Identifier":
    case "MemberExpression":
      return values.isUnexplained(node);
    case "ObjectExpression":
      return node.properties.every(
        (property) => property.type === "SpreadElement" || holdsNoFunction(property.value, values),
      );
    case "ArrayExpression":
      return node.elements.every((element) => element === null || holdsNoFunction(element, values));
    default:
      return false;
  }
}

function literalParts(node: TSESTree.Node): readonly TSESTree.Node[] {
  if (node.type === "ArrayExpression") return node.elements.filter((element) => element !== null);
  if (node.type !== "ObjectExpression") return [];
  return node.properties.flatMap((property) => (property.type === "SpreadElement" ? [] : [property.value]));
}

/** `limit(items.map((item) => () => send(item)))`: a list of what the callback gives. */
function mappedParts(
  node: TSESTree.Node,
  values: ValueResolver,
  facts: SyntaxFacts,
): readonly TSESTree.Node[] {
  if (node.type !== "CallExpression") return [];
  const callee = unwrap(node.callee);
  const [callback] = node.arguments;
  const isMapped = callee.type === "MemberExpression" && /^(?:map|flatMap)$/.test(memberName(callee) ?? "");
  return isMapped && callback !== undefined
    ? values.functionsOf(callback).flatMap((fn) => facts.returnsOf(fn))
    : [];
}
