import { readFileSync } from "node:fs";

/** What was read and listed since the process started: tests hold it against the number of files. */
export const projectReads = { files: 0, listings: 0 };

/** The text of a file; undefined for what cannot be read. Never throws. */
export function readProjectText(file: string): string | undefined {
  projectReads.files++;
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
