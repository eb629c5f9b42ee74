import { describe, expect, it } from "vitest";
import {
  atReferenceSpeed,
  formatImportWeights,
  heaviestDependency,
  median,
  noiseFloor,
  overBaseline,
  packageOfFile,
  rangeOf,
  toMeasuredImport,
} from "../../scripts/import-weight-rows.js";
import { quantile } from "../../src/weight/quantile.js";
import {
  packageOfSpecifier,
  parseImportWeights,
  type ImportWeightRow,
} from "../../src/knowledge/import-weights.js";

describe("median and quantile", () => {
  it("take the middle of an odd number and the mean of the two middle ones of an even number", () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([9, 1, 5, 7])).toBe(6);
  });

  it("interpolate between ranks and leave the samples in their order", () => {
    const samples = [40, 10, 30, 20, 50];
    expect(quantile(samples, 0.25)).toBe(20);
    expect(quantile(samples, 0.9)).toBeCloseTo(46);
    expect(samples).toEqual([40, 10, 30, 20, 50]);
  });

  it("refuse an empty list", () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

describe("overBaseline", () => {
  it("takes the median of the empty module from every sample", () => {
    const empty = [1, 2, 9].map((ms, index) => ({ round: index + 1, ms }));
    expect(overBaseline([{ round: 3, ms: 12 }], empty)).toEqual([{ round: 3, ms: 10 }]);
  });
});

describe("atReferenceSpeed", () => {
  const samples = (...times: number[]) => times.map((ms, index) => ({ round: index + 1, ms }));

  it("divides each round by its median ratio to the reference", () => {
    const [a, b, c] = atReferenceSpeed([
      { samples: samples(10, 20), referenceMs: 10 },
      { samples: samples(50, 100), referenceMs: 50 },
      { samples: samples(30, 60) },
    ]);
    expect(a).toEqual([10, 10]);
    expect(b).toEqual([50, 50]);
    expect(c).toEqual([30, 30]);
  });

  it("keeps a package that became slower slow: the median decides, not the sum", () => {
    const times = atReferenceSpeed([
      { samples: samples(10), referenceMs: 10 },
      { samples: samples(20), referenceMs: 20 },
      { samples: samples(900), referenceMs: 30 },
    ]);
    expect(times).toEqual([[10], [20], [900]]);
  });

  it("looks at the rounds an import was in, not at how many samples it has", () => {
    const [, late] = atReferenceSpeed([
      { samples: samples(10, 30), referenceMs: 10 },
      { samples: [{ round: 2, ms: 60 }] },
    ]);
    expect(late).toEqual([20]);
  });

  it("leaves times alone where nothing has a reference", () => {
    expect(atReferenceSpeed([{ samples: samples(7, 8) }])).toEqual([[7, 8]]);
  });
});

describe("noiseFloor", () => {
  it("is the median share by which odd and even samples differ", () => {
    expect(noiseFloor([[100, 110, 100, 110]])).toBeCloseTo(10 / 105);
    expect(
      noiseFloor([
        [100, 100, 100, 100],
        [100, 110, 100, 110],
        [100, 150, 100, 150],
      ]),
    ).toBeCloseTo(10 / 105);
  });

  it("leaves out imports too quick or too seldom measured to tell", () => {
    expect(
      noiseFloor([
        [1, 2, 1, 2],
        [100, 200],
      ]),
    ).toBe(0);
  });
});

describe("rangeOf", () => {
  it("widens the quartiles by the noise and rounds to two significant digits", () => {
    expect(rangeOf([100, 120, 140, 160, 180], 0.1)).toEqual({ low: 110, likely: 140, high: 180 });
    expect(rangeOf([8.26, 8.26, 8.26], 0)).toEqual({ low: 8.3, likely: 8.3, high: 8.3 });
    expect(rangeOf([1328.4, 1328.4], 0).likely).toBe(1300);
  });

  it("keeps low ≤ likely ≤ high and stays above zero where an import is lost in the baseline", () => {
    const { low, likely, high } = rangeOf([-0.4, -0.1, 0.02], 0.1);
    expect([low, likely, high]).toEqual([0.1, 0.1, 0.1]);
  });

  it("is not moved by a single disturbed run", () => {
    expect(rangeOf([50, 51, 52, 53, 900], 0)).toEqual(rangeOf([50, 51, 52, 53, 54], 0));
  });
});

describe("packages", () => {
  it("are read from specifiers", () => {
    expect(packageOfSpecifier("lodash/get")).toBe("lodash");
    expect(packageOfSpecifier("@aws-lambda-powertools/parameters/ssm")).toBe(
      "@aws-lambda-powertools/parameters",
    );
  });

  it("are read from the innermost node_modules of a file", () => {
    expect(packageOfFile("/a/node_modules/knex/lib/index.js")).toBe("knex");
    expect(packageOfFile("/a/node_modules/knex/node_modules/@x/y/z.js")).toBe("@x/y");
    expect(packageOfFile("C:\\a\\node_modules\\pg\\lib\\index.js")).toBe("pg");
    expect(packageOfFile("/a/src/index.js")).toBeUndefined();
  });
});

const files = [
  { path: "/a/node_modules/whole/index.js", bytes: 90_000 },
  { path: "/a/node_modules/small/index.js", bytes: 20_000 },
  { path: "/a/node_modules/large/a.js", bytes: 30_400 },
  { path: "/a/node_modules/large/b.js", bytes: 1_000 },
];

describe("heaviestDependency", () => {
  it("adds up the files of each package and leaves out the imported one", () => {
    expect(heaviestDependency(files, "whole")).toEqual({ module: "large", kb: 31, modules: 2 });
  });

  it("is undefined for a package without dependencies", () => {
    expect(heaviestDependency(files.slice(0, 1), "whole")).toBeUndefined();
    expect(heaviestDependency([], "whole")).toBeUndefined();
  });
});

describe("toMeasuredImport", () => {
  it("puts the range beside what was loaded", () => {
    const trace = { files, builtins: ["NativeModule http", "NativeModule net"] };
    expect(toMeasuredImport([10, 20, 30], 0, trace, "whole")).toEqual({
      low: 15,
      likely: 20,
      high: 25,
      runs: 3,
      modules: 4,
      kb: 141,
      builtins: 2,
      heaviest: { module: "large", kb: 31, modules: 2 },
    });
  });

  it("keeps a decimal of small files", () => {
    const trace = { files: [{ path: "/a/node_modules/tiny/index.js", bytes: 640 }], builtins: [] };
    expect(toMeasuredImport([1], 0, trace, "tiny")).toEqual({
      low: 1,
      likely: 1,
      high: 1,
      runs: 1,
      modules: 1,
      kb: 0.6,
      builtins: 0,
    });
  });
});

describe("formatImportWeights", () => {
  const measured = { low: 0.5, likely: 20, high: 25, runs: 7, modules: 4, kb: 141, builtins: 2 };
  const rows: readonly ImportWeightRow[] = [
    { specifier: "http2", package: "node", version: "20.20.2", cjs: { ...measured, modules: 0, kb: 0 } },
    {
      specifier: "@scope/whole/part",
      package: "@scope/whole",
      version: "1.2.3-beta.4",
      cjs: { ...measured, heaviest: { module: "@x/large", kb: 31.4, modules: 2 } },
      esm: measured,
    },
    { specifier: "esm-only", package: "esm-only", version: "1.0.0", esm: measured },
  ];

  it("writes what the plugin reads back", () => {
    expect([...parseImportWeights(formatImportWeights(rows)).values()]).toEqual(rows);
  });

  it("writes one line of columns for each format", () => {
    expect(formatImportWeights(rows).split("\n").slice(1, 3)).toEqual([
      "node:http2 20.20.2 cjs 0.5 20 25 7 0 0 2",
      "@scope/whole/part 1.2.3-beta.4 cjs 0.5 20 25 7 4 141 2 @x/large 31.4 2",
    ]);
  });
});
