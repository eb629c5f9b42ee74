import type { ColdHandler, ColdReport, ColdWhatIf, Mode } from "./cold-report.js";
import type { Comparison } from "./compare.js";

/** A report with what was asked about it: what a reporter shows. */
export interface ColdResult {
  readonly report: ColdReport;
  /** What changed since the baseline; undefined where there is none. */
  readonly comparison: Comparison | undefined;
  /** The mode that handlers are ordered by. */
  readonly mode: Mode;
}

/** What would help, or would not: of bundling and its opposite only what is a change of the mode asked for. */
export function relevantWhatIfs({ whatIfs }: ColdHandler, mode: Mode): ColdWhatIf[] {
  const changeOfMode = mode === "bundled" ? "unbundle" : "bundle";
  return whatIfs.filter(({ kind }) => (kind !== "bundle" && kind !== "unbundle") || kind === changeOfMode);
}

/** The handlers with what costs most first: in the mode asked for, and unbundled where one cannot be bundled. */
export function heaviestFirst(handlers: readonly ColdHandler[], mode: Mode): ColdHandler[] {
  const likelyMs = (handler: ColdHandler): number => (handler[mode] ?? handler.unbundled).initMs.likely;
  return handlers.toSorted((a, b) => likelyMs(b) - likelyMs(a));
}
