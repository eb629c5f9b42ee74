import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { onlyValue, possibleValues } from "../../src/functions/config-value.js";
import { configReads } from "../../src/functions/config-reads.js";
import { functionsOfFile } from "../../src/functions/functions-of-file.js";
import { temporaryProject } from "../support/temporary-project.js";

const handler = "export const create = async () => {};\n";

function functionOf(files: Record<string, string>, source: string) {
  const directory = temporaryProject({ [source]: handler, ...files });
  const found = functionsOfFile(join(directory, source));
  expect(found.map(({ id }) => id)).toHaveLength(1);
  return found[0]!;
}

describe("templates of AWS SAM", () => {
  const template = `
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Parameters:
  Memory: { Type: Number, Default: 256 }
  Stage: { Type: String, AllowedValues: [dev, prod] }
Mappings:
  Stages:
    dev: { timeout: 5 }
    prod: { timeout: 20 }
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Globals:
  Function:
    Runtime: nodejs22.x
    Timeout: 10
    Environment:
      Variables:
        TABLE: orders
        LEVEL: info
Resources:
  CreateOrder:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/orders/
      Handler: create.create
      MemorySize: !Ref Memory
      Timeout: !FindInMap [Stages, !Ref Stage, timeout]
      Environment:
        Variables:
          LEVEL: !If [IsProd, warn, debug]
          QUEUE: !Sub "\${Stage}-queue"
          TOPIC: { Ref: "Topic" }
          NONE: !Ref AWS::NoValue
      Events:
        Queue:
          Type: SQS
          Properties:
            Queue: !GetAtt Queue.Arn
            FunctionResponseTypes: [ReportBatchItemFailures]
  Queue:
    Type: AWS::SQS::Queue
`;

  it("finds the handler, and what the globals, parameters, maps and conditions say", () => {
    const found = functionOf({ "template.yaml": template }, "src/orders/create.ts");
    expect(found).toMatchObject({ id: "CreateOrder", framework: "sam" });
    expect(found.handler).toMatchObject({ status: "resolved", exportName: "create" });
    expect(found.place).toMatchObject({ line: 22, column: 3 });
    expect(onlyValue(found.runtime)).toBe("nodejs22.x");
    expect(found.memoryMb).toEqual({ k: "default", value: 256, of: "the parameter Memory" });
    expect(possibleValues(found.timeoutSec)).toEqual([5, 20]);
    const { variables, isComplete } = found.env;
    expect(isComplete).toBe(true);
    expect([...variables.keys()].sort()).toEqual(["LEVEL", "QUEUE", "TABLE", "TOPIC"]);
    expect(possibleValues(variables.get("LEVEL"))).toEqual(["warn", "debug"]);
    expect(variables.get("TABLE")).toMatchObject({ k: "known", value: "orders", place: { line: 19 } });
    expect(variables.get("QUEUE")?.k).toBe("opaque");
    expect(variables.get("TOPIC")?.k).toBe("opaque");
  });

  it("knows the event source, its batch size by default, and that it takes partial failures", () => {
    const { sources } = functionOf({ "template.yaml": template }, "src/orders/create.ts");
    expect(sources).toMatchObject([
      { kind: "sqs", batchSize: { k: "default", value: 10 }, reportsBatchItemFailures: true },
    ]);
  });

  it("has the defaults of the framework where nobody says anything", () => {
    const bare = template.replace(/\n\s+(?:MemorySize|Timeout):.*/g, "");
    const found = functionOf({ "template.yaml": bare }, "src/orders/create.ts");
    expect(found.memoryMb).toEqual({ k: "default", value: 128, of: "AWS SAM" });
    expect(found.timeoutSec).toEqual({ k: "default", value: 3, of: "AWS SAM" });
  });

  it("finds what esbuild is given, and what TypeScript wrote", () => {
    const bundled = `
Resources:
  Create:
    Type: AWS::Serverless::Function
    Metadata: { BuildMethod: esbuild, BuildProperties: { EntryPoints: [functions/create.ts] } }
    Properties: { CodeUri: ., Handler: create.create, Runtime: nodejs22.x }
`;
    expect(functionOf({ "template.yaml": bundled }, "functions/create.ts").handler.status).toBe("resolved");
    const compiled = `
Resources:
  Create:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: ., Handler: dist/api/create.create, Runtime: nodejs22.x }
`;
    const tsconfig = `{
  // comments are allowed here
  "compilerOptions": { "outDir": "dist", "rootDir": "src" }
}`;
    const files = { "template.yaml": compiled, "tsconfig.json": tsconfig };
    expect(functionOf(files, "src/api/create.ts").handler.status).toBe("resolved");
    // A bundler takes the sources for the root, whatever the compiler that only checks them is told.
    const checked = { ...files, "tsconfig.json": tsconfig.replace('"src"', '"."') };
    expect(functionOf(checked, "src/api/create.ts").handler.status).toBe("resolved");
    expect(functionOf({ "template.yaml": compiled }, "src/api/create.ts").handler.status).toBe("resolved");
  });

  it("finds what esbuild is given from a folder above, which SAM is told to be the base", () => {
    const bundled = `
Resources:
  Create:
    Type: AWS::Serverless::Function
    Metadata: { BuildMethod: esbuild, BuildProperties: { EntryPoints: [services/core/src/create.ts] } }
    Properties: { Handler: create.create, Runtime: nodejs22.x }
`;
    const { handler } = functionOf(
      { "services/app-infra/template.yaml": bundled },
      "services/core/src/create.ts",
    );
    expect(handler.status).toBe("resolved");
  });

  it("reads functions and event source mappings of CloudFormation in JSON", () => {
    const json = JSON.stringify({
      Resources: {
        Stream: { Type: "AWS::Kinesis::Stream" },
        Create: {
          Type: "AWS::Lambda::Function",
          Properties: { Code: "src", Handler: "create.create", Runtime: "nodejs20.x", MemorySize: 512 },
        },
        Mapping: {
          Type: "AWS::Lambda::EventSourceMapping",
          Properties: {
            FunctionName: { "Fn::GetAtt": ["Create", "Arn"] },
            EventSourceArn: { "Fn::GetAtt": ["Stream", "Arn"] },
            BatchSize: 25,
          },
        },
      },
    });
    const found = functionOf(
      { "infra/stack.template.json": json.replace('"src"', '"../src"') },
      "src/create.js",
    );
    expect(found.framework).toBe("cloudformation");
    expect(onlyValue(found.memoryMb)).toBe(512);
    expect(found.sources).toMatchObject([
      { kind: "kinesis", batchSize: { k: "known", value: 25 }, reportsBatchItemFailures: false },
    ]);
  });

  it("leaves code in a bucket and code in the template alone", () => {
    const elsewhere = `
Resources:
  Create:
    Type: AWS::Lambda::Function
    Properties: { Code: { S3Bucket: b, S3Key: k }, Handler: create.create, Runtime: nodejs22.x }
  Inline:
    Type: AWS::Lambda::Function
    Properties: { Code: { ZipFile: "exports.create = 1" }, Handler: create.create, Runtime: nodejs22.x }
`;
    const directory = temporaryProject({ "create.js": handler, "template.yaml": elsewhere });
    expect(functionsOfFile(join(directory, "create.js"))).toEqual([]);
  });
});

