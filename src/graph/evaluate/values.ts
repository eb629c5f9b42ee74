import type { ArrowFunctionExpression, Class, Function as FunctionNode } from "oxc-parser";
import { builtinValue } from "./builtin-values.js";
import { Variables } from "./variables.js";

/** The variables of a block, a function or a module. */
export const Scope = Variables<Value>;
export type Scope = Variables<Value>;

/** What is known of a JavaScript value without running the program. */
export type Value = Unknown | Constant | Imported | Union | ObjectValue;

export interface Unknown {
  readonly kind: "unknown";
}

export interface Constant {
  readonly kind: "constant";
  readonly value: string | number | boolean | bigint | null | undefined;
}

/** Something that another module exports. */
export interface Imported {
  readonly kind: "imported";
  readonly specifier: string;
  readonly mode: "import" | "require";
  /** Names of properties; `()` is the result of a call, `new` an instance, `*` a property of unknown name. */
  readonly path: readonly string[];
}

/** One of a few values. */
export interface Union {
  readonly kind: "union";
  readonly values: readonly Value[];
}

export interface Closure {
  readonly kind: "closure";
  readonly node: FunctionNode | ArrowFunctionExpression;
  readonly scope: Scope;
  /** What an arrow function finds around it, or `bind` gave. */
  readonly boundThis: Value | undefined;
  readonly boundArguments: readonly Value[];
}

export interface ClassCode {
  readonly kind: "class";
  readonly node: Class;
  readonly scope: Scope;
  readonly parent: Value | undefined;
}

/** A function of the language or of Node.js whose effect is known. */
export interface Native {
  readonly kind: "native";
  readonly name: string;
  readonly run: (call: NativeCall) => Value;
}

export interface NativeCall {
  readonly thisValue: Value;
  readonly arguments: readonly Value[];
}

export type Callable = Closure | ClassCode | Native | { readonly kind: "require" };

export interface Property {
  readonly value?: Value;
  readonly getter?: Value;
}

/** An object, an array or a function. */
export class ObjectValue {
  readonly kind = "object";
  readonly properties = new Map<string, Property>();
  callable: Callable | undefined;
  prototype: Value | undefined;
  isArray = false;
  /** False when it may have properties that are not known. */
  isComplete = true;
  regExp: RegExp | undefined;
  /** What it has under names that are not among its properties. */
  other: ((key: string) => Value) | undefined;
  /** Modules whose exports were copied into it under their own names. */
  readonly copies: Imported[] = [];

  set(key: string, value: Value): void {
    this.properties.set(key, { value });
  }
}

export const unknown: Unknown = { kind: "unknown" };
export const nothing: Constant = { kind: "constant", value: undefined };

export function constant(value: Constant["value"]): Constant {
  return { kind: "constant", value };
}

export function object(properties: Readonly<Record<string, Value>> = {}): ObjectValue {
  const made = new ObjectValue();
  for (const [key, value] of Object.entries(properties)) made.set(key, value);
  return made;
}

export function array(elements: readonly Value[]): ObjectValue {
  const made = new ObjectValue();
  made.isArray = true;
  for (const [index, element] of elements.entries()) made.set(String(index), element);
  return made;
}

export function callable(code: Callable): ObjectValue {
  const made = new ObjectValue();
  made.callable = code;
  return made;
}

export function native(name: string, run: Native["run"]): ObjectValue {
  return callable({ kind: "native", name, run });
}

/** The elements of an array whose length is known. */
export function elementsOf(value: Value): readonly Value[] | undefined {
  if (!(value instanceof ObjectValue) || !value.isArray || !value.isComplete) return undefined;
  return [...value.properties.values()].map((property) => property.value ?? unknown);
}

const maxAlternatives = 6;

/** Either of two values. */
export function either(a: Value, b: Value): Value {
  if (a === b || isSame(a, b)) return a;
  if (a.kind === "unknown" && !(b instanceof ObjectValue) && b.kind !== "imported") return unknown;
  if (b.kind === "unknown" && !(a instanceof ObjectValue) && a.kind !== "imported") return unknown;
  const values = [...alternativesOf(a)];
  for (const value of alternativesOf(b)) {
    if (!values.some((other) => isSame(value, other))) values.push(value);
  }
  if (values.length > maxAlternatives) return unknown;
  return values.length === 1 && values[0] !== undefined ? values[0] : { kind: "union", values };
}

/** What follows from constants, of which each may be one of a few. */
export function combineConstants(
  values: readonly Value[],
  combine: (constants: readonly Constant["value"][]) => Value,
): Value {
  let combinations: readonly (readonly Constant["value"][])[] = [[]];
  for (const value of values) {
    const constants: Constant["value"][] = [];
    for (const one of alternativesOf(value)) {
      if (one.kind !== "constant") return unknown;
      constants.push(one.value);
    }
    if (combinations.length * constants.length > maxAlternatives) return unknown;
    combinations = combinations.flatMap((earlier) => constants.map((one) => [...earlier, one]));
  }
  return combinations.map(combine).reduce(either);
}

export function alternativesOf(value: Value): readonly Value[] {
  return value.kind === "union" ? value.values : [value];
}

function isSame(a: Value, b: Value): boolean {
  if (a.kind === "constant" && b.kind === "constant") return Object.is(a.value, b.value);
  if (a.kind === "imported" && b.kind === "imported")
    return a.specifier === b.specifier && a.path.join("\0") === b.path.join("\0");
  return a === b || (a.kind === "unknown" && b.kind === "unknown");
}

/** Whether the value counts as true; undefined where it is not known. */
export function truthOf(value: Value): boolean | undefined {
  switch (value.kind) {
    case "constant":
      return Boolean(value.value);
    case "object":
      return true;
    case "imported": {
      const real = builtinValue(value);
      if (real !== undefined) return Boolean(real.value);
      return value.path.length === 0 ? true : undefined;
    }
    case "union": {
      const [first, ...others] = value.values.map(truthOf);
      return others.every((truth) => truth === first) ? first : undefined;
    }
    case "unknown":
      return undefined;
  }
}

/** Whether `a === b`; undefined where it is not known. */
export function areEqual(a: Value, b: Value): boolean | undefined {
  if (a.kind === "constant" && b.kind === "constant") return a.value === b.value;
  if (a instanceof ObjectValue && b instanceof ObjectValue) return a === b;
  const [x, y] = a.kind === "constant" ? [a, b] : [b, a];
  if (x.kind === "constant" && y instanceof ObjectValue) return false;
  if (x.kind === "constant" && y.kind === "imported" && y.path.length === 0 && !x.value) return false;
  return undefined;
}

/** What `typeof` gives; undefined where it is not known. */
export function typeOf(value: Value): string | undefined {
  if (value.kind === "constant") return value.value === null ? "object" : typeof value.value;
  if (value instanceof ObjectValue) return value.callable === undefined ? "object" : "function";
  if (value.kind === "imported") {
    const real = builtinValue(value);
    return real && typeof real.value;
  }
  return undefined;
}

/** Two imports with the same key are the same value. */
export function useKey({ specifier, mode, path }: Imported): string {
  return `${mode} ${specifier} ${path.join("\0")}`;
}
