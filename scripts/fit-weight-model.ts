/**
 * Fits the weight model to measurements, and writes src/knowledge/weight-model.generated.ts.
 *
 *   npx tsx scripts/fit-weight-model.ts --dir <folder> [--unseen] [--dry] [--worst 10] [--speed 1]
 *
 * The folder is that of scripts/measure-weight-samples.ts. Prints, for each variant, the errors of estimates for
 * packages that the fit has not seen: leaving one family of packages out, and with `--unseen` those of packages that
 * no fit has seen. Times are those of the machine that import-weights.generated.ts stands for;
 * `--speed 1` leaves them as they are on this one.
 */
import { writeFileSync } from "node:fs";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import {
  featureNames,
  parsePackageFactors,
  type ErrorRange,
  type FeatureName,
  type LoadModel,
  type LoadVariant,
} from "../src/knowledge/weight-model.js";
import { createWeigher } from "../src/weight/create-weigher.js";
import type { Internals } from "../src/weight/load-features.js";
import { packageOfPath } from "../src/weight/package-factors.js";
import type { WeightModel } from "../src/weight/read-weight-model.js";
import { quantile } from "../src/weight/quantile.js";
import { median, noiseFloor } from "./import-weight-rows.js";
import {
  errorsOf,
  estimate,
  fitPackageFactors,
  fitRelative,
  leaveFamiliesOut,
  type Coefficients,
  type Errors,
  type PackageFit,
  type PackageShares,
} from "./weight-fit.js";
import { estimateUnseen, type UnseenLoad, type UnseenRun } from "../bench/estimate-accuracy.js";
import {
  baselineOf,
  keyOf,
  readInternals,
  readLoads,
  readSamples,
  timesOf,
  typicalOf,
  type Load,
} from "./weight-loads.js";
import type { WeightSamples } from "./weight-samples.js";

const { values: options } = parseArgs({
  options: {
    dir: { type: "string" },
    unseen: { type: "boolean", default: false },
    dry: { type: "boolean", default: false },
    worst: { type: "string", default: "0" },
    speed: { type: "string" },
  },
});
if (options.dir === undefined) throw new Error("--dir <folder> is missing");

// Chosen by the errors for families that are left out. Not all scripts end their statements with a semicolon; esbuild does.
const unbundledFeatures = featureNames.filter((name) => name !== "initStatements" && name !== "initRepeats");
const bundledFeatures = featureNames.filter(
  (name) => !/Modules$|^lexe|^esm|^exports|^imported|^packages$|^folders$|^addons$|^functions$/.test(name),
) satisfies readonly FeatureName[];
/** Loads for which graph and trace differ by more say nothing of the features' cost. */
const leastAgreement = 0.9;
/** Packages of which the measurements say less keep the factor 1: those that never make up much of a load. */
const leastEvidence = 0.15;

interface VariantFit {
  readonly loads: readonly Load[];
  readonly coefficients: Coefficients;
  readonly errors: Errors;
  readonly unseen: ErrorRange;
}

const versions: Record<string, string> = {};
const samples = readSamples(options.dir);
const times = timesOf(samples);
const speed = options.speed === undefined ? speedOf(samples) : Number(options.speed);
const internals = readInternals(samples, times, speed);
const everyLoad = await readLoads(samples, internals, times, speed);
const allLoads = everyLoad.filter(({ isUnseen }) => !isUnseen);
const noise = noiseFloor([...times.values()], 5);
console.log(
  `${allLoads.length} loads, at ${speed.toFixed(2)} times the time of this machine; noise ${percent(noise)}`,
);

const fits = {
  cjs: fitVariant("cjs", unbundledFeatures),
  esm: fitVariant("esm", unbundledFeatures),
  bundled: fitVariant("bundled", bundledFeatures),
};
const plain = modelWith(new Map(), { cjs: noRange(), esm: noRange(), bundled: noRange() });
const factors = { cjs: factorsOf("cjs"), esm: factorsOf("esm"), bundled: factorsOf("bundled") };
const factorTable = writeFactors(factors);
const seen = { cjs: seenRange("cjs"), esm: seenRange("esm"), bundled: seenRange("bundled") };
if (options.unseen) judgeUnseen();
if (!options.dry) writeModel();

