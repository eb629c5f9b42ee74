import { basename, dirname, join, resolve, sep } from "node:path";
import type { GraphProblem, ModuleGraph } from "../module-graph.js";
import { packageFolderOf } from "../package-scope.js";
import type { ProjectResolution, ResolveMode, Resolution } from "../resolve-module.js";
import { cacheFileName, type CacheFiles } from "./cache-files.js";
import { idsOf, type PackedModules, packModules, unpackModules } from "./pack-modules.js";
import { installRootOf, type Stamp, type Stamps } from "./stamps.js";

/** What a graph was made from, beside what its packages say. */
export interface GraphSources {
  /** Every file of the graph, and every other one that was read for it, as it was when it was read. */
  readonly stamps: ReadonlyMap<string, Stamp>;
  /** What the specifiers in the project's own files name. */
  readonly resolutions: readonly ProjectResolution[];
}

/** A graph with all that it depends on. It holds while nothing of that has changed. */
interface GraphRecord {
  readonly question: string;
  /** Of the graph's modules, in their order; empty for Node's own. */
  readonly stamps: readonly Stamp[];
  /** Other files that were read, or that would be if they were there. */
  readonly files: readonly (readonly [string, Stamp])[];
  /** `node_modules` folders, with their installations. */
  readonly installs: readonly (readonly [string, Stamp])[];
  /** Folders in which a new file could come before the one that a specifier of the project names now. */
  readonly folders: readonly (readonly [string, Stamp])[];
  readonly resolutions: readonly PackedResolution[];
  /** How many of the resolutions, from the first on, folders do not tell the truth of: those that tsconfig.json decides. */
  readonly unsettled: number;
  readonly modules: PackedModules;
  readonly problems: readonly GraphProblem[];
}

type PackedResolution = readonly [
  specifier: string,
  importer: string,
  mode: ResolveMode,
  target: string | null,
];

type Resolve = (specifier: string, importer: string, mode: ResolveMode) => Resolution;

const modulesFolder = `${sep}node_modules${sep}`;

/** Keeps whole graphs, one for each entry, so that who asks again reads one file and looks at the times of the others. */
export class GraphCache {
  readonly #files: CacheFiles;
  readonly #salt: string;
  readonly #stamps: Stamps;
  readonly #resolve: Resolve;
  readonly #known = new Map<string, { readonly record: GraphRecord; readonly graph: ModuleGraph }>();

  /** `salt` stands for the settings that the graphs depend on. */
  constructor(files: CacheFiles, salt: string, stamps: Stamps, resolve: Resolve) {
    this.#files = files;
    this.#salt = salt;
    this.#stamps = stamps;
    this.#resolve = resolve;
  }

