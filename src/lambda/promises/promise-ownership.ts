import type { TSESTree } from "@typescript-eslint/utils";
import { type FunctionNode, isFunction, memberName, unwrap, wrapped } from "../../syntax/ast.js";
import type { Variable } from "../../syntax/name-index.js";
import type { Syntax } from "../../syntax/syntax.js";
import { isChainMethod } from "./promise-calls.js";

/**
 * How a promise gets lost:
 *
 * - `dropped`: nothing takes the value, as in a statement of its own or after `void`.
 * - `unused`: it is kept in a variable that nothing reads.
 * - `tested`: a condition asks whether there is a promise.
 * - `collected`: it is pushed to an array that nothing reads.
 * - `listAwaited`: an array of promises is awaited, which does not await the promises in it.
 * - `listReturned`: a handler returns an array of promises.
 */
export type LossKind = "dropped" | "unused" | "tested" | "collected" | "listAwaited" | "listReturned";

export interface Loss {
  readonly kind: LossKind;
  /** The last promise of the chain: `send().catch(log)` for `send()`. What an `await` belongs before. */
  readonly promise: TSESTree.Node;
  /** The `void` that drops it, the `await` or the `return` of a list. */
  readonly by: TSESTree.Node | undefined;
}

export interface PromiseOwnership {
  /**
   * How the promise, or the list of promises, gets lost. Undefined when something may wait for it: it is awaited,
   * returned, given to a call, collected, kept in a property, or read again later on any path.
   */
  lossOf(promise: TSESTree.Node, isList: boolean): Loss | undefined;
}

const COLLECTS = new Set(["push", "unshift"]);

