import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { onlyValue } from "../../src/functions/config-value.js";
import { readTemplateText } from "../../src/functions/declared-functions.js";
import type {
  FunctionConfig,
  PolicyStatement,
  ResourceReference,
} from "../../src/functions/function-config.js";
import { temporaryProject } from "../support/temporary-project.js";

/** The functions of a template by their ids. */
function read(text: string, file = "/project/template.yaml"): Record<string, FunctionConfig> {
  return Object.fromEntries(readTemplateText(text, file).map((declared) => [declared.id, declared]));
}

/** The one function `Fn` of SAM with these properties, and what is beside it. */
function sam(properties: string, rest = "", globals = ""): FunctionConfig {
  const globalPart = globals === "" ? "" : `Globals: { Function: ${globals} }\n`;
  const indented = properties.replace(/^/gm, "      ");
  return read(`${globalPart}Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
${indented}
${rest}`)["Fn"]!;
}

function plain(properties: string, rest = ""): FunctionConfig {
  const indented = properties.replace(/^/gm, "      ");
  return read(`Resources:
  Fn:
    Type: AWS::Lambda::Function
    Properties:
      Handler: app.handler
${indented}
${rest}`)["Fn"]!;
}

const describeResource = (reference: ResourceReference | undefined) =>
  reference && (reference.id === undefined ? reference.text : `${reference.id} ${reference.type}`);

describe("what a function runs on", () => {
  it("has Lambda's defaults where nobody says anything", () => {
    const { architecture, ephemeralStorageMb, tracing, packageType, layers, vpc, isDurable, url, logging } =
      sam("");
    expect([architecture, ephemeralStorageMb, tracing, logging?.format].map((value) => value?.k)).toEqual(
      Array(4).fill("default"),
    );
    expect(
      [architecture, ephemeralStorageMb, tracing, logging?.format].map((value) => onlyValue<unknown>(value)),
    ).toEqual(["x86_64", 512, "PassThrough", "Text"]);
    expect({ packageType, layers, vpc, isDurable, url }).toEqual({
      packageType: "zip",
      layers: { items: [], isComplete: true },
      vpc: undefined,
      isDurable: false,
      url: undefined,
    });
  });

  it.each([
    [
      "SAM",
      sam(
        "Architectures: [arm64]\nEphemeralStorage: { Size: 1024 }\nTracing: Active\nDurableConfig: { ExecutionTimeout: 9 }",
      ),
    ],
    [
      "SAM's globals",
      sam(
        "DurableConfig: { ExecutionTimeout: 9 }",
        "",
        "{ Architectures: [arm64], EphemeralStorage: { Size: 1024 }, Tracing: Active }",
      ),
    ],
    [
      "CloudFormation",
      plain(
        "Architectures: [arm64]\nEphemeralStorage: { Size: 1024 }\nTracingConfig: { Mode: Active }\nDurableConfig: { ExecutionTimeout: 9 }",
      ),
    ],
  ])("is what %s says", (_, { architecture, ephemeralStorageMb, tracing, isDurable }) => {
    expect([architecture, ephemeralStorageMb, tracing].map((value) => onlyValue<unknown>(value))).toEqual([
      "arm64",
      1024,
      "Active",
    ]);
    expect(isDurable).toBe(true);
  });

  it("is not known where a parameter is a list", () => {
    const { architecture } = read(`Parameters: { Archs: { Type: CommaDelimitedList } }
Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Architectures: !Ref Archs } }`)["Fn"]!;
    expect(architecture).toBeUndefined();
  });

  it.each([
    ["PackageType", sam("PackageType: Image"), "container"],
    ["ImageUri", sam("ImageUri: repo:tag"), "container"],
    ["Code.ImageUri", plain("Code: { ImageUri: !Ref Image }"), "container"],
    ["a zip", plain("PackageType: Zip"), "zip"],
    ["a parameter", plain("PackageType: !Ref Type"), undefined],
  ])("is an image or a zip: %s", (_, { packageType }, expected) => {
    expect(packageType).toBe(expected);
  });

  it("adds its layers to those of the globals, and names those of the template", () => {
    const layer = "  Shared: { Type: AWS::Serverless::LayerVersion }";
    const arn = "arn:aws:lambda:eu-west-1:1:layer:x:7";
    const { layers } = sam(`Layers: [!Ref Shared, "${arn}"]`, layer, "{ Layers: [b] }");
    expect(layers?.items).toMatchObject([
      { k: "opaque", text: "Shared" },
      { k: "known", value: arn },
      { k: "known", value: "b" },
    ]);
    expect(layers?.isComplete).toBe(true);
    expect(sam("Layers: !Ref Layers").layers?.isComplete).toBe(false);
    expect(sam("Layers: [!If [C, a, b]]").layers?.isComplete).toBe(false);
  });

  it("has a VPC with what its subnets are", () => {
    const rest = "  Group: { Type: AWS::EC2::SecurityGroup }";
    const { vpc } = plain(
      "VpcConfig:\n  SubnetIds: [subnet-1]\n  SecurityGroupIds: [!GetAtt Group.GroupId]",
      rest,
    );
    expect(vpc?.references.map(describeResource)).toEqual(["subnet-1", "Group AWS::EC2::SecurityGroup"]);
    expect(plain("VpcConfig: { SubnetIds: [], SecurityGroupIds: [] }").vpc).toBeUndefined();
    expect(plain("VpcConfig: !If [C, { SubnetIds: !Ref S }, !Ref AWS::NoValue]").vpc).toBeDefined();
    expect(sam("", "", "{ VpcConfig: { SubnetIds: !Ref S } }").vpc).toBeDefined();
  });

  it("knows what a variable's value is taken from", () => {
    const { env } = plain(
      "Environment:\n  Variables:\n    TABLE: !Ref Table\n    ARN: !GetAtt Table.Arn\n    URL: !Sub https://${Table}.x\n    P: !Ref Param",
      "  Table: { Type: AWS::DynamoDB::Table }",
    );
    expect([...env.references].map(([name, reference]) => `${name}: ${describeResource(reference)}`)).toEqual(
      ["TABLE", "ARN", "URL"].map((name) => `${name}: Table AWS::DynamoDB::Table`),
    );
    expect(env.places.get("ARN")).toMatchObject({ line: 9 });
  });

  it("says nothing of what an include or a macro can write", () => {
    const include = "Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://b/k } }";
    for (const declared of [
      sam(include),
      sam("", "", `{ ${include} }`),
      read(
        `Transform: [AWS::Serverless-2016-10-31, MyMacro]\nResources: { Fn: { Type: AWS::Serverless::Function } }`,
      )["Fn"]!,
    ]) {
      expect(declared.env.isComplete).toBe(false);
      expect(declared.layers?.isComplete).toBe(false);
      expect(declared.permissions?.isComplete).toBe(false);
      expect(declared.failureSinks?.isComplete).toBe(false);
      expect(declared.memoryMb.k).toBe("opaque");
      expect(declared.tracing?.k).toBe("opaque");
      expect([declared.architecture, declared.alarms, declared.deployment, declared.isDurable]).toEqual(
        Array(4).fill(undefined),
      );
    }
    const variables = "Environment:\n  Variables:\n    A: b\n    Fn::Transform: { Name: AWS::Include }";
    expect(sam(variables).env).toMatchObject({ isComplete: false });
    expect(sam(variables).layers?.isComplete).toBe(true);
  });
});

