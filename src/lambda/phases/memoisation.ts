import type { TSESTree } from "@typescript-eslint/utils";
import {
  type CallNode,
  type CodeUnit,
  type FunctionNode,
  chainRoot,
  enclosingFunction,
  isFunction,
  isInside,
  memberName,
  unitOf,
  unwrap,
} from "../../syntax/ast.js";
import { canReturn } from "../../syntax/control-flow.js";
import type { Variable } from "../../syntax/name-index.js";
import type { Syntax } from "../../syntax/syntax.js";
import { isKeptForAnotherKey } from "./keyed-guards.js";
import { collectTestRoots } from "./test-roots.js";

export interface Memoisation {
  /** True when the code at the node runs only while something that outlives the invocation is not there yet. */
  isGuarded(node: TSESTree.Node): boolean;
  /** True when the test asks whether something that outlives the invocation is there yet, for the code that fills it. */
  isMemoTest(test: TSESTree.Node, guarded: TSESTree.Node): boolean;
  /** True when the variable keeps its value between invocations. */
  outlivesInvocation(variable: Variable): boolean;
}

/** Methods that put something into a cache. */
const STORES = new Set(["set", "add", "push", "put", "store"]);

/** What outlives an invocation without being declared: `module.exports.client` as well. */
const KEPT_GLOBALS = new Set(["globalThis", "global", "exports", "module"]);

/**
 * Recognises code that is guarded by what it fills: `client ??= …`, `if (!client) client = …`, an early `return cached`,
 * `cache.get(key) ?? …`, `if (mongoose.connection.readyState === 0) mongoose.connect(…)`.
 */
export function createMemoisation(syntax: Syntax, isInvocation: (unit: CodeUnit) => boolean): Memoisation {
  return new GuardFinder(syntax, isInvocation);
}

class GuardFinder implements Memoisation {
  constructor(
    private readonly syntax: Syntax,
    private readonly isInvocation: (unit: CodeUnit) => boolean,
  ) {}

  isGuarded(node: TSESTree.Node): boolean {
    const unit = unitOf(node);
    let child = node;
    for (let parent = node.parent; parent && child !== unit; child = parent, parent = parent.parent) {
      const test = testOf(child, parent);
      if (test !== undefined && this.isMemoTest(test, node)) return true;
      if (parent.type !== "BlockStatement" && parent.type !== "Program") continue;
      if (this.mayEndBefore(child, parent.body, node)) return true;
    }
    return false;
  }

  /** `if (cached) return cached;` stands before the statement. */
  private mayEndBefore(
    end: TSESTree.Node,
    statements: readonly TSESTree.Statement[],
    guarded: TSESTree.Node,
  ): boolean {
    for (const statement of statements) {
      if (statement === end) return false;
      if (statement.type !== "IfStatement" || !canReturn(statement.consequent)) continue;
      if (this.isMemoTest(statement.test, guarded)) return true;
    }
    return false;
  }

  isMemoTest(test: TSESTree.Node, guarded: TSESTree.Node): boolean {
    const roots = collectTestRoots(test, this.syntax, (variable) => this.outlivesInvocation(variable));
    return roots.some((root) => this.isMemo(root, guarded));
  }

  /** True for the root of what a test asks, if it outlives the invocation and the guarded code, or a function, fills it. */
  private isMemo(root: TSESTree.Node, guarded: TSESTree.Node): boolean {
    if (root.type !== "Identifier") return this.isWrittenMember(root, guarded);
    const variable = this.syntax.facts.variableOf(root);
    if (variable === undefined) return KEPT_GLOBALS.has(root.name);
    const isKept = (other: Variable): boolean => this.outlivesInvocation(other);
    if (!isKept(variable) || isKeptForAnotherKey(root, guarded, this.syntax, isKept)) return false;
    return this.syntax.resolveImport(root) === undefined
      ? isFilledByFunctions(variable)
      : this.isMadeBy(guarded, root);
  }

  outlivesInvocation(variable: Variable): boolean {
    const [identifier] = variable.identifiers;
    if (identifier === undefined) return false;
    if (variable.scope.type === "module" || variable.scope.type === "global") return true;
    const holder = variable.scope.block;
    if (isFunction(holder)) return !this.isInvocation(holder);
    const unit = unitOf(holder);
    return unit.type === "Program" || !this.isInvocation(unit);
  }

