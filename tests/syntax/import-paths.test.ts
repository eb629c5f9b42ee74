import { describe, expect, it } from "vitest";
import { importPathsOf } from "../../src/syntax/import-paths.js";
import { modelOf } from "../support/model-of.js";

const pathsOf = (code: string): readonly string[] => {
  const { lambda, probed } = modelOf(code);
  return importPathsOf(probed, lambda.syntax).map(({ module, path }) => [module, ...path].join(" "));
};

describe("what of other modules an expression can be", () => {
  it.each([
    ["an import", "import { a } from './m'; probe(a.b);", ["./m a b"]],
    ["a method of an instance", "import { A } from './m'; const a = new A(); probe(a.b);", ["./m A new() b"]],
    ["what a function gives", "import { a } from './m'; const b = a(); probe(b.c);", ["./m a () c"]],
    [
      "taken off what a function gives",
      "import { a } from './m'; const { b } = a(); probe(b.c);",
      ["./m a () b c"],
    ],
    [
      "taken off under another name, and deeper",
      "import { a } from './m'; const f = async () => { const { b: { c: d } } = await a(); probe(d.e); };",
      ["./m a () b c e"],
    ],
    ["taken off an instance", "import { A } from './m'; const { b } = new A(); probe(b);", ["./m A new() b"]],
    [
      "taken off a parameter of a function that is given something",
      "import type { A } from './m'; (a: A) => { const { b } = a; probe(b.c); };",
      ["./m A new() b c"],
    ],
    ["taken off what is no import", "const { b } = a(); probe(b.c);", []],
    [
      "the rest of what a function gives",
      "import { a } from './m'; const { b, ...c } = a(); probe(c.d);",
      [],
    ],
    ["an item of a list", "import { a } from './m'; for (const b of a) probe(b.c);", ["./m a [] c"]],
    [
      "an item in a callback",
      "import { a } from './m'; a.forEach((b) => { probe(b.c()); });",
      ["./m a [] c ()"],
    ],
    ["the index of an item", "import { a } from './m'; a.forEach((b, c) => { probe(c); });", []],
    ["what a list is reduced to", "import { a } from './m'; a.reduce((b) => { probe(b.c); });", []],
    ["one of two", "import { a, b } from './m'; const c = x ? a : b; probe(c.d);", ["./m a d", "./m b d"]],
    [
      "an inherited method",
      "import { A } from './m'; class B extends A {} probe(new B().c);",
      ["./m A new() c"],
    ],
    [
      "a declared field",
      "import type { A } from './m'; class B { a: A; run() { probe(this.a.b); } }",
      ["./m A new() b"],
    ],
    ["what a container gives", "import { A } from './m'; probe(box.get(A).b);", ["./m A new() b"]],
    [
      "a declared result",
      "import type { a } from './m'; (b: ReturnType<typeof a>) => probe(b.c);",
      ["./m a () c"],
    ],
    [
      "a type of the file that is named so",
      "import type { a } from './m'; interface ReturnType<T> { c: T } (b: ReturnType<typeof a>) => probe(b.c);",
      [],
    ],
    ["an imported type", "import type { A } from './m'; probe(A.b);", []],
  ])("%s", (_name, code, paths) => {
    expect(pathsOf(code)).toEqual(paths);
  });

  it("through variables that are given parts of each other, each looked into once", () => {
    const steps = Array.from({ length: 60 }, (_, n) => `s = x ? s.a${String(n)} : s.b${String(n)}();`);
    expect(pathsOf(`import { a } from './m'; let s = a; ${steps.join(" ")} probe(s.end);`)).toContain(
      "./m a end",
    );
  });
});
