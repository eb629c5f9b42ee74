import type { ChecklistReport } from "../reports/checklist/checklist-report.js";
import { exitCodeOfChecklist } from "./describe-checklist.js";
import type { Reported } from "./reporter.js";

/** The report as schema/checklist.schema.json describes it. */
export function reportChecklistAsJson(report: ChecklistReport): Reported {
  return { output: `${JSON.stringify(report, null, 2)}\n`, exitCode: exitCodeOfChecklist(report) };
}
