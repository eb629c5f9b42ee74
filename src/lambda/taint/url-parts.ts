import type { TSESTree } from "@typescript-eslint/utils";
import { unwrap } from "../../syntax/ast.js";
import { readStaticString } from "../../syntax/static-value.js";
import type { Syntax } from "../../syntax/syntax.js";

/** Scheme and host are complete, or the URL is relative: what follows decides neither. */
const COMPLETE = /^(?:[a-z][a-z\d+.-]*:)?\/\/[^/?#\\]*[/?#]|^[/?#.](?!\/)/i;

type Part = string | TSESTree.Node;

/**
 * The parts of a text that decide the scheme and the host of the URL that it is: `host` of `https://${host}/${path}`,
 * `base` of `${base}/orders`, nothing of `https://api.example.com/${id}`.
 */
export function leadingParts(node: TSESTree.Node, syntax: Syntax): readonly TSESTree.Node[] {
  const parts = partsOf(node, syntax);
  const leading: TSESTree.Node[] = [];
  let text = "";
  for (const [index, part] of parts.entries()) {
    if (typeof part === "string") {
      text += part;
      if (COMPLETE.test(text)) break;
      continue;
    }
    const next = parts[index + 1];
    const following = typeof next === "string" ? next : "";
    // `${encodeURIComponent(tenant)}.example.com`: it cannot end the host.
    if (!(isEncoded(part, syntax) && following.startsWith("."))) leading.push(part);
    // What a URL begins with is its base, unless it is only the scheme.
    if (text === "" && !following.startsWith(":")) break;
    text += "x";
  }
  return leading;
}

function partsOf(node: TSESTree.Node, syntax: Syntax): readonly Part[] {
  const inner = unwrap(node);
  const text = readStaticString(syntax.facts, inner);
  if (text !== undefined) return text === "" ? [] : [text];
  if (inner.type === "BinaryExpression" && inner.operator === "+")
    return merge([...partsOf(inner.left, syntax), ...partsOf(inner.right, syntax)]);
  if (inner.type !== "TemplateLiteral") return [inner];
  return merge(
    inner.quasis.flatMap((quasi, index) => {
      const expression = inner.expressions[index];
      return [quasi.value.cooked ?? "", ...(expression === undefined ? [] : partsOf(expression, syntax))];
    }),
  );
}

/** Texts that stand beside each other become one, and empty ones go. */
function merge(parts: readonly Part[]): readonly Part[] {
  const merged: Part[] = [];
  for (const part of parts) {
    if (part === "") continue;
    const last = merged.at(-1);
    if (typeof part === "string" && typeof last === "string") merged[merged.length - 1] = last + part;
    else merged.push(part);
  }
  return merged;
}

function isEncoded(node: TSESTree.Node, { facts }: Syntax): boolean {
  return node.type === "CallExpression" && facts.isGlobal(unwrap(node.callee), "encodeURIComponent");
}
