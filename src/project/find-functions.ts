import { dirname, resolve } from "node:path";
import { codeFunctionsOfProject } from "../functions/code-projects.js";
import { isProjectFile } from "../functions/project-folders.js";
import { findTemplateProblem } from "../functions/declared-functions.js";
import { onlyValue } from "../functions/config-value.js";
import type { FunctionConfig } from "../functions/function-config.js";
import { functionsInTemplate, functionsOfFile, isConfigFile } from "../functions/functions-of-file.js";
import { matchesAnyGlob } from "../rule-kit/globs.js";
import { statFile } from "../functions/stat-file.js";
import type { ConfigReading } from "./config.js";
import type { FileProblem } from "./find-handlers.js";
import { walkFiles } from "./walk-files.js";

export interface FunctionSearchOptions {
  /** Arguments are relative to it. */
  readonly directory: string;
  readonly config: ConfigReading;
}

export interface FunctionsFound {
  /** In the order of files and lines. */
  readonly functions: readonly FunctionConfig[];
  /** Templates that mention functions and cannot be parsed to the end. */
  readonly problems: readonly FileProblem[];
}

/**
 * The functions that the project's configuration declares, in templates and in code: in the files and directories that the
 * arguments name, or below the working directory where there are none; of a source file, those whose handler it has.
 */
export async function findFunctions(
  args: readonly string[],
  { directory, config: { config, directory: configDirectory } }: FunctionSearchOptions,
): Promise<FunctionsFound> {
  const roots = args.length === 0 ? [directory] : args.map((arg) => resolve(directory, arg));
  const files = new Set<string>();
  const functions = new Map<string, FunctionConfig>();
  const problems: FileProblem[] = [];
  const add = (config: FunctionConfig): void => {
    // One expression can make several functions, with handlers of their own.
    const { place, id, handler } = config;
    const key = [place.file, place.line, id, handler.file, handler.exportName, onlyValue(handler.raw)];
    functions.set(JSON.stringify(key), config);
  };
  for (const root of roots) {
    if (statFile(root)?.isDirectory() === true)
      for (const file of await walkFiles(root, (name) => isConfigFile(name) || isProjectFile(name)))
        files.add(file);
    else if (isConfigFile(root)) files.add(root);
    else functionsOfFile(root).forEach(add);
  }
  const ignore = config.ignore ?? [];
  for (const file of files) {
    if (matchesAnyGlob(ignore, file, configDirectory)) continue;
    if (isProjectFile(file)) codeFunctionsOfProject(dirname(file)).forEach(add);
    else {
      const declared = functionsInTemplate(file);
      declared.forEach(add);
      const found = findTemplateProblem(file, declared.length > 0);
      if (found !== undefined) problems.push({ file, line: found.place.line, message: found.problem });
    }
  }
  return { functions: [...functions.values()].sort(byPlace), problems };
}

function byPlace({ place: a }: FunctionConfig, { place: b }: FunctionConfig): number {
  return a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1;
}
