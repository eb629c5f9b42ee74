import { createGraphReader } from "../../graph/graph-reader.js";
import { readConfig } from "../../project/config.js";
import { displayPath } from "../../project/display-path.js";
import { findEntries } from "../../project/find-entries.js";
import type { ExitCode } from "../../reporters/reporter.js";
import { buildLayersReport, collectPackages, type EntryPackages } from "../../reports/layers/build-layers.js";
import type { LayersReport } from "../../reports/layers/layers-report.js";
import { toReportProblem } from "../../reports/report-problem.js";
import type { LayersCommand } from "../parse-arguments.js";
import { createProgress, drawProgressBar } from "../progress.js";
import { outputTerminal } from "../write-output.js";
import { writeReport } from "../write-report.js";

export async function runLayers(command: LayersCommand): Promise<ExitCode> {
  const report = await analyze(command);
  return writeReport(report, command, {
    text: async (built) =>
      (await import("../../reporters/layers-text.js")).reportLayersAsText(built, {
        ...outputTerminal(command),
        top: command.top,
      }),
    json: async (built) => (await import("../../reporters/report-as-json.js")).reportAsJson(built),
    markdown: async (built) =>
      (await import("../../reporters/layers-markdown.js")).reportLayersAsMarkdown(built),
  });
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