describe("the failures of a function", () => {
  const queue = "  Dlq: { Type: AWS::SQS::Queue }";

  it.each([
    [
      "SAM's dead letter queue",
      sam("DeadLetterQueue: { Type: SQS, TargetArn: !GetAtt Dlq.Arn }", queue),
      ["Dlq AWS::SQS::Queue", undefined],
    ],
    [
      "CloudFormation's",
      plain("DeadLetterConfig: { TargetArn: !GetAtt Dlq.Arn }", queue),
      ["Dlq AWS::SQS::Queue", undefined],
    ],
    [
      "SAM's destination",
      sam("EventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: !GetAtt Dlq.Arn } } }", queue),
      [undefined, "Dlq AWS::SQS::Queue"],
    ],
    [
      "a configuration beside it",
      plain(
        "",
        `${queue}\n  Config: { Type: AWS::Lambda::EventInvokeConfig, Properties: { FunctionName: !Ref Fn, DestinationConfig: { OnFailure: { Destination: !GetAtt Dlq.Arn } } } }`,
      ),
      [undefined, "Dlq AWS::SQS::Queue"],
    ],
    ["none", plain(""), [undefined, undefined]],
  ])("go to %s", (_, { failureSinks }, expected) => {
    expect([failureSinks?.deadLetterQueue, failureSinks?.onFailure].map(describeResource)).toEqual(expected);
    expect(failureSinks?.isComplete).toBe(true);
  });

  it("go to a queue that SAM makes", () => {
    const { failureSinks } = sam("EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: SQS } } }");
    expect(failureSinks?.onFailure).toMatchObject({ id: undefined, text: undefined });
  });

  it("are not known where a configuration beside is for a function that is not known", () => {
    const config =
      "  Config: { Type: AWS::Lambda::EventInvokeConfig, Properties: { FunctionName: !ImportValue f } }";
    expect(plain("", config).failureSinks?.isComplete).toBe(false);
  });
});

