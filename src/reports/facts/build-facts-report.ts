import { onlyValue } from "../../functions/config-value.js";
import type { FunctionConfig } from "../../functions/function-config.js";
import { displayPath } from "../../project/display-path.js";
import type { HandlerFile, HandlersFound } from "../../project/find-handlers.js";
import type { ClientCreation, Handler, LambdaModel } from "../../lambda/model.js";
import { toReportProblem } from "../report-problem.js";
import {
  FACTS_VERSION,
  type ClientCreated,
  type DeclaredFunction,
  type FactsReport,
  type HandlerFacts,
} from "./facts-report.js";

/** A handler before the functions that use it are known. */
export type HandlerOfFile = Omit<HandlerFacts, "functions">;

/**
 * The facts of files and of configurations as a report, in alphabetical order; paths are relative to the directory.
 *
 * @param helpers absolute paths of files that handlers load: an export is no handler there for its name alone
 */
export function buildFactsReport(
  { handlers, problems }: HandlersFound<readonly HandlerOfFile[]>,
  configured: readonly FunctionConfig[],
  directory: string,
  helpers: ReadonlySet<string>,
): FactsReport {
  const helping = new Set([...helpers].map((file) => displayPath(file, directory)));
  const functions = configured.map((config) => describeFunction(config, directory));
  return {
    version: FACTS_VERSION,
    handlers: handlers
      .flat()
      .map((handler) => withUsers(handler, functions))
      .filter(
        (handler) => !helping.has(handler.file) || handler.functions.length > 0 || !hasOnlyName(handler),
      )
      .sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1)),
    functions,
    problems: problems.map((problem) => toReportProblem(problem, directory)),
  };
}

/** What a file says of each of its handlers. */
export function describeHandlers({ file, lambda }: HandlerFile, directory: string): readonly HandlerOfFile[] {
  const clients = lambda.clients.map((client) => ({
    name: client.name,
    module: client.imported.module,
    line: client.node.loc.start.line,
    created: whenCreated(client, lambda),
  }));
  const known = new Set(lambda.handlers.map(({ exportName }) => exportName));
  const made = lambda.madeHandlers.filter(({ exportName }) => !known.has(exportName));
  return [...lambda.handlers.filter(isEntry), ...made].map((handler) => ({
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

/** Of an app with routes Lambda calls the app: the functions of the routes may be wrapped like handlers, and are none. */
function isEntry({ exportName }: Handler, _index: number, handlers: readonly Handler[]): boolean {
  const isApp = handlers.some(({ node, evidence }) => node === undefined && evidence.includes("wrapper"));
  return exportName !== undefined || !isApp;
}

function hasOnlyName({ evidence, reexportedFrom }: HandlerOfFile): boolean {
  return evidence.every((kind) => kind === "export-name") && reexportedFrom === null;
}

/** A handler that tells by itself what it is was found without the configuration, which names it all the same. */
function withUsers(handler: HandlerOfFile, functions: readonly DeclaredFunction[]): HandlerFacts {
  const users = usersOf(handler, functions);
  const isNew = users.length > 0 && !handler.evidence.includes("configuration");
  return {
    ...handler,
    evidence: isNew ? ["configuration", ...handler.evidence] : handler.evidence,
    functions: users,
  };
}

function usersOf({ file, export: name }: HandlerOfFile, functions: readonly DeclaredFunction[]): string[] {
  return functions
    .filter(({ handler }) => handler.entry === file && handler.exportName === name)
    .map(({ id }) => id);
}

function describeFunction(config: FunctionConfig, directory: string): DeclaredFunction {
  const { handler, env } = config;
  const runtime = onlyValue(config.runtime);
  // Handlers of other languages are no files that this analyzer would know.
  const isOther = runtime !== undefined && !runtime.startsWith("nodejs");
  return {
    id: config.id,
    framework: config.framework,
    file: displayPath(config.place.file, directory),
    line: config.place.line,
    runtime: runtime ?? null,
    architecture: onlyValue(config.architecture) ?? null,
    memoryMb: onlyValue(config.memoryMb) ?? null,
    timeoutSec: onlyValue(config.timeoutSec) ?? null,
    handler: {
      raw: onlyValue(handler.raw) ?? null,
      entry: handler.file === undefined ? null : displayPath(handler.file, directory),
      exportName: handler.exportName ?? null,
      status: isOther ? "opaque" : handler.status,
      tried: (isOther ? [] : handler.tried).map((file) => displayPath(file, directory)),
    },
    env: Object.fromEntries([...env.variables].map(([name, value]) => [name, onlyValue(value) ?? null])),
    envComplete: env.isComplete,
    sources: config.sources.map((source) => ({
      kind: source.kind ?? null,
      line: source.place.line,
      batchSize: onlyValue(source.batchSize) ?? null,
      reportsBatchItemFailures: source.reportsBatchItemFailures ?? null,
    })),
  };
}

function whenCreated({ node, isMemoised }: ClientCreation, lambda: LambdaModel): ClientCreated {
  if (isMemoised) return "first-use";
  if (lambda.runsPerInvocation(node)) return "invocation";
  return lambda.phasesOf(node).has("init") ? "init" : "unknown";
}
