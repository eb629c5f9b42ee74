import path from "node:path";
import { isListed } from "../list-folder.js";
import { readText } from "../read-text.js";
import { statFile } from "../stat-file.js";

const MAX_LEVELS = 40;
/** Of version 1 of the CDK: `import { Runtime } from "@aws-cdk/aws-lambda"`. */
const IMPORTS_VERSION_1 = /["']@aws-cdk\/aws-lambda["']/;

const known = new Map<
  string,
  { readonly mtimeMs: number; readonly size: number; readonly names: ReadonlySet<string> }
>();

/**
 * The names that `Runtime` of the CDK has for runtimes, in the version that is installed for a file: `NODEJS_22_X`.
 * Undefined where none is installed. The declarations are read as text, once for as long as they do not change.
 *
 * @param file absolute path
 * @param text of the file, whose imports tell the package
 */
export function installedRuntimeNames(file: string, text: string): ReadonlySet<string> | undefined {
  const declarations = IMPORTS_VERSION_1.test(text)
    ? "@aws-cdk/aws-lambda/lib/runtime.d.ts"
    : "aws-cdk-lib/aws-lambda/lib/runtime.d.ts";
  let folder = path.dirname(file);
  for (let level = 0; level < MAX_LEVELS; level++) {
    const modules = path.join(folder, "node_modules");
    const names = isListed(modules) ? readNames(path.join(modules, declarations)) : undefined;
    if (names !== undefined) return names;
    const parent = path.dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
  return undefined;
}

function readNames(file: string): ReadonlySet<string> | undefined {
  const stat = statFile(file);
  if (stat?.isFile() !== true) return undefined;
  const { mtimeMs, size } = stat;
  const before = known.get(file);
  if (before?.mtimeMs === mtimeMs && before.size === size) return before.names;
  const names = new Set(
    [...readText(file).matchAll(/\bstatic readonly (\w+)\s*:\s*Runtime\s*;/g)].map(([, name = ""]) => name),
  );
  // Declarations of another form say nothing.
  if (names.size === 0) return undefined;
  known.set(file, { mtimeMs, size, names });
  return names;
}
