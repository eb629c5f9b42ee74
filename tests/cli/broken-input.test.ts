import { basename, join } from "node:path";
import type { Linter } from "eslint";
import { expect, test } from "vitest";
import { runEslint, runEslintForJson, type JsonRun } from "./run-eslint.js";

const project = join(import.meta.dirname, "../fixtures/broken-input");

const invoiceFindings = [
  "src/get-invoice.ts:6:18 aws-lambda/no-client-in-handler",
  "src/get-invoice.ts:9:22 aws-lambda/require-input-validation",
];
const reminderFindings = [
  "src/send-reminder.ts:14:19 aws-lambda/no-client-in-handler",
  "src/send-reminder.ts:25:9 aws-lambda/require-io-timeout",
  "src/send-reminder.ts:27:41 aws-lambda/no-secret-in-env",
];

test("a syntax error is reported with its place, and the other files keep their findings", async () => {
  const run = await runEslintForJson(project, "src");

  expect(run.exitCode).toBe(1);
  expect(run.findings).toEqual([
    ...invoiceFindings,
    "src/pay-invoice.ts:4:37 parse error",
    ...reminderFindings,
  ]);
  expect(messagesIn(run, "pay-invoice.ts")).toMatchObject([
    { fatal: true, message: "Parsing error: ')' expected." },
  ]);
});

test("imports that resolve to nothing cost no finding", async () => {
  const run = await runEslintForJson(project, "src/send-reminder.ts");

  expect(run.exitCode).toBe(0);
  expect(run.findings).toEqual(reminderFindings);
});

test("a missing tsconfig is named, and the other files keep their findings", async () => {
  const run = await runEslintForJson(project, "--config", "missing-tsconfig.config.js", "src");

  expect(run.exitCode).toBe(1);
  expect(run.findings).toEqual([
    "src/get-invoice.ts:0:0 parse error",
    "src/pay-invoice.ts:4:37 parse error",
    ...reminderFindings,
  ]);
  expect(messagesIn(run, "get-invoice.ts")[0]?.message).toContain("tsconfig.lambda.json");
});

test("wrong settings are reported once in each file, and no finding is lost", async () => {
  const run = await runEslintForJson(project, "--config", "invalid-settings.config.js", "src");
  const settingsMessages = run.results.flatMap(({ filePath, messages }) =>
    messages
      .filter(({ messageId }) => messageId === "invalidSettings")
      .map(({ message, line, column }) => ({ file: basename(filePath), line, column, message })),
  );

  const message =
    'settings["aws-lambda"].handlerName is not a known key. Did you mean "handlerNames"? Known keys: ' +
    '"handlerNames", "handlerFiles", "wrappers", "clients", "backgroundWrappers", "functions", "ignoreTestFiles", "testFiles", "crossFile", "complianceVpc". ' +
    "Until it is corrected the default is used.";
  expect(settingsMessages).toEqual([
    { file: "get-invoice.ts", line: 1, column: 1, message },
    { file: "send-reminder.ts", line: 1, column: 1, message },
  ]);
  expect(run.findings).toEqual(expect.arrayContaining([...invoiceFindings, ...reminderFindings]));
});

test("wrong options are a configuration error", async () => {
  const run = await runEslint(project, "--config", "invalid-options.config.js", "src");

  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain("aws-lambda/no-heavy-import");
  expect(run.stderr).toContain("maxMilliseconds");
});

function messagesIn({ results }: JsonRun, file: string): readonly Linter.LintMessage[] {
  return results.find(({ filePath }) => basename(filePath) === file)?.messages ?? [];
}
