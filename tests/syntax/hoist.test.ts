import { describe, expect, it } from "vitest";
import { topLevelStatementOf } from "../../src/syntax/edits.js";
import { canMoveBefore, findDeclarationsToMove, isSameInEveryCall } from "../../src/syntax/hoist.js";
import { modelOf } from "../support/model-of.js";

function probe(code: string, filename?: string) {
  const { lambda, probed } = modelOf(code, filename === undefined ? {} : { filename });
  return { syntax: lambda.syntax, facts: lambda.syntax.facts, probed };
}

describe("canMoveBefore", () => {
  const canMove = (code: string, filename?: string): boolean => {
    const { facts, probed } = probe(code, filename);
    return canMoveBefore(probed, topLevelStatementOf(probed), facts);
  };
  it.each([
    ["a literal", "function f() { probe({ a: [1, `x`] }); }"],
    ["a global", "function f() { probe(process.env.A ?? Number('1')); }"],
    ["an import, wherever it stands", 'function f() { probe(new A(b)); } import { A, b } from "pkg";'],
    ["a constant above", "const a = 1; function f() { probe(a); }"],
    ["a function below that needs nothing", "function f() { probe(g()); } function g() { return 1; }"],
    [
      "a function below that needs what is above",
      "const a = 1; function f() { probe(g()); } function g() { return a; }",
    ],
    ["names of its own", "function f() { probe((x) => { const y = x; return y; }); }"],
    ["this of its own", "function f() { probe({ m() { return this; }, n: function () { return this; } }); }"],
    ["await of its own", "function f() { probe(async () => { await 1; }); }"],
    ["a type of the module", "type A = string; function f() { probe(1 as unknown as A); }"],
  ])("yes: %s", (_name, code) => {
    expect(canMove(code)).toBe(true);
  });
  it.each([
    ["a parameter", "function f(a) { probe(a); }"],
    ["a local constant", "function f() { const a = 1; probe(a); }"],
    ["a constant below", "function f() { probe(a); } const a = 1;"],
    ["a constant of the same statement", "const a = 1, f = () => probe(a);"],
    [
      "a function that needs what is below",
      "function f() { probe(g()); } function g() { return a; } const a = 1;",
    ],
    ["a class below", "function f() { probe(new A()); } class A {}"],
    ["a variable that functions write", "let a = 1; function f() { probe(a); } function g() { a = 2; }"],
    ["await", "async function f() { probe(await g()); } function g() {}"],
    ["yield", "function* f() { probe(yield 1); }"],
    ["this", "function f() { probe(this.a); }"],
    ["this in an arrow", "function f() { probe(() => this.a); }"],
    ["arguments", "function f() { probe(arguments[0]); }"],
    ["new.target", "function f() { probe(new.target); }"],
    ["a type parameter", "function f<T>() { probe(1 as T); }"],
    ["a type of the function", "function f() { type A = string; probe(1 as unknown as A); }"],
  ])("no: %s", (_name, code) => {
    expect(canMove(code)).toBe(false);
  });
  it("knows the module scope of CommonJS", () => {
    expect(canMove("const a = require('a'); exports.f = () => probe(a.b);", "src/file.cjs")).toBe(true);
    expect(canMove("exports.f = () => probe(a); const a = 1;", "src/file.cjs")).toBe(false);
  });
});

describe("findDeclarationsToMove", () => {
  /** The declared names, in the order in which they have to move; `give(…)` is as good at init. */
  const namesToMove = (body: string, rest = ""): string[] | undefined => {
    const { syntax } = probe(`async function f(event) {\n${body}\n}\n${rest}\nprobe(f);`);
    const fn = syntax.facts.functions.find(({ id }) => id?.name === "f")!;
    const statements = fn.body.type === "BlockStatement" ? fn.body.body : [];
    const declaration = statements.findLast((statement) => statement.type === "VariableDeclaration")!;
    const moved = findDeclarationsToMove(
      declaration,
      syntax,
      (call) => call.callee.type === "Identifier" && call.callee.name === "give",
    );
    return moved?.map(({ declarations }) => (declarations[0].id as { name: string }).name);
  };
  it.each([
    ["the declaration", "const c = make();", ["c"]],
    [
      "constants it is made of",
      "const a = 'a'; const b = process.env[a]; const c = make(b);",
      ["a", "b", "c"],
    ],
    ["each once", "const a = 1; const b = a; const c = make(a, b);", ["a", "b", "c"]],
    ["conversions", "const a = Number(process.env.A); const c = make(a);", ["a", "c"]],
    ["calls that are as good at init", "const a = give(load()); const c = make(a);", ["a", "c"]],
    ["objects that nothing changes", "const a = { b: 1 }; log(a.b); const c = give(a);", ["a", "c"]],
    ["constants that others read", "const a = 'a'; use(a); const c = make(a);", ["a", "c"]],
  ])("%s", (_name, body, names) => {
    expect(namesToMove(body)).toEqual(names);
  });
  it.each([
    ["a parameter", "const c = make(event);"],
    ["a constant made of a parameter", "const a = event.a; const c = make(a);"],
    ["a constant that a call makes", "const a = load(); const c = make(a);"],
    ["a destructured constant", "const { a } = process.env; const c = make(a);"],
    ["an object that is written", "const a = {}; a.b = 1; const c = make(a);"],
    ["an object that is deleted from", "const a = { b: 1 }; delete a.b; const c = make(a);"],
    ["a list that grows", "const a = []; a.push(1); const c = make(a);"],
    ["an object that is handed on", "const a = {}; fill(a); const c = make(a);"],
    ["a variable that is assigned", "let a = 1; a = 2; const c = make(a);"],
    ["two in one declaration", "const b = 1, c = make();"],
    ["a variable assigned again", "let c = make(); c = null;"],
    ["await", "const c = await make();"],
  ])("not %s", (_name, body) => {
    expect(namesToMove(body)).toBeUndefined();
  });
  it.each([
    ["in another function", "function g() { const c = 1; }"],
    ["as a global", "c();"],
    ["in module scope", "const c = 1;"],
    ["as a parameter", "function g(c) {}"],
  ])("not where the name is used %s", (_name, rest) => {
    expect(namesToMove("const c = make();", rest)).toBeUndefined();
  });
});

describe("isSameInEveryCall", () => {
  const isSame = (code: string): boolean => {
    const { facts, probed } = probe(code);
    return isSameInEveryCall(probed, facts);
  };
  it.each([
    ["what the module has", "const a = 1; function f() { probe(a); }"],
    ["what is awaited", "async function f() { const a = await load(); const { b } = a; probe(b); }"],
    ["a class that is loaded", 'async function f() { const { A } = await import("a"); probe(new A()); }'],
  ])("yes: %s", (_name, code) => {
    expect(isSame(code)).toBe(true);
  });
  it.each([
    ["a parameter", "function f(a) { probe(a); }"],
    ["a constant made of a parameter", "function f(a) { const b = a; probe(b); }"],
    ["a variable that changes", "function f() { let a = 1; a = 2; probe(a); }"],
    ["the item of a loop", "function f() { for (const a of [1, 2]) probe(a); }"],
    ["this", "class A { m() { probe(this.a); } }"],
    ["arguments", "function f() { probe(arguments[0]); }"],
    ["an error", "function f() { try { g(); } catch (error) { probe(error); } }"],
  ])("no: %s", (_name, code) => {
    expect(isSame(code)).toBe(false);
  });
});
