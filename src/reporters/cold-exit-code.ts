import type { ColdResult } from "../reports/cold/cold-result.js";
import { exitCodeOf, type ExitCode } from "./reporter.js";

/** Problems inside a handler's estimate are part of it; what kept a whole file from being estimated is a failure. */
export function exitCodeOfCold({ report }: ColdResult): ExitCode {
  return exitCodeOf({ findings: report.findings.length, problems: report.problems.length });
}
