type Values = Map<object, object>;

/** One symbol for all: an object that had one for each value would be slow to read, a syntax tree above all. */
const VALUES = Symbol("eslint-plugin-aws-lambda");
const valuesOfSealed = new WeakMap<object, Values>();

/**
 * Computes a value once for each object, and keeps it with the object itself, so that it goes when the object goes. Linting
 * runs spent less time on garbage collection so than with WeakMaps; an object that takes no property has one.
 */
export function oncePer<Key extends object, Value extends object, Rest extends readonly [unknown?]>(
  compute: (key: Key, ...rest: Rest) => Value,
): (key: Key, ...rest: Rest) => Value {
  const computeWith = compute as unknown as (key: Key, argument: Rest[0]) => Value;
  // One argument and no list of them: this is asked hundreds of times for a file.
  const get = (key: Key, argument: Rest[0]): Value => {
    const values = (key as { [VALUES]?: Values })[VALUES] ?? addValues(key);
    let value = values.get(compute) as Value | undefined;
    if (value === undefined) {
      value = computeWith(key, argument);
      values.set(compute, value);
    }
    return value;
  };
  return get as unknown as (key: Key, ...rest: Rest) => Value;
}

function addValues(key: object): Values {
  const known = valuesOfSealed.get(key);
  if (known !== undefined) return known;
  const values: Values = new Map();
  if (Object.isExtensible(key)) (key as { [VALUES]?: Values })[VALUES] = values;
  else valuesOfSealed.set(key, values);
  return values;
}
