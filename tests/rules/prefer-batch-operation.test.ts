import { batchFormFacts } from "../../src/knowledge/sdk-operations.js";
import rule from "../../src/rules/prefer-batch-operation.js";
import { handlerShapes, toTestCase } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";

const imports = `
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { DeleteObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { items, keep } from "./elsewhere.js";
const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const events = new EventBridgeClient({});
const s3 = new S3Client({});
const sqs = new SQSClient({});`;

function inHandler(body: string, top = ""): string {
  return `${imports}\n${top}\nexport const handler = async (event: any) => {\n  ${body}\n};\n`;
}

const put = (item: string, rest = "") =>
  `table.send(new PutCommand({ TableName: "t", Item: ${item}${rest} }))`;

const valid: Record<string, string | [body: string, top: string]> = {
  "one item": `await ${put("event.item")};`,
  "the sum of a loop": `let total = 0; for (const item of event.items) total += item.price; await ${put("{ total }")};`,
  "a condition": `for (const item of event.items) await ${put("item", ', ConditionExpression: "attribute_not_exists(id)"')};`,
  "old values": `for (const item of event.items) keep(await ${put("item", ', ReturnValues: "ALL_OLD"')});`,
  "a version that has to be the one": `for (const { key, tag } of event.objects) await s3.send(new DeleteObjectCommand({ Bucket: "b", Key: key, IfMatch: tag }));`,
  "an input of which a part is unknown": `for (const item of event.items) await table.send(new PutCommand({ TableName: "t", Item: item, ...event.options }));`,
  "an unknown input": `for (const item of event.items) await table.send(new PutCommand(item));`,
  "an operation without a batch form": `for (const item of event.items) await table.send(new UpdateCommand({ TableName: "t", Key: item.key }));`,
  "a fixed list": `for (const id of ["a", "b"]) await ${put("{ id, event }")};`,
  "a list from elsewhere": `for (const item of items) await ${put("item")};`,
  "an attempt": `for (let attempt = 0; attempt < 3; attempt++) await ${put("{ attempt, event }")};`,
  "a loop that ends with the first that is there": `for (const key of event.keys) { const answer = await table.send(new GetCommand({ TableName: "t", Key: key })); if (answer.Item) return answer.Item; }`,
  "the first of a list, counted": `for (let i = 0; i < event.keys.length; i++) { const answer = await table.send(new GetCommand({ TableName: "t", Key: event.keys[i] })); if (answer.Item) return answer.Item; }`,
  "as many as somebody says": `for (let i = 0; i < event.count; i++) await ${put("{ id: i }")};`,
  "a fixed list, counted": `const ids = ["a", "b"]; for (let i = 0; i < ids.length; i++) await ${put("{ id: ids[i], event }")};`,
  "events with several entries": `for (const batch of event.batches) await events.send(new PutEventsCommand({ Entries: batch }));`,
  "events with entries from a callback": `for (const batch of event.batches) await events.send(new PutEventsCommand({ Entries: batch.map(keep) }));`,
  "at init": [`return event;`, `for (const item of items) await ${put("item")};`],
  "what failed, removed by a helper": `const remove = (id) => table.send(new DeleteCommand({ TableName: "t", Key: { id } })); const attempt = async (item) => { try { await keep(item); } catch { await remove(item.id); } }; await Promise.all(event.items.map((item) => attempt(item)));`,
  "what failed": `for (const item of event.items) { try { await keep(item); } catch { await table.send(new DeleteCommand({ TableName: "t", Key: { id: item.id } })); } }`,
  "a read that decides over a write": `for (const item of event.items) { const { Item } = await table.send(new GetCommand({ TableName: "t", Key: { id: item.id } })); await ${put("{ ...item, count: Item!.count + 1 }")}; }`,
  "a command of elsewhere": [
    `for (const item of event.items) await table.send(new other.PutCommand({ Item: item }));`,
    `import * as other from "./other.js";`,
  ],
};

const sns = `${imports}
import type { SNSHandler } from "aws-lambda";
export const handler: SNSHandler = async (event) => {
  for (const record of event.Records) await ${put("{ id: record.Sns.MessageId }")};
};
`;
const sqsHandler = `${imports}
import type { SQSHandler } from "aws-lambda";
export const handler: SQSHandler = async (event) => {
  for (const record of event.Records) await ${put("{ id: record.messageId }")};
};
`;

