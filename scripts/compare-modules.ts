/** The files of one entry that Node.js loads, against those that the graph names. */
export interface Comparison {
  readonly name: string;
  readonly shared: number;
  /** Loaded, but not in the graph. */
  readonly missing: readonly string[];
  /** In the graph, but not loaded. */
  readonly wrong: readonly string[];
}

export function compareModules(
  name: string,
  loaded: readonly string[],
  found: readonly string[],
): Comparison {
  const [isLoaded, isFound] = [new Set(loaded), new Set(found)];
  return {
    name,
    shared: found.filter((file) => isLoaded.has(file)).length,
    missing: loaded.filter((file) => !isFound.has(file)),
    wrong: found.filter((file) => !isLoaded.has(file)),
  };
}

/** Precision and recall over the modules of all entries, and how many entries are exact. */
export function summarize(comparisons: readonly Comparison[]): {
  readonly precision: number;
  readonly recall: number;
  readonly exact: number;
} {
  const sum = (count: (comparison: Comparison) => number) =>
    comparisons.reduce((total, comparison) => total + count(comparison), 0);
  const shared = sum((comparison) => comparison.shared);
  return {
    precision: shared / (shared + sum(({ wrong }) => wrong.length)),
    recall: shared / (shared + sum(({ missing }) => missing.length)),
    exact: comparisons.filter(({ missing, wrong }) => missing.length + wrong.length === 0).length,
  };
}
