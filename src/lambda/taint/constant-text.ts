import type { TSESTree } from "@typescript-eslint/utils";
import { unwrap } from "../../syntax/ast.js";
import type { Syntax } from "../../syntax/syntax.js";

/** A look at the syntax that spares most calls the rest: nothing of these can hold event data. */
export function isConstant(node: TSESTree.Node): boolean {
  switch (node.type) {
    case "Literal":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return true;
    case "TemplateLiteral":
      return node.expressions.length === 0;
    default:
      return false;
  }
}

/** What the code itself says of a text that it puts together, with `?` for everything else. */
export function constantText(node: TSESTree.Node, syntax: Syntax, depth = 0): string {
  const inner = unwrap(node);
  if (depth > 8) return "?";
  if (inner.type === "Literal") return String(inner.value);
  if (inner.type === "TemplateLiteral") return inner.quasis.map((quasi) => quasi.value.raw).join("?");
  if (inner.type === "BinaryExpression" && inner.operator === "+")
    return constantText(inner.left, syntax, depth + 1) + constantText(inner.right, syntax, depth + 1);
  if (inner.type !== "Identifier") return "?";
  const [value] = syntax.values.valuesOf(inner);
  return value === undefined || value === inner ? "?" : constantText(value, syntax, depth + 1);
}
