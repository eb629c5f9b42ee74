import type { TSESTree } from "@typescript-eslint/utils";
import {
  type CallNode,
  type FunctionNode,
  isClass,
  isFunction,
  keyName,
  memberName,
  unwrap,
} from "../../syntax/ast.js";
import { readStatic } from "../../syntax/static-value.js";
import type { TracedValue } from "../../syntax/traced.js";
import { getValueTracer } from "../../syntax/traced-values.js";
import { collectPropertyWrites } from "../../syntax/property-writes.js";
import { isErrorObject } from "../errors/given-errors.js";
import type { LambdaModel } from "../model.js";

/** What the body of a response is. `unknown` for everything that the file does not prove. */
export type BodyKind =
  /** an object or a list as it is, which no gateway takes */
  | "object"
  /** an error, which is such an object, and nothing that a client ought to get as it is */
  | "error"
  /** bytes in an object: `Buffer`, `Uint8Array` */
  | "bytes"
  /** bytes as base64 text, which the gateway has to be told of */
  | "base64"
  /** `JSON.stringify(…)` */
  | "json"
  | "unknown";

/**
 * Classes of the language whose instances are no text in JSON. `Date` and `URL` are: they have `toJSON`. A promise may be
 * awaited, and what it gives may be text.
 */
const OBJECT_CLASSES = new Set([
  ...["Array", "Error", "Headers", "Map", "Object", "RangeError", "ReadableStream", "Response"],
  ...["Set", "TypeError", "URLSearchParams", "WeakMap", "WeakSet", "FormData"],
]);
const BYTE_CLASSES = /^(?:Buffer|ArrayBuffer|Blob|(?:Uint|Int|Float|BigInt|BigUint)\d+(?:Clamped)?Array)$/;
/** Static methods that make objects. */
const OBJECT_FUNCTIONS: Readonly<Record<string, ReadonlySet<string>>> = {
  Object: new Set(["assign", "create", "entries", "fromEntries", "keys", "values", "groupBy"]),
  Array: new Set(["from", "of"]),
  Promise: new Set(["all", "allSettled"]),
};
/** Methods of arrays that give an array and take a function: no text has them. */
const LIST_METHODS = new Set(["map", "filter", "flatMap", "toSorted"]);

export function bodyKindOf({ node, bindings }: TracedValue, lambda: LambdaModel): BodyKind {
  const { facts } = lambda.syntax;
  switch (node.type) {
    case "ObjectExpression":
    case "ArrayExpression":
      return "object";
    case "NewExpression": {
      const name = globalName(node.callee, lambda);
      if (name !== undefined && BYTE_CLASSES.test(name)) return "bytes";
      return name !== undefined && OBJECT_CLASSES.has(name) ? "object" : "unknown";
    }
    case "Identifier": {
      if (lambda.isWholeEvent(node)) return "object";
      const variable = facts.variableOf(node);
      return variable !== undefined && isErrorObject(variable, lambda) ? "error" : "unknown";
    }
    case "CallExpression":
      break;
    default:
      return "unknown";
  }
  const callee = unwrap(node.callee);
  if (callee.type !== "MemberExpression") return "unknown";
  const name = memberName(callee) ?? "";
  const holder = globalName(callee.object, lambda);
  if (holder === "JSON") return name === "stringify" ? "json" : "unknown";
  if (holder === "Buffer") return /^(?:from|alloc|concat)$/.test(name) ? "bytes" : "unknown";
  if (holder !== undefined) return OBJECT_FUNCTIONS[holder]?.has(name) === true ? "object" : "unknown";
  const [argument] = node.arguments;
  if (name === "toString") {
    const encoding = argument && readStatic(facts, argument);
    return encoding?.k === "known" && encoding.value === "base64" && isBytes(callee.object)
      ? "base64"
      : "unknown";
  }
  if (name === "transformToString") {
    const encoding = argument && readStatic(facts, argument);
    return encoding?.k === "known" && encoding.value === "base64" ? "base64" : "unknown";
  }
  if (LIST_METHODS.has(name) && argument !== undefined && isFunction(unwrap(argument))) return "object";
  return name === "send" && lambda.isRemoteCall(node) && isCommand(argument) ? "object" : "unknown";

  /** A number has `toString` as well, and takes no word for it; text ignores it. */
  function isBytes(object: TSESTree.Node): boolean {
    const traced = getValueTracer(lambda.syntax).trace(object, bindings);
    return !traced.every(
      (value) => value.node.type === "TemplateLiteral" || bodyKindOf(value, lambda) === "json",
    );
  }
}

