import type { ChecklistEvidence, ChecklistReport } from "../reports/checklist/checklist-report.js";
import { exitCodeOfChecklist } from "./describe-checklist.js";
import { printable } from "./format.js";
import type { Reported } from "./reporter.js";
import { problemRule, sarifLocation, toProblemResult, writeSarif } from "./sarif.js";

/** SARIF: what was found against lines of the checklist, by the rules that found it, and files that could not be read. */
export function reportChecklistAsSarif(report: ChecklistReport): Reported {
  const failed = report.lines.filter(({ status }) => status === "fail");
  const rules = failed.map(({ id, title }) => ({
    id: `checklist/${id}`,
    shortDescription: { text: title },
    defaultConfiguration: { level: "warning" as const },
  }));
  const results = failed.flatMap(({ id, evidence }) => evidence.map((place) => toResult(id, place)));
  const output = writeSarif([...rules, problemRule], [...results, ...report.problems.map(toProblemResult)]);
  return { output, exitCode: exitCodeOfChecklist(report) };
}

function toResult(id: string, { file, line, message }: ChecklistEvidence) {
  return {
    ruleId: `checklist/${id}`,
    level: "warning",
    message: { text: printable(message) },
    locations: [sarifLocation(file, line)],
  };
}
