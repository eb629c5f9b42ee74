import type { NamedReading } from "../syntax/environment-readers.js";
import type { SinkClass } from "../knowledge/sanitizers.js";
import type { ExportKey, ExportPath } from "../syntax/export-paths.js";
import type { ImportPath } from "../syntax/import-paths.js";
import type { InvocationEnd } from "./import-use.js";
import type { ValuePath } from "./taint/value-path.js";
import type { SleepingFunction } from "./promises/sleeps.js";

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
  /** One of these files imports what sets environment variables from a file: `dotenv`. */
  readonly loadsEnvironment?: boolean;
  /** What its invocations end with. */
  readonly end: InvocationEnd;
  /** Its events come seldom, by their type: from a schedule, say. Where others call the code as well, one of those is told of. */
  readonly isSeldom?: boolean;
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
  /** The same, where the call of the exported code itself gives it nothing that changes from call to call. */
  readonly repeatedWithSteadyValues: OutsideCaller | undefined;
  /**
   * What becomes of its answer: `dropped` where every call is found, waits for it and takes nothing of it, `uncalled` where
   * there is no call. Undefined where nobody has looked.
   */
  readonly answer?: "dropped" | "taken" | "uncalled";
}

/**
 * A function that another file makes a handler: `export { main as handler } from "./impl"`. It is forwarded where a handler of
 * that file calls it with what Lambda gave, and does nothing else.
 */
export interface ReexportedHandler {
  readonly isStreaming: boolean;
  readonly isDurable: boolean;
  readonly isForwarded?: true;
  /** It is forwarded, and what comes behind the event is none of what Lambda gave. */
  readonly isEventOnly?: true;
  /** It is forwarded, and the handler takes nothing of its answer. */
  readonly isAnswerDropped?: true;
  /** The files that make it one, and the names under which those export it, where they do. */
  readonly holders: readonly HandlerHolder[];
}

export interface HandlerHolder {
  readonly file: string;
  readonly name: string | undefined;
}

/**
 * What a result has of other systems' answers:
 *
 * - `whole`: the answer decides how many items the result has.
 * - `part`: the answer is in the result, under whatever name.
 */
export type AnswerShare = "whole" | "part";

/** An argument of an exported function that reaches a sink, with nothing on the way that makes it harmless. */
export interface TakenArgument {
  /** Index of the argument. */
  readonly argument: number;
  readonly sink: SinkClass;
  /** The way from the argument to what counts, and how many steps at its end are the sink's own. */
  readonly path: ValuePath;
  readonly intact: number;
  /** The code puts it together with other text. */
  readonly isBuiltIn: boolean;
  /** Nothing counts but text that code puts together. */
  readonly isBuiltOnly?: true;
  /** Nothing counts but text that reads as an SQL statement. */
  readonly isStatementOnly?: true;
  /** It turns a text into what a schema has in its place, or refuses it. */
  readonly isCast?: true;
  /** What takes it, as the message names it. */
  readonly taker: string;
  /** Absolute path of the file with the sink; undefined for the file that exports the function. */
  readonly file?: string;
  /** Where a handler does nothing but hand on what Lambda gave, the function's own file tells of it. */
  readonly isToldThere?: boolean;
}

/** An argument that the result of a function has, whole or in part, with nothing on the way that makes it harmless. */
export type GivenBack = Pick<TakenArgument, "argument" | "path" | "intact" | "isBuiltIn">;

/** What is asked of the result of a function: where a part of it comes from. */
export type ResultQuestion = Pick<TakenArgument, "sink" | "path" | "intact">;

/**
 * A part of an argument that a function puts into the answer that it returns, `{ statusCode, body: JSON.stringify(body) }`, or
 * that it sends with a response that it is given: `(res, body) => res.json(body)`.
 */
export interface SentArgument {
  /** Index of the argument. */
  readonly argument: number;
  /** The way from it to the part: names of properties. */
  readonly path: ExportPath;
  /** The stack of it, all of it as JSON, or all of it as text. */
  readonly as: "stack" | "json" | "text";
  /** The argument that has to be a response of a web framework, and its method that sends the part. */
  readonly response?: { readonly argument: number; readonly method: string };
}

/** An export of a package of the AWS SDK, such as `GetParameterCommand` of `@aws-sdk/client-ssm`. */
export interface SdkExport {
  readonly module: string;
  readonly path: ExportPath;
}

/**
 * A function that a wrapper of the project is given: it runs when Lambda calls what the wrapper makes of it.
 */
