import type { TSESTree } from "@typescript-eslint/utils";
import {
  type CodeUnit,
  type FunctionNode,
  isFunction,
  memberName,
  unitOf,
  unwrap,
} from "../../syntax/ast.js";
import { loopsAround } from "../../syntax/control-flow.js";
import { append } from "../../syntax/append.js";
import type { LambdaModel } from "../model.js";

export interface AwaitedWork {
  /**
   * True when awaiting the expression may take time: a call, unless it is one of a function of the file that neither
   * awaits anything nor asks another system.
   */
  mayTakeTime(awaited: TSESTree.Node): boolean;
  /** The same of a call of the function: false when it neither awaits anything nor returns what may take time. */
  takesTime(fn: FunctionNode): boolean;
}

/** Globals whose functions answer at once. */
const SYNCHRONOUS = new Set([
  ...[
    "Array",
    "BigInt",
    "Boolean",
    "Buffer",
    "Date",
    "JSON",
    "Map",
    "Math",
    "Number",
    "Object",
    "Set",
    "String",
  ],
  ...["console", "structuredClone"],
]);
const PROMISE_CHAIN = new Set(["then", "catch", "finally"]);
const ARRAY_CALLBACKS = new Set(["map", "flatMap", "filter"]);
/** What an array answers at once, whatever the function does that it is given. */
const ARRAY_SEARCHES = new Set(["find", "findIndex", "findLast", "findLastIndex", "some", "every"]);

export function createAwaitedWork(lambda: Pick<LambdaModel, "syntax" | "isRemoteCall">): AwaitedWork {
  const { facts, values } = lambda.syntax;
  const known = new Map<FunctionNode, boolean>();
  let awaits: Map<CodeUnit, TSESTree.Node[]> | undefined;

  function mayTakeTime(awaited: TSESTree.Node): boolean {
    const node = unwrap(awaited);
    switch (node.type) {
      case "CallExpression":
        return callTakesTime(node);
      case "NewExpression":
        return facts.isGlobal(unwrap(node.callee), "Promise");
      case "TaggedTemplateExpression":
        return anyTakesTime(values.functionsOf(node.tag)) ?? true;
      case "ConditionalExpression":
        return mayTakeTime(node.consequent) || mayTakeTime(node.alternate);
      case "LogicalExpression":
        return mayTakeTime(node.left) || mayTakeTime(node.right);
      case "AwaitExpression":
        return mayTakeTime(node.argument);
      case "ArrayExpression":
        return node.elements.some((element) => element !== null && mayTakeTime(element));
      case "Identifier":
        return isStartedInLoop(node);
      default:
        return false;
    }
  }

  /** `const answer = send(item); …; await answer`, all in one pass of a loop. */
  function isStartedInLoop(node: TSESTree.Identifier): boolean {
    const [definition] = facts.variableOf(node)?.defs ?? [];
    if (definition?.node.type !== "VariableDeclarator" || definition.node.id.type !== "Identifier")
      return false;
    const { init } = definition.node;
    return init !== null && loopsAround(init).length > 0 && init.type !== "Identifier" && mayTakeTime(init);
  }

  function callTakesTime(node: TSESTree.CallExpression): boolean {
    const callee = unwrap(node.callee);
    const ofFile = anyTakesTime(values.functionsOf(callee));
    if (ofFile !== undefined) return ofFile;
    if (callee.type === "Identifier") return !isSynchronousGlobal(callee);
    if (callee.type !== "MemberExpression") return true;
    const object = unwrap(callee.object);
    const name = memberName(callee) ?? "";
    if (facts.isGlobal(object, "Promise")) {
      if (name === "resolve" || name === "reject") return false;
      return node.arguments.some((argument) => mayTakeTime(argument) || isPromiseList(argument));
    }
    if (isSynchronousGlobal(object)) return false;
    if (ARRAY_SEARCHES.has(name) && node.arguments.some((argument) => isFunction(unwrap(argument))))
      return false;
    if (PROMISE_CHAIN.has(name) || ARRAY_CALLBACKS.has(name)) {
      const inCallbacks = anyTakesTime(node.arguments.flatMap((argument) => values.functionsOf(argument)));
      return (PROMISE_CHAIN.has(name) && mayTakeTime(object)) || (inCallbacks ?? true);
    }
    return true;
  }

  function isSynchronousGlobal(node: TSESTree.Node): boolean {
    return node.type === "Identifier" && SYNCHRONOUS.has(node.name) && facts.variableOf(node) === undefined;
  }

  /** `Promise.all(pending)`: an array that the file fills with promises somewhere. */
  function isPromiseList(argument: TSESTree.Node): boolean {
    const node = unwrap(argument);
    return node.type === "Identifier" || node.type === "SpreadElement";
  }

  /** Undefined when the file shows no function. */
  function anyTakesTime(functions: readonly FunctionNode[]): boolean | undefined {
    return functions.length === 0 ? undefined : functions.some((fn) => functionTakesTime(fn));
  }

  function functionTakesTime(fn: FunctionNode): boolean {
    let answer = known.get(fn);
    if (answer !== undefined) return answer;
    known.set(fn, false); // ends recursion: what a function awaits beside itself decides
    awaits ??= collectAwaits();
    answer =
      (awaits.get(fn) ?? []).some((node) => node.type === "ForOfStatement" || mayTakeTime(node)) ||
      facts.returnsOf(fn).some((returned) => mayTakeTime(returned));
    known.set(fn, answer);
    return answer;
  }

  /** What each function awaits, `for await` loops included. */
  function collectAwaits(): Map<CodeUnit, TSESTree.Node[]> {
    const byUnit = new Map<CodeUnit, TSESTree.Node[]>();
    for (const node of facts.awaits) append(byUnit, unitOf(node), node.argument);
    for (const loop of facts.loops)
      if (loop.type === "ForOfStatement" && loop.await) append(byUnit, unitOf(loop), loop);
    return byUnit;
  }

  return { mayTakeTime, takesTime: functionTakesTime };
}