  /**
   * `this.client` is a memo when a method assigns it, or puts something into it. What the constructor gives it is there before
   * any method asks.
   */
  private isWrittenMember(member: TSESTree.Node, guarded: TSESTree.Node): boolean {
    if (member.type !== "MemberExpression") return false;
    const { assignments, calls } = this.syntax.facts;
    const name = memberName(member);
    const isSame = (written: TSESTree.MemberExpression | undefined): boolean => {
      if (written === undefined || memberName(written) !== name) return false;
      const fn = enclosingFunction(written);
      return fn === undefined || !isConstructor(fn) || isInside(guarded, fn);
    };
    return (
      assignments.some((assignment) => isSame(assignedMember(assignment))) ||
      calls.some((call) => isSame(filledMember(call)))
    );
  }

  /** True when the guarded call is one of the package that the test asks: `if (!getApps().length) initializeApp()`. */
  private isMadeBy(guarded: TSESTree.Node, asked: TSESTree.Node): boolean {
    const { facts, values, resolveImport } = this.syntax;
    const module = resolveImport(asked)?.module;
    // A question for a file says nothing of what `node:fs` itself keeps.
    if (
      module === undefined ||
      module === "fs" ||
      (guarded.type !== "CallExpression" && guarded.type !== "NewExpression")
    )
      return false;
    const isOfModule = (call: CallNode): boolean => resolveImport(chainRoot(call.callee))?.module === module;
    const callees = values.functionsOf(guarded.callee);
    return (
      isOfModule(guarded) ||
      facts.calls.some((call) => callees.some((fn) => isInside(call, fn)) && isOfModule(call))
    );
  }
}

function isConstructor({ parent }: FunctionNode): boolean {
  return parent.type === "MethodDefinition" && parent.kind === "constructor";
}

/** The test that decides whether `child` runs, with the assignment target of `??=` counting as one. */
function testOf(child: TSESTree.Node, parent: TSESTree.Node): TSESTree.Node | undefined {
  switch (parent.type) {
    case "IfStatement":
    case "ConditionalExpression":
      return child === parent.test ? undefined : parent.test;
    case "LogicalExpression":
      return child === parent.right ? parent.left : undefined;
    case "AssignmentExpression":
      return child === parent.right && /^(\?\?|\|\||&&)=$/.test(parent.operator) ? parent.left : undefined;
    default:
      return undefined;
  }
}

function isFilledByFunctions(variable: Variable): boolean {
  return variable.references.some((reference) => {
    const identifier: TSESTree.Node = reference.identifier;
    if (enclosingFunction(identifier) === undefined) return false;
    return reference.isWrite() || isStore(identifier);
  });
}

/** True when the identifier is the root of an assignment's target, or of a call that stores into it. */
function isStore(identifier: TSESTree.Node): boolean {
  let node = identifier;
  while (node.parent?.type === "MemberExpression" && node.parent.object === node) node = node.parent;
  if (node === identifier) return false;
  const parent = node.parent;
  if (parent?.type === "AssignmentExpression") return parent.left === node;
  return (
    parent?.type === "CallExpression" &&
    parent.callee === node &&
    node.type === "MemberExpression" &&
    STORES.has(memberName(node) ?? "")
  );
}

/** `this.client` of `this.client = …` and of `this.client[key] = …` */
function assignedMember(
  assignment: TSESTree.AssignmentExpression | TSESTree.UpdateExpression,
): TSESTree.MemberExpression | undefined {
  if (assignment.type !== "AssignmentExpression") return undefined;
  const target = unwrap(assignment.left);
  if (target.type !== "MemberExpression") return undefined;
  const written = target.computed && isThisMember(target.object) ? target.object : target;
  return isThisMember(written) ? written : undefined;
}

/** `this.cache` of `this.cache.set(key, value)` */
function filledMember(call: CallNode): TSESTree.MemberExpression | undefined {
  const callee = unwrap(call.callee);
  if (callee.type !== "MemberExpression" || !STORES.has(memberName(callee) ?? "")) return undefined;
  const object = unwrap(callee.object);
  return isThisMember(object) ? object : undefined;
}

function isThisMember(node: TSESTree.Node): node is TSESTree.MemberExpression {
  return node.type === "MemberExpression" && unwrap(node.object).type === "ThisExpression";
}
