import { ESLint, type Linter } from "eslint";
import ts from "typescript";
import tseslint from "typescript-eslint";
import { describe, expect, test } from "vitest";
import plugin from "../../src/index.js";
import { exampleFolder, exampleNames } from "../support/examples.js";

/** A file of an example after an edit, under a name of its own beside the file, so that it imports the same. */
interface EditedFile {
  readonly path: string;
  readonly original: string;
  readonly text: string;
  /** What was done, for the message of a test that fails. */
  readonly edit: string;
}

describe.each(exampleNames)("examples/%s, with every rule", (name) => {
  test("type-checks as before after `eslint --fix`, and after each suggestion", async () => {
    const folder = exampleFolder(name);
    const edited = (await lint(folder)).flatMap((result) => [...fixAll(result), ...takeSuggestions(result)]);
    expect(edited.length).toBeGreaterThan(0);
    const errorsOf = typeCheck(folder, edited);
    expect(edited.map(({ path, edit }) => ({ edit, errors: errorsOf(path) }))).toEqual(
      edited.map(({ original, edit }) => ({ edit, errors: errorsOf(original) })),
    );
  });
});

/** Lints the code of a project. Nothing is written. */
function lint(folder: string): Promise<ESLint.LintResult[]> {
  const eslint = new ESLint({
    cwd: folder,
    overrideConfigFile: true,
    overrideConfig: [
      { files: ["**/*.ts"], languageOptions: { parser: tseslint.parser } },
      { files: ["**/*.js"], languageOptions: { sourceType: "commonjs" } },
      plugin.configs.strict,
    ],
  });
  return eslint.lintFiles(["."]);
}

/** The file as `eslint --fix` leaves it, if it changes it. */
function fixAll({ filePath, source = "", messages }: ESLint.LintResult): EditedFile[] {
  const fixes = messages.flatMap(({ fix }) => fix ?? []);
  if (fixes.length === 0) return [];
  return [{ ...nameEdit(filePath, "fixed"), edit: "eslint --fix", text: applyEdits(source, fixes) }];
}

/** The file once for each of its suggestions. */
function takeSuggestions({ filePath, source = "", messages }: ESLint.LintResult): EditedFile[] {
  return messages
    .flatMap(({ ruleId, suggestions = [] }) => suggestions.map((suggestion) => ({ ruleId, ...suggestion })))
    .map(({ ruleId, desc, fix }, index) => ({
      ...nameEdit(filePath, `suggested${index}`),
      edit: `${ruleId ?? ""}: ${desc}`,
      text: applyEdits(source, [fix]),
    }));
}

function nameEdit(original: string, name: string): Pick<EditedFile, "original" | "path"> {
  return { original, path: original.replace(/\.(?=\w+$)/, `.${name}.`) };
}

/** Applies edits from the end of a text to its beginning, without those that overlap one that was applied. */
function applyEdits(text: string, edits: readonly NonNullable<Linter.LintMessage["fix"]>[]): string {
  let start = Infinity;
  for (const edit of edits.toSorted((a, b) => b.range[0] - a.range[0])) {
    if (edit.range[1] > start) continue;
    [start] = edit.range;
    text = text.slice(0, start) + edit.text + text.slice(edit.range[1]);
  }
  return text;
}

/**
 * Checks edited files and their originals as the project's tsconfig.json says, all in one program. Gives what `tsc` says
 * of a file, without the places, which edits move.
 */
function typeCheck(folder: string, edited: readonly EditedFile[]): (path: string) => readonly string[] {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(`${folder}/tsconfig.json`, (path) => ts.sys.readFile(path)).config,
    ts.sys,
    folder,
  );
  const texts = new Map(edited.map(({ path, text }) => [path, text]));
  const host = ts.createCompilerHost({ ...options, allowJs: true });
  const { fileExists, getSourceFile } = host;
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  host.getSourceFile = (path, languageVersion, ...rest) => {
    const text = texts.get(path);
    return text === undefined
      ? getSourceFile(path, languageVersion, ...rest)
      : ts.createSourceFile(path, text, languageVersion, true);
  };
  const program = ts.createProgram({
    rootNames: [...new Set(edited.flatMap(({ path, original }) => [original, path]))],
    options: { ...options, allowJs: true },
    host,
  });
  return (path) => {
    const file = program.getSourceFile(path);
    if (file === undefined) throw new Error(`${path} is not part of the program.`);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
      .map(({ code, messageText }) => `TS${code}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`)
      .sort();
  };
}
