import type { GraphModule } from "../graph/module-graph.js";
import { packageOfSpecifier } from "../knowledge/import-weights.js";
import type { LoadVariant, PackageFactor } from "../knowledge/weight-model.js";

export interface FoundFactor {
  readonly factor: number;
  /** The package was measured in this very version and variant. */
  readonly isExact: boolean;
}

const noFactor: FoundFactor = { factor: 1, isExact: false };

/**
 * By how much a package differs from what the model says of its modules. Another version with the same major number, or an
 * unknown version, takes the factor of the nearest one: what makes a package odd rarely goes away in a minor release.
 */
export function findPackageFactor(
  factors: ReadonlyMap<string, readonly PackageFactor[]>,
  owner: GraphModule["package"],
  variant: LoadVariant,
): FoundFactor {
  const measured = owner && factors.get(owner.name)?.filter((one) => one[variant] !== undefined);
  if (measured === undefined) return noFactor;
  const exact = measured.find(({ version }) => version === owner?.version);
  const near =
    exact ??
    measured.find(({ version }) => owner?.version === undefined || major(version) === major(owner.version));
  return near === undefined ? noFactor : { factor: near[variant] ?? 1, isExact: exact !== undefined };
}

function major(version: string): string {
  return version.split(".")[0] ?? "";
}

/** The package that a path names: the last one below a node_modules folder. */
export function packageOfPath(path: string): GraphModule["package"] {
  const inside = path.replaceAll("\\", "/").split("/node_modules/").slice(1).at(-1);
  return inside === undefined ? undefined : { name: packageOfSpecifier(inside), version: undefined };
}
