import type { TSESTree } from "@typescript-eslint/utils";
import { seldomEvents } from "../../knowledge/seldom-events.js";
import { type ConfigFetchFact, configFetchFacts, indexOperations } from "../../knowledge/sdk-operations.js";
import { type CallNode, enclosingFunction, unwrap } from "../../syntax/ast.js";
import { isInCatch } from "../../syntax/control-flow.js";
import { readStatic } from "../../syntax/static-value.js";
import { isMadeOfArguments } from "../../syntax/steady-value.js";
import type { OutsideCaller } from "../elsewhere.js";
import type { LambdaModel } from "../model.js";
import { type SdkCall, sdkCallsOf } from "./sdk-commands.js";
import { readShape } from "./sdk-input.js";

/** A request for configuration: parameters, secrets, feature flags. */
export interface ConfigFetch {
  readonly node: CallNode;
  readonly name: string;
  /**
   * - `repeated`: asked for in every invocation.
   * - `forced`: through Powertools, and past its cache.
   * - `forever`: asked for once per environment, and kept until that ends.
   */
  readonly kind: "repeated" | "forced" | "forever";
  /** The operation of the SDK; undefined for Powertools. */
  readonly sdkCall: SdkCall | undefined;
  /** The handler of another file because of which it runs in every invocation, and for the same. */
  readonly caller: OutsideCaller | undefined;
}

const factFor = indexOperations(configFetchFacts);
const POWERTOOLS = /^@aws-lambda-powertools\/parameters(?:\/|$)/;
const GETTER = /^get(?:Parameter|Parameters|ParametersByName|Secret|AppConfig)$/;
const WRITES = /^(?:Put|Update|Delete|Rotate)(?:Parameter|Secret)/;
/** Names in code that lets a value grow old. */
const EXPIRY = /^(?:now|getTime|setInterval|max_?age)$|expir|(?:^|_)ttl|T(?:tl|TL)(?:$|[A-Z_])/i;

/** The configuration that the file fetches and does not keep, or never fetches again. */
export function findConfigFetches(lambda: LambdaModel): readonly ConfigFetch[] {
  const calls = sdkCallsOf(lambda);
  // Who writes parameters too uses them as state.
  if (calls.some(({ service, operation }) => isStore(service) && WRITES.test(operation))) return [];
  if (isRare(lambda)) return [];
  // A secret that was refused is fetched anew: what stands in a catch is left alone.
  const fetched = calls.flatMap((sdkCall): ConfigFetch[] => {
    const fact = factFor(sdkCall);
    if (fact === undefined || sdkCall.spelling === "waiter" || isInCatch(sdkCall.call)) return [];
    const { node, name, call } = sdkCall;
    if (isFixed(sdkCall, fact, lambda)) {
      const kind = kindOf(sdkCall, lambda);
      const caller = lambda.outsideCallerOf(node);
      return kind === undefined || caller?.isSeldom === true ? [] : [{ node, name, kind, sdkCall, caller }];
    }
    const caller = isKeptByNone(sdkCall, fact, lambda) ? lambda.steadyCallerOf(call) : undefined;
    return caller === undefined || caller.isSeldom === true
      ? []
      : [{ node, name, kind: "repeated", sdkCall, caller }];
  });
  return [...fetched, ...findForced(lambda)];
}

function isStore(service: string): boolean {
  return service === "ssm" || service === "secretsmanager";
}

function isRare(lambda: LambdaModel): boolean {
  return (
    lambda.handlers.length > 0 &&
    lambda.handlers.every((handler) => {
      const kinds = [...lambda.eventKindsOf(handler)];
      return kinds.length > 0 && kinds.every((kind) => seldomEvents.has(kind));
    })
  );
}

function kindOf(call: SdkCall, lambda: LambdaModel): ConfigFetch["kind"] | undefined {
  if (lambda.runsPerInvocation(call.call)) return "repeated";
  const isKept = lambda.phasesOf(call.call).has("init") || lambda.isMemoised(call.call);
  if (!isKept || !lambda.hasEvidence) return undefined;
  return mayExpire(lambda) ? undefined : "forever";
}

function mayExpire({ syntax: { facts } }: LambdaModel): boolean {
  return facts.sourceCode.ast.tokens.some(({ type, value }) => type === "Identifier" && EXPIRY.test(value));
}

/** True when the same configuration is asked for whatever the request is. */
function isFixed({ input }: SdkCall, fact: ConfigFetchFact, lambda: LambdaModel): boolean {
  return fact.keys.every((key) => {
    const values = input.valuesOf(key);
    return values.length > 0 && values.every((value) => !mayVary(value, lambda));
  });
}

/** True for a function that fetches whatever it is given the name of, whenever it is called. */
function isKeptByNone({ call, input }: SdkCall, fact: ConfigFetchFact, lambda: LambdaModel): boolean {
  const fn = enclosingFunction(call);
  const { facts } = lambda.syntax;
  const isGiven = fact.keys.every((key) => {
    const values = input.valuesOf(key);
    return values.length > 0 && values.every((value) => isMadeOfArguments(value, fn, facts));
  });
  return isGiven && !lambda.isGuarded(call) && lambda.mayRunPerInvocation(call) && !lambda.isMemoised(call);
}

function mayVary(value: TSESTree.Node, lambda: LambdaModel): boolean {
  const origins = lambda.originsOf(value);
  return (["event", "context", "response", "unknown"] as const).some((origin) => origins.has(origin));
}

/** `getParameter(name, { forceFetch: true })`, `getSecret(id, { maxAge: 0 })` */
function findForced(lambda: LambdaModel): readonly ConfigFetch[] {
  const { facts, resolveImport } = lambda.syntax;
  if (![...facts.specifiers].some((specifier) => POWERTOOLS.test(specifier))) return [];
  return facts.calls.flatMap((node): ConfigFetch[] => {
    const imported = node.type === "CallExpression" ? resolveImport(unwrap(node.callee)) : undefined;
    const name = imported?.path.at(-1) ?? "";
    if (imported === undefined || !POWERTOOLS.test(imported.module) || !GETTER.test(name)) return [];
    const [key, options] = node.arguments;
    if (key === undefined || options === undefined || mayVary(key, lambda)) return [];
    const shape = readShape(options, lambda.syntax);
    const isForced =
      isAlways(shape.valuesOf("forceFetch"), true, lambda) || isAlways(shape.valuesOf("maxAge"), 0, lambda);
    if (!isForced || isInCatch(node) || !lambda.runsPerInvocation(node)) return [];
    return [{ node, name, kind: "forced", sdkCall: undefined, caller: lambda.outsideCallerOf(node) }];
  });
}

function isAlways(values: readonly TSESTree.Node[], wanted: unknown, { syntax }: LambdaModel): boolean {
  return (
    values.length > 0 &&
    values.every((node) => {
      const value = readStatic(syntax.facts, node);
      return value.k === "known" && value.value === wanted;
    })
  );
}
