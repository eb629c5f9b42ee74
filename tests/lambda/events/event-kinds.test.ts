import { describe, expect, it } from "vitest";
import type { EventKind } from "../../../src/knowledge/handler-types.js";
import { modelOf } from "../../support/model-of.js";

function kindsOf(code: string, options: Parameters<typeof modelOf>[1] = {}): string[] {
  const { lambda } = modelOf(code, options);
  return [...lambda.eventKindsOf(lambda.handlers[0]!)].sort();
}

describe("eventKindsOf", () => {
  it.each([
    [
      "the type of the handler",
      `import type { SQSHandler } from "aws-lambda";
       export const handler: SQSHandler = async () => {};`,
      ["sqs"],
    ],
    [
      "the type of the event",
      `import type { KinesisStreamEvent } from "aws-lambda";
       export const handler = async (event: KinesisStreamEvent) => {};`,
      ["kinesis"],
    ],
    [
      "what a loop reads of a record",
      `export const handler = async (event) => { for (const record of event.Records) await save(record.Sns.Message); };`,
      ["sns"],
    ],
    [
      "what a callback takes off a record",
      `export const handler = async ({ Records }) => Promise.all(Records.map(({ s3 }) => read(s3)));`,
      ["s3"],
    ],
    [
      "what a callback reads of a record",
      `export const handler = async ({ Records }) => Promise.all(Records.map((record) => read(record.s3)));`,
      ["s3"],
    ],
    [
      "what a helper reads of a record that it gets",
      `const save = async (record) => put(record.dynamodb.NewImage);
       export const handler = async (event) => { for (const record of event.Records) await save(record); };`,
      ["dynamodb-stream"],
    ],
    [
      "an index into the records",
      `export const handler = async (event) => read(event.Records[0].s3.bucket.name);`,
      ["s3"],
    ],
    [
      "a counted index into the records",
      `export const handler = async (event) => { for (let i = 0; i < event.Records.length; i++) await read(event.Records[i].dynamodb); };`,
      ["dynamodb-stream"],
    ],
    [
      "what a loop takes off a record",
      `export const handler = async (event) => { for (const { body, messageId } of event.Records) await save(body, messageId); };`,
      ["sqs"],
    ],
    [
      "a comparison with the event source",
      `export const handler = async (event) => { for (const record of event.Records) if (record.eventSource === "aws:sqs") await save(record); };`,
      ["sqs"],
    ],
    [
      "the processor of Powertools",
      `import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
       const processor = new BatchProcessor(EventType.SQS);
       export const handler = async (event, context) => processPartialResponse(event, save, processor, { context });`,
      ["sqs"],
    ],
    [
      "what only one of several sources has",
      `export const handler = async (event) => ({ path: event.pathParameters.id, method: event.requestContext.http.method });`,
      ["apigw-http", "function-url"],
    ],
    ["nothing", `export const handler = async (event) => load(event.id);`, []],
    [
      "nothing of what a message holds",
      `export const handler = async (event) => { const inner = JSON.parse(event.payload); return inner.Records[0].s3.key; };`,
      [],
    ],
    [
      "nothing of an object that has the same keys",
      `const s3 = make(); export const handler = async (event) => s3.Records.map((record) => record.kinesis);`,
      [],
    ],
    [
      "nothing of an object that only looks like the enum",
      `const EventType = { SQS: 1 }; export const handler = async (event) => EventType.SQS;`,
      [],
    ],
  ])("knows by %s", (_, code, kinds) => {
    expect(kindsOf(code)).toEqual(kinds);
  });

  it("takes the configuration where no type says it", () => {
    const code = `export const handler = async (event) => load(event);`;
    expect(kindsOf(code, { eventKinds: ["sns"] })).toEqual(["sns"]);
  });

  it("takes the type before the configuration, and both where one of them is wrong", () => {
    const code = `import type { APIGatewayProxyHandlerV2 } from "aws-lambda"; export const handler: APIGatewayProxyHandlerV2 = async () => ({});`;
    expect(kindsOf(code, { eventKinds: ["function-url"] })).toEqual(["apigw-http"]);
    expect(kindsOf(code, { eventKinds: ["apigw-rest"] })).toEqual(["apigw-http", "apigw-rest"]);
  });
});

