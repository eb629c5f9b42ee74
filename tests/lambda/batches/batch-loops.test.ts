import { describe, expect, it } from "vitest";
import { batchHandlersOf, batchLoopsOf } from "../../../src/lambda/batches/batch-loops.js";
import { modelOf } from "../../support/model-of.js";

const top = `import type { SQSHandler, SNSHandler } from "aws-lambda"; import { save } from "./work.js";`;

/** For each loop over the records of a queue's handler: how its promises are waited for, and what one failure does. */
function loopsIn(body: string, more = ""): string[] {
  const { lambda } = modelOf(
    `${top}\n${more}\nexport const handler: SQSHandler = async (event) => { ${body} };`,
  );
  return batchLoopsOf(lambda).map(({ waiting, failure }) => `${waiting}: ${failure}`);
}

describe("batchHandlersOf", () => {
  it("knows the handlers of queues and streams, and no others", () => {
    const { lambda } = modelOf(
      `${top} export const one: SQSHandler = async () => {}; export const two: SNSHandler = async () => {};`,
    );
    expect(batchHandlersOf(lambda).map(({ source }) => source)).toEqual(["sqs"]);
  });
});

describe("batchLoopsOf", () => {
  it.each([
    ["a loop", `for (const record of event.Records) await save(record);`, ["in sequence: fails"]],
    [
      "a loop by index",
      `for (let i = 0; i < event.Records.length; i++) await save(event.Records[i]);`,
      ["in sequence: fails"],
    ],
    ["a map", `await Promise.all(event.Records.map((record) => save(record)));`, ["all: fails"]],
    [
      "a map that is settled and forgotten",
      `await Promise.allSettled(event.Records.map((record) => save(record)));`,
      ["settled: lost"],
    ],
    [
      "a map that is settled",
      `return Promise.allSettled(event.Records.map((record) => save(record)));`,
      ["settled: handled"],
    ],
    [
      "a map without those that have nothing to do",
      `const all = event.Records.map((record) => record.body ? save(record) : undefined).filter(Boolean); await Promise.all(all);`,
      ["all: fails"],
    ],
    [
      "promises in a variable",
      `const all = event.Records.map((record) => save(record)); await Promise.all(all);`,
      ["all: fails"],
    ],
    [
      "a caught error",
      `for (const record of event.Records) { try { await save(record); } catch (e) { console.error(e); } }`,
      ["in sequence: lost"],
    ],
    [
      "an error that is dealt with",
      `for (const record of event.Records) { try { await save(record); } catch (e) { await save(e); } }`,
      ["in sequence: handled"],
    ],
    [
      "an error thrown again",
      `for (const record of event.Records) { try { await save(record); } catch (e) { throw e; } }`,
      ["in sequence: fails"],
    ],
    [
      "an inner catch that throws to an outer one",
      `for (const record of event.Records) { try { try { await save(record); } catch (e) { throw e; } } catch (e) { console.error(e); } }`,
      ["in sequence: lost"],
    ],
    [
      "a helper that catches",
      `const one = async (r) => { try { await save(r); } catch (e) { console.error(e); } }; for (const record of event.Records) await one(record);`,
      ["in sequence: lost"],
    ],
    [
      "a helper that takes the records",
      `const all = async (records) => { for (const r of records) await save(r); }; await all(event.Records);`,
      ["in sequence: fails"],
    ],
    [
      "two loops",
      `for (const record of event.Records) await save(record); await Promise.all(event.Records.map((r) => save(r)));`,
      ["in sequence: fails", "all: fails"],
    ],
  ])("says what one failure does: %s", (_, body, expected) => {
    expect(loopsIn(body)).toEqual(expected);
  });

  it.each([
    ["no work", `for (const record of event.Records) console.log(record);`],
    ["nobody waits", `event.Records.forEach(async (record) => save(record));`],
    ["another list", `for (const name of ["a", "b"]) await save(name);`],
  ])("leaves out %s", (_, body) => {
    expect(loopsIn(body)).toEqual([]);
  });
});
