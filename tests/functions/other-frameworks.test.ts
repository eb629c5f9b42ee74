import path from "node:path";
import { describe, expect, it, test } from "vitest";
import { codeFunctionsOfFile, codeFunctionsOfProject } from "../../src/functions/code-projects.js";
import { onlyValue } from "../../src/functions/config-value.js";
import { temporaryProject } from "../support/temporary-project.js";

const handler = "export const handler = async () => {};";

function read(files: Readonly<Record<string, string>>) {
  return codeFunctionsOfProject(
    temporaryProject({ "src/list.ts": handler, "src/work.ts": handler, ...files }),
  );
}

describe("SST 3", () => {
  const config = (body: string) => `
/// <reference path="./.sst/platform/config.d.ts" />
export default $config({
  app() { return { name: "orders", home: "aws" }; },
  async run() { ${body} },
});
`;

  it("by the global variable, with its defaults", () => {
    const found = read({
      "sst.config.ts": config(`new sst.aws.Function("List", { handler: "src/list.handler" });`),
    });
    expect(found).toMatchObject([
      { id: "List", framework: "sst", handler: { status: "resolved" }, env: { isComplete: true } },
    ]);
    expect(found[0]?.memoryMb).toEqual({ k: "default", value: 1024, of: "SST" });
    expect(found[0]?.timeoutSec).toEqual({ k: "default", value: 20, of: "SST" });
  });

  it("by paths from the folder of sst.config.ts, in a folder that is a project of its own", () => {
    const root = temporaryProject({
      "sst.config.ts": config(
        `$transform(sst.aws.Function, (args) => { args.memory = "2 GB"; }); new sst.aws.Function("Own", { handler: "src/work.handler" }); await import("./infra/api");`,
      ),
      "infra/package.json": `{ "dependencies": { "aws-cdk-lib": "2" } }`,
      "infra/cdk.json": `{ "app": "npx ts-node bin/app.ts" }`,
      "infra/api.ts": `export const list = new sst.aws.Function("List", { handler: "src/list.handler" });`,
      "src/list.ts": handler,
      "src/work.ts": handler,
    });
    const found = codeFunctionsOfFile(path.join(root, "src/list.ts"));
    expect(found).toMatchObject([{ id: "List", memoryMb: { value: 2048 } }]);
    expect(codeFunctionsOfFile(path.join(root, "src/work.ts"))).toHaveLength(1);
  });

  it("by subscriptions to what other code makes", () => {
    const found = read({
      "sst.config.ts": config(`
const list = new sst.aws.Function("List", { handler: "src/list.handler" });
sst.aws.Bus.subscribe("Stopped", "arn:aws:events:eu-central-1:1:event-bus/default", list.arn, { pattern: {} });
sst.aws.Queue.subscribe("arn:aws:sqs:eu-central-1:1:jobs", "src/work.handler", { batch: { partialResponses: true } });
sst.cloudflare.Queue.subscribe("arn:aws:sqs:eu-central-1:1:others", list.arn);`),
    });
    expect(
      found.map(({ handler: { file }, sources }) => [file?.slice(-7), sources.map(({ kind }) => kind)]),
    ).toEqual([
      ["list.ts", ["eventbridge"]],
      ["work.ts", ["sqs"]],
    ]);
    expect(found[1]?.sources[0]?.reportsBatchItemFailures).toBe(true);
  });

  it("by routes, subscriptions and schedules, with what they say", () => {
    const found = read({
      "sst.config.ts": config(""),
      "infra/api.ts": `
export const api = new sst.aws.ApiGatewayV2("Api");
api.route("GET /orders", "src/list.handler");
api.route("POST /orders", { handler: "src/work.handler", memory: "2 GB", timeout: "3 minutes", runtime: "nodejs22.x", environment: { A: "1" } });
new sst.aws.Queue("Jobs").subscribe("src/work.handler");
new sst.aws.Cron("Nightly", { schedule: "rate(1 day)", function: { handler: "src/list.handler" } });
`,
    });
    const kinds = found.map(({ sources }) => sources[0]?.kind);
    expect(kinds.sort()).toEqual(["apigw-http", "apigw-http", "scheduled", "sqs"]);
    expect(found.every(({ handler: { status } }) => status === "resolved")).toBe(true);
    const posted = found.find(({ id }) => id === "POST /orders");
    expect(onlyValue(posted?.memoryMb)).toBe(2048);
    expect(onlyValue(posted?.timeoutSec)).toBe(180);
    expect(onlyValue(posted?.runtime)).toBe("nodejs22.x");
    expect(onlyValue(posted?.env.variables.get("A"))).toBe("1");
  });

  it("by what is written where a name is only known when the code runs", () => {
    const found = read({
      "sst.config.ts": config(`
new sst.aws.Function(\`List-\${$app.stage}\`, { handler: "src/list.handler" });
new sst.aws.Function(nameOf("work"), { handler: "src/work.handler" });`),
    });
    expect(found.map(({ id }) => id)).toEqual(["List-${$app.stage}", 'nameOf("work")']);
  });

  it("by a schedule, whose event may be one of its own", () => {
    const sourceOf = (body: string) => read({ "sst.config.ts": config(body) })[0]?.sources;
    const job = `schedule: "rate(1 day)", function: "src/list.handler"`;
    expect(sourceOf(`new sst.aws.Cron("C", { ${job}, event: { a: "b" } });`)).toMatchObject([
      { kind: undefined, sender: "scheduled" },
    ]);
    expect(sourceOf(`new sst.aws.Cron("C", { ...more, ${job} });`)).toMatchObject([
      { kind: undefined, sender: "scheduled" },
    ]);
    expect(sourceOf(`new sst.aws.CronV2("C", { ${job} });`)).toMatchObject([{ kind: "scheduled" }]);
  });

  it("by a user pool, which waits for its triggers, except for those that send messages", () => {
    const found = read({
      "sst.config.ts": config(`new sst.aws.CognitoUserPool("Readers", {
  triggers: { preSignUp: "src/list.handler", customEmailSender: { handler: "src/work.handler" } },
});`),
    });
    expect(found.map(({ sources }) => sources[0]?.integrationTimeoutMs)).toEqual([
      { k: "default", value: 5000, of: "Amazon Cognito" },
      undefined,
    ]);
  });

  it("with concurrency, and managed policies", () => {
    const [fn] = read({
      "sst.config.ts": config(
        `new sst.aws.Function("F", { handler: "src/list.handler", concurrency: { provisioned: 2 }, policies: ["arn:aws:iam::aws:policy/AmazonS3FullAccess", "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess", other.arn] });`,
      ),
    });
    expect(onlyValue(fn?.concurrency?.provisioned)).toBe(2);
    expect(fn?.concurrency?.reserved).toBeUndefined();
    expect(fn?.permissions?.statements).toMatchObject([{ actions: [{ value: "s3:*" }] }]);
  });

  it("by files beside the configuration, several of one source, with batches", () => {
    const found = read({
      "all.ts": handler,
      "some.ts": `${handler} export const main = handler;`,
      "sst.config.ts": config(`
const stream = new sst.aws.KinesisStream("Clicks");
stream.subscribe("all.handler");
stream.subscribe("some.main", { filters: [{ data: { type: ["bar"] } }] });
new sst.aws.Queue("Jobs").subscribe("all.handler", { batch: { size: 5, partialResponses: true } });
new sst.aws.SnsTopic("Mail").subscribe("Send", "all.handler");
new sst.aws.Queue("Late").subscribe("all.handler", { transform: { eventSourceMapping: changesOfOthers } });
new sst.aws.Bucket("Photos").notify({ notifications: [{ name: "Resize", function: "all.handler" }] });
const gql = new sst.aws.AppSync("Graph", { schema: "schema.graphql" });
gql.addDataSource({ name: "orders", lambda: "all.handler" });
new sst.aws.Realtime("Chat", { authorizer: "all.handler" });
`),
    });
    const described = found.map(({ id, handler: { status, exportName }, sources: [source] }) => [
      id,
      status,
      exportName,
      source?.kind,
      onlyValue(source?.batchSize),
      source?.reportsBatchItemFailures,
    ]);
    expect(described.sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))).toEqual([
      ["Chat", "resolved", "handler", "authorizer", undefined, undefined],
      ["Clicks", "resolved", "handler", "kinesis", 100, false],
      ["Clicks", "resolved", "main", "kinesis", 100, false],
      ["Jobs", "resolved", "handler", "sqs", 5, true],
      ["Late", "resolved", "handler", "sqs", undefined, undefined],
      ["orders", "resolved", "handler", "appsync", undefined, undefined],
      ["Resize", "resolved", "handler", "s3", undefined, undefined],
      ["Send", "resolved", "handler", "sns", undefined, undefined],
    ]);
    expect(new Set(found.map(({ place }) => `${place.line}:${place.column}`)).size).toBe(8);
  });

  it("with what it is given to beside, and with the resources of Pulumi around it", () => {
    const [list, work] = read({
      "sst.config.ts": config(`
const work = new sst.aws.Function("Work", { handler: "src/work.handler" });
const list = new sst.aws.Function("List", { handler: "src/list.handler" });
new sst.aws.Bus("Bus").subscribe("created", work.arn, { pattern: { detailType: ["created"] } });
new sst.aws.Bucket("Photos").notify({ notifications: [{ name: "Resize", function: work.arn, events: ["s3:ObjectCreated:*"] }] });
new sst.aws.Cron("Nightly", { schedule: "rate(1 day)", function: work });
const table = new sst.aws.Dynamo("Orders", { stream: "new-image" });
new aws.lambda.EventSourceMapping("Stream", { eventSourceArn: table.nodes.table.streamArn, functionName: work.nodes.function.name, startingPosition: "LATEST" });
new aws.cloudwatch.LogSubscriptionFilter("Logs", { destinationArn: list.arn });
`),
    }).toSorted((a, b) => a.id.localeCompare(b.id));
    expect(work?.sources.map(({ kind }) => kind).sort()).toEqual([
      "dynamodb-stream",
      "eventbridge",
      "s3",
      "scheduled",
    ]);
    expect(list?.sources.map(({ kind }) => kind)).toEqual(["cloudwatch-logs"]);
  });

  it("of a file that has the bus from another one", () => {
    const found = read({
      "sst.config.ts": config(""),
      "infra/bus.ts": `export const bus = new sst.aws.Bus("Bus");`,
      "infra/mail.ts": `import { bus } from "./bus"; bus.subscribe("created", { handler: "src/work.handler" });`,
    });
    expect(found).toMatchObject([{ id: "created", sources: [{ kind: "eventbridge" }] }]);
  });

  it("with what a file hands over that the configuration imports when it runs", () => {
    const found = read({
      "sst.config.ts": config(`
const { queue } = await import("./infra/queue");
queue.subscribe("src/work.handler", { batch: { size: 3 } });`),
      "infra/queue.ts": `export const queue = new sst.aws.Queue("Jobs");`,
    });
    expect(found).toMatchObject([{ id: "Jobs", sources: [{ kind: "sqs", batchSize: { value: 3 } }] }]);
  });

  const sinksOf = (body: string) => read({ "sst.config.ts": config(body) })[0]?.failureSinks;

  it.each([
    ["none", `bus.subscribe("a", "src/work.handler");`],
    [
      "none of a function by itself",
      `new sst.aws.Function("W", { handler: "src/work.handler", link: [x] });`,
    ],
    ["none of a schedule", `new sst.aws.Cron("N", { schedule: "rate(1 day)", job: "src/work.handler" });`],
    [
      "none of what is called by the stage",
      `new sst.aws.Cron(\`N-\${$app.stage}\`, { schedule: "rate(1 day)", job: "src/work.handler" });`,
    ],
  ])("knows that events have nowhere to go: %s", (_, body) => {
    expect(sinksOf(`const bus = new sst.aws.Bus("Bus"); ${body}`)).toMatchObject({
      deadLetterQueue: undefined,
      onFailure: undefined,
      isComplete: true,
    });
  });

  it.each([
    [
      "a transform",
      `bus.subscribe("a", { handler: "src/work.handler", transform: { function: (args) => args } });`,
    ],
    ["properties from elsewhere", `bus.subscribe("a", { handler: "src/work.handler", ...more() });`],
    [
      "a transform of all functions",
      `$transform(sst.aws.Function, (args) => { args.transform = { function: { deadLetterConfig } }; }); bus.subscribe("a", "src/work.handler");`,
    ],
    [
      "settings of a function that is not known",
      `bus.subscribe("a", "src/work.handler"); new aws.lambda.FunctionEventInvokeConfig("c", { functionName: $resolve([name]).apply(f) });`,
    ],
  ])("is not sure where events go with %s", (_, body) => {
    expect(sinksOf(`const bus = new sst.aws.Bus("Bus"); ${body}`)?.isComplete).toBe(false);
  });

  it("knows the destination that settings beside it name", () => {
    const sinks = sinksOf(`
const queue = new sst.aws.Queue("Failed");
const created = new sst.aws.Bus("Bus").subscribe("a", "src/work.handler");
new aws.lambda.FunctionEventInvokeConfig("c", { functionName: created.nodes.function.name, destinationConfig: { onFailure: { destination: queue.arn } } });`);
    expect(sinks?.onFailure).toMatchObject({ id: "Failed" });
  });

  it.each([
    ["none", `new sst.aws.Queue("Jobs")`, true, undefined],
    ["one", `new sst.aws.Queue("Jobs", { dlq: last.arn })`, true, "Last"],
    [
      "one with its attempts",
      `new sst.aws.Queue("Jobs", { dlq: { queue: last.arn, retry: 5 } })`,
      true,
      "Last",
    ],
    [
      "what a transform sets",
      `new sst.aws.Queue("Jobs", { transform: { queue: changesOfOthers } })`,
      false,
      undefined,
    ],
    ["itself, as the last", `last`, false, undefined],
  ])("knows the dead-letter queue of a queue: %s", (_, queue, isKnown, id) => {
    const found = read({
      "sst.config.ts": config(`
const last = new sst.aws.Queue("Last");
new sst.aws.Queue("Other", { dlq: last.arn });
const queue = ${queue};
queue.subscribe("src/work.handler");`),
    });
    const [source] = found[0]?.sources ?? [];
    expect(source?.resource?.type).toBe(isKnown ? "AWS::SQS::Queue" : undefined);
    expect(source?.onFailure?.id).toBe(id);
  });

  it.each([
    ["an HTTP API", `new sst.aws.ApiGatewayV2("Api").route("GET /", "src/list.handler");`, 30_000],
    ["a REST API", `new sst.aws.ApiGatewayV1("Api").route("GET /", "src/list.handler");`, 29_000],
    [
      "a WebSocket",
      `new sst.aws.ApiGatewayWebSocket("Api").route("$default", "src/list.handler");`,
      undefined,
    ],
    [
      "an API that a transform changes",
      `new sst.aws.ApiGatewayV2("Api", { transform: { route: { args: {} } } }).route("GET /", "src/list.handler");`,
      undefined,
    ],
  ])("says how long it is waited for by %s", (_, body, ms) => {
    const [fn] = read({ "sst.config.ts": config(body) });
    expect(onlyValue(fn?.sources[0]?.integrationTimeoutMs)).toBe(ms);
  });

  it.each([
    ["by default", `{ handler: "src/list.handler" }`, "", "x86_64"],
    ["as it says", `{ handler: "src/list.handler", architecture: "arm64" }`, "", "arm64"],
    [
      "as a transform says",
      `{ handler: "src/list.handler" }`,
      `$transform(sst.aws.Function, (args) => { args.architecture ??= "arm64"; });`,
      "arm64",
    ],
    [
      "but not where a transform of the resource may set it",
      `{ handler: "src/list.handler" }`,
      `$transform(aws.lambda.Function, (args) => { args.architectures = ["arm64"]; });`,
      undefined,
    ],
    [
      "where a transform sets something else",
      `{ handler: "src/list.handler" }`,
      `$transform(sst.aws.Function, (args) => { args.runtime ??= "nodejs22.x"; });`,
      "x86_64",
    ],
  ])("has an architecture %s", (_, props, before, architecture) => {
    const [fn] = read({ "sst.config.ts": config(`${before} new sst.aws.Function("List", ${props});`) });
    expect(onlyValue(fn?.architecture)).toBe(architecture);
  });

  test.each([
    ["a value that was not there", `args.memory ??= "512 MB";`, 512],
    ["a condition on what is not there", `if (args.memory === undefined) { args.memory = "512 MB"; }`, 512],
    ["a value in any case", `args.memory = "512 MB";`, 512],
    ["another setting", `args.runtime = "nodejs22.x";`, 1024],
    ["a value that is not known", `args.memory ??= process.env.MEMORY;`, undefined],
  ])("has what a transform gives every function: %s", (_, body, memory) => {
    const found = read({
      "sst.config.ts": config(`
$transform(sst.aws.Function, (args) => { ${body} });
new sst.aws.Function("List", { handler: "src/list.handler" });
new sst.aws.Queue("Jobs").subscribe("src/work.handler");`),
    });
    expect(found.map(({ memoryMb }) => onlyValue(memoryMb))).toEqual([memory, memory]);
    expect(found.map(({ properties }) => properties === undefined)).toEqual([false, true]);
  });

  it("keeps what it says itself where a transform gives what is missing", () => {
    const [fn] = read({
      "sst.config.ts": config(`
$transform(sst.aws.Function, (args) => { args.memory ??= "512 MB"; args.architecture ??= "arm64"; args.runtime ??= "nodejs22.x"; });
new sst.aws.Function("List", { handler: "src/list.handler", memory: "2 GB" });`),
    });
    expect(onlyValue(fn?.memoryMb)).toBe(2048);
    expect(onlyValue(fn?.architecture)).toBe("arm64");
    expect(onlyValue(fn?.runtime)).toBe("nodejs22.x");
  });

  test.each([
    ["of the resource", `$transform(aws.lambda.Function, (args) => { args.memorySize = 512; });`],
    ["that another file makes", `$transform(sst.aws.Function, changesOfOthers);`],
    ["that other code makes", `$transform(sst.aws.Function, (args) => { changesOfOthers(args); });`],
  ])("has no default of SST where a transform may set it: %s", (_, transform) => {
    const [fn] = read({
      "sst.config.ts": config(`${transform} new sst.aws.Function("List", { handler: "src/list.handler" });`),
    });
    expect(fn?.memoryMb.k).toBe("opaque");
  });

  test.each([
    [
      "a variable of that name",
      `const sst = { aws: { Function: class {} } }; new sst.aws.Function("List", { handler: "src/list.handler" });`,
    ],
    ["another component", `new sst.aws.Bucket("Photos");`],
    ["a route to an address", `new sst.aws.ApiGatewayV2("Api").routeUrl("GET /", "https://example.com");`],
  ])("not by %s", (_, body) => {
    expect(read({ "sst.config.ts": config(body) })).toEqual([]);
  });
});

