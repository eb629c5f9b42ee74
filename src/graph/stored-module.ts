import type { SourceAnalysis } from "./evaluate/analyze-source.js";
import type { Stamp } from "./cache/stamps.js";
import { idsOf, type PackedModules, packModules, unpackModules } from "./cache/pack-modules.js";
import type { Packing } from "./cache/package-cache.js";
import type { GraphModule, ModuleEdge } from "./module-graph.js";
import type { Resolution } from "./resolve-module.js";

/** An edge as it is known before anybody knows what runs. */
export interface StoredEdge extends ModuleEdge {
  /** It may fail, or not happen, without the module failing. */
  readonly isOptional: boolean;
}

/** A module with what is wrong with it, if anything is. */
export interface StoredModule extends GraphModule {
  /** Those that are not eager may become so in a graph: when another module calls what has them. */
  readonly edges: readonly StoredEdge[];
  /** What runs at init, and what the exports do. Undefined where the text was simple enough to do without, and while it `isOpen`. */
  readonly analysis: SourceAnalysis | undefined;
  /** Why nothing is known of its text. */
  readonly reason: string | undefined;
}

/**
 * Whether nobody has looked yet at what would call the functions of a module that load something and that its own text does not
 * call. A graph in which others load the same leaves it so, and those edges lazy: its modules are the same either way.
 */
export function isOpen(module: StoredModule): boolean {
  return (
    module.analysis === undefined &&
    module.reason === undefined &&
    module.edges.some((edge) => mayWake(edge, module))
  );
}

/** Whether an edge that is not eager may become so. What CommonJS imports it does not wait for. */
export function mayWake({ isEager, kind }: ModuleEdge, { format }: GraphModule): boolean {
  return !isEager && (kind === "require" || (kind === "dynamic-import" && format === "module"));
}

/** A module with the questions about it that were answered before. */
export interface Entry {
  readonly module: StoredModule;
  /** Of its file, when that was read. */
  readonly stamp: Stamp;
  readonly resolutions: Map<string, Resolution>;
  readonly mentions: Map<string, boolean>;
  /** Names that the module's analysis has followed. */
  readonly followed: ReadonlySet<string>;
}

interface PackedEntries extends PackedModules {
  readonly stamps: readonly Stamp[];
  /** Of the few modules that have something in it, by number. */
  readonly details: readonly (readonly [number, PackedDetails])[];
}

interface PackedDetails {
  readonly analysis?: SourceAnalysis;
  readonly reason?: string;
  readonly resolutions: readonly (readonly [string, string | null])[];
  readonly mentions: readonly (readonly [string, boolean])[];
  readonly followed: readonly string[];
}

/** Entries as JSON. */
export const entryPacking: Packing<Entry> = {
  pack: (entries): PackedEntries => ({
    ...packModules(entries.map(({ module }) => module)),
    stamps: entries.map(({ stamp }) => stamp),
    details: entries.flatMap((entry, index) => (hasDetails(entry) ? [[index, packDetails(entry)]] : [])),
  }),
  unpack: (json) => {
    const packed = json as PackedEntries;
    const details = new Map(packed.details);
    return unpackModules(packed, idsOf(packed)).map((module, index) =>
      entryOf(module, packed.stamps[index] ?? "", details.get(index)),
    );
  },
};

function hasDetails({ module, resolutions, mentions, followed }: Entry): boolean {
  const isKnown = module.analysis !== undefined || module.reason !== undefined;
  return isKnown || resolutions.size + mentions.size + followed.size > 0;
}

function packDetails({ module, resolutions, mentions, followed }: Entry): PackedDetails {
  const { analysis, reason } = module;
  return {
    ...(analysis && { analysis }),
    ...(reason !== undefined && { reason }),
    resolutions: [...resolutions].map(([key, target]) => [key, target ?? null]),
    mentions: [...mentions],
    followed: [...followed],
  };
}

function entryOf(module: GraphModule, stamp: Stamp, details: PackedDetails | undefined): Entry {
  const edges = module.edges.map((edge) => ({ ...edge, isOptional: edge.isOptional === true }));
  return {
    module: { ...module, edges, analysis: details?.analysis, reason: details?.reason },
    stamp,
    resolutions: new Map(details?.resolutions.map(([key, target]) => [key, target ?? undefined])),
    mentions: new Map(details?.mentions),
    followed: new Set(details?.followed),
  };
}
