import {
  OTHER_ASSUMPTIONS,
  type Comparison,
  type HandlerChange,
  type ImportChange,
} from "../reports/cold/compare.js";
import type { ColdHandler, ColdMode, ColdReport } from "../reports/cold/cold-report.js";
import { heaviestFirst, type ColdResult } from "../reports/cold/cold-result.js";
import { describeAssumptions } from "./assumptions.js";
import { exitCodeOfCold } from "./cold-exit-code.js";
import { displayName } from "./display-name.js";
import { count, formatBytes, formatMs, formatNumber, formatRange, signed } from "./format.js";
import { codeSpan, escapeExceptCode, escapeMarkdown, markdownTable } from "./markdown.js";
import type { Reported } from "./reporter.js";

/** A comment of GitHub may have 65,536 characters. */
const MAX_ROWS = 50;
const MAX_WHAT_IFS = 3;

/** The report for a pull request's comment: what changed first, then what is over budget, and the rest folded. */
export function reportColdAsMarkdown(result: ColdResult): Reported {
  const { report, comparison, mode } = result;
  const handlers = heaviestFirst(report.handlers, mode);
  const sections = [
    "## Cold start",
    summarize(report, comparison),
    comparison === undefined ? "" : renderChanges(comparison),
    renderFindings(report),
    renderProblems(report),
    renderHandlers(handlers, comparison !== undefined),
    handlers.length === 0 ? "" : `<sub>${escapeMarkdown(describeAssumptions(handlers).join(" "))}</sub>`,
  ];
  const output = sections.filter((section) => section !== "").join("\n\n");
  return { output: `${output}\n`, exitCode: exitCodeOfCold(result) };
}

function summarize({ handlers, findings }: ColdReport, comparison: Comparison | undefined): string {
  if (handlers.length === 0) return "No Lambda handlers found.";
  const budget = findings.length === 0 ? "" : ` **${count(findings.length, "budget")} exceeded.**`;
  if (comparison === undefined) return `${count(handlers.length, "handler")}.${budget}`;
  const { changes, unchanged, total } = comparison;
  if (changes.length === 0) return `Nothing changed in ${count(unchanged, "handler")}.${budget}`;
  const bundled = changes.flatMap((change) => change.bundled ?? []);
  const whenBundled =
    bundled.length < changes.length
      ? ""
      : `, and **${signed(
          bundled.reduce((sum, { ms }) => sum + ms, 0),
          formatMs,
        )}** bundled`;
  const sum = `**${signed(total.ms, formatMs)}** of init unbundled${whenBundled}`;
  return `${count(changes.length, "handler")} changed, ${formatNumber(unchanged)} did not: ${sum}.${budget}`;
}

function renderChanges({ changes, hasSameAssumptions }: Comparison): string {
  if (changes.length === 0) return "";
  const rows = changes
    .slice(0, MAX_ROWS)
    .map((change) => [
      codeSpan(change.entry),
      signed(change.unbundled.ms, formatMs),
      signed(change.unbundled.modules, formatNumber),
      signed(change.unbundled.bytes, formatBytes),
      change.bundled === null ? "—" : signed(change.bundled.ms, formatMs),
      describeImports(change),
    ]);
  const table = markdownTable(["Handler", "Unbundled:", "Modules:", "Size:", "Bundled:", "Imports"], rows);
  const note = hasSameAssumptions ? "" : `\n\n${OTHER_ASSUMPTIONS}`;
  return table + renderOmitted(changes.length) + note;
}

function describeImports({ kind, importsAdded, importsRemoved }: HandlerChange): string {
  if (kind !== "changed") return kind === "added" ? "new handler" : "removed";
  const describe = (sign: string) => (change: ImportChange) =>
    `${sign} ${codeSpan(change.specifier)} (${formatMs(change.ms)})`;
  return [...importsAdded.map(describe("+")), ...importsRemoved.map(describe("−"))].join("<br>");
}