it.each([
  ["with the defaults of SST", "", [1024, 1024, 512, 1024]],
  [
    "with those of the app",
    "export default { stacks(app) { app.setDefaultFunctionProps({ memorySize: 256 }); app.stack(ApiStack); } };",
    [256, 256, 512, 256],
  ],
  [
    "with those of SST beside others of the app",
    "export default function (app) { app.setDefaultFunctionProps({ timeout: 20 }); app.stack(ApiStack); }",
    [1024, 1024, 512, 1024],
  ],
  [
    "without defaults, where the app has more than can be read",
    "export default { stacks(app) { app.setDefaultFunctionProps({ ...shared }); app.stack(ApiStack); } };",
    [undefined, undefined, 512, undefined],
  ],
  [
    "without defaults, where a stack sets others",
    "export function OtherStack({ stack }) { stack.setDefaultFunctionProps({ memorySize: 256 }); }",
    [undefined, undefined, 512, undefined],
  ],
])("SST 2: constructs with handlers, %s", (_, app, sizes) => {
  const found = read({
    "package.json": '{ "dependencies": { "sst": "^2" } }',
    "sst.config.ts": app,
    "stacks/api.ts": `
import { Api, Function, Queue, type StackContext } from "sst/constructs";
export function ApiStack({ stack }: StackContext) {
  new Function(stack, "List", { handler: "src/list.handler", timeout: "10 seconds" });
  new Api(stack, "Api", { routes: { "GET /": "src/list.handler", "POST /": { function: { handler: "src/work.handler", memorySize: "512 MB" } } } });
  new Queue(stack, "Jobs", { consumer: "src/work.handler" });
}
`,
  });
  expect(
    found.map(({ handler: { status, file }, sources }) => [status, file?.slice(-7), sources[0]?.kind]),
  ).toEqual([
    ["resolved", "list.ts", undefined],
    ["resolved", "list.ts", "apigw-http"],
    ["resolved", "work.ts", "apigw-http"],
    ["resolved", "work.ts", "sqs"],
  ]);
  expect(found.map(({ memoryMb }) => onlyValue(memoryMb))).toEqual(sizes);
  expect(onlyValue(found[0]?.timeoutSec)).toBe(10);
});

