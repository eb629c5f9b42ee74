import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { messageOf } from "./input-error.js";

/** Nobody writes a handler of this size; generated files and data are larger. */
const MAX_BYTES = 5_000_000;

/** The text of a source file, or why it is none. */
export type SourceReading = { readonly text: string } | { readonly problem: string };

export function readSource(file: string): SourceReading {
  try {
    const descriptor = openSync(file, "r");
    try {
      const stats = fstatSync(descriptor);
      if (!stats.isFile()) return { problem: "It is not a file." };
      if (stats.size > MAX_BYTES)
        return { problem: `It is too large for a source file: ${stats.size} bytes.` };
      const bytes = readFileSync(descriptor);
      if (bytes.includes(0)) return { problem: "It is a binary file." };
      return { text: bytes.toString("utf8") };
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return {
      problem: code === "ENOENT" ? "There is no such file." : `It cannot be read: ${messageOf(error)}`,
    };
  }
}