/** Follows promises through the syntax around them. `isHandler` says which functions Lambda itself calls. */
export function createPromiseOwnership(
  { facts }: Syntax,
  isHandler: (fn: FunctionNode) => boolean,
): PromiseOwnership {
  return { lossOf: (promise, isList) => lossOf(promise, isList, promise) };

  function lossOf(expression: TSESTree.Node, isList: boolean, promise: TSESTree.Node): Loss | undefined {
    const node = wrapped(expression);
    const { parent } = node;
    const loss = (kind: LossKind, by?: TSESTree.Node): Loss => ({ kind, promise, by });
    switch (parent?.type) {
      case "ExpressionStatement":
        return loss("dropped");
      case "UnaryExpression":
        if (parent.operator === "void") return loss("dropped", parent);
        return parent.operator === "!" && !isList ? loss("tested") : undefined;
      case "AwaitExpression":
        return isList ? loss("listAwaited", parent) : undefined;
      case "ReturnStatement":
        return isList && isHandler(functionOf(parent)) ? loss("listReturned", parent) : undefined;
      case "ArrowFunctionExpression":
        return isList && parent.body === node && isHandler(parent) ? loss("listReturned") : undefined;
      case "SequenceExpression":
        return parent.expressions.at(-1) === node ? lossOf(parent, isList, promise) : loss("dropped");
      case "LogicalExpression":
        if (parent.left === node && parent.operator === "&&") return isList ? undefined : loss("tested");
        return lossOf(parent, isList, promise);
      case "ConditionalExpression":
        if (parent.test !== node) return lossOf(parent, isList, promise);
        return isList ? undefined : loss("tested");
      case "IfStatement":
      case "WhileStatement":
      case "DoWhileStatement":
        return isList ? undefined : loss("tested");
      case "VariableDeclarator":
        return lossInVariable(parent, isList, promise);
      case "AssignmentExpression":
        return parent.right === node ? lossInAssignment(parent, isList, promise) : undefined;
      case "ArrayExpression":
        return lossOf(parent, true, promise);
      case "SpreadElement":
        return isList && parent.parent.type === "ArrayExpression"
          ? lossOf(parent.parent, true, promise)
          : undefined;
      case "MemberExpression":
        return isList || parent.object !== node ? undefined : lossOfChain(parent);
      case "CallExpression":
        return parent.callee === node ? undefined : lossAsArgument(parent, promise);
      default:
        return undefined;
    }
  }

  /** `promise.then(…)`: the next promise takes the place of the first. */
  function lossOfChain(member: TSESTree.MemberExpression): Loss | undefined {
    const callee = wrapped(member);
    const call = callee.parent;
    if (call?.type !== "CallExpression" || call.callee !== callee) return undefined;
    return isChainMethod(memberName(member)) ? lossOf(call, false, call) : undefined;
  }

  function lossInVariable(
    declarator: TSESTree.VariableDeclarator,
    isList: boolean,
    promise: TSESTree.Node,
  ): Loss | undefined {
    const { kind, parent } = declarator.parent;
    if (declarator.id.type !== "Identifier" || kind === "using" || kind === "await using") return undefined;
    const variable = facts.variableOf(declarator.id);
    if (variable === undefined || parent.type === "ExportNamedDeclaration") return undefined;
    return isUnread(variable, isList) ? { kind: "unused", promise, by: undefined } : undefined;
  }

  function lossInAssignment(
    assignment: TSESTree.AssignmentExpression,
    isList: boolean,
    promise: TSESTree.Node,
  ): Loss | undefined {
    const variable = facts.variableOf(unwrap(assignment.left));
    if (variable === undefined || wrapped(assignment).parent?.type !== "ExpressionStatement")
      return undefined;
    const isExported = variable.defs.some(
      ({ node }) =>
        node.type === "VariableDeclarator" && node.parent.parent.type === "ExportNamedDeclaration",
    );
    return !isExported && isUnread(variable, isList) ? { kind: "unused", promise, by: undefined } : undefined;
  }

  /** True when nothing reads the variable that could wait for what it holds. A chain on it is looked at by itself. */
  function isUnread(variable: Variable, isList: boolean): boolean {
    return variable.references.every((reference) => {
      if (!reference.isRead()) return true;
      const { identifier } = reference;
      if (wrapped(identifier).parent?.type === "MemberExpression") return false;
      const found = lossOf(identifier, isList, identifier);
      return found?.kind === "dropped";
    });
  }

  function lossAsArgument(call: TSESTree.CallExpression, promise: TSESTree.Node): Loss | undefined {
    const callee = unwrap(call.callee);
    if (callee.type !== "MemberExpression") return undefined;
    const name = memberName(callee) ?? "";
    if (facts.isGlobal(unwrap(callee.object), "Promise"))
      return name === "resolve" ? lossOf(call, false, call) : undefined;
    if (!COLLECTS.has(name)) return undefined;
    const variable = facts.variableOf(unwrap(callee.object));
    return variable !== undefined && isOnlyFilled(variable)
      ? { kind: "collected", promise, by: undefined }
      : undefined;
  }

  /** An array of a function's own that is filled and never looked at. */
  function isOnlyFilled(variable: Variable): boolean {
    const [definition] = variable.defs;
    if (definition?.node.type !== "VariableDeclarator" || definition.node.init?.type !== "ArrayExpression")
      return false;
    if (
      definition.node.id !== definition.name ||
      definition.node.parent.parent.type === "ExportNamedDeclaration"
    )
      return false;
    return variable.references.every(({ identifier, init }) => {
      if (init === true) return true;
      const member = wrapped(identifier).parent;
      if (member?.type !== "MemberExpression") return false;
      const name = memberName(member) ?? "";
      if (name === "length") return member.parent.type !== "AssignmentExpression";
      return COLLECTS.has(name) && member.parent.type === "CallExpression" && member.parent.callee === member;
    });
  }
}

function functionOf(statement: TSESTree.ReturnStatement): FunctionNode {
  let node: TSESTree.Node = statement.parent;
  while (!isFunction(node) && node.parent) node = node.parent;
  return node as FunctionNode;
}