describe("concurrency, deployment and URL", () => {
  it("has reserved and provisioned concurrency, its own or that of an alias", () => {
    expect(
      sam(
        "ReservedConcurrentExecutions: 5\nProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 2 }",
      ).concurrency,
    ).toMatchObject({ reserved: { value: 5 }, provisioned: { value: 2 }, perEnvironment: undefined });
    const alias = `  Live:
    Type: AWS::Lambda::Alias
    Properties: { Name: live, FunctionName: !Ref Fn, FunctionVersion: !GetAtt V.Version, ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 3 } }`;
    expect(plain("", alias).concurrency).toMatchObject({ provisioned: { value: 3 } });
  });

  it("knows Lambda Managed Instances", () => {
    expect(
      plain(
        "CapacityProviderConfig: { LambdaManagedInstancesCapacityProviderConfig: { PerExecutionEnvironmentMaxConcurrency: 10 } }",
      ).concurrency?.perEnvironment,
    ).toMatchObject({ k: "known", value: 10 });
    expect(sam("CapacityProviderConfig: { Arn: !Ref P }").concurrency?.perEnvironment).toMatchObject({
      k: "default",
      value: 64,
    });
  });

  it("knows how SAM deploys", () => {
    const { deployment } = sam(
      "AutoPublishAlias: live\nDeploymentPreference: { Type: Canary10Percent5Minutes, Alarms: [!Ref A] }",
    );
    expect(deployment).toMatchObject({
      alias: { value: "live" },
      type: { value: "Canary10Percent5Minutes" },
      hasAlarms: true,
    });
    expect(sam("").deployment).toMatchObject({ alias: undefined, type: undefined, hasAlarms: false });
    const globals = "{ AutoPublishAlias: live, DeploymentPreference: { Type: AllAtOnce } }";
    expect(sam("", "", globals).deployment).toMatchObject({ type: { value: "AllAtOnce" }, hasAlarms: false });
    expect(
      sam("DeploymentPreference: { Enabled: false, Type: Linear10PercentEvery1Minute }").deployment?.type,
    ).toBeUndefined();
  });

  it("knows aliases of CloudFormation, and is not sure of one whose function is not known", () => {
    const alias = (name: string) => `  Live:
    Type: AWS::Lambda::Alias
    UpdatePolicy: { CodeDeployLambdaAliasUpdate: { ApplicationName: !Ref App } }
    Properties: { Name: live, FunctionName: ${name}, FunctionVersion: "1" }`;
    expect(plain("", alias("!Ref Fn")).deployment).toMatchObject({
      alias: { value: "live" },
      type: { k: "opaque" },
    });
    expect(plain("", alias("!ImportValue x")).deployment).toBeUndefined();
  });

  it("has a URL, its own or a resource", () => {
    expect(sam("FunctionUrlConfig: { AuthType: NONE, InvokeMode: RESPONSE_STREAM }").url).toMatchObject({
      authType: { value: "NONE" },
      invokeMode: { value: "RESPONSE_STREAM" },
    });
    const url =
      "  Url: { Type: AWS::Lambda::Url, Properties: { AuthType: AWS_IAM, TargetFunctionArn: !GetAtt Fn.Arn } }";
    expect(plain("", url).url).toMatchObject({
      authType: { value: "AWS_IAM" },
      invokeMode: { k: "default", value: "BUFFERED" },
    });
  });
});

