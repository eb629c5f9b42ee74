import path from "node:path";
import QuickLRU from "quick-lru";
import { attention } from "../syntax/attention.js";
import { readSafely } from "../syntax/set-aside.js";
import { isRunFromAbove, packagesOfApp, wordsOfApp } from "./cdk/app-command.js";
import { ProgramFiles } from "./code/code-files.js";
import { sourcesOfCompiled } from "./compiled-paths.js";
import { Freshness } from "./freshness.js";
import type { FunctionConfig } from "./function-config.js";
import { type FolderListing, listFolder } from "./list-folder.js";
import { collectWords, mayMean } from "./project-words.js";
import { readText } from "./read-text.js";
import { statFile } from "./stat-file.js";
import { type Infrastructure, mayMakeFunctions, readInfrastructure } from "./read-code-functions.js";
import { SST_CONFIG, sstFolderOf } from "./sst/app-folder.js";
import { SST_FUNCTIONS } from "./sst/read-sst.js";
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
  /"(?:aws-cdk-lib|@aws-cdk\/(?:core|aws-lambda|aws-lambda-nodejs)|sst|@serverless-stack\/resources|@pulumi\/aws|@aws-amplify\/backend)"/;
/** Files that say the same of the folder in which they are. */
const MARKER = /^(?:cdk\.json|sst\.config\.ts|sst\.json|Pulumi\.ya?ml|serverless(?:\.[\w-]+)*\.[cm]?[jt]s)$/;
/** Folders that hold infrastructure, by the names that they usually have. */
const INFRASTRUCTURE =
  /(?:^|[-_.])(?:cdk|constructs?|infra|infrastructure|iac|deploy|deployment|provisioning|resources|stacks?|backend|aws)(?:$|[-_.])/i;
/** Folders whose children are packages of a repository. */
const PACKAGES = /^(?:packages|apps|services|libs|projects|source)$/;
const SOURCES_FIRST =
  /(?:^|\/)(?:bin|lib|infra|infrastructure|cdk|stacks?|constructs?|iac|deploy|deployment)\//i;
const SKIPPED =
  /^(?:node_modules|\..*|cdk\.out|dist|build|out|coverage|tests?|__tests__|__mocks__|e2e|docs?)$/;
/** Not what tools write under hidden names: SST leaves the code that it has bundled in `.sst.config.1719338843207.mjs`. */
const SOURCE = /^[^.].*(?<!\.d|\.test|\.spec)\.[cm]?[jt]s$/;

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
  readonly freshness: Freshness;
  readonly sources: Sources;
  /** Times of all folders and files that the reading depends on. */
  times: ReadonlyMap<string, number>;
  /** By the files of their handlers. Undefined before anybody has to know. */
  functions: FunctionsByFile | undefined;
  /** Absolute paths. Known with the functions. */
  layerFolders: readonly string[];
}

type FunctionsByFile = ReadonlyMap<string, readonly FunctionConfig[]>;

/** What the files of a project say before any is parsed. */
interface Sources {
  /** Absolute paths of all that are looked at, with their times. */
  readonly files: ReadonlyMap<string, number>;
  readonly directories: readonly string[];
  /** Those that may make functions. */
  readonly declaring: readonly string[];
  /** Whether any of these may make layers as well. */
  readonly mayMakeLayers: boolean;
  /** What `mayMean` asks; undefined where that does not tell, and where no file makes any. */
  readonly words: string | undefined;
}

/** The roots of projects above a folder. */
interface Above {
  /** When the oldest part of the answer was looked for. */
  readonly checkedAt: number;
  readonly roots: readonly (readonly string[])[];
}

const foldersAbove = new QuickLRU<string, Above>({ maxSize: 500 });
const folders = new QuickLRU<string, Folder>({ maxSize: 1_000 });
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
    const found = roots.flatMap((root) => {
      const project = findProject(root);
      return mayMake(project, filename) ? (functionsOf(project, root).get(filename) ?? []) : [];
    });
    if (found.length > 0) return found;
  }
  return [];
}

/**
 * The folders that layers are made of, as absolute paths, by the code of the nearest projects around a file that makes any.
 * The same reading as for functions; none of a project whose code mentions no layer.
 *
 * @param filename absolute path of a source file
 */
