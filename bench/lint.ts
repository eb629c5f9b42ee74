import { parse } from "node:path";
import * as parser from "@typescript-eslint/parser";
import { ESLint, type Linter } from "eslint";
import awsLambda from "eslint-plugin-aws-lambda";
import type { SourceFile } from "./corpus.js";

const files = ["**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}"];

const parserConfig: Linter.Config = {
  files,
  languageOptions: { parser, parserOptions: { ecmaFeatures: { jsx: true } } },
};

/**
 * ESLint that parses and traverses, and nothing else: as many rules, which listen for the end of a file and do nothing.
 * Without a single rule ESLint spends about half as long on garbage collection, by `node --trace-gc`: no user runs that.
 */
export function createIdleESLint(names = Object.keys(awsLambda.rules)): ESLint {
  const rule = { create: () => ({ "Program:exit"() {} }) };
  return createESLint([
    parserConfig,
    {
      files,
      plugins: { idle: { rules: Object.fromEntries(names.map((name) => [name, rule])) } },
      rules: Object.fromEntries(names.map((name) => [`idle/${name}`, "error"])),
    },
  ]);
}

/** ESLint with every rule of the plugin: the built one, where the caller brings no other. */
export function createESLintWithRules(
  options: Pick<ESLint.Options, "stats"> = {},
  plugin: typeof awsLambda = awsLambda,
): ESLint {
  return createESLint(
    [parserConfig, plugin.configs.strict, { files, settings: { "aws-lambda": { ignoreTestFiles: false } } }],
    options,
  );
}

/** ESLint with some rules of the plugin. */
export function createESLintWithSome(names: readonly string[]): ESLint {
  return createESLint([
    parserConfig,
    {
      files,
      plugins: { "aws-lambda": awsLambda },
      rules: Object.fromEntries(names.map((name) => [`aws-lambda/${name}`, "error"])),
      settings: { "aws-lambda": { ignoreTestFiles: false } },
    },
  ]);
}

/** The id under which `createESLintWithRule` has its rule. */
export const addedRuleId = "bench/rule";

/** ESLint with a rule that is not part of the plugin. */
export function createESLintWithRule(rule: NonNullable<ESLint.Plugin["rules"]>[string]): ESLint {
  return createESLint([
    parserConfig,
    { files, plugins: { bench: { rules: { rule } } }, rules: { [addedRuleId]: "error" } },
  ]);
}

function createESLint(overrideConfig: Linter.Config[], options: ESLint.Options = {}): ESLint {
  // Inline comments of the linted files would switch on rules that are not here.
  const inline: Linter.Config = {
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: "off" },
  };
  return new ESLint({
    cwd: parse(process.cwd()).root,
    overrideConfigFile: true,
    // Packages are ignored by default, and some of the files to measure are theirs.
    overrideConfig: [{ ignores: ["!**/node_modules/"] }, ...overrideConfig, inline],
    ...options,
  });
}

export async function lint(eslint: ESLint, { path, text }: SourceFile): Promise<ESLint.LintResult> {
  const [result] = await eslint.lintText(text, { filePath: path });
  if (result === undefined) throw new Error(`ESLint ignores ${path}.`);
  return result;
}
