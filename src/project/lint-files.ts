import { isAbsolute, parse, relative, resolve } from "node:path";
import type { ESLint, Linter } from "eslint";
import { sourceFilePattern } from "../callers/walk-sources.js";
import { functionsInTemplate, isConfigFile } from "../functions/functions-of-file.js";
import { statFile } from "../functions/stat-file.js";
import { isTestFile } from "../rule-kit/file-settings.js";
import { matchesAnyGlob } from "../rule-kit/globs.js";
import { pluginNamespace } from "../rule-kit/package-info.js";
import { defaultSettings } from "../rule-kit/settings.js";
import type { ConfigReading } from "./config.js";
import { globFiles, isGlob } from "./find-entries.js";
import type { FileProblem } from "./find-handlers.js";
import type { FunctionSearchOptions } from "./find-functions.js";
import { messageOf } from "./input-error.js";
import { readSource } from "./read-source.js";
import { walkFiles } from "./walk-files.js";

/** Source files and templates, absolute, in alphabetical order. */
export interface LintableFiles {
  /** Without tests, where the settings leave them alone. */
  readonly linted: readonly string[];
  readonly tests: readonly string[];
}

/** The files that rules have something to say of, in what the arguments name, or below the working directory. */
export async function findLintableFiles(
  args: readonly string[],
  { directory, config: { config, directory: configDirectory } }: FunctionSearchOptions,
): Promise<LintableFiles> {
  const ignore = config.ignore ?? [];
  const all = await Promise.all(
    (args.length === 0 ? [directory] : args).map(async (arg) => {
      const path = resolve(directory, arg);
      const stats = statFile(path);
      if (stats?.isDirectory() === true)
        return walkFiles(path, (name) => sourceFilePattern.test(name) || isConfigFile(name));
      return stats === undefined && isGlob(arg) ? globFiles([arg], directory, ignore) : [path];
    }),
  );
  const files = [...new Set(all.flat())]
    .filter((file) => !matchesAnyGlob(ignore, file, configDirectory))
    .sort();
  const settings = { ...defaultSettings, ...config.settings };
  const isTest = (file: string): boolean =>
    sourceFilePattern.test(file) && isTestFile(settings, file, directory);
  return {
    linted: files.filter((file) => !settings.ignoreTestFiles || !isTest(file)),
    tests: files.filter(isTest),
  };
}

/** What a rule of the plugin found. */
export interface RuleFinding {
  /** Absolute. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Without the plugin's namespace. */
  readonly rule: string;
  readonly message: string;
}

export interface LintOptions {
  /** Globs in the settings are relative to it. */
  readonly directory: string;
  readonly config: ConfigReading;
  /** The plugin as users have it. */
  readonly plugin: {
    readonly configs: { readonly strict: Linter.Config; readonly "templates-strict": Linter.Config };
  };
  readonly onFile?: (done: number, total: number) => void;
}

export interface FilesLinted {
  /** In the order of the files. */
  readonly findings: readonly RuleFinding[];
  /** Files that could not be read or parsed. */
  readonly problems: readonly FileProblem[];
}

/**
 * Runs every rule over source files and templates, whatever the project's own ESLint config says: it may leave rules out.
 * Comments that disable a rule hold, since somebody has decided there. Loads ESLint.
 */
export async function lintFiles(
  files: readonly string[],
  { directory, config: { config }, plugin, onFile }: LintOptions,
): Promise<FilesLinted> {
  const [{ ESLint: Linting }, parser] = await Promise.all([
    import("eslint"),
    import("@typescript-eslint/parser"),
  ]);
  const create = (cwd: string): ESLint =>
    new Linting({
      cwd,
      overrideConfigFile: true,
      overrideConfig: configsFor(plugin, parser, config.settings ?? {}),
    });
  const within = create(directory);
  // ESLint has no configuration for files outside its directory: `lambda-analyzer checklist ../other-project`.
  let outside: ESLint | undefined;
  const findings: RuleFinding[] = [];
  const problems: FileProblem[] = [];
  for (const [index, file] of files.entries()) {
    onFile?.(index, files.length);
    if (isConfigFile(file) && functionsInTemplate(file).length === 0) continue;
    const reading = readSource(file);
    // What is too large or binary is not source, whatever its ending.
    if ("problem" in reading) continue;
    const eslint = isWithin(file, directory) ? within : (outside ??= create(parse(file).root));
    try {
      const [result] = await eslint.lintText(reading.text, { filePath: file });
      for (const { ruleId, line, message, fatal } of result?.messages ?? []) {
        const rule = ruleId?.startsWith(NAMESPACE) === true ? ruleId.slice(NAMESPACE.length) : undefined;
        if (rule !== undefined) findings.push({ file, line, rule, message });
        else if (fatal === true) problems.push({ file, line, message });
      }
    } catch (error) {
      // A rule that fails on one file costs the others nothing.
      problems.push({ file, line: undefined, message: `It could not be linted: ${messageOf(error)}` });
    }
  }
  return { findings, problems };
}

const NAMESPACE = `${pluginNamespace}/`;
const CODE = ["**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}"];
/** A template may have any name: only those that declare functions are linted. */
const TEMPLATES = ["**/*.{yaml,yml,json,template}"];

function configsFor(
  { configs }: LintOptions["plugin"],
  parser: Linter.Parser,
  settings: NonNullable<ConfigReading["config"]["settings"]>,
): Linter.Config[] {
  return [
    {
      files: CODE,
      languageOptions: { parser, parserOptions: { ecmaFeatures: { jsx: true } } },
    },
    { ...configs.strict, files: CODE },
    { ...configs["templates-strict"], files: TEMPLATES, ignores: [] },
    {
      linterOptions: { reportUnusedDisableDirectives: "off" },
      settings: { [pluginNamespace]: settings },
    },
  ];
}

function isWithin(file: string, directory: string): boolean {
  const path = relative(directory, file);
  return !path.startsWith("..") && !isAbsolute(path);
}
