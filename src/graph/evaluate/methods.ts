import type { Machine } from "./machine.js";
import {
  array,
  callable,
  constant,
  elementsOf,
  native,
  nothing,
  ObjectValue,
  truthOf,
  unknown,
  type Value,
} from "./values.js";

/** Methods of text whose results follow from constants. */
const textMethods = new Set(
  "slice substring substr toLowerCase toUpperCase trim replace split startsWith endsWith includes indexOf charAt charCodeAt concat match".split(
    " ",
  ),
);

export function textMethod(text: string, key: string): Value {
  if (key === "length") return constant(text.length);
  if (/^\d+$/.test(key)) return constant(text[Number(key)]);
  if (!(key in String.prototype)) return nothing;
  if (!textMethods.has(key)) return native(key, () => unknown);
  return native(key, ({ arguments: values }) => {
    const constants = values.map((value) =>
      value.kind === "constant"
        ? value.value
        : value instanceof ObjectValue && value.regExp
          ? value.regExp
          : unknown,
    );
    if (constants.includes(unknown)) return unknown;
    const result: unknown = Reflect.apply(
      Reflect.get(String.prototype, key) as () => unknown,
      text,
      constants,
    );
    return Array.isArray(result) ? array(result.map(constant)) : constant(result as string);
  });
}

/** `test` and `exec` of a regular expression whose pattern is known. */
export function patternMethod(pattern: RegExp, key: string): Value | undefined {
  if (key !== "test" && key !== "exec") return undefined;
  return native(key, ({ arguments: [text = nothing] }) => {
    if (text.kind !== "constant") return unknown;
    const match = new RegExp(pattern).exec(String(text.value));
    if (key === "test") return constant(match !== null);
    return match === null ? constant(null) : array(match.map(constant));
  });
}

/** `call`, `apply` and `bind` of a function. */
export function functionMethod(machine: Machine, target: ObjectValue, key: string): Value | undefined {
  switch (key) {
    case "call":
      return native(key, ({ arguments: [thisValue = nothing, ...values] }) =>
        machine.call(target, values, thisValue),
      );
    case "apply":
      return native(key, ({ arguments: [thisValue = nothing, list = nothing] }) =>
        machine.call(target, elementsOf(list) ?? [], thisValue),
      );
    case "bind":
      return native(key, ({ arguments: [thisValue = nothing, ...values] }) =>
        bind(target, thisValue, values),
      );
    default:
      return undefined;
  }
}

function bind({ callable: code }: ObjectValue, thisValue: Value, values: readonly Value[]): Value {
  if (code === undefined) return unknown;
  if (code.kind !== "closure") return callable(code);
  return callable({
    ...code,
    boundThis: code.boundThis ?? thisValue,
    boundArguments: [...code.boundArguments, ...values],
  });
}

export function arrayMethod(machine: Machine, target: ObjectValue, key: string): Value | undefined {
  if (key === "length") return target.isComplete ? constant(target.properties.size) : unknown;
  const elements = elementsOf(target);
  switch (key) {
    case "push":
      return native(key, ({ arguments: values }) => {
        for (const value of values) target.set(String(target.properties.size), value);
        if (machine.isUncertain()) target.isComplete = false;
        return unknown;
      });
    case "forEach":
    case "map":
    case "filter":
    case "flatMap":
    case "some":
    case "every":
    case "find":
      return native(key, ({ arguments: [callback = nothing, thisValue = nothing] }) => {
        if (elements === undefined) {
          machine.maybe(() => machine.call(callback, [unknown, unknown, target], thisValue));
          return unknown;
        }
        const results = elements.map((element, index) =>
          machine.call(callback, [element, constant(index), target], thisValue),
        );
        if (key === "map") return array(results);
        if (key === "filter") return filter(elements, results);
        return key === "forEach" ? nothing : unknown;
      });
    case "reduce":
      return native(key, ({ arguments: [callback = nothing, initial = nothing] }) =>
        elements === undefined
          ? (machine.maybe(() => machine.call(callback, [initial, unknown, unknown, target], nothing)) ??
            unknown)
          : elements.reduce<Value>(
              (sum, element, index) =>
                machine.call(callback, [sum, element, constant(index), target], nothing),
              initial,
            ),
      );
    case "join":
      return native(key, ({ arguments: [separator = nothing] }) => join(elements, separator));
    case "concat":
      return native(key, ({ arguments: values }) => concat(elements, values));
    case "slice":
      return native(key, ({ arguments: bounds }) => {
        const [from, to] = bounds.map((bound) =>
          bound.kind === "constant" ? Number(bound.value) : undefined,
        );
        return elements === undefined ? unknown : array(elements.slice(from, to));
      });
    case "includes":
      return native(key, ({ arguments: [sought = nothing] }) => {
        const isKnown =
          elements?.every(({ kind }) => kind === "constant") === true && sought.kind === "constant";
        return isKnown
          ? constant(elements.some((one) => one.kind === "constant" && one.value === sought.value))
          : unknown;
      });
    default:
      return undefined;
  }
}

function filter(elements: readonly Value[], results: readonly Value[]): Value {
  const truths = results.map(truthOf);
  return truths.includes(undefined) ? unknown : array(elements.filter((_, index) => truths[index] === true));
}

function join(elements: readonly Value[] | undefined, separator: Value): Value {
  const between = separator.kind === "constant" ? String(separator.value ?? ",") : undefined;
  const isKnown = elements?.every(({ kind }) => kind === "constant") === true && between !== undefined;
  if (!isKnown) return unknown;
  return constant(
    elements.map((one) => (one.kind === "constant" ? String(one.value ?? "") : "")).join(between),
  );
}

function concat(elements: readonly Value[] | undefined, others: readonly Value[]): Value {
  const lists = others.map((other) =>
    other instanceof ObjectValue && other.isArray ? elementsOf(other) : [other],
  );
  if (elements === undefined || lists.includes(undefined)) return unknown;
  return array([...elements, ...lists.flatMap((list) => list ?? [])]);
}

export function objectMethod(target: ObjectValue, key: string): Value | undefined {
  switch (key) {
    case "hasOwnProperty":
      return native(key, ({ arguments: [name = unknown] }) => hasOwn(target, name));
    case "__defineGetter__":
      return native(key, ({ arguments: [name = unknown, getter = unknown] }) => {
        if (name.kind === "constant") target.properties.set(String(name.value), { getter });
        return nothing;
      });
    default:
      return undefined;
  }
}

export function hasOwn(target: Value, name: Value): Value {
  if (!(target instanceof ObjectValue) || name.kind !== "constant") return unknown;
  if (target.properties.has(String(name.value))) return constant(true);
  if (target.other !== undefined) return constant(target.other(String(name.value)) !== nothing);
  return target.isComplete && target.copies.length === 0 ? constant(false) : unknown;
}
