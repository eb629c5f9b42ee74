import type {
  AssignmentExpression,
  BinaryExpression,
  CallExpression,
  Expression,
  ImportExpression,
  LogicalExpression,
  MemberExpression,
  NewExpression,
  ObjectExpression,
  PrivateInExpression,
  SpreadElement,
  TemplateLiteral,
  UnaryExpression,
  UpdateExpression,
} from "oxc-parser";
import { assignTo, keyOf } from "./assign.js";
import type { Machine } from "./machine.js";
import {
  type Scope,
  alternativesOf,
  areEqual,
  array,
  callable,
  type Closure,
  constant,
  either,
  elementsOf,
  nothing,
  ObjectValue,
  truthOf,
  typeOf,
  unknown,
  type Value,
} from "./values.js";

/** The value of an expression, and what evaluating it does. */
export function evaluateExpression(machine: Machine, node: Expression, scope: Scope): Value {
  machine.step();
  switch (node.type) {
    case "Literal":
      return "regex" in node ? pattern(node.regex) : constant(node.value);
    case "TemplateLiteral":
      return evaluateTemplate(machine, node, scope);
    case "Identifier":
      return evaluateName(machine, node.name, scope);
    case "MetaProperty":
      return scope.find("import.meta")?.own("import.meta") ?? unknown;
    case "ThisExpression":
      return scope.find("this")?.own("this") ?? unknown;
    case "ArrowFunctionExpression":
    case "FunctionExpression":
      return defineFunction(node, scope);
    case "ClassExpression":
      return machine.defineClass(node, scope);
    case "ObjectExpression":
      return evaluateObject(machine, node, scope);
    case "ArrayExpression":
      return evaluateArray(machine, node.elements, scope);
    case "MemberExpression":
      return evaluateMember(machine, node, scope);
    case "CallExpression":
      return evaluateCall(machine, node, scope);
    case "NewExpression":
      return evaluateNew(machine, node, scope);
    case "ImportExpression":
      return evaluateImport(machine, node, scope);
    case "ChainExpression":
    case "ParenthesizedExpression":
      return machine.evaluate(node.expression, scope);
    case "SequenceExpression":
      return node.expressions.reduce<Value>((_, one) => machine.evaluate(one, scope), nothing);
    case "ConditionalExpression":
      return evaluateChoice(
        machine,
        machine.evaluate(node.test, scope),
        () => machine.evaluate(node.consequent, scope),
        () => machine.evaluate(node.alternate, scope),
      );
    case "LogicalExpression":
      return evaluateLogical(machine, node, scope);
    case "AssignmentExpression":
      return evaluateAssignment(machine, node, scope);
    case "UnaryExpression":
      return evaluateUnary(machine, node, scope);
    case "BinaryExpression":
      return evaluateBinary(machine, node, scope);
    case "UpdateExpression":
      return evaluateUpdate(machine, node, scope);
    case "AwaitExpression":
      return machine.awaited(() => machine.evaluate(node.argument, scope));
    case "YieldExpression":
      if (node.argument) machine.evaluate(node.argument, scope);
      return unknown;
    case "TaggedTemplateExpression":
      for (const one of node.quasi.expressions) machine.evaluate(one, scope);
      return machine.call(machine.evaluate(node.tag, scope), [unknown], nothing);
    default:
      return unknown;
  }
}

function pattern({ pattern: source, flags }: { readonly pattern: string; readonly flags: string }): Value {
  const made = new ObjectValue();
  made.isComplete = false;
  try {
    made.regExp = new RegExp(source, flags);
  } catch {
    return unknown;
  }
  return made;
}

function evaluateTemplate(machine: Machine, { quasis, expressions }: TemplateLiteral, scope: Scope): Value {
  let text = quasis[0]?.value.cooked ?? undefined;
  for (const [index, expression] of expressions.entries()) {
    const value = machine.evaluate(expression, scope);
    const isKnown = value.kind === "constant" && text !== undefined;
    text = isKnown
      ? `${text ?? ""}${String(value.value)}${quasis[index + 1]?.value.cooked ?? ""}`
      : undefined;
  }
  return text === undefined ? unknown : constant(text);
}

