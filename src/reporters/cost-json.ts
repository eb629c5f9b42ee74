import type { CostReport } from "../reports/cost/cost-report.js";
import { exitCodeOf, type Reported } from "./reporter.js";

/** The report as schema/cost.schema.json describes it. */
export function reportCostAsJson(report: CostReport): Reported {
  return {
    output: `${JSON.stringify(report, null, 2)}\n`,
    exitCode: exitCodeOf({ findings: 0, problems: report.problems.length }),
  };
}
