import type { ReportProblem } from "../report-problem.js";

/** The version of the format, raised when a reader of the earlier one would go wrong. */
export const LAYERS_VERSION = 1;

/** What `layers` says, as `--format json` writes it: schema/layers.schema.json describes it. */
export interface LayersReport {
  readonly version: typeof LAYERS_VERSION;
  /** How many handlers were read. */
  readonly handlers: number;
  /** Packages that several handlers load, what a layer would save most first. */
  readonly shared: readonly SharedPackage[];
  /** Packages that handlers load in several versions, in alphabetical order. */
  readonly conflicts: readonly VersionConflict[];
  readonly problems: readonly ReportProblem[];
}

/** One version of a package. */
export interface SharedPackage {
  readonly name: string;
  /** Null where its package.json does not say it. */
  readonly version: string | null;
  /** Entries that load it, relative to the working directory, in alphabetical order. */
  readonly handlers: readonly string[];
  /** Of the files that any of them loads. */
  readonly bytes: number;
  /** What the handlers load of it together, beyond one copy. */
  readonly savedBytes: number;
  /** The runtimes of Lambda have it: it needs no layer. */
  readonly isInRuntime: boolean;
}

export interface VersionConflict {
  readonly name: string;
  /** In the order of the versions. */
  readonly versions: readonly { readonly version: string; readonly handlers: readonly string[] }[];
}
