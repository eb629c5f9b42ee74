import { estimateHandler } from "../../estimate/estimate-handler.js";
import { createModelWeigher } from "../../estimate/model-weigher.js";
import type { Bundle, BundleSettings } from "../../graph/bundle.js";
import { bundle } from "../../graph/create-bundler.js";
import { createGraphReader, type GraphReader } from "../../graph/graph-reader.js";
import type { GraphModule, GraphProblem } from "../../graph/module-graph.js";
import type { ConfiguredSetup } from "../../project/configured-setup.js";
import type { Calibration } from "../../weight/calibration.js";
import type { Estimate } from "./build-cold-report.js";
import { collectParts } from "./collect-parts.js";
import type { HandlerUse } from "./read-handler-use.js";

/** What is known of the function that an entry belongs to. */
export interface FunctionSetup {
  readonly memoryMb?: number;
  readonly bundle?: BundleSettings;
  /** What templates and infrastructure code say. */
  readonly configured?: ConfiguredSetup | undefined;
}

export interface EstimateOptions {
  /** Paths are shown relative to it. */
  readonly directory: string;
  readonly setupOf: (entry: string) => FunctionSetup;
  /** What the handlers of an entry make of its imports; undefined where no handler was recognised. */
  readonly useOf: (entry: string) => HandlerUse | undefined;
  /** Whether what was read of packages is kept on disk, and taken from there. */
  readonly cache: boolean;
  /** EXECUTES the entries, in child processes, to measure what loading them takes. */
  readonly measure: boolean;
  /** How fast this machine is, where somebody measured it. */
  readonly calibration?: Calibration | undefined;
}

/**
 * Estimates entries: their module graph and their bundle, weighed. What one entry has read, the others find ready, so
 * all entries are named at first.
 */
export function createEstimate(
  entries: readonly string[],
  { directory, setupOf, useOf, cache, measure, calibration }: EstimateOptions,
): Estimate {
  // AWS Lambda starts Node.js without `require()` of ES modules.
  const reader = createGraphReader({ requiresModules: false, ...(!cache && { cache: false }) });
  reader.expect(entries);
  return async (entry) => {
    const { memoryMb, bundle: bundleSettings, configured } = setupOf(entry);
    // esbuild works in a process of its own, so neither waits for the other.
    const [bundled, graph] = await Promise.all([bundle(entry, bundleSettings), reader.read(entry)]);
    const entryFormat = graph.modules.get(graph.entry)?.format === "module" ? "esm" : "cjs";
    const weigher = createModelWeigher({
      entryFormat,
      externals: await readExternals(bundled, reader),
      ...(calibration !== undefined && { calibration }),
    });
    const isBundled = bundled.inputs.size > 0;
    const estimate = estimateHandler({
      graph,
      bundle: isBundled ? bundled : undefined,
      weigher,
      memoryMb,
      ...useOf(entry),
    });
    const parts = collectParts(graph, { weigher, wholeMs: estimate.unbundled.initMs.likely, directory });
    // The graph's entry is a real path, which is not what it was asked for where a link leads there.
    const problems = joinProblems(graph.problems, bundled.problems);
    if (!measure) return { estimate: { ...estimate, entry, problems }, parts, configured };
    const { measureHandler } = await import("./measure-handler.js");
    const { measured, problems: failures } = await measureHandler(entry, {
      format: entryFormat,
      bundle: bundleSettings,
    });
    return {
      estimate: { ...estimate, entry, problems: [...problems, ...failures] },
      parts,
      measured,
      configured,
    };
  };
}

/**
 * What is not installed, or does not parse, is met twice. The graph says more of it: who asks for a file that is broken,
 * where the bundler names the file alone.
 */
function joinProblems(graph: readonly GraphProblem[], bundled: readonly GraphProblem[]): GraphProblem[] {
  const isNew = ({ file, importer }: GraphProblem): boolean =>
    !graph.some((known) => known.file === file && (known.importer === importer || importer === file));
  return [...graph, ...bundled.filter(isNew)];
}

/** What Node.js loads at init for the packages that stay outside a bundle: the runtime's copy is taken to be like ours. */
async function readExternals(
  { entry, externals }: Bundle,
  reader: GraphReader,
): Promise<readonly GraphModule[]> {
  if (externals.length === 0) return [];
  const imports = externals.map((specifier) => ({ specifier, kind: "require" as const }));
  const { modules } = await reader.read(entry, { imports });
  return [...modules.values()].filter(({ id }) => id !== entry);
}
