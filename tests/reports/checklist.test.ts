import { expect, it } from "vitest";
import { type ChecklistInput, buildChecklist } from "../../src/reports/checklist/build-checklist.js";
import { findMetrics } from "../../src/reports/checklist/find-metrics.js";
import type { HandlerFacts } from "../../src/reports/facts/facts-report.js";

const nothing: ChecklistInput = {
  handlers: 0,
  functions: 0,
  findings: [],
  metrics: [],
  testFiles: 0,
  problems: [],
};
const project: ChecklistInput = { ...nothing, handlers: 3, functions: 2, testFiles: 4 };

function lineOf(id: string, input: ChecklistInput) {
  const line = buildChecklist(input).lines.find((candidate) => candidate.id === id);
  if (line === undefined) throw new Error(`There is no line ${id}.`);
  return line;
}

const finding = (rule: string, file = "src/a.ts", line = 1) => ({ file, line, rule, message: `By ${rule}.` });

it("knows nothing of a folder without handlers and functions", () => {
  const { lines } = buildChecklist(nothing);
  expect(new Set(lines.map(({ status }) => status))).toEqual(new Set(["unknown"]));
  expect(lineOf("timeout", nothing).note).toBe("No handler was found.");
  expect(lineOf("vpc", nothing).note).toBe("No configuration of functions was found.");
});

it("passes a line whose rules find nothing, where there is something to look at", () => {
  expect(lineOf("timeout", project)).toMatchObject({ status: "pass", evidence: [], note: null });
  expect(lineOf("vpc", project)).toMatchObject({ status: "pass" });
  expect(lineOf("vpc", { ...project, functions: 0 })).toMatchObject({ status: "unknown" });
});

it("never passes what no rule shows", () => {
  for (const id of ["memory", "alarms", "dashboard", "cost", "layers", "prediction"])
    expect(lineOf(id, project), id).toMatchObject({ status: "unknown", note: expect.any(String) as string });
});

it("fails a line with the findings of its rules, in the order of files and lines", () => {
  const findings = [
    finding("require-io-timeout", "src/b.ts", 9),
    finding("require-remaining-time-check", "src/b.ts", 2),
    finding("function-timeout", "src/a.ts", 5),
    finding("no-heavy-import"),
  ];
  const line = lineOf("timeout", { ...project, findings });
  expect(line.status).toBe("fail");
  expect(line.evidence.map(({ file, line: at }) => `${file}:${at}`)).toEqual([
    "src/a.ts:5",
    "src/b.ts:2",
    "src/b.ts:9",
  ]);
  expect(lineOf("cold-start", { ...project, findings }).evidence).toHaveLength(1);
  expect(lineOf("reuse", { ...project, findings }).status).toBe("pass");
});

it("fails without a basis, too: a finding is one", () => {
  expect(lineOf("vpc", { ...nothing, findings: [finding("unneeded-vpc")] }).status).toBe("fail");
});

it("asks for tests, and does not say that those that are there suffice", () => {
  expect(lineOf("tests", project)).toMatchObject({ status: "unknown" });
  expect(lineOf("tests", project).note).toMatch(/^4 files are tests;/);
  expect(lineOf("tests", { ...project, testFiles: 1 }).note).toMatch(/^1 file is a test;/);
  expect(lineOf("tests", { ...project, testFiles: 0 })).toMatchObject({ status: "fail", evidence: [] });
});

it("finds what writes metrics in handlers' files, each place once", () => {
  const handler = {
    file: "src/a.ts",
    clients: [
      { name: "Metrics", module: "@aws-lambda-powertools/metrics", line: 3, created: "init" },
      { name: "S3Client", module: "@aws-sdk/client-s3", line: 4, created: "init" },
    ],
  } as unknown as HandlerFacts;
  const metrics = findMetrics([handler, handler]);
  expect(metrics).toEqual([
    {
      file: "src/a.ts",
      line: 3,
      rule: null,
      message: "`Metrics` of @aws-lambda-powertools/metrics writes metrics.",
    },
  ]);
  expect(lineOf("metrics", { ...project, metrics })).toMatchObject({ status: "pass", evidence: metrics });
  expect(lineOf("metrics", project)).toMatchObject({ status: "unknown" });
});
