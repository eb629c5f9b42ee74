import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";

/** Changes whenever the same text gives another result, so that nobody reads what an older version found out. */
const scannerVersion = 2;

/** What is kept of one file: JSON, with the identity of the file it was made from. */
export interface CachedFile<T> {
  readonly identity: string;
  readonly content: T;
}

/** The kept files of one package, by path. */
export interface PackageCache<T> {
  get(path: string): T | undefined;
  set(path: string, content: T): void;
}

/**
 * Keeps what was found out about the files of packages, one cache file for each package folder. A cache file counts for
 * one state of its package.json and of the installation; each file in it counts while its size and time are the same.
 * Cache files appear by renaming, so whoever reads sees a whole one; one that is damaged is as good as none.
 */
export class ScanCache<T> {
  readonly #folder: string;
  readonly #salt: string;
  readonly #packages = new Map<string, CachedPackage<T>>();
  readonly #stamps = new Map<string, string>();

  /** `salt` stands for the settings that the results depend on. */
  constructor(folder: string, salt: string) {
    this.#folder = folder;
    this.#salt = salt;
  }

  of(packageFolder: string): PackageCache<T> {
    let cached = this.#packages.get(packageFolder);
    if (cached === undefined) {
      cached = new CachedPackage(join(this.#folder, `${this.#keyOf(packageFolder)}.json`));
      this.#packages.set(packageFolder, cached);
    }
    return cached;
  }

  /** Writes what is new. A folder that cannot be written to costs time, and nothing else. */
  save(): void {
    for (const cached of this.#packages.values()) cached.save();
  }

  #keyOf(packageFolder: string): string {
    const manifest = identityOf(join(packageFolder, "package.json"));
    const parts = [
      scannerVersion,
      process.version,
      this.#salt,
      packageFolder,
      manifest,
      this.#stampOf(packageFolder),
    ];
    return createHash("sha1").update(parts.join("\0")).digest("hex");
  }

  /** What changes when packages are installed, removed or updated. */
  #stampOf(packageFolder: string): string {
    const [, root = packageFolder] = /^(.*?[/\\]node_modules)[/\\]/.exec(packageFolder) ?? [];
    let stamp = this.#stamps.get(root);
    if (stamp === undefined) {
      stamp = ["", ".package-lock.json", ".modules.yaml", ".yarn-integrity", ".yarn-state.yml"]
        .map((name) => (name === "" ? modifiedAt(root) : identityOf(join(root, name))))
        .join(" ");
      this.#stamps.set(root, stamp);
    }
    return stamp;
  }
}

class CachedPackage<T> implements PackageCache<T> {
  readonly #path: string;
  readonly #files: Map<string, CachedFile<T>>;
  #isChanged = false;

  constructor(path: string) {
    this.#path = path;
    this.#files = new Map((readCacheFile(path) ?? []) as [string, CachedFile<T>][]);
  }

  get(path: string): T | undefined {
    const file = this.#files.get(path);
    return file !== undefined && file.identity === identityOf(path) ? file.content : undefined;
  }

  set(path: string, content: T): void {
    this.#files.set(path, { identity: identityOf(path), content });
    this.#isChanged = true;
  }

  save(): void {
    if (!this.#isChanged) return;
    this.#isChanged = false;
    writeCacheFile(this.#path, [...this.#files]);
  }
}

/** The folder for the caches of the project that a file belongs to. */
export function cacheFolderFor(file: string): string {
  for (let folder = dirname(file); dirname(folder) !== folder; folder = dirname(folder)) {
    const modules = join(folder, "node_modules");
    if (existsSync(modules)) return join(modules, ".cache", "eslint-plugin-aws-lambda");
  }
  return join(tmpdir(), `eslint-plugin-aws-lambda-${userInfo().uid}`);
}

function identityOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? "" : `${stats.size} ${stats.mtimeMs}`;
}

function modifiedAt(path: string): string {
  return String(statSync(path, { throwIfNoEntry: false })?.mtimeMs);
}

/** Undefined unless the file is there and is what was written. */
function readCacheFile(path: string): unknown {
  try {
    const text = readFileSync(path, "utf8");
    const end = text.indexOf("\n");
    const body = text.slice(end + 1);
    return text.slice(0, end) === checksumOf(body) ? (JSON.parse(body) as unknown) : undefined;
  } catch {
    return undefined;
  }
}

function writeCacheFile(path: string, content: unknown): void {
  const body = JSON.stringify(content);
  const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(draft, `${checksumOf(body)}\n${body}`, { mode: 0o600 });
    renameSync(draft, path);
  } catch {
    removeDraft(draft);
  }
}

function removeDraft(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Nothing was written, or it is not ours to remove: the folder is no folder.
  }
}

function checksumOf(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}
