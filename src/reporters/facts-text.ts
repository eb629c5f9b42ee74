import type { FactsReport, HandlerFacts } from "../reports/facts/facts-report.js";
import { describeClient, describeHandler } from "./describe-facts.js";
import { count, printable } from "./format.js";
import { exitCodeOf, type Reported } from "./reporter.js";
import { createPaint, type Paint, type Terminal } from "./terminal.js";

/** The handlers for a terminal, each with its clients. */
export function reportFactsAsText(report: FactsReport, terminal: Terminal): Reported {
  const paint = createPaint(terminal);
  const { handlers, problems } = report;
  const title =
    handlers.length === 0 ? "No Lambda handlers found." : paint.bold(count(handlers.length, "handler"));
  const lines = problems.map(
    ({ file, line, message }) =>
      `${paint.red("✗")} ${printable(`${file}${line === null ? "" : `:${line}`}: ${message}`)}`,
  );
  const sections = [title, ...handlers.map((handler) => drawHandler(handler, paint)), lines.join("\n")];
  return {
    output: `${sections.filter((section) => section !== "").join("\n\n")}\n`,
    exitCode: exitCodeOf({ findings: 0, problems: problems.length }),
  };
}

function drawHandler(handler: HandlerFacts, paint: Paint): string {
  const { file, line, export: name, clients } = handler;
  const place = printable(`${file}:${line}`);
  return [
    `${paint.bold(place)}  ${printable(name ?? "not exported")}`,
    `  ${paint.dim(printable(describeHandler(handler)))}`,
    ...clients.map((client) => {
      const text = `  ${printable(describeClient(client))}`;
      return client.created === "invocation" ? paint.yellow(text) : text;
    }),
  ].join("\n");
}
