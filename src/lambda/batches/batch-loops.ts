import type { TSESTree } from "@typescript-eslint/utils";
import { batchProcessorFacts } from "../../knowledge/batch-processors.js";
import type { EventKind } from "../../knowledge/handler-types.js";
import {
  type CallNode,
  type FunctionNode,
  type LoopNode,
  enclosingFunction,
  isFunction,
  isInside,
  memberName,
  unitOf,
  unwrap,
  wrapped,
} from "../../syntax/ast.js";
import { importPathsOf } from "../../syntax/import-paths.js";
import { oncePer } from "../../syntax/once-per.js";
import { type CatchPath, catchPathsOf } from "../errors/catch-paths.js";
import { completesWithError } from "../handlers/empty-completions.js";
import { guardedWorkOf } from "../errors/guarded-work.js";
import { useOfPushed, waitingCallOf } from "../promises/pushed-promises.js";
import type { Handler, LambdaModel } from "../model.js";
import { emptyAnswersOf } from "./batch-answers.js";
import { errorTakerAround } from "./error-takers.js";
import { listKind, listOfLoop } from "./record-lists.js";

/** A source whose event is a batch of which single records can be reported as failed. */
export type BatchSource = Extract<EventKind, "sqs" | "kinesis" | "dynamodb-stream">;

/** A handler of such a source. */
export interface BatchHandler {
  readonly handler: Handler;
  readonly node: FunctionNode;
  readonly source: BatchSource;
}

/**
 * What the failure of one record does:
 *
 * - `fails`: nothing catches it, or it is thrown again, so the whole batch fails.
 * - `unseen`: a function of another file runs the work, or is given its error, and either throws that again or keeps it.
 * - `lost`: it is caught and leaves no trace but a log.
 * - `handled`: it is caught, and the code does something with it.
 */
export type RecordFailure = "fails" | "unseen" | "lost" | "handled";

/** Code that does the work of the handler once for each record. */
export interface BatchLoop {
  /** The loop, or the call of `map`, `forEach`, `reduce` … */
  readonly node: LoopNode | TSESTree.CallExpression;
  /** What runs for one record. */
  readonly body: TSESTree.Node;
  /** The callback; undefined for a loop. */
  readonly callback: FunctionNode | undefined;
  /** The list is the records themselves, not what was made of them. */
  readonly isOfRecords: boolean;
  /** How the promises of a `map` are waited for: all of them must succeed, or each for itself. */
  readonly waiting: "in sequence" | "all" | "settled";
  readonly failure: RecordFailure;
  /** The places where the errors of a record end, for `lost`. */
  readonly lostAt: readonly CatchPath[];
  /** What runs the work, or is given its error, for `unseen`. */
  readonly runBy: TSESTree.Node | undefined;
  readonly batch: BatchHandler;
}

const BATCH_SOURCES: ReadonlySet<EventKind> = new Set<EventKind>(["sqs", "kinesis", "dynamodb-stream"]);
const PROMISE_METHODS = new Set(["then", "catch", "finally"]);
const CALLBACKS: ReadonlyMap<string, number> = new Map([
  ["map", 0],
  ["flatMap", 0],
  ["reduce", 1],
  ["forEach", 0],
]);

/** The handlers of queues and streams, where one source is proven. */
export const batchHandlersOf = oncePer((lambda: LambdaModel): readonly BatchHandler[] =>
  lambda.handlers.flatMap((handler) => {
    const [source, ...others] = lambda.eventKindsOf(handler);
    if (handler.node === undefined || source === undefined || others.length > 0) return [];
    return BATCH_SOURCES.has(source) ? [{ handler, node: handler.node, source: source as BatchSource }] : [];
  }),
);

/**
 * The loops and callbacks over the records of a batch that do work, in the handlers of queues and streams and in the
 * functions of the file that take the records. A `forEach` is one where it puts its promises into a list that is waited for.
 */
export const batchLoopsOf = oncePer((lambda: LambdaModel): readonly BatchLoop[] =>
  batchHandlersOf(lambda).length === 0 ? [] : new Search(lambda).run(),
);

/**
 * The loops of {@link batchLoopsOf} whose failures nobody reports: in a file that returns no failed items and leaves the
 * records to no package, those that fail the batch and those that lose a record.
 */
export function findUnreportedLoops(lambda: LambdaModel): readonly BatchLoop[] {
  return batchLoopsOf(lambda).flatMap((loop) => {
    const { failure, node, batch } = loop;
    if (failure === "handled" || mayReportFailures(batch, lambda)) return [];
    if (failure === "lost" || !isCaughtAround(node, lambda)) return [loop];
    const runBy = errorTakerAround(node, lambda);
    return runBy === undefined ? [] : [{ ...loop, failure: "unseen", runBy }];
  });
}