it("SST 2: functions by what tells those of one construct apart", () => {
  const found = read({
    "package.json": '{ "dependencies": { "sst": "^2" } }',
    "stacks/api.ts": `
import { Api, EventBus, Queue, Table, type StackContext } from "sst/constructs";
export function ApiStack({ stack }: StackContext) {
  const api = new Api(stack, "Api", { routes: { "GET /": "src/list.handler", "POST /": { function: { handler: "src/work.handler" } } } });
  api.addRoutes(stack, { "PUT /": "src/work.handler" });
  new Queue(stack, "Jobs", { consumer: { function: { handler: "src/work.handler" } } });
  new EventBus(stack, "Bus", { rules: { only: { targets: { one: "src/work.handler" } } } });
  new Table(stack, "Orders", { consumers: { first: "src/work.handler", second: { function: "src/work.handler" } } });
}
`,
  });
  expect(found.map(({ id }) => id)).toEqual([
    "GET /",
    "POST /",
    "Jobs",
    "Bus",
    "Orders/first",
    "Orders/second",
    "PUT /",
  ]);
});

it("SST 2: a function of its own that a route is given", () => {
  const found = read({
    "package.json": '{ "dependencies": { "sst": "^2" } }',
    "stacks/api.ts": `
import { Function, WebSocketApi, type StackContext } from "sst/constructs";
export function ApiStack({ stack }: StackContext) {
  const send = new Function(stack, "Send", { handler: "src/work.handler" });
  const list = new Function(stack, "List", { handler: "src/list.handler" });
  new WebSocketApi(stack, "Chat", { routes: { send: { function: send } } });
}
`,
  });
  expect(found.map(({ id, sources }) => [id, sources.map(({ kind }) => kind)])).toEqual([
    ["Send", ["apigw-websocket"]],
    ["List", []],
  ]);
});

it("SST 2: handlers below the folder that the app says", () => {
  const [fn] = read({
    "package.json": '{ "dependencies": { "@serverless-stack/resources": "^1" } }',
    "services/functions/list.ts": handler,
    "stacks/index.ts": `
import { type App } from "@serverless-stack/resources";
import { ApiStack } from "./api";
export default function (app: App) {
  app.setDefaultFunctionProps({ runtime: "nodejs16.x", srcPath: "services" });
  app.stack(ApiStack);
}
`,
    "stacks/api.ts": `
import { Api, type StackContext } from "@serverless-stack/resources";
export function ApiStack({ stack }: StackContext) {
  new Api(stack, "Api", { routes: { "GET /": "functions/list.handler" } });
}
`,
  });
  expect(fn?.handler.status).toBe("resolved");
  expect(onlyValue(fn?.runtime)).toBe("nodejs16.x");
});

it("SST 2: what a construct says of all its functions", () => {
  const found = read({
    "package.json": '{ "dependencies": { "sst": "^2" } }',
    "stacks/api.ts": `
import { Api, type StackContext } from "sst/constructs";
export function ApiStack({ stack }: StackContext) {
  new Api(stack, "Api", {
    defaults: { function: { timeout: 30, memorySize: 256 } },
    routes: { "GET /": "src/list.handler", "POST /": { function: { handler: "src/work.handler", timeout: 5 } } },
  });
}
`,
  });
  expect(found.map(({ timeoutSec, memoryMb }) => [onlyValue(timeoutSec), onlyValue(memoryMb)])).toEqual([
    [30, 256],
    [5, 256],
  ]);
});

