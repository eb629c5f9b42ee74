import { describe, expect, it } from "vitest";
import { eventReadsOf } from "../../../src/lambda/events/event-reads.js";
import { modelOf } from "../../support/model-of.js";

const readsIn = (code: string) =>
  eventReadsOf(modelOf(code).lambda).map(({ path, isOptional }) => (isOptional ? `${path}?` : path));
const inHandler = (body: string) =>
  readsIn(`export const handler = async (event, context) => {\n${body}\n};\n`);

describe("what tells no source", () => {
  it.each([
    ["a key that all requests have", "return event.body.length;"],
    ["a key of the event's own making", "return event.detail.orderId;"],
    ["a part of a part", "return event.order.Records[0];"],
    ["the context", "return context.httpMethod.length;"],
    ["another object", "const order = await load(); return order.rawPath.length;"],
    ["a key that the code computes", "return event[event.key].length;"],
  ])("%s", (_, body) => {
    expect(inHandler(body)).toEqual([]);
  });

  it("is the event of a function that no handler is", () => {
    expect(readsIn("export const route = (event) => event.rawPath.length;")).toEqual([]);
  });
});

describe("what the code goes on without", () => {
  it.each([
    ["a chain", "return event.rawPath?.length;", ["rawPath?"]],
    ["a fallback", "return event.rawPath ?? event.path;", ["rawPath?"]],
    ["a question", "if (event.Records) return 1;", ["Records?"]],
    ["a comparison", "return event.httpMethod === 'GET';", ["httpMethod?"]],
    ["a variable, which is not followed", "const records = event.Records; return records;", ["Records?"]],
    ["a pattern", "const { rawPath } = event; return rawPath;", ["rawPath?"]],
    ["an argument", "return work(event.Records);", ["Records?"]],
  ])("%s", (_, body, expected) => {
    expect(inHandler(body)).toEqual(expected);
  });

  it("is a pattern in the place of the first parameter", () => {
    expect(readsIn("export const handler = async ({ Records }) => Records.length;")).toEqual(["Records?"]);
  });
});

describe("what the code cannot do without", () => {
  it.each([
    ["records", "for (const record of event.Records.values()) await work(record);", ["Records"]],
    ["a path", "return event.rawPath.split('/');", ["rawPath"]],
    ["a part of the request's context", "return event.requestContext.http.method;", ["requestContext.http"]],
    [
      "two things, in source order",
      "return event.routeKey.length + event.requestContext.connectionId.length;",
      ["routeKey", "requestContext.connectionId"],
    ],
  ])("%s", (_, body, expected) => {
    expect(inHandler(body)).toEqual(expected);
  });

  it("says the sources that have it", () => {
    const { lambda } = modelOf(
      "export const handler = async (event) => event.requestContext.elb.targetGroupArn;",
    );
    expect(eventReadsOf(lambda).map(({ kinds }) => kinds)).toEqual([["alb"]]);
  });
});
