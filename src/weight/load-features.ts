import type { GraphModule, SourceFacts } from "../graph/module-graph.js";
import { featureNames, type FeatureName, type LoadFeatures } from "../knowledge/weight-model.js";

/** Modules inside Node.js. */
export interface Internals {
  /** Those that a public module (`http2`) or a global (`global:Response`) loads. */
  readonly loadedBy: ReadonlyMap<string, readonly string[]>;
  /** Milliseconds that each takes by itself. */
  readonly ms: ReadonlyMap<string, number>;
}

/** The features of one module by itself: all that do not depend on what else is loaded. */
export function moduleFeatures({ format, facts }: Pick<GraphModule, "format" | "facts">): LoadFeatures {
  switch (format) {
    case "commonjs":
      return { ...sourceFeatures(facts), commonJsModules: 1 };
    case "module":
      return { ...sourceFeatures(facts), esModules: 1 };
    case "json":
      return { ...noFeatures, jsonModules: 1, jsonBytes: facts.bytes };
    case "addon":
    case "wasm":
      return { ...noFeatures, addons: 1 };
    case "builtin":
      return noFeatures;
  }
}

/** The features of a text, wherever it stands. */
export function sourceFeatures({
  bytes,
  tokens,
  initTokens,
  functions,
  initCalls = 0,
  initDeclarations = 0,
  initProperties = 0,
  initStatements = 0,
  initFunctions = 0,
  initFileReads = 0,
  initRepeats = 0,
  jsonBytes = 0,
}: SourceFacts): LoadFeatures {
  return {
    ...noFeatures,
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
    initRepeats,
    jsonBytes,
  };
}

/** The features of a set of modules that an entry loads. Each counts once, however often it is given. */
export function setFeatures(
  modules: Iterable<GraphModule>,
  internals: Internals,
  entryFormat: "cjs" | "esm",
): LoadFeatures {
  const byId = indexModules(modules);
  const sum: Record<FeatureName, number> = { ...noFeatures, load: 1 };
  for (const module of byId.values()) addFeatures(sum, moduleFeatures(module));
  const lexed = lexedModules(byId);
  sum.lexer = lexed.size > 0 ? 1 : 0;
  for (const { facts } of lexed) sum.lexedTokens += facts.tokens;
  sum.esmFromCommonJs = requiresEsm(byId) ? 1 : 0;
  sum.exportsMap = requiresExports(byId) ? 1 : 0;
  sum.firstModules = firstModules(byId.values());
  sum.packages = packagesOf(byId.values()).size;
  sum.folders = foldersOf(byId.values()).size;
  addFeatures(sum, nodeFeatures(nodeNeeds(byId.values()), internals, entryFormat));
  return sum;
}

export function indexModules(modules: Iterable<GraphModule>): ReadonlyMap<string, GraphModule> {
  const byId = new Map<string, GraphModule>();
  for (const module of modules) byId.set(module.id, module);
  return byId;
}

/** CommonJS modules that an ES module of the set imports at init. */
export function lexedModules(byId: ReadonlyMap<string, GraphModule>): ReadonlySet<GraphModule> {
  const lexed = new Set<GraphModule>();
  for (const { format, edges } of byId.values()) {
    if (format !== "module") continue;
    for (const { kind, isEager, target } of edges) {
      const imported = isEager && kind !== "require" && target !== undefined ? byId.get(target) : undefined;
      if (imported?.format === "commonjs") lexed.add(imported);
    }
  }
  return lexed;
}

/** Whether a CommonJS module of the set requires an ES module at init. */
export function requiresEsm(byId: ReadonlyMap<string, GraphModule>): boolean {
  return [...byId.values()].some(
    ({ format, edges }) =>
      format === "commonjs" &&
      edges.some(
        ({ isEager, target }) => isEager && target !== undefined && byId.get(target)?.format === "module",
      ),
  );
}

/** Whether a CommonJS module of the set requires a package that has an `exports` map by its name. */
export function requiresExports(byId: ReadonlyMap<string, GraphModule>): boolean {
  return [...byId.values()].some(
    ({ format, edges }) =>
      format === "commonjs" &&
      edges.some(
        ({ kind, isEager, specifier, target }) =>
          isEager &&
          kind === "require" &&
          target !== undefined &&
          /^[^./\\#]/.test(specifier) &&
          byId.get(target)?.package?.hasExports === true,
      ),
  );
}

/** How many scripts of a set are loaded before Node's loader has become fast. */
export function firstModules(modules: Iterable<GraphModule>): number {
  let scripts = 0;
  for (const { format } of modules) if (format === "commonjs" || format === "module") scripts++;
  return Math.min(scripts, 40);
}

/** The packages of a set by name and version, each with one of its modules. */
export function packagesOf(modules: Iterable<GraphModule>): ReadonlyMap<string, GraphModule> {
  const packages = new Map<string, GraphModule>();
  for (const module of modules) {
    if (module.package) packages.set(`${module.package.name}@${module.package.version ?? ""}`, module);
  }
  return packages;
}

/** The folders that the files of a set are in, each with one of its modules. */
export function foldersOf(modules: Iterable<GraphModule>): ReadonlyMap<string, GraphModule> {
  const folders = new Map<string, GraphModule>();
  for (const module of modules) {
    if (module.format !== "builtin") folders.set(module.id.replace(/[^/\\]*$/, ""), module);
  }
  return folders;
}

/**
 * What modules ask of Node.js itself: its public modules (`https`, or `import:https` where an ES module imports it, which
 * reads every export and so loads more), and globals (`global:Response`).
 */
export function nodeNeeds(modules: Iterable<GraphModule>): ReadonlySet<string> {
  const needs = new Set<string>();
  const reached = new Set<string>();
  const builtins: string[] = [];
  for (const { id, format, facts, edges } of modules) {
    if (format === "builtin") builtins.push(id);
    for (const name of facts.webGlobals ?? []) needs.add(`global:${name}`);
    for (const { target, isEager } of edges) {
      if (!isEager || target?.startsWith("node:") !== true) continue;
      reached.add(target);
      needs.add(format === "module" ? `import:${target.slice(5)}` : target.slice(5));
    }
  }
  for (const id of builtins) if (!reached.has(id)) needs.add(id.replace(/^node:/, ""));
  return needs;
}

/** Key of the modules inside Node.js that its loader of ES modules has brought along before the entry asks for anything. */
export const loaderOfEsModules = "import:";

/** What it costs Node.js to provide them: the modules inside it that they share count once. */
export function nodeFeatures(
  needs: ReadonlySet<string>,
  internals: Internals,
  entryFormat: "cjs" | "esm",
): LoadFeatures {
  const { loadedBy, ms } = internals;
  const loaded = new Set([...needs].flatMap((name) => loadedBy.get(name) ?? []));
  if (entryFormat === "esm") for (const name of loadedBy.get(loaderOfEsModules) ?? []) loaded.delete(name);
  return {
    ...noFeatures,
    internalMs: [...loaded].reduce((sum, name) => sum + (ms.get(name) ?? 0), 0),
    importedBuiltins: [...needs].filter((name) => name.startsWith("import:")).length,
    intl: needs.has("global:Intl") ? 1 : 0,
  };
}

export const noFeatures = Object.fromEntries(featureNames.map((name) => [name, 0])) as LoadFeatures;

function addFeatures(sum: Record<FeatureName, number>, more: LoadFeatures): void {
  for (const name of featureNames) sum[name] += more[name];
}
