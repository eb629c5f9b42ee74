import type { ExportKey, ExportPath } from "../syntax/export-paths.js";

/** The handler of another file, because of which code of this file runs. */
export interface OutsideCaller {
  /** The name under which the handler is exported, or of the function that takes a Lambda event. */
  readonly name: string;
  /** Absolute path of the file that holds it. */
  readonly file: string;
  /** Absolute paths of the files between, the handler's side first. */
  readonly through: readonly string[];
  /** One of these files looks at the time that is left, and may decide by it how far the code of this one goes. */
  readonly watchesTime: boolean;
}

/** What the other files of the project do with one piece of exported code. */
export interface OutsideUse {
  /** It is called while another module is evaluated. */
  readonly runsAtInit: boolean;
  /** The handlers that reach it, whether or not behind a memo guard, the nearest first. */
  readonly callers: readonly OutsideCaller[];
  /** False where the search ended early: there may be more callers. */
  readonly isComplete: boolean;
  /** A handler that reaches it on a path without a memo guard: it runs again in every invocation. */
  readonly repeated: OutsideCaller | undefined;
}

/** A function that another file makes a handler: `export { main as handler } from "./impl"`. */
export interface ReexportedHandler {
  readonly isStreaming: boolean;
  readonly isDurable: boolean;
}

/**
 * What a result has of other systems' answers:
 *
 * - `whole`: the answer decides how many items the result has.
 * - `part`: the answer is in the result, under whatever name.
 */
export type AnswerShare = "whole" | "part";

/**
 * What the rest of the project does with what a file exports. Reading other files is expensive, so that nothing is asked
 * before there is a candidate for a finding. What cannot be found out is no use at all.
 */
export interface Elsewhere {
  usesOf(key: ExportKey): OutsideUse;
  /** The exports that other files make handlers. */
  readonly handlers: ReadonlyMap<ExportKey, ReexportedHandler>;
  /** True where a call in this file gets a handler from code of another one: `createHandler(deps)`. */
  givesHandler(module: string, path: ExportPath): boolean;
  /** True where a call of what this file imports begins work that goes on after it: an `async` function that awaits. */
  givesPromise(module: string, path: ExportPath): boolean;
  /** What a call of what this file imports gives of other systems' answers; undefined for nothing, or unknown. */
  answerOf(module: string, path: ExportPath): AnswerShare | undefined;
  /** A file with a handler that loads this one, by however many imports. */
  readonly isLoadedByHandler: boolean;
  /** Absolute paths of all such files that are found in time, the nearest first. */
  readonly handlersLoading: readonly string[];
}
