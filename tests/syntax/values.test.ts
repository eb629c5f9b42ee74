import { describe, expect, it } from "vitest";
import { modelOf } from "../support/model-of.js";

const valuesOf = (code: string): string[] => {
  const { lambda, probed, sourceCode } = modelOf(code);
  return lambda.syntax.values.valuesOf(probed).map((value) => sourceCode.getText(value));
};

describe("what an expression can evaluate to", () => {
  it("through variables, conditions, members and calls of the file", () => {
    expect(valuesOf("const a = { b: [1, () => 2] }; const f = () => a; probe(x ? f().b : 3);")).toEqual([
      "[1, () => 2]",
      "3",
    ]);
  });
  it("in a namespace", () => {
    const code = `namespace Order { export const create = () => 1; const hidden = 2; export function add() {} export class Line {} }
      namespace Order.Part { export const a = 3; } declare namespace Other { const b: number; }`;
    expect(valuesOf(`${code} probe(Order.create);`)).toEqual(["() => 1"]);
    expect(valuesOf(`${code} probe(Order.add);`)).toEqual(["function add() {}"]);
    expect(valuesOf(`${code} probe(Order.hidden);`)).toEqual(["Order.hidden"]);
    expect(valuesOf(`${code} probe(Order.Line);`)).toEqual(["class Line {}"]);
  });
  it("with the elements of a list under their indices only", () => {
    expect(valuesOf("const list = [1, 2]; probe(list[0] ?? list.length);")).toEqual([
      "1",
      "2",
      "list.length",
    ]);
  });
  it("through the branches of a reducer that spread its state, each looked into once", () => {
    const branches = Array.from(
      { length: 40 },
      (_, step) => `if (s.x === ${String(step)}) return { ...s, b: ${String(step)} };`,
    );
    const code = `const next = (s) => { ${branches.join(" ")} return { ...s, c: 3 }; };
      let state = { a: () => 1 }; for (;;) { state = next(state); probe(state.a ?? state.c); }`;
    expect(valuesOf(code)).toEqual(["() => 1", "3"]);
  });
  it.each([
    ["an object spread into itself", "let s = { a: 1 }; s = { ...s, b: 2 }; probe(s.c);", "s.c"],
    ["an array spread into itself", "let s = [1]; s = [...s, 2]; probe(s[x]);", "1"],
    ["a class that extends itself", "class A extends A {} probe(new A().x);", "new A().x"],
    ["functions that return each other", "const f = () => g(); const g = () => f(); probe(f());", "f()"],
    [
      "a parameter that is handed round",
      "function f(x) { g(x); probe(x); } function g(x) { f(x); } f(1);",
      "1",
    ],
  ])("%s ends", (_name, code, expected) => {
    expect(valuesOf(code)).toContain(expected);
  });
});
