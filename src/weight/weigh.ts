import { importWeightRun, importWeightTable } from "../knowledge/import-weights.generated.js";
import {
  parseImportWeights,
  type ImportWeightRow,
  type MeasuredImport,
} from "../knowledge/import-weights.js";

/** How the import is written out for Node.js: `require()` or `import`. */
export type ModuleFormat = "cjs" | "esm";

/** Where a weight comes from. Further kinds (a module graph, a calibration of the user's machine) will join the union. */
export interface TableProvenance {
  readonly kind: "table";
  /** The npm package that was measured, `"node"` for Node.js's own modules, and its version. */
  readonly package: string;
  readonly version: string;
  /** Version of Node.js that ran the measurement. */
  readonly node: string;
  /** ISO date of the measurement. */
  readonly checked: string;
  /** How often the import was timed. */
  readonly runs: number;
}

/** What one import costs at init, with everything it loads. Weights do not add up: imports share modules. */
export interface ImportWeight {
  /**
   * Milliseconds of init, unbundled, at 1 vCPU, over an empty module: processor time, which is what Lambda rations.
   * Measured on a developer's machine, not on Lambda: order and ratios carry over, the absolute figures less so.
   */
  readonly low: number;
  readonly likely: number;
  readonly high: number;
  /** Files that Node.js loads. */
  readonly modules: number;
  /** Size of those files in kB (1,000 bytes). */
  readonly kb: number;
  /** Distinct modules of Node.js itself that come along. */
  readonly builtins: number;
  /** The heaviest part of the chain: the dependency package that contributes most. Absent when there is none. */
  readonly heaviest?: {
    readonly module: string;
    readonly ms?: number;
    readonly kb?: number;
    readonly modules?: number;
  };
  readonly provenance: TableProvenance;
}

/**
 * What importing `specifier` costs. Undefined when nobody measured it: a subpath (`lodash/get`) is measured on its
 * own and never inherits the weight of its package.
 *
 * Without a `format` the range spans both formats, and `likely` and the counts are the lighter one's, so that a rule
 * which compares them with a budget stays silent when in doubt.
 */
export function weigh(specifier: string, format?: ModuleFormat): ImportWeight | undefined {
  const row = findRow(specifier);
  if (row === undefined) return undefined;
  const known = knownWeights[format ?? "either"];
  if (!known.has(row)) known.set(row, weighRow(row, format));
  return known.get(row);
}

/** By format: a run asks for the same few rows again and again. */
const knownWeights = {
  cjs: new Map<ImportWeightRow, ImportWeight | undefined>(),
  esm: new Map<ImportWeightRow, ImportWeight | undefined>(),
  either: new Map<ImportWeightRow, ImportWeight | undefined>(),
};

function weighRow(row: ImportWeightRow, format: ModuleFormat | undefined): ImportWeight | undefined {
  const measured = format === undefined ? eitherFormat(row) : row[format];
  if (measured === undefined) return undefined;
  const { runs, ...weight } = measured;
  return {
    ...weight,
    provenance: {
      kind: "table",
      package: row.package,
      version: row.version,
      node: importWeightRun.node,
      checked: importWeightRun.checked,
      runs,
    },
  };
}

let rows: ReadonlyMap<string, ImportWeightRow> | undefined;

/** `node:http2` is `http2`; `lodash/get.js`, the only spelling that ESM resolves, is the file of `lodash/get`. */
function findRow(specifier: string): ImportWeightRow | undefined {
  rows ??= parseImportWeights(importWeightTable);
  const isNode = specifier.startsWith("node:");
  const name = isNode ? specifier.slice("node:".length) : specifier;
  const row = rows.get(name.endsWith(".js") ? name.replace(/(?<=\/.+)\.js$/, "") : name);
  return isNode && row?.package !== "node" ? undefined : row;
}

function eitherFormat({ cjs, esm }: ImportWeightRow): MeasuredImport | undefined {
  if (cjs === undefined || esm === undefined) return cjs ?? esm;
  const lighter = cjs.likely <= esm.likely ? cjs : esm;
  return { ...lighter, low: Math.min(cjs.low, esm.low), high: Math.max(cjs.high, esm.high) };
}
