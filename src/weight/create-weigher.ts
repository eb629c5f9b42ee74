import type { Bundle } from "../graph/bundle.js";
import type { GraphModule } from "../graph/module-graph.js";
import {
  featureNames,
  type LoadFeatures,
  type LoadModel,
  type LoadVariant,
} from "../knowledge/weight-model.js";
import type { Calibration } from "./calibration.js";
import {
  firstModules,
  foldersOf,
  indexModules,
  lexedModules,
  moduleFeatures,
  nodeFeatures,
  nodeNeeds,
  noFeatures,
  packagesOf,
  requiresEsm,
  requiresExports,
  sourceFeatures,
} from "./load-features.js";
import type { MsRange } from "./ms-range.js";
import { findPackageFactor, packageOfPath } from "./package-factors.js";
import { readWeightModel, type WeightModel } from "./read-weight-model.js";

/** Where a figure comes from, the most trusted first: see `Weight`. */
export type WeightProvenance = "measured" | "table" | "modelled";

/**
 * Milliseconds of init at one vCPU, over an empty module; `scaleToMemory` states them for less.
 *
 * - `measured`: for the machine that was calibrated;
 * - `table`: most of it is packages that were measured in this version, on the machine that made the model;
 * - `modelled`: from what the modules' texts say.
 */
export interface Weight extends MsRange {
  readonly provenance: WeightProvenance;
}

/** How the entry is loaded. */
export type EntryFormat = "cjs" | "esm";

export interface WeigherSettings {
  /** How fast this machine is. Without it, times are those of the machine that made the model. */
  readonly calibration?: Calibration;
  /** The generated one, unless a test or the fit itself brings another. */
  readonly model?: WeightModel;
}

export interface BundleContext {
  /** Modules that Node.js loads for the packages that stay outside the bundle. */
  readonly externals?: Iterable<GraphModule>;
  /** The package that a file belongs to. Without it the file's path tells the name, and no version is known. */
  readonly packageOf?: (file: string) => GraphModule["package"];
}

/** Says what loading costs. Costs of sets do not add up: ask for the cost of their union. */
export interface Weigher {
  /** What a set of modules costs together. The entry is one of them. */
  initMs(modules: Iterable<GraphModule>, entryFormat: EntryFormat): Weight;
  /**
   * The part of a module in `initMs`, likely milliseconds: for sorting and for shares. What does not belong to one module
   * is left out: packages and folders to look up, exports to look for, what built-ins share, and that the first ones take longer.
   */
  moduleMs(module: GraphModule, entryFormat: EntryFormat): number;
  /** What a bundle costs. */
  bundleMs(bundle: Pick<Bundle, "facts" | "builtins" | "inputs">, context?: BundleContext): Weight;
}

/** Likely milliseconds, and those of them that are in the table. */
interface Sum {
  likelyMs: number;
  tableMs: number;
}

export function createWeigher({ calibration, model = readWeightModel() }: WeigherSettings = {}): Weigher {
  return new ModelWeigher(model, calibration);
}

class ModelWeigher implements Weigher {
  private readonly speed: Calibration["slowdown"];
  /** Before the package's factor and the machine's. */
  private readonly unscaledMs: Record<EntryFormat, WeakMap<GraphModule, number>> = {
    cjs: new WeakMap(),
    esm: new WeakMap(),
  };

  constructor(
    private readonly model: WeightModel,
    private readonly calibration: Calibration | undefined,
  ) {
    this.speed = calibration?.slowdown ?? { commonjs: 1, module: 1, bundle: 1, builtins: 1 };
  }

  initMs(modules: Iterable<GraphModule>, entryFormat: EntryFormat): Weight {
    const sum = { likelyMs: this.constantMs(entryFormat), tableMs: 0 };
    this.addModules(sum, modules, entryFormat);
    return this.rangeOf(sum, entryFormat);
  }

  moduleMs(module: GraphModule, entryFormat: EntryFormat): number {
    // The built-ins that it needs are modules of the set themselves.
    const needs = nodeNeeds([{ ...module, edges: [] }]);
    const sum = { likelyMs: this.nodeMs(needs, entryFormat), tableMs: 0 };
    this.add(sum, this.ownMs(module, entryFormat), module, entryFormat);
    return sum.likelyMs;
  }

  bundleMs(
    { facts, builtins, inputs }: Pick<Bundle, "facts" | "builtins" | "inputs">,
    { externals = [], packageOf = packageOfPath }: BundleContext = {},
  ): Weight {
    const sum = { likelyMs: this.constantMs("bundled"), tableMs: 0 };
    const unscaled = weighted(sourceFeatures(facts), this.model.models.bundled) * this.speed.bundle;
    this.addInputs(sum, unscaled, inputs, packageOf);
    const needs = new Set([
      ...builtins.map((id) => id.replace(/^node:/, "")),
      ...globalsOf(facts.webGlobals),
    ]);
    sum.likelyMs += this.nodeMs(needs, "bundled");
    this.addModules(sum, externals, "cjs");
    return this.rangeOf(sum, "bundled");
  }

