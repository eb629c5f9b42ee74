import { describe, expect, it } from "vitest";
import { collectModuleLoads } from "../../src/syntax/module-loads.js";
import { modelOf } from "../support/model-of.js";

function loadsOf(code: string, filename = "src/handler.ts") {
  const { facts } = modelOf(code, { filename }).lambda.syntax;
  return collectModuleLoads(facts, filename.endsWith("ts"));
}

const namesOf = (code: string, filename?: string) =>
  loadsOf(code, filename).flatMap(({ bindings }) =>
    bindings.map(({ variable: { name }, path }) => [name, path.join(".")]),
  );

describe("spellings", () => {
  it.each<[string, string, string, Record<string, string>]>([
    ["named", 'import { a, b as c } from "x"; a; c;', "import", { a: "a", c: "b" }],
    ["default", 'import a from "x"; a;', "import", { a: "default" }],
    ["named default", 'import { default as a } from "x"; a;', "import", { a: "default" }],
    ["string name", 'import { "a-b" as c } from "x"; c;', "import", { c: "a-b" }],
    ["namespace", 'import * as a from "x"; a;', "import", { a: "" }],
    ["default and named", 'import a, { b } from "x"; a; b;', "import", { a: "default", b: "b" }],
    ["import equals", 'import a = require("x"); a;', "import-equals", { a: "" }],
    ["require", 'const a = require("x");', "require", { a: "" }],
    ["destructured require", 'const { a, b: c } = require("x");', "require", { a: "a", c: "b" }],
    ["member of require", 'const a = require("x").b;', "require", { a: "b" }],
    ["default of require", 'const a = require("x").default;', "require", { a: "default" }],
    ["cast require", 'const a = require("x") as typeof X;', "require", { a: "" }],
    ["require in a template", "const a = require(`x`);", "require", { a: "" }],
    ["require in a try block", 'let b; try { const a = require("x"); } catch {}', "require", { a: "" }],
    ["compiled default", 'const a = __importDefault(require("x"));', "require", { a: "" }],
    ["compiled namespace", 'const a = tslib.__importStar(require("x"));', "require", { a: "" }],
    ["dynamic", 'const { a } = await import("x");', "dynamic", { a: "a" }],
    ["re-export", 'export { a } from "x";', "export-from", {}],
    ["re-export of all", 'export * from "x";', "export-from", {}],
    ["re-export as a namespace", 'export * as a from "x";', "export-from", {}],
  ])("%s", (_, code, kind, names) => {
    const loads = loadsOf(code);
    expect(loads).toMatchObject([{ module: "x", kind }]);
    expect(Object.fromEntries(namesOf(code))).toEqual(names);
  });

  it("keeps what no path leads to apart", () => {
    expect(namesOf('const { a, ...rest } = require("x");')).toEqual([
      ["a", "a"],
      ["rest", "*"],
    ]);
  });

  it("lists them in source order", () => {
    const code = 'const a = require("a"); import b from "b"; export * from "c"; const d = require("d"); b;';
    expect(loadsOf(code).map(({ module }) => module)).toEqual(["a", "b", "c", "d"]);
  });
});

describe("what is no load of the file", () => {
  it.each<[string, string]>([
    ["a require in a function", 'const load = () => require("x");'],
    ["a require on a condition", 'const a = process.env.A ? require("x") : undefined;'],
    ["a require on a condition", 'if (process.env.A) require("x");'],
    ["a require of its own", 'const require = (name) => name; require("x");'],
    ["require.resolve", 'require.resolve("x");'],
    ["a computed name", "require(process.env.X); await import(name);"],
    ["an import in a function", 'const load = async () => await import("x");'],
    ["a type import", 'import type { A } from "x"; import type B from "x"; import type * as C from "x";'],
    ["names imported as types", 'import { type A, type B } from "x"; let a: A;'],
    ["a type re-export", 'export type { A } from "x"; export type * from "x"; export { type B } from "x";'],
    ["an import-equals of types", 'import type A = require("x");'],
  ])("%s", (_, code) => {
    expect(loadsOf(code)).toEqual([]);
  });
});

describe("what TypeScript leaves out", () => {
  it.each<[string, string]>([
    ["an unused import", 'import { a } from "x";'],
    ["an unused import-equals", 'import a = require("x");'],
    ["a type annotation", 'import { A } from "x"; let a: A; function f(): A[] {}'],
    ["a namespace of types", 'import * as x from "x"; let a: x.A;'],
    ["a type query", 'import a, { b } from "x"; let c: typeof a; type B = typeof b.c;'],
    [
      "an interface and implements",
      'import { A } from "x"; interface B extends A {} class C implements A {}',
    ],
    [
      "a type argument and a cast",
      'import { A } from "x"; f<A>(); const a = b as A; const c = d satisfies A;',
    ],
    ["an exported type", 'import { A } from "x"; export type { A };'],
  ])("%s", (_, code) => {
    expect(loadsOf(code)).toEqual([]);
  });

  it.each<[string, string]>([
    ["a value", 'import { A } from "x"; new A();'],
    ["a value beside types", 'import { A, type B } from "x"; let b: B; const c: A = A;'],
    ["a super class", 'import { A } from "x"; class B extends A {}'],
    ["a decorator", 'import { a } from "x"; class B { @a() b() {} }'],
    ["typeof of a value", 'import a from "x"; if (typeof a === "string") b();'],
    ["an exported name", 'import { a } from "x"; export { a };'],
    ["its side effects", 'import "x";'],
  ])("but not %s", (_, code) => {
    expect(loadsOf(code)).toMatchObject([{ module: "x" }]);
  });

  it("leaves out nothing of JavaScript", () => {
    expect(loadsOf('import { a } from "x"; import b from "y";', "src/handler.mjs")).toHaveLength(2);
  });
});

describe("where a load is needed", () => {
  it.each<[string, string, object]>([
    ["side effects", 'import "x";', { isNeededAtOnce: true }],
    ["a bare require", 'require("x");', { isNeededAtOnce: true }],
    ["a called require", 'const a = require("x")(1);', { isNeededAtOnce: true }],
    ["an argument", 'use(require("x"));', { isNeededAtOnce: true }],
    ["a name", 'const a = require("x");', { isNeededAtOnce: false, isReexported: false }],
    ["a CommonJS re-export", 'exports.a = require("x").a;', { isNeededAtOnce: false, isReexported: true }],
    ["an exported name", 'import { a } from "x"; export { a as b }; a();', { isReexported: true }],
    ["an exported import-equals", 'export import a = require("x");', { isReexported: true }],
  ])("%s", (_, code, expected) => {
    expect(loadsOf(code)).toMatchObject([expected]);
  });

  it("tells values from types", () => {
    const [load] = loadsOf('import { A } from "x"; let a: A = new A(); let b: typeof A;');
    expect(load?.bindings).toMatchObject([{ values: { length: 1 }, types: { length: 2 } }]);
  });
});
