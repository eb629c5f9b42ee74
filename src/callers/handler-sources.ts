import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import QuickLRU from "quick-lru";
import { dependencyRangesAbove } from "../functions/project-dependencies.js";
import { statFile } from "../functions/stat-file.js";
import { bareSpecifier } from "../syntax/imports.js";
import { findSpecifiersInText } from "../syntax/specifiers-in-text.js";
import { isQuietPackage } from "../knowledge/quiet-packages.js";
import { NO_PATHS, type TsconfigPaths, candidatesFor, readPathsIn } from "../syntax/tsconfig-paths.js";
import { findFile, resolveRelative } from "./resolve-relative.js";
import { findLayerFile, isLayerFile } from "./layer-files.js";
import { mayBeOfWorkspace } from "./workspace-packages.js";

/** The project's own code that a handler's file loads, at init or later, as text. */
export interface HandlerSources {
  /** By absolute path, the handler's own file first. */
  readonly texts: ReadonlyMap<string, string>;
  /** The names of the packages that these files import; modules of Node.js are none. */
  readonly packages: ReadonlySet<string>;
  /** False where a file could not be found or read, or where code decides what it loads: then nothing follows from what is not there. */
  readonly isComplete: boolean;
}

const MAX_FILES = 400;
const MAX_BYTES = 2_000_000;
/** Files are read again after this time, so that a change shows in the editor. */
const FRESH_MS = 2_000;

const known = new QuickLRU<string, HandlerSources>({ maxSize: 200, maxAge: FRESH_MS });
/** Handlers of one project have most of their files in common. */
const knownFiles = new QuickLRU<string, SourceFile>({ maxSize: 1000, maxAge: FRESH_MS });

/** By folder. */
const knownPaths = new QuickLRU<string, TsconfigPaths>({ maxSize: 500, maxAge: FRESH_MS });

/** What one file adds to the code of a handler. */
interface SourceFile {
  /** Undefined for one that cannot be read. */
  readonly text: string | undefined;
  /** Absolute paths of the files that it imports. */
  readonly files: readonly string[];
  readonly packages: readonly string[];
  readonly isComplete: boolean;
}

const UNREADABLE: SourceFile = { text: undefined, files: [], packages: [], isComplete: false };

