import type { BudgetFinding, BudgetMetric, ColdCost, ColdHandler, ColdImport, Mode } from "./cold-report.js";

/** The most that a handler may cost. What is left out is not limited. */
export type Budget = Readonly<Partial<Record<BudgetMetric, number>>>;

/** The limits, and the mode of the estimate that they are held against. */
export interface BudgetOfHandler {
  readonly budget: Budget;
  readonly mode: Mode;
}

/** False where there are limits, but no estimate of the mode that they are for. */
export function canCheckBudget(handler: ColdHandler, { budget, mode }: BudgetOfHandler): boolean {
  return handler[mode] !== null || Object.keys(budget).length === 0;
}

/** The budgets that a handler exceeds; none where `canCheckBudget` says no. */
export function findExceededBudgets(
  handler: ColdHandler,
  { budget, mode }: BudgetOfHandler,
): BudgetFinding[] {
  const cost = handler[mode];
  if (cost === null) return [];
  return (["ms", "kb", "modules"] as const).flatMap((metric) => {
    const limit = budget[metric];
    const actual = amountOf(metric, cost);
    if (limit === undefined || actual <= limit) return [];
    const heaviest = heaviestImport(metric, handler.imports);
    const message = describe({ metric, mode, actual, limit, heaviest });
    return [{ entry: handler.entry, metric, mode, actual, limit, heaviest, message }];
  });
}

function amountOf(metric: BudgetMetric, { initMs, bytes, modules }: ColdCost): number {
  if (metric === "ms") return initMs.likely;
  return metric === "kb" ? bytes / 1000 : modules;
}

function heaviestImport(metric: BudgetMetric, imports: readonly ColdImport[]): BudgetFinding["heaviest"] {
  const [first] = imports.toSorted((a, b) => amountOf(metric, b) - amountOf(metric, a));
  if (first === undefined) return null;
  return { specifier: first.specifier, line: first.line, amount: amountOf(metric, first) };
}

const UNITS = { ms: "ms", kb: "kB", modules: "modules" } as const;

function describe({
  metric,
  mode,
  actual,
  limit,
  heaviest,
}: Omit<BudgetFinding, "entry" | "message">): string {
  const unit = UNITS[metric];
  const excess = `${formatAmount(actual)} ${unit} ${mode}, over the budget of ${formatAmount(limit)}.`;
  if (heaviest === null) return excess;
  return `${excess} Its heaviest import is \`${heaviest.specifier}\` (${formatAmount(heaviest.amount)} ${unit} unbundled).`;
}

/** Whole numbers from 10 up, one digit below. */
function formatAmount(amount: number): string {
  return (amount < 10 ? Math.round(amount * 10) / 10 : Math.round(amount)).toLocaleString("en-US");
}
