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
    ["nothing, for a list that is given one more", "const list = []; list.push(a); probe(list);", []],
    [
      "what a list was before it was cut",
      "let list = a.items; list = list.filter(x).slice(n); probe(list);",
      ["a.items"],
    ],
    [
      "what a promise is fulfilled with",
      "probe(await new Promise((resolve) => { if (a) resolve([]); else resolve(a.items); }));",
      ["a.items"],
    ],
    ["the text that is split", 'probe(a.text.split(","))', ["a.text"]],
    ["the text that is parsed", "probe(JSON.parse(a.text))", ["a.text"]],
    [
      "the list in whose loop another one is filled",
      "const list = []; for (const item of a.items) { for (const x of [1, 2]) list.push(item, x); } probe(list);",
      ["a.items"],
    ],
    [
      "the list in whose callback another one is filled",
      "const list = [b]; if (a) a.items.forEach((item) => { list.push(item); }); probe(list);",
      ["a.items"],
    ],
    [
      "the list whose parts another one is filled with",
      "const list = []; for (let i = 0; i < a.items.length; i += 25) list.push(a.items.slice(i, i + 25)); probe(list);",
      ["a.items"],
    ],
    [
      "a list that another one is filled with",
      "const list = []; list.push(...a.items); probe(list);",
      ["a.items"],
    ],
    [
      "a list that is filled until something ends it",
      "const list = []; while (a.next()) list.push(a); probe(list);",
      ["list"],
    ],
    [
      "a list that functions fill",
      "const list = []; function add(x) { list.push(x); } add(a); probe(list);",
      ["list"],
    ],
    [
      "a list that is handed on to what may fill it",
      "const list = []; list.push(a); fill(list); function fill(x) { x.push(1); } probe(list);",
      ["list"],
    ],
    [
      "a list that is filled by index",
      "const list = []; for (const x of [1]) list[x] = 1; probe(list);",
      ["list"],
    ],
    ["a list that is assigned later", "let list = []; list = a.items; probe(list);", ["list"]],
  ])("%s", (_name, code, expected) => {
    expect(sources(code)).toEqual(expected);
  });
});
