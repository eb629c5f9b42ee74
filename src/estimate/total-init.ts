import type { LambdaModel } from "../lambda/model.js";
import type { PackageImport } from "./package-imports.js";
import { createImportScale } from "./weigh-imports.js";

/** What the imports of a file take at init, at least. */
export interface TotalInit {
  /** Likely milliseconds at one vCPU. What imports have in common is counted once. */
  readonly ms: number;
  readonly heaviest: PackageImport;
}

/**
 * What the imports of a handler's file take together. Undefined where none of them is known. Imports that nobody has
 * measured, and that are not installed, count nothing, so that the figure is too low rather than too high.
 *
 * @param budgetMs how long reading `node_modules` may take
 */
export function estimateTotalMs(
  filename: string,
  imports: readonly PackageImport[],
  lambda: LambdaModel,
  budgetMs: number,
): TotalInit | undefined {
  const scale = createImportScale({ filename, imports, lambda, budgetMs });
  const weighed = imports.flatMap((imported) => {
    const figures = scale.figuresOf(imported);
    return figures === undefined ? [] : [{ imported, figures }];
  });
  const [first] = weighed.toSorted((a, b) => b.figures.likely - a.figures.likely);
  if (first === undefined) return undefined;
  // The heaviest one counts as a whole; of the others what goes with them when it stays.
  const others = weighed.filter(({ imported }) => imported !== first.imported);
  const ownMs = others.map(({ imported, figures }) => scale.savedMs(imported, figures));
  return { ms: ownMs.reduce((sum, ms) => sum + ms, first.figures.likely), heaviest: first.imported };
}