it("SST: URLs of functions", () => {
  const version3 = read({
    "sst.config.ts": "export default $config({ async run() { await import('./infra/api'); } });",
    "infra/api.ts": `
new sst.aws.Function("A", { handler: "src/work.handler", url: true });
new sst.aws.Function("B", { handler: "src/work.handler", url: { authorization: "iam" }, streaming: true });
new sst.aws.Function("C", { handler: "src/work.handler", url: false });
new sst.aws.Function("D", { handler: "src/work.handler", url: isPublic });
`,
  });
  const version2 = read({
    "package.json": '{ "dependencies": { "sst": "^2" } }',
    "stacks/api.ts": `
import { Function } from "sst/constructs";
export function ApiStack({ stack }) {
  new Function(stack, "A", { handler: "src/work.handler", url: { cors: true } });
  new Function(stack, "B", { handler: "src/work.handler", url: { authorizer: "iam" } });
}`,
  });
  const urlsOf = (functions: typeof version2) =>
    functions.map(({ id, url, sources }) => [
      id,
      onlyValue(url?.authType),
      onlyValue(url?.invokeMode),
      sources[0]?.kind,
    ]);
  expect(urlsOf(version3)).toEqual([
    ["A", "NONE", "BUFFERED", "function-url"],
    ["B", "AWS_IAM", "RESPONSE_STREAM", "function-url"],
    ["C", undefined, undefined, undefined],
    ["D", undefined, undefined, undefined],
  ]);
  expect(urlsOf(version2)).toEqual([
    ["A", "NONE", undefined, "function-url"],
    ["B", "AWS_IAM", undefined, "function-url"],
  ]);
});

it("SST 2: what is added to constructs later, also by other stacks", () => {
  const found = read({
    "package.json": '{ "dependencies": { "sst": "^2" } }',
    "stacks/events.ts": `
import { EventBus, Queue, type StackContext } from "sst/constructs";
export function Events({ stack }: StackContext) {
  const bus = new EventBus(stack, "bus", { defaults: { retries: 20 } });
  bus.addRules(stack, { other: { pattern: { source: ["aws.s3"] }, targets: { handler: { function: { handler: "src/list.handler" } } } } });
  bus.subscribe("order.created", { handler: "src/work.handler", timeout: "5 minutes" });
  new Queue(stack, "Jobs").addConsumer(stack, "src/work.handler");
  return bus;
}`,
    "stacks/orders.ts": `
import { use, type StackContext } from "sst/constructs";
import { Events } from "./events";
export function Orders({ stack }: StackContext) {
  const bus = use(Events);
  bus.subscribe(stack, "order.sent", { handler: "src/list.handler" }, { retries: 0 });
  use(Events).other.publish("order.sent", { handler: "src/list.handler" });
}`,
  });
  expect(
    found
      .map(({ handler: { file }, sources }) => `${file?.slice(-7) ?? ""} ${sources[0]?.kind ?? ""}`)
      .sort(),
  ).toEqual(["list.ts eventbridge", "list.ts eventbridge", "work.ts eventbridge", "work.ts sqs"]);
});

it("SST 2: functions that are added to what another stack hands over", () => {
  const found = read({
    "package.json": '{ "dependencies": { "sst": "^2" } }',
    "stacks/search.ts": `
import { use, type StackContext } from "sst/constructs";
import { Storage } from "./storage";
export function Search({ stack }: StackContext) {
  const { table, queue } = use(Storage);
  table.addConsumers(stack, { index: { function: { handler: "src/list.handler", timeout: 20 } } });
  queue.addConsumer(stack, "src/work.handler");
  table.bind(stack, { other: "src/list.handler" });
}`,
    "stacks/storage.ts": "export function Storage({ stack }) { return made(stack); }",
  });
  // Tables and streams both have consumers.
  expect(found.map(({ id, sources }) => [id, sources.map(({ kind }) => kind)])).toEqual([
    ["index", [undefined]],
    ["src/work.handler", ["sqs"]],
  ]);
});

it("SST 2: what a stack says of its functions", () => {
  const found = read({
    "package.json": '{ "dependencies": { "sst": "^2" } }',
    "sst.config.ts": `
import { ApiStack } from "./stacks/api";
import { JobsStack } from "./stacks/jobs";
export default { stacks(app) { app.setDefaultFunctionProps({ memorySize: 256 }); app.stack(ApiStack).stack(JobsStack); } };
`,
    "stacks/api.ts": `
import { Api, Function, type StackContext } from "sst/constructs";
export function ApiStack({ stack }: StackContext) {
  stack.setDefaultFunctionProps({ timeout: 30 });
  new Api(stack, "Api", { routes: { "GET /": "src/list.handler" } });
}
`,
    "stacks/jobs.ts": `
import { Queue, type StackContext } from "sst/constructs";
export function JobsStack({ stack }: StackContext) {
  new Queue(stack, "Jobs").addConsumer(stack, "src/work.handler");
}
`,
  });
  expect(found.map(({ timeoutSec, memoryMb }) => [onlyValue(timeoutSec), onlyValue(memoryMb)])).toEqual([
    [30, 256],
    [10, 256],
  ]);
});

it("SST 2: where queues put what was received too often", () => {
  const readQueues = (body: string) =>
    read({
      "package.json": '{ "dependencies": { "sst": "^2" } }',
      "stacks/queues.ts": `
import { Queue, use, type StackContext } from "sst/constructs";
export function Queues({ stack }: StackContext) {
${body}
}`,
    }).map(({ sources: [source] }) => [source?.resource?.id, source?.onFailure?.id]);
  expect(
    readQueues(`
  const failed = new Queue(stack, "Failed", { consumer: "src/list.handler" });
  new Queue(stack, "Jobs", { consumer: "src/work.handler", cdk: { queue: { deadLetterQueue: { queue: failed.cdk.queue, maxReceiveCount: 3 } } } });
  new Queue(stack, "Bare", { consumer: "src/work.handler" });`),
  ).toEqual([
    [undefined, undefined],
    ["Jobs", "Failed"],
    ["Bare", undefined],
  ]);
  // Any queue may be the one of another stack.
  expect(
    readQueues(`
  new Queue(stack, "Jobs", { consumer: "src/work.handler", cdk: { queue: { deadLetterQueue: { queue: use(Failures).queue.cdk.queue, maxReceiveCount: 3 } } } });
  new Queue(stack, "Bare", { consumer: "src/work.handler" });`),
  ).toEqual([
    [undefined, undefined],
    [undefined, undefined],
  ]);
});

it("SST: how long queues hide a message", () => {
  const version2 = read({
    "package.json": '{ "dependencies": { "sst": "^2" } }',
    "stacks/queues.ts": `
import { Duration } from "aws-cdk-lib";
import { Queue, type StackContext } from "sst/constructs";
export function Queues({ stack }: StackContext) {
  new Queue(stack, "A", { consumer: "src/work.handler", cdk: { queue: { fifo: true, visibilityTimeout: Duration.minutes(3) } } });
  new Queue(stack, "B", { consumer: "src/work.handler" });
  new Queue(stack, "C", { consumer: "src/work.handler", cdk: { queue: made() } });
}`,
  });
  const version3 = read({
    "sst.config.ts": "export default $config({ async run() { await import('./infra/queues'); } });",
    "infra/queues.ts": `
new sst.aws.Queue("A", { visibilityTimeout: "2 minutes" }).subscribe("src/work.handler");
new sst.aws.Queue("B").subscribe("src/work.handler");
new sst.aws.Queue("C", { transform: { queue: changesOfOthers } }).subscribe("src/work.handler");
`,
  });
  const secondsOf = (functions: typeof version2) =>
    functions.map(({ sources }) => onlyValue(sources[0]?.visibilityTimeoutSec));
  expect(secondsOf(version2)).toEqual([180, 30, undefined]);
  expect(secondsOf(version3)).toEqual([120, 30, undefined]);
});

