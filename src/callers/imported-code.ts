import { sdkPackages } from "../knowledge/sdk-operations.js";
import type {
  AnswerShare,
  GivenBack,
  ResultQuestion,
  SdkExport,
  TakenArgument,
} from "../lambda/elsewhere.js";
import { type ExportKey, keyOf } from "../syntax/export-paths.js";
import { ownKeyOf } from "./find-given-functions.js";
import type { Project } from "./project.js";

/** How many files may pass a name on before the one that declares it. */
const MAX_ALIASES = 5;

/** How many calls from file to file are followed: controller, service, repository, and what that shares with others. */
const MAX_CALLS = 4;

/** Looks into the file that a module names, and into those whose exports it passes on. */
export function isAsyncCode(
  module: string,
  key: ExportKey,
  importer: string,
  project: Project,
  depth = 0,
): boolean {
  const target = depth > MAX_ALIASES ? undefined : project.resolve(module, importer);
  if (target === undefined) return false;
  const { asyncCode, ownKeys, aliases } = project.summaryOf(target);
  if (asyncCode.has(key) || ownKeys.has(key)) return asyncCode.has(key);
  return aliases.some((alias) => {
    const own = ownKeyOf(alias, key);
    return own !== undefined && isAsyncCode(alias.module, own, target, project, depth + 1);
  });
}

/**
 * Looks into the files whose functions a reading one calls as well.
 *
 * @param known by file and key: each is asked once, and those that call each other count as no reads
 */
export function onlyReads(
  module: string,
  key: ExportKey,
  importer: string,
  project: Project,
  depth = 0,
  known = new Map<string, boolean>(),
): boolean {
  const target = depth > MAX_ALIASES ? undefined : project.resolve(module, importer);
  if (target === undefined) return false;
  const id = `${target}\0${key}`;
  let answer = known.get(id);
  if (answer === undefined) {
    known.set(id, false);
    const ask = (next: string, nextKey: ExportKey): boolean =>
      onlyReads(next, nextKey, target, project, depth + 1, known);
    const passed = project.readsOf(target).get(key);
    const { ownKeys, aliases } = project.summaryOf(target);
    if (passed !== undefined) answer = passed.every((read) => ask(read.module, keyOf(read.path)));
    else if (ownKeys.has(key)) answer = false;
    else
      answer = aliases.some((alias) => {
        const own = ownKeyOf(alias, key);
        return own !== undefined && ask(alias.module, own);
      });
    known.set(id, answer);
  }
  return answer;
}

/** What a function gives that a module exports, itself or by another file whose exports or results it passes on. */
export function answerOf(
  module: string,
  key: ExportKey,
  importer: string,
  project: Project,
  depth = 0,
): AnswerShare | undefined {
  const target = depth > MAX_ALIASES ? undefined : project.resolve(module, importer);
  if (target === undefined) return undefined;
  const answer = project.answersOf(target).get(key);
  if (answer?.share !== undefined) return answer.share;
  for (const { module, path } of answer?.passed ?? []) {
    const passed = answerOf(module, keyOf(path), target, project, depth + 1);
    if (passed !== undefined) return passed;
  }
  const { ownKeys, aliases } = project.summaryOf(target);
  if (ownKeys.has(key)) return undefined;
  for (const alias of aliases) {
    const own = ownKeyOf(alias, key);
    const passed = own === undefined ? undefined : answerOf(alias.module, own, target, project, depth + 1);
    if (passed !== undefined) return passed;
  }
  return undefined;
}

/** Whether what a module exports under a key has a function of the name; undefined where nothing is seen of it. */
export function hasFunction(
  module: string,
  key: ExportKey,
  name: string,
  importer: string,
  project: Project,
  depth = 0,
): boolean | undefined {
  const target = depth > MAX_ALIASES ? undefined : project.resolve(module, importer);
  if (target === undefined) return undefined;
  project.importersInPackage(target);
  const { ownKeys, aliases } = project.summaryOf(target);
  const start = key === "" ? "" : `${key}.`;
  const isPassedOn = (wanted: ExportKey): boolean =>
    aliases.some((alias) => alias.name !== "*" && keyOf(alias.name) === wanted);
  if (ownKeys.has(start + name) || isPassedOn(start + name)) return true;
  const passed = aliases.flatMap((alias) => {
    const own = ownKeyOf(alias, key);
    return own === undefined ? [] : [hasFunction(alias.module, own, name, target, project, depth + 1)];
  });
  if (passed.includes(true)) return true;
  // `{ ...base, before }`: what is in the base may be unseen.
  if (isPassedOn(key)) return passed.includes(undefined) ? undefined : false;
  if ([...ownKeys].some((own) => own.startsWith(start) && own !== key)) return false;
  return passed.find((answer) => answer !== undefined);
}

/** What a name means that a module passes on from the SDK: each package that it may be of. */
export function findSdkExports(
  module: string,
  key: ExportKey,
  importer: string,
  project: Project,
  depth = 0,
): readonly SdkExport[] {
  const target = depth > MAX_ALIASES ? undefined : project.resolve(module, importer);
  if (target === undefined) return [];
  const { ownKeys, aliases } = project.summaryOf(target);
  // `export *` leaves out what the file declares itself.
  if ([...ownKeys].some((own) => own === key || own.startsWith(`${key}.`))) return [];
  return aliases.flatMap((alias) => {
    const own = ownKeyOf(alias, key);
    if (own === undefined) return [];
    return sdkPackages.test(alias.module)
      ? [{ module: alias.module, path: own.split(".") }]
      : findSdkExports(alias.module, own, target, project, depth + 1);
  });
}

/**
 * What a function that a module exports does with its arguments, with the file of each sink.
 *
 * @param calls how many calls into further files are followed
 */
export function argumentsTakenBy(
  module: string,
  key: ExportKey,
  importer: string,
  project: Project,
  calls = MAX_CALLS,
  depth = 0,
): readonly TakenArgument[] {
  const target = depth > MAX_ALIASES ? undefined : project.resolve(module, importer);
  if (target === undefined) return [];
  // The package of the file is read when its imports are first asked for.
  project.importersInPackage(target);
  const { ownKeys, aliases } = project.summaryOf(target);
  if (ownKeys.has(key))
    return project
      .argumentsTakenBy(target, key, calls, ({ module, path }) =>
        argumentsTakenBy(module, keyOf(path), target, project, calls - 1),
      )
      .map((taken) => ({ file: target, ...taken }));
  return aliases.flatMap((alias) => {
    const own = ownKeyOf(alias, key);
    return own === undefined ? [] : argumentsTakenBy(alias.module, own, target, project, calls, depth + 1);
  });
}

/** The arguments that a function which a module exports gives back. */
export function argumentsGivenBackBy(
  module: string,
  key: ExportKey,
  question: ResultQuestion,
  importer: string,
  project: Project,
  depth = 0,
): readonly GivenBack[] {
  const target = depth > MAX_ALIASES ? undefined : project.resolve(module, importer);
  if (target === undefined) return [];
  project.importersInPackage(target);
  const { ownKeys, aliases } = project.summaryOf(target);
  if (ownKeys.has(key)) return project.argumentsGivenBackBy(target, key, question);
  return aliases.flatMap((alias) => {
    const own = ownKeyOf(alias, key);
    return own === undefined
      ? []
      : argumentsGivenBackBy(alias.module, own, question, target, project, depth + 1);
  });
}
