import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";

/** Changes whenever the same text gives another result, so that nobody reads what an older version found out. */
const scannerVersion = 12;

/** The folder for the caches of the project that a file belongs to. */
export function cacheFolderFor(file: string): string {
  for (let folder = dirname(file); dirname(folder) !== folder; folder = dirname(folder)) {
    const modules = join(folder, "node_modules");
    if (existsSync(modules)) return join(modules, ".cache", "eslint-plugin-aws-lambda");
  }
  return join(tmpdir(), `eslint-plugin-aws-lambda-${userInfo().uid}`);
}

/** Name of the file for what depends on these parts, on this version of the scanner and on this Node.js. */
export function cacheFileName(parts: readonly string[]): string {
  return `${checksumOf([scannerVersion, process.version, process.arch, ...parts].join("\0"))}.json`;
}

/**
 * A folder of JSON files, each with its checksum. Files appear by renaming, so whoever reads one sees a whole one; one
 * that is damaged is as good as none. A folder that cannot be written to costs time, and nothing else.
 */
export class CacheFiles {
  readonly #folder: string;

  /** Makes the folder at once: it may be in a folder whose time tells whether packages were installed. */
  constructor(folder: string) {
    this.#folder = folder;
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    } catch {
      // Then there is nothing to read in it either.
    }
  }

  /** Undefined unless the file is there and is what was written. */
  read(name: string): unknown {
    const path = join(this.#folder, name);
    if (!existsSync(path)) return undefined;
    try {
      const text = readFileSync(path, "utf8");
      const end = text.indexOf("\n");
      const body = text.slice(end + 1);
      return text.slice(0, end) === checksumOf(body) ? (JSON.parse(body) as unknown) : undefined;
    } catch {
      return undefined;
    }
  }

  write(name: string, content: unknown): void {
    const body = JSON.stringify(content);
    const path = join(this.#folder, name);
    const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
    try {
      writeFileSync(draft, `${checksumOf(body)}\n${body}`, { mode: 0o600 });
      renameSync(draft, path);
    } catch {
      removeDraft(draft);
    }
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