/** True where the file returns failed items, or leaves the records to a package that does. */
export function mayReportFailures(batch: BatchHandler, lambda: LambdaModel): boolean {
  const { specifiers } = lambda.syntax.facts;
  const leavesThem = [...specifiers].some((name) =>
    batchProcessorFacts.some(({ module }) => module.test(name)),
  );
  return leavesThem || mentionsFailures(batch, lambda);
}

/** True when the file speaks of failed items anywhere but in another handler. */
function mentionsFailures({ node }: BatchHandler, lambda: LambdaModel): boolean {
  const { text } = lambda.syntax.facts.sourceCode;
  const empty = emptyAnswersOf(lambda);
  return [...text.matchAll(/\bbatch_?item_?failures?\b/gi)].some(
    ({ index }) =>
      !empty.has(index) &&
      !lambda.handlers.some(
        (other) =>
          other.node !== undefined &&
          other.node !== node &&
          index >= other.node.range[0] &&
          index < other.node.range[1],
      ),
  );
}

class Search {
  private readonly failures = new Map<FunctionNode, Outcome>();

  constructor(private readonly lambda: LambdaModel) {}

  run(): readonly BatchLoop[] {
    const { facts } = this.lambda.syntax;
    const found = [
      ...facts.loops.flatMap((loop) => this.loopOf(loop) ?? []),
      ...facts.calls.flatMap((call) => (call.type === "CallExpression" && this.callbackOf(call)) || []),
    ];
    return found.sort((a, b) => a.node.range[0] - b.node.range[0]);
  }

  private loopOf(loop: LoopNode): BatchLoop | undefined {
    const list = listOfLoop(loop);
    const kind = list && listKind(list, this.lambda);
    if (kind === undefined) return undefined;
    return this.describe(loop, loop.body, undefined, kind === "records", "in sequence");
  }

  private callbackOf(call: TSESTree.CallExpression): BatchLoop | undefined {
    const callee = unwrap(call.callee);
    if (callee.type !== "MemberExpression" || !CALLBACKS.has(memberName(callee) ?? "")) return undefined;
    const kind = listKind(callee.object, this.lambda);
    const [argument] = call.arguments;
    if (kind === undefined || argument === undefined) return undefined;
    const [callback, ...others] = this.lambda.syntax.values.functionsOf(argument);
    if (callback === undefined || others.length > 0) return undefined;
    const waiting = memberName(callee) === "reduce" ? "in sequence" : this.waitingFor(call, callback);
    return waiting && this.describe(call, callback.body, callback, kind === "records", waiting);
  }

  private describe(
    node: BatchLoop["node"],
    body: TSESTree.Node,
    callback: FunctionNode | undefined,
    isOfRecords: boolean,
    waiting: BatchLoop["waiting"],
  ): BatchLoop | undefined {
    const batch = this.batchOf(node);
    if (batch === undefined) return undefined;
    const outcome = this.outcomeOf(body);
    if (outcome === undefined) return undefined;
    let { failure } = outcome;
    if ((failure === "fails" || failure === "unseen") && waiting === "settled")
      failure = isStatement(this.promiseOf(node as TSESTree.CallExpression, callback)) ? "lost" : "handled";
    return { ...outcome, node, body, callback, isOfRecords, waiting, failure, batch };
  }

  /** The handler for whose batch the code runs. */
  private batchOf(node: TSESTree.Node): BatchHandler | undefined {
    const batches = batchHandlersOf(this.lambda);
    const own = batches.find((batch) => isInside(node, batch.node));
    if (own !== undefined) return own;
    const isOnly = batches.length === 1 && this.lambda.handlers.length === 1;
    return isOnly && this.lambda.isInInvocation(node) ? batches[0] : undefined;
  }

  // ── what one failure does ───────────────────────────────────────────────────────────────────────────────────────

  /** Undefined when the code does no work that could fail. */
  private outcomeOf(body: TSESTree.Node): Outcome | undefined {
    const outcomes = guardedWorkOf(this.lambda)
      .workIn(body)
      .filter((call) => !this.isOnErrorPath(call, body))
      .map((call) => this.outcomeOfCall(call, body));
    return outcomes.length === 0 ? undefined : combine(outcomes);
  }

  /** True in what catches an error of the body: it runs when a record has failed already. */
  private isOnErrorPath(call: CallNode, body: TSESTree.Node): boolean {
    return catchPathsOf(this.lambda).some(({ node, handler }) => {
      const place = node.type === "CatchClause" ? node : handler;
      return place !== undefined && isInside(call, place) && isInside(place, body);
    });
  }

