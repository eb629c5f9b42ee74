import type { ReportProblem } from "../report-problem.js";

/** The version of the format, raised when a reader of the earlier one would go wrong. */
export const PROFILE_VERSION = 1;

/** What `profile` says, as `--format json` writes it: schema/profile.schema.json describes it. */
export interface ProfileReport {
  readonly version: typeof PROFILE_VERSION;
  /** In the order of the files, the smaller memory first. */
  readonly profiles: readonly MemoryProfile[];
  readonly problems: readonly ReportProblem[];
}

/** The invocations that one log has of a function with one memory size. */
export interface MemoryProfile {
  /** Relative to the working directory. */
  readonly file: string;
  readonly memoryMb: number;
  readonly invocations: number;
  /** Those that began with init. */
  readonly coldStarts: number;
  readonly durationMs: Percentiles;
  /** Null where none began with it. */
  readonly initMs: Percentiles | null;
  readonly maxMemoryUsedMb: number;
  /** What was paid for, in the mean of the invocations. */
  readonly billedMs: number;
  /** What to do about the memory, in a sentence or two; null for nothing. */
  readonly advice: string | null;
}

/** By nearest rank. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}
