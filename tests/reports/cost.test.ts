import { expect, it } from "vitest";
import { buildCostReport, costOf } from "../../src/reports/cost/build-cost.js";
import type { Workload } from "../../src/reports/cost/cost-report.js";

const workload: Workload = {
  memoryMb: 1024,
  architecture: "x86_64",
  durationMs: 15_000,
  invocations: 1_000_000,
  coldShare: 0,
  initMs: 0,
};

function reportOf(changes: Partial<Workload>, proposal?: Partial<Workload>) {
  const single = { id: null, file: null, line: null, workload: { ...workload, ...changes } };
  return buildCostReport({ functions: [single], proposal, unknown: [], problems: [] }).functions[0];
}

it("bills requests and GB-seconds", () => {
  // 1 GB × 15 s × $0.0000166667, and $0.20 for a million requests.
  expect(costOf(workload)).toMatchObject({
    usd: { requests: 0.2, duration: 250.0005, init: 0, total: 250.2005 },
    usdPerInvocation: 0.0002502005,
    usdPerMillion: 250.2005,
  });
  expect(costOf({ ...workload, architecture: "arm64" }).usd.duration).toBeCloseTo(200.001, 6);
});

it("bills begun milliseconds whole, and the init of those invocations that have one", () => {
  const cost = costOf({ ...workload, durationMs: 0.2, coldShare: 0.02, initMs: 400 });
  expect(cost.usd.duration).toBeCloseTo(0.0166667, 9);
  expect(cost.usd.init).toBeCloseTo(0.0166667 * 400 * 0.02, 9);
});

it("costs nothing where nothing is invoked, and knows what an invocation would cost", () => {
  expect(costOf({ ...workload, invocations: 0 })).toMatchObject({
    usd: { total: 0 },
    usdPerMillion: 250.2005,
  });
});

it("says that 3,008 MB at 6 s cost more than 1,024 MB at 15 s, and break even at 5.1 s", () => {
  const cost = reportOf({}, { memoryMb: 3008, durationMs: 6000 });
  expect(cost?.proposed).toMatchObject({ memoryMb: 3008, durationMs: 6000, invocations: 1_000_000 });
  expect((cost?.proposed?.deltaUsd ?? 0) / 250).toBeCloseTo(0.175, 3);
  expect(cost?.breakEven.find(({ memoryMb }) => memoryMb === 3008)?.durationMs).toBeCloseTo(5106.4, 1);
  expect(cost?.breakEven.map(({ memoryMb }) => memoryMb)).not.toContain(1024);
});

it("has what costs most first", () => {
  const functions = ["small", "large"].map((id) => ({
    id,
    file: "template.yaml",
    line: 1,
    workload: { ...workload, memoryMb: id === "large" ? 2048 : 128 },
  }));
  const report = buildCostReport({ functions, proposal: undefined, unknown: ["other"], problems: [] });
  expect(report.functions.map(({ id, proposed }) => [id, proposed])).toEqual([
    ["large", null],
    ["small", null],
  ]);
  expect(report.unknown).toEqual(["other"]);
});
