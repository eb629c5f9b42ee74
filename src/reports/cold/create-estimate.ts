import type { BundleSettings } from "../../graph/bundle.js";
import type { Estimate } from "./build-cold-report.js";
import { collectParts } from "./collect-parts.js";
import { provisionalWeigher } from "./provisional-weigher.js";

/** What is known of the function that an entry belongs to. */
export interface FunctionSetup {
  readonly memoryMb?: number;
  readonly bundle?: BundleSettings;
}

export interface EstimateOptions {
  /** Paths are shown relative to it. */
  readonly directory: string;
  readonly setupOf: (entry: string) => FunctionSetup;
}

/**
 * Estimates entries: their module graph and their bundle, weighed. What one entry has read, the others find ready, so
 * all entries are named at first.
 */
export async function createEstimate(
  entries: readonly string[],
  { directory, setupOf }: EstimateOptions,
): Promise<Estimate> {
  const [{ createGraphReader }, { estimateHandler }] = await Promise.all([
    import("../../graph/graph-reader.js"),
    import("../../estimate/estimate-handler.js"),
  ]);
  const reader = createGraphReader();
  reader.expect(entries);
  return async (entry) => {
    const { memoryMb } = setupOf(entry);
    const graph = await reader.read(entry);
    const weigher = provisionalWeigher;
    const estimate = estimateHandler({ graph, weigher, memoryMb });
    const parts = collectParts(graph, { weigher, wholeMs: estimate.unbundled.initMs.likely, directory });
    return { estimate, parts };
  };
}
