import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("../../", import.meta.url));

const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ["lib.es2023.d.ts"],
  module: ts.ModuleKind.Preserve,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  // Scripts would share one global scope, and then the names of one case would clash with those of another.
  moduleDetection: ts.ModuleDetectionKind.Force,
  types: ["node", "aws-lambda"],
  jsx: ts.JsxEmit.Preserve,
  strict: true,
  noUnusedLocals: true,
  allowJs: true,
  checkJs: true,
  noEmit: true,
  skipLibCheck: true,
};

/**
 * The index of aws-cdk-lib brings the types of all its services, more than all other libraries together. Texts that name
 * none by it (`aws_lambda`) see what else it exports, which is its core.
 */
const withCoreOfCdk: ts.CompilerOptions = {
  ...compilerOptions,
  paths: { "aws-cdk-lib": [`${root}node_modules/aws-cdk-lib/core/index.d.ts`] },
};

export interface SourceText {
  readonly code: string;
  /** As a case of a rule test names it (`src/handler.ts`). Several texts may have the same name. */
  readonly filename: string;
}

/** The files of libraries, read once for all programs: they never change, and neither does how they are parsed. */
const libraryFiles = new Map<string, ts.SourceFile | undefined>();
const resolutions = new Map(
  [compilerOptions, withCoreOfCdk].map((options) => [
    options,
    ts.createModuleResolutionCache(root, (name) => name, options),
  ]),
);

/**
 * Type-checks texts against the types that are installed in node_modules, all in one program, because most of the time
 * goes into the libraries. The texts do not see each other. JavaScript is checked too, but may have an implicit `any`.
 *
 * @returns what TypeScript says of each text, in the texts' order: `TS2304: Cannot find name 'x'.`
 */
export function typeCheck(texts: readonly SourceText[]): string[][] {
  const codeByPath = new Map(
    texts.map(({ code, filename }, index) => [`${root}tests/checked/${index}/${filename}`, code]),
  );
  const options = texts.some(({ code }) => /\baws_[a-z]/.test(code)) ? compilerOptions : withCoreOfCdk;
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (path) => codeByPath.has(path) || fileExists(path);
  host.readFile = (path) => codeByPath.get(path) ?? readFile(path);
  host.getModuleResolutionCache = () => resolutions.get(options);
  host.getSourceFile = (path, languageVersion, ...rest) => {
    const code = codeByPath.get(path);
    if (code !== undefined) return ts.createSourceFile(path, code, languageVersion, true);
    if (!libraryFiles.has(path)) libraryFiles.set(path, getSourceFile(path, languageVersion, ...rest));
    return libraryFiles.get(path);
  };
  const paths = [...codeByPath.keys()];
  const program = ts.createProgram({ rootNames: paths, options, host });
  return paths.map((path) => {
    const sourceFile = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(sourceFile), ...program.getSemanticDiagnostics(sourceFile)]
      .filter(({ code }) => !(isImplicitAny(code) && /\.[cm]?jsx?$/.test(path)))
      .map(({ code, messageText }) => `TS${code}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`);
  });
}

/** JavaScript has nowhere to write the type that these diagnostics ask for. */
function isImplicitAny(code: number): boolean {
  return code >= 7005 && code <= 7053;
}
