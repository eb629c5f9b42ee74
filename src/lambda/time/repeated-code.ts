import type { TSESTree } from "@typescript-eslint/utils";
import { type FunctionNode, type LoopNode, enclosingFunction } from "../../syntax/ast.js";
import { isInCatch, loopsAround } from "../../syntax/control-flow.js";
import { countedLoopOf } from "../../syntax/counted-loop.js";
import { countSources } from "../../syntax/item-count.js";
import { canRepeat } from "../../syntax/loop-exits.js";
import type { LambdaModel } from "../model.js";
import { isAnsweredElsewhere } from "./answered-results.js";

/**
 * True when the code at a node runs once for each item of a collection, in the file's own loops or callbacks of arrays,
 * the functions that they call included. False for loops that end with the first item they like, for collections of
 * literals, for the one record of an SNS event, and for what is done after an error.
 */
export function runsForEachItem(
  node: TSESTree.Node,
  lambda: LambdaModel,
  seen: Set<FunctionNode> = new Set(),
): boolean {
  for (const loop of loopsAround(node)) {
    const list = listWalkedBy(loop, lambda);
    if (list !== undefined && canRepeat(loop) && !canLeave(loop.body)) return mayHaveMany(list, lambda);
    // A counter, a condition: what is repeated may be an attempt.
    if (list === undefined && loop.type !== "ForOfStatement" && loop.type !== "ForInStatement") return false;
  }
  const fn = enclosingFunction(node);
  if (fn === undefined || seen.has(fn)) return false;
  seen.add(fn);
  const { graph } = lambda.syntax;
  const isCallback = graph.callbackUsesOf(fn).some(({ call, kind }) => {
    if (kind !== "array" || call.callee.type !== "MemberExpression") return false;
    return mayHaveMany(call.callee.object, lambda);
  });
  // What is called for an item that failed is called for few.
  const sites = graph.callSitesOf(fn).filter(({ call }) => !isInCatch(call));
  return isCallback || sites.some(({ call }) => runsForEachItem(call, lambda, seen));
}

/** `for (const item of list)`, `for (let i = 0; i < list.length; i++)` */
function listWalkedBy(loop: LoopNode, { syntax }: LambdaModel): TSESTree.Node | undefined {
  if (loop.type === "ForOfStatement") return loop.await ? undefined : loop.right;
  return loop.type === "ForStatement" ? countedLoopOf(loop, syntax.facts, syntax.values)?.list : undefined;
}

/** True when the event or an answer says how many there are, also one that a function of another file gives. */
function mayHaveMany(collection: TSESTree.Node, lambda: LambdaModel): boolean {
  if (lambda.isRecords(collection) && lambda.handlers.some((handler) => isOnlySns(handler, lambda)))
    return false;
  const sources = countSources(lambda.syntax, collection);
  return (
    sources.some((source) => lambda.isRequestData(source)) ||
    // Other files are read last.
    sources.some((source) => isAnsweredElsewhere(source, lambda))
  );
}

function isOnlySns(handler: LambdaModel["handlers"][number], lambda: LambdaModel): boolean {
  const kinds = lambda.eventKindsOf(handler);
  return kinds.size === 1 && kinds.has("sns");
}

/** A `return` or `break` of the loop itself. */
function canLeave(statement: TSESTree.Node): boolean {
  switch (statement.type) {
    case "ReturnStatement":
    case "BreakStatement":
      return true;
    case "BlockStatement":
      return statement.body.some((inner) => canLeave(inner));
    case "IfStatement":
      return (
        canLeave(statement.consequent) || (statement.alternate !== null && canLeave(statement.alternate))
      );
    case "TryStatement":
      return canLeave(statement.block) || (statement.handler !== null && canLeave(statement.handler.body));
    default:
      return false;
  }
}