function isCommand(argument: TSESTree.Node | undefined): boolean {
  return argument !== undefined && unwrap(argument).type === "NewExpression";
}

function globalName(expression: TSESTree.Node, lambda: LambdaModel): string | undefined {
  const node = unwrap(expression);
  if (node.type !== "Identifier") return undefined;
  const { facts } = lambda.syntax;
  if (facts.variableOf(node) === undefined) return node.name;
  const imported = lambda.syntax.resolveImport(node);
  return imported?.module === "buffer" && imported.path[0] === "Buffer" ? "Buffer" : undefined;
}

/** What JSON makes of a value that it has no form for. */
export type JsonLoss =
  /** `JSON.stringify` throws a `TypeError` */
  | "throws"
  /** `{}`, or an object without what matters */
  | "empties"
  /** it is left out */
  | "drops";

export interface JsonProblem {
  readonly node: TSESTree.Node;
  /** What the value is, with an article: `a Map`. */
  readonly what: string;
  /** What JSON can carry in its place. */
  readonly instead: string;
  readonly loss: JsonLoss;
}

const MAX_DEPTH = 6;
const AWAITED = ["a promise", "what it gives once awaited"] as const;
const BIG_INT = { what: "a `BigInt`", instead: "`String(…)` of it", loss: "throws" } as const;
const EMPTIED = new Map<string, readonly [what: string, instead: string]>([
  ["Map", ["a `Map`", "`Object.fromEntries(…)` of it"]],
  ["Set", ["a `Set`", "an array of its items"]],
  ["WeakMap", ["a `WeakMap`", "an object"]],
  ["WeakSet", ["a `WeakSet`", "an array"]],
  ["Error", ["an `Error`", "its `message`"]],
  ["TypeError", ["an `Error`", "its `message`"]],
  ["RangeError", ["an `Error`", "its `message`"]],
  ["Headers", ["a `Headers` object", "`Object.fromEntries(…)` of it"]],
  ["URLSearchParams", ["a `URLSearchParams` object", "`Object.fromEntries(…)` of it"]],
]);

/**
 * What of a value JSON cannot carry, as far as the file shows it: looked for in literals, in what variables hold, and in
 * what functions of the file return. Nothing in a file that gives a class `toJSON`.
 */
