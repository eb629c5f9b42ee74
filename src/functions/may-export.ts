import { readText } from "./read-text.js";
import { statFile } from "./stat-file.js";

/** The names that a file's text mentions where it exports; undefined where that does not say what it exports. */
interface FileExports {
  readonly mtimeMs: number;
  readonly names: ReadonlySet<string> | undefined;
}

/** What exports more than its text says: everything of another module, an object that is made at run time. */
const ANYTHING =
  /\bexport\s*\*|\bmodule\.exports\b|\bexports\s*\[|\bexport\s*=|\bexport\s+default\b|\b__exportStar\b|\b__export\b|\(\s*(?:module\.)?exports\s*[,)]|\bexport\s+(?:const|let|var)\s*[[{]/;
const DECLARED =
  /\bexport\s+(?:declare\s+)?(?:async\s+)?(?:abstract\s+)?(?:function\s*\*?|const|let|var|class|enum|namespace)\s+([\w$]+)/g;
/** `export const a = 1, b = 2`: slow to look for, and rarely what a handler is exported by. */
const NEXT_DECLARED = /,\s*([\w$]+)\s*(?::[^=,;]*)?=/g;
const LISTED = /\bexport\s*(?:type\s*)?\{([^}]*)\}/g;
const ASSIGNED = /\bexports\.([\w$]+)/g;

const cache = new Map<string, FileExports>();

/**
 * Whether a source file exports the name, as far as its text says without a parser: true also where it cannot be told. The
 * text is read once, and again when the file changes.
 *
 * @param name dotted for a member of an export
 */
export function mayExport(file: string, name: string): boolean {
  const [first = name] = name.split(".");
  const names = exportsOf(file);
  if (names === undefined || names.has(first) || names.has("default")) return true;
  // Taken for exports wherever they stand, since a name too many is only silence.
  return [...readText(file).matchAll(NEXT_DECLARED)].some(([, next]) => next === first);
}

function exportsOf(file: string): ReadonlySet<string> | undefined {
  const mtimeMs = statFile(file)?.mtimeMs ?? 0;
  const known = cache.get(file);
  if (known?.mtimeMs === mtimeMs) return known.names;
  const names = collectNames(readText(file));
  cache.set(file, { mtimeMs, names });
  return names;
}

function collectNames(text: string): ReadonlySet<string> | undefined {
  if (text === "" || ANYTHING.test(text)) return undefined;
  const names = new Set<string>();
  for (const [, name = ""] of text.matchAll(DECLARED)) names.add(name);
  for (const [, name = ""] of text.matchAll(ASSIGNED)) names.add(name);
  for (const [, list = ""] of text.matchAll(LISTED))
    for (const item of list.split(","))
      names.add((/([\w$]+)\s*$/.exec(item.replace(/\/\*[^]*?\*\//g, "")) ?? [])[1] ?? "");
  return names;
}
