import { onlyValue, possibleValues } from "../functions/config-value.js";
import type { Bundle, FunctionConfig } from "../functions/function-config.js";
import { functionsOfFile } from "../functions/functions-of-file.js";
import type { BundleSettings } from "../graph/bundle.js";
import type { HandlerConfig } from "./config.js";

/** What templates and infrastructure code say of the functions that run a handler's file, as far as they agree. */
export interface ConfiguredSetup extends Pick<HandlerConfig, "mode" | "bundle"> {
  /** Their names in the configuration, in alphabetical order, each once. */
  readonly functions: readonly string[];
  /** Of the function that has the least; undefined where it is not known of one of them. */
  readonly memoryMb: number | undefined;
}

/**
 * Reads what is configured for a handler's file. Undefined where no configuration names it. Never throws.
 *
 * @param file absolute path
 */
export function readConfiguredSetup(file: string): ConfiguredSetup | undefined {
  const functions = functionsOfFile(file);
  if (functions.length === 0) return undefined;
  const bundle = bundleOf(functions);
  return {
    functions: [...new Set(functions.map(({ id }) => id))].sort(),
    memoryMb: leastMemory(functions),
    ...(bundle !== undefined && { mode: bundle.tool === "none" ? "unbundled" : "bundled" }),
    ...(bundle?.tool === "esbuild" && { bundle: settingsOf(bundle) }),
  };
}

function leastMemory(functions: readonly FunctionConfig[]): number | undefined {
  const sizes = functions.map(({ memoryMb }) => possibleValues(memoryMb));
  const known = sizes.filter((size) => size !== undefined);
  return known.length === sizes.length ? Math.min(...known.flat()) : undefined;
}

/** How the functions are built, where all are in the same way, and the tool makes one file of them or none. */
function bundleOf(functions: readonly FunctionConfig[]): Bundle | undefined {
  const [first, ...others] = functions.map(({ bundle }) => bundle);
  if (first === undefined || first.tool === "other") return undefined;
  const isSame = (other: Bundle | undefined): boolean =>
    other?.tool === first.tool && JSON.stringify(settingsOf(other)) === JSON.stringify(settingsOf(first));
  return others.every(isSame) ? first : undefined;
}

/** What is known of it in esbuild's words; the rest is left to the defaults. */
function settingsOf({ format, minify, external }: Bundle): BundleSettings {
  const name = onlyValue(format);
  const isMinified = onlyValue(minify);
  return {
    ...((name === "cjs" || name === "esm") && { format: name }),
    ...(isMinified !== undefined && { minify: isMinified }),
    ...(external !== undefined && { external }),
  };
}
