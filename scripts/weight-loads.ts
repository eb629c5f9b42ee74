import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { GraphModule } from "../src/graph/module-graph.js";
import { readBundleFacts, type BundleFacts } from "../src/graph/bundle-facts.js";
import { createGraphReader } from "../src/graph/graph-reader.js";
import { packageOfSpecifier } from "../src/knowledge/import-weights.js";
import type { LoadFeatures } from "../src/knowledge/weight-model.js";
import {
  loaderOfEsModules,
  nodeFeatures,
  setFeatures,
  sourceFeatures,
  type Internals,
} from "../src/weight/load-features.js";
import { quantile } from "../src/weight/quantile.js";
import { median } from "./import-weight-rows.js";
import { fitInternals } from "./fit-internals.js";
import type { Observation } from "./weight-fit.js";
import type { Variant, WeightSamples } from "./weight-samples.js";

/** A load with what is known of it: what the fit reads. */
export interface Load extends Observation {
  readonly name: string;
  readonly variant: Variant;
  readonly isUnseen: boolean;
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
 * Processor time of the main thread in each sample, in milliseconds, by `name (variant)`: each divided by how slow the
 * machine was at that moment, which is the median, over the loads around it in time, of their times over what they
 * usually take. That is known the better the better slowness is known, so the two are found in turn: a load that was added
 * later has been measured beside others that tell how slow the machine was then.
 */
export function timesOf(all: readonly WeightSamples[]): ReadonlyMap<string, readonly number[]> {
  const measured = all.filter(({ samples }) => samples.length > 0);
  let slownessAt: (at: number) => number = () => 1;
  for (let pass = 0; pass < passes; pass++) slownessAt = findSlowness(measured, slownessAt);
  return new Map(
    measured.map((one) => [keyOf(one), one.samples.map(({ at, mainMs }) => mainMs / slownessAt(at))]),
  );
}

function findSlowness(
  measured: readonly WeightSamples[],
  slownessAt: (at: number) => number,
): (at: number) => number {
  const moments = measured
    .filter(({ samples }) => samples.length >= leastTellingSamples)
    .flatMap(({ samples }) => {
      const usual = median(samples.map(({ at, mainMs }) => mainMs / slownessAt(at)));
      return usual < leastTellingMs ? [] : samples.map(({ at, mainMs }) => ({ at, ratio: mainMs / usual }));
    })
    .toSorted((a, b) => a.at - b.at);
  const slowness = moments.map((_, index) =>
    median(
      moments.slice(Math.max(0, index - loadsAround), index + loadsAround + 1).map(({ ratio }) => ratio),
    ),
  );
  return (at) => slowness[lastBefore(moments, at)] ?? 1;
}

/** By then nothing changes any more. */
const passes = 6;
/** What fewer samples say of a load is little. */
const leastTellingSamples = 3;
/** Shorter loads do not tell how slow the machine is. */
const leastTellingMs = 10;
/** Before and after: about ten seconds. */
const loadsAround = 10;

/** Index of the last moment that is not after `at`, by halving; the first one when all are. */
function lastBefore(moments: readonly { readonly at: number }[], at: number): number {
  let [low, high] = [0, moments.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((moments[middle]?.at ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function keyOf({ name, variant }: { readonly name: string; readonly variant: string }): string {
  return `${name} (${variant})`;
}

/** What an empty module takes in a variant. */
export function baselineOf(times: ReadonlyMap<string, readonly number[]>, variant: Variant): number {
  return typicalOf(times.get(keyOf({ name: "", variant })) ?? []);
}

/**
 * What a load takes: the lower quartile of its samples, since whatever disturbs one makes it longer. Halves of the samples
 * agree better on it than on the median.
 */
export function typicalOf(samples: readonly number[]): number {
  return quantile(samples, 0.25);
}

/** Modules inside Node.js that each public one, and each global, brings along, and what they take times `speed`. */
export function readInternals(
  all: readonly WeightSamples[],
  times: ReadonlyMap<string, readonly number[]>,
  speed: number,
): Internals {
  const isOfNode = ({ name, variant }: WeightSamples) =>
    variant !== "bundled" && /^(?:node|global):\S+$/.test(name);
  const loadedByEmpty = (wanted: Variant) =>
    new Set(all.find(({ name, variant }) => name === "" && variant === wanted)?.trace.builtins);
  const empty = { cjs: loadedByEmpty("cjs"), esm: loadedByEmpty("esm"), bundled: loadedByEmpty("bundled") };
  const named = (builtins: Iterable<string>, without: ReadonlySet<string>) =>
    [...builtins]
      .filter((builtin) => !without.has(builtin) && /^(?:NativeModule|Internal Binding) /.test(builtin))
      .map((builtin) => builtin.replace(/^NativeModule /, "").replace(/^Internal Binding /, "binding:"));
  const loadedBy = new Map([
    [loaderOfEsModules, named(empty.esm, empty.cjs)] as const,
    ...all
      .filter(isOfNode)
      .map(
        ({ name, variant, trace }) =>
          [
            name.replace(/^node:/, variant === "esm" ? "import:" : ""),
            named(trace.builtins, empty[variant]),
          ] as const,
      ),
  ]);
  const loads = all
    .filter((one) => isOfNode(one) && one.variant === "cjs")
    .map((one) => ({
      internals: loadedBy.get(one.name.replace(/^node:/, "")) ?? [],
      ms: (typicalOf(times.get(keyOf(one)) ?? []) - baselineOf(times, "cjs")) * speed,
    }));
  return { loadedBy, ms: fitInternals(loads, kilobytesOf(new Set([...loadedBy.values()].flat()))) };
}

/** How long the texts of modules inside this Node.js are; those of bindings have no length. */
function kilobytesOf(names: ReadonlySet<string>): ReadonlyMap<string, number> {
  // The only way to them: https://nodejs.org/api/deprecations.html#DEP0111
  const texts = (
    process as unknown as { binding(name: string): Readonly<Record<string, string | undefined>> }
  ).binding("natives");
  return new Map(
    [...names].flatMap((name) => {
      const length = texts[name]?.length;
      return [[name, length === undefined ? 0 : Math.max(1, length / 1000)] as const];
    }),
  );
}

/** The loads of packages, with their features and, in milliseconds times `speed`, what they took. */
export async function readLoads(
  all: readonly WeightSamples[],
  internals: Internals,
  times: ReadonlyMap<string, readonly number[]>,
  speed: number,
): Promise<readonly Load[]> {
  const reader = createGraphReader({ cache: false });
  const loads: Load[] = [];
  for (const one of all) {
    const samples = times.get(keyOf(one));
    if (samples === undefined || one.name === "" || /^(?:node|global|calibration):/.test(one.name)) continue;
    const baseline = baselineOf(times, one.variant);
    const ms = (typicalOf(samples) - baseline) * speed;
    if (ms < leastMs) continue;
    loads.push({
      name: one.name,
      variant: one.variant,
      isUnseen: one.isUnseen,
      families: familiesOf(one),
      packages: one.subjects.map(({ package: owner, version }) => `${owner}@${version}`),
      ms,
      spread: (quantile(samples, 0.75) - quantile(samples, 0.25)) / 2 / median(samples),
      ...(one.variant === "bundled"
        ? describeBundle(one, internals)
        : await describeGraph(one, one.variant, internals)),
    });
  }
  return loads;

  async function describeGraph(
    { entry, trace }: WeightSamples,
    format: "cjs" | "esm",
    internalsOfNode: Internals,
  ) {
    const graph = await reader.read(entry);
    const modules = [...graph.modules.values()];
    const found = modules.filter(({ format }) => format !== "builtin").map(({ id }) => id);
    const loaded = new Set(trace.files);
    const both = found.filter((id) => loaded.has(id)).length;
    const agreement = both / (found.length + loaded.size - both);
    return { modules, agreement, features: setFeatures(modules, internalsOfNode, format) };
  }
}

function describeBundle({ entry, inputs = {} }: WeightSamples, internals: Internals) {
  const bundle = readBundleFacts(readFileSync(entry, "utf8"));
  const needs = new Set([
    ...bundle.builtins.map((id) => id.replace(/^node:/, "")),
    ...(bundle.facts.webGlobals ?? []).map((name) => `global:${name}`),
  ]);
  const node = nodeFeatures(needs, internals, "cjs");
  const features: LoadFeatures = {
    ...sourceFeatures(bundle.facts),
    load: 1,
    internalMs: node.internalMs,
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
