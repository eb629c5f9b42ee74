import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { reportProfileAsMarkdown } from "../../src/reporters/profile-markdown.js";
import { reportProfileAsText } from "../../src/reporters/profile-text.js";
import { reportAsJson } from "../../src/reporters/report-as-json.js";
import { buildProfile } from "../../src/reports/profile/build-profile.js";
import type { ProfileReport } from "../../src/reports/profile/profile-report.js";
import { readProjectFile } from "../support/project-files.js";
import { hostileNames } from "./hostile.js";

const reporters = {
  text: (report: ProfileReport) => reportProfileAsText(report, { width: 100, hasColor: false }),
  json: (report: ProfileReport) => reportAsJson(report),
  markdown: reportProfileAsMarkdown,
};
const missing = { file: "other.log", importer: null, line: null, message: "It cannot be read" };
const invocation = { durationMs: 12.5, billedMs: 13, memoryMb: 128, maxMemoryUsedMb: 120, initMs: undefined };

const reportOf = (file: string, problems = [] as (typeof missing)[]) =>
  buildProfile(
    [{ file, invocations: [invocation, { ...invocation, durationMs: 1200, initMs: 265.7 }] }],
    problems,
  );

describe.each(Object.entries(reporters))("as %s", (_, reporter) => {
  it("exits with 0, and with 2 when a file failed", () => {
    expect(reporter(reportOf("orders.log")).exitCode).toBe(0);
    expect(reporter(reportOf("orders.log", [missing])).exitCode).toBe(2);
    expect(reporter(buildProfile([], [])).output.endsWith("\n")).toBe(true);
  });

  it.each(hostileNames)("stays what it is with a file named %j", (name) => {
    const { output } = reporter(reportOf(name, [{ ...missing, file: name, message: name }]));
    if (reporter === reporters.json) {
      expect(() => JSON.parse(output) as unknown).not.toThrow();
      return;
    }
    expect(output).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f\u202e]/);
    expect(output).not.toMatch(/^::/m);
    if (reporter === reporters.markdown) expect(output.replace(/`+[^`]*`+/g, "")).not.toMatch(/<\w/);
  });
});

it("draws a table, and what follows from it", () => {
  expect(reporters.text(reportOf("orders.log")).output)
    .toBe(`log         invocations  cold    p50       p95       p99  init p50    memory used
orders.log            2  50 %  13 ms  1,200 ms  1,200 ms    266 ms  120 of 128 MB

orders.log: It used 120 MB of 128 MB: with less than 20 % of room, give it 192 MB.
`);
  expect(reporters.markdown(reportOf("orders.log")).output).toContain(
    "| `orders.log` | 2 | 50 % | 13 ms | 1,200 ms | 1,200 ms | 266 ms | 120 of 128 MB |",
  );
});

it("is as the schema says", () => {
  const validate = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true }).compile(
    JSON.parse(readProjectFile("schema/profile.schema.json")) as object,
  );
  for (const report of [
    reportOf("orders.log", [missing]),
    buildProfile([{ file: "a", invocations: [invocation] }], []),
  ])
    expect(validate(JSON.parse(reporters.json(report).output)), JSON.stringify(validate.errors)).toBe(true);
});
