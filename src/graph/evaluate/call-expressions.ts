import type { CallExpression, Expression, ImportExpression, NewExpression } from "oxc-parser";
import { evaluateList } from "./collections.js";
import type { Machine } from "./machine.js";
import { evaluateReference } from "./members.js";
import { type Scope, alternativesOf, either, nothing, ObjectValue, unknown, type Value } from "./values.js";

export function evaluateCall(machine: Machine, node: CallExpression, scope: Scope): Value {
  if (node.callee.type === "Super") return evaluateSuperCall(machine, node, scope);
  const { value: callee, object: thisValue } = settleList(
    machine,
    evaluateReference(machine, node.callee, scope),
    node.callee,
  );
  const isSkipped = node.optional && callee.kind === "constant" && callee.value == null;
  if (isSkipped) return nothing;
  const { values } = evaluateList(machine, node.arguments, scope);
  const method = methodOf(node.callee);
  if (callbackMethods.has(method) && callee.kind !== "object") callBack(machine, values);
  return machine.call(callee, values, thisValue);
}

/** Methods that call what they are given before they return. */
const callbackMethods = new Set("forEach map filter reduce some every find flatMap sort replace".split(" "));

function methodOf(callee: Expression): string {
  return callee.type === "MemberExpression" && !callee.computed ? callee.property.name : "";
}

/** The method of a list that another module gives. */
function settleList(
  machine: Machine,
  found: { readonly value: Value; readonly object: Value },
  callee: Expression,
): { readonly value: Value; readonly object: Value } {
  const method = methodOf(callee);
  if (found.object.kind !== "imported" || !callbackMethods.has(method)) return found;
  const object = machine.settle(found.object);
  return object instanceof ObjectValue ? { value: machine.get(object, method), object } : found;
}

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

export function evaluateNew(machine: Machine, node: NewExpression, scope: Scope): Value {
  const callee = machine.evaluate(node.callee, scope);
  return machine.construct(callee, evaluateList(machine, node.arguments, scope).values);
}

export function evaluateImport(machine: Machine, node: ImportExpression, scope: Scope): Value {
  const source = machine.evaluate(node.source, scope);
  return alternativesOf(source)
    .map((one) =>
      one.kind === "constant" && typeof one.value === "string"
        ? machine.load(one.value, "dynamic-import")
        : unknown,
    )
    .reduce(either);
}
