import { CacheFiles } from "./cache/cache-files.js";
import { GraphCache, type GraphSources } from "./cache/graph-cache.js";
import { PackageCache } from "./cache/package-cache.js";
import { type Stamp, Stamps } from "./cache/stamps.js";
import { type AnalyzedSource, analyzeSource, type SourceAnalysis } from "./evaluate/analyze-source.js";
import { ModuleAnswers } from "./module-answers.js";
import type { ModuleEdge, ModuleFormat, ModuleGraph } from "./module-graph.js";
import { packageFolderOf, PackageScopes } from "./package-scope.js";
import { ProjectSources } from "./project-sources.js";
import { findAddon, isAddonLoader } from "./native-addons.js";
import { noFacts, type ReadModule, readModule } from "./read-module.js";
import { isTypeScript, readCode, sizeOf } from "./read-source.js";
import {
  ModuleResolver,
  type ProjectResolution,
  type Resolution,
  type ResolveMode,
  type ResolveSettings,
} from "./resolve-module.js";
import { type Entry, entryPacking, isOpen, type StoredEdge, type StoredModule } from "./stored-module.js";

export interface StoreSettings extends ResolveSettings {
  /** Folder of the cache files; undefined to do without. */
  readonly cacheFolder?: string | undefined;
}

/** What a slow machine gets done in a millisecond, in bytes of code. */
const bytesPerMs = { read: 10_000, parsed: 2_000 };

/** How long a slow machine takes to load the TypeScript compiler. */
const compilerMs = 1000;

/**
 * `export *`, `module.exports = require(…)`, `exports.name = require(…)`, and what compilers make of the like. What is handed on
 * under its own name, `exports.name = name`, mentions that.
 */
