import type { GraphModule } from "../graph/module-graph.js";

/**
 * What a set of modules makes Node.js do, counted: what the weight model multiplies with its coefficients.
 *
 * - `load`: always 1: what any load costs beyond that of an empty module;
 * - `commonJsModules`, `esModules`, `jsonModules`, `addons`: files to resolve, read and wrap;
 * - `tokens`: what is parsed at least once; `topLevelTokens`, `topLevelCalls`: what is compiled and run at init;
 *   `functions`: closures to set up;
 * - `jsonBytes`: what `JSON.parse` reads;
 * - `lexedModules`, `lexedTokens`: CommonJS that an ES module imports, whose exports Node.js looks for in the text first;
 * - `packages`: distinct packages, each with a package.json to find and read;
 * - `internals`: modules inside Node.js that its public ones bring along.
 */
export const featureNames = [
  "load",
  "commonJsModules",
  "esModules",
  "jsonModules",
  "jsonBytes",
  "addons",
  "tokens",
  "topLevelTokens",
  "topLevelCalls",
  "functions",
  "lexedModules",
  "lexedTokens",
  "packages",
  "internals",
] as const;

export type FeatureName = (typeof featureNames)[number];

export type LoadFeatures = Readonly<Record<FeatureName, number>>;

/** For a public module of Node.js, such as `http2`, the modules inside Node.js that it loads. */
export type BuiltinInternals = ReadonlyMap<string, readonly string[]>;

/** The features of one module by itself, whatever else is loaded: all but `load`, `packages`, `internals` and what is lexed. */
export function moduleFeatures({ format, facts }: Pick<GraphModule, "format" | "facts">): LoadFeatures {
  const isScript = format === "commonjs" || format === "module";
  return {
    ...noFeatures,
    commonJsModules: format === "commonjs" ? 1 : 0,
    esModules: format === "module" ? 1 : 0,
    jsonModules: format === "json" ? 1 : 0,
    jsonBytes: format === "json" ? facts.bytes : 0,
    addons: format === "addon" || format === "wasm" ? 1 : 0,
    ...(isScript && {
      tokens: facts.tokens,
      topLevelTokens: facts.topLevelTokens,
      topLevelCalls: facts.topLevelCalls ?? 0,
      functions: facts.functions,
    }),
  };
}

/** The features of a set of modules, each counted once. */
export function setFeatures(modules: Iterable<GraphModule>, internals: BuiltinInternals): LoadFeatures {
  const byId = new Map<string, GraphModule>();
  for (const module of modules) byId.set(module.id, module);
  const sum: Record<FeatureName, number> = { ...noFeatures, load: 1 };
  const packages = new Set<string>();
  const builtins: string[] = [];
  const lexed = new Set<GraphModule>();
  for (const module of byId.values()) {
    addFeatures(sum, moduleFeatures(module));
    if (module.package) packages.add(`${module.package.name}@${module.package.version ?? ""}`);
    if (module.format === "builtin") builtins.push(module.id);
    for (const target of lexedBy(module, byId)) lexed.add(target);
  }
  for (const { facts } of lexed) sum.lexedTokens += facts.tokens;
  sum.lexedModules = lexed.size;
  sum.packages = packages.size;
  sum.internals = internalsOf(builtins, internals).size;
  return sum;
}

/** The modules inside Node.js that public ones load, without those that every process has anyway. */
export function internalsOf(builtins: Iterable<string>, internals: BuiltinInternals): ReadonlySet<string> {
  return new Set([...builtins].flatMap((id) => internals.get(id.replace(/^node:/, "")) ?? []));
}

export const noFeatures = Object.fromEntries(featureNames.map((name) => [name, 0])) as LoadFeatures;

export function addFeatures(sum: Record<FeatureName, number>, more: LoadFeatures): void {
  for (const name of featureNames) sum[name] += more[name];
}

/** CommonJS modules that an ES module imports at init. */
function lexedBy(module: GraphModule, byId: ReadonlyMap<string, GraphModule>): readonly GraphModule[] {
  if (module.format !== "module") return [];
  return module.edges.flatMap(({ kind, isEager, target }) => {
    const imported = isEager && kind !== "require" && target !== undefined ? byId.get(target) : undefined;
    return imported?.format === "commonjs" ? [imported] : [];
  });
}
