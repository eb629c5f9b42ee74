import path from "node:path";
import { ProgramFiles } from "./code/code-files.js";
import type { FunctionConfig } from "./function-config.js";
import { type FolderListing, listFolder } from "./list-folder.js";
import { readText } from "./read-text.js";
import { statFile } from "./stat-file.js";
import { mayMakeFunctions, readCodeFunctions } from "./read-code-functions.js";
import { completeFromOutput, manifestOf } from "./cdk/synthesized.js";

/** Folders are looked at again after this time: a change shows in the editor, and one run of ESLint looks once. */
const FRESH_MS = 1_000;
const MAX_LEVELS = 40;
/** Bounds of one project: what lies beyond is not looked for. */
const MAX_FILES_LISTED = 4_000;
const MAX_FILES_READ = 600;
const MAX_BYTES_READ = 8_000_000;
const MAX_FILE_BYTES = 300_000;
const MAX_DEPTH = 10;
const MAX_NESTED = 8;

/** Packages that a project depends on whose code makes functions. */
const FRAMEWORK =
  /"(?:aws-cdk-lib|@aws-cdk\/(?:core|aws-lambda|aws-lambda-nodejs)|sst|@pulumi\/aws|@aws-amplify\/backend)"/;
/** Files that say the same of the folder in which they are. */
const MARKER = /^(?:cdk\.json|sst\.config\.ts|Pulumi\.ya?ml|serverless(?:\.[\w-]+)*\.[cm]?[jt]s)$/;
/** Folders that hold infrastructure, by the names that they usually have. */
const INFRASTRUCTURE =
  /(?:^|[-_.])(?:cdk|infra|infrastructure|iac|deploy|deployment|stacks?|backend|aws)(?:$|[-_.])/i;
/** Folders whose children are packages of a repository. */
const PACKAGES = /^(?:packages|apps|services|libs|projects|source)$/;
const SOURCES_FIRST =
  /(?:^|\/)(?:bin|lib|infra|infrastructure|cdk|stacks?|constructs?|iac|deploy|deployment)\//i;
const SKIPPED =
  /^(?:node_modules|\..*|cdk\.out|dist|build|out|coverage|tests?|__tests__|__mocks__|e2e|docs?)$/;
const SOURCE = /(?<!\.d|\.test|\.spec)\.[cm]?[jt]s$/;

/** What was looked at since the process started: tests hold it against the number of files. */
export const infrastructureReads = { folders: 0, listings: 0, files: 0, readings: 0 };

interface Folder {
  /** What the rest was made of. */
  readonly listing: FolderListing;
  readonly isRoot: boolean;
  readonly hasMarker: boolean;
  readonly hasManifest: boolean;
  /** Absolute paths of folders in it that may be projects of their own. */
  readonly nested: readonly string[];
}

interface Manifest {
  checkedAt: number;
  readonly mtimeMs: number;
  readonly dependsOnFramework: boolean;
}

interface Project {
  checkedAt: number;
  /** How long it takes to look whether anything has changed. */
  checkMs: number;
  /** Times of all folders and files that the reading depends on. */
  readonly times: ReadonlyMap<string, number>;
  readonly functions: ReadonlyMap<string, readonly FunctionConfig[]>;
}

/** The roots of projects above a folder. */
interface Above {
  /** When the oldest part of the answer was looked for. */
  readonly checkedAt: number;
  readonly roots: readonly (readonly string[])[];
}

const above = new Map<string, Above>();
const folders = new Map<string, Folder>();
const manifests = new Map<string, Manifest>();
const projects = new Map<string, Project>();

/**
 * The functions whose handler is in the file, as the infrastructure code of the project around it makes them: of the nearest
 * folder above with a `cdk.json` or its like, or a package.json that depends on a framework, and of folders for infrastructure beside the way up.
 * The code of a project is read once, and again when a file of it changes. Nothing is executed, and nothing throws.
 *
 * @param filename absolute path of a source file
 */
export function codeFunctionsOfFile(filename: string): readonly FunctionConfig[] {
  for (const roots of lookAbove(path.dirname(filename)).roots) {
    const found = roots.flatMap((root) => readProject(root).functions.get(filename) ?? []);
    if (found.length > 0) return found;
  }
  return [];
}

/**
 * The roots of projects in a folder and beside it, then those of the folder around it, and so on. Most folders have none
 * above them: they are looked for once, and not for each file of the folder.
 */
