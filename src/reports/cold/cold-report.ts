import type { MsRange, Provenance, WhatIf } from "../../estimate/estimate.js";
import type { PathUse } from "../../lambda/model.js";
import type { ReportProblem } from "../report-problem.js";
import type { Shard } from "./shard.js";

/** The version of the format, raised when a reader of the earlier one would go wrong. */
export const COLD_VERSION = 1;

/** What `cold` says, as `--format json` writes it: schema/cold.schema.json describes it. */
export interface ColdReport {
  readonly version: typeof COLD_VERSION;
  /** In alphabetical order of their entries, each entry once. */
  readonly handlers: readonly ColdHandler[];
  /** The budgets that are exceeded, in the order of the handlers. */
  readonly findings: readonly BudgetFinding[];
  /** What kept whole files from being estimated. */
  readonly problems: readonly ReportProblem[];
  /** The part of a run that this is. Undefined for a whole one. */
  readonly shard?: Shard;
}

/** One handler's file. Paths are relative to the working directory, with forward slashes, except `moduleFiles`. */
export interface ColdHandler {
  readonly entry: string;
  /** In source order. */
  readonly imports: readonly ColdImport[];
  readonly unbundled: ColdMode;
  /** Null where the handler cannot be bundled: `problems` says why. */
  readonly bundled: ColdMode | null;
  /** Where the unbundled handler's time goes, by package: the parts add up to it. What costs most comes first. */
  readonly parts: readonly ColdPart[];
  readonly whatIfs: readonly ColdWhatIf[];
  readonly problems: readonly ReportProblem[];
  /** What templates and infrastructure code say of the functions that run the file; null where none names it. */
  readonly configured?: ColdConfigured | null;
  readonly assumptions: ColdAssumptions;
}

export interface ColdCost {
  readonly modules: number;
  readonly bytes: number;
  readonly initMs: MsRange;
}

export interface ColdMode extends ColdCost {
  /** Distinct modules of Node.js itself. */
  readonly builtins: number;
  readonly provenance: Provenance;
  /** Absolute real paths, in the order in which they load. Only with `--list-modules`. */
  readonly moduleFiles?: readonly string[];
  /** Only with `--measure`, where the entry could be loaded. */
  readonly measured?: ColdMeasurement;
}

/** Costs of imports do not add up: they share modules. All figures are of the unbundled handler. */
export interface ColdImport extends ColdCost {
  readonly specifier: string;
  readonly line: number;
  readonly provenance: Provenance;
  /** What would go if only this import went. */
  readonly exclusive: ColdCost;
  /** What would stay, since other imports load it as well. */
  readonly shared: ColdCost;
  /** From the import to the part that costs most by itself. */
  readonly chain: readonly ColdLink[];
  /** Whether the handler needs it on every path; null where the file does not say. */
  readonly use: PathUse | null;
}

export interface ColdLink extends ColdCost {
  readonly file: string;
  /** Null for the project's own files and for Node's. */
  readonly package: string | null;
}

/** The modules of one package, of the project itself or of Node.js, without what they import elsewhere. */
export interface ColdPart {
  readonly kind: "package" | "project" | "node";
  /** Of the package; `project` and `node` stand for themselves. */
  readonly name: string;
  /** Null where it is not known, and for the project. */
  readonly version: string | null;
  readonly modules: number;
  readonly bytes: number;
  /** Likely milliseconds. */
  readonly ms: number;
  /** The shortest way from the entry to the first module of the part, both included. */
  readonly why: readonly string[];
  /** The modules that cost most. */
  readonly files: readonly ColdPartFile[];
}

export interface ColdPartFile {
  readonly file: string;
  readonly bytes: number;
  readonly ms: number;
}

export interface ColdWhatIf {
  readonly kind: WhatIf["kind"];
  readonly subject: string | null;
  /** What to do, in one sentence. */
  readonly action: string;
  /** Negative where it would cost. */
  readonly saves: ColdCost;
}

export interface ColdConfigured {
  /** Their names in the configuration. */
  readonly functions: readonly string[];
  /** The least that one of them has; null where it is not known. */
  readonly memoryMb: number | null;
  /** How they are deployed; null where it is not known. Budgets hold for it, unless something else is asked for. */
  readonly mode: Mode | null;
}

export interface ColdAssumptions {
  readonly memoryMb: number;
  /** The share of a vCPU that this memory buys: memoryMb / 1769, at most 1. */
  readonly vcpu: number;
  /** The version of Node.js whose measurements the figures rest on. */
  readonly node: string;
}

/** What loading the entry took in processes of this machine, over an empty module. */
export interface ColdMeasurement {
  /** Median and quartiles. */
  readonly initMs: MsRange;
  readonly runs: number;
}

/** What a budget limits: likely milliseconds of init, kilobytes of 1,000 bytes, modules. */
export type BudgetMetric = "ms" | "kb" | "modules";

/** One budget that a handler exceeds. */
export interface BudgetFinding {
  readonly entry: string;
  readonly metric: BudgetMetric;
  readonly mode: Mode;
  readonly actual: number;
  readonly limit: number;
  /** The import that costs most by this metric, unbundled; null where the file imports nothing. */
  readonly heaviest: { readonly specifier: string; readonly line: number; readonly amount: number } | null;
  /** In a sentence or two, without the entry. */
  readonly message: string;
}

/** The two ways of deploying a handler. */
export type Mode = "unbundled" | "bundled";
