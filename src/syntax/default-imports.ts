import { existsSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import type { ModuleLoad } from "./module-loads.js";
import { readTsconfigText } from "./tsconfig-text.js";

const MAX_LEVELS = 40;
const MAX_EXTENDS = 5;

/** A file, as far as it says how its imports are compiled. */
export interface ImportingFile {
  readonly filename: string;
  readonly isTypeScript: boolean;
  readonly moduleFormat: "cjs" | "esm" | undefined;
}

/**
 * True where a default import of a CommonJS module gives `module.exports`, as it does in Node.js and in JavaScript that is
 * compiled. TypeScript does so with `esModuleInterop` only, which a file that has such an import must have already.
 * False where the project's tsconfig.json does without; undefined where nothing says either.
 */
export function hasDefaultImports(
  { kind, bindings }: ModuleLoad,
  { filename, isTypeScript, moduleFormat }: ImportingFile,
): boolean | undefined {
  if (kind !== "import" || !isTypeScript || moduleFormat === "esm") return true;
  if (bindings.every(({ path }) => path[0] === "default")) return true;
  const tsconfig = isAbsolute(filename) ? findTsconfig(filename) : undefined;
  const texts = tsconfig === undefined ? undefined : collectTexts(tsconfig);
  return texts === undefined || allowsDefaultImports(texts) ? undefined : false;
}

function findTsconfig(filename: string): string | undefined {
  let folder = dirname(filename);
  for (let level = 0; level < MAX_LEVELS; level++) {
    const file = join(folder, "tsconfig.json");
    if (existsSync(file)) return file;
    const parent = dirname(folder);
    if (parent === folder || existsSync(join(folder, ".git"))) return undefined;
    folder = parent;
  }
  return undefined;
}

/** Its own text first, then those that it extends, the last one first; undefined where one of them is not known. */
function collectTexts(file: string, depth = 0): readonly string[] | undefined {
  const read = depth > MAX_EXTENDS ? undefined : readTsconfigText(file);
  if (read === undefined || read.hasOtherParents) return undefined;
  const inherited = read.parents.toReversed().map((parent) => collectTexts(parent, depth + 1));
  return inherited.includes(undefined)
    ? undefined
    : [read.text, ...inherited.flatMap((texts) => texts ?? [])];
}

/** By an option, or by what comes with the way in which modules are compiled or looked for. */
function allowsDefaultImports(texts: readonly string[]): boolean {
  const optionOf = (name: string): string | undefined =>
    texts.map((text) => new RegExp(`"${name}"\\s*:\\s*"?(\\w+)`).exec(text)?.[1]).find((value) => value);
  return (
    optionOf("esModuleInterop") === "true" ||
    optionOf("allowSyntheticDefaultImports") === "true" ||
    /^(?:node\d+|nodenext|preserve|system)$/i.test(optionOf("module") ?? "") ||
    /^bundler$/i.test(optionOf("moduleResolution") ?? "")
  );
}
