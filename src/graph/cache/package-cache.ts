import { join } from "node:path";
import { cacheFileName, type CacheFiles } from "./cache-files.js";
import { installRootOf, type Stamp, type Stamps } from "./stamps.js";

/** What is known of a file, with its stamp when it was read. */
interface Known {
  readonly module: { readonly id: string };
  readonly stamp: Stamp;
}

/** How what is known becomes JSON, and the other way round. */
export interface Packing<T> {
  readonly pack: (known: readonly T[]) => unknown;
  /** Gets what `pack` gave. */
  readonly unpack: (packed: unknown) => readonly T[];
}

/**
 * Keeps what was found out about the files of packages, one cache file for each package folder. A cache file counts for
 * one state of its package.json and of the installation; each file in it counts while its size and time are the same.
 */
export class PackageCache<T extends Known> {
  readonly #files: CacheFiles;
  readonly #salt: string;
  readonly #stamps: Stamps;
  readonly #packing: Packing<T>;
  readonly #packages = new Map<string, KeptPackage<T>>();

  /** `salt` stands for the settings that the results depend on. */
  constructor(
    files: CacheFiles,
    {
      salt,
      stamps,
      packing,
    }: { readonly salt: string; readonly stamps: Stamps; readonly packing: Packing<T> },
  ) {
    this.#files = files;
    this.#salt = salt;
    this.#stamps = stamps;
    this.#packing = packing;
  }

  /** What is kept of a file of a package, unless the file has changed since. */
  get(packageFolder: string, id: string): T | undefined {
    const known = this.#of(packageFolder).known.get(id);
    return known !== undefined && known.stamp === this.#stamps.ofPackaged(id) ? known : undefined;
  }

  set(packageFolder: string, known: T): void {
    const one = this.#of(packageFolder);
    one.known.set(known.module.id, known);
    one.isChanged = true;
  }

  /** Writes what is new. */
  save(): void {
    for (const one of this.#packages.values()) {
      if (one.isChanged) this.#files.write(one.name, this.#packing.pack([...one.known.values()]));
      one.isChanged = false;
    }
  }

  #of(packageFolder: string): KeptPackage<T> {
    let one = this.#packages.get(packageFolder);
    if (one === undefined) {
      const name = this.#nameOf(packageFolder);
      const packed = this.#files.read(name);
      const known = packed === undefined ? [] : this.#packing.unpack(packed);
      one = { name, known: new Map(known.map((file) => [file.module.id, file])), isChanged: false };
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
  readonly known: Map<string, T>;
  isChanged: boolean;
}
