import { describe, expect, it } from "vitest";
import { declaredNameOf } from "../../src/syntax/declared-types.js";
import { modelOf } from "../support/model-of.js";

const typeOf = (code: string): string | undefined => {
  const { lambda, probed, sourceCode } = modelOf(code);
  const type = declaredNameOf(probed, lambda.syntax);
  return type && sourceCode.getText(type);
};

describe("the type that something is declared with", () => {
  it.each([
    ["a variable", "let store: Store; probe(store);", "Store"],
    ["a parameter", "(store: Store) => probe(store);", "Store"],
    ["a parameter with a default", "(store: Store = make()) => probe(store);", "Store"],
    ["a name of a namespace", "(store: stores.Store) => probe(store);", "stores.Store"],
    ["what may be undefined", "(store: Store | null | undefined) => probe(store);", "Store"],
    ["an alias of the file", "type Kept = Readonly<Store>; (store: Kept) => probe(store);", "Store"],
    ["a part of a parameter", "({ store: s }: { store: Store }) => probe(s);", "Store"],
    [
      "a part of a part",
      "interface Deps { stores: { main: Store } } ({ stores: { main } }: Deps) => probe(main);",
      "Store",
    ],
    ["a member", "interface Deps { store: Store } (deps: Deps) => probe(deps.store);", "Store"],
    ["a part of a variable", "let deps: { store: Store }; const { store } = deps; probe(store);", "Store"],
    ["a field", "class A { store?: Store; run() { probe(this.store!); } }", "Store"],
    ["a static field", "class A { static store: Store; static run() { probe(this.store); } }", "Store"],
    [
      "a parameter property",
      "class A { constructor(private s: Store) {} run() { probe(this.s); } }",
      "Store",
    ],
    [
      "a field of the class above",
      "class B { protected store: Store; } class A extends B { run() { probe(this.store); } }",
      "Store",
    ],
    [
      "a part of an object that is spread",
      "(o: { s: Store }) => { const all = { ...d, ...o }; probe(all.s); }",
      "Store",
    ],
    ["a member of an object", "(s: Store) => { const all = { s }; probe(all.s); }", "Store"],
    ["what a map holds", "(stores: Map<string, Store>) => probe(stores.get(a));", "Store"],
    [
      "what a map without a declaration holds",
      "const stores = new Map<string, Store>(); probe(stores.get(a)!);",
      "Store",
    ],
    ["what a record holds", "(stores: Record<string, Store>) => probe(stores[name]);", "Store"],
    [
      "each of a list",
      "(stores: readonly Store[]) => { for (const store of stores) probe(store); };",
      "Store",
    ],
    [
      "what a function gives",
      "function make(): Promise<Store> { return given(); } async () => { const s = await make(); probe(s); };",
      "Store",
    ],
    ["a part of this", "class A { s: Store; run() { const { s } = this; probe(s); } }", "Store"],
    ["a member of a field", "class A { deps: { s: Store }; run() { probe(this.deps.s); } }", "Store"],
  ])("%s", (_name, code, type) => {
    expect(typeOf(code)).toBe(type);
  });

  it.each([
    ["without a declaration", "(store) => probe(store);"],
    ["what another map holds", "class Map<K, V> {} (stores: Map<string, Store>) => probe(stores.get(a));"],
    ["a choice", "(store: Store | Cache) => probe(store);"],
    ["a list", "(stores: Store[]) => probe(stores);"],
    ["a type with a body", "(store: { save(): void }) => probe(store);"],
    ["the rest of an object", "({ a, ...rest }: { a: Store; b: Store }) => probe(rest);"],
    ["an instance's field in a static method", "class A { s: Store; static run() { probe(this.s); } }"],
    ["a field of another object", "class A { s: Store; run() { return { go() { probe(this.s); } }; } }"],
    ["types in a circle", "type A = B; type B = A; (a: A) => probe(a);"],
    ["classes in a circle", "class A extends B { run() { probe(this.s); } } class B extends A {}"],
  ])("nothing for %s", (_name, code) => {
    expect(typeOf(code)).toBeUndefined();
  });
});
