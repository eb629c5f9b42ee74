/** Where something is written. Lines and columns count from 1. */
export interface Place {
  /** Absolute. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Where it starts and ends in the file's text, as offsets of UTF-16 units: for squiggles and edits. Undefined where the reader does not know. */
  readonly range?: readonly [start: number, end: number] | undefined;
}

export function isSamePlace(one: Place | undefined, other: Place | undefined): boolean {
  return one?.file === other?.file && one?.line === other?.line && one?.column === other?.column;
}

/**
 * What a configuration says of one thing.
 *
 * - `known`: it is written there.
 * - `default`: nobody wrote it where it is used; `of` says whose default it is.
 * - `oneOf`: a condition or a map decides at deployment; every variant is listed. A finding needs all of them.
 * - `opaque`: something that is not evaluated. It never yields a finding.
 */
export type ConfigValue<T> =
  | { readonly k: "known"; readonly value: T; readonly place: Place }
  | { readonly k: "default"; readonly value: T; readonly of: string }
  | { readonly k: "oneOf"; readonly values: readonly { readonly value: T; readonly place: Place }[] }
  | { readonly k: "opaque"; readonly text: string; readonly place: Place };

/** Every value that it can have; undefined where that is not known. */
export function possibleValues<T>(value: ConfigValue<T> | undefined): readonly T[] | undefined {
  switch (value?.k) {
    case "known":
    case "default":
      return [value.value];
    case "oneOf":
      return value.values.map((variant) => variant.value);
    case "opaque":
    case undefined:
      return undefined;
  }
}

/** The value, where there is only one that it can have. */
export function onlyValue<T>(value: ConfigValue<T> | undefined): T | undefined {
  const values = possibleValues(value);
  const [first] = values ?? [];
  return values?.every((other) => other === first) === true ? first : undefined;
}
