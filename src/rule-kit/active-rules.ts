import type { TSESTree } from "@typescript-eslint/utils";
import { oncePer } from "../syntax/once-per.js";
import type { AnyRuleContext } from "./file-settings.js";

const namesOf = oncePer<TSESTree.Program, Set<string>, []>(() => new Set());

/**
 * Says that a rule looks at the file. ESLint and Oxlint create all rules of a file before any of them sees a node, so
 * whoever asks at `Program:exit` gets the same answer in whatever order the rules run.
 */
export function declareActive({ sourceCode: { ast } }: AnyRuleContext, ruleName: string): void {
  namesOf(ast).add(ruleName);
}

/** True when the rule looks at the file as well: it reports what two rules would otherwise say of the same line. */
export function isActive({ sourceCode: { ast } }: AnyRuleContext, ruleName: string): boolean {
  return namesOf(ast).has(ruleName);
}