  /** The graph of an entry, if it is known and nothing has changed. `imports` are those that the caller gave, as text. */
  find(entry: string, imports: string | undefined): ModuleGraph | undefined {
    const name = this.#nameOf(entry, imports);
    const known = this.#known.get(name);
    const record = known?.record ?? (this.#files.read(name) as GraphRecord | undefined);
    if (record?.question !== questionOf(entry, imports)) return undefined;
    const ids = idsOf(record.modules);
    if (!this.#holds(record, ids)) return undefined;
    const graph = known?.graph ?? graphOf(entry, record, ids);
    this.#known.set(name, { record, graph });
    return graph;
  }

  /** Keeps a graph, unless a file in it could not be read: nothing may tell when it can. */
  keep(graph: ModuleGraph, imports: string | undefined, { stamps, resolutions }: GraphSources): void {
    if (graph.problems.some(({ file }) => graph.modules.has(file))) return;
    const isSettled = (one: ProjectResolution) => this.#isSettled(one, stamps);
    const sorted = [...resolutions.filter((one) => !isSettled(one)), ...resolutions.filter(isSettled)];
    const packages = [...graph.modules.keys()].filter((id) => packageFolderOf(id) !== undefined);
    const record: GraphRecord = {
      question: questionOf(graph.entry, imports),
      stamps: [...graph.modules.keys()].map((id) => stamps.get(id) ?? ""),
      files: [
        ...[...stamps].filter(([path]) => !graph.modules.has(path)),
        ...this.#configsOf(graph.entry, stamps, packages),
      ],
      installs: [...new Set(packages.map(installRootOf))].flatMap((root) =>
        root === undefined ? [] : [[root, this.#stamps.ofInstall(root)] as const],
      ),
      folders: foldersSeenBy([...projectFilesOf(graph.entry, stamps)], resolutions).map((folder) => [
        folder,
        this.#stampOfFolder(folder),
      ]),
      resolutions: sorted.map(({ specifier, importer, mode, target }) => [
        specifier,
        importer,
        mode,
        target ?? null,
      ]),
      unsettled: resolutions.filter((one) => !isSettled(one)).length,
      modules: packModules([...graph.modules.values()]),
      problems: graph.problems,
    };
    const name = this.#nameOf(graph.entry, imports);
    this.#known.set(name, { record, graph });
    this.#files.write(name, record);
  }

  #nameOf(entry: string, imports: string | undefined): string {
    // An editor asks with other imports at every change: the last question takes the place of the one before.
    return cacheFileName(["graph", this.#salt, entry, imports === undefined ? "read" : "given"]);
  }

  #holds(record: GraphRecord, ids: readonly string[]): boolean {
    const { stamps, files, installs, folders, resolutions, unsettled } = record;
    return (
      installs.every(([root, stamp]) => this.#stamps.ofInstall(root) === stamp) &&
      files.every(([path, stamp]) => this.#stampOf(path) === stamp) &&
      stamps.every((stamp, index) => stamp === "" || this.#stampOf(ids[index] ?? "") === stamp) &&
      this.#areSame(
        folders.every(([folder, stamp]) => this.#stampOfFolder(folder) === stamp)
          ? resolutions.slice(0, unsettled)
          : resolutions,
      )
    );
  }

  #stampOfFolder(folder: string): Stamp {
    return basename(folder) === "node_modules" ? this.#stamps.ofInstall(folder) : this.#stamps.of(folder);
  }

  #areSame(resolutions: readonly PackedResolution[]): boolean {
    return resolutions.every(
      ([specifier, importer, mode, target]) =>
        this.#resolve(specifier, importer, mode) === (target ?? undefined),
    );
  }

  #stampOf(path: string): Stamp {
    return path.includes(modulesFolder) ? this.#stamps.ofPackaged(path) : this.#stamps.of(path);
  }

  /** Files that say how others are resolved and run; above the project's files even those that are not there. */
  #configsOf(
    entry: string,
    stamps: ReadonlyMap<string, Stamp>,
    packages: readonly string[],
  ): readonly (readonly [string, Stamp])[] {
    const ofProject = foldersAbove([...projectFilesOf(entry, stamps)]).flatMap((folder) =>
      [join(folder, "package.json"), join(folder, "tsconfig.json")].filter((path) => !stamps.has(path)),
    );
    const ofPackages = foldersAbove(packages)
      .map((folder) => join(folder, "package.json"))
      .filter((path) => packageFolderOf(path) !== undefined && this.#stampOf(path) !== "");
    return [...ofProject, ...ofPackages].map((path) => [path, this.#stampOf(path)]);
  }

  /**
   * Whether the folders around a file tell what its specifier names: they do for paths, for Node's own modules, and for
   * packages where no tsconfig.json has a say that was not read itself.
   */
  #isSettled(
    { specifier, importer, target }: ProjectResolution,
    stamps: ReadonlyMap<string, Stamp>,
  ): boolean {
    if (/^\.{0,2}\//.test(specifier) || target?.startsWith("node:") === true) return true;
    if (target === undefined || packageFolderOf(target) === undefined) return false;
    const isJavaScript = /\.[cm]?jsx?$/.test(importer);
    const configs = foldersAbove([importer]).map((folder) => join(folder, "tsconfig.json"));
    return isJavaScript || configs.every((path) => stamps.has(path) || this.#stamps.of(path) === "");
  }
}

function graphOf(
  entry: string,
  { modules: packed, problems }: GraphRecord,
  ids: readonly string[],
): ModuleGraph {
  const modules = new Map(unpackModules(packed, ids).map((module) => [module.id, module]));
  return { entry, modules, problems };
}

function questionOf(entry: string, imports: string | undefined): string {
  return imports === undefined ? entry : `${entry}\n${imports}`;
}

function projectFilesOf(entry: string, stamps: ReadonlyMap<string, Stamp>): ReadonlySet<string> {
  return new Set([entry, ...[...stamps.keys()].filter((path) => packageFolderOf(path) === undefined)]);
}

/** The folders that files are in, and all those above, each once. */
function foldersAbove(files: readonly string[]): readonly string[] {
  const folders = new Set<string>();
  for (const file of files) {
    for (let folder = dirname(file); !folders.has(folder); folder = dirname(folder)) folders.add(folder);
  }
  return [...folders];
}

function foldersSeenBy(
  files: readonly string[],
  resolutions: readonly ProjectResolution[],
): readonly string[] {
  const paths = resolutions
    .filter(({ specifier }) => /^\.{0,2}\//.test(specifier))
    .map(({ specifier, importer }) => resolve(dirname(importer), specifier));
  return [
    ...new Set([
      ...files.map((file) => dirname(file)),
      ...paths.flatMap((path) => [path, dirname(path)]),
      ...foldersAbove(files).map((folder) => join(folder, "node_modules")),
    ]),
  ];
}
