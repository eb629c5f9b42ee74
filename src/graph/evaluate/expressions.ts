import type { Expression, TemplateLiteral } from "oxc-parser";
import { evaluateCall, evaluateImport, evaluateNew } from "./call-expressions.js";
import { evaluateArray, evaluateObject } from "./collections.js";
import { textOf } from "./globals.js";
import { promisePrototype } from "./language.js";
import type { Machine } from "./machine.js";
import { evaluateReference } from "./members.js";
import {
  evaluateAssignment,
  evaluateBinary,
  evaluateChoice,
  evaluateLogical,
  evaluateUnary,
  evaluateUpdate,
} from "./operators.js";
import {
  type Scope,
  callable,
  combineConstants,
  type Closure,
  constant,
  nothing,
  ObjectValue,
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
      return evaluateReference(machine, node, scope).value;
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
      return valueOfPromise(machine.awaited(() => machine.evaluate(node.argument, scope)));
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

/** What a promise comes to, nobody knows. */
function valueOfPromise(value: Value): Value {
  return value instanceof ObjectValue && value.prototype === promisePrototype ? unknown : value;
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
  const values = expressions.map((expression) => textOf(machine.settle(machine.evaluate(expression, scope))));
  const texts = quasis.map(({ value }) => value.cooked);
  if (texts.some((text) => typeof text !== "string")) return unknown;
  return combineConstants(values, (constants) =>
    constant(
      texts.map((text, index) => (index === 0 ? text : `${String(constants[index - 1])}${text}`)).join(""),
    ),
  );
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
