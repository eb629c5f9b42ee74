import { describe, expect, it } from "vitest";
import { readBundleFacts } from "../../src/graph/bundle-facts.js";

/** A module as esbuild wraps it. */
function wrapper(
  name: string,
  body: string,
  kind: "commonJS" | "esm" = "commonJS",
  file = `${name}.js`,
): string {
  return `var ${name} = __${kind}({\n  "${file}"(exports, module) {\n${body}\n  }\n});`;
}

describe("readBundleFacts", () => {
  it("counts a wrapper that the bundle calls at top level, and what that calls", () => {
    const inner = wrapper("require_inner", "    a(); b(); c();");
    const outer = wrapper("require_outer", "    var inner = require_inner();");
    const { facts } = readBundleFacts([inner, outer, "require_outer();"].join("\n"));
    expect(facts.initCalls).toBe(3 + 1 + 1);
  });

  it("does not count what runs later or never", () => {
    const lazy = wrapper("require_lazy", "    a(); b(); c();");
    const text = [lazy, "exports.handler = () => require_lazy();"].join("\n");
    const { facts } = readBundleFacts(text);
    expect(facts.initCalls).toBe(0);
    expect(facts.bytes).toBe(text.length);
    expect(facts.tokens).toBeGreaterThan(9);
  });

  it("knows wrappers whose helper has another name, because a package was bundled before", () => {
    const outer = wrapper("require_outer", "    a(); b();").replace("__commonJS", "__commonJS2");
    expect(
      readBundleFacts([outer, "exports.handler = () => require_outer();"].join("\n")).facts.initCalls,
    ).toBe(0);
    expect(readBundleFacts([outer, "require_outer();"].join("\n")).facts.initCalls).toBe(3);
  });

  it("follows wrapped ES modules, and cycles", () => {
    const one = wrapper("init_one", "    init_two();", "esm");
    const two = wrapper("init_two", "    init_one();", "esm");
    expect(readBundleFacts([one, two, "init_one();"].join("\n")).facts.initCalls).toBe(3);
  });

  it("follows calls from a wrapper to a function of another file", () => {
    const used = wrapper("require_used", "    build();");
    const text = [used, "function build() { var a = {}; }", "require_used();"].join("\n");
    expect(readBundleFacts(text).facts).toMatchObject({ initDeclarations: 1, initStatements: 4 });
  });

  it("takes the branch that is not for production", () => {
    const lines = (...calls: string[]) => calls.map((call) => `      ${call}();`).join("\n");
    const branches = (one: string, other: string) =>
      `    if (process.env.NODE_ENV === "production") {\n${one}\n    } else {\n${other}\n    }`;
    const text = [
      wrapper("require_small", "    a();"),
      wrapper("require_large", "    a(); b(); c(); d();"),
      wrapper("require_both", branches(lines("require_small"), lines("require_large"))),
      "require_both();",
    ].join("\n");
    expect(readBundleFacts(text).facts.initCalls).toBe(1 + 1 + 4);
  });

  it("counts again what is called from several places", () => {
    const repeats = (text: string) => readBundleFacts(text).facts.initRepeats;
    const callee = "function build(a) { return { a: a, b: a }; }";
    const once = repeats(`${callee}\nbuild(1);`);
    expect(once).toBe(0);
    const twice = repeats(`${callee}\nbuild(1);\nbuild(2);`) ?? 0;
    expect(twice).toBeGreaterThan(10);
    expect(repeats(`${callee}\nbuild(1);\nbuild(2);\nbuild(3);`)).toBe(2 * twice);
    expect(repeats(`${callee}\nbuild(1);\nfunction later() { build(2); }`)).toBe(0);
  });

  it("ends where functions call each other, and makes little of calls deep down", () => {
    const names = Array.from({ length: 60 }, (_, index) => `f${index}`);
    const text = names
      .map((name, index) => `function ${name}() { f${(index + 1) % 60}(); f${(index + 2) % 60}(); }`)
      .join("\n");
    const { initRepeats = 0, tokens } = readBundleFacts(`${text}\nf0();`).facts;
    expect(initRepeats).toBeLessThan(2 * 300 + tokens);
  });

  it("runs what a wrapper exports where the bundle calls it at once", () => {
    const facts = (body: string, use: string) =>
      readBundleFacts([wrapper("require_lib", body), use].join("\n")).facts;
    const exported = "    module.exports = function (a) { var b = require('http'); };";
    expect(facts(exported, "var lib = require_lib();").initDeclarations).toBe(1);
    expect(facts(exported, "var lib = require_lib()(1);").initDeclarations).toBe(2);
    const named = "    function create(a) { var b; }\n    exports = module2.exports = create;";
    expect(facts(named, "var lib = require_lib();").initDeclarations).toBe(1);
    expect(facts(named, "var lib = require_lib()(1);").initDeclarations).toBe(2);
  });

  it("names what a loader of modules loads inside the bundle", () => {
    const text = 'var all = { 28: (m) => { m.exports = require("http"); } };\nload(28);';
    expect(readBundleFacts(text).builtins).toEqual(["node:http"]);
  });

  it("takes a class that another wrapper defines for no global", () => {
    const init = wrapper("init_response", "    Response = class {};", "esm");
    const text = [`var helper, Response;`, init, "function read() { return Response; }", "read();"].join(
      "\n",
    );
    expect(readBundleFacts(text).facts.webGlobals).toBeUndefined();
  });

  it("sees a global that one file reads and another one declares", () => {
    const reads = wrapper("require_reads", "    new Response();");
    const declares = wrapper("require_declares", "    class Response {}");
    const text = [reads, declares, "require_reads(); require_declares();"].join("\n");
    expect(readBundleFacts(text).facts.webGlobals).toEqual(["Response"]);
  });

  it("tells JSON from code", () => {
    const data = wrapper(
      "require_data",
      `    module.exports = [${"1, ".repeat(1000)}2];`,
      "commonJS",
      "data.json",
    );
    const { facts } = readBundleFacts([data, "require_data();"].join("\n"));
    expect(facts.jsonBytes).toBeGreaterThan(3000);
    expect(facts.initTokens).toBeLessThan(10);
  });

  it("names built-ins and packages outside that are loaded at init", () => {
    const used = wrapper("require_used", `    require("http"); require("pkg");`);
    const unused = wrapper("require_unused", `    require("node:tls"); require("other");`);
    const { builtins, externals } = readBundleFacts([used, unused, "require_used();"].join("\n"));
    expect(builtins).toEqual(["node:http"]);
    expect(externals).toEqual(["pkg"]);
  });

  it("takes any text", () => {
    for (const text of ["", "var a = __commonJS({", "});", "\u0000".repeat(10)]) {
      expect(readBundleFacts(text).facts.bytes).toBe(text.length);
    }
  });
});
