import { createRequire, isBuiltin } from "node:module";
import { dirname, resolve } from "node:path";
import type { BuildFailure, BuildOptions, Message, Metafile } from "esbuild";
import { analyzeSource } from "./evaluate/analyze-source.js";
import type { Bundle, BundleInput, BundleSettings } from "./bundle.js";
import type { GraphProblem } from "./module-graph.js";
import { noFacts } from "./read-module.js";
import { realPathOf } from "./resolve-module.js";
import { readBundleFacts } from "./bundle-facts.js";
import { scanSource } from "./scan/scan-source.js";

const require = createRequire(import.meta.url);

/** What CDK and SAM give esbuild when nothing else is said: the runtime ships the SDK. */
const defaultSettings = {
  format: "cjs",
  minify: false,
  external: ["@aws-sdk/*", "@smithy/*"],
  target: "node20",
} as const satisfies BundleSettings;

/**
 * What esbuild keeps of a handler and its imports, written nowhere. Never rejects: what esbuild objects to is in
 * `problems`, and then the bundle is empty.
 */
export async function bundle(entry: string, settings: BundleSettings = {}): Promise<Bundle> {
  const path = realPathOf(entry);
  const { build } = require("esbuild") as typeof import("esbuild");
  try {
    const result = await build(optionsFor(path, { ...settings, minify: false }));
    const text = result.outputFiles[0]?.text ?? "";
    const minified =
      settings.minify === true ? await build({ ...optionsFor(path, settings), metafile: false }) : undefined;
    const bytes = (minified ?? result).outputFiles[0]?.contents.byteLength ?? 0;
    return describe(path, result.metafile, text, bytes, result.warnings);
  } catch (error) {
    return { ...emptyBundle(path), problems: problemsOf(path, error) };
  }
}

/** Bundles of many entries, a few at a time. */
export async function bundleAll(
  entries: readonly { readonly entry: string; readonly settings?: BundleSettings }[],
  concurrency = 2,
): Promise<readonly Bundle[]> {
  const bundles: Bundle[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < entries.length; index = next++) {
      const due = entries[index];
      if (due !== undefined) bundles[index] = await bundle(due.entry, due.settings);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return bundles;
}

type Options = BuildOptions & { readonly metafile: true; readonly write: false };

function optionsFor(entry: string, settings: BundleSettings): Options {
  const { format, minify, external, conditions, mainFields, target } = { ...defaultSettings, ...settings };
  return {
    absWorkingDir: dirname(entry),
    entryPoints: [entry],
    bundle: true,
    platform: "node",
    write: false,
    metafile: true,
    outfile: "bundle.js",
    logLevel: "silent",
    legalComments: "none",
    loader: { ".node": "empty" },
    format,
    minify,
    target,
    external: [...external],
    ...(conditions && { conditions: [...conditions] }),
    ...(mainFields && { mainFields: [...mainFields] }),
  };
}

function describe(
  entry: string,
  { inputs, outputs }: Metafile,
  text: string,
  bytes: number,
  warnings: readonly Message[],
): Bundle {
  const folder = dirname(entry);
  const [output] = Object.values(outputs);
  const kept = new Map<string, BundleInput>();
  for (const [name, { bytesInOutput }] of Object.entries(output?.inputs ?? {})) {
    const imports = (inputs[name]?.imports ?? [])
      .filter(({ external }) => external !== true)
      .map(({ path, original }) => ({ specifier: original ?? path, target: resolve(folder, path) }));
    kept.set(resolve(folder, name), { bytesInOutput, imports });
  }
  const { facts } = readBundleFacts(text);
  return {
    entry,
    facts,
    bytes,
    inputs: kept,
    builtins: builtinsOf(entry, text),
    externals: [
      ...new Set((output?.imports ?? []).map(({ path }) => path).filter((path) => !isBuiltin(path))),
    ],
    problems: warnings.map((warning) => problemOf(entry, warning)),
  };
}

/** What the output loads of Node.js at init; all that it names where that takes too long to follow. */
function builtinsOf(path: string, text: string): readonly string[] {
  const { loads, hasModuleSyntax } = scanSource(Buffer.from(text));
  const format = hasModuleSyntax ? "module" : "commonjs";
  const analysis = analyzeSource({
    path,
    text,
    format,
    canResolve: () => true,
    pathOf: () => undefined,
    findAddon: () => [],
    listFolder: () => undefined,
    names: [],
  });
  const declared = loads.filter(({ kind }) => kind === "import" || analysis?.isComplete !== true);
  const specifiers = [...declared, ...(analysis?.init.loads ?? [])].map(({ specifier }) => specifier);
  return [
    ...new Set(
      specifiers.filter((name) => isBuiltin(name)).map((name) => `node:${name.replace(/^node:/, "")}`),
    ),
  ];
}

function emptyBundle(entry: string): Bundle {
  return { entry, facts: noFacts, bytes: 0, inputs: new Map(), builtins: [], externals: [], problems: [] };
}

function problemsOf(entry: string, error: unknown): readonly GraphProblem[] {
  const { errors = [] } = error as Partial<BuildFailure>;
  if (errors.length > 0) return errors.map((message) => problemOf(entry, message));
  return [{ file: entry, importer: undefined, message: `${entry} cannot be bundled (${String(error)})` }];
}

function problemOf(entry: string, { text, location }: Message): GraphProblem {
  const importer = location === null ? undefined : resolve(dirname(entry), location.file);
  const specifier = /^Could not resolve "(.+)"$/.exec(text)?.[1];
  const place = location === null ? "" : ` (line ${location.line})`;
  return { file: specifier ?? importer ?? entry, importer, message: `${text}${place}` };
}
