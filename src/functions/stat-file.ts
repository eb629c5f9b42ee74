import { type Stats, statSync } from "node:fs";

/** What is at the path; undefined where nothing is, and where it cannot be looked at. Never throws. */
export function statFile(file: string): Stats | undefined {
  try {
    // A file on the way (`app.zip/index.js`) throws all the same.
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