  /** What the text of a bundle costs, by the packages that it is made of. */
  private addInputs(
    sum: Sum,
    unscaled: number,
    inputs: Bundle["inputs"],
    packageOf: (file: string) => GraphModule["package"],
  ): void {
    const parts = [...inputs].map(([file, { bytesInOutput }]) => ({
      share: bytesInOutput,
      ...findPackageFactor(this.model.factors, packageOf(file), "bundled"),
    }));
    const total = parts.reduce((bytes, { share }) => bytes + share, 0) || 1;
    if (parts.length === 0) sum.likelyMs += unscaled;
    for (const { share, factor, isExact } of parts) {
      const ms = (unscaled * factor * share) / total;
      sum.likelyMs += ms;
      if (isExact) sum.tableMs += ms;
    }
  }

  private addModules(sum: Sum, modules: Iterable<GraphModule>, variant: EntryFormat): void {
    const { coefficients } = this.model.models[variant];
    const { speed } = this;
    const byId = indexModules(modules);
    for (const module of byId.values()) this.add(sum, this.ownMs(module, variant), module, variant);
    const lexed = lexedModules(byId);
    if (lexed.size > 0) sum.likelyMs += (coefficients.lexer ?? 0) * speed.module;
    for (const module of lexed)
      this.add(sum, (coefficients.lexedTokens ?? 0) * module.facts.tokens, module, variant);
    for (const module of packagesOf(byId.values()).values())
      this.add(sum, coefficients.packages ?? 0, module, variant);
    for (const module of foldersOf(byId.values()).values())
      this.add(sum, coefficients.folders ?? 0, module, variant);
    sum.likelyMs += this.nodeMs(nodeNeeds(byId.values()), variant);
    if (requiresEsm(byId)) sum.likelyMs += (coefficients.esmFromCommonJs ?? 0) * speed.module;
    if (requiresExports(byId)) sum.likelyMs += (coefficients.exportsMap ?? 0) * speed.module;
    sum.likelyMs += (coefficients.firstModules ?? 0) * firstModules(byId.values()) * this.speedOf(variant);
  }

  private add(sum: Sum, unscaled: number, module: GraphModule, variant: LoadVariant): void {
    const { speed } = this;
    const { factor, isExact } = findPackageFactor(this.model.factors, module.package, variant);
    const ms = unscaled * factor * (module.format === "module" ? speed.module : speed.commonjs);
    sum.likelyMs += ms;
    if (isExact) sum.tableMs += ms;
  }

  private ownMs(module: GraphModule, variant: EntryFormat): number {
    let ms = this.unscaledMs[variant].get(module);
    if (ms === undefined) {
      ms = weighted(moduleFeatures(module), this.model.models[variant]);
      this.unscaledMs[variant].set(module, ms);
    }
    return ms;
  }

  private constantMs(variant: LoadVariant): number {
    return (this.model.models[variant].coefficients.load ?? 0) * this.speedOf(variant);
  }

  private nodeMs(needs: ReadonlySet<string>, variant: LoadVariant): number {
    const features = nodeFeatures(needs, this.model.internals, variant === "esm" ? "esm" : "cjs");
    return this.speed.builtins * weighted(features, this.model.models[variant]);
  }

  private speedOf(variant: LoadVariant): number {
    return variant === "esm" ? this.speed.module : this.speed.commonjs;
  }

  /** Between the errors for packages that were measured and those for others, by the share of the first. */
  private rangeOf({ likelyMs, tableMs }: Sum, variant: LoadVariant): Weight {
    const { seen, unseen } = this.model.models[variant];
    const share = likelyMs > 0 ? tableMs / likelyMs : 0;
    const between = (a: number, b: number) => a ** (1 - share) * b ** share;
    return {
      low: likelyMs * between(unseen.low, seen.low),
      likely: likelyMs,
      high: likelyMs * between(unseen.high, seen.high),
      provenance: this.calibration ? "measured" : share >= 0.5 ? "table" : "modelled",
    };
  }
}

function globalsOf(names: readonly string[] = []): readonly string[] {
  return names.map((name) => `global:${name}`);
}

function weighted(features: LoadFeatures, { coefficients }: LoadModel): number {
  if (features === noFeatures) return 0;
  return featureNames.reduce((sum, name) => sum + features[name] * (coefficients[name] ?? 0), 0);
}
