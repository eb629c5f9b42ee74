import { type CodeValue, type ListValue, type Site, choose, opaque, scalar } from "./code-value.js";
import { callListMethod } from "./container-calls.js";
import type { Machine } from "./machine.js";

/**
 * `new Map(entries)` and `new Set(items)`, which are lists of their pairs or items: going through them, spreading them and
 * looking for what is in them is then the same.
 */
export function makeCollection(
  name: string,
  [items]: readonly CodeValue[],
  site: Site,
): ListValue | undefined {
  if (name !== "Map" && name !== "Set") return undefined;
  const isEmpty = items === undefined || (items.kind === "scalar" && items.value === undefined);
  const known = items?.kind === "list" ? items : undefined;
  return {
    kind: "list",
    collection: name,
    items: [...(known?.items ?? [])],
    isOpen: known?.isOpen ?? !isEmpty,
    site,
  };
}

/** Methods of what `new Map` and `new Set` make. Undefined for one that is not understood. */
export function callCollectionMethod(
  list: ListValue,
  method: string,
  args: readonly CodeValue[],
  site: Site,
  machine: Machine,
): CodeValue | undefined {
  switch (method) {
    case "delete":
    case "clear":
      list.isOpen = true;
      return opaque(site);
    case "set":
      return setEntry(list, args, site);
    case "get":
      return entryOf(list, args[0], site);
    case "add":
      list.items.push(...args);
      return list;
    case "has":
      return list.collection === "Set"
        ? callListMethod(list, "includes", args, site, machine)
        : hasEntry(list, args[0], site);
    case "keys":
    case "values":
    case "entries":
      return { ...list, collection: undefined, items: itemsOf(list, method, site), site };
    case "forEach": {
      const [visit] = args;
      if (visit?.kind !== "function") return undefined;
      for (const pair of list.items) {
        const [key, value] = partsOf(list, pair, site);
        machine.invoke(visit, [value, key, list]);
      }
      return scalar(undefined, site);
    }
    default:
      return undefined;
  }
}

/** What is set again may be set in one of several branches: both values are possible then. */
function setEntry(list: ListValue, [key, value]: readonly CodeValue[], site: Site): CodeValue {
  if (key === undefined || value === undefined) return list;
  if (key.kind !== "scalar") list.isOpen = true;
  const index = list.items.findIndex((pair) => isKey(pair, key));
  const [, earlier] = index === -1 ? [] : partsOf(list, list.items[index], site);
  const next = earlier === undefined ? value : choose([earlier, value], site);
  const pair: ListValue = { kind: "list", items: [key, next], isOpen: false, site };
  if (index === -1) list.items.push(pair);
  else list.items[index] = pair;
  return list;
}

function entryOf(list: ListValue, key: CodeValue | undefined, site: Site): CodeValue {
  if (key?.kind !== "scalar" || !areKeysKnown(list)) return opaque(site);
  const pair = list.items.find((item) => isKey(item, key));
  if (pair !== undefined) return partsOf(list, pair, site)[1];
  return list.isOpen ? opaque(site) : scalar(undefined, site);
}

function hasEntry(list: ListValue, key: CodeValue | undefined, site: Site): CodeValue {
  if (key?.kind !== "scalar" || list.isOpen || !areKeysKnown(list)) return opaque(site);
  return scalar(
    list.items.some((item) => isKey(item, key)),
    site,
  );
}

function areKeysKnown({ items }: ListValue): boolean {
  return items.every((pair) => pair.kind === "list" && pair.items[0]?.kind === "scalar");
}

function isKey(pair: CodeValue, key: CodeValue): boolean {
  const [own] = pair.kind === "list" ? pair.items : [];
  return own?.kind === "scalar" && key.kind === "scalar" && own.value === key.value;
}

function itemsOf(list: ListValue, method: "keys" | "values" | "entries", site: Site): CodeValue[] {
  return list.items.map((item): CodeValue => {
    const [key, value] = partsOf(list, item, site);
    if (method === "entries") return { kind: "list", items: [key, value], isOpen: false, site };
    return method === "keys" ? key : value;
  });
}

/** The key and the value; of a set both are the item. */
function partsOf(
  list: ListValue,
  item: CodeValue | undefined,
  site: Site,
): readonly [key: CodeValue, value: CodeValue] {
  if (item === undefined) return [opaque(site), opaque(site)];
  if (list.collection === "Set") return [item, item];
  const [key, value] = item.kind === "list" ? item.items : [];
  return [key ?? opaque(site), value ?? opaque(site)];
}
