import { readFileSync } from "node:fs";
import type { TSESLint } from "@typescript-eslint/utils";
import QuickLRU from "quick-lru";
import { Freshness } from "../functions/freshness.js";
import type {
  GivenArgument,
  GivenBack,
  ResultQuestion,
  SentArgument,
  TakenArgument,
} from "../lambda/elsewhere.js";
import { findSentArguments } from "../lambda/errors/sent-arguments.js";
import { type FileSummary, summariseFile } from "../lambda/file-summary.js";
import { type GivenFunctions, findGivenFunctions } from "../lambda/handlers/given-functions.js";
import type { HandlerOptions } from "../lambda/handlers/handlers.js";
import { findGivenArguments } from "../lambda/given-arguments.js";
import { getLambdaModel } from "../lambda/get-lambda-model.js";
import type { LambdaModel } from "../lambda/model.js";
import { createWrappers } from "../lambda/handlers/wrappers.js";
import { findReadingCode } from "../lambda/promises/independent-calls.js";
import {
  type TakenInFile,
  findGivenBack,
  findTakenArguments,
  findTakenThrough,
} from "../lambda/taint/taken-arguments.js";
import { type AnsweredResult, findAnsweredResults } from "../lambda/time/answered-results.js";
import type { ExportKey } from "../syntax/export-paths.js";
import type { Attention } from "../syntax/attention.js";
import type { ImportPath } from "../syntax/import-paths.js";
import { parseSource } from "../syntax/parse-source.js";
import { readSafely } from "../syntax/set-aside.js";
import { getSyntax } from "../syntax/syntax.js";
import { type FileState, ReadOnce } from "./read-once.js";
import { ReadThrough } from "./read-through.js";
import { findGivenFunctions as findGivenIn } from "./find-given-functions.js";
import { type ProjectOptions, ProjectFiles } from "./project-files.js";

const MAX_PARSED = 10;

/** A function that hands on more parts of its arguments is the router of an application. */
const MAX_TAKEN = 100;

const EMPTY: FileSummary = {
  hasHandlers: false,
  importedHandlers: [],
  madeHandlers: new Set(),
  asyncCode: new Set(),
  namedReadings: new Map(),
  sleepingFunctions: new Map(),
  loggedArguments: new Map(),
  uses: [],
  aliases: [],
  bases: [],
  ownKeys: new Set(),
  ownNames: new Set(),
};

export interface ProjectSettings extends ProjectOptions {
  /** How handlers are told in a file. */
  readonly handlerOptionsOf: (file: string, elsewhere: HandlerOptions["elsewhere"]) => HandlerOptions;
}

const NOTHING_GIVEN: GivenFunctions = { own: [], passedOn: [], ownKeys: new Set(), aliases: [] };

const NO_READS: ReadonlyMap<ExportKey, readonly ImportPath[]> = new Map();
const NOTHING_TAKEN: TakenInFile = { taken: new Map(), passed: new Map() };
const NO_ANSWERS: ReadonlyMap<ExportKey, AnsweredResult> = new Map();

