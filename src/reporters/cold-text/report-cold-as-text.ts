import { heaviestFirst, relevantWhatIfs, type ColdResult } from "../../reports/cold/cold-result.js";
import type { ColdHandler, ColdMode, ColdReport, Mode } from "../../reports/cold/cold-report.js";
import type { ReportProblem } from "../../reports/report-problem.js";
import { describeAssumptions } from "../assumptions.js";
import { exitCodeOfCold } from "../cold-exit-code.js";
import { count, formatMs, formatNumber, formatRange, printable } from "../format.js";
import type { Reported } from "../reporter.js";
import { createPaint, type Paint, type Terminal } from "../terminal.js";
import { drawComparison } from "./comparison-section.js";
import { drawImportTree } from "./import-tree.js";
import { drawSummary } from "./summary-table.js";

export interface TextOptions extends Terminal {
  /** Handlers whose imports are drawn, the heaviest ones, and imports of each. */
  readonly top: number;
}

const MAX_WHAT_IFS = 4;
const MAX_PROBLEMS = 3;

/** The report for a terminal: a summary, the heaviest chains, what would help, and what went wrong. */
export function reportColdAsText(result: ColdResult, options: TextOptions): Reported {
  const paint = createPaint(options);
  const { report, comparison, mode } = result;
  const handlers = heaviestFirst(report.handlers, mode);
  const sections = [
    drawHead(handlers, options, paint, report),
    ...handlers.slice(0, options.top).map((handler) => drawHandler(handler, mode, options, paint)),
    drawOmitted(handlers.length - options.top, paint),
    comparison === undefined ? "" : drawComparison(comparison, { width: options.width, paint }),
    drawFindings(report, paint),
    drawProblems(report.problems, paint),
  ];
  const output = sections.filter((section) => section !== "").join("\n\n");
  return { output: `${output}\n`, exitCode: exitCodeOfCold(result) };
}

function drawHead(
  handlers: readonly ColdHandler[],
  { width }: Terminal,
  paint: Paint,
  { findings }: ColdReport,
): string {
  if (handlers.length === 0) return "No Lambda handlers found.";
  const title = paint.bold(`Cold start of ${count(handlers.length, "handler")}`);
  const assumptions = describeAssumptions(handlers).map(paint.dim).join("\n");
  return `${title}\n${assumptions}\n\n${drawSummary(handlers, { width, paint, findings })}`;
}

function drawHandler(handler: ColdHandler, mode: Mode, options: TextOptions, paint: Paint): string {
  const { entry, problems } = handler;
  const lines = [
    // Imports are costed as they lie on disk, whichever way the handler is deployed.
    paint.bold(printable(entry)) + (mode === "bundled" ? paint.dim("  its imports, unbundled") : ""),
    ...drawImportTree(handler, { ...options, limit: options.top, paint }),
  ];
  lines.push(...drawMeasured("unbundled", handler.unbundled), ...drawMeasured("bundled", handler.bundled));
  for (const { action, saves } of relevantWhatIfs(handler, mode).slice(0, MAX_WHAT_IFS)) {
    lines.push(`  ${drawSaving(saves.initMs.likely, paint)}  ${printable(action)}`);
  }
  for (const problem of problems.slice(0, MAX_PROBLEMS))
    lines.push(paint.yellow(`  ! ${describeProblem(problem)}`));
  const omitted = problems.length - MAX_PROBLEMS;
  if (omitted > 0) lines.push(paint.yellow(`  ! ${count(omitted, "more problem")}: --format json lists all`));
  return lines.join("\n");
}

function drawMeasured(name: Mode, mode: ColdMode | null): string[] {
  if (mode?.measured === undefined) return [];
  const { initMs, runs } = mode.measured;
  const measured = `measured ${formatRange(initMs)} in ${count(runs, "run")}`;
  return [`  ${name.padEnd(9)}  ${measured}, estimated ${formatRange(mode.initMs)}`];
}

function drawSaving(ms: number, paint: Paint): string {
  const text = `${ms < 0 ? "costs" : "saves"} ${formatMs(Math.abs(ms))}`.padEnd(14);
  return ms < 0 ? paint.yellow(text) : paint.green(text);
}

function drawOmitted(omitted: number, paint: Paint): string {
  return omitted > 0
    ? paint.dim(
        `The imports of ${count(omitted, "lighter handler")} are left out: --top ${formatNumber(100)} draws more.`,
      )
    : "";
}

function drawFindings({ findings }: ColdReport, paint: Paint): string {
  if (findings.length === 0) return "";
  const lines = findings.map(
    ({ entry, message }) => `${paint.red("✗")} ${printable(`${entry}: ${message}`)}`,
  );
  return [paint.bold(`Over budget: ${count(findings.length, "finding")}`), ...lines].join("\n");
}

function drawProblems(problems: readonly ReportProblem[], paint: Paint): string {
  if (problems.length === 0) return "";
  const lines = problems.map((problem) => `${paint.red("✗")} ${describeProblem(problem)}`);
  return [paint.bold(`Not estimated: ${count(problems.length, "file")}`), ...lines].join("\n");
}

function describeProblem({ file, importer, line, message }: ReportProblem): string {
  const place = line === null ? file : `${file}:${line}`;
  return printable(`${place}${importer === null ? "" : ` (imported by ${importer})`}: ${message}`);
}
