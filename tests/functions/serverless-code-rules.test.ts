import { describe, expect, it } from "vitest";
import type { LambdaRule } from "../../src/rule-kit/create-rule.js";
import { rules } from "../../src/rules/index.js";
import { lintJoined } from "../support/run-joined-rule.js";

/** What a case says beside the rest of a `serverless.ts` with one function. */
interface Parts {
  /** Of the function. */
  readonly fn?: string;
  readonly provider?: string;
  /** `Resources` of CloudFormation. */
  readonly resources?: string;
  /** Of the handler's file. */
  readonly code?: string;
}

interface Sample {
  readonly rule: keyof typeof rules;
  readonly messageId: string;
  /** What must be reported, and what is nearly the same. */
  readonly bad: Parts;
  readonly near: Parts;
  /** The handler, unless the finding stands in the configuration. */
  readonly lint?: "serverless.ts";
  readonly options?: readonly unknown[];
  /** Of the handler. */
  readonly file?: string;
}

const plain = "export const handler = async (event) => event.id;";
const queueOf = (options: string) => `
  Queue: { Type: "AWS::SQS::Queue", Properties: { VisibilityTimeout: 300, RedrivePolicy: { deadLetterTargetArn: "arn:aws:sqs:a:1:d", maxReceiveCount: 3 } ${options} } },`;
const ofQueue = (more = "") => `events: [{ sqs: { arn: { "Fn::GetAtt": ["Queue", "Arn"] } ${more} } }],`;
const reporting = `export const handler = async (event) => {
  const batchItemFailures = [];
  for (const record of event.Records) {
    try { await work(record.body); } catch { batchItemFailures.push({ itemIdentifier: record.messageId }); }
  }
  return { batchItemFailures };
};
async function work(body) { await fetch(body); }`;
const put = (key: string) => `import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
const s3 = new S3Client({});
export const handler = async () => s3.send(new PutObjectCommand({ Bucket: process.env.BUCKET, Key: ${key}, Body: "" }));`;
const query = (action: string) =>
  `iam: { role: { statements: [{ Effect: "Allow", Action: ["${action}"], Resource: "arn:aws:s3:::photos/*" }] } },`;
const timeoutOf = (ms: number) => `import { S3Client } from "@aws-sdk/client-s3";
export const s3 = new S3Client({ maxAttempts: 2, requestHandler: { requestTimeout: ${ms}, throwOnRequestTimeout: true } });
export const handler = async () => s3.config.region();`;
const connect = `import { Client } from "pg";
const client = new Client({ host: process.env.HOST });
export const handler = async () => client.query("select 1");`;
const database = `Database: { Type: "AWS::RDS::DBProxy", Properties: {} },`;
const worker = `import { Worker } from "node:worker_threads";
export const handler = async () => { const worker = new Worker("./work.js"); await new Promise((resolve) => worker.once("exit", resolve)); };`;

