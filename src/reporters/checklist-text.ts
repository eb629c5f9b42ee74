import type {
  ChecklistEvidence,
  ChecklistLine,
  ChecklistReport,
  ChecklistStatus,
} from "../reports/checklist/checklist-report.js";
import { describeEvidence, exitCodeOfChecklist, firstSentence, summarise } from "./describe-checklist.js";
import { printable } from "./format.js";
import type { Reported } from "./reporter.js";
import { createPaint, type Paint, type Terminal } from "./terminal.js";

/** @param top so many places are shown of each line */
export type ChecklistTerminal = Terminal & { readonly top: number };

const SIGNS = { pass: "✓", fail: "✗", unknown: "?" } as const satisfies Record<ChecklistStatus, string>;

/** The checklist for a terminal: each line with what its status rests on. */
export function reportChecklistAsText(report: ChecklistReport, terminal: ChecklistTerminal): Reported {
  const paint = createPaint(terminal);
  const problems = report.problems.map(
    ({ file, line, message }) =>
      `${paint.red("✗")} ${printable(`${file}${line === null ? "" : `:${line}`}: ${message}`)}`,
  );
  const sections = [
    report.lines.map((line) => drawLine(line, terminal, paint)).join("\n"),
    paint.bold(summarise(report)),
    problems.join("\n"),
  ];
  return {
    output: `${sections.filter((section) => section !== "").join("\n\n")}\n`,
    exitCode: exitCodeOfChecklist(report),
  };
}

function drawLine(line: ChecklistLine, { top, width }: ChecklistTerminal, paint: Paint): string {
  const { status, title, evidence, note } = line;
  const found = describeEvidence(line);
  const left = evidence.length - top;
  return [
    `${colour(status, paint)(SIGNS[status])} ${paint.bold(title)}${found === "" ? "" : `: ${found}`}`,
    ...evidence.slice(0, top).map((place) => drawPlace(place, width, paint)),
    ...(left > 0 && top > 0 ? [paint.dim(`${INDENT}and ${left.toLocaleString("en-US")} more`)] : []),
    ...(note === null ? [] : [paint.dim(`${INDENT}${note}`)]),
  ].join("\n");
}

const INDENT = "    ";

/** Characters of a message below which it says nothing: then the terminal breaks the line. */
const MIN_ROOM = 20;

/** The place, and what fits into the line of what was found there. */
function drawPlace({ file, line, rule, message }: ChecklistEvidence, width: number, paint: Paint): string {
  const place = printable(`${file}:${line}`);
  const label = rule === null ? "" : `  ${rule}`;
  const text = printable(firstSentence(message));
  const room = width - INDENT.length - place.length - label.length - 2;
  const shown = text.length <= room || room < MIN_ROOM ? text : `${text.slice(0, room - 1).trimEnd()}…`;
  return `${INDENT}${place}${paint.cyan(label)}  ${paint.dim(shown)}`;
}

function colour(status: ChecklistStatus, paint: Paint): (text: string) => string {
  if (status === "pass") return paint.green;
  return status === "fail" ? paint.red : paint.yellow;
}
