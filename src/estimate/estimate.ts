import type { GraphProblem } from "../graph/module-graph.js";
import type { PathUse } from "../lambda/model.js";
import type { WeightProvenance } from "../weight/create-weigher.js";
import type { MsRange } from "../weight/ms-range.js";

export type { MsRange } from "../weight/ms-range.js";

/** What a set of modules costs to load. */
export interface Cost {
  readonly modules: number;
  readonly bytes: number;
  readonly initMs: MsRange;
}

/** Where a figure comes from, the most trusted first. */
export type Provenance = WeightProvenance;

/** What one import of a handler file costs. Costs of imports do not add up: they share modules. */
export interface ImportEstimate extends Cost {
  readonly specifier: string;
  /** From 1. */
  readonly line: number;
  readonly provenance: Provenance;
  /** What would go if only this import went. */
  readonly exclusive: Cost;
  /** What would stay, since other imports load it as well. */
  readonly shared: Cost;
  /** From the import to the part that costs most by itself, by the shortest way: display names of modules. */
  readonly heaviestChain: readonly ChainLink[];
  /** Whether the handler needs it on every path; undefined where the file does not say. */
  readonly use: PathUse | undefined;
}

export interface ChainLink {
  /** Absolute path, or `node:http2`. */
  readonly file: string;
  readonly package: string | undefined;
  /** What is below this link, its own cost included. */
  readonly inclusive: Cost;
}

/** What a change of the code or of the build would do to the handler's init. Savings may be negative. */
export interface WhatIf {
  readonly kind: "lazy-import" | "lighter-import" | "split-handler" | "bundle" | "unbundle";
  /** The import or the handler that changes; undefined where the whole file does. */
  readonly subject: string | undefined;
  /** What to do, in one sentence. */
  readonly action: string;
  readonly saves: Cost;
}

/** One way of deploying the handler. */
export interface ModeEstimate extends Cost {
  /** Distinct modules of Node.js itself. */
  readonly builtins: number;
  readonly provenance: Provenance;
  /** Absolute paths, in the order in which they load. */
  readonly moduleFiles: readonly string[];
}

export interface HandlerEstimate {
  /** Absolute path of the handler's file. */
  readonly entry: string;
  readonly imports: readonly ImportEstimate[];
  readonly unbundled: ModeEstimate;
  /** Undefined where the handler cannot be bundled: `problems` says why. */
  readonly bundled: ModeEstimate | undefined;
  readonly whatIfs: readonly WhatIf[];
  readonly problems: readonly GraphProblem[];
  /** What the milliseconds stand for. */
  readonly assumptions: EstimateAssumptions;
}

export interface EstimateAssumptions {
  /** Memory of the function, in MB. Init time is stated for its share of a vCPU: memoryMb / 1769, at most 1. */
  readonly memoryMb: number;
  /** Version of Node.js whose measurements the figures rest on. */
  readonly node: string;
}
