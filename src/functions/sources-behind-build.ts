import path from "node:path";
import { listFolder } from "./list-folder.js";
import { statFile } from "./stat-file.js";

/** Folders that a build writes, and that are not in the repository. */
const BUILD_FOLDER = /^(?:dist|build|out|\.build|bundle)$/;
const SKIPPED =
  /^(?:node_modules|\..*|cdk\.out|dist|build|out|bundle|coverage|tests?|__tests__|__mocks__|e2e|docs?)$/;
const SOURCE = /(?<!\.d|\.test|\.spec)\.[cm]?[jt]sx?$/;
/** Names that many modules have: without the folder around them they say nothing. */
const COMMON_NAME = /^(?:index|handler|app|main|lambda|server|function)$/;
/** How far above what a build writes the package may be whose sources it builds. */
const MAX_LEVELS = 4;
const MAX_DEPTH = 8;
const MAX_FILES = 3_000;

/**
 * The one source of a package that a bundler can have made a module of: `src/lambdas/orders/handler.ts` of
 * `dist/orders/handler`. What bundles it is a script of the project's own, which nothing here reads, so a name that two
 * sources have, or one that says too little, is nothing.
 *
 * @param deployed absolute path of the module, without ending
 */
export function findSourceBehindBuild(deployed: string): string | undefined {
  const parts = deployed.split(path.sep);
  const index = parts.findLastIndex((part) => BUILD_FOLDER.test(part));
  if (index <= 0 || index === parts.length - 1) return undefined;
  return findOnlySource(parts.slice(0, index).join(path.sep), parts.slice(index + 1));
}

/**
 * The one source of a package that a Makefile can have made a module of, of which only the name is known.
 *
 * @param folder absolute path of the folder that it builds
 * @param module relative to what it writes, without ending
 */
export function findSourceOfMakefile(folder: string, module: string): string | undefined {
  return findOnlySource(folder, module.split("/"));
}

function findOnlySource(folder: string, deployed: readonly string[]): string | undefined {
  const root = packageAround(folder);
  if (root === undefined) return undefined;
  const sources = listSources(root);
  // What is zipped has the name of its archive: `dist/orders.zip`.
  for (const wanted of suffixesOf(deployed.map((part) => part.replace(/\.zip$/, "")))) {
    const found = sources.filter((file) => `${path.sep}${stemOf(file)}`.endsWith(path.sep + wanted));
    if (found.length > 0) return found.length === 1 ? path.join(root, found[0] ?? "") : undefined;
  }
  return undefined;
}

/**
 * `src/app` of `dist/app`, without ending: what most builds make it of, whatever the compiler is told that only checks it.
 *
 * @param deployed absolute path of the module, without ending
 */
export function mirrorOfBuild(deployed: string): string | undefined {
  const parts = deployed.split(path.sep);
  const index = parts.findLastIndex((part) => BUILD_FOLDER.test(part));
  return index <= 0 || index === parts.length - 1 ? undefined : parts.with(index, "src").join(path.sep);
}

/** The folder, or the nearest above it that is a package: a template beside its sources is often in none of its own. */
function packageAround(folder: string): string | undefined {
  let root = folder;
  for (let level = 0; level < MAX_LEVELS; level++) {
    if (statFile(path.join(root, "package.json"))?.isFile() === true) return root;
    root = path.dirname(root);
  }
  return undefined;
}

/** What the source's path may end with, the most telling first. */
function suffixesOf(below: readonly string[]): readonly string[] {
  const last = below.at(-1) ?? "";
  const folder = below.at(-2);
  // Some builds write below a folder of their own: `dist/mobile/apps/orders/src/handler.js`.
  const suffixes = below.slice(0, -1).map((_, index) => below.slice(index).join(path.sep));
  // One folder for each bundle: `dist/create-order/index.js` of `src/create-order.ts`.
  if (folder !== undefined && COMMON_NAME.test(last) && !COMMON_NAME.test(folder)) suffixes.push(folder);
  if (!COMMON_NAME.test(last)) suffixes.push(last);
  return suffixes;
}

/** Relative to the root. */
function listSources(root: string): readonly string[] {
  const found: string[] = [];
  const visit = (folder: string, depth: number): void => {
    for (const { name, isFolder } of listFolder(path.join(root, folder)).entries) {
      if (found.length >= MAX_FILES) return;
      const inner = path.join(folder, name);
      if (!isFolder) {
        if (SOURCE.test(name)) found.push(inner);
      } else if (depth < MAX_DEPTH && !SKIPPED.test(name)) visit(inner, depth + 1);
    }
  };
  visit("", 0);
  // Of more files than are looked at, none is known to be the only one.
  return found.length >= MAX_FILES ? [] : found;
}

function stemOf(file: string): string {
  return file.replace(/\.[^./\\]+$/, "");
}
