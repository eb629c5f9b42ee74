import type { TSESTree } from "@typescript-eslint/utils";
import { enclosingFunction, memberName, unwrap, wrapped } from "../../syntax/ast.js";
import type { Variable } from "../../syntax/name-index.js";
import { sentBodiesOf } from "../events/web-bodies.js";
import { useOfPushed } from "../promises/pushed-promises.js";
import type { LambdaModel } from "../model.js";

const PROMISE_CHAIN = new Set(["then", "catch", "finally"]);

/**
 * True when the promise is awaited and its value goes nowhere. What the handler returns goes nowhere if it is `nothing`,
 * and to the caller if it is an `answer`. A step of a chain that takes no argument drops the value, whoever gets its own.
 */
export function isUnused(
  start: TSESTree.Node,
  { syntax, handlers }: LambdaModel,
  returned: "nothing" | "answer" = "nothing",
): boolean {
  let isAwaited = false;
  /** A step of the chain takes nothing of the one before it. */
  let isReplaced = false;
  let node = wrapped(start);
  for (;;) {
    const parent: TSESTree.Node | undefined = node.parent;
    switch (parent?.type) {
      case "AwaitExpression":
        isAwaited = true;
        break;
      case "ArrayExpression":
        break;
      case "MemberExpression": {
        const call = parent.parent;
        if (
          call.type !== "CallExpression" ||
          call.callee !== parent ||
          !PROMISE_CHAIN.has(memberName(parent) ?? "")
        )
          return false;
        isReplaced ||= memberName(parent) === "then" && takesNothing(call.arguments[0]);
        node = wrapped(call);
        continue;
      }
      case "CallExpression": {
        const pushed = useOfPushed(parent, syntax);
        if (pushed !== undefined) {
          node = wrapped(pushed);
          continue;
        }
        const callee = unwrap(parent.callee);
        if (callee.type !== "MemberExpression" || !syntax.facts.isGlobal(unwrap(callee.object), "Promise"))
          return false;
        break;
      }
      case "ReturnStatement":
      case "ArrowFunctionExpression": {
        const fn = enclosingFunction(node);
        if (fn === undefined || isReplaced) return isReplaced;
        if (handlers.some((handler) => handler.node === fn)) return returned === "nothing";
        const [use, ...others] = syntax.graph.callbackUsesOf(fn);
        if (use?.kind !== "array" || others.length > 0) return false;
        node = wrapped(use.call);
        continue;
      }
      case "ExpressionStatement":
        return isAwaited;
      default:
        return false;
    }
    node = wrapped(parent);
  }
}

/** `() => next()` */
function takesNothing(step: TSESTree.Node | undefined): boolean {
  const fn = step && unwrap(step);
  return fn?.type === "ArrowFunctionExpression" && fn.params.length === 0;
}

/** True when the value is kept in a variable that no condition asks about, or sent as it is: `res.json(await work())`. */
export function isUntested(start: TSESTree.Node, { syntax }: LambdaModel): boolean {
  let node = wrapped(start);
  if (node.parent?.type === "AwaitExpression") node = wrapped(node.parent);
  const { parent } = node;
  if (parent?.type === "CallExpression") return sentBodiesOf(syntax).some((sent) => sent.node === node);
  if (parent?.type !== "VariableDeclarator" || parent.id.type !== "Identifier") return false;
  const variable = syntax.facts.variableOf(parent.id);
  return variable !== undefined && !isTested(variable);
}

/** True when code asks whether the variable has a value. */
export function isTested(variable: Variable): boolean {
  return variable.references.some(({ identifier }) => isAskedAbout(identifier));
}

function isAskedAbout(node: TSESTree.Node): boolean {
  const { parent } = node;
  switch (parent?.type) {
    case "IfStatement":
    case "ConditionalExpression":
    case "WhileStatement":
    case "DoWhileStatement":
    case "ForStatement":
      return node === parent.test;
    case "SwitchStatement":
      return node === parent.discriminant;
    case "LogicalExpression":
      return true;
    case "MemberExpression":
      return parent.optional || isAskedAbout(parent);
    case "CallExpression":
      return parent.callee === node && isAskedAbout(parent);
    case "UnaryExpression":
    case "BinaryExpression":
    case "ChainExpression":
    case "TSNonNullExpression":
    case "TSAsExpression":
      return isAskedAbout(parent);
    default:
      return false;
  }
}
