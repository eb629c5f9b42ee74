import { join } from "node:path";
import { cacheFileName, type CacheFiles } from "./cache-files.js";
import { installRootOf, type Stamp, type Stamps } from "./stamps.js";

/** What is kept of one file: JSON, with the stamp of the file it was made from. */
export interface KeptFile<T> {
  readonly stamp: Stamp;
  readonly content: T;
}

/**
 * Keeps what was found out about the files of packages, one cache file for each package folder. A cache file counts for
 * one state of its package.json and of the installation; each file in it counts while its size and time are the same.
 */
export class PackageCache<T> {
  readonly #files: CacheFiles;
  readonly #salt: string;
  readonly #stamps: Stamps;
  readonly #packages = new Map<string, KeptPackage<T>>();

  /** `salt` stands for the settings that the results depend on. */
  constructor(files: CacheFiles, salt: string, stamps: Stamps) {
    this.#files = files;
    this.#salt = salt;
    this.#stamps = stamps;
  }

  /** What is kept of a file of a package, unless the file has changed since. */
  get(packageFolder: string, path: string): KeptFile<T> | undefined {
    const kept = this.#of(packageFolder).kept.get(path);
    return kept?.stamp === this.#stamps.ofPackaged(path) ? kept : undefined;
  }

  set(packageFolder: string, path: string, file: KeptFile<T>): void {
    const one = this.#of(packageFolder);
    one.kept.set(path, file);
    one.isChanged = true;
  }

  /** Writes what is new. */
  save(): void {
    for (const one of this.#packages.values()) {
      if (one.isChanged) this.#files.write(one.name, [...one.kept]);
      one.isChanged = false;
    }
  }

  #of(packageFolder: string): KeptPackage<T> {
    let one = this.#packages.get(packageFolder);
    if (one === undefined) {
      const name = this.#nameOf(packageFolder);
      const kept = new Map((this.#files.read(name) ?? []) as [string, KeptFile<T>][]);
      one = { name, kept, isChanged: false };
      this.#packages.set(packageFolder, one);
    }
    return one;
  }

  #nameOf(packageFolder: string): string {
    const manifest = this.#stamps.ofPackaged(join(packageFolder, "package.json"));
    const install = this.#stamps.ofInstall(installRootOf(packageFolder) ?? packageFolder);
    return cacheFileName(["package", this.#salt, packageFolder, manifest, install]);
  }
}

interface KeptPackage<T> {
  readonly name: string;
  readonly kept: Map<string, KeptFile<T>>;
  isChanged: boolean;
}
