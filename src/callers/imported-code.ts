import { packagesPassedOn } from "../knowledge/sdk-operations.js";
import type {
  AnswerShare,
  GivenBack,
  ResultQuestion,
  SdkExport,
  SentArgument,
  TakenArgument,
} from "../lambda/elsewhere.js";
import type { FileSummary } from "../lambda/file-summary.js";
import type { SleepingFunction } from "../lambda/promises/sleeps.js";
import { isPromiseMethod } from "../lambda/promises/package-methods.js";
import { argumentsTakenByPackage } from "../lambda/taint/package-sinks.js";
import type { NamedReading } from "../syntax/environment-readers.js";
import { type ExportKey, keyOf } from "../syntax/export-paths.js";
import { implementationOf } from "./implementations.js";
import { type AskedKeys, type ExportedCode, isAskedAgain, passedOnBy } from "./passed-on.js";
import type { Project } from "./project.js";

/** How many files may pass a name on before the one that declares it. */
const MAX_ALIASES = 5;

/** How many calls from file to file are followed: controller, service, repository, and what that shares with others. */
const MAX_CALLS = 4;

/** The file that a module names, with the key that is asked for there; no file where the module is none of the project. */
interface AskedFile extends ExportedCode {
  readonly file: string | undefined;
}

/**
 * Looks into the file that a module names, and where that has no say, into those whose exports it passes on, and into the one
 * with the only class that stands in for a type of it.
 *
 * @param look gives undefined for a file that has no say
 * @returns what was found, one file after the other: whoever takes the first answer reads no further file
 */
function* lookInto<Answer>(
  code: ExportedCode,
  importer: string,
  project: Project,
  look: (asked: AskedFile) => readonly Answer[] | undefined,
  depth = 0,
  asked: AskedKeys = new Map(),
): Generator<Answer> {
  if (depth > MAX_ALIASES) return;
  const file = project.resolve(code.module, importer);
  if (file !== undefined && isAskedAgain(asked, file, code.key, depth)) return;
  const answers = look({ ...code, file });
  if (answers !== undefined) yield* answers;
  if (answers !== undefined || file === undefined) return;
  const passedOn = passedOnBy(file, code.key, project);
  for (const further of passedOn) yield* lookInto(further, file, project, look, depth + 1, asked);
  const implementation = passedOn.length === 0 ? implementationOf(file, code.key, project) : undefined;
  if (implementation !== undefined) yield* look({ ...code, ...implementation }) ?? [];
}

function firstOf<Answer>(answers: Iterable<Answer>): Answer | undefined {
  for (const answer of answers) return answer;
  return undefined;
}

/** True where what a module exports is `async`, or a method of what a package made for it that gives a promise. */
export function isAsyncCode(code: ExportedCode, importer: string, project: Project): boolean {
  const found = lookInto(code, importer, project, ({ module, file, key }) => {
    if (file === undefined) return [isPromiseMethod(module, key.split("."))];
    const { asyncCode, ownKeys } = project.summaryOf(file);
    return asyncCode.has(key) || ownKeys.has(key) ? [asyncCode.has(key)] : undefined;
  });
  return firstOf(found) === true;
}

/** Indices of the arguments that a function which a module exports writes to a log as a whole. */
export function loggedArgumentsOf(code: ExportedCode, importer: string, project: Project): readonly number[] {
  return toldOf(code, importer, project, ({ loggedArguments }) => loggedArguments) ?? [];
}

/** How a function that a module exports reads the environment variable that it is given the name of. */
export function namedReadingOf(
  code: ExportedCode,
  importer: string,
  project: Project,
): NamedReading | undefined {
  return toldOf(code, importer, project, ({ namedReadings }) => namedReadings);
}

/** What a function that a module exports says of the sleep that it is; undefined where it does anything else. */
export function sleepingFunctionOf(
  code: ExportedCode,
  importer: string,
  project: Project,
): SleepingFunction | undefined {
  return toldOf(code, importer, project, ({ sleepingFunctions }) => sleepingFunctions);
}

/** What the summary of the file that has the code says of it. */
function toldOf<Answer>(
  code: ExportedCode,
  importer: string,
  project: Project,
  answersIn: (summary: FileSummary) => ReadonlyMap<ExportKey, Answer>,
): Answer | undefined {
  const found = lookInto(code, importer, project, ({ file, key }) => {
    if (file === undefined) return undefined;
    const summary = project.summaryOf(file);
    const answer = answersIn(summary).get(key);
    return answer !== undefined ? [answer] : summary.ownKeys.has(key) ? [] : undefined;
  });
  return firstOf(found);
}

/**
 * Looks into the files whose functions a reading one calls as well.
 *
 * @param known by file and key: each is asked once, and those that call each other count as no reads
 */