const handingOn = /\bexport\s*\*|\bexports(?:\.\w+)?\s*=\s*(?:[\w.]+\()*require\(|(?:xportStar|reExport)\(/;

/** Thrown where something would take longer than the time that a caller has. */
export class OutOfTime extends Error {}

/** Modules by id, each read, scanned and resolved once, however many entries reach it. */
export class ModuleStore {
  readonly #settings: StoreSettings;
  readonly #scopes = new PackageScopes();
  readonly #entries = new Map<string, Entry>();
  readonly #stamps = new Stamps();
  readonly #packages: PackageCache<Entry> | undefined;
  readonly #graphs: GraphCache | undefined;
  readonly #expected: string[] = [];
  readonly #changed = new Set<string>();
  readonly #answers = new ModuleAnswers({
    resolve: (...asked) => this.resolveFresh(...asked),
    sourceOf: (id) => this.#sourceOf(id, this.#read(id), []),
  });
  #end = Infinity;
  #resolver: ModuleResolver | undefined;
  #sources: ProjectSources | undefined;

  constructor(settings: StoreSettings) {
    this.#settings = settings;
    const { cacheFolder, conditions = [], requiresModules = true } = settings;
    if (cacheFolder !== undefined) {
      const files = new CacheFiles(cacheFolder);
      const salt = JSON.stringify([conditions, requiresModules]);
      this.#packages = new PackageCache(files, { salt, stamps: this.#stamps, packing: entryPacking });
      this.#graphs = new GraphCache(files, salt, this.#stamps, (...asked) => this.resolveFresh(...asked));
    }
  }

  /** Names TypeScript files that will be read, so that the compiler sees them all at once. */
  expect(files: readonly string[]): void {
    this.#expected.push(...files);
    this.#sources?.expect(files);
  }

  /** The whole graph of an entry, if it was kept and nothing has changed since. */
  findGraph(entry: string, imports: string | undefined): ModuleGraph | undefined {
    return this.#graphs?.find(entry, imports);
  }

  /** Keeps a graph, and what was found out about packages, for other processes. */
  keep(graph: ModuleGraph, imports: string | undefined): void {
    this.keepPackages();
    this.#graphs?.keep(graph, imports, this.#sourcesOf(graph));
  }

  /** Keeps what was found out about packages, whatever became of the graph. */
  keepPackages(): void {
    if (this.#packages === undefined) return;
    for (const id of this.#changed) {
      const folder = packageFolderOf(id);
      const entry = this.#entries.get(id);
      if (folder !== undefined && entry !== undefined) this.#packages.set(folder, entry);
    }
    this.#changed.clear();
    this.#packages.save();
  }

  /** Whether the module is in memory. */
  has(id: string): boolean {
    return this.#entries.has(id);
  }

  get(id: string): StoredModule {
    return this.#entry(id).module;
  }

  /**
   * Looks into a module that seemed simple, because it mentions what has lazy loads, or has lazy loads itself.
   *
   * @param names exports of other modules that it mentions
   */
  analyze(id: string, names: readonly string[]): StoredModule {
    const entry = this.#entry(id);
    const { reason } = entry.module;
    const isFollowed = !isOpen(entry.module) && names.every((name) => entry.followed.has(name));
    if (reason !== undefined || isFollowed) return entry.module;
    const followed = new Set([...entry.followed, ...names]);
    const read = this.#read(id);
    const analysis = this.#analyze(id, read, [...followed]);
    if (analysis === undefined) return entry.module;
    const module = this.#assemble(id, read, analysis);
    this.#entries.set(id, { ...entry, stamp: read.stamp, module, followed });
    this.#changed.add(id);
    return module;
  }

  /** Whether the text of a module has one of some pieces in it. */
  mentions(id: string, pieces: readonly string[]): boolean {
    return this.#ask(id, pieces.join("\0"), (code) => pieces.some((piece) => code.includes(piece)));
  }

  /** Whether a module seems to export what another one does, as a whole, so that it need not mention any name. */
  handsOn(id: string): boolean {
    return this.#ask(id, "\0hands on", (code) => handingOn.test(code.toString()));
  }

  #ask(id: string, question: string, answer: (code: Buffer) => boolean): boolean {
    const { mentions } = this.#entry(id);
    let isSo = mentions.get(question);
    if (isSo === undefined) {
      const { code } = readCode(id);
      isSo = code !== undefined && answer(code);
      mentions.set(question, isSo);
      this.#changed.add(id);
    }
    return isSo;
  }

  /** What a specifier in a module names. */
  resolve(specifier: string, importer: string, mode: ResolveMode): Resolution {
    const { resolutions } = this.#entry(importer);
    const key = `${mode} ${specifier}`;
    if (!resolutions.has(key)) {
      resolutions.set(key, this.resolveFresh(specifier, importer, mode));
      this.#changed.add(importer);
    }
    return resolutions.get(key);
  }

  /** The same for a file that is not read. */
  resolveFresh(specifier: string, importer: string, mode: ResolveMode): Resolution {
    return this.#moduleResolver().resolve(specifier, importer, mode);
  }

  /** Runs a step that has to end by a time of `performance.now()`. Throws `OutOfTime` where it would not. */
  untilTime<Result>(end: number, step: () => Result): Result {
    this.#end = end;
    try {
      return step();
    } finally {
      this.#end = Infinity;
    }
  }

  #entry(id: string): Entry {
    let entry = this.#entries.get(id);
    if (entry === undefined) {
      entry = this.#findKept(id) ?? this.#build(id);
      this.#entries.set(id, entry);
    }
    return entry;
  }

  #findKept(id: string): Entry | undefined {
    const folder = this.#packages && packageFolderOf(id);
    return folder === undefined ? undefined : this.#packages?.get(folder, id);
  }

  /** What a graph depends on: its files, and those of the project that the compiler has read for them. */
  #sourcesOf({ entry, modules }: ModuleGraph): GraphSources {
    const stamps = new Map<string, Stamp>();
    for (const id of modules.keys()) {
      const stamp = this.#entries.get(id)?.stamp;
      if (stamp !== undefined && !id.startsWith("node:")) stamps.set(id, stamp);
    }
    const resolutions: ProjectResolution[] = [];
    const files = new Set([entry, ...stamps.keys()]);
    // What is added while the loop runs is visited too.
    for (const id of files) {
      if (packageFolderOf(id) !== undefined) continue;
      const found = this.#moduleResolver().resolutionsIn(id);
      resolutions.push(...found);
      if (!isTypeScript(id) || !stamps.has(id)) continue;
      const read = this.#compiler.readFor(id);
      for (const [path, stamp] of read.configs) stamps.set(path, stamp);
      for (const { target = "" } of found) {
        const stamp = read.sources.get(target);
        if (stamp === undefined || stamps.has(target)) continue;
        stamps.set(target, stamp);
        files.add(target);
      }
    }
    return { stamps, resolutions };
  }

  #build(id: string): Entry {
    const entry = {
      resolutions: new Map<string, Resolution>(),
      mentions: new Map<string, boolean>(),
      followed: new Set<string>(),
    };
    if (id.startsWith("node:")) return { ...entry, stamp: "", module: builtinModule(id) };
    this.#changed.add(id);
    const read = this.#read(id);
    const analysis = needsAnalysis(read) ? this.#analyze(id, read, []) : undefined;
    return { ...entry, stamp: read.stamp, module: this.#assemble(id, read, analysis) };
  }

  #read(id: string): ReadModule {
    if (this.#end !== Infinity) {
      this.#demand(sizeOf(id) / bytesPerMs.read);
      if (isTypeScript(id) && this.#sources === undefined) this.#demand(compilerMs);
    }
    const read = readModule(id, { scopes: this.#scopes, sources: () => this.#compiler });
    this.#stamps.notePackaged(id, read.stamp);
    return read;
  }

  #analyze(id: string, read: ReadModule, names: readonly string[]): SourceAnalysis | undefined {
    const source = this.#sourceOf(id, read, names);
    return source && analyzeSource(source);
  }

  #sourceOf(id: string, { code, format }: ReadModule, names: readonly string[]): AnalyzedSource | undefined {
    if (code === undefined || (format !== "commonjs" && format !== "module")) return undefined;
    this.#demand(code.length / bytesPerMs.parsed);
    const canResolve = (specifier: string, mode: ResolveMode) =>
      this.resolveFresh(specifier, id, mode) !== undefined;
    const checkTime = () => {
      this.#demand(0);
    };
    // A program may ask for the same folder thousands of times.
    const listed = new Map<string, ReturnType<PackageScopes["listFolder"]>>();
    const listFolder = (folder: string) => {
      if (!listed.has(folder)) listed.set(folder, this.#scopes.listFolder(folder, id));
      return listed.get(folder);
    };
    return {
      path: id,
      text: code.toString(),
      format,
      canResolve,
      pathOf: (specifier, mode) => this.resolveFresh(specifier, id, mode),
      findAddon: (loader, argument) => findAddon(loader, argument, id),
      listFolder,
      names,
      checkTime,
      answer: (asked, values) => this.#answers.ask(id, asked, values),
    };
  }

  /** What cannot be interrupted is not begun when it would take longer than the time that is left. */
  #demand(ms: number): void {
    if (performance.now() + ms > this.#end) throw new OutOfTime();
  }

  #assemble(id: string, read: ReadModule, analysis: SourceAnalysis | undefined): StoredModule {
    const { format, facts, lines, reason } = read;
    const edges = combineLoads(read, analysis).map(({ specifier, kind, isEager, isOptional }): StoredEdge => {
      const line = lines?.get(specifier);
      const mode = modeOf(kind, format);
      return {
        specifier,
        kind: kind === "import" ? mode : kind,
        isEager,
        isOptional,
        target: isEager ? this.resolveFresh(specifier, id, mode) : undefined,
        ...(line !== undefined && { line }),
      };
    });
    return { id, format, package: this.#scopes.packageOf(id), facts, edges, analysis, reason };
  }

  /** The compiler of the project's own files. Loading it takes half a second, the first time. */
  get #compiler(): ProjectSources {
    if (this.#sources === undefined) {
      this.#sources = new ProjectSources(this.#moduleResolver(), this.#stamps);
      this.#sources.expect(this.#expected);
    }
    return this.#sources;
  }

  #moduleResolver(): ModuleResolver {
    this.#resolver ??= new ModuleResolver(this.#settings);
    return this.#resolver;
  }
}

