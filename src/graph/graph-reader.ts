import { GraphWalker } from "./graph-walker.js";
import type { ModuleGraph } from "./module-graph.js";
import { ModuleStore, type StoredModule } from "./module-store.js";
import { isTypeScript } from "./read-source.js";
import { realPathOf, type ResolveSettings } from "./resolve-module.js";

export type GraphReaderSettings = ResolveSettings;

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
  /** Undefined when the time is over. What was read until then is kept, and the next call goes on from there. */
  readSync(entry: string, settings: ReadSettings & { readonly budgetMs: number }): ModuleGraph | undefined;
}

/** Milliseconds after which an asynchronous read lets others run. */
const sliceMs = 50;

export function createGraphReader(settings: GraphReaderSettings = {}): GraphReader {
  const store = new ModuleStore(settings);
  return {
    expect: (entries) => {
      const files = entries.map(realPathOf).filter(isTypeScript);
      if (files.length > 0) store.sources.expect(files);
    },
    read: async (entry, options = {}) => {
      const steps = walk(store, entry, options);
      for (let start = performance.now(); ;) {
        const { done, value } = steps.next();
        if (done === true) return value;
        if (performance.now() - start < sliceMs) continue;
        await new Promise((resolve) => setImmediate(resolve));
        start = performance.now();
      }
    },
    readSync: (entry, { budgetMs, ...options }) => {
      const end = performance.now() + budgetMs;
      const steps = walk(store, entry, options);
      while (performance.now() < end) {
        const { done, value } = steps.next();
        if (done === true) return value;
      }
      return undefined;
    },
  };
}

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
    facts: { bytes: 0, tokens: 0, topLevelTokens: 0, functions: 0 },
    edges: imports.map((load) => ({
      ...load,
      isEager: true,
      isOptional: false,
      target: store.resolver.resolve(load.specifier, id, load.kind),
    })),
    analysis: undefined,
    reason: undefined,
  };
}
