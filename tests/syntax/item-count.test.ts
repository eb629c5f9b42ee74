import { describe, expect, it } from "vitest";
import { countSources } from "../../src/syntax/item-count.js";
import { modelOf } from "../support/model-of.js";

const sources = (code: string): string[] => {
  const { lambda, probed, sourceCode } = modelOf(code);
  return countSources(lambda.syntax, probed)
    .map((node) => sourceCode.getText(node))
    .sort();
};

describe("what decides how many items a collection has", () => {
  it.each([
    ["nothing, for a literal", "probe([a, b])", []],
    ["nothing, for a mapped literal", "const list = [1, 2]; probe(list.map((n) => n * x));", []],
    ["nothing, for a range", "probe(Array.from({ length: 3 }));", []],
    ["nothing, for a static slice", "probe(a.items.slice(0, 10));", []],
    ["a spread", "probe([1, ...a.items])", ["a.items"]],
    ["the receiver", "probe(a.items.filter(Boolean).map(String).slice(n))", ["a.items"]],
    ["the object whose keys are listed", "probe(Object.entries(a.fields))", ["a.fields"]],
    ["the list awaited", "probe(await Promise.all(a.items.map(load)))", ["a.items"]],
    ["both of two lists", "probe(a.items.concat(b.items))", ["a.items", "b.items"]],
    ["either of two lists", "probe(x ? a.items : b.items ?? [])", ["a.items", "b.items"]],
    ["the list, not the key", "probe(a.lists[b.key])", ["a.lists"]],
    ["what a function of the file gives", "const f = (x) => [...new Set(x.ids)]; probe(f(a));", ["x.ids"]],
    ["what a generator of the file gives", "function* f() { yield* a.items; } probe(f());", ["a.items"]],
    ["the argument of the file's own call", "const f = (list) => probe(list); f([1, 2]);", []],
    ["a call of elsewhere", "probe(load(a))", ["load(a)"]],
    ["a list that grows", "const list = []; list.push(a); probe(list);", ["list"]],
    ["a list that is assigned later", "let list = []; list = a.items; probe(list);", ["list"]],
  ])("%s", (_name, code, expected) => {
    expect(sources(code)).toEqual(expected);
  });
});
