import { type ConfigValue, isSamePlace, onlyValue } from "./config-value.js";
import type {
  Environment,
  FailureSinks,
  FunctionConfig,
  HandlerReference,
  Layers,
  Logging,
  Permissions,
} from "./function-config.js";

const UNKNOWN_HANDLER: HandlerReference = {
  raw: undefined,
  status: "opaque",
  file: undefined,
  exportName: undefined,
  tried: [],
};

/**
 * What two functions that one expression makes have in common: a factory that is called twice, the body of a loop. A value
 * that differs is unknown; what is missing is missing in both.
 */
export function mergeFunctions(one: FunctionConfig, other: FunctionConfig): FunctionConfig {
  const common = <T>(first: ConfigValue<T>, second: ConfigValue<T> | undefined): ConfigValue<T> =>
    second !== undefined && onlyValue(first) !== undefined && onlyValue(first) === onlyValue(second)
      ? first
      : { k: "opaque", text: "", place: one.place };
  const maybe = <T>(first: ConfigValue<T> | undefined, second: ConfigValue<T> | undefined) =>
    first === undefined && second === undefined
      ? undefined
      : common(first ?? { k: "opaque", text: "", place: one.place }, second);
  const both = <T, Merged>(
    first: T | undefined,
    second: T | undefined,
    merge: (first: T, second: T) => Merged,
  ): Merged | undefined => (first === undefined || second === undefined ? undefined : merge(first, second));
  const isSameHandler = keyOf(one.handler) === keyOf(other.handler);
  return {
    ...one,
    // They differ in where they are made, and not in what they are called there.
    id: one.id === other.id ? one.id : (one.id.split("/").at(-1) ?? one.id),
    handler: isSameHandler ? one.handler : UNKNOWN_HANDLER,
    runtime: maybe(one.runtime, other.runtime),
    packageType: one.packageType === other.packageType ? one.packageType : undefined,
    architecture: maybe(one.architecture, other.architecture),
    memoryMb: common(one.memoryMb, other.memoryMb),
    timeoutSec: common(one.timeoutSec, other.timeoutSec),
    ephemeralStorageMb: maybe(one.ephemeralStorageMb, other.ephemeralStorageMb),
    tracing: maybe(one.tracing, other.tracing),
    env: mergeEnvironments(one.env, other.env, common),
    layers: both(one.layers, other.layers, mergeLayers),
    logging: both(one.logging, other.logging, (first, second): Logging => ({
      format: maybe(first.format, second.format),
      retentionDays: maybe(first.retentionDays, second.retentionDays),
      level: maybe(first.level, second.level),
    })),
    vpc: both(one.vpc, other.vpc, (first, second) => ({
      ...first,
      isIsolated: first.isIsolated === second.isIsolated ? first.isIsolated : undefined,
    })),
    sources: [one, other].flatMap(({ id, sources }) =>
      sources.map((source) => ({ functionId: id, ...source })),
    ),
    failureSinks: both(one.failureSinks, other.failureSinks, mergeSinks),
    permissions: both(one.permissions, other.permissions, mergePermissions),
    deployment: both(one.deployment, other.deployment, (first, second) =>
      isSamePlace(first.place, second.place) ? first : undefined,
    ),
    alarms: both(one.alarms, other.alarms, (first, second) => [...first, ...second]),
    isDurable: one.isDurable === other.isDurable ? one.isDurable : undefined,
    madeAs: [one, other].flatMap((fn) => fn.madeAs ?? [fn]),
  };
}

function keyOf({ file, exportName, tried }: HandlerReference): string {
  return [file ?? "", exportName ?? "", ...tried].join("\0");
}

function mergeEnvironments(
  one: Environment,
  other: Environment,
  common: (first: ConfigValue<string>, second: ConfigValue<string> | undefined) => ConfigValue<string>,
): Environment {
  const variables = new Map(
    [...one.variables].map(([name, value]) => [name, common(value, other.variables.get(name))]),
  );
  for (const [name, value] of other.variables)
    if (!variables.has(name)) variables.set(name, common(value, undefined));
  return {
    variables,
    references: new Map(
      [...one.references].filter(([name, { id }]) => other.references.get(name)?.id === id),
    ),
    places: new Map([...other.places, ...one.places]),
    isComplete: one.isComplete && other.isComplete,
  };
}

/** Neither has more layers than these, and neither has any where there are none. */
function mergeLayers(one: Layers, other: Layers): Layers {
  const { items } = one.items.length < other.items.length ? other : one;
  return { items, isComplete: one.isComplete && other.isComplete };
}

/** Where one of them has a place for failed events, nothing is missing. */
function mergeSinks(one: FailureSinks, other: FailureSinks): FailureSinks {
  return {
    deadLetterQueue: one.deadLetterQueue ?? other.deadLetterQueue,
    onFailure: one.onFailure ?? other.onFailure,
    isComplete: one.isComplete && other.isComplete,
    configured: one.configured ?? other.configured,
  };
}

function mergePermissions(one: Permissions, other: Permissions): Permissions {
  const isOwn = ({ place }: Permissions["statements"][number]): boolean =>
    !one.statements.some((statement) => isSamePlace(statement.place, place));
  return {
    statements: [...one.statements, ...other.statements.filter(isOwn)],
    isComplete: one.isComplete && other.isComplete,
    isShared: one.isShared ?? other.isShared,
  };
}
