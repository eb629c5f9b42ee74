import { displayPath } from "../../project/display-path.js";
import type { HandlerFile, HandlersFound } from "../../project/find-handlers.js";
import type { ClientCreation, LambdaModel } from "../../lambda/model.js";
import { toReportProblem } from "../report-problem.js";
import { FACTS_VERSION, type ClientCreated, type FactsReport, type HandlerFacts } from "./facts-report.js";

/** The facts of files as a report, in alphabetical order; paths are relative to the directory. */
export function buildFactsReport(
  { handlers, problems }: HandlersFound<readonly HandlerFacts[]>,
  directory: string,
): FactsReport {
  return {
    version: FACTS_VERSION,
    handlers: handlers
      .flat()
      .sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1)),
    functions: [],
    problems: problems.map((problem) => toReportProblem(problem, directory)),
  };
}

/** What a file says of each of its handlers. */
export function describeHandlers({ file, lambda }: HandlerFile, directory: string): readonly HandlerFacts[] {
  const clients = lambda.clients.map((client) => ({
    name: client.name,
    module: client.imported.module,
    line: client.node.loc.start.line,
    created: whenCreated(client, lambda),
  }));
  return lambda.handlers.map((handler) => ({
    file: displayPath(file, directory),
    export: handler.exportName ?? null,
    line: handler.nameNode.loc.start.line,
    column: handler.nameNode.loc.start.column + 1,
    evidence: handler.evidence,
    eventType: handler.eventType ?? null,
    streaming: handler.isStreaming,
    durable: handler.isDurable,
    reexportedFrom: handler.reexportedFrom ?? null,
    clients,
  }));
}

function whenCreated({ node, isMemoised }: ClientCreation, lambda: LambdaModel): ClientCreated {
  if (isMemoised) return "first-use";
  if (lambda.runsPerInvocation(node)) return "invocation";
  return lambda.phasesOf(node).has("init") ? "init" : "unknown";
}