it("SST: what queues had before version 1", () => {
  const [orders, failures] = read({
    "package.json": '{ "dependencies": { "@serverless-stack/resources": "^0.69" } }',
    "stacks/queues.ts": `
import { Duration } from "@aws-cdk/core";
import { Queue, Stack } from "@serverless-stack/resources";
export class Queues extends Stack {
  constructor(scope, id) {
    super(scope, id);
    const failures = new Queue(this, "Failures");
    const orders = new Queue(this, "Orders", {
      sqsQueue: { visibilityTimeout: Duration.minutes(2), deadLetterQueue: { maxReceiveCount: 2, queue: failures.sqsQueue } },
    });
    orders.addConsumer(this, { function: { handler: "src/work.handler" }, consumerProps: { batchSize: 1 } });
    failures.addConsumer(this, { function: { handler: "src/work.handler" } });
  }
}`,
  }).map(({ sources }) => sources[0]);
  expect(orders).toMatchObject({ batchSize: { value: 1 }, visibilityTimeoutSec: { value: 120 } });
  expect(orders?.onFailure?.id).toBe("Failures");
  expect(failures).toMatchObject({ batchSize: { value: 10 }, visibilityTimeoutSec: { value: 30 } });
  // It is the last, and needs none itself.
  expect(failures?.resource).toBeUndefined();
});

