import { extname } from "node:path";
import { analyzeSource, type SourceAnalysis } from "./evaluate/analyze-source.js";
import type { GraphModule, ModuleEdge, ModuleFormat, SourceFacts } from "./module-graph.js";
import { PackageScopes, packageFolderOf } from "./package-scope.js";
import { ProjectSources } from "./project-sources.js";
import { isTypeScript, readSource, sizeOf } from "./read-source.js";
import { ModuleResolver, type ResolveMode, type ResolveSettings } from "./resolve-module.js";
import { scanSource, type SourceScan } from "./scan-source.js";

/** An edge as it is known before anybody knows what runs. */
export interface StoredEdge extends ModuleEdge {
  /** It may fail, or not happen, without the module failing. */
  readonly isOptional: boolean;
}

/** A module with what is wrong with it, if anything is. */
export interface StoredModule extends GraphModule {
  /** Those that are not eager may become so in a graph: when another module calls what has them. */
  readonly edges: readonly StoredEdge[];
  /** What runs at init, and what the exports do. Undefined where the text was simple enough to do without. */
  readonly analysis: SourceAnalysis | undefined;
  /** Why nothing is known of its text. */
  readonly reason: string | undefined;
}

const noFacts: SourceFacts = { bytes: 0, tokens: 0, topLevelTokens: 0, functions: 0 };

interface ReadModule {
  readonly format: ModuleFormat;
  readonly scan: SourceScan | undefined;
  /** JavaScript. */
  readonly text?: string;
  readonly facts: SourceFacts;
  readonly lines?: ReadonlyMap<string, number>;
  readonly reason?: string;
}

/** Modules by id, each read, scanned and resolved once, however many entries reach it. */
export class ModuleStore {
  readonly resolver: ModuleResolver;
  readonly #scopes = new PackageScopes();
  readonly #modules = new Map<string, StoredModule>();
  #sources: ProjectSources | undefined;

  constructor(settings: ResolveSettings) {
    this.resolver = new ModuleResolver(settings);
  }

  /** The compiler of the project's own files. Loading it takes half a second, the first time. */
  get sources(): ProjectSources {
    this.#sources ??= new ProjectSources(this.resolver);
    return this.#sources;
  }

  has(id: string): boolean {
    return this.#modules.has(id);
  }

  get(id: string): StoredModule {
    let module = this.#modules.get(id);
    if (module === undefined) {
      module = this.#build(id);
      this.#modules.set(id, module);
    }
    return module;
  }

  #build(id: string): StoredModule {
    if (id.startsWith("node:")) {
      const facts = noFacts;
      return { id, format: "builtin", package: undefined, facts, edges: [], analysis: undefined, reason: undefined };
    }
    const read = this.#read(id);
    const analysis = read.scan?.isAmbiguous === true ? this.#analyze(id, read) : undefined;
    return this.#assemble(id, read, analysis);
  }

  /** Looks into a module that seemed simple, because it may call what has lazy loads. */
  analyze(id: string): StoredModule {
    const module = this.get(id);
    if (module.analysis !== undefined || module.reason !== undefined) return module;
    const read = this.#read(id);
    const analysis = this.#analyze(id, read);
    if (analysis === undefined) return module;
    const analyzed = this.#assemble(id, read, analysis);
    this.#modules.set(id, analyzed);
    return analyzed;
  }

  /** Whether the text of a module has one of some names in it. */
  mentions(id: string, names: readonly string[]): boolean {
    const { text } = readSource(id);
    return text !== undefined && names.some((name) => text.includes(name));
  }

  #analyze(id: string, { text, format }: ReadModule): SourceAnalysis | undefined {
    if (text === undefined || (format !== "commonjs" && format !== "module")) return undefined;
    return analyzeSource({
      path: id,
      text,
      format,
      canResolve: (specifier, mode) => this.resolver.resolve(specifier, id, mode) !== undefined,
    });
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
        target: isEager ? this.resolver.resolve(specifier, id, mode) : undefined,
        ...(line !== undefined && { line }),
      };
    });
    return { id, format, package: this.#scopes.packageOf(id), facts, edges, analysis, reason };
  }

  #read(id: string): ReadModule {
    switch (extname(id)) {
      case ".json":
        return readJson(id);
      case ".node":
        return { format: "addon", scan: undefined, facts: { ...noFacts, bytes: sizeOf(id) } };
      case ".wasm":
        return { format: "wasm", scan: undefined, facts: { ...noFacts, bytes: sizeOf(id) } };
      default:
        return isTypeScript(id) && packageFolderOf(id) === undefined
          ? this.#compile(id)
          : this.#readScript(id);
    }
  }

  #compile(id: string): ReadModule {
    const source = readSource(id);
    if (source.text === undefined) return unreadable(source.bytes, source.reason);
    try {
      const { text, format, lines } = this.sources.compile(id);
      const scan = scanSource(text, Buffer.byteLength(text));
      return { format, scan, text, facts: scan.facts, lines };
    } catch (error) {
      return unreadable(source.bytes, `does not compile (${String(error)})`);
    }
  }

  #readScript(id: string): ReadModule {
    const source = readSource(id);
    if (source.text === undefined) return unreadable(source.bytes, source.reason);
    const scan = scanSource(source.text, source.bytes);
    return {
      format: this.#formatOf(id, scan),
      scan,
      text: source.text,
      facts: scan.facts,
      ...(packageFolderOf(id) === undefined && { lines: linesOf(source.text, scan) }),
    };
  }

  #formatOf(id: string, { hasModuleSyntax }: SourceScan): "commonjs" | "module" {
    if (id.endsWith(".mjs")) return "module";
    if (id.endsWith(".cjs")) return "commonjs";
    return this.#scopes.scopeOf(id)?.type ?? (hasModuleSyntax ? "module" : "commonjs");
  }
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
    const isCertain = kind === "import" || analysis?.isComplete !== true;
    add({ specifier, kind, isEager: isTopLevel && isCertain, isOptional: analysis !== undefined && kind !== "import" });
  }
  for (const load of analysis?.init.loads ?? []) add({ ...load, isEager: true });
  return [...loads.values()];
}

/** How Node.js resolves: `import` of a file that is compiled to CommonJS is a `require`. */
export function modeOf(kind: ModuleEdge["kind"], format: ModuleFormat): ResolveMode {
  return kind === "require" || (kind === "import" && format === "commonjs") ? "require" : "import";
}

function readJson(id: string): ReadModule {
  const { text, bytes, reason } = readSource(id);
  const facts = { ...noFacts, bytes };
  if (text === undefined) return { format: "json", scan: undefined, facts, reason };
  try {
    JSON.parse(text.startsWith("\uFEFF") ? text.slice(1) : text);
    return { format: "json", scan: undefined, facts };
  } catch {
    return { format: "json", scan: undefined, facts, reason: "is no valid JSON" };
  }
}

function unreadable(bytes: number, reason: string): ReadModule {
  return { format: "commonjs", scan: undefined, facts: { ...noFacts, bytes }, reason };
}

/** Lines of the first places at which the specifiers of a scan stand in quotes. */
function linesOf(text: string, { loads }: SourceScan): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  for (const { specifier } of loads) {
    const at = [`"${specifier}"`, `'${specifier}'`, `\`${specifier}\``]
      .map((quoted) => text.indexOf(quoted))
      .filter((index) => index >= 0);
    if (at.length > 0) lines.set(specifier, text.slice(0, Math.min(...at)).split("\n").length);
  }
  return lines;
}