/**
 * How much longer the reference machine takes: the one that src/knowledge/import-weights.generated.ts stands for, so that
 * both say the same of the same package.
 */
function speedOf(all: readonly WeightSamples[]): number {
  const reference = JSON.parse(
    readFileSync(new URL("import-weights-reference.json", import.meta.url), "utf8"),
  ) as { ms: Record<string, Partial<Record<string, number>>> };
  const ratios = all.flatMap((one) => {
    const referenceMs = reference.ms[one.name]?.[one.variant];
    const taken = times.get(keyOf(one));
    if (referenceMs === undefined || taken === undefined || referenceMs < 20) return [];
    return [referenceMs / (typicalOf(taken) - baselineOf(times, one.variant))];
  });
  return median(ratios);
}

function fitVariant(variant: LoadVariant, names: readonly FeatureName[]): VariantFit {
  const loads = allLoads.filter((load) => load.variant === variant && load.agreement >= leastAgreement);
  const estimated = leaveFamiliesOut(loads, names);
  const measured = loads.map(({ ms }) => ms);
  const errors = errorsOf(estimated, measured);
  const coefficients = fitRelative(loads, names);
  const left = allLoads.filter((load) => load.variant === variant).length - loads.length;
  console.log(`\n${variant}: ${describeErrors(errors)}; ${left} loads left out`);
  console.log(
    `  ${Object.entries(coefficients)
      .map(([name, value]) => `${name} ${value}`)
      .join(", ")}`,
  );
  printWorst(loads, estimated);
  return { loads, coefficients, errors, unseen: rangeOfErrors(estimated, measured) };
}

function printWorst(loads: readonly Load[], estimated: readonly number[]): void {
  const ratios = loads.map(({ name, ms }, index) => ({ name, ms, ratio: (estimated[index] ?? 0) / ms }));
  const worst = ratios.toSorted((a, b) => Math.abs(Math.log(b.ratio)) - Math.abs(Math.log(a.ratio)));
  for (const { name, ms, ratio } of worst.slice(0, Number(options.worst))) {
    console.log(
      `    ${name}: ${ms.toFixed(0)} ms, estimated ${(ms * ratio).toFixed(0)} (${ratio.toFixed(2)})`,
    );
  }
}

/** Measured over estimated: the middle 80 %. */
function rangeOfErrors(estimated: readonly number[], measured: readonly number[]): ErrorRange {
  const ratios = measured.map((ms, index) => ms / (estimated[index] ?? ms));
  return { low: round(Math.min(quantile(ratios, 0.1), 1)), high: round(Math.max(quantile(ratios, 0.9), 1)) };
}

function noRange(): ErrorRange {
  return { low: 1, high: 1 };
}

function modelWith(
  factorsByName: WeightModel["factors"],
  seenRanges: Readonly<Record<LoadVariant, ErrorRange>>,
): WeightModel {
  const modelOf = (variant: LoadVariant): LoadModel => ({
    coefficients: fits[variant].coefficients,
    unseen: fits[variant].unseen,
    seen: seenRanges[variant],
  });
  return {
    models: { cjs: modelOf("cjs"), esm: modelOf("esm"), bundled: modelOf("bundled") },
    internals,
    factors: factorsByName,
  };
}

function factorsOf(variant: LoadVariant): ReadonlyMap<string, PackageFit> {
  return fitPackageFactors(fits[variant].loads.map((load) => sharesOf(load, fits[variant].coefficients)));
}