describe("Pulumi", () => {
  const program = (body: string) => `
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
${body}
`;
  const project = (body: string) =>
    read({
      "Pulumi.yaml": "name: orders",
      "index.ts": program(body),
      "app/index.js": "exports.handler = async () => {};",
    });

  it("by a folder that is zipped", () => {
    const found = project(`
const role = new aws.iam.Role("role", {});
new aws.lambda.Function("list", {
  code: new pulumi.asset.AssetArchive({ ".": new pulumi.asset.FileArchive("./app") }),
  role: role.arn,
  handler: "index.handler",
  runtime: aws.lambda.Runtime.NodeJS22dX,
  memorySize: 256,
  architectures: ["arm64"],
  environment: { variables: { TABLE: "orders" } },
  tracingConfig: { mode: "Active" },
});`);
    expect(found).toMatchObject([
      {
        id: "list",
        framework: "pulumi",
        handler: { status: "resolved", exportName: "handler" },
        env: { isComplete: true },
      },
    ]);
    expect(onlyValue(found[0]?.runtime)).toBe("nodejs22.x");
    expect(onlyValue(found[0]?.memoryMb)).toBe(256);
    expect(found[0]?.timeoutSec).toEqual({ k: "default", value: 3, of: "Pulumi" });
    expect(onlyValue(found[0]?.architecture)).toBe("arm64");
    expect(onlyValue(found[0]?.tracing)).toBe("Active");
  });

  it.each(["export = async () => {", "export default async () => {", "export async function main() {"])(
    "by a program that is a function: %s",
    (start) => {
      const found = project(`
${start}
  new aws.lambda.Function("list", {
    code: new pulumi.asset.FileArchive("./app"), handler: "index.handler", runtime: "nodejs22.x", role: "x",
  });
};`);
      expect(found.map(({ id, handler: { status } }) => [id, status])).toEqual([["list", "resolved"]]);
    },
  );

  const fnWith = (props: string) =>
    `const fn = new aws.lambda.Function("fn", { handler: "index.handler", runtime: "nodejs22.x", code: new pulumi.asset.FileArchive("app"), ${props} });`;

  it("with what it has when nobody says it, and what is known where somebody does", () => {
    const [plain] = project(fnWith(""));
    expect(plain?.tracing).toMatchObject({ k: "default", value: "PassThrough" });
    expect(plain?.logging?.format).toMatchObject({ k: "default", value: "Text" });
    expect(plain?.deployment).toMatchObject({ alias: undefined, hasAlarms: false });
    const [own] = project(
      `${fnWith('tracingConfig: { mode: "Active" }, loggingConfig: { logFormat: "JSON" }')} new aws.lambda.Alias("live", { functionName: fn.name, functionVersion: fn.version });`,
    );
    expect(onlyValue(own?.tracing)).toBe("Active");
    expect(onlyValue(own?.logging?.format)).toBe("JSON");
    expect(own?.deployment).toBeUndefined();
    const [open] = project(fnWith("...more"));
    expect([open?.tracing?.k, open?.deployment]).toEqual(["opaque", undefined]);
  });

  it("is invoked by its URL as well", () => {
    const [fn] = project(
      `${fnWith("")} new aws.lambda.FunctionUrl("u", { functionName: fn.name, authorizationType: "NONE" });`,
    );
    expect(fn?.sources).toMatchObject([{ kind: "function-url" }]);
  });

  const queueOf = (queue: string, rest = "") =>
    project(
      `${fnWith("")} const failed = new aws.sqs.Queue("failed"); const queue = new aws.sqs.Queue("jobs", ${queue}); new aws.lambda.EventSourceMapping("m", { eventSourceArn: queue.arn, functionName: fn.arn }); ${rest}`,
    )[0]?.sources[0]?.resource;

  test.each([
    ["nothing else", "{}", "", "AWS::SQS::Queue"],
    [
      "a queue for its failures",
      "{ redrivePolicy: JSON.stringify({ deadLetterTargetArn: failed.arn, maxReceiveCount: 3 }) }",
      "",
      undefined,
    ],
    [
      "one that is given to it later",
      "{}",
      `new aws.sqs.RedrivePolicy("r", { queueUrl: queue.url, redrivePolicy: x });`,
      undefined,
    ],
    ["properties from elsewhere", "{ ...more }", "", undefined],
    [
      "another that puts its failures into it",
      "{}",
      `new aws.sqs.Queue("first", { redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: queue.arn }) });`,
      undefined,
    ],
    [
      "another of which nobody knows where its failures go",
      "{}",
      `new aws.sqs.Queue("first", { redrivePolicy: arn.apply((x) => x) });`,
      undefined,
    ],
  ])("has a queue without one for failures for certain, or not: with %s", (_, queue, rest, type) => {
    expect(queueOf(queue, rest)).toMatchObject({ id: "jobs", type });
  });

  const statementsOf = (rest: string, role = "{}") =>
    project(
      `const role = new aws.iam.Role("role", ${role}); ${fnWith("role: role.arn")} ${rest}`,
    )[0]?.permissions?.statements.map(({ actions, resources }) => [
      actions.map((action) => onlyValue(action)),
      resources.map((resource) => ("k" in resource ? onlyValue(resource) : resource.id)),
    ]);
  const document = `{ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: ["s3:*"], Resource: "*" }] }`;

  test.each([
    ["of the role", `new aws.iam.RolePolicy("p", { role: role.id, policy: ${document} });`],
    ["as text", `new aws.iam.RolePolicy("p", { role, policy: JSON.stringify(${document}) });`],
    [
      "as text of outputs",
      `new aws.iam.RolePolicy("p", { role: role.name, policy: pulumi.jsonStringify(${document}) });`,
    ],
    [
      "that is attached",
      `const policy = new aws.iam.Policy("p", { policy: ${document} }); new aws.iam.RolePolicyAttachment("a", { role: role.name, policyArn: policy.arn });`,
    ],
    [
      "of a document",
      `const d = aws.iam.getPolicyDocumentOutput({ statements: [{ actions: ["s3:*"], resources: ["*"] }] }); new aws.iam.RolePolicy("p", { role: role.id, policy: d.json });`,
    ],
    [
      "of AWS",
      `new aws.iam.RolePolicyAttachment("a", { role, policyArn: aws.iam.ManagedPolicy.AmazonS3FullAccess });`,
    ],
    [
      "of AWS by its ARN",
      `new aws.iam.RolePolicyAttachment("a", { role, policyArn: "arn:aws:iam::aws:policy/AmazonS3FullAccess" });`,
    ],
    [
      "of AWS by the name that older versions have",
      `for (const policyArn of [aws.iam.ManagedPolicies.AmazonS3FullAccess]) new aws.iam.RolePolicyAttachment("a", { role, policyArn });`,
    ],
  ])("with what its role may do: a policy %s", (_, rest) => {
    expect(statementsOf(rest)).toEqual([[["s3:*"], ["*"]]]);
  });

  it("with the place of a managed policy, not that of the import", () => {
    const found = project(`
const role = new aws.iam.Role("role", { managedPolicyArns: [aws.iam.ManagedPolicy.AmazonS3FullAccess] });
new aws.lambda.CallbackFunction("list", { callback: async () => {}, role });`);
    expect(found[0]?.permissions?.statements[0]?.place).toMatchObject({ line: 5, column: 61 });
  });

  it("at the name that stands with it, where a helper of another file makes the name", () => {
    const found = read({
      "Pulumi.yaml": "name: orders",
      "names.ts": "export const named = (name: string) => `${process.env.STAGE}-${name}`;",
      "index.ts": `import * as aws from "@pulumi/aws";
import { named } from "./names";
for (const route of ["list", "create"])
  new aws.lambda.CallbackFunction(named(route), { callback: async () => {} });
`,
    });
    expect(found.map(({ id, place: { file, line, column } }) => [id, file.slice(-8), line, column])).toEqual([
      ["named(route)", "index.ts", 4, 35],
      ["named(route)", "index.ts", 4, 35],
    ]);
  });

  test.each([
    [
      "as text of JSON",
      `new aws.iam.RolePolicy("p", { role, policy: '{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}' });`,
    ],
    [
      "of a document that is waited for",
      `new aws.iam.RolePolicy("p", { role, policy: aws.iam.getPolicyDocument({ statements: [{ actions: ["s3:*"], resources: ["*"] }] }).then((d) => d.json) });`,
    ],
    [
      "that is attached to several",
      `new aws.iam.PolicyAttachment("a", { roles: [role.name], policyArn: "arn:aws:iam::aws:policy/AmazonS3FullAccess" });`,
    ],
  ])("with what its role may do: a policy %s", (_, rest) => {
    expect(statementsOf(rest)).toEqual([[["s3:*"], ["*"]]]);
  });

  it("with no policy of a text that is none", () => {
    expect(statementsOf(`new aws.iam.RolePolicy("p", { role, policy: "{" });`)).toEqual([]);
    expect(statementsOf(`new aws.iam.RolePolicy("p", { role, policy: "null" });`)).toEqual([]);
  });

  it("in a VPC, where it has subnets for certain", () => {
    const vpcOf = (config: string) => project(fnWith(`vpcConfig: ${config}`))[0]?.vpc;
    expect(vpcOf(`{ subnetIds: ["subnet-1"], securityGroupIds: [] }`)).toMatchObject({ references: [] });
    expect(vpcOf(`{ subnetIds: subnets.ids }`)).toBeDefined();
    expect(vpcOf(`{ subnetIds: [], securityGroupIds: [] }`)).toBeUndefined();
    expect(vpcOf(`isProd ? { subnetIds: ["a"] } : undefined`)).toBeUndefined();
  });

  it("with what is reserved and provisioned for it", () => {
    const [fn] = project(
      `${fnWith("reservedConcurrentExecutions: 5")} new aws.lambda.ProvisionedConcurrencyConfig("p", { functionName: fn.name, qualifier: fn.version, provisionedConcurrentExecutions: 2 });`,
    );
    expect([onlyValue(fn?.concurrency?.reserved), onlyValue(fn?.concurrency?.provisioned)]).toEqual([5, 2]);
  });

  it.each([
    ["@pulumi/aws-apigateway", "RestAPI"],
    ["@pulumi/awsx/classic/apigateway", "API"],
    ["@pulumi/awsx", "classic.apigateway.API"],
  ])("with the routes of a REST API of %s", (specifier, name) => {
    const found = project(`import * as gateway from "${specifier}";
const fnOf = (name) => new aws.lambda.CallbackFunction(name, { callback: async () => ({ statusCode: 200, body: "" }) });
const [list, check, other] = [fnOf("list"), fnOf("check"), fnOf("other")];
new gateway.${name}("orders", { routes: [
  { path: "/", method: "GET", eventHandler: list, authorizers: [{ handler: check }] },
  { path: "/pages", localPath: "pages" },
] });
new gateway.Other("orders", { routes: [{ path: "/", method: "GET", eventHandler: other }] });`);
    expect(found.map(({ sources }) => sources.map(({ kind }) => kind))).toEqual([
      ["apigw-rest"],
      ["authorizer"],
      [],
    ]);
    expect(onlyValue(found[0]?.sources[0]?.integrationTimeoutMs)).toBe(29_000);
  });

  it("with the time that a REST API waits for it", () => {
    const waitOf = (more: string) =>
      project(
        `${fnWith("")} new aws.apigateway.Integration("i", { ${more} type: "AWS_PROXY", uri: fn.invokeArn });`,
      )[0]?.sources[0]?.integrationTimeoutMs;
    expect([
      onlyValue(waitOf("")),
      onlyValue(waitOf("timeoutMilliseconds: 5000,")),
      waitOf("...more,")?.k,
    ]).toEqual([29_000, 5000, "opaque"]);
  });

  test.each([
    ["Runtime.NodeJS22dX", "nodejs22.x"],
    ["NodeJS12dXRuntime", "nodejs12.x"],
    ["Runtime.Python3d12", "python3.12"],
    ["Runtime.Java8AL2", "java8.al2"],
    ["Runtime.Dotnet8", "dotnet8"],
    ["Runtime.Go1dx", "go1.x"],
    ["Runtime.Other", undefined],
  ])("with the runtime of a member: %s", (member, runtime) => {
    const [fn] = project(
      `new aws.lambda.Function("fn", { runtime: aws.lambda.${member}, handler: "index.handler" });`,
    );
    expect(onlyValue(fn?.runtime)).toBe(runtime);
  });

  test.each([
    [
      `new aws.s3.Bucket("b").onObjectCreated("s", fn, { filterSuffix: ".png" });`,
      { kind: "s3", suffixes: [{ value: ".png" }] },
    ],
    [`new aws.sqs.Queue("q").onEvent("s", fn);`, { kind: "sqs", visibilityTimeoutSec: { value: 30 } }],
    [`new aws.sns.Topic("t").onEvent("s", fn);`, { kind: "sns", resource: { id: "t" } }],
    [
      `new aws.cloudwatch.EventRule("r", { scheduleExpression: "rate(1 day)" }).onEvent("s", fn);`,
      { kind: "scheduled" },
    ],
    [`other.queue.onEvent("s", fn);`, { kind: undefined }],
  ])("with what subscribes it: %s", (code, expected) => {
    expect(project(`${fnWith("")} ${code}`)[0]?.sources).toMatchObject([expected]);
  });

  it("with no source of what subscribes another one", () => {
    const code = `const other = new aws.lambda.Function("other", {}); new aws.sns.Topic("t").onEvent("s", other);`;
    expect(project(`${fnWith("")} ${code}`)[0]?.sources).toEqual([]);
  });

  it("takes variables that are declared elsewhere for unknown", () => {
    const [fn] = project(
      `declare const vars: Record<string, string>; ${fnWith("environment: { variables: vars }")}`,
    );
    expect(fn?.env.isComplete).toBe(false);
  });

  it("with what is in its role, and nothing of other roles", () => {
    expect(statementsOf("", `{ inlinePolicies: [{ policy: ${document} }] }`)).toEqual([[["s3:*"], ["*"]]]);
    expect(
      statementsOf(
        `const other = new aws.iam.Role("other", {}); new aws.iam.RolePolicy("p", { role: other.id, policy: ${document} });`,
      ),
    ).toEqual([]);
  });

  it("with the defaults of a function that is made of a callback", () => {
    const [found] = project(`new aws.lambda.CallbackFunction("list", { callback: async () => {} });`);
    expect(found?.timeoutSec).toEqual({ k: "default", value: 180, of: "Pulumi" });
    expect(found?.memoryMb).toEqual({ k: "default", value: 128, of: "Pulumi" });
  });

  it("with the queues and streams that mappings connect to it", () => {
    const found = project(`
const queue = new aws.sqs.Queue("queue");
const fn = new aws.lambda.Function("list", { handler: "index.handler", runtime: "nodejs22.x" });
const other = new aws.lambda.Function("other", { handler: "index.handler", runtime: "nodejs22.x" });
new aws.lambda.EventSourceMapping("own", { eventSourceArn: queue.arn, functionName: fn.arn, batchSize: 5, functionResponseTypes: ["ReportBatchItemFailures"] });
new aws.lambda.EventSourceMapping("stream", { eventSourceArn: config.arn, functionName: fn.name, functionResponseTypes: types });
`);
    expect(found.map(({ id, sources }) => [id, sources.length])).toEqual([
      ["list", 2],
      ["other", 0],
    ]);
    const [own, stream] = found[0]?.sources ?? [];
    expect(own).toMatchObject({ kind: "sqs", reportsBatchItemFailures: true });
    expect(onlyValue(own?.batchSize)).toBe(5);
    expect(stream).toMatchObject({ kind: undefined, reportsBatchItemFailures: undefined });
  });

  it("with its URL, its architecture and its layers", () => {
    const [list, other] = project(`
const fn = new aws.lambda.Function("list", { handler: "index.handler", runtime: "nodejs22.x" });
new aws.lambda.FunctionUrl("url", { functionName: fn.name, authorizationType: "NONE" });
new aws.lambda.Function("other", { handler: "index.handler", runtime: "nodejs22.x", layers: ["arn:aws:lambda:eu-west-1:1:layer:a:1"], architectures: sizes, ...more });
`);
    expect(onlyValue(list?.url?.authType)).toBe("NONE");
    expect(list?.url?.invokeMode).toMatchObject({ k: "default", value: "BUFFERED" });
    expect(list?.architecture).toEqual({ k: "default", value: "x86_64", of: "Pulumi" });
    expect(list).toMatchObject({ packageType: "zip", layers: { items: [], isComplete: true } });
    expect(other).toMatchObject({ url: undefined, architecture: undefined, packageType: undefined });
  });

  it("with what invokes it", () => {
    const found = project(`
const fn = new aws.lambda.Function("list", { handler: "index.handler", runtime: "nodejs22.x" });
const nightly = new aws.cloudwatch.EventRule("nightly", { scheduleExpression: "rate(1 day)" });
const orders = new aws.cloudwatch.EventRule("orders", { eventPattern: "{}" });
new aws.cloudwatch.EventTarget("a", { rule: nightly.name, arn: fn.arn });
new aws.cloudwatch.EventTarget("b", { rule: orders.name, arn: fn.arn });
new aws.cloudwatch.EventTarget("c", { rule: "other", arn: fn.arn });
new aws.cloudwatch.EventTarget("d", { rule: orders.name, arn: queue.arn });
new aws.sns.TopicSubscription("e", { topic: "t", protocol: "lambda", endpoint: fn.arn });
new aws.s3.BucketNotification("f", { bucket: "b", lambdaFunctions: [{ lambdaFunctionArn: fn.arn, events: ["s3:ObjectCreated:*"] }] });
new aws.apigateway.Integration("g", { uri: fn.invokeArn, type: "AWS_PROXY" });
`);
    expect(found.flatMap(({ sources }) => sources.map(({ kind }) => kind))).toEqual([
      "scheduled",
      "eventbridge",
      undefined,
      "sns",
      "s3",
      "apigw-rest",
    ]);
  });

  it.each(["Runtime.NodeJS18dX", "NodeJS18dXRuntime"])(
    "with the runtime that a constant names: %s",
    (name) => {
      const [fn] = project(
        `new aws.lambda.Function("list", { handler: "index.handler", runtime: aws.lambda.${name} });`,
      );
      expect(onlyValue(fn?.runtime)).toBe("nodejs18.x");
    },
  );

  it("with more of what invokes it", () => {
    const found = project(`
const fn = new aws.lambda.Function("list", { handler: "index.handler", runtime: "nodejs22.x" });
const rule = new aws.cloudwatch.EventRule("nightly", { scheduleExpression: "rate(1 day)" });
const http = new aws.apigatewayv2.Api("http", { protocolType: "HTTP" });
const socket = new aws.apigatewayv2.Api("socket", { protocolType: "WEBSOCKET" });
new aws.cloudwatch.EventTarget("a", { rule: rule.name, arn: fn.arn, input: "{}" });
new aws.cloudwatch.LogSubscriptionFilter("b", { destinationArn: fn.arn });
new aws.scheduler.Schedule("c", { target: { arn: fn.arn, roleArn: "r" } });
new aws.apigatewayv2.Integration("d", { apiId: http.id, integrationUri: fn.invokeArn, payloadFormatVersion: "2.0", timeoutMilliseconds: 5000 });
new aws.apigatewayv2.Integration("e", { apiId: http.id, integrationUri: fn.arn });
new aws.apigatewayv2.Integration("f", { apiId: socket.id, integrationUri: fn.arn });
new aws.cognito.UserPool("g", { lambdaConfig: { preSignUp: fn.arn } });
`);
    const sources = found.flatMap((fn) => fn.sources);
    expect(sources.map(({ kind, integrationTimeoutMs }) => [kind, onlyValue(integrationTimeoutMs)])).toEqual([
      [undefined, undefined],
      ["cloudwatch-logs", undefined],
      ["scheduled", undefined],
      ["apigw-http", 5000],
      ["apigw-rest", 30_000],
      ["apigw-websocket", 30_000],
      ["cognito", 5000],
    ]);
    expect(sources[0]?.sender).toBe("scheduled");
  });

  it("as one of two that a condition makes", () => {
    const found = project(`
const make = (options) => new aws.lambda.Function("list", { handler: "index.handler", runtime: "nodejs22.x", ...options });
const fn = exists() ? new aws.lambda.Function("list", { handler: "index.handler" }) : new aws.lambda.Function("list", { handler: "index.handler" });
new aws.sns.TopicSubscription("e", { topic: "t", protocol: "lambda", endpoint: fn.arn });`);
    expect(found.filter(({ sources }) => sources[0]?.kind === "sns")).toHaveLength(2);
  });

  it.each([
    ["none", "{}", "", { deadLetterQueue: undefined, onFailure: undefined, isComplete: true }],
    ["a queue", `{ deadLetterConfig: { targetArn: queue.arn } }`, "", { deadLetterQueue: { id: "queue" } }],
    [
      "a destination",
      "{}",
      `new aws.lambda.FunctionEventInvokeConfig("c", { functionName: fn.name, destinationConfig: { onFailure: { destination: queue.arn } } });`,
      { onFailure: { id: "queue" } },
    ],
    ["what is not known", "{ ...more() }", "", { isComplete: false }],
  ])("with where its failed events go: %s", (_, options, beside, expected) => {
    const [fn] = project(`
const queue = new aws.sqs.Queue("queue");
const fn = new aws.lambda.Function("list", { handler: "index.handler", runtime: "nodejs22.x", ...${options} });
${beside}`);
    expect(fn?.failureSinks).toMatchObject(expected);
  });

  it("with how long its queues hide a message", () => {
    const [fn] = project(`
const fn = new aws.lambda.Function("list", { handler: "index.handler", runtime: "nodejs22.x" });
const mapping = (name, queue) => new aws.lambda.EventSourceMapping(name, { eventSourceArn: queue.arn, functionName: fn.arn });
mapping("a", new aws.sqs.Queue("a", { visibilityTimeoutSeconds: 120 }));
mapping("b", new aws.sqs.Queue("b"));
mapping("c", new aws.sqs.Queue("c", { fifoQueue: true }));
mapping("d", new aws.sqs.Queue("d", settings));
`);
    expect(fn?.sources.map(({ visibilityTimeoutSec }) => onlyValue(visibilityTimeoutSec))).toEqual([
      120,
      30,
      30,
      undefined,
    ]);
  });

  test.each([
    ["a callback", `new aws.lambda.CallbackFunction("list", { callback: async () => {} });`, "inline"],
    [
      "an archive that is not known",
      `new aws.lambda.Function("list", { code: archive(), handler: "index.handler", runtime: "nodejs22.x" });`,
      "opaque",
    ],
  ])("by %s", (_, body, status) => {
    expect(project(body)).toMatchObject([{ id: "list", handler: { status } }]);
  });

  it("not by a function of another kind", () => {
    expect(
      project(
        `new aws.cloudfront.Function("f", { runtime: "cloudfront-js-2.0" }); new aws.lambda.Permission("p", {}); class Function {} new Function("lambda.x");`,
      ),
    ).toEqual([]);
  });
});

