import { extname } from "node:path";
import type { GraphModule, ModuleEdge, ModuleFormat, SourceFacts } from "./module-graph.js";
import { PackageScopes, packageFolderOf } from "./package-scope.js";
import { ProjectSources } from "./project-sources.js";
import { isTypeScript, readSource, sizeOf } from "./read-source.js";
import { ModuleResolver, type ResolveMode, type ResolveSettings } from "./resolve-module.js";
import { scanSource, type SourceScan } from "./scan-source.js";

/** A module with what is wrong with it, if anything is. */
export interface StoredModule extends GraphModule {
  readonly edges: readonly ModuleEdge[];
  /** Why nothing is known of its text. */
  readonly reason: string | undefined;
}

const noFacts: SourceFacts = { bytes: 0, tokens: 0, topLevelTokens: 0, functions: 0 };

interface ReadModule {
  readonly format: ModuleFormat;
  readonly scan: SourceScan | undefined;
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
      return { id, format: "builtin", package: undefined, facts: noFacts, edges: [], reason: undefined };
    }
    const { format, scan, facts, lines, reason } = this.#read(id);
    const edges = (scan?.loads ?? []).map(({ specifier, kind, isTopLevel }): ModuleEdge => {
      const line = lines?.get(specifier);
      const mode: ResolveMode =
        kind === "require" || (kind === "import" && format === "commonjs") ? "require" : "import";
      return {
        specifier,
        kind: kind === "import" ? mode : kind,
        isEager: isTopLevel,
        target: isTopLevel ? this.resolver.resolve(specifier, id, mode) : undefined,
        ...(line !== undefined && { line }),
      };
    });
    return { id, format, package: this.#scopes.packageOf(id), facts, edges, reason };
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
      return { format, scan, facts: scan.facts, lines };
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
