import type { CostReport } from "../reports/cost/cost-report.js";
import { COST_COLUMNS, describeAssumptions, describeCost } from "./describe-cost.js";
import { codeSpan, escapeMarkdown, markdownTable } from "./markdown.js";
import { exitCodeOf, type Reported } from "./reporter.js";

/** The costs as a table, what costs most first. */
export function reportCostAsMarkdown(report: CostReport): Reported {
  const { functions, unknown, problems } = report;
  const hasProposal = functions.some(({ proposed }) => proposed !== null);
  const titles = (hasProposal ? [...COST_COLUMNS, "change"] : COST_COLUMNS).map((title, index) =>
    index === 0 ? title : `${title}:`,
  );
  const rows = functions.map((cost) => describeCost(cost).map((cell) => escapeMarkdown(cell)));
  const parts = [
    "## Cost",
    functions.length === 0 ? "No function whose memory is known." : markdownTable(titles, rows),
    functions.length === 0 ? "" : escapeMarkdown(describeAssumptions(report)),
    unknown.length === 0 ? "" : `The memory of these is not known: ${unknown.map(codeSpan).join(", ")}.`,
    ...problems.map(({ file, message }) => `- ${codeSpan(file)}: ${escapeMarkdown(message)}`),
  ];
  return {
    output: `${parts.filter((part) => part !== "").join("\n\n")}\n`,
    exitCode: exitCodeOf({ findings: 0, problems: problems.length }),
  };
}
