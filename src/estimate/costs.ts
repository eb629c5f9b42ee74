import type { GraphModule } from "../graph/module-graph.js";
import type { Cost, MsRange, Provenance } from "./estimate.js";
import type { GraphIndex, Reached } from "./graph-index.js";
import type { Weigher } from "./weigher.js";

/**
 * Megabytes of memory with which Lambda gives a function one whole vCPU: with less, its share is smaller in proportion.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html, checked 2026-11-24
 */
export const MEMORY_MB_OF_ONE_VCPU = 1769;

export interface WeighedCost extends Cost {
  readonly provenance: Provenance;
}

/** Says what sets of modules cost, for a function of some memory. */
export interface CostReader {
  costOf(reached: Reached): WeighedCost;
  /** What the function's share of a vCPU makes of milliseconds on a whole one. */
  atShare(initMs: MsRange): MsRange;
}

export function createCostReader(index: GraphIndex, weigher: Weigher, memoryMb: number): CostReader {
  const slowdown = Math.max(1, MEMORY_MB_OF_ONE_VCPU / memoryMb);
  const atShare = ({ low, likely, high }: MsRange) => ({
    low: low * slowdown,
    likely: likely * slowdown,
    high: high * slowdown,
  });

  function costOf({ numbers }: Reached): WeighedCost {
    const modules = numbers.flatMap((number) => index.modules[number] ?? []);
    const { initMs, provenance } = weigher.weighModules(modules);
    return { ...sizeOf(modules), initMs: atShare(initMs), provenance };
  }

  return { costOf, atShare };
}

/** Files and their bytes: Node's own modules are neither read nor counted. */
export function sizeOf(modules: readonly GraphModule[]): Pick<Cost, "modules" | "bytes"> {
  const files = modules.filter(({ format }) => format !== "builtin");
  return { modules: files.length, bytes: files.reduce((bytes, { facts }) => bytes + facts.bytes, 0) };
}

/** What goes when `all` becomes `rest`. Negative where the rest costs more. */
export function subtractCosts(all: Cost, rest: Cost): Cost {
  const ends = [all.initMs.low - rest.initMs.low, all.initMs.high - rest.initMs.high];
  const likely = all.initMs.likely - rest.initMs.likely;
  return {
    modules: all.modules - rest.modules,
    bytes: all.bytes - rest.bytes,
    initMs: { low: Math.min(...ends, likely), likely, high: Math.max(...ends, likely) },
  };
}
