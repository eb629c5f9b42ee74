import { GraphWalker } from "./graph-walker.js";
import type { ModuleGraph } from "./module-graph.js";
import { ModuleStore, OutOfTime } from "./module-store.js";
import type { StoredModule } from "./stored-module.js";
import { isTypeScript } from "./read-source.js";
import { realPathOf, type ResolveSettings } from "./resolve-module.js";
import { cacheFolderFor } from "./cache/cache-files.js";

export interface GraphReaderSettings extends ResolveSettings {
  /**
   * Folder in which scans of packages are kept for other processes; false keeps nothing. By default that of the project
   * of the first entry: node_modules/.cache/eslint-plugin-aws-lambda.
   */
  readonly cache?: string | false;
}

/** An import of the entry that the caller knows already. */
export interface EntryImport {
  readonly specifier: string;
  readonly kind: "import" | "require";
  readonly line?: number;
}

export interface ReadSettings {
  /**
   * What the entry loads at init, when the caller has its syntax tree: the entry itself is then not read, and the
   * TypeScript compiler not loaded for it.
   */
  readonly imports?: readonly EntryImport[];
}

/** Reads the module graphs of entries. What one of them has read, the others find ready. */
export interface GraphReader {
  /** Names entries that will be read, so that the compiler sees the project's files at once. */
  expect(entries: readonly string[]): void;
  /** Never rejects because of what it reads: that is in the graph's `problems`. */
  read(entry: string, settings?: ReadSettings): Promise<ModuleGraph>;
  /**
   * Undefined when the time is over. What was read of packages until then is kept, and the next call goes on from there, in
   * this process or in another.
   */
  readSync(entry: string, settings: ReadSettings & { readonly budgetMs: number }): ModuleGraph | undefined;
}

/** Milliseconds after which an asynchronous read lets others run. */
const sliceMs = 50;

export function createGraphReader(settings: GraphReaderSettings = {}): GraphReader {
  let opened: ModuleStore | undefined;
  const storeFor = (entry: string): ModuleStore => {
    opened ??= new ModuleStore({ ...settings, cacheFolder: cacheFolderOf(settings, entry) });
    return opened;
  };
  return {
    expect: (entries) => {
      const files = entries.map(realPathOf).filter(isTypeScript);
      const [first] = files;
      if (first !== undefined) storeFor(first).expect(files);
    },
    read: async (entry, options = {}) => {
      const store = storeFor(entry);
      const kept = store.findGraph(realPathOf(entry), questionOf(options));
      if (kept !== undefined) return kept;
      const steps = walk(store, entry, options);
      for (let start = performance.now(); ;) {
        const { done, value } = steps.next();
        if (done === true) {
          store.keep(value, questionOf(options));
          return value;
        }
        if (performance.now() - start < sliceMs) continue;
        await new Promise((resolve) => setImmediate(resolve));
        start = performance.now();
      }
    },
    readSync: (entry, { budgetMs, ...options }) => {
      const end = performance.now() + budgetMs;
      const store = storeFor(entry);
      const kept = store.findGraph(realPathOf(entry), questionOf(options));
      if (kept !== undefined) return kept;
      const steps = walk(store, entry, options);
      try {
        while (performance.now() < end) {
          const { done, value } = store.untilTime(end, () => steps.next());
          if (done !== true) continue;
          store.keep(value, questionOf(options));
          return value;
        }
      } catch (error) {
        if (!(error instanceof OutOfTime)) throw error;
      }
      store.keepPackages();
      return undefined;
    },
  };
}

function cacheFolderOf({ cache }: GraphReaderSettings, entry: string): string | undefined {
  return cache === false ? undefined : (cache ?? cacheFolderFor(realPathOf(entry)));
}

/** What tells one set of given imports from another. */
function questionOf({ imports }: ReadSettings): string | undefined {
  return imports && JSON.stringify(imports.map(({ specifier, kind, line }) => [specifier, kind, line]));
}

/** Yields after each module that had to be read. */
function* walk(
  store: ModuleStore,
  entry: string,
  { imports }: ReadSettings,
): Generator<undefined, ModuleGraph, undefined> {
  const id = realPathOf(entry);
  const walker = new GraphWalker(store);
  walker.enter(id, imports && givenEntry(store, id, imports));
  yield* walker.visit();
  return walker.graph(id);
}

function givenEntry(store: ModuleStore, id: string, imports: readonly EntryImport[]): StoredModule {
  return {
    id,
    format: imports.some(({ kind }) => kind === "import") ? "module" : "commonjs",
    package: undefined,
    facts: { bytes: 0, tokens: 0, initTokens: 0, functions: 0 },
    edges: imports.map((load) => ({
      ...load,
      isEager: true,
      isOptional: false,
      target: store.resolveFresh(load.specifier, id, load.kind),
    })),
    analysis: undefined,
    reason: undefined,
  };
}
