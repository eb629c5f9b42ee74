import type { TSESTree } from "@typescript-eslint/utils";
import {
  type FunctionNode,
  type LoopNode,
  enclosingFunction,
  isFunction,
  isInside,
  memberName,
  unwrap,
} from "./ast.js";
import { loopsAround } from "./control-flow.js";
import type { SyntaxFacts } from "./facts.js";
import type { Variable } from "./name-index.js";
import { fulfilmentsOf } from "./fulfilments.js";
import { readStatic } from "./static-value.js";
import type { Syntax } from "./syntax.js";

/** Array methods whose answer has no more items than their receiver. */
const KEEP_COUNT = new Set([
  ...["concat", "entries", "filter", "flat", "flatMap", "keys", "map", "reverse", "slice", "sort", "splice"],
  ...["toReversed", "toSorted", "values", "with"],
  // Of texts: how long the text is decides.
  ...["matchAll", "split"],
]);
/** Methods that call their function once for each item. */
const VISITS = new Set(["every", "filter", "flatMap", "forEach", "map", "reduce", "reduceRight", "some"]);
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
  if (variable === undefined || definition === undefined) return undefined;
  const declaration: TSESTree.Node = definition.node;
  if (grows(variable)) return countedInFilling(variable, declaration, syntax);
  if (declaration.type === "VariableDeclarator" && declaration.init && declaration.id.type === "Identifier")
    return [declaration.init];
  if (isFunction(declaration)) {
    const index = declaration.params.findIndex((parameter) => parameter === definition.name);
    const given = index === -1 ? [] : syntax.values.argumentsFor(declaration, index);
    if (given.length > 0) return given;
  }
  return otherValues(node, syntax);
}

/**
 * What decides how often something is put into a list that the code fills itself: `rows` for
 * `for (const row of rows) list.push(row.id)`. Undefined where nothing counts that, or other code may fill it too.
 */
function countedInFilling(variable: Variable, declaration: TSESTree.Node, syntax: Syntax): Counted {
  if (declaration.type !== "VariableDeclarator" || !declaration.init) return undefined;
  const counted: TSESTree.Node[] = [declaration.init];
  for (const { identifier, init, writeExpr } of variable.references) {
    const { parent } = identifier;
    if (init === true) continue;
    if (writeExpr ? !isCutOfItself(writeExpr, identifier.name) : isHandedOn(identifier, syntax))
      return undefined;
    if (parent.type !== "MemberExpression" || parent.object !== identifier) continue;
    const use = parent.parent;
    if (use.type === "AssignmentExpression" && use.left === parent) return undefined;
    if (use.type !== "CallExpression" || use.callee !== parent || !GROWING.has(memberName(parent) ?? ""))
      continue;
    const repeated = countedAround(use, declaration, syntax);
    if (repeated === undefined) return undefined;
    const spread = use.arguments.flatMap((given) => (given.type === "SpreadElement" ? [given.argument] : []));
    counted.push(...repeated, ...spread);
  }
  return counted;
}

/** True where code is given the list that may put something into it. */
function isHandedOn(identifier: TSESTree.Node, { facts }: Syntax): boolean {
  const { parent } = identifier;
  if (parent?.type !== "CallExpression" && parent?.type !== "NewExpression") return false;
  const callee = unwrap(parent.callee);
  const root = callee.type === "MemberExpression" ? unwrap(callee.object) : callee;
  return callee !== identifier && facts.variableOf(root) !== undefined;
}

/** The collections of the loops and callbacks in which a node runs again and again after the declaration. */
function countedAround(
  node: TSESTree.Node,
  declaration: TSESTree.Node,
  { facts }: Syntax,
): TSESTree.Node[] | undefined {
  const within: FunctionNode | undefined = enclosingFunction(declaration);
  const counted: TSESTree.Node[] = [];
  for (let fn = enclosingFunction(node), inner = node; ; inner = fn, fn = enclosingFunction(fn)) {
    for (const loop of loopsAround(inner)) {
      if (isInside(declaration, loop)) break;
      const list = listOf(loop, facts);
      if (list === undefined) return undefined;
      counted.push(...list);
    }
    if (fn === within) return counted;
    const call = fn?.parent;
    const callee = call?.type === "CallExpression" ? unwrap(call.callee) : undefined;
    if (fn === undefined || callee?.type !== "MemberExpression" || !VISITS.has(memberName(callee) ?? ""))
      return undefined;
    counted.push(callee.object);
  }
}

/** The collection that a loop goes through; none for a counter with a fixed limit. */
function listOf(loop: LoopNode, facts: SyntaxFacts): readonly TSESTree.Node[] | undefined {
  if (loop.type === "ForInStatement") return [loop.right];
  if (loop.type === "ForOfStatement") return loop.await ? undefined : [loop.right];
  if (loop.type !== "ForStatement" || loop.test?.type !== "BinaryExpression" || !loop.update)
    return undefined;
  for (const side of [loop.test.left, loop.test.right]) {
    const limit = unwrap(side);
    if (limit.type === "MemberExpression" && /^(?:length|size)$/.test(memberName(limit) ?? ""))
      return [limit.object];
    if (readStatic(facts, limit).k === "known") return [];
  }
  return undefined;
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
  if (node.type === "NewExpression")
    return fulfilmentsOf(node, facts)?.flatMap(({ arguments: [value] }) => value ?? []);
  const functions = values.functionsOf(callee);
  if (functions.length > 0) return functions.flatMap((fn) => [...facts.returnsOf(fn), ...facts.yieldsOf(fn)]);
  if (callee.type !== "MemberExpression") return undefined;
  const object = unwrap(callee.object);
  const name = memberName(callee) ?? "";
  const [first] = node.arguments;
  if (isGlobal(object, "Object") && OBJECT_LISTS.has(name)) return node.arguments;
  if (isGlobal(object, "Promise") || (isGlobal(object, "JSON") && name === "parse")) return first && [first];
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
    if (writeExpr && init !== true) return !isCutOfItself(writeExpr, identifier.name);
    const member = identifier.parent;
    if (member.type !== "MemberExpression" || member.object !== identifier) return false;
    const use = member.parent;
    if (use.type === "AssignmentExpression") return use.left === member;
    return use.type === "CallExpression" && use.callee === member && GROWING.has(memberName(member) ?? "");
  });
}

const CUTS = new Set([
  ...["filter", "normalize", "replace", "replaceAll", "reverse", "slice", "sort", "substring", "trim"],
  ...["toLowerCase", "toUpperCase"],
]);

/** `text = text.trim()`, `items = items.filter(isOpen)`: no more than there was before. */
function isCutOfItself(value: TSESTree.Node, name: string): boolean {
  const node = unwrap(value);
  if (node.type === "Identifier") return node.name === name;
  const callee = node.type === "CallExpression" ? unwrap(node.callee) : undefined;
  return (
    callee?.type === "MemberExpression" &&
    CUTS.has(memberName(callee) ?? "") &&
    isCutOfItself(callee.object, name)
  );
}