export function onlyReads(
  code: ExportedCode,
  importer: string,
  project: Project,
  known = new Map<string, boolean>(),
): boolean {
  const found = lookInto(code, importer, project, ({ file, key }) => {
    if (file === undefined) return undefined;
    const id = `${file}\0${key}`;
    const before = known.get(id);
    if (before !== undefined) return [before];
    const calls = project.readsOf(file).get(key);
    if (calls === undefined) return project.summaryOf(file).ownKeys.has(key) ? [false] : undefined;
    known.set(id, false);
    const areReads = calls.every(({ module, path }) =>
      onlyReads({ module, key: keyOf(path) }, file, project, known),
    );
    known.set(id, areReads);
    return [areReads];
  });
  return firstOf(found) === true;
}

/** What a function gives that a module exports, itself or by another file whose exports or results it passes on. */
export function answerOf(
  code: ExportedCode,
  importer: string,
  project: Project,
  calls = MAX_CALLS,
): AnswerShare | undefined {
  const found = lookInto(code, importer, project, ({ file, key }) => {
    if (file === undefined) return undefined;
    const answer = project.answersOf(file).get(key);
    if (answer?.share !== undefined) return [answer.share];
    for (const { module, path } of calls === 0 ? [] : (answer?.passed ?? [])) {
      const passed = answerOf({ module, key: keyOf(path) }, file, project, calls - 1);
      if (passed !== undefined) return [passed];
    }
    return project.summaryOf(file).ownKeys.has(key) ? [] : undefined;
  });
  return firstOf(found);
}

/** Whether what a module exports under a key has a function of the name; undefined where nothing is seen of it. */
export function hasFunction(
  code: ExportedCode,
  name: string,
  importer: string,
  project: Project,
  depth = 0,
): boolean | undefined {
  const { key } = code;
  const file = depth > MAX_ALIASES ? undefined : project.resolve(code.module, importer);
  if (file === undefined) return undefined;
  const { ownKeys, aliases } = project.summaryOf(file);
  const start = key === "" ? "" : `${key}.`;
  const isPassedOn = (wanted: ExportKey): boolean =>
    aliases.some((alias) => alias.name !== "*" && keyOf(alias.name) === wanted);
  if (ownKeys.has(start + name) || isPassedOn(start + name)) return true;
  const passed = passedOnBy(file, key, project).map((further) =>
    hasFunction(further, name, file, project, depth + 1),
  );
  if (passed.includes(true)) return true;
  // `{ ...base, before }`: what is in the base may be unseen.
  if (isPassedOn(key)) return passed.includes(undefined) ? undefined : false;
  if ([...ownKeys].some((own) => own.startsWith(start) && own !== key)) return false;
  return passed.find((answer) => answer !== undefined);
}

/** What a name means that a module passes on from the SDK or Powertools: each package that it may be of. */
export function findSdkExports(code: ExportedCode, importer: string, project: Project): readonly SdkExport[] {
  const found = lookInto(code, importer, project, ({ module, key, file }): SdkExport[] | undefined => {
    if (packagesPassedOn.test(module)) return [{ module, path: key.split(".") }];
    // `export *` leaves out what the file declares itself.
    const own = file === undefined ? [] : [...project.summaryOf(file).ownKeys];
    return own.some((declared) => declared === key || declared.startsWith(`${key}.`)) ? [] : undefined;
  });
  return [...found];
}

/**
 * What a function that a module exports does with its arguments, with the file of each sink.
 *
 * @param calls how many calls into further files are followed
 */
export function argumentsTakenBy(
  code: ExportedCode,
  importer: string,
  project: Project,
  calls = MAX_CALLS,
): readonly TakenArgument[] {
  const found = lookInto(code, importer, project, ({ module, file, key }) => {
    // What a package made is told by its name, where another file did it: the reading file sees its own objects.
    if (file === undefined)
      return module === code.module ? undefined : argumentsTakenByPackage(module, key.split("."));
    if (!project.summaryOf(file).ownKeys.has(key)) return undefined;
    return project
      .argumentsTakenBy(file, key, calls, ({ module, path }) =>
        argumentsTakenBy({ module, key: keyOf(path) }, file, project, calls - 1),
      )
      .map((taken) => ({ file, ...taken }));
  });
  return [...found];
}

/** The arguments that a function which a module exports gives back. */
export function argumentsGivenBackBy(
  code: ExportedCode,
  question: ResultQuestion,
  importer: string,
  project: Project,
): readonly GivenBack[] {
  const found = lookInto(code, importer, project, ({ file, key }) =>
    file !== undefined && project.summaryOf(file).ownKeys.has(key)
      ? project.argumentsGivenBackBy(file, key, question)
      : undefined,
  );
  return [...found];
}

/**
 * What a function that a module exports puts of its arguments into the answers that it returns, by itself or by a function of
 * another file.
 */
export function sentArgumentsOf(
  code: ExportedCode,
  importer: string,
  project: Project,
  calls = MAX_CALLS,
): readonly SentArgument[] {
  const found = lookInto(code, importer, project, ({ file, key }) => {
    if (file === undefined || !project.summaryOf(file).ownKeys.has(key)) return undefined;
    return project.sentArgumentsOf(file, key, calls, ({ module, path }) =>
      calls === 0 ? [] : sentArgumentsOf({ module, key: keyOf(path) }, file, project, calls - 1),
    );
  });
  return [...found];
}
