/**
 * Computes a value for an object, and keeps it until another object is asked for. The rules of a file run one after the
 * other, so the value of the file's syntax tree is computed once. A WeakMap would do the same, but each entry of one
 * costs the garbage collector more than the value took to compute.
 */
export function keepLast<Key extends object, Value, Rest extends readonly unknown[]>(
  compute: (key: Key, ...rest: Rest) => Value,
): (key: Key, ...rest: Rest) => Value {
  let last: { readonly key: Key; readonly value: Value } | undefined;
  return (key, ...rest) => {
    if (last?.key !== key) last = { key, value: compute(key, ...rest) };
    return last.value;
  };
}