function builtinModule(id: string): StoredModule {
  return {
    id,
    format: "builtin",
    package: undefined,
    facts: noFacts,
    edges: [],
    analysis: undefined,
    reason: undefined,
  };
}

/**
 * Tokens do not tell which `require` runs, what a package that loads addons is called with, and which `import()` an ES
 * module waits for. CommonJS waits for none. What is loaded by functions that the text does not call can wait (`isOpen`),
 * except in files that would have to be compiled once more.
 */
function needsAnalysis({ scan, format, lines }: ReadModule): boolean {
  if (scan === undefined) return false;
  const isCompiled = lines !== undefined;
  return (
    scan.isAmbiguous ||
    scan.loads.some(({ specifier, kind, isDormant }) => {
      const isWaitedFor = kind === "dynamic-import" && format === "module";
      if (isAddonLoader(specifier)) return true;
      return isDormant ? isCompiled && (kind === "require" || isWaitedFor) : isWaitedFor;
    })
  );
}

interface CombinedLoad {
  readonly specifier: string;
  readonly kind: ModuleEdge["kind"];
  readonly isEager: boolean;
  readonly isOptional: boolean;
}

/** What the tokens say, corrected by what running the module would do. */
function combineLoads({ scan }: ReadModule, analysis: SourceAnalysis | undefined): readonly CombinedLoad[] {
  const loads = new Map<string, CombinedLoad>();
  const add = (load: CombinedLoad) => {
    const key = `${load.kind} ${load.specifier}`;
    if (loads.get(key)?.isEager !== true) loads.set(key, load);
  };
  for (const { specifier, kind, isTopLevel } of scan?.loads ?? []) {
    const isEager =
      isTopLevel && (kind === "import" || (kind === "require" && analysis?.isComplete !== true));
    add({ specifier, kind, isEager, isOptional: analysis !== undefined && kind !== "import" });
  }
  for (const load of analysis?.init.loads ?? []) add({ ...load, isEager: true });
  return [...loads.values()];
}

/** How Node.js resolves: `import` of a file that is compiled to CommonJS is a `require`. */
export function modeOf(kind: ModuleEdge["kind"], format: ModuleFormat): ResolveMode {
  return kind === "require" || (kind === "import" && format === "commonjs") ? "require" : "import";
}