function lookAbove(directory: string): Above {
  const now = performance.now();
  const known = above.get(directory);
  if (known !== undefined && now - known.checkedAt < FRESH_MS) return known;
  const { nested, isRoot } = readFolder(directory);
  const roots = [directory, ...nested].filter(isProject);
  const parent = path.dirname(directory);
  const around = isRoot || parent === directory ? { checkedAt: now, roots: [] } : lookAbove(parent);
  const found = { ...around, roots: roots.length === 0 ? around.roots : [roots, ...around.roots] };
  above.set(directory, found);
  return found;
}

/**
 * All functions that the code of a folder makes; none for a folder that is no project of a framework.
 *
 * @param root absolute path
 */
export function codeFunctionsOfProject(root: string): readonly FunctionConfig[] {
  return isProject(root) ? [...readProject(root).functions.values()].flat() : [];
}

/**
 * The functions that a file of a project makes, as the code of the whole project says; undefined where the file is no part
 * of what is read for a project, or has another text than on the disk.
 *
 * @param file absolute path
 */
export function codeFunctionsIn(file: string, text: string): readonly FunctionConfig[] | undefined {
  const root = workingFolderOf(file);
  if (!isProject(root)) return undefined;
  const { times, functions } = readProject(root);
  if (times.get(file) !== statFile(file)?.mtimeMs || readText(file) !== text) return undefined;
  return [...functions.values()].flat().filter(({ place }) => place.file === file);
}

/** Whether a folder with a file of that name can be a project whose code makes functions. */
export function isProjectFile(filename: string): boolean {
  const name = path.basename(filename);
  return name === "package.json" || MARKER.test(name);
}

/** The folder in which the CDK runs the code of a file: relative paths are relative to it. */
export function workingFolderOf(filename: string): string {
  const start = path.dirname(filename);
  for (let directory = start, level = 0; level < MAX_LEVELS; level++) {
    if (isProject(directory)) return directory;
    const parent = path.dirname(directory);
    if (parent === directory) break;
    directory = parent;
  }
  return start;
}

function readFolder(directory: string): Folder {
  const listing = listFolder(directory);
  const known = folders.get(directory);
  if (known?.listing === listing) return known;
  infrastructureReads.folders++;
  const has = (wanted: string): boolean => listing.entries.some(({ name }) => name === wanted);
  const folder: Folder = {
    listing,
    isRoot: has(".git"),
    hasMarker: listing.entries.some(({ name }) => MARKER.test(name)),
    hasManifest: has("package.json"),
    nested: findNested(directory, listing),
  };
  folders.set(directory, folder);
  return folder;
}

/** Folders for infrastructure in a folder, and in those that hold the packages of a repository. */
function findNested(directory: string, { entries }: FolderListing): readonly string[] {
  const infrastructure = (parent: string, { entries: inner }: FolderListing): readonly string[] =>
    inner.flatMap(({ name, isFolder }) =>
      isFolder && !SKIPPED.test(name) && INFRASTRUCTURE.test(name) ? [path.join(parent, name)] : [],
    );
  const packages = entries.flatMap(({ name, isFolder }) =>
    isFolder && PACKAGES.test(name) ? [path.join(directory, name)] : [],
  );
  const nested = [
    ...infrastructure(directory, { entries }),
    ...packages.flatMap((name) => infrastructure(name, listFolder(name))),
  ];
  // A folder with more of them collects projects that have nothing to do with each other.
  return nested.length > MAX_NESTED ? [] : nested;
}

function isProject(directory: string): boolean {
  const { hasMarker, hasManifest } = readFolder(directory);
  return hasMarker || (hasManifest && dependsOnFramework(path.join(directory, "package.json")));
}

function dependsOnFramework(file: string): boolean {
  const known = manifests.get(file);
  const now = performance.now();
  if (known !== undefined && now - known.checkedAt < FRESH_MS) return known.dependsOnFramework;
  const mtimeMs = statFile(file)?.mtimeMs ?? 0;
  const isSame = known?.mtimeMs === mtimeMs;
  const depends = isSame ? known.dependsOnFramework : FRAMEWORK.test(readText(file));
  manifests.set(file, { checkedAt: now, mtimeMs, dependsOnFramework: depends });
  return depends;
}

