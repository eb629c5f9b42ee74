/**
 * A program that is sent a list of files, lints them with every rule at once and sends back a `SweepResult`. A process of
 * its own, so that it has the memory and the stack that ESLint has.
 */
import * as tsParser from "@typescript-eslint/parser";
import { Linter } from "eslint";
import { readFileSync } from "node:fs";
import plugin from "../../src/index.js";

export interface SweepResult {
  readonly linted: number;
  /** Files that are no JavaScript or TypeScript after all: templates, syntax that is no standard yet. */
  readonly unparsable: readonly string[];
  /** What a rule threw, file by file. */
  readonly crashes: readonly string[];
  /** Time that ESLint spent in the rules, and in all, in ms. */
  readonly rulesMs: number;
  readonly totalMs: number;
  /** The file in which the rules took longest. */
  readonly slowest: { readonly file: string; readonly rulesMs: number };
}

const linter = new Linter();

/** Every exported function is taken for a handler and no file for a test, so that the rules have work in each file. */
const settings = { "aws-lambda": { handlerFiles: ["**"], ignoreTestFiles: false } };

const options: Linter.FixOptions & { stats: true } = {
  filename: "src/handler.js",
  allowInlineConfig: false,
  fix: false,
  stats: true,
};

function sweep(files: readonly string[]): SweepResult {
  const unparsable: string[] = [];
  const crashes: string[] = [];
  let [rulesMs, totalMs] = [0, 0];
  let slowest = { file: "", rulesMs: 0 };
  for (const file of files) {
    try {
      if (!lint(file)) unparsable.push(file);
    } catch (error) {
      crashes.push(`${file}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      continue;
    }
    const pass = linter.getTimes().passes.at(-1);
    const fileRulesMs = Object.values(pass?.rules ?? {}).reduce((sum, { total }) => sum + total, 0);
    rulesMs += fileRulesMs;
    totalMs += pass?.total ?? 0;
    if (fileRulesMs > slowest.rulesMs) slowest = { file, rulesMs: fileRulesMs };
  }
  return { linted: files.length, unparsable, crashes, rulesMs, totalMs, slowest };
}

/** @returns whether the file parses, as a module or as a script */
function lint(file: string): boolean {
  const code = readFileSync(file, "utf8");
  const isTypeScript = /\.[cm]?tsx?$/.test(file);
  const looksLikeModule = /^\s*(?:import|export)\b/m.test(code);
  const sourceTypes: Linter.SourceType[] = isTypeScript ? ["module"] : ["commonjs", "module"];
  if (looksLikeModule) sourceTypes.reverse();
  return sourceTypes.some((sourceType) => {
    const config = {
      files: ["**"],
      plugins: { "aws-lambda": plugin },
      languageOptions: { sourceType, ...(isTypeScript && { parser: tsParser }) },
      settings,
      rules: Object.fromEntries(Object.keys(plugin.rules).map((name) => [`aws-lambda/${name}`, "error"])),
    } satisfies Linter.Config;
    // Of the two methods that lint, only this one takes `stats`. Nothing is fixed.
    const { messages } = linter.verifyAndFix(code, config, options);
    return !messages.some(({ fatal }) => fatal);
  });
}

process.once("message", (files: readonly string[]) => {
  process.send?.(sweep(files), () => {
    process.disconnect();
  });
});