  private outcomeOfCall(call: CallNode, body: TSESTree.Node): Outcome {
    const functions = this.lambda.syntax.values.functionsOf(call.callee);
    const own = functions.length === 0 ? FAILS : combine(functions.map((fn) => this.outcomeOfFunction(fn)));
    return own.failure === "fails" || own.failure === "unseen" ? this.caught(call, body, own) : own;
  }

  private outcomeOfFunction(fn: FunctionNode): Outcome {
    let outcome = this.failures.get(fn);
    if (outcome !== undefined) return outcome;
    this.failures.set(fn, FAILS); // ends recursion
    outcome = this.outcomeOf(fn.body) ?? HANDLED;
    this.failures.set(fn, outcome);
    return outcome;
  }

  /** What becomes of the call's error within the body: it is caught by the innermost place that does not throw it again. */
  private caught(call: CallNode, body: TSESTree.Node, uncaught: Outcome): Outcome {
    const around = catchPathsOf(this.lambda)
      .filter(({ guarded, node }) => isInside(call, guarded) && isInside(node, body))
      .sort((a, b) => b.guarded.range[0] - a.guarded.range[0]);
    for (const path of around) {
      const { ending } = path;
      if (ending.kind === "handled" && ending.throws) continue;
      if (ending.kind === "nothing" && !ending.isDocumented)
        return { failure: "lost", lostAt: [path], runBy: undefined };
      return HANDLED;
    }
    const runBy = this.wrapperOf(call, body);
    return runBy === undefined ? uncaught : { failure: "unseen", lostAt: [], runBy };
  }

  /** `processRecord` of `processRecord(record, async () => { … })`, with the function in another file of the project. */
  private wrapperOf(call: CallNode, body: TSESTree.Node): TSESTree.Node | undefined {
    for (let node: TSESTree.Node = call; isInside(node, body); node = node.parent as TSESTree.Node)
      if (node.type === "CallExpression" && this.isOwnWrapper(node)) return node.callee;
    return undefined;
  }

  private isOwnWrapper({ callee, arguments: given }: TSESTree.CallExpression): boolean {
    const { values } = this.lambda.syntax;
    if (!given.some((argument) => isFunction(unwrap(argument)))) return false;
    const method = unwrap(callee);
    const name = method.type === "MemberExpression" ? memberName(method) : undefined;
    const isBuiltIn = name !== undefined && (PROMISE_METHODS.has(name) || CALLBACKS.has(name));
    if (isBuiltIn || values.functionsOf(callee).length > 0) return false;
    return importPathsOf(callee, this.lambda.syntax).some(({ module }) => module.startsWith("."));
  }

  // ── promises of a `map` ─────────────────────────────────────────────────────────────────────────────────────────

  /** How the promises that the call gives are waited for; undefined when they are not, or in a way that is not seen. */
  private waitingFor(call: TSESTree.CallExpression, callback: FunctionNode): "all" | "settled" | undefined {
    const promise = this.promiseOf(call, callback);
    if (promise === undefined) return undefined;
    const method = memberName(promise.callee as TSESTree.MemberExpression);
    return method === "allSettled" || this.catchesEach(promise) ? "settled" : "all";
  }

  /** `Promise.all(promises.map((promise) => promise.catch(toError)))` */
  private catchesEach({ arguments: [list] }: TSESTree.CallExpression): boolean {
    return list !== undefined && isCaughtList(unwrap(list));
  }

  /** The `Promise.all(…)` or `Promise.allSettled(…)` that is given the promises, in place or by a variable. */
  private promiseOf(
    call: TSESTree.CallExpression,
    callback: FunctionNode | undefined,
  ): TSESTree.CallExpression | undefined {
    const { syntax } = this.lambda;
    if (callback !== undefined && isForEach(call)) return this.promiseOfPushed(callback);
    const list = listMadeOf(call);
    const direct = waitingCallOf(list, syntax);
    if (direct !== undefined) return direct;
    const { parent } = wrapped(list);
    if (parent?.type !== "VariableDeclarator" || parent.id.type !== "Identifier") return undefined;
    return syntax.facts
      .variableOf(parent.id)
      ?.references.map(({ identifier }) => waitingCallOf(listMadeOf(identifier), syntax))
      .find((use) => use !== undefined);
  }

