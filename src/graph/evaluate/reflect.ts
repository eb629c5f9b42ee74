import { descriptorOf } from "./builtin-values.js";
import { constant, type NativeCall, nothing, ObjectValue, unknown, type Value } from "./values.js";

/** Whose functions do nothing but compute. */
const computing = new Set<unknown>([Math, Number, String]);

/**
 * What the language itself has under a name, as it is in this process: programs ask whether there is such a method before
 * they load one of their own.
 */
export function reflect(real: object, owner?: unknown): ObjectValue {
  const made = new ObjectValue();
  made.isComplete = false;
  made.prototype = unknown;
  made.other = reflectedProperties(real);
  if (typeof real === "function") {
    const run = (call: NativeCall) => (computing.has(owner) ? compute(real, call) : runUnknown(call));
    made.callable = { kind: "native", name: real.name, run };
  }
  return made;
}

/** What it has, by name. */
export function reflectedProperties(real: object): (key: string) => Value {
  const known = new Map<string, Value>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      value = propertyOf(real, key);
      known.set(key, value);
    }
    return value;
  };
}

function propertyOf(real: object, key: string): Value {
  const descriptor = descriptorOf(real, key);
  if (descriptor === undefined) return nothing;
  if (descriptor.get !== undefined) return unknown;
  const value = descriptor.value as unknown;
  if ((typeof value === "object" && value !== null) || typeof value === "function")
    return reflect(value, real);
  return typeof value === "symbol" ? unknown : constant(value as string);
}

function compute(real: object, { arguments: values }: NativeCall): Value {
  // Each run of the program has another one.
  if (real === Math.random) return unknown;
  const constants = values.map((value) => (value.kind === "constant" ? value.value : unknown));
  if (constants.includes(unknown)) return unknown;
  try {
    const result: unknown = Reflect.apply(real as () => unknown, undefined, constants);
    return typeof result === "object" ? unknown : constant(result as number);
  } catch {
    return unknown;
  }
}

/** It may change what it gets. */
function runUnknown({ thisValue, arguments: values }: NativeCall): Value {
  for (const value of [thisValue, ...values]) if (value instanceof ObjectValue) value.isComplete = false;
  return unknown;
}
