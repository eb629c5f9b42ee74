import { sep } from "node:path";
import type { GraphModule, GraphProblem, ModuleEdge, ModuleGraph, SourceFacts } from "../module-graph.js";
import { packageFolderOf } from "../package-scope.js";

/** A graph as JSON in which no path, specifier or name of a key stands twice. */
export interface PackedGraph {
  readonly entry: string;
  readonly owners: readonly PackedOwner[];
  readonly specifiers: readonly string[];
  readonly modules: readonly PackedModule[];
  readonly problems: readonly GraphProblem[];
}

/** What modules have in common: the folder that their paths begin with, and the package. */
type PackedOwner = readonly [folder: string, name: string | null, version: string | null];

type PackedModule = readonly [
  path: string,
  owner: number,
  format: number,
  facts: PackedFacts,
  /** `edgeNumbers` for each edge. */
  edges: readonly number[],
];

type PackedFacts = readonly [
  bytes: number,
  tokens: number,
  topLevelTokens: number,
  functions: number,
  topLevelCalls: number | null,
  webGlobals?: readonly string[],
];

const formats = ["commonjs", "module", "json", "addon", "wasm", "builtin"] as const;
const kinds = ["import", "require", "dynamic-import"] as const;
const choices = [undefined, false, true] as const;

/** Specifier, traits, target (plus one; 0 for none), line (0 for none). */
const edgeNumbers = 4;

export function packGraph({ entry, modules, problems }: ModuleGraph): PackedGraph {
  const indexes = new Map([...modules.keys()].map((id, index) => [id, index]));
  const owners = new Numbering<PackedOwner>();
  const specifiers = new Numbering<string>();
  const packEdge = (edge: ModuleEdge): readonly number[] => [
    specifiers.of(edge.specifier, edge.specifier),
    (kinds.indexOf(edge.kind) * 3 + choices.indexOf(edge.isOptional)) * 2 + (edge.isEager ? 1 : 0),
    edge.target === undefined ? 0 : (indexes.get(edge.target) ?? -1) + 1,
    edge.line ?? 0,
  ];
  const packed = [...modules.values()].map((module): PackedModule => {
    const { id, format, facts, edges } = module;
    const folder = module.package === undefined ? "" : (packageFolderOf(id) ?? "");
    const owner: PackedOwner = [folder, module.package?.name ?? null, module.package?.version ?? null];
    return [
      folder === "" ? id : id.slice(folder.length + 1),
      owners.of(folder, owner),
      formats.indexOf(format),
      packFacts(facts),
      edges.flatMap(packEdge),
    ];
  });
  return { entry, owners: owners.values, specifiers: specifiers.values, modules: packed, problems };
}

/** The modules by number, which is what edges and stamps name them by. */
export function idsOf({ owners, modules }: PackedGraph): readonly string[] {
  return modules.map(([path, owner]) => {
    const folder = owners[owner]?.[0] ?? "";
    return folder === "" ? path : folder + sep + path;
  });
}

export function unpackGraph(packed: PackedGraph, ids: readonly string[]): ModuleGraph {
  const { entry, owners, specifiers, problems } = packed;
  const packages = owners.map(([, name, version]) =>
    name === null ? undefined : { name, version: version ?? undefined },
  );
  const modules = new Map<string, GraphModule>();
  for (const [index, [, owner, format, facts, edges]] of packed.modules.entries()) {
    const id = ids[index] ?? "";
    modules.set(id, {
      id,
      format: formats[format] ?? "commonjs",
      package: packages[owner],
      facts: unpackFacts(facts),
      edges: unpackEdges(edges, specifiers, ids),
    });
  }
  return { entry, modules, problems };
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
  topLevelTokens,
  functions,
  topLevelCalls,
  webGlobals,
}: SourceFacts): PackedFacts {
  return [
    bytes,
    tokens,
    topLevelTokens,
    functions,
    topLevelCalls ?? null,
    ...(webGlobals === undefined ? ([] as const) : ([webGlobals] as const)),
  ];
}

function unpackFacts([
  bytes,
  tokens,
  topLevelTokens,
  functions,
  topLevelCalls,
  webGlobals,
]: PackedFacts): SourceFacts {
  return {
    bytes,
    tokens,
    topLevelTokens,
    functions,
    ...(topLevelCalls !== null && { topLevelCalls }),
    ...(webGlobals !== undefined && { webGlobals }),
  };
}

/** Values by key, each with a number of its own. */
class Numbering<T> {
  readonly values: T[] = [];
  readonly #numbers = new Map<string, number>();

  of(key: string, value: T): number {
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.values.push(value) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }
}
