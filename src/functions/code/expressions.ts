import type { TSESTree } from "@typescript-eslint/utils";
import path from "node:path";
import { importedSource, isClass, isFunction, keyName, memberName, unwrap } from "../../syntax/ast.js";
import {
  type Frame,
  type CodeValue,
  type Entry,
  type ObjectValue,
  type Primitive,
  choose,
  isPresent,
  isTruthy,
  opaque,
  scalar,
  variantsOf,
} from "./code-value.js";
import { evaluateCall } from "./calls.js";
import { spreadInto } from "./container-calls.js";
import { importFrom, resolveImported } from "./imported.js";
import { evaluateTagged } from "./interpolated.js";
import { type Machine, siteOf } from "./machine.js";
import { mapScalars, urlOfFile } from "./pure-calls.js";

/** What an expression comes to. Everything in it is evaluated, since calls in it may matter. */
export function evaluateExpression(expression: TSESTree.Node, frame: Frame, machine: Machine): CodeValue {
  const node = unwrap(expression);
  const site = siteOf(node, frame);
  const evaluate = (inner: TSESTree.Node): CodeValue => machine.evaluate(inner, frame);
  switch (node.type) {
    case "Literal":
      return typeof node.value === "bigint" ? opaque(site) : scalar(node.value, site);
    case "TemplateLiteral":
      return mapScalars(node.expressions.map(evaluate), site, (values) =>
        node.quasis
          .map(
            ({ value }, index) =>
              (value.cooked ?? value.raw) + (index < values.length ? String(values[index]) : ""),
          )
          .join(""),
      );
    case "TaggedTemplateExpression":
      return evaluateTagged(node, frame, machine);
    case "Identifier":
      return evaluateIdentifier(node, frame, machine);
    case "ThisExpression":
      return frame.self ?? opaque(site);
    case "ObjectExpression":
      return evaluateObject(node, frame, machine);
    case "ArrayExpression":
      return evaluateArray(node, frame, machine);
    case "ArrowFunctionExpression":
      return machine.defineFunction(node, frame, frame.home, frame.self);
    case "FunctionExpression":
    case "FunctionDeclaration":
      return machine.defineFunction(node, frame);
    case "ClassExpression":
    case "ClassDeclaration":
      return machine.defineClass(node, frame);
    case "MemberExpression":
      return evaluateMember(node, frame, machine);
    case "CallExpression":
    case "NewExpression":
      return evaluateCall(node, frame, machine);
    case "ImportExpression": {
      const source = importedSource(node);
      const specifier = source && evaluate(source);
      return specifier?.kind === "scalar" && typeof specifier.value === "string"
        ? importFrom(specifier.value, undefined, site, machine)
        : opaque(site);
    }
    case "AwaitExpression":
    case "YieldExpression":
      return node.argument ? evaluate(node.argument) : opaque(site);
    case "ConditionalExpression": {
      const isTrue = isTruthy(evaluate(node.test));
      if (isTrue !== undefined) return evaluate(isTrue ? node.consequent : node.alternate);
      return choose([evaluate(node.consequent), evaluate(node.alternate)], site);
    }
    case "LogicalExpression":
      return evaluateLogical(node.operator, node, frame, machine);
    case "BinaryExpression":
      return mapScalars([evaluate(node.left), evaluate(node.right)], site, ([left, right]) =>
        compute(node.operator, left, right),
      );
    case "UnaryExpression":
      return evaluateUnary(node.operator, evaluate(node.argument), site);
    case "AssignmentExpression": {
      const value = evaluateAssigned(node, frame, machine);
      machine.bind(unwrap(node.left), value, frame, "assign");
      return value;
    }
    case "UpdateExpression":
      machine.bind(unwrap(node.argument), opaque(site), frame, "assign");
      return opaque(site);
    default:
      return opaque(site);
  }
}

/** `a = b`, and `a ??= b`, which is `a = a ?? b`. What `a += b` comes to depends on how often a loop is run. */
function evaluateAssigned(node: TSESTree.AssignmentExpression, frame: Frame, machine: Machine): CodeValue {
  if (node.operator === "=") return machine.evaluate(node.right, frame);
  const operator = node.operator.slice(0, -1);
  if (operator === "??" || operator === "||" || operator === "&&")
    return evaluateLogical(operator, node, frame, machine);
  machine.evaluate(node.right, frame);
  return opaque(siteOf(node, frame));
}

function evaluateIdentifier(node: TSESTree.Identifier, frame: Frame, machine: Machine): CodeValue {
  const site = siteOf(node, frame);
  const { facts } = frame.module.syntax;
  const variable = facts.variableOf(node);
  if (variable === undefined) {
    if (node.name === "undefined") return scalar(undefined, site);
    if (node.name === "__dirname") return scalar(path.dirname(frame.module.file), site);
    if (node.name === "__filename") return scalar(frame.module.file, site);
    const specifier = machine.files.globals.get(node.name);
    if (specifier !== undefined) return { kind: "imported", specifier, path: [], site };
    return opaque(site);
  }
  const cell = frame.find(variable);
  if (cell !== undefined) return machine.read(cell);
  const [definition] = variable.defs;
  // A class that is declared further down is there when a function runs that is called later.
  if (isClass(definition?.node)) return machine.defineClass(definition.node, frame);
  return definition?.type === "ImportBinding"
    ? resolveImported(definition.node, frame, machine)
    : opaque(site);
}