export interface GivenFunction {
  /** Index of the argument. */
  readonly argument: number;
  /** Where it stands in the argument: `["handler"]` for `createHandler({ handler: fn })`, `EACH` for any item of a list. */
  readonly path: ExportPath;
  /**
   * - `handler`: a known wrapper takes it as a handler.
   * - `event`: it is called with Lambda's event, and its answer is the handler's.
   * - `other`: it is called with something else, or by code that cannot be followed.
   * - `app`: it is no function but an application, whose routes run for requests.
   * - `routes`: the application that the wrapper gives has it for requests: `app.use(router)`.
   * - `setUp`: it is called with that application, to give it routes.
   */
  readonly gets: "handler" | "event" | "other" | "app" | "routes" | "setUp";
  /** False where the wrapper keeps what the first call gave. */
  readonly isRepeated: boolean;
  /** Indices of its own arguments that hold data of the event. */
  readonly requestArguments: readonly number[];
  /** Of `event`: nothing of the wrapper can have checked the request. */
  readonly keepsRequest?: boolean;
}

/** An argument of code that a file exports, or a member of it: `deps.db` is `db` in the argument `deps`. */
export interface ArgumentOfExport {
  readonly key: ExportKey;
  readonly argument: number;
  readonly path: ExportPath;
}

/** What Lambda gives a handler. */
export type RequestOrigin = "event" | "context";

/** What a call hands to code of another file of the project. */
export interface GivenArgument {
  /** The code that is called. */
  readonly to: ImportPath;
  /** Its argument, and the member of it. */
  readonly argument: number;
  readonly path: ExportPath;
  /** Data of the event or the context, what another module has made, or what who calls the code around the call gives that. */
  readonly from: RequestOrigin | ImportPath | ArgumentOfExport;
}

/**
 * What the rest of the project does with what a file exports. Reading other files is expensive, so that nothing is asked
 * before there is a candidate for a finding. What cannot be found out is no use at all.
 */
export interface Elsewhere {
  usesOf(key: ExportKey): OutsideUse;
  /** The exports that other files make handlers. */
  readonly handlers: ReadonlyMap<ExportKey, ReexportedHandler>;
  /** The same of another file: the exports of it that further files make handlers. */
  handlersIn(file: string): ReadonlyMap<ExportKey, ReexportedHandler>;
  /** True where a call in this file gets a handler from code of another one: `createHandler(deps)`. */
  givesHandler(module: string, path: ExportPath): boolean;
  /** The functions that code of another file of the project is given and has Lambda run: `withUser(fn)`. */
  functionsGivenTo(module: string, path: ExportPath): readonly GivenFunction[];
  /** True where a call of what this file imports begins work that goes on after it: an `async` function that awaits. */
  givesPromise(module: string, path: ExportPath): boolean;
  /** True where what this file imports is `async`, asks other systems and changes nothing. */
  onlyReads(module: string, path: ExportPath): boolean;
  /** What a call of what this file imports gives of other systems' answers; undefined for nothing, or unknown. */
  answerOf(module: string, path: ExportPath): AnswerShare | undefined;
  /**
   * True where code of another file has a function of the name: `errorHandler()` an `onError`. Undefined where nothing is seen
   * of what that code is.
   */
  hasFunction(module: string, path: ExportPath, name: string): boolean | undefined;
  /**
   * What this file imports of another one that passes it on from a package of the AWS SDK or of Powertools. Undefined where
   * several may be meant, and for code of the project.
   */
  sdkExportOf(module: string, path: ExportPath): SdkExport | undefined;
  /**
   * The client that other files hand to an argument of what this file exports, by the way from its package:
   * `Pool.new()` of pg. Undefined where several may be meant, and where nobody is seen to hand one over.
   */
  clientGivenTo(argument: ArgumentOfExport): ImportPath | undefined;
  /** What of Lambda's requests other files hand to an argument of what this file exports. */
  requestGivenTo(argument: ArgumentOfExport): RequestOrigin | undefined;
  /** What functions that this file imports do with their arguments: which reach a sink, in whatever file. */
  argumentsTakenBy(module: string, path: ExportPath): readonly TakenArgument[];
  /** The arguments that functions which this file imports give back, whole or in part. */
  argumentsGivenBackBy(module: string, path: ExportPath, question: ResultQuestion): readonly GivenBack[];
  /** What functions that this file imports put of their arguments into answers. */
  sentArgumentsOf(module: string, path: ExportPath): readonly SentArgument[];
  /** Indices of the arguments that a function which this file imports writes to a log as a whole. */
  loggedArgumentsOf(module: string, path: ExportPath): readonly number[];
  /** How a function that this file imports reads the environment variable that it is given the name of. */
  namedReadingOf(module: string, path: ExportPath): NamedReading | undefined;
  /** How long a function that this file imports sleeps, where it does nothing else. */
  sleepingFunctionOf(module: string, path: ExportPath): SleepingFunction | undefined;
  /** The environment variables that code which is loaded with the file sets to secrets that it fetches: `*` for any. */
  readonly filledVariables: ReadonlySet<string>;
  /** A file with a handler that loads this one, by however many imports. */
  readonly isLoadedByHandler: boolean;
  /** Absolute paths of all such files that are found in time, the nearest first: each is looked for when it is taken. */
  readonly handlersLoading: Iterable<string>;
}
