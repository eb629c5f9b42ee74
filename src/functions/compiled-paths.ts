import path from "node:path";
import { wordsOfApp } from "./cdk/app-command.js";
import { isListed } from "./list-folder.js";
import { readText } from "./read-text.js";
import { statFile } from "./stat-file.js";

/** How far above a compiled file the tsconfig.json is looked for that says where its source is. */
const MAX_LEVELS = 6;

/** Absolute paths of what the compiler writes to, and of the folders that it may have the sources of it from. */
interface CompilerFolders {
  readonly output: string;
  readonly roots: readonly string[];
}

/** Where TypeScript has the source of a file that it wrote, without ending: what the nearest tsconfig.json says of `outDir`. */
export function sourcesOfCompiled(file: string): readonly string[] {
  for (
    let folder = path.dirname(file), level = 0;
    level < MAX_LEVELS;
    folder = path.dirname(folder), level++
  ) {
    const compiler = readCompilerFolders(folder);
    if (compiler === undefined) continue;
    const below = path.relative(compiler.output, file);
    if (below.startsWith("..") || path.isAbsolute(below)) return [];
    return compiler.roots.map((root) => path.join(root, below));
  }
  return [];
}

/**
 * What a path can be that code of an app has put together: as from its source, and as from the file that the compiler wrote,
 * where the app runs those. `__dirname` has another depth there.
 *
 * @param workingFolder with the `cdk.json` that says what is run
 */
export function pathsInApp(file: string, workingFolder: string): readonly string[] {
  if (statFile(file) !== undefined) return [file];
  const compiler = readCompilerFolders(workingFolder);
  if (compiler === undefined) return [file];
  const below = path.relative(workingFolder, compiler.output).split(path.sep).join("/");
  const isCompiled = wordsOfApp(workingFolder).some((word) =>
    word.replace(/^\.\//, "").startsWith(`${below}/`),
  );
  return isCompiled
    ? [file, ...compiler.roots.map((root) => path.resolve(compiler.output, path.relative(root, file)))]
    : [file];
}

/** `outDir` and `rootDir` of a tsconfig.json, read as text: comments are allowed there, and nothing else is of interest. */
function readCompilerFolders(folder: string): CompilerFolders | undefined {
  const file = path.join(folder, "tsconfig.json");
  if (!isListed(file)) return undefined;
  const text = readText(file).replace(/^\s*\/\/.*$/gm, "");
  const output = /"outDir"\s*:\s*"([^"]+)"/.exec(text)?.[1];
  if (output === undefined) return undefined;
  const root = /"rootDir"\s*:\s*"([^"]+)"/.exec(text)?.[1];
  const roots = root === undefined ? [folder, path.join(folder, "src")] : [path.resolve(folder, root)];
  return { output: path.resolve(folder, output), roots };
}
