import { describe, expect, it } from "vitest";
import {
  type AnalyzedSource,
  analyzeSource,
  type SourceAnalysis,
} from "../../src/graph/evaluate/analyze-source.js";

function analyze(text: string, options: Partial<AnalyzedSource> = {}): SourceAnalysis | undefined {
  return analyzeSource({
    path: "/project/a.js",
    format: "commonjs",
    canResolve: () => true,
    pathOf: (specifier) => `/found/${specifier}`,
    findAddon: () => [],
    listFolder: () => undefined,
    names: [],
    ...options,
    text,
  });
}

function loadsOf(text: string, options: Partial<AnalyzedSource> = {}): readonly string[] | undefined {
  return analyze(text, options)?.init.loads.map(({ specifier }) => specifier);
}

describe("analyzeSource", () => {
  it.each<[string, string, readonly string[]]>([
    ["platform", 'process.platform === "win32" ? require("no") : require("yes")', ["yes"]],
    ["browser", 'typeof window === "undefined" ? require("yes") : require("no")', ["yes"]],
    [
      "property of another platform",
      'if (process.type === "renderer") require("no"); else require("yes")',
      ["yes"],
    ],
    ["environment", 'if (process.env.NODE_ENV === "production") require("no"); else require("yes")', ["yes"]],
    ["version", 'if (+process.versions.node.split(".")[0] > 12) require("yes"); else require("no")', ["yes"]],
    ["version by pattern", '/^v[0-6]\\./.test(process.version) ? require("no") : require("yes")', ["yes"]],
    ["feature of Node.js", 'require("stream").Readable ? require("yes") : require("no")', ["stream", "yes"]],
    [
      "switch",
      'switch (process.platform) { case "win32": require("no"); break; default: require("yes") }',
      ["yes"],
    ],
    ["global", 'globalThis.hasOwnProperty("Promise") ? require("yes") : require("no")', ["yes"]],
    ["global in", '"Promise" in global ? require("yes") : require("no")', ["yes"]],
    ["global that browsers have", '"document" in globalThis ? require("no") : require("yes")', ["yes"]],
    [
      "method of a global",
      'if (!Promise.hasOwnProperty("race")) require("no"); else require("yes")',
      ["yes"],
    ],
    ["method of the language", 'typeof Math.sign === "function" ? require("yes") : require("no")', ["yes"]],
    ["method of all texts", 'if (!String.prototype.padStart) require("no"); else require("yes")', ["yes"]],
    [
      "method that no text has",
      'typeof "a".contains === "function" ? require("no") : require("yes")',
      ["yes"],
    ],
    ["result of the language", 'Math.sign(-20) === -1 ? require("yes") : require("no")', ["yes"]],
    ["chance", 'Math.random() < 2 ? require("yes") : require("no")', ["yes", "no"]],
    [
      "method that the program adds",
      'Promise.eventually = () => {}; Promise.eventually ? require("yes") : require("no")',
      ["yes"],
    ],
    ["a promise", 'new Promise((go) => go()) ? require("yes") : require("no")', ["yes"]],
    [
      "C library",
      'const { familySync, MUSL } = require("detect-libc"); familySync() === MUSL ? require("no") : require("yes")',
      ["detect-libc", "yes"],
    ],
    [
      "C library by a file",
      'require("fs").readFileSync("/usr/bin/ldd", "utf8").includes("musl") ? require("no") : require("yes")',
      ["fs", "yes"],
    ],
    [
      "C library by a command",
      'require("child_process").execSync("ldd --version").includes("musl") ? require("no") : require("yes")',
      ["child_process", "yes"],
    ],
    [
      "C library by a report",
      'process.report.getReport().header.glibcVersionRuntime ? require("yes") : require("no")',
      ["yes"],
    ],
    ["nobody knows", 'unknown() ? require("a") : require("b")', ["a", "b"]],
    ["early return", 'function f() { if (typeof window === "undefined") return; require("no") } f()', []],
  ])("follows a condition: %s", (_name, text, loads) => {
    expect(loadsOf(text)).toEqual(loads);
  });

  it.each<[string, string, readonly string[]]>([
    ["one", 'if (f()) require("a")', ["a"]],
    ["one, and one that is known", 'if (f()) { if (process.platform === "linux") require("a") }', ["a"]],
    [
      "a chain, which is one decision",
      'if (f()) require("a"); else if (g()) require("b"); else require("c")',
      ["a", "b", "c"],
    ],
    ["one, in a callback for elements that nobody knows", 'f().map(() => g() && require("a"))', ["a"]],
    [
      "two, in a try",
      'if (f()) { try { switch (g()) { case 1: require("a"); break; case 2: require("b") } } catch {} }',
      ["a", "b"],
    ],
    ["two", 'if (f()) { if (g()) require("a") }', []],
    ["two, of different kinds", 'f() && (g() ? require("a") : require("b"))', []],
    [
      "two, one of them in a function",
      'function h() { if (g()) require("a"); require("b") } if (f()) h()',
      ["b"],
    ],
  ])("counts a load behind one condition that nobody knows, not behind two: %s", (_name, text, loads) => {
    expect(loadsOf(text)).toEqual(loads);
  });

  it.each<[string, string, readonly string[]]>([
    ["called at init", 'function f() { require("a") } f()', ["a"]],
    ["never called", 'function f() { require("a") }', []],
    ["called by a function that is called", 'const f = () => g(); const g = () => require("a"); f()', ["a"]],
    ["forEach over names", '["a", "b"].forEach((name) => require(`./${name}`))', ["./a", "./b"]],
    ["for over names", 'for (const name of ["a", "b"]) require("./" + name)', ["./a", "./b"]],
    ["constructor", 'class A { constructor() { require("a") } } new A()', ["a"]],
    [
      "constructor of the parent",
      'class A { constructor() { require("a") } } class B extends A {} new B()',
      ["a"],
    ],
    ["method on a prototype", 'function F() { this.g() } F.prototype.g = () => require("a"); new F()', ["a"]],
    ["getter that is read", 'const a = { get b() { return require("a") } }; a.b', ["a"]],
    ["getter that is not read", 'Object.defineProperty(exports, "a", { get: () => require("a") })', []],
    ["later", 'setTimeout(() => require("a")); process.nextTick(() => require("b"))', []],
    ["promise", 'new Promise((resolve) => resolve(require("a")))', ["a"]],
    ["path", 'require(require("path").join(__dirname, "lib", "a"))', ["path", "/project/lib/a"]],
    ["resolve", 'require.resolve("a")', []],
    ["main", 'if (require.main === module) require("a")', []],
  ])("follows calls: %s", (_name, text, loads) => {
    expect(loadsOf(text)).toEqual(loads);
  });

  it("follows a factory in the style of UMD", () => {
    const text = `(function (factory) {
      if (typeof define === "function" && define.amd) define(["require"], factory);
      else if (typeof module === "object" && module.exports) factory(require, exports);
    })(function (require, exports) { require("a"); });`;
    expect(loadsOf(text)).toEqual(["a"]);
  });

  it("follows the wrappers that bundlers write", () => {
    const esbuild = `var wrap = (files, module) => function () {
      return module || (0, files[Object.getOwnPropertyNames(files)[0]])((module = { exports: {} }).exports, module), module.exports;
    };
    var used = wrap({ "a.js"(exports, module) { module.exports = require("a"); } });
    var unused = wrap({ "b.js"(exports, module) { module.exports = require("b"); } });
    used();`;
    expect(loadsOf(esbuild)).toEqual(["a"]);
    const webpack = `(() => {
      var modules = { 1: (module) => { module.exports = require("a"); }, 2: (module) => { module.exports = require("b"); } };
      var cache = {};
      function load(id) {
        if (cache[id] !== undefined) return cache[id].exports;
        var module = (cache[id] = { exports: {} });
        modules[id](module, module.exports, load);
        return module.exports;
      }
      load(1);
    })();`;
    expect(loadsOf(webpack)).toEqual(["a"]);
  });

  it.each<[string, string, readonly string[]]>([
    ["template", "require(`./${f() ? 'a' : 'b'}.js`)", ["./a.js", "./b.js"]],
    ["sum", 'require("./" + (f() ? "a" : "b"))', ["./a", "./b"]],
    [
      "path",
      'require(require("path").join("/project", f() ? "a" : "b"))',
      ["path", "/project/a", "/project/b"],
    ],
    [
      "function of Node.js as text",
      'const os = require("os"); require(`./${os.platform}`)',
      ["os", "./linux"],
    ],
  ])("loads each of a few: %s", (_name, text, loads) => {
    expect(loadsOf(text)).toEqual(loads);
  });

  it.each<[string, string]>([
    [
      "a URL",
      'const { fileURLToPath } = require("url"); require(fileURLToPath(new URL("file:" + __filename)))',
    ],
    [
      "its text",
      'require(require("url").fileURLToPath(new (require("u" + "rl").URL)("file:" + __filename).href))',
    ],
    [
      "a URL of a path",
      'const { pathToFileURL } = require("url"); require(pathToFileURL(__filename).pathname)',
    ],
    ["a relative URL", 'require(new URL("./a.js", "file:///project/b.js").pathname)'],
  ])("reads the path of %s", (_name, text) => {
    expect(loadsOf(text)).toContain("/project/a.js");
  });

  it("goes on in the catch clause only when a module is missing", () => {
    const text = 'let a; try { a = require("fast") } catch { a = require("slow") }';
    expect(loadsOf(text)).toEqual(["fast"]);
    expect(loadsOf(text, { canResolve: (specifier) => specifier !== "fast" })).toEqual(["fast", "slow"]);
  });

  it("takes import() for a part of the load only where the module waits for it", () => {
    const text = 'const f = async () => { await import("b") }; await import("a"); f(); import("c")';
    expect(loadsOf(text, { format: "module" })).toEqual(["a"]);
    expect(loadsOf('const f = async () => { await import("b") }; await f()', { format: "module" })).toEqual([
      "b",
    ]);
    expect(loadsOf('import("a")')).toEqual([]);
  });

  it("loads what it has found before, if it is there", () => {
    const text =
      'const attempt = (name) => { let path; try { path = require.resolve(name) } catch {} if (path) require(path) }; attempt("a"); attempt("b")';
    expect(loadsOf(text, { canResolve: (specifier) => specifier.endsWith("a") })).toEqual(["/found/a"]);
  });

  it("does not know how long a list is that may have got more", () => {
    const text =
      'const parts = ["a"]; if (f()) parts.push("b"); else parts.push("c"); require(parts.join("-"));';
    expect(loadsOf(text)).toEqual([]);
  });

  it("does not know what a promise comes to", () => {
    const text = 'const is = await new Promise((go) => go(false)); if (is) await import("a");';
    expect(loadsOf(text, { format: "module" })).toEqual(["a"]);
  });

  it("knows createRequire", () => {
    const text = 'import { createRequire } from "node:module"; createRequire(import.meta.url)("a")';
    expect(loadsOf(text, { format: "module" })).toEqual(["a"]);
  });

  it("follows a function that another package only warns about", () => {
    const text =
      'exports = module.exports = require("depd")("a").function(f, "old"); function f() {} ' +
      'Object.defineProperty(exports, "json", { get: () => require("b") });';
    expect(analyze(text)?.exports?.properties).toMatchObject([
      ["json", { onGet: { loads: [{ specifier: "b" }] } }],
    ]);
  });

  it("does not take a require that does not run for one that does, where only an export takes too long", () => {
    const text =
      'const a = require("stream").Readable || require("b"); ' +
      "exports.f = function () { return f2(); }; function f2(i) { for (;;) f3(); require('c'); } " +
      "function f3() { for (let i = 0; i < 1999; i++) for (let j = 0; j < 1999; j++) i + j; }";
    expect(analyze(text)?.isComplete).toBe(true);
  });

  it("tells what exports do when they are used", () => {
    const text =
      'exports.f = () => require("a"); Object.defineProperty(exports, "g", { get: () => require("b") });';
    const properties = analyze(text)?.exports?.properties;
    expect(properties).toMatchObject([
      ["f", { onCall: { loads: [{ specifier: "a" }] } }],
      ["g", { onGet: { loads: [{ specifier: "b" }] } }],
    ]);
  });

  it.each([
    [
      "loops until something that nobody knows",
      "while (true) { switch (typeof find(i)) { case 'string': i = find(i); break; case 'function': return i; } }",
    ],
    ["takes too many steps", "for (let i = 0; i < 2000; i++) for (let j = 0; j < 2000; j++) i + j;"],
  ])("tells what the other exports do, and what one does before it %s", (_name, loop) => {
    const exports = analyze(
      `let all; exports.f = (i) => { if (!all) all = require("a"); ${loop} }; exports.g = () => require("b");`,
    )?.exports;
    expect(exports?.properties).toMatchObject([
      ["f", { onCall: { loads: [{ specifier: "a" }] } }],
      ["g", { onCall: { loads: [{ specifier: "b" }] } }],
    ]);
  });

  it.each([
    ["endless loop", 'for (;;) {} require("a")'],
    ["endless recursion", 'function f() { f() } f(); require("a")'],
    ["two endless loops in one another", 'while (true) while (true) { i++ } require("a")'],
    ["own prototype", 'const a = {}; a.__proto__ = a; a.b; require("a")'],
    ["own getter", 'const a = { get b() { return this.b } }; a.b; require("a")'],
    ["deep expression", `${"(".repeat(3000)}1${")".repeat(3000)}; require("a")`],
    ["long expression", `a = ${"1 + ".repeat(20_000)}1; require("a")`],
    ["bad pattern", 'new RegExp("("); /a/.exec(b); require("a")'],
  ])("comes to an end: %s", (_name, text) => {
    expect(() => loadsOf(text)).not.toThrow();
  });

  it("says nothing of what is no JavaScript", () => {
    expect(loadsOf("const const = 1;")).toBeUndefined();
  });
});
