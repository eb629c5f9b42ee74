import { expect, it } from "vitest";
import swallowedErrors from "../../src/rules/no-swallowed-error.js";
import rule from "../../src/rules/require-partial-batch-response.js";
import { getHandlerShape, handlerShapes, toTestCase } from "../support/handler-shapes.js";
import { lintText } from "../support/lint-text.js";
import { locate } from "../support/locate.js";
import { runJoinedRule, samTemplate } from "../support/run-joined-rule.js";
import { runRule } from "../support/run-rule.js";

const imports = `import { notify, pending, saveOrder } from "./work.js";`;
const types = {
  sqs: "SQSHandler",
  kinesis: "KinesisStreamHandler",
  dynamodb: "DynamoDBStreamHandler",
} as const;
type Source = keyof typeof types;

/** A typed handler of the source, with the given body. */
function inHandler(
  body: string,
  { source = "sqs", top = "" }: { source?: Source; top?: string } = {},
): string {
  const type = types[source];
  return `import type { ${type} } from "aws-lambda";\n${imports}\n${top}\nexport const handler: ${type} = async (event, context) => {\n${body}\n};\n`;
}

const collecting = `const batchItemFailures: { itemIdentifier: string }[] = [];`;

/** Handlers of a queue that have nothing to report: by name, the body and what stands before the handler. */
const valid: Record<string, string | [body: string, top: string]> = {
  "failures collected and returned": `${collecting} for (const record of event.Records) { try { await saveOrder(record.body); } catch { batchItemFailures.push({ itemIdentifier: record.messageId }); } } return { batchItemFailures };`,
  "the rest returned": `for (const [index, record] of event.Records.entries()) { try { await saveOrder(record.body); } catch { return { batchItemFailures: event.Records.slice(index).map((rest) => ({ itemIdentifier: rest.messageId })) }; } } return { batchItemFailures: [] };`,
  "settled and returned": `const results = await Promise.allSettled(event.Records.map((record) => saveOrder(record.body))); return { batchItemFailures: event.Records.filter((_, index) => results[index]?.status === "rejected").map(({ messageId }) => ({ itemIdentifier: messageId })) };`,
  "only logs": `for (const record of event.Records) console.log(record.body);`,
  "only parses": `for (const record of event.Records) { const order = JSON.parse(record.body); console.log(order.id); }`,
  "logs in parallel": `await Promise.all(event.Records.map(async (record) => { console.log(record.body); }));`,
  "a swallowed error of a log": `for (const record of event.Records) { try { console.log(JSON.parse(record.body)); } catch (error) { console.error(error); } }`,
  "the first record": `await saveOrder(event.Records[0]!.body);`,
  "the first record, taken apart": `const [record] = event.Records; await saveOrder(record!.body);`,
  "one request for all records": `const orders = event.Records.map((record) => JSON.parse(record.body)); await saveOrder(orders);`,
  "what a loop collects of something else": `const orders: string[] = []; for (const id of await pending()) orders.push(id); console.log(event.Records.length); for (const order of orders) await notify(order);`,
  "records that are put together by their key": `const byId = event.Records.reduce((all, record) => all.set(record.messageId, record.body), new Map<string, string>()); await saveOrder(byId);`,
  "work on a list that a function takes from others as well": [
    `await saveAll(event.Records.map(({ body }) => body)).catch(() => undefined); await saveAll(await pending());`,
    `const saveAll = async (orders: string[]) => { for (const order of orders) await saveOrder(order); };`,
  ],
  "groups that are sent as they are": `const orders: string[][] = []; for (let at = 0; at < event.Records.length; at += 10) orders.push(event.Records.slice(at, at + 10).map(({ body }) => body)); for (const group of orders) await saveOrder(group);`,
  "one request for what a loop collects": `const orders: unknown[] = []; for (const record of event.Records) orders.push(JSON.parse(record.body)); await saveOrder(orders);`,
  "caught around the loop, and ended as a success": `try { for (const record of event.Records) await saveOrder(record.body); } catch (error) { console.error(error); context.succeed("failed"); }`,
  "caught around the loop, with the records for a function of another file": [
    `try { for (const record of event.Records) await saveOrder(record.body); } catch (error) { await keep(error, event.Records); }`,
    `import { keep } from "./failed.js";`,
  ],
  "caught around the loop by a function that asks for the error": [
    `try { for (const record of event.Records) await saveOrder(record.body); } catch (error) { if (isFinal(error)) return; await keep(error); }`,
    `import { isFinal, keep } from "./failed.js";`,
  ],
  "caught around the loop by code that keeps the records": [
    `let left = event.Records; try { for (const record of event.Records) { await saveOrder(record.body); left = left.slice(1); } } catch (error) { keep(error); await notify(left); }`,
    `import { keep } from "./failed.js";`,
  ],
  "a dead-letter queue of its own": `for (const record of event.Records) { try { await saveOrder(record.body); } catch (error) { await notify(record, error); } }`,
  "failures counted for the answer": `let failed = 0; for (const record of event.Records) { try { await saveOrder(record.body); } catch { failed++; } } console.log(failed); return { failed } as any;`,
  "failures counted in an object that is handed on": `const stats = { failed: 0 }; for (const record of event.Records) { try { await saveOrder(record.body); } catch { stats.failed += 1; } } console.log(stats.failed); await notify(stats);`,
  "failures kept in a list that is sent": `const failed: string[] = []; for (const record of event.Records) { try { await saveOrder(record.body); } catch { failed.push(record.body); } } if (failed.length > 0) { console.error(failed); await notify(failed); }`,
  "failures kept in a list of code elsewhere": [
    `const failed: string[] = failedOrders; for (const record of event.Records) { try { await saveOrder(record.body); } catch { failed.push(record.body); } } console.log(failed.length);`,
    `import { failedOrders } from "./failed.js";`,
  ],
  "failures counted for a metric": [
    `let failed = 0; for (const record of event.Records) { try { await saveOrder(record.body); } catch { failed++; } } console.log(failed); metrics.addMetric("failed", "Count", failed);`,
    `import { Metrics } from "@aws-lambda-powertools/metrics"; const metrics = new Metrics();`,
  ],
  "a response that is filled as it goes": `const response = { batchItemFailures: [] as any[] }; for (const record of event.Records) { try { await saveOrder(record.body); } catch { response.batchItemFailures.push({ itemIdentifier: record.messageId }); } } return response;`,
  "a response that other code gets": `const response = { batchItemFailures: [] as any[] }; for (const record of event.Records) await saveOrder(record.body, response); return response;`,
  "errors of each promise taken for its result, and returned": `const work = event.Records.map((record) => saveOrder(record.body)); const results = await Promise.all(work.map((one) => one.catch((error: unknown) => error))); return { batchItemFailures: event.Records.filter((_, index) => results[index] instanceof Error).map(({ messageId }) => ({ itemIdentifier: messageId })) };`,
  "settled, and thrown for another reason": `const results = await Promise.allSettled(event.Records.map((record) => saveOrder(record.body))); notify(results); if (!process.env.TABLE) throw new Error("no table");`,
  "settled, and thrown where it is caught": `const results = await Promise.allSettled(event.Records.map((record) => saveOrder(record.body))); try { if (results.some(({ status }) => status === "rejected")) throw new Error("some failed"); } catch (error) { await notify(error); }`,
  "failures that go to a queue of their own, and a throw before": `if (event.Records.length > 10) throw new Error("too many"); for (const record of event.Records) { try { await saveOrder(record.body); } catch { await notify(record); } }`,
  "failures that end the loop": `let failed = 0; for (const record of event.Records) { if (failed > 2) throw new Error("too many"); try { await saveOrder(record.body); } catch { failed++; } } console.log(failed);`,
  "a comment that says why": `for (const record of event.Records) { try { await saveOrder(record.body); } catch { /* best effort: the next message replaces it */ } }`,
  "a metric for each record": [
    `for (const record of event.Records) await trackMessage(record.messageId);`,
    `import { trackMessage } from "./analytics.js";`,
  ],
  "caught around the loop": `try { for (const record of event.Records) await saveOrder(record.body); } catch (error) { console.error(error); }`,
  "caught around the helper": [
    `try { await saveAll(event.Records); } catch (error) { await notify(error); }`,
    `const saveAll = async (records: any[]) => { for (const record of records) await saveOrder(record.body); };`,
  ],
  "Powertools' processor": [
    `return processPartialResponse(event, async (record) => { await saveOrder(record.body); }, processor);`,
    `import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch"; const processor = new BatchProcessor(EventType.SQS);`,
  ],
  "middy's middleware": [
    `await Promise.allSettled(event.Records.map((record) => saveOrder(record.body)));`,
    `import sqsPartialBatchFailure from "@middy/sqs-partial-batch-failure"; console.log(sqsPartialBatchFailure);`,
  ],
  "a processor of the project": [
    `for (const record of event.Records) await process(record);`,
    `import { process } from "../lib/batch-processor.js";`,
  ],
  "records given to code elsewhere": `await saveOrder(event.Records);`,
  "another list": `for (const id of ["a", "b"]) await saveOrder(id); console.log(event.Records.length);`,
  "an identifier with a default": `return { batchItemFailures: event.Records.map((record) => ({ itemIdentifier: record.messageId ?? "" })) };`,
  "an identifier in a variable": `${collecting} for (const record of event.Records) { const id = record.messageId; try { await saveOrder(record.body); } catch { batchItemFailures.push({ itemIdentifier: id }); } } return { batchItemFailures };`,
  "an identifier taken apart": `${collecting} for (const { messageId, body } of event.Records) { try { await saveOrder(body); } catch { batchItemFailures.push({ itemIdentifier: messageId }); } } return { batchItemFailures };`,
  "an identifier of code elsewhere": `const failed: string[] = await saveOrder(event.Records); return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };`,
  "an identifier of another list": `const failed: { id: string }[] = await saveOrder(event.Records); return { batchItemFailures: failed.map(({ id }) => ({ itemIdentifier: id })) };`,
  "items of code elsewhere": `const failed: any[] = await saveOrder(event.Records); return { batchItemFailures: [...failed] };`,
  "items with a spread": `const failed: any = {}; return { batchItemFailures: [{ ...failed }] };`,
  "a filled list that is given away": `${collecting} for (const record of event.Records) batchItemFailures.push({ itemIdentifier: record.messageId }); return notify(batchItemFailures);`,
  "a name like it in another object": `await notify({ batchItemFailure: true }); return { batchItemFailures: [] };`,
  "a FIFO queue that stops": `${collecting} for (const record of event.Records) { console.log(record.attributes.MessageGroupId); try { await saveOrder(record.body); } catch { batchItemFailures.push({ itemIdentifier: record.messageId }); break; } } return { batchItemFailures };`,
  "a FIFO queue that keeps the groups apart": `${collecting} const failed = new Set<string | undefined>(); for (const record of event.Records) { if (failed.has(record.attributes.MessageGroupId)) { batchItemFailures.push({ itemIdentifier: record.messageId }); continue; } try { await saveOrder(record.body); } catch { failed.add(record.attributes.MessageGroupId); batchItemFailures.push({ itemIdentifier: record.messageId }); } } return { batchItemFailures };`,
  "what a callback puts into a list of its own": `event.Records.forEach((record) => { const parts: unknown[] = []; parts.push(saveOrder(record.body)); });`,
  "what a callback puts into a list that goes elsewhere": `const work: unknown[] = []; event.Records.forEach((record) => work.push(saveOrder(record.body))); await notify(work);`,
  "what a callback collects": `const orders: unknown[] = []; event.Records.forEach((record) => orders.push(JSON.parse(record.body))); await saveOrder(orders);`,
  "failures told apart by a callback": `const work: Promise<boolean>[] = []; event.Records.forEach((record) => work.push(saveOrder(record.body).then(() => true, () => false))); const results = await Promise.all(work); if (results.includes(false)) throw new Error("some failed");`,
  "nobody waits": `event.Records.forEach(async (record) => { await saveOrder(record.body); });`,
};

