import type { TSESTree } from "@typescript-eslint/utils";
import { isInside, memberName, unwrap, wrapped } from "./ast.js";
import type { SyntaxFacts } from "./facts.js";
import type { Variable } from "./name-index.js";

/** The right sides of all assignments; an operator such as `+=` gives a value that nobody knows. */
export function assignmentsTo(variable: Variable): readonly TSESTree.Expression[] {
  return variable.references.flatMap((reference) => {
    const { parent } = reference.identifier;
    if (reference.init === true || !reference.isWrite()) return [];
    return [
      parent.type === "AssignmentExpression" &&
      parent.operator === "=" &&
      parent.left === reference.identifier
        ? parent.right
        : (reference.identifier as TSESTree.Identifier),
    ];
  });
}

/** `headers = { ...headers, "content-type": type }`: the object that was there, with more. */
export function extendsItself(source: TSESTree.Node, variable: Variable): boolean {
  const object = unwrap(source);
  if (object.type !== "ObjectExpression") return false;
  const [first, ...others] = object.properties;
  return (
    first?.type === "SpreadElement" &&
    variable.references.some(({ identifier }) => identifier === unwrap(first.argument)) &&
    !others.some((property) => mentions(property, variable))
  );
}

/** True for an assignment that no branch leaves out: it stands in the block of the declaration. */
export function isUnconditional(source: TSESTree.Node, declarator: TSESTree.VariableDeclarator): boolean {
  const statement = wrapped(source).parent?.parent;
  return statement?.type === "ExpressionStatement" && statement.parent === declarator.parent.parent;
}

export function mentions(node: TSESTree.Node, variable: Variable): boolean {
  return variable.references.some(({ identifier }) => isInside(identifier, node));
}

/** `body = Object.assign(body, more)`: the variable keeps the very object that it has. */
export function isFilling(source: TSESTree.Node, variable: Variable, facts: SyntaxFacts): boolean {
  const call = unwrap(source);
  if (call.type !== "CallExpression" || !isObjectAssign(call, facts)) return false;
  const [target] = call.arguments;
  return target !== undefined && facts.variableOf(target) === variable;
}

export function isObjectAssign({ callee }: TSESTree.CallExpression, facts: SyntaxFacts): boolean {
  const method = unwrap(callee);
  return (
    method.type === "MemberExpression" &&
    memberName(method) === "assign" &&
    facts.isGlobal(unwrap(method.object), "Object")
  );
}

/**
 * Where the variable gets another value than the one that it is bound to, for certain:
 * `let answer = await ask(); answer = JSON.parse(answer.Payload);`. The statement has to stand in the block of the declaration,
 * so that nothing comes around it.
 */
export function endOfValue(variable: Variable, bound: TSESTree.Node): number {
  const declarator = variable.defs[0]?.node;
  if (declarator?.type !== "VariableDeclarator" || variable.defs.length > 1) return Infinity;
  const block = declarator.parent.parent;
  const ends = variable.references.flatMap(({ identifier }) => {
    const { parent } = identifier;
    const isOther =
      parent.type === "AssignmentExpression" &&
      parent.operator === "=" &&
      parent.left === identifier &&
      identifier.range[0] > bound.range[0] &&
      parent.parent.type === "ExpressionStatement" &&
      parent.parent.parent === block;
    return isOther ? [parent.range[1]] : [];
  });
  return Math.min(Infinity, ...ends);
}
