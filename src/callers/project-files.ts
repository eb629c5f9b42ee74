import { existsSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { isListed } from "../functions/list-folder.js";
import { readPathsIn } from "../syntax/tsconfig-paths.js";
import { type PackageManifest, readManifest } from "./package-manifest.js";
import { ProjectSpecifiers } from "./project-specifiers.js";
import { projectReads, readProjectText } from "./read-project-text.js";
import { type ScannedFile, scanText } from "./scan-text.js";
import { walkSourceTree } from "./walk-sources.js";

/** Beyond these a project is too large to be looked at while a file is linted: its files have no callers then. */
const MAX_FILES_LISTED = 12_000;
const MAX_FILES_READ_IN_PACKAGE = 3_000;
const MAX_FILE_BYTES = 512 * 1024;
const MAX_LEVELS = 40;
/** `layers/shared`, `packages/db-layer`, `shared/nodejs`: where a repository keeps what functions find below `/opt`. */
const LAYER_FOLDER = /(?:^|[\\/_.-])(?:(?:lambda)?layers?|nodejs)(?:$|[\\/_.-])/i;
/** `src/libs`, `packages/shared`: where a repository keeps what its packages have in common. */
const SHARED_FOLDER =
  /(?:^|[\\/_.-])(?:libs?|library|shared|commons?|core|utils?|utilities|helpers?)(?:$|[\\/_.-])/i;

export interface ProjectOptions {
  /** Files that call nothing that counts: tests. */
  readonly isIgnored: (file: string) => boolean;
  /** A look at a text: whether it has what most files with handlers have. */
  readonly mentionsHandlers: (text: string) => boolean;
  /** Whether the configuration of a function names the file. Asked for a file whose text does not tell. */
  readonly isConfigured: (file: string) => boolean;
  /** Absolute paths of the folders whose content functions find below `/opt`. Asked for files that import from there. */
  readonly layerFoldersOf: (file: string) => readonly string[];
}

/**
 * The directories with a package.json above a file, nearest first, and that of the repository: where each function and each
 * layer has a package.json of its own, none of these holds both.
 */
export function findPackageDirectories(file: string): readonly string[] {
  const directories: string[] = [];
  let directory = dirname(file);
  for (let level = 0; level < MAX_LEVELS; level++) {
    if (isListed(join(directory, "package.json"))) directories.push(directory);
    if (isListed(join(directory, ".git")))
      return directories.at(-1) === directory ? directories : [...directories, directory];
    const parent = dirname(directory);
    if (parent === directory) break;
    directory = parent;
  }
  return directories;
}

/**
 * The source files below a root, and which of them import which: by relative paths, by the aliases of a tsconfig.json,
 * and by the names of packages in the same repository. A package is read when a file of it may import the one in
 * question. Nothing throws: what cannot be read imports nothing.
 */
export class ProjectFiles {
  readonly #files: ReadonlySet<string>;
  readonly #packages: ReadonlyMap<string, Package>;
  readonly #isWorkspace: boolean;
  /** The packages that directories belong to. */
  readonly #owners = new Map<string, Package | undefined>();
  readonly #ownersOfFiles = new Map<string, Package | undefined>();
  /** What may hold importers of a package's files. */
  readonly #readers = new Map<Package, readonly Links[]>();
  /** By directory of a package. */
  readonly #aliasTargets = new Map<string, readonly string[]>();
  /** Whether the configuration names them: files whose text does not tell. */
  readonly #configured = new Map<string, boolean>();
  /** By file: what is asked again for each file that comes to it. */
  readonly #importers = new Map<string, readonly string[]>();
  readonly #namers = new Map<string, readonly string[]>();
  /** Files that no handler loads. */
  readonly #unloaded = new Set<string>();
  readonly #specifiers: ProjectSpecifiers;

  private constructor(
    private readonly root: string,
    tree: { files: readonly string[]; packages: readonly string[] },
    readonly options: ProjectOptions,
    previous: ProjectFiles | undefined,
  ) {
    const rootManifest = readManifest(root);
    this.#isWorkspace =
      rootManifest.hasWorkspaces ||
      ["pnpm-workspace.yaml", "lerna.json"].some((name) => existsSync(join(root, name))) ||
      !existsSync(join(root, "package.json"));
    const directories = this.#isWorkspace ? new Set([root, ...tree.packages]) : new Set([root]);
    const files = new Map<string, string[]>([...directories].map((directory) => [directory, []]));
    const known = previous === undefined ? undefined : previous.#packages;
    for (const file of tree.files) files.get(nearestOf(file, directories) ?? root)?.push(file);
    this.#files = new Set(tree.files);
    this.#packages = new Map(
      [...files].map(([directory, own]) => [
        directory,
        {
          manifest: directory === root ? rootManifest : readManifest(directory),
          files: own,
          scanned: new Map(),
          links: undefined,
          known: knownOf(known?.get(directory)),
        },
      ]),
    );
    const members = this.#isWorkspace
      ? membersByName([...this.#packages.values()].map(({ manifest }) => manifest))
      : linkedMembers([rootManifest, ...tree.packages.map(readManifest)]);
    this.#specifiers = new ProjectSpecifiers(this.#files, members, (file) => options.layerFoldersOf(file));
  }

  /**
   * The files below a root. Undefined where they are too many.
   *
   * @param previous what is known of the same root from before: files that have not changed are not read again
   */
  static list(root: string, options: ProjectOptions, previous?: ProjectFiles): ProjectFiles | undefined {
    projectReads.listings++;
    const tree = walkSourceTree(root, MAX_FILES_LISTED);
    if (tree === undefined) return undefined;
    const files = tree.files.filter((file) => !options.isIgnored(file));
    return new ProjectFiles(root, { files, packages: tree.packages }, options, previous);
  }

  has(file: string): boolean {
    return this.#files.has(file);
  }

  /** What the text of a file tells. No other file is read for it. */
  scanned(file: string): ScannedFile | undefined {
    const own = this.#files.has(file) ? this.#packageOf(file) : undefined;
    return own === undefined ? undefined : this.#scan(file, own);
  }

  /** Whether a handler may stand in a file, by its text or by what configures functions. */
  mayHoldHandlers(file: string): boolean {
    const scanned = this.scanned(file);
    if (scanned === undefined) return false;
    return (
      scanned.mentionsHandlers || remembered(this.#configured, file, () => this.options.isConfigured(file))
    );
  }

  /** The files that load a file, in alphabetical order: those of its own package. */
  importersInPackage(file: string): readonly string[] {
    const own = this.#packageOf(file);
    return own === undefined ? [] : [...(this.#linksIn(own).importers.get(file) ?? [])].sort();
  }

  /**
   * The files that load a file, in alphabetical order: those of packages that depend on its own as well, and of those
   * that lie in its own, which reach it by a path (`../../lib/db`).
   */
  importersOf(file: string): readonly string[] {
    return remembered(this.#importers, file, () =>
      this.#linksFor(file)
        .flatMap(({ importers }) => [...(importers.get(file) ?? [])])
        .sort(),
    );
  }

  /** The same with the files that import nothing but types of it. */
  namersOf(file: string): readonly string[] {
    return remembered(this.#namers, file, () =>
      this.#linksFor(file)
        .flatMap(({ namers }) => [...(namers.get(file) ?? [])])
        .sort(),
    );
  }

  /** The files of a file's package and of those that import it which set environment variables to fetched secrets, with their names. */
  fillersAround(file: string): readonly (readonly [string, readonly string[]])[] {
    return this.#linksFor(file).flatMap(({ fillers }) => [...fillers]);
  }

  /** False where neither the file may hold handlers nor any that loads it, by however many others. Nothing is parsed. */
  mayRunForHandlers(file: string): boolean {
    if (this.mayHoldHandlers(file)) return true;
    if (this.#unloaded.has(file)) return false;
    const seen = new Set([file]);
    for (const current of seen)
      for (const importer of this.importersOf(current)) {
        if (this.mayHoldHandlers(importer)) return true;
        if (!this.#unloaded.has(importer)) seen.add(importer);
      }
    for (const unloaded of seen) this.#unloaded.add(unloaded);
    return false;
  }

  /** Of the packages whose files may import a file. */
  #linksFor(file: string): readonly Links[] {
    const own = this.#packageOf(file);
    if (own === undefined) return [];
    return remembered(this.#readers, own, () => this.#readersOf(own).map((entry) => this.#linksIn(entry)));
  }

  /** True where a package of the repository depends on the one by its name. */
  #isDependedOn({ manifest: { name } }: Package): boolean {
    return (
      name !== undefined &&
      [...this.#packages.values()].some(({ manifest }) => manifest.dependencies.has(name))
    );
  }

  #readersOf(own: Package): readonly Package[] {
    const { name } = own.manifest;
    const { directory } = own.manifest;
    const within = new Set(this.#packagesBelow(directory, own));
    // Functions that have a layer import its files without depending on its package, and by their paths those of another folder.
    const isForAll =
      LAYER_FOLDER.test(relative(this.root, directory)) ||
      (SHARED_FOLDER.test(relative(this.root, directory)) && !this.#isDependedOn(own));
    const ofAll = new Set(isForAll ? this.#packagesBelow(this.root, own) : []);
    // A package that lists no dependencies leaves them to the root: it may import any other.
    return [...this.#packages.values()].filter(
      (entry) =>
        entry === own ||
        within.has(entry) ||
        ofAll.has(entry) ||
        this.#pathsOf(entry).some((path) => path.startsWith(join(directory, sep))) ||
        [...entry.manifest.linked.values()].includes(directory) ||
        (name !== undefined &&
          (entry.manifest.dependencies.size === 0 || entry.manifest.dependencies.has(name))),
    );
  }

  /** Where the paths of a package's tsconfig.json or jsconfig.json lead: its files import those there by an alias. */
  #pathsOf({ manifest: { directory } }: Package): readonly string[] {
    return remembered(this.#aliasTargets, directory, () =>
      [...(readPathsIn(directory)?.patterns.values() ?? [])].flat(),
    );
  }

  /** The packages in a directory and below it but one; none where they have too many files to be read for it. */
  #packagesBelow(directory: string, but: Package): readonly Package[] {
    const prefix = join(directory, sep);
    const within = [...this.#packages.values()].filter(
      (entry) => entry !== but && join(entry.manifest.directory, sep).startsWith(prefix),
    );
    const files = within.reduce((sum, entry) => sum + entry.files.length, 0);
    return files > MAX_FILES_READ_IN_PACKAGE ? [] : within;
  }

  #packageOf(file: string): Package | undefined {
    // Most questions are about files that were asked for before: the names of their folders are not put together again.
    return remembered(this.#ownersOfFiles, file, () => this.#packageOfDirectory(dirname(file)));
  }

  #packageOfDirectory(directory: string): Package | undefined {
    if (this.#owners.has(directory)) return this.#owners.get(directory);
    const parent = dirname(directory);
    const owner =
      this.#packages.get(directory) ?? (parent === directory ? undefined : this.#packageOfDirectory(parent));
    this.#owners.set(directory, owner);
    return owner;
  }

  #linksIn(entry: Package): Links {
    return (entry.links ??= this.#link(entry));
  }

  /** Reads the package. */
  #link(entry: Package): Links {
    const importers = new Map<string, Set<string>>();
    const namers = new Map<string, Set<string>>();
    const fillers = new Map<string, readonly string[]>();
    for (const file of entry.files.slice(0, MAX_FILES_READ_IN_PACKAGE)) {
      const scanned = this.#scan(file, entry);
      if (scanned === undefined) continue;
      for (const target of scanned.targets.values()) addTo(namers, target, file);
      for (const target of scanned.loaded) addTo(importers, target, file);
      if (scanned.filledVariables.length > 0) fillers.set(file, scanned.filledVariables);
    }
    return { importers, namers, fillers };
  }

  #scan(file: string, entry: Package): ScannedFile | undefined {
    if (!entry.scanned.has(file)) entry.scanned.set(file, this.#look(file, entry));
    return entry.scanned.get(file);
  }

  #look(file: string, entry: Package): ScannedFile | undefined {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats === undefined || stats.size > MAX_FILE_BYTES) return undefined;
    const known = entry.known.get(file);
    const isKnown =
      known?.mtimeMs === stats.mtimeMs &&
      known.size === stats.size &&
      [...known.targets.values()].every((target) => this.#files.has(target));
    return isKnown ? known : this.#scanFile(file, stats, entry);
  }

  #scanFile(
    file: string,
    { mtimeMs, size }: { mtimeMs: number; size: number },
    entry: Package,
  ): ScannedFile | undefined {
    const text = readProjectText(file);
    if (text === undefined) return undefined;
    const found = scanText(
      text,
      (specifier) => this.#specifiers.resolve(specifier, file, entry.manifest),
      file,
    );
    return { mtimeMs, size, mentionsHandlers: this.options.mentionsHandlers(text), ...found };
  }
}

interface Package {
  readonly manifest: PackageManifest;
  readonly files: readonly string[];
  /** The files looked at since the listing; undefined for those that cannot be read. */
  readonly scanned: Map<string, ScannedFile | undefined>;
  links: Links | undefined;
  /** What an earlier look found: good for as long as a file keeps its time and size. */
  readonly known: ReadonlyMap<string, ScannedFile | undefined>;
}

/** Of the files of a package. */
interface Links {
  /** Those that load a file. */
  readonly importers: ReadonlyMap<string, ReadonlySet<string>>;
  /** Those that import something of a file, be it a type. */
  readonly namers: ReadonlyMap<string, ReadonlySet<string>>;
  /** Those that set environment variables to secrets that they fetch, with the names of these. */
  readonly fillers: ReadonlyMap<string, readonly string[]>;
}

function membersByName(manifests: readonly PackageManifest[]): ReadonlyMap<string, PackageManifest> {
  return new Map(
    manifests.flatMap((manifest) =>
      manifest.name === undefined ? [] : [[manifest.name, manifest] as const],
    ),
  );
}

/** Where a repository is no workspace: the packages that others of it depend on by their paths. */
function linkedMembers(manifests: readonly PackageManifest[]): ReadonlyMap<string, PackageManifest> {
  const byDirectory = new Map(manifests.map((manifest) => [manifest.directory, manifest]));
  const members = new Map<string, PackageManifest>();
  for (const { linked } of manifests)
    for (const [name, directory] of linked) {
      const member = byDirectory.get(directory);
      if (member !== undefined) members.set(name, member);
    }
  return members;
}

/** The answer that a map has, or else one that it then has. */
function remembered<Key, Answer>(known: Map<Key, Answer>, key: Key, find: () => Answer): Answer {
  const found = known.get(key);
  if (found !== undefined) return found;
  const answer = find();
  known.set(key, answer);
  return answer;
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([value]));
  else set.add(value);
}

/** A file that was not looked at since the last listing still is what it was before. */
function knownOf(previous: Package | undefined): ReadonlyMap<string, ScannedFile | undefined> {
  return new Map([...(previous?.known ?? []), ...(previous?.scanned ?? [])]);
}

function nearestOf(file: string, directories: { has(directory: string): boolean }): string | undefined {
  for (let directory = dirname(file); ; directory = dirname(directory)) {
    if (directories.has(directory)) return directory;
    if (dirname(directory) === directory) return undefined;
  }
}
