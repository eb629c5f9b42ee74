import path from "node:path";
import { listFolder } from "../list-folder.js";

export const SST_CONFIG = "sst.config.ts";
const MAX_LEVELS = 10;

/**
 * The folder of an app of SST, to which its handlers are relative: the one with its `sst.config.ts`, which may be above a folder
 * of infrastructure with a `package.json` or a `cdk.json` of its own. The folder itself, where there is none.
 *
 * @param folder absolute path
 */
export function sstFolderOf(folder: string): string {
  let current = folder;
  for (let level = 0; level < MAX_LEVELS; level++) {
    const names = listFolder(current).entries.map(({ name }) => name);
    if (names.includes(SST_CONFIG)) return current;
    const parent = path.dirname(current);
    if (names.includes(".git") || parent === current) break;
    current = parent;
  }
  return folder;
}
