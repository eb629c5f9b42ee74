import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { GraphModule } from "../src/graph/module-graph.js";
import { readBundleFacts, type BundleFacts } from "../src/graph/bundle-facts.js";
import { createGraphReader } from "../src/graph/graph-reader.js";
import { packageOfSpecifier } from "../src/knowledge/import-weights.js";
import type { LoadFeatures } from "../src/knowledge/weight-model.js";
import { nodeFeatures, setFeatures, sourceFeatures, type Internals } from "../src/weight/load-features.js";
import { quantile } from "../src/weight/quantile.js";
import { median } from "./import-weight-rows.js";
import type { Observation } from "./weight-fit.js";
import type { Variant, WeightSamples } from "./weight-samples.js";

/** A load with what is known of it: what the fit reads. */
export interface Load extends Observation {
  readonly name: string;
  readonly variant: Variant;
  /** `name@version` of what it imports. */
  readonly packages: readonly string[];
  /** Half of the samples lie within this share of the median. */
  readonly spread: number;
  /** Of an unbundled load: its module graph, and the share of modules on which graph and trace agree. */
  readonly modules?: readonly GraphModule[];
  readonly agreement: number;
  /** Of a bundle: what its text says, and bytes that each file keeps. */
  readonly bundle?: BundleFacts;
  readonly inputs?: Readonly<Record<string, number>>;
}

/** A load that takes less cannot be told well enough from an empty module. In milliseconds of the reference machine. */
const leastMs = 6;

export function readSamples(folder: string): readonly WeightSamples[] {
  return JSON.parse(readFileSync(join(folder, "weight-samples.json"), "utf8")) as WeightSamples[];
}

/**
 * Processor time of the main thread in each sample, in milliseconds, by `name (variant)`: each round divided by how slow
 * the machine was in it, which is the median, over its loads, of their times over their own medians.
 */
export function timesOf(all: readonly WeightSamples[]): ReadonlyMap<string, readonly number[]> {
  const ratios = new Map<number, number[]>();
  for (const { samples } of all) {
    const middle = median(samples.map(({ mainMs }) => mainMs).concat(samples.length > 0 ? [] : [0]));
    if (middle < 10) continue;
    for (const { round, mainMs } of samples) {
      ratios.set(round, [...(ratios.get(round) ?? []), mainMs / middle]);
    }
  }
  const slowness = new Map([...ratios].map(([round, values]) => [round, median(values)]));
  return new Map(
    all
      .filter(({ samples }) => samples.length > 0)
      .map((one) => [
        keyOf(one),
        one.samples.map(({ round, mainMs }) => mainMs / (slowness.get(round) ?? 1)),
      ]),
  );
}

export function keyOf({ name, variant }: { readonly name: string; readonly variant: string }): string {
  return `${name} (${variant})`;
}

/** What an empty module takes in a variant. */
export function baselineOf(times: ReadonlyMap<string, readonly number[]>, variant: Variant): number {
  return median(times.get(keyOf({ name: "", variant })) ?? []);
}

/** Modules inside Node.js that each public one, and each global, brings along. */
export function readInternals(all: readonly WeightSamples[]): Internals {
  const isOfNode = ({ name, variant }: WeightSamples) =>
    variant !== "bundled" && /^(?:node|global):\S+$/.test(name);
  const loadedByEmpty = (wanted: Variant) =>
    new Set(all.find(({ name, variant }) => name === "" && variant === wanted)?.trace.builtins);
  const empty = { cjs: loadedByEmpty("cjs"), esm: loadedByEmpty("esm"), bundled: loadedByEmpty("bundled") };
  return new Map(
    all
      .filter(isOfNode)
      .map(({ name, variant, trace }) => [
        name.replace(/^node:/, variant === "esm" ? "import:" : ""),
        trace.builtins
          .filter(
            (builtin) => !empty[variant].has(builtin) && /^(?:NativeModule|Internal Binding) /.test(builtin),
          )
          .map((builtin) => builtin.replace(/^NativeModule /, "").replace(/^Internal Binding /, "binding:")),
      ]),
  );
}

/** The loads of packages, with their features and, in milliseconds times `speed`, what they took. */
export async function readLoads(
  all: readonly WeightSamples[],
  internals: Internals,
  speed: number,
): Promise<readonly Load[]> {
  const times = timesOf(all);
  const reader = createGraphReader();
  const loads: Load[] = [];
  for (const one of all) {
    const samples = times.get(keyOf(one));
    if (samples === undefined || one.name === "" || /^(?:node|global|calibration):/.test(one.name)) continue;
    const baseline = baselineOf(times, one.variant);
    const ms = (median(samples) - baseline) * speed;
    if (ms < leastMs) continue;
    loads.push({
      name: one.name,
      variant: one.variant,
      families: familiesOf(one),
      packages: one.subjects.map(({ package: owner, version }) => `${owner}@${version}`),
      ms,
      spread: (quantile(samples, 0.75) - quantile(samples, 0.25)) / 2 / median(samples),
      ...(one.variant === "bundled" ? describeBundle(one, internals) : await describeGraph(one, internals)),
    });
  }
  return loads;

  async function describeGraph({ entry, trace }: WeightSamples, internalsOfNode: Internals) {
    const graph = await reader.read(entry);
    const modules = [...graph.modules.values()];
    const found = modules.filter(({ format }) => format !== "builtin").map(({ id }) => id);
    const loaded = new Set(trace.files);
    const both = found.filter((id) => loaded.has(id)).length;
    const agreement = both / (found.length + loaded.size - both);
    return { modules, agreement, features: setFeatures(modules, internalsOfNode) };
  }
}

function describeBundle({ entry, inputs = {} }: WeightSamples, internals: Internals) {
  const bundle = readBundleFacts(readFileSync(entry, "utf8"));
  const needs = new Set([
    ...bundle.builtins.map((id) => id.replace(/^node:/, "")),
    ...(bundle.facts.webGlobals ?? []).map((name) => `global:${name}`),
  ]);
  const node = nodeFeatures(needs, internals);
  const features: LoadFeatures = {
    ...sourceFeatures(bundle.facts),
    load: 1,
    internals: node.internals,
    fetch: node.fetch,
    intl: node.intl,
  };
  return { bundle, inputs, agreement: 1, features };
}

/** Packages that are much alike are one family: those of a scope, and the subpaths of a package. */
function familiesOf({ subjects }: WeightSamples): readonly string[] {
  return [
    ...new Set(subjects.map(({ specifier }) => packageOfSpecifier(specifier).split("/")[0] ?? "")),
  ].toSorted();
}
