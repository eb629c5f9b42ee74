import path from "node:path";
import { readText } from "./read-text.js";

/** Of a larger project nobody keeps the text: it is read for any file. In characters. */
const MAX_LENGTH = 1_000_000;
/** Names of handlers that frameworks take without anybody writing them. */
const DEFAULT_NAME = /^(?:handler|index)$/;
const WORD = /[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+/g;
const DATA_FILE = /\.json["'`]/;
/** An import of what lies above the folder of the file. */
const IMPORT_ABOVE = /\b(?:from|import|require)\s*\(?\s*["'`]((?:\.\.\/)+)/g;

/**
 * The text of a project's code, in lower case, for `mayMean`; undefined where names of handlers may come from somewhere
 * else: from data, or from code outside the project.
 *
 * @param root absolute path
 * @param texts of all source files, by their absolute paths
 */
export function collectWords(root: string, texts: ReadonlyMap<string, string>): string | undefined {
  let length = 0;
  for (const [file, text] of texts) {
    length += text.length;
    if (length > MAX_LENGTH || DATA_FILE.test(text) || leadsOutside(root, file, text)) return undefined;
  }
  if (readText(path.join(root, "tsconfig.json")).includes('"paths"')) return undefined;
  return [...texts.values()].join("\n").toLowerCase();
}

function leadsOutside(root: string, file: string, text: string): boolean {
  const depth = path.relative(root, file).split(path.sep).length - 1;
  return [...text.matchAll(IMPORT_ABOVE)].some(([, above = ""]) => above.length / "../".length > depth);
}

/**
 * Whether the code of a project can mean a file by one of its handlers: every word of the file's name stands somewhere in
 * it, since names are put together of words. (`${entity}-handler.ts`)
 *
 * @param declaring the files of the project that make functions: a handler without a stated file lies beside the code, and its
 *   name begins with that of the code's file
 */
export function mayMean(words: string, declaring: readonly string[], filename: string): boolean {
  const name = stemOf(filename);
  if (DEFAULT_NAME.test(name)) return true;
  const beside = declaring.map(stemOf).find((stem) => name.startsWith(`${stem}.`));
  const own = beside === undefined ? name : name.slice(beside.length);
  return [...own.matchAll(WORD)].every(([word]) => words.includes(word.toLowerCase()));
}

function stemOf(file: string): string {
  return path.basename(file).replace(/\.[^.]*$/, "");
}
