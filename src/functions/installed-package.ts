import { readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import { readText } from "./read-text.js";

/** A package as it is installed for a file. */
export interface InstalledPackage {
  readonly directory: string;
  readonly version: string;
}

const MAX_LEVELS = 40;

/**
 * The package that Node.js would find for a file, by way of others: the `@smithy/node-http-handler` of the
 * `@aws-sdk/client-s3` that the file imports. Undefined where one of them is not installed in a `node_modules`, or cannot
 * be read. Nothing is kept: it is asked about few files, and installations change.
 */
export function findInstalledPackage(
  filename: string,
  chain: readonly string[],
): InstalledPackage | undefined {
  let found: InstalledPackage | undefined;
  for (const name of chain) {
    found = findFrom(found?.directory ?? path.dirname(path.resolve(filename)), name);
    if (found === undefined) return undefined;
  }
  return found;
}

function findFrom(start: string, name: string): InstalledPackage | undefined {
  let directory = start;
  for (let level = 0; level < MAX_LEVELS; level++) {
    const found = readPackage(path.join(directory, "node_modules", name));
    if (found !== undefined) return found;
    const parent = path.dirname(directory);
    if (parent === directory) return undefined;
    directory = parent;
  }
  return undefined;
}

function readPackage(directory: string): InstalledPackage | undefined {
  try {
    const content: unknown = JSON.parse(readText(path.join(directory, "package.json")));
    const version =
      typeof content === "object" && content !== null
        ? (content as { version?: unknown }).version
        : undefined;
    // pnpm links packages: what they depend on stands beside the place that the link leads to.
    return typeof version === "string" ? { directory: realpathSync(directory), version } : undefined;
  } catch {
    return undefined;
  }
}

/** True when a file of the package has the text; undefined when none of the files can be read. */
export function mentions(
  { directory }: InstalledPackage,
  files: readonly string[],
  text: string,
): boolean | undefined {
  let isRead = false;
  for (const file of files) {
    try {
      if (readFileSync(path.join(directory, file), "utf8").includes(text)) return true;
      isRead = true;
    } catch {
      // Releases differ in their files.
    }
  }
  return isRead ? false : undefined;
}

/** True when a version is the given one or a later one; undefined when it is no version. */
export function isAtLeast(version: string, wanted: readonly [number, number, number]): boolean | undefined {
  const parts = /^(\d+)\.(\d+)\.(\d+)/.exec(version)?.slice(1).map(Number);
  if (parts === undefined) return undefined;
  for (const [index, part] of parts.entries()) {
    const other = wanted[index] ?? 0;
    if (part !== other) return part > other;
  }
  return true;
}
