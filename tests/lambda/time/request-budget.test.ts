import { describe, expect, it } from "vitest";
import { requestBudgetsOf } from "../../../src/lambda/time/request-budget.js";
import { modelOf } from "../../support/model-of.js";

const imports = `
import AWS from "aws-sdk";
import { S3Client } from "@aws-sdk/client-s3";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { timeouts } from "./timeouts.js";`;

const budgets = (top: string): readonly (readonly [ms: number, attempts: number])[] =>
  requestBudgetsOf(modelOf(`${imports}\n${top}\nexport const handler = async () => 1;\n`).lambda).map(
    ({ timeoutMs, attempts }) => [timeoutMs, attempts],
  );

describe("clients whose requests have no end that the file says", () => {
  it.each([
    ["no timeout", "new S3Client({ maxAttempts: 2 });"],
    ["a timeout that only warns", "new S3Client({ requestHandler: { requestTimeout: 1000 } });"],
    [
      "a timeout of elsewhere",
      "new S3Client({ requestHandler: { requestTimeout: timeouts.s3, throwOnRequestTimeout: true } });",
    ],
    [
      "attempts of elsewhere",
      "new S3Client({ maxAttempts: timeouts.attempts, requestHandler: { requestTimeout: 1000, throwOnRequestTimeout: true } });",
    ],
    [
      "a strategy of its own",
      "new S3Client({ retryStrategy: timeouts.strategy, requestHandler: { requestTimeout: 1000, throwOnRequestTimeout: true } });",
    ],
    [
      "a config of which a part is unknown",
      "new S3Client({ ...timeouts, requestHandler: { requestTimeout: 1000, throwOnRequestTimeout: true } });",
    ],
    [
      "no timeout in fact",
      "new S3Client({ requestHandler: { requestTimeout: 0, throwOnRequestTimeout: true } });",
    ],
    [
      "a handler of another package",
      "import { NodeHttpHandler as Own } from './own.js'; new S3Client({ requestHandler: new Own({ requestTimeout: 1000, throwOnRequestTimeout: true }) });",
    ],
    ["a time to connect of SDK v2", "new AWS.S3({ httpOptions: { connectTimeout: 1000 } });"],
  ])("%s", (_, top) => {
    expect(budgets(top)).toEqual([]);
  });
});

describe("clients whose requests end", () => {
  it.each([
    [
      "three attempts by default",
      "new S3Client({ requestHandler: { requestTimeout: 1000, throwOnRequestTimeout: true } });",
      [1000, 3],
    ],
    [
      "attempts that are written",
      "const SECOND = 1000; new S3Client({ maxAttempts: 5, requestHandler: { requestTimeout: 2 * SECOND, throwOnRequestTimeout: true } });",
      [2000, 5],
    ],
    [
      "a handler that is made",
      "new S3Client({ requestHandler: new NodeHttpHandler({ requestTimeout: 1000, throwOnRequestTimeout: true }) });",
      [1000, 3],
    ],
    [
      "retries of SDK v2, which come after the first attempt",
      "new AWS.S3({ httpOptions: { timeout: 500 } });",
      [500, 4],
    ],
    ["ten retries of its DynamoDB", "new AWS.DynamoDB({ httpOptions: { timeout: 500 } });", [500, 11]],
    [
      "retries of SDK v2 that are written",
      "new AWS.S3({ maxRetries: 1, httpOptions: { timeout: 500 } });",
      [500, 2],
    ],
  ])("%s", (_, top, expected) => {
    expect(budgets(top)).toEqual([expected]);
  });
});
