import { RuleTester, type InvalidTestCase, type ValidTestCase } from "@typescript-eslint/rule-tester";
import type { TSESLint } from "@typescript-eslint/utils";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LambdaRuleDocs } from "../../src/rule-kit/create-rule.js";
import { checkEdits, type EditProblems } from "./check-edits.js";
import { buildLanguageOptions } from "./lint-text.js";

RuleTester.afterAll = afterAll;
RuleTester.describe = describe;
RuleTester.describeSkip = describe.skip;
RuleTester.it = it;
RuleTester.itOnly = it.only;
RuleTester.itSkip = it.skip;

const defaultFilename = "src/handler.ts";

export interface RuleCases<MessageIds extends string, Options extends readonly unknown[]> {
  readonly valid: readonly (string | ValidTestCase<Options>)[];
  readonly invalid: readonly InvalidTestCase<MessageIds, Options>[];
}

/**
 * Runs the cases of a rule. They are typescript-eslint's rule tester cases, with locations and data required; the
 * filename of a case (`src/handler.ts` if it has none) says the parser and the module format, as in a project. Beside
 * what the rule tester checks, the output of every fix and suggestion must parse, type-check, keep every comment, and be
 * rid of the finding.
 */
export function runRule<MessageIds extends string, Options extends readonly unknown[]>(
  name: string,
  rule: TSESLint.RuleModule<MessageIds, Options, LambdaRuleDocs>,
  { valid, invalid }: RuleCases<MessageIds, Options>,
): void {
  const invalidCases = invalid.map(completeCase);
  new RuleTester().run<MessageIds, Options>(name, rule, {
    valid: valid.map((testCase) =>
      completeCase(typeof testCase === "string" ? { code: testCase } : testCase),
    ),
    invalid: invalidCases,
    assertionOptions: { requireData: true, requireLocation: true },
  });

  const editCases = invalidCases.filter(
    ({ output, errors }) => output != null || errors.some(hasSuggestions),
  );
  if (editCases.length === 0) return;
  describe(`${name}: fixes and suggestions`, () => {
    let problems: readonly EditProblems[] = [];
    beforeAll(() => {
      problems = checkEdits(name, rule, editCases);
    });
    for (const [index, { name: caseName, code }] of editCases.entries()) {
      it(caseName ?? code, () => {
        expect(problems[index]).toEqual([]);
      });
    }
  });
}

function hasSuggestions({ suggestions }: { readonly suggestions?: readonly unknown[] | null }): boolean {
  return suggestions != null && suggestions.length > 0;
}

function completeCase<Case extends ValidTestCase<readonly unknown[]>>(testCase: Case) {
  const filename = testCase.filename ?? defaultFilename;
  return {
    ...testCase,
    filename,
    languageOptions: { ...buildLanguageOptions(testCase.code, filename), ...testCase.languageOptions },
  };
}