function evaluateName(machine: Machine, name: string, scope: Scope): Value {
  const value = scope.find(name)?.own(name);
  if (value === undefined) return machine.globals.value(name);
  if (value.kind === "imported" && value.mode === "import") machine.use(value);
  return value;
}

export function defineFunction(node: Closure["node"], scope: Scope): ObjectValue {
  const isArrow = node.type === "ArrowFunctionExpression";
  const boundThis = isArrow ? (scope.find("this")?.own("this") ?? unknown) : undefined;
  return callable({ kind: "closure", node, scope, boundThis, boundArguments: [] });
}

function evaluateObject(machine: Machine, node: ObjectExpression, scope: Scope): Value {
  const made = new ObjectValue();
  for (const part of node.properties) {
    if (part.type === "SpreadElement") {
      copyProperties(machine, made, machine.evaluate(part.argument, scope));
      continue;
    }
    const key = keyOf(machine, part.key, part.computed, scope);
    const value = machine.evaluate(part.value, scope);
    if (key === undefined) machine.set(made, undefined, value);
    else if (part.kind === "init") made.set(key, value);
    else if (part.kind === "get") made.properties.set(key, { getter: value });
  }
  return made;
}

/** `Object.assign(target, source)`, and `{ ...source }`. */
export function copyProperties(machine: Machine, target: ObjectValue, source: Value): void {
  for (const one of alternativesOf(source)) {
    if (one.kind === "imported") target.copies.push(one);
    if (one instanceof ObjectValue) {
      for (const key of one.properties.keys()) target.set(key, machine.get(one, key));
      target.copies.push(...one.copies);
      if (!one.isComplete) target.isComplete = false;
    } else if (one.kind !== "constant") target.isComplete = false;
  }
}

function evaluateArray(
  machine: Machine,
  elements: readonly (Expression | SpreadElement | null)[],
  scope: Scope,
): ObjectValue {
  const { values, isComplete } = evaluateList(machine, elements, scope);
  const made = array(values);
  made.isComplete = isComplete;
  return made;
}

interface ValueList {
  readonly values: readonly Value[];
  /** False when something of unknown length was spread into it. */
  readonly isComplete: boolean;
}

function evaluateList(
  machine: Machine,
  nodes: readonly (Expression | SpreadElement | null)[],
  scope: Scope,
): ValueList {
  const values: Value[] = [];
  let isComplete = true;
  for (const node of nodes) {
    if (node === null) values.push(nothing);
    else if (node.type !== "SpreadElement") values.push(machine.evaluate(node, scope));
    else {
      const spread = elementsOf(machine.evaluate(node.argument, scope));
      if (spread === undefined) isComplete = false;
      else values.push(...spread);
    }
  }
  return { values, isComplete };
}

function evaluateMember(machine: Machine, node: MemberExpression, scope: Scope): Value {
  return evaluateReference(machine, node, scope).value;
}

/** The value of a callee or member, and the object it was found on. */
function evaluateReference(
  machine: Machine,
  node: Expression,
  scope: Scope,
): { readonly value: Value; readonly object: Value } {
  if (node.type === "ChainExpression") return evaluateReference(machine, node.expression, scope);
  if (node.type !== "MemberExpression") return { value: machine.evaluate(node, scope), object: nothing };
  if (node.object.type === "Super") {
    const home = scope.find("super")?.own("super") ?? unknown;
    const key = keyOf(machine, node.property, node.computed, scope);
    const found = home instanceof ObjectValue ? machine.get(home, "prototype") : unknown;
    const value = key === undefined ? unknown : machine.get(found, key);
    return { value, object: scope.find("this")?.own("this") ?? unknown };
  }
  const holder = machine.evaluate(node.object, scope);
  const key = keyOf(machine, node.property, node.computed, scope);
  if (node.optional && holder.kind === "constant" && holder.value == null)
    return { value: nothing, object: nothing };
  if (key !== undefined) return { value: machine.get(holder, key), object: holder };
  return { value: getUnknownKey(machine, holder), object: holder };
}

