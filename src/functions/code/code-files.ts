import { readFileSync } from "node:fs";
import path from "node:path";
import { parseSource } from "../../syntax/parse-source.js";
import { statFile } from "../stat-file.js";
import { type CodeModule, createCodeModule } from "./code-module.js";
import type { CodeFiles } from "./machine.js";

const MAX_BYTES = 400_000;
const ENDINGS = [".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs"];
/** TypeScript imports a file by the name that it has when it is compiled. */
const COMPILED_ENDING = /\.([cm]?)js$/;

interface KnownModule {
  readonly mtimeMs: number;
  readonly size: number;
  /** A tree is large: it goes when memory is short, and is parsed again when it is asked for. */
  readonly module: WeakRef<CodeModule> | undefined;
}

const modules = new Map<string, KnownModule>();

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
    const sourceCode = parseSource(file, readFileSync(file, "utf8"));
    return sourceCode && createCodeModule(file, sourceCode);
  } catch {
    // What may not be read declares nothing.
    return undefined;
  }
}

/** The files that a program of a folder is made of: source files and data that relative imports name. */
export class ProgramFiles implements CodeFiles {
  readonly #loaded = new Map<string, CodeModule | undefined>();

  /**
   * @param known modules that are not to be read from the disk: the file that is being linted
   */
  constructor(
    readonly workingFolder: string,
    known: readonly CodeModule[] = [],
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
    const file = resolveSource(path.resolve(path.dirname(importer), specifier));
    return file === undefined ? undefined : this.loadFile(file);
  }

  loadData(specifier: string, importer: string): unknown {
    if (!specifier.startsWith(".")) return undefined;
    const file = path.resolve(path.dirname(importer), specifier);
    const stat = statFile(file);
    if (stat?.isFile() !== true || stat.size > MAX_BYTES) return undefined;
    try {
      return JSON.parse(readFileSync(file, "utf8"));
    } catch {
      return undefined;
    }
  }
}

function resolveSource(target: string): string | undefined {
  const [, letter = ""] = COMPILED_ENDING.exec(target) ?? [];
  const candidates = [
    target,
    ...ENDINGS.map((ending) => target + ending),
    target.replace(COMPILED_ENDING, `.${letter}ts`),
    ...ENDINGS.map((ending) => path.join(target, `index${ending}`)),
  ];
  return candidates.find(
    (candidate) => /\.[cm]?[jt]sx?$/.test(candidate) && statFile(candidate)?.isFile() === true,
  );
}
