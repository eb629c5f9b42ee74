import { describe, expect, it } from "vitest";
import type { GraphModule, ModuleEdge, SourceFacts } from "../../src/graph/module-graph.js";
import type { LoadModel } from "../../src/knowledge/weight-model.js";
import type { Calibration } from "../../src/weight/calibration.js";
import { createWeigher } from "../../src/weight/create-weigher.js";
import type { WeightModel } from "../../src/weight/read-weight-model.js";

const loadModel: LoadModel = {
  coefficients: {
    load: 1,
    commonJsModules: 1,
    esModules: 2,
    lexer: 10,
    packages: 100,
    internalMs: 1,
  },
  unseen: { low: 0.5, high: 2 },
  seen: { low: 0.9, high: 1.1 },
};
const model: WeightModel = {
  models: {
    cjs: loadModel,
    esm: loadModel,
    bundled: { ...loadModel, coefficients: { load: 1, tokens: 1, internalMs: 1 } },
  },
  internals: {
    loadedBy: new Map([
      ["https", ["internal/a", "internal/b"]],
      ["http2", ["internal/b", "internal/c"]],
      ["global:Response", ["internal/c"]],
    ]),
    ms: new Map(["internal/a", "internal/b", "internal/c"].map((name) => [name, 1000])),
  },
  factors: new Map([["slow", [{ version: "1.2.3", cjs: 3, bundled: 2 }]]]),
};
const facts: SourceFacts = { bytes: 100, tokens: 10, initTokens: 5, functions: 1 };

function moduleOf(id: string, parts: Partial<GraphModule> = {}): GraphModule {
  return { id, format: "commonjs", package: undefined, facts, edges: [], ...parts };
}

function importOf(target: string): ModuleEdge {
  return { specifier: target, kind: "import", isEager: true, target };
}

describe("initMs", () => {
  const weigher = createWeigher({ model });

  it("counts a module that is given twice once", () => {
    expect(weigher.initMs([moduleOf("/a.js"), moduleOf("/b.js"), moduleOf("/a.js")], "cjs").likely).toBe(
      1 + 2,
    );
  });

  it("is the cost of the union: what two built-ins share counts once", () => {
    const builtin = (id: string) => moduleOf(id, { format: "builtin" });
    expect(weigher.initMs([builtin("node:https"), builtin("node:http2")], "cjs").likely).toBe(1 + 3000);
    expect(
      weigher.initMs(
        [builtin("node:https"), moduleOf("/a.js", { facts: { ...facts, webGlobals: ["Response"] } })],
        "cjs",
      ).likely,
    ).toBe(1 + 1 + 3000);
  });

  it("counts a package once, however many modules it has", () => {
    const owner = { name: "p", version: "1.0.0" };
    expect(
      weigher.initMs([moduleOf("/a.js", { package: owner }), moduleOf("/b.js", { package: owner })], "cjs")
        .likely,
    ).toBe(1 + 2 + 100);
  });

  it("adds what it takes to import CommonJS from an ES module", () => {
    const importer = moduleOf("/a.mjs", { format: "module", edges: [importOf("/b.js")] });
    expect(weigher.initMs([importer, moduleOf("/b.js")], "esm").likely).toBe(1 + 2 + 1 + 10);
  });

  it("adds what the first modules take longer, for no more than forty, and for a package's exports map", () => {
    const coefficients = { firstModules: 1, exportsMap: 1000 };
    const first = createWeigher({
      model: { ...model, models: { ...model.models, cjs: { ...loadModel, coefficients } } },
    });
    const modules = Array.from({ length: 50 }, (_, index) => moduleOf(`/${index}.js`));
    expect(first.initMs(modules.slice(0, 3), "cjs").likely).toBe(3);
    expect(first.initMs(modules, "cjs").likely).toBe(40);
    const requires: ModuleEdge = { specifier: "p", kind: "require", isEager: true, target: "/p.js" };
    const owner = { name: "p", version: "1.0.0", hasExports: true } as const;
    const pair = [moduleOf("/a.js", { edges: [requires] }), moduleOf("/p.js", { package: owner })];
    expect(first.initMs(pair, "cjs").likely).toBe(2 + 1000);
  });

  it("adds what it takes to look into a folder, once each", () => {
    const coefficients = { folders: 1 };
    const folders = createWeigher({
      model: { ...model, models: { ...model.models, cjs: { ...loadModel, coefficients } } },
    });
    const modules = ["/a/b.js", "/a/c.js", "/d/e.js"].map((id) => moduleOf(id));
    expect(folders.initMs(modules, "cjs").likely).toBe(2);
  });

  it("grows with every module", () => {
    const modules = ["/a.js", "/b.js", "/c.js"].map((id) => moduleOf(id));
    const costs = modules.map((_, index) => weigher.initMs(modules.slice(0, index + 1), "cjs").likely);
    expect(costs).toEqual(costs.toSorted((a, b) => a - b));
  });

  it("gives an ordered range, wider for what was never measured", () => {
    const modelled = weigher.initMs([moduleOf("/a.js")], "cjs");
    expect(modelled).toEqual({ low: 1, likely: 2, high: 4, provenance: "modelled" });
    const measured = weigher.initMs(
      [moduleOf("/a.js", { package: { name: "slow", version: "1.2.3" } })],
      "cjs",
    );
    expect(measured.provenance).toBe("table");
    expect(measured.likely).toBe(1 + 3 * (1 + 100));
    expect(measured.low / measured.likely).toBeGreaterThan(0.85);
    expect(measured.high / measured.likely).toBeLessThan(1.2);
  });

  it("takes the factor of a package for other versions with the same major number, but not as measured", () => {
    const near = weigher.initMs([moduleOf("/a.js", { package: { name: "slow", version: "1.9.0" } })], "cjs");
    expect(near).toMatchObject({ likely: 1 + 3 * 101, provenance: "modelled" });
    const far = weigher.initMs([moduleOf("/a.js", { package: { name: "slow", version: "2.0.0" } })], "cjs");
    expect(far.likely).toBe(1 + 101);
    const otherFormat = weigher.initMs(
      [moduleOf("/a.js", { package: { name: "slow", version: "1.2.3" } })],
      "esm",
    );
    expect(otherFormat.likely).toBe(1 + 101);
  });

  it("knows packages by their own names only", () => {
    const odd = moduleOf("/a.js", { package: { name: "__proto__", version: "1.2.3" } });
    expect(weigher.initMs([odd], "cjs").likely).toBe(1 + 1 + 100);
  });

  it("attributes to a module what it costs by itself", () => {
    expect(weigher.moduleMs(moduleOf("/a.mjs", { format: "module" }), "esm")).toBe(2);
    expect(weigher.moduleMs(moduleOf("/a.js", { package: { name: "slow", version: "1.2.3" } }), "cjs")).toBe(
      3,
    );
    expect(weigher.moduleMs(moduleOf("node:https", { format: "builtin" }), "cjs")).toBe(2000);
  });
});

