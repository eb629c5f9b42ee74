import type { TSESTree } from "@typescript-eslint/utils";
import { memberName, unwrap } from "../../syntax/ast.js";
import type { SyntaxFacts } from "../../syntax/facts.js";

/** True for a text that is put together: a template with values, or strings joined by `+`. */
export function isBuiltText(argument: TSESTree.Node): boolean {
  const node = unwrap(argument);
  if (node.type === "TemplateLiteral") return node.expressions.length > 0;
  return (
    node.type === "BinaryExpression" && node.operator === "+" && partsOf(node).some((part) => isText(part))
  );
}

/** True for a value that a log keeps as fields: an object, or a caught error. */
export function isStructured(argument: TSESTree.Node, facts: SyntaxFacts): boolean {
  const node = unwrap(argument);
  return node.type === "ObjectExpression" || facts.variableOf(node)?.defs[0]?.node.type === "CatchClause";
}

/**
 * An object for a log entry: the text as `message`, and each plain value in it as a field of its own
 * (`{ message: \`saved ${order.id}\`, id: order.id }`).
 */
export function buildPayload(text: TSESTree.Expression, facts: SyntaxFacts): string {
  const { sourceCode } = facts;
  const fields = new Map<string, string>([["message", sourceCode.getText(text)]]);
  for (const value of valuesOf(text)) {
    const name = fieldName(value);
    if (name === undefined) continue;
    const code = sourceCode.getText(value);
    const free = fields.has(name) || name === "length" ? longName(value, name) : name;
    if (free !== undefined && !fields.has(free)) fields.set(free, code);
  }
  return `{ ${[...fields].map(([name, code]) => (name === code ? name : `${name}: ${code}`)).join(", ")} }`;
}

/** The values in a text that is put together. */
function valuesOf(text: TSESTree.Node): readonly TSESTree.Node[] {
  const node = unwrap(text);
  if (node.type === "TemplateLiteral") return node.expressions.map((part) => unwrap(part));
  if (node.type !== "BinaryExpression") return [];
  return partsOf(node).flatMap((part) => (isText(part) ? valuesOf(part) : [part]));
}

function partsOf(node: TSESTree.BinaryExpression): readonly TSESTree.Node[] {
  return [node.left, node.right].flatMap((side) => {
    const part = unwrap(side);
    return part.type === "BinaryExpression" && part.operator === "+" ? partsOf(part) : [part];
  });
}

function isText(node: TSESTree.Node): boolean {
  return (node.type === "Literal" && typeof node.value === "string") || node.type === "TemplateLiteral";
}

/** `id` of `id` and of `order.id`; undefined for anything that does more than name a value. */
function fieldName(node: TSESTree.Node): string | undefined {
  if (node.type === "Identifier") return node.name;
  return node.type === "MemberExpression" && !node.computed && isPath(node) ? memberName(node) : undefined;
}

/** `errorMessage` of `error.message` */
function longName(node: TSESTree.Node, name: string): string | undefined {
  if (node.type !== "MemberExpression") return undefined;
  const owner = fieldName(unwrap(node.object));
  return owner === undefined ? undefined : owner + name.charAt(0).toUpperCase() + name.slice(1);
}

function isPath(node: TSESTree.Node): boolean {
  const inner = unwrap(node);
  if (inner.type === "Identifier" || inner.type === "ThisExpression") return true;
  return inner.type === "MemberExpression" && !inner.computed && isPath(inner.object);
}
