import path from "node:path";
import type { TSESLint } from "@typescript-eslint/utils";
import { readSafely } from "../syntax/set-aside.js";
import { codeFunctionsIn } from "./code-projects.js";
import { workingFolderOf } from "./project-folders.js";
import { isFrameworkCode, mayMakeFunctions, readCodeFunctions } from "./read-code-functions.js";
import { ProgramFiles, keepModule, resolveSource } from "./code/code-files.js";
import { createCodeModule } from "./code/code-module.js";
import type { FunctionConfig } from "./function-config.js";
import { mergeFunctions } from "./merge-functions.js";
import { readText } from "./read-text.js";
import { statFile } from "./stat-file.js";

/** Not what tools write under hidden names, as in `list-sources.ts`: it repeats code that somebody wrote elsewhere. */
const CODE_FILE = /(?:^|[\\/])[^.\\/][^\\/]*\.[cm]?[jt]sx?$/;
const RELATIVE_IMPORT = /\bfrom\s*["'](\.[^"']*)["']/g;
/** A class that is a function, as far as its parent's name tells. */
const FUNCTION_CLASS = /\bextends\s+[\w.]*(?:Function|Lambda|Handler)\b/;

/** Whether a source file can make Lambda functions. Parses nothing. */
export function mayDeclareInCode(text: string, file: string): boolean {
  return CODE_FILE.test(file) && mayMakeFunctions(text, file);
}

/**
 * The functions that infrastructure code of a file makes, each once: what several constructs of one expression have in
 * common is known of it. What the file imports from others of the project is read too. Nothing is executed. Never throws.
 * Other code is told by its text and its name.
 *
 * @param sourceCode of the file, as whoever asks has parsed it
 * @param file absolute path
 */
export function readDeclaredCode(
  sourceCode: Readonly<TSESLint.SourceCode>,
  file: string,
): readonly FunctionConfig[] {
  const { text } = sourceCode;
  const isFramework = CODE_FILE.test(file) && isFrameworkCode(text);
  if (isFramework) keepModule(createCodeModule(file, sourceCode));
  const mayDeclare = mayDeclareInCode(text, file);
  if (!mayDeclare && !(isFramework && importsFunctionClass(text, file))) return [];
  if (isCompiled(file)) return [];
  return readSafely<readonly FunctionConfig[]>([], () => {
    const found = codeFunctionsIn(file, text) ?? (mayDeclare ? readAlone(sourceCode, file) : []);
    const byPlace = new Map<string, FunctionConfig>();
    for (const fn of found) {
      if (fn.place.file !== file) continue;
      // Functions of the Serverless Framework that are declared elsewhere share the place that takes them in.
      const id = fn.framework === "serverless" ? fn.id : "";
      const key = `${fn.place.line}:${fn.place.column} ${id}`;
      const other = byPlace.get(key);
      byPlace.set(key, other === undefined ? fn : mergeFunctions(other, fn));
    }
    return [...byPlace.values()];
  });
}

/** What the compiler wrote lies beside its source, which says the same. */
function isCompiled(file: string): boolean {
  return file.endsWith(".js") && statFile(file.replace(/\.js$/, ".ts"))?.isFile() === true;
}

/** A stack that makes functions by classes of other files says nothing of functions itself. */
function importsFunctionClass(text: string, file: string): boolean {
  return [...text.matchAll(RELATIVE_IMPORT)].some(([, specifier = ""]) => {
    const source = resolveSource(path.resolve(path.dirname(file), specifier));
    const imported = source === undefined ? "" : readText(source);
    return FUNCTION_CLASS.test(imported) && source !== undefined && mayMakeFunctions(imported, source);
  });
}

/** What the file says without those that use it: it has changed since the project was read, or belongs to none. */
function readAlone(sourceCode: Readonly<TSESLint.SourceCode>, file: string): readonly FunctionConfig[] {
  const module = createCodeModule(file, sourceCode);
  const folder = path.isAbsolute(file) ? workingFolderOf(file) : path.dirname(file);
  return readCodeFunctions([module], new ProgramFiles(folder, [module]), false);
}
