import type { TSESTree } from "@typescript-eslint/utils";
import { constantContextProperties } from "../../knowledge/context-properties.js";
import { memberName, unwrap } from "../../syntax/ast.js";

/** True for a property of the context that is the same for every invocation of an execution environment. */
export function isConstantOfContext(value: TSESTree.Node): boolean {
  const node = unwrap(value);
  return node.type === "MemberExpression" && constantContextProperties.has(memberName(node) ?? "");
}
