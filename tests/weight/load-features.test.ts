import { describe, expect, it } from "vitest";
import type { GraphModule } from "../../src/graph/module-graph.js";
import {
  loaderOfEsModules,
  moduleFeatures,
  nodeFeatures,
  nodeNeeds,
  setFeatures,
} from "../../src/weight/load-features.js";

const facts = { bytes: 1000, tokens: 200, initTokens: 50, functions: 5, initCalls: 7 };

function moduleOf(id: string, parts: Partial<GraphModule> = {}): GraphModule {
  return { id, format: "commonjs", package: undefined, facts, edges: [], ...parts };
}

const noInternals = { loadedBy: new Map(), ms: new Map() };

function edge(target: string, kind: "import" | "require", isEager = true) {
  return { specifier: target, kind, isEager, target };
}

describe("moduleFeatures", () => {
  it("counts a script by its text", () => {
    expect(moduleFeatures(moduleOf("/a.js"))).toMatchObject({
      commonJsModules: 1,
      esModules: 0,
      bytes: 1000,
      tokens: 200,
    });
    expect(moduleFeatures(moduleOf("/a.mjs", { format: "module" }))).toMatchObject({
      commonJsModules: 0,
      esModules: 1,
    });
  });

  it("counts JSON by its bytes, an addon by itself", () => {
    expect(moduleFeatures(moduleOf("/a.json", { format: "json" }))).toMatchObject({
      jsonModules: 1,
      jsonBytes: 1000,
      bytes: 0,
    });
    expect(moduleFeatures(moduleOf("/a.node", { format: "addon" }))).toMatchObject({
      addons: 1,
      bytes: 0,
      tokens: 0,
    });
  });
});

describe("setFeatures", () => {
  it("sees CommonJS that an ES module imports, but not what CommonJS requires", () => {
    const importer = moduleOf("/a.mjs", { format: "module", edges: [edge("/b.js", "import")] });
    const imported = moduleOf("/b.js", { edges: [edge("/c.js", "require")] });
    const features = setFeatures([importer, imported, moduleOf("/c.js")], noInternals, "esm");
    expect(features).toMatchObject({ lexer: 1, lexedTokens: 200, esmFromCommonJs: 0 });
  });

  it("sees that CommonJS requires an ES module", () => {
    const requirer = moduleOf("/a.js", { edges: [edge("/b.mjs", "require")] });
    const features = setFeatures([requirer, moduleOf("/b.mjs", { format: "module" })], noInternals, "esm");
    expect(features.esmFromCommonJs).toBe(1);
  });

  it.each([
    ["by its name", "p", true, 1],
    ["by a path", "../p/index.js", true, 0],
    ["without an exports map", "p", undefined, 0],
  ] as const)("sees that CommonJS requires a package %s", (_, specifier, hasExports, exportsMap) => {
    const requirer = moduleOf("/a.js", { edges: [{ ...edge("/p/index.js", "require"), specifier }] });
    const owner = { name: "p", version: "1.0.0", ...(hasExports && { hasExports }) };
    const features = setFeatures([requirer, moduleOf("/p/index.js", { package: owner })], noInternals, "cjs");
    expect(features.exportsMap).toBe(exportsMap);
  });

  it("ignores lazy edges", () => {
    const importer = moduleOf("/a.mjs", { format: "module", edges: [edge("/b.js", "import", false)] });
    expect(setFeatures([importer, moduleOf("/b.js")], noInternals, "esm").lexer).toBe(0);
  });

  it("adds up to the features of its modules, twice given or not", () => {
    const modules = [moduleOf("/a.js"), moduleOf("/b.js")];
    expect(setFeatures([...modules, ...modules], noInternals, "esm")).toMatchObject({
      load: 1,
      commonJsModules: 2,
      tokens: 400,
      initCalls: 14,
    });
  });
});

describe("folders", () => {
  it("counts each folder that files are in once, and none for built-ins", () => {
    const modules = ["/a/b.js", "/a/c.js", "/a/d/e.js", "C:\\\\f\\\\g.js"].map((id) => moduleOf(id));
    const builtin = moduleOf("node:fs", { format: "builtin" });
    expect(setFeatures([...modules, builtin], noInternals, "cjs").folders).toBe(3);
  });
});

describe("nodeFeatures", () => {
  it("leaves out what the loader of ES modules has loaded already", () => {
    const internals = {
      loadedBy: new Map([
        ["fs/promises", ["internal/fs/dir", "internal/fs/promises"]],
        [loaderOfEsModules, ["internal/fs/promises"]],
      ]),
      ms: new Map([
        ["internal/fs/dir", 0.5],
        ["internal/fs/promises", 2],
      ]),
    };
    const needs = new Set(["fs/promises"]);
    expect(nodeFeatures(needs, internals, "cjs")).toMatchObject({ internalMs: 2.5 });
    expect(nodeFeatures(needs, internals, "esm")).toMatchObject({ internalMs: 0.5 });
  });
});

describe("nodeNeeds", () => {
  it("tells a built-in that is imported from one that is required", () => {
    const modules = [
      moduleOf("/a.js", { edges: [edge("node:https", "require")] }),
      moduleOf("/b.mjs", { format: "module", edges: [edge("node:process", "import")] }),
      moduleOf("node:https", { format: "builtin" }),
      moduleOf("node:process", { format: "builtin" }),
      moduleOf("node:zlib", { format: "builtin" }),
    ];
    expect([...nodeNeeds(modules)].toSorted()).toEqual(["https", "import:process", "zlib"]);
  });
});
