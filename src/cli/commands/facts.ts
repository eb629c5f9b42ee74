import { buildFactsReport, describeHandlers } from "../../reports/facts/build-facts-report.js";
import { readConfig } from "../../project/config.js";
import { findFunctions } from "../../project/find-functions.js";
import { findHelperFiles } from "../../project/find-helper-files.js";
import { findHandlerFiles } from "../../project/find-entries.js";
import type { ExitCode } from "../../reporters/reporter.js";
import type { FactsCommand } from "../parse-arguments.js";
import { createProgress, drawProgressBar } from "../progress.js";
import { outputTerminal } from "../write-output.js";
import { writeReport } from "../write-report.js";

export async function runFacts(command: FactsCommand): Promise<ExitCode> {
  const directory = process.cwd();
  const config = readConfig(directory, command.config);
  const progress = await createProgress();
  const found = await findHandlerFiles(command.args, {
    directory,
    config,
    describe: (handler) => describeHandlers(handler, directory),
    onFile: (done, total) => {
      progress.update(`reading files ${drawProgressBar(done, total)}`);
    },
  }).finally(() => {
    progress.stop();
  });
  const { functions, problems } = await findFunctions(command.args, { directory, config });
  const handlers = { ...found, problems: [...found.problems, ...problems] };
  const report = buildFactsReport(handlers, functions, directory, findHelperFiles(functions));
  return writeReport(report, command, {
    text: async (built) =>
      (await import("../../reporters/facts-text.js")).reportFactsAsText(built, outputTerminal(command)),
    json: async (built) => (await import("../../reporters/report-as-json.js")).reportAsJson(built),
    markdown: async (built) =>
      (await import("../../reporters/facts-markdown.js")).reportFactsAsMarkdown(built),
  });
}
