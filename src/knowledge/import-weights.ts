/** What loading one module cost in one module format, unbundled, on the machine that filled the table. */
export interface MeasuredImport {
  /** Milliseconds of processor time over those of an empty module: the range that the runs support, and their median. */
  readonly low: number;
  readonly likely: number;
  readonly high: number;
  /** How often it was timed. */
  readonly runs: number;
  /** Files that Node.js loaded, Node's own modules left out. */
  readonly modules: number;
  /** Size of those files in kB (1,000 bytes). */
  readonly kb: number;
  /** Distinct modules of Node.js itself that were loaded on top of what an empty module needs. */
  readonly builtins: number;
  /** The package below the imported one that contributed most of its kB. Absent when there is none. */
  readonly heaviest?: { readonly module: string; readonly kb: number; readonly modules: number };
}

/** One specifier of the table. A format is absent when the package cannot be loaded that way. */
export interface ImportWeightRow {
  readonly specifier: string;
  /** The npm package that was installed; `"node"` for Node.js's own modules. */
  readonly package: string;
  readonly version: string;
  readonly cjs?: MeasuredImport;
  readonly esm?: MeasuredImport;
}

/** How the table came about. One run fills all of it, so that its rows can be compared. */
export interface ImportWeightRun {
  /** Version of Node.js that ran the imports, such as `"20.20.2"`. Coefficients differ between majors. */
  readonly node: string;
  /** ISO date of the run. A test fails when it is older than a year. */
  readonly checked: string;
  readonly method: string;
}

/**
 * Reads lines of columns apart by one space, below a line of headings: specifier, version, format, low, likely, high,
 * runs, modules, kb, builtins, and for the heaviest dependency its name, kb and modules. `node:` marks a module of
 * Node.js itself. A string of lines loads ten times faster than the same rows as an array of objects.
 */
export function parseImportWeights(table: string): ReadonlyMap<string, ImportWeightRow> {
  const parsed = new Map<string, ImportWeightRow>();
  for (const line of table.trim().split("\n").slice(1)) {
    const [name = "", version = "", format = "", ...columns] = line.split(" ");
    const specifier = name.replace(/^node:/, "");
    const owner = name === specifier ? packageOfSpecifier(name) : "node";
    const row = parsed.get(specifier) ?? { specifier, package: owner, version };
    parsed.set(specifier, { ...row, [format]: parseMeasuredImport(columns) });
  }
  return parsed;
}

function parseMeasuredImport(columns: readonly string[]): MeasuredImport {
  const [low = NaN, likely = NaN, high = NaN, runs = NaN, modules = NaN, kb = NaN, builtins = NaN] = columns
    .slice(0, 7)
    .map(Number);
  const [module, ...heaviest] = columns.slice(7);
  const [heaviestKb = NaN, heaviestModules = NaN] = heaviest.map(Number);
  return {
    ...{ low, likely, high, runs, modules, kb, builtins },
    ...(module !== undefined && { heaviest: { module, kb: heaviestKb, modules: heaviestModules } }),
  };
}

/** The npm package of a specifier: `"@scope/name"` or `"name"`. */
export function packageOfSpecifier(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
