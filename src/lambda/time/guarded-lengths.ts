import type { TSESTree } from "@typescript-eslint/utils";
import { isFunction, memberName, memberRoot, unwrap } from "../../syntax/ast.js";
import { readStatic } from "../../syntax/static-value.js";
import type { Syntax } from "../../syntax/syntax.js";
import { leaves } from "../errors/try-outcome.js";

/**
 * True where the code before a loop refuses a longer list than the bound: `if (items.length > 20) throw new Error("too many")`,
 * in the function of the loop and on every way to it.
 */
export function isRefusedAbove(
  maxItems: number,
  loop: TSESTree.Node,
  collection: TSESTree.Node,
  syntax: Syntax,
): boolean {
  const list = unwrap(collection);
  let child = loop;
  for (let parent = loop.parent; parent && !isFunction(parent); parent = parent.parent) {
    if (parent.type === "BlockStatement") {
      const before = parent.body.filter(({ range }) => range[1] <= child.range[0]);
      if (before.some((statement) => isRefusal(statement, list, maxItems, syntax))) return true;
    }
    child = parent;
  }
  return false;
}

function isRefusal(
  statement: TSESTree.Statement,
  list: TSESTree.Node,
  maxItems: number,
  syntax: Syntax,
): boolean {
  return (
    statement.type === "IfStatement" &&
    leaves(statement.consequent) &&
    partsOf(statement.test).some((part) => asksForMore(part, list, maxItems, syntax))
  );
}

/** Each of which is enough. */
function partsOf(test: TSESTree.Expression): readonly TSESTree.Expression[] {
  const node = unwrap(test) as TSESTree.Expression;
  return node.type === "LogicalExpression" && node.operator === "||"
    ? [...partsOf(node.left), ...partsOf(node.right)]
    : [node];
}

/** `items.length > 20`, `20 < items.length` */
function asksForMore(
  part: TSESTree.Expression,
  list: TSESTree.Node,
  maxItems: number,
  syntax: Syntax,
): boolean {
  if (part.type !== "BinaryExpression" || !/^[<>]=?$/.test(part.operator)) return false;
  const [larger, smaller] = part.operator.startsWith(">") ? [part.left, part.right] : [part.right, part.left];
  const length = unwrap(larger);
  if (length.type !== "MemberExpression" || !/^(?:length|size)$/.test(memberName(length) ?? "")) return false;
  const bound = readStatic(syntax.facts, smaller);
  return (
    bound.k === "known" &&
    typeof bound.value === "number" &&
    bound.value <= maxItems &&
    isSame(length.object, list, syntax)
  );
}

/** The same variable, and the same members of it. */
function isSame(a: TSESTree.Node, b: TSESTree.Node, { facts }: Syntax): boolean {
  const variable = facts.variableOf(memberRoot(a));
  return (
    variable !== undefined &&
    variable === facts.variableOf(memberRoot(b)) &&
    pathOf(a) !== undefined &&
    pathOf(a) === pathOf(b)
  );
}

function pathOf(node: TSESTree.Node): string | undefined {
  const member = unwrap(node);
  if (member.type !== "MemberExpression") return "";
  const name = memberName(member);
  const path = name === undefined ? undefined : pathOf(member.object);
  return path === undefined ? undefined : `${path}.${name ?? ""}`;
}
