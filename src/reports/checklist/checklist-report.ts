import type { ReportProblem } from "../report-problem.js";

/** The version of the format, raised when a reader of the earlier one would go wrong. */
export const CHECKLIST_VERSION = 1;

/** What `checklist` says, as `--format json` writes it: schema/checklist.schema.json describes it. */
export interface ChecklistReport {
  readonly version: typeof CHECKLIST_VERSION;
  /** How many handlers the code has. */
  readonly handlers: number;
  /** How many functions the configuration declares. */
  readonly functions: number;
  /** In the order of the checklist, each line once. */
  readonly lines: readonly ChecklistLine[];
  /** What kept whole files from being looked at. */
  readonly problems: readonly ReportProblem[];
}

/**
 * `fail`: something speaks against the line. `pass`: what the rules look for was looked for, and nothing speaks against it.
 * `unknown`: the project does not show it.
 */
export type ChecklistStatus = "pass" | "fail" | "unknown";

export interface ChecklistLine {
  /** Kebab-case: `cold-start`. */
  readonly id: string;
  readonly title: string;
  readonly status: ChecklistStatus;
  /** The rules that were asked. */
  readonly rules: readonly string[];
  /** What the status rests on, in the order of files and lines. */
  readonly evidence: readonly ChecklistEvidence[];
  /** What is left to look at, or why nothing can be said; null for nothing. */
  readonly note: string | null;
}

export interface ChecklistEvidence {
  /** Relative to the working directory. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** The rule that found it; null for what speaks for the line. */
  readonly rule: string | null;
  readonly message: string;
}
