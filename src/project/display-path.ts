import { isAbsolute, relative, sep } from "node:path";

/** A path as reports show it: relative to the directory, with forward slashes. What is no absolute path stays as it is. */
export function displayPath(path: string, directory: string): string {
  if (!isAbsolute(path)) return path;
  const shown = relative(directory, path) || ".";
  return shown.split(sep).join("/");
}
