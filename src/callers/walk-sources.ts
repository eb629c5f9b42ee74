import { readdirSync, type Dirent } from "node:fs";
import { join } from "node:path";

/** Directories that hold what tools have made or installed, whether or not Git ignores them. */
export const generatedDirectories: ReadonlySet<string> = new Set([
  "node_modules",
  "bower_components",
  "dist",
  "build",
  "cdk.out",
  "coverage",
]);

export const sourceFilePattern = /(?<!\.d)\.[cm]?[jt]sx?$/;

export interface SourceTree {
  /** Absolute paths, each directory's in alphabetical order. */
  readonly files: readonly string[];
  /** Directories with a package.json. */
  readonly packages: readonly string[];
}

/**
 * The source files and packages below a directory. Undefined where there are more than `maxFiles`. Links are not
 * followed, and a directory that cannot be read is empty.
 */
export function walkSourceTree(directory: string, maxFiles: number): SourceTree | undefined {
  const files: string[] = [];
  const packages: string[] = [];
  const pending = [directory];
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    for (const entry of readDirectory(current)) {
      const path = join(current, entry.name);
      if (entry.isDirectory()) {
        if (!entry.name.startsWith(".") && !generatedDirectories.has(entry.name)) pending.push(path);
      } else if (entry.name === "package.json") packages.push(current);
      else if (entry.isFile() && sourceFilePattern.test(entry.name)) files.push(path);
    }
    if (files.length > maxFiles) return undefined;
  }
  return { files, packages };
}

function readDirectory(directory: string): readonly Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}
