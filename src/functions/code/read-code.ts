import type { ConfigValue, Place } from "../config-value.js";
import {
  type CodeValue,
  type ObjectValue,
  type Primitive,
  type Site,
  choose,
  opaque,
  scalar,
  variantsOf,
} from "./code-value.js";

/** A value with the place at which it is used. */
export interface Reading {
  readonly value: CodeValue;
  readonly site: Site;
}

/** The property of an object; undefined where it has none for certain. */
export function property(object: CodeValue | undefined, name: string): Reading | undefined {
  if (object === undefined) return undefined;
  switch (object.kind) {
    case "scalar":
      return undefined;
    case "object": {
      const entry = object.entries.get(name);
      if (entry !== undefined) return { value: entry.value, site: entry.written ?? entry.value.site };
      return object.isOpen ? { value: opaque(object.site), site: object.site } : undefined;
    }
    case "choice": {
      const found = object.values.map((variant) => property(variant, name));
      const [first] = found.flatMap((reading) => reading ?? []);
      if (first === undefined) return undefined;
      const values = found.map((reading) => reading?.value ?? scalar(undefined, object.site));
      return { value: choose(values, first.site), site: first.site };
    }
    default:
      return { value: opaque(object.site), site: object.site };
  }
}

/** The property, where it is written for certain, whatever its value; an object that may have it does not count. */
export function writtenProperty(object: CodeValue | undefined, name: string): Reading | undefined {
  const isWritten = variantsOf(object).every(
    (variant) => variant.kind === "object" && variant.entries.has(name),
  );
  const reading = isWritten ? property(object, name) : undefined;
  return reading === undefined || isAbsent(reading.value) ? undefined : reading;
}

/** The property below a path of names. */
export function propertyAt(object: CodeValue | undefined, ...path: readonly string[]): Reading | undefined {
  let reading: Reading | undefined;
  let current = object;
  for (const name of path) {
    reading = property(current, name);
    current = reading?.value;
  }
  return reading;
}

/** Whether every property of the object is known. */
export function isClosed(object: CodeValue | undefined): boolean {
  return variantsOf(object).every((variant) =>
    variant.kind === "object" ? !variant.isOpen : variant.kind === "scalar",
  );
}

export function placeOf({ module, node }: Site): Place {
  return module.placeOf(node);
}

export function textOf({ module, node }: Site): string {
  return module.sourceCode.text.slice(...node.range);
}

/** What a reading says, by a function that gives undefined for what it does not understand; undefined for `undefined`. */
export function convert<T>(
  reading: Reading | undefined,
  convertOne: (value: CodeValue) => T | undefined,
): ConfigValue<T> | undefined {
  if (reading === undefined || isAbsent(reading.value)) return undefined;
  const values = variantsOf(reading.value).map((variant) => ({
    value: convertOne(variant),
    place: placeOf(siteWithin(variant.site, reading.site)),
  }));
  const known = values.filter(
    (variant): variant is { value: T & {}; place: Place } => variant.value !== undefined,
  );
  const [first, ...others] = known;
  if (first === undefined || known.length < values.length)
    return { k: "opaque", text: textOf(reading.site), place: placeOf(reading.site) };
  return others.length === 0 ? { k: "known", ...first } : { k: "oneOf", values: known };
}

export function isAbsent(value: CodeValue): boolean {
  return variantsOf(value).every(
    (variant) => variant.kind === "scalar" && (variant.value === undefined || variant.value === null),
  );
}

/** The narrower of two sites, where one is in the other; else the place of use. */
function siteWithin(inner: Site, outer: Site): Site {
  const isInside =
    inner.module === outer.module &&
    inner.node.range[0] >= outer.node.range[0] &&
    inner.node.range[1] <= outer.node.range[1];
  return isInside ? inner : outer;
}

export function primitiveOf(value: CodeValue | undefined): Primitive {
  return value?.kind === "scalar" ? value.value : undefined;
}

export function stringOf(value: CodeValue | undefined): string | undefined {
  const primitive = primitiveOf(value);
  return typeof primitive === "string" ? primitive : undefined;
}

export function asText(reading: Reading | undefined): ConfigValue<string> | undefined {
  return convert(reading, (value) => {
    const primitive = primitiveOf(value);
    return primitive === undefined || primitive === null ? undefined : String(primitive);
  });
}

/**
 * The text of a variable of the environment. Of what is not known it is what makes the value, where that is about a secret:
 * `Secret.secretValue.unsafeUnwrap()` of the variable `password`.
 */
export function asVariable(reading: Reading): ConfigValue<string> | undefined {
  const text = asText(reading);
  if (text?.k !== "opaque") return text;
  const chain = chainOf(reading.value);
  return /secret/i.test(chain) ? { ...text, text: chain } : text;
}

/** Exports, methods and members, from the package on, without arguments. */
function chainOf(value: CodeValue | undefined): string {
  switch (value?.kind) {
    case "imported":
      return `${value.specifier}:${value.path.join(".")}`;
    case "instance":
      return chainOf(value.base);
    case "attribute":
      return `${chainOf(value.of)}.${value.name}`;
    case "result":
      return value.callee === undefined
        ? `${chainOf(value.receiver)}.${value.method ?? ""}()`
        : `${chainOf(value.callee)}()`;
    default:
      return "";
  }
}

export function asNumber(reading: Reading | undefined): ConfigValue<number> | undefined {
  return convert(reading, (value) => {
    const primitive = primitiveOf(value);
    return typeof primitive === "number" && Number.isFinite(primitive) ? primitive : undefined;
  });
}

export function asBoolean(reading: Reading | undefined): ConfigValue<boolean> | undefined {
  return convert(reading, (value) => {
    const primitive = primitiveOf(value);
    return typeof primitive === "boolean" ? primitive : undefined;
  });
}

/** The items of a list, those of every variant. */
export function itemsOf(value: CodeValue | undefined): readonly CodeValue[] {
  return variantsOf(value).flatMap((variant) => (variant.kind === "list" ? variant.items : []));
}

/** Whether all items of the list are known. */
export function isClosedList(value: CodeValue | undefined): boolean {
  return variantsOf(value).every((variant) =>
    variant.kind === "list" ? !variant.isOpen : variant.kind === "scalar",
  );
}

/** Every value that is in the value, in lists and objects as deep as they go; what instances got is theirs. */
export function valuesIn(value: CodeValue, seen = new Set<CodeValue>()): ReadonlySet<CodeValue> {
  if (seen.has(value)) return seen;
  seen.add(value);
  switch (value.kind) {
    case "choice":
      for (const variant of value.values) valuesIn(variant, seen);
      break;
    case "list":
      for (const item of value.items) valuesIn(item, seen);
      break;
    case "object":
      for (const entry of value.entries.values()) valuesIn(entry.value, seen);
  }
  return seen;
}

/** The objects that a value can be. */
export function variantsOfObject(value: CodeValue | undefined): readonly ObjectValue[] {
  return variantsOf(value).flatMap((variant) => (variant.kind === "object" ? [variant] : []));
}
