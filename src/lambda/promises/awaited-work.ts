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
import type { SyntaxFacts } from "../../syntax/facts.js";
import type { Syntax } from "../../syntax/syntax.js";
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
  return new WorkReader(lambda.syntax);
}

class WorkReader implements AwaitedWork {
  private readonly known = new Map<FunctionNode, boolean>();
  #awaited: ReadonlyMap<CodeUnit, readonly TSESTree.Node[]> | undefined;

  constructor(private readonly syntax: Syntax) {}

  mayTakeTime(awaited: TSESTree.Node): boolean {
    const node = unwrap(awaited);
    switch (node.type) {
      case "CallExpression":
        return this.callTakesTime(node);
      case "NewExpression":
        return this.syntax.facts.isGlobal(unwrap(node.callee), "Promise");
      case "TaggedTemplateExpression":
        return this.anyTakesTime(this.syntax.values.functionsOf(node.tag)) ?? true;
      case "ConditionalExpression":
        return this.mayTakeTime(node.consequent) || this.mayTakeTime(node.alternate);
      case "LogicalExpression":
        return this.mayTakeTime(node.left) || this.mayTakeTime(node.right);
      case "AwaitExpression":
        return this.mayTakeTime(node.argument);
      case "ArrayExpression":
        return node.elements.some((element) => element !== null && this.mayTakeTime(element));
      case "Identifier":
        return this.isStartedInLoop(node);
      default:
        return false;
    }
  }

  /** `const answer = send(item); …; await answer`, all in one pass of a loop. */
  private isStartedInLoop(node: TSESTree.Identifier): boolean {
    const [definition] = this.syntax.facts.variableOf(node)?.defs ?? [];
    if (definition?.node.type !== "VariableDeclarator" || definition.node.id.type !== "Identifier")
      return false;
    const { init } = definition.node;
    return (
      init !== null && loopsAround(init).length > 0 && init.type !== "Identifier" && this.mayTakeTime(init)
    );
  }

  private callTakesTime(call: TSESTree.CallExpression): boolean {
    const callee = unwrap(call.callee);
    const ofFile = this.anyTakesTime(this.syntax.values.functionsOf(callee));
    if (ofFile !== undefined) return ofFile;
    if (callee.type === "Identifier") return !this.isSynchronousGlobal(callee);
    return callee.type !== "MemberExpression" || this.methodTakesTime(call, callee);
  }

  private methodTakesTime(
    { arguments: given }: TSESTree.CallExpression,
    callee: TSESTree.MemberExpression,
  ): boolean {
    const object = unwrap(callee.object);
    const name = memberName(callee) ?? "";
    if (this.syntax.facts.isGlobal(object, "Promise")) {
      if (name === "resolve" || name === "reject") return false;
      return given.some((argument) => this.mayTakeTime(argument) || isPromiseList(argument));
    }
    if (this.isSynchronousGlobal(object)) return false;
    if (ARRAY_SEARCHES.has(name) && given.some((argument) => isFunction(unwrap(argument)))) return false;
    const isChain = PROMISE_CHAIN.has(name);
    if (!isChain && !ARRAY_CALLBACKS.has(name)) return true;
    const callbacks = given.flatMap((argument) => this.syntax.values.functionsOf(argument));
    const doCallbacks = this.anyTakesTime(callbacks) ?? true;
    return (isChain && this.mayTakeTime(object)) || doCallbacks;
  }

  private isSynchronousGlobal(node: TSESTree.Node): boolean {
    return (
      node.type === "Identifier" &&
      SYNCHRONOUS.has(node.name) &&
      this.syntax.facts.variableOf(node) === undefined
    );
  }

  /** Undefined when the file shows no function. */
  private anyTakesTime(functions: readonly FunctionNode[]): boolean | undefined {
    return functions.length === 0 ? undefined : functions.some((fn) => this.takesTime(fn));
  }

  takesTime(fn: FunctionNode): boolean {
    let answer = this.known.get(fn);
    if (answer !== undefined) return answer;
    this.known.set(fn, false); // ends recursion: what a function awaits beside itself decides
    this.#awaited ??= collectAwaited(this.syntax.facts);
    answer =
      (this.#awaited.get(fn) ?? []).some(
        (node) => node.type === "ForOfStatement" || this.mayTakeTime(node),
      ) || this.syntax.facts.returnsOf(fn).some((returned) => this.mayTakeTime(returned));
    this.known.set(fn, answer);
    return answer;
  }
}

/** `Promise.all(pending)`: an array that the file fills with promises somewhere. */
function isPromiseList(argument: TSESTree.Node): boolean {
  const node = unwrap(argument);
  return node.type === "Identifier" || node.type === "SpreadElement";
}

/** What each function awaits, `for await` loops included. */
function collectAwaited({ awaits, loops }: SyntaxFacts): ReadonlyMap<CodeUnit, readonly TSESTree.Node[]> {
  const byUnit = new Map<CodeUnit, TSESTree.Node[]>();
  for (const node of awaits) append(byUnit, unitOf(node), node.argument);
  for (const loop of loops)
    if (loop.type === "ForOfStatement" && loop.await) append(byUnit, unitOf(loop), loop);
  return byUnit;
}
