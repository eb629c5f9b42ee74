import type { TSESTree } from "@typescript-eslint/utils";
import { type LoopNode, isFunction, isLoop, unitOf } from "./ast.js";

/**
 * True when control reaches `node` every time its code unit runs to its end without throwing: it stands in no branch,
 * loop body, short circuit or default value, and no `return` comes before it.
 */
export function isUnconditional(node: TSESTree.Node): boolean {
  const unit = unitOf(node);
  let child: TSESTree.Node = node;
  for (let parent = node.parent; parent && child !== unit; child = parent, parent = parent.parent) {
    if (isBranchOf(child, parent)) return false;
    if (parent.type === "BlockStatement" || parent.type === "Program") {
      const before = parent.body.slice(0, parent.body.indexOf(child as TSESTree.Statement));
      if (before.some((statement) => canReturn(statement))) return false;
    }
  }
  return true;
}

/** True when `child` runs only if something at `parent` turns out so. */
function isBranchOf(child: TSESTree.Node, parent: TSESTree.Node): boolean {
  switch (parent.type) {
    case "IfStatement":
    case "ConditionalExpression":
      return child !== parent.test;
    case "LogicalExpression":
      return child === parent.right;
    case "AssignmentExpression":
      return (
        child === parent.right &&
        (parent.operator === "??=" || parent.operator === "||=" || parent.operator === "&&=")
      );
    case "SwitchStatement":
      return child !== parent.discriminant;
    case "SwitchCase":
    case "CatchClause":
      return true;
    case "AssignmentPattern":
      return child === parent.right;
    case "ForStatement":
      return child !== parent.init && child !== parent.test;
    case "ForInStatement":
    case "ForOfStatement":
      return child !== parent.right;
    case "WhileStatement":
      return child !== parent.test;
    case "CallExpression":
      // `a?.f(x)`: the arguments are evaluated only if there is something to call.
      return child !== parent.callee && isOptionalCall(parent);
    default:
      return false;
  }
}

function isOptionalCall(call: TSESTree.CallExpression): boolean {
  return call.optional || (call.callee.type === "MemberExpression" && call.callee.optional);
}

/** True when a `return` stands somewhere in the statement, nested functions apart. */
export function canReturn(statement: TSESTree.Node): boolean {
  switch (statement.type) {
    case "ReturnStatement":
      return true;
    case "BlockStatement":
      return statement.body.some((inner) => canReturn(inner));
    case "IfStatement":
      return (
        canReturn(statement.consequent) || (statement.alternate !== null && canReturn(statement.alternate))
      );
    case "SwitchStatement":
      return statement.cases.some((branch) => branch.consequent.some((inner) => canReturn(inner)));
    case "TryStatement":
      return (
        canReturn(statement.block) ||
        (statement.handler !== null && canReturn(statement.handler.body)) ||
        (statement.finalizer !== null && canReturn(statement.finalizer))
      );
    case "LabeledStatement":
      return canReturn(statement.body);
    default:
      return isLoop(statement) && canReturn(statement.body);
  }
}

/** The loops around the node within its code unit, innermost first; only those whose repeated part holds the node. */
export function loopsAround(node: TSESTree.Node): readonly LoopNode[] {
  const loops: LoopNode[] = [];
  let child: TSESTree.Node = node;
  for (let parent = node.parent; parent && !isFunction(child); child = parent, parent = parent.parent) {
    if (isLoop(parent) && repeats(child, parent)) loops.push(parent);
    if (parent.type === "StaticBlock") break;
  }
  return loops;
}

function repeats(child: TSESTree.Node, loop: LoopNode): boolean {
  if (loop.type === "ForStatement") return child !== loop.init;
  if (loop.type === "ForOfStatement" || loop.type === "ForInStatement") return child === loop.body;
  return true;
}

/** True when the node stands in a `catch` of its own code unit. */
export function isInCatch(node: TSESTree.Node): boolean {
  const unit = unitOf(node);
  for (let current = node.parent; current && current !== unit; current = current.parent)
    if (current.type === "CatchClause") return true;
  return false;
}
