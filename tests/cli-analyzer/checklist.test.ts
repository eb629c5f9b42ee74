import { describe, expect, it } from "vitest";
import type { ChecklistReport } from "../../src/reports/checklist/checklist-report.js";
import { temporaryProject } from "../support/temporary-project.js";
import { runAnalyzer } from "./run-analyzer.js";

const TEMPLATE = `AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: orders.handler
      Runtime: nodejs16.x
      MemorySize: 512
      Timeout: 10
`;
const ORDERS = `import { SQSClient } from "@aws-sdk/client-sqs";
export const handler = async (event) => {
  const client = new SQSClient({});
  return client;
};
`;

const files = {
  "deploy/production.yaml": TEMPLATE.replace("CodeUri: src/", "CodeUri: ../src/"),
  "src/orders.ts": ORDERS,
  "src/orders.test.ts": `import { handler } from "./orders.js";\ntest("orders", () => handler({}));\n`,
  "config/other.yaml": "a: [1, 2\n",
};

function linesOf(directory: string, ...args: readonly string[]) {
  const run = runAnalyzer(directory, "checklist", "--format", "json", ...args);
  const report = JSON.parse(run.stdout) as ChecklistReport;
  const line = (id: string) => report.lines.find((candidate) => candidate.id === id);
  return { ...run, report, line };
}

describe("checklist", () => {
  it("runs every rule over code and templates, whatever a template is called", () => {
    const { exitCode, report, line } = linesOf(temporaryProject(files));
    expect(exitCode).toBe(1);
    expect(report).toMatchObject({ handlers: 1, functions: 1, problems: [] });
    expect(line("reuse")).toMatchObject({
      status: "fail",
      evidence: [{ file: "src/orders.ts", line: 3, rule: "no-client-in-handler" }],
    });
    expect(line("runtime")?.evidence).toMatchObject([
      { file: "deploy/production.yaml", line: 9, rule: "supported-runtime" },
    ]);
    expect(line("environment")).toMatchObject({ status: "pass" });
    expect(line("tests")?.note).toMatch(/^1 file is a test;/);
  });

  it("takes files, globs and directories, also outside the working directory", () => {
    const directory = temporaryProject({ ...files, "other/src/late.ts": ORDERS });
    expect(linesOf(directory, "other").line("reuse")?.evidence).toMatchObject([
      { file: "other/src/late.ts" },
    ]);
    expect(linesOf(directory, "other/**/*.ts").line("reuse")?.evidence).toHaveLength(1);
    expect(linesOf(`${directory}/other`, "../src/orders.ts").line("reuse")?.evidence).toMatchObject([
      { file: "../src/orders.ts", line: 3 },
    ]);
  });

  it("holds to comments that disable a rule, and to the config", () => {
    const disabled = ORDERS.replace(
      "  const client",
      "  // eslint-disable-next-line aws-lambda/no-client-in-handler -- one request a day\n  const client",
    );
    const directory = temporaryProject({
      ...files,
      "src/orders.ts": disabled,
      "src/old/orders.ts": ORDERS,
      "lambda-analyzer.config.json": '{ "ignore": ["src/old/**"] }',
    });
    expect(linesOf(directory).line("reuse")).toMatchObject({ status: "pass" });
  });

  it("says which files it could not read, and goes on", () => {
    const directory = temporaryProject({
      ...files,
      "src/broken.ts": "export const handler = async (event => {};\n",
    });
    const { exitCode, report, line, stderr } = linesOf(directory);
    expect(exitCode).toBe(2);
    expect(report.problems.map(({ file }) => file)).toContain("src/broken.ts");
    expect(stderr).toContain("src/broken.ts:1:");
    expect(line("reuse")?.status).toBe("fail");
  });

  it("knows nothing of an empty folder", () => {
    const { exitCode, stdout } = runAnalyzer(temporaryProject({ "README.md": "" }), "checklist");
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      "0 pass, 0 fail, 21 unknown, for 0 handlers and 0 functions of the configuration",
    );
  });

  it("refuses a format that it does not have", () => {
    const { exitCode, stderr } = runAnalyzer(temporaryProject({}), "checklist", "--format", "html");
    expect(exitCode).toBe(2);
    expect(stderr).toContain("text, json, markdown, sarif");
  });
});
