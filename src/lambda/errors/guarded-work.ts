import type { TSESTree } from "@typescript-eslint/utils";
import { readingName } from "../../knowledge/best-effort-work.js";
import {
  type CallNode,
  type FunctionNode,
  enclosingFunction,
  isFunction,
  isInside,
  lastNameOf,
  memberName,
  unwrap,
  wrapped,
} from "../../syntax/ast.js";
import type { SyntaxFacts } from "../../syntax/facts.js";
import { oncePer } from "../../syntax/once-per.js";
import type { LambdaModel } from "../model.js";
import { useOfPushed } from "../promises/pushed-promises.js";
import { isBestEffort, isTelemetry } from "./best-effort-calls.js";

export interface GuardedWork {
  /**
   * True when the code at the node, the functions of the file that it calls included, does work that the request is
   * about: it asks another system, or awaits what the file does not show. Closing connections, telemetry, caches, local
   * files and timers are none.
   */
  doesWork(node: TSESTree.Node): boolean;
  /**
   * The calls at the node that do such work, those of functions of the file included, and those whose promises go into a list
   * that is waited for behind it.
   */
  workIn(node: TSESTree.Node): readonly CallNode[];
}

const PROMISE_CHAIN = new Set(["then", "catch", "finally", "promise"]);
/** `ids.slice(at, at + 10)`: a part of a list, whatever file the list is from. */
const PARTS_OF_LISTS = new Set(["flat", "slice"]);
/** `items.map((item) => save(item))` */
const EACH = new Set(["map", "flatMap"]);
const SYNCHRONOUS = new Set([
  "Array",
  "Boolean",
  "Buffer",
  "Date",
  "JSON",
  "Math",
  "Number",
  "Object",
  "String",
]);

export const guardedWorkOf = oncePer((lambda: LambdaModel): GuardedWork => new WorkFinder(lambda));

class WorkFinder implements GuardedWork {
  private readonly known = new Map<FunctionNode, boolean>();

  constructor(private readonly lambda: LambdaModel) {}

  doesWork(node: TSESTree.Node): boolean {
    const { calls } = this.lambda.syntax.facts;
    const work = calls.filter((call) => isDoneIn(node, call) && this.isWork(call, node));
    return work.length > 0 && !this.isReadForTelemetry(work, node);
  }

  /** `const count = await countOrders(); await sendMetric(count);`: what is sent is no part of the answer, nor what is read for it. */
  private isReadForTelemetry(work: readonly CallNode[], within: TSESTree.Node): boolean {
    const { facts } = this.lambda.syntax;
    return (
      work.every((call) => isReadInto(call, within)) &&
      facts.calls.some((call) => isDoneIn(within, call) && isTelemetry(call, this.lambda))
    );
  }

  workIn(node: TSESTree.Node): readonly CallNode[] {
    return this.lambda.syntax.facts.calls.filter(
      (call) => isDoneIn(node, call) && (this.isWork(call, node) || this.isPushedWork(call)),
    );
  }

  private isWork(call: CallNode, within: TSESTree.Node): boolean {
    const { lambda } = this;
    const { facts, values } = lambda.syntax;
    if (isBestEffort(call, lambda)) return false;
    if (lambda.isRemoteCall(call)) return true;
    const callees = values.functionsOf(call.callee);
    if (callees.length > 0) return callees.some((fn) => this.functionDoesWork(fn));
    return call.type === "CallExpression" && isUnseenCall(call, facts) && isWaitedFor(call, within, facts);
  }

  /** `promises.push(saveOrder(order))`, of a function of another file */
  private isPushedWork(call: CallNode): boolean {
    const { syntax } = this.lambda;
    const { parent } = wrapped(call);
    return (
      call.type === "CallExpression" &&
      parent?.type === "CallExpression" &&
      parent.callee !== call &&
      syntax.values.functionsOf(call.callee).length === 0 &&
      isUnseenCall(call, syntax.facts) &&
      !isBestEffort(call, this.lambda) &&
      useOfPushed(parent, syntax) !== undefined
    );
  }

  private functionDoesWork(fn: FunctionNode): boolean {
    let answer = this.known.get(fn);
    if (answer !== undefined) return answer;
    this.known.set(fn, false); // ends recursion: what a function does beside calling itself decides
    // `(name) => async (input) => save(input)` makes a function, and calls none.
    answer = !isFunction(fn.body) && this.doesWork(fn.body);
    this.known.set(fn, answer);
    return answer;
  }
}

