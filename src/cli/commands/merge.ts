import type { ExitCode } from "../../reporters/reporter.js";
import { compareReports } from "../../reports/cold/compare.js";
import { mergeReports } from "../../reports/cold/merge-reports.js";
import type { MergeCommand } from "../parse-arguments.js";
import { readReportFile } from "../read-report-file.js";
import { renderCold } from "../render-cold.js";
import { writeReported } from "../write-output.js";

export async function runMerge(command: MergeCommand): Promise<ExitCode> {
  const { files, baseline, mode = "unbundled" } = command;
  const before = baseline === undefined ? undefined : readReportFile(baseline);
  const report = mergeReports(files.map((name) => ({ name, report: readReportFile(name) })));
  const comparison = before === undefined ? undefined : compareReports(before, report);
  return writeReported(await renderCold({ report, comparison, mode }, command), command);
}
