import {
  type CodeValue,
  type ListValue,
  type ObjectValue,
  type Site,
  choose,
  isTruthy,
  opaque,
  scalar,
} from "./code-value.js";
import { mapScalars } from "./pure-calls.js";
import type { Machine } from "./machine.js";

/** Beyond these a list is not gone through item by item. */
export const MAX_ITEMS = 100;

/** Methods of arrays whose items are known. Undefined for one that is not understood. */
export function callListMethod(
  list: ListValue,
  method: string,
  args: readonly CodeValue[],
  site: Site,
  machine: Machine,
): CodeValue | undefined {
  const [first] = args;
  const each = (item: CodeValue, index: number): CodeValue =>
    first?.kind === "function" ? machine.invoke(first, [item, scalar(index, site), list]) : opaque(site);
  const items = list.items.slice(0, MAX_ITEMS);
  const unknown = list.isOpen && first?.kind === "function" ? [opaque(site)] : [];
  switch (method) {
    case "forEach":
      [...items, ...unknown].forEach(each);
      return scalar(undefined, site);
    case "map":
      return { kind: "list", items: [...items, ...unknown].map(each), isOpen: list.isOpen, site };
    case "flatMap": {
      const results = [...items, ...unknown].map(each);
      return flatten(results, list.isOpen, site);
    }
    case "flat":
      return flatten(items, list.isOpen, site);
    case "filter": {
      const kept = items.filter((item, index) => isTruthy(each(item, index)) !== false);
      return { kind: "list", items: kept, isOpen: list.isOpen, site };
    }
    case "find": {
      const found = items.filter((item, index) => isTruthy(each(item, index)) !== false);
      return list.isOpen
        ? opaque(site)
        : choose(found.length === 0 ? [scalar(undefined, site)] : found, site);
    }
    case "reduce": {
      if (first?.kind !== "function" || args[1] === undefined || list.isOpen) return opaque(site);
      return items.reduce<CodeValue>(
        (total, item, index) => machine.invoke(first, [total, item, scalar(index, site)]),
        args[1],
      );
    }
    case "values":
      return { ...list, items: [...list.items], site };
    case "keys":
    case "entries": {
      const pairs = list.items.map((item, index): CodeValue => {
        const key = scalar(index, site);
        return method === "keys" ? key : { kind: "list", items: [key, item], isOpen: false, site };
      });
      return { kind: "list", items: pairs, isOpen: list.isOpen, site };
    }
    case "push":
      list.items.push(...args);
      return scalar(list.items.length, site);
    case "concat":
      return flatten([list, ...args], false, site);
    case "slice":
    case "reverse":
    case "sort":
      return args.length === 0 && method === "slice"
        ? { ...list, items: [...list.items], site }
        : { ...list, isOpen: true, site };
    case "join":
      return list.isOpen
        ? opaque(site)
        : mapScalars([first ?? scalar(",", site), ...items], site, ([separator, ...parts]) =>
            parts.join(String(separator)),
          );
    case "includes":
      return first === undefined || list.isOpen
        ? opaque(site)
        : mapScalars([first, ...items], site, ([wanted, ...parts]) => parts.includes(wanted));
    default:
      return undefined;
  }
}

function flatten(values: readonly CodeValue[], isOpen: boolean, site: Site): ListValue {
  const lists = values.map((value) => (value.kind === "list" ? value : undefined));
  return {
    kind: "list",
    items: values.flatMap((value) => (value.kind === "list" ? value.items : [value])),
    isOpen: isOpen || lists.some((list) => list?.isOpen === true),
    site,
  };
}

/** `Object.keys(…)`, `Array.from(…)` and their like. Undefined for what is not understood. */
export function callObjectFunction(
  name: string,
  args: readonly CodeValue[],
  site: Site,
  machine: Machine,
): CodeValue | undefined {
  const [first] = args;
  if (name === "Object.freeze" || name === "Object.seal") return first;
  if (name === "Object.assign") {
    if (first?.kind === "object") for (const source of args.slice(1)) spreadInto(first, source, machine);
    return first;
  }
  if (name === "Object.fromEntries") return fromEntries(first, site);
  if (name === "Array.from") return arrayFrom(args, site, machine);
  if (!/^Object\.(?:keys|values|entries)$/.test(name)) return undefined;
  if (first?.kind !== "object") return opaque(site);
  const items = [...first.entries].map(([key, entry]): CodeValue => {
    const text = scalar(key, entry.key);
    if (name === "Object.keys") return text;
    const value = machine.read(entry);
    return name === "Object.values" ? value : { kind: "list", items: [text, value], isOpen: false, site };
  });
  return { kind: "list", items, isOpen: first.isOpen, site };
}

/** `Array.from(names, (name) => …)`; of something that has a length and no items nothing is known. */
function arrayFrom([source, change]: readonly CodeValue[], site: Site, machine: Machine): CodeValue {
  if (source?.kind !== "list") return opaque(site);
  const copy: ListValue = { ...source, collection: undefined, items: [...source.items], site };
  return change === undefined ? copy : (callListMethod(copy, "map", [change], site, machine) ?? opaque(site));
}

function fromEntries(list: CodeValue | undefined, site: Site): CodeValue {
  if (list?.kind !== "list") return opaque(site);
  const object: ObjectValue = { kind: "object", entries: new Map(), isOpen: list.isOpen, site };
  for (const item of list.items) {
    const [key, value] = item.kind === "list" ? item.items : [];
    if (key?.kind === "scalar" && value !== undefined)
      object.entries.set(String(key.value), { value, key: key.site, written: value.site });
    else object.isOpen = true;
  }
  return object;
}

/** `{ ...source }`: what the target has already is overwritten; of a choice every variant may be. */
export function spreadInto(target: ObjectValue, source: CodeValue, machine: Machine): void {
  switch (source.kind) {
    case "object":
      if (source.isOpen) hideEntries(target);
      for (const [key, entry] of source.entries)
        target.entries.set(key, { ...entry, value: machine.read(entry) });
      return;
    case "scalar":
      // `...undefined` and `...false` add nothing.
      return;
    case "choice":
      spreadChoice(target, source.values, machine);
      return;
    default:
      hideEntries(target);
  }
}

/** What nobody sees may overwrite anything that stands before it. */
function hideEntries(target: ObjectValue): void {
  for (const entry of target.entries.values()) entry.value = opaque(entry.value.site);
  target.isOpen = true;
}

function spreadChoice(target: ObjectValue, variants: readonly CodeValue[], machine: Machine): void {
  const results = variants.map((variant) => {
    const copy: ObjectValue = {
      ...target,
      entries: new Map([...target.entries].map(([key, entry]) => [key, { ...entry }])),
    };
    spreadInto(copy, variant, machine);
    return copy;
  });
  for (const key of new Set(results.flatMap(({ entries }) => [...entries.keys()]))) {
    const found = results.flatMap(({ entries }) => entries.get(key) ?? []);
    const [first] = found;
    if (first === undefined) continue;
    const missing = found.length < results.length ? [scalar(undefined, first.key)] : [];
    target.entries.set(key, {
      ...first,
      value: choose([...found.map(({ value }) => value), ...missing], first.written ?? first.key),
    });
  }
  target.isOpen ||= results.some(({ isOpen }) => isOpen);
}
