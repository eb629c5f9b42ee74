import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import type { ClientFact } from "../knowledge/client-fact.js";
import type { EventKind } from "../knowledge/handler-types.js";
import type { FunctionNode } from "../syntax/ast.js";
import type { ImportedValue } from "../syntax/imports.js";
import type { Syntax } from "../syntax/syntax.js";
import type { OutsideCaller } from "./elsewhere.js";
import type { OtherFiles } from "./other-files.js";

/** `init`: runs while the module is evaluated, once per execution environment. `invocation`: runs for every request. */
export type Phase = "init" | "invocation";

/** Where a value comes from, as far as the file proves it. */
export type Origin =
  /** the handler's event */
  | "event"
  /** the handler's context object */
  | "context"
  /** what `context.getRemainingTimeInMillis()` gave */
  | "remainingTime"
  /** the awaited answer of a remote call */
  | "response"
  /** credentials of an assumed role or of an identity pool, which expire */
  | "credentials"
  /** the item of a loop, or an index that a loop changes */
  | "iteration"
  /** a parameter, `this` or a property that nothing in the file pins down */
  | "unknown";

/** How the handlers come by some code in the first invocation of an execution environment. */
export type PathUse =
  /** at init, or in every handler whichever path it takes, those aside that throw or reject the request */
  | "every"
  /** in invocation phase, and there is a path without it */
  | "some"
  /** a part of the code is not proven to run at all */
  | "unknown"
  /** there is no such code */
  | "none";

export type HandlerEvidence =
  /** the configuration of a function names it; not asked where the file tells by itself */
  | "configuration"
  | "annotation"
  | "event-parameter"
  | "wrapper"
  | "decorator"
  | "export-name"
  | "settings"
  /** another file makes it a handler: `export { main as handler } from "./impl"` */
  | "re-export";

export interface Handler {
  /** The function that Lambda (or a wrapper) calls for each request; undefined when it is in another file. */
  readonly node: FunctionNode | undefined;
  /** The place to point at: the exported name, or the function. */
  readonly nameNode: TSESTree.Node;
  /** The name it is exported under (`handler`, `default`), if it is exported. */
  readonly exportName: string | undefined;
  /** Why it is taken for a handler: the strongest proof first. */
  readonly evidence: readonly HandlerEvidence[];
  /** The name of the event's type in `@types/aws-lambda` (`SQSEvent`), if the annotation says it. */
  readonly eventType: string | undefined;
  readonly isStreaming: boolean;
  readonly isDurable: boolean;
  /** Where the implementation lives, for `export { handler } from "./impl"`. */
  readonly reexportedFrom: string | undefined;
  /** The handler of another file calls it with what Lambda gave, and does nothing else: Lambda itself does not see it. */
  readonly isForwarded?: true;
  /** Of that: its parameters behind the event are none of what Lambda gives. */
  readonly isEventOnly?: true;
  /** Wrappers of the project are around it, and none of them can have checked the request. */
  readonly isUnchecked?: true;
}

export interface ClientCreation {
  readonly node: TSESTree.NewExpression | TSESTree.CallExpression;
  /** How the code spells it: `S3Client`, `AWS.S3`, `createPool`. */
  readonly name: string;
  readonly fact: ClientFact;
  readonly imported: ImportedValue;
  /** The creation with the calls around it that instrument the client: `captureAWSv3Client(new S3Client({}))`. */
  readonly captured: TSESTree.Expression;
  /** The file keeps the client for later invocations: `??=`, a guard, a module-level cache, a caller that does so. */
  readonly isMemoised: boolean;
  /** It is made of, or set up with, what comes from the event, the context, an assumed role or a loop: not to be shared. */
  readonly dependsOnRequest: boolean;
  /** It is made of nothing but steady values and what the function around it is given: the callers decide whether it changes. */
  readonly isMadeOfArguments: boolean;
  /** The call that closes it in invocation phase, if there is one. */
  readonly closedBy: TSESTree.CallExpression | undefined;
  /** What else makes it what it is: `connect()`, listeners, interceptors, `AWS.config.update(…)`. Not to be repeated. */
  readonly setUpBy: readonly SetUp[];
}

/** A call or an assignment that changes a client for good, or that may happen to it only once. */
export interface SetUp {
  readonly node: TSESTree.Node;
  /** The values that go into it. */
  readonly values: readonly TSESTree.Node[];
}

