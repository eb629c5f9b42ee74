import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import type { BundleSettings } from "../../graph/bundle.js";
import type { GraphProblem } from "../../graph/module-graph.js";
import { messageOf } from "../../project/input-error.js";
import { measureEntry } from "../../weight/measure-entry.js";
import type { ColdMeasurement, Mode } from "./cold-report.js";

export interface HandlerMeasurement {
  readonly measured: Readonly<Partial<Record<Mode, ColdMeasurement>>>;
  /** Why a mode could not be measured. */
  readonly problems: readonly GraphProblem[];
}

export interface MeasureOptions {
  /** How Node.js loads the entry, unbundled. */
  readonly format: "cjs" | "esm";
  readonly bundle?: BundleSettings | undefined;
}

/**
 * EXECUTES a handler's file, in child processes with a time limit: as it is, and as a bundle. What is written in
 * TypeScript is compiled first, the project's files into one, with packages left where they are.
 */
export async function measureHandler(
  entry: string,
  { format, bundle = {} }: MeasureOptions,
): Promise<HandlerMeasurement> {
  const folder = createFolder(entry);
  const measured: Partial<Record<Mode, ColdMeasurement>> = {};
  const problems: GraphProblem[] = [];
  const modes = [
    { mode: "unbundled", format, settings: { packages: "external" } },
    { mode: "bundled", format: bundle.format ?? "cjs", settings: toBuildOptions(bundle) },
  ] as const;
  try {
    for (const { mode, format: loaded, settings } of modes) {
      const file = join(folder, `${mode}${loaded === "esm" ? ".mjs" : ".cjs"}`);
      try {
        const isReady = mode === "unbundled" && !/tsx?$/.test(extname(entry));
        if (!isReady) await compile(entry, file, { format: loaded, ...settings });
        const {
          initMs,
          runs,
          problems: reasons,
        } = await measureEntry(isReady ? entry : file, { format: loaded });
        if (initMs !== undefined) measured[mode] = { initMs, runs };
        problems.push(...reasons.map((reason) => describe(entry, mode, reason.replaceAll(file, entry))));
      } catch (error) {
        problems.push(describe(entry, mode, reasonOf(error)));
      }
    }
    return { measured, problems };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Below the nearest node_modules, so that packages are found from there as they are from the entry. */
function createFolder(entry: string): string {
  let directory = dirname(entry);
  while (!existsSync(join(directory, "node_modules")) && dirname(directory) !== directory)
    directory = dirname(directory);
  const base = existsSync(join(directory, "node_modules")) ? join(directory, "node_modules") : dirname(entry);
  const parent = join(base, ".cache", "eslint-plugin-aws-lambda");
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(join(parent, "measure-"));
}

/** What the estimated bundle is made with: the runtime ships the SDK when nothing else is said. */
function toBuildOptions({
  minify = false,
  external = ["@aws-sdk/*", "@smithy/*"],
  conditions,
  mainFields,
  target = "node20",
}: BundleSettings) {
  return {
    minify,
    target,
    external: [...external],
    ...(conditions !== undefined && { conditions: [...conditions] }),
    ...(mainFields !== undefined && { mainFields: [...mainFields] }),
  };
}

async function compile(entry: string, outfile: string, settings: object): Promise<void> {
  const { build } = await import("esbuild");
  await build({
    absWorkingDir: dirname(entry),
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    logLevel: "silent",
    loader: { ".node": "copy" },
    ...settings,
  });
}

/** Of a bundler's failure the first error: its own message only counts them. */
function reasonOf(error: unknown): string {
  const { errors: [first] = [] } = error as { readonly errors?: readonly { readonly text: string }[] };
  return first?.text ?? messageOf(error);
}

function describe(entry: string, mode: Mode, reason: string): GraphProblem {
  return { file: entry, importer: undefined, message: `It could not be measured ${mode}: ${reason}` };
}
