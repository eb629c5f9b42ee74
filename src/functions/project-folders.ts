import path from "node:path";
import QuickLRU from "quick-lru";
import { isRunFromAbove } from "./cdk/app-command.js";
import { type FolderListing, listFolder } from "./list-folder.js";
import { readText } from "./read-text.js";
import { statFile } from "./stat-file.js";

/** Folders are looked at again after this time: a change shows in the editor, and one run of ESLint looks once. */
const FRESH_MS = 1_000;
const MAX_LEVELS = 40;
const MAX_NESTED = 8;
/** Packages that a project depends on whose code makes functions. */
const FRAMEWORK =
  /"(?:aws-cdk-lib|@aws-cdk\/(?:core|aws-lambda|aws-lambda-nodejs)|sst|@serverless-stack\/resources|@pulumi\/aws|@aws-amplify\/backend)"/;
/** Files that say the same of the folder in which they are. */
export const MARKER =
  /^(?:cdk\.json|sst\.config\.ts|sst\.json|Pulumi\.ya?ml|serverless(?:\.[\w-]+)*\.[cm]?[jt]s)$/;
/** What makes functions only in a program that has one of these files. */
const PROGRAM_FRAMEWORK = /"(?:sst|@serverless-stack\/resources|@pulumi\/aws)"/;
const PROGRAM = /^(?:sst\.config\.ts|sst\.json|Pulumi\.ya?ml)$/;
/** Folders that hold infrastructure, by the names that they usually have. */
const INFRASTRUCTURE =
  /(?:^|[-_.])(?:cdk|constructs?|infra|infrastructure|iac|deploy|deployment|provisioning|resources|stacks?|backend|aws)(?:$|[-_.])/i;
/** Folders whose children are packages of a repository. */
const PACKAGES = /^(?:packages|apps|services|libs|projects|source)$/;
/** Folders that hold no infrastructure of the project. */
export const SKIPPED =
  /^(?:node_modules|\..*|cdk\.out|dist|build|out|coverage|tests?|__tests__|__mocks__|e2e|docs?)$/;
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

/** The roots of projects above a folder. */
interface Above {
  /** When the oldest part of the answer was looked for. */
  readonly checkedAt: number;
  readonly roots: readonly (readonly string[])[];
}

const foldersAbove = new QuickLRU<string, Above>({ maxSize: 500 });
const folders = new QuickLRU<string, Folder>({ maxSize: 1_000 });
const manifests = new Map<string, Manifest>();
/**
 * The roots of projects in a folder and beside it, then those of the folder around it, and so on. Most folders have none
 * above them: they are looked for once, and not for each file of the folder.
 */
export function projectsAbove(directory: string): Above {
  const now = performance.now();
  const known = foldersAbove.get(directory);
  if (known !== undefined && now - known.checkedAt < FRESH_MS) return known;
  const { nested, isRoot } = readFolder(directory);
  const roots = [directory, ...nested].filter(isProject);
  const parent = path.dirname(directory);
  const around = isRoot || parent === directory ? { checkedAt: now, roots: [] } : projectsAbove(parent);
  const found = { ...around, roots: roots.length === 0 ? around.roots : [roots, ...around.roots] };
  foldersAbove.set(directory, found);
  return found;
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

export function readFolder(directory: string): Folder {
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
function findNested(directory: string, listing: FolderListing): readonly string[] {
  const infrastructure = (parent: string, { entries: inner }: FolderListing): readonly string[] =>
    inner.flatMap(({ name, isFolder }) =>
      isFolder && !SKIPPED.test(name) && INFRASTRUCTURE.test(name) ? [path.join(parent, name)] : [],
    );
  const packages = listing.entries.flatMap(({ name, isFolder }) =>
    isFolder && PACKAGES.test(name) ? [path.join(directory, name)] : [],
  );
  const nested = [
    ...infrastructure(directory, listing),
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

export function isProject(directory: string): boolean {
  const { hasMarker, hasManifest } = readFolder(directory);
  if (hasMarker || !hasManifest) return hasMarker;
  const manifest = path.join(directory, "package.json");
  return dependsOnFramework(manifest) && !isRunFromAbove(directory) && !isPartOfProgram(directory, manifest);
}

/** Whether a package is for SST or Pulumi, and a folder above, up to the root of the repository, has the program that loads it. */
function isPartOfProgram(directory: string, manifest: string): boolean {
  if (!PROGRAM_FRAMEWORK.test(readText(manifest))) return false;
  let current = directory;
  for (let level = 0; level < MAX_LEVELS && !readFolder(current).isRoot; level++) {
    const parent = path.dirname(current);
    if (parent === current) return false;
    current = parent;
    if (listFolder(current).entries.some(({ name }) => PROGRAM.test(name))) return true;
  }
  return false;
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
