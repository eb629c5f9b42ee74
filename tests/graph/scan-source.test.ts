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
    ['f(); function f() { require("a") }', true],
    ['[1].forEach(() => require("a"))', true],
    ['use(() => require("a"))', true],
    ['const f = () => require("a")', false],
    ['const f = () => { if (a) require("a") }', false],
    ["const f = (name) => require(name)", true],
  ])("knows whether tokens are enough for %s", (text, isAmbiguous) => {
    expect(scan(text).isAmbiguous).toBe(isAmbiguous);
  });

  it("counts tokens and functions, those at the top level apart", () => {
    const { facts } = scan("a(1); function f() { return 2 } (() => { b() })()");
    expect(facts).toMatchObject({ bytes: 49, functions: 2 });
    expect(facts.tokens).toBe(25);
    expect(facts.initTokens).toBe(facts.tokens - "function f ( ) { return 2 }".split(" ").length);
  });

  describe("what runs at init", () => {
    const declared = (text: string) => scan(text).facts.initDeclarations;
    const body = "{ const a = 1; }";

    it.each([
      ["a function that nobody calls", `function f() ${body}`],
      ["a function that only another one calls", `function g() { f(); } function f() ${body}`],
      ["a method of the same name as a call", `class A { f() ${body} } f();`],
      ["a method of an object of the same name as a call", `x = { f() ${body} }; f();`],
      ["a call of a member of the same name", `function f() ${body} x.f();`],
      ["an async arrow function beside another one", `async () => ${body}; async () => 1;`],
      ["a function in another scope", `function g() { function f() ${body} } f();`],
      [
        "a function that one of the same name hides",
        `(() => { f(); function f() {} })(); function f() ${body}`,
      ],
      ["a function in an object with other keys", `all = { a: () => ${body}, b: { c: 28 } };`],
      ["a function handed to a method that may keep it", `x.on("a", () => ${body});`],
      ["a function in a function handed to a call", `use(() => { x = () => ${body}; });`],
      ["a wrapped method that nobody calls", `a = wrap({ f() ${body} });`],
      ["a wrapped method, where a member of the variable is called", `a = wrap({ f() ${body} }); a.f();`],
    ])("is not %s", (_, text) => {
      expect(declared(text)).toBe(0);
    });

    it.each([
      ["what stands outside", "let a = 1;"],
      ["a function that is called where it stands", `(function () ${body})();`],
      ["a declared function that is called", `f(); function f() ${body}`],
      ["a function that is called by one that is called", `g(); function g() { f(); } function f() ${body}`],
      ["an assigned function expression, whatever its own name", `f = function g() ${body}; f();`],
      ["one in parentheses", `f = (function g() ${body}); f();`],
      ["an arrow function", `f = (a, b) => ${body}; f();`],
      [
        "the factory of a universal module",
        `(function (root, factory) { factory(); })(this, function () ${body});`,
      ],
      ["a module of a bundler's object", `all = { 28: (m) => ${body} };`],
      ["a module of a bundler's object, as a method", `all = { a: 1, 28(m) ${body} };`],
      ["a module of a bundler's object, by its path", `all = { "./a.js": function (m) ${body} };`],
      ["a module of a bundler's object, in an array", `all = { 1: [function (m) ${body}, {}] };`],
      ["a function handed to a called function", `define("a", [], () => ${body});`],
      ["a function handed to a method that calls it", `[1].forEach((a) => ${body});`],
      ["a method of a module that a bundler has wrapped", `a = wrap({ "a.js"(exports) ${body} }); a();`],
      ["an arrow function that the called variable got wrapped", `a = lazy(() => ${body}); a();`],
      ["a function expression that it got wrapped", `a = once(function () ${body}); a();`],
    ])("is %s", (_, text) => {
      expect(declared(text)).toBe(1);
    });

    it.each([
      ["the head of a function", "function f(a, b = [1, 2]) { }", 0],
      ["the head of a function expression", "a = function f(b, c) { };", 3],
      ["the head of an arrow function", "a = (b, c) => { };", 3],
      ["the head of a method", "class A { f(a, b) { } }", 4],
      ["the name of a method in quotes", 'a = { "f g"(b) { } };', 5],
    ])("leaves out %s", (_, text, tokens) => {
      expect(scan(text).facts.initTokens).toBe(tokens);
    });

    it.each([
      ["a function", "function f(a = g()) { }"],
      ["an arrow function", "x = (a = g()) => { };"],
      ["a method", "class A { f(a = g()) { } }"],
    ])("does not take a call among the parameters of %s for one at init", (_, text) => {
      const { facts } = scan(`${text} function g() { let b = 1; }`);
      expect(facts).toMatchObject({ initCalls: 0, initDeclarations: 0 });
      expect(scan(`${text} function g() { let b = 1; } g();`).facts.initCalls).toBe(1);
    });

    it("takes no method for a call", () => {
      expect(scan('a = { b(c) { }, async d() { }, "e"() { } }; class F { g() { } }').facts.initCalls).toBe(0);
    });

    it("counts the functions that it creates, not those inside of functions that nobody calls", () => {
      const { initFunctions } = scan(
        "a(); function a() { return () => 1; } class B { c() { () => 2; } }",
      ).facts;
      expect(initFunctions).toBe(3);
    });

    it("counts the files that it reads", () => {
      const { initFileReads } = scan(
        "fs.readFileSync('a'); readdirSync ('b'); x = fs.readFileSync; function c() { fs.readFileSync('d'); }",
      ).facts;
      expect(initFileReads).toBe(2);
    });

    it("follows long chains of calls, in any order", () => {
      const names = Array.from({ length: 5000 }, (_, index) => `f${index}`);
      const chain = names.map((name, index) => `function ${name}() { var a; f${index + 1}(); }`);
      expect(declared([...chain.toReversed(), "f0();"].join("\n"))).toBe(5000);
    });

    it("takes no time for functions in functions, however deep", () => {
      const depth = 20_000;
      expect(scan("function f() { g(); ".repeat(depth) + "}".repeat(depth) + "f();").facts.functions).toBe(
        depth,
      );
    });

    it("counts properties and statements, not those of functions that nobody calls", () => {
      const { initProperties, initStatements } = scan(
        "a = { b: { c: 1 } }; d(); function f() { return { e: 1 }; }",
      ).facts;
      expect([initProperties, initStatements]).toEqual([2, 2]);
    });

    it.each([
      [
        "the factory of a UMD module, in parentheses of its own",
        `(function (g, f) { g.a = f(); })(this, (function () ${body}));`,
      ],
      ["the modules that a loader gets in an array", `(function (m) { m[0](); })([function () ${body}]);`],
      [
        "the modules that a loader gets in an object",
        `(function (m) { m[1][0](); })({ 1: [function () ${body}, {}] });`,
      ],
      [
        "what a function of the text calls that gets it",
        `function once(run) { run(); } once(() => ${body});`,
      ],
      ["what a function of elsewhere gets", `once(() => ${body});`],
    ])("counts %s", (_, text) => {
      expect(declared(text)).toBe(1);
    });

    it.each([
      [
        "what a function of the text only keeps",
        `function define(init) { kept = init; } define(() => ${body});`,
      ],
      ["what a function of the text wraps", `function wrap(f) { return () => f(); } wrap(() => ${body});`],
      ["a function in an object literal that any other call gets", `define({ run: () => ${body} });`],
    ])("does not count %s", (_, text) => {
      expect(declared(text)).toBe(0);
    });

    it("reads globals in functions that are called by name, not in those that are only handed on", () => {
      expect(scan("check(); function check() { new Response(); }").facts.webGlobals).toEqual(["Response"]);
      expect(scan("register(() => new Response());").facts.webGlobals).toBeUndefined();
      expect(scan("function check() { new Response(); }").facts.webGlobals).toBeUndefined();
    });

    it.each([
      [
        "a member of the global object that the text declares too",
        "const { Headers } = require('a'); globalThis.Headers;",
        ["Headers"],
      ],
      [
        "a member of what programs call the global object",
        "var Response = 1; x(utils.global.Response, globalObject.Request);",
        ["Response", "Request"],
      ],
      [
        "what is taken out of the global object",
        "const { crypto, File, FormData: Form } = globalThis;",
        ["crypto", "FormData"],
      ],
      ["crypto where its type is asked for", "if (typeof crypto !== 'undefined') a();", ["crypto"]],
      ["webcrypto of Node's crypto", 'const { subtle } = require("crypto").webcrypto;', ["crypto"]],
      ["webcrypto that is asked for first", 'a = "webcrypto" in nc ? nc.webcrypto : b;', ["crypto"]],
      [
        "a global in the factory of a universal module",
        "(function (root, factory) { factory(); })(this, () => new Response());",
        ["Response"],
      ],
    ])("reads %s", (_, text, names) => {
      expect(scan(text).facts.webGlobals).toEqual(names);
    });

    it.each([
      ["new Intl.DateTimeFormat('en')", ["Intl"]],
      ["globalThis.Intl.NumberFormat('en').format(1)", ["Intl"]],
      ["Intl.supportedValuesOf('currency')", ["Intl"]],
      ["typeof Intl !== 'undefined' && Intl.DateTimeFormat", undefined],
      ["new Intl.Locale('en')", undefined],
      ["const { DateTimeFormat } = Intl", undefined],
    ])("tells of %s whether it loads ICU's data", (text, names) => {
      expect(scan(text).facts.webGlobals).toEqual(names);
    });

    it.each([
      ["a member that is assigned", "globalThis.Response = class {};"],
      ["webcrypto that is assigned", "crypto.webcrypto = {};"],
      ["what another runtime does", "a = isBun ? new Headers() : b;"],
      ["what may not be asked", "a = b && typeof crypto !== 'undefined';"],
      ["a function that a loader of modules knows by its number", "a = { 404: () => new Response() };"],
      ["a variable called crypto", "const crypto = require('crypto'); crypto.randomUUID();"],
      ["a parameter's member of the same name", "x(options.Response);"],
    ])("does not take %s for a global", (_, text) => {
      expect(scan(text).facts.webGlobals).toBeUndefined();
    });
  });

  it("takes a variable in a list of variables for declared", () => {
    expect(scan("var a, Response, init; typeof Response;").facts.webGlobals).toBeUndefined();
  });

  it.each(["", "}", ")))", "`${", "/*", "'", "class", "({[", "import", "function (", "\0\0", "\uD800"])(
    "survives %j",
    (text) => {
      expect(scan(text).loads).toEqual([]);
    },
  );
});
