import { importWeightRun } from "../knowledge/import-weights.generated.js";
import {
  type BundleContext,
  type EntryFormat,
  type WeigherSettings,
  createWeigher,
} from "../weight/create-weigher.js";
import { weigh } from "../weight/weigh.js";
import type { Weigher } from "./weigher.js";

export interface ModelWeigherSettings extends WeigherSettings, BundleContext {
  /** How Node.js loads the entry, unbundled. */
  readonly entryFormat: EntryFormat;
}

/** Weighs with the fitted model, for entries of one format. */
export function createModelWeigher({
  entryFormat,
  externals = [],
  packageOf,
  ...settings
}: ModelWeigherSettings): Weigher {
  const model = createWeigher(settings);
  const speed = settings.calibration?.slowdown;
  const slowdown = speed === undefined ? 1 : entryFormat === "esm" ? speed.module : speed.commonjs;
  return {
    node: importWeightRun.node,
    weighModules(modules) {
      const { provenance, ...initMs } = model.initMs(modules, entryFormat);
      return { initMs, provenance };
    },
    moduleMs: (module) => model.moduleMs(module, entryFormat),
    weighBundle(bundle) {
      const context = { externals, ...(packageOf && { packageOf }) };
      const { provenance, ...initMs } = model.bundleMs(bundle, context);
      return { initMs, provenance };
    },
    weighImport(specifier) {
      const measured = weigh(specifier, entryFormat);
      if (measured === undefined) return undefined;
      const { low, likely, high, modules, kb } = measured;
      const initMs = { low: low * slowdown, likely: likely * slowdown, high: high * slowdown };
      return { modules, bytes: kb * 1000, initMs };
    },
  };
}
