import { dirname } from "node:path";
import type { ts as TypeScript } from "ts-morph";
import type { Stamp, Stamps } from "./cache/stamps.js";
import { loadTypeScript } from "./load-on-demand.js";
import type { ModuleFormat } from "./module-graph.js";
import { packageFolderOf } from "./package-scope.js";
import { findAbove, type ModuleResolver } from "./resolve-module.js";

/** A TypeScript file as Node.js gets it. */
export interface CompiledSource {
  /** JavaScript, without what only the types need. */
  readonly text: string;
  readonly format: Extract<ModuleFormat, "commonjs" | "module">;
  /** Line of the first place that names a specifier, from 1. */
  readonly lines: ReadonlyMap<string, number>;
}

/** Files that the compiler has read, with what they were like. */
export interface FilesRead {
  readonly sources: ReadonlyMap<string, Stamp>;
  /** tsconfig.json, and what it extends. */
  readonly configs: ReadonlyMap<string, Stamp>;
}

/**
 * Compiles the project's own TypeScript files one by one, with the options of their tsconfig.json, so that imports
 * which only the types need are gone and those that the compiler adds are there. The compiler sees the project's files
 * and nothing else: no library, no declaration file of a package.
 */
export class ProjectSources {
  readonly #ts = loadTypeScript();
  readonly #stamps: Stamps;
  readonly #resolver: ModuleResolver;
  readonly #programs = new Map<string, ProjectProgram>();
  readonly #configs = new Map<string, string | undefined>();

  constructor(resolver: ModuleResolver, stamps: Stamps) {
    this.#resolver = resolver;
    this.#stamps = stamps;
  }

  /** Names files that will be asked for, so that the compiler sees them all at once. */
  expect(files: readonly string[]): void {
    for (const file of files) this.#programOf(file).addRoot(file);
  }

  /** Throws when the compiler does. */
  compile(file: string): CompiledSource {
    return this.#programOf(file).compile(file);
  }

  /** What was read to compile a file, and others like it, as it was then. */
  readFor(file: string): FilesRead {
    return this.#programOf(file).read;
  }

  #programOf(file: string): ProjectProgram {
    const folder = dirname(file);
    if (!this.#configs.has(folder)) this.#configs.set(folder, findAbove("tsconfig.json", file));
    const config = this.#configs.get(folder);
    const key = config ?? "";
    let program = this.#programs.get(key);
    if (program === undefined) {
      program = new ProjectProgram(this.#ts, {
        config,
        file,
        resolver: this.#resolver,
        stamps: this.#stamps,
      });
      this.#programs.set(key, program);
    }
    return program;
  }
}

interface ProgramSettings {
  /** Its tsconfig.json. */
  readonly config: string | undefined;
  readonly file: string;
  readonly resolver: ModuleResolver;
  readonly stamps: Stamps;
}

class ProjectProgram {
  readonly #sources = new Map<string, Stamp>();
  readonly #configs = new Map<string, Stamp>();
  readonly #ts: typeof TypeScript;
  readonly #options: TypeScript.CompilerOptions;
  readonly #host: TypeScript.CompilerHost;
  readonly #roots = new Set<string>();
  #program: TypeScript.Program | undefined;

  constructor(ts: typeof TypeScript, { config, file, resolver, stamps }: ProgramSettings) {
    this.#ts = ts;
    const noteConfig = (path: string) => this.#configs.set(path, stamps.of(path));
    this.#options = readOptions(ts, { config, file, noteConfig });
    const host = ts.createCompilerHost(this.#options, true);
    this.#host = {
      ...host,
      ...projectFilesOnly(ts, resolver),
      getSourceFile: (path, ...rest) => {
        this.#sources.set(path, stamps.of(path));
        return host.getSourceFile(path, ...rest);
      },
    };
  }

  get read(): FilesRead {
    return { sources: this.#sources, configs: this.#configs };
  }

  addRoot(file: string): void {
    this.#roots.add(file);
  }

  compile(file: string): CompiledSource {
    const { program, source } = this.#programWith(file);
    let text = "";
    program.emit(source, (name, written) => {
      if (/\.[cm]?jsx?$/.test(name)) text = written;
    });
    return { text, format: this.#formatOf(source), lines: this.#linesOf(source) };
  }

  #programWith(file: string): { program: TypeScript.Program; source: TypeScript.SourceFile } {
    let program = this.#program;
    let source = program?.getSourceFile(file);
    if (program === undefined || source === undefined) {
      this.#roots.add(file);
      program = this.#ts.createProgram({
        rootNames: [...this.#roots],
        options: this.#options,
        host: this.#host,
        ...(this.#program && { oldProgram: this.#program }),
      });
      this.#program = program;
      source = program.getSourceFile(file);
    }
    if (source === undefined) throw new Error("the TypeScript compiler cannot read it");
    return { program, source };
  }

  #formatOf({ fileName, impliedNodeFormat }: TypeScript.SourceFile): CompiledSource["format"] {
    const { ModuleKind } = this.#ts;
    if (/\.mtsx?$/.test(fileName)) return "module";
    if (/\.ctsx?$/.test(fileName)) return "commonjs";
    const kind = this.#options.module ?? ModuleKind.CommonJS;
    if (kind >= ModuleKind.Node16 && kind <= ModuleKind.NodeNext) {
      return impliedNodeFormat === ModuleKind.ESNext ? "module" : "commonjs";
    }
    return kind === ModuleKind.CommonJS ? "commonjs" : "module";
  }

