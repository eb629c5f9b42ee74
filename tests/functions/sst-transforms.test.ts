import { describe, expect, it, test } from "vitest";
import { codeFunctionsOfProject } from "../../src/functions/code-projects.js";
import { onlyValue } from "../../src/functions/config-value.js";
import { temporaryProject } from "../support/temporary-project.js";

const handler = "export const handler = async () => {};";

function read(body: string) {
  return codeFunctionsOfProject(
    temporaryProject({
      "src/list.ts": handler,
      "src/work.ts": handler,
      "sst.config.ts": `
/// <reference path="./.sst/platform/config.d.ts" />
export default $config({
  app() { return { name: "orders", home: "aws" }; },
  async run() { ${body} },
});
`,
    }),
  );
}

describe("what an API gives the functions of its routes", () => {
  test.each([
    ["as an object", `{ memory: "256 MB", timeout: "10 seconds", environment: { STAGE: "one" } }`, 256, 10],
    [
      "as an object, whatever the route says",
      `{ memory: "256 MB", timeout: "10 seconds", environment: { STAGE: "one" } }`,
      256,
      10,
      `{ handler: "src/list.handler", memory: "2 GB" }`,
    ],
    [
      "as a function",
      `(args) => { args.memory ??= "256 MB"; args.environment = { STAGE: "one" }; }`,
      256,
      20,
    ],
    [
      "as a function that leaves alone what the route says",
      `(args) => { args.memory ??= "256 MB"; args.environment = { STAGE: "one" }; }`,
      2048,
      20,
      `{ handler: "src/list.handler", memory: "2 GB" }`,
    ],
  ])("is read: %s", (_, given, memory, timeout, route = `"src/list.handler"`) => {
    const [fn] = read(`
const api = new sst.aws.ApiGatewayV2("Api", { transform: { route: { handler: ${given} } } });
api.route("GET /", ${route});`);
    expect(fn).toMatchObject({ id: "GET /", handler: { status: "resolved" } });
    expect(onlyValue(fn?.memoryMb)).toBe(memory);
    expect(onlyValue(fn?.timeoutSec)).toBe(timeout);
    expect(onlyValue(fn?.env.variables.get("STAGE"))).toBe("one");
  });

  it("is that of a REST API and of a WebSocket as well, and of no other construct", () => {
    const props = `{ transform: { route: { handler: { memory: "256 MB" } } } }`;
    const found = read(`
new sst.aws.ApiGatewayV1("Rest", ${props}).route("GET /", "src/list.handler");
new sst.aws.ApiGatewayWebSocket("Socket", ${props}).route("$default", "src/list.handler");
new sst.aws.Queue("Jobs", ${props}).subscribe("src/work.handler");`);
    expect(found.map(({ memoryMb }) => onlyValue(memoryMb))).toEqual([256, 256, 1024]);
  });

  it("comes before what a transform gives every function", () => {
    const [fn] = read(`
$transform(sst.aws.Function, (args) => { args.memory ??= "3 GB"; args.timeout ??= "5 seconds"; });
const api = new sst.aws.ApiGatewayV2("Api", { transform: { route: { handler: { memory: "256 MB" } } } });
api.route("GET /", "src/list.handler");`);
    expect(onlyValue(fn?.memoryMb)).toBe(256);
    expect(onlyValue(fn?.timeoutSec)).toBe(5);
  });

  test.each([
    ["made elsewhere", `transform: { route: { handler: ofOthers } }`],
    ["in a part that is not known", `transform: { route: ofOthers() }`],
    ["in properties that are not known", `...ofOthers()`],
    ["with more that is not known", `transform: { route: { handler: { ...ofOthers() } } }`],
  ])("leaves nothing to a default where it is not known: %s", (_, props) => {
    const [fn] = read(`new sst.aws.ApiGatewayV2("Api", { ${props} }).route("GET /", "src/list.handler");`);
    expect(fn?.memoryMb.k).toBe("opaque");
    expect(fn?.timeoutSec.k).toBe("opaque");
  });

  it("says nothing of how long the API waits", () => {
    const msOf = (transform: string) =>
      onlyValue(
        read(
          `new sst.aws.ApiGatewayV2("Api", { transform: ${transform} }).route("GET /", "src/list.handler");`,
        )[0]?.sources[0]?.integrationTimeoutMs,
      );
    expect(msOf(`{ route: { handler: { memory: "256 MB" } } }`)).toBe(30_000);
    expect(msOf(`{ route: { handler: { memory: "256 MB" }, args: (args) => args } }`)).toBeUndefined();
    expect(msOf(`{ api: { description: "orders" } }`)).toBeUndefined();
  });
});

