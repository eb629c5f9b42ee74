import {
  OTHER_ASSUMPTIONS,
  type Comparison,
  type CostChange,
  type HandlerChange,
} from "../../reports/cold/compare.js";
import { alignColumns } from "../columns.js";
import { shortenStart } from "../display-name.js";
import { count, formatBytes, formatMs, formatNumber, printable, signed } from "../format.js";
import type { Paint } from "../terminal.js";

interface ComparisonOptions {
  readonly width: number;
  readonly paint: Paint;
}

const COLUMNS = [
  { title: "" },
  { title: "unbundled", isNumber: true },
  { title: "modules", isNumber: true },
  { title: "size", isNumber: true },
  { title: "bundled", isNumber: true },
];
const FIGURES_WIDTH = 50;

/** What changed since the baseline: a line for each handler that costs more or less, and the imports behind it. */
export function drawComparison(
  { changes, unchanged, total, hasSameAssumptions }: Comparison,
  { width, paint }: ComparisonOptions,
): string {
  const title = paint.bold("Since the baseline");
  if (changes.length === 0) return `${title}\nNothing changed in ${count(unchanged, "handler")}.`;
  const room = Math.max(16, width - FIGURES_WIDTH);
  const table = alignColumns(
    COLUMNS.map((column) => ({ ...column, title: paint.dim(column.title) })),
    changes.map((change) => [shortenStart(printable(nameOf(change)), room), ...drawChange(change, paint)]),
  );
  const imports = changes.flatMap((change) => drawImports(change));
  const sum = `In all ${signed(total.ms, formatMs)} unbundled, ${signed(total.modules, formatNumber)} modules; ${count(unchanged, "handler")} unchanged.`;
  const note = hasSameAssumptions ? [] : [paint.yellow(OTHER_ASSUMPTIONS)];
  return [title, table, ...imports, sum, ...note].join("\n");
}

function nameOf({ entry, kind }: HandlerChange): string {
  return kind === "changed" ? entry : `${entry} (${kind})`;
}

function drawChange({ unbundled, bundled }: HandlerChange, paint: Paint): string[] {
  return [
    paintChange(unbundled, paint),
    signed(unbundled.modules, formatNumber),
    signed(unbundled.bytes, formatBytes),
    bundled === null ? paint.dim("—") : paintChange(bundled, paint),
  ];
}

function paintChange({ ms }: CostChange, paint: Paint): string {
  const text = signed(ms, formatMs);
  return ms > 0 ? paint.red(text) : ms < 0 ? paint.green(text) : text;
}

function drawImports({ entry, kind, importsAdded, importsRemoved }: HandlerChange): string[] {
  if (kind !== "changed") return [];
  return [
    ...importsAdded.map(({ specifier, ms }) => `  + ${specifier} (${formatMs(ms)}) in ${entry}`),
    ...importsRemoved.map(({ specifier, ms }) => `  − ${specifier} (${formatMs(ms)}) in ${entry}`),
  ].map(printable);
}
