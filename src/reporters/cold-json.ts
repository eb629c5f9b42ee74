import type { ColdResult } from "../reports/cold/cold-result.js";
import { exitCodeOfCold } from "./cold-exit-code.js";
import type { Reported } from "./reporter.js";

/** The report as schema/cold.schema.json describes it, with the comparison where there is one. */
export function reportColdAsJson(result: ColdResult): Reported {
  const { report, comparison } = result;
  const document = { ...report, ...(comparison !== undefined && { comparison }) };
  return { output: `${JSON.stringify(document, null, 2)}\n`, exitCode: exitCodeOfCold(result) };
}
