import type { Architecture } from "../../knowledge/lambda-prices.js";
import type { ReportProblem } from "../report-problem.js";

/** The version of the format, raised when a reader of the earlier one would go wrong. */
export const COST_VERSION = 1;

/** What `cost` says, as `--format json` writes it: schema/cost.schema.json describes it. Amounts are US dollars. */
export interface CostReport {
  readonly version: typeof COST_VERSION;
  readonly prices: {
    readonly region: string;
    /** The day on which the prices were looked up. */
    readonly checked: string;
  };
  readonly functions: readonly FunctionCost[];
  /** The functions of the configuration whose memory is not known. */
  readonly unknown: readonly string[];
  readonly problems: readonly ReportProblem[];
}

/** What is said of the invocations of a function. */
export interface Workload {
  readonly memoryMb: number;
  readonly architecture: Architecture;
  readonly durationMs: number;
  /** Invocations a month. */
  readonly invocations: number;
  /** The share of the invocations that begin with init, from 0 to 1. */
  readonly coldShare: number;
  readonly initMs: number;
}

export interface Cost extends Workload {
  /** A month. */
  readonly usd: {
    readonly requests: number;
    readonly duration: number;
    readonly init: number;
    readonly total: number;
  };
  readonly usdPerInvocation: number;
  readonly usdPerMillion: number;
}

export interface FunctionCost extends Cost {
  /** Null for one that is in no configuration. */
  readonly id: string | null;
  /** Where the configuration has it, relative to the working directory. */
  readonly file: string | null;
  /** From 1. */
  readonly line: number | null;
  /** For each other memory size the duration at which an invocation costs the same. */
  readonly breakEven: readonly { readonly memoryMb: number; readonly durationMs: number }[];
  /** What was asked for with `--compare`; null for nothing. */
  readonly proposed: (Cost & { readonly deltaUsd: number }) | null;
}
