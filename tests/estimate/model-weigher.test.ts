import { describe, expect, it } from "vitest";
import { createModelWeigher } from "../../src/estimate/model-weigher.js";
import type { Bundle } from "../../src/graph/bundle.js";
import { weigh } from "../../src/weight/weigh.js";
import { fakeGraph } from "./fake-graph.js";

const modules = [...fakeGraph({ "h.ts": ["pkg:a/1", "pkg:a/2", "node:http2"] }).modules.values()];

const calibration = {
  date: "2026-11-24",
  node: "20.20.2",
  slowdown: { commonjs: 2, module: 3, bundle: 4, builtins: 5 },
};

describe("createModelWeigher", () => {
  it("gives a range around what is likely, and more of it for more modules", () => {
    const weigher = createModelWeigher({ entryFormat: "cjs" });
    const few = weigher.weighModules(modules.slice(0, 1));
    const all = weigher.weighModules(modules);
    expect(all.initMs.low).toBeLessThan(all.initMs.likely);
    expect(all.initMs.high).toBeGreaterThan(all.initMs.likely);
    expect(all.initMs.likely).toBeGreaterThan(few.initMs.likely);
    expect(all.provenance).toBe("modelled");
    expect(weigher.node).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it("scales with the machine that was calibrated, the table's figures too", () => {
    for (const [entryFormat, slowdown] of [
      ["cjs", 2],
      ["esm", 3],
    ] as const) {
      const weigher = createModelWeigher({ entryFormat, calibration });
      expect(weigher.weighModules(modules).provenance).toBe("measured");
      expect(weigher.weighImport?.("dayjs")?.initMs.likely).toBe(
        slowdown * (weigh("dayjs", entryFormat)?.likely ?? NaN),
      );
    }
    expect(createModelWeigher({ entryFormat: "cjs" }).weighImport?.("not-in-the-table")).toBeUndefined();
  });

  it("adds to a bundle what stays outside it", () => {
    const bundle: Bundle = {
      entry: "h.ts",
      facts: { bytes: 9000, tokens: 900, initTokens: 90, functions: 9 },
      bytes: 9000,
      inputs: new Map([["h.ts", { bytesInOutput: 9000, imports: [] }]]),
      builtins: [],
      externals: ["a"],
      problems: [],
    };
    const alone = createModelWeigher({ entryFormat: "cjs" }).weighBundle(bundle).initMs.likely;
    const withExternals = createModelWeigher({ entryFormat: "cjs", externals: modules }).weighBundle(bundle);
    expect(withExternals.initMs.likely).toBeGreaterThan(alone);
  });
});
