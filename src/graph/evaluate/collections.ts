import type { Expression, ObjectExpression, SpreadElement } from "oxc-parser";
import { keyOf } from "./assign.js";
import type { Machine } from "./machine.js";
import { type Scope, alternativesOf, array, elementsOf, nothing, ObjectValue, type Value } from "./values.js";

export function evaluateObject(machine: Machine, node: ObjectExpression, scope: Scope): Value {
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

export function evaluateArray(
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

export function evaluateList(
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
