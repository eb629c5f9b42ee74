import { partialFailureFacts } from "../../src/knowledge/sdk-operations.js";
import rule from "../../src/rules/no-ignored-partial-failure.js";
import { handlerShapes, toTestCase } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";

const imports = `
import { BatchGetItemCommand, BatchWriteItemCommand, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { BatchWriteCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { InvocationType, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { keep, log, retry } from "./elsewhere.js";
const client = new DynamoDBClient({});
const table = DynamoDBDocumentClient.from(client);
const events = new EventBridgeClient({});
const lambda = new LambdaClient({});
const sqs = new SQSClient({});`;

function inHandler(body: string, top = ""): string {
  return `${imports}\n${top}\nexport const handler = async (event: any) => {\n${body}\n};\n`;
}

const send = "events.send(new PutEventsCommand({ Entries: event.entries }))";

/** By name: the handler's body, and what stands before it. */
const valid: Record<string, string | [body: string, top: string]> = {
  "an operation on one item": `await client.send(new PutItemCommand({ TableName: "t", Item: event.item }));`,
  "the field destructured": `const { FailedEntryCount } = await ${send}; if (FailedEntryCount) throw new Error("failed");`,
  "the field read from a variable": `const answer = await ${send}; if (answer.FailedEntryCount ?? 0 > 0) throw new Error("failed");`,
  "the field read at once": `if ((await ${send}).FailedEntryCount) throw new Error("failed");`,
  "the entries read in place of the count": `const answer = await ${send}; for (const entry of answer.Entries ?? []) if (entry.ErrorCode) throw new Error(entry.ErrorCode);`,
  "a loop over what is left": `let items = event.items;
  do {
    const answer = await client.send(new BatchWriteItemCommand({ RequestItems: items }));
    items = answer.UnprocessedItems ?? {};
  } while (Object.keys(items).length > 0);`,
  "a variable that is assigned in a loop": `let answer; do { answer = await client.send(new BatchWriteItemCommand({ RequestItems: answer?.UnprocessedItems ?? event.items })); } while (event.more);`,
  "an answer that is kept before its variable gets another value": `let answer: any = await ${send}; keep(answer); answer = undefined; return answer;`,
  "an answer whose variable may get another value": `let answer: any = await ${send}; if (event.more) answer = {}; return answer;`,
  "the answer returned from the handler": `return ${send};`,
  "the awaited answer returned from the handler": `const answer = await ${send}; return answer;`,
  "the answer in the handler's answer": `const answer = await ${send}; return { statusCode: 200, body: JSON.stringify({ answer }) };`,
  "the answer handed to code elsewhere": `keep(await ${send});`,
  "the promise handed to code elsewhere": `await retry(${send});`,
  "a function handed to code elsewhere that sends it": `await retry(() => ${send});`,
  "the answer handed to a helper that reads the field": [
    `check(await ${send});`,
    `const check = (answer: any) => { if (answer.FailedEntryCount > 0) throw new Error("failed"); };`,
  ],
  "a helper that reads the field": [
    `await publish(event.entries);`,
    `async function publish(entries: any[]) { const answer = await events.send(new PutEventsCommand({ Entries: entries })); if (answer.FailedEntryCount) throw new Error("failed"); }`,
  ],
  "functions of a list that nobody calls": [
    `const tasks = event.pages.map((entries: any[]) => async () => { await events.send(new PutEventsCommand({ Entries: entries })); }); log(tasks.length);`,
    ``,
  ],
  "functions of a list, whose answers are asked for what failed": [
    `const tasks = event.pages.map((entries: any[]) => () => events.send(new PutEventsCommand({ Entries: entries }))); for (const task of tasks) { const { FailedEntryCount } = await task(); if (FailedEntryCount) throw new Error("failed"); }`,
    ``,
  ],
  "a helper whose caller reads the field": [
    `const answer = await publish(event.entries); if (answer.FailedEntryCount) throw new Error("failed");`,
    `const publish = (entries: any[]) => events.send(new PutEventsCommand({ Entries: entries }));`,
  ],
  "an exported helper that returns the answer": [
    `await publish(event.entries);`,
    `export const publish = (entries: any[]) => events.send(new PutEventsCommand({ Entries: entries }));`,
  ],
  "a then callback that reads the field": `await ${send}.then((answer) => { if (answer.FailedEntryCount) throw new Error("failed"); });`,
  "a then callback that takes it apart": `await ${send}.then(({ FailedEntryCount }) => keep(FailedEntryCount));`,
  "a then callback from elsewhere": `await ${send}.then(keep);`,
  "one of several awaited answers": `const [, answer] = await Promise.all([log(event), ${send}]); if (answer.FailedEntryCount) throw new Error("failed");`,
  "a list of answers that is looked at": `const answers = await Promise.all(event.batches.map((entries: any[]) => events.send(new PutEventsCommand({ Entries: entries })))); if (answers.some((answer: any) => answer.FailedEntryCount)) throw new Error("failed");`,
  "a list of answers in a loop": `for (const answer of await Promise.all(event.batches.map((entries: any[]) => events.send(new PutEventsCommand({ Entries: entries }))))) if (answer.FailedEntryCount) throw new Error("failed");`,
  "answers kept in module scope": [
    `last = await ${send};`,
    `let last: any; export const lastAnswer = () => last;`,
  ],
  "a rest of the answer": `const { $metadata, ...rest } = await ${send}; keep(rest);`,
  "a computed field": `const answer: any = await ${send}; keep(answer[event.field]);`,
  "messages compared with those that were sent": `const { Successful } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: "q", Entries: event.entries })); if (Successful?.length !== event.entries.length) throw new Error("failed");`,
  "an asynchronous invocation": `await lambda.send(new InvokeCommand({ FunctionName: "f", InvocationType: "Event" }));`,
  "an asynchronous invocation by the enumeration": `await lambda.send(new InvokeCommand({ FunctionName: "f", InvocationType: InvocationType.Event }));`,
  "an invocation of a type that the event decides": `await lambda.send(new InvokeCommand({ FunctionName: "f", InvocationType: event.type }));`,
  "an invocation whose input is unknown": `await lambda.send(new InvokeCommand(event.input));`,
  "an invocation whose input has an unknown part": `await lambda.send(new InvokeCommand({ FunctionName: "f", ...event.input }));`,
  "an input whose type is assigned": `const input: any = { FunctionName: "f" }; input.InvocationType = "Event"; await lambda.send(new InvokeCommand(input));`,
  "an invocation whose error is read": `const { FunctionError, Payload } = await lambda.send(new InvokeCommand({ FunctionName: "f" })); if (FunctionError) throw new Error(FunctionError); keep(Payload);`,
  "an invocation whose payload is searched for the error": `const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: "f" })); const answer = JSON.parse(Buffer.from(Payload!).toString()); if (answer.errorMessage) throw new Error(answer.errorMessage);`,
  "an invocation whose payload a helper searches for the error": [
    `check(await invoke(event.id));`,
    `const invoke = async (id: string) => { const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: "f", Payload: Buffer.from(id) })); return JSON.parse(Buffer.from(Payload!).toString()); };
     const check = (answer: any) => { if (answer.errorType) throw new Error(answer.errorMessage); };`,
  ],
  "a promise that nobody awaits": `${send};`,
  "a command that nobody sends": `const command = new PutEventsCommand({ Entries: event.entries }); keep(command);`,
  "a class of the same name": [
    `await events.send(new Other.PutEventsCommand({ Entries: [] }));`,
    `import * as Other from "./commands.js";`,
  ],
  "a method of the same name": [`await bus.putEvents({ Entries: [] });`, `import { bus } from "./bus.js";`],
  "SDK v2 with a callback that reads the field": [
    `bus.putEvents({ Entries: event.entries }, (error, data) => { if (data.FailedEntryCount) keep(data); });`,
    `import AWS from "aws-sdk"; const bus = new AWS.EventBridge();`,
  ],
};

