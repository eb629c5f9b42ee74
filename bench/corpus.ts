import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Reads the TypeScript and JavaScript files below a folder, without tests, packages, declarations and build output. */
export function readSources(folder: string): SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => /(?<!\.d)\.[cm]?[jt]sx?$/.test(path))
    .filter((path) => !/(?:^|[\\/])(?:node_modules|dist|cdk\.out|tests?|__tests__)[\\/]/.test(path))
    .map((path) => join(folder, path))
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));
}

/** At most so many of the items, evenly spread. */
export function sample<Item>(items: readonly Item[], count: number): Item[] {
  const step = Math.max(1, items.length / count);
  return items.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}
