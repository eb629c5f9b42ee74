import type { TSESTree } from "@typescript-eslint/utils";
import { callOf, isFunction, lastNameOf, memberName, unwrap, wrapped } from "../../syntax/ast.js";
import type { Syntax } from "../../syntax/syntax.js";
import { logCallsOf } from "../logs/log-calls.js";

/**
 * True when nothing but the first item of a list is used, or whether there is one: `list[0]`, `list.at(0)`,
 * `const [item] = list`, `list.length === 0`, `if (!list)`. False when unknown.
 *
 * @param reader a member that reads the list (`answer.Items`), or the property of a pattern that takes it
 */
export function usesFirstItemOnly(reader: TSESTree.Node, syntax: Syntax): boolean {
  const seen = new Set<TSESTree.Node>();
  if (reader.type === "Property") return isFirstTarget(reader.value, syntax, seen);
  return isFirstUse(reader, syntax, seen);
}

/** Names of functions that take the one item of a list: `first(items)`, `getSingleOrThrow(items)`. */
const TAKES_ONE = /(?:^|[a-z_])(?:[fF]irst|[hH]ead|[sS]ingle|[oO]nly|One)(?![a-z])/;

function isFirstUse(list: TSESTree.Node, syntax: Syntax, seen: Set<TSESTree.Node>): boolean {
  const node = wrapped(list);
  const { parent } = node;
  switch (parent?.type) {
    case "MemberExpression": {
      if (parent.object !== node) return false;
      const name = memberName(parent);
      if (name === "0") return true;
      if (name === "at" || name === "shift") return isFirstCall(parent, name);
      // `items.map(unmarshall)` is a list of the same length.
      if (name === "map") return isFirstUse(callOf(parent) ?? parent, syntax, seen);
      return name === "length" && (isTest(parent) || isOfFailure(parent));
    }
    case "LogicalExpression":
      return (parent.left === node && parent.operator === "&&") || isFirstUse(parent, syntax, seen);
    case "VariableDeclarator":
      return isFirstTarget(parent.id, syntax, seen);
    case "CallExpression":
      return isFirstArgument(parent, node, syntax, seen);
    default:
      return isTest(node);
  }
}

/** Of `first(list)`, of a log, and of a function of the file that uses the first item of what it is given. */
function isFirstArgument(
  call: TSESTree.CallExpression,
  node: TSESTree.Node,
  syntax: Syntax,
  seen: Set<TSESTree.Node>,
): boolean {
  const index = call.arguments.findIndex((argument) => argument === node);
  if (logCallsOf(syntax).isLog(call)) return true;
  const functions = index === -1 ? [] : syntax.values.functionsOf(call.callee);
  if (functions.length === 0) return index === 0 && TAKES_ONE.test(lastNameOf(unwrap(call.callee)) ?? "");
  return functions.every(({ params: { [index]: parameter } }) => {
    return parameter !== undefined && isFirstTarget(parameter, syntax, seen);
  });
}

function isFirstCall(member: TSESTree.MemberExpression, name: string): boolean {
  const call = callOf(member);
  if (call === undefined) return false;
  const [index] = call.arguments;
  return name === "shift" || (index?.type === "Literal" && index.value === 0);
}

/** What a list is put into: a pattern that takes the first item, or a variable of which nothing else is used. */
function isFirstTarget(target: TSESTree.Node, syntax: Syntax, seen: Set<TSESTree.Node>): boolean {
  if (seen.has(target)) return true;
  seen.add(target);
  const inner = target.type === "AssignmentPattern" ? target.left : target;
  if (inner.type === "ArrayPattern")
    return inner.elements.length === 1 && inner.elements[0]?.type !== "RestElement";
  const references = syntax.facts.variableOf(inner)?.references.filter(({ init }) => init !== true) ?? [];
  return references.length > 0 && references.every(({ identifier }) => isFirstUse(identifier, syntax, seen));
}

/** `throw new Error(`found ${items.length}`)` */
function isOfFailure(node: TSESTree.Node): boolean {
  for (let current = node.parent; current && !isFunction(current); current = current.parent)
    if (current.type === "ThrowStatement") return true;
  return false;
}

/** True when the value only decides a branch. */
function isTest(expression: TSESTree.Node): boolean {
  const node = wrapped(expression);
  const { parent } = node;
  switch (parent?.type) {
    case "IfStatement":
    case "ConditionalExpression":
      return parent.test === node;
    case "UnaryExpression":
      return parent.operator === "!";
    case "BinaryExpression":
      return /^[=!<>]/.test(parent.operator);
    case "LogicalExpression":
      return isTest(parent);
    default:
      return false;
  }
}