/** What one file says of Lambda. Built once for each syntax tree; every member is computed when it is first asked for. */
export interface LambdaModel {
  /** The syntax facts that the model is built on. */
  readonly syntax: Syntax;
  /** A look at the text alone, before any walk: false for most files of a repository, which then cost nothing more. */
  readonly mayHaveEvidence: boolean;
  /** False in a file with neither a handler nor a function that takes a Lambda event: the rules have nothing to say. */
  readonly hasEvidence: boolean;
  /** True with evidence, and for a file of a web framework whose routes the handlers of other files may serve. */
  readonly mayTakeRequests: boolean;
  /**
   * A look at the text alone: true for a file of a project that exports something, and describes no infrastructure. Handlers
   * of other files may then run its code, which costs a look at those files: a rule asks about a candidate, and not before it has one.
   */
  readonly mayServeHandlers: boolean;
  /**
   * True for such a file whose functions other files make handlers. Those are looked for only where the file's words speak of an
   * event and of what goes with it.
   */
  readonly isMadeHandler: boolean;
  /** True for a function that is a handler of the file once one of another file does nothing but hand its event on to it. */
  mayBeForwarded(fn: FunctionNode): boolean;
  /** True when a file with a handler loads this one, by however many imports. */
  readonly isLoadedByHandler: boolean;
  /** Absolute paths of the files with handlers that load this one, as far as they are found: each is looked for when it is taken. */
  readonly handlersLoading: Iterable<string>;
  /** The handlers that the file itself shows: no other file is asked. */
  readonly ownHandlers: readonly Handler[];
  /** Those; or, where there are none, the functions of the file that other files make handlers. */
  readonly handlers: readonly Handler[];
  /** Functions that the project's own wrappers call for the file's handlers, with something else than the event. */
  readonly delegates: readonly FunctionNode[];
  /** Exports of any name for which code of another file makes a handler, as its types or wrappers tell. Other files are read. */
  readonly madeHandlers: readonly Handler[];
  /**
   * The sources that can send the handler's event: by its type, by the settings, or by what the code reads of it. Empty
   * means unknown.
   */
  eventKindsOf(handler: Handler): ReadonlySet<EventKind>;
  /** True for the event of a handler itself, under whatever name; a part of it is not the event. */
  isWholeEvent(node: TSESTree.Node): boolean;
  /** True for the list `event.Records`. */
  isRecords(node: TSESTree.Node): boolean;
  /** True for one of the `Records` of the event: the item of a loop, the argument of a callback, `event.Records[0]`. */
  isRecord(node: TSESTree.Node): boolean;
  /** The phases in which the code at `node` is proven to run. Empty means unknown, and unknown is silence. */
  phasesOf(node: TSESTree.Node): ReadonlySet<Phase>;
  /** True when `phasesOf` has `invocation`, without the question who runs it at init: other files may have to be read for that. */
  isInInvocation(node: TSESTree.Node): boolean;
  /** True when the code at `node` runs in invocation phase on a path without a memo guard. */
  runsPerInvocation(node: TSESTree.Node): boolean;
  /** The same without a look at other files: false where neither a handler of the file nor an export leads to it. */
  mayRunPerInvocation(node: TSESTree.Node): boolean;
  /** The handler of another file because of which the code at `node` runs per invocation, where this file has none. */
  outsideCallerOf(node: TSESTree.Node): OutsideCaller | undefined;
  /**
   * The handler of another file in whose every invocation the exported function around `node` is given the same. What a
   * function of the file is given shows in the file.
   */
  steadyCallerOf(node: TSESTree.Node): OutsideCaller | undefined;
  /** All handlers of other files because of which it runs; undefined where there may be more than are known. */
  outsideCallersOf(node: TSESTree.Node): readonly OutsideCaller[] | undefined;
  /** True when the code at `node` runs in every invocation that does not throw; false when unknown. */
  runsInEveryInvocation(node: TSESTree.Node): boolean;
  /** Whether the handlers pass at least one of the nodes on every path, or on some only. */
  pathUseOf(nodes: readonly TSESTree.Node[]): PathUse;
  /** A look at the imports alone: false where no client can be created. */
  readonly mayCreateClients: boolean;
  readonly clients: readonly ClientCreation[];
  clientAt(node: TSESTree.Node): ClientCreation | undefined;
  /** Every origin that can reach the value of the expression. */
  originsOf(expression: TSESTree.Node): ReadonlySet<Origin>;
  /** True when the value comes from the event, the context or an awaited response. */
  isRequestData(expression: TSESTree.Node): boolean;
  /** A look at the text alone: false where no call can ask another system. */
  readonly mayAskOthers: boolean;
  /** True when the call asks another system: an SDK command, a query of a known client, an HTTP request. */
  isRemoteCall(node: TSESTree.CallExpression | TSESTree.NewExpression): boolean;
  /** What the code of other files does that this one calls. */
  readonly otherFiles: OtherFiles;
  /** True when the variable keeps its value between invocations: it is declared in module scope, or in code run at init. */
  outlivesInvocation(variable: TSESLint.Scope.Variable): boolean;
  /** True when the code at `node` runs only while something that outlives the invocation is not there yet. */
  isGuarded(node: TSESTree.Node): boolean;
  /** True when the code at `node` is guarded so that it runs once per execution environment, by itself or where it is called. */
  isMemoised(node: TSESTree.Node): boolean;
}
