import { statSync } from "node:fs";
import { resolve } from "node:path";
import { matchesAnyGlob } from "../rule-kit/globs.js";
import type { ConfigReading } from "./config.js";
import { findFunctions } from "./find-functions.js";
import { findHandlers, type FileProblem, type HandlerFile, type HandlersFound } from "./find-handlers.js";
import { readSource } from "./read-source.js";
import { walkSourceFiles } from "./walk-files.js";

export interface EntrySearchOptions<T> {
  /** What to keep of a file with handlers. */
  readonly describe: (handler: HandlerFile) => T;
  /** Arguments are relative to it. */
  readonly directory: string;
  readonly config: ConfigReading;
  readonly onFile?: (done: number, total: number) => void;
}

export interface EntriesFound<T> {
  /** Absolute paths in alphabetical order, each once. */
  readonly entries: readonly string[];
  /** What `describe` said of the entries in which handlers were recognised. */
  readonly described: ReadonlyMap<string, T>;
  readonly problems: readonly FileProblem[];
}

/** Files that arguments name, and files in which a handler has to be recognised first. */
interface Candidates {
  readonly named: readonly string[];
  readonly searched: readonly string[];
  /** Arguments that name nothing. */
  readonly problems: readonly FileProblem[];
}

/**
 * The files to report on. A file or a glob names entries, whatever is in them; in a directory, and in the working
 * directory where nothing is given, the handlers are searched for. What cannot be read is a problem, and the rest goes on.
 */
export async function findEntries<T>(
  args: readonly string[],
  { describe, ...options }: EntrySearchOptions<T>,
): Promise<EntriesFound<T>> {
  const { named, searched, problems } = await collectCandidates(args, options);
  const unreadable = named.flatMap(findReadingProblem);
  const readable = named.filter((file) => !unreadable.some((problem) => problem.file === file));
  const describeEntry = (handler: HandlerFile) => [handler.file, describe(handler)] as const;
  const found = await searchHandlers(searched, { ...options, describe: describeEntry });
  const foundInNamed = await searchHandlers(readable, { ...options, describe: describeEntry }, true);
  const broken = new Set(foundInNamed.problems.map(({ file }) => file));
  const described = new Map([...found.handlers, ...foundInNamed.handlers]);
  const entries = new Set([...readable.filter((file) => !broken.has(file)), ...described.keys()]);
  return {
    entries: [...entries].sort(),
    described,
    problems: [...problems, ...unreadable, ...found.problems, ...foundInNamed.problems],
  };
}

/** The handlers in all files that the arguments name, as `describe` tells them. */
export async function findHandlerFiles<T>(
  args: readonly string[],
  options: EntrySearchOptions<T>,
): Promise<HandlersFound<T>> {
  const { named, searched, problems } = await collectCandidates(args, options);
  const found = await searchHandlers(searched, options);
  const foundInNamed = await searchHandlers(named, options, true);
  return {
    handlers: [...found.handlers, ...foundInNamed.handlers],
    problems: [...problems, ...found.problems, ...foundInNamed.problems],
  };
}

function findReadingProblem(file: string): FileProblem[] {
  const reading = readSource(file);
  return "problem" in reading ? [{ file, line: undefined, message: reading.problem }] : [];
}

async function searchHandlers<T>(
  files: readonly string[],
  { config: { config, directory }, onFile, describe }: EntrySearchOptions<T>,
  isNamed = false,
): Promise<HandlersFound<T>> {
  const searched = files.filter((file) => !matchesAnyGlob(config.ignore ?? [], file, directory));
  return findHandlers(searched, {
    directory,
    settings: config.settings ?? {},
    isNamed,
    describe,
    ...(onFile !== undefined && { onFile }),
  });
}

async function collectCandidates(
  args: readonly string[],
  {
    directory,
    config: { config: configured, directory: configDirectory },
  }: Omit<EntrySearchOptions<unknown>, "describe">,
): Promise<Candidates> {
  const { entries, ignore = [] } = configured;
  if (args.length === 0 && entries !== undefined) return collectGlobs(entries, configDirectory, ignore);
  const config = { config: configured, directory: configDirectory };
  if (args.length === 0) return collectDirectory(directory, config);
  const all = await Promise.all(args.map((arg) => collectArgument(arg, directory, config)));
  const named = new Set(all.flatMap((candidates) => candidates.named));
  const searched = new Set(
    all.flatMap((candidates) => candidates.searched).filter((file) => !named.has(file)),
  );
  return { named: [...named], searched: [...searched], problems: all.flatMap(({ problems }) => problems) };
}

async function collectArgument(arg: string, directory: string, config: ConfigReading): Promise<Candidates> {
  const path = resolve(directory, arg);
  const kind = kindOf(path);
  if (kind === "directory") return collectDirectory(path, config);
  if (kind === "file" || !isGlob(arg)) return { named: [path], searched: [], problems: [] };
  return collectGlobs([arg], directory, config.config.ignore ?? []);
}

/** The source files of a directory, and those in which its configuration has handlers, also where Git ignores them. */
async function collectDirectory(directory: string, config: ConfigReading): Promise<Candidates> {
  const { functions } = await findFunctions([], { directory, config });
  const handlers = functions.flatMap(({ handler }) => handler.file ?? []);
  const files = new Set([...(await walkSourceFiles(directory)), ...handlers]);
  return { named: [], searched: [...files].sort(), problems: [] };
}

/** True for an argument that may be a pattern of files. */
export function isGlob(arg: string): boolean {
  return /[*?{}[\]()!]/.test(arg);
}

function kindOf(path: string): "file" | "directory" | undefined {
  try {
    return statSync(path).isDirectory() ? "directory" : "file";
  } catch {
    // Reading it will say why.
    return undefined;
  }
}

/** The files that patterns match, but for those of packages and declarations. */
export async function globFiles(
  patterns: readonly string[],
  directory: string,
  ignore: readonly string[],
): Promise<string[]> {
  const { glob } = await import("tinyglobby");
  return glob([...patterns], {
    cwd: directory,
    absolute: true,
    ignore: ["**/node_modules/**", "**/*.d.{ts,mts,cts}", ...ignore],
    expandDirectories: false,
    followSymbolicLinks: false,
  });
}

async function collectGlobs(
  patterns: readonly string[],
  directory: string,
  ignore: readonly string[],
): Promise<Candidates> {
  const named = await globFiles(patterns, directory, ignore);
  const nothing = { file: patterns.join(", "), line: undefined, message: "No file matches." };
  return { named, searched: [], problems: named.length === 0 ? [nothing] : [] };
}
