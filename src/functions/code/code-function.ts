import type { FunctionDefaults } from "../../knowledge/function-defaults.js";
import type { ConfigValue, Place } from "../config-value.js";
import {
  type Environment,
  type FunctionConfig,
  type HandlerReference,
  type ResourceReference,
  unreadParts,
} from "../function-config.js";
import type { CodeValue, Site } from "./code-value.js";
import {
  type Reading,
  asVariable,
  isAbsent,
  isClosed,
  placeOf,
  stringOf,
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

/**
 * What to call a function in messages whose name is put together when the code runs: what is written for it. Of a parameter
 * it is the name, without its type, and of a template the text between the quotes.
 */
export function writtenName(site: Site): string {
  if (site.node.type === "Identifier") return site.node.name;
  const text = textOf(site);
  return (site.node.type === "TemplateLiteral" ? text.slice(1, -1) : text).slice(0, 80);
}

/**
 * Where the name of a function stands that an expression makes: in the expression itself. What a helper puts together has its
 * text elsewhere, in one place for all functions, and is known by the argument that calls the helper.
 */
export function nameSiteIn(site: Site, id: CodeValue | undefined): Site {
  const [start, end] = site.node.range;
  const [at] = id?.site.node.range ?? [-1];
  if (id?.site.module === site.module && at >= start && at < end) return id.site;
  const [argument] = site.node.type === "NewExpression" ? site.node.arguments : [];
  return argument === undefined ? site : { module: site.module, node: argument };
}

/** Frameworks whose resources are called by the first argument of their constructor. */
const NAMES_FIRST = /^(?:sst|@pulumi\/aws)$/;

/** The resource of `queue.url`, where Pulumi or SST make it. */
export function namedResourceOf(value: CodeValue | undefined, site: Site): ResourceReference | undefined {
  let owner = value;
  while (owner?.kind === "attribute") owner = owner.of;
  if (owner?.kind !== "instance" || !NAMES_FIRST.test(owner.base?.specifier ?? "")) return undefined;
  return { id: stringOf(owner.args[0]), type: undefined, text: undefined, place: placeOf(site) };
}

/** The variables of an object: `environment: { TABLE: "orders" }`. */
export function readVariables(written: Reading | undefined, isSeen: boolean): Environment {
  const variables = new Map<string, ConfigValue<string>>();
  const references = new Map<string, ResourceReference>();
  const places = new Map<string, Place>();
  if (written === undefined || isAbsent(written.value))
    return { variables, references, places, isComplete: isSeen };
  for (const { entries } of variantsOfObject(written.value))
    for (const [name, entry] of entries) {
      const site = entry.written ?? entry.value.site;
      const text = asVariable({ value: entry.value, site });
      if (text === undefined) continue;
      variables.set(name, text);
      places.set(name, placeOf(entry.key));
      const reference = namedResourceOf(entry.value, site);
      if (reference !== undefined) references.set(name, reference);
    }
  return { variables, references, places, isComplete: isSeen && isClosed(written.value) };
}
