import type { TSESTree } from "@typescript-eslint/utils";
import { keyName, memberName, unwrap, wrapped } from "../../syntax/ast.js";
import type { Syntax } from "../../syntax/syntax.js";

const HEADER = /^(?:proxy-)?authorization$/i;
/** What stands before a token, or before a name and a password. */
const SCHEME = /^(?:Bearer|Basic|Token) $/i;

/** `Authorization: \`Bearer ${token}\``: what the code sends to another system, whatever it is called. */
export function isAuthorization(node: TSESTree.Node): boolean {
  return beginsWithScheme(node) && isValueOfHeader(wrapped(node));
}

/** True for a variable of which the file makes such a header. */
export function isSentToken(node: TSESTree.Node, { facts }: Syntax): boolean {
  const references = node.type === "Identifier" ? (facts.variableOf(node)?.references ?? []) : [];
  return references.some(({ identifier }) => {
    const { parent } = wrapped(identifier);
    return parent !== undefined && isAuthorization(parent);
  });
}

function beginsWithScheme(node: TSESTree.Node): boolean {
  if (node.type === "TemplateLiteral")
    return node.expressions.length > 0 && SCHEME.test(node.quasis[0]?.value.cooked ?? "");
  if (node.type !== "BinaryExpression" || node.operator !== "+") return false;
  const left = unwrap(node.left);
  return left.type === "Literal" && SCHEME.test(String(left.value));
}

/** Of a literal of headers, or assigned: `headers.Authorization = …`. */
function isValueOfHeader(value: TSESTree.Node): boolean {
  const { parent } = value;
  if (parent?.type === "Property") return parent.value === value && HEADER.test(keyName(parent) ?? "");
  if (parent?.type !== "AssignmentExpression" || parent.right !== value) return false;
  const target = unwrap(parent.left);
  return target.type === "MemberExpression" && HEADER.test(memberName(target) ?? "");
}
