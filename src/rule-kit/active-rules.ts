import type { TSESTree } from "@typescript-eslint/utils";
import type { AnyRuleContext } from "./file-settings.js";

const namesByAst = new WeakMap<TSESTree.Program, Set<string>>();

/**
 * Says that a rule looks at the file. ESLint and Oxlint create all rules of a file before any of them sees a node, so
 * whoever asks at `Program:exit` gets the same answer in whatever order the rules run.
 */
export function declareActive({ sourceCode: { ast } }: AnyRuleContext, ruleName: string): void {
  const names = namesByAst.get(ast);
  if (names === undefined) namesByAst.set(ast, new Set([ruleName]));
  else names.add(ruleName);
}

/** True when the rule looks at the file as well: it reports what two rules would otherwise say of the same line. */
export function isActive({ sourceCode: { ast } }: AnyRuleContext, ruleName: string): boolean {
  return namesByAst.get(ast)?.has(ruleName) === true;
}