const otherValid: Record<string, string> = {
  "a topic": inHandler(`for (const record of event.Records) await saveOrder(record.Sns.Message);`).replaceAll(
    "SQSHandler",
    "SNSHandler",
  ),
  "a bucket": inHandler(
    `await Promise.all(event.Records.map((record) => saveOrder(record.s3.object.key)));`,
  ).replaceAll("SQSHandler", "S3Handler"),
  "an unknown source": `${imports}\nexport const handler = async (event) => { for (const record of event.Records) await saveOrder(record); };`,
  "no handler": `import type { SQSRecord } from "aws-lambda"; ${imports}\nexport async function saveAll(records: SQSRecord[]) { for (const record of records) await saveOrder(record.body); }`,
  "a stream's identifier": inHandler(
    `return { batchItemFailures: event.Records.map((record) => ({ itemIdentifier: record.kinesis.sequenceNumber })) };`,
    { source: "kinesis" },
  ),
  "failures that a function collects for its caller": inHandler(
    `const failures: SQSBatchItemFailure[] = []; for (const record of event.Records) await attempt(record, failures); return { batchItemFailures: failures };`,
    {
      top: `const attempt = async (record: SQSRecord, failures: SQSBatchItemFailure[]) => { try { await saveOrder(record.body); } catch { failures.push({ itemIdentifier: record.messageId }); } };`,
    },
  ),
  "failures put into a list of the answer": inHandler(
    `const answer: SQSBatchResponse = { batchItemFailures: [] }; const failures = answer.batchItemFailures; for (const record of event.Records) { try { await saveOrder(record.body); } catch { failures.push({ itemIdentifier: record.messageId }); } } return answer;`,
  ),
  "a table's identifier": inHandler(
    `return { batchItemFailures: event.Records.map((record) => ({ itemIdentifier: record.dynamodb?.SequenceNumber ?? "" })) };`,
    { source: "dynamodb" },
  ),
  "a table's identifier, taken apart": inHandler(
    `for (const record of event.Records) { const { SequenceNumber } = record.dynamodb!; try { await saveOrder(record); } catch { return { batchItemFailures: [{ itemIdentifier: SequenceNumber! }] }; } } return { batchItemFailures: [] };`,
    { source: "dynamodb" },
  ),
};

