import { copyProperties } from "./collections.js";
import type { Machine } from "./machine.js";
import { hasOwn } from "./methods.js";
import {
  array,
  constant,
  elementsOf,
  type Imported,
  native,
  nothing,
  object,
  ObjectValue,
  unknown,
  useKey,
  type Value,
} from "./values.js";

/** The functions of the language that decide which other functions run. */
export function makeLanguage(machine: Machine): ReadonlyMap<string, Value> {
  return new Map<string, Value>([
    ["Object", makeObject(machine)],
    ["Array", open({ isArray: native("isArray", ({ arguments: [value = nothing] }) => isArray(value)) })],
    ["Promise", makePromise(machine)],
    ["Reflect", makeReflect(machine)],
    ["Number", native("Number", ({ arguments: [value = nothing] }) => toNumber(value, Number))],
    ["parseInt", native("parseInt", ({ arguments: [value = nothing] }) => toNumber(value, parseInt))],
    ["parseFloat", native("parseFloat", ({ arguments: [value = nothing] }) => toNumber(value, parseFloat))],
    [
      "String",
      native("String", ({ arguments: [value = nothing] }) =>
        value.kind === "constant" ? constant(String(value.value)) : unknown,
      ),
    ],
    [
      "Boolean",
      native("Boolean", ({ arguments: [value = nothing] }) =>
        value.kind === "constant" ? constant(Boolean(value.value)) : unknown,
      ),
    ],
  ]);
}

function open(properties: Readonly<Record<string, Value>>): ObjectValue {
  const made = object(properties);
  made.isComplete = false;
  made.callable = { kind: "native", name: "", run: () => unknown };
  return made;
}

function isArray(value: Value): Value {
  if (value instanceof ObjectValue) return constant(value.isArray);
  return value.kind === "constant" ? constant(false) : unknown;
}

function toNumber(value: Value, convert: (text: string) => number): Value {
  return value.kind === "constant" && typeof value.value !== "bigint"
    ? constant(convert(String(value.value)))
    : unknown;
}

function makeObject(machine: Machine): ObjectValue {
  const prototype = object({
    hasOwnProperty: native("hasOwnProperty", ({ thisValue, arguments: [name = unknown] }) =>
      hasOwn(thisValue, name),
    ),
  });
  prototype.isComplete = false;
  const keys = native("keys", ({ arguments: [value = nothing] }) => keysOf(value));
  const same = native("freeze", ({ arguments: [value = nothing] }) => value);
  const made = open({
    prototype,
    keys,
    getOwnPropertyNames: keys,
    values: native("values", ({ arguments: [value = nothing] }) =>
      entriesOf(machine, value, (_, one) => one),
    ),
    entries: native("entries", ({ arguments: [value = nothing] }) =>
      entriesOf(machine, value, (key, one) => array([constant(key), one])),
    ),
    assign: native("assign", ({ arguments: [target = nothing, ...sources] }) => {
      if (target instanceof ObjectValue)
        for (const source of sources) copyProperties(machine, target, source);
      return target;
    }),
    create: native("create", ({ arguments: [prototype = nothing, descriptors] }) => {
      const created = new ObjectValue();
      if (prototype.kind !== "constant") created.prototype = prototype;
      if (descriptors instanceof ObjectValue) defineAll(machine, created, descriptors);
      return created;
    }),
    defineProperty: native(
      "defineProperty",
      ({ arguments: [target = nothing, key = nothing, descriptor = nothing] }) => {
        const holder = target.kind === "imported" ? extensionOf(machine, target) : target;
        if (holder instanceof ObjectValue) define(machine, holder, key, descriptor);
        return target;
      },
    ),
    defineProperties: native(
      "defineProperties",
      ({ arguments: [target = nothing, descriptors = nothing] }) => {
        if (target instanceof ObjectValue && descriptors instanceof ObjectValue)
          defineAll(machine, target, descriptors);
        return target;
      },
    ),
    freeze: same,
    seal: same,
    setPrototypeOf: native("setPrototypeOf", ({ arguments: [target = nothing, prototype = unknown] }) => {
      if (target instanceof ObjectValue && target !== prototype) target.prototype = prototype;
      return target;
    }),
    getPrototypeOf: native("getPrototypeOf", ({ arguments: [target = nothing] }) =>
      target instanceof ObjectValue ? (target.prototype ?? unknown) : unknown,
    ),
  });
  return made;
}

function keysOf(value: Value): Value {
  if (value.kind === "imported" || !(value instanceof ObjectValue)) return unknown;
  const made = array([...value.properties.keys()].map(constant));
  made.isComplete = value.isComplete && value.copies.length === 0;
  return made;
}

function entriesOf(machine: Machine, value: Value, select: (key: string, value: Value) => Value): Value {
  if (!(value instanceof ObjectValue)) return unknown;
  const made = array([...value.properties.keys()].map((key) => select(key, machine.get(value, key))));
  made.isComplete = value.isComplete;
  return made;
}

function defineAll(machine: Machine, target: ObjectValue, descriptors: ObjectValue): void {
  for (const key of descriptors.properties.keys()) {
    define(machine, target, constant(key), machine.get(descriptors, key));
  }
}

/** What the program has defined on something of another module. */
function extensionOf({ extensions }: Machine, target: Imported): ObjectValue {
  const key = useKey(target);
  const extension = extensions.get(key) ?? new ObjectValue();
  extensions.set(key, extension);
  return extension;
}

function define(machine: Machine, target: ObjectValue, key: Value, descriptor: Value): void {
  const getter = descriptor instanceof ObjectValue ? descriptor.properties.get("get")?.value : undefined;
  const value = descriptor instanceof ObjectValue ? descriptor.properties.get("value")?.value : unknown;
  if (key.kind !== "constant") {
    const read = getter && getter.kind !== "constant" ? machine.call(getter, [], target) : value;
    machine.set(target, undefined, read ?? unknown);
  } else if (getter && getter.kind !== "constant") target.properties.set(String(key.value), { getter });
  else if (value !== undefined) target.set(String(key.value), value);
}

/** What all promises that a program makes inherit from. */
export const promisePrototype = new ObjectValue();
promisePrototype.isComplete = false;
promisePrototype.prototype = unknown;

/** `new Promise(run)` runs at once. */
function makePromise(machine: Machine): ObjectValue {
  const made = open({});
  made.callable = {
    kind: "native",
    name: "Promise",
    run: ({ arguments: [executor = nothing] }) => {
      const settle = native("settle", () => nothing);
      machine.call(executor, [settle, settle], nothing);
      const promise = new ObjectValue();
      promise.prototype = promisePrototype;
      return promise;
    },
  };
  made.prototype = unknown;
  return made;
}

function makeReflect(machine: Machine): ObjectValue {
  return open({
    ownKeys: native("ownKeys", ({ arguments: [value = nothing] }) => keysOf(value)),
    apply: native("apply", ({ arguments: [callee = nothing, thisValue = nothing, list = nothing] }) =>
      machine.call(callee, elementsOf(list) ?? [], thisValue),
    ),
  });
}
