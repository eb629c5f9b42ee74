import { functionsOfFile } from "../functions/functions-of-file.js";
import type { LambdaModel } from "../lambda/model.js";
import { matchesAnyGlob } from "../rule-kit/globs.js";
import { defaultSettings, type LambdaSettings } from "../rule-kit/settings.js";
import { createParseFile, type ParseFile, type ParsedFile } from "./parse-file.js";
import { readSource } from "./read-source.js";

export interface HandlerFile extends ParsedFile {
  /** Absolute. */
  readonly file: string;
}

/** A file that may hold a handler, but could not be read or parsed. */
export interface FileProblem {
  /** Absolute. */
  readonly file: string;
  /** From 1; undefined where the whole file is meant. */
  readonly line: number | undefined;
  readonly message: string;
}

export interface HandlerSearchOptions<T> {
  /** What to keep of a file with handlers: its syntax tree is large, and goes as soon as this returns. */
  readonly describe: (handler: HandlerFile) => T;
  /** Globs in the settings are relative to it. */
  readonly directory: string;
  readonly settings: Partial<LambdaSettings>;
  /** Files that the user named: they are read whatever their name, and a problem of theirs is always told. */
  readonly isNamed?: boolean;
  readonly onFile?: (done: number, total: number) => void;
}

export interface HandlersFound<T> {
  /** What `describe` returned, in the order of the files. */
  readonly handlers: readonly T[];
  readonly problems: readonly FileProblem[];
}

/**
 * Which of the files export a Lambda handler, as the rules recognise them. Most files are dismissed by their text, before
 * anything is parsed; tests are left out as the settings say.
 */
export async function findHandlers<T>(
  files: readonly string[],
  { directory, settings, isNamed = false, onFile, describe }: HandlerSearchOptions<T>,
): Promise<HandlersFound<T>> {
  const complete = { ...defaultSettings, ...settings };
  const handlers: T[] = [];
  const problems: FileProblem[] = [];
  let parseFile: ParseFile | undefined;
  for (const [index, file] of files.entries()) {
    onFile?.(index, files.length);
    if (!isNamed && isTestFile(file, directory, complete)) continue;
    const reading = readSource(file);
    if ("problem" in reading) {
      // What is too large or binary is not source, whatever its ending: `.ts` is also a kind of video.
      if (isNamed) problems.push({ file, line: undefined, message: reading.problem });
      continue;
    }
    if (!mayExportHandler(reading.text, file, directory, complete)) continue;
    parseFile ??= await createParseFile(directory, settings);
    const parsed = parseFile(file, reading.text);
    if ("problem" in parsed) problems.push({ file, line: parsed.line, message: parsed.problem });
    else if (exportsHandler(parsed.lambda)) handlers.push(describe({ file, ...parsed }));
  }
  return { handlers, problems };
}

function isTestFile(
  file: string,
  directory: string,
  { ignoreTestFiles, testFiles }: LambdaSettings,
): boolean {
  return ignoreTestFiles && matchesAnyGlob(testFiles, file, directory);
}

/** Lets through whatever `LambdaModel` may recognise; the model has the last word. */
function mayExportHandler(text: string, file: string, directory: string, settings: LambdaSettings): boolean {
  if (matchesAnyGlob(settings.handlerFiles, file, directory)) return true;
  if (!/\bexport/.test(text)) return false;
  if (/lambda|handler\b|middy|durable/i.test(text)) return true;
  const words = [
    ...settings.handlerNames,
    ...settings.wrappers.map(({ export: name }) => name.split(".")[0] ?? ""),
  ];
  return words.some((word) => text.includes(word)) || functionsOfFile(file).length > 0;
}

/** Lambda calls exports only: a handler that is not exported, or that another file re-exports, belongs to that file. */
function exportsHandler({ handlers, madeHandlers }: LambdaModel): boolean {
  return [...handlers, ...madeHandlers].some(
    ({ exportName, evidence }) => exportName !== undefined && !evidence.includes("re-export"),
  );
}
