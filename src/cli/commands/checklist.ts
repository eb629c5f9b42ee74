import { displayPath } from "../../project/display-path.js";
import { readConfig } from "../../project/config.js";
import { findFunctions } from "../../project/find-functions.js";
import { findHelperFiles } from "../../project/find-helper-files.js";
import { findHandlerFiles } from "../../project/find-entries.js";
import { findLintableFiles, lintFiles } from "../../project/lint-files.js";
import { countFailed } from "../../reporters/describe-checklist.js";
import type { ExitCode } from "../../reporters/reporter.js";
import { buildChecklist } from "../../reports/checklist/build-checklist.js";
import type { ChecklistReport } from "../../reports/checklist/checklist-report.js";
import { findMetrics } from "../../reports/checklist/find-metrics.js";
import { buildFactsReport, describeHandlers } from "../../reports/facts/build-facts-report.js";
import { toReportProblem } from "../../reports/report-problem.js";
import type { ChecklistCommand } from "../parse-arguments.js";
import { createProgress, drawProgressBar } from "../progress.js";
import { outputTerminal } from "../write-output.js";
import { writeReport } from "../write-report.js";

export async function runChecklist(command: ChecklistCommand): Promise<ExitCode> {
  const report = await analyze(command);
  return writeReport(report, command, {
    text: async (built) =>
      (await import("../../reporters/checklist-text.js")).reportChecklistAsText(built, {
        ...outputTerminal(command),
        top: command.top,
      }),
    json: async (built) =>
      (await import("../../reporters/report-as-json.js")).reportAsJson(built, countFailed(built)),
    markdown: async (built) =>
      (await import("../../reporters/checklist-markdown.js")).reportChecklistAsMarkdown(built),
    sarif: async (built) =>
      (await import("../../reporters/checklist-sarif.js")).reportChecklistAsSarif(built),
  });
}

async function analyze({ args, config: named }: ChecklistCommand): Promise<ChecklistReport> {
  const directory = process.cwd();
  const config = readConfig(directory, named);
  const { functions, problems } = await findFunctions(args, { directory, config });
  const files = await findLintableFiles(args, { directory, config });
  // The package itself: what is linted with is the plugin as ESLint has it.
  const { default: plugin } = await import("eslint-plugin-aws-lambda");
  const progress = await createProgress();
  const onFile = (text: string) => (done: number, total: number) => {
    progress.update(`${text} ${drawProgressBar(done, total)}`);
  };
  try {
    const describe = (handler: Parameters<typeof describeHandlers>[0]) =>
      describeHandlers(handler, directory);
    const options = { directory, config, describe, onFile: onFile("looking for handlers") };
    const found = await findHandlerFiles(args, options);
    const { handlers } = buildFactsReport(found, functions, directory, findHelperFiles(functions));
    const linted = await lintFiles(files.linted, { directory, config, plugin, onFile: onFile("linting") });
    return buildChecklist({
      handlers: handlers.length,
      functions: functions.length,
      findings: linted.findings.map(({ file, ...finding }) => ({
        file: displayPath(file, directory),
        ...finding,
      })),
      metrics: findMetrics(handlers),
      testFiles: files.tests.length,
      problems: [...linted.problems, ...found.problems, ...problems].map((problem) =>
        toReportProblem(problem, directory),
      ),
    });
  } finally {
    progress.stop();
  }
}
