import type { ColdCost, ColdHandler, ColdImport } from "../../reports/cold/cold-report.js";
import { displayName, shortenStart } from "../display-name.js";
import { count, formatBytes, formatMs, printable } from "../format.js";
import type { Paint } from "../terminal.js";

interface TreeOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly paint: Paint;
  /** Imports that are shown, the heaviest ones. */
  readonly limit: number;
}

interface TreeLine {
  /** Branches and name, before it is shortened. */
  readonly branch: string;
  readonly name: string;
  /** Left out where there is no room for it. */
  readonly note: string;
  readonly cost: ColdCost;
  readonly isImport: boolean;
}

const BAR_WIDTH = 10;
/** Two blanks, bar, two blanks, `9,999 ms`, two blanks, `99,999 modules`, two blanks, `999 kB`. */
const FIGURES_WIDTH = 2 + BAR_WIDTH + 2 + 8 + 2 + 14 + 2 + 7;

/** The heaviest imports of a handler, and under each the way to what costs most in it. Each line fits the width. */
export function drawImportTree(
  { imports, unbundled }: ColdHandler,
  { width, paint, limit }: TreeOptions,
): string[] {
  const heaviest = imports.toSorted((a, b) => b.initMs.likely - a.initMs.likely);
  const shown = heaviest.slice(0, limit);
  const rest = heaviest.slice(limit);
  const lines = shown.flatMap((item, index) =>
    treeLines(item, index === shown.length - 1 && rest.length === 0),
  );
  const drawn = lines.map((line) => drawLine(line, unbundled.initMs.likely, { width, paint }));
  if (rest.length > 0) drawn.push(paint.dim(`└─ ${count(rest.length, "more import")}, each lighter`));
  return drawn;
}

function treeLines(item: ColdImport, isLast: boolean): TreeLine[] {
  const top = {
    branch: isLast ? "└─ " : "├─ ",
    name: importName(item),
    note: noteOn(item),
    cost: item,
    isImport: true,
  };
  const links = item.chain.slice(isSelf(item) ? 1 : 0).map((link, depth) => ({
    branch: `${isLast ? "   " : "│  "}${"   ".repeat(depth)}└─ `,
    name: displayName(link),
    note: "",
    cost: link,
    isImport: false,
  }));
  return [top, ...links];
}

/** The first link is the file that the import resolves to. It says nothing new, unless it is another package's. */
function isSelf({ chain: [first], modules }: ColdImport): boolean {
  return first?.modules === modules;
}

function importName({ specifier, line }: ColdImport): string {
  return `${printable(specifier)}:${line}`;
}

function noteOn({ use }: ColdImport): string {
  return use === "some" ? "  not on every path" : "";
}

function drawLine(
  { branch, name, note, cost, isImport }: TreeLine,
  wholeMs: number,
  { width, paint }: Pick<TreeOptions, "width" | "paint">,
): string {
  const room = Math.max(8, width - FIGURES_WIDTH - branch.length);
  const label = (name.length + note.length <= room ? name + note : shortenStart(name, room)).padEnd(room);
  const figures = [
    drawBar(cost.initMs.likely / wholeMs),
    formatMs(cost.initMs.likely).padStart(8),
    count(cost.modules, "module").padStart(14),
    formatBytes(cost.bytes).padStart(7),
  ];
  const [bar = "", ...amounts] = figures;
  const shownLabel = isImport ? paint.bold(label) : label;
  return `${paint.dim(branch)}${shownLabel}  ${paint.cyan(bar)}  ${amounts.join("  ")}`.trimEnd();
}

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** The share as a bar, an eighth of a column at the least. */
function drawBar(share: number): string {
  const eighths = Number.isFinite(share)
    ? Math.min(BAR_WIDTH * 8, Math.max(1, Math.round(share * BAR_WIDTH * 8)))
    : 0;
  return ("█".repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? "")).padEnd(BAR_WIDTH);
}
