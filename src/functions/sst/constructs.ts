import { isSst2Package } from "../../knowledge/framework-names.js";
import { type CodeValue, type ImportedValue, type InstanceValue, scalar } from "../code/code-value.js";
import { type Reading, convert, primitiveOf, stringOf, valuesIn } from "../code/read-code.js";
import type { ConfigValue } from "../config-value.js";
import { ownerOf } from "../pulumi/event-sources.js";

/** What a construct of SST is called, and of which version. */
export function classOf({ base }: InstanceValue): { name: string; version: 2 | 3 } | undefined {
  if (base === undefined) return undefined;
  const name = base.path.at(-1);
  if (name === undefined) return undefined;
  if (isVersion3(base)) return { name, version: 3 };
  return isSst2Package(base.specifier) ? { name, version: 2 } : undefined;
}

function isVersion3({ specifier, path }: ImportedValue): boolean {
  return specifier === "sst" && path[0] === "aws" && path.length === 2;
}

/** A handler, or an object that has one: `{ handler: … }`, `{ function: … }`. */
export function writtenFunction(value: CodeValue | undefined): CodeValue | undefined {
  const text = stringOf(value);
  if (text !== undefined) return /^[\w./-]+\.\w+$/.test(text) ? value : undefined;
  if (value?.kind !== "object") return undefined;
  // `targets: { handler: { function: … } }`: a target of that name.
  const handler = value.entries.get("handler")?.value;
  return handler !== undefined && handler.kind !== "object"
    ? value
    : writtenFunction(value.entries.get("function")?.value);
}

/** A function of its own that is given to something: `fn`, `fn.arn`, `{ function: fn }`. */
export function givenFunction(value: CodeValue | undefined): InstanceValue | undefined {
  if (value?.kind === "object") return givenFunction(value.entries.get("function")?.value);
  const owner = ownerOf(value);
  return owner?.kind === "instance" && classOf(owner)?.name === "Function" ? owner : undefined;
}

/** The same among other texts: one without a folder may be anything. */
function isFunctionAmongOthers(value: CodeValue): boolean {
  if (givenFunction(value) !== undefined) return true;
  return writtenFunction(value) !== undefined && (stringOf(value)?.includes("/") ?? true);
}

/** The functions among the values of a property, each once. */
export function functionsIn(value: CodeValue | undefined): readonly CodeValue[] {
  if (value === undefined) return [];
  if (writtenFunction(value) !== undefined || givenFunction(value) !== undefined) return [value];
  const inner = [...valuesIn(value)].filter(isFunctionAmongOthers);
  const nested = new Set(
    inner.flatMap((item) =>
      item.kind === "object" ? [...valuesIn(item)].filter((other) => other !== item) : [],
    ),
  );
  return inner.filter((item) => !nested.has(item));
}

/**
 * What to call the functions of a property in messages: those of routes by these, others by their construct, and by a key of
 * their own below it where there are several.
 *
 * @param id that of the construct
 */
export function nameOfFunction(
  value: CodeValue,
  holder: CodeValue | undefined,
  id: CodeValue | undefined,
  isRoute: boolean,
): CodeValue | undefined {
  if (holder?.kind !== "object" || holder === value) return id;
  const found = [...holder.entries].find(([, entry]) => valuesIn(entry.value).has(value));
  if (found === undefined) return id;
  const [key, entry] = found;
  // The construct of another stack has no name here.
  if (isRoute || id === undefined) return scalar(key, entry.key);
  const outer = stringOf(id);
  return outer === undefined || holder.entries.size === 1 ? id : scalar(`${outer}/${key}`, id.site);
}

/** `10`, `"20 seconds"`, `"3 minutes"` */
export function asDuration(reading: Reading | undefined): ConfigValue<number> | undefined {
  return convert(reading, (value) => {
    const primitive = primitiveOf(value);
    if (typeof primitive === "number") return primitive;
    const [, amount, unit] = /^(\d+) (second|minute|hour)s?$/.exec(stringOf(value) ?? "") ?? [];
    return amount === undefined
      ? undefined
      : Number(amount) * (unit === "hour" ? 3600 : unit === "minute" ? 60 : 1);
  });
}

export function asInstance(owner: CodeValue | undefined): InstanceValue | undefined {
  return owner?.kind === "instance" ? owner : undefined;
}
