import type { TSESTree } from "@typescript-eslint/utils";
import { getStaticValue } from "@typescript-eslint/utils/ast-utils";
import { unwrap } from "./ast.js";
import type { SyntaxFacts } from "./facts.js";

/** What a static reader learns. `opaque` never yields a finding; `oneOf` does only if every variant would. */
export type Value<T> =
  | { readonly k: "known"; readonly value: T; readonly node: TSESTree.Node }
  | { readonly k: "oneOf"; readonly values: readonly { readonly value: T; readonly node: TSESTree.Node }[] }
  | { readonly k: "opaque"; readonly node: TSESTree.Node };

/** Evaluates literals, templates, operators and `const` variables; anything that could change is opaque. */
export function readStatic(facts: SyntaxFacts, expression: TSESTree.Node): Value<unknown> {
  const node = unwrap(expression);
  if (node.type === "ConditionalExpression") {
    const branches = [readStatic(facts, node.consequent), readStatic(facts, node.alternate)];
    const values = branches.flatMap((branch) =>
      branch.k === "known" ? [branch] : branch.k === "oneOf" ? branch.values : [],
    );
    if (branches.every((branch) => branch.k !== "opaque")) return { k: "oneOf", values };
    return { k: "opaque", node };
  }
  const result = getStaticValue(node, facts.sourceCode.getScope(node));
  return result === null ? { k: "opaque", node } : { k: "known", value: result.value, node };
}

/** The value as a string, when it is one for certain. */
export function readStaticString(facts: SyntaxFacts, expression: TSESTree.Node): string | undefined {
  const value = readStatic(facts, expression);
  return value.k === "known" && typeof value.value === "string" ? value.value : undefined;
}