const samples: readonly Sample[] = [
  {
    rule: "memory-size",
    messageId: "memoryOutOfRange",
    bad: { fn: "memorySize: 64," },
    near: { provider: "memorySize: 512,", fn: "timeout: 10," },
    lint: "serverless.ts",
  },
  {
    rule: "memory-size",
    messageId: "chooseMemory",
    bad: {},
    near: { provider: "memorySize: Number(process.env.MEMORY)," },
    lint: "serverless.ts",
  },
  {
    rule: "function-timeout",
    messageId: "timeoutOverCaller",
    bad: { fn: `timeout: 60, events: [{ httpApi: "GET /" }],` },
    near: { fn: `timeout: 60, events: [{ schedule: "rate(1 hour)" }],` },
    lint: "serverless.ts",
  },
  {
    rule: "supported-runtime",
    messageId: "blockedRuntime",
    bad: { fn: `runtime: "nodejs12.x",` },
    near: { fn: `runtime: "nodejs24.x",` },
    lint: "serverless.ts",
  },
  {
    rule: "package-limits",
    messageId: "tooManyLayers",
    bad: { fn: `layers: ["a:1", "b:1", "c:1", "d:1", "e:1", "f:1"],` },
    near: { provider: `layers: ["a:1", "b:1", "c:1"],`, fn: `layers: ["d:1", "e:1", "f:1"],` },
    lint: "serverless.ts",
  },
  {
    rule: "package-limits",
    messageId: "reservedVariable",
    bad: { fn: `environment: { AWS_REGION: "eu-central-1" },` },
    near: { fn: `environment: { AWS_NODEJS_CONNECTION_REUSE_ENABLED: "1" },` },
    lint: "serverless.ts",
  },
  {
    rule: "prefer-arm64",
    messageId: "preferArm64",
    bad: { provider: `runtime: "nodejs22.x",` },
    near: { provider: `runtime: "nodejs22.x", architecture: "arm64",` },
    lint: "serverless.ts",
  },
  {
    rule: "failure-destination",
    messageId: "eventsAreLost",
    bad: { fn: `events: [{ schedule: "rate(1 hour)" }],` },
    near: { fn: `events: [{ schedule: "rate(1 hour)" }], onError: "arn:aws:sqs:a:1:d",` },
    lint: "serverless.ts",
  },
  {
    rule: "tracing",
    messageId: "noTracing",
    bad: { provider: "tracing: { apiGateway: true }," },
    near: { provider: "tracing: { lambda: true }," },
    lint: "serverless.ts",
  },
  {
    rule: "log-format-and-retention",
    messageId: "noRetention",
    bad: { provider: `logs: { lambda: { logFormat: "JSON" } },` },
    near: { provider: `logRetentionInDays: 14, logs: { lambda: { logFormat: "JSON" } },` },
    lint: "serverless.ts",
  },
  {
    rule: "least-privilege",
    messageId: "everyAction",
    bad: { provider: query("s3:*") },
    near: { provider: query("s3:Get*") },
    lint: "serverless.ts",
  },
  {
    rule: "pinned-layer",
    messageId: "noVersion",
    bad: { fn: `layers: ["arn:aws:lambda:eu-central-1:123456789012:layer:base"],` },
    near: { fn: `layers: ["arn:aws:lambda:eu-central-1:123456789012:layer:base:3"],` },
    lint: "serverless.ts",
  },
  {
    rule: "function-url-auth",
    messageId: "publicUrl",
    bad: { fn: "url: true," },
    near: { fn: `url: { authorizer: "aws_iam" },` },
    lint: "serverless.ts",
  },
  {
    rule: "queue-visibility-timeout",
    messageId: "visibleTooSoon",
    bad: { fn: `timeout: 60, ${ofQueue()}`, resources: `Queue: { Type: "AWS::SQS::Queue" },` },
    near: { fn: `timeout: 50, ${ofQueue()}`, resources: queueOf("") },
    lint: "serverless.ts",
  },
  {
    rule: "batch-response-mismatch",
    messageId: "ignoredFailures",
    bad: { fn: ofQueue(), resources: queueOf(""), code: reporting },
    near: {
      fn: ofQueue(`, functionResponseType: "ReportBatchItemFailures"`),
      resources: queueOf(""),
      code: reporting,
    },
  },
  {
    rule: "undefined-env",
    messageId: "undefinedVariable",
    bad: { code: put('"a"') },
    near: { provider: `environment: { BUCKET: "photos" },`, code: put('"a"') },
  },
  {
    rule: "callback-on-node24",
    messageId: "refusedCallback",
    bad: {
      provider: `runtime: "nodejs24.x",`,
      code: "export const handler = (event, context, callback) => callback(null, event);",
    },
    near: {
      provider: `runtime: "nodejs22.x",`,
      code: "export const handler = (event, context, callback) => callback(null, event);",
    },
  },
  {
    rule: "unresolved-handler",
    messageId: "handlerNotExported",
    bad: { code: "export const main = async () => 1;" },
    near: { code: "const main = async () => 1;\nexport { main as handler };" },
    lint: "serverless.ts",
  },
  {
    rule: "event-type-mismatch",
    messageId: "wrongRead",
    bad: {
      fn: `events: [{ httpApi: "GET /" }],`,
      code: "export const handler = async (event) => event.Records.length;",
    },
    near: {
      fn: `events: [{ sns: "arn:aws:sns:a:1:orders" }],`,
      code: "export const handler = async (event) => event.Records.length;",
    },
  },
  {
    rule: "module-not-packaged",
    messageId: "notPackaged",
    bad: {
      provider: `runtime: "nodejs22.x",`,
      code: `import AWS from "aws-sdk";\nexport const handler = async () => AWS;`,
    },
    near: {
      provider: `runtime: "nodejs16.x",`,
      code: `import AWS from "aws-sdk";\nexport const handler = async () => AWS;`,
    },
    file: "src/handler.js",
  },
  {
    rule: "inlined-secret",
    messageId: "inlinedSecret",
    bad: {
      fn: `environment: { TOKEN: "{{resolve:secretsmanager:token}}" },`,
      code: "export const handler = async () => process.env.TOKEN;",
    },
    near: {
      fn: `environment: { TOKEN: "{{resolve:ssm:token}}" },`,
      code: "export const handler = async () => process.env.TOKEN;",
    },
  },
  {
    rule: "swallowed-error-by-source",
    messageId: "lostBySource",
    bad: {
      fn: `events: [{ sns: "arn:aws:sns:a:1:orders" }],`,
      code: "export const handler = async (event) => { try { await fetch(event.url); } catch (error) { console.error(error); } };",
    },
    near: {
      fn: `events: [{ httpApi: "GET /" }],`,
      code: "export const handler = async (event) => { try { await fetch(event.url); } catch (error) { console.error(error); } };",
    },
  },
  {
    rule: "failure-sink-mismatch",
    messageId: "unusedDeadLetterQueue",
    bad: { fn: `onError: "arn:aws:sqs:a:1:d", events: [{ httpApi: "GET /" }],` },
    near: {
      fn: `onError: "arn:aws:sqs:a:1:d", events: [{ httpApi: "GET /" }, { schedule: "rate(1 hour)" }],`,
    },
    lint: "serverless.ts",
  },
  {
    rule: "unneeded-vpc",
    messageId: "unneededVpc",
    bad: { fn: `vpc: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] },` },
    near: { fn: `vpc: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] },`, code: connect },
    lint: "serverless.ts",
  },
  {
    rule: "private-resource-without-vpc",
    messageId: "unreachable",
    bad: {
      fn: `environment: { HOST: { "Fn::GetAtt": ["Database", "Endpoint"] } },`,
      resources: database,
      code: connect,
    },
    near: {
      fn: `environment: { HOST: { "Fn::GetAtt": ["Database", "Endpoint"] } },`,
      provider: `vpc: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] },`,
      resources: database,
      code: connect,
    },
  },
  {
    rule: "threads-below-one-vcpu",
    messageId: "threadWithoutVcpu",
    bad: { fn: "memorySize: 1024,", code: worker },
    near: { fn: "memorySize: 3008,", code: worker },
  },
  {
    rule: "idle-vcpus",
    messageId: "idleVcpus",
    bad: { fn: "memorySize: 4096," },
    near: { fn: "memorySize: 4096,", code: worker },
    lint: "serverless.ts",
  },
  {
    rule: "recursive-trigger",
    messageId: "writesToTrigger",
    bad: {
      fn: `environment: { BUCKET: "photos" }, events: [{ s3: { bucket: "photos" } }],`,
      code: put('"a"'),
    },
    near: {
      fn: `environment: { BUCKET: "photos" }, events: [{ s3: { bucket: "photos", event: "s3:ObjectRemoved:*" } }],`,
      code: put('"a"'),
    },
  },
  {
    rule: "durable-mismatch",
    messageId: "durableUnused",
    bad: { fn: "durableConfig: { executionTimeout: 60 }," },
    near: {},
  },
  {
    rule: "iam-difference",
    messageId: "notAllowed",
    bad: { provider: query("s3:GetObject"), code: put('"a"') },
    near: { provider: query("s3:PutObject"), code: put('"a"') },
  },
  {
    rule: "sdk-budget-over-timeout",
    messageId: "overTimeout",
    bad: { fn: "timeout: 10,", code: timeoutOf(5000) },
    near: { fn: "timeout: 10,", code: timeoutOf(2000) },
  },
  {
    rule: "lazy-import-with-provisioned-concurrency",
    messageId: "lazyImport",
    bad: {
      fn: "provisionedConcurrency: 2,",
      code: `export const handler = async () => (await import("aws-sdk")).S3;`,
    },
    near: {
      fn: "provisionedConcurrency: 0,",
      code: `export const handler = async () => (await import("aws-sdk")).S3;`,
    },
  },
  {
    rule: "streaming-mismatch",
    messageId: "bufferedUrl",
    bad: {
      fn: "url: true,",
      code: "export const handler = awslambda.streamifyResponse(async (event, stream) => { stream.end(); });",
    },
    near: {
      fn: `url: { invokeMode: "RESPONSE_STREAM" },`,
      code: "export const handler = awslambda.streamifyResponse(async (event, stream) => { stream.end(); });",
    },
  },
  {
    rule: "unused-env",
    messageId: "unusedVariable",
    bad: { fn: `environment: { BUCKET: "photos" },` },
    near: { fn: `environment: { BUCKET: "photos" },`, code: put('"a"') },
    lint: "serverless.ts",
  },
  {
    rule: "integration-timeout",
    messageId: "callerHasGone",
    bad: {
      fn: `timeout: 60, events: [{ httpApi: "GET /" }],`,
      code: "export const handler = async () => { await new Promise((resolve) => setTimeout(resolve, 40_000)); };",
    },
    near: {
      fn: `timeout: 60, events: [{ httpApi: "GET /" }],`,
      code: "export const handler = async () => { await new Promise((resolve) => setTimeout(resolve, 20_000)); };",
    },
  },
  {
    rule: "init-budget",
    messageId: "overBudget",
    bad: { code: `import AWS from "aws-sdk";\nexport const handler = async () => AWS;` },
    near: {
      fn: "provisionedConcurrency: 1,",
      code: `import AWS from "aws-sdk";\nexport const handler = async () => AWS;`,
    },
    options: [{ targetMs: 50 }],
  },
];

