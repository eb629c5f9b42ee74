import type {
  AssignmentExpression,
  BinaryExpression,
  Expression,
  LogicalExpression,
  PrivateInExpression,
  UnaryExpression,
  UpdateExpression,
} from "oxc-parser";
import { assignTo } from "./assign.js";
import type { Machine } from "./machine.js";
import {
  type Constant,
  type Scope,
  areEqual,
  combineConstants,
  constant,
  either,
  nothing,
  ObjectValue,
  truthOf,
  typeOf,
  unknown,
  type Value,
} from "./values.js";

/** One of two, by a condition; both where nobody knows which. */
export function evaluateChoice(machine: Machine, test: Value, yes: () => Value, no: () => Value): Value {
  const truth = truthOf(machine.settle(test));
  if (truth !== undefined) return truth ? yes() : no();
  return either(machine.doubted(yes) ?? unknown, machine.doubted(no) ?? unknown);
}

export function evaluateLogical(machine: Machine, node: LogicalExpression, scope: Scope): Value {
  const left = machine.evaluate(node.left, scope);
  const right = () => machine.evaluate(node.right, scope);
  const isDecided = isLeftKept(node.operator, machine.settle(left));
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

export function evaluateAssignment(machine: Machine, node: AssignmentExpression, scope: Scope): Value {
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

export function evaluateUnary(machine: Machine, node: UnaryExpression, scope: Scope): Value {
  const value = machine.evaluate(node.argument, scope);
  const truth = truthOf(value);
  switch (node.operator) {
    case "!": {
      const settled = truth ?? truthOf(machine.settle(value));
      return settled === undefined ? unknown : constant(!settled);
    }
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

export function evaluateBinary(
  machine: Machine,
  node: BinaryExpression | PrivateInExpression,
  scope: Scope,
): Value {
  const left = node.left.type === "PrivateIdentifier" ? unknown : machine.evaluate(node.left, scope);
  const right = machine.evaluate(node.right, scope);
  return combine(node.operator, machine.settle(left), machine.settle(right));
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
      return combineConstants([left, right], ([a, b]) => compute(operator, a, b));
  }
}

function areLooselyEqual(left: Value, right: Value): boolean | undefined {
  if (left.kind !== "constant" || right.kind !== "constant") return areEqual(left, right);

  return left.value == right.value;
}

function hasKey(holder: Value, key: Value): Value {
  if (!(holder instanceof ObjectValue) || key.kind !== "constant") return unknown;
  if (holder.properties.has(String(key.value))) return constant(true);
  if (holder.other !== undefined) return constant(holder.other(String(key.value)) !== nothing);
  return holder.isComplete && holder.prototype === undefined ? constant(false) : unknown;
}

type Primitive = Constant["value"];

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

export function evaluateUpdate(machine: Machine, node: UpdateExpression, scope: Scope): Value {
  const old = machine.evaluate(node.argument, scope);
  const next = combine(node.operator === "++" ? "+" : "-", old, constant(1));
  assignTo(machine, node.argument, next, scope);
  return node.prefix ? next : old;
}
