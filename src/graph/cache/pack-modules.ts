import { sep } from "node:path";
import type { GraphModule, ModuleEdge, SourceFacts } from "../module-graph.js";
import { packageFolderOf } from "../package-scope.js";

/** Modules as JSON in which no folder, path, specifier or name of a key stands twice. */
export interface PackedModules {
  /** Of packages, with what they are called; the empty one is for what is in none. */
  readonly folders: readonly PackedFolder[];
  readonly paths: readonly (readonly [folder: number, path: string])[];
  readonly specifiers: readonly string[];
  readonly modules: readonly PackedModule[];
}

type PackedFolder = readonly [folder: string, name: string | null, version: string | null, hasExports?: true];

type PackedModule = readonly [
  path: number,
  format: number,
  facts: PackedFacts,
  /** `edgeNumbers` for each edge. */
  edges: readonly number[],
];

type PackedFacts = readonly [
  bytes: number,
  tokens: number,
  initTokens: number,
  functions: number,
  initCalls: number | null,
  initDeclarations: number | null,
  initProperties: number | null,
  initStatements: number | null,
  initFunctions: number | null,
  initFileReads: number | null,
  webGlobals?: readonly string[],
];

const formats = ["commonjs", "module", "json", "addon", "wasm", "builtin"] as const;
const kinds = ["import", "require", "dynamic-import"] as const;
const choices = [undefined, false, true] as const;

/** Specifier, traits, target (its path, plus one; 0 for none), line (0 for none). */
const edgeNumbers = 4;

/** The first paths are those of the modules, in their order. */
export function packModules(modules: readonly GraphModule[]): PackedModules {
  return new Packer(modules).pack();
}

class Packer {
  readonly #modules: readonly GraphModule[];
  readonly #folders = new Numbering<PackedFolder>();
  readonly #paths = new Numbering<readonly [number, string]>();
  readonly #specifiers = new Numbering<string>();
  readonly #packages = new Map<string, GraphModule["package"]>();

  constructor(modules: readonly GraphModule[]) {
    this.#modules = modules;
  }

  pack(): PackedModules {
    for (const { id, package: owner } of this.#modules) {
      this.#packages.set(folderOf(id), owner);
      this.#numberOf(id);
    }
    const modules = this.#modules.map(({ id, format, facts, edges }): PackedModule => {
      const numbers: number[] = [];
      for (const edge of edges) this.#addEdge(edge, numbers);
      return [this.#numberOf(id), formats.indexOf(format), packFacts(facts), numbers];
    });
    return {
      folders: this.#folders.values,
      paths: this.#paths.values,
      specifiers: this.#specifiers.values,
      modules,
    };
  }

  #addEdge({ specifier, kind, isOptional, isEager, target, line }: ModuleEdge, numbers: number[]): void {
    const traits = (kinds.indexOf(kind) * 3 + choices.indexOf(isOptional)) * 2 + (isEager ? 1 : 0);
    numbers.push(
      this.#specifiers.of(specifier, () => specifier),
      traits,
      target === undefined ? 0 : this.#numberOf(target) + 1,
      line ?? 0,
    );
  }

  #numberOf(id: string): number {
    return this.#paths.of(id, () => {
      const folder = folderOf(id);
      const owner = this.#packages.get(folder);
      const number = this.#folders.of(folder, () => {
        const named = [folder, owner?.name ?? null, owner?.version ?? null] as const;
        return owner?.hasExports ? [...named, true] : named;
      });
      return [number, folder === "" ? id : id.slice(folder.length + 1)];
    });
  }
}

function folderOf(id: string): string {
  return packageFolderOf(id) ?? "";
}

/** The ids that numbers of paths stand for. */
export function idsOf({ folders, paths }: PackedModules): readonly string[] {
  return paths.map(([number, path]) => {
    const folder = folders[number]?.[0] ?? "";
    return folder === "" ? path : folder + sep + path;
  });
}

export function unpackModules(packed: PackedModules, ids: readonly string[]): readonly GraphModule[] {
  const { folders, paths, specifiers, modules } = packed;
  const packages = folders.map(([, name, version, hasExports]) =>
    name === null ? undefined : { name, version: version ?? undefined, ...(hasExports && { hasExports }) },
  );
  return modules.map(([path, format, facts, edges]) => ({
    id: ids[path] ?? "",
    format: formats[format] ?? "commonjs",
    package: packages[paths[path]?.[0] ?? -1],
    facts: unpackFacts(facts),
    edges: unpackEdges(edges, specifiers, ids),
  }));
}

function unpackEdges(
  numbers: readonly number[],
  specifiers: readonly string[],
  ids: readonly string[],
): readonly ModuleEdge[] {
  const edges: ModuleEdge[] = [];
  for (let at = 0; at < numbers.length; at += edgeNumbers) {
    const traits = numbers[at + 1] ?? 0;
    const isOptional = choices[(traits >> 1) % 3];
    const line = numbers[at + 3] ?? 0;
    edges.push({
      specifier: specifiers[numbers[at] ?? 0] ?? "",
      kind: kinds[Math.floor(traits / 6)] ?? "require",
      isEager: traits % 2 === 1,
      ...(isOptional !== undefined && { isOptional }),
      target: ids[(numbers[at + 2] ?? 0) - 1],
      ...(line > 0 && { line }),
    });
  }
  return edges;
}

function packFacts({
  bytes,
  tokens,
  initTokens,
  functions,
  initCalls,
  initDeclarations,
  initProperties,
  initStatements,
  initFunctions,
  initFileReads,
  webGlobals,
}: SourceFacts): PackedFacts {
  const counts = [initCalls ?? null, initDeclarations ?? null] as const;
  const others = [
    initProperties ?? null,
    initStatements ?? null,
    initFunctions ?? null,
    initFileReads ?? null,
  ] as const;
  const numbers = [bytes, tokens, initTokens, functions, ...counts, ...others] as const;
  return webGlobals === undefined ? numbers : [...numbers, webGlobals];
}

function unpackFacts([
  bytes,
  tokens,
  initTokens,
  functions,
  initCalls,
  initDeclarations,
  initProperties,
  initStatements,
  initFunctions,
  initFileReads,
  webGlobals,
]: PackedFacts): SourceFacts {
  return {
    bytes,
    tokens,
    initTokens,
    functions,
    ...(initCalls !== null && { initCalls }),
    ...(initDeclarations !== null && { initDeclarations }),
    ...(initProperties !== null && { initProperties }),
    ...(initStatements !== null && { initStatements }),
    ...(initFunctions !== null && { initFunctions }),
    ...(initFileReads !== null && { initFileReads }),
    ...(webGlobals !== undefined && { webGlobals }),
  };
}

/** Values by key, each with a number of its own. */
class Numbering<T> {
  readonly values: T[] = [];
  readonly #numbers = new Map<string, number>();

  of(key: string, make: () => T): number {
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.values.push(make()) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }
}
