import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import type { GraphPackage } from "./module-graph.js";

/** What the package.json that governs a folder says of its files. */
export interface PackageScope {
  /** Absolute path of the folder that holds the package.json. */
  readonly folder: string;
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly hasExports: boolean;
  /** Anything else in `type` counts as absent, as in Node.js. */
  readonly type: "module" | "commonjs" | undefined;
}

const modulesFolder = `${sep}node_modules${sep}`;

/** The folder of the npm package that a file belongs to; undefined for files outside `node_modules`. */
export function packageFolderOf(file: string): string | undefined {
  const found = file.lastIndexOf(modulesFolder);
  if (found < 0) return undefined;
  const start = found + modulesFolder.length;
  const scopeEnd = file.startsWith("@", start) ? file.indexOf(sep, start) + 1 : start;
  const end = file.indexOf(sep, scopeEnd);
  return end < 0 ? undefined : file.slice(0, end);
}

/** Reads package.json files, each once. One that is missing or malformed is as good as none. */
export class PackageScopes {
  readonly #scopes = new Map<string, PackageScope | undefined>();
  readonly #packages = new Map<string, GraphPackage>();
  readonly #manifests = new Map<string, PackageScope | undefined>();

  /** The nearest package.json above a file, which decides its format. Node.js does not look beyond `node_modules`. */
  scopeOf(file: string): PackageScope | undefined {
    return this.#scopeOfFolder(dirname(file));
  }

  /** The package.json of the package itself, which has the name, even where a nested one decides the format. */
  packageOf(file: string): GraphPackage | undefined {
    const folder = packageFolderOf(file);
    if (folder === undefined) return undefined;
    let found = this.#packages.get(folder);
    if (found === undefined) {
      const manifest = this.#manifestIn(folder);
      const installedAs = folder.slice(folder.lastIndexOf(`node_modules${sep}`) + 13).replaceAll("\\", "/");
      const name = manifest?.name ?? installedAs;
      found = {
        name,
        version: manifest?.version,
        ...(manifest?.hasExports === true && { hasExports: true }),
      };
      this.#packages.set(folder, found);
    }
    return found;
  }

  /**
   * What is in a folder, sorted by name, for a file of the same package. Undefined for folders outside the package, and for
   * those that cannot be read.
   */
  listFolder(
    folder: string,
    file: string,
  ): readonly { readonly name: string; readonly isFolder: boolean }[] | undefined {
    const root = packageFolderOf(file) ?? this.scopeOf(file)?.folder ?? dirname(file);
    if (folder !== root && !folder.startsWith(`${root}${sep}`)) return undefined;
    try {
      return readdirSync(folder, { withFileTypes: true })
        .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
        .sort((left, right) => (left.name < right.name ? -1 : 1));
    } catch {
      return undefined;
    }
  }

  #scopeOfFolder(folder: string): PackageScope | undefined {
    if (this.#scopes.has(folder)) return this.#scopes.get(folder);
    const parent = dirname(folder);
    const isEnd = parent === folder || folder.endsWith(`${sep}node_modules`);
    const scope = isEnd ? undefined : (this.#manifestIn(folder) ?? this.#scopeOfFolder(parent));
    this.#scopes.set(folder, scope);
    return scope;
  }

  #manifestIn(folder: string): PackageScope | undefined {
    if (!this.#manifests.has(folder)) this.#manifests.set(folder, readManifest(folder));
    return this.#manifests.get(folder);
  }
}

function readManifest(folder: string): PackageScope | undefined {
  const path = join(folder, "package.json");
  // Most folders have none, and to make an error takes longer than to look.
  if (!existsSync(path)) return undefined;
  try {
    const text = readFileSync(path, "utf8");
    const manifest: unknown = JSON.parse(text.startsWith("\uFEFF") ? text.slice(1) : text);
    if (typeof manifest !== "object" || manifest === null) return undefined;
    const { name, version, type, exports } = manifest as Readonly<Record<string, unknown>>;
    return {
      folder,
      name: typeof name === "string" ? name : undefined,
      version: typeof version === "string" ? version : undefined,
      hasExports: exports !== undefined && exports !== null,
      type: type === "module" || type === "commonjs" ? type : undefined,
    };
  } catch {
    return undefined;
  }
}
