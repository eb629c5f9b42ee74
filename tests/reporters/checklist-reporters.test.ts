import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { reportChecklistAsMarkdown } from "../../src/reporters/checklist-markdown.js";
import { reportChecklistAsSarif } from "../../src/reporters/checklist-sarif.js";
import { reportChecklistAsText } from "../../src/reporters/checklist-text.js";
import { countFailed } from "../../src/reporters/describe-checklist.js";
import { reportAsJson } from "../../src/reporters/report-as-json.js";
import { type ChecklistInput, buildChecklist } from "../../src/reports/checklist/build-checklist.js";
import type { ChecklistReport } from "../../src/reports/checklist/checklist-report.js";
import { readProjectFile } from "../support/project-files.js";
import { hostileNames } from "./hostile.js";

const terminal = { width: 80, hasColor: false, top: 2 };
const reporters = {
  text: (report: ChecklistReport) => reportChecklistAsText(report, terminal),
  json: (report: ChecklistReport) => reportAsJson(report, countFailed(report)),
  markdown: reportChecklistAsMarkdown,
  sarif: reportChecklistAsSarif,
};

const clean: ChecklistInput = {
  handlers: 2,
  functions: 2,
  findings: [],
  metrics: [{ file: "src/a.ts", line: 3, rule: null, message: "`Metrics` writes metrics." }],
  testFiles: 3,
  problems: [],
};
const findings = [4, 12, 20].map((line) => ({
  file: "src/handlers/orders.ts",
  line,
  rule: "no-client-in-handler",
  message:
    "`new S3Client()` runs in every invocation: no connection is reused, and each request pays for a handshake. Create it once.",
}));
const missing = { file: "src/c.ts", importer: null, line: 7, message: "Unexpected token" };

const passed = buildChecklist(clean);
const failed = buildChecklist({ ...clean, findings });

describe.each(Object.entries(reporters))("as %s", (_, reporter) => {
  it("exits with 0 when no line fails, 1 when one does, and 2 when a file failed whatever else there is", () => {
    expect(reporter(passed).exitCode).toBe(0);
    expect(reporter(failed).exitCode).toBe(1);
    expect(reporter({ ...failed, problems: [missing] }).exitCode).toBe(2);
  });

  it.each(hostileNames)("stays what it is with a file named %j", (name) => {
    const hostile = findings.map((finding) => ({
      ...finding,
      file: name,
      message: `${name} is bad. Rename it.`,
    }));
    const problems = [{ ...missing, file: name, message: name }];
    const { output } = reporter(buildChecklist({ ...clean, findings: hostile, problems }));
    if (reporter === reporters.json || reporter === reporters.sarif) {
      expect(() => JSON.parse(output) as unknown).not.toThrow();
      return;
    }
    expect(output).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f\u202e]/);
    expect(output).not.toMatch(/^::/m);
    if (reporter === reporters.markdown)
      expect(output.replace(/`+[^`]*`+/g, "")).not.toMatch(/<(?!\/?(?:details|summary)>)/);
  });
});

describe("text", () => {
  it("says of each line what it rests on", () => {
    const { output } = reporters.text(failed);
    const lines = output.split("\n");
    const at = lines.findIndex((line) => line.startsWith("✗"));
    expect(lines.slice(at, at + 4)).toEqual([
      "✗ Execution environments are reused: 3 findings",
      "    src/handlers/orders.ts:4  no-client-in-handler  `new S3Client()` runs in ev…",
      "    src/handlers/orders.ts:12  no-client-in-handler  `new S3Client()` runs in e…",
      "    and 1 more",
    ]);
    expect(output).toContain("✓ Timeouts are handled\n");
    expect(output).toContain("? There is a dashboard\n    Dashboards are not looked for.\n");
    expect(lines.at(-2)).toBe(
      "13 pass, 1 fail, 7 unknown, for 2 handlers and 2 functions of the configuration",
    );
    expect(Math.max(...lines.slice(at, at + 4).map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("has colours when asked for, and says the same", () => {
    const colored = reportChecklistAsText(failed, { ...terminal, hasColor: true }).output;
    expect(colored).toContain("\u001b[");
    expect(colored.replace(/\u001b\[\d+m/g, "")).toBe(reporters.text(failed).output);
  });

  it("says what could not be read", () => {
    expect(reporters.text({ ...passed, problems: [missing] }).output).toContain(
      "✗ src/c.ts:7: Unexpected token",
    );
  });
});

describe("json", () => {
  const validate = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true }).compile(
    JSON.parse(readProjectFile("schema/checklist.schema.json")) as object,
  );

  it.each([
    ["a project that passes", passed],
    ["one that fails", { ...failed, problems: [missing] }],
  ])("is as the schema says: %s", (_, report) => {
    expect(validate(JSON.parse(reporters.json(report).output)), JSON.stringify(validate.errors)).toBe(true);
  });
});

describe("markdown", () => {
  it("has a row for each line, and the places of those that have some folded away", () => {
    const { output } = reporters.markdown(failed);
    expect(output.match(/^\| [✅❌❔]/gmu)).toHaveLength(21);
    expect(output).toContain("| ❌ | Execution environments are reused | 3 findings |");
    expect(output).toContain("<details><summary>Execution environments are reused: 3 findings</summary>");
    expect(output).toContain(
      "- `src/handlers/orders.ts:12` `no-client-in-handler` `new S3Client()` runs in every",
    );
    expect(output).not.toContain("Create it once");
  });
});

describe("sarif", () => {
  it("has a result for each finding, under the line that it speaks against", () => {
    const log = JSON.parse(reporters.sarif({ ...failed, problems: [missing] }).output) as {
      runs: { tool: { driver: { rules: { id: string }[] } }; results: { ruleId: string }[] }[];
    };
    const [run] = log.runs;
    expect(run?.results.map(({ ruleId }) => ruleId)).toEqual([
      ...findings.map(() => "checklist/reuse"),
      "analysis-problem",
    ]);
    expect(run?.tool.driver.rules.map(({ id }) => id)).toEqual(["checklist/reuse", "analysis-problem"]);
    expect(run?.results[0]).toMatchObject({
      level: "warning",
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "src/handlers/orders.ts", uriBaseId: "SRCROOT" },
            region: { startLine: 4 },
          },
        },
      ],
    });
  });
});
