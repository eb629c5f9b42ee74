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
  it("as a member of what a container of dependencies gives", () => {
    const code = "class Orders { save() { return 1; } } probe";
    expect(valuesOf(`${code}(container.resolve(Orders).save);`)).toEqual(["() { return 1; }"]);
    expect(valuesOf(`${code}(container.resolve(Orders, 1).save);`)).toEqual([
      "container.resolve(Orders, 1).save",
    ]);
    expect(valuesOf(`${code}(container.find(Orders).save);`)).toEqual(["container.find(Orders).save"]);
  });
  it("as what a getter gives", () => {
    const code =
      "class Orders { get save() { return () => 1; } set load(value) {} get own() { return this.own; } }";
    expect(valuesOf(`${code} probe(new Orders().save);`)).toEqual(["() => 1"]);
    expect(valuesOf(`${code} probe(new Orders().load);`)).toEqual(["new Orders().load"]);
    expect(valuesOf(`${code} probe(new Orders().own);`)).toEqual(["this.own"]);
    expect(valuesOf("const orders = { get save() { return 2; } }; probe(orders.save);")).toEqual(["2"]);
  });
  it("as none of its named members where a symbol names it", () => {
    const code =
      "const TABLE = Symbol('table'); class Orders { get table() { return this[TABLE]; } save() {} }";
    expect(valuesOf(`${code} probe(new Orders().table);`)).toEqual(["this[TABLE]"]);
    const registered = code.replace("Symbol('table')", "Symbol.for('table')");
    expect(valuesOf(`${registered} probe(new Orders().table);`)).toEqual(["this[TABLE]"]);
    const named = code.replace("Symbol('table')", "pick('table')");
    expect(valuesOf(`${named} probe(new Orders().table);`)).toEqual(["() {}"]);
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
  it.each<[string, string, readonly string[]]>([
    ["map", "const steps = [() => 1, () => 2]; steps.map((step) => probe(step));", ["() => 1", "() => 2"]],
    [
      "functions that another list was mapped to",
      "const steps = ids.map((id) => () => id); steps.map((step) => probe(step));",
      ["() => id"],
    ],
    [
      "a part of such a list",
      "const steps = ids.map((id) => { return async () => id; }); while (steps.length) steps.splice(0, 5).map((step) => probe(step));",
      ["async () => id"],
    ],
    [
      "such a list in a loop of a function that takes it",
      "const run = (list) => { for (const step of list) probe(step); }; run(ids.map((id) => () => id));",
      ["() => id"],
    ],
    [
      "objects that another list was mapped to",
      "const steps = ids.map((id) => new Map(id)); steps.forEach((step) => probe(step));",
      ["new Map(id)"],
    ],
    [
      "what may be a function",
      "const steps = ids.map((id) => (id ? () => id : id)); steps.forEach((step) => probe(step));",
      ["step"],
    ],
    [
      "a list that becomes a part of itself, in several ways",
      `class Cart { constructor(state) { this.state = state; }
        drop(id) { this.state.lines = this.state.lines.filter((line) => line.id !== id); }
        cut(at) { this.state.lines = this.state.lines.slice(at); }
        order() { this.state.lines = this.state.lines.sort(); }
        first() { this.state.lines = this.state.lines.splice(0, 1); }
        all() { return this.state.lines.map((line) => probe(line)); } }
      new Cart({ lines: [() => 1] });`,
      ["() => 1"],
    ],
    ["reduce", "[() => 1].reduce((value, step) => probe(step), 0);", ["() => 1"]],
    ["reduce, its first parameter", "[() => 1].reduce((value, step) => probe(value), 0);", ["value"]],
    ["map, the index", "[() => 1].map((step, index) => probe(index));", ["index"]],
    ["map of a list that is not seen", "list.map((step) => probe(step));", ["step"]],
    ["a function that is not the first argument", "[() => 1].with(0, (step) => probe(step));", ["step"]],
    ["another method", "[() => 1].each((step) => probe(step));", ["step"]],
  ])("as the items that a list gives a function: %s", (_name, code, expected) => {
    expect(valuesOf(code)).toEqual(expected);
  });
  it.each<[string, string, readonly string[]]>([
    ["a call", "const f = (a, b) => probe(b); f(1, () => 2);", ["() => 2"]],
    ["call", "const f = (a, b) => probe(b); f.call(self, 1, () => 2);", ["() => 2"]],
    ["call with a list", "const f = (a, b) => probe(a); f.call(...list, () => 2);", ["a"]],
    ["apply", "const f = (a, b) => probe(b); f.apply(self, [1, () => 2]);", ["b"]],
    [
      "bind, of what it was given",
      "const f = (a, b) => probe(a); const g = f.bind(self, () => 1); g(() => 2);",
      ["() => 1"],
    ],
    [
      "bind, of what comes behind that",
      "const f = (a, b) => probe(b); const g = f.bind(self, () => 1); g(() => 2);",
      ["() => 2"],
    ],
    [
      "bind without arguments",
      "const f = (a, b) => probe(a); const g = f.bind(self); g(() => 2);",
      ["() => 2"],
    ],
    [
      "a name that has something else than what bind gave, later",
      "const f = (a, b) => probe(a); let g = f.bind(self, () => 1); g = f; g(() => 2);",
      ["() => 2"],
    ],
    ["bind in place", "const f = (a, b) => probe(b); f.bind(self, 1)(() => 2);", ["() => 2"]],
    [
      "bind before the rest",
      "const f = (...all) => probe(all[1]); const g = f.bind(self, () => 1); g(() => 2);",
      ["() => 2"],
    ],
  ])("as the parameter of a function that is called by %s", (_, code, expected) => {
    expect(valuesOf(code)).toEqual(expected);
  });
  it("as a member of one of the objects that are put together", () => {
    const code = "const api = Object.assign({ a: () => 1 }, { b: () => 2 });";
    expect(valuesOf(`${code} probe(api.b);`)).toEqual(["() => 2"]);
    expect(valuesOf(`const Object = {}; ${code} probe(api.b);`)).toEqual(["api.b"]);
  });
  it.each<[string, string, readonly string[]]>([
    ["exports", "exports.save = () => 1; probe(exports.save);", ["() => 1"]],
    ["module.exports", "module.exports.save = () => 1; probe(exports.save);", ["() => 1"]],
    [
      "a name of module.exports",
      "const own = module.exports; exports.save = () => 1; probe(own.save);",
      ["() => 1"],
    ],
    [
      "what is written by a name of exports",
      "const own = (module.exports = {}); own.save = () => 1; probe(exports.save);",
      ["() => 1"],
    ],
    ["a name of another object", "const own = other; exports.save = () => 1; probe(own.save);", ["own.save"]],
    ["another object", "other.save = () => 1; probe(exports.save);", ["exports.save"]],
    [
      "what the file calls so",
      "const exports = other; exports.save = () => 1; probe(module.exports.save);",
      ["module.exports.save"],
    ],
  ])("as what the file puts on its exports: %s", (_name, code, expected) => {
    expect(valuesOf(code)).toEqual(expected);
  });
  it("as what calls give for the rest of the parameters", () => {
    const compose =
      "const compose = (first, ...steps) => (x) => steps.reduce((value, step) => probe(step), x);";
    expect(valuesOf(`${compose} compose(0, () => 1, () => 2);`)).toEqual(["() => 1", "() => 2"]);
    expect(valuesOf(`${compose} compose(0, ...others);`)).toEqual(["step"]);
    const pick = "const pick = (...all) => probe(all[1]);";
    expect(valuesOf(`${pick} pick(() => 1, () => 2);`)).toEqual(["() => 2"]);
    expect(valuesOf("const f = (...all) => probe(all.length); f(() => 1);")).toEqual(["all.length"]);
  });
  it("as the methods of classes below one that calls its own", () => {
    const base = "class Job { run() { return probe(this.work); } work() { return 1; } }";
    const own = "work() { return 1; }".replace("work", "");
    expect(valuesOf(base)).toEqual([own]);
    expect(valuesOf(`${base} class Export extends Job { work() { return 2; } }`)).toEqual([
      own,
      "() { return 2; }",
    ]);
    const below = "class Export extends Job {} class Csv extends Export { work() { return 3; } }";
    expect(valuesOf(`${base} ${below}`)).toEqual([own, "() { return 3; }"]);
    expect(valuesOf(`${base} class Export extends Job { static work() { return 2; } }`)).toEqual([own]);
    expect(valuesOf(`${base} class Other { work() { return 2; } }`)).toEqual([own]);
    const siblings =
      "class A extends Job { work() { return 2; } } class B extends Job { work() { return 3; } }";
    expect(valuesOf(`${base} ${siblings}`)).toEqual([own]);
  });
  it("but not what an operator adds to", () => {
    expect(valuesOf("const state = load(); state.at += 1; probe(state.at);")).toEqual(["state.at += 1"]);
    expect(valuesOf("let at = 2; at += 1; probe(at);")).toEqual(["2", "at += 1"]);
    expect(valuesOf("let at; at ??= 1; probe(at);")).toEqual(["1"]);
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