describe("logs and alarms", () => {
  const group = (name: string, days = "RetentionInDays: 14") =>
    `  Logs: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: ${name}, ${days} } }`;

  it.each([
    ["by the function's id", plain("", group("!Sub '/aws/lambda/${Fn}'"))],
    ["by a join", plain("", group('!Join ["", [/aws/lambda/, !Ref Fn]]'))],
    ["by the function's name", plain("FunctionName: create", group("/aws/lambda/create"))],
    [
      "by a name with parameters",
      plain("FunctionName: !Sub ${Stage}-create", group("!Sub '/aws/lambda/${Stage}-create'")),
    ],
    ["as the function says", plain("LoggingConfig: { LogGroup: !Ref Logs }", group("own"))],
  ])("finds the log group %s", (_, { logging }) => {
    expect(logging?.retentionDays).toMatchObject({ k: "known", value: 14 });
  });

  it.each([
    ["none", plain("")],
    ["one of another function", plain("", group("!Sub '/aws/lambda/${Other}'"))],
    ["one of something else", plain("", group("/aws/states/flow"))],
    ["one that keeps everything", plain("", group("!Sub '/aws/lambda/${Fn}'", "LogGroupClass: STANDARD"))],
  ])("knows that there is no retention: %s", (_, { logging }) => {
    expect(logging?.retentionDays).toBeUndefined();
  });

  it.each([
    ["a group that may be its own", plain("", group("!Sub '/aws/lambda/${Name}-fn'"))],
    ["a group from elsewhere", plain("LoggingConfig: { LogGroup: !Ref Param }")],
    ["a name that is not known", plain("", group("!ImportValue x"))],
  ])("is not sure of %s", (_, { logging }) => {
    expect(logging?.retentionDays?.k).toBe("opaque");
  });

  const alarm = (dimensions: string) => `  Alarm:
    Type: AWS::CloudWatch::Alarm
    Properties: { Namespace: AWS/Lambda, MetricName: Errors, Dimensions: ${dimensions} }`;

  it("finds alarms by the function's id, and those on all functions", () => {
    const place = { line: 7, column: 3 };
    expect(plain("", alarm("[{ Name: FunctionName, Value: !Ref Fn }]")).alarms).toMatchObject([
      { metric: "Errors", place },
    ]);
    expect(plain("", alarm("[]")).alarms).toHaveLength(1);
    expect(plain("FunctionName: f", alarm("[{ Name: FunctionName, Value: f }]")).alarms).toHaveLength(1);
    const expression = `  Alarm:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Metrics:
        - Expression: a / b
        - MetricStat: { Metric: { Namespace: AWS/Lambda, MetricName: Throttles, Dimensions: [{ Name: FunctionName, Value: !Ref Fn }] } }`;
    expect(plain("", expression).alarms).toMatchObject([{ metric: "Throttles" }]);
  });

  it.each([
    ["its log group", "!Ref Logs", 1],
    ["its log group by name", "!Sub '/aws/lambda/${Fn}'", 1],
    ["another log group", "!Sub '/aws/lambda/${Other}'", 0],
  ])("finds alarms on what a filter counts in %s", (_, name, count) => {
    const filter = `  Filter:
    Type: AWS::Logs::MetricFilter
    Properties:
      FilterPattern: '{ $.level = "ERROR" }'
      LogGroupName: ${name}
      MetricTransformations: [{ MetricNamespace: Orders/Logs, MetricName: CreateErrors, MetricValue: "1" }]
  Alarm:
    Type: AWS::CloudWatch::Alarm
    Properties: { Namespace: Orders/Logs, MetricName: CreateErrors }`;
    const { alarms } = plain("", `${group("!Sub '/aws/lambda/${Fn}'")}\n${filter}`);
    expect(alarms?.map(({ metric }) => metric)).toEqual(Array(count).fill(undefined));
  });

  it("knows that there are none, and when it cannot know", () => {
    expect(plain("").alarms).toEqual([]);
    const other = "  Other: { Type: AWS::Lambda::Function }\n";
    expect(plain("", other + alarm("[{ Name: FunctionName, Value: !Ref Other }]")).alarms).toEqual([]);
    expect(plain("", alarm("[{ Name: FunctionName, Value: !ImportValue f }]")).alarms).toBeUndefined();
    expect(plain("", "  Nested: { Type: AWS::CloudFormation::Stack }").alarms).toBeUndefined();
  });
});

describe("bundling", () => {
  const bundled = (metadata: string) =>
    read(`Resources:
  Fn:
    Type: AWS::Serverless::Function
    Metadata: ${metadata}
    Properties: { Handler: app.handler }`)["Fn"]!.bundle;

  it("knows SAM's esbuild", () => {
    expect(
      bundled(
        "{ BuildMethod: esbuild, BuildProperties: { Format: esm, Minify: false, External: ['@aws-sdk/*'] } }",
      ),
    ).toMatchObject({
      tool: "esbuild",
      format: { value: "esm" },
      minify: { k: "known", value: false },
      external: ["@aws-sdk/*"],
      define: [],
    });
    expect(bundled("{ BuildMethod: esbuild }")).toMatchObject({
      format: { k: "default", value: "cjs" },
      minify: { value: true },
      external: [],
    });
    expect(
      bundled("{ BuildMethod: esbuild, BuildProperties: { External: !Ref X } }")?.external,
    ).toBeUndefined();
  });

  it("knows that something else, or nothing, bundles", () => {
    expect(bundled("{ BuildMethod: makefile }")).toMatchObject({ tool: "other", external: undefined });
    expect(bundled("{ BuildMethod: nodejs22.x }")).toMatchObject({ tool: "none" });
    expect(bundled("{ Other: 1 }")).toBeUndefined();
  });
});

