import { buildFactsReport, describeHandlers } from "../../reports/facts/build-facts-report.js";
import { readConfig } from "../../project/config.js";
import { findFunctions } from "../../project/find-functions.js";
import { findHelperFiles } from "../../project/find-helper-files.js";
import { findHandlerFiles } from "../../project/find-entries.js";
import type { ExitCode, Reported } from "../../reporters/reporter.js";
import type { FactsReport } from "../../reports/facts/facts-report.js";
import type { FactsCommand } from "../parse-arguments.js";
import { createProgress, drawProgressBar } from "../progress.js";
import { outputTerminal, warnOfProblems, writeReported } from "../write-output.js";

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
  if (command.format !== "text" || command.output !== undefined) warnOfProblems(report.problems);
  return writeReported(await renderFacts(report, command), command);
}

async function renderFacts(report: FactsReport, command: FactsCommand): Promise<Reported> {
  switch (command.format) {
    case "json": {
      const { reportFactsAsJson } = await import("../../reporters/facts-json.js");
      return reportFactsAsJson(report);
    }
    case "markdown": {
      const { reportFactsAsMarkdown } = await import("../../reporters/facts-markdown.js");
      return reportFactsAsMarkdown(report);
    }
    default: {
      const { reportFactsAsText } = await import("../../reporters/facts-text.js");
      return reportFactsAsText(report, outputTerminal(command));
    }
  }
}
