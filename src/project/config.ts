import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { BundleSettings } from "../graph/bundle.js";
import { matchesAnyGlob } from "../rule-kit/globs.js";
import { findSchemaViolations } from "../rule-kit/schema-violations.js";
import type { LambdaSettings } from "../rule-kit/settings.js";
import { configSchema } from "./config-schema.js";
import { InputError, messageOf } from "./input-error.js";
import { parseJson } from "./parse-json.js";

const CONFIG_FILE = "lambda-analyzer.config.json";
const PACKAGE_KEY = "lambda-analyzer";

/** What is said of handlers, by the config file or on the command line. */
export interface HandlerConfig {
  readonly mode?: "unbundled" | "bundled";
  readonly memoryMb?: number;
  readonly budget?: { readonly ms?: number; readonly kb?: number; readonly modules?: number };
  readonly bundle?: BundleSettings;
}

export interface AnalyzerConfig extends HandlerConfig {
  readonly entries?: readonly string[];
  readonly ignore?: readonly string[];
  readonly settings?: Partial<LambdaSettings>;
  readonly overrides?: readonly (HandlerConfig & { readonly files: readonly string[] })[];
}

export interface ConfigReading {
  readonly config: AnalyzerConfig;
  /** Globs in the config are relative to it. */
  readonly directory: string;
}

/**
 * The config of a directory: the file that is named, else lambda-analyzer.config.json, else the key of package.json.
 * Looks in the directory only, so that what a run does is seen where it runs. Throws an `InputError` that names the file
 * and the key for anything that is wrong.
 */
export function readConfig(directory: string, named?: string): ConfigReading {
  if (named !== undefined) {
    const file = resolve(directory, named);
    const text = readIfPresent(file);
    if (text === undefined) throw new InputError(`There is no config file ${named}.`);
    return { config: checkConfig(parseJson(text, named), named), directory: dirname(file) };
  }
  const text = readIfPresent(join(directory, CONFIG_FILE));
  if (text !== undefined)
    return { config: checkConfig(parseJson(text, CONFIG_FILE), CONFIG_FILE), directory };
  return { config: readFromPackage(directory), directory };
}

function readFromPackage(directory: string): AnalyzerConfig {
  const text = readIfPresent(join(directory, "package.json"));
  // A package.json that is damaged is for npm to complain about, unless our key is in it.
  if (text?.includes(`"${PACKAGE_KEY}"`) !== true) return {};
  const value = parseJson(text, "package.json");
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, PACKAGE_KEY)) return {};
  return checkConfig((value as Record<string, unknown>)[PACKAGE_KEY], `package.json: ${PACKAGE_KEY}`);
}

function readIfPresent(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new InputError(`${file} cannot be read: ${messageOf(error)}`);
  }
}

function checkConfig(value: unknown, name: string): AnalyzerConfig {
  const violations = findSchemaViolations(value, configSchema);
  if (violations.length === 0) return value as AnalyzerConfig;
  const problems = violations.map(({ path, problem }) => {
    const key = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("");
    return `${name}: ${key.replace(/^\./, "") || "the config"} ${problem}`;
  });
  throw new InputError(problems.join("\n"));
}

/**
 * What holds for one handler: the config, then the overrides that name it, then `flags`, key by key. Budgets and bundle
 * settings are merged, so that an override states only what differs.
 */
export function configOf(
  file: string,
  { config, directory }: ConfigReading,
  flags: HandlerConfig,
): HandlerConfig {
  const overrides = (config.overrides ?? []).filter(({ files }) => matchesAnyGlob(files, file, directory));
  return [config, ...overrides, flags].reduce<HandlerConfig>(
    (merged, { mode, memoryMb, budget, bundle }) => ({
      ...merged,
      ...(mode !== undefined && { mode }),
      ...(memoryMb !== undefined && { memoryMb }),
      budget: { ...merged.budget, ...budget },
      bundle: { ...merged.bundle, ...bundle },
    }),
    {},
  );
}
