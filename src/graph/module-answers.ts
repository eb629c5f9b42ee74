import { readFileSync } from "node:fs";
import { type AnalyzedSource, type OpenedModule, openModule } from "./evaluate/analyze-source.js";
import { plainData } from "./evaluate/module-state.js";
import type { Constant, Imported, Value } from "./evaluate/values.js";
import { packageFolderOf } from "./package-scope.js";
import { sizeOf } from "./read-source.js";
import type { Resolution, ResolveMode } from "./resolve-module.js";

/** What tells what it runs on, or what there is to load, is small. */
const maxBytes = 30_000;

interface Sources {
  readonly resolve: (specifier: string, importer: string, mode: ResolveMode) => Resolution;
  readonly sourceOf: (id: string) => AnalyzedSource | undefined;
}

/**
 * Answers what a module of a package gives to another one, by running it alone: which Node.js it takes this one for, whether
 * the language has a method, which parts there are. Only modules of packages are asked: those of a project change.
 */
export class ModuleAnswers {
  readonly #sources: Sources;
  /** Undefined for those that cannot be asked, and while they are opened. */
  readonly #opened = new Map<string, OpenedModule | undefined>();

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  ask(
    importer: string,
    { specifier, mode, path }: Imported,
    values: readonly Constant["value"][],
  ): Value | undefined {
    const calls = path.filter((step) => step === "()" || step === "new" || step === "*");
    if (calls.length > 1 || (calls.length === 1 && path.at(-1) !== "()")) return undefined;
    const target = this.#sources.resolve(specifier, importer, mode);
    if (target === undefined || packageFolderOf(target) === undefined) return undefined;
    return this.#open(target, mode)?.ask(path, values);
  }

  #open(id: string, mode: ResolveMode): OpenedModule | undefined {
    const key = `${mode} ${id}`;
    if (!this.#opened.has(key)) {
      this.#opened.set(key, undefined);
      try {
        this.#opened.set(key, this.#read(id, mode));
      } catch (error) {
        this.#opened.delete(key);
        throw error;
      }
    }
    return this.#opened.get(key);
  }

  #read(id: string, mode: ResolveMode): OpenedModule | undefined {
    if (sizeOf(id) > maxBytes) return undefined;
    if (id.endsWith(".json")) return openData(id);
    const source = this.#sources.sourceOf(id);
    const opened = source && openModule(source);
    if (opened === undefined || source?.format === "module" || mode === "require") return opened;
    return {
      ask: ([first, ...rest], values) =>
        opened.ask(first === "default" ? rest : [first ?? "", ...rest], values),
    };
  }
}

function openData(id: string): OpenedModule | undefined {
  try {
    const data: unknown = JSON.parse(readFileSync(id, "utf8"));
    return { ask: (path) => plainData(data, path) };
  } catch {
    return undefined;
  }
}