describe("the role", () => {
  const short = ({ effect, actions, resources, hasConditions }: PolicyStatement) =>
    [
      effect,
      actions.map((action) => onlyValue(action) ?? action.k).join(","),
      resources
        .map((resource) =>
          "k" in resource ? (onlyValue(resource) ?? resource.k) : describeResource(resource),
        )
        .join(","),
      ...(hasConditions ? ["if"] : []),
    ].join(" ");
  const table = "  Table: { Type: AWS::DynamoDB::Table }";

  it("is made of SAM's policies: documents, policy templates, basic managed policies", () => {
    const { permissions } = sam(
      `Policies:
  - AWSLambdaBasicExecutionRole
  - arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess
  - SQSSendMessagePolicy: { QueueName: !GetAtt Queue.QueueName }
  - Statement:
      - { Effect: Allow, Action: [s3:Get*, "s3:*"], Resource: "*", Condition: { Bool: { a: "true" } } }
      - { Effect: Deny, Action: s3:PutObject, Resource: !Sub "\${Table.Arn}/index/*" }`,
      `${table}\n  Queue: { Type: AWS::SQS::Queue }`,
    );
    expect(permissions?.statements.map(short)).toEqual([
      "Allow sqs:SendMessage* Queue AWS::SQS::Queue",
      "Allow s3:Get*,s3:* * if",
      "Deny s3:PutObject Table AWS::DynamoDB::Table",
    ]);
    expect(permissions?.isComplete).toBe(true);
    expect(sam("").permissions).toEqual({ statements: [], isComplete: true });
  });

  it.each([
    ["a managed policy", sam("Policies: AmazonDynamoDBFullAccess")],
    ["a policy template that is in no table", sam("Policies: [{ AMIDescribePolicy: {} }]")],
    ["a role from elsewhere", sam("Role: !ImportValue role")],
    ["a role as a parameter", plain("Role: !Ref RoleArn")],
    ["no role", plain("")],
    [
      "what is not allowed",
      sam("Policies: { Statement: { Effect: Allow, NotAction: s3:*, Resource: '*' } }"),
    ],
    ["a condition", sam("Policies: [!If [C, AWSLambdaBasicExecutionRole, AmazonS3FullAccess]]")],
  ])("is not known in full: %s", (_, { permissions }) => {
    expect(permissions?.isComplete).toBe(false);
  });

  it("is a role of the template, with what is attached to it", () => {
    const { permissions } = plain(
      "Role: !GetAtt Role.Arn",
      `${table}
  Role:
    Type: AWS::IAM::Role
    Properties:
      ManagedPolicyArns: [!Sub "arn:\${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole", !Ref Managed]
      Policies: [{ PolicyName: a, PolicyDocument: { Statement: [{ Effect: Allow, Action: dynamodb:GetItem, Resource: !GetAtt Table.Arn }] } }]
  Policy:
    Type: AWS::IAM::Policy
    Properties: { Roles: [!Ref Role], PolicyDocument: { Statement: { Effect: Allow, Action: s3:*, Resource: "*" } } }
  OtherPolicy:
    Type: AWS::IAM::Policy
    Properties: { Roles: [!Ref Table], PolicyDocument: { Statement: { Effect: Allow, Action: ec2:*, Resource: "*" } } }
  Managed:
    Type: AWS::IAM::ManagedPolicy
    Properties: { PolicyDocument: { Statement: { Effect: Allow, Action: sns:Publish, Resource: "*" } } }`,
    );
    expect(permissions?.statements.map(short).sort()).toEqual([
      "Allow dynamodb:GetItem Table AWS::DynamoDB::Table",
      "Allow s3:* *",
      "Allow sns:Publish *",
    ]);
    expect(permissions?.isComplete).toBe(true);
  });

  it("has what is attached to the role that SAM makes", () => {
    const attached = (role: string) => `  Policy:
    Type: AWS::IAM::Policy
    Properties: { Roles: [${role}], PolicyDocument: { Statement: { Effect: Allow, Action: s3:*, Resource: "*" } } }`;
    expect(sam("", attached("!Ref FnRole")).permissions).toMatchObject({ isComplete: true });
    expect(sam("", attached("!Ref FnRole")).permissions?.statements.map(short)).toEqual(["Allow s3:* *"]);
    expect(sam("", attached("!Ref OtherRole")).permissions).toEqual({ statements: [], isComplete: true });
    expect(sam("", attached("a-name")).permissions?.isComplete).toBe(false);
  });

  it.each([
    ["a connector", "  C: { Type: AWS::Serverless::Connector }"],
    ["a connector of a resource", "  T: { Type: AWS::SNS::Topic, Connectors: { C: { Properties: {} } } }"],
  ])("is not known in full where %s adds to it", (_, rest) => {
    expect(sam("", rest).permissions?.isComplete).toBe(false);
  });

  it("says where a statement stands", () => {
    const { permissions } = sam(
      "Policies:\n  - Statement:\n    - Effect: Allow\n      Action: s3:*\n      Resource: '*'",
    );
    expect(permissions?.statements[0]?.place).toMatchObject({ line: 8, column: 13 });
  });
});

