import { type ProjectImport, readProjectImports } from "./project-imports.js";

/** Modules that load each other at init. */
export interface ImportCycle {
  /** The import of the entry that leads to the cycle first. */
  readonly specifier: string;
  /** Absolute paths, the first one again at the end. */
  readonly modules: readonly string[];
}

/** No handler of a project loads more modules of its own. It bounds the first look, before anything is cached. */
const MAX_MODULES = 1500;

/**
 * The cycles among the project's own modules that loading a file runs into: one of each group of modules that reach each
 * other, the shortest that is found. `imports` is what the file is to load, which may not be on disk yet.
 */
export function findImportCycles(entry: string, imports: readonly ProjectImport[]): readonly ImportCycle[] {
  const edges = new Map<string, readonly ProjectImport[]>([[entry, imports]]);
  for (const file of edges.keys())
    for (const { target } of edges.get(file) ?? [])
      if (!edges.has(target) && edges.size < MAX_MODULES) edges.set(target, readProjectImports(target));
  const targetsOf = (file: string): readonly string[] => (edges.get(file) ?? []).map(({ target }) => target);

  const cycles: ImportCycle[] = [];
  const done = new Set<string>();
  for (const { specifier, target } of edges.get(entry) ?? []) {
    const reached = reachableFrom(target, targetsOf);
    for (const file of reached.has(entry) ? [entry, ...reached] : reached) {
      if (done.has(file)) continue;
      done.add(file);
      const modules = shortestWay(file, file, targetsOf);
      if (modules === undefined) continue;
      for (const member of reachableFrom(file, targetsOf))
        if (!done.has(member) && reachableFrom(member, targetsOf).has(file)) done.add(member);
      cycles.push({ specifier, modules });
    }
  }
  return cycles;
}

function reachableFrom(start: string, targetsOf: (file: string) => readonly string[]): ReadonlySet<string> {
  const reached = new Set([start]);
  for (const file of reached) for (const target of targetsOf(file)) reached.add(target);
  return reached;
}

/** The shortest way over at least one import. */
function shortestWay(
  from: string,
  to: string,
  targetsOf: (file: string) => readonly string[],
): readonly string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [from];
  for (const file of queue) {
    for (const target of targetsOf(file)) {
      if (target === to) {
        const way = [to];
        for (
          let step: string | undefined = file;
          step !== undefined && step !== from;
          step = cameFrom.get(step)
        )
          way.unshift(step);
        return [from, ...way];
      }
      if (cameFrom.has(target) || target === from) continue;
      cameFrom.set(target, file);
      queue.push(target);
    }
  }
  return undefined;
}