/** The files of a project with what each says of its use of the others. Each is parsed once, and again when it changes. */
export class Project {
  /** The files parsed last: what wrappers do is often asked just before the rest of their file. */
  readonly #parsed = new QuickLRU<string, Readonly<TSESLint.SourceCode> | undefined>({ maxSize: MAX_PARSED });
  readonly #summaries = new ReadOnce<FileSummary>((file) => this.#stateOf(file));
  readonly #given = new ReadOnce<GivenFunctions>((file) => this.#stateOf(file));
  readonly #givenArguments = new ReadOnce<readonly GivenArgument[]>((file) => this.#stateOf(file));
  readonly #answers = new ReadOnce<ReadonlyMap<ExportKey, AnsweredResult>>((file) => this.#stateOf(file));
  readonly #reads = new ReadOnce<ReadonlyMap<ExportKey, readonly ImportPath[]>>((file) =>
    this.#stateOf(file),
  );
  readonly #takenDirectly = new ReadOnce<TakenInFile>((file) => this.#stateOf(file));
  readonly #taken = new ReadThrough<readonly TakenArgument[]>((file) => this.#stateOf(file));
  readonly #givenBack = new ReadThrough<readonly GivenBack[]>((file) => this.#stateOf(file));
  readonly #sent = new ReadThrough<readonly SentArgument[]>((file) => this.#stateOf(file));
  /** Of the files parsed last. */
  readonly #models = new WeakMap<Readonly<TSESLint.SourceCode>, LambdaModel>();
  #files: ProjectFiles;
  #unloaded = new Set<string>();
  readonly #freshness: Freshness;

  private constructor(
    private readonly root: string,
    private readonly settings: ProjectSettings,
    private readonly now: () => number,
    files: ProjectFiles,
    freshness: Freshness,
  ) {
    this.#files = files;
    this.#freshness = freshness;
  }

  /** Undefined where the root is too large to be listed. */
  static at(
    root: string,
    settings: ProjectSettings,
    now: () => number,
    asked: Attention,
  ): Project | undefined {
    const startedAt = now();
    const files = ProjectFiles.list(root, settings);
    const freshness = new Freshness(startedAt, now(), asked);
    return files === undefined ? undefined : new Project(root, settings, now, files, freshness);
  }

  /** Looks at the disk again where that was a while ago. */
  refresh(): void {
    const startedAt = this.now();
    if (!this.#freshness.isDue(startedAt)) return;
    this.#files = ProjectFiles.list(this.root, this.settings, this.#files) ?? this.#files;
    this.#unloaded = new Set();
    this.#freshness.checked(startedAt, this.now());
  }

  has(file: string): boolean {
    return this.#files.has(file);
  }

  /** Files without handlers that no file with handlers loads, by however many others: as far as that was asked. */
  get unloaded(): Set<string> {
    return this.#unloaded;
  }

  importersOf(file: string): readonly string[] {
    return this.#files.importersOf(file);
  }

  namersOf(file: string): readonly string[] {
    return this.#files.namersOf(file);
  }

  /** The files around a file that set environment variables to fetched secrets, with the names of these. */
  fillersAround(file: string): readonly (readonly [string, readonly string[]])[] {
    return this.#files.fillersAround(file);
  }

  importersInPackage(file: string): readonly string[] {
    return this.#files.importersInPackage(file);
  }

  mayHoldHandlers(file: string): boolean {
    return this.#files.mayHoldHandlers(file);
  }

  mayRunForHandlers(file: string): boolean {
    return this.#files.mayRunForHandlers(file);
  }

  watchesTime(file: string): boolean {
    return this.#files.scanned(file)?.watchesTime === true;
  }

  loadsEnvironment(file: string): boolean {
    return this.#files.scanned(file)?.loadsEnvironment === true;
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
    const isOfProject = (module: string): boolean => scanned.targets.has(module);
    return this.#summaries.get(file, (lookedInto) =>
      this.#look(file, EMPTY, (sourceCode) =>
        summariseFile(sourceCode, this.#optionsFor(file, lookedInto), isOfProject),
      ),
    );
  }

  /** What a file hands to code of other files. Read for those that ask for it alone. */
  argumentsGivenIn(file: string): readonly GivenArgument[] {
    const scanned = this.#files.scanned(file);
    if (scanned === undefined) return [];
    return this.#givenArguments.get(file, (lookedInto) =>
      this.#look(file, [], (sourceCode) =>
        findGivenArguments(this.#createModel(sourceCode, file, lookedInto), (module) =>
          scanned.targets.has(module),
        ),
      ),
    );
  }

  /** What the functions give that a file exports, by the answers of other systems. Read for those that ask for it alone. */
  answersOf(file: string): ReadonlyMap<ExportKey, AnsweredResult> {
    const scanned = this.#files.scanned(file);
    if (scanned === undefined) return NO_ANSWERS;
    return this.#answers.get(file, (lookedInto) =>
      this.#look(file, NO_ANSWERS, (sourceCode) =>
        findAnsweredResults(this.#createModel(sourceCode, file, lookedInto)),
      ),
    );
  }

  /** The functions that a file exports and that only read, with what they call of other files. */
  readsOf(file: string): ReadonlyMap<ExportKey, readonly ImportPath[]> {
    const scanned = this.#files.scanned(file);
    if (scanned === undefined) return NO_READS;
    return this.#reads.get(file, (lookedInto) =>
      this.#look(file, NO_READS, (sourceCode) =>
        findReadingCode(this.#createModel(sourceCode, file, lookedInto)),
      ),
    );
  }

  /**
   * What a function that a file exports does with its arguments, what it passes on to further files included.
   *
   * @param calls how many calls into further files are followed
   * @param takenBy what functions of those do
   */
  argumentsTakenBy(
    file: string,
    key: ExportKey,
    calls: number,
    takenBy: (code: ImportPath) => readonly TakenArgument[],
  ): readonly TakenArgument[] {
    return this.#taken.get(file, `${key}\0${calls}`, () => {
      const { taken, passed } = this.#takenDirectlyIn(file);
      const all = [...(taken.get(key) ?? [])];
      for (const argument of calls === 0 ? [] : (passed.get(key) ?? [])) {
        const further = takenBy(argument);
        if (further.length === 0) continue;
        const through = this.#look(file, [], (code) =>
          findTakenThrough(argument, further, this.#keptModel(code, file)),
        );
        all.push(...through.flatMap(([ofKey, more]) => (ofKey === key ? more : [])));
      }
      return distinct(all);
    });
  }

  /** The arguments that the result of a function has that a file exports. */
  argumentsGivenBackBy(file: string, key: ExportKey, question: ResultQuestion): readonly GivenBack[] {
    return this.#givenBack.get(file, `${key}\0${JSON.stringify(question)}`, () =>
      this.#look(file, [], (code) => findGivenBack(key, question, this.#keptModel(code, file))),
    );
  }

  /**
   * What a function that a file exports puts of its arguments into answers.
   *
   * @param calls how many calls into further files are followed
   * @param sentBy what functions of those do
   */
  sentArgumentsOf(
    file: string,
    key: ExportKey,
    calls: number,
    sentBy: (code: ImportPath) => readonly SentArgument[],
  ): readonly SentArgument[] {
    return this.#sent.get(file, `${key}\0${calls}`, () =>
      this.#look(file, [], (code) => findSentArguments(key, getSyntax(code), sentBy)),
    );
  }

  #takenDirectlyIn(file: string): TakenInFile {
    const scanned = this.#files.scanned(file);
    if (scanned === undefined) return NOTHING_TAKEN;
    return this.#takenDirectly.get(file, () =>
      this.#look(file, NOTHING_TAKEN, (code) =>
        findTakenArguments(this.#keptModel(code, file), (module) => scanned.targets.has(module)),
      ),
    );
  }

  /** What the wrappers that a file exports do with the functions they are given. */
  givenFunctionsOf(file: string): GivenFunctions {
    const scanned = this.#files.scanned(file);
    if (scanned === undefined) return NOTHING_GIVEN;
    return this.#given.get(file, (lookedInto) =>
      this.#look(file, NOTHING_GIVEN, (sourceCode) => {
        const syntax = getSyntax(sourceCode);
        return findGivenFunctions(syntax, createWrappers(syntax, this.#optionsFor(file, lookedInto)));
      }),
    );
  }

  /** The model of a file, kept while its text is: for answers that no wrapper of another file changes. */
  #keptModel(sourceCode: Readonly<TSESLint.SourceCode>, file: string): LambdaModel {
    const model = this.#models.get(sourceCode) ?? this.#createModel(sourceCode, file, new Set());
    this.#models.set(sourceCode, model);
    return model;
  }

  /**
   * The model of a file by itself: it asks none of its questions of others but what wrappers do.
   *
   * @param lookedInto gets the files of those wrappers
   */
  #createModel(
    sourceCode: Readonly<TSESLint.SourceCode>,
    file: string,
    lookedInto: Set<string>,
  ): LambdaModel {
    const options = this.#optionsFor(file, lookedInto);
    return getLambdaModel(sourceCode, { ...options, clients: [], eventKinds: [], elsewhere: undefined });
  }

  #look<Answer>(
    file: string,
    nothing: Answer,
    answer: (sourceCode: Readonly<TSESLint.SourceCode>) => Answer,
  ): Answer {
    const sourceCode = this.#parse(file);
    return sourceCode === undefined ? nothing : readSafely(nothing, () => answer(sourceCode));
  }

  #parse(file: string): Readonly<TSESLint.SourceCode> | undefined {
    const text = readText(file);
    const known = this.#parsed.get(file);
    if (known !== undefined && known.text === text) return known;
    const sourceCode = text === undefined ? undefined : parseSource(file, text);
    this.#parsed.set(file, sourceCode);
    return sourceCode;
  }

  #stateOf(file: string): FileState {
    return this.#files.scanned(file);
  }

  #optionsFor(file: string, lookedInto: Set<string>): HandlerOptions {
    const files = {
      resolve: (specifier: string, importer: string) => this.resolve(specifier, importer),
      givenFunctionsOf: (other: string) => {
        lookedInto.add(other);
        return this.givenFunctionsOf(other);
      },
    };
    return this.settings.handlerOptionsOf(file, {
      functionsGivenTo: (module, path) => findGivenIn(file, module, path, files),
    });
  }
}

/** Where a part of an argument goes to several sinks of a class, one is enough to be told of. */
function distinct(taken: readonly TakenArgument[]): readonly TakenArgument[] {
  const byPart = new Map<string, TakenArgument>();
  for (const argument of taken) {
    const part = `${argument.argument} ${argument.sink} ${argument.path.join("\0")}`;
    if (!byPart.has(part)) byPart.set(part, argument);
  }
  return [...byPart.values()].slice(0, MAX_TAKEN);
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
