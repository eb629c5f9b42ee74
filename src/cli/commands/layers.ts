import { createGraphReader } from "../../graph/graph-reader.js";
import { readConfig } from "../../project/config.js";
import { displayPath } from "../../project/display-path.js";
import { findEntries } from "../../project/find-entries.js";
import type { ExitCode, Reported } from "../../reporters/reporter.js";
import { buildLayersReport, collectPackages, type EntryPackages } from "../../reports/layers/build-layers.js";
import type { LayersReport } from "../../reports/layers/layers-report.js";
import { toReportProblem } from "../../reports/report-problem.js";
import type { LayersCommand } from "../parse-arguments.js";
import { createProgress, drawProgressBar } from "../progress.js";
import { outputTerminal, warnOfProblems, writeReported } from "../write-output.js";

export async function runLayers(command: LayersCommand): Promise<ExitCode> {
  const report = await analyze(command);
  if (command.format !== "text" || command.output !== undefined) warnOfProblems(report.problems);
  return writeReported(await renderLayers(report, command), command);
}

async function analyze({ args, config: named, cache }: LayersCommand): Promise<LayersReport> {
  const directory = process.cwd();
  const config = readConfig(directory, named);
  const progress = await createProgress();
  try {
    const found = await findEntries(args, {
      directory,
      config,
      describe: () => undefined,
      onFile: (done, total) => {
        progress.update(`looking for handlers ${drawProgressBar(done, total)}`);
      },
    });
    // AWS Lambda starts Node.js without `require()` of ES modules.
    const reader = createGraphReader({ requiresModules: false, ...(!cache && { cache: false }) });
    reader.expect(found.entries);
    const entries: EntryPackages[] = [];
    for (const [index, entry] of found.entries.entries()) {
      progress.update(`reading packages ${drawProgressBar(index, found.entries.length)}`);
      entries.push(collectPackages(displayPath(entry, directory), await reader.read(entry)));
    }
    return buildLayersReport(
      entries,
      found.problems.map((problem) => toReportProblem(problem, directory)),
    );
  } finally {
    progress.stop();
  }
}

async function renderLayers(report: LayersReport, command: LayersCommand): Promise<Reported> {
  switch (command.format) {
    case "json": {
      const { reportLayersAsJson } = await import("../../reporters/layers-json.js");
      return reportLayersAsJson(report);
    }
    case "markdown": {
      const { reportLayersAsMarkdown } = await import("../../reporters/layers-markdown.js");
      return reportLayersAsMarkdown(report);
    }
    default: {
      const { reportLayersAsText } = await import("../../reporters/layers-text.js");
      return reportLayersAsText(report, { ...outputTerminal(command), top: command.top });
    }
  }
}
