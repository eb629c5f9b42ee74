import { displayPath } from "../../project/display-path.js";
import { messageOf } from "../../project/input-error.js";
import type { ReportProblem } from "../report-problem.js";
import { buildColdHandler, type ColdHandlerOptions, type EntryEstimate } from "./build-cold-handler.js";
import { canCheckBudget, findExceededBudgets, type BudgetOfHandler } from "./budget.js";
import { COLD_VERSION, type BudgetFinding, type ColdHandler, type ColdReport } from "./cold-report.js";

/** Estimates one handler file, given by its absolute path. Rejects where there is no estimate to be had. */
export type Estimate = (entry: string) => Promise<EntryEstimate>;

export interface ColdReportOptions extends ColdHandlerOptions {
  /** The budget of an entry, given by its absolute path; undefined where it has none. */
  readonly budgetOf?: (entry: string) => BudgetOfHandler | undefined;
  /** What the search for the entries met. */
  readonly problems?: readonly ReportProblem[];
  readonly onEntry?: (entry: string, done: number) => void;
}

/** Estimates one entry after the other. One that fails is a problem in the report, and the others go on. */
export async function buildColdReport(
  entries: readonly string[],
  estimate: Estimate,
  options: ColdReportOptions,
): Promise<ColdReport> {
  const handlers: ColdHandler[] = [];
  const findings: BudgetFinding[] = [];
  const problems = [...(options.problems ?? [])];
  for (const [index, entry] of entries.entries()) {
    options.onEntry?.(entry, index);
    try {
      const handler = buildColdHandler(await estimate(entry), options);
      const budget = options.budgetOf?.(entry);
      handlers.push(handler);
      if (budget === undefined) continue;
      findings.push(...findExceededBudgets(handler, budget));
      if (!canCheckBudget(handler, budget)) problems.push(uncheckedBudget(handler));
    } catch (error) {
      problems.push({
        file: displayPath(entry, options.directory),
        importer: null,
        line: null,
        message: `It could not be estimated: ${messageOf(error)}`,
      });
    }
  }
  return sortReport({ version: COLD_VERSION, handlers, findings, problems });
}

/** A check that silently passes is worse than one that fails. */
function uncheckedBudget({ entry, problems: [reason] }: ColdHandler): ReportProblem {
  const because = reason === undefined ? "" : ` ${reason.file}: ${reason.message}`;
  const message = `Its bundled budget could not be checked, since it cannot be bundled.${because}`;
  return { file: entry, importer: null, line: null, message };
}

/** The order does not depend on who found what first, so that merged shards equal a whole run. */
export function sortReport({ version, handlers, findings, problems }: ColdReport): ColdReport {
  return {
    version,
    handlers: handlers.toSorted((a, b) => compare(a.entry, b.entry)),
    findings: findings.toSorted((a, b) => compare(a.entry, b.entry) || compare(a.metric, b.metric)),
    problems: problems.toSorted((a, b) => compare(a.file, b.file) || compare(a.message, b.message)),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
