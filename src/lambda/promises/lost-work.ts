import type { TSESTree } from "@typescript-eslint/utils";
import {
  type CallNode,
  type FunctionNode,
  isFunction,
  isInside,
  memberName,
  unwrap,
  wrapped,
} from "../../syntax/ast.js";
import { importPathsOf } from "../../syntax/import-paths.js";
import type { Variable } from "../../syntax/name-index.js";
import { oncePer } from "../../syntax/once-per.js";
import { matchesFact } from "../bindings/fact-match.js";
import { canThrow } from "../errors/can-throw.js";
import { isArray, isPartOfJson } from "./array-values.js";
import { FrozenCode } from "./frozen-code.js";
import type { LossContext } from "./loss-context.js";
import { type LostCallback, findLostCallbacks } from "./lost-callbacks.js";
import type { LambdaModel } from "../model.js";
import { mayTakeCallback } from "./package-methods.js";
import { isChainCall, isChainMethod, type PromiseCalls, promiseCallsOf } from "./promise-calls.js";
import { type Loss, type PromiseOwnership, createPromiseOwnership } from "./promise-ownership.js";
import { Signals } from "./signals.js";

/** Work of an invocation that nothing waits for before the handler returns. */
export type LostWork =
  | {
      readonly kind: "promise" | "promiseList";
      readonly node: TSESTree.CallExpression | TSESTree.NewExpression;
      readonly loss: Loss;
      /** It is over at once, and what is lost is the error that it may end with. */
      readonly isErrorOnly?: true;
    }
  /** An array method that throws away what its callback gives: `forEach(async …)`. */
  | { readonly kind: "droppedByMethod"; readonly node: TSESTree.CallExpression; readonly method: string }
  | LostCallback;

/** A function of a package that sees to it that what it is given finishes: `waitUntil(promise)`. */
export interface BackgroundWrapper {
  readonly module: string | RegExp;
  readonly export: string;
}

const TIMERS = ["setTimeout", "setInterval"];
/** Array methods that call their first argument with each item and do not wait for what it gives. */
const DROPPING_METHODS = new Set(["forEach", "filter", "find", "findIndex", "findLast", "some", "every"]);

/**
 * The promises, timers, callbacks, streams and buffered metrics of the invocation phase that nothing waits for. Silent
 * where Lambda itself waits: for the empty event loop after a handler that gives no promise, for the end of a streamed
 * response. Silent in durable executions, whose steps are kept.
 */
export const lostWorkOf = oncePer(
  (lambda: LambdaModel, background: readonly BackgroundWrapper[]): readonly LostWork[] => {
    // The candidates first: most files have none, and then nobody has to know their handlers.
    return new Search(lambda, background).run();
  },
);

class Search implements LossContext {
  readonly calls: PromiseCalls;
  readonly ownership: PromiseOwnership;
  readonly frozen: FrozenCode;
  readonly signals: Signals;
  #handlers: ReadonlySet<FunctionNode> | undefined;
  #mayRunInLambda: boolean | undefined;

  constructor(
    readonly lambda: LambdaModel,
    private readonly background: readonly BackgroundWrapper[],
  ) {
    this.calls = promiseCallsOf(lambda);
    const isHandler = (fn: FunctionNode): boolean => this.handlers.has(fn);
    this.ownership = createPromiseOwnership(lambda.syntax, isHandler);
    this.frozen = new FrozenCode(lambda, (fn) => this.calls.isAsync(fn));
    this.signals = new Signals(lambda, isHandler);
  }

