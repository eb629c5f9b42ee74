import type { TSESTree } from "@typescript-eslint/utils";
import { isInside, unwrap } from "../../syntax/ast.js";
import type { Syntax } from "../../syntax/syntax.js";

/**
 * `if (error.name === "Gone") await remove(id);` in a `catch` clause: something is done about the errors that it names, and there
 * is no `else` for any other. A condition that names what is left alone, such as `!==`, is another matter.
 */
export function isTellingApart(
  statement: TSESTree.Statement | undefined,
  holder: TSESTree.Node,
  syntax: Syntax,
): statement is TSESTree.IfStatement {
  if (statement?.type !== "IfStatement" || statement.alternate !== null) return false;
  if (holder.type !== "CatchClause" || holder.param?.type !== "Identifier") return false;
  const error = holder.param;
  if (leavesOut(statement.test)) return false;
  const uses = syntax.facts.variableOf(error)?.references ?? [];
  return names(statement.test, (part) => uses.some(({ identifier }) => isInside(identifier, part)));
}

function names(test: TSESTree.Node, isOfError: (part: TSESTree.Node) => boolean): boolean {
  const node = unwrap(test);
  if (node.type === "LogicalExpression") {
    const sides = [node.left, node.right];
    return node.operator === "||"
      ? sides.every((side) => names(side, isOfError))
      : sides.some((side) => names(side, isOfError));
  }
  return (
    node.type === "BinaryExpression" && /^(?:===?|instanceof)$/.test(node.operator) && isOfError(node.left)
  );
}

/** `error instanceof Error && error.name !== "Gone"`: the errors of which nothing is to be done. */
function leavesOut(test: TSESTree.Node): boolean {
  const node = unwrap(test);
  switch (node.type) {
    case "LogicalExpression":
      return leavesOut(node.left) || leavesOut(node.right);
    case "BinaryExpression":
      return node.operator.startsWith("!");
    case "UnaryExpression":
      return node.operator === "!";
    default:
      return false;
  }
}
