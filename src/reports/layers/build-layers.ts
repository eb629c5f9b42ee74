import type { ModuleGraph } from "../../graph/module-graph.js";
import { shipsWithRuntime } from "../../knowledge/runtime-modules.js";
import type { ReportProblem } from "../report-problem.js";
import {
  LAYERS_VERSION,
  type LayersReport,
  type SharedPackage,
  type VersionConflict,
} from "./layers-report.js";

/** What one entry loads at init of one version of a package. */
interface LoadedPackage {
  readonly name: string;
  readonly version: string | undefined;
  /** Bytes of its files, by their absolute paths. */
  readonly files: ReadonlyMap<string, number>;
}

/** The packages of an entry. */
export interface EntryPackages {
  /** Relative to the working directory. */
  readonly entry: string;
  readonly packages: readonly LoadedPackage[];
}

/** Packages whose files an entry loads at init. */
export function collectPackages(entry: string, { modules }: ModuleGraph): EntryPackages {
  const packages = new Map<string, LoadedPackage & { readonly files: Map<string, number> }>();
  for (const { id, package: owner, facts } of modules.values()) {
    if (owner === undefined) continue;
    const key = keyOf(owner);
    const known = packages.get(key) ?? {
      name: owner.name,
      version: owner.version,
      files: new Map<string, number>(),
    };
    known.files.set(id, facts.bytes);
    packages.set(key, known);
  }
  return { entry, packages: [...packages.values()] };
}

/** What several entries load, and what they load in several versions. */
export function buildLayersReport(
  entries: readonly EntryPackages[],
  problems: readonly ReportProblem[],
): LayersReport {
  const loaded = groupBy(
    entries.flatMap(({ entry, packages }) => packages.map((one) => ({ entry, ...one }))),
    keyOf,
  );
  return {
    version: LAYERS_VERSION,
    handlers: entries.length,
    shared: loaded
      .filter((copies) => copies.length > 1)
      .map((copies) => describeShared(copies))
      .toSorted((a, b) => b.savedBytes - a.savedBytes || compare(a.name, b.name)),
    conflicts: groupBy(loaded.flat(), ({ name }) => name).flatMap((copies) => describeConflict(copies)),
    problems,
  };
}

interface Copy extends LoadedPackage {
  readonly entry: string;
}

type Copies = readonly [Copy, ...Copy[]];

function describeShared(copies: Copies): SharedPackage {
  const [{ name, version }] = copies;
  const bytes = sum(new Map(copies.flatMap(({ files }) => [...files])).values());
  return {
    name,
    version: version ?? null,
    handlers: handlersOf(copies),
    bytes,
    savedBytes: sum(copies.map(({ files }) => sum(files.values()))) - bytes,
    isInRuntime: shipsWithRuntime(name, OLDEST_SUPPORTED),
  };
}

/** All runtimes from here on ship the same. */
const OLDEST_SUPPORTED = "nodejs20.x";

function describeConflict(copies: Copies): readonly VersionConflict[] {
  const versions = groupBy(
    copies.filter(({ version }) => version !== undefined),
    ({ version }) => version ?? "",
  );
  if (versions.length < 2) return [];
  const [{ name }] = copies;
  return [
    {
      name,
      versions: versions
        .map((ofVersion) => ({ version: ofVersion[0].version ?? "", handlers: handlersOf(ofVersion) }))
        .toSorted((a, b) => a.version.localeCompare(b.version, "en", { numeric: true })),
    },
  ];
}

function handlersOf(copies: readonly Copy[]): readonly string[] {
  return [...new Set(copies.map(({ entry }) => entry))].toSorted(compare);
}

function keyOf({ name, version }: { readonly name: string; readonly version: string | undefined }): string {
  return `${name}@${version ?? ""}`;
}

/** In the order of their keys. */
function groupBy(copies: readonly Copy[], keyOfCopy: (copy: Copy) => string): readonly Copies[] {
  const groups = new Map<string, [Copy, ...Copy[]]>();
  for (const copy of copies) {
    const key = keyOfCopy(copy);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [copy]);
    else group.push(copy);
  }
  return [...groups].toSorted(([a], [b]) => compare(a, b)).map(([, group]) => group);
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
