import { expect, it } from "vitest";
import { isPromiseMethod } from "../../../src/lambda/promises/package-methods.js";
import { INSTANCE, RESULT } from "../../../src/syntax/export-paths.js";

it.each([
  ["a method of an aggregated client", "@aws-sdk/client-s3", ["S3", INSTANCE, "listBuckets"], true],
  ["a method of its configuration", "@aws-sdk/client-s3", ["S3", INSTANCE, "config", "region"], false],
  [
    "a method of a text in its answer",
    "@aws-sdk/client-s3",
    ["S3", INSTANCE, "listBuckets", RESULT, "Buckets", "0", "Name", "startsWith"],
    false,
  ],
  ["what destroys it", "@aws-sdk/client-s3", ["S3", INSTANCE, "destroy"], false],
  ["the send of a bare-bones client", "@aws-sdk/client-s3", ["S3Client", INSTANCE, "send"], true],
  [
    "a set in an answer of a document client",
    "@aws-sdk/lib-dynamodb",
    ["DynamoDBDocument", "from", RESULT, "get", RESULT, "Item", "tags", "delete"],
    false,
  ],
  [
    "a method of a collection, which a call gives",
    "mongodb",
    ["MongoClient", INSTANCE, "db", RESULT, "collection", RESULT, "insertOne"],
    true,
  ],
])("%s", (_, module, path, expected) => {
  expect(isPromiseMethod(module, path)).toBe(expected);
});
