import { readdirSync } from "node:fs";
import path from "node:path";
import QuickLRU from "quick-lru";
import { statFile } from "./stat-file.js";

export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** What a folder holds. The same object as long as nothing was added to it or taken out. */
export interface FolderListing {
  readonly entries: readonly FolderEntry[];
  readonly names: ReadonlySet<string>;
}

interface KnownListing {
  checkedAt: number;
  readonly mtimeMs: number;
  readonly listing: FolderListing;
}

/** Folders are looked at again after this time: a change shows in the editor, and one run of ESLint looks once. */
const FRESH_MS = 1_000;

/** Of the folders asked for last: a run of ESLint goes from folder to folder, and keeps no more for one that has more of them. */
const listings = new QuickLRU<string, KnownListing>({ maxSize: 1_000 });

/** What a folder holds; nothing, where it may not be read. Never throws. */
export function listFolder(directory: string): FolderListing {
  const known = listings.get(directory);
  const now = performance.now();
  if (known !== undefined && now - known.checkedAt < FRESH_MS) return known.listing;
  const mtimeMs = statFile(directory)?.mtimeMs ?? 0;
  if (known?.mtimeMs === mtimeMs) {
    known.checkedAt = now;
    return known.listing;
  }
  const entries = readEntries(directory);
  const listing = { entries, names: new Set(entries.map(({ name }) => name)) };
  listings.set(directory, { checkedAt: now, mtimeMs, listing });
  return listing;
}

/**
 * Whether there is anything at a path, by the listing of its folder: for what is asked of folder after folder on the way up, where
 * most have it not. Never throws.
 *
 * @param file absolute path
 */
export function isListed(file: string): boolean {
  return listFolder(path.dirname(file)).names.has(path.basename(file));
}

function readEntries(directory: string): readonly FolderEntry[] {
  try {
    return readdirSync(directory, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      isFolder: entry.isDirectory(),
    }));
  } catch {
    return [];
  }
}
