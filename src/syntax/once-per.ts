/**
 * Computes a value once for each object, and keeps it on the object itself, under a symbol of its own: it goes when the
 * object goes. Linting runs spent less time on garbage collection so than with the value of the last object kept aside.
 * For an object that takes no property a WeakMap keeps it.
 */
export function oncePer<Key extends object, Value extends object, Rest extends readonly unknown[]>(
  compute: (key: Key, ...rest: Rest) => Value,
): (key: Key, ...rest: Rest) => Value {
  const slot = Symbol("eslint-plugin-aws-lambda");
  const valuesOfSealed = new WeakMap<Key, Value>();
  return (key, ...rest) => {
    const holder = key as { [slot]?: Value };
    let value = holder[slot] ?? (Object.isExtensible(key) ? undefined : valuesOfSealed.get(key));
    if (value === undefined) {
      value = compute(key, ...rest);
      if (Object.isExtensible(key)) holder[slot] = value;
      else valuesOfSealed.set(key, value);
    }
    return value;
  };
}
