import type { TSESTree } from "@typescript-eslint/utils";
import { bestEffortFacts, bestEffortWords, closingMethods } from "../../knowledge/best-effort-work.js";
import { indexFacts } from "../../knowledge/index-facts.js";
import {
  type CallNode,
  type FunctionNode,
  enclosingFunction,
  isFunction,
  isInside,
  memberName,
  unwrap,
} from "../../syntax/ast.js";
import { oncePer } from "../../syntax/once-per.js";
import { matchesFact } from "../bindings/fact-match.js";
import { logCallsOf } from "../logs/log-calls.js";
import type { LambdaModel } from "../model.js";

export interface GuardedWork {
  /**
   * True when the code at the node, the functions of the file that it calls included, does work that the request is
   * about: it asks another system, or awaits what the file does not show. Closing connections, telemetry, caches, local
   * files and timers are none.
   */
  doesWork(node: TSESTree.Node): boolean;
  /** The calls at the node that do such work, those of functions of the file included. */
  workIn(node: TSESTree.Node): readonly CallNode[];
}

const bestEffortOf = indexFacts(bestEffortFacts);
const PROMISE_CHAIN = new Set(["then", "catch", "finally", "promise"]);
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

export const guardedWorkOf = oncePer((lambda: LambdaModel): GuardedWork => createGuardedWork(lambda));

function createGuardedWork(lambda: LambdaModel): GuardedWork {
  const { facts, values, resolveImport } = lambda.syntax;
  const logs = logCallsOf(lambda.syntax);
  const known = new Map<FunctionNode, boolean>();

  function doesWork(node: TSESTree.Node): boolean {
    return facts.calls.some((call) => isDoneIn(node, call) && isWork(call, node));
  }

  function workIn(node: TSESTree.Node): readonly CallNode[] {
    return facts.calls.filter((call) => isDoneIn(node, call) && isWork(call, node));
  }

  function isWork(call: CallNode, within: TSESTree.Node): boolean {
    if (isBestEffort(call)) return false;
    if (lambda.isRemoteCall(call)) return true;
    const callees = values.functionsOf(call.callee);
    if (callees.length > 0) return callees.some((fn) => functionDoesWork(fn));
    return call.type === "CallExpression" && isUnseenCall(call) && isWaitedFor(call, within);
  }

  function functionDoesWork(fn: FunctionNode): boolean {
    let answer = known.get(fn);
    if (answer !== undefined) return answer;
    known.set(fn, false); // ends recursion: what a function does beside calling itself decides
    // `(name) => async (input) => save(input)` makes a function, and calls none.
    answer = !isFunction(fn.body) && doesWork(fn.body);
    known.set(fn, answer);
    return answer;
  }

  /** A call of another file, of a package, or of an object that came from there. */
  function isUnseenCall(call: TSESTree.CallExpression): boolean {
    const callee = unwrap(call.callee);
    if (callee.type === "Identifier") return facts.variableOf(callee) !== undefined;
    if (callee.type !== "MemberExpression") return false;
    const object = unwrap(callee.object);
    if (PROMISE_CHAIN.has(memberName(callee) ?? "")) return false;
    return !(
      object.type === "Identifier" &&
      facts.variableOf(object) === undefined &&
      (SYNCHRONOUS.has(object.name) || object.name === "Promise" || object.name === "console")
    );
  }

  /**
   * True when the call is awaited within the node, is the node itself (a promise that somebody catches), or gives a
   * promise to one that is awaited: `await Promise.all(items.map((item) => save(item)))`.
   */
  function isWaitedFor(call: CallNode, within: TSESTree.Node): boolean {
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
      if (parent.type === "CallExpression" && child !== parent.callee && !passesPromises(parent))
        return false;
    }
  }

  /** `Promise.all(…)`, `items.map(…)`: what their arguments start is waited for with them. */
  function passesPromises(call: TSESTree.CallExpression): boolean {
    const callee = unwrap(call.callee);
    if (callee.type !== "MemberExpression") return false;
    return (
      facts.isGlobal(unwrap(callee.object), "Promise") ||
      /^(?:map|flatMap|then|catch|finally)$/.test(memberName(callee) ?? "")
    );
  }

  function isBestEffort(call: CallNode): boolean {
    if (logs.isLog(call)) return true;
    const callee = unwrap(call.callee);
    const imported = resolveImport(callee);
    if (imported !== undefined && isBestEffortImport(imported)) return true;
    const command = commandOf(call);
    if (command !== undefined && isBestEffortImport(command)) return true;
    if (callee.type === "Identifier")
      return values.functionsOf(callee).length === 0 && hasBestEffortName(callee.name);
    if (callee.type !== "MemberExpression") return false;
    const name = memberName(callee) ?? "";
    if (closingMethods.has(name)) return true;
    if (isTelemetryOrCache(callee.object)) return true;
    const owner = values.valuesOf(callee.object).find((value) => value.type === "NewExpression");
    const ownerImport = owner?.type === "NewExpression" ? resolveImport(owner.callee) : undefined;
    if (ownerImport !== undefined && isBestEffortImport(ownerImport)) return true;
    return values.functionsOf(callee).length === 0 && !lambda.isRemoteCall(call) && hasBestEffortName(name);
  }

  function isBestEffortImport(imported: NonNullable<ReturnType<typeof resolveImport>>): boolean {
    return bestEffortOf(imported.module).some((fact) => matchesFact(imported, fact));
  }

  /** The command that `client.send(new XCommand(…))` sends. */
  function commandOf(call: CallNode): ReturnType<typeof resolveImport> {
    const [argument] = call.arguments;
    if (argument === undefined) return undefined;
    for (const value of values.valuesOf(argument))
      if (value.type === "NewExpression") return resolveImport(value.callee);
    return undefined;
  }

  /** A method of a client whose answers the program can do without. */
  function isTelemetryOrCache(object: TSESTree.Node): boolean {
    return values.valuesOf(object).some((value) => {
      const category = lambda.clientAt(value)?.fact.category;
      return category === "telemetry" || category === "cache";
    });
  }

  return { doesWork, workIn };
}

/** False for a call in a function that the node only gives back: `return async () => save()`. */
function isDoneIn(node: TSESTree.Node, call: CallNode): boolean {
  if (!isInside(call, node)) return false;
  for (let fn = enclosingFunction(call); fn && fn !== node && isInside(fn, node); fn = enclosingFunction(fn))
    if (fn.parent.type === "ReturnStatement" || fn.parent.type === "ArrowFunctionExpression") return false;
  return true;
}

/** `trackPurchase`, `flush_logs`: one of the words that a name is made of. */
function hasBestEffortName(name: string): boolean {
  return name.split(/(?=[A-Z])|_/).some((word) => bestEffortWords.has(word.toLowerCase()));
}
