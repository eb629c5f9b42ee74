import { describe, expect, it } from "vitest";
import { findExceededBudgets } from "../../src/reports/cold/budget.js";
import { compareReports } from "../../src/reports/cold/compare.js";
import { mergeReports } from "../../src/reports/cold/merge-reports.js";
import { readReport } from "../../src/reports/cold/read-report.js";
import { pickShard } from "../../src/reports/cold/shard.js";
import { buildColdReport } from "../../src/reports/cold/build-cold-report.js";
import { cost, estimateOf, handlerOf, reportOf } from "./cold-fixtures.js";

describe("buildColdReport", () => {
  it("shows paths relative to the directory and figures to a tenth", async () => {
    const handler = await handlerOf({
      unbundled: { ...estimateOf("/project/src/a.ts").estimate.unbundled, ...cost(1, 1, 0.123) },
    });
    expect(handler.entry).toBe("src/a.ts");
    expect(handler.unbundled.initMs).toEqual({ low: 0.1, likely: 0.1, high: 0.1 });
    expect(handler.imports[0]?.chain.map(({ file }) => file)).toEqual([
      "node_modules/@aws-sdk/client-s3/index.js",
      "node_modules/deep/lib/core.js",
    ]);
  });

  it("states the share of a vCPU that the memory buys, one at the most", async () => {
    expect((await handlerOf()).assumptions).toEqual({ memoryMb: 1024, vcpu: 0.579, node: "20.20.2" });
    const large = await handlerOf({ assumptions: { memoryMb: 10_240, node: "20.20.2" } });
    expect(large.assumptions.vcpu).toBe(1);
  });

  it("lists modules only when asked, as real paths", async () => {
    const [without] = (await reportOf([estimateOf("/project/src/a.ts")])).handlers;
    expect(without).not.toHaveProperty("unbundled.moduleFiles");
    const [listed] = (await reportOf([estimateOf("/project/src/a.ts")], { listModules: true })).handlers;
    expect(listed?.unbundled.moduleFiles).toEqual([
      "/project/src/a.ts",
      "/project/node_modules/pdfkit/index.js",
    ]);
  });

  it("says null, which JSON keeps, of a handler that cannot be bundled", async () => {
    expect((await handlerOf({ bundled: undefined })).bundled).toBeNull();
  });

  it("loses no handler to one that fails", async () => {
    const estimate = (entry: string) =>
      entry.endsWith("b.ts") ? Promise.reject(new Error("odd\nfile")) : Promise.resolve(estimateOf(entry));
    const entries = ["/project/c.ts", "/project/b.ts", "/project/a.ts"];
    const report = await buildColdReport(entries, estimate, { directory: "/project", listModules: false });
    expect(report.handlers.map(({ entry }) => entry)).toEqual(["a.ts", "c.ts"]);
    expect(report.problems).toEqual([
      { file: "b.ts", importer: null, line: null, message: "It could not be estimated: odd" },
    ]);
  });
});

describe("findExceededBudgets", () => {
  it("finds nothing at the limit, and each metric above it", async () => {
    const handler = await handlerOf();
    const mode = "unbundled";
    expect(findExceededBudgets(handler, { budget: { ms: 300, kb: 3000, modules: 240 }, mode })).toEqual([]);
    const findings = findExceededBudgets(handler, { budget: { ms: 299, kb: 2999, modules: 239 }, mode });
    expect(findings.map(({ metric, actual, limit }) => [metric, actual, limit])).toEqual([
      ["ms", 300, 299],
      ["kb", 3000, 2999],
      ["modules", 240, 239],
    ]);
    expect(findings[0]?.message).toBe(
      "300 ms unbundled, over the budget of 299. Its heaviest import is `pdfkit` (180 ms unbundled).",
    );
  });

  it("holds the mode that is deployed against the budget", async () => {
    const handler = await handlerOf();
    expect(findExceededBudgets(handler, { budget: { ms: 200 }, mode: "bundled" })).toEqual([]);
    expect(findExceededBudgets(handler, { budget: { ms: 100 }, mode: "bundled" })).toMatchObject([
      { mode: "bundled", actual: 160, heaviest: { specifier: "pdfkit", line: 3 } },
    ]);
  });

  it("says nothing of a mode that has no estimate, and knows handlers without imports", async () => {
    const handler = await handlerOf({ bundled: undefined, imports: [] });
    expect(findExceededBudgets(handler, { budget: { ms: 1 }, mode: "bundled" })).toEqual([]);
    expect(findExceededBudgets(handler, { budget: { ms: 1 }, mode: "unbundled" })[0]?.heaviest).toBeNull();
  });
});

it("does not pass a bundled budget that it cannot check", async () => {
  const unbundleable = estimateOf("/project/a.ts", { bundled: undefined });
  const budgetOf = (ms: number) => () => ({ budget: ms === 0 ? {} : { ms }, mode: "bundled" }) as const;
  expect((await reportOf([unbundleable], { budgetOf: budgetOf(0) })).problems).toEqual([]);
  const { findings, problems } = await reportOf([unbundleable], { budgetOf: budgetOf(500) });
  expect(findings).toEqual([]);
  expect(problems).toMatchObject([
    { file: "a.ts", message: expect.stringContaining("could not be checked") as string },
  ]);
});

