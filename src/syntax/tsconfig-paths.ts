import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { readTsconfigText, stringsIn } from "./tsconfig-text.js";

/** What a tsconfig.json says of the places of modules. */
export interface TsconfigPaths {
  /** Absolute; undefined where modules are not looked for by their paths from a folder. */
  readonly baseUrl: string | undefined;
  /** By pattern (`@app/*`, `@app`), absolute paths in which `*` stands for the same. */
  readonly patterns: ReadonlyMap<string, readonly string[]>;
}

export const NO_PATHS: TsconfigPaths = { baseUrl: undefined, patterns: new Map() };
/**
 * The files that say so, the first of which counts in a folder: that is how TypeScript finds the project of an open file, and
 * esbuild the paths of one that it bundles (resolver.go, 0.25).
 */
export const PATH_CONFIGS = ["tsconfig.json", "jsconfig.json"] as const;
const MAX_EXTENDS = 5;

/** What the tsconfig.json or jsconfig.json of a folder says; undefined where it has neither. */
export function readPathsIn(folder: string): TsconfigPaths | undefined {
  const file = PATH_CONFIGS.map((name) => join(folder, name)).find((path) => existsSync(path));
  return file === undefined ? undefined : readTsconfigPaths(file);
}

/** What the nearest tsconfig.json or jsconfig.json above a file says. */
export function readPathsAbove(file: string): TsconfigPaths {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const paths = readPathsIn(folder);
    if (paths !== undefined) return paths;
    if (dirname(folder) === folder) return NO_PATHS;
  }
}

/**
 * Reads the paths of a tsconfig.json as text, and of those that it extends by a path. For projects whose tsconfig.json
 * extends a package that is not installed: resolvers refuse it as a whole. Never throws.
 */
export function readTsconfigPaths(file: string, depth = 0): TsconfigPaths {
  const read = depth > MAX_EXTENDS ? undefined : readTsconfigText(file);
  if (read === undefined) return NO_PATHS;
  const { text, folder, parents } = read;
  const inherited = parents.map((parent) => readTsconfigPaths(parent, depth + 1));
  const ownBase = /"baseUrl"\s*:\s*"([^"]*)"/.exec(text)?.[1];
  const baseUrl =
    ownBase === undefined
      ? inherited.findLast((parent) => parent.baseUrl)?.baseUrl
      : resolve(folder, ownBase);
  const paths = /"paths"\s*:\s*\{([^}]*)\}/.exec(text)?.[1];
  const patterns = new Map(inherited.flatMap((parent) => [...parent.patterns]));
  if (paths === undefined) return { baseUrl, patterns };
  const own = [...paths.matchAll(/"([^"]+)"\s*:\s*\[([^\]]*)\]/g)];
  return {
    baseUrl,
    patterns: new Map(
      own.map(([, pattern = "", targets = ""]) => [
        pattern,
        stringsIn(targets).map((target) => resolve(baseUrl ?? folder, target)),
      ]),
    ),
  };
}

/** The paths without endings that a specifier may mean, the likeliest first. */
export function candidatesFor(specifier: string, { baseUrl, patterns }: TsconfigPaths): readonly string[] {
  const named = [...patterns]
    .flatMap(([pattern, targets]) => {
      const [start = "", end] = pattern.split("*");
      const isMatch =
        end === undefined
          ? specifier === pattern
          : specifier.length >= start.length + end.length &&
            specifier.startsWith(start) &&
            specifier.endsWith(end);
      const middle = specifier.slice(
        start.length,
        end === undefined ? undefined : specifier.length - end.length,
      );
      return isMatch
        ? [{ length: start.length, paths: targets.map((target) => target.replace("*", () => middle)) }]
        : [];
    })
    .sort((a, b) => b.length - a.length)
    .flatMap(({ paths }) => paths);
  return baseUrl === undefined ? named : [...named, resolve(baseUrl, specifier)];
}
