import type { BudgetFinding, BudgetMetric, ColdReport } from "../reports/cold/cold-report.js";
import type { ColdResult } from "../reports/cold/cold-result.js";
import type { ReportProblem } from "../reports/report-problem.js";
import { exitCodeOfCold } from "./cold-exit-code.js";
import { printable } from "./format.js";
import type { Reported } from "./reporter.js";
import { problemRule, sarifLocation, toProblemResult, writeSarif } from "./sarif.js";

const BUDGET_RULES = {
  ms: "The handler's init takes longer than its budget.",
  kb: "The handler loads more kilobytes than its budget.",
  modules: "The handler loads more modules than its budget.",
} as const satisfies Record<BudgetMetric, string>;

/** SARIF: budgets that are exceeded at the heaviest import, and what could not be read or resolved. */
export function reportColdAsSarif(result: ColdResult): Reported {
  const { report } = result;
  const results = [...report.findings.map(toResult), ...problemsOf(report).map(toProblemResult)];
  return { output: writeSarif(describeRules(), results), exitCode: exitCodeOfCold(result) };
}

function describeRules() {
  const budgets = Object.entries(BUDGET_RULES).map(([metric, text]) => ({
    id: `budget/${metric}`,
    shortDescription: { text },
    defaultConfiguration: { level: "error" as const },
  }));
  return [...budgets, problemRule];
}

function toResult({ entry, metric, mode, heaviest, message }: BudgetFinding) {
  return {
    ruleId: `budget/${metric}`,
    level: "error",
    message: { text: printable(message) },
    locations: [sarifLocation(entry, heaviest?.line ?? 1)],
    // A finding stays the same one when lines move, and while the figures vary.
    partialFingerprints: { "budget/v1": `${entry}:${mode}:${metric}` },
  };
}

/** A file that keeps many handlers from being complete is one problem. */
function problemsOf({ handlers, problems }: ColdReport): ReportProblem[] {
  const all = [...problems, ...handlers.flatMap((handler) => handler.problems)];
  return [...new Map(all.map((problem) => [JSON.stringify(problem), problem])).values()];
}
