import type { FunctionDefaults } from "../../knowledge/function-defaults.js";
import type { ConfigValue, Place } from "../config-value.js";
import {
  type Environment,
  type FunctionConfig,
  type HandlerReference,
  unreadParts,
} from "../function-config.js";
import type { CodeValue, Site } from "./code-value.js";
import {
  type Reading,
  asVariable,
  isAbsent,
  isClosed,
  placeOf,
  textOf,
  variantsOfObject,
} from "./read-code.js";

/** What a reader of a framework has found of a function. */
export interface CodeFunction {
  readonly id: string;
  readonly framework: FunctionConfig["framework"];
  /** Where its name stands. */
  readonly name: Site;
  readonly props: CodeValue | undefined;
  readonly handler: HandlerReference;
  readonly runtime: ConfigValue<string> | undefined;
  readonly memoryMb: ConfigValue<number> | undefined;
  readonly timeoutSec: ConfigValue<number> | undefined;
  /** Undefined where what nobody writes may be set for all functions elsewhere. */
  readonly defaults: FunctionDefaults | undefined;
  readonly env: Environment;
}

/** A function with what its framework does not say, or what is not read of it, left unknown. */
export function buildCodeFunction({
  name,
  props,
  memoryMb,
  timeoutSec,
  defaults,
  ...rest
}: CodeFunction): FunctionConfig {
  const site = props?.site ?? name;
  const unknown: ConfigValue<never> = { k: "opaque", text: textOf(site).slice(0, 80), place: placeOf(site) };
  const isKnown = defaults !== undefined && isClosed(props);
  return {
    ...unreadParts,
    ...rest,
    place: placeOf(name),
    properties:
      props?.kind === "object" && props.site.module === name.module ? placeOf(props.site) : undefined,
    memoryMb: memoryMb ?? (isKnown ? { k: "default", value: defaults.memoryMb, of: defaults.of } : unknown),
    timeoutSec:
      timeoutSec ?? (isKnown ? { k: "default", value: defaults.timeoutSec, of: defaults.of } : unknown),
    sources: [],
  };
}

/** The variables of an object: `environment: { TABLE: "orders" }`. */
export function readVariables(written: Reading | undefined, isSeen: boolean): Environment {
  const variables = new Map<string, ConfigValue<string>>();
  const places = new Map<string, Place>();
  if (written === undefined || isAbsent(written.value))
    return { variables, references: new Map(), places, isComplete: isSeen };
  for (const { entries } of variantsOfObject(written.value))
    for (const [name, entry] of entries) {
      const text = asVariable({ value: entry.value, site: entry.written ?? entry.value.site });
      if (text === undefined) continue;
      variables.set(name, text);
      places.set(name, placeOf(entry.key));
    }
  return { variables, references: new Map(), places, isComplete: isSeen && isClosed(written.value) };
}
