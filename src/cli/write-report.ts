import type { ExitCode, Reported } from "../reporters/reporter.js";
import type { ReportProblem } from "../reports/report-problem.js";
import type { Format, OutputOptions } from "./parse-arguments.js";
import { warnOfProblems, writeReported } from "./write-output.js";

/** What a command makes of its report in the formats that it has. Each loads its reporter when it is asked for. */
export type Reporters<Report> = Partial<Record<Format, (report: Report) => Promise<Reported>>> & {
  readonly text: (report: Report) => Promise<Reported>;
};

/** Writes a report in the format that was asked for. Its problems are seen whatever that is: text shows them itself. */
export async function writeReport<Report extends { readonly problems: readonly ReportProblem[] }>(
  report: Report,
  options: OutputOptions,
  reporters: Reporters<Report>,
): Promise<ExitCode> {
  if (options.format !== "text" || options.output !== undefined) warnOfProblems(report.problems);
  const render = reporters[options.format] ?? reporters.text;
  return writeReported(await render(report), options);
}
