import { join, resolve } from "node:path";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Linter } from "eslint";
import type { LambdaRule } from "../../src/rule-kit/create-rule.js";
import { applyFix, checkEdits } from "./check-edits.js";
import { lintText, type LintInput } from "./lint-text.js";
import { temporaryProject } from "./temporary-project.js";

interface ConfigCaseBase {
  /** Says the shape. */
  readonly name: string;
  readonly options?: readonly unknown[];
  readonly settings?: Readonly<Record<string, unknown>>;
}

/**
 * A text that is linted under a filename: `template.yaml` if it has none. With `files` these lie in a temporary folder,
 * and `filename` says which of them is linted.
 */
export type ConfigCase = ConfigCaseBase &
  (
    | { readonly code: string; readonly filename?: string }
    | { readonly files: Readonly<Record<string, string>>; readonly filename: string }
  );

export interface ExpectedFinding {
  readonly messageId: string;
  readonly data?: Readonly<Record<string, string | number>>;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** The place in another file with which the message ends: `provider.yml:3`. ESLint has no id for such a message. */
  readonly see?: string;
  /** What the message ends with beside its text, as where it is about several functions: the same holds there. */
  readonly more?: string;
  /** All that are offered, in their order; left out when there are none. */
  readonly suggestions?: readonly {
    readonly messageId: string;
    readonly data?: Readonly<Record<string, string | number>>;
    readonly output: string;
  }[];
}

export type InvalidConfigCase = ConfigCase & { readonly errors: readonly ExpectedFinding[] };

/** Where the texts of cases without files are: the folder need not exist. */
const folder = resolve("/project");

/**
 * Runs the cases of a rule about configuration, on templates and on TypeScript, as `runRule` does for those about code:
 * every finding with data and location, every suggestion with its output, which must parse, keep every comment, and be rid
 * of the finding.
 */
export function runConfigRule(
  name: string,
  rule: LambdaRule,
  {
    valid,
    invalid,
  }: { readonly valid: readonly ConfigCase[]; readonly invalid: readonly InvalidConfigCase[] },
): void {
  describe(`${name}: valid`, () => {
    it.each([...valid])("$name", (testCase) => {
      expect(describeAll(lint(name, rule, toInput(testCase)))).toEqual([]);
    });
  });
  describe(`${name}: invalid`, () => {
    it.each([...invalid])("$name", (testCase) => {
      const input = toInput(testCase);
      const messages = lint(name, rule, input);
      expect(messages.map((message) => describeActual(message, input.code))).toEqual(
        testCase.errors.map((expected) => describeExpected(expected, rule)),
      );
      expect(checkEdits(name, rule, [input])).toEqual([[]]);
    });
  });
}

function toInput(testCase: ConfigCase): LintInput {
  const { options = [], settings = {}, filename = "template.yaml" } = testCase;
  if (!("files" in testCase))
    return { code: testCase.code, filename: join(folder, filename), cwd: folder, options, settings };
  const directory = temporaryProject(testCase.files);
  const path = join(directory, filename);
  return { code: readFileSync(path, "utf8"), filename: path, cwd: directory, options, settings };
}

function lint(name: string, rule: LambdaRule, input: LintInput): readonly Linter.LintMessage[] {
  return lintText({ [name]: rule }, input).messages;
}

function describeAll(messages: readonly Linter.LintMessage[]): readonly string[] {
  return messages.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

function describeActual(
  { messageId, message, line, column, endLine, endColumn, suggestions }: Linter.LintMessage,
  code: string,
) {
  return {
    messageId,
    message,
    ...{ line, column, endLine, endColumn },
    suggestions: (suggestions ?? []).map(({ messageId: id, desc, fix }) => ({
      messageId: id,
      message: desc,
      output: applyFix(code, fix),
    })),
  };
}

function describeExpected(
  { messageId, data, see, more = see && `See ${see}.`, suggestions = [], ...location }: ExpectedFinding,
  rule: LambdaRule,
) {
  const message = fillIn(rule, messageId, data);
  return {
    messageId: more === undefined ? messageId : undefined,
    message: more === undefined ? message : `${message} ${more}`,
    ...location,
    suggestions: suggestions.map((suggestion) => ({
      messageId: suggestion.messageId,
      message: fillIn(rule, suggestion.messageId, suggestion.data),
      output: suggestion.output,
    })),
  };
}

/** The message with all its data: a placeholder that the case gives nothing for stays, and is not equal then. */
function fillIn(rule: LambdaRule, messageId: string, data: ExpectedFinding["data"] = {}): string {
  const template = (rule.meta.messages as Readonly<Record<string, string | undefined>>)[messageId];
  return (template ?? "no such message").replace(/\{\{(\w+)\}\}/g, (whole, key: string) =>
    data[key] === undefined ? `missing data: ${whole}` : String(data[key]),
  );
}
