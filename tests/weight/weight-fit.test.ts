import { describe, expect, it } from "vitest";
import { featureNames, type LoadFeatures } from "../../src/knowledge/weight-model.js";
import {
  errorsOf,
  estimate,
  fitPackageFactors,
  fitRelative,
  leaveFamiliesOut,
  type Observation,
} from "../../scripts/weight-fit.js";

const noFeatures = Object.fromEntries(featureNames.map((name) => [name, 0])) as LoadFeatures;

/** Loads that cost 2 ms, 0.5 ms a module and 0.001 ms a token; tokens and modules vary independently. */
function observe(count: number): Observation[] {
  return Array.from({ length: count }, (_, index) => {
    const commonJsModules = 1 + ((index * 7) % 40);
    const tokens = 500 + ((index * 7919) % 60_000);
    const features = { ...noFeatures, load: 1, commonJsModules, tokens };
    return { features, ms: 2 + 0.5 * commonJsModules + 0.001 * tokens, families: [`family${index % 10}`] };
  });
}

describe("fitRelative", () => {
  it("finds the coefficients that made the times", () => {
    const fit = fitRelative(observe(60), ["load", "commonJsModules", "tokens"], 0);
    expect(fit.load).toBeCloseTo(2, 1);
    expect(fit.commonJsModules).toBeCloseTo(0.5, 2);
    expect(fit.tokens).toBeCloseTo(0.001, 4);
  });

  it("is not bent by a few loads that no feature explains", () => {
    const observations = observe(60).map((one, index) =>
      index % 15 === 0 ? { ...one, ms: one.ms * 5 } : one,
    );
    expect(fitRelative(observations, ["load", "commonJsModules", "tokens"]).commonJsModules).toBeCloseTo(
      0.5,
      1,
    );
  });

  it("gives no feature a negative cost", () => {
    const observations = observe(60).map((one) => ({
      ...one,
      ms: one.ms + 30,
      features: { ...one.features, packages: 30 - one.features.commonJsModules / 2 },
    }));
    const fit = fitRelative(observations, ["load", "commonJsModules", "tokens", "packages"]);
    expect(Object.values(fit).every((value) => value > 0)).toBe(true);
  });
});

describe("leaveFamiliesOut", () => {
  it("estimates a load without having seen its family", () => {
    // All loads of one family cost ten times as much: a fit that saw them would come closer to their times.
    const observations = observe(60).map((one) =>
      one.families[0] === "family3" ? { ...one, ms: one.ms * 10 } : one,
    );
    const estimated = leaveFamiliesOut(observations, ["load", "commonJsModules", "tokens"]);
    for (const [index, { families, ms }] of observations.entries()) {
      if (families[0] === "family3") expect((estimated[index] ?? 0) / ms).toBeCloseTo(0.1, 1);
    }
  });
});

describe("errorsOf", () => {
  it("counts relative errors and compares ranks", () => {
    const errors = errorsOf([10, 30, 20, 90], [10, 20, 40, 100]);
    expect(errors.mape).toBeCloseTo((0 + 0.5 + 0.5 + 0.1) / 4);
    expect(errors.within25).toBe(0.5);
    expect(errors.spearman).toBeCloseTo(0.8);
  });

  it("is exact for exact estimates", () => {
    expect(errorsOf([1, 2, 3], [1, 2, 3])).toMatchObject({ mape: 0, within25: 1, spearman: 1 });
  });
});

describe("fitPackageFactors", () => {
  const load = (ms: number, shares: Record<string, number>) => ({
    ms,
    shares: new Map(Object.entries(shares)),
    rest: 1,
  });

  it("blames the package that the loads have in common", () => {
    const factors = fitPackageFactors([
      load(41, { common: 10, one: 20 }),
      load(51, { common: 10, two: 30 }),
      load(21, { common: 10 }),
      load(21, { one: 20 }),
      load(31, { two: 30 }),
    ]);
    expect(factors.get("common")?.factor).toBeCloseTo(1.9, 0);
    expect(factors.get("one")?.factor).toBeCloseTo(1, 1);
  });

  it("leaves a package alone that it knows little of", () => {
    const factors = fitPackageFactors([load(110, { small: 4, large: 50 })]);
    expect(factors.get("small")?.evidence).toBeLessThan(0.1);
    expect(factors.get("large")?.evidence).toBeGreaterThan(0.5);
    expect(factors.get("small")?.factor).toBeLessThan(1.8);
  });
});

describe("estimate", () => {
  it("is the sum of features times coefficients", () => {
    expect(estimate({ ...noFeatures, load: 1, tokens: 100 }, { load: 2, tokens: 0.1 })).toBe(12);
  });
});