function evaluateObject(node: TSESTree.ObjectExpression, frame: Frame, machine: Machine): CodeValue {
  const object: ObjectValue = {
    kind: "object",
    entries: new Map(),
    isOpen: false,
    site: siteOf(node, frame),
  };
  for (const property of node.properties) {
    if (property.type === "SpreadElement") {
      spreadInto(object, machine.evaluate(property.argument, frame), machine);
      continue;
    }
    const key = siteOf(property.key, frame);
    const computed = property.computed ? machine.evaluate(property.key, frame) : undefined;
    const name = keyName(property) ?? (computed?.kind === "scalar" ? String(computed.value) : undefined);
    if (property.kind !== "init") {
      object.isOpen = true;
      continue;
    }
    const value =
      isFunction(property.value) && property.method
        ? machine.defineFunction(property.value, frame, undefined, object)
        : machine.evaluate(property.value, frame);
    if (name === undefined) {
      object.isOpen = true;
      continue;
    }
    const entry: Entry = {
      value,
      key,
      written: property.shorthand ? undefined : siteOf(property.value, frame),
    };
    // A key that is written again moves to the end for nobody who reads it.
    object.entries.set(name, entry);
  }
  return object;
}

function evaluateArray(node: TSESTree.ArrayExpression, frame: Frame, machine: Machine): CodeValue {
  const items: CodeValue[] = [];
  let isOpen = false;
  for (const element of node.elements) {
    if (element?.type === "SpreadElement") {
      const spread = machine.evaluate(element.argument, frame);
      if (spread.kind === "list") {
        items.push(...spread.items);
        isOpen ||= spread.isOpen;
      } else {
        // What is conditionally there may be there: `...(isProd ? [a] : [])`.
        for (const variant of variantsOf(spread)) if (variant.kind === "list") items.push(...variant.items);
        isOpen = true;
      }
    } else if (element) items.push(machine.evaluate(element, frame));
  }
  return { kind: "list", items, isOpen, site: siteOf(node, frame) };
}

function evaluateMember(node: TSESTree.MemberExpression, frame: Frame, machine: Machine): CodeValue {
  const site = siteOf(node, frame);
  const written = memberName(node);
  const holder = unwrap(node.object);
  if (holder.type === "MetaProperty") return metaProperty(written, site);
  const object = holder.type === "Super" ? (frame.self ?? opaque(site)) : machine.evaluate(holder, frame);
  if (written !== undefined) return machine.memberOf(object, written, site);
  const key = machine.evaluate(node.property, frame);
  const names = variantsOf(key);
  if (names.every((name) => name.kind === "scalar"))
    return choose(
      names.map((name) => machine.memberOf(object, String(name.value), site)),
      site,
    );
  return object.kind === "object" && !object.isOpen && object.entries.size > 0
    ? choose(
        [...object.entries.values()].map((entry) => machine.read(entry)),
        site,
      )
    : opaque(site);
}

/** `import.meta.dirname` */
function metaProperty(name: string | undefined, site: ReturnType<typeof siteOf>): CodeValue {
  const { file } = site.module;
  switch (name) {
    case "dirname":
      return scalar(path.dirname(file), site);
    case "filename":
      return scalar(file, site);
    case "url":
      return scalar(urlOfFile(file), site);
    default:
      return opaque(site);
  }
}

function evaluateLogical(
  operator: string,
  node: TSESTree.LogicalExpression | TSESTree.AssignmentExpression,
  frame: Frame,
  machine: Machine,
): CodeValue {
  const left = machine.evaluate(node.left, frame);
  const right = (): CodeValue => machine.evaluate(node.right, frame);
  const decides = operator === "??" ? isPresent : isTruthy;
  const isTaken = (value: CodeValue): boolean | undefined => {
    const isDecided = decides(value);
    return isDecided === undefined ? undefined : operator === "&&" ? !isDecided : isDecided;
  };
  const variants = variantsOf(left);
  const kept = variants.filter((value) => isTaken(value) !== false);
  if (kept.length > 0 && kept.every((value) => isTaken(value) === true) && kept.length === variants.length)
    return left;
  const site = siteOf(node, frame);
  // What `&&` leaves of an unknown left side is false in one way or another, and adds nothing where it is spread.
  const rest = kept.map((value) =>
    operator === "&&" && value.kind !== "scalar" ? scalar(undefined, site) : value,
  );
  return choose([...rest, right()], site);
}

function evaluateUnary(operator: string, value: CodeValue, site: ReturnType<typeof siteOf>): CodeValue {
  if (operator === "!") {
    const isTrue = isTruthy(value);
    return isTrue === undefined ? opaque(site) : scalar(!isTrue, site);
  }
  return mapScalars([value], site, ([operand]) => {
    if (operator === "-") return -Number(operand);
    if (operator === "+") return Number(operand);
    if (operator === "typeof") return typeof operand;
    throw new TypeError(operator);
  });
}

/** Of values of two types only those that are none are told apart here. */
function isLooselySame(left: Primitive, right: Primitive): boolean {
  const [first, second] = [left ?? null, right ?? null];
  if (first === null || second === null || typeof first === typeof second) return first === second;
  throw new TypeError("==");
}

function compute(operator: string, left: Primitive, right: Primitive): Primitive {
  const [a, b] = [left as number, right as number];
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "%":
      return a % b;
    case "===":
      return left === right;
    case "!==":
      return left !== right;
    case "==":
      return isLooselySame(left, right);
    case "!=":
      return !isLooselySame(left, right);
    case "<":
      return a < b;
    case ">":
      return a > b;
    case "<=":
      return a <= b;
    case ">=":
      return a >= b;
    default:
      // The caller takes it for unknown.
      throw new TypeError(operator);
  }
}
