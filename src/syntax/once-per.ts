/**
 * Computes a value once for each object, and keeps it on the object itself, under a symbol of its own: it goes when the
 * object goes. A WeakMap would say the same, but its entries keep what they hold alive for longer, and copying syntax
 * trees and models about is most of what a linting process spends on memory. Objects that take no property get one.
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
