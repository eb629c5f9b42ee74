import { type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { packageFolderOf } from "../package-scope.js";

/** Size and time of a file, or of a folder: they change when its content does. Empty where there is nothing. */
export type Stamp = string;

/** Files that package managers write when they have changed what is installed. */
const installRecords = [".package-lock.json", ".modules.yaml", ".yarn-integrity", ".yarn-state.yml"];

/** Takes the stamps of files. Those in `node_modules` are looked at once, the project's own each time. */
export class Stamps {
  readonly #known = new Map<string, Stamp>();
  readonly #installs = new Map<string, Stamp>();

  of(path: string): Stamp {
    let stamp = this.#known.get(path);
    if (stamp !== undefined) return stamp;
    stamp = stampOf(path);
    if (packageFolderOf(path) !== undefined) this.#known.set(path, stamp);
    return stamp;
  }

  /** Of a `node_modules` folder: changes when packages are installed, removed or updated. */
  ofInstall(root: string): Stamp {
    let stamp = this.#installs.get(root);
    if (stamp === undefined) {
      stamp = [root, ...installRecords.map((name) => join(root, name))].map(stampOf).join(" ");
      this.#installs.set(root, stamp);
    }
    return stamp;
  }
}

function stampOf(path: string): Stamp {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? "" : stampOfStats(stats);
}

export function stampOfStats({ size, mtimeMs }: Stats): Stamp {
  return `${size} ${mtimeMs}`;
}

/** The outermost `node_modules` that a file is in: where what is installed is written down. */
export function installRootOf(file: string): string | undefined {
  return /^(.*?[/\\]node_modules)[/\\]/.exec(file)?.[1];
}
