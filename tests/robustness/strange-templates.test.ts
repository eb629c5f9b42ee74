import { Linter } from "eslint";
import { expect, it } from "vitest";
import { parseDocument } from "yaml";
import plugin from "../../src/index.js";

const linter = new Linter();

function lint(text: string, filename: string): readonly Linter.LintMessage[] {
  return linter.verify(text, [plugin.configs["templates-strict"]], { filename });
}

const template = `Transform: [AWS::Serverless-2016-10-31]
Parameters: { Memory: { Type: Number, Default: 64 }, Stage: { AllowedValues: [dev, prod] } }
Mappings: { Times: { dev: { t: 1000 }, prod: { t: 2000 } } }
Globals: { Function: { Runtime: nodejs16.x, Tracing: PassThrough } }
Resources:
  Create:
    Type: AWS::Serverless::Function
    Metadata: { BuildMethod: esbuild, BuildProperties: { External: [a] } }
    Properties:
      Handler: app.handler # the entry
      MemorySize: !Ref Memory
      Timeout: !FindInMap [Times, !Ref Stage, t]
      Architectures: [!If [C, x86_64, x86_64]]
      Layers: [!Sub "arn:aws:lambda:\${AWS::Region}:1:layer:tools"]
      Environment: { Variables: { AWS_REGION: x, T: !GetAtt Table.Arn } }
      Policies: [{ Statement: [{ Effect: Allow, Action: "*", Resource: "*" }] }, DynamoDBCrudPolicy: { TableName: !Ref Table }]
      FunctionUrlConfig: { AuthType: NONE }
      Events:
        Q: { Type: SQS, Properties: { Queue: !GetAtt Queue.Arn } }
        S: { Type: Schedule, Properties: { Schedule: rate(1 day) } }
  Queue: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: 5 } }
  Table: { Type: AWS::DynamoDB::Table }
  Alarm: { Type: AWS::CloudWatch::Alarm, Properties: { Namespace: AWS/Lambda, MetricName: Duration, Dimensions: [] } }
`;

const service = `provider:
  name: aws
  runtime: nodejs16.x
  environment: \${file(missing.yml)}
  iam: { role: { statements: [{ Effect: Allow, Action: [s3:*], Resource: ["*"] }] } }
functions:
  create: { handler: app.handler, memorySize: "64", timeout: "\${self:custom.time}", url: true, events: [sqs: { arn: !GetAtt Q.Arn }] }
custom: { time: "\${self:custom.time}" }
resources: [{ Resources: { Q: { Type: AWS::SQS::Queue } } }]
`;

it.each([
  ["template.yaml", template],
  ["serverless.yml", service],
])("says something sensible, and does not throw, wherever %s ends", (filename, text) => {
  for (let end = 0; end <= text.length; end += 7) {
    const messages = lint(text.slice(0, end), filename);
    const [first] = messages;
    if (first?.fatal === true) {
      // The text is no YAML there, and nothing is guessed of it.
      expect(messages).toHaveLength(1);
      expect(parseDocument(text.slice(0, end), { logLevel: "silent" }).errors, first.message).not.toEqual([]);
      expect(first.message).toMatch(/^Parsing error: .*[^:]$/);
    }
    for (const { line, column, message } of messages) {
      expect(line).toBeGreaterThan(0);
      expect(column).toBeGreaterThan(0);
      expect(message).not.toMatch(/undefined|NaN|\{\{|\[object/);
    }
  }
  expect(lint(text, filename).length).toBeGreaterThan(4);
});

it("does not throw where any line has something else, or is not there", () => {
  const lines = template.split("\n");
  const others = [
    "",
    ": !Ref",
    ": [1, { a: b }]",
    ": {}",
    ":",
    ": !If [a, b]",
    ": *a",
    ": !GetAtt 5",
    ": null",
    ": 1e999",
  ];
  for (const [index, line] of lines.entries()) {
    for (const other of others) {
      const changed = lines
        .map((old, at) => (at !== index ? old : other === "" ? "" : line.replace(/:.*/, other)))
        .join("\n");
      expect(() => lint(changed, "template.yaml"), changed).not.toThrow();
    }
  }
});

it.each([
  ["nothing", ""],
  ["a list", "- AWS::Lambda::Function\n"],
  ["a text", "AWS::Lambda::Function"],
  ["resources that are no map", "Resources: AWS::Lambda::Function"],
  ["an alias to itself", "Resources: &a\n  AWS::Lambda::Function: *a\n"],
  ["deep nesting", `Resources: ${"[".repeat(500)}AWS::Lambda::Function${"]".repeat(500)}`],
  ["several documents", "Resources: {}\n---\nResources: { A: { Type: AWS::Lambda::Function } }\n"],
  ["JSON that ends", '{ "Resources": { "A": { "Type": "AWS::Lambda::Function", '],
])("does not throw at %s", (_, text) => {
  for (const filename of ["template.yaml", "a.template.json", "serverless.yml"])
    expect(() => lint(text, filename)).not.toThrow();
});
