import type {
  ChecklistLine,
  ChecklistReport,
  ChecklistStatus,
} from "../reports/checklist/checklist-report.js";
import { count } from "./format.js";
import { type ExitCode, exitCodeOf } from "./reporter.js";

export function exitCodeOfChecklist(report: ChecklistReport): ExitCode {
  return exitCodeOf({ findings: countFailed(report), problems: report.problems.length });
}

export function countFailed({ lines }: Pick<ChecklistReport, "lines">): number {
  return countOf("fail", lines);
}

/** `12 pass, 5 fail, 4 unknown, for 38 handlers and 40 functions`. */
export function summarise({ lines, handlers, functions }: ChecklistReport): string {
  const statuses = (["pass", "fail", "unknown"] as const).map(
    (status) => `${countOf(status, lines)} ${status}`,
  );
  return `${statuses.join(", ")}, for ${count(handlers, "handler")} and ${count(functions, "function")} of the configuration`;
}

/** What was found against a line, in few words: `3 findings`. Nothing where there is none. */
export function describeEvidence({ status, evidence }: ChecklistLine): string {
  return evidence.length === 0 ? "" : count(evidence.length, status === "fail" ? "finding" : "place");
}

/** What a message says first: the rest is for those who look at the place. */
export function firstSentence(message: string): string {
  return /^.*?[.!?](?=\s|$)/s.exec(message)?.[0] ?? message;
}

function countOf(wanted: ChecklistStatus, lines: readonly ChecklistLine[]): number {
  return lines.filter(({ status }) => status === wanted).length;
}