interface InvalidCase {
  readonly body: string;
  readonly source?: Source;
  readonly top?: string;
  /** The piece of code that is reported. */
  readonly at: string;
  readonly id:
    | "recordFailsBatch"
    | "recordLost"
    | "recordUnseen"
    | "fifoGoesOn"
    | "wrongIdentifier"
    | "emptyIdentifier"
    | "misnamedIdentifier"
    | "misnamedFailures"
    | "failuresNotReturned";
  readonly data?: Record<string, string>;
  /** What each suggestion makes of the code; the body as a whole, with `top` as it is. */
  readonly edits?: readonly {
    id: "settle" | "reportRest" | "goOn" | "useIdentifier" | "renameFailures";
    body: string;
    data?: Record<string, string>;
  }[];
}

const sources = {
  sqs: { source: "SQS", lost: "SQS deletes the message" },
  kinesis: { source: "Kinesis", lost: "the stream goes on behind the record" },
  dynamodb: { source: "DynamoDB Streams", lost: "the stream goes on behind the record" },
};

const logRejected = `
  for (const result of results) {
    if (result.status === "rejected") console.error(result.reason);
  }
  return {
    batchItemFailures: event.Records.filter((_, index) => results[index]?.status === "rejected").map((failed) => ({
      itemIdentifier: `;

