import type {
  ChecklistEvidence,
  ChecklistLine,
  ChecklistReport,
} from "../reports/checklist/checklist-report.js";
import { describeEvidence, exitCodeOfChecklist, firstSentence, summarise } from "./describe-checklist.js";
import { codeSpan, escapeExceptCode, escapeMarkdown, markdownTable } from "./markdown.js";
import type { Reported } from "./reporter.js";

const SIGNS = { pass: "✅", fail: "❌", unknown: "❔" } as const satisfies Record<
  ChecklistLine["status"],
  string
>;

/** The checklist as a table, and below it what was found against each line, folded away. */
export function reportChecklistAsMarkdown(report: ChecklistReport): Reported {
  const { lines, problems } = report;
  const rows = lines.map((line) => [
    SIGNS[line.status],
    escapeMarkdown(line.title),
    [describeEvidence(line), escapeExceptCode(line.note ?? "")].filter((text) => text !== "").join("; "),
  ]);
  const parts = [
    "## Checklist",
    summarise(report),
    markdownTable(["", "Line", "What was seen"], rows),
    ...lines.filter(({ evidence }) => evidence.length > 0).map(drawEvidence),
    ...problems.map(({ file, message }) => `- ${codeSpan(file)}: ${escapeMarkdown(message)}`),
  ];
  return { output: `${parts.join("\n\n")}\n`, exitCode: exitCodeOfChecklist(report) };
}

function drawEvidence(line: ChecklistLine): string {
  const { title, evidence } = line;
  const items = evidence.map(({ file, line: at, rule, message }: ChecklistEvidence) =>
    [
      `- ${codeSpan(`${file}:${at}`)}`,
      rule === null ? "" : codeSpan(rule),
      escapeExceptCode(firstSentence(message)),
    ]
      .filter((text) => text !== "")
      .join(" "),
  );
  const summary = `<summary>${escapeMarkdown(title)}: ${describeEvidence(line)}</summary>`;
  return `<details>${summary}\n\n${items.join("\n")}\n\n</details>`;
}
