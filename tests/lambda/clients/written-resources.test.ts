import { describe, expect, it } from "vitest";
import { resourceWritesOf } from "../../../src/lambda/clients/written-resources.js";
import { modelOf } from "../../support/model-of.js";

const imports = `
import { S3Client, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";
import { SNSClient, PublishCommand } from "@aws-sdk/client-sns";
import { names } from "./names.js";
const s3 = new S3Client({}); const sqs = new SQSClient({}); const sns = new SNSClient({});`;

const writesIn = (body: string) =>
  resourceWritesOf(
    modelOf(`${imports}\nexport const handler = async (event) => {\n${body}\n};\n`).lambda,
  ).map(({ call, ...write }) => {
    expect(call.service).toBe(write.service);
    return write;
  });
const only = (body: string) => {
  const writes = writesIn(body);
  expect(writes).toHaveLength(1);
  return writes[0]!;
};
const put = (bucket: string, key = "'a'") =>
  `await s3.send(new PutObjectCommand({ Bucket: ${bucket}, Key: ${key} }));`;

const nothing = {
  variables: [],
  names: [],
  links: [],
  isOfEvent: false,
  keyPrefix: undefined,
  isKeyOfEvent: false,
  isGuarded: false,
};

describe("writes to what an event source may take from", () => {
  it("are no reads", () => {
    expect(writesIn("await s3.send(new GetObjectCommand({ Bucket: 'a', Key: 'b' }));")).toEqual([]);
  });

  it("say nothing of names that the file does not show", () => {
    expect(
      only("await sqs.send(new SendMessageCommand({ QueueUrl: names.queue, MessageBody: 'a' }));"),
    ).toEqual({
      ...nothing,
      service: "sqs",
    });
    expect(only(put("names.bucket", "names.key"))).toEqual({ ...nothing, service: "s3" });
  });

  it("name the variable that holds the resource's name", () => {
    expect(
      only("await sns.send(new PublishCommand({ TopicArn: process.env.TOPIC_ARN, Message: 'a' }));"),
    ).toEqual({
      ...nothing,
      service: "sns",
      variables: ["TOPIC_ARN"],
    });
    expect(only(`const bucket = process.env.BUCKET; ${put("bucket")}`).variables).toEqual(["BUCKET"]);
  });

  it("name the resource where it is written", () => {
    expect(only(put("'thumbnails'")).names).toEqual(["thumbnails"]);
  });
});

describe("the event's own object", () => {
  const ofRecord = (body: string) => only(`const record = event.Records[0];\n${body}`);

  it("is not an object of another bucket", () => {
    expect(ofRecord(put("process.env.BUCKET", "record.s3.object.key"))).toMatchObject({
      isOfEvent: false,
      isKeyOfEvent: true,
    });
  });

  it("is not another key", () => {
    expect(ofRecord(put("record.s3.bucket.name", "`small/${record.s3.object.key}`"))).toMatchObject({
      isOfEvent: true,
      isKeyOfEvent: false,
      keyPrefix: "small/",
    });
  });

  it("is known through what decodes its key", () => {
    const key = "decodeURIComponent(record.s3.object.key.replace(/\\+/g, ' '))";
    expect(ofRecord(put("record.s3.bucket.name", key))).toMatchObject({
      isOfEvent: true,
      isKeyOfEvent: true,
    });
  });
});

describe("how a key begins", () => {
  it.each([
    ["with something of elsewhere", "names.prefix + '/a'", undefined],
    ["with one of two texts", "(event.small ? 'small/' : 'large/')", undefined],
    ["with a text", "'small/a.png'", "small/a.png"],
    ["with the beginning of a template", "`small/${event.id}`", "small/"],
    ["with the first text of a sum", "'small/' + event.id + '.png'", "small/"],
  ])("%s", (_, key, expected) => {
    expect(only(put("'a'", key)).keyPrefix).toBe(expected);
  });
});

describe("a write that the code asks something before", () => {
  it.each([
    ["nothing at all", put("'a'"), false],
    ["a loop, which asks nothing", `for (const item of event.items) { ${put("'a'")} }`, false],
    ["something after it", `${put("'a'")} if (event.more) return;`, false],
    ["a condition around it", `if (event.wanted) { ${put("'a'")} }`, true],
    ["an end before it", `if (event.done) return; ${put("'a'")}`, true],
    [
      "a step to the next item",
      `for (const item of event.items) { if (item.done) continue; ${put("'a'")} }`,
      true,
    ],
    ["a case", `switch (event.kind) { case 'a': ${put("'a'")} }`, true],
  ])("%s", (_, body, expected) => {
    expect(only(body).isGuarded).toBe(expected);
  });
});