const invalid: Record<string, InvalidCase> = {
  "caught around the loop, and ended as a failure": {
    body: `try { for (const record of event.Records) await saveOrder(record.body); } catch (error) { console.error(error); context.fail(JSON.stringify(error)); }`,
    at: "for (const record of event.Records)",
    id: "recordFailsBatch",
  },
  // One record fails the batch, once all are through
  "failures counted": {
    body: `let failed = 0; for (const record of event.Records) { try { await saveOrder(record.body); } catch { failed++; } } if (failed > 0) throw new Error("some failed");`,
    at: "for (const record of event.Records)",
    id: "recordFailsBatch",
  },
  "failures collected": {
    body: `const errors: unknown[] = []; for (const record of event.Records) { try { await saveOrder(record.body); } catch (error) { errors.push(error); } } if (errors.length === 0) return; throw new AggregateError(errors);`,
    at: "for (const record of event.Records)",
    id: "recordFailsBatch",
  },
  "failures returned by the callback": {
    body: `const results = await Promise.all(event.Records.map(async (record) => { try { await saveOrder(record.body); return true; } catch { return false; } })); if (results.includes(false)) throw new Error("some failed");`,
    at: "event.Records.map",
    id: "recordFailsBatch",
  },
  "settled and thrown": {
    body: `const results = await Promise.allSettled(event.Records.map((record) => saveOrder(record.body))); const failed = results.filter(({ status }) => status === "rejected"); if (failed.length > 0) throw new Error("some failed");`,
    at: "event.Records.map",
    id: "recordFailsBatch",
  },
  "a response whose failed items are never any": {
    body: `const response: SQSBatchResponse = { batchItemFailures: [] }; for (const record of event.Records) await saveOrder(record.body); console.log(\`done \${JSON.stringify(response)}\`); return response;`,
    top: `import type { SQSBatchResponse } from "aws-lambda";`,
    at: "for (const record of event.Records)",
    id: "recordFailsBatch",
  },
  "a list of failed items that nothing is put into": {
    body: `const batchItemFailures: any[] = []; for (const record of event.Records) await saveOrder(record.body); return { batchItemFailures };`,
    at: "for (const record of event.Records)",
    id: "recordFailsBatch",
  },
  "errors of each promise taken for its result, and thrown": {
    body: `const work = event.Records.map((record) => saveOrder(record.body)); const results = await Promise.all(work.map((one) => one.catch((error: unknown) => error))); const errors = results.filter((result) => result instanceof Error); if (errors.length > 0) throw new Error("some failed");`,
    at: "event.Records.map",
    id: "recordFailsBatch",
  },
  "settled by a variable, and thrown one by one": {
    body: `const work = event.Records.map((record) => saveOrder(record.body)); for (const result of await Promise.allSettled(work)) if (result.status === "rejected") throw result.reason;`,
    at: "event.Records.map",
    id: "recordFailsBatch",
  },
  // One record fails the batch
  "all in parallel": {
    body: `  await Promise.all(event.Records.map(async (record) => {\n    await saveOrder(record.body);\n  }));`,
    at: "event.Records.map",
    id: "recordFailsBatch",
    edits: [
      {
        id: "settle",
        body: `  const results = await Promise.allSettled(event.Records.map(async (record) => {\n    await saveOrder(record.body);\n  }));${logRejected}failed.messageId,\n    })),\n  };`,
      },
    ],
  },
  "all in parallel, of a stream": {
    body: `  await Promise.all(event.Records.map((record) => saveOrder(record.kinesis.data)));`,
    source: "kinesis",
    at: "event.Records.map",
    id: "recordFailsBatch",
    edits: [
      {
        id: "settle",
        body: `  const results = await Promise.allSettled(event.Records.map((record) => saveOrder(record.kinesis.data)));${logRejected}failed.kinesis.sequenceNumber,\n    })),\n  };`,
      },
    ],
  },
  "all in parallel, of a table": {
    body: `  await Promise.all(event.Records.map((record) => saveOrder(record.dynamodb)));`,
    source: "dynamodb",
    at: "event.Records.map",
    id: "recordFailsBatch",
    edits: [
      {
        id: "settle",
        body: `  const results = await Promise.allSettled(event.Records.map((record) => saveOrder(record.dynamodb)));${logRejected}failed.dynamodb?.SequenceNumber ?? "",\n    })),\n  };`,
      },
    ],
  },
  "all in parallel, with a return behind": {
    body: `  await Promise.all(event.Records.map((record) => saveOrder(record.body)));\n  console.log("done");\n  return;`,
    at: "event.Records.map",
    id: "recordFailsBatch",
    edits: [
      {
        id: "settle",
        body: `  const results = await Promise.allSettled(event.Records.map((record) => saveOrder(record.body)));${logRejected.replace(/\n {2}return[^]*/, "")}\n  console.log("done");\n  return {${logRejected.split("return {")[1]}failed.messageId,\n    })),\n  };`,
      },
    ],
  },
  "all in parallel, with work behind": {
    body: `await Promise.all(event.Records.map((record) => saveOrder(record.body))); await notify("done");`,
    at: "event.Records.map",
    id: "recordFailsBatch",
  },
  "all in parallel, returned": {
    body: `return Promise.all(event.Records.map((record) => saveOrder(record.body))) as any;`,
    at: "event.Records.map",
    id: "recordFailsBatch",
  },
  "a list made of the records, in a function that takes it": {
    body: `const orders = event.Records.map((record) => JSON.parse(record.body)); await saveAll(orders);`,
    top: `async function saveAll(orders: { id: string }[]) {\n  for (const order of orders) await saveOrder(order.id);\n}`,
    at: "for (const order of orders)",
    id: "recordFailsBatch",
  },
  "a list that a function makes of the records": {
    body: `const orders = readAll(event.Records); await Promise.all(orders.map((order) => saveOrder(order.id)));`,
    top: `const readAll = (records: { body: string }[]): { id: string }[] => records.map(({ body }) => JSON.parse(body));`,
    at: "orders.map",
    id: "recordFailsBatch",
  },
  "a list that a loop makes of the records": {
    body: `const orders: { id: string }[] = []; for (const record of event.Records) { const order = JSON.parse(record.body); if (order.id) orders.push(order); } for (const order of orders) await saveOrder(order.id);`,
    at: "for (const order of orders)",
    id: "recordFailsBatch",
  },
  "records by their key": {
    body: `const byId = event.Records.reduce((all, record) => all.set(record.messageId, record.body), new Map<string, string>()); await Promise.all([...byId.values()].map((order) => saveOrder(order)));`,
    at: "[...byId.values()].map",
    id: "recordFailsBatch",
  },
  "keys of what the records hold, through two functions": {
    body: `const notices = event.Records.map(({ body }) => JSON.parse(body)).filter((notice) => notice.items).flatMap((notice) => notice.items).filter((item) => item.isNew); await request(keysOf(notices));`,
    top: `const keysOf = (items: { id: string; place: string }[]) => [...items.reduce((all, item) => all.set(item.id, item.place), new Map<string, string>()).entries()].map(([id]) => ({ id }));\nasync function request(keys: { id: string }[]) {\n  const work = keys.map(async ({ id }) => { await saveOrder(id); });\n  await Promise.all(work);\n}`,
    at: "keys.map",
    id: "recordFailsBatch",
  },
  "records in an object": {
    body: `const byId: Record<string, string> = event.Records.reduce((all, record) => ({ ...all, [record.messageId]: record.body }), {}); for (const order of Object.values(byId)) await saveOrder(order);`,
    at: "for (const order of Object.values(byId))",
    id: "recordFailsBatch",
  },
  "promises in a variable": {
    body: `const work = event.Records.map((record) => saveOrder(record.body)); await Promise.all(work);`,
    at: "event.Records.map",
    id: "recordFailsBatch",
  },
  "promises that a callback puts into a list": {
    body: `const work: Promise<unknown>[] = []; event.Records.forEach((record) => { const order = JSON.parse(record.body); work.push(saveOrder(order)); }); await Promise.all(work);`,
    at: "event.Records.forEach",
    id: "recordFailsBatch",
  },
  "promises that a callback puts into a list, of a stream": {
    body: `const work: Promise<unknown>[] = []; event.Records.forEach((record) => { if (record.eventName === "INSERT") work.push(saveOrder(record.dynamodb)); }); await Promise.all(work);`,
    source: "dynamodb",
    at: "event.Records.forEach",
    id: "recordFailsBatch",
  },
  "promises that a callback puts into a list, each for itself": {
    body: `const work: Promise<unknown>[] = []; event.Records.forEach((record) => work.push(saveOrder(record.body))); await Promise.allSettled(work);`,
    at: "event.Records.forEach",
    id: "recordLost",
  },
  "promises that a loop puts into a list": {
    body: `const work: Promise<unknown>[] = []; for (const record of event.Records) work.push(saveOrder(record.body)); await Promise.all(work);`,
    at: "for (const record of event.Records)",
    id: "recordFailsBatch",
  },
  "promises of the parts of a record that another file reads": {
    body: `const work: Promise<unknown>[] = []; event.Records.forEach((record) => { const order = readOrder(record.body); order.lines.forEach((line: unknown) => { work.push(saveOrder(line)); }); }); await Promise.all(work);`,
    top: `import { readOrder } from "./orders";`,
    at: "event.Records.forEach",
    id: "recordFailsBatch",
  },
  "a named callback": {
    body: `await Promise.all(event.Records.map(saveRecord));`,
    top: `const saveRecord = async (record: any) => { await saveOrder(record.body); };`,
    at: "event.Records.map",
    id: "recordFailsBatch",
    edits: [
      {
        id: "settle",
        body: `const results = await Promise.allSettled(event.Records.map(saveRecord));
for (const result of results) {
  if (result.status === "rejected") console.error(result.reason);
}
return {
  batchItemFailures: event.Records.filter((_, index) => results[index]?.status === "rejected").map((failed) => ({
    itemIdentifier: failed.messageId,
  })),
};`,
      },
    ],
  },
  "filtered records": {
    body: `await Promise.all(event.Records.filter((record) => record.body).map((record) => saveOrder(record.body)));`,
    at: "event.Records.filter((record) => record.body).map",
    id: "recordFailsBatch",
  },
  "parsed records": {
    body: `const orders = event.Records.map((record) => JSON.parse(record.body)); for (const order of orders) { await saveOrder(order); }`,
    at: "for (const order of orders)",
    id: "recordFailsBatch",
  },
  "parsed records in parallel": {
    body: `const orders = event.Records.map((record) => JSON.parse(record.body)); await Promise.all(orders.map((order) => saveOrder(order)));`,
    at: "orders.map",
    id: "recordFailsBatch",
  },
  "one after the other": {
    body: `  for (const record of event.Records) {\n    // Orders come in any order.\n    await saveOrder(record.body);\n  }`,
    at: "for (const record of event.Records)",
    id: "recordFailsBatch",
    edits: [
      {
        id: "reportRest",
        body: `  for (const record of event.Records) {
    try {
      // Orders come in any order.
      await saveOrder(record.body);
    } catch (error) {
      console.error(error);
      return { batchItemFailures: event.Records.slice(event.Records.indexOf(record)).map(({ messageId }) => ({ itemIdentifier: messageId })) };
    }
  }
  return { batchItemFailures: [] };`,
      },
      {
        id: "goOn",
        body: `  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const record of event.Records) {
    try {
      // Orders come in any order.
      await saveOrder(record.body);
    } catch (error) {
      console.error(error);
      batchItemFailures.push({ itemIdentifier: record.messageId });
    }
  }
  return { batchItemFailures };`,
      },
    ],
  },
  "one after the other, of a stream": {
    body: `  for (const record of event.Records) await saveOrder(record.kinesis.data);`,
    source: "kinesis",
    at: "for (const record of event.Records)",
    id: "recordFailsBatch",
    edits: [
      {
        id: "reportRest",
        body: `  for (const record of event.Records) {
    try {
      await saveOrder(record.kinesis.data);
    } catch (error) {
      console.error(error);
      return { batchItemFailures: [{ itemIdentifier: record.kinesis.sequenceNumber }] };
    }
  }
  return { batchItemFailures: [] };`,
      },
    ],
  },
  "one after the other, of a table": {
    body: `  for (const record of event.Records) {\n    await saveOrder(record.dynamodb?.NewImage);\n  }`,
    source: "dynamodb",
    at: "for (const record of event.Records)",
    id: "recordFailsBatch",
    edits: [
      {
        id: "reportRest",
        body: `  for (const record of event.Records) {
    try {
      await saveOrder(record.dynamodb?.NewImage);
    } catch (error) {
      console.error(error);
      return { batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? "" }] };
    }
  }
  return { batchItemFailures: [] };`,
      },
    ],
  },
  "taken apart in the head": {
    body: `for (const { body } of event.Records) { await saveOrder(body); }`,
    at: "for (const { body } of event.Records)",
    id: "recordFailsBatch",
  },
  "by index": {
    body: `for (let i = 0; i < event.Records.length; i++) { await saveOrder(event.Records[i]!.body); }`,
    at: "for (let i = 0; i < event.Records.length; i++)",
    id: "recordFailsBatch",
  },
  "by key": {
    body: `for (const key in event.Records) { await saveOrder(event.Records[key as any]!.body); }`,
    at: "for (const key in event.Records)",
    id: "recordFailsBatch",
  },
  "with entries": {
    body: `for (const [index, record] of event.Records.entries()) { await saveOrder(record.body, index); }`,
    at: "for (const [index, record] of event.Records.entries())",
    id: "recordFailsBatch",
  },
  "a chain of promises": {
    body: `await event.Records.reduce(async (before, record) => { await before; await saveOrder(record.body); }, Promise.resolve());`,
    at: "event.Records.reduce",
    id: "recordFailsBatch",
  },
  "records in a variable": {
    body: `const { Records } = event; for (const record of Records) { await saveOrder(record.body); console.log("saved"); return; }`,
    at: "for (const record of Records)",
    id: "recordFailsBatch",
  },
  "in a helper": {
    body: `await saveAll(event.Records);`,
    top: `const saveAll = async (records: any[]) => { for (const record of records) await saveOrder(record.body); };`,
    at: "for (const record of records)",
    id: "recordFailsBatch",
  },
  "in a helper of a helper": {
    body: `for (const record of event.Records) { await first(record); return; }`,
    top: `const first = async (record: any) => { await second(record.body); };\nconst second = async (body: string) => { await fetch(body); };`,
    at: "for (const record of event.Records)",
    id: "recordFailsBatch",
  },
  "logged and thrown again": {
    body: `for (const record of event.Records) { try { await saveOrder(record.body); } catch (error) { console.error(error); throw error; } return; }`,
    at: "for (const record of event.Records)",
    id: "recordFailsBatch",
  },
  "thrown by a chain": {
    body: `for (const record of event.Records) { await saveOrder(record.body).catch((error: unknown) => { console.error(error); throw error; }); return; }`,
    at: "for (const record of event.Records)",
    id: "recordFailsBatch",
  },
  "thrown unless it is expected": {
    body: `for (const { body } of event.Records) { try { await saveOrder(body); } catch (error: any) { if (error.name !== "Conflict") throw error; } }`,
    at: "for (const { body } of event.Records)",
    id: "recordFailsBatch",
  },
  "caught and thrown again around the loop": {
    body: `try { for (const record of event.Records) await saveOrder(record.body); } catch (error) { console.error(error); throw error; }`,
    at: "for (const record of event.Records)",
    id: "recordFailsBatch",
  },
  "one of two steps caught": {
    body: `for (const { body } of event.Records) { await saveOrder(body); try { await notify(body); } catch (error) { console.error(error); } }`,
    at: "for (const { body } of event.Records)",
    id: "recordFailsBatch",
  },

  // A function of another file runs the work
  "by a wrapper of the project": {
    body: `const results = await Promise.all(event.Records.map((record) => log.run(record, async () => { await saveOrder(record.body); }))); log.end(results);`,
    top: `import { createLog } from "./log.js";\nconst log = createLog("orders");`,
    at: "event.Records.map",
    id: "recordUnseen",
    data: { wrapper: "log.run", source: "SQS", lost: "SQS deletes the message" },
  },
  "by a wrapper in a helper": {
    body: `for (const record of event.Records) { await handleOne(record); }`,
    source: "kinesis",
    top: `import { withOrder } from "./order.js";\nconst handleOne = async (record: any) => { await withOrder("one", () => saveOrder(record.kinesis.data)); };`,
    at: "for (const record of event.Records)",
    id: "recordUnseen",
    data: { wrapper: "withOrder", source: "Kinesis", lost: "the stream goes on behind the record" },
  },
  "by a wrapper, and beside it": {
    body: `for (const record of event.Records) { await saveOrder(record.body); await withOrder("one", () => notify(record.body)); return; }`,
    top: `import { withOrder } from "./order.js";`,
    at: "for (const record of event.Records)",
    id: "recordFailsBatch",
  },
  "by a wrapper of a package, which throws again": {
    body: `for (const record of event.Records) { await pRetry(() => saveOrder(record.body)); return; }`,
    top: `import pRetry from "p-retry";`,
    at: "for (const record of event.Records)",
    id: "recordFailsBatch",
  },

  "given to a function of another file that gets the error alone": {
    body: `try { for (const record of event.Records) await saveOrder(record.body); } catch (error) { console.error(error); handleError(error); }`,
    top: `import { handleError } from "./errors.js";`,
    at: "for (const record of event.Records)",
    id: "recordUnseen",
    data: { wrapper: "handleError", source: "SQS", lost: "SQS deletes the message" },
  },
  "answered by a function of a layer that gets the error alone, around a helper": {
    body: `return saveAll(event.Records);`,
    top: `import errors from "errors";\nconst saveAll = async (records: any[]) => { try { await Promise.all(records.map((record) => saveOrder(record.body))); } catch (error) { return errors.answer(error); } };`,
    at: "records.map",
    id: "recordUnseen",
    data: { wrapper: "errors.answer", source: "SQS", lost: "SQS deletes the message" },
  },

  // A record is lost
  "swallowed in the loop": {
    body: `  for (const record of event.Records) {\n    try {\n      await saveOrder(record.body);\n    } catch (error) {\n      console.error(error);\n    }\n  }`,
    at: "catch (error)",
    id: "recordLost",
    edits: [
      {
        id: "goOn",
        body: `  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const record of event.Records) {
    try {
      await saveOrder(record.body);
    } catch (error) {
      batchItemFailures.push({ itemIdentifier: record.messageId });
      console.error(error);
    }
  }
  return { batchItemFailures };`,
      },
    ],
  },
  "counted for a log": {
    body: `  let failed = 0;
  for (const record of event.Records) {
    try { await saveOrder(record.body); } catch (error) { failed++; console.error(error); }
  }
  console.log(\`\${failed} failed\`);`,
    at: "catch (error)",
    id: "recordLost",
    edits: [
      {
        id: "goOn",
        body: `  let failed = 0;
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const record of event.Records) {
    try { await saveOrder(record.body); } catch (error) { batchItemFailures.push({ itemIdentifier: record.messageId }); failed++; console.error(error); }
  }
  console.log(\`\${failed} failed\`);
  return { batchItemFailures };`,
      },
    ],
  },
  "counted for a log, and nothing else": {
    body: `let saved = 0; let failed = 0; for (const record of event.Records) { try { await saveOrder(record.body); saved++; } catch { failed = failed + 1; } } const all = saved + failed; if (failed > 0) { console.warn({ all, failed }); } return;`,
    at: "catch",
    id: "recordLost",
  },
  "counted in an object for a log": {
    body: `await saveAll(event.Records);`,
    top: `const saveAll = async (records: any[]) => { const stats = { saved: 0, failed: 0 }; for (const record of records) { try { await saveOrder(record.body); stats.saved++;  } catch (error) { stats.failed++; } } console.log("done", { ...stats }); };`,
    at: "catch (error)",
    id: "recordLost",
  },
  "kept in a list for a log": {
    body: `await saveAll(event.Records);`,
    top: `const saveAll = async (records: any[]) => { const failed: string[] = []; for (const record of records) { try { await saveOrder(record.body);  } catch (error) { failed.push(record.messageId); } } console.log(JSON.stringify(failed), failed.join()); };`,
    at: "catch (error)",
    id: "recordLost",
  },
  "counted for a log in a helper": {
    body: `await saveAll(event.Records);`,
    top: `const saveAll = async (records: any[]) => { let failed = 0; for (const record of records) { try { await saveOrder(record.body); } catch (error) { failed++; console.error(error); } } console.log(failed); };`,
    at: "catch (error)",
    id: "recordLost",
  },
  "swallowed in a stream": {
    body: `  for (const record of event.Records) {\n    try { await saveOrder(record.kinesis.data); } catch { }\n  }\n  return;`,
    source: "kinesis",
    at: "catch",
    id: "recordLost",
    edits: [
      {
        id: "goOn",
        body: `  const batchItemFailures: { itemIdentifier: string }[] = [];\n  for (const record of event.Records) {\n    try { await saveOrder(record.kinesis.data); } catch { batchItemFailures.push({ itemIdentifier: record.kinesis.sequenceNumber }); }\n  }\n  return { batchItemFailures };`,
      },
    ],
  },
  "swallowed in parallel": {
    body: `  await Promise.all(event.Records.map(async (record) => {\n    try {\n      await saveOrder(record.body);\n    } catch (error) {\n      console.error(error);\n    }\n  }));`,
    at: "catch (error)",
    id: "recordLost",
    edits: [
      {
        id: "goOn",
        body: `  const batchItemFailures: { itemIdentifier: string }[] = [];
  await Promise.all(event.Records.map(async (record) => {
    try {
      await saveOrder(record.body);
    } catch (error) {
      batchItemFailures.push({ itemIdentifier: record.messageId });
      console.error(error);
    }
  }));
  return { batchItemFailures };`,
      },
    ],
  },
  "swallowed by a chain": {
    body: `await Promise.all(event.Records.map((record) => saveOrder(record.body).catch(console.error)));`,
    at: "saveOrder(record.body).catch",
    id: "recordLost",
  },
  "swallowed by a chain in a loop": {
    body: `for (const record of event.Records) { await saveOrder(record.body).catch((error: unknown) => { console.error(error); }); }`,
    at: "saveOrder(record.body).catch",
    id: "recordLost",
  },
  "swallowed in a helper": {
    body: `for (const record of event.Records) { await saveRecord(record.body); }`,
    top: `async function saveRecord(body: string) { try { await saveOrder(body); } catch (error) { console.error(error); } }`,
    at: "catch (error)",
    id: "recordLost",
  },
  "swallowed with continue": {
    body: `for (const { body } of event.Records) { try { await saveOrder(body); } catch (error) { console.error(error); continue; } }`,
    at: "catch (error)",
    id: "recordLost",
  },
  "settled and forgotten": {
    body: `  await Promise.allSettled(event.Records.map((record) => saveOrder(record.body)));`,
    at: "event.Records.map",
    id: "recordLost",
    edits: [
      {
        id: "settle",
        body: `  const results = await Promise.allSettled(event.Records.map((record) => saveOrder(record.body)));${logRejected}failed.messageId,\n    })),\n  };`,
      },
    ],
  },

  // The failed items
  "an event id for a queue": {
    body: `return { batchItemFailures: event.Records.map((record) => ({ itemIdentifier: record.receiptHandle })) };`,
    at: "record.receiptHandle",
    id: "wrongIdentifier",
    data: { source: "SQS", identifier: "record.receiptHandle", right: "record.messageId" },
    edits: [
      {
        id: "useIdentifier",
        data: { right: "record.messageId" },
        body: `return { batchItemFailures: event.Records.map((record) => ({ itemIdentifier: record.messageId })) };`,
      },
    ],
  },
  "an event id for a stream": {
    body: `for (const record of event.Records) { try { await saveOrder(record); } catch { return { batchItemFailures: [{ itemIdentifier: record.eventID }] }; } } return { batchItemFailures: [] };`,
    source: "kinesis",
    at: "record.eventID",
    id: "wrongIdentifier",
    data: { source: "Kinesis", identifier: "record.eventID", right: "record.kinesis.sequenceNumber" },
    edits: [
      {
        id: "useIdentifier",
        data: { right: "record.kinesis.sequenceNumber" },
        body: `for (const record of event.Records) { try { await saveOrder(record); } catch { return { batchItemFailures: [{ itemIdentifier: record.kinesis.sequenceNumber }] }; } } return { batchItemFailures: [] };`,
      },
    ],
  },
  "a partition key": {
    body: `return { batchItemFailures: event.Records.map((record) => ({ itemIdentifier: record.kinesis.partitionKey })) };`,
    source: "kinesis",
    at: "record.kinesis.partitionKey",
    id: "wrongIdentifier",
    data: {
      source: "Kinesis",
      identifier: "record.kinesis.partitionKey",
      right: "record.kinesis.sequenceNumber",
    },
    edits: [
      {
        id: "useIdentifier",
        data: { right: "record.kinesis.sequenceNumber" },
        body: `return { batchItemFailures: event.Records.map((record) => ({ itemIdentifier: record.kinesis.sequenceNumber })) };`,
      },
    ],
  },
  "an event id for a table": {
    body: `return { batchItemFailures: event.Records.map((record) => ({ itemIdentifier: record.eventID ?? "" })) };`,
    source: "dynamodb",
    at: `record.eventID ?? ""`,
    id: "wrongIdentifier",
    data: {
      source: "DynamoDB Streams",
      identifier: `record.eventID ?? ""`,
      right: `record.dynamodb?.SequenceNumber ?? ""`,
    },
    edits: [
      {
        id: "useIdentifier",
        data: { right: `record.dynamodb?.SequenceNumber ?? ""` },
        body: `return { batchItemFailures: event.Records.map((record) => ({ itemIdentifier: record.dynamodb?.SequenceNumber ?? "" })) };`,
      },
    ],
  },
  "an event id, taken apart": {
    body: `return { batchItemFailures: event.Records.map(({ eventID }) => ({ itemIdentifier: eventID })) };`,
    source: "kinesis",
    at: "eventID",
    id: "wrongIdentifier",
    data: { source: "Kinesis", identifier: "eventID", right: "record.kinesis.sequenceNumber" },
  },
  "an empty identifier": {
    body: `return { batchItemFailures: [{ itemIdentifier: "" }] };`,
    at: `""`,
    id: "emptyIdentifier",
    data: { right: "record.messageId" },
  },
  "an identifier that is undefined": {
    body: `return { batchItemFailures: [{ itemIdentifier: undefined as any }] };`,
    source: "kinesis",
    at: "undefined as any",
    id: "emptyIdentifier",
    data: { right: "record.kinesis.sequenceNumber" },
  },
  "an item under another name": {
    body: `return { batchItemFailures: event.Records.map((record) => ({ messageId: record.messageId })) } as any;`,
    at: "{ messageId: record.messageId }",
    id: "misnamedIdentifier",
    data: { right: "record.messageId" },
  },
  "an identifier without an item": {
    body: `const batchItemFailures: any[] = []; for (const record of event.Records) { try { await saveOrder(record.body); } catch { batchItemFailures.push(record.messageId); } } return { batchItemFailures };`,
    at: "record.messageId",
    id: "misnamedIdentifier",
    data: { right: "record.messageId" },
  },
  "the record as JSON": {
    body: `${collecting} for (const record of event.Records) { try { await saveOrder(record.body); } catch { batchItemFailures.push({ itemIdentifier: JSON.stringify(record.messageId) }); } } return { batchItemFailures };`,
    at: "JSON.stringify(record.messageId)",
    id: "wrongIdentifier",
    data: { source: "SQS", identifier: "JSON.stringify(record.messageId)", right: "record.messageId" },
  },
  "a result under another name": {
    body: `const batchItemFailure: any[] = []; for (const record of event.Records) { try { await saveOrder(record.body); } catch { batchItemFailure.push({ itemIdentifier: record.messageId }); } } return { batchItemFailure } as any;`,
    at: "batchItemFailure",
    id: "misnamedFailures",
    data: { name: "batchItemFailure", lost: "SQS deletes the message" },
    edits: [
      {
        id: "renameFailures",
        body: `const batchItemFailure: any[] = []; for (const record of event.Records) { try { await saveOrder(record.body); } catch { batchItemFailure.push({ itemIdentifier: record.messageId }); } } return { batchItemFailures: batchItemFailure } as any;`,
      },
    ],
  },
  "a result with a capital": {
    body: `return { BatchItemFailures: [] } as any;`,
    source: "kinesis",
    at: "BatchItemFailures",
    id: "misnamedFailures",
    data: { name: "BatchItemFailures", lost: "the stream goes on behind the record" },
    edits: [{ id: "renameFailures", body: `return { batchItemFailures: [] } as any;` }],
  },
  "failures that stay": {
    body: `${collecting} for (const record of event.Records) { try { await saveOrder(record.body); } catch { batchItemFailures.push({ itemIdentifier: record.messageId }); } } console.log(batchItemFailures.length);`,
    at: "batchItemFailures.push",
    id: "failuresNotReturned",
    data: { name: "batchItemFailures", lost: "SQS deletes the message" },
  },
  "a FIFO queue that goes on": {
    body: `${collecting} for (const record of event.Records) { try { await saveOrder(record.body, record.attributes.MessageGroupId); } catch (error) { console.error(error); batchItemFailures.push({ itemIdentifier: record.messageId }); } } return { batchItemFailures };`,
    at: "for (const record of event.Records)",
    id: "fifoGoesOn",
    data: {},
  },
};