function readProject(root: string): Project {
  const known = projects.get(root);
  const now = performance.now();
  if (known !== undefined) {
    // Of a long run, looking whether files have changed takes a small share.
    if (now - known.checkedAt < Math.max(FRESH_MS, known.checkMs * 50)) return known;
    const isSame = [...known.times].every(([file, mtimeMs]) => (statFile(file)?.mtimeMs ?? 0) === mtimeMs);
    known.checkedAt = now;
    known.checkMs = performance.now() - now;
    if (isSame) return known;
  }
  const project = buildProject(root, now);
  projects.set(root, project);
  return project;
}

function buildProject(root: string, now: number): Project {
  infrastructureReads.listings++;
  const { files, directories } = listSources(root);
  const declaring = files.filter((file) => {
    infrastructureReads.files++;
    return mayMakeFunctions(readText(file), file);
  });
  const program = new ProgramFiles(root);
  const functions = new Map<string, FunctionConfig[]>();
  const timeOf = (file: string): number => statFile(file)?.mtimeMs ?? 0;
  if (declaring.length > 0) {
    infrastructureReads.readings++;
    const app = findApp(root, new Set(files));
    const modules = [...new Set([...app, ...declaring])].flatMap((file) => program.loadFile(file) ?? []);
    const read = readSafely(modules, program);
    const newestMs = Math.max(...program.files.map(timeOf));
    for (const fn of completeFromOutput(read, root, newestMs)) {
      // An export that is missing may have come since.
      const file =
        fn.handler.file ?? (fn.handler.status === "export-missing" ? fn.handler.tried[0] : "") ?? "";
      const list = functions.get(file);
      if (list === undefined) functions.set(file, [fn]);
      else list.push(fn);
    }
  }
  const lacking = [...functions.values()].flat().filter(({ handler }) => handler.status === "export-missing");
  const watched = [
    // The export may come.
    ...lacking.flatMap(({ handler }) => handler.tried),

    ...directories,
    ...declaring,
    ...program.files,
    path.join(root, "cdk.json"),
    manifestOf(root),
  ];
  const times = new Map(watched.map((file) => [file, timeOf(file)]));
  return { checkedAt: now, checkMs: 0, times, functions };
}

function readSafely(
  ...[modules, program]: [Parameters<typeof readCodeFunctions>[0], ProgramFiles]
): readonly FunctionConfig[] {
  try {
    return readCodeFunctions(modules, program, true);
  } catch {
    // Strange code must not cost the findings of the file that is linted.
    return [];
  }
}

/** The file that `cdk.json` says the app starts with: it gives the stacks what they are made with. */
function findApp(root: string, files: ReadonlySet<string>): readonly string[] {
  const app = /"app"\s*:\s*"([^"]*)"/.exec(readText(path.join(root, "cdk.json")))?.[1] ?? "";
  return [...app.split(/\s+/), "sst.config.ts"].flatMap((word) => {
    const file = path.resolve(root, word);
    return [file, file.replace(/\.js$/, ".ts"), `${file}.ts`]
      .filter((candidate) => files.has(candidate))
      .slice(0, 1);
  });
}

/** The source files of a project, those first that usually hold infrastructure; other projects in it have their own. */
function listSources(root: string): { files: readonly string[]; directories: readonly string[] } {
  const files: string[] = [];
  const directories: string[] = [];
  const visit = (directory: string, depth: number): void => {
    const names = listFolder(directory).entries;
    if (depth > 0 && names.some(({ name }) => MARKER.test(name))) return;
    directories.push(directory);
    for (const { name, isFolder } of names) {
      if (files.length >= MAX_FILES_LISTED) return;
      const inner = path.join(directory, name);
      if (!isFolder) {
        if (SOURCE.test(name)) files.push(inner);
      } else if (depth < MAX_DEPTH && !SKIPPED.test(name)) visit(inner, depth + 1);
    }
  };
  visit(root, 0);
  const names = new Set(files);
  // What the compiler wrote lies beside its source.
  const sources = files.filter((file) => !file.endsWith(".js") || !names.has(file.replace(/\.js$/, ".ts")));
  const isFirst = (file: string): boolean => SOURCES_FIRST.test(path.relative(root, file));
  const ordered = [...sources.filter(isFirst), ...sources.filter((file) => !isFirst(file))];
  let bytes = 0;
  const read = ordered.slice(0, MAX_FILES_READ).filter((file) => {
    const size = statFile(file)?.size ?? Infinity;
    if (size > MAX_FILE_BYTES || bytes + size > MAX_BYTES_READ) return false;
    bytes += size;
    return true;
  });
  return { files: read, directories };
}
