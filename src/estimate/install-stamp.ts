import { statSync } from "node:fs";
import path from "node:path";

/** Files that package managers write into `node_modules` at every installation. */
const markers = [".package-lock.json", ".modules.yaml", ".yarn-integrity"];

/**
 * Changes when something is installed in one of the `node_modules` that a file sees, or when a `package.json` above it is
 * written: what was read of packages before may then be out of date. Costs a few `stat` for each folder above the file.
 */
export function readInstallStamp(filename: string): string {
  const times: number[] = [];
  for (let folder = path.dirname(filename); ; folder = path.dirname(folder)) {
    times.push(changedMs(path.join(folder, "package.json")));
    const packages = path.join(folder, "node_modules");
    const packagesMs = changedMs(packages);
    times.push(packagesMs);
    // Most folders have none, and nothing in it to look at.
    if (packagesMs > 0) for (const marker of markers) times.push(changedMs(path.join(packages, marker)));
    if (path.dirname(folder) === folder) return times.join(" ");
  }
}

function changedMs(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
