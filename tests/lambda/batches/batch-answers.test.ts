import { describe, expect, it } from "vitest";
import { failedItemAnswersOf, neverReportsItems } from "../../../src/lambda/batches/batch-answers.js";
import { modelOf } from "../../support/model-of.js";

const answers = (code: string): readonly string[] => {
  const { lambda, sourceCode } = modelOf(code);
  return failedItemAnswersOf(lambda).map((node) => sourceCode.getText(node as never));
};

describe("answers with failed items", () => {
  it.each([
    ["an empty list", "export const handler = async () => ({ batchItemFailures: [] });"],
    [
      "a list into which nothing is put",
      "export const handler = async () => { const batchItemFailures = []; return { batchItemFailures }; };",
    ],
    [
      "a list of a response that is only read",
      "export const handler = async () => { const response = { batchItemFailures: [] }; console.log(response.batchItemFailures.length); return response; };",
    ],
    ["another key", "export const handler = async () => ({ failures: [1] });"],
    [
      "a function of that name of another package",
      `import { processPartialResponse } from "./batch.js"; export const handler = async (event) => processPartialResponse(event);`,
    ],
    [
      "a processor that is only made",
      `import { BatchProcessor, EventType } from "@aws-lambda-powertools/batch"; const processor = new BatchProcessor(EventType.SQS); export const handler = async () => processor;`,
    ],
  ])("are not %s", (_, code) => {
    expect(answers(code)).toEqual([]);
  });

  it.each([
    [
      "a list that is filled",
      "export const handler = async () => { const batchItemFailures = []; batchItemFailures.push(1); return { batchItemFailures }; };",
      ["batchItemFailures"],
    ],
    [
      "a list of a response that is filled",
      "export const handler = async () => { const response = { batchItemFailures: [] }; response.batchItemFailures.push(1); return response; };",
      ["batchItemFailures"],
    ],
    [
      "a list of a response that gets another one",
      "export const handler = async (event) => { const response = { batchItemFailures: [] }; response.batchItemFailures = event.failed; return response; };",
      ["batchItemFailures"],
    ],
    [
      "a list of elsewhere",
      `import { work } from "./work.js"; export const handler = async (event) => ({ batchItemFailures: await work(event) });`,
      ["batchItemFailures"],
    ],
    [
      "a list with an item",
      "export const handler = async (event) => ({ 'batchItemFailures': [{ itemIdentifier: event.id }] });",
      ["'batchItemFailures'"],
    ],
    [
      "Powertools",
      `import { processPartialResponse } from "@aws-lambda-powertools/batch"; import { work, processor } from "./work.js"; export const handler = async (event) => processPartialResponse(event, work, processor);`,
      ["processPartialResponse"],
    ],
    [
      "middy",
      `import middy from "@middy/core"; import failures from "@middy/sqs-partial-batch-failure"; export const handler = middy(async (event) => event).use(failures());`,
      ["failures"],
    ],
  ])("are %s", (_, code, expected) => {
    expect(answers(code)).toEqual(expected);
  });
});

const isCertainToReportNone = (code: string): boolean => {
  const { lambda } = modelOf(code);
  return lambda.handlers.some((handler) => neverReportsItems(handler, lambda));
};

describe("a handler that is certain to report no items", () => {
  it.each([
    ["one that returns what a call gives", "export const handler = async (event) => work(event);"],
    ["one that returns an object with a spread", "export const handler = async (event) => ({ ...event });"],
    ["one that is not async", "export const handler = (event, context, callback) => callback(null, {});"],
    [
      "one in a file that speaks of them",
      "// The batchItemFailures are sent by a wrapper.\nexport const handler = async () => undefined;",
    ],
    [
      "one in a wrapper",
      `import middy from "@middy/core"; export const handler = middy(async (event) => { await work(event); });`,
    ],
    [
      "one in a file with a package that answers",
      `import { makeHandler } from "@aws-lambda-powertools/batch"; export const handler = async () => {};`,
    ],
  ])("is not %s", (_, code) => {
    expect(isCertainToReportNone(code)).toBe(false);
  });

  it.each([
    ["one that returns nothing", "export const handler = async (event) => { await work(event); };"],
    [
      "one that returns a literal",
      "export const handler = async (event) => { await work(event); return 'done'; };",
    ],
    [
      "one that returns undefined",
      "export const handler = async (event) => { if (event) return undefined; };",
    ],
    ["one that returns other keys", "export const handler = async (event) => ({ statusCode: 200 });"],
  ])("is %s", (_, code) => {
    expect(isCertainToReportNone(code)).toBe(true);
  });
});