function getUnknownKey(machine: Machine, holder: Value): Value {
  if (holder.kind === "imported") return { ...holder, path: [...holder.path, "*"] };
  if (!(holder instanceof ObjectValue) || holder.properties.size > 40) return unknown;
  return [...holder.properties.values()]
    .map(({ value }) => value ?? unknown)
    .reduce<Value>((all, value) => either(all, value), unknown);
}

function evaluateCall(machine: Machine, node: CallExpression, scope: Scope): Value {
  if (node.callee.type === "Super") return evaluateSuperCall(machine, node, scope);
  const { value: callee, object: thisValue } = evaluateReference(machine, node.callee, scope);
  const isSkipped = node.optional && callee.kind === "constant" && callee.value == null;
  if (isSkipped) return nothing;
  const { values } = evaluateList(machine, node.arguments, scope);
  const method =
    node.callee.type === "MemberExpression" && !node.callee.computed ? node.callee.property.name : "";
  if (callbackMethods.has(method) && callee.kind !== "object") callBack(machine, values);
  return machine.call(callee, values, thisValue);
}

/** Methods that call what they are given before they return. */
const callbackMethods = new Set("forEach map filter reduce some every find flatMap sort replace".split(" "));

function callBack(machine: Machine, values: readonly Value[]): void {
  for (const value of values) {
    if (value instanceof ObjectValue && value.callable?.kind === "closure") {
      machine.maybe(() => machine.call(value, [], nothing));
    }
  }
}

function evaluateSuperCall(machine: Machine, node: CallExpression, scope: Scope): Value {
  const { values } = evaluateList(machine, node.arguments, scope);
  const parent = scope.find("super")?.own("super") ?? unknown;
  const made = machine.construct(parent, values);
  const self = scope.find("this")?.own("this");
  if (made instanceof ObjectValue && self instanceof ObjectValue) {
    for (const [key, property] of made.properties) self.properties.set(key, property);
  }
  return nothing;
}

function evaluateNew(machine: Machine, node: NewExpression, scope: Scope): Value {
  const callee = machine.evaluate(node.callee, scope);
  return machine.construct(callee, evaluateList(machine, node.arguments, scope).values);
}

function evaluateImport(machine: Machine, node: ImportExpression, scope: Scope): Value {
  const source = machine.evaluate(node.source, scope);
  return alternativesOf(source)
    .map((one) =>
      one.kind === "constant" && typeof one.value === "string"
        ? machine.load(one.value, "dynamic-import")
        : unknown,
    )
    .reduce(either);
}

/** One of two, by a condition; both where nobody knows which. */
function evaluateChoice(machine: Machine, test: Value, yes: () => Value, no: () => Value): Value {
  const truth = truthOf(test);
  if (truth !== undefined) return truth ? yes() : no();
  return either(machine.doubted(yes) ?? unknown, machine.doubted(no) ?? unknown);
}

function evaluateLogical(machine: Machine, node: LogicalExpression, scope: Scope): Value {
  const left = machine.evaluate(node.left, scope);
  const right = () => machine.evaluate(node.right, scope);
  const isDecided = isLeftKept(node.operator, left);
  if (isDecided !== undefined) return isDecided ? left : right();
  return either(left, machine.doubted(right) ?? unknown);
}

/** Whether `left && …`, `left || …` or `left ?? …` is left. */
function isLeftKept(operator: string, left: Value): boolean | undefined {
  if (operator.startsWith("??")) {
    if (left.kind === "constant") return left.value != null;
    return left.kind === "object" ? true : undefined;
  }
  const truth = truthOf(left);
  return truth === undefined ? undefined : operator.startsWith("||") ? truth : !truth;
}

