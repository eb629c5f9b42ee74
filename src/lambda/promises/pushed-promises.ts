import type { TSESTree } from "@typescript-eslint/utils";
import { enclosingFunction, memberName, unwrap, wrapped } from "../../syntax/ast.js";
import type { Syntax } from "../../syntax/syntax.js";

/**
 * `promises.push(work()); … await Promise.all(promises);`: where a list of the invocation is handed to `Promise.all` or
 * `Promise.allSettled`, for a call that puts a promise into it. Undefined where the code does anything else with the list.
 */
export function useOfPushed(push: TSESTree.CallExpression, syntax: Syntax): TSESTree.Node | undefined {
  const callee = unwrap(push.callee);
  if (callee.type !== "MemberExpression" || memberName(callee) !== "push") return undefined;
  const variable = syntax.facts.variableOf(unwrap(callee.object));
  const [definition] = variable?.defs ?? [];
  if (variable === undefined || !definition || enclosingFunction(definition.node) === undefined)
    return undefined;
  const [use, ...others] = variable.references.filter(
    (reference) => reference.init !== true && !isFilledOrCounted(reference.identifier),
  );
  return use !== undefined && others.length === 0 && waitingCallOf(use.identifier, syntax) !== undefined
    ? use.identifier
    : undefined;
}

/** The `Promise.all(…)` or `Promise.allSettled(…)` that is given the value. */
export function waitingCallOf(node: TSESTree.Node, { facts }: Syntax): TSESTree.CallExpression | undefined {
  const { parent } = wrapped(node);
  return parent?.type === "CallExpression" &&
    parent.callee.type === "MemberExpression" &&
    facts.isGlobal(unwrap(parent.callee.object), "Promise") &&
    /^all(?:Settled)?$/.test(memberName(parent.callee) ?? "")
    ? parent
    : undefined;
}

/** `promises.push(…)`, `promises.length` */
function isFilledOrCounted(node: TSESTree.Node): boolean {
  const { parent } = wrapped(node);
  if (parent?.type !== "MemberExpression") return false;
  const name = memberName(parent);
  return name === "length" || (name === "push" && wrapped(parent).parent?.type === "CallExpression");
}
