import type { Expression } from "oxc-parser";
import { keyOf } from "./assign.js";
import type { Machine } from "./machine.js";
import { type Scope, either, nothing, ObjectValue, unknown, type Value } from "./values.js";

/** The value of a callee or member, and the object it was found on. */
export function evaluateReference(
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