describe("serverless.yml", () => {
  const service = `
service: orders
custom:
  memory: { dev: 256, prod: 1024 }
  defaults: \${file(./defaults.yml)}
provider:
  name: aws
  runtime: nodejs22.x
  stage: \${opt:stage, 'dev'}
  memorySize: \${self:custom.memory.\${self:provider.stage}}
  environment:
    TABLE: orders-\${self:provider.stage}
    SECRET: \${ssm:/orders/secret}
functions:
  create:
    handler: src/orders/create.create
    timeout: \${self:custom.defaults.timeout}
    events:
      - httpApi: POST /orders
      - sqs: { arn: !GetAtt Queue.Arn, batchSize: 5, functionResponseType: ReportBatchItemFailures }
`;

  it("follows variables to files whose names stand in quotes", () => {
    const quoted = service.replace("./defaults.yml", "'./defaults.yml'");
    const found = functionOf(
      { "serverless.yml": quoted, "defaults.yml": "timeout: 15\n" },
      "src/orders/create.ts",
    );
    expect(onlyValue(found.timeoutSec)).toBe(15);
  });

  it("inherits from the provider and follows variables through files and fallbacks", () => {
    const files = { "serverless.yml": service, "defaults.yml": "timeout: 15\n" };
    const found = functionOf(files, "src/orders/create.ts");
    expect(found).toMatchObject({ id: "create", framework: "serverless", handler: { exportName: "create" } });
    expect(onlyValue(found.memoryMb)).toBe(256);
    expect(onlyValue(found.timeoutSec)).toBe(15);
    expect(onlyValue(found.env.variables.get("TABLE"))).toBe("orders-dev");
    expect(found.env.variables.get("SECRET")).toMatchObject({ k: "opaque", text: "${ssm:/orders/secret}" });
    expect(found.sources).toMatchObject([
      { kind: "apigw-http" },
      { kind: "sqs", batchSize: { value: 5 }, reportsBatchItemFailures: true },
    ]);
  });

  it("ends where variables lead to themselves", () => {
    const looping = service.replace("orders-${self:provider.stage}", "${self:provider.environment.TABLE}");
    const found = functionOf({ "serverless.yml": looping }, "src/orders/create.ts");
    expect(found.env.variables.get("TABLE")?.k).toBe("opaque");
  });

  it("says nothing of other clouds", () => {
    const directory = temporaryProject({
      "src/orders/create.ts": handler,
      "serverless.yml": service.replace("name: aws", "name: azure"),
    });
    expect(functionsOfFile(join(directory, "src/orders/create.ts"))).toEqual([]);
  });

  it("takes functions from files of their own", () => {
    const files = {
      "serverless.yml": service.replace(/functions:[^]*/, "functions:\n  - ${file(functions/orders.yml)}\n"),
      "functions/orders.yml": "create:\n  handler: src/create.create\n",
    };
    expect(functionOf(files, "src/create.ts").id).toBe("create");
  });
});

