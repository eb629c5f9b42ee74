import type { TSESTree } from "@typescript-eslint/utils";
import { enclosingFunction, isFunction, isInside, isLoop, unitOf } from "../../syntax/ast.js";
import type { Variable } from "../../syntax/name-index.js";
import type { Syntax } from "../../syntax/syntax.js";
import { callersOf } from "../handlers/known-callers.js";
import { isTested } from "./value-use.js";

/** The statements of the unit that control comes to after a node, those after the blocks around it included. */
export function statementsAfter(node: TSESTree.Node): readonly TSESTree.Statement[] {
  const after: TSESTree.Statement[] = [];
  let child = node;
  for (let parent = node.parent; parent && !isFunction(parent); parent = parent.parent) {
    const list =
      parent.type === "BlockStatement" || parent.type === "StaticBlock"
        ? parent.body
        : parent.type === "SwitchCase"
          ? parent.consequent
          : undefined;
    const index = list?.findIndex(({ range }) => range[0] === child.range[0]) ?? -1;
    if (list !== undefined && index !== -1) after.push(...list.slice(index + 1));
    child = parent;
  }
  return after;
}

/** True when the statement never comes to its end. */
export function leaves(statement: TSESTree.Statement): boolean {
  switch (statement.type) {
    case "ReturnStatement":
    case "ThrowStatement":
    case "BreakStatement":
    case "ContinueStatement":
      return true;
    case "BlockStatement":
      return statement.body.some((inner) => leaves(inner));
    case "IfStatement":
      return statement.alternate !== null && leaves(statement.consequent) && leaves(statement.alternate);
    case "TryStatement":
      return leaves(statement.block) && (statement.handler === null || leaves(statement.handler.body));
    default:
      return false;
  }
}

/** True within a loop that goes on for ever unless the `try` leaves it. */
export function isRetried(holder: TSESTree.Node): boolean {
  for (let node: TSESTree.Node | undefined = holder; node && !isFunction(node); node = node.parent) {
    if (!isLoop(node)) continue;
    if (node.type === "ForStatement" && node.test === null) return true;
    if ((node.type === "WhileStatement" || node.type === "DoWhileStatement") && node.test.type === "Literal")
      return true;
  }
  return false;
}

/** True when a `return` with a value stands in the statement, those in a `try` apart. */
export function hasReturnOfValue(statement: TSESTree.Node): boolean {
  switch (statement.type) {
    case "ReturnStatement":
      return statement.argument !== null;
    case "BlockStatement":
      return statement.body.some((inner) => hasReturnOfValue(inner));
    case "IfStatement":
      return (
        hasReturnOfValue(statement.consequent) ||
        (statement.alternate !== null && hasReturnOfValue(statement.alternate))
      );
    case "SwitchStatement":
      return statement.cases.some(({ consequent }) => consequent.some((inner) => hasReturnOfValue(inner)));
    default:
      return isLoop(statement) && hasReturnOfValue(statement.body);
  }
}

/** True when the statement may end its function with a value or an error. */
export function givesResult(statement: TSESTree.Statement): boolean {
  return statement.type === "ThrowStatement" || hasReturnOfValue(statement);
}

export function isDeclaredOutside(variable: Variable, statement: TSESTree.Node): boolean {
  return variable.identifiers.length > 0 && variable.identifiers.every((name) => !isInside(name, statement));
}

/** True when the variable has another value unless the `try` sets it, or is asked about, and is read afterwards. */
export function tellsSuccess(variable: Variable, statement: TSESTree.TryStatement): boolean {
  const isLocal = variable.defs.some(({ node }) => unitOf(node) === unitOf(statement));
  const isRead = variable.references.some(
    ({ identifier }) => !isLocal || identifier.range[0] >= statement.range[1],
  );
  if (!isRead) return false;
  const hasOtherValue =
    variable.defs.some(({ type, node }) => {
      if (type === "Parameter") return true;
      if (node.type !== "VariableDeclarator" || node.init === null) return false;
      return !(node.init.type === "Identifier" && node.init.name === "undefined");
    }) ||
    variable.references.some(
      (reference) =>
        reference.isWrite() && reference.init !== true && !isInside(reference.identifier, statement),
    );
  return hasOtherValue || isTested(variable);
}

const LEAVING: ReadonlySet<string> = new Set(["ReturnStatement", "ContinueStatement", "BreakStatement"]);

/**
 * `try { await cleanUp(); } catch { … } throw error;`: the invocation fails whatever became of the work, as it does where
 * only a condition is around it: `if (batch) { try { … } catch { … } } throw error;`
 */
export function isFollowedByThrow(statement: TSESTree.Statement): boolean {
  let current: TSESTree.Node = statement;
  let around: TSESTree.Node = statement.parent;
  while (around.type === "BlockStatement" || around.type === "IfStatement") {
    if (around.type === "BlockStatement") {
      const following = around.body.slice(around.body.findIndex((one) => one === current) + 1);
      if (following.some(({ type }) => type === "ThrowStatement")) return true;
      if (following.some(({ type }) => LEAVING.has(type))) return false;
    }
    current = around;
    around = around.parent;
  }
  return false;
}

/**
 * `await notify(error); throw error;` at every call of the function: the invocation fails as well, whatever becomes of the work
 * in there.
 */
export function isRunBeforeThrow(node: TSESTree.Node, syntax: Syntax): boolean {
  const fn = enclosingFunction(node);
  const calls = (fn && callersOf(fn, syntax)) ?? [];
  return (
    calls.length > 0 &&
    calls.every((call) => {
      let around: TSESTree.Node = call;
      while (!/Statement$|^VariableDeclaration$/.test(around.type) && around.parent) around = around.parent;
      return (
        (around.type === "ExpressionStatement" || around.type === "VariableDeclaration") &&
        isFollowedByThrow(around)
      );
    })
  );
}

/** True in a `catch` or `finally`: the error that led there is on its way already. */
export function isOnErrorPath(node: TSESTree.Node): boolean {
  const unit = unitOf(node);
  for (
    let child = node, parent = node.parent;
    parent && child !== unit;
    child = parent, parent = parent.parent
  ) {
    if (parent.type === "CatchClause" && parent !== node) return true;
    if (parent.type === "TryStatement" && parent.finalizer === child) return true;
  }
  return false;
}
