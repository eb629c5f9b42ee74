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