describe("eventKindsOf, in a file of several handlers", () => {
  const kindsByName = (
    code: string,
    options: Parameters<typeof modelOf>[1] = {},
  ): Readonly<Record<string, readonly string[]>> => {
    const { lambda } = modelOf(code, options);
    return Object.fromEntries(
      lambda.handlers.map((handler) => [handler.exportName ?? "", [...lambda.eventKindsOf(handler)].sort()]),
    );
  };
  const orders = `
    export const accept = async (event) => save(JSON.parse(event.body));
    export const ship = async (event) => { for (const record of event.Records) await send(record); };
    export const audit = async (event) => load(event);`;
  const configured = ["accept", "ship", "audit"];

  it("takes for each what the configuration says of it", () => {
    const stated: Readonly<Record<string, readonly EventKind[]>> = { accept: ["apigw-http"], ship: ["sqs"] };
    expect(
      kindsByName(orders, {
        configured,
        eventKinds: ["apigw-http", "sqs"],
        eventKindsOfExport: (name) => stated[name],
      }),
    ).toEqual({ accept: ["apigw-http"], ship: ["sqs"], audit: ["apigw-http", "sqs"] });
  });

  it("reads its own code where the configuration knows the function, and not what sends its events", () => {
    const code = `
      export const accept = async (event) => save(event.requestContext.routeKey);
      export const ship = async (event) => { for (const record of event.Records) await send(record.receiptHandle); };`;
    expect(
      kindsByName(code, { configured, eventKindsOfExport: (name) => (name === "accept" ? [] : undefined) })
        .accept,
    ).not.toContain("sqs");
  });

  it("knows each by what its own code reads of its event", () => {
    const code = `
      export const announce = async (event) => { for (const record of event.Records) await send(record.Sns.Message); };
      export const ship = async (event) => Promise.all(event.Records.map((record) => send(record.receiptHandle)));
      export const audit = async (event) => load(event);`;
    expect(kindsByName(code, { configured: ["announce", "ship", "audit"] })).toEqual({
      announce: ["sns"],
      ship: ["sqs"],
      audit: [],
    });
  });

  it("does not know by the type of a record whose it is", () => {
    const code = `
      import type { SQSRecord } from "aws-lambda";
      const shipOne = async (record: SQSRecord) => send(record.receiptHandle);
      export const accept = async (event) => load(event);
      export const ship = async (event) => { for (const record of event.Records) await shipOne(record); };`;
    expect(kindsByName(code, { configured })).toEqual({ accept: [], ship: ["sqs"] });
  });
});

describe("isWholeEvent and isRecord", () => {
  const check = (body: string, member: "isWholeEvent" | "isRecord" | "isRecords"): boolean => {
    const file = modelOf(
      `const pass = (value) => probe(value); export const handler = async (event) => { ${body} };`,
    );
    return file.lambda[member](file.probed);
  };

  it.each([
    ["const copy = event; pass(copy);", true],
    ["const copy = event; pass(copy); pass(copy);", true],
    ["pass(event.body);", false],
    ["pass(event); pass(other());", false],
  ])("isWholeEvent: %s", (body, expected) => {
    expect(check(body, "isWholeEvent")).toBe(expected);
  });

  it.each([
    ["for (const record of event.Records) pass(record);", true],
    ["event.Records.forEach((record) => pass(record));", true],
    ["for (const record of JSON.parse(event.body).Records) pass(record);", false],
    ["pass(event);", false],
  ])("isRecord: %s", (body, expected) => {
    expect(check(body, "isRecord")).toBe(expected);
  });

  it.each([
    ["const { Records } = event; pass(Records);", true],
    ["const list = event.Records; pass(list);", true],
    ["const { body } = event; pass(body);", false],
  ])("isRecords: %s", (body, expected) => {
    expect(check(body, "isRecords")).toBe(expected);
  });
});
