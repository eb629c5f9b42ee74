import type { TSESTree } from "@typescript-eslint/utils";
import { type FunctionNode, isFunction, memberName, unwrap, wrapped } from "../../syntax/ast.js";
import type { SyntaxFacts } from "../../syntax/facts.js";
import type { Variable } from "../../syntax/name-index.js";
import type { Syntax } from "../../syntax/syntax.js";
import { logCallsOf } from "../logs/log-calls.js";
import { isChainMethod } from "./promise-calls.js";

/**
 * How a promise gets lost:
 *
 * - `dropped`: nothing takes the value, as in a statement of its own or after `void`, or only a text is made of it: `{}` in
 *   JSON, `[object Promise]` in a template.
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
  syntax: Syntax,
  isHandler: (fn: FunctionNode) => boolean,
): PromiseOwnership {
  return new LossFinder(syntax, isHandler);
}

/** What is followed: the last promise of a chain, or the list that it was put into. */
interface Followed {
  readonly promise: TSESTree.Node;
  readonly isList: boolean;
}

class LossFinder implements PromiseOwnership {
  private readonly facts: SyntaxFacts;

  constructor(
    private readonly syntax: Syntax,
    private readonly isHandler: (fn: FunctionNode) => boolean,
  ) {
    this.facts = syntax.facts;
  }

  lossOf(promise: TSESTree.Node, isList: boolean): Loss | undefined {
    return this.lossAt(promise, { promise, isList });
  }

  /** By what stands around the expression that has the promise. */
  private lossAt(expression: TSESTree.Node, followed: Followed): Loss | undefined {
    const node = wrapped(expression);
    const { parent } = node;
    const { isList, promise } = followed;
    switch (parent?.type) {
      case "ExpressionStatement":
        return loss("dropped", followed);
      case "UnaryExpression":
        if (parent.operator === "void") return loss("dropped", followed, parent);
        return parent.operator === "!" ? tested(followed) : undefined;
      case "AwaitExpression":
        return isList ? loss("listAwaited", followed, parent) : undefined;
      case "ReturnStatement":
        return isList && this.isHandler(functionOf(parent))
          ? loss("listReturned", followed, parent)
          : undefined;
      case "ArrowFunctionExpression":
        return isList && parent.body === node && this.isHandler(parent)
          ? loss("listReturned", followed)
          : undefined;
      case "SequenceExpression":
        return parent.expressions.at(-1) === node ? this.lossAt(parent, followed) : loss("dropped", followed);
      case "LogicalExpression":
        return parent.left === node && parent.operator === "&&"
          ? tested(followed)
          : this.lossAt(parent, followed);
      case "ConditionalExpression":
        return parent.test === node ? tested(followed) : this.lossAt(parent, followed);
      case "IfStatement":
      case "WhileStatement":
      case "DoWhileStatement":
        return tested(followed);
      case "VariableDeclarator":
        return this.lossInVariable(parent, followed);
      case "AssignmentExpression":
        return parent.right === node ? this.lossInAssignment(parent, followed) : undefined;
      case "ArrayExpression":
        return this.lossAt(parent, { promise, isList: true });
      case "Property":
        return parent.value === node ? this.lossInText(parent.parent, followed) : undefined;
      case "TemplateLiteral":
        return parent.parent.type === "TaggedTemplateExpression" ? undefined : loss("dropped", followed);
      case "SpreadElement":
        return isList && parent.parent.type === "ArrayExpression"
          ? this.lossAt(parent.parent, followed)
          : undefined;
      case "MemberExpression":
        return isList || parent.object !== node ? undefined : this.lossOfChain(parent);
      case "CallExpression":
        return parent.callee === node ? undefined : this.lossAsArgument(parent, followed);
      default:
        return undefined;
    }
  }

  /** `promise.then(…)`: the next promise takes the place of the first. */
  private lossOfChain(member: TSESTree.MemberExpression): Loss | undefined {
    const callee = wrapped(member);
    const call = callee.parent;
    if (call?.type !== "CallExpression" || call.callee !== callee) return undefined;
    return isChainMethod(memberName(member)) ? this.lossOf(call, false) : undefined;
  }

  private lossInVariable(declarator: TSESTree.VariableDeclarator, followed: Followed): Loss | undefined {
    const { kind, parent } = declarator.parent;
    if (declarator.id.type !== "Identifier" || kind === "using" || kind === "await using") return undefined;
    const variable = this.facts.variableOf(declarator.id);
    if (variable === undefined || parent.type === "ExportNamedDeclaration") return undefined;
    return this.isUnread(variable, followed.isList) ? loss("unused", followed) : undefined;
  }

  private lossInAssignment(assignment: TSESTree.AssignmentExpression, followed: Followed): Loss | undefined {
    const variable = this.facts.variableOf(unwrap(assignment.left));
    if (variable === undefined || wrapped(assignment).parent?.type !== "ExpressionStatement")
      return undefined;
    const isExported = variable.defs.some(
      ({ node }) =>
        node.type === "VariableDeclarator" && node.parent.parent.type === "ExportNamedDeclaration",
    );
    return !isExported && this.isUnread(variable, followed.isList) ? loss("unused", followed) : undefined;
  }

  /** True when nothing reads the variable that could wait for what it holds. A chain on it is looked at by itself. */
  private isUnread(variable: Variable, isList: boolean): boolean {
    return variable.references.every((reference) => {
      if (!reference.isRead()) return true;
      const { identifier } = reference;
      if (wrapped(identifier).parent?.type === "MemberExpression") return false;
      return this.lossOf(identifier, isList)?.kind === "dropped";
    });
  }

  /** `JSON.stringify({ saved: { promise } })`, and the same in a line of a log. */
  private lossInText(object: TSESTree.Node, followed: Followed): Loss | undefined {
    const { parent } = wrapped(object);
    if (parent?.type === "Property" && object.type === "ObjectExpression")
      return this.lossInText(parent.parent, followed);
    return parent?.type === "CallExpression" && this.makesText(parent)
      ? loss("dropped", followed)
      : undefined;
  }

  private makesText(call: TSESTree.CallExpression): boolean {
    const callee = unwrap(call.callee);
    if (callee.type !== "MemberExpression") return this.facts.isGlobal(callee, "String");
    const isJson = memberName(callee) === "stringify" && this.facts.isGlobal(unwrap(callee.object), "JSON");
    return isJson || logCallsOf(this.syntax).isLog(call);
  }

  private lossAsArgument(call: TSESTree.CallExpression, followed: Followed): Loss | undefined {
    if (this.makesText(call)) return loss("dropped", followed);
    const callee = unwrap(call.callee);
    if (callee.type !== "MemberExpression") return undefined;
    const name = memberName(callee) ?? "";
    if (this.facts.isGlobal(unwrap(callee.object), "Promise"))
      return name === "resolve" ? this.lossOf(call, false) : undefined;
    if (!COLLECTS.has(name)) return undefined;
    const variable = this.facts.variableOf(unwrap(callee.object));
    return variable !== undefined && isOnlyFilled(variable) ? loss("collected", followed) : undefined;
  }
}

function loss(kind: LossKind, { promise }: Followed, by?: TSESTree.Node): Loss {
  return { kind, promise, by };
}

/** A list is there in any case: to ask for it loses nothing. */
function tested(followed: Followed): Loss | undefined {
  return followed.isList ? undefined : loss("tested", followed);
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

function functionOf(statement: TSESTree.ReturnStatement): FunctionNode {
  let node: TSESTree.Node = statement.parent;
  while (!isFunction(node) && node.parent) node = node.parent;
  return node as FunctionNode;
}
