import { createRequire } from "node:module";
import { relative, sep } from "node:path";
import type picomatch from "picomatch";

const require = createRequire(import.meta.url);
const matchers = new WeakMap<readonly string[], (path: string) => boolean>();

/**
 * Whether a file is named by any of the globs, which are relative to `directory`. A list of globs is compiled once, and
 * picomatch is loaded when the first list with an entry is asked for.
 */
export function matchesAnyGlob(globs: readonly string[], filename: string, directory: string): boolean {
  if (globs.length === 0) return false;
  let matches = matchers.get(globs);
  if (matches === undefined) {
    matches = (require("picomatch") as typeof picomatch)([...globs], { dot: true });
    matchers.set(globs, matches);
  }
  return matches(
    relative(directory, filename)
      .split(sep)
      .join("/")
      .replace(/^(?:\.\.\/)+/, ""),
  );
}
