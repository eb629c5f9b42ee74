import type { GraphModule } from "../graph/module-graph.js";
import type { CostReader } from "./costs.js";
import type { ChainLink, Cost } from "./estimate.js";
import type { GraphIndex, Reached } from "./graph-index.js";
import type { Weigher } from "./weigher.js";

/**
 * The shortest way from an import to the part below it that costs most by itself: a package, a file of the project, or
 * a module of Node.js. A package that the way passes through is one link, its first file.
 */
export function createChainFinder(
  index: GraphIndex,
  weigher: Weigher,
  { costOf }: Pick<CostReader, "costOf">,
) {
  const inclusive = new Map<number, Cost>();

  function inclusiveOf(number: number): Cost {
    const known = inclusive.get(number);
    if (known !== undefined) return known;
    const { modules, bytes, initMs } = costOf(index.reach([number]));
    const cost = { modules, bytes, initMs };
    inclusive.set(number, cost);
    return cost;
  }

  return function findHeaviestChain(root: number, below: Reached): readonly ChainLink[] {
    const heaviest = findHeaviestPart(below, index, weigher);
    const path = index.shortestPath(root, (number) => partAt(index, number) === heaviest) ?? [];
    return path
      .filter((number, step) => partAt(index, number) !== partAt(index, path[step - 1]))
      .flatMap((number) => {
        const module = index.modules[number];
        if (module === undefined) return [];
        return { file: module.id, package: module.package?.name, inclusive: inclusiveOf(number) };
      });
  };
}

function findHeaviestPart({ numbers }: Reached, index: GraphIndex, weigher: Weigher): string | undefined {
  const msByPart = new Map<string, number>();
  let heaviest: string | undefined;
  for (const number of numbers) {
    const module = index.modules[number];
    if (module === undefined) continue;
    const part = partOf(module);
    msByPart.set(part, (msByPart.get(part) ?? 0) + weigher.moduleMs(module));
  }
  for (const [part, ms] of msByPart)
    if (heaviest === undefined || ms > (msByPart.get(heaviest) ?? 0)) heaviest = part;
  return heaviest;
}

function partAt(index: GraphIndex, number: number | undefined): string | undefined {
  const module = number === undefined ? undefined : index.modules[number];
  return module && partOf(module);
}

/** Two versions of a package are two parts. */
function partOf({ id, package: owner }: GraphModule): string {
  return owner === undefined ? id : `${owner.name}@${owner.version ?? ""}`;
}
