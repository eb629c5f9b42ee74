import { describe, expect, it } from "vitest";
import { scanSource } from "../../src/graph/scan/scan-source.js";
import type { SourceScan } from "../../src/graph/scan/source-scan.js";

function scan(text: string): SourceScan {
  return scanSource(Buffer.from(text));
}

function loadsOf(text: string): readonly string[] {
  return scan(text).loads.map(
    ({ kind, specifier, isTopLevel }) => `${isTopLevel ? "" : "lazy "}${kind} ${specifier}`,
  );
}

describe("scanSource", () => {
  it.each([
    [
      'import "a"; import b from "b"; import * as c from "c"; import { d as e } from "d";',
      ["a", "b", "c", "d"],
    ],
    ['export * from "a"; export { b } from "b"; export * as c from "c";', ["a", "b", "c"]],
    ['import data from "./a.json" with { type: "json" };', ["./a.json"]],
    ["import{a}from'a';import b,{c}from'b'", ["a", "b"]],
  ])("finds the imports of %s", (text, specifiers) => {
    expect(loadsOf(text)).toEqual(specifiers.map((specifier) => `import ${specifier}`));
    expect(scan(text).hasModuleSyntax).toBe(true);
  });

  it.each([
    ["regular expression", 'const a = /["\'`/[\\]"]/g; require("x")'],
    ["regular expression after a parenthesis", 'if (a) /"/.test(b); require("x")'],
    ["division", 'const a = b / 2; const c = ")" / d; require("x")'],
    ["division after an object", 'const a = ({} / 1) + "/"; require("x")'],
    ["postfix operator", 'a++ / 2; "/"; require("x")'],
    ["template", 'const a = `${b ? `"${c}` : "`"}`; require("x")'],
    ["comment", '/* require("no") */ // require("no")\nrequire("x")'],
    ["comment in a call", 'require(/* webpack */ "x")'],
    ["hashbang", '#!/usr/bin/env node "\nrequire("x")'],
    ["methods named like keywords", 'class A { import() {} delete() {} catch() {} } require("x")'],
    ["keys named like keywords", 'const a = { import: 1, require: 2, if: 3, function: 4 }; require("x")'],
    ["for await", 'async () => { for await (const a of b) {} }; require("x")'],
  ])("is not led astray by a %s", (_name, text) => {
    expect(loadsOf(text)).toEqual(["require x"]);
  });

  it.each([
    ['function f() { require("x") }', "lazy require x"],
    ['const f = () => require("x")\nconst g = 1', "lazy require x"],
    ['class A { m() { require("x") } }', "lazy require x"],
    ['(function () { require("x") })()', "require x"],
    ['(function () { require("x") }).call(this)', "require x"],
    ['!function () { require("x") }()', "require x"],
    ['(() => { require("x") })()', "require x"],
    ['(async () => require("x"))()', "require x"],
    ['class A { static { require("x") } }', "require x"],
    ['async () => { await import("x") }', "lazy dynamic-import x"],
  ])("tells whether %s loads at init", (text, load) => {
    expect(loadsOf(text)).toEqual([load]);
  });

  it("does not take names and texts for loads", () => {
    expect(loadsOf('a.require("x"); "import y"; b.import("z"); require.resolve("w")')).toEqual([]);
  });

  it.each([
    ['const a = require("a");', false],
    ['module.exports = { a: require("a"), b: __importDefault(require("b")) };', false],
    ['if (a) require("a");', true],
    ['const a = b && require("a");', true],
    ['const a = b ? require("a") : require("b");', true],
    ['try { require("a") } catch {}', true],
    ["require(name)", true],
    ["factory(require, exports)", true],
    ['const f = () => require("a")', true],
  ])("knows whether tokens are enough for %s", (text, isAmbiguous) => {
    expect(scan(text).isAmbiguous).toBe(isAmbiguous);
  });

  it("counts tokens and functions, those at the top level apart", () => {
    const { facts } = scan("a(1); function f() { return 2 } (() => { b() })()");
    expect(facts).toMatchObject({ bytes: 49, functions: 2 });
    expect(facts.tokens).toBe(25);
    expect(facts.topLevelTokens).toBe(facts.tokens - 3);
  });

  it.each(["", "}", ")))", "`${", "/*", "'", "class", "({[", "import", "function (", "\0\0", "\uD800"])(
    "survives %j",
    (text) => {
      expect(scan(text).loads).toEqual([]);
    },
  );
});
