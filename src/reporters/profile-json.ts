import type { ProfileReport } from "../reports/profile/profile-report.js";
import { exitCodeOf, type Reported } from "./reporter.js";

/** The report as schema/profile.schema.json describes it. */
export function reportProfileAsJson(report: ProfileReport): Reported {
  return {
    output: `${JSON.stringify(report, null, 2)}\n`,
    exitCode: exitCodeOf({ findings: 0, problems: report.problems.length }),
  };
}
