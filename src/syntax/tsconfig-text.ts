import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** A tsconfig.json as text: what is asked of it is told by patterns, so that one with a mistake in it tells the rest. */
export interface TsconfigText {
  /** Without comments: `tsc --init` writes most options as such. */
  readonly text: string;
  readonly folder: string;
  /** Absolute paths of those that it extends by a path. */
  readonly parents: readonly string[];
  /** It extends one of a package as well. */
  readonly hasOtherParents: boolean;
}

/** Undefined for a file that cannot be read. */
export function readTsconfigText(file: string): TsconfigText | undefined {
  const written = readText(file);
  if (written === undefined) return undefined;
  const text = withoutComments(written);
  const folder = dirname(file);
  const named = [...text.matchAll(/"extends"\s*:\s*(?:\[([^\]]*)\]|("[^"]*"))/g)].flatMap(([, list, one]) =>
    stringsIn(list ?? one ?? ""),
  );
  const parents = named
    .filter((parent) => parent.startsWith("."))
    .map((parent) => resolve(folder, /\.json$/.test(parent) ? parent : `${parent}.json`));
  return { text, folder, parents, hasOtherParents: parents.length < named.length };
}

/** The contents of all texts in double quotes. */
export function stringsIn(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]*)"/g)].map(([, content = ""]) => content);
}

/** What looks like a comment may be a part of a path: `"@app/*"`. */
function withoutComments(text: string): string {
  return text.replace(/("(?:[^"\\]|\\.)*")|\/\/.*|\/\*[^]*?\*\//g, (_, string?: string) => string ?? "");
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
