import { readFileSync } from "node:fs";
import { loadModels, packageFactorTable, weightModelRun } from "../src/knowledge/weight-model.generated.js";
import {
  parsePackageFactors,
  type LoadFeatures,
  type LoadModel,
  type LoadVariant,
  type PackageFactor,
} from "../src/knowledge/weight-model.js";
import { findPackageFactor } from "../src/weight/package-factors.js";
import { errorsOf, estimate } from "../scripts/weight-fit.js";
import type { Figure } from "./figures.js";

/** A load of a package that no fit has seen: what it took, and what it makes Node.js do. */
export interface UnseenLoad {
  readonly name: string;
  readonly variant: LoadVariant;
  readonly ms: number;
  readonly features: Partial<LoadFeatures>;
  /**
   * Milliseconds that the model ascribes to other packages that come along, by `name@version`: those that the fit has
   * seen, so that it knows by which factor they differ.
   */
  readonly shares: Readonly<Record<string, number>>;
}

export interface UnseenRun {
  readonly node: string;
  readonly checked: string;
  /** Medians of odd and even rounds differ by this share: no estimate can be much better. */
  readonly noise: number;
}

const titles: Readonly<Record<LoadVariant, string>> = {
  cjs: "unbundled, require()",
  esm: "unbundled, import",
  bundled: "bundled by esbuild",
};

/**
 * How far the model is off for packages that it was not fitted to, and that were measured when its features had been
 * chosen. Their times were measured with scripts/measure-weight-samples.ts, in turn with packages of the fit: here they are
 * compared with what the model says now.
 */
export function measureEstimateAccuracy(): Figure[] {
  const { run, loads } = readUnseenLoads();
  return [
    ...(Object.keys(titles) as LoadVariant[]).flatMap((variant) =>
      figuresOf(
        variant,
        loads.filter((load) => load.variant === variant),
      ),
    ),
    { name: "noise: medians of odd and even rounds differ by", value: 100 * run.noise, unit: "%" },
  ];
}

/** The first line says how the loads were measured, each further line is one of them. */
function readUnseenLoads(): { readonly run: UnseenRun; readonly loads: readonly UnseenLoad[] } {
  const file = new URL("../scripts/weight-unseen-loads.jsonl", import.meta.url);
  const [run = "", ...loads] = readFileSync(file, "utf8").trim().split("\n");
  return { run: JSON.parse(run) as UnseenRun, loads: loads.map((line) => JSON.parse(line) as UnseenLoad) };
}

export const estimateAccuracyTitle = `Estimates for unseen packages (Node.js ${weightModelRun.node}, ${weightModelRun.checked})`;

/** What the model says of a load. */
export function estimateUnseen(
  { variant, features, shares }: Pick<UnseenLoad, "variant" | "features" | "shares">,
  { coefficients }: Pick<LoadModel, "coefficients">,
  factors: ReadonlyMap<string, readonly PackageFactor[]>,
): number {
  return Object.entries(shares).reduce(
    (sum, [key, ms]) => {
      const at = key.lastIndexOf("@");
      const owner = { name: key.slice(0, at), version: key.slice(at + 1) };
      return sum + ms * (findPackageFactor(factors, owner, variant).factor - 1);
    },
    estimate(features, coefficients),
  );
}

function figuresOf(variant: LoadVariant, loads: readonly UnseenLoad[]): Figure[] {
  const factors = parsePackageFactors(packageFactorTable);
  const { mape, medianError, within25, spearman } = errorsOf(
    loads.map((load) => estimateUnseen(load, loadModels[variant], factors)),
    loads.map(({ ms }) => ms),
  );
  const name = `${titles[variant]}, ${loads.length} packages`;
  return [
    { name: `${name}: mean error`, value: 100 * mape, unit: "%", goal: 15 },
    { name: `${name}: median error`, value: 100 * medianError, unit: "%" },
    { name: `${name}: more than 25 % off`, value: 100 * (1 - within25), unit: "%", goal: 15 },
    { name: `${name}: 1 - Spearman's rank correlation`, value: 1 - spearman, unit: "", goal: 0.02 },
  ];
}