describe("event sources", () => {
  const queue = `  Queue:
    Type: AWS::SQS::Queue
    Properties: { VisibilityTimeout: 60, RedrivePolicy: { deadLetterTargetArn: !GetAtt Dlq.Arn, maxReceiveCount: 3 } }
  Dlq: { Type: AWS::SQS::Queue }`;

  it("knows the queue of an SQS event, its time and where its failures go", () => {
    const [source] = sam(
      "Events:\n  Q: { Type: SQS, Properties: { Queue: !GetAtt Queue.Arn } }",
      queue,
    ).sources;
    expect(source).toMatchObject({ visibilityTimeoutSec: { value: 60 }, isFifo: false });
    expect([source?.resource, source?.onFailure].map(describeResource)).toEqual([
      "Queue AWS::SQS::Queue",
      "Dlq AWS::SQS::Queue",
    ]);
    const mapping = `${queue}\n  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt Dlq.Arn } }`;
    expect(plain("", mapping).sources).toMatchObject([
      { visibilityTimeoutSec: { k: "default", value: 30 }, onFailure: undefined },
    ]);
    const elsewhere = "Events: { Q: { Type: SQS, Properties: { Queue: 'arn:aws:sqs:eu-west-1:1:q.fifo' } } }";
    expect(sam(elsewhere).sources).toMatchObject([{ visibilityTimeoutSec: undefined, isFifo: true }]);
  });

  it("knows what an API waits for", () => {
    const events = (event: string) => sam(`Events: { E: ${event} }`).sources;
    expect(events("{ Type: HttpApi }")).toMatchObject([
      { integrationTimeoutMs: { value: 30_000 }, payloadVersion: { value: "2.0" } },
    ]);
    expect(
      events("{ Type: HttpApi, Properties: { TimeoutInMillis: 5000, PayloadFormatVersion: '1.0' } }"),
    ).toMatchObject([
      { kind: "apigw-rest", integrationTimeoutMs: { value: 5000 }, payloadVersion: { value: "1.0" } },
    ]);
    expect(events("{ Type: Api }")).toMatchObject([
      { integrationTimeoutMs: { k: "default", value: 29_000 } },
    ]);
    expect(events("{ Type: Api, Properties: { RestApiId: !Ref Elsewhere } }")).toMatchObject([
      { integrationTimeoutMs: undefined },
    ]);
  });

  it.each([
    ["1.0", "apigw-rest"],
    ["'2.0'", "apigw-http"],
    ["!ImportValue payload", undefined],
  ])("knows the event of an HTTP API by its payload: %s", (payload, kind) => {
    const event = `{ Type: HttpApi, Properties: { PayloadFormatVersion: ${payload} } }`;
    expect(sam(`Events: { E: ${event} }`).sources).toMatchObject([{ kind }]);
  });

  it.each([
    ["[ReportBatchItemFailures]", true],
    ["[]", false],
    ["[!ImportValue type]", undefined],
    ["!If [IsProd, [ReportBatchItemFailures], !Ref AWS::NoValue]", undefined],
  ])("knows whether a source takes failed items: %s", (types, expected) => {
    const event = `{ Type: SQS, Properties: { Queue: !GetAtt Queue.Arn, FunctionResponseTypes: ${types} } }`;
    expect(sam(`Events: { E: ${event} }`).sources[0]?.reportsBatchItemFailures).toBe(expected);
  });

  it.each(["Schedule", "ScheduleV2"])("knows a schedule, unless it sends an input of its own: %s", (type) => {
    const events = (properties: string) =>
      sam(`Events: { E: { Type: ${type}, Properties: { ${properties} } } }`).sources.map(({ kind }) => kind);
    expect(events("ScheduleExpression: rate(1 day)")).toEqual(["scheduled"]);
    expect(events("ScheduleExpression: rate(1 day), Input: '{}'")).toEqual([undefined]);
  });

  it("knows the bucket and the keys of S3, and where a stream's failures go", () => {
    const [s3] = sam(
      "Events:\n  S:\n    Type: S3\n    Properties:\n      Bucket: !Ref B\n      Filter: { S3Key: { Rules: [{ Name: prefix, Value: in/ }, { Name: suffix, Value: .png }] } }",
      "  B: { Type: AWS::S3::Bucket }",
    ).sources;
    expect(s3?.prefixes).toMatchObject([{ value: "in/" }]);
    expect(describeResource(s3?.resource)).toBe("B AWS::S3::Bucket");
    const [stream] = sam(
      "Events:\n  K: { Type: Kinesis, Properties: { Stream: !GetAtt S.Arn, DestinationConfig: { OnFailure: { Destination: !GetAtt Dlq.Arn } } } }",
      "  S: { Type: AWS::Kinesis::Stream }\n  Dlq: { Type: AWS::SQS::Queue }",
    ).sources;
    expect([stream?.resource, stream?.onFailure].map(describeResource)).toEqual([
      "S AWS::Kinesis::Stream",
      "Dlq AWS::SQS::Queue",
    ]);
  });

  it("of a data source of AppSync says how long it waits, and not what it sends", () => {
    const { sources } = plain(
      "",
      "  D: { Type: AWS::AppSync::DataSource, Properties: { Type: AWS_LAMBDA, LambdaConfig: { LambdaFunctionArn: !GetAtt Fn.Arn } } }",
    );
    expect(sources).toMatchObject([
      { kind: undefined, integrationTimeoutMs: { k: "default", value: 30_000, of: "AppSync" } },
    ]);
  });

  it.each([
    [
      "a topic",
      "  S: { Type: AWS::SNS::Subscription, Properties: { Protocol: lambda, Endpoint: !GetAtt Fn.Arn, TopicArn: !Ref T } }",
      "sns",
    ],
    [
      "a bucket",
      "  B: { Type: AWS::S3::Bucket, Properties: { NotificationConfiguration: { LambdaConfigurations: [{ Event: 's3:ObjectCreated:*', Function: !GetAtt Fn.Arn }] } } }",
      "s3",
    ],
    [
      "a schedule",
      "  R: { Type: AWS::Events::Rule, Properties: { ScheduleExpression: rate(1 day), Targets: [{ Id: a, Arn: !GetAtt Fn.Arn }] } }",
      "scheduled",
    ],
    [
      "a schedule of EventBridge Scheduler",
      "  R: { Type: AWS::Scheduler::Schedule, Properties: { ScheduleExpression: rate(1 day), Target: { Arn: !GetAtt Fn.Arn, RoleArn: !GetAtt Role.Arn } } }",
      "scheduled",
    ],
    [
      "a rule",
      "  R: { Type: AWS::Events::Rule, Properties: { EventPattern: {}, Targets: [{ Id: a, Arn: !GetAtt Fn.Arn }] } }",
      "eventbridge",
    ],
    [
      "a rule with an input of its own",
      "  R: { Type: AWS::Events::Rule, Properties: { Targets: [{ Id: a, Arn: !GetAtt Fn.Arn, Input: '{}' }] } }",
      undefined,
    ],
    [
      "an HTTP API",
      "  A: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: HTTP } }\n  I: { Type: AWS::ApiGatewayV2::Integration, Properties: { ApiId: !Ref A, IntegrationUri: !GetAtt Fn.Arn, PayloadFormatVersion: '2.0' } }",
      "apigw-http",
    ],
    [
      "a REST API",
      '  M: { Type: AWS::ApiGateway::Method, Properties: { Integration: { Type: AWS_PROXY, Uri: !Sub "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Fn.Arn}/invocations" } } }',
      "apigw-rest",
    ],
    ...["ApiGateway", "ApiGatewayV2"].map((name): [string, string, string] => [
      `an API that it is the authorizer of (${name})`,
      `  A: { Type: AWS::${name}::Authorizer, Properties: { AuthorizerUri: !Sub "arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Fn.Arn}/invocations" } }`,
      "authorizer",
    ]),
    ...["Api", "HttpApi"].map((name): [string, string, string] => [
      `an API of SAM that it is the authorizer of (${name})`,
      `  A: { Type: AWS::Serverless::${name}, Properties: { Auth: { Authorizers: { Own: { FunctionArn: !GetAtt Fn.Arn }, Other: { UserPoolArn: pool } } } } }`,
      "authorizer",
    ]),
    [
      "an alias",
      "  A: { Type: AWS::Lambda::Alias, Properties: { FunctionName: !Ref Fn } }\n  S: { Type: AWS::SNS::Subscription, Properties: { Protocol: lambda, Endpoint: !Ref A } }",
      "sns",
    ],
  ])("is what a resource beside says: %s, and its permission says no more", (_, rest, kind) => {
    expect(plain("", rest).sources.map((source) => source.kind)).toEqual([kind]);
    const principal =
      { sns: "sns", s3: "s3", scheduled: "events", eventbridge: "events" }[kind ?? ""] ?? "apigateway";
    const permission = `  P: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !Ref Fn, Principal: ${principal}.amazonaws.com } }`;
    const withPermission = plain("", `${rest}\n${permission}`).sources.map((source) => source.kind);
    expect(withPermission).toEqual(kind === undefined ? [undefined, undefined] : [kind]);
  });

  it("is what an event of the function says, of which a permission beside it says no more", () => {
    const permission = (principal: string) =>
      `  P: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !Ref Fn, Principal: ${principal}.amazonaws.com } }`;
    const events = "Events:\n  A: { Type: Api, Properties: { Path: /, Method: get } }";
    const kindsWith = (principal: string) =>
      sam(events, permission(principal)).sources.map((source) => source.kind);
    expect(kindsWith("apigateway")).toEqual(["apigw-rest"]);
    expect(kindsWith("sns")).toEqual(["apigw-rest", "sns"]);
    expect(kindsWith("events")).toEqual(["apigw-rest", undefined]);
  });

  it.each([
    ["nothing that the template says", "", "sns"],
    ["a subscription of something else to another topic", subscriptionTo("Other"), "sns"],
    ["a subscription of something else to the topic", subscriptionTo("Topic"), undefined],
    [
      "a subscription in the topic itself",
      `  Topic: { Type: AWS::SNS::Topic, Properties: { Subscription: [{ Protocol: email, Endpoint: a@example.com }] } }`,
      undefined,
    ],
  ])("is what a permission lets in, unless other subscriptions stand there: %s", (_, rest, kind) => {
    const topic = rest.includes("Topic: { Type") ? "" : "  Topic: { Type: AWS::SNS::Topic }\n";
    const permission = `  P: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !Ref Fn, Principal: sns.amazonaws.com, SourceArn: !Ref Topic } }`;
    const { sources } = plain("", `${topic}${rest}\n${permission}`);
    expect(sources.map((source) => source.kind)).toEqual([kind]);
  });
});

