import type { LambdaModel, PathUse } from "../lambda/model.js";
import type { ImportWeight, ModuleFormat } from "../weight/weigh.js";
import { createModelWeigher } from "./model-weigher.js";
import { estimateFile } from "./estimate-file.js";
import type { ImportEstimate } from "./estimate.js";
import type { Weigher } from "./weigher.js";
import { type PackageImport, findSharedMs, pathUseOf } from "./package-imports.js";

/** What an import costs, for a budget and for a message. */
export type ImportFigures = Omit<ImportWeight, "provenance" | "builtins">;

/** Weighs the imports of one file. */
export interface ImportScale {
  /** How the handlers come by it. */
  useOf(imported: PackageImport): PathUse;
  /** What the import costs with everything it loads: by the table, else by what is installed. */
  figuresOf(imported: PackageImport): ImportFigures | undefined;
  /** Milliseconds that go with the import when all those stay that every path needs. */
  savedMs(imported: PackageImport, figures: ImportFigures): number;
}

interface FileImports {
  /** Absolute path; that of a file which does not exist leaves the table alone. */
  readonly filename: string;
  readonly imports: readonly PackageImport[];
  readonly lambda: LambdaModel;
  /** How long reading `node_modules` may take for the whole file. */
  readonly budgetMs: number;
}

/**
 * The table is trusted more than the model, so the graph answers only what it leaves open: what packages cost that nobody
 * measured, and what imports have in common.
 */
export function createImportScale({ filename, imports, lambda, budgetMs }: FileImports): ImportScale {
  const unknown = imports.filter(({ weight }) => weight === undefined);
  let leftMs = budgetMs;
  let estimates: ReadonlyMap<string, ImportEstimate> | undefined;

  function estimate(asked: readonly PackageImport[]): ReadonlyMap<string, ImportEstimate> {
    if (asked.length === 0 || leftMs <= 0) return new Map();
    const start = performance.now();
    const found = estimateFile(filename, asked, { weigherFor, budgetMs: leftMs });
    leftMs = found === undefined ? 0 : leftMs - (performance.now() - start);
    return found ?? new Map<string, ImportEstimate>();
  }

  const uses = new Map<PackageImport, PathUse>();

  function useOf(imported: PackageImport): PathUse {
    const use = uses.get(imported) ?? pathUseOf(imported, lambda);
    uses.set(imported, use);
    return use;
  }

  return {
    useOf,
    figuresOf({ module, weight }) {
      if (weight !== undefined) return weight;
      estimates ??= estimate(unknown);
      const estimated = estimates.get(module);
      return estimated && toFigures(estimated);
    },
    savedMs(imported, { likely }) {
      const staying = imports.filter((other) => other !== imported && useOf(other) === "every");
      if (staying.length === 0) return likely;
      const estimated = estimate([...staying, imported]).get(imported.module);
      if (estimated === undefined || estimated.initMs.likely <= 0)
        return Math.max(0, likely - findSharedMs(imported, imports, lambda));
      return (likely * estimated.exclusive.initMs.likely) / estimated.initMs.likely;
    },
  };
}

const weighers = new Map<ModuleFormat, Weigher>();

/** One for each format: what they learn of a module holds for all files. */
function weigherFor(entryFormat: ModuleFormat): Weigher {
  const weigher = weighers.get(entryFormat) ?? createModelWeigher({ entryFormat });
  weighers.set(entryFormat, weigher);
  return weigher;
}

/** To two digits, as the table has them. */
function toFigures({ initMs, modules, bytes, heaviestChain }: ImportEstimate): ImportFigures {
  const [first] = heaviestChain;
  const last = heaviestChain.at(-1);
  const round = (value: number) => Number(value.toPrecision(2));
  const isOther = last?.package !== undefined && last.package !== first?.package;
  return {
    low: round(initMs.low),
    likely: round(initMs.likely),
    high: round(initMs.high),
    modules,
    kb: Math.round(bytes / 1000),
    ...(isOther && {
      heaviest: { module: last.package, kb: Math.round(last.inclusive.bytes / 1000) },
    }),
  };
}