const finding = (code: string, name: string, piece = name, operation = name) => {
  const fact = partialFailureFacts.find((row) => row.operation === operation)!;
  return {
    messageId: "partialFailureIgnored" as const,
    data: { name, caller: "", field: fact.field, loss: fact.loss },
    ...locate(code, piece, code.split(piece).length - 2),
  };
};

/** By name: the handler's body, what stands before it, the name in the message, and the reported code. */
const invalid: Record<
  string,
  [body: string, top?: string, name?: string, piece?: string, operation?: string]
> = {
  "an answer that is dropped": [`await ${send};`],
  "a payload, where another function asks its own for the error": [
    `const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: "f" })); return [JSON.parse(Buffer.from(Payload!).toString()), ask];`,
    `export const ask = async (fn: string) => { const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: fn })); const answer = JSON.parse(Buffer.from(Payload!).toString()); if (answer.errorType) throw new Error(answer.errorMessage); return answer; };`,
    "InvokeCommand",
    "InvokeCommand",
    "Invoke",
  ],
  "an answer that is only logged": [`const answer = await ${send}; console.log("sent", answer);`],
  "an answer that is logged as text": [
    "const answer = await " + send + "; console.log(`sent ${JSON.stringify(answer)}`);",
  ],
  "an answer logged with Powertools": [
    `const answer = await ${send}; logger.info("sent", { answer });`,
    `import { Logger } from "@aws-lambda-powertools/logger"; const logger = new Logger();`,
  ],
  "an answer that a logger of another file gets": [
    `const answer = await ${send}; logger.info("sent", { answer });`,
    `import { logger } from "./logger.js";`,
  ],
  "an answer dropped by functions of a list, which another function calls one by one": [
    `const tasks = event.pages.map((entries: any[]) => { return async () => { await events.send(new PutEventsCommand({ Entries: entries })); }; }); await inTurn(tasks);`,
    `async function inTurn(tasks: (() => Promise<void>)[]) { for (const task of tasks) await task(); }`,
  ],
  "an answer that nobody reads": [`const answer = await ${send}; return "done";`],
  "an answer of which something else is read": [
    `const answer = await ${send}; console.log(answer.$metadata.httpStatusCode);`,
  ],
  "an answer that is only tested": [
    `const answer = await ${send}; if (answer) return "ok"; return "failed";`,
  ],
  "an answer in a try block": [`try { await ${send}; } catch (error) { console.error(error); throw error; }`],
  "a caught rejection": [`await ${send}.catch((error) => console.error(error));`],
  "a then callback that takes nothing": [`await ${send}.then(() => log("sent"));`],
  "a then callback that logs": [`await ${send}.then((answer) => console.log(answer));`],
  "a then callback that is a log function": [`await ${send}.then(console.log);`],
  "one of several awaited answers that is skipped": [
    `const [first] = await Promise.all([log(event), ${send}]); return first;`,
  ],
  "all of several awaited answers dropped": [`await Promise.all([log(event), ${send}]);`],
  "answers of a mapped list": [
    `await Promise.all(event.batches.map((entries: any[]) => events.send(new PutEventsCommand({ Entries: entries }))));`,
  ],
  "answers of a mapped list, awaited in the callback": [
    `await Promise.all(event.batches.map(async (entries: any[]) => { await events.send(new PutEventsCommand({ Entries: entries })); }));`,
  ],
  "answers of a mapped list in a variable": [
    `const sent = event.batches.map((entries: any[]) => events.send(new PutEventsCommand({ Entries: entries }))); await Promise.allSettled(sent);`,
  ],
  "promises that are collected": [
    `const sent: any[] = []; for (const entries of event.batches) sent.push(events.send(new PutEventsCommand({ Entries: entries }))); await Promise.all(sent);`,
  ],
  "a command in a variable": [
    `const command = new PutEventsCommand({ Entries: event.entries }); const answer = await events.send(command); return { statusCode: 200 };`,
  ],
  "a promise in a variable": [`const pending = ${send}; await pending;`],
  "a helper": [
    `await publish(event.entries);`,
    `async function publish(entries: any[]) { await events.send(new PutEventsCommand({ Entries: entries })); }`,
  ],
  "a helper that returns the answer to a caller who drops it": [
    `await publish(event.entries);`,
    `const publish = (entries: any[]) => events.send(new PutEventsCommand({ Entries: entries }));`,
  ],
  "a helper that takes the answer and reads something else": [
    `check(await ${send});`,
    `const check = (answer: any) => { if (answer.$metadata.httpStatusCode !== 200) throw new Error("failed"); };`,
  ],
  "a private method": [
    `await new Publisher().publish(event.entries);`,
    `class Publisher { async publish(entries: any[]) { await this.#send(entries); } #send(entries: any[]) { return events.send(new PutEventsCommand({ Entries: entries })); } }`,
  ],
  "a batch that is read without its unprocessed keys": [
    `const { Responses } = await client.send(new BatchGetItemCommand({ RequestItems: event.keys })); return Responses;`,
    "",
    "BatchGetItemCommand",
    "BatchGetItemCommand",
    "BatchGetItem",
  ],
  "a document client": [
    `await table.send(new BatchWriteCommand({ RequestItems: event.items }));`,
    "",
    "BatchWriteCommand",
    "BatchWriteCommand",
    "BatchWriteItem",
  ],
  "an aggregated document client": [
    `await db.batchWrite({ RequestItems: event.items });`,
    `import { DynamoDBDocument } from "@aws-sdk/lib-dynamodb"; const db = DynamoDBDocument.from(client);`,
    "batchWrite",
    "db.batchWrite",
    "BatchWriteItem",
  ],
  "an aggregated client": [
    `await s3.deleteObjects({ Bucket: "b", Delete: { Objects: event.keys } });`,
    `import { S3 } from "@aws-sdk/client-s3"; const s3 = new S3({});`,
    "deleteObjects",
    "s3.deleteObjects",
    "DeleteObjects",
  ],
  "an aggregated client as a parameter": [
    `await remove(new S3({}), event.keys);`,
    `import { S3 } from "@aws-sdk/client-s3"; async function remove(s3: S3, keys: any[]) { await s3.deleteObjects({ Bucket: "b", Delete: { Objects: keys } }); }`,
    "deleteObjects",
    "s3.deleteObjects",
    "DeleteObjects",
  ],
  "messages of a queue": [
    `await sqs.send(new SendMessageBatchCommand({ QueueUrl: "q", Entries: event.entries }));`,
    "",
    "SendMessageBatchCommand",
    "SendMessageBatchCommand",
    "SendMessageBatch",
  ],
  "SDK v2": [
    `await bus.putEvents({ Entries: event.entries }).promise();`,
    `import AWS from "aws-sdk"; const bus = new AWS.EventBridge();`,
    "putEvents",
    "bus.putEvents",
    "PutEvents",
  ],
  "SDK v2, logged": [
    `const result = await bus.putEvents({ Entries: event.entries }).promise(); console.log("--- Response ---"); console.log(result);`,
    `import EventBridge from "aws-sdk/clients/eventbridge"; const bus = new EventBridge();`,
    "putEvents",
    "bus.putEvents",
    "PutEvents",
  ],
  "SDK v2's document client": [
    `await db.batchWrite({ RequestItems: event.items }).promise();`,
    `import AWS from "aws-sdk"; const db = new AWS.DynamoDB.DocumentClient();`,
    "batchWrite",
    "db.batchWrite",
    "BatchWriteItem",
  ],
  "SDK v2 with a callback": [
    `bus.putEvents({ Entries: event.entries }, (error) => { if (error) console.error(error); });`,
    `import AWS from "aws-sdk"; const bus = new AWS.EventBridge();`,
    "putEvents",
    "bus.putEvents",
    "PutEvents",
  ],
  "an invocation whose payload is used": [
    `const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: "f", Payload: event.payload })); return JSON.parse(Buffer.from(Payload!).toString());`,
    "",
    "InvokeCommand",
    "InvokeCommand",
    "Invoke",
  ],
  "an answer whose variable gets the payload": [
    `let answer: any = await lambda.send(new InvokeCommand({ FunctionName: "f", Payload: event.payload })); answer = JSON.parse(Buffer.from(answer.Payload).toString()); for (let i = 0; i < answer.length; i++) keep(answer[i]);`,
    "",
    "InvokeCommand",
    "InvokeCommand",
    "Invoke",
  ],
  "an invocation whose status is checked": [
    `const answer = await lambda.send(new InvokeCommand({ FunctionName: "f", InvocationType: "RequestResponse" })); if (answer.StatusCode !== 200) throw new Error("failed");`,
    "",
    "InvokeCommand",
    "InvokeCommand",
    "Invoke",
  ],
};

runRule("no-ignored-partial-failure", rule, {
  valid: Object.entries(valid).map(([name, parts]) => {
    const [body, top] = typeof parts === "string" ? [parts, ""] : parts;
    return { name, code: inHandler(body, top) };
  }),
  invalid: [
    ...Object.entries(invalid).map(
      ([name, [body, top = "", spelled = "PutEventsCommand", piece = spelled, operation = "PutEvents"]]) => {
        const code = inHandler(body, top);
        return { name, code, errors: [finding(code, spelled, piece, operation)] };
      },
    ),
    ...handlerShapes.map((shape) => {
      const testCase = toTestCase(shape, {
        imports: { "@aws-sdk/client-kinesis": ["KinesisClient", "PutRecordsCommand"] },
        top: "const kinesis = new KinesisClient({});",
        body: `await kinesis.send(new PutRecordsCommand({ StreamName: "s", Records: event.records }));`,
      });
      return {
        ...testCase,
        errors: [finding(testCase.code, "PutRecordsCommand", "PutRecordsCommand", "PutRecords")],
      };
    }),
  ],
});
