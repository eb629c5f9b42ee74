import type { ReportProblem } from "../reports/report-problem.js";
import { exitCodeOf, type Reported } from "./reporter.js";

/** A report as its schema in `schema/` describes it, for those without findings of their own. */
export function reportAsJson(
  report: { readonly problems: readonly ReportProblem[] },
  findings = 0,
): Reported {
  return {
    output: `${JSON.stringify(report, null, 2)}\n`,
    exitCode: exitCodeOf({ findings, problems: report.problems.length }),
  };
}
