import type { TSESTree } from "@typescript-eslint/utils";
import type { SyntaxFacts } from "./facts.js";

/** What a message names: the text of a callee or another chain of members, without the breaks that the code has in it. */
export function textInOneLine(node: TSESTree.Node, { sourceCode }: Pick<SyntaxFacts, "sourceCode">): string {
  return sourceCode.getText(node).replace(/\s*\n\s*/g, "");
}