describe("what a queue changes of its resource", () => {
  test.each([
    ["an object", `{ visibilityTimeoutSeconds: 90 }`, 90],
    ["a function", `(args) => { args.visibilityTimeoutSeconds = 90; }`, 90],
    ["a function that says nothing of it", `(args) => { args.maxMessageSize = 1024; }`, 30],
    [
      "a function that looks first",
      `(args) => { if (isLarge) args.visibilityTimeoutSeconds = 90; }`,
      undefined,
    ],
    ["a function that hands it on", `(args) => { changesOfOthers(args); }`, undefined],
    ["a function that hands it to a method", `(args) => { others.change("a", args); }`, undefined],
    ["something else", `changesOfOthers`, undefined],
  ])("is how long it hides a message, by %s", (_, transform, seconds) => {
    const [fn] = read(
      `new sst.aws.Queue("Jobs", { transform: { queue: ${transform} } }).subscribe("src/work.handler");`,
    );
    expect(onlyValue(fn?.sources[0]?.visibilityTimeoutSec)).toBe(seconds);
  });

  it("counts for more than what SST is told", () => {
    const [fn] = read(`
const jobs = new sst.aws.Queue("Jobs", { visibilityTimeout: "2 minutes", transform: { queue: { visibilityTimeoutSeconds: 90 } } });
jobs.subscribe("src/work.handler");`);
    expect(onlyValue(fn?.sources[0]?.visibilityTimeoutSec)).toBe(90);
  });

  test.each([
    ["nothing of it", `{ delaySeconds: 5 }`, true],
    ["one", `{ redrivePolicy: $jsonStringify({ deadLetterTargetArn: last.arn }) }`, false],
    ["what is not known", `changesOfOthers`, false],
  ])("tells whether it has a dead-letter queue: %s", (_, transform, isKnown) => {
    const [fn] = read(`
const last = new sst.aws.Queue("Last");
new sst.aws.Queue("Jobs", { transform: { queue: ${transform} } }).subscribe("src/work.handler");`);
    expect(fn?.sources[0]?.resource?.type).toBe(isKnown ? "AWS::SQS::Queue" : undefined);
    expect(fn?.sources[0]?.onFailure).toBeUndefined();
  });
});

test.each([
  ["an object", `{ functionResponseTypes: ["ReportBatchItemFailures"], batchSize: 3 }`, true, 3],
  ["a function", `(args) => { args.functionResponseTypes = ["ReportBatchItemFailures"]; }`, true, 10],
  ["none of them", `{ functionResponseTypes: [] }`, false, 10],
  ["another setting", `{ maximumRetryAttempts: 2 }`, false, 10],
  ["what is not known", `changesOfOthers`, undefined, undefined],
])("what a subscription changes of its event source: %s", (_, transform, reports, size) => {
  const [fn] = read(
    `new sst.aws.Queue("Jobs").subscribe("src/work.handler", { transform: { eventSourceMapping: ${transform} } });`,
  );
  expect(fn?.sources[0]?.reportsBatchItemFailures).toBe(reports);
  expect(onlyValue(fn?.sources[0]?.batchSize)).toBe(size);
});
