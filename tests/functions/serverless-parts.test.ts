import { describe, expect, it } from "vitest";
import { onlyValue } from "../../src/functions/config-value.js";
import { readTemplateText } from "../../src/functions/declared-functions.js";
import type { FunctionConfig, ResourceReference } from "../../src/functions/function-config.js";

/** The function `create` of a serverless.yml with these settings. */
function read(own: string, { provider = "", rest = "" } = {}): FunctionConfig {
  const indent = (text: string, by: string) => (text === "" ? "" : text.replace(/^/gm, by) + "\n");
  const text = `service: orders
provider:
  name: aws
${indent(provider, "  ")}functions:
  create:
    handler: app.create
${indent(own, "    ")}${rest}`;
  return readTemplateText(text, "/project/serverless.yml")[0]!;
}

const describeResource = (reference: ResourceReference | undefined) =>
  reference && (reference.id === undefined ? reference.text : `${reference.id} ${reference.type}`);

describe("functions of the Serverless Framework", () => {
  it("have its defaults", () => {
    const declared = read("");
    const { architecture, ephemeralStorageMb, tracing, logging } = declared;
    expect(
      [architecture, ephemeralStorageMb, tracing, logging?.format].map((value) => onlyValue<unknown>(value)),
    ).toEqual(["x86_64", 512, "PassThrough", "Text"]);
    expect(declared).toMatchObject({
      packageType: "zip",
      layers: { items: [], isComplete: true },
      failureSinks: { deadLetterQueue: undefined, onFailure: undefined, isComplete: true },
      permissions: { statements: [], isComplete: true },
      isDurable: false,
      alarms: [],
    });
    const unknown = ["vpc", "url", "deployment", "bundle"] as const;
    expect(unknown.map((key) => declared[key])).toEqual(Array(4).fill(undefined));
  });

  it("are waited for by user pools, unless they send messages for them", () => {
    const waitOf = (trigger: string) =>
      onlyValue(
        read(`events:\n  - cognitoUserPool: { pool: users, trigger: ${trigger} }`).sources[0]
          ?.integrationTimeoutMs,
      );
    expect([waitOf("PreSignUp"), waitOf("CustomEmailSender"), waitOf("'\${opt:trigger}'")]).toEqual([
      5000,
      undefined,
      undefined,
    ]);
  });

  it.each([
    ["the event of another one", "", "authorizer: create"],
    ["the event of another one, as an object", "", "authorizer: { name: create, type: request }"],
    [
      "the provider's HTTP API",
      "httpApi: { authorizers: { token: { type: request, functionName: create } } }",
      "",
    ],
  ])("are authorizers by %s", (_, provider, option) => {
    const rest = `  list:\n    handler: app.list\n    events:\n      - http: { path: /, method: get${option && `, ${option}`} }\n`;
    expect(read("", { provider, rest }).sources.map(({ kind }) => kind)).toEqual(["authorizer"]);
  });

  it.each(["aws_iam", "arn:aws:lambda:eu-west-1:123456789012:function:create", "{ arn: create }"])(
    "are no authorizers by a name of something else: %s",
    (authorizer) => {
      const rest = `  list:\n    handler: app.list\n    events:\n      - http: { path: /, method: get, authorizer: ${authorizer} }\n`;
      expect(read("", { rest }).sources).toEqual([]);
    },
  );

  it("take what they do not say from the provider", () => {
    const provider =
      "architecture: arm64\ntracing: { lambda: true }\nlogRetentionInDays: 14\nlayers: [a]\nvpc: { subnetIds: [s-1] }\nlogs: { lambda: { logFormat: JSON } }";
    const { architecture, tracing, logging, layers, vpc } = read("", { provider });
    expect(
      [architecture, tracing, logging?.format, logging?.retentionDays].map((value) =>
        onlyValue<unknown>(value),
      ),
    ).toEqual(["arm64", "Active", "JSON", 14]);
    expect(layers?.items).toMatchObject([{ value: "a" }]);
    expect(vpc?.references.map(describeResource)).toEqual(["s-1"]);
    const own = "architecture: x86_64\ntracing: PassThrough\nlogRetentionInDays: 7\nlayers: [b]\nvpc:";
    const other = read(own, { provider });
    expect(
      [other.architecture, other.tracing, other.logging?.retentionDays].map((value) =>
        onlyValue<unknown>(value),
      ),
    ).toEqual(["x86_64", "PassThrough", 7]);
    expect(other.layers?.items).toMatchObject([{ value: "b" }]);
  });

  it.each([
    ["the log group of the framework", "CreateLogGroup", "RetentionInDays: '5'", { k: "known", value: 5 }],
    ["one of another function", "UpdateLogGroup", "RetentionInDays: 5", undefined],
    ["one that may be its own", "Logs", "LogGroupName: /aws/lambda/orders-create", { k: "opaque" }],
  ])("have the retention that resources say: %s", (_, id, properties, expected) => {
    const rest = `resources:\n  Resources:\n    ${id}: { Type: AWS::Logs::LogGroup, Properties: { ${properties} } }\n`;
    const { logging } = read("", { rest });
    if (expected === undefined) expect(logging?.retentionDays).toBeUndefined();
    else expect(logging?.retentionDays).toMatchObject(expected);
  });

  it("may have layers of a plugin that adds them, or that nobody knows", () => {
    const layersWith = (plugin: string) => read("", { rest: `plugins: [${plugin}]` }).layers;
    expect(layersWith("serverless-esbuild")).toEqual({ items: [], isComplete: true });
    expect(layersWith("serverless-plugin-datadog")).toEqual({ items: [], isComplete: false });
    expect(layersWith("./plugins/ours")).toEqual({ items: [], isComplete: false });
    expect(read("layers: [a]", { rest: "plugins: [serverless-sentry]" }).layers).toMatchObject({
      items: [{ value: "a" }],
      isComplete: false,
    });
  });

  it("have images, storage and concurrency", () => {
    expect(
      read("image: repo\nephemeralStorageSize: 1024\nreservedConcurrency: 3\nprovisionedConcurrency: 2"),
    ).toMatchObject({
      packageType: "container",
      ephemeralStorageMb: { value: 1024 },
      concurrency: { reserved: { value: 3 }, provisioned: { value: 2 } },
    });
  });

  it.each([
    ["true", "NONE", "BUFFERED"],
    ["{ authorizer: aws_iam, invokeMode: RESPONSE_STREAM }", "AWS_IAM", "RESPONSE_STREAM"],
    ["{ cors: true }", "NONE", "BUFFERED"],
  ])("have a URL: %s", (written, auth, mode) => {
    const { url } = read(`url: ${written}`);
    expect([url?.authType, url?.invokeMode].map(onlyValue)).toEqual([auth, mode]);
  });

  it("have no URL where it is switched off", () => {
    expect(read("url: false").url).toBeUndefined();
  });

  const queue = `resources:
  Resources:
    Queue: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: 60, FifoQueue: true } }
    Table: { Type: AWS::DynamoDB::Table }
`;

  it("send failures to a queue of the file, or elsewhere", () => {
    const sinks = (own: string) => {
      const { failureSinks } = read(own, { rest: queue });
      return [failureSinks?.deadLetterQueue, failureSinks?.onFailure].map(describeResource);
    };
    expect(sinks("onError: arn:aws:sns:eu-west-1:1:t")).toEqual(["arn:aws:sns:eu-west-1:1:t", undefined]);
    expect(sinks("destinations: { onFailure: { type: sqs, arn: !GetAtt Queue.Arn } }")).toEqual([
      undefined,
      "Queue AWS::SQS::Queue",
    ]);
    expect(sinks("destinations: { onFailure: other }")).toEqual([undefined, "other"]);
    expect(read("destinations: ${opt:x}").failureSinks?.isComplete).toBe(false);
  });

  it("know the queue that sends their events", () => {
    const { sources } = read(
      "events:\n  - sqs: { arn: !GetAtt Queue.Arn, batchSize: 1 }\n  - stream: { arn: !GetAtt Table.StreamArn, destinations: { onFailure: !GetAtt Queue.Arn } }",
      { rest: queue },
    );
    expect(sources).toMatchObject([
      { kind: "sqs", batchSize: { value: 1 }, visibilityTimeoutSec: { value: 60 }, isFifo: true },
      { kind: "dynamodb-stream", onFailure: { id: "Queue" }, resource: { id: "Table" } },
    ]);
  });

  it.each([
    [
      "a rule",
      "Type: AWS::Events::Rule\n      Properties: { ScheduleExpression: rate(1 hour), Targets: [{ Id: a, Arn: !GetAtt CreateLambdaFunction.Arn }] }",
      { kind: "scheduled" },
    ],
    [
      "a mapping",
      "Type: AWS::Lambda::EventSourceMapping\n      Properties: { FunctionName: !Ref CreateLambdaFunction, EventSourceArn: !GetAtt Queue.Arn, BatchSize: 5 }",
      { kind: "sqs", batchSize: { value: 5 }, visibilityTimeoutSec: { value: 60 } },
    ],
    [
      "a subscription",
      "Type: AWS::SNS::Subscription\n      Properties: { Protocol: lambda, Endpoint: !GetAtt CreateLambdaFunction.Arn, TopicArn: t }",
      { kind: "sns" },
    ],
    [
      "a permission",
      "Type: AWS::Lambda::Permission\n      Properties: { FunctionName: !GetAtt CreateLambdaFunction.Arn, Principal: sns.amazonaws.com }",
      { kind: "sns" },
    ],
    [
      "a permission by its name",
      "Type: AWS::Lambda::Permission\n      Properties: { FunctionName: orders-create, Principal: s3.amazonaws.com }",
      { kind: "s3" },
    ],
  ])("are invoked by what resources connect to them: %s", (_, written, expected) => {
    const rest = `${queue}    Beside:\n      ${written}\n`;
    expect(read("name: orders-create", { rest }).sources).toMatchObject([expected]);
  });

  it("are not invoked by what resources connect to others", () => {
    const rest = `${queue}    Beside:\n      Type: AWS::Lambda::EventSourceMapping\n      Properties: { FunctionName: !Ref UpdateLambdaFunction, EventSourceArn: !GetAtt Queue.Arn }\n`;
    expect(read("", { rest }).sources).toEqual([]);
  });

  it("have no source twice that resources permit as well", () => {
    const rest = `${queue}    Beside:\n      Type: AWS::Lambda::Permission\n      Properties: { FunctionName: !Ref CreateLambdaFunction, Principal: sns.amazonaws.com }\n`;
    expect(read("events:\n  - sns: t", { rest }).sources).toHaveLength(1);
  });

  it("send failures to where resources say", () => {
    const config = (target: string) =>
      `  update:\n    handler: app.update\n${queue}    Beside:\n      Type: AWS::Lambda::EventInvokeConfig\n      Properties: { FunctionName: !Ref ${target}, Qualifier: $LATEST, DestinationConfig: { OnFailure: { Destination: !GetAtt Queue.Arn } } }\n`;
    const sinks = (target: string) => read("", { rest: config(target) }).failureSinks;
    expect(sinks("CreateLambdaFunction")).toMatchObject({ onFailure: { id: "Queue" }, isComplete: true });
    expect(sinks("UpdateLambdaFunction")).toMatchObject({ onFailure: undefined, isComplete: true });
    expect(sinks("Other")).toMatchObject({ onFailure: undefined, isComplete: false });
  });

  it("may send failures to where an extension of their resource says", () => {
    const rest =
      "resources:\n  extensions:\n    CreateLambdaFunction: { Properties: { DeadLetterConfig: { TargetArn: q } } }\n";
    expect(read("", { rest }).failureSinks?.isComplete).toBe(false);
  });

  it("know what an API waits for, and which payload it sends", () => {
    const events =
      "events:\n  - http: GET /a\n  - http: { path: a, method: get, timeoutInMillis: 5000 }\n  - httpApi: '*'";
    const { sources } = read(events, { provider: "httpApi: { payload: '1.0' }" });
    expect(sources).toMatchObject([
      { integrationTimeoutMs: { value: 29_000 } },
      { integrationTimeoutMs: { value: 5000 } },
      { kind: "apigw-rest", payloadVersion: { value: "1.0" }, integrationTimeoutMs: { value: 30_000 } },
    ]);
  });

  it.each([
    ["'2.0'", "apigw-http"],
    ["2.0", "apigw-http"],
    ["1.0", "apigw-rest"],
    ["'${opt:payload}'", undefined],
  ])("get the event that the payload of their HTTP API is: %s", (payload, kind) => {
    const { sources } = read("events:\n  - httpApi: GET /a", {
      provider: `httpApi: { payload: ${payload} }`,
    });
    expect(sources).toMatchObject([{ kind }]);
  });

  it("may be invoked by what a variable leads to", () => {
    const { sources } = read("events:\n  - http: GET /a\n  - ${file(events.js)}");
    expect(sources.map(({ kind }) => kind)).toEqual(["apigw-rest", undefined]);
  });

  it.each([
    ["ReportBatchItemFailures", true],
    ["''", false],
    ["'${opt:type}'", undefined],
  ])("say of a source whether it takes failed items: %s", (type, expected) => {
    const { sources } = read(`events:\n  - sqs: { arn: !GetAtt Queue.Arn, functionResponseType: ${type} }`);
    expect(sources[0]?.reportsBatchItemFailures).toBe(expected);
  });

  it("know the bucket and the keys of S3", () => {
    const { sources } = read(
      "events:\n  - s3: photos\n  - s3: { bucket: photos, rules: [{ prefix: in/ }, { suffix: .png }] }",
    );
    expect(sources.map(({ resource }) => describeResource(resource))).toEqual(["photos", "photos"]);
    expect(sources.map(({ prefixes }) => prefixes?.map(onlyValue))).toEqual([undefined, ["in/"]]);
  });

  it("know what variables are taken from", () => {
    const { env } = read("environment: { TABLE: !Ref Table, STAGE: '${opt:stage}' }", { rest: queue });
    expect([...env.references.keys()]).toEqual(["TABLE"]);
    expect(env.isComplete).toBe(true);
    expect(read("environment: ${file(env.json)}").env.isComplete).toBe(false);
  });

  it("may have their variables from elsewhere in a service for a developer's machine, which sets none", () => {
    const rest = "plugins: [serverless-offline]\n";
    expect(read("", { rest }).env.mayBeLocal).toBe(true);
    expect(read("", { rest: "plugins: [serverless-esbuild]\n" }).env.mayBeLocal).toBeUndefined();
    expect(read("environment: { STAGE: dev }", { rest }).env.mayBeLocal).toBeUndefined();
    expect(read("", { rest, provider: "environment: { STAGE: dev }" }).env.mayBeLocal).toBeUndefined();
    const other = "  cancel: { handler: app.cancel, environment: { STAGE: dev } }\n";
    expect(read("", { rest: other + rest }).env.mayBeLocal).toBeUndefined();
  });

  describe("have a role", () => {
    const statements = "statements:\n      - { Effect: Allow, Action: [s3:*], Resource: '*' }";
    it.each([
      ["of the provider", `iam:\n  role:\n    ${statements}`],
      ["in the old way", "iamRoleStatements:\n  - { Effect: Allow, Action: 's3:*', Resource: '*' }"],
    ])("%s", (_, provider) => {
      const { permissions } = read("", { provider });
      expect(permissions).toMatchObject({
        statements: [{ effect: "Allow", actions: [{ value: "s3:*" }], resources: [{ value: "*" }] }],
        isComplete: true,
      });
    });

    it("of their own, with a plugin", () => {
      const rest = "plugins: [serverless-iam-roles-per-function]\n";
      const own = "iamRoleStatements:\n  - { Effect: Allow, Action: sns:Publish, Resource: '*' }";
      const provider = `iam:\n  role:\n    ${statements}`;
      expect(read(own, { provider, rest }).permissions?.statements).toHaveLength(1);
      expect(
        read(`${own}\niamRoleStatementsInherit: true`, { provider, rest }).permissions?.statements,
      ).toHaveLength(2);
      expect(read("", { provider, rest }).permissions?.statements).toHaveLength(1);
    });

    it.each([
      ["from elsewhere", "", "iam: { role: 'arn:aws:iam::1:role/r' }"],
      ["for one function", "role: custom", ""],
      ["with managed policies", "", "iam: { role: { managedPolicies: [a] } }"],
      ["that a file has", "", "iam: { role: { statements: '${file(x.js)}' } }"],
    ])("that is not known in full: %s", (_, own, provider) => {
      expect(read(own, { provider }).permissions?.isComplete).toBe(false);
    });
  });

  it.each([
    [
      "the plugin for esbuild",
      "plugins: [serverless-esbuild]\ncustom: { esbuild: { format: esm, minify: true, external: [a], exclude: [b], define: { X: 1 } } }\n",
      {
        tool: "esbuild",
        format: { value: "esm" },
        minify: { value: true },
        external: ["a", "b"],
        define: ["X"],
      },
    ],
    [
      "the plugin without options",
      "plugins: [serverless-esbuild]\n",
      { tool: "esbuild", external: [], define: [] },
    ],
    [
      "a config file",
      "plugins: [serverless-esbuild]\ncustom: { esbuild: { config: ./c.js } }\n",
      { tool: "esbuild", external: undefined, define: undefined },
    ],
    ["the framework itself", "build: { esbuild: { external: [a] } }\n", { tool: "esbuild", external: ["a"] }],
    ["the framework itself, switched off", "build: { esbuild: false }\n", { tool: "other" }],
    [
      "webpack",
      "plugins: [serverless-offline, serverless-webpack]\n",
      { tool: "webpack", external: undefined },
    ],
    ["TypeScript alone", "plugins: { modules: [serverless-plugin-typescript] }\n", { tool: "other" }],
  ])("are bundled by %s", (_, rest, expected) => {
    expect(read("", { rest }).bundle).toMatchObject(expected);
  });

  it.each([
    ["no plugin", ""],
    ["other plugins", "plugins: [serverless-offline]\n"],
    ["plugins that a file names", "plugins: ${file(plugins.json)}\n"],
  ])("may be bundled by the framework: %s", (_, rest) => {
    expect(read("", { rest }).bundle).toBeUndefined();
  });

  it("know resources of several files and parts", () => {
    const rest =
      "resources:\n  - Resources: { A: { Type: AWS::SQS::Queue } }\n  - Resources: { B: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: 5 } } }\n";
    const { sources } = read(
      "events:\n  - sqs: { arn: !GetAtt B.Arn }\n  - sqs: { arn: { 'Fn::GetAtt': [A, Arn] } }",
      { rest },
    );
    expect(sources.map((source) => onlyValue(source.visibilityTimeoutSec))).toEqual([5, 30]);
  });
});

