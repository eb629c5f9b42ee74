import { readFileSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { rules } from "../../../src/rules/index.js";
import { lintText } from "../../support/lint-text.js";
import { temporaryProject } from "../../support/temporary-project.js";

interface Parts {
  /** Properties of the function in the template. */
  readonly made?: object;
  /** Other resources of the template. */
  readonly beside?: object;
  readonly code?: string;
}

interface Sample {
  readonly rule: keyof typeof rules;
  readonly messageId: string;
  readonly bad: Parts;
  readonly near: Parts;
  /** `lib/stack.ts` where the finding stands in the code that declares the function, which leaves its settings open. */
  readonly lint?: string;
  readonly options?: readonly unknown[];
}

const stack = `import { Stack } from "aws-cdk-lib";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
export class Orders extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props);
    const { runtime, memorySize, timeout, environment } = props;
    new NodejsFunction(this, "Create", { entry: "src/handler.ts", runtime, memorySize, timeout, environment });
  }
}
`;
const put = `import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
const s3 = new S3Client({});
export const handler = async () => s3.send(new PutObjectCommand({ Bucket: process.env.BUCKET, Key: "a", Body: "" }));`;
const withCallback = "export const handler = (event, context, callback) => callback(null, event);";
const worker = `import { Worker } from "node:worker_threads";
export const handler = async () => { const worker = new Worker("./work.js"); await new Promise((resolve) => worker.once("exit", resolve)); };`;
const timeouts = `import { S3Client } from "@aws-sdk/client-s3";
export const s3 = new S3Client({ maxAttempts: 2, requestHandler: { requestTimeout: 5000, throwOnRequestTimeout: true } });
export const handler = async () => s3.config.region();`;
const variables = (name: string) => ({ Environment: { Variables: { [name]: "photos" } } });

/** Of a function that the code makes: the template says what the code leaves open. */
const completed: readonly Sample[] = [
  {
    rule: "memory-size",
    messageId: "memoryOutOfRange",
    bad: { made: { MemorySize: 64 } },
    near: { made: { MemorySize: 128 } },
    lint: "lib/stack.ts",
  },
  {
    rule: "function-timeout",
    messageId: "timeoutOutOfRange",
    bad: { made: { Timeout: 901 } },
    near: { made: { Timeout: 900 } },
    lint: "lib/stack.ts",
  },
  {
    rule: "supported-runtime",
    messageId: "blockedRuntime",
    bad: { made: { Runtime: "nodejs12.x" } },
    near: { made: { Runtime: "nodejs24.x" } },
    lint: "lib/stack.ts",
  },
  {
    rule: "idle-vcpus",
    messageId: "idleVcpus",
    bad: { made: { MemorySize: 4096 } },
    near: { made: { MemorySize: 2048 } },
    lint: "lib/stack.ts",
  },
  {
    rule: "undefined-env",
    messageId: "undefinedVariable",
    bad: { made: variables("PHOTOS"), code: put },
    near: { made: variables("BUCKET"), code: put },
  },
  {
    rule: "unused-env",
    messageId: "unusedVariable",
    bad: { made: variables("PHOTOS"), code: put },
    near: { made: variables("BUCKET"), code: put },
    lint: "lib/stack.ts",
  },
  {
    rule: "callback-on-node24",
    messageId: "refusedCallback",
    bad: { made: { Runtime: "nodejs24.x" }, code: withCallback },
    near: { made: { Runtime: "nodejs22.x" }, code: withCallback },
  },
  {
    rule: "threads-below-one-vcpu",
    messageId: "threadWithoutVcpu",
    bad: { made: { MemorySize: 1024 }, code: worker },
    near: { made: { MemorySize: 3008 }, code: worker },
  },
  {
    rule: "sdk-budget-over-timeout",
    messageId: "overTimeout",
    bad: { made: { Timeout: 10 }, code: timeouts },
    near: { made: { Timeout: 11 }, code: timeouts },
  },
  {
    rule: "init-budget",
    messageId: "overBudget",
    bad: { code: `import AWS from "aws-sdk";\nexport const handler = async () => AWS;` },
    near: { code: `import type AWS from "aws-sdk";\nexport const handler = async (s3: AWS.S3) => s3;` },
    options: [{ targetMs: 50 }],
  },
];

const mapping = (more: object) => ({
  Queue: { Type: "AWS::SQS::Queue" },
  Mapping: {
    Type: "AWS::Lambda::EventSourceMapping",
    Properties: {
      FunctionName: { Ref: "Create" },
      EventSourceArn: { "Fn::GetAtt": ["Queue", "Arn"] },
      ...more,
    },
  },
});
const reporting = `export const handler = async (event) => {
  const batchItemFailures = [];
  for (const record of event.Records) {
    try { await work(record.body); } catch { batchItemFailures.push({ itemIdentifier: record.messageId }); }
  }
  return { batchItemFailures };
};
async function work(body) { await fetch(body); }`;
const swallowing =
  "export const handler = async (event) => { try { await fetch(event.url); } catch (error) { console.error(error); } };";
const permitted = (principal: string) => ({
  Allowed: {
    Type: "AWS::Lambda::Permission",
    Properties: { FunctionName: { Ref: "Create" }, Action: "lambda:InvokeFunction", Principal: principal },
  },
});
const role = (action: string) => ({
  Role: {
    Type: "AWS::IAM::Role",
    Properties: {
      Policies: [
        {
          PolicyName: "photos",
          PolicyDocument: {
            Statement: [{ Effect: "Allow", Action: action, Resource: "arn:aws:s3:::photos/*" }],
          },
        },
      ],
    },
  },
});
const ofRole = { Role: { "Fn::GetAtt": ["Role", "Arn"] } };

/** Of a function that only the template has, whose asset is a folder of the project. */
const only: readonly Sample[] = [
  {
    rule: "batch-response-mismatch",
    messageId: "ignoredFailures",
    bad: { beside: mapping({}), code: reporting },
    near: { beside: mapping({ FunctionResponseTypes: ["ReportBatchItemFailures"] }), code: reporting },
  },
  {
    rule: "event-type-mismatch",
    messageId: "wrongRead",
    bad: {
      beside: mapping({}),
      code: "export const handler = async (event) => event.requestContext.http.path;",
    },
    near: { beside: mapping({}), code: "export const handler = async (event) => event.Records.length;" },
  },
  {
    rule: "swallowed-error-by-source",
    messageId: "lostBySource",
    bad: { beside: permitted("sns.amazonaws.com"), code: swallowing },
    near: { beside: permitted("apigateway.amazonaws.com"), code: swallowing },
  },
  {
    rule: "inlined-secret",
    messageId: "inlinedSecret",
    bad: {
      made: { Environment: { Variables: { TOKEN: "{{resolve:secretsmanager:token}}" } } },
      code: "export const handler = async () => process.env.TOKEN;",
    },
    near: {
      made: { Environment: { Variables: { TOKEN: "token" } } },
      code: "export const handler = async () => process.env.TOKEN;",
    },
  },
  {
    rule: "durable-mismatch",
    messageId: "durableUnused",
    bad: { made: { DurableConfig: { ExecutionTimeout: 60 } } },
    near: {},
  },
  {
    rule: "iam-difference",
    messageId: "notAllowed",
    bad: { made: ofRole, beside: role("s3:GetObject"), code: put },
    near: { made: ofRole, beside: role("s3:PutObject"), code: put },
  },
];

function lint(
  { rule, lint: linted = "src/handler.ts", options = [] }: Sample,
  parts: Parts,
  isMade: boolean,
) {
  const { made = {}, beside = {}, code = "export const handler = async (event) => event.id;" } = parts;
  const create = {
    Type: "AWS::Lambda::Function",
    Properties: { Handler: "handler.handler", Runtime: "nodejs22.x", ...made },
    Metadata: {
      "aws:cdk:path": `Orders/${isMade ? "Create" : "Other"}/Resource`,
      "aws:asset:path": isMade ? "asset.1" : "../src",
    },
  };
  const directory = temporaryProject({
    "cdk.json": "{}",
    "package.json": "{}",
    "lib/stack.ts": isMade ? stack : stack.replace("src/handler.ts", "src/none.ts"),
    "src/handler.ts": code,
    "cdk.out/Orders.template.json": JSON.stringify({
      AWSTemplateFormatVersion: "2010-09-09",
      Resources: { Create: create, ...beside },
    }),
    "cdk.out/manifest.json": "{}",
  });
  utimesSync(join(directory, "lib/stack.ts"), 1000, 1000);
  utimesSync(join(directory, "cdk.out/manifest.json"), 2000, 2000);
  const filename = join(directory, linted);
  const chosen = rules[rule];
  if (chosen === undefined) throw new Error(`There is no rule ${rule}.`);
  const { messages } = lintText(
    { [rule]: chosen },
    { code: readFileSync(filename, "utf8"), filename, cwd: directory, options },
  );
  return messages.map(({ messageId }) => messageId);
}

describe("rules on functions of the CDK with a fresh output", () => {
  it.each(completed)("$rule reports what the code leaves open ($messageId)", (sample) => {
    expect(lint(sample, sample.bad, true)).toContain(sample.messageId);
  });
  it.each(completed)("$rule is silent on what is nearly the same ($messageId)", (sample) => {
    expect(lint(sample, sample.near, true)).not.toContain(sample.messageId);
  });
  it.each(only)("$rule reports a function of the output alone ($messageId)", (sample) => {
    expect(lint(sample, sample.bad, false)).toContain(sample.messageId);
  });
  it.each(only)("$rule is silent on one that is nearly the same ($messageId)", (sample) => {
    expect(lint(sample, sample.near, false)).not.toContain(sample.messageId);
  });
});