export function findJsonProblems(
  value: TSESTree.Node,
  lambda: LambdaModel,
  from?: TracedValue,
): JsonProblem[] {
  const { syntax } = lambda;
  if (syntax.facts.sourceCode.text.includes("toJSON")) return [];
  const tracer = getValueTracer(syntax);
  const problems = new Map<TSESTree.Node, JsonProblem>();
  const writes = collectPropertyWrites(syntax.facts);

  function visit(
    expression: TSESTree.Node,
    bindings: TracedValue["bindings"] | undefined,
    depth: number,
  ): void {
    const promise = promiseAt(expression, lambda);
    if (promise !== undefined) {
      const [what, instead] = AWAITED;
      problems.set(promise, { node: promise, what, instead, loss: "empties" });
      return;
    }
    const traced = tracer.trace(expression, bindings);
    for (const inner of traced) if (inner.isCertain || traced.length === 1) visitValue(inner, depth);
  }

  function visitValue(inner: TracedValue, depth: number): void {
    const { node, bindings, holders } = inner;
    const problem = problemOf(node, lambda, depth === 0);
    if (problem !== undefined) {
      problems.set(node, problem);
      return;
    }
    for (const holder of holders) {
      const cycle = (writes.byVariable.get(holder) ?? []).find(
        (write) => syntax.facts.variableOf(unwrap(write.value)) === holder,
      );
      if (cycle !== undefined)
        problems.set(cycle.node, {
          node: cycle.node,
          what: "an object that holds itself",
          instead: "a copy without that property",
          loss: "throws",
        });
    }
    if (depth >= MAX_DEPTH) return;
    if (node.type === "ArrayExpression") {
      for (const element of node.elements)
        if (element !== null && element.type !== "SpreadElement") visit(element, bindings, depth + 1);
    } else if (node.type === "ObjectExpression") {
      const known = tracer.readObject(inner)?.properties;
      for (const property of node.properties) {
        if (property.type !== "Property") continue;
        const name = keyName(property);
        const isLast = name === undefined || known?.get(name)?.node === property;
        if (isLast && property.kind === "init" && !property.method)
          visit(property.value, bindings, depth + 1);
      }
    }
  }

  visit(value, from?.bindings, 0);
  return [...problems.values()];
}

function problemOf(node: TSESTree.Node, lambda: LambdaModel, isWhole: boolean): JsonProblem | undefined {
  if (node.type === "Literal" && "bigint" in node) return { node, ...BIG_INT };
  if (node.type === "CallExpression")
    return globalName(node.callee, lambda) === "BigInt" ? { node, ...BIG_INT } : undefined;
  if (node.type === "NewExpression") {
    const [what, instead] = EMPTIED.get(globalName(node.callee, lambda) ?? "") ?? [];
    return what === undefined || instead === undefined ? undefined : { node, what, instead, loss: "empties" };
  }
  // Functions among other things are left out on purpose now and then: objects with methods.
  if (isWhole && (isFunction(node) || isClass(node)))
    return { node, what: "a function", instead: "what it returns", loss: "drops" };
  return undefined;
}

/** A promise that nobody awaits: the call of an async function of the file, of the SDK, or `fetch`, and `new Promise`. */
function promiseAt(expression: TSESTree.Node, lambda: LambdaModel): CallNode | undefined {
  const node = unwrap(expression);
  if (node.type === "Identifier") {
    const variable = lambda.syntax.facts.variableOf(node);
    const [definition, ...others] = variable?.defs ?? [];
    if (definition?.node.type !== "VariableDeclarator" || others.length > 0) return undefined;
    const { id, init } = definition.node;
    const isConstant = variable?.references.every(
      (reference) => reference.init === true || !reference.isWrite(),
    );
    return id.type === "Identifier" && init !== null && isConstant === true
      ? promiseAt(init, lambda)
      : undefined;
  }
  if (node.type === "NewExpression") return isNewPromise(node, lambda) ? node : undefined;
  if (node.type !== "CallExpression") return undefined;
  const callee = unwrap(node.callee);
  const functions = lambda.syntax.values.functionsOf(callee);
  if (functions.length > 0) return functions.every((fn) => givesPromise(fn, lambda)) ? node : undefined;
  if (callee.type === "MemberExpression") {
    const name = memberName(callee) ?? "";
    const holder = globalName(callee.object, lambda);
    if (holder === "Promise") return node;
    return name === "send" && lambda.isRemoteCall(node) && isCommand(node.arguments[0]) ? node : undefined;
  }
  return globalName(callee, lambda) === "fetch" ? node : undefined;
}

function givesPromise(fn: FunctionNode, lambda: LambdaModel): boolean {
  if (fn.generator) return false;
  const returned = lambda.syntax.facts.returnsOf(fn);
  return fn.async || (returned.length > 0 && returned.every((value) => isNewPromise(unwrap(value), lambda)));
}

function isNewPromise(node: TSESTree.Node, lambda: LambdaModel): boolean {
  return node.type === "NewExpression" && globalName(node.callee, lambda) === "Promise";
}