describe("queues of Lift", () => {
  const service = (constructs: string, plugins = "[serverless-lift]") =>
    readTemplateText(
      `service: orders\nprovider: { name: aws, memorySize: 256 }\nplugins: ${plugins}\nfunctions:\n  list: { handler: app.list }\nconstructs:\n${constructs.replace(/^/gm, "  ")}\n`,
      "/project/serverless.yml",
    );

  it("make functions, which inherit from the provider", () => {
    const [, worker] = service(
      "jobs:\n  type: queue\n  batchSize: 5\n  worker: { handler: app.work, timeout: 20 }",
    );
    expect(worker).toMatchObject({
      id: "jobsWorker",
      place: { line: 7 },
      handler: { exportName: "work" },
      sources: [{ kind: "sqs", batchSize: { k: "known", value: 5 }, reportsBatchItemFailures: undefined }],
    });
    expect([worker?.memoryMb, worker?.timeoutSec].map((value) => value && onlyValue(value))).toEqual([
      256, 20,
    ]);
  });

  it("are read by functions that are declared elsewhere", () => {
    const [list, ...others] = service("jobs: { type: queue, worker: list }");
    expect(list?.sources).toMatchObject([{ kind: "sqs", batchSize: { k: "default", value: 1, of: "Lift" } }]);
    expect(others).toEqual([]);
  });

  it.each([
    ["other constructs", "site: { type: static-website, path: dist }", "[serverless-lift]"],
    [
      "constructs without the plugin",
      "jobs: { type: queue, worker: { handler: app.work } }",
      "[serverless-esbuild]",
    ],
  ])("are not %s", (_, constructs, plugins) => {
    expect(service(constructs, plugins).map(({ id }) => id)).toEqual(["list"]);
  });
});
