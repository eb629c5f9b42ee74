/**
 * Bundles the plugin and the analyzer into dist, as `npm run build` says.
 *
 * ESLint loads the plugin in every run, so its own file holds no more than ESLint asks for at once: the rules and what
 * they say of themselves. What the rules work with is in files of its own beside it, loaded on the first call. The
 * sources import each other as ever; where a rule calls into one of those folders, the bundle has a function that loads
 * the file and takes its function's place. Node.js loads ES modules by `require` since 20.19.
 */
import { readFileSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type BuildOptions, type Plugin } from "esbuild";
import ts from "typescript";

const root = fileURLToPath(new URL("..", import.meta.url));
const source = join(root, "src");

/** The folders of src that the plugin's own file does without, by the file of dist that holds them. */
const loadedOnDemand: Readonly<Record<string, readonly string[]>> = {
  model: ["syntax", "lambda", "callers"],
  configuration: ["functions"],
  estimate: ["graph", "weight", "estimate"],
};

/** Called while the rules are made, so it cannot wait for a first call. */
const neededAtOnce = ["syntax/once-per.ts"];

const common: BuildOptions = {
  bundle: true,
  splitting: true,
  platform: "node",
  target: "node20.19",
  format: "esm",
  packages: "external",
  logLevel: "warning",
  absWorkingDir: root,
};

/** The files of dist beside index.js: what each exports, found while the plugin's own file is bundled. */
type FilesOfChunk = ReadonlyMap<string, Set<string>>;

function loadOnDemand(files: FilesOfChunk): Plugin {
  return {
    name: "load-on-demand",
    setup(bundle) {
      bundle.onResolve({ filter: /^\.\.?\// }, ({ path, importer, resolveDir, namespace }) => {
        if (namespace !== "file" || chunkOf(importer) !== undefined) return undefined;
        const target = join(resolveDir, path.replace(/\.js$/, ".ts"));
        const chunk = chunkOf(target);
        if (chunk === undefined) return undefined;
        files.get(chunk)?.add(target);
        return { path: target, namespace: "on-demand" };
      });
      bundle.onLoad({ filter: /./, namespace: "on-demand" }, ({ path }) => ({
        contents: writeStandIn(path, chunkOf(path) ?? ""),
        resolveDir: root,
      }));
      bundle.onResolve({ filter: /^chunk:/ }, ({ path }) => ({
        path: path.slice("chunk:".length),
        namespace: "chunk",
      }));
      bundle.onLoad({ filter: /./, namespace: "chunk" }, ({ path: chunk }) => ({
        contents: [...(files.get(chunk) ?? [])]
          .map((file) => `export * as ${memberName(file)} from ${JSON.stringify(file)};`)
          .join("\n"),
        resolveDir: root,
      }));
    },
  };
}

/** The file of dist that a source file is loaded with; undefined for the plugin's own. */
function chunkOf(file: string): string | undefined {
  const path = relative(source, file).split(sep).join("/");
  if (neededAtOnce.includes(path)) return undefined;
  const [folder = ""] = path.split("/");
  return Object.keys(loadedOnDemand).find((chunk) => loadedOnDemand[chunk]?.includes(folder));
}

/** A module with the same functions. Each of them loads the chunk, and from then on they all are the chunk's. */
function writeStandIn(file: string, chunk: string): string {
  const names = readFunctionNames(file);
  return [
    'import { createRequire } from "node:module";',
    ...names.map((name) => `export let ${name} = (...values) => (load(), ${name}(...values));`),
    "function load() {",
    `  const loaded = createRequire(import.meta.url)("./${chunk}.js").${memberName(file)};`,
    ...names.map((name) => `  ${name} = loaded.${name};`),
    "}",
  ].join("\n");
}

function memberName(file: string): string {
  return relative(source, file).replace(/\.ts$/, "").replace(/\W/g, "_");
}

/**
 * The functions that a file exports. What else it exports is left out, since nothing can stand in for a value: importing
 * it is an error of the build, and it belongs into src/knowledge.
 */
function readFunctionNames(file: string): string[] {
  const { statements } = ts.createSourceFile(
    basename(file),
    readFileSync(file, "utf8"),
    ts.ScriptTarget.Latest,
  );
  return statements.flatMap((statement) => {
    if (!ts.canHaveModifiers(statement)) return [];
    const isExported = ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (isExported !== true) return [];
    if (ts.isFunctionDeclaration(statement)) return statement.name?.text ?? [];
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
      ts.isIdentifier(name) && initializer !== undefined && makesFunction(initializer) ? name.text : [],
    );
  });
}

function makesFunction(expression: ts.Expression): boolean {
  const isMemoized =
    ts.isCallExpression(expression) &&
    ts.isIdentifier(expression.expression) &&
    expression.expression.text === "oncePer";
  return isMemoized || ts.isArrowFunction(expression) || ts.isFunctionExpression(expression);
}

const files: FilesOfChunk = new Map(Object.keys(loadedOnDemand).map((chunk) => [chunk, new Set<string>()]));
const plugin: BuildOptions = {
  ...common,
  plugins: [loadOnDemand(files)],
  outdir: "dist",
  chunkNames: "shared-[hash]",
  minifyWhitespace: true,
  minifySyntax: true,
  lineLimit: 200,
};
// The first pass finds what stands in for what.
await build({ ...plugin, entryPoints: ["src/index.ts"], write: false });
await build({
  ...plugin,
  entryPoints: [
    { in: "src/index.ts", out: "index" },
    ...Object.keys(loadedOnDemand).map((chunk) => ({ in: `chunk:${chunk}`, out: chunk })),
  ],
});
await build({
  ...common,
  entryPoints: ["src/cli/bin.ts"],
  chunkNames: "chunks/[name]-[hash]",
  outdir: "dist/cli",
});
