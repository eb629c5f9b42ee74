import type { Place } from "./config-value.js";

export type Scalar = string | number | boolean | null;

/** A configuration file as a tree, whatever language it is written in. */
export type ConfigNode =
  | { readonly kind: "scalar"; readonly value: Scalar; readonly place: Place }
  | {
      readonly kind: "map";
      readonly entries: ReadonlyMap<string, ConfigNode>;
      /** Where each key stands. */
      readonly keys: ReadonlyMap<string, Place>;
      readonly place: Place;
    }
  | { readonly kind: "list"; readonly items: readonly ConfigNode[]; readonly place: Place }
  /** An intrinsic function of CloudFormation, by its long name: `Ref`, `Fn::Sub`. */
  | { readonly kind: "call"; readonly name: string; readonly argument: ConfigNode; readonly place: Place }
  /** What the reader does not evaluate. */
  | { readonly kind: "opaque"; readonly text: string; readonly place: Place };

/** The node below a path of keys; undefined where one is missing, or where a call stands in the way. */
export function nodeAt(node: ConfigNode | undefined, ...path: readonly string[]): ConfigNode | undefined {
  let current = node;
  for (const key of path) current = current?.kind === "map" ? current.entries.get(key) : undefined;
  return current;
}

/** Where the key of a map stands; the map itself, where it has no such key. */
export function placeOfKey(node: ConfigNode, key: string): Place {
  return (node.kind === "map" ? node.keys.get(key) : undefined) ?? node.place;
}

/** The entries of a map; none for anything else. */
export function entriesOf(node: ConfigNode | undefined): readonly (readonly [string, ConfigNode])[] {
  return node?.kind === "map" ? [...node.entries] : [];
}

/** The items of a list; none for anything else. */
export function itemsOf(node: ConfigNode | undefined): readonly ConfigNode[] {
  return node?.kind === "list" ? node.items : [];
}
