import { type ChecklistFact, checklistFacts } from "../../knowledge/checklist.js";
import type { ReportProblem } from "../report-problem.js";
import {
  CHECKLIST_VERSION,
  type ChecklistEvidence,
  type ChecklistLine,
  type ChecklistReport,
} from "./checklist-report.js";

/** What was seen of a project. Paths are relative to the working directory. */
export interface ChecklistInput {
  /** How many handlers the code has, and how many functions the configuration declares. */
  readonly handlers: number;
  readonly functions: number;
  /** What the rules found. */
  readonly findings: readonly ChecklistEvidence[];
  /** Where handlers' files make what writes metrics. */
  readonly metrics: readonly ChecklistEvidence[];
  /** How many of the files are tests. */
  readonly testFiles: number;
  readonly problems: readonly ReportProblem[];
}

/** The answer to a line. */
type Answer = Pick<ChecklistLine, "status" | "evidence" | "note">;

/** Holds a project against the checklist. What it does not show is unknown, and never passes. */
export function buildChecklist(input: ChecklistInput): ChecklistReport {
  const { handlers, functions, problems } = input;
  return {
    version: CHECKLIST_VERSION,
    handlers,
    functions,
    lines: checklistFacts.map((fact) => {
      const { id, title, rules } = fact;
      return { id, title, rules, ...answer(fact, input) };
    }),
    problems,
  };
}

function answer(fact: ChecklistFact, input: ChecklistInput): Answer {
  const evidence = input.findings
    .filter(({ rule }) => rule !== null && fact.rules.includes(rule))
    .toSorted((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
  if (evidence.length > 0) return { status: "fail", evidence, note: fact.remains ?? null };
  if (input[fact.basis] === 0) return unknown(NOTHING_THERE[fact.basis]);
  if (fact.id === "metrics") return answerMetrics(input);
  if (fact.id === "tests") return answerTests(input);
  return fact.remains === undefined ? { status: "pass", evidence, note: null } : unknown(fact.remains);
}

const NOTHING_THERE = {
  handlers: "No handler was found.",
  functions: "No configuration of functions was found.",
} as const satisfies Record<ChecklistFact["basis"], string>;

function answerMetrics({ metrics }: ChecklistInput): Answer {
  if (metrics.length > 0) return { status: "pass", evidence: metrics, note: null };
  return unknown("No handler's file makes what writes metrics; other files are not looked at.");
}

function answerTests({ testFiles }: ChecklistInput): Answer {
  if (testFiles === 0)
    return { status: "fail", evidence: [], note: "No file is a test by its name or folder." };
  const files = testFiles === 1 ? "1 file is a test" : `${testFiles.toLocaleString("en-US")} files are tests`;
  return unknown(`${files}; what they cover, only running them tells.`);
}

function unknown(note: string): Answer {
  return { status: "unknown", evidence: [], note };
}