/** Milliseconds of a load that each package accounts for. */
function sharesOf(load: Load, coefficients: Coefficients): PackageShares {
  const weigher = createWeigher({ model: plain });
  const shares = new Map<string, number>();
  const addShare = (key: string, ms: number) => shares.set(key, (shares.get(key) ?? 0) + ms);
  const total = estimate(load.features, coefficients);
  if (load.modules) {
    for (const module of load.modules) {
      if (module.package === undefined || load.variant === "bundled") continue;
      addShare(
        `${module.package.name}@${module.package.version ?? ""}`,
        weigher.moduleMs(module, load.variant),
      );
    }
  } else {
    const node = {
      ...load.features,
      bytes: 0,
      tokens: 0,
      initTokens: 0,
      initCalls: 0,
      initDeclarations: 0,
      initProperties: 0,
      initStatements: 0,
      initFunctions: 0,
      initFileReads: 0,
      initRepeats: 0,
      functions: 0,
      jsonBytes: 0,
    };
    const textMs = total - estimate(node, coefficients);
    const inputs = Object.entries(load.inputs ?? {});
    const bytes = inputs.reduce((sum, [, kept]) => sum + kept, 0) || 1;
    for (const [file, kept] of inputs) {
      const name = packageOfPath(file)?.name;
      if (name !== undefined) addShare(`${name}@${versionOf(file, name)}`, (textMs * kept) / bytes);
    }
  }
  const accounted = [...shares.values()].reduce((sum, ms) => sum + ms, 0);
  return { ms: load.ms, shares, rest: Math.max(0, total - accounted) };
}

function versionOf(file: string, name: string): string {
  const folder = file.slice(0, file.lastIndexOf(`/node_modules/${name}/`) + `/node_modules/${name}/`.length);
  versions[folder] ??= (
    JSON.parse(readFileSync(`${folder}package.json`, "utf8")) as { version: string }
  ).version;
  return versions[folder];
}

function writeFactors(byVariant: Readonly<Record<LoadVariant, ReadonlyMap<string, PackageFit>>>): string {
  const keys = new Set([...byVariant.cjs.keys(), ...byVariant.esm.keys(), ...byVariant.bundled.keys()]);
  const lines = [...keys].toSorted().flatMap((key) => {
    const columns = (["cjs", "esm", "bundled"] as const).map((variant) => {
      const fit = byVariant[variant].get(key);
      return fit !== undefined && fit.evidence >= leastEvidence ? fit.factor.toFixed(2) : "-";
    });
    const at = key.lastIndexOf("@");
    return columns.some((column) => column !== "-")
      ? [[key.slice(0, at), key.slice(at + 1), ...columns].join(" ")]
      : [];
  });
  return lines.join("\n");
}

/** How far off the estimates are for packages that have a factor. */
function seenRange(variant: LoadVariant): ErrorRange {
  const { loads } = fits[variant];
  const fitted = factors[variant];
  const estimated = loads.map((load) => {
    const { shares, rest } = sharesOf(load, fits[variant].coefficients);
    return [...shares].reduce((sum, [key, ms]) => {
      const fit = fitted.get(key);
      return sum + ms * (fit !== undefined && fit.evidence >= leastEvidence ? fit.factor : 1);
    }, rest);
  });
  const measured = loads.map(({ ms }) => ms);
  console.log(`${variant}, with the packages' factors: ${describeErrors(errorsOf(estimated, measured))}`);
  const { low, high } = rangeOfErrors(estimated, measured);
  return { low: round(low * (1 - noise)), high: round(high * (1 + noise)) };
}

function judgeUnseen(): void {
  console.log("\npackages that the fit has not seen");
  const loads = everyLoad.filter(({ isUnseen }) => isUnseen);
  const table = parsePackageFactors(factorTable);
  const unseen = new Map(loads.map((load) => [load, describeUnseen(load, table)]));
  if (!options.dry) writeUnseen([...unseen.values()]);
  for (const variant of ["cjs", "esm", "bundled"] as const) {
    const judged = loads.filter((load) => load.variant === variant);
    const measured = judged.map(({ ms }) => ms);
    const plainly = judged.map(({ features }) => estimate(features, fits[variant].coefficients));
    const estimated = judged.flatMap((load) => {
      const one = unseen.get(load);
      return one ? [estimateUnseen(one, fits[variant], table)] : [];
    });
    console.log(`  ${variant}: ${describeErrors(errorsOf(estimated, measured))}`);
    console.log(`    without the factors of other packages: ${describeErrors(errorsOf(plainly, measured))}`);
    printWorst(judged, estimated);
  }
}

