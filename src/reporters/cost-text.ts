import type { CostReport } from "../reports/cost/cost-report.js";
import { alignColumns } from "./columns.js";
import { COST_COLUMNS, describeAssumptions, describeBreakEven, describeCost } from "./describe-cost.js";
import { printable } from "./format.js";
import { exitCodeOf, type Reported } from "./reporter.js";
import { createPaint, type Terminal } from "./terminal.js";

/** The costs for a terminal, what costs most first; of a single function where other memory sizes break even. */
export function reportCostAsText(report: CostReport, terminal: Terminal): Reported {
  const paint = createPaint(terminal);
  const { functions, unknown, problems } = report;
  const [only, ...others] = functions;
  const hasProposal = functions.some(({ proposed }) => proposed !== null);
  const titles = hasProposal ? [...COST_COLUMNS, "change"] : COST_COLUMNS;
  const columns = titles.map((title, index) => ({ title: paint.dim(title), isNumber: index > 0 }));
  const sections = [
    functions.length === 0
      ? "No function of the configuration has a memory size that is known: say one with --memory."
      : alignColumns(
          columns,
          functions.map((cost) => describeCost(cost).map((cell) => printable(cell))),
        ),
    only === undefined || others.length > 0
      ? ""
      : [
          "Other memory sizes cost the same at these durations, and less below them:",
          ...describeBreakEven(only),
        ].join("\n  "),
    unknown.length === 0 ? "" : `The memory of these is not known: ${unknown.map(printable).join(", ")}.`,
    functions.length === 0 ? "" : paint.dim(describeAssumptions(report)),
    problems.map(({ file, message }) => `${paint.red("✗")} ${printable(`${file}: ${message}`)}`).join("\n"),
  ];
  return {
    output: `${sections.filter((section) => section !== "").join("\n\n")}\n`,
    exitCode: exitCodeOf({ findings: 0, problems: problems.length }),
  };
}
