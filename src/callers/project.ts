import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { type FileSummary, summariseFile } from "../lambda/file-summary.js";
import type { HandlerOptions } from "../lambda/handlers/handlers.js";
import { getLambdaModel } from "../lambda/get-lambda-model.js";
import { type AnsweredResult, findAnsweredResults } from "../lambda/time/answered-results.js";
import type { ExportKey } from "../syntax/export-paths.js";
import { parseSource } from "../syntax/parse-source.js";
import { type ProjectOptions, ProjectFiles, findPackageDirectories } from "./project-files.js";

/** How often the disk is looked at for changes: an editor notices a saved file, and a run of ESLint pays little. */
const MIN_RECHECK_MS = 1_000;
/** Of the time of a run, at most this share goes into looking whether files have changed. */
const RECHECK_SHARE = 0.02;

const EMPTY: FileSummary = {
  hasHandlers: false,
  importedHandlers: [],
  madeHandlers: new Set(),
  asyncCode: new Set(),
  uses: [],
  aliases: [],
  bases: [],
  ownKeys: new Set(),
};

export interface ProjectSettings extends ProjectOptions {
  /** How handlers are told in a file. */
  readonly handlerOptionsOf: (file: string) => HandlerOptions;
}

interface Summarised {
  readonly mtimeMs: number;
  readonly size: number;
  readonly summary: FileSummary;
}

interface Answers {
  readonly mtimeMs: number;
  readonly size: number;
  readonly answers: ReadonlyMap<ExportKey, AnsweredResult>;
}

const NO_ANSWERS: ReadonlyMap<ExportKey, AnsweredResult> = new Map();

/** The files of a project with what each says of its use of the others. Each is parsed once, and again when it changes. */
export class Project {
  readonly #summaries = new Map<string, Summarised>();
  readonly #answers = new Map<string, Answers>();
  #files: ProjectFiles;
  #checkedAt: number;
  #recheckMs: number;

  private constructor(
    private readonly root: string,
    private readonly settings: ProjectSettings,
    private readonly now: () => number,
    files: ProjectFiles,
    startedAt: number,
  ) {
    this.#files = files;
    this.#checkedAt = now();
    this.#recheckMs = recheckAfter(this.#checkedAt - startedAt);
  }

  /** Undefined where the root is too large to be listed. */
  static at(root: string, settings: ProjectSettings, now: () => number): Project | undefined {
    const startedAt = now();
    const files = ProjectFiles.list(root, settings);
    return files === undefined ? undefined : new Project(root, settings, now, files, startedAt);
  }

  /** Looks at the disk again where that was a while ago. */
  refresh(): void {
    const startedAt = this.now();
    if (startedAt - this.#checkedAt < this.#recheckMs) return;
    this.#files = ProjectFiles.list(this.root, this.settings, this.#files) ?? this.#files;
    this.#checkedAt = this.now();
    this.#recheckMs = recheckAfter(this.#checkedAt - startedAt);
  }

  has(file: string): boolean {
    return this.#files.has(file);
  }

  importersOf(file: string): readonly string[] {
    return this.#files.importersOf(file);
  }

  namersOf(file: string): readonly string[] {
    return this.#files.namersOf(file);
  }

  importersInPackage(file: string): readonly string[] {
    return this.#files.importersInPackage(file);
  }

  mayHoldHandlers(file: string): boolean {
    return this.#files.scanned(file)?.mayHoldHandlers === true;
  }

  watchesTime(file: string): boolean {
    return this.#files.scanned(file)?.watchesTime === true;
  }

  /** The file of the project that a specifier names in another file of it. */
  resolve(specifier: string, importer: string): string | undefined {
    return this.#files.scanned(importer)?.targets.get(specifier);
  }

  mayStandIn(file: string): boolean {
    return this.#files.scanned(file)?.mayStandIn === true;
  }

  mayPassOn(file: string): boolean {
    return this.#files.scanned(file)?.mayPassOn === true;
  }

  /** Of a file that does not parse, or has gone, nothing is known. */
  summaryOf(file: string): FileSummary {
    const scanned = this.#files.scanned(file);
    if (scanned === undefined) return EMPTY;
    const known = this.#summaries.get(file);
    if (known?.mtimeMs === scanned.mtimeMs && known.size === scanned.size) return known.summary;
    const summary = this.#summarise(file, scanned.targets);
    this.#summaries.set(file, { mtimeMs: scanned.mtimeMs, size: scanned.size, summary });
    return summary;
  }

  /** What the functions give that a file exports, by the answers of other systems. Read for those that ask for it alone. */
  answersOf(file: string): ReadonlyMap<ExportKey, AnsweredResult> {
    const scanned = this.#files.scanned(file);
    if (scanned === undefined) return NO_ANSWERS;
    const known = this.#answers.get(file);
    if (known?.mtimeMs === scanned.mtimeMs && known.size === scanned.size) return known.answers;
    const { mtimeMs, size } = scanned;
    const text = readText(file);
    const sourceCode = text === undefined ? undefined : parseSource(file, text);
    let answers = NO_ANSWERS;
    try {
      const options = { ...this.settings.handlerOptionsOf(file), clients: [], eventKinds: [] };
      if (sourceCode !== undefined) answers = findAnsweredResults(getLambdaModel(sourceCode, options));
    } catch {
      // A strange file must not cost the findings of the one that is linted.
    }
    this.#answers.set(file, { mtimeMs, size, answers });
    return answers;
  }

  #summarise(file: string, targets: ReadonlyMap<string, string>): FileSummary {
    const text = readText(file);
    const sourceCode = text === undefined ? undefined : parseSource(file, text);
    if (sourceCode === undefined) return EMPTY;
    try {
      return summariseFile(sourceCode, this.settings.handlerOptionsOf(file), (module) => targets.has(module));
    } catch {
      // A strange file must not cost the findings of the one that is linted.
      return EMPTY;
    }
  }
}

function recheckAfter(durationMs: number): number {
  return Math.max(MIN_RECHECK_MS, durationMs / RECHECK_SHARE);
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** The projects of a process that are looked at with one set of settings: none yet. */
export function createProjects(settings: ProjectSettings): Projects {
  return new Projects(settings);
}

/** The projects of a process that are looked at with one set of settings. */
export class Projects {
  readonly #byRoot = new Map<string, Project | undefined>();
  readonly #rootsByDirectory = new Map<string, readonly string[]>();

  constructor(
    private readonly settings: ProjectSettings,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** The project around a file: the outermost package of its repository that is not too large. */
  of(file: string): Project | undefined {
    const directory = dirname(file);
    let roots = this.#rootsByDirectory.get(directory);
    if (roots === undefined) {
      roots = findPackageDirectories(file).toReversed();
      this.#rootsByDirectory.set(directory, roots);
    }
    for (const root of roots) {
      if (!this.#byRoot.has(root)) this.#byRoot.set(root, Project.at(root, this.settings, this.now));
      const project = this.#byRoot.get(root);
      if (project === undefined) continue;
      project.refresh();
      return project.has(file) ? project : undefined;
    }
    return undefined;
  }
}
