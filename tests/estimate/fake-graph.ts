import type { Weigher } from "../../src/estimate/weigher.js";
import type { GraphModule, ModuleEdge, ModuleGraph } from "../../src/graph/module-graph.js";

/** `a` is loaded at init, `~a` later if at all. */
export type FakeModules = Readonly<Record<string, readonly string[]>>;

/**
 * A graph whose entry is its first module. A name that begins with `pkg:` is a file of the package that follows
 * (`pkg:mongoose/index.js`), one with `node:` is Node's own, any other is a file of the project. Each file has 100 bytes.
 */
export function fakeGraph(modules: FakeModules): ModuleGraph {
  const [entry = ""] = Object.keys(modules);
  const names = new Set([
    ...Object.keys(modules),
    ...Object.values(modules).flatMap((edges) => edges.filter((name) => !name.startsWith("~"))),
  ]);
  return {
    entry,
    modules: new Map([...names].map((name) => [name, fakeModule(name, modules[name] ?? [])])),
    problems: [],
  };
}

function fakeModule(id: string, edges: readonly string[]): GraphModule {
  const owner = /^pkg:([^/]+)/.exec(id)?.[1];
  const isBuiltin = id.startsWith("node:");
  return {
    id,
    format: isBuiltin ? "builtin" : "commonjs",
    package: owner === undefined ? undefined : { name: owner, version: "1.0.0" },
    facts: { bytes: isBuiltin ? 0 : 100, tokens: 10, initTokens: 10, functions: 0 },
    edges: edges.map(fakeEdge),
  };
}

function fakeEdge(name: string, index: number): ModuleEdge {
  const isEager = !name.startsWith("~");
  return {
    specifier: name.replace(/^~/, ""),
    kind: isEager ? "require" : "dynamic-import",
    isEager,
    target: isEager ? name : undefined,
    line: index + 1,
  };
}

/** One millisecond a module, half of it at the least and twice as much at the most; 10 ms once where a module is `node:`. */
export const fakeWeigher: Weigher = {
  node: "20.20.2",
  weighModules(modules) {
    const likely = modules.length + (modules.some(({ format }) => format === "builtin") ? 9 : 0);
    return { initMs: { low: likely / 2, likely, high: likely * 2 }, provenance: "modelled" };
  },
  moduleMs: () => 1,
  weighBundle: ({ inputs }) => ({
    initMs: { low: inputs.size, likely: inputs.size, high: inputs.size },
    provenance: "modelled",
  }),
  weighImport: (specifier) =>
    specifier === "dayjs" ? { modules: 1, bytes: 50, initMs: { low: 1, likely: 2, high: 3 } } : undefined,
};
