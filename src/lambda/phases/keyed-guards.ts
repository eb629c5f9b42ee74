import type { TSESTree } from "@typescript-eslint/utils";
import { chainRoot, enclosingFunction, isFunction, isInside, memberName, unwrap } from "../../syntax/ast.js";
import type { Variable } from "../../syntax/name-index.js";
import { isSteadyValue } from "../../syntax/steady-value.js";
import type { Syntax } from "../../syntax/syntax.js";

const LOOKUPS = new Set(["get", "has"]);
/** Methods that put something into a cache, with the index of the argument that is kept. */
const KEPT: ReadonlyMap<string, number> = new Map([
  ["set", 1],
  ["put", 1],
  ["store", 1],
  ["add", 0],
  ["push", 0],
]);

/**
 * True where a test looks a key up in what a variable holds, one that is another in the next call, and the guarded code is
 * nothing of what is kept under it: `if (seen.has(event.id)) return; seen.add(event.id);` keeps no client that is made behind it.
 *
 * @param root the variable, where the test reads it
 * @param isKept true for a variable that keeps its value between invocations
 */
export function isKeptForAnotherKey(
  root: TSESTree.Identifier,
  guarded: TSESTree.Node,
  syntax: Syntax,
  isKept: (variable: Variable) => boolean,
): boolean {
  const { facts } = syntax;
  const key = keyOf(root);
  const keyVariable = key && facts.variableOf(chainRoot(key));
  const variable = facts.variableOf(root);
  if (key === undefined || keyVariable === undefined || variable === undefined) return false;
  if (isKept(keyVariable) || isSteadyValue(key, facts)) return false;
  const fn = enclosingFunction(guarded);
  const values = variable.references.flatMap(({ identifier }) => {
    const value = keptAt(identifier);
    return value !== undefined && fn !== undefined && isInside(value, fn) ? [value] : [];
  });
  // `if (!connected[tenant]) { await connect(tenant); connected[tenant] = true; }`
  if (values.some(({ type }) => type === "Literal") && isBehindTest(guarded, root)) return false;
  return values.length > 0 && !reaches(guarded, values, syntax);
}

/** True for code in the branch of the test itself, and not behind an early `return`. */
function isBehindTest(guarded: TSESTree.Node, root: TSESTree.Node): boolean {
  for (let node: TSESTree.Node | undefined = root; node; node = node.parent)
    if (node.type === "IfStatement") return isInside(root, node.test) && isInside(guarded, node);
  return false;
}

/** `id` of `seen.has(id)`, `cache.get(id)` and `cache[id]` */
function keyOf(root: TSESTree.Node): TSESTree.Node | undefined {
  const { parent } = root;
  if (parent?.type !== "MemberExpression" || parent.object !== root) return undefined;
  if (parent.computed) return parent.property;
  const call = parent.parent;
  return call.type === "CallExpression" && call.callee === parent && LOOKUPS.has(memberName(parent) ?? "")
    ? call.arguments[0]
    : undefined;
}

/** What is put into the variable's object where it is mentioned: `value` of `cache.set(id, value)` and `cache[id] = value`. */
function keptAt(identifier: TSESTree.Node): TSESTree.Node | undefined {
  let node = identifier;
  while (node.parent?.type === "MemberExpression" && node.parent.object === node) node = node.parent;
  const { parent } = node;
  if (node === identifier || node.type !== "MemberExpression") return undefined;
  if (parent?.type === "AssignmentExpression") return parent.left === node ? parent.right : undefined;
  if (parent?.type !== "CallExpression" || parent.callee !== node) return undefined;
  const index = KEPT.get(memberName(node) ?? "");
  return index === undefined ? undefined : parent.arguments[index];
}

/** True where the value of the node, or something that is made with it, is one of the values. */
function reaches(start: TSESTree.Node, values: readonly TSESTree.Node[], { facts }: Syntax): boolean {
  const variables = new Set<Variable>();
  const add = (node: TSESTree.Node): void => {
    const variable = facts.variableOf(chainRoot(node));
    if (variable !== undefined) variables.add(variable);
  };
  /** Notes what the value at the node is put into. */
  const follow = (node: TSESTree.Node): boolean => {
    let child = node;
    for (let parent = node.parent; parent && !isFunction(child); child = parent, parent = parent.parent) {
      if (values.includes(child)) return true;
      if (parent.type === "VariableDeclarator" && parent.init === child)
        for (const declared of facts.sourceCode.getDeclaredVariables(parent)) variables.add(declared);
      if (parent.type === "AssignmentExpression" && parent.right === child) add(parent.left);
      // `client.connect(options)`, `result.push(value)`
      if (parent.type === "CallExpression") add(unwrap(parent.callee));
      if (/(?:Statement|Declaration)$/.test(parent.type)) return false;
    }
    return false;
  };
  if (start.type === "CallExpression") add(unwrap(start.callee));
  if (follow(start)) return true;
  for (const variable of variables)
    if (variable.references.some(({ identifier }) => follow(identifier))) return true;
  return false;
}
