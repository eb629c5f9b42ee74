import type { Bundle } from "../graph/bundle.js";
import type { GraphModule } from "../graph/module-graph.js";
import type { Cost, MsRange, Provenance } from "./estimate.js";

/**
 * Puts milliseconds to modules, for a whole vCPU. What a set costs is not the sum of what its modules cost: some work
 * is done once however many need it.
 */
export interface Weigher {
  /** Version of Node.js whose measurements the figures rest on. */
  readonly node: string;
  /** What Node.js needs to load exactly these modules, each of them once. */
  weighModules(modules: readonly GraphModule[]): Weighed;
  /** What this module adds by itself, without what it imports: to say which part of a chain is the heaviest. */
  moduleMs(module: GraphModule): number;
  weighBundle(bundle: Bundle): Weighed;
  /** What an import was measured to cost alone, for a module that is not on disk. Undefined when nobody did. */
  weighImport?(specifier: string): Cost | undefined;
}

export interface Weighed {
  readonly initMs: MsRange;
  readonly provenance: Provenance;
}