function ruleOf(name: keyof typeof rules): LambdaRule {
  const rule = rules[name];
  if (rule === undefined) throw new Error(`There is no rule ${name}.`);
  return rule;
}

function lint(
  { rule, lint: linted, options = [], file = "src/handler.ts" }: Sample,
  parts: Parts,
): readonly string[] {
  const { fn = "", provider = "", resources = "", code = plain } = parts;
  const { messages } = lintJoined(
    { [rule]: ruleOf(rule) },
    {
      files: {
        "package.json": "{}",
        "serverless.ts": `import type { AWS } from "@serverless/typescript";
const configuration: AWS = {
  service: "orders",
  provider: { name: "aws", ${provider} },
  functions: { create: { handler: "src/handler.handler", ${fn} } },
  resources: { Resources: { ${resources} } },
};
module.exports = configuration;
`,
        [file]: code,
      },
      lint: linted ?? file,
      options,
    },
  );
  return messages.map(({ messageId = "" }) => messageId);
}

describe("rules on functions of a serverless.ts", () => {
  it.each(samples)("$rule reports ($messageId)", (sample) => {
    expect(lint(sample, sample.bad)).toContain(sample.messageId);
  });
  it.each(samples)("$rule is silent on what is nearly the same ($messageId)", (sample) => {
    expect(lint(sample, sample.near)).not.toContain(sample.messageId);
  });
});
