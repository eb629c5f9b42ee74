import type { TSESTree } from "@typescript-eslint/utils";
import {
  type CallNode,
  type FunctionNode,
  enclosingFunction,
  memberName,
  unwrap,
  wrapped,
} from "../../syntax/ast.js";
import type { Variable } from "../../syntax/name-index.js";
import { sentBodiesOf } from "../events/web-bodies.js";
import { callersOf } from "../handlers/known-callers.js";
import { logCallsOf } from "../logs/log-calls.js";
import { isForLogsOnly } from "../logs/logged-variables.js";
import { useOfPushed } from "../promises/pushed-promises.js";
import type { LambdaModel } from "../model.js";

const PROMISE_CHAIN = new Set(["then", "catch", "finally"]);
/** How many functions may hand a value on to their callers. */
const MAX_FUNCTIONS = 8;

/**
 * True when the promise is awaited and its value goes nowhere, or into a log alone. What the handler returns goes nowhere if it
 * is `nothing`, and to the caller if it is an `answer`. A step of a chain that takes no argument drops the value, whoever gets
 * its own. What another function returns goes nowhere if all who call it are in the file, and none of them uses it.
 */
export function isUnused(
  start: TSESTree.Node,
  lambda: LambdaModel,
  returned: "nothing" | "answer" = "nothing",
  functions = 0,
): boolean {
  const { syntax, handlers } = lambda;
  let isAwaited = false;
  /** A step of the chain takes nothing of the one before it. */
  let isReplaced = false;
  /** A step of the chain takes it. */
  let isTaken = false;
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
        if (memberName(parent) === "then") {
          isReplaced ||= takesNothing(call.arguments[0]);
          isTaken ||= !isReplaced;
        }
        node = wrapped(call);
        continue;
      }
      case "CallExpression": {
        const pushed = useOfPushed(parent, syntax);
        if (pushed !== undefined) {
          node = wrapped(pushed);
          continue;
        }
        if (isAwaited && !isTaken && logCallsOf(syntax).isLog(parent)) return true;
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
        if (use === undefined) return !isTaken && isUnusedByCallers(fn, lambda, returned, functions + 1);
        if (others.length > 0 || !(use.kind === "array" || (!isTaken && isStep(use.call)))) return false;
        node = wrapped(use.call);
        continue;
      }
      case "VariableDeclarator": {
        const variable = parent.init === node ? syntax.facts.variableOf(parent.id) : undefined;
        return isAwaited && !isTaken && variable !== undefined && isForLogsOnly(variable, syntax);
      }
      case "ExpressionStatement":
        return isAwaited || isKeptByCallback(parent, lambda);
      default:
        return false;
    }
    node = wrapped(parent);
  }
}

/** In a handler that takes Lambda's callback, which waits for what is still on its way. */
function isKeptByCallback(statement: TSESTree.ExpressionStatement, { handlers }: LambdaModel): boolean {
  const fn = enclosingFunction(statement);
  return (
    fn !== undefined &&
    !fn.async &&
    fn.params.length > 2 &&
    handlers.some(({ node, isStreaming }) => node === fn && !isStreaming)
  );
}

/** What a `then` or `catch` gives is what its function returns. */
function isStep({ callee }: CallNode): boolean {
  const method = unwrap(callee);
  return method.type === "MemberExpression" && /^(?:then|catch)$/.test(memberName(method) ?? "");
}

function isUnusedByCallers(
  fn: FunctionNode,
  lambda: LambdaModel,
  returned: "nothing" | "answer",
  functions: number,
): boolean {
  if (functions > MAX_FUNCTIONS) return false;
  const callers = callersOf(fn, lambda.syntax) ?? [];
  return callers.length > 0 && callers.every((call) => isUnused(call, lambda, returned, functions));
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

/** True where the value decides which way the code takes, or what stands in its place. */
export function isAskedAbout(node: TSESTree.Node): boolean {
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