function toInvalid(name: string, { body, source = "sqs", top = "", at, id, data, edits = [] }: InvalidCase) {
  const code = inHandler(body, { source, top });
  const offset = code.lastIndexOf(at);
  const defaults = id === "recordLost" ? { lost: sources[source].lost } : { source: sources[source].source };
  return {
    name,
    code,
    errors: [
      {
        messageId: id,
        ...(id === "fifoGoesOn" ? {} : { data: data ?? defaults }),
        ...locate(code, at, code.slice(0, offset).split(at).length - 1),
        suggestions: edits.map((edit) => ({
          messageId: edit.id,
          ...(edit.data && { data: edit.data }),
          output: inHandler(edit.body, { source, top }),
        })),
      },
    ],
  };
}

runRule("require-partial-batch-response", rule, {
  valid: [
    ...Object.entries(valid).map(([name, parts]) => {
      const [body, top] = typeof parts === "string" ? [parts, ""] : parts;
      return { name, code: inHandler(body, { top }) };
    }),
    ...Object.entries(otherValid).map(([name, code]) => ({ name, code })),
    {
      name: "one record at a time, by the settings",
      code: inHandler(`for (const record of event.Records) await saveOrder(record.body);`),
      settings: { "aws-lambda": { functions: { batchSize: 1 } } },
    },
  ],
  invalid: [
    ...Object.entries(invalid).map(([name, testCase]) => toInvalid(name, testCase)),
    {
      name: "a promise of nothing, which gets the type of the result",
      code: `import type { SQSEvent, Context } from "aws-lambda";\n${imports}\nexport async function handler(event: SQSEvent, _context: Context): Promise<void> {\n  for (const record of event.Records) await saveOrder(record.body);\n}\n`,
      errors: [
        {
          messageId: "recordFailsBatch" as const,
          data: { source: "SQS" },
          line: 4,
          column: 3,
          endLine: 4,
          endColumn: 38,
          suggestions: [
            {
              messageId: "reportRest" as const,
              output: `import type { SQSEvent, Context } from "aws-lambda";\n${imports}\nexport async function handler(event: SQSEvent, _context: Context): Promise<{ batchItemFailures: { itemIdentifier: string }[] }> {\n  for (const record of event.Records) {\n    try {\n      await saveOrder(record.body);\n    } catch (error) {\n      console.error(error);\n      return { batchItemFailures: event.Records.slice(event.Records.indexOf(record)).map(({ messageId }) => ({ itemIdentifier: messageId })) };\n    }\n  }\n  return { batchItemFailures: [] };\n}\n`,
            },
            {
              messageId: "goOn" as const,
              output: `import type { SQSEvent, Context } from "aws-lambda";\n${imports}\nexport async function handler(event: SQSEvent, _context: Context): Promise<{ batchItemFailures: { itemIdentifier: string }[] }> {\n  const batchItemFailures: { itemIdentifier: string }[] = [];\n  for (const record of event.Records) {\n    try {\n      await saveOrder(record.body);\n    } catch (error) {\n      console.error(error);\n      batchItemFailures.push({ itemIdentifier: record.messageId });\n    }\n  }\n  return { batchItemFailures };\n}\n`,
            },
          ],
        },
      ],
    },
    ...handlerShapes
      .filter(
        ({ name }) =>
          !/APIGateway|function declaration|SQS|satisfies|bind|class|decorator/.test(name) ||
          /SQS|satisfies/.test(name),
      )
      .filter(({ isStreaming }) => isStreaming !== true)
      .map((shape) => {
        const testCase = toTestCase(shape, {
          imports: { "./work.js": ["saveOrder"] },
          body: `for (const { body, receiptHandle } of event.Records) await saveOrder(body, receiptHandle);\nreturn "done";`,
        });
        return {
          ...testCase,
          errors: [
            {
              messageId: "recordFailsBatch" as const,
              data: { source: "SQS" },
              ...locate(testCase.code, "for (const { body, receiptHandle } of event.Records)"),
            },
          ],
        };
      }),
    {
      name: "beside a handler that returns its failures",
      code: `import type { SQSBatchItemFailure, SQSHandler } from "aws-lambda";\n${imports}\nexport const first: SQSHandler = async () => { const batchItemFailures: SQSBatchItemFailure[] = []; return { batchItemFailures }; };\nexport const second: SQSHandler = async (event) => { for (const { body } of event.Records) await saveOrder(body); };\n`,
      errors: [
        {
          messageId: "recordFailsBatch" as const,
          data: { source: "SQS" },
          line: 4,
          column: 54,
          endLine: 4,
          endColumn: 91,
        },
      ],
    },
    {
      name: "CommonJS, known by what it reads",
      filename: "src/handler.cjs",
      code: getHandlerShape("exports.handler").code({
        imports: { "./work.js": ["saveOrder"] },
        body: `await Promise.all(event.Records.map(async (record) => saveOrder(JSON.parse(record.body))));`,
      }),
      errors: [
        {
          messageId: "recordFailsBatch" as const,
          data: { source: "SQS" },
          line: 3,
          column: 21,
          endLine: 3,
          endColumn: 38,
          suggestions: [
            {
              messageId: "settle" as const,
              output: `const { saveOrder } = require("./work.js");\nexports.handler = async (event, context) => {\n  const results = await Promise.allSettled(event.Records.map(async (record) => saveOrder(JSON.parse(record.body))));${logRejected}failed.messageId,\n    })),\n  };\n};\n`,
            },
          ],
        },
      ],
    },
  ],
});

