import * as tsParser from "@typescript-eslint/parser";
import type { TSESLint } from "@typescript-eslint/utils";
import { Linter } from "eslint";
import * as espree from "espree";
import type { LambdaRule } from "../../src/rule-kit/create-rule.js";
import { templateLanguage } from "../../src/template-language/template-language.js";

export interface LintInput {
  readonly code: string;
  readonly filename: string;
  /** Where relative names start, and what the globs of settings are relative to. */
  readonly cwd?: string;
  readonly options?: readonly unknown[];
  readonly settings?: Readonly<Record<string, unknown>>;
}

export interface LintResult {
  readonly messages: Linter.LintMessage[];
  /** The text of every comment, in order. Empty when the text does not parse. */
  readonly comments: readonly string[];
}

const linters = new Map<string | undefined, Linter>();

/** Lints a text with rules of this plugin, each of them an error, as ESLint itself would. */
export function lintText(
  rules: Readonly<Record<string, LambdaRule>>,
  { code, filename, cwd, options = [], settings = {} }: LintInput,
): LintResult {
  const linter = linters.get(cwd) ?? new Linter(cwd === undefined ? {} : { cwd });
  linters.set(cwd, linter);
  const messages = linter.verify(
    code,
    {
      files: ["**"],
      plugins: { "aws-lambda": { rules, languages: { template: templateLanguage } } },
      ...(isTemplate(filename)
        ? { language: "aws-lambda/template" }
        : { languageOptions: buildLanguageOptions(code, filename) }),
      settings,
      rules: Object.fromEntries(
        Object.keys(rules).map((name) => [`aws-lambda/${name}`, ["error", ...options]]),
      ),
    } as unknown as Linter.Config,
    { filename },
  );
  const hasParsed = !messages.some((message) => message.fatal);
  return { messages, comments: hasParsed ? collectComments(linter, code, filename) : [] };
}

function collectComments(linter: Linter, code: string, filename: string): readonly string[] {
  if (isTemplate(filename)) return code.match(/(?<=^|\s)#.*/gm) ?? [];
  return linter
    .getSourceCode()
    .getAllComments()
    .map(({ value }) => value);
}

/** True for what the plugin's own language reads, by its ending. */
export function isTemplate(filename: string): boolean {
  return /\.(?:ya?ml|json|template)$/.test(filename);
}

/**
 * The parser that a project would use for a file of this name: typescript-eslint's for TypeScript, ESLint's own for
 * JavaScript. A `.js` file is CommonJS unless it says `import` or `export`.
 */
export function buildLanguageOptions(code: string, filename: string) {
  const isTypeScript = /\.[cm]?tsx?$/.test(filename);
  const isCommonJs = /\.jsx?$/.test(filename)
    ? !/^(?:import|export)\b/m.test(code)
    : filename.endsWith(".cjs");
  const sourceType = isCommonJs ? ("commonjs" as const) : ("module" as const);
  return {
    parser: (isTypeScript ? tsParser : espree) as unknown as TSESLint.Parser.LooseParserModule,
    ecmaVersion: "latest" as const,
    sourceType,
    parserOptions: { sourceType, ecmaFeatures: { jsx: /x$/.test(filename) } },
  };
}