function describeUnseen(load: Load, table: WeightModel["factors"]): UnseenLoad {
  const { name, variant, ms, features, families } = load;
  const others = [...sharesOf(load, fits[variant].coefficients).shares].filter(([key]) => {
    const owner = key.slice(0, key.lastIndexOf("@"));
    return table.has(owner) && !families.includes(owner.split("/")[0] ?? "");
  });
  return {
    name,
    variant,
    ms: round(ms),
    features: Object.fromEntries(Object.entries(features).filter(([, value]) => value !== 0)),
    shares: Object.fromEntries(others.map(([key, share]) => [key, round(share)])),
  };
}

/** What bench/estimate-accuracy.ts reads: how it was measured, then a line for each load. */
function writeUnseen(written: readonly UnseenLoad[]): void {
  const unseenTimes = samples.flatMap((one) => (one.isUnseen ? [times.get(keyOf(one)) ?? []] : []));
  const run: UnseenRun = {
    node: process.versions.node,
    checked: new Date().toISOString().slice(0, 10),
    noise: round(noiseFloor(unseenTimes, 5)),
  };
  writeFileSync(
    new URL("weight-unseen-loads.jsonl", import.meta.url),
    [run, ...written].map((line) => `${JSON.stringify(line)}\n`).join(""),
  );
}

function writeModel(): void {
  const { models } = modelWith(new Map(), seen);
  const method =
    "processor time of the main thread of fresh processes minus that of an empty module, warm disk, lower quartile of " +
    `${median([...times.values()].map((taken) => taken.length))} rounds, at the speed of the machine that import-weights ` +
    "stands for; non-negative least absolute relative error";
  const table = (text: string) => `\`\n${text}\n\``;
  writeFileSync(
    new URL("../src/knowledge/weight-model.generated.ts", import.meta.url),
    `// Generated by scripts/fit-weight-model.ts. Do not edit: run the script again.
import type { LoadModel, LoadVariant, WeightModelRun } from "./weight-model.js";

// prettier-ignore
export const weightModelRun: WeightModelRun = {
  node: ${JSON.stringify(process.versions.node)},
  checked: ${JSON.stringify(new Date().toISOString().slice(0, 10))},
  method: ${JSON.stringify(method)},
};

// Errors for packages that the fit has not seen (one family left out at a time); medians of odd and even rounds differ by ${percent(noise)}:
${(["cjs", "esm", "bundled"] as const).map((variant) => `// - ${variant}: ${describeErrors(fits[variant].errors)}\n`).join("")}// prettier-ignore
export const loadModels: Readonly<Record<LoadVariant, LoadModel>> = ${JSON.stringify(models, null, 2)};

/** What the parts of a calibration take on the machine that the model stands for, in milliseconds. */
// prettier-ignore
export const calibrationMs = ${JSON.stringify(calibrationTimes())};

/** Read by weight-model.ts, which explains the lines. */
export const packageFactorTable = ${table(factorTable)};

/** Read by weight-model.ts, which explains the lines. */
export const internalsTable = ${table(internalsLines(internals))};

/** Read by weight-model.ts, which explains the lines. */
export const internalMsTable = ${table(internalMsLines(internals))};
`,
  );
}

function internalsLines({ loadedBy }: Internals): string {
  return [...loadedBy]
    .filter(([, loaded]) => loaded.length > 0)
    .map(([name, loaded]) => [name, ...loaded].join(" "))
    .join("\n");
}

function internalMsLines({ ms }: Internals): string {
  return [...ms].map(([name, taken]) => `${name} ${Number(taken.toPrecision(2))}`).join("\n");
}

function calibrationTimes(): Readonly<Record<string, number>> {
  const taken = (part: string, variant: string) =>
    typicalOf(times.get(keyOf({ name: `calibration:${part}`, variant })) ?? []);
  const over = (part: string, variant: string) =>
    round((taken(part, variant) - taken("empty", variant)) * speed);
  return {
    commonjs: over("commonjs", "cjs"),
    module: over("module", "esm"),
    bundle: over("bundle", "cjs"),
    builtins: over("builtins", "cjs"),
  };
}

function describeErrors({ loads, mape, medianError, within25, spearman }: Errors): string {
  return (
    `${loads} loads, MAPE ${percent(mape)}, median error ${percent(medianError)}, ` +
    `within 25 %: ${percent(within25)}, Spearman ${spearman.toFixed(3)}`
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
