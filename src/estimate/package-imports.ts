import { isBuiltin } from "node:module";
import { areLoading } from "../graph/loaded-packages.js";
import { resolveRelative } from "../graph/project-imports.js";
import { loadedPeers } from "../knowledge/loaded-peers.js";
import type { LambdaModel, PathUse } from "../lambda/model.js";
import { type ModuleLoad, collectModuleLoads } from "../syntax/module-loads.js";
import { type ImportWeight, type ModuleFormat, weigh } from "../weight/weigh.js";

/** A module of a package that a file loads at init. */
export interface PackageImport {
  readonly module: string;
  /** The declarations and calls that ask for it, in source order. */
  readonly loads: readonly [ModuleLoad, ...ModuleLoad[]];
  /** How Node.js gets it, where the file says so. */
  readonly format: ModuleFormat | undefined;
  /** Undefined when nobody measured it. */
  readonly weight: ImportWeight | undefined;
}

interface FileKind {
  readonly isTypeScript: boolean;
  readonly moduleFormat: ModuleFormat | undefined;
}

/** What the file loads at init that is neither the project's nor Node.js's own, by module, in source order. */
export function collectPackageImports(
  { syntax }: Pick<LambdaModel, "syntax">,
  { isTypeScript, moduleFormat }: FileKind,
): readonly PackageImport[] {
  const byModule = new Map<string, [ModuleLoad, ...ModuleLoad[]]>();
  for (const load of collectModuleLoads(syntax.facts, isTypeScript)) {
    const loads = byModule.get(load.module);
    if (loads !== undefined) loads.push(load);
    else if (isLoadedPackage(load.module)) byModule.set(load.module, [load]);
  }
  return [...byModule].map(([module, loads]) => {
    const format = formatOf(loads[0], moduleFormat);
    return { module, loads, format, weight: weigh(module, format) };
  });
}

/**
 * `#name` is an import of the project's own package.json. What the runtime or a layer ships counts as loaded, for it takes
 * its time to load there too.
 */
function isLoadedPackage(module: string): boolean {
  return !/^[./#]/.test(module) && !isBuiltin(module);
}

/** An `import` in a file that may be compiled to either format says nothing. */
function formatOf({ kind }: ModuleLoad, fileFormat: ModuleFormat | undefined): ModuleFormat | undefined {
  if (kind === "require" || kind === "import-equals") return "cjs";
  return kind === "dynamic" ? "esm" : fileFormat;
}

/** How the handlers come by the module; `none` when the file only loads it, or hands it on to others. */
export function pathUseOf({ module, loads }: PackageImport, lambda: LambdaModel): PathUse {
  const isNeeded =
    loads.some(({ isNeededAtOnce }) => isNeededAtOnce) ||
    lambda.handlers.some(({ reexportedFrom }) => reexportedFrom === module);
  if (isNeeded) return "every";
  return lambda.pathUseOf(loads.flatMap(({ bindings }) => bindings.flatMap(({ values }) => values)));
}

/**
 * True where a package that is built on the module stays, or other files of the project, which the file loads at init by
 * relative paths, load it all the same.
 */
export function isLoadedByProject(
  { module }: PackageImport,
  { filename, isTypeScript }: Pick<FileKind, "isTypeScript"> & { readonly filename: string },
  { syntax }: Pick<LambdaModel, "syntax">,
): boolean {
  const loads = collectModuleLoads(syntax.facts, isTypeScript);
  const builtOnIt = loadedPeers.flatMap((fact) => (fact.loads === module ? [fact.module] : []));
  if (loads.some((load) => load.kind !== "dynamic" && builtOnIt.includes(load.module))) return true;
  const files = loads.flatMap((load) => resolveRelative(load.module, filename) ?? []);
  return [module, ...builtOnIt].some((loaded) => areLoading(loaded, files));
}

/**
 * Milliseconds of the module's weight that would stay without it, because another package of its npm scope stays: they
 * have modules in common. What the module adds to the other is the difference of the two at the least, so this is the
 * weight of the heaviest of them; infinite when one of them was never measured.
 */
export function findSharedMs(
  { module }: PackageImport,
  imports: readonly PackageImport[],
  lambda: LambdaModel,
): number {
  const scope = /^@[^/]+\//.exec(module)?.[0];
  if (scope === undefined) return 0;
  const staying = imports.filter(
    (other) =>
      other.module !== module && other.module.startsWith(scope) && pathUseOf(other, lambda) === "every",
  );
  return Math.max(0, ...staying.map(({ weight }) => weight?.likely ?? Infinity));
}
