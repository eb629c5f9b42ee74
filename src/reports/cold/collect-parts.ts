import type { Weigher } from "../../estimate/weigher.js";
import type { GraphModule, ModuleGraph } from "../../graph/module-graph.js";
import { displayPath } from "../../project/display-path.js";
import type { ColdPart } from "./cold-report.js";

interface PartOptions {
  readonly weigher: Pick<Weigher, "moduleMs">;
  /** Likely milliseconds of the whole entry, which the parts add up to. */
  readonly wholeMs: number;
  /** Paths are shown relative to it. */
  readonly directory: string;
}

/** Files of a part that are listed. */
const MAX_FILES = 24;

interface WeighedModule {
  readonly module: GraphModule;
  readonly ms: number;
}

/** Whose modules an entry loads. Each module counts once, by what it costs itself. */
export function collectParts(graph: ModuleGraph, { weigher, wholeMs, directory }: PartOptions): ColdPart[] {
  const importers = collectImporters(graph);
  const modules = [...importers.keys()]
    .flatMap((id) => graph.modules.get(id) ?? [])
    .map((module) => ({ module, ms: weigher.moduleMs(module) }));
  const sum = sumOf(modules, ({ ms }) => ms);
  // What Node.js does once for all modules is shared out among them.
  const scale = sum === 0 ? 0 : wholeMs / sum;
  const parts = groupByOwner(modules).map((members) => {
    const [{ module: nearest }] = members;
    const heaviest = members.toSorted((a, b) => b.ms - a.ms).slice(0, MAX_FILES);
    return {
      ...describe(nearest),
      modules: members.length,
      bytes: sumOf(members, ({ module }) => module.facts.bytes),
      ms: toTenth(sumOf(members, ({ ms }) => ms) * scale),
      why: wayTo(nearest.id, importers).map((id) => displayPath(id, directory)),
      files: heaviest.map(({ module: { id, facts }, ms }) => ({
        file: displayPath(id, directory),
        bytes: facts.bytes,
        ms: toTenth(ms * scale),
      })),
    };
  });
  return parts.sort((a, b) => b.ms - a.ms);
}

function groupByOwner(modules: readonly WeighedModule[]): [WeighedModule, ...WeighedModule[]][] {
  const groups = new Map<string, [WeighedModule, ...WeighedModule[]]>();
  for (const item of modules) {
    const key = keyOf(item.module);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

function sumOf<T>(items: readonly T[], amountOf: (item: T) => number): number {
  return items.reduce((sum, item) => sum + amountOf(item), 0);
}

function keyOf({ format, package: owner }: GraphModule): string {
  if (format === "builtin") return "node:";
  return owner === undefined ? "" : `${owner.name}@${owner.version ?? ""}`;
}

function describe({ format, package: owner }: GraphModule): Pick<ColdPart, "kind" | "name" | "version"> {
  if (format === "builtin") return { kind: "node", name: "node", version: null };
  if (owner === undefined) return { kind: "project", name: "project", version: null };
  return { kind: "package", name: owner.name, version: owner.version ?? null };
}

/**
 * For each module the one that it is reached from first: following them gives a shortest way. In the order of their
 * distance from the entry.
 */
function collectImporters({ entry, modules }: ModuleGraph): ReadonlyMap<string, string | undefined> {
  const importers = new Map<string, string | undefined>([[entry, undefined]]);
  for (const id of importers.keys()) {
    for (const { isEager, target } of modules.get(id)?.edges ?? []) {
      if (isEager && target !== undefined && !importers.has(target)) importers.set(target, id);
    }
  }
  return importers;
}

function wayTo(id: string, importers: ReadonlyMap<string, string | undefined>): string[] {
  const way: string[] = [];
  for (let step: string | undefined = id; step !== undefined; step = importers.get(step)) way.unshift(step);
  return way;
}

function toTenth(ms: number): number {
  return Math.round(ms * 10) / 10;
}