  /** The same for `records.forEach((record) => { promises.push(save(record)); })`. */
  private promiseOfPushed(callback: FunctionNode): TSESTree.CallExpression | undefined {
    const { syntax } = this.lambda;
    if (callback.async) return undefined;
    for (const inner of syntax.facts.calls) {
      if (inner.type !== "CallExpression" || !isInside(inner, callback)) continue;
      const use = useOfPushed(inner, syntax);
      if (use !== undefined && !isInside(use, callback)) return waitingCallOf(use, syntax);
    }
    return undefined;
  }
}

/**
 * `records.map(save).filter(Boolean)`, `promises.map((promise) => promise.catch(toError))`: the list with the promises that are
 * left, or with what each has come to.
 */
function listMadeOf(list: TSESTree.Node): TSESTree.Node {
  const member = wrapped(list).parent;
  if (member?.type !== "MemberExpression" || member.object !== wrapped(list)) return list;
  const next = wrapped(member).parent;
  if (next?.type !== "CallExpression" || wrapped(member) !== next.callee) return list;
  return memberName(member) === "filter" || isCaughtList(next) ? listMadeOf(next) : list;
}

/** `….map((promise) => promise.catch(toError))` */
function isCaughtList(list: TSESTree.Node): boolean {
  if (list.type !== "CallExpression") return false;
  const method = unwrap(list.callee);
  const [argument] = list.arguments;
  const each = argument && unwrap(argument);
  if (method.type !== "MemberExpression" || memberName(method) !== "map") return false;
  if (each?.type !== "ArrowFunctionExpression" || each.body.type !== "CallExpression") return false;
  const [promise] = each.params;
  const caught = unwrap(each.body.callee);
  return (
    promise?.type === "Identifier" &&
    caught.type === "MemberExpression" &&
    memberName(caught) === "catch" &&
    caught.object.type === "Identifier" &&
    caught.object.name === promise.name
  );
}

function isForEach({ callee }: TSESTree.CallExpression): boolean {
  const node = unwrap(callee);
  return node.type === "MemberExpression" && memberName(node) === "forEach";
}

interface Outcome {
  readonly failure: RecordFailure;
  readonly lostAt: readonly CatchPath[];
  readonly runBy: TSESTree.Node | undefined;
}

const FAILS: Outcome = { failure: "fails", lostAt: [], runBy: undefined };
const HANDLED: Outcome = { failure: "handled", lostAt: [], runBy: undefined };

/** One call that fails the batch is enough; else one that may; else one whose error is lost. */
function combine(outcomes: readonly Outcome[]): Outcome {
  const worst =
    outcomes.find(({ failure }) => failure === "fails") ??
    outcomes.find(({ failure }) => failure === "unseen");
  if (worst !== undefined) return worst;
  const lostAt = [...new Set(outcomes.flatMap((outcome) => outcome.lostAt))];
  return lostAt.length > 0 ? { failure: "lost", lostAt, runBy: undefined } : HANDLED;
}

/** True for `await Promise.allSettled(…);`, whose results nobody takes. */
function isStatement(promise: TSESTree.CallExpression | undefined): boolean {
  const parent = promise && wrapped(promise).parent;
  return parent?.type === "AwaitExpression" && wrapped(parent).parent?.type === "ExpressionStatement";
}

/** True when a failure of the code is caught before it leaves the handler, by something that does not let it fail again. */
export function isCaughtAround(node: TSESTree.Node, lambda: LambdaModel, depth = 0): boolean {
  const unit = unitOf(node);
  const isCaught = catchPathsOf(lambda).some(
    ({ guarded, node: place, ending }) =>
      unitOf(place) === unit &&
      isInside(node, guarded) &&
      !(ending.kind === "handled" && (ending.throws || failsInvocation(place, lambda))),
  );
  if (isCaught || !isFunction(unit) || depth > 4) return isCaught;
  if (lambda.handlers.some((handler) => handler.node === unit)) return false;
  const { graph } = lambda.syntax;
  const sites = [...graph.callSitesOf(unit), ...graph.callbackUsesOf(unit)].map(({ call }) => call);
  return sites.length > 0 && sites.every((site) => isCaughtAround(site, lambda, depth + 1));
}

/** `catch (error) { console.error(error); context.fail(error); }`: what Lambda takes for an error that was thrown. */
function failsInvocation(place: TSESTree.Node, lambda: LambdaModel): boolean {
  return (
    place.type === "CatchClause" &&
    place.body.body.some(
      (statement) =>
        statement.type === "ExpressionStatement" &&
        statement.expression.type === "CallExpression" &&
        completesWithError(statement.expression, lambda),
    )
  );
}

/** True when the code stands in the handler itself and runs whenever the handler does. */
export function isInHandlerBody(node: TSESTree.Node, { node: handler }: BatchHandler): boolean {
  return enclosingFunction(node) === handler && handler.body.type === "BlockStatement";
}
