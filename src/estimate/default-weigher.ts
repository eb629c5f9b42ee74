import type { GraphModule } from "../graph/module-graph.js";
import { weigh } from "../weight/weigh.js";
import type { Weigher } from "./weigher.js";

/** A rough model until the fitted one is there: milliseconds a module by format, a built-in, and a kilobyte. */
const msOf = { commonjs: 0.37, module: 0.7, json: 0.3, addon: 2, wasm: 2, builtin: 0.4 } as const;
const msOfKb = 0.03;

function moduleMs({ format, facts }: GraphModule): number {
  return msOf[format] + (facts.bytes / 1000) * msOfKb;
}

export const defaultWeigher: Weigher = {
  node: "20.20.2",
  weighModules(modules) {
    const likely = modules.reduce((ms, module) => ms + moduleMs(module), 0);
    return { initMs: { low: likely * 0.7, likely, high: likely * 1.4 }, provenance: "modelled" };
  },
  moduleMs,
  weighBundle({ facts, builtins }) {
    const likely = (facts.bytes / 1000) * msOfKb + builtins.length * msOf.builtin;
    return { initMs: { low: likely * 0.7, likely, high: likely * 1.4 }, provenance: "modelled" };
  },
  weighImport: (specifier) => weigh(specifier),
};
