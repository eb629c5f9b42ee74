import type { TSESTree } from "@typescript-eslint/utils";
import { clockFacts } from "../../knowledge/clocks.js";
import {
  type FunctionNode,
  type LoopNode,
  chainRoot,
  enclosingFunction,
  isInside,
  memberName,
  unwrap,
} from "../../syntax/ast.js";
import type { CallGraph } from "../../syntax/call-graph.js";
import { type DataFlow, createDataFlow } from "../../syntax/data-flow.js";
import type { SyntaxFacts } from "../../syntax/facts.js";
import type { Syntax } from "../../syntax/syntax.js";
import type { LambdaModel } from "../model.js";
import type { AwaitedWork } from "../promises/awaited-work.js";

/** What a condition can depend on: an answer that was awaited since the last look at it, the clock. */
export type Driver = "answer" | "clock";

/** What values in the loop depend on: answers that it awaits itself, errors of them, and the clock. */
export function createLoopDrivers(
  loop: LoopNode,
  lambda: LambdaModel,
  awaited: AwaitedWork,
): DataFlow<Driver> {
  const { facts, graph } = lambda.syntax;
  const isAnswer = (node: TSESTree.Node): boolean => {
    if (node.type === "AwaitExpression") return awaited.mayTakeTime(node.argument);
    return isCaught(node, facts) || (node.type === "CallExpression" && lambda.isRemoteCall(node));
  };
  return createDataFlow<Driver | "other">(facts, graph, {
    iteration: "other",
    unknown: "other",
    ofParameter: () => [],
    at: (node) => {
      // An answer from before the loop is no news, and what was asked for is no part of it.
      if (isAnswer(node)) return { origins: isAwaitedIn(loop, node, graph) ? ["answer"] : [], stop: true };
      // Nor is a time from before the loop: `if (order.date < since) break` looks at no clock.
      if (readsClock(node, lambda.syntax))
        return { origins: mayRunIn(loop, node, graph) ? ["clock"] : [], stop: true };
      return undefined;
    },
  }) as DataFlow<Driver>;
}

function isCaught(node: TSESTree.Node, facts: SyntaxFacts): boolean {
  return facts.variableOf(node)?.defs[0]?.node.type === "CatchClause";
}

/** In the loop, or in a function that the loop calls. */
function isAwaitedIn(loop: LoopNode, node: TSESTree.Node, graph: CallGraph): boolean {
  if (isInside(node, loop)) return true;
  const fn = enclosingFunction(node);
  return fn !== undefined && graph.callSitesOf(fn).some(({ call }) => isInside(call, loop));
}

/** False for code that runs before the loop, in its function and in those that call it. */
function mayRunIn(loop: LoopNode, node: TSESTree.Node, graph: CallGraph): boolean {
  if (isInside(node, loop)) return true;
  const fn = enclosingFunction(node);
  return fn !== undefined && !callersOf(loop, graph).has(fn);
}

/** The function that a loop stands in, and those that call it. */
function callersOf(loop: LoopNode, graph: CallGraph): ReadonlySet<FunctionNode> {
  const callers = new Set<FunctionNode>();
  const pending: TSESTree.Node[] = [loop];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const fn = enclosingFunction(node);
    if (fn === undefined || callers.has(fn)) continue;
    callers.add(fn);
    pending.push(fn, ...graph.callSitesOf(fn).map(({ call }) => call));
  }
  return callers;
}

/** `Date.now()`, `new Date()`, `performance.now()`, `process.hrtime()`, `moment()` */
function readsClock(node: TSESTree.Node, syntax: Syntax): boolean {
  if (node.type !== "CallExpression" && node.type !== "NewExpression") return false;
  const { facts } = syntax;
  const callee = unwrap(node.callee);
  if (node.type === "NewExpression") return facts.isGlobal(callee, "Date") && node.arguments.length === 0;
  return isGlobalClock(callee, facts) || (node.arguments.length === 0 && isClockOfPackage(callee, syntax));
}

function isGlobalClock(callee: TSESTree.Node, facts: SyntaxFacts): boolean {
  if (callee.type !== "MemberExpression") return false;
  const root = chainRoot(callee);
  switch (memberName(callee)) {
    case "now":
      return facts.isGlobal(root, "Date") || facts.isGlobal(root, "performance");
    case "hrtime":
    case "bigint":
    case "uptime":
      return facts.isGlobal(root, "process");
    default:
      return false;
  }
}

function isClockOfPackage(callee: TSESTree.Node, { resolveImport }: Syntax): boolean {
  const imported = resolveImport(callee);
  if (imported === undefined) return false;
  const { module, path } = imported;
  return clockFacts.some((fact) => fact.module === module && fact.exports.includes(path.join(".")));
}
