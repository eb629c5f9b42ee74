import { expect, it } from "vitest";
import { isPartOfRecord } from "../../../src/lambda/events/record-parts.js";
import { modelOf } from "../../support/model-of.js";

const PATH = ["s3", "bucket", "name"];

function isBucketOf(code: string): boolean | undefined {
  const { lambda, callsOf } = modelOf(code, {});
  const argument = callsOf("use")[0]?.arguments[0];
  return argument && isPartOfRecord(argument, PATH, lambda);
}

it.each([
  ["another part", "for (const { s3 } of event.Records) use(s3.object.key);", ""],
  ["a part of no record", "for (const item of event.items) use(item.s3.bucket.name);", ""],
  [
    "a later parameter",
    "save(event.Records[0], event.target);",
    "function save(record, bucket) { use(bucket); }",
  ],
  ["a value that another pattern takes", "const [bucket] = event.Records; use(bucket);", ""],
])("is no bucket of a record: %s", (_, body, more) => {
  expect(isBucketOf(`export const handler = async (event) => { ${body} }; ${more}`)).toBe(false);
});

it.each([
  ["written out", "for (const record of event.Records) use(record.s3.bucket.name);"],
  ["taken apart in the loop", "for (const { s3: { bucket } } of event.Records) use(bucket.name);"],
  [
    "taken apart in the loop's body",
    "for (const record of event.Records) { const { bucket } = record.s3; use(bucket.name); }",
  ],
  ["of a callback", "event.Records.forEach(({ s3 }) => use(s3.bucket.name));"],
])("is the bucket of a record: %s", (_, body) => {
  expect(isBucketOf(`export const handler = async (event) => { ${body} };`)).toBe(true);
});
