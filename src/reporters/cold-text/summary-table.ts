import type { BudgetFinding, ColdHandler, ColdMode } from "../../reports/cold/cold-report.js";
import { alignColumns } from "../columns.js";
import { shortenStart } from "../display-name.js";
import { formatBytes, formatNumber, formatRange, printable } from "../format.js";
import type { Paint } from "../terminal.js";

interface SummaryOptions {
  readonly width: number;
  readonly paint: Paint;
  readonly findings: readonly BudgetFinding[];
}

const COLUMNS = [
  { title: "handler" },
  { title: "modules", isNumber: true },
  { title: "size", isNumber: true },
  { title: "unbundled", isNumber: true },
  { title: "bundled", isNumber: true },
];

/** What the other columns take at most: `99,999`, `99.9 MB`, twice `9,999 ms (9,999–9,999)`. */
const FIGURES_WIDTH = 2 + 7 + 2 + 7 + 2 + 22 + 2 + 22;

/** One line for each handler. In a narrow terminal the ranges go, and the paths are shortened. */
export function drawSummary(
  handlers: readonly ColdHandler[],
  { width, paint, findings }: SummaryOptions,
): string {
  const longest = Math.max(0, ...handlers.map(({ entry }) => printable(entry).length));
  const hasRanges = longest + FIGURES_WIDTH <= width;
  const room = Math.max(16, width - (hasRanges ? FIGURES_WIDTH : FIGURES_WIDTH - 28));
  const overBudget = new Set(findings.map(({ entry }) => entry));
  const rows = handlers.map((handler) => {
    const name = shortenStart(printable(handler.entry), room);
    return [
      overBudget.has(handler.entry) ? paint.red(name) : name,
      formatNumber(handler.unbundled.modules),
      formatBytes(handler.unbundled.bytes),
      formatMode(handler.unbundled, hasRanges),
      handler.bundled === null ? paint.dim("—") : formatMode(handler.bundled, hasRanges),
    ];
  });
  return alignColumns(
    COLUMNS.map((column) => ({ ...column, title: paint.dim(column.title) })),
    rows,
  );
}

function formatMode({ initMs }: ColdMode, hasRange: boolean): string {
  return hasRange ? formatRange(initMs) : `${formatNumber(initMs.likely)} ms`;
}
