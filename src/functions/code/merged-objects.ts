import { type ObjectMerge, objectMerges } from "../../knowledge/object-merges.js";
import {
  type CodeValue,
  type Entry,
  type ImportedValue,
  type ListValue,
  type ObjectValue,
  type Site,
  opaque,
} from "./code-value.js";
import type { Machine } from "./machine.js";

/** Bounds of one merge: what has more, or goes deeper, is unknown. */
const MAX_ENTRIES = 10_000;
const MAX_DEPTH = 40;
/** Options of a merge that change nothing but what becomes of lists. */
const OF_LISTS = /^(?:arrayMerge|clone)$/;

/**
 * What a package makes of several objects: `merge(base, { functions })`, `deepmerge.all([base, users, orders])`. Undefined for
 * a function that is none of these, and where it may make anything of them.
 */
export function mergeByPackage(
  { specifier, path }: ImportedValue,
  args: readonly CodeValue[],
  site: Site,
  machine: Machine,
): CodeValue | undefined {
  const name = [specifier, ...path].join(".");
  const merge = Object.hasOwn(objectMerges, name) ? objectMerges[name] : undefined;
  const given = merge && objectsOf(merge, args);
  const lists = merge && listsOf(merge, args);
  if (merge === undefined || given === undefined || lists === undefined) return undefined;
  const merging = new Merging(lists, site, machine);
  const none: ObjectValue = { kind: "object", entries: new Map(), isOpen: false, site };
  const ordered = merge.wins === "last" ? given : [...given].reverse();
  return ordered.reduce<CodeValue>((merged, next) => merging.merge(merged, next, 0), none);
}

/** The objects that are merged; undefined where there may be others. */
function objectsOf(
  { takes, options }: ObjectMerge,
  args: readonly CodeValue[],
): readonly CodeValue[] | undefined {
  const [list] = args;
  if (takes === "list") return list?.kind === "list" && !list.isOpen ? list.items : undefined;
  return args.slice(0, options);
}

/** What becomes of lists; undefined where the options may say anything of the rest as well. */
function listsOf(
  { lists, options }: ObjectMerge,
  args: readonly CodeValue[],
): ObjectMerge["lists"] | undefined {
  const given = options === undefined ? undefined : args[options];
  if (given === undefined) return lists;
  const isOfLists =
    given.kind === "object" && !given.isOpen && [...given.entries.keys()].every((key) => OF_LISTS.test(key));
  return isOfLists ? "unknown" : undefined;
}

/** Makes values anew, so that nobody's own objects change. */
class Merging {
  #entries = 0;

  constructor(
    private readonly lists: ObjectMerge["lists"],
    private readonly site: Site,
    private readonly machine: Machine,
  ) {}

  /** The later one is put over the earlier one. */
  merge(earlier: CodeValue, later: CodeValue, depth: number): CodeValue {
    if (earlier.kind === "object" && later.kind === "object" && depth < MAX_DEPTH)
      return this.#mergeObjects(earlier, later, depth);
    if (earlier.kind === "list" && later.kind === "list" && this.lists === "joined")
      return this.#joinLists(earlier, later);
    // A text or a number takes the place of anything. Of others either may be something that the merge goes through.
    return later.kind === "scalar" && later.value !== undefined ? later : opaque(this.site);
  }

  #mergeObjects(earlier: ObjectValue, later: ObjectValue, depth: number): CodeValue {
    this.#entries += earlier.entries.size + later.entries.size;
    if (this.#entries > MAX_ENTRIES) return opaque(this.site);
    const entries = new Map<string, Entry>();
    for (const [key, entry] of earlier.entries) {
      const value = this.machine.read(entry);
      entries.set(key, { ...entry, value: later.isOpen ? opaque(value.site) : value });
    }
    for (const [key, entry] of later.entries) {
      const value = this.machine.read(entry);
      const known = earlier.entries.get(key);
      const merged =
        known !== undefined
          ? this.merge(this.machine.read(known), value, depth + 1)
          : earlier.isOpen
            ? withMore(value)
            : value;
      entries.set(key, { ...entry, value: merged });
    }
    return { kind: "object", entries, isOpen: earlier.isOpen || later.isOpen, site: earlier.site };
  }

  #joinLists(earlier: ListValue, later: ListValue): CodeValue {
    const items = [...earlier.items, ...later.items];
    this.#entries += items.length;
    if (this.#entries > MAX_ENTRIES) return opaque(this.site);
    return { kind: "list", items, isOpen: earlier.isOpen || later.isOpen, site: earlier.site };
  }
}

/** The value over one that nobody sees. */
function withMore(value: CodeValue): CodeValue {
  return value.kind === "object" || value.kind === "list" ? { ...value, isOpen: true } : value;
}
