import { featureNames, type FeatureName, type LoadFeatures } from "../src/knowledge/weight-model.js";
import { median } from "./import-weight-rows.js";

/** One load, what it took, and what it made Node.js do. */
export interface Observation {
  readonly features: LoadFeatures;
  /** Milliseconds over an empty module. */
  readonly ms: number;
  /** Families of the packages that it imports: a fit that is judged by this load sees no other load of them. */
  readonly families: readonly string[];
}

export type Coefficients = Readonly<Partial<Record<FeatureName, number>>>;

export interface Errors {
  readonly loads: number;
  /** Mean of |estimated / measured - 1|. */
  readonly mape: number;
  readonly medianError: number;
  /** Share of loads whose estimate is at most 25 % off. */
  readonly within25: number;
  readonly spearman: number;
}

/**
 * Coefficients, none below zero, that make estimated / measured come close to 1: squares of the relative error, iteratively
 * reweighted until they are absolute errors, so that a few loads that no feature explains do not bend the rest. A ridge of
 * `ridge` times each feature's own size settles what is left undecided.
 */
export function fitRelative(
  observations: readonly Observation[],
  names: readonly FeatureName[],
  ridge = 1e-3,
): Coefficients {
  const rows = observations.map(({ features, ms }) => names.map((name) => features[name] / ms));
  const sizes = names.map((_, column) => mean(rows.map((row) => row[column] ?? 0)) || 1);
  const scaled = rows.map((row) => row.map((value, column) => value / (sizes[column] ?? 1)));
  let weights = rows.map(() => 1);
  let solution = names.map(() => 0);
  for (let pass = 0; pass < 12; pass++) {
    solution = solveNonNegative(scaled, weights, ridge * rows.length);
    weights = scaled.map((row) => {
      const ratio = dot(row, solution);
      return 1 / Math.max(Math.abs(ratio - 1), 0.08) / Math.max(ratio, 0.3);
    });
    const scale = mean(weights);
    weights = weights.map((weight) => weight / scale);
  }
  return Object.fromEntries(
    names.flatMap((name, column) => {
      const value = (solution[column] ?? 0) / (sizes[column] ?? 1);
      return value > 0 ? [[name, Number(value.toPrecision(4))]] : [];
    }),
  );
}

/** What the coefficients make of the features, in milliseconds. */
export function estimate(features: Partial<LoadFeatures>, coefficients: Coefficients): number {
  return featureNames.reduce((sum, name) => sum + (features[name] ?? 0) * (coefficients[name] ?? 0), 0);
}

/** Estimates each load with the coefficients of a fit that saw no load of the same families. */
export function leaveFamiliesOut(
  observations: readonly Observation[],
  names: readonly FeatureName[],
): readonly number[] {
  const fits = new Map<string, Coefficients>();
  return observations.map(({ features, families }) => {
    const key = families.join(" ");
    let fit = fits.get(key);
    if (fit === undefined) {
      const others = observations.filter((other) => !other.families.some((one) => families.includes(one)));
      fit = fitRelative(others, names);
      fits.set(key, fit);
    }
    return estimate(features, fit);
  });
}

export function errorsOf(estimated: readonly number[], measured: readonly number[]): Errors {
  const errors = measured.map((ms, index) => Math.abs((estimated[index] ?? 0) / ms - 1));
  return {
    loads: measured.length,
    mape: mean(errors),
    medianError: median(errors),
    within25: errors.filter((error) => error <= 0.25).length / errors.length,
    spearman: correlation(ranksOf(estimated), ranksOf(measured)),
  };
}

/** A package's share in the estimate of a load: milliseconds that its modules account for. */
export interface PackageShares {
  readonly ms: number;
  /** By any key. */
  readonly shares: ReadonlyMap<string, number>;
  /** What no package accounts for. */
  readonly rest: number;
}

export interface PackageFit {
  readonly factor: number;
  /** How much the measurements say of it: about the number of loads that are mostly made of it. */
  readonly evidence: number;
}

/**
 * By which factors the packages' shares have to be multiplied so that the loads they are part of come out as measured. A
 * random effect: each factor is drawn towards 1, the more so the less the measurements say of the package.
 */
export function fitPackageFactors(
  loads: readonly PackageShares[],
  shrinkage = 0.06,
): ReadonlyMap<string, PackageFit> {
  const logs = new Map<string, number>();
  const users = new Map<string, PackageShares[]>();
  for (const load of loads) {
    for (const [key, share] of load.shares) {
      if (share / load.ms < 0.02) continue;
      logs.set(key, 0);
      users.set(key, [...(users.get(key) ?? []), load]);
    }
  }
  const factorOf = (key: string) => Math.exp(logs.get(key) ?? 0);
  const estimateOf = ({ shares, rest }: PackageShares) =>
    [...shares].reduce((sum, [key, share]) => sum + share * factorOf(key), rest);
  const evidence = new Map<string, number>();
  for (let pass = 0; pass < 60; pass++) {
    for (const [key, log] of logs) {
      let slope = -shrinkage * log;
      let curvature = shrinkage;
      for (const load of users.get(key) ?? []) {
        const estimated = estimateOf(load);
        const part = ((load.shares.get(key) ?? 0) * factorOf(key)) / estimated;
        slope += part * Math.log(load.ms / estimated);
        curvature += part * part;
      }
      logs.set(key, Math.max(-1.6, Math.min(1.6, log + slope / curvature)));
      evidence.set(key, curvature - shrinkage);
    }
  }
  return new Map(
    [...logs].map(([key, log]) => [key, { factor: Math.exp(log), evidence: evidence.get(key) ?? 0 }]),
  );
}

/** Least squares of `rows · x = 1` over x ≥ 0, by descent along one coordinate at a time. */
export function solveNonNegative(
  rows: readonly (readonly number[])[],
  weights: readonly number[],
  ridge = 0,
  passes = 400,
): number[] {
  const width = rows[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, column) => column);
  const gram = columns.map((a) =>
    columns.map(
      (b) =>
        rows.reduce((sum, row, index) => sum + (weights[index] ?? 0) * (row[a] ?? 0) * (row[b] ?? 0), 0) +
        (a === b ? ridge : 0),
    ),
  );
  const target = columns.map((a) =>
    rows.reduce((sum, row, index) => sum + (weights[index] ?? 0) * (row[a] ?? 0), 0),
  );
  const solution = columns.map(() => 0);
  for (let pass = 0; pass < passes; pass++) {
    let change = 0;
    for (const column of columns) {
      const gradient = (target[column] ?? 0) - dot(gram[column] ?? [], solution);
      const before = solution[column] ?? 0;
      const after = Math.max(0, before + gradient / (gram[column]?.[column] ?? 1));
      solution[column] = after;
      change = Math.max(change, Math.abs(after - before));
    }
    if (change < 1e-7) break;
  }
  return solution;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Ranks from 0; equal values share the mean of theirs. */
function ranksOf(values: readonly number[]): readonly number[] {
  const sorted = values.toSorted((a, b) => a - b);
  return values.map((value) => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2);
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  const product = (p: readonly number[], q: readonly number[], meanP: number, meanQ: number) =>
    p.reduce((sum, value, index) => sum + (value - meanP) * ((q[index] ?? 0) - meanQ), 0);
  return product(a, b, meanA, meanB) / Math.sqrt(product(a, a, meanA, meanA) * product(b, b, meanB, meanB));
}
