import type { ImportRewrite, LighterImport } from "../knowledge/lighter-imports.js";
import type { SplitModule } from "../syntax/split-import.js";
import { type ImportWeight, type ModuleFormat, weigh } from "../weight/weigh.js";

/** The parts of a package that are lighter than the whole, and as many as are so together. */
export function lighterParts(
  { specifierOf, binding, mostNames, rest }: ImportRewrite,
  likelyMs: number | undefined,
  format: ModuleFormat | undefined,
): SplitModule {
  const most =
    mostNames && (format === undefined ? Math.min(mostNames.cjs, mostNames.esm) : mostNames[format]);
  return {
    binding,
    rest,
    mostNames: most ?? Infinity,
    specifierOf(name) {
      const part = specifierOf(name);
      return part !== undefined && (weigh(part, format)?.likely ?? 0) < (likelyMs ?? Infinity)
        ? part
        : undefined;
    },
  };
}

/**
 * Milliseconds between the whole and the part that stands for the lighter import, both as measured. With several parts
 * it is less, since they share little but the package. Undefined when one of the two was never measured.
 */
export function measuredSavingMs(
  { measuredAs }: LighterImport,
  whole: Pick<ImportWeight, "likely"> | undefined,
  format: ModuleFormat | undefined,
): number | undefined {
  const part = weigh(measuredAs, format);
  return whole && part && Math.max(0, whole.likely - part.likely);
}

/** To two digits, as many as the figures of the table have: `250`, `13`, `4`. */
export function formatMs(ms: number): string {
  return String(Number(ms.toPrecision(2)));
}