/** Ten lists, each of which holds the one before ten times. */
const names = ["b", "c", "d", "e", "f", "g", "h", "i", "j"];
const bomb = [
  "x: &a [1]",
  ...names.map((name, index) => `${name}: &${name} [${`*${["a", ...names][index] ?? ""}, `.repeat(9)}1]`),
  "Resources: { A: { Type: AWS::Serverless::Function, Properties: *j } } # a.",
].join("\n");

describe("looking for configuration", () => {
  const template =
    "Resources:\n  A:\n    Type: AWS::Serverless::Function\n    Properties: { Handler: a.main, CodeUri: . }\n";

  it("parses a template once for all files, and only where it mentions one", () => {
    const directory = temporaryProject({ "a.ts": handler, "b.ts": handler, "template.yaml": template });
    const before = configReads.parses;
    expect(functionsOfFile(join(directory, "zebra.ts"))).toEqual([]);
    expect(configReads.parses).toBe(before);
    for (let again = 0; again < 3; again++) expect(functionsOfFile(join(directory, "a.ts"))).toHaveLength(1);
    expect(configReads.parses).toBe(before + 1);
  });

  it("reads a template again when it changes, and no other", () => {
    const directory = temporaryProject({
      "a.ts": handler,
      "template.yaml": template,
      "other/template.yaml": template,
    });
    const clock = vi.spyOn(performance, "now").mockReturnValue(1e9);
    const file = join(directory, "a.ts");
    expect(functionsOfFile(file)[0]?.handler.exportName).toBe("main");
    const before = { ...configReads };
    writeFileSync(join(directory, "template.yaml"), template.replace("a.main", "a.other"));
    utimesSync(join(directory, "template.yaml"), 1, 1);
    clock.mockReturnValue(1e9 + 5_000);
    expect(functionsOfFile(file)[0]?.handler.exportName).toBe("other");
    expect(configReads).toEqual({ files: before.files + 1, parses: before.parses + 1 });
    clock.mockRestore();
  });

  it.each([
    ["YAML that is none", 'Resources: AWS::Serverless::Function\n  - [a: {\n\t"a.\n'],
    ["a bomb of aliases", bomb],
    ["keys of the prototype", template.replace("  A:", "  __proto__:").replace("Handler", "constructor")],
    ["nothing", ""],
    ["a document that is a list", "- AWS::Serverless::Function a.\n"],
    ["bytes", "\u0000\u0001AWS::Serverless::Function a.\u0000"],
  ])("stands %s", (_, text) => {
    const directory = temporaryProject({ "a.ts": handler, "template.yaml": text });
    expect(functionsOfFile(join(directory, "a.ts"))).toEqual([]);
  });

  it.each([
    ["a folder of a usual name", "infra/template.yaml", ".."],
    ["a folder of one stack below it", "infrastructure/lambda/template.yaml", "../.."],
    [
      "a folder whose name says of which framework the templates are",
      "SAMtemplates/functions/main.yaml",
      "../..",
    ],
    ["a folder with a name of more words", "cfn-templates/api.yml", ".."],
  ])("finds templates in %s", (_, file, root) => {
    const directory = temporaryProject({
      "src/handlers/a.ts": handler,
      [file]: template.replace("CodeUri: .", `CodeUri: ${root}/src/handlers`),
    });
    expect(functionsOfFile(join(directory, "src/handlers/a.ts")).map(({ id }) => id)).toEqual(["A"]);
  });

  it("finds a template of SAM in another folder that names the sources, and no other", () => {
    const directory = temporaryProject({
      ".git/HEAD": "",
      "01-core/template.yaml": template.replace("CodeUri: .", "CodeUri: ../services/orders"),
      "02-other/template.yaml": template,
      "03-other/stack.yaml": template.replace("CodeUri: .", "CodeUri: ../services/orders"),
      "tests/template.yaml": template.replace("CodeUri: .", "CodeUri: ../services/orders"),
      "services/orders/a.ts": handler,
    });
    const found = functionsOfFile(join(directory, "services/orders/a.ts"));
    expect(found.map(({ place }) => place.file)).toEqual([join(directory, "01-core/template.yaml")]);
  });

  it("looks for templates in three levels of folders, and not in those of tests", () => {
    const deep = template.replace("CodeUri: .", "CodeUri: ../../../..");
    const directory = temporaryProject({
      "a.ts": handler,
      "infra/one/two/three/template.yaml": deep,
      "infra/tests/template.yaml": template.replace("CodeUri: .", "CodeUri: ../.."),
    });
    expect(functionsOfFile(join(directory, "a.ts"))).toEqual([]);
  });

  it("leaves alone the folders of a collection of projects that are named after what they deploy with", () => {
    const templateOf = (count: number) => ({
      ".git/HEAD": "",
      "orders/src/a.ts": handler,
      ...Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          `project-${index}-sam/template.yaml`,
          template.replace("CodeUri: .", "CodeUri: ../orders/src"),
        ]),
      ),
    });
    const found = (count: number) =>
      functionsOfFile(join(temporaryProject(templateOf(count)), "orders/src/a.ts")).length;
    expect(found(3)).toBe(3);
    expect(found(21)).toBe(0);
  });

  it("stands folders that are links to themselves", () => {
    const directory = temporaryProject({ "src/a.ts": handler, "template.yaml": template });
    mkdirSync(join(directory, "x"));
    symlinkSync(directory, join(directory, "infra"));
    expect(functionsOfFile(join(directory, "src/a.ts"))).toEqual([]);
  });

  it("ends at the root of the repository", () => {
    const directory = temporaryProject({
      "template.yaml": template.replace("CodeUri: .", "CodeUri: repo"),
      "repo/.git/HEAD": "ref: refs/heads/main\n",
      "repo/a.ts": handler,
    });
    expect(functionsOfFile(join(directory, "repo/a.ts"))).toEqual([]);
  });
});

describe("files of the Serverless Framework that a command names", () => {
  const service = (provider: string) =>
    `service: orders\nprovider:\n  name: ${provider}\nfunctions:\n  create: { handler: src/create.create }\n`;
  const found = (files: Record<string, string>) =>
    functionsOfFile(
      join(temporaryProject({ ".git/HEAD": "", "src/create.ts": handler, ...files }), "src/create.ts"),
    );

  it.each(["serverless-orders.yml", "orders.yaml"])("are known by what they have: %s", (name) => {
    expect(found({ [name]: service("aws") }).map(({ id }) => id)).toEqual(["create"]);
  });

  it.each([
    ["the functions of one", "functions:\n  create: { handler: src/create.create }\n"],
    ["another cloud", service("google")],
    [
      "something else with functions",
      "service: orders\nfunctions:\n  create: { handler: src/create.create }\n",
    ],
  ])("are not %s", (_, text) => {
    expect(found({ "orders.yml": text })).toEqual([]);
  });
});
