import { readFileSync } from "node:fs";

/** The text of a file, as ESLint has it: without a byte order mark. Empty where it may not be read. Never throws. */
export function readText(file: string): string {
  try {
    return readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  } catch {
    return "";
  }
}
