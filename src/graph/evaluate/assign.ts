import type { AssignmentTarget, BindingPattern, Expression } from "oxc-parser";
import type { Machine } from "./machine.js";
import {
  type Scope,
  array,
  either,
  elementsOf,
  nothing,
  ObjectValue,
  unknown,
  type Value,
} from "./values.js";

/** The name of a property; undefined where it is computed from what nobody knows. */
export function keyOf(
  machine: Machine,
  node: Expression | { type: string },
  computed: boolean,
  scope: Scope,
): string | undefined {
  if (!computed) {
    const { name, value } = node as { readonly name?: string; readonly value?: unknown };
    if (node.type === "PrivateIdentifier") return `#${name ?? ""}`;
    return name ?? String(value);
  }
  const key = machine.evaluate(node as Expression, scope);
  return key.kind === "constant" ? String(key.value) : undefined;
}

/** Gives the variables of a declaration their values. */
export function declarePattern(machine: Machine, pattern: BindingPattern, value: Value, scope: Scope): void {
  bind(machine, pattern as Pattern, value, scope, (name, part) => {
    scope.declare(name, part);
  });
}

/** `target = value`. What may not happen leaves the old value possible. */
export function assignTo(machine: Machine, target: AssignmentTarget, value: Value, scope: Scope): void {
  const assign = (name: string, part: Value) => {
    const owner = scope.find(name);
    if (owner === undefined) return;
    const old = owner.own(name) ?? nothing;
    owner.declare(name, machine.isUncertain() ? either(old, part) : part);
  };
  bind(machine, target as Pattern, value, scope, assign);
}

type Pattern =
  | { readonly type: "Identifier"; readonly name: string }
  | {
      readonly type: "MemberExpression";
      readonly object: Expression;
      readonly property: Expression;
      readonly computed: boolean;
    }
  | { readonly type: "AssignmentPattern"; readonly left: Pattern; readonly right: Expression }
  | { readonly type: "ArrayPattern"; readonly elements: readonly (Pattern | null)[] }
  | { readonly type: "RestElement"; readonly argument: Pattern }
  | {
      readonly type: "ObjectPattern";
      readonly properties: readonly (
        | {
            readonly type: "Property";
            readonly key: Expression;
            readonly computed: boolean;
            readonly value: Pattern;
          }
        | { readonly type: "RestElement"; readonly argument: Pattern }
      )[];
    };

function bind(
  machine: Machine,
  pattern: Pattern,
  value: Value,
  scope: Scope,
  assign: (name: string, value: Value) => void,
): void {
  switch (pattern.type) {
    case "Identifier":
      assign(pattern.name, value);
      return;
    case "MemberExpression": {
      const holder = machine.evaluate(pattern.object, scope);
      machine.set(holder, keyOf(machine, pattern.property, pattern.computed, scope), value);
      return;
    }
    case "AssignmentPattern":
      bind(machine, pattern.left, withDefault(machine, pattern.right, value, scope), scope, assign);
      return;
    case "RestElement":
      bind(machine, pattern.argument, value, scope, assign);
      return;
    case "ArrayPattern":
      bindElements(machine, pattern.elements, value, scope, assign);
      return;
    case "ObjectPattern":
      for (const property of pattern.properties) {
        if (property.type === "RestElement") {
          bind(machine, property.argument, value instanceof ObjectValue ? value : unknown, scope, assign);
          continue;
        }
        const key = keyOf(machine, property.key, property.computed, scope);
        bind(machine, property.value, key === undefined ? unknown : machine.get(value, key), scope, assign);
      }
      return;
    default:
      return;
  }
}

function bindElements(
  machine: Machine,
  patterns: readonly (Pattern | null)[],
  value: Value,
  scope: Scope,
  assign: (name: string, value: Value) => void,
): void {
  const elements = elementsOf(value);
  for (const [index, pattern] of patterns.entries()) {
    if (pattern === null) continue;
    if (pattern.type === "RestElement") {
      bind(machine, pattern.argument, elements ? array(elements.slice(index)) : unknown, scope, assign);
    } else {
      bind(machine, pattern, elements ? (elements[index] ?? nothing) : unknown, scope, assign);
    }
  }
}

function withDefault(machine: Machine, node: Expression, value: Value, scope: Scope): Value {
  if (value.kind === "constant") return value.value === undefined ? machine.evaluate(node, scope) : value;
  if (value.kind !== "unknown") return value;
  return either(value, machine.maybe(() => machine.evaluate(node, scope)) ?? unknown);
}