  private get handlers(): ReadonlySet<FunctionNode> {
    return (this.#handlers ??= new Set(this.lambda.handlers.flatMap(({ node }) => (node ? [node] : []))));
  }

  /** Most files that export something are loaded by no handler: there calls need not be followed. */
  private get mayRunInLambda(): boolean {
    const { lambda } = this;
    return (this.#mayRunInLambda ??=
      lambda.mayHaveEvidence || lambda.isLoadedByHandler || lambda.isMadeHandler);
  }

  run(): readonly LostWork[] {
    const found: LostWork[] = [];
    const collections = new Set<Variable>();
    for (const call of this.lambda.syntax.facts.calls) {
      const work = this.lostPromiseAt(call) ?? this.droppedByMethodAt(call);
      if (work === undefined) continue;
      const collection =
        work.kind === "promise" && work.loss.kind === "collected" && this.collectionOf(work.node);
      if (collection && collections.has(collection)) continue;
      if (collection) collections.add(collection);
      found.push(work);
    }
    const others = findLostCallbacks(this);
    const timers = others.filter(({ kind }) => kind === "timer" || kind === "listener");
    // What a lost callback begins is lost with it.
    return [
      ...found.filter(({ node }) => !timers.some((timer) => isInside(node, timer.node))),
      ...others,
    ].sort((a, b) => a.node.range[0] - b.node.range[0]);
  }

  private lostPromiseAt(call: TSESTree.CallExpression | TSESTree.NewExpression): LostWork | undefined {
    // The last call of a chain stands for all of it. Most other calls are awaited, or log something.
    if (wrapped(call).parent?.type === "AwaitExpression" || isChained(call) || isLogging(call)) {
      return this.lostListAt(call);
    }
    const loss = this.ownership.lossOf(call, false);
    if (loss === undefined || !this.mayRunInLambda) return this.lostListAt(call);
    const begun = startOfChain(call);
    const isErrorOnly = !this.isPromiseWork(call) && this.mayReject(call);
    const isLost =
      (isErrorOnly || this.isPromiseWork(call) || this.isImported(begun)) &&
      this.frozen.mayInclude(call) &&
      !this.isInKeptTimer(call) &&
      !this.settlesWithKept(call) &&
      !this.signals.areIn(loss.promise) &&
      // Other files are read last: the one that is called first, for most of them only log, and then those that call this one.
      (isErrorOnly || this.isPromiseWork(call) || this.lambda.otherFiles.goesOn(begun.callee)) &&
      this.frozen.includes(call);
    if (!isLost) return this.lostListAt(call);
    return { kind: "promise", node: call, loss, ...(isErrorOnly && { isErrorOnly }) };
  }

  /** `async function check(order) { if (!order.id) throw new Error("no id"); }`: its error becomes a rejection. */
  private mayReject(call: CallNode): boolean {
    if (call.type !== "CallExpression" || this.isBackground(call)) return false;
    const functions = this.lambda.syntax.values.functionsOf(call.callee);
    return (
      functions.length > 0 &&
      functions.every(
        ({ async, generator, body }) =>
          async && !generator && body.type === "BlockStatement" && canThrow(body),
      )
    );
  }

  /** `saved.catch(log)` beside `await saved`: what begins no work of its own is done when the promise is. */
  private settlesWithKept(call: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
    const callee = unwrap(call.callee);
    if (!isChainCall(call) || callee.type !== "MemberExpression") return false;
    const promise = unwrap(callee.object);
    if (promise.type !== "Identifier") return false;
    const { facts, values } = this.lambda.syntax;
    const isUsedElsewhere = facts
      .variableOf(promise)
      ?.references.some(
        ({ identifier }) => !isChained(identifier) && identifier.parent.type !== "VariableDeclarator",
      );
    const [made, ...others] = values.valuesOf(promise);
    if (isUsedElsewhere !== true || made?.type !== "CallExpression" || others.length > 0) return false;
    const callbacks = call.arguments.map((argument) => values.functionsOf(argument));
    return (
      callbacks.every((functions) => functions.length > 0) &&
      !callbacks.flat().some((fn) => this.calls.callbackGoesOn(fn)) &&
      this.ownership.lossOf(made, false) === undefined
    );
  }

  /** A call of what another file of the project may export. */
  private isImported(call: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
    if (call.type !== "CallExpression" || this.isBackground(call) || reportsToCallback(call)) return false;
    return importPathsOf(unwrap(call.callee), this.lambda.syntax).length > 0;
  }

  private lostListAt(call: TSESTree.CallExpression | TSESTree.NewExpression): LostWork | undefined {
    if (!mayGiveList(call)) return undefined;
    const loss = this.ownership.lossOf(call, true);
    if (loss === undefined || !this.calls.givesPromiseList(call)) return undefined;
    if (!this.frozen.includes(call) || this.signals.areIn(call)) return undefined;
    return { kind: "promiseList", node: call, loss };
  }

  private isPromiseWork(call: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
    if (this.isBackground(call)) return false;
    return this.calls.givesPromise(call) && this.calls.goesOn(call);
  }

  private isBackground(call: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
    if (this.background.length === 0) return false;
    const imported = this.lambda.syntax.resolveImport(call.callee);
    return imported !== undefined && this.background.some((wrapper) => matchesFact(imported, wrapper));
  }

  private droppedByMethodAt(call: TSESTree.CallExpression | TSESTree.NewExpression): LostWork | undefined {
    const callee = unwrap(call.callee);
    if (call.type !== "CallExpression" || callee.type !== "MemberExpression") return undefined;
    const method = memberName(callee) ?? "";
    const [callback] = call.arguments;
    if (!DROPPING_METHODS.has(method) || callback === undefined) return undefined;
    const { values, resolveImport } = this.lambda.syntax;
    if (!values.functionsOf(callback).some((fn) => this.calls.callbackGoesOn(fn))) return undefined;
    // A collection of a package (`async.forEach`, a cursor) may wait for its callbacks, if it is waited for itself.
    if (resolveImport(callee.object) !== undefined) return undefined;
    const isTaken = this.ownership.lossOf(call, false) === undefined;
    if (isTaken && !isArray(callee.object, this.lambda) && !isPartOfJson(callee.object, this.lambda))
      return undefined;
    return this.frozen.includes(call) && !this.signals.areIn(call)
      ? { kind: "droppedByMethod", node: call, method }
      : undefined;
  }

  private collectionOf(call: TSESTree.Node): Variable | undefined {
    for (let node: TSESTree.Node | undefined = call.parent; node && !isFunction(node); node = node.parent) {
      if (node.type === "CallExpression" && node.callee.type === "MemberExpression") {
        const variable = this.lambda.syntax.facts.variableOf(node.callee.object);
        if (variable !== undefined) return variable;
      }
    }
    return undefined;
  }

  /** `const beat = setInterval(() => { extend(message); }, 30_000);` beside what the handler awaits: it ends the timer itself. */
  private isInKeptTimer(node: TSESTree.Node): boolean {
    const { facts } = this.lambda.syntax;
    for (let current: TSESTree.Node | undefined = node; current; current = current.parent) {
      const { parent } = current as { parent?: TSESTree.Node };
      if (parent?.type !== "CallExpression" || !isFunction(current) || parent.arguments[0] !== current)
        continue;
      const isTimer = TIMERS.some((name) => facts.isGlobal(unwrap(parent.callee), name));
      if (isTimer && this.ownership.lossOf(parent, false) === undefined) return true;
    }
    return false;
  }
}

/** `console.log(…)` */
function isLogging({ callee }: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
  return (
    callee.type === "MemberExpression" &&
    callee.object.type === "Identifier" &&
    callee.object.name === "console"
  );
}

/** A look at the name: `map`, `flatMap`, `Array.from`. */
function mayGiveList({ callee }: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
  return callee.type === "MemberExpression" && /^(?:map|flatMap|from)$/.test(memberName(callee) ?? "");
}

/** True for the object of `.then(…)`. */
function isChained(call: TSESTree.Node): boolean {
  const member = wrapped(call).parent;
  if (member?.type !== "MemberExpression" || !isChainMethod(memberName(member))) return false;
  const callee = wrapped(member);
  return callee.parent?.type === "CallExpression" && callee.parent.callee === callee;
}

/** `save(order)` of `save(order).then(log).catch(report)` */
function startOfChain(call: CallNode): CallNode {
  const method = unwrap(call.callee);
  if (!isChainCall(call) || method.type !== "MemberExpression") return call;
  const before = unwrap(method.object);
  return before.type === "CallExpression" ? startOfChain(before) : call;
}

/** `pool.query(text, (error, rows) => …)`, with a pool of another file. */
function reportsToCallback({ callee, arguments: given }: TSESTree.CallExpression): boolean {
  const method = unwrap(callee);
  const last = given.at(-1);
  return (
    method.type === "MemberExpression" &&
    last !== undefined &&
    isFunction(unwrap(last)) &&
    mayTakeCallback(memberName(method) ?? "")
  );
}
