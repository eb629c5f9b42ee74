import type { TSESTree } from "@typescript-eslint/utils";
import { type ConfigValue, type Place, onlyValue, possibleValues } from "../functions/config-value.js";
import type { Environment, EventSource, FunctionConfig } from "../functions/function-config.js";
import type { EventKind } from "../knowledge/handler-types.js";
import type { CallbackHandler } from "../lambda/handlers/callback-handlers.js";
import { mayNameConnection, mayNameKmsKey, mayNameSecret } from "../knowledge/secret-names.js";
import { exportedValue, keyResources, originOfSecret } from "../knowledge/secret-references.js";
import { type StateWrite, findStateWrites } from "../lambda/state/module-state.js";
import { type SwallowedError, swallowedErrorsOf } from "../lambda/errors/swallowed-errors.js";
import { environmentReadsOf } from "../lambda/secrets/environment-reads.js";
import type { EnvironmentRead } from "../syntax/environment.js";
import { oncePer } from "../syntax/once-per.js";
import { memoryMbOfOneVcpu } from "../knowledge/vcpu-memory.js";
import { isActive } from "./active-rules.js";
import { type CallerOfCode, findFailing, getCallersOfCode } from "./callers-of-code.js";
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
    // What other kinds need is no throw where the error is caught: `no-swallowed-error` says so.
    if (["confirmed", "settled", "unread"].includes(error.kind) || error.isGivenToCallback) continue;
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
  const kinds = pairs.map(({ source }) => source?.kind ?? source?.sender);
  const isCertain = kinds.every((kind) => kind !== undefined && WITHOUT_CALLER.has(kind));
  const [first] = pairs;
  const [kind] = kinds;
  return isCertain && first?.source !== undefined && kind !== undefined
    ? { fn: first.fn, source: first.source, kind }
    : undefined;
}

/** A write of request data into module scope, and the function that runs several requests at once beside it. */
export interface SharedStateWrite {
  readonly fn: FunctionConfig;
  readonly requests: number;
  readonly place: Place;
}

const sharedStateOf = oncePer((_ast: TSESTree.Program, context: AnyRuleContext) => findSharedState(context));

/** The writes of the file that requests race for, by what is written. */
export function findSharedStateWrites(context: AnyRuleContext): ReadonlyMap<StateWrite, SharedStateWrite> {
  return sharedStateOf(context.sourceCode.ast, context);
}

function findSharedState(context: AnyRuleContext): ReadonlyMap<StateWrite, SharedStateWrite> {
  const concurrent = getConfiguredHandlers(context).flatMap(({ functions, runs }) => {
    const requests = functions.map(({ concurrency }) => onlyValue(concurrency?.perEnvironment) ?? 1);
    const [fn] = functions;
    return Math.min(...requests) > 1 ? [{ fn, runs, requests: Math.min(...requests) }] : [];
  });
  const found = new Map<StateWrite, SharedStateWrite>();
  if (concurrent.length === 0) return found;
  for (const write of findStateWrites(getLambda(context))) {
    const running = concurrent.find(({ runs }) => runs(write.node));
    if (running === undefined) continue;
    const { fn, requests } = running;
    const value = fn.concurrency?.perEnvironment;
    found.set(write, { fn, requests, place: value?.k === "known" ? value.place : fn.place });
  }
  return found;
}

/** A read of an environment variable that holds a secret as plain text. */
export interface InlinedSecretRead {
  readonly name: string;
  /** The function that has the secret, by the handler that runs the read. */
  readonly caller: CallerOfCode;
  readonly place: Place;
  /** Where the deployment takes it from: `Secrets Manager`. */
  readonly origin: string;
}

const inlinedSecretsOf = oncePer((_ast: TSESTree.Program, context: AnyRuleContext) =>
  findInlinedSecrets(context),
);

/** Reads of variables into which the deployment writes a secret, by the node of the read. */
export function getInlinedSecretReads(
  context: AnyRuleContext,
): ReadonlyMap<TSESTree.Node, InlinedSecretRead> {
  return inlinedSecretsOf(context.sourceCode.ast, context);
}

function findInlinedSecrets(context: AnyRuleContext): ReadonlyMap<TSESTree.Node, InlinedSecretRead> {
  const found = new Map<TSESTree.Node, InlinedSecretRead>();
  const own = getConfiguredHandlers(context);
  const lambda = getLambda(context);
  if (own.length === 0 && !lambda.mayServeHandlers) return found;
  const names = new Set(own.flatMap(({ functions }) => functions.flatMap(secretsOf)));
  if (own.length > 0 && names.size === 0) return found;
  // For what no name hints at, the handlers of other files are not looked for: nearly all files read some variable.
  const isWanted = (name: string): boolean =>
    own.length > 0 ? names.has(name) : mayNameSecret(name) || mayNameConnection(name);
  for (const { name, node, isPresenceCheck } of environmentReadsOf(lambda, isWanted)) {
    if (isPresenceCheck) continue;
    const callers = getCallersOfCode([node], context).filter((caller) => maySet(caller, name));
    const [first] = findFailing(callers, (caller) => secretIn(caller, name));
    if (first !== undefined) found.set(node, { name, ...first.problem });
  }
  return found;
}

function secretsOf({ env }: FunctionConfig): readonly string[] {
  return [...env.variables].flatMap(([name, value]) =>
    secretOriginOf(value, name) === undefined ? [] : name,
  );
}

/** Whether the variable may be set for a handler: functions that do without it may load the code that reads it all the same. */
function maySet({ functions }: CallerOfCode, name: string): boolean {
  return functions.some(({ env }) => !env.isComplete || env.variables.has(name));
}

/** What the deployment writes into the variable, where that is a secret for one of a handler's functions. */
function secretIn(
  { functions, handlerFile }: CallerOfCode,
  name: string,
): Omit<InlinedSecretRead, "name"> | undefined {
  for (const fn of functions) {
    const value = fn.env.variables.get(name);
    const origin = value && secretOriginOf(value, name);
    if (origin === undefined) continue;
    return { caller: { functions: [fn], handlerFile }, origin, place: fn.env.places.get(name) ?? fn.place };
  }
  return undefined;
}

/** Where the deployment takes the value from, if it is a secret's: every variant of it. */
function secretOriginOf(value: ConfigValue<string>, variable: string): string | undefined {
  const texts = value.k === "opaque" ? [value.text] : (possibleValues(value) ?? []);
  const origins = texts.map((text) => originOfSecret(text, variable));
  const [first] = origins;
  return origins.every((origin) => origin !== undefined) ? first : undefined;
}

/** True when the configuration writes the name or the ARN of a key of KMS into the variable, for every function that sets it. */
export function isKeyOfKms({ name, node }: EnvironmentRead, context: AnyRuleContext): boolean {
  const setting = getCallersOfCode([node], context)
    .flatMap(({ functions }) => functions)
    .filter(({ env }) => env.variables.has(name));
  return setting.length > 0 && setting.every(({ env }) => namesKey(env, name));
}

function namesKey({ references, variables }: Environment, name: string): boolean {
  const type = references.get(name)?.type;
  if (type !== undefined) return keyResources.types.some((known) => known === type);
  const value = variables.get(name);
  return mayNameKmsKey(name) && value?.k === "opaque" && exportedValue.pattern.test(value.text);
}
