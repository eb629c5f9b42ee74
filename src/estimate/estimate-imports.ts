import type { ModuleGraph } from "../graph/module-graph.js";
import type { PathUse } from "../lambda/model.js";
import { type CostReader, subtractCosts } from "./costs.js";
import type { Cost, ImportEstimate } from "./estimate.js";
import type { GraphIndex, Reached } from "./graph-index.js";
import { createChainFinder } from "./heaviest-chain.js";
import type { Weigher } from "./weigher.js";

/** A module that the entry asks for itself. */
export interface EntryImport {
  readonly specifier: string;
  /** From 1. */
  readonly line: number;
  /** Its number in the index. */
  readonly target: number;
}

/** What an entry loads at init, as a whole and without some of its imports. */
export interface EntryReach {
  readonly imports: readonly EntryImport[];
  /** What the import loads, the entry aside. */
  below(imported: EntryImport): Reached;
  /** What is loaded when the entry goes without the imports that `isDropped` accepts. */
  without(isDropped: (imported: EntryImport) => boolean): Reached;
}

export function createEntryReach(graph: ModuleGraph, index: GraphIndex): EntryReach {
  const entry = index.numberOf(graph.entry);
  const entries = new Set(entry === undefined ? [] : [entry]);
  const imports = collectEntryImports(graph, index).filter(({ target }) => target !== entry);

  return {
    imports,
    below: ({ target }) => index.reach([target], entries),
    without(isDropped) {
      const kept = imports.filter((imported) => !isDropped(imported));
      const below = index.reach(
        kept.map(({ target }) => target),
        entries,
      );
      return {
        has: (number) => number === entry || below.has(number),
        numbers: [...entries, ...below.numbers],
      };
    },
  };
}

/** Each module once, in source order. */
function collectEntryImports({ entry, modules }: ModuleGraph, index: GraphIndex): readonly EntryImport[] {
  const byTarget = new Map<number, EntryImport>();
  for (const { specifier, target, isEager, line = 1 } of modules.get(entry)?.edges ?? []) {
    const number = isEager && target !== undefined ? index.numberOf(target) : undefined;
    if (number === undefined || byTarget.has(number)) continue;
    byTarget.set(number, { specifier, line, target: number });
  }
  return [...byTarget.values()].sort((a, b) => a.line - b.line);
}

interface EstimateImportsInput {
  readonly entryReach: EntryReach;
  readonly index: GraphIndex;
  readonly weigher: Weigher;
  readonly costs: CostReader;
  /** What the whole entry costs. */
  readonly all: Cost;
  /** How the handlers come by the module of a specifier. */
  readonly uses: ReadonlyMap<string, PathUse>;
}

/** What each import of the entry costs, alone and beside the others. */
export function estimateImports(input: EstimateImportsInput): readonly ImportEstimate[] {
  const { entryReach, index, weigher, costs, all, uses } = input;
  const findHeaviestChain = createChainFinder(index, weigher, costs);
  return entryReach.imports.map((imported) => {
    const { specifier, line, target } = imported;
    const below = entryReach.below(imported);
    const inclusive = costs.costOf(below);
    const exclusive = subtractCosts(all, costs.costOf(entryReach.without((other) => other === imported)));
    return {
      specifier,
      line,
      ...inclusive,
      exclusive,
      shared: subtractCosts(inclusive, exclusive),
      heaviestChain: findHeaviestChain(target, below),
      use: uses.get(specifier),
    };
  });
}
