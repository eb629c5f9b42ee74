import type { Linter, Rule } from "eslint";
import type { LambdaRule } from "../../src/rule-kit/create-rule.js";
import { isTemplate, lintText, type LintInput, type LintResult } from "./lint-text.js";
import { typeCheck } from "./type-check.js";

/** A fix or a suggestion, applied alone. */
interface AppliedEdit {
  /** Which finding it answers, and what the editor offers: `3:9 clientPerInvocation, suggestion moveToInit`. */
  readonly title: string;
  readonly finding: Linter.LintMessage;
  readonly output: string;
}

/** What is wrong with the edits that a rule offers in one text: one sentence each, none when they are good. */
export type EditProblems = readonly string[];

/**
 * Applies each fix and each suggestion that a rule offers in each text, alone, and checks that the output parses, has no
 * type error and no unused name that the text had not, keeps every comment, and is rid of the finding.
 *
 * @returns the problems of each text, in the texts' order
 */
export function checkEdits(ruleName: string, rule: LambdaRule, inputs: readonly LintInput[]): EditProblems[] {
  const lint = (input: LintInput) => lintText({ [ruleName]: rule }, input);
  const checks = inputs.map((input) => {
    const before = lint(input);
    return { input, before, edits: collectEdits(input.code, before.messages) };
  });

  // Every text and every output goes into one program; templates have no types.
  const typed = checks.filter(({ input, edits }) => edits.length > 0 && !isTemplate(input.filename));
  const diagnostics = typeCheck(
    typed.flatMap(({ input: { code, filename }, edits }) =>
      [code, ...edits.map(({ output }) => output)].map((text) => ({
        code: text,
        filename: relativeName(filename),
      })),
    ),
  ).values();

  return checks.map((check) => {
    const { input, before, edits } = check;
    const nextDiagnostics = () => (typed.includes(check) ? (diagnostics.next().value as string[]) : []);
    const diagnosticsBefore = nextDiagnostics();
    return edits.flatMap((edit) => {
      const after = lint({ ...input, code: edit.output });
      const newDiagnostics = subtract(nextDiagnostics(), diagnosticsBefore);
      return [
        ...findLintProblems(edit, before, after),
        ...newDiagnostics.map((diagnostic) => `has a new diagnostic: ${diagnostic}`),
      ].map((problem) => `${edit.title} ${problem}\n${edit.output}`);
    });
  });
}

/** The texts of the program lie below one folder. */
function relativeName(filename: string): string {
  return filename.replace(/^(?:\/|[A-Z]:\\)/, "");
}

function collectEdits(code: string, messages: readonly Linter.LintMessage[]): AppliedEdit[] {
  return messages.flatMap((finding) => {
    const place = `${finding.line}:${finding.column} ${finding.messageId}`;
    const fixes = finding.fix ? [{ title: `${place}, fix`, fix: finding.fix }] : [];
    const suggestions = (finding.suggestions ?? []).map(({ fix, messageId }) => ({
      title: `${place}, suggestion ${messageId}`,
      fix,
    }));
    return [...fixes, ...suggestions].map(({ title, fix }) => ({
      title,
      finding,
      output: applyFix(code, fix),
    }));
  });
}

/** The text with a fix or a suggestion applied. */
export function applyFix(code: string, { range: [start, end], text }: Rule.Fix): string {
  return code.slice(0, start) + text + code.slice(end);
}

function findLintProblems({ finding }: AppliedEdit, before: LintResult, after: LintResult): string[] {
  const parseError = after.messages.find((message) => message.fatal);
  if (parseError !== undefined) return [`does not parse: ${parseError.message}`];
  const countSame = (messages: readonly Linter.LintMessage[]) =>
    messages.filter(({ message }) => message === finding.message).length;
  const isGone =
    after.messages.length < before.messages.length && countSame(after.messages) < countSame(before.messages);
  return [
    ...(isGone ? [] : [`leaves the finding, or makes another: ${describeFindings(after.messages)}`]),
    ...subtract(before.comments.map(unindent), after.comments.map(unindent)).map(
      (comment) => `loses the comment: ${comment.trim()}`,
    ),
  ];
}

/** A comment that moves with its code has another indentation. */
function unindent(comment: string): string {
  return comment.replace(/\n[\t ]+/g, "\n");
}

function describeFindings(messages: readonly Linter.LintMessage[]): string {
  return messages.map(({ line, column, message }) => `${line}:${column} ${message}`).join(" ");
}

/** What is in the first list more often than in the second. */
function subtract(items: readonly string[], others: readonly string[]): string[] {
  const rest = [...others];
  return items.filter((item) => {
    const index = rest.indexOf(item);
    if (index !== -1) rest.splice(index, 1);
    return index === -1;
  });
}
