import type { TSESTree } from "@typescript-eslint/utils";
import { isFunction, isInside, memberName, unwrap } from "./ast.js";
import type { SyntaxFacts } from "./facts.js";
import type { Variable } from "./name-index.js";
import { readStatic } from "./static-value.js";
import type { Syntax } from "./syntax.js";

/** Array methods whose answer has no more items than their receiver. */
const KEEP_COUNT = new Set([
  ...["concat", "entries", "filter", "flat", "flatMap", "keys", "map", "reverse", "slice", "sort", "splice"],
  ...["toReversed", "toSorted", "values", "with"],
]);
const OBJECT_LISTS = new Set(["entries", "fromEntries", "keys", "values", "freeze", "assign"]);
const GROWING = new Set(["push", "unshift", "splice", "add", "set", "append", "enqueue"]);

/**
 * The expressions that decide how many items a collection has: `event.Records` for
 * `event.Records.filter((record) => wanted.has(record.key))`. None when the file shows a fixed number: array and object
 * literals, what they are mapped to, a static `slice(0, 10)`.
 */
export function countSources(syntax: Syntax, collection: TSESTree.Node): readonly TSESTree.Node[] {
  const sources: TSESTree.Node[] = [];
  const seen = new Set<TSESTree.Node>();
  const pending = [collection];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    node = unwrap(node);
    if (seen.has(node)) continue;
    seen.add(node);
    const counted = countedIn(node, syntax);
    if (counted === undefined) sources.push(node);
    else pending.push(...counted);
  }
  return sources;
}

type Counted = readonly TSESTree.Node[] | undefined;

/** The collections whose items make up those of the node; undefined when there is nothing behind it to look at. */
function countedIn(node: TSESTree.Node, syntax: Syntax): Counted {
  switch (node.type) {
    case "Literal":
      return [];
    case "ArrayExpression":
      return node.elements.flatMap((element) =>
        element?.type === "SpreadElement" ? [element.argument] : [],
      );
    case "ObjectExpression":
      return node.properties.flatMap((property) =>
        property.type === "SpreadElement" ? [property.argument] : [],
      );
    case "AwaitExpression":
      return [node.argument];
    case "ConditionalExpression":
      return [node.consequent, node.alternate];
    case "LogicalExpression":
      return [node.left, node.right];
    case "Identifier":
      return countedInVariable(node, syntax);
    case "MemberExpression":
      // `targets[event.kind]`: the key chooses a list and does not lengthen it.
      return otherValues(node, syntax) ?? (memberName(node) === undefined ? [node.object] : undefined);
    case "CallExpression":
    case "NewExpression":
      return countedInCall(node, syntax);
    default:
      return undefined;
  }
}

function countedInVariable(node: TSESTree.Identifier, syntax: Syntax): Counted {
  const variable = syntax.facts.variableOf(node);
  const [definition] = variable?.defs ?? [];
  if (variable === undefined || definition === undefined || grows(variable)) return undefined;
  const declaration: TSESTree.Node = definition.node;
  if (declaration.type === "VariableDeclarator" && declaration.init && declaration.id.type === "Identifier")
    return [declaration.init];
  if (isFunction(declaration)) {
    const index = declaration.params.findIndex((parameter) => parameter === definition.name);
    const given = index === -1 ? [] : syntax.values.argumentsFor(declaration, index);
    if (given.length > 0) return given;
  }
  return otherValues(node, syntax);
}

/** What the file shows of the expression's value; undefined when that is nothing but the expression. */
function otherValues(node: TSESTree.Node, { values }: Syntax): Counted {
  const found = values.valuesOf(node);
  return found.includes(node) || found.length === 0 ? undefined : found;
}

function countedInCall(node: TSESTree.CallExpression | TSESTree.NewExpression, syntax: Syntax): Counted {
  const { facts, values } = syntax;
  const callee = unwrap(node.callee);
  const isGlobal = (object: TSESTree.Node, ...names: string[]): boolean =>
    names.some((name) => facts.isGlobal(object, name));
  if (isGlobal(callee, "Array", "Map", "Set")) return node.arguments;
  const functions = values.functionsOf(callee);
  if (functions.length > 0) return functions.flatMap((fn) => [...facts.returnsOf(fn), ...facts.yieldsOf(fn)]);
  if (callee.type !== "MemberExpression") return undefined;
  const object = unwrap(callee.object);
  const name = memberName(callee) ?? "";
  const [first] = node.arguments;
  if (isGlobal(object, "Object") && OBJECT_LISTS.has(name)) return node.arguments;
  if (isGlobal(object, "Promise")) return first && [first];
  if (isGlobal(object, "Array") && name === "of") return [];
  if (isGlobal(object, "Array") && first) {
    // `Array.from({ length: 3 })`
    const length = values.membersOf(first, "length");
    return length.length > 0 ? length : [first];
  }
  if (name === "slice" && isStaticSlice(node, facts)) return [];
  if (!KEEP_COUNT.has(name)) return undefined;
  return name === "concat" ? [object, ...node.arguments] : [object];
}

/** `items.slice(0, 10)` */
function isStaticSlice(
  { arguments: [start, end] }: TSESTree.CallExpression | TSESTree.NewExpression,
  facts: SyntaxFacts,
): boolean {
  return [start, end].every((bound) => {
    const value = bound && readStatic(facts, bound);
    return value?.k === "known" && typeof value.value === "number" && value.value >= 0;
  });
}

/** True when something is put into the collection after it was made, within the region if one is given. */
export function grows(variable: Variable, region?: TSESTree.Node): boolean {
  return variable.references.some(({ identifier, init, writeExpr }) => {
    if (region !== undefined && !isInside(identifier, region)) return false;
    if (writeExpr && init !== true) return true;
    const member = identifier.parent;
    if (member.type !== "MemberExpression" || member.object !== identifier) return false;
    const use = member.parent;
    if (use.type === "AssignmentExpression") return use.left === member;
    return use.type === "CallExpression" && use.callee === member && GROWING.has(memberName(member) ?? "");
  });
}
