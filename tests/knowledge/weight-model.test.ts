import { describe, expect, it } from "vitest";
import { loadModels, weightModelRun } from "../../src/knowledge/weight-model.generated.js";
import { featureNames, parseInternals, parsePackageFactors } from "../../src/knowledge/weight-model.js";
import { readWeightModel } from "../../src/weight/read-weight-model.js";

const yearMs = 365 * 24 * 60 * 60 * 1000;

describe("the weight model", () => {
  it("says how and when it was made, and is not older than a year", () => {
    expect(weightModelRun.node).toMatch(/^\d+\.\d+\.\d+$/);
    expect(weightModelRun.method).not.toBe("");
    expect(Date.now() - Date.parse(weightModelRun.checked)).toBeLessThan(yearMs);
  });

  it.each(Object.entries(loadModels))(
    "%s has positive coefficients of known features, and ordered ranges",
    (_, model) => {
      for (const [name, value] of Object.entries(model.coefficients)) {
        expect(featureNames).toContain(name);
        expect(value).toBeGreaterThan(0);
      }
      for (const { low, high } of [model.seen, model.unseen]) {
        expect(low).toBeLessThanOrEqual(1);
        expect(high).toBeGreaterThanOrEqual(1);
      }
      expect(model.seen.high / model.seen.low).toBeLessThan(model.unseen.high / model.unseen.low);
    },
  );

  it("knows packages, built-ins and globals", () => {
    const { factors, internals } = readWeightModel();
    expect(factors.size).toBeGreaterThan(100);
    expect(internals.loadedBy.get("http2")?.length).toBeGreaterThan(10);
    expect(internals.ms.get("internal/deps/undici/undici")).toBeGreaterThan(1);
    expect(internals.loadedBy.get("global:Response")).toContain("internal/deps/undici/undici");
  });
});

describe("parsePackageFactors", () => {
  it("keeps versions apart, and leaves out what was not measured", () => {
    const factors = parsePackageFactors(
      "\n@s/a 1.0.0 1.5 - 0.80\n@s/a 2.0.0 - 2 -\nconstructor 1.0.0 1 1 1\n",
    );
    expect(factors.get("@s/a")).toEqual([
      { version: "1.0.0", cjs: 1.5, bundled: 0.8 },
      { version: "2.0.0", esm: 2 },
    ]);
    expect(factors.get("toString")).toBeUndefined();
  });
});

describe("parseInternals", () => {
  it("reads a name and what it loads from each line", () => {
    expect(parseInternals("\nhttp2 a b\nimport:tls c\n")).toEqual(
      new Map([
        ["http2", ["a", "b"]],
        ["import:tls", ["c"]],
      ]),
    );
  });
});
