import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { reportCostAsMarkdown } from "../../src/reporters/cost-markdown.js";
import { reportCostAsText } from "../../src/reporters/cost-text.js";
import { reportAsJson } from "../../src/reporters/report-as-json.js";
import { formatUsd } from "../../src/reporters/describe-cost.js";
import { buildCostReport } from "../../src/reports/cost/build-cost.js";
import type { CostReport, Workload } from "../../src/reports/cost/cost-report.js";
import { readProjectFile } from "../support/project-files.js";
import { hostileNames } from "./hostile.js";

const reporters = {
  text: (report: CostReport) => reportCostAsText(report, { width: 100, hasColor: false }),
  json: (report: CostReport) => reportAsJson(report),
  markdown: reportCostAsMarkdown,
};
const workload: Workload = {
  memoryMb: 512,
  architecture: "arm64",
  durationMs: 120,
  invocations: 3_000_000,
  coldShare: 0.02,
  initMs: 400,
};
const missing = { file: "template.yaml", importer: null, line: 7, message: "No YAML" };

function reportOf(ids: readonly string[], proposal?: Partial<Workload>, problems = [] as (typeof missing)[]) {
  const functions = ids.map((id) => ({ id, file: "template.yaml", line: 4, workload }));
  return buildCostReport({ functions, proposal, unknown: ids.map((id) => `${id}2`), problems });
}

describe.each(Object.entries(reporters))("as %s", (_, reporter) => {
  it("exits with 0, and with 2 when a file failed", () => {
    expect(reporter(reportOf(["Orders"])).exitCode).toBe(0);
    expect(reporter(reportOf(["Orders"], undefined, [missing])).exitCode).toBe(2);
    expect(reporter(reportOf([])).exitCode).toBe(0);
  });

  it.each(hostileNames)("stays what it is with a function named %j", (name) => {
    const { output } = reporter(reportOf([name]));
    if (reporter === reporters.json) {
      expect(() => JSON.parse(output) as unknown).not.toThrow();
      return;
    }
    expect(output).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f\u202e]/);
    expect(output).not.toMatch(/^::/m);
    if (reporter === reporters.markdown) expect(output.replace(/`+[^`]*`+/g, "")).not.toMatch(/<\w/);
  });
});

it("draws a table, the change that was asked for, and where a single function breaks even", () => {
  const { output } = reporters.text(reportOf(["Orders"], { architecture: "x86_64" }));
  expect(output).toBe(`function  memory  architecture  a million  a month  change
Orders    512 MB         arm64      $1.05    $3.16  +$0.64

Other memory sizes cost the same at these durations, and less below them:
  128 MB: 480 ms
  256 MB: 240 ms
  1,024 MB: 60 ms
  1,769 MB: 35 ms
  3,008 MB: 20 ms

The memory of these is not known: Orders2.

3,000,000 invocations a month of 120 ms, 2 % of them with 400 ms of init. Prices of US East (N. Virginia), looked up 2026-11-29; on demand, without the free tier.
`);
  expect(reporters.text(reportOf(["A", "B"])).output).not.toContain("Other memory sizes");
  expect(reporters.text(reportOf([])).output).toContain("say one with --memory");
});

it("is a table in Markdown, too", () => {
  const { output } = reporters.markdown(reportOf(["Orders"], { durationMs: 60 }));
  expect(output).toContain("| function | memory | architecture | a million | a month | change |");
  expect(output).toContain("| Orders | 512 MB | arm64 | $1.05 | $3.16 | −$1.20 |");
});

it("is as the schema says", () => {
  const validate = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true }).compile(
    JSON.parse(readProjectFile("schema/cost.schema.json")) as object,
  );
  for (const report of [reportOf(["A", "B"], { memoryMb: 128 }, [missing]), reportOf(["A"]), reportOf([])])
    expect(validate(JSON.parse(reporters.json(report).output)), JSON.stringify(validate.errors)).toBe(true);
});

it.each([
  [0, "$0.00"],
  [0.0001, "$0.0001"],
  [0.2, "$0.20"],
  [1.234, "$1.23"],
  [12_345.6, "$12,345.60"],
])("writes %d as %s", (usd, text) => {
  expect(formatUsd(usd)).toBe(text);
});