describe("calibration", () => {
  const calibration: Calibration = {
    date: "2026-11-24",
    node: "20.20.2",
    slowdown: { commonjs: 2, module: 4, bundle: 3, builtins: 5 },
  };

  it("comes before table and model", () => {
    const weigher = createWeigher({ model, calibration });
    const slow = moduleOf("/a.js", { package: { name: "slow", version: "1.2.3" } });
    expect(weigher.initMs([slow], "cjs")).toMatchObject({ likely: 2 + 2 * 3 * 101, provenance: "measured" });
  });

  it("scales each kind of load by its own factor", () => {
    const weigher = createWeigher({ model, calibration });
    expect(weigher.initMs([moduleOf("/a.mjs", { format: "module" })], "esm").likely).toBe(4 + 4 * 2);
    expect(weigher.initMs([moduleOf("node:https", { format: "builtin" })], "cjs").likely).toBe(2 + 5 * 2000);
    expect(weigher.bundleMs({ facts, builtins: [], inputs: new Map() }).likely).toBe(2 + 3 * 10);
  });
});

describe("bundleMs", () => {
  const weigher = createWeigher({ model });
  const inputs = new Map([
    ["/p/node_modules/slow/index.js", { bytesInOutput: 75, imports: [] }],
    ["/p/src/handler.ts", { bytesInOutput: 25, imports: [] }],
  ]);

  it("weighs the text, what it needs of Node.js, and its packages by the bytes they keep", () => {
    const bundle = { facts, builtins: ["node:https"], inputs };
    expect(weigher.bundleMs(bundle).likely).toBe(1 + 10 * (0.75 * 2 + 0.25) + 2000);
  });

  it("asks for versions to say where the figures come from", () => {
    const bundle = { facts, builtins: [], inputs };
    expect(weigher.bundleMs(bundle).provenance).toBe("modelled");
    const packageOf = (file: string) =>
      file.includes("slow") ? { name: "slow", version: "1.2.3" } : undefined;
    expect(weigher.bundleMs(bundle, { packageOf }).provenance).toBe("table");
  });

  it("adds the modules of what stays outside", () => {
    const bundle = { facts, builtins: [], inputs: new Map() };
    expect(weigher.bundleMs(bundle, { externals: [moduleOf("/x.js")] }).likely).toBe(1 + 10 + 1);
  });
});

describe("the generated model", () => {
  it("estimates something positive and ordered for each variant", () => {
    const weigher = createWeigher();
    const weights = [
      weigher.initMs([moduleOf("/a.js")], "cjs"),
      weigher.initMs([moduleOf("/a.mjs", { format: "module" })], "esm"),
      weigher.bundleMs({
        facts: { ...facts, bytes: 1e6, tokens: 1e5 },
        builtins: ["node:http2"],
        inputs: new Map(),
      }),
    ];
    for (const { low, likely, high } of weights) {
      expect(low).toBeGreaterThan(0);
      expect(low).toBeLessThanOrEqual(likely);
      expect(likely).toBeLessThanOrEqual(high);
    }
  });

  it("knows that http2 is dearer than path", () => {
    const weigher = createWeigher();
    const costOf = (id: string) => weigher.moduleMs(moduleOf(id, { format: "builtin" }), "cjs");
    expect(costOf("node:http2")).toBeGreaterThan(costOf("node:path") + 5);
  });
});
