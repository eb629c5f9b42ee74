import path from "node:path";
import type { TSESTree } from "@typescript-eslint/utils";
import type { Place } from "../functions/config-value.js";
import type { FunctionConfig } from "../functions/function-config.js";
import { functionsOfFile } from "../functions/functions-of-file.js";
import type { EventKind } from "../knowledge/handler-types.js";
import type { HandlerHolder } from "../lambda/elsewhere.js";
import type { Handler, LambdaModel } from "../lambda/model.js";
import { reach } from "../lambda/phases/phases.js";
import { type CodeUnit, unitOf } from "../syntax/ast.js";
import { oncePer } from "../syntax/once-per.js";
import type { AnyRuleContext } from "./file-settings.js";
import { getConfiguredFunctions } from "./get-function-facts.js";
import { getLambda } from "./get-lambda.js";

/** A handler of the linted file, with all functions that the configuration makes of it: one for each stage, say. */
export interface ConfiguredHandler {
  /** At least one. What a finding says must hold for each of them. */
  readonly functions: readonly [FunctionConfig, ...FunctionConfig[]];
  readonly handler: Handler;
  /** True when the code at `node` runs at init, or because of this handler. */
  readonly runs: (node: TSESTree.Node) => boolean;
}

const handlersOf = oncePer((_ast: TSESTree.Program, context: AnyRuleContext) => findHandlers(context));

/**
 * The handlers of the linted file that the project's configuration names. It looks for configuration on disk: a rule asks
 * once the file has something to report.
 */
export function getConfiguredHandlers(context: AnyRuleContext): readonly ConfiguredHandler[] {
  return handlersOf(context.sourceCode.ast, context);
}

function findHandlers(context: AnyRuleContext): readonly ConfiguredHandler[] {
  const functions = getConfiguredFunctions(context);
  const lambda = getLambda(context);
  if (functions.length === 0) return findPassedOn(lambda);
  const found = new Map<Handler, [FunctionConfig, ...FunctionConfig[]]>();
  for (const fn of functions) {
    const handler = handlerOf(fn, lambda);
    if (handler === undefined) continue;
    const known = found.get(handler);
    if (known === undefined) found.set(handler, [fn]);
    else known.push(fn);
  }
  return [...found].map(([handler, ofHandler]) => ({
    functions: ofHandler,
    handler,
    runs: reachedFrom(handler, lambda),
  }));
}

/** Handlers that configuration names by files which have them from this one: `export { main as handler } from "./main"`. */
function findPassedOn(lambda: LambdaModel): readonly ConfiguredHandler[] {
  if (!lambda.mayServeHandlers) return [];
  return lambda.handlers.flatMap((handler): readonly ConfiguredHandler[] => {
    const [first, ...others] = functionsOfHolders(lambda.otherFiles.holdersOf(handler));
    return first === undefined
      ? []
      : [{ functions: [first, ...others], handler, runs: reachedFrom(handler, lambda) }];
  });
}

/** The functions that are configured with what files export. */
export function functionsOfHolders(holders: readonly HandlerHolder[]): readonly FunctionConfig[] {
  return holders.flatMap(({ file, name }) =>
    name === undefined ? [] : functionsOfFile(file).filter((fn) => isOfExport(fn, name)),
  );
}

/** `default.handler` and `handler` are both the member of a default export. */
export function isOfExport({ handler: { exportName } }: FunctionConfig, name: string): boolean {
  return exportName === name || exportName === `default.${name}`;
}

/** The handler of a file that a function's configuration names. `default.handler` and `handler` are both the member of a default export. */
export function handlerOf(
  { handler: { exportName } }: FunctionConfig,
  { handlers }: LambdaModel,
): Handler | undefined {
  if (exportName === undefined) return undefined;
  return handlers.find(
    ({ exportName: name }) => name === exportName || `default.${name ?? ""}` === exportName,
  );
}

/** Tells of code in the handler's file whether it runs at init, or because of the handler. */
export function reachedFrom(
  { node: handler }: Handler,
  { syntax }: LambdaModel,
): (node: TSESTree.Node) => boolean {
  let units: ReadonlySet<CodeUnit> | undefined;
  return (node) => {
    const unit = unitOf(node);
    if (unit.type === "Program" || unit === handler) return true;
    units ??= new Set([
      ...reach(syntax.graph, [syntax.facts.program], (edge) => edge.kind !== "handed-over"),
      ...(handler === undefined ? [] : reach(syntax.graph, [handler], () => true)),
    ]);
    return units.has(unit);
  };
}

/** Where something is written, as a message names it: `template.yaml:12`, below the folder that ESLint runs in. */
export function describePlace({ file, line }: Place, context: AnyRuleContext): string {
  return `${describeFile(file, context)}:${line}`;
}

/** @param file absolute path */
export function describeFile(file: string, { cwd, filename }: AnyRuleContext): string {
  const below = path.relative(cwd, file);
  const shown = below.startsWith("..") ? path.relative(path.dirname(filename), file) : below;
  return shown.split(path.sep).join("/");
}

/** A function and where it is declared: `CreateOrder` (template.yaml:12). */
export function describeFunction({ id, place }: FunctionConfig, context: AnyRuleContext): string {
  return `\`${id}\` (${describePlace(place, context)})`;
}

const SOURCE_NAMES: Readonly<Partial<Record<EventKind, string>>> = {
  alb: "a load balancer",
  "apigw-rest": "a REST API",
  "apigw-http": "an HTTP API",
  "apigw-websocket": "a WebSocket API",
  "function-url": "a function URL",
  appsync: "AppSync",
  sqs: "SQS",
  sns: "SNS",
  s3: "S3",
  kinesis: "Kinesis",
  "dynamodb-stream": "DynamoDB Streams",
  msk: "Kafka",
  "self-managed-kafka": "Kafka",
  eventbridge: "EventBridge",
  scheduled: "a schedule",
  "cloudwatch-logs": "CloudWatch Logs",
  cognito: "Cognito",
  authorizer: "an API that it is the authorizer of",
  iot: "IoT",
};

/** A source of events, as messages name it. */
export function nameOfSource(kind: EventKind): string {
  return SOURCE_NAMES[kind] ?? kind;
}
