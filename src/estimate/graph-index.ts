import type { GraphModule, ModuleGraph } from "../graph/module-graph.js";

/** The eager edges of a graph by number, so that what an import reaches is found without a set of names for each. */
export interface GraphIndex {
  readonly modules: readonly GraphModule[];
  /** Undefined for what the graph does not have. */
  numberOf(id: string): number | undefined;
  /** The numbers of the modules that `module` loads at init, in the order of its edges. */
  targetsOf(module: number): Int32Array;
  /** What is loaded when `roots` are, they included, when nothing passes `without`. */
  reach(roots: Iterable<number>, without?: ReadonlySet<number>): Reached;
  /** The shortest way from `root` to a module that `isGoal` accepts, both ends included. */
  shortestPath(root: number, isGoal: (module: number) => boolean): readonly number[] | undefined;
}

/** Some modules of a graph. */
export interface Reached {
  has(module: number): boolean;
  readonly numbers: readonly number[];
}

export function indexGraph(graph: ModuleGraph): GraphIndex {
  const modules = [...graph.modules.values()];
  const numbers = new Map(modules.map(({ id }, index) => [id, index]));
  const targets = modules.map(
    ({ edges }) =>
      new Int32Array(
        new Set(
          edges.flatMap(({ isEager, target }) => {
            const number = isEager && target !== undefined ? numbers.get(target) : undefined;
            return number ?? [];
          }),
        ),
      ),
  );
  const targetsOf = (module: number) => targets[module] ?? new Int32Array();

  function reach(roots: Iterable<number>, without?: ReadonlySet<number>): Reached {
    const isReached = new Uint8Array(modules.length);
    const reached: number[] = [];
    const visit = (module: number) => {
      if (isReached[module] === 1 || without?.has(module) === true) return;
      isReached[module] = 1;
      reached.push(module);
    };
    for (const root of roots) visit(root);
    // The list grows while it is read.
    for (const module of reached) targetsOf(module).forEach(visit);
    return { has: (module) => isReached[module] === 1, numbers: reached };
  }

  function shortestPath(root: number, isGoal: (module: number) => boolean): readonly number[] | undefined {
    const cameFrom = new Map<number, number | undefined>([[root, undefined]]);
    for (const module of cameFrom.keys()) {
      if (isGoal(module)) return pathTo(module, cameFrom);
      for (const target of targetsOf(module)) if (!cameFrom.has(target)) cameFrom.set(target, module);
    }
    return undefined;
  }

  return { modules, numberOf: (id) => numbers.get(id), targetsOf, reach, shortestPath };
}

function pathTo(goal: number, cameFrom: ReadonlyMap<number, number | undefined>): readonly number[] {
  const path: number[] = [];
  for (let step: number | undefined = goal; step !== undefined; step = cameFrom.get(step)) path.unshift(step);
  return path;
}