describe("compareReports", () => {
  it("tells added, removed and changed handlers, and the imports behind it", async () => {
    const a = estimateOf("/project/a.ts");
    const lighter = estimateOf("/project/a.ts", {
      imports: a.estimate.imports.slice(0, 1),
      unbundled: { ...a.estimate.unbundled, ...cost(90, 1000, 130.1) },
    });
    const same = estimateOf("/project/same.ts");
    const before = await reportOf([a, estimateOf("/project/old.ts"), same]);
    const after = await reportOf([lighter, estimateOf("/project/new.ts"), same]);
    const { changes, unchanged, total } = compareReports(before, after);
    expect(changes.map(({ entry, kind, unbundled }) => [entry, kind, unbundled.ms])).toEqual([
      ["new.ts", "added", 300],
      ["a.ts", "changed", -169.9],
      ["old.ts", "removed", -300],
    ]);
    expect(changes[1]).toMatchObject({
      importsAdded: [],
      importsRemoved: [{ specifier: "pdfkit", ms: 180 }],
    });
    expect({ unchanged, total }).toEqual({
      unchanged: 1,
      total: { ms: -169.9, bytes: -2_000_000, modules: -150 },
    });
  });

  it("says when milliseconds are not comparable", async () => {
    const report = await reportOf([estimateOf("/project/a.ts")]);
    const other = await reportOf([
      estimateOf("/project/a.ts", { assumptions: { memoryMb: 128, node: "20.20.2" } }),
    ]);
    expect(compareReports(report, report).hasSameAssumptions).toBe(true);
    expect(compareReports(other, report).hasSameAssumptions).toBe(false);
  });

  it("finds nothing in equal reports", async () => {
    const report = await reportOf([estimateOf("/project/a.ts")]);
    expect(compareReports(report, report)).toMatchObject({ changes: [], unchanged: 1, total: { ms: 0 } });
  });
});

describe("shards", () => {
  const entries = ["/project/b.ts", "/project/a.ts", "/project/d.ts", "/project/c.ts", "/project/e.ts"];

  it("put every entry in exactly one part, whatever the order", () => {
    const parts = [1, 2, 3].map((index) => pickShard(entries, { index, count: 3 }));
    expect(parts.flat().sort()).toEqual(entries.toSorted());
    expect(pickShard(entries.toReversed(), { index: 1, count: 3 })).toEqual(parts[0]);
  });

  it("make a whole run when merged, in any order", async () => {
    const budgetOf = () => ({ budget: { ms: 200 }, mode: "unbundled" }) as const;
    const report = (some: readonly string[]) =>
      reportOf(
        some.map((entry) => estimateOf(entry)),
        { budgetOf },
      );
    const parts = await Promise.all(
      [1, 2, 3].map(async (index) => ({
        name: `${index}.json`,
        report: await report(pickShard(entries, { index, count: 3 })),
      })),
    );
    const whole = await report(entries);
    expect(whole.findings).toHaveLength(5);
    expect(mergeReports(parts)).toEqual(whole);
    expect(mergeReports(parts.toReversed())).toEqual(whole);
  });

  it("cannot be merged while one is missing, or with those of another run", async () => {
    const shardOf = async (index: number, count: number) => ({
      name: `${index}.json`,
      report: { ...(await reportOf([estimateOf(`/project/${index}.ts`)])), shard: { index, count } },
    });
    const [one, two, three] = await Promise.all([shardOf(1, 3), shardOf(2, 3), shardOf(3, 3)]);
    expect(mergeReports([three, one, two])).not.toHaveProperty("shard");
    expect(() => mergeReports([one, three, { ...one, name: "1 again.json" }])).toThrow(
      "Shard 2/3 is missing: merge needs the reports of all shards.",
    );
    const other = await shardOf(2, 2);
    expect(() => mergeReports([one, other])).toThrow(
      "1.json is one of 3 shards, and 2.json one of 2: they are of different runs.",
    );
  });

  it("may hold the same handler twice, unless they disagree on it", async () => {
    const one = { name: "1.json", report: await reportOf([estimateOf("/project/a.ts")]) };
    expect(mergeReports([one, { ...one, name: "2.json" }])).toEqual(one.report);
    const other = { name: "2.json", report: await reportOf([estimateOf("/project/a.ts", { imports: [] })]) };
    expect(() => mergeReports([one, other])).toThrow("a.ts differs between 1.json and 2.json");
  });
});

describe("readReport", () => {
  it("reads what was written", async () => {
    const report = await reportOf([estimateOf("/project/a.ts")]);
    expect(readReport(`\uFEFF${JSON.stringify(report)}`, "r.json")).toEqual(report);
  });

  it.each([
    ["", /^r\.json.* is not JSON/],
    ['{\n  "version": 1,\n  oops }', /^r\.json:3:3 is not JSON/],
    ["[]", /^r\.json is not a report/],
    ["null", /^r\.json is not a report/],
    [
      '{ "version": 2, "handlers": [] }',
      /^r\.json has version 2 of the report's format, and this analyzer reads 1/,
    ],
    ['{ "version": 1 }', /^r\.json is not a report/],
    [
      '{ "version": 1, "handlers": [{}], "findings": [], "problems": [] }',
      /^r\.json: handlers\[0\] is not a handler/,
    ],
    ['{ "version": 1, "handlers": [], "findings": [{}], "problems": [] }', /^r\.json: findings/],
    ['{ "version": 1, "handlers": [], "findings": [], "problems": [1] }', /^r\.json: problems/],
  ])("refuses %j with the name of the file", (text, message) => {
    expect(() => readReport(text, "r.json")).toThrow(message);
  });
});
