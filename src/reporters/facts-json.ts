import type { FactsReport } from "../reports/facts/facts-report.js";
import { exitCodeOf, type Reported } from "./reporter.js";

/** The report as schema/facts.schema.json describes it. */
export function reportFactsAsJson(report: FactsReport): Reported {
  return {
    output: `${JSON.stringify(report, null, 2)}\n`,
    exitCode: exitCodeOf({ findings: 0, problems: report.problems.length }),
  };
}
