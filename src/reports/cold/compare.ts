import type { ColdCost, ColdHandler, ColdReport } from "./cold-report.js";

/** What a change adds (positive) or saves (negative). */
export interface CostChange {
  readonly ms: number;
  readonly bytes: number;
  readonly modules: number;
}

export interface HandlerChange {
  readonly entry: string;
  readonly kind: "added" | "removed" | "changed";
  readonly unbundled: CostChange;
  /** Null where one of the two could not be bundled. */
  readonly bundled: CostChange | null;
  /** Imports that the file did not have, the heaviest first. */
  readonly importsAdded: readonly ImportChange[];
  /** Imports that the file no longer has, the heaviest first. */
  readonly importsRemoved: readonly ImportChange[];
}

export interface ImportChange {
  readonly specifier: string;
  /** Likely milliseconds of the import, everything it loads included. */
  readonly ms: number;
}

export interface Comparison {
  /** The handlers whose cost changed: what costs more comes first. */
  readonly changes: readonly HandlerChange[];
  readonly unchanged: number;
  /** Over all handlers, unbundled. */
  readonly total: CostChange;
  /** False where memory, Node.js or the machine differ for a handler: then milliseconds changed without the code. */
  readonly hasSameAssumptions: boolean;
}

/** Said beside the changes where the assumptions differ. */
export const OTHER_ASSUMPTIONS =
  "The baseline assumes other memory, another Node.js or another machine: its milliseconds are not comparable.";

const NOTHING: CostChange = { ms: 0, bytes: 0, modules: 0 };

/** What the later report adds to the earlier one, or saves. Handlers are matched by their entry. */
export function compareReports(before: ColdReport, after: ColdReport): Comparison {
  const earlier = new Map(before.handlers.map((handler) => [handler.entry, handler]));
  const later = new Map(after.handlers.map((handler) => [handler.entry, handler]));
  const entries = [...new Set([...later.keys(), ...earlier.keys()])];
  const all = entries.map((entry) => compareHandlers(entry, earlier.get(entry), later.get(entry)));
  const changes = all.filter(hasChanged).sort((a, b) => b.unbundled.ms - a.unbundled.ms);
  return {
    changes,
    unchanged: all.length - changes.length,
    total: changes.reduce((sum, { unbundled }) => plus(sum, unbundled), NOTHING),
    hasSameAssumptions: after.handlers.every((handler) => {
      const other = earlier.get(handler.entry);
      return other === undefined || assumptionsOf(other) === assumptionsOf(handler);
    }),
  };
}

/** A machine that was calibrated has milliseconds of its own. */
function assumptionsOf({ assumptions: { memoryMb, node }, unbundled }: ColdHandler): string {
  return JSON.stringify([memoryMb, node, unbundled.provenance === "measured"]);
}

function compareHandlers(
  entry: string,
  before: ColdHandler | undefined,
  after: ColdHandler | undefined,
): HandlerChange {
  return {
    entry,
    kind: before === undefined ? "added" : after === undefined ? "removed" : "changed",
    unbundled: minus(after?.unbundled, before?.unbundled),
    bundled:
      after?.bundled === null || before?.bundled === null ? null : minus(after?.bundled, before?.bundled),
    importsAdded: importsOnlyIn(after, before),
    importsRemoved: importsOnlyIn(before, after),
  };
}

function hasChanged({ kind, unbundled, bundled, importsAdded, importsRemoved }: HandlerChange): boolean {
  if (kind !== "changed" || importsAdded.length > 0 || importsRemoved.length > 0) return true;
  return [unbundled, bundled ?? NOTHING].some(
    ({ ms, bytes, modules }) => ms !== 0 || bytes !== 0 || modules !== 0,
  );
}

function importsOnlyIn(handler: ColdHandler | undefined, other: ColdHandler | undefined): ImportChange[] {
  const others = new Set(other?.imports.map(({ specifier }) => specifier));
  return (handler?.imports ?? [])
    .filter(({ specifier }) => !others.has(specifier))
    .map(({ specifier, initMs }) => ({ specifier, ms: initMs.likely }))
    .sort((a, b) => b.ms - a.ms);
}

function minus(after: ColdCost | undefined, before: ColdCost | undefined): CostChange {
  return {
    ms: toTenth((after?.initMs.likely ?? 0) - (before?.initMs.likely ?? 0)),
    bytes: (after?.bytes ?? 0) - (before?.bytes ?? 0),
    modules: (after?.modules ?? 0) - (before?.modules ?? 0),
  };
}

function plus(a: CostChange, b: CostChange): CostChange {
  return { ms: toTenth(a.ms + b.ms), bytes: a.bytes + b.bytes, modules: a.modules + b.modules };
}

/** Differences of decimal fractions are not: 0.3 - 0.1 is 0.19999999999999998. */
function toTenth(ms: number): number {
  return Math.round(ms * 10) / 10 + 0;
}