/** Import or require of something that is no literal: `require(name)`. */
const COMPUTED_LOAD = /\b(?:require|import)\s*\(\s*(?!["'`)]|\/[/*])/;
const COMPUTED_TEMPLATE = /\b(?:require|import)\s*\(\s*`[^`]*\$\{/;
/** Files that no import names: those of threads and of processes. */
const STARTS_FILE = /\bnew\s+(?:\w+\s*\.\s*)?Worker\s*\(|\bfork\s*\(|\bPiscina\s*\(/;
const SOURCE = /\.[cm]?[jt]sx?$/;
/** Comments on lines of their own: an import in an example of JSDoc loads nothing. */
const OWN_LINE_COMMENT = /^[ \t]*(?:\/\/.*|\/\*[\s\S]*?\*\/)/gm;
const DATA = /\.(?:json|graphql|gql|sql|html|txt|pem|css|svg|png|ya?ml)$/;

/**
 * Reads the handler's file and everything of the project that it imports, as far as specifiers lead, be it by aliases of a
 * tsconfig.json. Nothing is parsed, and what a package loads is not looked at. Never throws.
 *
 * @param file absolute path of the handler's source file
 * @param layers absolute paths of the folders whose content the function has as layers
 */
export function readHandlerSources(file: string, layers: readonly string[] = []): HandlerSources {
  const key = [file, ...layers].join("\0");
  const found = known.get(key);
  if (found !== undefined) return found;
  const sources = collectSources(file, layers);
  known.set(key, sources);
  return sources;
}

function collectSources(start: string, layers: readonly string[]): HandlerSources {
  const texts = new Map<string, string>();
  const packages = new Set<string>();
  const pending = [start];
  let isAll = true;
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (texts.has(file)) continue;
    const { text, isComplete, ...imported } =
      texts.size < MAX_FILES ? readSourceFile(file, layers) : UNREADABLE;
    isAll &&= isComplete;
    if (text === undefined) continue;
    texts.set(file, text);
    for (const name of imported.packages) packages.add(name);
    pending.push(...imported.files);
  }
  return { texts, packages, isComplete: isAll };
}

function readSourceFile(file: string, layers: readonly string[]): SourceFile {
  const key = [file, ...layers].join("\0");
  const found = knownFiles.get(key);
  if (found !== undefined) return found;
  const text = readText(file);
  const read =
    text === undefined
      ? UNREADABLE
      : SOURCE.test(file)
        ? readImports(file, text, layers)
        : { ...UNREADABLE, text, isComplete: true };
  knownFiles.set(key, read);
  return read;
}

function readImports(file: string, text: string, layers: readonly string[]): SourceFile {
  const files: string[] = [];
  const packages = new Set<string>();
  const code = text.replace(OWN_LINE_COMMENT, "");
  let isComplete = ![COMPUTED_LOAD, COMPUTED_TEMPLATE, STARTS_FILE].some((pattern) => pattern.test(code));
  // Found once for all imports of the file.
  let ranges: ReadonlyMap<string, string> | undefined;
  for (const specifier of findSpecifiersInText(code)) {
    if (isBuiltin(specifier)) continue;
    if (specifier.startsWith(".")) {
      const target = resolveRelative(specifier, file, ON_DISK);
      if (target !== undefined) files.push(target);
      else isComplete &&= DATA.test(specifier) || isDeclaration(path.resolve(path.dirname(file), specifier));
      continue;
    }
    if (isLayerFile(specifier)) {
      const target = layers.flatMap((folder) => findLayerFile(specifier, folder, ON_DISK) ?? [])[0];
      if (target === undefined) isComplete = false;
      else files.push(target);
      continue;
    }
    const name = packageName(specifier);
    ranges ??= rangesFor(file, layers);
    if (hasTypesOnly(name, ranges)) continue;
    const aliases = ranges.has(name) ? [] : candidatesFor(specifier, pathsAround(path.dirname(file)));
    const target = aliases.flatMap((candidate) => findFile(candidate, ON_DISK) ?? [])[0];
    if (target !== undefined) files.push(target);
    if (target !== undefined || aliases.some(isDeclaration)) continue;
    packages.add(name);
    isComplete &&= isPackage(name, file, ranges);
  }
  return { text, files, packages: [...packages], isComplete };
}

/** Packages are installed beside the code, and in the layers. */
function rangesFor(file: string, layers: readonly string[]): ReadonlyMap<string, string> {
  const ranges = dependencyRangesAbove(file);
  if (layers.length === 0) return ranges;
  const folders = layers.flatMap((folder) => [folder, path.join(folder, "nodejs")]);
  const ofLayers = folders.flatMap((folder) => [...dependencyRangesAbove(path.join(folder, "package.json"))]);
  return new Map([...ofLayers, ...ranges]);
}

const ON_DISK = { has: (file: string): boolean => statFile(file)?.isFile() === true };

/** `./types.d.ts` has types alone: nothing is loaded of it. */
function isDeclaration(module: string): boolean {
  return ON_DISK.has(`${module.replace(/\.js$/, "")}.d.ts`);
}

/** What the nearest tsconfig.json or jsconfig.json says of aliases, up to the root of the repository. */
function pathsAround(folder: string): TsconfigPaths {
  const found = knownPaths.get(folder);
  if (found !== undefined) return found;
  const parent = path.dirname(folder);
  const isTop = parent === folder || statFile(path.join(folder, ".git")) !== undefined;
  const paths = readPathsIn(folder) ?? (isTop ? NO_PATHS : pathsAround(parent));
  knownPaths.set(folder, paths);
  return paths;
}

/** False for a path alias that leads nowhere, and for a package that is, or may be, another part of the same repository. */
function isPackage(name: string, file: string, ranges: ReadonlyMap<string, string>): boolean {
  // Parts of the SDK come with its clients, and no alias is named so.
  if (/^(?:@(?:aws-sdk|smithy|aws-crypto)\/|aws-sdk$)/.test(name)) return true;
  const range = ranges.get(name);
  if (range === undefined || /^(?:workspace|file|link|portal):|^\*$/.test(range)) return false;
  return isQuietPackage(name) || !mayBeOfWorkspace(name, file);
}

/** `aws-lambda` beside `@types/aws-lambda`: what is imported of it are types, without the word. */
function hasTypesOnly(name: string, ranges: ReadonlyMap<string, string>): boolean {
  // Runtimes ship it, so that nobody has to depend on it.
  if (name === "aws-sdk") return false;
  return !ranges.has(name) && ranges.has(`@types/${name.replace(/^@/, "").replace("/", "__")}`);
}

function packageName(specifier: string): string {
  const [first = "", second] = bareSpecifier(specifier).split("/");
  return first.startsWith("@") && second !== undefined ? `${first}/${second}` : first;
}

function readText(file: string): string | undefined {
  try {
    const stat = statFile(file);
    return stat?.isFile() === true && stat.size <= MAX_BYTES
      ? readFileSync(path.resolve(file), "utf8")
      : undefined;
  } catch {
    return undefined;
  }
}
