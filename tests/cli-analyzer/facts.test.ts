import { describe, expect, it } from "vitest";
import type { FactsReport } from "../../src/reports/facts/facts-report.js";
import { temporaryProject } from "../support/temporary-project.js";
import { runAnalyzer } from "./run-analyzer.js";

const TEMPLATE = `AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Parameters:
  Stage: { Type: String }
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: orders.handler
      Runtime: nodejs22.x
      MemorySize: 512
      Environment:
        Variables:
          TABLE: orders
          STAGE: !Ref Stage
      Events:
        Queue:
          Type: SQS
          Properties:
            Queue: !GetAtt OrdersQueue.Arn
            BatchSize: 5
  Lost:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: gone.handler
      Runtime: nodejs22.x
  Python:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: gone.handler
      Runtime: python3.13
`;

function project(): string {
  return temporaryProject({
    "template.yaml": TEMPLATE,
    "config/other.yaml": "a: [1, 2]\n",
    "src/orders.ts": "export const handler = async () => ({ batchItemFailures: [] });\n",
    "src/unrelated.ts": "export const handler = async () => 1;\n",
  });
}

describe("facts", () => {
  it("lists the functions of the configuration, and names them at their handlers", () => {
    const { exitCode, stdout } = runAnalyzer(project(), "facts", "--format", "json");
    expect(exitCode).toBe(0);
    const { handlers, functions } = JSON.parse(stdout) as FactsReport;
    expect(functions).toMatchObject([
      {
        id: "Orders",
        framework: "sam",
        file: "template.yaml",
        line: 6,
        runtime: "nodejs22.x",
        memoryMb: 512,
        timeoutSec: 3,
        handler: {
          raw: "orders.handler",
          entry: "src/orders.ts",
          exportName: "handler",
          status: "resolved",
          tried: [],
        },
        env: { TABLE: "orders", STAGE: null },
        envComplete: true,
        sources: [{ kind: "sqs", batchSize: 5, reportsBatchItemFailures: false }],
      },
      { id: "Lost", memoryMb: 128, handler: { entry: null, status: "file-missing" } },
      { id: "Python", handler: { entry: null, status: "opaque", tried: [] } },
    ]);
    expect(functions[1]?.handler.tried).toContain("src/gone");
    expect(handlers.map(({ file, functions: users }) => [file, users])).toEqual([
      ["src/orders.ts", ["Orders"]],
      ["src/unrelated.ts", []],
    ]);
  });

  it("lists exports for which another file makes the handler, as its types say", () => {
    const directory = temporaryProject({
      "package.json": "{}",
      "src/index.ts": `import { makeHandler } from "./make.js"; import createOrders, { makeOther } from "./orders.js";
export const handler = makeHandler({}); export const orders = createOrders({}); export const other = makeOther();\n`,
      "src/make.ts":
        'import type { SQSHandler } from "aws-lambda"; export const makeHandler = (deps: object): SQSHandler => async (event) => {};\n',
      "src/orders.ts":
        'import type { Handler } from "aws-lambda"; export default function createOrders(deps: object): Handler { return async () => 1; }\nexport const makeOther = () => async (event: object) => 1;\n',
    });
    const { stdout } = runAnalyzer(directory, "facts", "--format", "json");
    const { handlers } = JSON.parse(stdout) as FactsReport;
    expect(handlers.map(({ file, export: name, reexportedFrom }) => [file, name, reexportedFrom])).toEqual([
      ["src/index.ts", "handler", "./make.js"],
      ["src/index.ts", "orders", "./orders.js"],
    ]);
  });

  it("reads a project beside the working directory", () => {
    const elsewhere = temporaryProject({ "package.json": "{}" });
    const { stdout } = runAnalyzer(elsewhere, "facts", project(), "--format", "json");
    const { handlers, problems } = JSON.parse(stdout) as FactsReport;
    expect(handlers.map(({ functions: users }) => users)).toEqual([["Orders"], []]);
    expect(problems).toEqual([]);
  });

  it("takes an export for no handler for its name alone where a handler of the configuration calls it", () => {
    const directory = temporaryProject({
      "template.yaml": TEMPLATE,
      "src/orders.js":
        'const errors = require("./lib/errors.js"); exports.handler = async (event) => errors.handler(event);\n',
      "src/lib/errors.js": "exports.handler = async (event) => {};\n",
      "src/impl.js": "exports.handler = async (event) => {};\n",
      "src/passed-on.js": "exports.handler = async (event) => {};\n",
      "src/lib/parts.js":
        'require("../impl.js"); module.exports.handler = require("../passed-on").handler;\n',
    });
    const { stdout } = runAnalyzer(directory, "facts", "--format", "json");
    const { handlers } = JSON.parse(stdout) as FactsReport;
    expect(handlers.map(({ file }) => file)).toEqual([
      "src/impl.js",
      "src/lib/parts.js",
      "src/orders.js",
      "src/passed-on.js",
    ]);
  });

  it("lists every function that one expression of the CDK makes, each at its handler", () => {
    const directory = temporaryProject({
      "cdk.json": "{}",
      "lib/stack.ts": `
import { Stack } from "aws-cdk-lib";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
export class Orders extends Stack {
  constructor(scope, id) {
    super(scope, id);
    for (const name of ["ship", "bill"]) new NodejsFunction(this, "Function", { entry: \`src/\${name}.ts\` });
  }
}
`,
      "src/ship.ts": "export const handler = async () => 1;\n",
      "src/bill.ts": "export const handler = async () => 2;\n",
    });
    const { stdout } = runAnalyzer(directory, "facts", "--format", "json");
    const { handlers, functions } = JSON.parse(stdout) as FactsReport;
    expect(functions.map(({ handler }) => handler.entry).sort()).toEqual(["src/bill.ts", "src/ship.ts"]);
    expect(handlers.map((handler) => [handler.file, handler.functions])).toEqual([
      ["src/bill.ts", ["Function"]],
      ["src/ship.ts", ["Function"]],
    ]);
  });

  it("leaves out the functions of routes, which Lambda does not call", () => {
    const directory = temporaryProject({
      "src/api.ts": `
import middy from "@middy/core";
import httpRouter from "@middy/http-router";
const routes = [{ method: "GET", path: "/", handler: middy().handler(list) }];
export const handler = middy().handler(httpRouter(routes));
async function list() {}
`,
    });
    const { stdout } = runAnalyzer(directory, "facts", "--format", "json");
    const { handlers } = JSON.parse(stdout) as FactsReport;
    expect(handlers).toMatchObject([{ export: "handler", line: 5 }]);
  });

  it("finds a handler that Git ignores, where the configuration names it", () => {
    const directory = temporaryProject({
      ".gitignore": "*.js\n",
      "template.yaml": TEMPLATE,
      "src/orders.js": "exports.handler = async () => 1;\n",
      "src/other.js": "exports.handler = async () => 1;\n",
    });
    const { stdout } = runAnalyzer(directory, "facts", "--format", "json");
    const { handlers } = JSON.parse(stdout) as FactsReport;
    expect(handlers.map(({ file }) => file)).toEqual(["src/orders.js"]);
  });

  it("lists the functions that use a handler that is named", () => {
    const { stdout } = runAnalyzer(project(), "facts", "--format", "json", "src/orders.ts");
    const { functions } = JSON.parse(stdout) as FactsReport;
    expect(functions.map(({ id }) => id)).toEqual(["Orders"]);
  });

  it("names a template that does not parse, with its line, and reports on the rest", () => {
    const directory = temporaryProject({
      "template.yaml": TEMPLATE,
      "broken/template.yaml": "Resources:\n  A: [\n    Type: AWS::Serverless::Function\n",
      "src/orders.ts": "export const handler = async () => 1;\n",
    });
    const { exitCode, stdout } = runAnalyzer(directory, "facts", "--format", "json");
    const { functions, problems } = JSON.parse(stdout) as FactsReport;
    expect(exitCode).toBe(2);
    expect(functions).toHaveLength(3);
    expect(problems).toMatchObject([{ file: "broken/template.yaml", line: 4 }]);
  });

  it("names a mistake in a template behind which functions could be read", () => {
    const directory = temporaryProject({
      "template.yaml": `${TEMPLATE}Outputs:\n  Url: "${"x".repeat(3)}\n`,
      "src/orders.ts": "export const handler = async () => 1;\n",
    });
    const { exitCode, stdout } = runAnalyzer(directory, "facts", "--format", "json");
    const { functions, problems } = JSON.parse(stdout) as FactsReport;
    expect(exitCode).toBe(2);
    expect(functions).toHaveLength(3);
    expect(problems).toMatchObject([{ file: "template.yaml" }]);
  });

  it("shows them as text and as Markdown", () => {
    const directory = project();
    expect(runAnalyzer(directory, "facts").stdout).toContain(
      "template.yaml:6  Orders (sam)\n  nodejs22.x, 512 MB, 3 s, from sqs: orders.handler in src/orders.ts",
    );
    expect(runAnalyzer(directory, "facts", "--format", "markdown").stdout).toContain(
      "nodejs22.x, 128 MB, 3 s: gone.handler is in no file of the project",
    );
  });

  it("finds a handler that a function of another file makes, also without types", () => {
    const directory = temporaryProject({
      "package.json": '{ "name": "orders" }',
      "src/make.ts": `export const makeHandler = (table: string) => async (event: any) => ({ table, id: await fetch(event.id) });
export const makeTable = (name: string) => () => name;\n`,
      "src/orders.ts":
        'import { makeHandler } from "./make";\nexport const handler = makeHandler("orders");\n',
      "src/table.ts": 'import { makeTable } from "./make";\nexport const handler = makeTable("orders");\n',
      "src/other.ts": 'import { makeHandler } from "./make";\nexport const load = makeHandler("orders");\n',
    });
    const { handlers } = JSON.parse(
      runAnalyzer(directory, "facts", "--format", "json").stdout,
    ) as FactsReport;
    expect(handlers).toMatchObject([
      { file: "src/orders.ts", export: "handler", evidence: ["export-name"], reexportedFrom: "./make" },
    ]);
  });
});
