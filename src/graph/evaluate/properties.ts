import { builtinValue } from "./builtin-values.js";
import { packageConstants } from "./globals.js";
import type { Machine } from "./machine.js";
import { arrayMethod, functionMethod, objectMethod, patternMethod, textMethod } from "./methods.js";
import {
  alternativesOf,
  type Constant,
  constant,
  either,
  native,
  nothing,
  ObjectValue,
  unknown,
  useKey,
  type Value,
} from "./values.js";

const maxPath = 8;

/** What every object has, whatever it is. */
const inheritedNames = new Set(["toString", "valueOf", "hasOwnProperty", "constructor"]);
const inherited = native("inherited", () => unknown);

/** `holder[key]`, with the getter it may have. */
export function getProperty(machine: Machine, holder: Value, key: string): Value {
  switch (holder.kind) {
    case "unknown":
      return inheritedNames.has(key) ? inherited : unknown;
    case "constant":
      return typeof holder.value === "string" ? textMethod(holder.value, key) : unknown;
    case "union":
      return holder.values.map((one) => getProperty(machine, one, key)).reduce(either);
    case "imported": {
      if (holder.path.length >= maxPath) return unknown;
      const member = { ...holder, path: [...holder.path, key] };
      const assigned = machine.assigned.get(useKey(member));
      if (assigned !== undefined) return assigned;
      const extension = machine.extensions.get(useKey(holder));
      if (extension?.properties.has(key) === true) return getProperty(machine, extension, key);
      const fact = packageConstants.get(`${member.specifier}.${member.path.join(".")}`);
      if (fact !== undefined) return constant(fact);
      const real = builtinValue(member);
      if (real !== undefined && isPrimitive(real.value)) return constant(real.value);
      machine.use(member);
      return member;
    }
    case "object":
      return getOfObject(machine, holder, key, holder);
  }
}

function getOfObject(machine: Machine, holder: ObjectValue, key: string, receiver: ObjectValue): Value {
  const property = holder.properties.get(key);
  if (property?.getter !== undefined) return machine.call(property.getter, [], receiver);
  if (property?.value !== undefined) return property.value;
  if (holder.callable !== undefined) {
    if (key === "prototype") {
      const known = holder.other?.(key);
      const prototype = known instanceof ObjectValue ? known : new ObjectValue();
      prototype.isComplete = holder.isComplete;
      holder.set("prototype", prototype);
      return prototype;
    }
    const method = functionMethod(machine, holder, key);
    if (method !== undefined) return method;
  }
  if (holder.regExp !== undefined) return patternMethod(holder.regExp, key) ?? unknown;
  if (holder.other !== undefined) return getOther(holder, key, receiver);
  if (holder.isArray) {
    const method = arrayMethod(machine, holder, key);
    if (method !== undefined) return method;
  }
  if (key === "__proto__") return holder.prototype ?? unknown;
  const copied = holder.copies.map((copy) => getProperty(machine, copy, key));
  if (copied.length > 0) return copied.reduce(either);
  if (holder.prototype instanceof ObjectValue && holder.prototype !== holder) {
    return getOfObject(machine, holder.prototype, key, receiver);
  }
  const method = objectMethod(holder, key);
  if (method !== undefined) return method;
  return holder.isComplete && holder.prototype === undefined ? nothing : unknown;
}

/** What inherits from an object of the language may have got more from code that nobody knows. */
function getOther(holder: ObjectValue, key: string, receiver: ObjectValue): Value {
  const method = objectMethod(holder, key);
  if (method !== undefined) return method;
  const value = holder.other?.(key) ?? unknown;
  return value === nothing && receiver !== holder ? unknown : value;
}

function isPrimitive(value: unknown): value is Constant["value"] {
  return value === null || !["object", "function", "symbol"].includes(typeof value);
}

/** `holder[key] = value`; the key may be unknown. */
export function setProperty(machine: Machine, holder: Value, key: string | undefined, value: Value): void {
  for (const one of alternativesOf(holder)) {
    if (one.kind === "imported" && key !== undefined && !machine.isUncertain()) {
      machine.assigned.set(useKey({ ...one, path: [...one.path, key] }), value);
    }
    if (!(one instanceof ObjectValue)) continue;
    if (key === undefined) setUnknownKey(one, value);
    else if (key === "__proto__") one.prototype = value;
    else {
      const old = one.properties.get(key)?.value;
      const isPossible = machine.isUncertain() && old !== undefined;
      one.set(key, isPossible ? either(old, value) : value);
      if (one.isArray && key === "length") one.isComplete = false;
    }
  }
}

/** `to[name] = from[name]` for names that nobody knows copies what a module exports. */
function setUnknownKey(holder: ObjectValue, value: Value): void {
  if (value.kind === "imported" && value.path.at(-1) === "*") {
    const copied = { ...value, path: value.path.slice(0, -1) };
    const isKnown = holder.copies.some(({ specifier }) => specifier === copied.specifier);
    if (!isKnown) holder.copies.push(copied);
  } else holder.isComplete = false;
}