it("says of a lost record what no-swallowed-error would say again", () => {
  const code = inHandler(
    `for (const record of event.Records) { try { await saveOrder(record.body); } catch (error) { console.error(error); } }`,
  );
  const input = { code, filename: "src/handler.ts" };
  const idsOf = (rules: Parameters<typeof lintText>[0]) =>
    lintText(rules, input).messages.map(({ messageId }) => messageId);
  expect(idsOf({ "no-swallowed-error": swallowedErrors, "require-partial-batch-response": rule })).toEqual([
    "recordLost",
  ]);
  expect(idsOf({ "no-swallowed-error": swallowedErrors })).toEqual(["errorLogged"]);
});

const asking = samTemplate([
  "Events:",
  "  Queue:",
  "    Type: SQS",
  "    Properties: { Queue: !GetAtt Queue.Arn, FunctionResponseTypes: [ReportBatchItemFailures] }",
]);
const withTemplate = (code: string) => ({ files: { "template.yaml": asking, "src/handler.ts": code } });

runJoinedRule("require-partial-batch-response", rule, {
  valid: {
    "failed items that a helper makes": withTemplate(
      `import { answer } from "./answer.js";\nexport const handler = async (event) => answer(event);`,
    ),
    "failed items that a function of the file has from elsewhere": withTemplate(
      `import { answer } from "./answer.js";\nconst run = async (event) => answer(event);\nexport const handler = async (event) => run(event);`,
    ),
    "functions that call each other": withTemplate(
      `import { answer } from "./answer.js";\nconst run = async (event) => event.next ? run(event.next) : answer(event);\nexport const handler = async (event) => run(event);`,
    ),
    "a wrapper that may answer for it": withTemplate(
      `import { wrap } from "./wrap.js";\nexport const handler = wrap(async (event) => {});`,
    ),
    "a source that takes none": {
      files: {
        "template.yaml": asking.replace("ReportBatchItemFailures", ""),
        "src/handler.ts": "export const handler = async (event) => { console.log(event.Records.length); };",
      },
    },
  },
  invalid: {
    "a handler that returns nothing to a source that asks": {
      ...withTemplate("export const handler = async (event) => { console.log(event.Records.length); };"),
      findings: [
        {
          messageId: "failuresNeverReported",
          at: "handler",
          says: ["`Orders` (template.yaml:3)", "(template.yaml:11)"],
        },
      ],
    },
    ...Object.fromEntries(
      [
        [
          "a function of the file",
          "const run = async (event) => { console.log(event.Records.length); };",
          "run",
        ],
        [
          "a method of an object of the file",
          "class Work { async run(event) { const { length } = event.Records; console.log(length); } }\nconst work = new Work();",
          "work.run",
        ],
      ].map(([what = "", before = "", callee = ""]) => [
        `a handler that returns what ${what} returns to a source that asks`,
        {
          ...withTemplate(
            `${before}\nexport const handler = async (event) => { return await ${callee}(event); };`,
          ),
          findings: [
            { messageId: "failuresNeverReported", at: "handler", says: ["`Orders` (template.yaml:3)"] },
          ],
        },
      ]),
    ),
    "a loop that fails the batch is reported once": {
      ...withTemplate(
        `import { store } from "./store.js";\nexport const handler = async (event) => { for (const record of event.Records) await store(record); };`,
      ),
      findings: [{ messageId: "recordFailsBatch", at: "for (const record of event.Records)", says: ["SQS"] }],
    },
  },
});
