import { readdirSync, statSync, type Dirent } from "node:fs";
import { join } from "node:path";
import { generatedDirectories, sourceFilePattern } from "../callers/walk-sources.js";
import { IgnoreRules } from "./ignore-rules.js";

/**
 * The source files below a directory, in alphabetical order, as absolute paths. Left out is what `.gitignore` files name,
 * what tools generate, and everything in a directory whose name begins with a dot. Links to directories are not
 * followed, so that a loop of them does no harm; a directory that cannot be read is empty.
 */
export async function walkSourceFiles(directory: string): Promise<string[]> {
  return walkFiles(directory, (name) => sourceFilePattern.test(name));
}

/** The same for files of which the name says that they are wanted. */
export async function walkFiles(directory: string, isWanted: (name: string) => boolean): Promise<string[]> {
  const files: string[] = [];
  visit(directory, isWanted, await IgnoreRules.above(directory), files);
  return files;
}

function visit(
  directory: string,
  isWanted: (name: string) => boolean,
  rulesAbove: IgnoreRules,
  files: string[],
): void {
  const rules = rulesAbove.in(directory);
  for (const entry of readDirectory(directory)) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) {
      const isLeftOut = entry.name.startsWith(".") || generatedDirectories.has(entry.name);
      if (!isLeftOut && !rules.ignores(path, true)) visit(path, isWanted, rules, files);
    } else if (isWanted(entry.name) && isFile(path, entry) && !rules.ignores(path, false)) {
      files.push(path);
    }
  }
}

function readDirectory(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

function isFile(path: string, entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isFile();
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