function subscriptionTo(topic: string): string {
  return `  S: { Type: AWS::SNS::Subscription, Properties: { TopicArn: !Ref ${topic}, Protocol: sqs, Endpoint: !GetAtt Queue.Arn } }`;
}

describe("the handler", () => {
  const status = (files: Record<string, string>, properties: string) => {
    const directory = temporaryProject({ ...files, "template.yaml": "" });
    const [declared] = readTemplateText(
      `Resources: { Fn: { Type: AWS::Serverless::Function, Properties: ${properties} } }`,
      join(directory, "template.yaml"),
    );
    return declared?.handler.status;
  };

  it.each([
    ["a constant", "export const handler = 1;"],
    ["a function", "export async function handler() {}"],
    ["the second of a declaration", "export const a = 1,\n  handler = 2;"],
    ["a list", "export { a, main as handler };"],
    ["a list with a type", "export { type T, handler };"],
    ["a re-export", "export { handler } from './other';"],
    ["CommonJS", "exports.handler = 1;"],
    ["an object", "module.exports = make();"],
    ["everything of a module", "export * from './other';"],
    ["a default export, which may have it", "export default { handler };"],
    ["a pattern", "export const { handler } = make();"],
    ["compiled code", "__exportStar(require('./x'), exports);"],
    ["nothing that can be read", ""],
  ])("is exported by %s", (_, code) => {
    expect(status({ "app.ts": code }, "{ Handler: app.handler }")).toBe("resolved");
  });

  it.each([
    ["another name", "export const main = 1;"],
    ["a local function", "export const main = () => handler();\nfunction handler() {}"],
    ["a longer name", "exports.handler2 = 1;"],
    ["a comment", "export const main = 1; // handler"],
  ])("is not exported by %s", (_, code) => {
    expect(status({ "app.ts": code }, "{ Handler: app.handler }")).toBe("export-missing");
  });

  it("is built by something else where it is looked for in a build's folder", () => {
    expect(status({}, "{ Handler: app.handler, CodeUri: dist/ }")).toBe("built-artifact");
    expect(status({}, "{ Handler: build/app.handler }")).toBe("built-artifact");
    // The file of that name below `src` is what it is made of only if it has the export.
    const unlike = { "src/app.ts": "export const app = 1;" };
    expect(status(unlike, "{ Handler: dist/app.handler }")).toBe("built-artifact");
    const like = { "src/app.ts": "export const handler = 1;" };
    expect(status(like, "{ Handler: dist/app.handler }")).toBe("resolved");
    expect(status({}, "{ Handler: app.handler, CodeUri: fn.zip }")).toBe("built-artifact");
    expect(status({}, "{ Handler: app.handler, CodeUri: src/ }")).toBe("file-missing");
  });

  it("is not looked for where the runtime is that of another language", () => {
    expect(status({}, "{ Handler: app.handler, Runtime: python3.13 }")).toBe("opaque");
  });
});
