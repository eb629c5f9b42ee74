import type { TSESTree } from "@typescript-eslint/utils";
import { type FunctionNode, isFunction, unwrap } from "../../syntax/ast.js";
import { readStatic } from "../../syntax/static-value.js";
import type { SyntaxFacts } from "../../syntax/facts.js";
import type { Syntax } from "../../syntax/syntax.js";
import { exportPath } from "../bindings/fact-match.js";

/** An expression that, awaited, does nothing but let time pass. */
export interface Sleep {
  /** The expression that says how long, where the file shows it. */
  readonly duration: TSESTree.Node | undefined;
  /** How many milliseconds it means by one: a thousand of `setTimeout(resolve, seconds * 1000)`. */
  readonly unit: number;
  /** How long, if it is the same each time. */
  readonly ms: number | undefined;
}

/** A function that gives a sleep and does nothing else. */
export interface SleepingFunction {
  /** Index of the parameter that says how long. */
  readonly parameter: number | undefined;
  /** How many milliseconds it means by one. */
  readonly unit: number;
  /** How long in milliseconds, if it is the same each time. */
  readonly ms: number | undefined;
}

/** Packages whose default export is a sleep. */
const SLEEP_PACKAGES = new Set(["delay", "sleep-promise"]);
const SLEEP_MODULES = ["timers/promises", "node:timers/promises", ...SLEEP_PACKAGES];

/** The sleep that a call of such a function is. */
export function sleepOfCall(
  call: TSESTree.CallExpression,
  { parameter, unit, ms }: SleepingFunction,
  syntax: Syntax,
): Sleep {
  return parameter === undefined
    ? { duration: undefined, unit, ms }
    : withDuration(call.arguments[parameter], syntax, unit);
}

/** What a function of the file that only sleeps says to its callers. */
export function sleepingFunctionOf(fn: FunctionNode, syntax: Syntax): SleepingFunction | undefined {
  const sleep = sleepOfFunction(fn, syntax, 0);
  if (sleep === undefined) return undefined;
  const index = fn.params.findIndex((parameter) => isParameter(parameter, sleep.duration, syntax));
  return { parameter: index === -1 ? undefined : index, unit: sleep.unit, ms: sleep.ms };
}

/** False for a file in which nothing sleeps by itself. */
export function maySleep({ words, specifiers }: SyntaxFacts): boolean {
  return words.has("setTimeout") || SLEEP_MODULES.some((module) => specifiers.has(module));
}

/**
 * The sleep that an awaited expression is: `new Promise((resolve) => setTimeout(resolve, ms))`, a function of the file
 * that gives one, or one of `node:timers/promises`. A function of another file is none, whatever its name.
 */
export function sleepAt(awaited: TSESTree.Node, syntax: Syntax, depth = 0): Sleep | undefined {
  const node = unwrap(awaited);
  if (node.type === "NewExpression") return sleepOfExecutor(node, syntax);
  if (node.type !== "CallExpression" || depth > 2) return undefined;
  const imported = syntax.resolveImport(node.callee);
  if (imported !== undefined) {
    const path = exportPath(imported);
    const isTimer = imported.module === "timers/promises" && /^(?:setTimeout|scheduler\.wait)$/.test(path);
    const isPackage = SLEEP_PACKAGES.has(imported.module) && path === "default";
    return isTimer || isPackage ? withDuration(node.arguments[0], syntax) : undefined;
  }
  if (isPromisifiedTimer(node.callee, syntax)) return withDuration(node.arguments[0], syntax);
  const [fn, ...others] = syntax.values.functionsOf(node.callee);
  if (fn === undefined || others.length > 0) return undefined;
  const inner = sleepOfFunction(fn, syntax, depth);
  if (inner?.duration === undefined) return inner;
  const index = fn.params.findIndex((parameter) => isParameter(parameter, inner.duration, syntax));
  // `sleep(attempt)` may compute its time: then nobody knows it here.
  return index === -1 ? inner : withDuration(node.arguments[index], syntax, inner.unit);
}

