import {
  array,
  constant,
  elementsOf,
  nothing,
  ObjectValue,
  type Scope,
  unknown,
  type Value,
} from "./values.js";

/**
 * What a module's variables hold when others ask is not what they held at the end of its init, where its functions assign
 * them. One that has no value yet is where a function keeps what it has found out: asking it finds out the same.
 */
export function forgetState(body: unknown, scope: Scope): void {
  const exports = scope.own("exports");
  for (const name of namesAssignedLater(body)) {
    const exported = exports instanceof ObjectValue ? exports.properties.get(name)?.value : undefined;
    if (exported !== undefined && exports instanceof ObjectValue) exports.set(name, unknown);
    const value = scope.own(name);
    const isEmpty = value?.kind === "constant" && value.value === undefined;
    if (value !== undefined && !isEmpty) scope.declare(name, unknown);
  }
}

/** Names of variables, and of properties of `exports`, that functions assign. */
function namesAssignedLater(body: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  const walk = (node: unknown, isLater: boolean): void => {
    if (Array.isArray(node)) for (const one of node) walk(one, isLater);
    if (typeof node !== "object" || node === null || Array.isArray(node)) return;
    const { type = "", left, argument } = node as { type?: string; left?: unknown; argument?: unknown };
    if (isLater && type === "AssignmentExpression") addTarget(left, names);
    if (isLater && type === "UpdateExpression") addTarget(argument, names);
    const isFunction = /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(type);
    for (const child of Object.values(node)) walk(child, isLater || isFunction);
  };
  walk(body, false);
  return names;
}

function addTarget(target: unknown, names: Set<string>): void {
  const { type, name, property } = target as {
    type?: string;
    name?: string;
    property?: { name?: string };
  };
  if (type === "Identifier" && name !== undefined) names.add(name);
  if (type === "MemberExpression" && property?.name !== undefined) names.add(property.name);
}

/** A value that means the same in another module: a text, a number or the like, or a list of them. */
export function plainValue(value: Value): Value | undefined {
  if (value.kind === "constant") return value.value === undefined ? nothing : constant(value.value);
  const elements = elementsOf(value);
  if (elements === undefined || !elements.every(({ kind }) => kind === "constant")) return undefined;
  return array(elements);
}

/** The same of what a JSON file has at the end of a path. */
export function plainData(data: unknown, path: readonly string[]): Value | undefined {
  const found = path.reduce<unknown>(
    (holder, key) =>
      typeof holder === "object" && holder !== null && Object.hasOwn(holder, key)
        ? (holder as Readonly<Record<string, unknown>>)[key]
        : undefined,
    data,
  );
  const isPlain = (one: unknown) => ["string", "number", "boolean"].includes(typeof one) || one == null;
  if (isPlain(found)) return constant(found as string);
  if (!Array.isArray(found) || !found.every(isPlain)) return undefined;
  return array(found.map((one) => constant(one as string)));
}