function renderFindings({ findings }: ColdReport): string {
  if (findings.length === 0) return "";
  const lines = findings.map(({ entry, message }) => `- ${codeSpan(entry)}: ${escapeExceptCode(message)}`);
  return ["### Over budget", lines.join("\n")].join("\n\n");
}

function renderProblems({ problems, handlers }: ColdReport): string {
  const lines = [
    ...problems.map(({ file, message }) => `- ${codeSpan(file)}: ${escapeExceptCode(message)}`),
    ...describePartial(handlers),
  ];
  return lines.length === 0 ? "" : ["### Incomplete", lines.slice(0, MAX_ROWS).join("\n")].join("\n\n");
}

/** One line for all handlers that miss the same: often a package that many of them share. */
function describePartial(handlers: readonly ColdHandler[]): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const { entry, problems } of handlers) {
    const [first] = problems;
    if (first === undefined) continue;
    const missing = `${count(problems.length, "part")}: ${codeSpan(first.file)}: ${escapeExceptCode(first.message)}`;
    groups.set(missing, [...(groups.get(missing) ?? []), entry]);
  }
  return [...groups].map(([missing, [entry = "", ...others]]) => {
    const more = others.length === 0 ? "is" : `and ${count(others.length, "more handler")} are`;
    return `- ${codeSpan(entry)} ${more} estimated without ${missing}`;
  });
}

function renderHandlers(handlers: readonly ColdHandler[], isFolded: boolean): string {
  if (handlers.length === 0) return "";
  const rows = handlers
    .slice(0, MAX_ROWS)
    .map((handler) => [
      codeSpan(handler.entry),
      formatRange(handler.unbundled.initMs),
      formatNumber(handler.unbundled.modules),
      formatBytes(handler.unbundled.bytes),
      formatMode(handler.bundled),
      describeHeaviest(handler),
    ]);
  const titles = ["Handler", "Unbundled:", "Modules:", "Size:", "Bundled:", "Heaviest import"];
  const table = markdownTable(titles, rows) + renderOmitted(handlers.length);
  const advice = renderWhatIfs(handlers);
  if (!isFolded) return [table, advice].filter((part) => part !== "").join("\n\n");
  return `<details>\n<summary>All ${count(handlers.length, "handler")}</summary>\n\n${[table, advice].filter((part) => part !== "").join("\n\n")}\n\n</details>`;
}

function formatMode(mode: ColdMode | null): string {
  return mode === null ? "—" : formatRange(mode.initMs);
}

function describeHeaviest({ imports }: ColdHandler): string {
  const [heaviest] = imports.toSorted((a, b) => b.initMs.likely - a.initMs.likely);
  if (heaviest === undefined) return "";
  const deepest = heaviest.chain.at(-1);
  const through =
    heaviest.chain.length > 1 && deepest !== undefined ? `, through ${codeSpan(displayName(deepest))}` : "";
  return `${codeSpan(heaviest.specifier)} ${formatMs(heaviest.initMs.likely)}${through}`;
}

/** What would help most, over all handlers. Bundling is in the table already. */
function renderWhatIfs(handlers: readonly ColdHandler[]): string {
  const all = handlers.flatMap(({ entry, whatIfs }) => whatIfs.map((whatIf) => ({ entry, ...whatIf })));
  const lines = all
    .filter(({ kind, saves }) => kind !== "bundle" && kind !== "unbundle" && saves.initMs.likely > 0)
    .sort((a, b) => b.saves.initMs.likely - a.saves.initMs.likely)
    .slice(0, MAX_WHAT_IFS)
    .map(
      ({ entry, action, saves }) =>
        `- **${formatMs(saves.initMs.likely)}** in ${codeSpan(entry)}: ${escapeExceptCode(action)}`,
    );
  return lines.length === 0 ? "" : ["### What would save most", lines.join("\n")].join("\n\n");
}

function renderOmitted(rows: number): string {
  return rows > MAX_ROWS ? `\n\n${count(rows - MAX_ROWS, "more handler")} in the full report.` : "";
}
