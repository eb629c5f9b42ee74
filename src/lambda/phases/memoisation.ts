import type { TSESTree } from "@typescript-eslint/utils";
import {
  type CallNode,
  type CodeUnit,
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

/**
 * Recognises code that is guarded by what it fills: `client ??= …`, `if (!client) client = …`, an early `return cached`,
 * `cache.get(key) ?? …`, `if (mongoose.connection.readyState === 0) mongoose.connect(…)`.
 */
export function createMemoisation(syntax: Syntax, isInvocation: (unit: CodeUnit) => boolean): Memoisation {
  const { facts } = syntax;

  function outlivesInvocation(variable: Variable): boolean {
    const [identifier] = variable.identifiers;
    if (identifier === undefined) return false;
    if (variable.scope.type === "module" || variable.scope.type === "global") return true;
    const holder = variable.scope.block;
    if (isFunction(holder)) return !isInvocation(holder);
    const unit = unitOf(holder);
    return unit.type === "Program" || !isInvocation(unit);
  }

  function isGuarded(node: TSESTree.Node): boolean {
    const unit = unitOf(node);
    let child = node;
    for (let parent = node.parent; parent && child !== unit; child = parent, parent = parent.parent) {
      const test = testOf(child, parent);
      if (test !== undefined && isMemoTest(test, node)) return true;
      if (parent.type !== "BlockStatement" && parent.type !== "Program") continue;
      for (const statement of parent.body) {
        if (statement === child) break;
        if (
          statement.type === "IfStatement" &&
          canReturn(statement.consequent) &&
          isMemoTest(statement.test, node)
        )
          return true;
      }
    }
    return false;
  }

  function isMemoTest(test: TSESTree.Node, guarded: TSESTree.Node): boolean {
    return collectRoots(test).some((root) => {
      if (root.type !== "Identifier") return isWrittenMember(root);
      const variable = facts.variableOf(root);
      if (variable === undefined) return root.name === "globalThis" || root.name === "global";
      if (!outlivesInvocation(variable)) return false;
      if (syntax.resolveImport(root) !== undefined) return isMadeBy(guarded, root);
      return isFilledByFunctions(variable);
    });
  }

  /** What a test reads: the roots of its member chains, those behind local variables and calls of the file included. */
  function collectRoots(test: TSESTree.Node): readonly TSESTree.Node[] {
    const roots: TSESTree.Node[] = [];
    const seen = new Set<TSESTree.Node | Variable>();
    /** @param isPart only something in the value is asked for */
    const visit = (expression: TSESTree.Node, isPart = false): void => {
      const node = unwrap(expression);
      if (seen.has(node)) return;
      seen.add(node);
      switch (node.type) {
        case "Identifier": {
          roots.push(node);
          const variable = facts.variableOf(node);
          if (variable === undefined || seen.has(variable) || outlivesInvocation(variable)) return;
          seen.add(variable);
          for (const { node: definition } of variable.defs)
            if (definition.type === "VariableDeclarator" && definition.init) visit(definition.init, isPart);
          return;
        }
        case "MemberExpression":
          if (unwrap(node.object).type === "ThisExpression") roots.push(node);
          else visit(node.object, true);
          if (node.computed) visit(node.property);
          return;
        case "CallExpression":
          if (!(isPart && isMadeOfArguments(node))) visit(node.callee);
          for (const argument of node.arguments) visit(argument);
          for (const fn of syntax.values.functionsOf(node.callee))
            for (const returned of facts.returnsOf(fn)) visit(returned);
          return;
        case "UnaryExpression":
          visit(node.argument);
          return;
        case "AwaitExpression":
          // An answer that an imported function gives is data, and no state of its package.
          if (syntax.resolveImport(chainRoot(node.argument)) === undefined) visit(node.argument);
          return;
        case "BinaryExpression":
        case "LogicalExpression":
          visit(node.left);
          visit(node.right);
          return;
        case "AssignmentExpression":
          visit(node.left);
          visit(node.right);
      }
    };
    visit(test);
    return roots;
  }

  /** `unmarshall(image)`: what an imported function makes of a value is data, and no state of its package. */
  function isMadeOfArguments({ callee, arguments: given }: TSESTree.CallExpression): boolean {
    const imported = syntax.resolveImport(unwrap(callee));
    return (
      imported !== undefined &&
      imported.path.length <= 1 &&
      given.some(({ type }) => type === "Identifier" || type === "MemberExpression")
    );
  }

  function isFilledByFunctions(variable: Variable): boolean {
    return variable.references.some((reference) => {
      const identifier: TSESTree.Node = reference.identifier;
      if (enclosingFunction(identifier) === undefined) return false;
      return reference.isWrite() || isStore(identifier);
    });
  }

  /** `this.client` is a memo when a method assigns it. */
  function isWrittenMember(member: TSESTree.Node): boolean {
    if (member.type !== "MemberExpression") return false;
    const name = memberName(member);
    return (
      facts.assignments.some((assignment) => {
        if (assignment.type !== "AssignmentExpression") return false;
        const target = unwrap(assignment.left);
        if (target.type !== "MemberExpression") return false;
        const written = target.computed && isThisMember(target.object) ? target.object : target;
        return isThisMember(written) && memberName(written) === name;
      }) ||
      facts.calls.some((call) => {
        const callee = unwrap(call.callee);
        if (callee.type !== "MemberExpression" || !STORES.has(memberName(callee) ?? "")) return false;
        const object = unwrap(callee.object);
        return isThisMember(object) && memberName(object) === name;
      })
    );
  }

  /** True when the guarded call is one of the package that the test asks: `if (!getApps().length) initializeApp()`. */
  function isMadeBy(guarded: TSESTree.Node, asked: TSESTree.Node): boolean {
    const module = syntax.resolveImport(asked)?.module;
    // A question for a file says nothing of what `node:fs` itself keeps.
    if (
      module === undefined ||
      module === "fs" ||
      (guarded.type !== "CallExpression" && guarded.type !== "NewExpression")
    )
      return false;
    const isOfModule = (call: CallNode): boolean =>
      syntax.resolveImport(chainRoot(call.callee))?.module === module;
    const callees = syntax.values.functionsOf(guarded.callee);
    return (
      isOfModule(guarded) ||
      facts.calls.some((call) => callees.some((fn) => isInside(call, fn)) && isOfModule(call))
    );
  }

  return { isGuarded, isMemoTest, outlivesInvocation };
}

function isThisMember(node: TSESTree.Node): node is TSESTree.MemberExpression {
  return node.type === "MemberExpression" && unwrap(node.object).type === "ThisExpression";
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
