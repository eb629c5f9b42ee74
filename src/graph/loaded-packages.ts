import { readText } from "../functions/read-text.js";
import { readProjectImports, readSpecifiers } from "./project-imports.js";

/** Beyond that many files nobody looks: what they load counts as not loaded. */
const MAX_FILES = 100;

/** True when files of a project, or those that they load at init by relative paths, load the module themselves. */
export function areLoading(module: string, files: readonly string[]): boolean {
  const seen = new Set<string>(files);
  // Files that are found while the loop runs are looked into as well.
  for (const file of seen) {
    if (seen.size > MAX_FILES) return false;
    // The text says no of most files, and need not be parsed then.
    if (readText(file).includes(module) && readSpecifiers(file).includes(module)) return true;
    for (const { target } of readProjectImports(file)) seen.add(target);
  }
  return false;
}