export function codeLayerFolders(filename: string): readonly string[] {
  for (const roots of lookAbove(path.dirname(filename)).roots) {
    const found = roots.flatMap((root) => {
      const project = findProject(root);
      if (!project.sources.mayMakeLayers) return [];
      functionsOf(project, root);
      return project.layerFolders;
    });
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
  const known = foldersAbove.get(directory);
  if (known !== undefined && now - known.checkedAt < FRESH_MS) return known;
  const { nested, isRoot } = readFolder(directory);
  const roots = [directory, ...nested].filter(isProject);
  const parent = path.dirname(directory);
  const around = isRoot || parent === directory ? { checkedAt: now, roots: [] } : lookAbove(parent);
  const found = { ...around, roots: roots.length === 0 ? around.roots : [roots, ...around.roots] };
  foldersAbove.set(directory, found);
  return found;
}

/**
 * All functions that the code of a folder makes; none for a folder that is no project of a framework.
 *
 * @param root absolute path
 */
export function codeFunctionsOfProject(root: string): readonly FunctionConfig[] {
  return isProject(root) ? [...functionsOf(findProject(root), root).values()].flat() : [];
}

/**
 * The functions that a file of a project makes, as the code of the whole project says; undefined where the file is no part
 * of what is read for a project, or has another text than on the disk.
 *
 * @param file absolute path
 */
export function codeFunctionsIn(file: string, text: string): readonly FunctionConfig[] | undefined {
  const root = workingFolderOf(file);
  if (!isProject(root) || readText(file) !== text) return undefined;
  const project = findProject(root);
  const functions = functionsOf(project, root);
  if (project.times.get(file) !== statFile(file)?.mtimeMs) return undefined;
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
  if (nested.length > MAX_NESTED) return [];
  const below = nested.flatMap(projectsBelow);
  return nested.length + below.length > MAX_NESTED ? nested : [...nested, ...below];
}

/** The projects in a folder that is none itself: `infra/app/Pulumi.yaml`, `infra/queues/cdk.json`. */
function projectsBelow(directory: string): readonly string[] {
  const { entries } = listFolder(directory);
  if (entries.some(({ name }) => MARKER.test(name))) return [];
  return entries.flatMap(({ name, isFolder }) => {
    const inner = path.join(directory, name);
    const isMarked =
      isFolder && !SKIPPED.test(name) && listFolder(inner).entries.some((entry) => MARKER.test(entry.name));
    return isMarked ? [inner] : [];
  });
}

function isProject(directory: string): boolean {
  const { hasMarker, hasManifest } = readFolder(directory);
  if (hasMarker || !hasManifest) return hasMarker;
  return dependsOnFramework(path.join(directory, "package.json")) && !isRunFromAbove(directory);
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

function findProject(root: string): Project {
  const known = projects.get(root);
  const now = performance.now();
  if (known !== undefined) {
    if (!known.freshness.isDue(now)) return known;
    const isSame = [...known.times].every(([file, mtimeMs]) => timeOf(file) === mtimeMs);
    known.freshness.checked(now, performance.now());
    if (isSame) return known;
  }
  const sources = findSources(root);
  const times = new Map([
    // Where none makes functions, only another file can.
    ...(sources.declaring.length === 0 ? [] : sources.files),
    ...sources.directories.map((directory) => [directory, timeOf(directory)] as const),
    ...filesOfRoot(root).map((file) => [file, timeOf(file)] as const),
  ]);
  const project: Project = {
    // How long another look takes shows with the second one.
    freshness: new Freshness(now, now, attention),
    sources,
    times,
    functions: undefined,
    layerFolders: [],
  };
  projects.set(root, project);
  return project;
}

function filesOfRoot(root: string): readonly string[] {
  return [path.join(root, "cdk.json"), manifestOf(root)];
}

function timeOf(file: string): number {
  return statFile(file)?.mtimeMs ?? 0;
}

function findSources(root: string): Sources {
  infrastructureReads.listings++;
  const { files, directories, isWhole } = listSources(root);
  const texts = new Map<string, string>();
  for (const file of files.keys()) {
    infrastructureReads.files++;
    texts.set(file, readText(file));
  }
  const declaring = [...texts].filter(([file, text]) => mayMakeFunctions(text, file)).map(([file]) => file);
  const tells = isWhole && declaring.length > 0 && timeOf(manifestOf(root)) === 0;
  const mayMakeLayers = declaring.some((file) => /\bLayerVersion\b/.test(texts.get(file) ?? ""));
  return {
    files,
    directories,
    declaring,
    mayMakeLayers,
    words: tells ? collectWords(root, texts) : undefined,
  };
}

/** Whether it is worth the time to read the code for the sake of the file. */
function mayMake({ functions, sources: { declaring, words } }: Project, filename: string): boolean {
  if (functions !== undefined || words === undefined) return declaring.length > 0;
  return mayMean(words, declaring, filename);
}

function functionsOf(project: Project, root: string): FunctionsByFile {
  project.functions ??= readFunctions(project, root);
  return project.functions;
}

function readFunctions(project: Project, root: string): FunctionsByFile {
  const { files, directories, declaring } = project.sources;
  const functions = new Map<string, FunctionConfig[]>();
  if (declaring.length === 0) return functions;
  infrastructureReads.readings++;
  const program = new ProgramFiles(root);
  const app = findApp(root, files);
  const above = configAbove(root, declaring);
  const modules = [...new Set([...app, ...above, ...declaring])].flatMap(
    (file) => program.loadFile(file) ?? [],
  );
  const read = readSafely<Infrastructure>({ functions: [], layerFolders: [] }, () =>
    readInfrastructure(modules, program, true),
  );
  // Of the files, only those that the reading has come to matter from now on.
  const watched = [...directories, ...filesOfRoot(root), ...declaring, ...program.files];
  const times = new Map(watched.map((file) => [file, project.times.get(file) ?? timeOf(file)]));
  const newestMs = Math.max(...program.files.map((file) => times.get(file) ?? 0));
  project.layerFolders = read.layerFolders;
  for (const fn of completeFromOutput(read.functions, root, newestMs)) {
    // What the app makes in other folders is theirs.
    if (above.length > 0 && !fn.place.file.startsWith(root + path.sep)) continue;
    const { file, status, tried } = fn.handler;
    // An export that is missing may have come since.
    const key = file ?? (status === "export-missing" ? tried[0] : "") ?? "";
    const list = functions.get(key);
    if (list === undefined) functions.set(key, [fn]);
    else list.push(fn);
    if (status === "export-missing") for (const candidate of tried) times.set(candidate, timeOf(candidate));
  }
  project.times = times;
  return functions;
}

/** The file that a project starts with, as `cdk.json` and its like say, or index.ts: it gives the stacks what they are made with. */
function findApp(root: string, files: ReadonlyMap<string, unknown>): readonly string[] {
  const words = wordsOfApp(root);
  return [...(words.length === 0 ? ["."] : words), SST_CONFIG, ...pulumiMain(root)].flatMap((word) => {
    const file = path.resolve(root, word);
    const stem = file.replace(/\.[cm]?js$/, "");
    const compiled = stem === file ? [] : sourcesOfCompiled(stem).map((source) => `${source}.ts`);
    return [file, file.replace(/\.js$/, ".ts"), `${file}.ts`, path.join(file, "index.ts"), ...compiled]
      .filter((candidate) => files.has(candidate))
      .slice(0, 1);
  });
}

/** The `sst.config.ts` of the app that a project is a folder of: it may change what the functions of all folders are made with. */
function configAbove(root: string, declaring: readonly string[]): readonly string[] {
  const folder = sstFolderOf(root);
  const isOfApp = folder !== root && declaring.some((file) => SST_FUNCTIONS.test(readText(file)));
  return isOfApp ? [path.join(folder, SST_CONFIG)] : [];
}

/** (https://www.pulumi.com/docs/iac/concepts/projects/project-file/) */
function pulumiMain(root: string): readonly string[] {
  const marker = readFolder(root).listing.entries.find(({ name }) => /^Pulumi\.ya?ml$/.test(name));
  if (marker === undefined) return [];
  const [, main = "."] = /^main:[ \t]*["']?([^\s"'#]+)/m.exec(readText(path.join(root, marker.name))) ?? [];
  return [main];
}

/** The source files of a project, those first that usually hold infrastructure; other projects in it have their own. */
function listSources(root: string): Pick<Sources, "files" | "directories"> & { readonly isWhole: boolean } {
  const files: string[] = [];
  const directories: string[] = [];
  const visited = new Set<string>();
  const visit = (directory: string, depth: number): void => {
    const names = listFolder(directory).entries;
    if (visited.has(directory) || (depth > 0 && names.some(({ name }) => MARKER.test(name)))) return;
    visited.add(directory);
    directories.push(directory);
    for (const { name, isFolder } of names) {
      if (files.length >= MAX_FILES_LISTED) return;
      const inner = path.join(directory, name);
      if (!isFolder) {
        if (SOURCE.test(name)) files.push(inner);
      } else if (depth < MAX_DEPTH && !SKIPPED.test(name)) visit(inner, depth + 1);
    }
  };
  // A repository may have more files than are looked at.
  for (const folder of packagesOfApp(root)) visit(folder, 1);
  const ofApp = new Set(files);
  visit(root, 0);
  const names = new Set(files);
  // What the compiler wrote lies beside its source.
  const sources = files.filter((file) => !file.endsWith(".js") || !names.has(file.replace(/\.js$/, ".ts")));
  const isFirst = (file: string): boolean => ofApp.has(file) || SOURCES_FIRST.test(path.relative(root, file));
  const ordered = [...sources.filter(isFirst), ...sources.filter((file) => !isFirst(file))];
  let bytes = 0;
  const read = new Map<string, number>();
  for (const file of ordered.slice(0, MAX_FILES_READ)) {
    const { size, mtimeMs } = statFile(file) ?? { size: Infinity, mtimeMs: 0 };
    if (size > MAX_FILE_BYTES || bytes + size > MAX_BYTES_READ) continue;
    bytes += size;
    read.set(file, mtimeMs);
  }
  return { files: read, directories, isWhole: read.size === ordered.length };
}