  #linesOf(source: TypeScript.SourceFile): ReadonlyMap<string, number> {
    const lines = new Map<string, number>();
    const ts = this.#ts;
    const visit = (node: TypeScript.Node): void => {
      if (ts.isStringLiteralLike(node) && isSpecifier(ts, node) && !lines.has(node.text)) {
        lines.set(node.text, source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return lines;
  }
}

function isSpecifier(ts: typeof TypeScript, { parent }: TypeScript.Node): boolean {
  if (ts.isImportDeclaration(parent)) return parent.importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword;
  if (ts.isExportDeclaration(parent)) return !parent.isTypeOnly;
  return ts.isExternalModuleReference(parent) || ts.isCallExpression(parent);
}

function projectFilesOnly(
  ts: typeof TypeScript,
  resolver: ModuleResolver,
): Pick<TypeScript.CompilerHost, "resolveModuleNameLiterals" | "getDefaultLibFileName"> {
  return {
    getDefaultLibFileName: () => "lib.d.ts",
    resolveModuleNameLiterals: (literals, importer) =>
      literals.map(({ text }) => {
        const file = /^[./#@~\w]/.test(text) ? resolver.resolve(text, importer, "import") : undefined;
        const extension = /\.[cm]?tsx?$/.exec(file ?? "")?.[0];
        if (file === undefined || extension === undefined || packageFolderOf(file) !== undefined) {
          return { resolvedModule: undefined };
        }
        return {
          resolvedModule: { resolvedFileName: file, extension, isExternalLibraryImport: false },
        };
      }),
  };
}

interface ConfigSettings {
  /** One that the config is for. */
  readonly file: string;
  /** Told of each config before it is read. */
  readonly noteConfig: (path: string) => void;
}

/** The options that decide which imports stay, and how they are written; no option that asks for more files. */
function readOptions(
  ts: typeof TypeScript,
  { config, file, noteConfig }: ConfigSettings & { readonly config: string | undefined },
): TypeScript.CompilerOptions {
  const options = config === undefined ? {} : parseConfig(ts, config, { file, noteConfig });
  const { ModuleKind, ModuleResolutionKind, JsxEmit, ScriptTarget } = ts;
  const known = options.module ?? (config === undefined ? ModuleKind.NodeNext : ModuleKind.CommonJS);
  const isNodes = known >= ModuleKind.Node16 && known <= ModuleKind.NodeNext;
  const module =
    known < ModuleKind.ES2015 || (known > ModuleKind.ESNext && !isNodes && known !== ModuleKind.Preserve)
      ? ModuleKind.CommonJS
      : known;
  const keepsValues = (options as Readonly<Record<string, unknown>>)["preserveValueImports"] === true;
  return {
    target: options.target ?? ScriptTarget.ES2022,
    module,
    moduleResolution: isNodes ? ModuleResolutionKind.NodeNext : ModuleResolutionKind.Bundler,
    jsx: options.jsx === undefined || options.jsx === JsxEmit.Preserve ? JsxEmit.ReactJSX : options.jsx,
    verbatimModuleSyntax: options.verbatimModuleSyntax === true || keepsValues,
    isolatedModules: options.isolatedModules === true,
    esModuleInterop: options.esModuleInterop ?? true,
    importHelpers: options.importHelpers === true,
    experimentalDecorators: options.experimentalDecorators === true,
    emitDecoratorMetadata: options.emitDecoratorMetadata === true,
    ...(options.jsxImportSource !== undefined && { jsxImportSource: options.jsxImportSource }),
    noCheck: true,
    noLib: true,
    types: [],
    allowJs: false,
    ignoreDeprecations: "6.0",
  };
}

/** Follows `extends`; of a config that only refers to others, the one that is nearest to the file. */
function parseConfig(
  ts: typeof TypeScript,
  path: string,
  { file, noteConfig }: ConfigSettings,
): TypeScript.CompilerOptions {
  const host: TypeScript.ParseConfigFileHost = {
    ...ts.sys,
    readFile: (name: string) => {
      noteConfig(name);
      return ts.sys.readFile(name);
    },
    readDirectory: () => [],
    onUnRecoverableConfigFileDiagnostic: () => undefined,
  };
  const parsed = ts.getParsedCommandLineOfConfigFile(path, {}, host);
  if (parsed === undefined) return {};
  const raw = parsed.raw as { files?: unknown[]; include?: unknown[] } | undefined;
  const references = parsed.projectReferences ?? [];
  if (references.length === 0 || raw?.files?.length !== 0 || raw.include !== undefined) return parsed.options;
  const nearest = references
    .map((reference) => ts.resolveProjectReferencePath(reference))
    .filter((config) => file.startsWith(dirname(config)) && config !== path)
    .toSorted((a, b) => b.length - a.length)
    .at(0);
  return nearest === undefined
    ? parsed.options
    : (ts.getParsedCommandLineOfConfigFile(nearest, {}, host)?.options ?? parsed.options);
}
