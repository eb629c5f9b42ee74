import type { TSESTree } from "@typescript-eslint/utils";
import { possibleValues } from "../functions/config-value.js";
import type { EventSource, FunctionConfig } from "../functions/function-config.js";
import type { EventKind } from "../knowledge/handler-types.js";
import type { CallbackHandler } from "../lambda/callback-handlers.js";
import { type SwallowedError, swallowedErrorsOf } from "../lambda/swallowed-errors.js";
import { oncePer } from "../syntax/once-per.js";
import { memoryMbOfOneVcpu } from "../weight/ms-range.js";
import { isActive } from "./active-rules.js";
import { type ConfiguredHandler, getConfiguredHandlers } from "./configured-handlers.js";
import type { AnyRuleContext } from "./file-settings.js";
import { getLambda } from "./get-lambda.js";

/**
 * Findings that a rule of the code alone has as well. Where the configuration proves them, the rule that joins both reports
 * them, with the place in the configuration, and the other one leaves them to it.
 */

/** The function whose runtime refuses a handler with a callback: that of nodejs24.x and later. */
export function findRefusingFunction(
  { handler }: CallbackHandler,
  context: AnyRuleContext,
): FunctionConfig | undefined {
  const found = getConfiguredHandlers(context).find((configured) => configured.handler === handler);
  if (found?.functions.every((fn) => refusesCallbacks(fn)) !== true) return undefined;
  return found.functions[0];
}

function refusesCallbacks({ runtime, packageType }: FunctionConfig): boolean {
  if (packageType === "container") return false;
  return possibleValues(runtime)?.every((name) => Number(/^nodejs(\d+)\.x$/.exec(name)?.[1]) >= 24) ?? false;
}

/** True when `callback-on-node24` reports the handler. */
export function isReportedAsRefused(callback: CallbackHandler, context: AnyRuleContext): boolean {
  return isActive(context, "callback-on-node24") && findRefusingFunction(callback, context) !== undefined;
}

/** The function that has no second vCPU for the code at `node`: every handler that runs it has little memory. */
export function findFunctionOfOneVcpu(
  node: TSESTree.Node,
  context: AnyRuleContext,
): FunctionConfig | undefined {
  const running = getConfiguredHandlers(context).filter(({ runs }) => runs(node));
  const functions = running.flatMap((handler) => handler.functions);
  return functions.every(
    ({ memoryMb }) => possibleValues(memoryMb)?.every((size) => size <= memoryMbOfOneVcpu) === true,
  )
    ? functions[0]
    : undefined;
}

/** True when `threads-below-one-vcpu` reports the thread. */
export function isReportedByMemory(node: TSESTree.Node, context: AnyRuleContext): boolean {
  return isActive(context, "threads-below-one-vcpu") && findFunctionOfOneVcpu(node, context) !== undefined;
}

/** An error that ends in the code, and the source that takes the invocation for a success. */
export interface ErrorLostBySource {
  readonly fn: FunctionConfig;
  readonly source: EventSource;
  readonly kind: EventKind;
}

/** Sources that hand on an event and look at nothing but whether the function failed. */
const WITHOUT_CALLER: ReadonlySet<EventKind> = new Set<EventKind>([
  ...(["sqs", "kinesis", "dynamodb-stream", "msk", "self-managed-kafka"] as const),
  ...(["sns", "s3", "eventbridge", "scheduled", "cloudwatch-logs"] as const),
]);

const errorsOf = oncePer((_ast: TSESTree.Program, context: AnyRuleContext) => findErrors(context));

/** The swallowed errors of the file for which the configuration says that nobody but Lambda looks at the outcome. */
export function getErrorsLostBySource(
  context: AnyRuleContext,
): ReadonlyMap<SwallowedError, ErrorLostBySource> {
  return errorsOf(context.sourceCode.ast, context);
}

function findErrors(context: AnyRuleContext): ReadonlyMap<SwallowedError, ErrorLostBySource> {
  const handlers = getConfiguredHandlers(context);
  const found = new Map<SwallowedError, ErrorLostBySource>();
  if (handlers.length === 0) return found;
  for (const error of swallowedErrorsOf(getLambda(context))) {
    if (error.kind === "confirmed") continue;
    const lost = findSource(handlers.filter(({ runs }) => runs(error.path.node)));
    if (lost !== undefined) found.set(error, lost);
  }
  return found;
}

/** The first source, where every source of every function is one of them. */
function findSource(handlers: readonly ConfiguredHandler[]): ErrorLostBySource | undefined {
  const pairs = handlers.flatMap(({ functions }) =>
    functions.flatMap((fn): readonly { fn: FunctionConfig; source: EventSource | undefined }[] =>
      fn.sources.length === 0 ? [{ fn, source: undefined }] : fn.sources.map((source) => ({ fn, source })),
    ),
  );
  const isCertain = pairs.every(
    ({ source }) => source?.kind !== undefined && WITHOUT_CALLER.has(source.kind),
  );
  const [first] = pairs;
  return isCertain && first?.source?.kind !== undefined
    ? { fn: first.fn, source: first.source, kind: first.source.kind }
    : undefined;
}
