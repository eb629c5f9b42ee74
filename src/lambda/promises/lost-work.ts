import type { TSESTree } from "@typescript-eslint/utils";
import { eventTypes } from "../../knowledge/handler-types.js";
import {
  type CodeUnit,
  type FunctionNode,
  isFunction,
  isInside,
  memberName,
  unitOf,
  unwrap,
  wrapped,
} from "../../syntax/ast.js";
import { importPathsOf } from "../../syntax/import-paths.js";
import type { Variable } from "../../syntax/name-index.js";
import { oncePer } from "../../syntax/once-per.js";
import { matchesFact } from "../bindings/fact-match.js";
import { lambdaTypeName, parameterType } from "../bindings/lambda-types.js";
import { type LossContext, type LostCallback, findLostCallbacks } from "./lost-callbacks.js";
import type { LambdaModel } from "../model.js";
import { isChainMethod, type PromiseCalls, promiseCallsOf } from "./promise-calls.js";
import { type Loss, type PromiseOwnership, createPromiseOwnership } from "./promise-ownership.js";

/** Work of an invocation that nothing waits for before the handler returns. */
export type LostWork =
  | {
      readonly kind: "promise" | "promiseList";
      readonly node: TSESTree.CallExpression | TSESTree.NewExpression;
      readonly loss: Loss;
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

/** What the handlers of the file run. */
interface FrozenUnits {
  /** By handlers that give a promise: Lambda waits for that. */
  readonly frozen: ReadonlySet<CodeUnit>;
  /** By others, after which Lambda waits for the empty event loop. */
  readonly awaited: ReadonlySet<CodeUnit>;
}

class Search implements LossContext {
  readonly calls: PromiseCalls;
  readonly ownership: PromiseOwnership;
  #handlers: ReadonlySet<FunctionNode> | undefined;
  #streams: ReadonlySet<Variable> | undefined;
  #units: FrozenUnits | undefined;

  constructor(
    readonly lambda: LambdaModel,
    private readonly background: readonly BackgroundWrapper[],
  ) {
    this.calls = promiseCallsOf(lambda);
    this.ownership = createPromiseOwnership(lambda.syntax, (fn) => this.handlers.has(fn));
  }

  private get handlers(): ReadonlySet<FunctionNode> {
    return (this.#handlers ??= new Set(this.lambda.handlers.flatMap(({ node }) => (node ? [node] : []))));
  }

  /** The parameters that are the streams of streaming handlers. */
  private get streams(): ReadonlySet<Variable> {
    return (this.#streams ??= new Set(
      this.lambda.handlers.flatMap(({ node, isStreaming }) => {
        const stream = isStreaming ? node?.params[1] : undefined;
        return (stream && this.lambda.syntax.facts.variableOf(stream)) ?? [];
      }),
    ));
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
    const isLost =
      loss !== undefined &&
      (this.isPromiseWork(call) || this.isImported(call)) &&
      this.mayBeFrozen(call) &&
      !this.isInKeptTimer(call) &&
      !this.settlesWithKept(call) &&
      !this.signals(loss.promise) &&
      // Other files are read last: the one that is called first, for most of them only log, and then those that call this one.
      (this.isPromiseWork(call) || this.lambda.goesOnElsewhere(call.callee)) &&
      this.isFrozen(call);
    return isLost ? { kind: "promise", node: call, loss } : this.lostListAt(call);
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
    if (call.type !== "CallExpression" || this.isBackground(call)) return false;
    return importPathsOf(unwrap(call.callee), this.lambda.syntax).length > 0;
  }

  private lostListAt(call: TSESTree.CallExpression | TSESTree.NewExpression): LostWork | undefined {
    if (!mayGiveList(call)) return undefined;
    const loss = this.ownership.lossOf(call, true);
    if (loss === undefined || !this.calls.givesPromiseList(call)) return undefined;
    if (!this.isFrozen(call) || this.signals(call)) return undefined;
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
    if (isTaken && !isArray(callee.object, this.lambda)) return undefined;
    return this.isFrozen(call) && !this.signals(call)
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

  isFrozen(node: TSESTree.Node): boolean {
    return this.mayBeFrozen(node) && (this.units.frozen.has(unitOf(node)) || this.isFrozenElsewhere(node));
  }

  /** False where the file itself says that Lambda waits, or that nobody runs the code. */
  private mayBeFrozen(node: TSESTree.Node): boolean {
    const { frozen, awaited } = this.units;
    const unit = unitOf(node);
    if (awaited.has(unit) || this.isInExecutor(node)) return false;
    return frozen.has(unit) || this.lambda.mayRunPerInvocation(node);
  }

  private get units(): FrozenUnits {
    return (this.#units ??= this.findUnits());
  }

  /** True where handlers of other files run the code, and Lambda waits for the promise of each of them, and no longer. */
  private isFrozenElsewhere(node: TSESTree.Node): boolean {
    if (this.lambda.handlers.some(({ isDurable }) => isDurable)) return false;
    const callers = this.lambda.outsideCallersOf(node) ?? [];
    return callers.length > 0 && callers.every(({ endsWithPromise }) => endsWithPromise);
  }

  private findUnits(): FrozenUnits {
    const { facts } = this.lambda.syntax;
    const none = { frozen: new Set<CodeUnit>(), awaited: new Set<CodeUnit>() };
    if (!this.lambda.hasEvidence || this.lambda.handlers.some(({ isDurable }) => isDurable)) return none;
    const entries = new Set([...this.handlers, ...this.lambda.delegates]);
    for (const fn of facts.functions) {
      const type = lambdaTypeName(parameterType(fn.params[0]), this.lambda.syntax);
      if (type !== undefined && eventTypes.has(type)) entries.add(fn);
    }
    const isPromised = (fn: FunctionNode): boolean => this.calls.isAsync(fn);
    const frozen = this.reach([...entries].filter((fn) => isPromised(fn)));
    const awaited = this.reach([...entries].filter((fn) => !isPromised(fn)));
    return { frozen, awaited };
  }

  private reach(starts: readonly CodeUnit[]): ReadonlySet<CodeUnit> {
    const reached = new Set<CodeUnit>(starts);
    const queue = [...starts];
    for (let unit = queue.pop(); unit !== undefined; unit = queue.pop()) {
      for (const { to } of this.lambda.syntax.graph.edgesFrom(unit)) {
        if (reached.has(to)) continue;
        reached.add(to);
        queue.push(to);
      }
    }
    return reached;
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

  /** In the function of a `new Promise(…)`, which is there to say when something is done. */
  private isInExecutor(node: TSESTree.Node): boolean {
    const { facts } = this.lambda.syntax;
    for (let current: TSESTree.Node | undefined = node; current; current = current.parent) {
      const { parent } = current as { parent?: TSESTree.Node };
      if (parent?.type !== "NewExpression" || !isFunction(current)) continue;
      if (facts.isGlobal(unwrap(parent.callee), "Promise")) return true;
    }
    return false;
  }

  signals(node: TSESTree.Node): boolean {
    const { facts } = this.lambda.syntax;
    if (this.streams.size > 0 && this.usesStream(node)) return true;
    const given = facts.calls.filter((call) => isInside(call, node));
    return given.some((call) => {
      const targets = [call.callee, ...(isChainCall(call) ? call.arguments : [])];
      return targets.some((target) => this.isSignal(unwrap(target), node));
    });
  }

  /** A parameter of a function around the code, or a variable that holds what a promise's executor was given. */
  private isSignal(target: TSESTree.Node, region: TSESTree.Node): boolean {
    const { facts, values } = this.lambda.syntax;
    const variable = facts.variableOf(target);
    const [definition] = variable?.defs ?? [];
    if (variable === undefined || definition === undefined || isInside(definition.name, region)) return false;
    if (definition.type === "Parameter")
      return values.functionsOf(target).length === 0 && !this.handlers.has(definition.node as FunctionNode);
    return this.mayHoldResolver(variable);
  }

  /** `let done; new Promise((resolve) => { done = resolve; })`, `const { resolve } = Promise.withResolvers()` */
  private mayHoldResolver(variable: Variable, seen = new Set<Variable>()): boolean {
    if (seen.has(variable)) return false;
    seen.add(variable);
    const { facts } = this.lambda.syntax;
    return variable.references.some(({ writeExpr, init }) => {
      if (!writeExpr) return false;
      const value = unwrap(writeExpr);
      if (value.type === "CallExpression") {
        const callee = unwrap(value.callee);
        return init === true && callee.type === "MemberExpression" && memberName(callee) === "withResolvers";
      }
      const source = facts.variableOf(value);
      if (source === undefined) return false;
      return source.defs.some(({ type }) => type === "Parameter") || this.mayHoldResolver(source, seen);
    });
  }

  /** True when the code writes to, or ends, the response that Lambda waits for. */
  private usesStream(node: TSESTree.Node): boolean {
    const seen = new Set<Variable>();
    const pending = [...this.streams];
    for (let variable = pending.pop(); variable !== undefined; variable = pending.pop()) {
      if (seen.has(variable)) continue;
      seen.add(variable);
      for (const { identifier } of variable.references) {
        if (isInside(identifier, node)) return true;
        const derived = this.assignedFrom(identifier);
        if (derived !== undefined) pending.push(derived);
      }
    }
    return false;
  }

  /** `out` for `const out = HttpResponseStream.from(responseStream, head)`, `out = responseStream` */
  private assignedFrom(identifier: TSESTree.Node): Variable | undefined {
    for (let node = identifier.parent; node && !isFunction(node); node = node.parent) {
      if (node.type === "VariableDeclarator") return this.lambda.syntax.facts.variableOf(node.id);
      if (node.type === "AssignmentExpression") return this.lambda.syntax.facts.variableOf(node.left);
    }
    return undefined;
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

function isChainCall(call: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
  const callee = unwrap(call.callee);
  return callee.type === "MemberExpression" && isChainMethod(memberName(callee));
}

/** Array methods whose answer is an array. */
const ARRAY_ANSWERS = new Set([
  "map",
  "filter",
  "flatMap",
  "slice",
  "concat",
  "sort",
  "toSorted",
  "reverse",
  "flat",
]);
const OBJECT_LISTS = new Set(["keys", "values", "entries"]);

/** True when the value is an array for certain, and no `Map` or `Set`, which have a `forEach` and no `map`. */
export function isArray(expression: TSESTree.Node, lambda: LambdaModel): boolean {
  const { facts } = lambda.syntax;
  const node = unwrap(expression);
  if (lambda.isRecords(node)) return true;
  switch (node.type) {
    case "ArrayExpression":
      return true;
    case "CallExpression": {
      const callee = unwrap(node.callee);
      if (callee.type !== "MemberExpression") return false;
      const name = memberName(callee) ?? "";
      const object = unwrap(callee.object);
      if (facts.isGlobal(object, "Object")) return OBJECT_LISTS.has(name);
      if (facts.isGlobal(object, "Array")) return name === "from" || name === "of";
      return name === "split" || (ARRAY_ANSWERS.has(name) && isArray(object, lambda));
    }
    case "LogicalExpression":
      return isArray(node.left, lambda) && isArray(node.right, lambda);
    case "Identifier": {
      const [definition] = facts.variableOf(node)?.defs ?? [];
      if (definition === undefined) return false;
      const { name } = definition;
      const type = name.type === "Identifier" ? name.typeAnnotation?.typeAnnotation : undefined;
      if (type !== undefined) return isArrayType(type);
      const declarator = definition.node;
      return (
        declarator.type === "VariableDeclarator" &&
        declarator.id === name &&
        declarator.parent.kind === "const" &&
        declarator.init !== null &&
        isArray(declarator.init, lambda)
      );
    }
    default:
      return false;
  }
}

function isArrayType(type: TSESTree.TypeNode): boolean {
  if (type.type === "TSArrayType" || type.type === "TSTupleType") return true;
  return (
    type.type === "TSTypeReference" && type.typeName.type === "Identifier" && type.typeName.name === "Array"
  );
}
