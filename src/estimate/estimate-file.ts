import { existsSync, readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import QuickLRU from "quick-lru";
import { createGraphReader, type EntryImport, type GraphReader } from "../graph/graph-reader.js";
import type { ModuleGraph } from "../graph/module-graph.js";
import { packageOfSpecifier } from "../knowledge/import-weights.js";
import { estimateHandler } from "./estimate-handler.js";
import type { ImportEstimate } from "./estimate.js";
import { readInstallStamp } from "./install-stamp.js";
import type { PackageImport } from "./package-imports.js";
import type { ModuleFormat } from "../weight/weigh.js";
import type { Weigher } from "./weigher.js";

export interface FileEstimateSettings {
  readonly weigherFor: (entryFormat: ModuleFormat) => Weigher;
  /** How long reading may take. Past it there is no estimate; the next call goes on from where this one was. */
  readonly budgetMs: number;
}

/** How often graphs were read, and how often an answer was at hand: tests hold it against what they expect. */
export const fileEstimates = { read: 0, remembered: 0 };

type Estimates = ReadonlyMap<string, ImportEstimate>;

const NO_ESTIMATES: Estimates = new Map();

interface Remembered {
  readonly stamp: string;
  /** What Node.js takes the file for where neither its name nor its text says so: by its package.json. */
  readonly fileFormat: ModuleFormat;
  /** By what was asked: an editor asks for the same again and again. */
  readonly answers: Map<string, Estimates>;
}

const rememberedByFile = new QuickLRU<string, Remembered>({ maxSize: 500 });
const mostAnswers = 20;

let shared: { readonly reader: GraphReader; readonly stamps: Map<string, string> } | undefined;

/**
 * What imports of packages cost by what is on disk, by specifier: for a file that exists, with its packages installed.
 * The file itself is not read, since the caller has its syntax tree. Imports that are not installed, or do not resolve, are left out.
 */
export function estimateFile(
  filename: string,
  imports: readonly PackageImport[],
  { weigherFor, budgetMs }: FileEstimateSettings,
): Estimates | undefined {
  if (!path.isAbsolute(filename) || !existsSync(filename)) return undefined;
  // The rest asks the file system many questions.
  if (!seesPackages(filename)) return NO_ESTIMATES;
  const stamp = readInstallStamp(filename);
  const { answers, fileFormat } = rememberedOf(filename, stamp);
  const asked = imports.map(({ module, format = fileFormat }) => ({
    specifier: module,
    kind: format === "esm" ? ("import" as const) : ("require" as const),
  }));
  const isModule = asked.some(({ kind }) => kind === "import");
  const question = asked.map(({ specifier, kind }) => `${kind} ${specifier}`).join("\n");
  const known = answers.get(question);
  if (known !== undefined) {
    fileEstimates.remembered++;
    return known;
  }
  const installed = asked.filter(({ specifier }) => isInstalled(specifier, filename));
  const graph = readGraph(filename, installed, { stamp, budgetMs });
  keepStamp(filename, { stamp, fileFormat, answers });
  if (graph === undefined) return undefined;
  const estimates = new Map(
    estimateHandler({ graph, weigher: weigherFor(isModule ? "esm" : "cjs") }).imports.map((estimate) => [
      estimate.specifier,
      estimate,
    ]),
  );
  if (answers.size >= mostAnswers) answers.clear();
  answers.set(question, estimates);
  return estimates;
}

/** False where no folder above the file has packages installed. */
function seesPackages(filename: string): boolean {
  for (let folder = path.dirname(filename); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, "node_modules"))) return true;
    if (path.dirname(folder) === folder) return false;
  }
}

/**
 * True for what a package manager put into a `node_modules`. What only looks like a package, a path of tsconfig.json or a
 * linked workspace, is the project's own: TypeScript would have to be loaded to read it.
 */
function isInstalled(specifier: string, filename: string): boolean {
  const name = packageOfSpecifier(specifier);
  for (let folder = path.dirname(filename); ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, "node_modules", name);
    if (existsSync(candidate)) return realpathSync(candidate).split(path.sep).includes("node_modules");
    if (path.dirname(folder) === folder) return false;
  }
}

/** Reading may have made a folder for its cache in `node_modules`, which is no reason to read again. */
function keepStamp(filename: string, remembered: Remembered): void {
  const stamp = readInstallStamp(filename);
  rememberedByFile.set(filename, { ...remembered, stamp });
  shared?.stamps.set(path.dirname(filename), stamp);
}

function rememberedOf(filename: string, stamp: string): Remembered {
  const known = rememberedByFile.get(filename);
  if (known?.stamp === stamp) return known;
  const fileFormat = isInModulePackage(filename) ? "esm" : "cjs";
  const remembered: Remembered = { stamp, fileFormat, answers: new Map() };
  rememberedByFile.set(filename, remembered);
  return remembered;
}

/** Reads with the reader that all files share, or with a new one once something was installed. */
function readGraph(
  filename: string,
  asked: readonly EntryImport[],
  { stamp, budgetMs }: { readonly stamp: string; readonly budgetMs: number },
): ModuleGraph | undefined {
  const folder = path.dirname(filename);
  if (shared === undefined || (shared.stamps.get(folder) ?? stamp) !== stamp)
    // AWS Lambda starts Node.js without `require()` of ES modules.
    shared = { reader: createGraphReader({ requiresModules: false }), stamps: new Map() };
  shared.stamps.set(folder, stamp);
  const { reader } = shared;
  fileEstimates.read++;
  const end = performance.now() + budgetMs;
  const graph = reader.readSync(filename, { imports: asked, budgetMs });
  const missing = graph && specifiersWithoutTarget(graph);
  if (graph === undefined || missing === undefined || missing.size === 0) return graph;
  // A package of ES modules only: a file that is compiled to CommonJS can have it bundled.
  const again = asked.map((one) => (missing.has(one.specifier) ? { ...one, kind: "import" as const } : one));
  return reader.readSync(filename, { imports: again, budgetMs: end - performance.now() });
}

function specifiersWithoutTarget({ entry, modules }: ModuleGraph): ReadonlySet<string> {
  const edges = modules.get(entry)?.edges ?? [];
  return new Set(edges.flatMap(({ target, specifier }) => (target === undefined ? [specifier] : [])));
}

function isInModulePackage(filename: string): boolean {
  for (let folder = path.dirname(filename); ; folder = path.dirname(folder)) {
    try {
      const content: unknown = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
      return (
        typeof content === "object" && content !== null && "type" in content && content.type === "module"
      );
    } catch {
      if (path.dirname(folder) === folder) return false;
    }
  }
}
