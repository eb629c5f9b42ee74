import type { GraphModule } from "../../graph/module-graph.js";
import type { Weighed, Weigher } from "../../estimate/weigher.js";

/** Stands in until the fitted model is there. */
export const provisionalWeigher: Weigher = {
  node: "20",
  weighModules: (modules) => weigh(modules.reduce((sum, module) => sum + moduleMs(module), 0)),
  moduleMs,
  weighBundle: (bundle) => weigh(bundle.bytes * 0.00004),
};

function moduleMs({ format, facts }: GraphModule): number {
  return format === "builtin" ? 0.4 : (format === "module" ? 0.7 : 0.4) + facts.bytes * 0.00003;
}

function weigh(likely: number): Weighed {
  return { initMs: { low: likely * 0.7, likely, high: likely * 1.4 }, provenance: "modelled" };
}