/** False for a call in a function that the node only gives back: `return async () => save()`. */
function isDoneIn(node: TSESTree.Node, call: CallNode): boolean {
  if (!isInside(call, node)) return false;
  for (let fn = enclosingFunction(call); fn && fn !== node && isInside(fn, node); fn = enclosingFunction(fn))
    if (fn.parent.type === "ReturnStatement" || fn.parent.type === "ArrowFunctionExpression") return false;
  return true;
}

/** `const count = await countOrders();`: something that only reads, for a variable of the block. */
function isReadInto(call: CallNode, within: TSESTree.Node): boolean {
  const value = wrapped(call);
  const declarator = value.parent?.type === "AwaitExpression" ? wrapped(value.parent).parent : value.parent;
  return (
    declarator?.type === "VariableDeclarator" &&
    isInside(declarator, within) &&
    readingName.test(lastNameOf(unwrap(call.callee)) ?? "")
  );
}

/** A call of another file, of a package, or of an object that came from there. */
function isUnseenCall(call: TSESTree.CallExpression, facts: SyntaxFacts): boolean {
  const callee = unwrap(call.callee);
  if (callee.type === "Identifier") return facts.variableOf(callee) !== undefined;
  // `(await store)(order)`, `storeIn(table)(order)`
  if (callee.type === "AwaitExpression") return true;
  if (callee.type === "CallExpression") return isUnseenCall(callee, facts);
  if (callee.type !== "MemberExpression") return false;
  const object = unwrap(callee.object);
  const method = memberName(callee) ?? "";
  if (PROMISE_CHAIN.has(method) || PARTS_OF_LISTS.has(method) || isOwnList(object, facts)) return false;
  // What a list is mapped with does the work, and is looked at itself.
  if (EACH.has(method) && call.arguments[0] !== undefined && isFunction(unwrap(call.arguments[0])))
    return false;
  if (isAccumulated(object, facts)) return false;
  return !(
    object.type === "Identifier" &&
    facts.variableOf(object) === undefined &&
    (SYNCHRONOUS.has(object.name) || object.name === "Promise" || object.name === "console")
  );
}

/** `all` of `items.reduce((all, item) => all.set(item.id, item), new Map())` */
function isAccumulated(node: TSESTree.Node, facts: SyntaxFacts): boolean {
  const definition = facts.variableOf(node)?.defs[0];
  const fn = definition?.node;
  if (!fn || !isFunction(fn) || fn.params[0] !== definition.name) return false;
  const call = wrapped(fn).parent;
  const callee = call?.type === "CallExpression" && call.callee !== fn ? unwrap(call.callee) : undefined;
  return callee?.type === "MemberExpression" && memberName(callee) === "reduce";
}

/** `const work = [];` */
function isOwnList(node: TSESTree.Node, facts: SyntaxFacts): boolean {
  const definition = facts.variableOf(node)?.defs[0]?.node;
  return definition?.type === "VariableDeclarator" && definition.init?.type === "ArrayExpression";
}

/**
 * True when the call is awaited within the node, is the node itself (a promise that somebody catches), or gives a
 * promise to one that is awaited: `await Promise.all(items.map((item) => save(item)))`.
 */
function isWaitedFor(call: CallNode, within: TSESTree.Node, facts: SyntaxFacts): boolean {
  let child: TSESTree.Node = call;
  for (let parent: TSESTree.Node | undefined = call.parent; ; child = parent, parent = parent.parent) {
    if (child === within) return within.type !== "BlockStatement";
    if (parent === undefined) return false;
    if (parent.type === "AwaitExpression") return true;
    if (parent.type === "ReturnStatement") {
      // `return save()` hands the promise to the caller: nothing waits for it here, unless the caller is inside.
      const fn = enclosingFunction(parent);
      return fn !== undefined && isInside(fn.body, within);
    }
    if (parent.type === "ForOfStatement" && parent.await && child === parent.right) return true;
    if (parent.type === "VariableDeclaration" || parent.type.endsWith("Statement")) return false;
    // An argument of a call that is awaited is its input, not the work, unless a promise of it goes through.
    if (parent.type === "CallExpression" && child !== parent.callee && !passesPromises(parent, facts))
      return false;
  }
}

/** `Promise.all(…)`, `items.map(…)`: what their arguments start is waited for with them. */
function passesPromises(call: TSESTree.CallExpression, facts: SyntaxFacts): boolean {
  const callee = unwrap(call.callee);
  if (callee.type !== "MemberExpression") return false;
  return (
    facts.isGlobal(unwrap(callee.object), "Promise") ||
    /^(?:map|flatMap|then|catch|finally)$/.test(memberName(callee) ?? "")
  );
}
