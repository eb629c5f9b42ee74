import path from "node:path";
import { attention } from "../syntax/attention.js";
import { readSafely } from "../syntax/set-aside.js";
import { wordsOfApp } from "./cdk/app-command.js";
import { ProgramFiles } from "./code/code-files.js";
import { sourcesOfCompiled } from "./compiled-paths.js";
import { Freshness } from "./freshness.js";
import type { FunctionConfig } from "./function-config.js";
import { listSources } from "./list-sources.js";
import {
  infrastructureReads,
  isProject,
  projectsAbove,
  readFolder,
  workingFolderOf,
} from "./project-folders.js";
import { collectWords, mayMean } from "./project-words.js";
import { readText } from "./read-text.js";
import { statFile } from "./stat-file.js";
import {
  type Infrastructure,
  isFrameworkCode,
  mayMakeFunctions,
  readInfrastructure,
} from "./read-code-functions.js";
import { SST_CONFIG, sstFolderOf } from "./sst/app-folder.js";
import { SST_FUNCTIONS } from "./sst/read-sst.js";
import { completeFromOutput, manifestOf } from "./cdk/synthesized.js";
import { workspacePackages } from "./workspace-packages.js";

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

const projects = new Map<string, Project>();

/**
 * The functions whose handler is in the file, as the infrastructure code of the project around it makes them: of the nearest
 * folder above with a `cdk.json` or its like, or a package.json that depends on a framework, and of folders for infrastructure beside the way up.
 * The code of a project is read once, and again when a file of it changes. Nothing is executed, and nothing throws.
 *
 * @param filename absolute path of a source file
 */
export function codeFunctionsOfFile(filename: string): readonly FunctionConfig[] {
  for (const roots of projectsAbove(path.dirname(filename)).roots) {
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
  for (const roots of projectsAbove(path.dirname(filename)).roots) {
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
 * All functions that the code of a folder makes; none for a folder that is no project of a framework.
 *
 * @param root absolute path
 */
export function codeFunctionsOfProject(root: string): readonly FunctionConfig[] {
  return isProject(root) ? [...functionsOf(findProject(root), root).values()].flat() : [];
}

/**
 * All functions that the code of the project around a file makes.
 *
 * @param file absolute path
 */
export function codeFunctionsAround(file: string): readonly FunctionConfig[] {
  return codeFunctionsOfProject(workingFolderOf(file));
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
  const members = [...workspacePackages(root)].flatMap(([name, { folder, makesResources }]) =>
    makesResources && folder !== root ? [name] : [],
  );
  const declaring = [...texts].flatMap(([file, text]) =>
    mayMakeFunctions(text, file) || (isFrameworkCode(text) && importsAny(text, members)) ? [file] : [],
  );
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

/** Whether a text imports one of the packages, or a part of it: their constructs may make functions. */
function importsAny(text: string, names: readonly string[]): boolean {
  return names.some((name) => [`"${name}`, `'${name}`].some((start) => text.includes(start)));
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