function evaluateAssignment(machine: Machine, node: AssignmentExpression, scope: Scope): Value {
  const { left, operator } = node;
  if (operator === "=") {
    const value = machine.evaluate(node.right, scope);
    assignTo(machine, left, value, scope);
    return value;
  }
  const old = machine.evaluate(left as Expression, scope);
  if (/^(?:&&|\|\||\?\?)=$/.test(operator)) {
    const isKept = isLeftKept(operator, old);
    if (isKept === true) return old;
    const right = () => machine.evaluate(node.right, scope);
    const value = isKept === false ? right() : either(old, machine.doubted(right) ?? unknown);
    assignTo(machine, left, value, scope);
    return value;
  }
  const value = combine(operator.slice(0, -1), old, machine.evaluate(node.right, scope));
  assignTo(machine, left, value, scope);
  return value;
}

function evaluateUnary(machine: Machine, node: UnaryExpression, scope: Scope): Value {
  const value = machine.evaluate(node.argument, scope);
  const truth = truthOf(value);
  switch (node.operator) {
    case "!":
      return truth === undefined ? unknown : constant(!truth);
    case "typeof": {
      const type = typeOf(value);
      return type === undefined ? unknown : constant(type);
    }
    case "void":
      return nothing;
    case "-":
      return value.kind === "constant" && typeof value.value === "number" ? constant(-value.value) : unknown;
    case "+":
      return value.kind === "constant" && typeof value.value !== "bigint"
        ? constant(Number(value.value))
        : unknown;
    default:
      return unknown;
  }
}

function evaluateBinary(machine: Machine, node: BinaryExpression | PrivateInExpression, scope: Scope): Value {
  const left = node.left.type === "PrivateIdentifier" ? unknown : machine.evaluate(node.left, scope);
  return combine(node.operator, left, machine.evaluate(node.right, scope));
}

function combine(operator: string, left: Value, right: Value): Value {
  switch (operator) {
    case "===":
    case "==":
    case "!==":
    case "!=": {
      const isLoose = operator.length === 2;
      const equal = isLoose ? areLooselyEqual(left, right) : areEqual(left, right);
      return equal === undefined ? unknown : constant(operator.startsWith("!") ? !equal : equal);
    }
    case "in":
      return hasKey(right, left);
    default:
      return left.kind === "constant" && right.kind === "constant"
        ? compute(operator, left.value, right.value)
        : unknown;
  }
}

function areLooselyEqual(left: Value, right: Value): boolean | undefined {
  if (left.kind !== "constant" || right.kind !== "constant") return areEqual(left, right);

  return left.value == right.value;
}

function hasKey(holder: Value, key: Value): Value {
  if (!(holder instanceof ObjectValue) || key.kind !== "constant") return unknown;
  if (holder.properties.has(String(key.value))) return constant(true);
  return holder.isComplete && holder.prototype === undefined ? constant(false) : unknown;
}

type Primitive = string | number | boolean | bigint | null | undefined;

function compute(operator: string, left: Primitive, right: Primitive): Value {
  if (typeof left === "bigint" || typeof right === "bigint") return unknown;
  if (operator === "+" && (typeof left === "string" || typeof right === "string")) {
    return constant(String(left) + String(right));
  }
  if (typeof left === "string" && typeof right === "string") {
    if (operator === "<") return constant(left < right);
    if (operator === ">") return constant(left > right);
    if (operator === "<=") return constant(left <= right);
    if (operator === ">=") return constant(left >= right);
  }
  const [a, b] = [Number(left), Number(right)];
  const results: Readonly<Record<string, () => number | boolean>> = {
    "+": () => a + b,
    "-": () => a - b,
    "*": () => a * b,
    "/": () => a / b,
    "%": () => a % b,
    "<": () => a < b,
    ">": () => a > b,
    "<=": () => a <= b,
    ">=": () => a >= b,
    "|": () => a | b,
    "&": () => a & b,
    ">>>": () => a >>> b,
    ">>": () => a >> b,
    "<<": () => a << b,
  };
  const result = results[operator];
  return result === undefined ? unknown : constant(result());
}

function evaluateUpdate(machine: Machine, node: UpdateExpression, scope: Scope): Value {
  const old = machine.evaluate(node.argument, scope);
  const next = combine(node.operator === "++" ? "+" : "-", old, constant(1));
  assignTo(machine, node.argument, next, scope);
  return node.prefix ? next : old;
}
