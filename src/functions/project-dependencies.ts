import path from "node:path";
import QuickLRU from "quick-lru";
import { isListed } from "./list-folder.js";
import { statFile } from "./stat-file.js";
import { readText } from "./read-text.js";

/** What a package.json says of the packages that it needs. */
export interface Manifest {
  /** Its folder. */
  readonly folder: string;
  /** What is installed where the code runs, with its range: `dependencies`, `optionalDependencies`, `peerDependencies`. */
  readonly production: ReadonlyMap<string, string>;
  readonly development: ReadonlyMap<string, string>;
  /** The commands of its scripts. */
  readonly scripts: readonly string[];
}

const MAX_LEVELS = 40;
/** Above a folder there is the same for so long, in milliseconds: a run of ESLint asks for each file in it. */
const FRESH_MS = 1_000;

const manifests = new Map<string, { readonly mtimeMs: number; readonly manifest: Manifest }>();
const manifestsByFolder = new QuickLRU<string, readonly Manifest[]>({ maxSize: 1_000, maxAge: FRESH_MS });

/**
 * The package.json files above a file, the nearest first, up to the root of the repository. Each is read once, and again
 * when it changes, which is noticed within a second. One that cannot be read needs nothing.
 */
export function manifestsAbove(file: string): readonly Manifest[] {
  const folder = path.dirname(file);
  const known = manifestsByFolder.get(folder);
  if (known !== undefined) return known;
  const found = readManifestsFrom(folder);
  manifestsByFolder.set(folder, found);
  return found;
}

function readManifestsFrom(lowest: string): readonly Manifest[] {
  const found: Manifest[] = [];
  let folder = lowest;
  for (let level = 0; level < MAX_LEVELS; level++) {
    const manifest = readManifest(folder);
    if (manifest !== undefined) found.push(manifest);
    const parent = path.dirname(folder);
    if (parent === folder || isListed(path.join(folder, ".git"))) break;
    folder = parent;
  }
  return found;
}

/** All packages that the package.json files above a file need, with their ranges; the nearest decides. */
export function dependencyRangesAbove(file: string): ReadonlyMap<string, string> {
  const ranges = new Map<string, string>();
  for (const { production, development } of manifestsAbove(file))
    for (const [name, range] of [...production, ...development])
      if (!ranges.has(name)) ranges.set(name, range);
  return ranges;
}

function readManifest(folder: string): Manifest | undefined {
  const file = path.join(folder, "package.json");
  const stat = isListed(file) ? statFile(file) : undefined;
  if (stat?.isFile() !== true) return undefined;
  const known = manifests.get(file);
  if (known?.mtimeMs === stat.mtimeMs) return known.manifest;
  const manifest = parseManifest(folder, file);
  manifests.set(file, { mtimeMs: stat.mtimeMs, manifest });
  return manifest;
}

function parseManifest(folder: string, file: string): Manifest {
  let content: unknown;
  try {
    content = JSON.parse(readText(file));
  } catch {
    content = undefined;
  }
  const fields = typeof content === "object" && content !== null ? (content as Record<string, unknown>) : {};
  const entriesOf = (name: string): [string, string][] => {
    const field = fields[name];
    if (typeof field !== "object" || field === null) return [];
    return Object.entries(field as Record<string, unknown>).map(([key, value]) => [key, String(value)]);
  };
  return {
    folder,
    production: new Map(
      ["dependencies", "optionalDependencies", "peerDependencies"].flatMap((name) => entriesOf(name)),
    ),
    development: new Map(entriesOf("devDependencies")),
    scripts: entriesOf("scripts").map(([, command]) => command),
  };
}
