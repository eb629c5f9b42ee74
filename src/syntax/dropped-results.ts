import type { TSESTree } from "@typescript-eslint/utils";
import { callOf, isFunction, memberName, unwrap, wrapped } from "./ast.js";
import type { SyntaxFacts } from "./facts.js";

/**
 * True where code waits for the promise of a call and takes no answer: `await save(order);`,
 * `await Promise.all(orders.map((order) => save(order)));`. A promise that nobody awaits is another matter.
 */
export function isAwaitedAndDropped(call: TSESTree.Node, facts: SyntaxFacts): boolean {
  let isAwaited = false;
  for (let node: TSESTree.Node | undefined = call; node !== undefined;) {
    const value = wrapped(node);
    const { parent } = value;
    switch (parent?.type) {
      case "ExpressionStatement":
        return isAwaited;
      case "AwaitExpression":
        isAwaited = true;
        node = parent;
        break;
      case "ReturnStatement":
        node = mappedBy(functionAround(parent));
        break;
      case "ArrowFunctionExpression":
        node = mappedBy(parent);
        break;
      case "CallExpression":
        node = joins(parent, facts) && parent.arguments[0] === value ? parent : undefined;
        break;
      case "MemberExpression":
        node = /^(?:catch|finally)$/.test(memberName(parent) ?? "") ? callOf(parent) : undefined;
        break;
      default:
        return false;
    }
  }
  return false;
}

function functionAround(node: TSESTree.Node): TSESTree.Node | undefined {
  let current: TSESTree.Node | undefined = node;
  while (current !== undefined && !isFunction(current)) current = current.parent;
  return current;
}

/** The call of `map` that a function is given to. */
function mappedBy(fn: TSESTree.Node | undefined): TSESTree.Node | undefined {
  const call = fn && wrapped(fn).parent;
  if (call?.type !== "CallExpression" || !call.arguments.includes(fn as TSESTree.Expression))
    return undefined;
  const callee = unwrap(call.callee);
  return callee.type === "MemberExpression" && memberName(callee) === "map" ? call : undefined;
}

/** `Promise.all`, `Promise.allSettled` */
function joins({ callee }: TSESTree.CallExpression, facts: SyntaxFacts): boolean {
  const member = unwrap(callee);
  return (
    member.type === "MemberExpression" &&
    /^all(?:Settled)?$/.test(memberName(member) ?? "") &&
    facts.isGlobal(unwrap(member.object), "Promise")
  );
}
