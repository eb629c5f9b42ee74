import { configOf, type HandlerConfig, readConfig } from "../../project/config.js";
import { readConfiguredSetup } from "../../project/configured-setup.js";
import { findEntries } from "../../project/find-entries.js";
import type { ExitCode } from "../../reporters/reporter.js";
import type { ColdReport, Mode } from "../../reports/cold/cold-report.js";
import { buildColdReport } from "../../reports/cold/build-cold-report.js";
import { compareReports } from "../../reports/cold/compare.js";
import { createEstimate, type FunctionSetup } from "../../reports/cold/create-estimate.js";
import { readHandlerUse } from "../../reports/cold/read-handler-use.js";
import { pickShard } from "../../reports/cold/shard.js";
import { toReportProblem } from "../../reports/report-problem.js";
import type { ColdCommand } from "../parse-arguments.js";
import { createProgress, drawProgressBar, type Progress } from "../progress.js";
import { readCalibration } from "../calibration-file.js";
import { readReportFile } from "../read-report-file.js";
import { renderCold } from "../render-cold.js";
import { warn, warnOfProblems, writeReported } from "../write-output.js";

export async function runCold(command: ColdCommand): Promise<ExitCode> {
  const { baseline, flags, config: named } = command;
  // What is wrong with the baseline is told before the work, not after it.
  const before = baseline === undefined ? undefined : readReportFile(baseline);
  const config = readConfig(process.cwd(), named);
  const progress = await createProgress();
  const report = await analyze(command, config, progress).finally(() => {
    progress.stop();
  });
  if (command.format !== "text" || command.output !== undefined) warnOfProblems(report.problems);
  const comparison = before === undefined ? undefined : compareReports(before, report);
  const { mode = modeOf(report) } = { ...config.config, ...flags };
  return writeReported(await renderCold({ report, comparison, mode }, command), command);
}

/** How the handlers are deployed, where the configuration says of all that they are bundled. */
function modeOf({ handlers }: ColdReport): Mode {
  const areBundled =
    handlers.length > 0 && handlers.every(({ configured }) => configured?.mode === "bundled");
  return areBundled ? "bundled" : "unbundled";
}

async function analyze(
  { args, flags, shard, listModules, cache, measure }: ColdCommand,
  config: ReturnType<typeof readConfig>,
  progress: Progress,
): Promise<ColdReport> {
  const directory = process.cwd();
  const found = await findEntries(args, {
    directory,
    config,
    describe: readHandlerUse,
    onFile: (done, total) => {
      progress.update(`looking for handlers ${drawProgressBar(done, total)}`);
    },
  });
  // Whoever analyses a stranger's code must see this, so it is said before anything runs.
  if (measure) warn("--measure executes the handlers' modules, in child processes.");
  const entries = shard === undefined ? found.entries : pickShard(found.entries, shard);
  const setupOf = (entry: string): FunctionSetup & HandlerConfig => {
    const configured = readConfiguredSetup(entry);
    const stated = configOf(entry, config, flags);
    return {
      ...(configured?.mode !== undefined && { mode: configured.mode }),
      ...stated,
      bundle: { ...configured?.bundle, ...stated.bundle },
      configured,
    };
  };
  const estimate = createEstimate(entries, {
    directory,
    setupOf,
    useOf: (entry) => found.described.get(entry),
    cache,
    measure,
    calibration: readCalibration(),
  });
  const report = await buildColdReport(entries, estimate, {
    directory,
    listModules,
    problems: found.problems.map((problem) => toReportProblem(problem, directory)),
    budgetOf: (entry) => {
      const { budget = {}, mode = "unbundled" } = setupOf(entry);
      return { budget, mode };
    },
    onEntry: (entry, done) => {
      progress.update(`estimating ${drawProgressBar(done, entries.length)}`);
    },
  });
  return shard === undefined ? report : { ...report, shard };
}
