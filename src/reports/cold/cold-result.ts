import type { ColdHandler, ColdReport, Mode } from "./cold-report.js";
import type { Comparison } from "./compare.js";

/** A report with what was asked about it: what a reporter shows. */
export interface ColdResult {
  readonly report: ColdReport;
  /** What changed since the baseline; undefined where there is none. */
  readonly comparison: Comparison | undefined;
  /** The mode that handlers are ordered by. */
  readonly mode: Mode;
}

/** The handlers with what costs most first: in the mode asked for, and unbundled where one cannot be bundled. */
export function heaviestFirst(handlers: readonly ColdHandler[], mode: Mode): ColdHandler[] {
  const likelyMs = (handler: ColdHandler): number => (handler[mode] ?? handler.unbundled).initMs.likely;
  return handlers.toSorted((a, b) => likelyMs(b) - likelyMs(a));
}
