import path from "node:path";
import { parseSource } from "../../syntax/parse-source.js";
import { NO_PATHS, type TsconfigPaths, candidatesFor, readPathsIn } from "../../syntax/tsconfig-paths.js";
import { isListed } from "../list-folder.js";
import { readText } from "../read-text.js";
import { statFile } from "../stat-file.js";
import { type WorkspacePackage, sourcesOfPackage, workspacePackages } from "../workspace-packages.js";
import { type CodeModule, createCodeModule } from "./code-module.js";
import type { CodeFiles } from "./machine.js";

const MAX_BYTES = 400_000;
/** Of packages without resources no more files than have to do with infrastructure. */
const MAX_LENT = 60;
const ENDINGS = [".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs"];
/** TypeScript imports a file by the name that it has when it is compiled. */
const COMPILED_ENDING = /\.([cm]?)js$/;

/** SST and Pulumi make variables of these packages in every file of a program. */
const FRAMEWORK_GLOBALS: ReadonlyMap<string, string> = new Map([
  ["sst", "sst"],
  ["aws", "@pulumi/aws"],
  ["$transform", "sst/$transform"],
  ["$interpolate", "sst/$interpolate"],
  ["$jsonStringify", "sst/$jsonStringify"],
  ["$util", "@pulumi/pulumi"],
]);

interface KnownModule {
  readonly mtimeMs: number;
  readonly size: number;
  /** A tree is large: it goes when memory is short, and is parsed again when it is asked for. */
  readonly module: WeakRef<CodeModule> | undefined;
}

const modules = new Map<string, KnownModule>();

const MAX_KEPT = 4;
const kept = new Map<string, CodeModule>();

/**
 * Keeps a file that has been parsed for linting until a few others are: those of a project are linted one after another,
 * and the code of all of them is read with the first that makes functions.
 */
export function keepModule(module: CodeModule): void {
  kept.delete(module.file);
  kept.set(module.file, module);
  const [oldest] = kept.keys();
  if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
}

/** A source file as it is read for its code: parsed once, and again when it has changed. Undefined where it cannot be. */
function loadCodeModule(file: string): CodeModule | undefined {
  const stat = statFile(file);
  if (stat?.isFile() !== true || stat.size > MAX_BYTES) return undefined;
  const known = modules.get(file);
  if (known?.mtimeMs === stat.mtimeMs && known.size === stat.size) {
    if (known.module === undefined) return undefined;
    const module = known.module.deref();
    if (module !== undefined) return module;
  }
  const module = parseModule(file);
  const { mtimeMs, size } = stat;
  modules.set(file, { mtimeMs, size, module: module && new WeakRef(module) });
  return module;
}

function parseModule(file: string): CodeModule | undefined {
  try {
    const text = readText(file);
    const linted = kept.get(file);
    if (linted?.sourceCode.text === text) return linted;
    const sourceCode = parseSource(file, text);
    return sourceCode && createCodeModule(file, sourceCode);
  } catch {
    // What may not be read declares nothing.
    return undefined;
  }
}

/** The files that a program of a folder is made of: source files and data that imports name, those of its workspace as well. */
export class ProgramFiles implements CodeFiles {
  readonly #loaded = new Map<string, CodeModule | undefined>();
  #paths: TsconfigPaths | undefined;
  #members: ReadonlyMap<string, WorkspacePackage> | undefined;
  /** Files that were read of packages without resources, which are mostly code of functions. */
  readonly #lent = new Set<string>();

  /**
   * @param known modules that are not to be read from the disk: the file that is being linted
   */
  constructor(
    readonly workingFolder: string,
    known: readonly CodeModule[] = [],
    readonly globals: ReadonlyMap<string, string> = FRAMEWORK_GLOBALS,
  ) {
    for (const module of known) this.#loaded.set(module.file, module);
  }

  /** Absolute paths of what was read. */
  get files(): readonly string[] {
    return [...this.#loaded.keys()];
  }

  loadFile(file: string): CodeModule | undefined {
    if (!this.#loaded.has(file)) this.#loaded.set(file, loadCodeModule(file));
    return this.#loaded.get(file);
  }

  load(specifier: string, importer: string): CodeModule | undefined {
    const targets = specifier.startsWith(".")
      ? [path.resolve(path.dirname(importer), specifier)]
      : [...this.#aliasesOf(specifier), ...this.#sourcesOfMember(specifier)];
    for (const target of targets) {
      const file = resolveSource(target);
      if (file === undefined) continue;
      const isLent = this.#lent.has(importer) || (!specifier.startsWith(".") && this.#lends(specifier, file));
      if (isLent && !this.#lent.has(file)) {
        if (this.#lent.size >= MAX_LENT) return undefined;
        this.#lent.add(file);
      }
      return this.loadFile(file);
    }
    return undefined;
  }

  /** Whether a file is of the package that has the name, and that makes no resources: a helper for paths, names of tables. */
  #lends(specifier: string, file: string): boolean {
    const member = this.#members?.get(packageNameOf(specifier).name);
    return member?.makesResources === false && file.startsWith(member.folder + path.sep);
  }

  /** Where the tsconfig.json or jsconfig.json of the program has the modules of a name. */
  #aliasesOf(specifier: string): readonly string[] {
    this.#paths ??= readPathsIn(this.workingFolder) ?? NO_PATHS;
    return candidatesFor(specifier, this.#paths);
  }

  /** Where the source of a package of the same workspace may be. */
  #sourcesOfMember(specifier: string): readonly string[] {
    const { name, subpath } = packageNameOf(specifier);
    this.#members ??= workspacePackages(this.workingFolder);
    const member = this.#members.get(name);
    return member === undefined ? [] : sourcesOfPackage(member.folder, subpath);
  }

  loadData(specifier: string, importer: string): unknown {
    if (!specifier.startsWith(".")) return undefined;
    const file = path.resolve(path.dirname(importer), specifier);
    const stat = statFile(file);
    if (stat?.isFile() !== true || stat.size > MAX_BYTES) return undefined;
    try {
      return JSON.parse(readText(file));
    } catch {
      return undefined;
    }
  }
}

/** `@library/shared` and `/names` of `@library/shared/names` */
function packageNameOf(specifier: string): { readonly name: string; readonly subpath: string } {
  const [, name = "", subpath = ""] = /^((?:@[^/]+\/)?[^/]+)(\/.+)?$/.exec(specifier) ?? [];
  return { name, subpath };
}

/**
 * The source file that a relative import means.
 *
 * @param target absolute path, with or without ending
 */
export function resolveSource(target: string): string | undefined {
  const [, letter = ""] = COMPILED_ENDING.exec(target) ?? [];
  const candidates = [
    target,
    ...ENDINGS.map((ending) => target + ending),
    target.replace(COMPILED_ENDING, `.${letter}ts`),
    ...ENDINGS.map((ending) => path.join(target, `index${ending}`)),
  ];
  return candidates.find(
    (candidate) =>
      /\.[cm]?[jt]sx?$/.test(candidate) && isListed(candidate) && statFile(candidate)?.isFile() === true,
  );
}
