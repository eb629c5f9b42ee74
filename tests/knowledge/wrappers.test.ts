import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import type { WrapperFact } from "../../src/knowledge/wrapper-fact.js";
import { globalWrapperFacts, handlerDecoratorFacts, wrapperFacts } from "../../src/knowledge/wrappers.js";

const require = createRequire(import.meta.url);

function factOf(module: string, exported: string): WrapperFact | undefined {
  return wrapperFacts.find((fact) => fact.module === module && fact.export === exported);
}

test.each([
  ["@middy/core", "default", { kind: "builder", argument: 0 }],
  ["lambda-stream", "streamifyResponse", { kind: "handler", argument: 0, effect: "streaming" }],
  [
    "@aws/durable-execution-sdk-js",
    "withDurableExecution",
    { kind: "handler", argument: 0, effect: "durable" },
  ],
  ["@sentry/aws-serverless", "wrapHandler", { kind: "handler", argument: 0 }],
  ["@sentry/serverless", "AWSLambda.wrapHandler", { kind: "handler", argument: 0 }],
  ["datadog-lambda-js", "datadog", { kind: "handler", argument: 0 }],
  ["newrelic", "setLambdaHandler", { kind: "handler", argument: 0 }],
  ["@swarmion/serverless-contracts", "getHandler", { kind: "handler", argument: 0 }],
  [
    "@aws-lambda-powertools/batch",
    "processPartialResponse",
    { kind: "handler", argument: 1, effect: "batch" },
  ],
  ["serverless-http", "default", { kind: "app", argument: 0 }],
  ["hono/aws-lambda", "streamHandle", { kind: "app", argument: 0, effect: "streaming" }],
])("%s: %s wraps", (module, exported, expected) => {
  expect(factOf(module, exported)).toMatchObject(expected);
});

test.each([
  ["@sentry/aws-serverless", "init"],
  ["@sentry/node", "wrapHandler"],
  ["hono", "handle"],
  ["@aws-lambda-powertools/idempotency", "IdempotencyConfig"],
  ["@middy/core", "middy"], // not an export of the package
])("%s: %s wraps nothing", (module, exported) => {
  expect(factOf(module, exported)).toBeUndefined();
});

test("names no export of a module twice", () => {
  const keys = wrapperFacts.map((fact) => `${String(fact.module)} ${fact.export}`);
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

test("the runtime's global wrapper streams", () => {
  expect(globalWrapperFacts).toMatchObject([
    { global: "awslambda.streamifyResponse", kind: "handler", argument: 0, effect: "streaming" },
  ]);
});

describe("packages that are installed here", () => {
  test("@middy/core exports a builder whose `handler` method takes the handler", () => {
    const { default: middy } = require("@middy/core") as { default: () => Record<string, unknown> };
    expect(typeof middy().handler).toBe("function");
    expect("middy" in (require("@middy/core") as object)).toBe(false);
  });

  test("@aws-lambda-powertools/batch takes the record handler as its second argument", () => {
    const batch = require("@aws-lambda-powertools/batch") as Record<string, unknown>;
    const facts = wrapperFacts.filter(({ module }) => module === "@aws-lambda-powertools/batch");
    expect(facts.map(({ export: name }) => typeof batch[name])).toEqual(["function", "function"]);
  });

  test.each(handlerDecoratorFacts.filter(({ method }) => method !== undefined))(
    "instances of $export have the decorator $method",
    ({ module, export: name, method }) => {
      const exports = require(module) as Record<string, { prototype: Record<string, unknown> } | undefined>;
      expect(typeof exports[name]?.prototype[String(method)]).toBe("function");
    },
  );
});