const finding = (code: string, name = "PutCommand", operation = "PutItem", piece = name) => {
  const fact = batchFormFacts.find((row) => row.operation === operation)!;
  return {
    messageId: "onePerItem" as const,
    data: { name, caller: "", batch: fact.batch, max: fact.maxItems },
    ...locate(code, piece, code.split(piece).length - 2),
  };
};

const invalid: Record<
  string,
  [body: string, top?: string, name?: string, operation?: string, piece?: string]
> = {
  "a loop": [`for (const item of event.items) await ${put("item")};`],
  "a loop that counts": [
    `for (let i = 0; i < event.items.length; i++) { const item = event.items[i]; await ${put("item")}; }`,
  ],
  "a loop over records": [
    `for (const record of event.Records) { const item = JSON.parse(record.body); await ${put("item")}; }`,
  ],
  "a mapped list": [`await Promise.all(event.items.map((item: any) => ${put("item")}));`],
  forEach: [`event.items.forEach(async (item: any) => { await ${put("item")}; });`],
  "a collected list": [
    `const pending: any[] = []; for (const item of event.items) pending.push(${put("item")}); await Promise.all(pending);`,
  ],
  "a helper": [
    `for (const item of event.items) await save(item);`,
    `async function save(item: any) { await ${put("item")}; }`,
  ],
  "a helper as the callback": [
    `await Promise.all(event.items.map(save));`,
    `const save = (item: any) => ${put("item")};`,
  ],
  reads: [
    `for (const key of event.keys) keep(await table.send(new GetCommand({ TableName: "t", Key: key })));`,
    "",
    "GetCommand",
    "GetItem",
  ],
  "deletes of what a query gave": [
    `const { Items = [] } = await list(); for (const item of Items) await table.send(new DeleteCommand({ TableName: "t", Key: { id: item.id } }));`,
    `import { ScanCommand } from "@aws-sdk/lib-dynamodb"; const list = () => table.send(new ScanCommand({ TableName: "t" }));`,
    "DeleteCommand",
    "DeleteItem",
  ],
  "a loop after a read of something else": [
    `const { Item } = await table.send(new GetCommand({ TableName: "t", Key: event.key })); for (const item of event.items) await ${put("{ ...item, owner: Item }")};`,
  ],
  messages: [
    `for (const order of event.orders) await sqs.send(new SendMessageCommand({ QueueUrl: "q", MessageBody: JSON.stringify(order) }));`,
    "",
    "SendMessageCommand",
    "SendMessage",
  ],
  "events with one entry": [
    `for (const order of event.orders) await events.send(new PutEventsCommand({ Entries: [{ Source: "orders", Detail: order }] }));`,
    "",
    "PutEventsCommand",
    "PutEvents",
  ],
  "an aggregated client": [
    `for (const item of event.items) await db.put({ TableName: "t", Item: item });`,
    `import { DynamoDBDocument } from "@aws-sdk/lib-dynamodb"; const db = DynamoDBDocument.from(new DynamoDBClient({}));`,
    "put",
    "PutItem",
    "db.put",
  ],
  "SDK v2": [
    `for (const item of event.items) await db.put({ TableName: "t", Item: item }).promise();`,
    `import AWS from "aws-sdk"; const db = new AWS.DynamoDB.DocumentClient();`,
    "put",
    "PutItem",
    "db.put",
  ],
};

runRule("prefer-batch-operation", rule, {
  valid: [
    ...Object.entries(valid).map(([name, parts]) => {
      const [body, top] = typeof parts === "string" ? [parts, ""] : parts;
      return { name, code: inHandler(body, top) };
    }),
    { name: "the one record of an SNS event", code: sns },
    {
      name: "a source that sends one record",
      code: sqsHandler,
      settings: { "aws-lambda": { functions: { batchSize: 1 } } },
    },
  ],
  invalid: [
    ...Object.entries(invalid).map(([name, [body, top = "", spelled, operation, piece]]) => {
      const code = inHandler(body, top);
      return { name, code, errors: [finding(code, spelled, operation, piece)] };
    }),
    { name: "records of a queue", code: sqsHandler, errors: [finding(sqsHandler)] },
    ...handlerShapes.map((shape) => {
      const testCase = toTestCase(shape, {
        imports: { "@aws-sdk/client-sns": ["SNSClient", "PublishCommand"] },
        top: "const sns = new SNSClient({});",
        body: `for (const text of event.texts) await sns.send(new PublishCommand({ TopicArn: "t", Message: text }));`,
      });
      return { ...testCase, errors: [finding(testCase.code, "PublishCommand", "Publish")] };
    }),
  ],
});
