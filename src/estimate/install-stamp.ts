import { statSync } from "node:fs";
import path from "node:path";

/** Files that package managers write at every installation, and the folder itself. */
const markers = [
  "node_modules",
  "node_modules/.package-lock.json",
  "node_modules/.modules.yaml",
  "node_modules/.yarn-integrity",
];

/**
 * Changes when something is installed in one of the `node_modules` that a file sees, or when a `package.json` above it is
 * written: what was read of packages before may then be out of date. Costs a few `stat` for each folder above the file.
 */
export function readInstallStamp(filename: string): string {
  const times: number[] = [];
  for (let folder = path.dirname(filename); ; folder = path.dirname(folder)) {
    for (const marker of ["package.json", ...markers])
      times.push(statSync(path.join(folder, marker), { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (path.dirname(folder) === folder) return times.join(" ");
  }
}
