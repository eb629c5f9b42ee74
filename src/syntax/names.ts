import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { isInside } from "./ast.js";
import type { SyntaxFacts } from "./facts.js";
import type { Variable } from "./name-index.js";

/** The variables that the code at the node refers to, those of functions in it included. */
export function namesIn(node: TSESTree.Node, { sourceCode }: SyntaxFacts): readonly Variable[] {
  const variables = new Set<Variable>();
  const collect = (scope: TSESLint.Scope.Scope): void => {
    for (const { identifier, resolved } of scope.references)
      if (resolved && isInside(identifier, node)) variables.add(resolved);
    for (const child of scope.childScopes) collect(child);
  };
  collect(sourceCode.getScope(node));
  return [...variables];
}
