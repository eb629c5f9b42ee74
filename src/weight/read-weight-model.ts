import {
  parseInternals,
  parseInternalMs,
  parsePackageFactors,
  type LoadModel,
  type LoadVariant,
  type PackageFactor,
} from "../knowledge/weight-model.js";
import {
  internalMsTable,
  internalsTable,
  loadModels,
  packageFactorTable,
} from "../knowledge/weight-model.generated.js";
import type { Internals } from "./load-features.js";

/** Everything that is known of what loads cost. */
export interface WeightModel {
  readonly models: Readonly<Record<LoadVariant, LoadModel>>;
  readonly internals: Internals;
  /** By the name of the package. */
  readonly factors: ReadonlyMap<string, readonly PackageFactor[]>;
}

let model: WeightModel | undefined;

/** The generated model, parsed when it is first asked for. */
export function readWeightModel(): WeightModel {
  model ??= {
    models: loadModels,
    internals: { loadedBy: parseInternals(internalsTable), ms: parseInternalMs(internalMsTable) },
    factors: parsePackageFactors(packageFactorTable),
  };
  return model;
}
