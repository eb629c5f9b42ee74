import type { LayersReport } from "../reports/layers/layers-report.js";
import { exitCodeOf, type Reported } from "./reporter.js";

/** The report as schema/layers.schema.json describes it. */
export function reportLayersAsJson(report: LayersReport): Reported {
  return {
    output: `${JSON.stringify(report, null, 2)}\n`,
    exitCode: exitCodeOf({ findings: 0, problems: report.problems.length }),
  };
}
