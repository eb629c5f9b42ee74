import type { DeclaredFunction, FactsReport, HandlerFacts } from "../reports/facts/facts-report.js";
import { describeClient, describeFunction, describeHandler } from "./describe-facts.js";
import { count, printable } from "./format.js";
import { exitCodeOf, type Reported } from "./reporter.js";
import { createPaint, type Paint, type Terminal } from "./terminal.js";

/** The handlers for a terminal, each with its clients. */
export function reportFactsAsText(report: FactsReport, terminal: Terminal): Reported {
  const paint = createPaint(terminal);
  const { handlers, functions, problems } = report;
  const title =
    handlers.length === 0 ? "No Lambda handlers found." : paint.bold(count(handlers.length, "handler"));
  const lines = problems.map(
    ({ file, line, message }) =>
      `${paint.red("✗")} ${printable(`${file}${line === null ? "" : `:${line}`}: ${message}`)}`,
  );
  const sections = [
    title,
    ...handlers.map((handler) => drawHandler(handler, paint)),
    ...(functions.length === 0 ? [] : [paint.bold(count(functions.length, "function"))]),
    functions.map((declared) => drawFunction(declared, paint)).join("\n"),
    lines.join("\n"),
  ];
  return {
    output: `${sections.filter((section) => section !== "").join("\n\n")}\n`,
    exitCode: exitCodeOf({ findings: 0, problems: problems.length }),
  };
}

function drawFunction(declared: DeclaredFunction, paint: Paint): string {
  const { id, file, line, framework } = declared;
  return [
    `${paint.bold(printable(`${file}:${line}`))}  ${printable(id)} (${framework})`,
    `  ${paint.dim(printable(describeFunction(declared)))}`,
  ].join("\n");
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