describe("Amplify", () => {
  const amplify = (body: string) =>
    read({
      "package.json": '{ "devDependencies": { "@aws-amplify/backend": "^1" } }',
      "amplify/functions/orders/resource.ts": `import { defineFunction } from "@aws-amplify/backend"; ${body}`,
      "amplify/functions/orders/handler.ts": handler,
      "amplify/functions/orders/other.ts": handler,
    });

  test.each([
    ["nothing", "defineFunction();", "orders", /orders.handler\.ts$/],
    ["an entry", `defineFunction({ entry: "./other.ts" });`, "other", /other\.ts$/],
    ["a name", `defineFunction({ name: "list", entry: "./other.ts" });`, "list", /other\.ts$/],
  ])("with %s", (_, body, id, file) => {
    const found = amplify(`export const fn = ${body}`);
    expect(found).toMatchObject([
      {
        id,
        framework: "amplify",
        handler: { status: "resolved", exportName: "handler" },
        env: { isComplete: false },
      },
    ]);
    expect(found[0]?.handler.file).toMatch(file);
    expect(found[0]?.memoryMb).toEqual({ k: "default", value: 512, of: "Amplify" });
  });

  it.each([
    ["", "x86_64"],
    [`{ architecture: "arm64" }`, "arm64"],
    ["options()", undefined],
  ])("with an architecture: %s", (props, architecture) => {
    const [fn] = amplify(`import { options } from "elsewhere"; export const fn = defineFunction(${props});`);
    expect(onlyValue(fn?.architecture)).toBe(architecture);
  });

  it("with what it says", () => {
    const [found] = amplify(
      `export const fn = defineFunction({ runtime: 22, memoryMB: 1024, timeoutSeconds: 60, schedule: "every 1h", environment: { A: "1" } });`,
    );
    expect(onlyValue(found?.runtime)).toBe("nodejs22.x");
    expect(onlyValue(found?.memoryMb)).toBe(1024);
    expect(onlyValue(found?.timeoutSec)).toBe(60);
    expect(found?.sources).toMatchObject([{ kind: "scheduled" }]);
    expect(onlyValue(found?.env.variables.get("A"))).toBe("1");
  });

  it("with the triggers and resolvers that it is given to, in other files", () => {
    const found = read({
      "package.json": '{ "dependencies": { "@aws-amplify/backend": "^1" } }',
      "amplify/greet/resource.ts": `import { defineFunction } from "@aws-amplify/backend"; export const greet = defineFunction();`,
      "amplify/greet/handler.ts": handler,
      "amplify/resize/resource.ts": `import { defineFunction } from "@aws-amplify/backend"; export default defineFunction({ name: "resize" });`,
      "amplify/resize/handler.ts": handler,
      "amplify/say/resource.ts": `import { defineFunction } from "@aws-amplify/backend"; export const say = defineFunction({ name: "say" });`,
      "amplify/say/handler.ts": handler,
      "amplify/auth/resource.ts": `
import { defineAuth } from "@aws-amplify/backend";
import { greet } from "../greet/resource";
export const auth = defineAuth({ loginWith: { email: true }, triggers: { postConfirmation: greet } });`,
      "amplify/storage/resource.ts": `
import { defineStorage } from "@aws-amplify/backend";
import resize from "../resize/resource";
export const storage = defineStorage({ name: "photos", triggers: { onUpload: resize } });`,
      "amplify/data/resource.ts": `
import { a, defineData } from "@aws-amplify/backend";
import { say } from "../say/resource";
const schema = a.schema({ say: a.query().returns(a.string()).handler(a.handler.function(say)) });
export const data = defineData({ schema });`,
    });
    expect(Object.fromEntries(found.map(({ id, sources }) => [id, sources.map(({ kind }) => kind)]))).toEqual(
      { greet: ["cognito"], resize: ["s3"], say: ["appsync"] },
    );
    expect(
      Object.fromEntries(
        found.map(({ id, sources: [first] }) => [id, onlyValue(first?.integrationTimeoutMs)]),
      ),
    ).toEqual({ greet: 5000, resize: undefined, say: 30_000 });
  });

  it("with the variables that the backend adds to it, where they stand", () => {
    const found = read({
      "package.json": '{ "dependencies": { "@aws-amplify/backend": "^1" } }',
      "amplify/greet/resource.ts": `import { defineFunction } from "@aws-amplify/backend"; export const greet = defineFunction({ name: "greet", environment: { A: "1" } });`,
      "amplify/greet/handler.ts": handler,
      "amplify/work/resource.ts": `import { defineFunction } from "@aws-amplify/backend"; export const work = defineFunction({ name: "work" });`,
      "amplify/work/handler.ts": handler,
      "amplify/backend.ts": `
import { defineBackend } from "@aws-amplify/backend";
import { greet } from "./greet/resource";
import { work } from "./work/resource";
const backend = defineBackend({ greet, work });
backend.greet.addEnvironment("B", "2");
backend.greet.addEnvironment("ACCOUNT", backend.stack.account);
const stage = process.env.STAGE;
backend.work.addEnvironment(\`\${stage}_C\`, "3");
`,
    });
    expect(
      Object.fromEntries(
        found.map(({ id, env }) => [id, [...env.variables].map(([name, value]) => [name, onlyValue(value)])]),
      ),
    ).toEqual({
      greet: [
        ["A", "1"],
        ["B", "2"],
        ["ACCOUNT", undefined],
      ],
      work: [],
    });
    expect(found[0]?.env.places.get("B")).toMatchObject({ line: 6, column: 30 });
  });

  it("with what the CDK does to it in the backend, and to no other", () => {
    const found = read({
      "package.json": '{ "dependencies": { "@aws-amplify/backend": "^1" } }',
      "amplify/greet/resource.ts": `import { defineFunction } from "@aws-amplify/backend"; export const greet = defineFunction({ name: "greet" });`,
      "amplify/greet/handler.ts": handler,
      "amplify/work/resource.ts": `import { defineFunction } from "@aws-amplify/backend"; export const work = defineFunction({ name: "work" });`,
      "amplify/work/handler.ts": handler,
      "amplify/idle/resource.ts": `import { defineFunction } from "@aws-amplify/backend"; export const idle = defineFunction({ name: "idle" });`,
      "amplify/idle/handler.ts": handler,
      "amplify/backend.ts": `
import { defineBackend } from "@aws-amplify/backend";
import { LambdaIntegration, RestApi } from "aws-cdk-lib/aws-apigateway";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { FunctionUrlAuthType } from "aws-cdk-lib/aws-lambda";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { greet } from "./greet/resource";
import { idle } from "./idle/resource";
import { work } from "./work/resource";
const backend = defineBackend({ greet, work, idle });
const stack = backend.createStack("api");
const api = new RestApi(stack, "Api", {});
api.root.addMethod("GET", new LambdaIntegration(backend.greet.resources.lambda));
const { lambda } = backend.work.resources;
lambda.addEventSource(new SqsEventSource(new Queue(stack, "Jobs"), { batchSize: 5 }));
lambda.addToRolePolicy(new PolicyStatement({ actions: ["s3:*"], resources: ["*"] }));
lambda.addFunctionUrl({ authType: FunctionUrlAuthType.NONE });
backend.idle.resources.cfnResources.cfnFunction.reservedConcurrentExecutions = 1;`,
    });
    const byId = new Map(found.map((fn) => [fn.id, fn]));
    const kindsOf = (id: string) => byId.get(id)?.sources.map(({ kind }) => kind);
    expect([kindsOf("greet"), kindsOf("work"), kindsOf("idle")]).toEqual([
      ["apigw-rest"],
      ["sqs", "function-url"],
      [],
    ]);
    expect(onlyValue(byId.get("greet")?.sources[0]?.integrationTimeoutMs)).toBe(29_000);
    expect(onlyValue(byId.get("work")?.sources[0]?.batchSize)).toBe(5);
    expect(onlyValue(byId.get("work")?.url?.authType)).toBe("NONE");
    expect(byId.get("work")?.permissions).toMatchObject({
      statements: [
        { actions: [{ value: "s3:*" }] },
        {
          actions: [
            { value: "sqs:ReceiveMessage" },
            { value: "sqs:ChangeMessageVisibility" },
            { value: "sqs:GetQueueUrl" },
            { value: "sqs:DeleteMessage" },
            { value: "sqs:GetQueueAttributes" },
          ],
          resources: [{ id: "Jobs", type: "AWS::SQS::Queue" }],
        },
      ],
      isComplete: true,
    });
    expect(byId.get("idle")?.permissions?.statements).toEqual([]);
  });

  it("waits for no resolver that is called asynchronously", () => {
    const [fn] = amplify(`
import { a } from "@aws-amplify/backend";
const fn = defineFunction();
export const schema = a.schema({ run: a.mutation().handler(a.handler.function(fn).async()) });`);
    expect(fn?.sources).toMatchObject([{ kind: "appsync" }]);
    expect(fn?.sources[0]?.integrationTimeoutMs).toBeUndefined();
  });

  it("not where the CDK makes it", () => {
    expect(amplify("export const fn = defineFunction((scope) => make(scope));")).toEqual([]);
  });
});
