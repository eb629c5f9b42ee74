import type { GraphModule } from "../graph/module-graph.js";
import { scaleToMemory } from "../weight/ms-range.js";
import type { Cost, MsRange, Provenance } from "./estimate.js";
import type { GraphIndex, Reached } from "./graph-index.js";
import type { Weigher } from "./weigher.js";

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
  const atShare = (initMs: MsRange) => scaleToMemory(initMs, memoryMb);

  function costOf({ numbers }: Reached): WeighedCost {
    const modules = numbers.flatMap((number) => index.modules[number] ?? []);
    const { initMs, provenance } = weigher.weighModules(modules);
    return { ...sizeOf(modules), initMs: atShare(initMs), provenance };
  }

  return { costOf, atShare };
}

/** Files and their bytes: Node's own modules are neither read nor counted. */
function sizeOf(modules: readonly GraphModule[]): Pick<Cost, "modules" | "bytes"> {
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
