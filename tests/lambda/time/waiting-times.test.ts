import { describe, expect, it } from "vitest";
import { waitingTimesOf } from "../../../src/lambda/time/waiting-times.js";
import { modelOf } from "../../support/model-of.js";

const imports = `
import { S3Client, waitUntilBucketExists } from "@aws-sdk/client-s3";
import { setTimeout as sleep } from "node:timers/promises";
import { times } from "./times.js";`;

const times = (body: string, top = ""): readonly (readonly [at: string, ms: number])[] => {
  const { lambda, sourceCode } = modelOf(
    `${imports}\n${top}\nexport const handler = async (event) => {\n${body}\n};\n`,
  );
  return waitingTimesOf(lambda).map(({ node, ms }) => [sourceCode.getText(node as never), ms]);
};

describe("times that the file does not say", () => {
  it.each([
    ["a signal of elsewhere", "await fetch('a', { signal: AbortSignal.timeout(times.fetch) });"],
    ["a signal of the event", "await fetch('a', { signal: AbortSignal.timeout(event.ms) });"],
    ["a method of that name", "await times.timeout(1000);"],
    ["an own AbortSignal", "AbortSignal.timeout(1000);", "class AbortSignal { static timeout() {} }"],
    ["a timer that nobody waits for", "setTimeout(() => 1, 1000);"],
    ["a sleep of elsewhere", "await times.sleep(1000);"],
    ["a client without a timeout", "return client;", "const client = new S3Client({ maxAttempts: 9 });"],
  ])("%s", (_, body, top = "") => {
    expect(times(body, top)).toEqual([]);
  });
});

describe("times that the file says", () => {
  it("reads signals in milliseconds, and waiters in seconds", () => {
    expect(times("await fetch('a', { signal: AbortSignal.timeout(3_000) });")).toEqual([["3_000", 3000]]);
    expect(
      times("await waitUntilBucketExists({ client: event.client, maxWaitTime: 60 }, { Bucket: 'a' });"),
    ).toEqual([["60", 60_000]]);
  });

  it("counts every attempt of a client", () => {
    expect(
      times(
        "return client;",
        "const client = new S3Client({ maxAttempts: 4, requestHandler: { requestTimeout: 2_000, throwOnRequestTimeout: true } });",
      ),
    ).toEqual([["2_000", 8000]]);
  });

  it("has them in source order", () => {
    expect(
      times(
        "await sleep(200); await fetch('a', { signal: AbortSignal.timeout(limit) }); await new Promise((done) => setTimeout(done, 50));",
        "const limit = 100;",
      ).map(([, ms]) => ms),
    ).toEqual([200, 100, 50]);
  });
});
