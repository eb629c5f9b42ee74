import type { FactsReport } from "../reports/facts/facts-report.js";
import { describeClient, describeFunction, describeHandler } from "./describe-facts.js";
import { count } from "./format.js";
import { codeSpan, escapeMarkdown, markdownTable } from "./markdown.js";
import { exitCodeOf, type Reported } from "./reporter.js";

/** The handlers as a table. */
export function reportFactsAsMarkdown({ handlers, functions, problems }: FactsReport): Reported {
  const rows = handlers.map((handler) => [
    codeSpan(`${handler.file}:${handler.line}`),
    handler.export === null ? "" : codeSpan(handler.export),
    escapeMarkdown(describeHandler(handler)),
    handler.clients.map((client) => escapeMarkdown(describeClient(client))).join("<br>"),
  ]);
  const parts = [`## ${count(handlers.length, "Lambda handler")}`];
  if (rows.length > 0)
    parts.push(markdownTable(["Handler", "Export", "What the code says", "Clients"], rows));
  if (functions.length > 0) {
    parts.push(`## ${count(functions.length, "function")} of the configuration`);
    parts.push(
      markdownTable(
        ["Function", "Where", "What the configuration says"],
        functions.map((declared) => [
          codeSpan(declared.id),
          codeSpan(`${declared.file}:${declared.line}`),
          escapeMarkdown(describeFunction(declared)),
        ]),
      ),
    );
  }
  parts.push(...problems.map(({ file, message }) => `- ${codeSpan(file)}: ${escapeMarkdown(message)}`));
  return {
    output: `${parts.join("\n\n")}\n`,
    exitCode: exitCodeOf({ findings: 0, problems: problems.length }),
  };
}
