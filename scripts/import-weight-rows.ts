import { quantile } from "../src/weight/quantile.js";
import type { ImportWeightRow, MeasuredImport } from "../src/knowledge/import-weights.js";

/** A file that Node.js loaded, and its size. */
export interface LoadedFile {
  readonly path: string;
  readonly bytes: number;
}

/** What one load of an import brought along: files, and modules of Node.js itself. */
export interface Trace {
  readonly files: readonly LoadedFile[];
  readonly builtins: readonly string[];
}

/** The time of one import in one round. A round times every import once. */
export interface Sample {
  readonly round: number;
  readonly ms: number;
}

export interface MsRange {
  readonly low: number;
  readonly likely: number;
  readonly high: number;
}

/** Samples below this many milliseconds cannot be told from an empty module. */
const resolutionMs = 0.1;

/** Middle of the sorted values; the mean of the two middle ones when they are even in number. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The samples without the time that an empty module takes in the middle of its own samples. */
export function overBaseline(samples: readonly Sample[], empty: readonly Sample[]): readonly Sample[] {
  const baselineMs = median(empty.map(({ ms }) => ms));
  return samples.map(({ round, ms }) => ({ round, ms: ms - baselineMs }));
}

/**
 * Takes out how slow the machine was in each round, because others used it too or because it is another machine: every
 * time is divided by the median ratio, over the imports of the round that have a reference, of time to reference. The
 * round counts as it is when none has one.
 */
export function atReferenceSpeed(
  imports: readonly { readonly samples: readonly Sample[]; readonly referenceMs?: number | undefined }[],
): readonly (readonly number[])[] {
  const ratiosOfRound = new Map<number, number[]>();
  for (const { samples, referenceMs } of imports) {
    if (referenceMs === undefined) continue;
    for (const { round, ms } of samples) {
      ratiosOfRound.set(round, [...(ratiosOfRound.get(round) ?? []), ms / referenceMs]);
    }
  }
  const slowdowns = new Map([...ratiosOfRound].map(([round, ratios]) => [round, median(ratios)]));
  return imports.map(({ samples }) => samples.map(({ round, ms }) => ms / (slowdowns.get(round) ?? 1)));
}

/**
 * How far two halves of the same run differ: per import, the medians of its odd and its even samples as a share of the
 * median of all; then the median over all imports. Imports of less than a few milliseconds are left out.
 */
export function noiseFloor(imports: readonly (readonly number[])[], leastMs = 5): number {
  const shares = imports
    .filter((samples) => samples.length >= 3 && median(samples) >= leastMs)
    .map((samples) => {
      const odd = samples.filter((_, index) => index % 2 === 0);
      const even = samples.filter((_, index) => index % 2 === 1);
      return Math.abs(median(odd) - median(even)) / median(samples);
    });
  return shares.length === 0 ? 0 : median(shares);
}

/** The median, and the quartiles widened by the noise floor, in two significant digits. */
export function rangeOf(samples: readonly number[], noise: number): MsRange {
  const rounded = (ms: number) => Number(Math.max(ms, resolutionMs).toPrecision(2));
  return {
    low: rounded(quantile(samples, 0.25) * (1 - noise)),
    likely: rounded(median(samples)),
    high: rounded(quantile(samples, 0.75) * (1 + noise)),
  };
}

/** The npm package that a file under node_modules belongs to. */
export function packageOfFile(path: string): string | undefined {
  return /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path.replaceAll("\\", "/"))?.[1];
}

/** The package other than `importedPackage` whose loaded files weigh most. */
export function heaviestDependency(
  files: readonly LoadedFile[],
  importedPackage: string,
): MeasuredImport["heaviest"] {
  const filesByPackage = new Map<string, LoadedFile[]>();
  for (const file of files) {
    const owner = packageOfFile(file.path);
    if (owner === undefined || owner === importedPackage) continue;
    filesByPackage.set(owner, [...(filesByPackage.get(owner) ?? []), file]);
  }
  const [heaviest] = [...filesByPackage]
    .map(([module, parts]) => ({ module, bytes: totalBytes(parts), modules: parts.length }))
    .toSorted((a, b) => b.bytes - a.bytes);
  return heaviest && { module: heaviest.module, kb: toKb(heaviest.bytes), modules: heaviest.modules };
}

/** One format of one row. */
export function toMeasuredImport(
  samples: readonly number[],
  noise: number,
  trace: Trace,
  importedPackage: string,
): MeasuredImport {
  const heaviest = heaviestDependency(trace.files, importedPackage);
  return {
    ...rangeOf(samples, noise),
    runs: samples.length,
    modules: trace.files.length,
    kb: toKb(totalBytes(trace.files)),
    builtins: trace.builtins.length,
    ...(heaviest && { heaviest }),
  };
}

/** The table as src/knowledge/import-weights.ts reads it. */
export function formatImportWeights(rows: readonly ImportWeightRow[]): string {
  const headings = "specifier version format low likely high runs modules kb builtins heaviest kb modules";
  return [headings, ...rows.flatMap(linesOf), ""].join("\n");
}

function linesOf({ specifier, package: owner, version, cjs, esm }: ImportWeightRow): readonly string[] {
  return Object.entries({ cjs, esm }).flatMap(([format, measured]) => {
    if (measured === undefined) return [];
    const { low, likely, high, runs, modules, kb, builtins, heaviest } = measured;
    const name = owner === "node" ? `node:${specifier}` : specifier;
    const columns = [name, version, format, low, likely, high, runs, modules, kb, builtins];
    return [[...columns, ...(heaviest ? [heaviest.module, heaviest.kb, heaviest.modules] : [])].join(" ")];
  });
}

function totalBytes(files: readonly LoadedFile[]): number {
  return files.reduce((sum, file) => sum + file.bytes, 0);
}

/** Whole kB; below 10 kB with one decimal. */
function toKb(bytes: number): number {
  const kb = bytes / 1000;
  return kb < 10 ? Math.round(kb * 10) / 10 : Math.round(kb);
}