function isParameter(
  parameter: TSESTree.Parameter,
  use: TSESTree.Node | undefined,
  { facts }: Syntax,
): boolean {
  const target = parameter.type === "AssignmentPattern" ? parameter.left : parameter;
  const variable = use && facts.variableOf(unwrap(use));
  return variable !== undefined && target.type === "Identifier" && facts.variableOf(target) === variable;
}

/** A function that gives a sleep and does nothing else: its only statement returns or awaits one. */
function sleepOfFunction(fn: FunctionNode, syntax: Syntax, depth: number): Sleep | undefined {
  const { body } = fn;
  if (body.type !== "BlockStatement") return sleepAt(awaitedBy(body), syntax, depth + 1);
  const [statement, ...others] = body.body;
  if (others.length > 0) return undefined;
  if (statement?.type === "ReturnStatement" && statement.argument)
    return sleepAt(awaitedBy(statement.argument), syntax, depth + 1);
  if (statement?.type === "ExpressionStatement")
    return sleepAt(awaitedBy(statement.expression), syntax, depth + 1);
  return undefined;
}

function awaitedBy(node: TSESTree.Node): TSESTree.Node {
  const inner = unwrap(node);
  return inner.type === "AwaitExpression" ? inner.argument : inner;
}

/** `(resolve) => setTimeout(resolve, ms)`, `(resolve) => { setTimeout(() => resolve(), ms); }` */
function sleepOfExecutor(node: TSESTree.NewExpression, syntax: Syntax): Sleep | undefined {
  const [executor] = node.arguments;
  if (!syntax.facts.isGlobal(unwrap(node.callee), "Promise") || !isFunction(executor)) return undefined;
  const [resolve] = executor.params;
  const { body } = executor;
  const statement = body.type === "BlockStatement" && body.body.length === 1 ? body.body[0] : undefined;
  const call = statement?.type === "ExpressionStatement" ? unwrap(statement.expression) : unwrap(body);
  if (call.type !== "CallExpression" || !syntax.facts.isGlobal(unwrap(call.callee), "setTimeout"))
    return undefined;
  const [callback, duration] = call.arguments;
  if (callback === undefined || resolve?.type !== "Identifier") return undefined;
  const told = unwrap(callback);
  const called = isFunction(told) ? calledBy(told) : told;
  const variable = syntax.facts.variableOf(resolve);
  return called !== undefined && variable !== undefined && syntax.facts.variableOf(called) === variable
    ? withDuration(duration, syntax)
    : undefined;
}

/** What a function calls, if that is all it does. */
function calledBy({ body }: FunctionNode): TSESTree.Node | undefined {
  const statement = body.type === "BlockStatement" && body.body.length === 1 ? body.body[0] : undefined;
  const call = statement?.type === "ExpressionStatement" ? unwrap(statement.expression) : unwrap(body);
  return call.type === "CallExpression" ? unwrap(call.callee) : undefined;
}

/** `promisify(setTimeout)` */
function isPromisifiedTimer(callee: TSESTree.Node, { values, resolveImport, facts }: Syntax): boolean {
  return values.valuesOf(callee).some((value) => {
    if (value.type !== "CallExpression") return false;
    const imported = resolveImport(value.callee);
    const [given] = value.arguments;
    return (
      imported?.module === "util" &&
      imported.path.at(-1) === "promisify" &&
      given !== undefined &&
      facts.isGlobal(unwrap(given), "setTimeout")
    );
  });
}

function withDuration(duration: TSESTree.Node | undefined, { facts }: Syntax, unit = 1): Sleep {
  const length = duration && numberOf(duration, facts);
  if (length !== undefined) return { duration, unit, ms: length * unit };
  const product = duration && unwrap(duration);
  if (product?.type !== "BinaryExpression" || product.operator !== "*")
    return { duration, unit, ms: undefined };
  const left = numberOf(product.left, facts);
  const right = numberOf(product.right, facts);
  if (right !== undefined) return { duration: product.left, unit: unit * right, ms: undefined };
  if (left !== undefined) return { duration: product.right, unit: unit * left, ms: undefined };
  return { duration, unit, ms: undefined };
}

function numberOf(node: TSESTree.Node, facts: SyntaxFacts): number | undefined {
  const value = readStatic(facts, node);
  return value.k === "known" && typeof value.value === "number" ? value.value : undefined;
}
