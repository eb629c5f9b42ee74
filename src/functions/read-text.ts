import { readFileSync } from "node:fs";

/** The text of a file; empty where it may not be read, or is none. Never throws. */
export function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
