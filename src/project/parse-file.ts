import path from "node:path";
import type { TSESLint } from "@typescript-eslint/utils";
import type { Linter } from "eslint";
import type { LambdaModel } from "../lambda/model.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { pluginNamespace } from "../rule-kit/package-info.js";
import type { LambdaSettings } from "../rule-kit/settings.js";

export interface ParsedFile {
  readonly lambda: LambdaModel;
  readonly sourceCode: Readonly<TSESLint.SourceCode>;
}

/** The parsed file with its Lambda model, or why and where it does not parse. */
export type FileParsing = ParsedFile | { readonly problem: string; readonly line: number };

/** Parses files as ESLint does, so that the analyzer and the rules see the same. */
export type ParseFile = (file: string, text: string) => FileParsing;

/**
 * Loads ESLint and typescript-eslint's parser, which takes about half a second: call it when there is a file to parse.
 * Globs in the settings are relative to `directory`.
 */
export async function createParseFile(
  directory: string,
  settings: Partial<LambdaSettings>,
): Promise<ParseFile> {
  const [{ Linter: ESLintLinter }, parser] = await Promise.all([
    import("eslint"),
    import("@typescript-eslint/parser"),
  ]);
  const linter = new ESLintLinter({ cwd: directory });
  // ESLint has no configuration for files outside its directory: `lambda-analyzer facts ../other-project`.
  const linterFor = (file: string): Linter =>
    isWithin(file, directory) ? linter : new ESLintLinter({ cwd: path.parse(file).root });
  return (file, text) => {
    let parsed: ParsedFile | undefined;
    const capture = {
      create(context: TSESLint.RuleContext<string, readonly unknown[]>) {
        parsed = { lambda: getLambda(context), sourceCode: context.sourceCode };
        return {};
      },
    };
    const config = {
      files: ["**"],
      linterOptions: { noInlineConfig: true },
      languageOptions: languageOptions(parser, file, text),
      plugins: { analyzer: { rules: { capture } } },
      rules: { "analyzer/capture": "error" },
      settings: { [pluginNamespace]: settings },
    };
    const [message] = linterFor(file).verify(text, [config as unknown as Linter.Config], { filename: file });
    return parsed ?? { problem: message?.message ?? "It cannot be parsed.", line: message?.line ?? 1 };
  };
}

function isWithin(file: string, directory: string): boolean {
  const relative = path.relative(directory, file);
  return !relative.startsWith("..") && !path.isAbsolute(relative);
}

/** A `.js` file that says neither `import` nor `export` is CommonJS. Only `.ts`, `.mts` and `.cts` cannot hold JSX. */
function languageOptions(parser: unknown, file: string, text: string) {
  const isCommonJs = /\.jsx?$/.test(file) ? !/^\s*(?:import|export)\b/m.test(text) : file.endsWith(".cjs");
  const sourceType = isCommonJs ? "commonjs" : "module";
  const jsx = !/\.[cm]?ts$/.test(file);
  return { parser, ecmaVersion: "latest", sourceType, parserOptions: { sourceType, ecmaFeatures: { jsx } } };
}
