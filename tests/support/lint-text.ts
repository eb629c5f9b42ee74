import * as tsParser from "@typescript-eslint/parser";
import type { TSESLint } from "@typescript-eslint/utils";
import { Linter } from "eslint";
import * as espree from "espree";
import type { LambdaRule } from "../../src/rule-kit/create-rule.js";

export interface LintInput {
  readonly code: string;
  readonly filename: string;
  readonly options?: readonly unknown[];
  readonly settings?: Readonly<Record<string, unknown>>;
}

export interface LintResult {
  readonly messages: Linter.LintMessage[];
  /** The text of every comment, in order. Empty when the text does not parse. */
  readonly comments: readonly string[];
}

const linter = new Linter();

/** Lints a text with rules of this plugin, each of them an error, as ESLint itself would. */
export function lintText(
  rules: Readonly<Record<string, LambdaRule>>,
  { code, filename, options = [], settings = {} }: LintInput,
): LintResult {
  const messages = linter.verify(
    code,
    {
      files: ["**"],
      plugins: { "aws-lambda": { rules } },
      languageOptions: buildLanguageOptions(code, filename),
      settings,
      rules: Object.fromEntries(
        Object.keys(rules).map((name) => [`aws-lambda/${name}`, ["error", ...options]]),
      ),
    } as unknown as Linter.Config,
    { filename },
  );
  const hasParsed = !messages.some((message) => message.fatal);
  return {
    messages,
    comments: hasParsed
      ? linter
          .getSourceCode()
          .getAllComments()
          .map(({ value }) => value)
      : [],
  };
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
