import { type Stats, statSync } from "node:fs";
import { join } from "node:path";

/** Size and time of a file, or of a folder: they change when its content does. Empty where there is nothing. */
export type Stamp = string;

/** Files that package managers write when they have changed what is installed. */
const installRecords = [".package-lock.json", ".modules.yaml", ".yarn-integrity", ".yarn-state.yml"];

/** Takes the stamps of files. Those of packages are looked at once, the project's own each time. */
export class Stamps {
  readonly #packaged = new Map<string, Stamp>();
  readonly #installs = new Map<string, Stamp>();

  of(path: string): Stamp {
    return stampOf(path);
  }

  /** Of a file in a package. */
  ofPackaged(path: string): Stamp {
    let stamp = this.#packaged.get(path);
    if (stamp === undefined) {
      stamp = stampOf(path);
      this.#packaged.set(path, stamp);
    }
    return stamp;
  }

  /** Keeps the stamp that a file in a package had when it was read. */
  notePackaged(path: string, stamp: Stamp): void {
    this.#packaged.set(path, stamp);
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
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats === undefined ? "" : stampOfStats(stats);
  } catch {
    // A symbolic link to itself, or a folder that may not be read.
    return "";
  }
}

export function stampOfStats({ size, mtimeMs }: Stats): Stamp {
  return `${size} ${mtimeMs}`;
}

/** The outermost `node_modules` that a file is in: where what is installed is written down. */
export function installRootOf(file: string): string | undefined {
  return /^(.*?[/\\]node_modules)[/\\]/.exec(file)?.[1];
}
