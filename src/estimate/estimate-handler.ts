import type { Bundle } from "../graph/bundle.js";
import type { ModuleGraph } from "../graph/module-graph.js";
import type { PathUse } from "../lambda/model.js";
import { memoryMbOfOneVcpu } from "../knowledge/vcpu-memory.js";
import { type CostReader, type WeighedCost, createCostReader } from "./costs.js";
import { createEntryReach, estimateImports } from "./estimate-imports.js";
import type { HandlerEstimate, ModeEstimate } from "./estimate.js";
import { type GraphIndex, type Reached, indexGraph } from "./graph-index.js";
import { type HandlerNeeds, collectWhatIfs } from "./what-ifs.js";
import type { Weigher } from "./weigher.js";

export interface EstimateInput {
  readonly graph: ModuleGraph;
  /** What the bundler makes of the entry; undefined when it was not asked, or failed. */
  readonly bundle?: Bundle | undefined;
  readonly weigher: Weigher;
  /** Memory of the function. Without it the figures stand for a whole vCPU. */
  readonly memoryMb?: number | undefined;
  /** How the handlers come by the module of a specifier: `readImportUses` says it of a file. */
  readonly uses?: ReadonlyMap<string, PathUse>;
  /** What each of several handlers in the file needs. */
  readonly handlers?: readonly HandlerNeeds[];
}

/**
 * What loading a handler's file costs at init, why, and what would make it less. Reads nothing but its input.
 *
 * @throws {RangeError} when the memory is not a positive number.
 */
export function estimateHandler(input: EstimateInput): HandlerEstimate {
  const { graph, bundle, weigher, uses = new Map<string, PathUse>(), handlers = [] } = input;
  const memoryMb = input.memoryMb ?? memoryMbOfOneVcpu;
  const index = indexGraph(graph);
  const costs = createCostReader(index, weigher, memoryMb);
  const entryReach = createEntryReach(graph, index);
  const everything = entryReach.without(() => false);
  const all = costs.costOf(everything);
  const imports = estimateImports({ entryReach, index, weigher, costs, all, uses });
  const bundled = bundle && estimateBundle(bundle, weigher, costs);
  return {
    entry: graph.entry,
    imports,
    unbundled: describeMode(all, everything, index),
    bundled,
    whatIfs: collectWhatIfs({ entryReach, imports, all, bundled, costs, weigher, handlers }),
    problems: [...graph.problems, ...(bundle?.problems ?? [])],
    assumptions: { memoryMb, node: weigher.node },
  };
}

function describeMode(cost: WeighedCost, { numbers }: Reached, index: GraphIndex): ModeEstimate {
  const modules = numbers.flatMap((number) => index.modules[number] ?? []);
  const files = modules.filter(({ format }) => format !== "builtin");
  return { ...cost, builtins: modules.length - files.length, moduleFiles: files.map(({ id }) => id) };
}

function estimateBundle(bundle: Bundle, weigher: Weigher, costs: CostReader): ModeEstimate {
  const { initMs, provenance } = weigher.weighBundle(bundle);
  return {
    modules: bundle.inputs.size,
    bytes: bundle.bytes,
    builtins: bundle.builtins.length,
    initMs: costs.atShare(initMs),
    provenance,
    moduleFiles: [...bundle.inputs.keys()],
  };
}
