import rule from "../../src/rules/no-swallowed-error.js";
import { getHandlerShape, handlerShapes, toTestCase } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";

const imports = `
import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { chargeCustomer, notify, saveOrder } from "./work.js";
import { logger } from "./logger.js";
const client = new DynamoDBClient({});`;

const save = `await client.send(new PutItemCommand({ TableName: "orders", Item: event.item }));`;

/** The body of an async handler whose event has no known source. */
function inHandler(body: string, top = ""): string {
  return `${imports}\n${top}\nexport const handler = async (event: any, context: any) => {\n${body}\n};\n`;
}

/** The body of a handler that takes the events of one source. */
function inTyped(type: string, body: string, top = ""): string {
  return `import type { ${type} } from "aws-lambda";${imports}\n${top}\nexport const handler: ${type} = async (event) => {\n${body}\n};\n`;
}

/** Errors that are caught and not lost: by name, the handler's body and what stands before it. */
const handled: Record<string, string | [body: string, top: string]> = {
  "thrown again": `try { ${save} } catch (error) { console.error(error); throw error; }`,
  "wrapped and thrown": `try { ${save} } catch (error) { throw new Error("save", { cause: error }); }`,
  "thrown unless it is expected": `try { ${save} } catch (error: any) { if (error.name !== "ConditionalCheckFailedException") throw error; }`,
  "thrown by class": `try { ${save} } catch (error) { if (error instanceof RangeError) { console.warn(error); return; } throw error; }`,
  "thrown in a switch": `try { ${save} } catch (error: any) { switch (error.name) { case "Conflict": break; default: throw error; } }`,
  "a step of a chain whose next one takes what is left of it": [
    `await run(event);`,
    `function run(item: any) { return saveOrder(item).catch((error: unknown) => { console.error(error); }).then((order: any) => { if (!order) throw new Error("failed"); }); }`,
  ],
  "a chain that a helper returns, whose end the caller sees": [
    `if (!(await run(event))) throw new Error("failed");`,
    `function run(item: any) { return saveOrder(item).then(() => true).catch((error: unknown) => { console.error(error); }); }`,
  ],
  "a chain that a helper returns to a caller that uses it": [
    `const order = await run(event); await notify(order);`,
    `function run(item: any) { return saveOrder(item).catch((error: unknown) => { console.error(error); return false; }); }`,
  ],
  "a chain that an exported helper returns": [
    `await run(event);`,
    `export function run(item: any) { return saveOrder(item).catch((error: unknown) => { console.error(error); return false; }); }`,
  ],
  "a step of a chain that nothing waits for": `void saveOrder(event).catch((error: unknown) => { console.error(error); }).then(() => notify(event));`,
  "a method of something else": [
    `try { ${save} } catch (error) { alerts.error(error); }`,
    `import { alerts } from "./alerts.js";`,
  ],
  "a helper whose results are looked at in a list": [
    `const work: Promise<unknown>[] = []; event.Records.forEach((record: any) => { work.push(load(record)); }); const orders = await Promise.all(work); if (orders.includes(undefined)) throw new Error("some failed");`,
    `async function load(item: any) { try { return await saveOrder(item); } catch (error) { console.error(error); } }`,
  ],
  "a step of a chain that leaves what is asked about later": `const found: any = {}; await saveOrder(event).then((order: any) => (found.order = order)).catch(() => []); if (found.order !== undefined) await notify(found.order);`,
  "a variable that a step of a chain sets, and a condition asks about": `let order: any; await saveOrder(event).then((saved: any) => { order = saved; }).catch((error: unknown) => { console.error(error); }); return order ? notify(order) : undefined;`,
  "telemetry by the name of what sends it": [
    `await saveOrder(event); await Usage.Metrics.sendAnonymousData({ size: event.size }).catch((error: unknown) => { console.error(error); });`,
    `import { Usage } from "./usage.js";`,
  ],
  "a failure response": `try { ${save} } catch (error) { console.error(error); return { statusCode: 500 }; }`,
  "a failure response of a helper": [
    `try { ${save} } catch (error) { return fail(500); }`,
    `const fail = (statusCode: number) => ({ statusCode, body: "" });`,
  ],
  "a response of code elsewhere": [
    `try { ${save} } catch (error) { return toResponse(error); }`,
    `import { toResponse } from "./responses.js";`,
  ],
  "an error object for a caller": `try { ${save} } catch (error: any) { return { error: error.message }; }`,
  "a batch failure": `const batchItemFailures: any[] = []; for (const record of event.Records) { try { await saveOrder(record); } catch { batchItemFailures.push({ itemIdentifier: record.messageId }); } } return { batchItemFailures };`,
  "handed to a callback": `try { ${save} } catch (error) { context.callback(error); }`,
  "handed to context.done": `try { ${save} } catch (error) { console.error(error); context.done(error); }`,
  "answered by context.done": `try { ${save} } catch (error) { console.error(error); context.done(null, { statusCode: 500 }); }`,
  "the end of something else": [
    `try { ${save} } catch (error) { console.error(error); job.done(); }`,
    `import { job } from "./job.js";`,
  ],
  "handed to context.fail": `try { ${save} } catch (error) { context.fail(error); }`,
  "handed to reject": `return new Promise<void>(async (resolve, reject) => { try { ${save} resolve(); } catch (error) { reject(error); } });`,
  "sent to a queue": `try { ${save} } catch (error) { await notify(error); }`,
  "reported to code elsewhere": [
    `try { ${save} } catch (error) { reportFailure(error); }`,
    `import { reportFailure } from "./failures.js";`,
  ],
  "kept in a list": `const errors: unknown[] = []; try { ${save} } catch (error) { errors.push(error); } return errors;`,
  "left in the set of all that has not succeeded": `const failed = new Set<string>(event.Records.map(({ messageId }: any) => messageId)); try { for (const record of event.Records) { await saveOrder(record); failed.delete(record.messageId); } } catch (error) { console.error(error); } return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };`,
  "left in the list of all that has not succeeded": `const open = event.Records.map(({ messageId }: any) => messageId).reverse(); for (const record of event.Records) { try { await saveOrder(record); open.pop(); } catch (error) { console.error(error); } } return { batchItemFailures: open.map((itemIdentifier: string) => ({ itemIdentifier })) };`,
  "kept in a flag": `let ok = true; try { ${save} } catch (error) { ok = false; } return { ok };`,
  "of making a function that works later": [
    `try { register(middleware("orders")); } catch (error) { console.warn(error); }`,
    `import { register } from "./stack.js"; const middleware = (name: string) => (next: any) => async (input: any) => { input.name = name; return await next(input); };`,
  ],
  "of making a function": [
    `try { register(middleware("orders")); } catch (error) { console.warn(error); }`,
    `import { register } from "./stack.js"; const middleware = (next: any) => async (input: any) => await next(input);`,
  ],
  "of a function that is given back": `try { return async () => { ${save} }; } catch (error) { console.warn(error); }`,
  "of a clean-up before an error": `if (event.isInvalid) { try { ${save} } catch (error) { console.error(error); } throw new Error("invalid"); }`,
  compensated: `try { ${save} } catch (error) { await client.send(new PutItemCommand({ TableName: "failed", Item: event.item })); }`,
  "a default of a read": [
    `return load(event.id);`,
    `async function load(id: string) { try { return await client.send(new GetItemCommand({ TableName: "t", Key: { id: { S: id } } })); } catch { return null; } }`,
  ],
  "a default in a variable": `let user = { name: "guest" }; try { user = await saveOrder(event); } catch (error) { console.warn(error); } return user;`,
  "a variable that is asked about": `let user; try { user = await saveOrder(event); } catch (error) { console.error(error); } if (!user) return { statusCode: 404 }; return user;`,
  "a variable with a default where it is used": `let user; try { user = await saveOrder(event); } catch (error) { console.error(error); } return user ?? { name: "guest" };`,
  "a status that only success sets": `let status = "FAILED"; try { ${save} status = "SUCCESS"; } catch (error) { console.error(error); } await notify(status);`,
  "a list of what succeeded": `const done: string[] = []; for (const id of event.ids) { try { await saveOrder(id); done.push(id); } catch (error) { console.error(error); } } return { done };`,
  "a count of what succeeded": `let count = 0; for (const id of event.ids) { try { await saveOrder(id); count++; } catch (error) { console.error(error); } } return count;`,
  "a fallback after the try": `try { return await saveOrder(event); } catch (error) { console.warn(error); } return chargeCustomer(event);`,
  "a throw after a condition around the try": `await saveOrder(event).catch(async (error: any) => { if (event.batch) { try { await notify(error); } catch (inner) { console.error(inner); } } throw error; });`,
  "a comment that says what it must not mask": `try { ${save} } catch (error) { // A failed update should never mask the main flow
    console.warn(error); }`,
  "a comment above the try": `await chargeCustomer(event);
    // Best effort: never fails the order.
    try { ${save} } catch (error) { console.error(error); }`,
  "a comment above the try, of several": `await chargeCustomer(event);
    // The count is not fatal,
    // orders are what matters.
    try { ${save} } catch (error) { console.error(error); }`,
  "a comment behind the catch": `try { ${save} } catch (error) { console.error(error); } // Don't signal failure of what is only counted`,
  "a count of what failed": `let failed = 0; for (const id of event.ids) { try { await saveOrder(id); } catch (error) { console.error(error); failed++; } } return { failed };`,
  "a count of what failed that decides": `let failed = 0; for (const id of event.ids) { try { await saveOrder(id); } catch (error) { console.error(error); failed++; } } if (failed > 0) { throw new Error("some failed"); }`,
  "a count for a log, on the way": `let failed = 0; for (const id of event.ids) { try { await saveOrder(id); } catch { failed++; } } console.log(failed); await notify(event);`,
  "a throw after the try": `for (let attempt = 0; attempt < 3; attempt++) { try { return await saveOrder(event); } catch (error) { console.warn(error); } } throw new Error("gave up");`,
  "a retry that ends the invocation when it is done": `for (let attempt = 0; attempt < 3; attempt++) { try { await saveOrder(event); return context.done(); } catch (error) { console.warn(error); } } throw new Error("gave up");`,
  "a retry for ever": `for (;;) { try { return await saveOrder(event); } catch (error) { console.warn(error); } }`,
  "a wait before the next attempt": `for (let attempt = 0; attempt < 3; attempt++) { try { await saveOrder(event); break; } catch (error) { await new Promise((resolve) => setTimeout(resolve, 100)); } }`,
  "a helper whose caller asks": [
    `const order = await load(); if (order === undefined) throw new Error("none"); return order;`,
    `async function load() { try { return await saveOrder(1); } catch (error) { console.error(error); } }`,
  ],
  "JSON that is probed": `try { return JSON.parse(event.body); } catch { } return {};`,
  "JSON with a log": `let body; try { body = JSON.parse(event.body); } catch (error) { console.warn(error); }`,
  "closing a connection": [
    `const db = new Client(); try { await db.end(); } catch (error) { console.warn(error); }`,
    `import { Client } from "pg";`,
  ],
  "closing a connection, in a chain": [
    `const db = new Client(); try { await db.query("SELECT 1"); } finally { await db.end().catch(() => {}); }`,
    `import { Client } from "pg";`,
  ],
  "a file that is deleted": [
    `try { await unlink("/tmp/a"); } catch { }`,
    `import { unlink } from "node:fs/promises";`,
  ],
  "a metric": [
    `try { await cloudWatch.send(new PutMetricDataCommand({ Namespace: "n", MetricData: [] })); } catch (error) { console.warn(error); }`,
    `import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch"; const cloudWatch = new CloudWatchClient({});`,
  ],
  "telemetry of code elsewhere": [
    `try { await trackPurchase(event); } catch { }`,
    `import { trackPurchase } from "./analytics.js";`,
  ],
  "a metric, and what was read for it alone": [
    `try { const count = await countOrders(event.id); const metric = { name: "orders", count: count ?? 0 }; await sendMetric(metric); } catch (error) { console.error(error); } await saveOrder(event);`,
    `import { sendMetric } from "./metrics.js"; import { countOrders } from "./orders.js";`,
  ],
  "a cache": [
    `try { await redis.set("order", event.id); } catch (error) { console.warn(error); }`,
    `import Redis from "ioredis"; const redis = new Redis();`,
  ],
  "an optional module": `let sharp; try { sharp = await import("sharp"); } catch { }`,
  "a module that is required": `try { require("./optional.js"); } catch { }`,
  "a file that may not be there": [
    `let text; try { text = await readFile("/tmp/cache"); } catch { } return text;`,
    `import { readFile } from "node:fs/promises";`,
  ],
  "nothing awaited": `try { event.run(); } catch (error) { console.error(error); }`,
  "a comment that says that it is not thrown": `try { ${save} } catch (error) { // Not throwing: the order is stored, this was the clean-up
    console.error(error); }`,
  "a comment that says that nobody is told": `try { ${save} } catch (error) { // Silent: counts are not worth a failure
    console.error(error); }`,
  "a comment that says what it keeps from": `try { ${save} } catch (error) { // Not returning it, to avoid that counts affect orders
    console.error(error); }`,
  "what stands above the function, which only tries": [
    `await count(event);`,
    `/** Best-effort: a count that fails is logged and no more. */
    const count = async (event: any) => { try { ${save} } catch (error) { console.error(error); } };`,
  ],
  "what stands above a method": [
    `await new Counter().count(event);`,
    `class Counter {
      // Never throws.
      async count(event: any) { try { ${save} } catch (error) { console.error(error); } } }`,
  ],
  "a comment that says why": `try { ${save} } catch { /* the order already exists */ }`,
  "a step before others, of which the log warns": `try { await notify(event); } catch (error) { console.warn("Could not notify", error); } ${save}`,
  "a step of a helper, of which the log warns": [
    `await tell(event); ${save}`,
    `const tell = async (event: any) => { try { await notify(event); } catch (error) { logger.warn({ error }, "Could not notify"); } };`,
  ],
  "a step in a loop before others, of which the log informs": `for (const user of event.users) { try { await notify(user); } catch (error) { logger.info("Could not notify", error); } } ${save}`,
  "a step of a chain, of which the log warns": `await notify(event).catch((error: unknown) => { console.warn(error); }); ${save}`,
  "a step with a method of console that warns": `await notify(event).catch(console.warn); ${save}`,
  "a log that says why": `try { await notify(event); } catch (error) { console.warn("Could not notify, continuing", error); }`,
  "of a message that stays in the queue it was received from": [
    `const { Messages = [] } = await queue.send(new ReceiveMessageCommand({ QueueUrl: "q" })); for (const message of Messages) { try { await saveOrder(message); await queue.send(new DeleteMessageCommand({ QueueUrl: "q", ReceiptHandle: message.ReceiptHandle })); } catch (error) { console.error(error); } }`,
    `import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs"; const queue = new SQSClient({});`,
  ],
  "of a message that a helper would have deleted": [
    `const { Messages = [] } = await queue.send(new ReceiveMessageCommand({ QueueUrl: "q" })); for (const message of Messages) { let order: any; try { order = await saveOrder(message); } catch (error) { console.error(error); continue; } await notify(order); await deleteMessage(message); }`,
    `import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs"; import { deleteMessage } from "./queue.js"; const queue = new SQSClient({});`,
  ],
  "on the way of another error that a failure answers": `try { ${save} } catch (error) { try { await notify(error); } catch (inner) { console.error(inner); } return { statusCode: 500 }; }`,
  "on the way of another error that a failure behind it answers": `try { ${save} return { statusCode: 200 }; } catch (error) { try { await notify(error); } catch (inner) { console.error(inner); } } return { statusCode: 500 };`,
  "on the way of another error that is kept": `const failed: string[] = []; for (const id of event.ids) { try { await saveOrder(id); } catch (error) { failed.push(id); try { await notify(error); } catch (inner) { console.error(inner); } } } return { failed };`,
  "of a list that outlives the loop": `const found: any[] = []; for (const id of event.ids) { try { found.push(await saveOrder(id)); } catch (error) { console.error(error); continue; } await notify(id); } return { found };`,
  "of a variable of a helper that gives nothing then, which its caller asks about": [
    `const body = await load(event); if (!body) throw new Error("none"); return body;`,
    `async function load(item: any) { let order: any; try { order = await saveOrder(item); } catch (error) { console.error(error); return; } return order.body; }`,
  ],
  "of a helper that gives nothing then, which its caller asks about": [
    `if (!(await run(event))) throw new Error("failed");`,
    `async function run(item: any) { try { await saveOrder(item); } catch (error) { console.error(error); return; } return true; }`,
  ],
  "on the way of another error": `try { ${save} } catch (error) { try { await notify(error); } catch (inner) { console.error(inner); } throw error; }`,
  "in finally": `try { ${save} } finally { try { await notify(event); } catch (error) { console.error(error); } }`,
  "a guard against unhandled rejections": `const work = saveOrder(event); work.catch(() => {}); await notify(event); return work;`,
  "a default of a chain": `const user = await saveOrder(event).catch(() => undefined); return user;`,
  "a chain with null": `const user = await saveOrder(event).catch(() => null); return { user };`,
  "a chain whose value is asked about": `const user = await saveOrder(event).catch((error: unknown) => { console.error(error); }); if (!user) throw new Error("none"); return user;`,
  "a chain that throws": `await saveOrder(event).catch((error: unknown) => { console.error(error); throw error; });`,
  "a chain with a handler of elsewhere": [
    `await saveOrder(event).catch(onError);`,
    `import { onError } from "./errors.js";`,
  ],
  "a promise that returns without await": `try { return saveOrder(event); } catch (error) { console.error(error); }`,
  "mapped over items": `return Promise.all(event.ids.map((id: string) => saveOrder(id).catch(() => null)));`,
};

const otherValid: Record<string, string> = {
  "no handler": `${imports}\nexport async function run(item: any) { try { await saveOrder(item); } catch (error) { console.error(error); } }`,
  "at init": `${imports}\ntry { await notify("start"); } catch (error) { console.error(error); }\nexport const handler = async () => {};`,
  "a status for an API": inTyped(
    "APIGatewayProxyHandlerV2",
    `try { await saveOrder(event); return { statusCode: 201 }; } catch (error) { console.error(error); return { statusCode: 500 }; }`,
  ),
  "a body that says it, with a success": inTyped(
    "APIGatewayProxyHandlerV2",
    `try { await saveOrder(event); return { statusCode: 200 }; } catch (error) { return { statusCode: 200, body: JSON.stringify({ errors: [String(error)] }) }; }`,
  ),
  "a refusal of an authorizer": inTyped(
    "APIGatewayTokenAuthorizerHandler",
    `try { return await saveOrder(event); } catch (error) { console.error(error); return { principalId: "", policyDocument: { Version: "2012-10-17", Statement: [] } }; }`,
  ),
  "an error for AppSync": inTyped(
    "AppSyncResolverHandler<unknown, unknown>",
    `try { return await saveOrder(event); } catch (error) { return { error: "failed" }; }`,
  ).replace(
    "import type { AppSyncResolverHandler<unknown, unknown> }",
    "import type { AppSyncResolverHandler }",
  ),
  "failed items of a queue": inTyped(
    "SQSHandler",
    `try { await saveOrder(event); } catch (error) { return { batchItemFailures: event.Records.map(({ messageId }) => ({ itemIdentifier: messageId })) }; }`,
  ),
  "a value of unknown content for a queue": inTyped(
    "SQSHandler",
    `try { await saveOrder(event); } catch (error) { return notify(error); }`,
  ),
  "a call with a number that never stands for a status": inTyped(
    "SQSHandler",
    `try { await saveOrder(event); return respond({ statusCode: 200 }); } catch (error) { return notify(500, error) as any; }`,
    `import { respond } from "./responses.js";`,
  ),
  "a call with a delay and an object": inTyped(
    "SQSHandler",
    `try { await saveOrder(event); } catch (error) { return requeue(500, { event }) as any; }`,
    `import { requeue } from "./queue.js";`,
  ),
  "an object with a status of which nobody knows what it becomes": inTyped(
    "SQSHandler",
    `try { await saveOrder(event); } catch (error) { return requeue({ statusCode: 500 }) as any; }`,
    `import { requeue } from "./queue.js";`,
  ),
  "a number in the place where another function of that name has a status": inTyped(
    "SQSHandler",
    `try { await saveOrder(event); const respond = (status) => status; log(respond(200)); } catch (error) { return respond(500, "later") as any; }`,
    `import { respond } from "./queue.js";`,
  ),
  "a response of another file for an API": inTyped(
    "APIGatewayProxyHandlerV2",
    `try { await saveOrder(event); return respond(200, "done"); } catch (error) { console.error(error); return respond(500, "failed"); }`,
    `import { respond } from "./responses.js";`,
  ),
  "settled work whose results are looked at": inHandler(
    `const results = await Promise.allSettled(event.ids.map((id: string) => saveOrder(id))); if (results.some(({ status }) => status === "rejected")) throw new Error("failed");`,
  ),
  "settled work whose results are given back": inHandler(
    `return Promise.allSettled(event.ids.map((id: string) => saveOrder(id)));`,
  ),
  "settled work that may fail, as a comment says": inHandler(
    `// Best effort: the order is saved all the same.\nawait Promise.allSettled(event.ids.map((id: string) => notify(id)));`,
  ),
  "settled work that catches its errors itself": inHandler(
    `await Promise.allSettled(event.ids.map(async (id: string) => { try { await saveOrder(id); } catch (error) { await report(id, error); } }));`,
    `import { report } from "./report.js";`,
  ),
  "a part of the list whose work catches its errors itself": inHandler(
    `for (let at = 0; at < event.ids.length; at += 10) {
      await Promise.allSettled(event.ids.slice(at, at + 10).map(async (id: string) => { try { await saveOrder(id); } catch (error) { await report(id, error); } }));
    }`,
    `import { report } from "./report.js";`,
  ),
  "settled work of a function that catches its errors itself": inHandler(
    `await Promise.allSettled(event.ids.map((id: string) => save(id)));`,
    `import { report } from "./report.js";\nconst save = async (id: string) => { const order = { id }; try { await saveOrder(order); } catch (error) { await report(id, error); } };`,
  ),
  "settled cleaning up": inHandler(
    `try { ${save} } finally { await Promise.allSettled([notify(event), chargeCustomer(event)]); }`,
  ),
  "settled telemetry": inHandler(
    `await Promise.allSettled([logger.flush(), metrics.flush()]);`,
    `import { metrics } from "./metrics.js";`,
  ),
  "settled by something of that name": inHandler(
    `await queue.allSettled(event.ids.map((id: string) => saveOrder(id)));`,
    `import { queue } from "./queue.js";`,
  ),
  "settled work put into a list, which catches its errors itself": inHandler(
    `const work: Promise<void>[] = []; for (const id of event.ids) work.push(save(id)); await Promise.allSettled(work);`,
    `import { report } from "./report.js";\nconst save = async (id: string) => { try { await saveOrder(id); } catch (error) { await report(id, error); } };`,
  ),
  "settled work put into a list that is read again": inHandler(
    `const work: Promise<any>[] = []; for (const id of event.ids) work.push(saveOrder(id)); await Promise.allSettled(work); await Promise.all(work);`,
  ),
  "settled records of a queue, put into a list": inTyped(
    "SQSHandler",
    `const work: Promise<any>[] = []; for (const { body } of event.Records) work.push(saveOrder(body)); await Promise.allSettled(work);`,
  ),
  "settled work of a list that a function gives": inHandler(
    `await Promise.allSettled(begin(event));`,
    `import { begin } from "./begin.js";`,
  ),
  "settled records of a queue": inTyped(
    "SQSHandler",
    `await Promise.allSettled(event.Records.map(({ body }) => saveOrder(body)));`,
  ),
  "settled records of an event that a function is given": inHandler(
    `await handleAll(event.detail);`,
    `const handleAll = async (batch: any) => { await Promise.allSettled(batch.Records.map((record: any) => saveOrder(record))); };`,
  ),
  "a failure of a function that its one caller returns": inTyped(
    "APIGatewayProxyHandlerV2",
    `return register(event);`,
    `const register = async (event: any) => { try { await saveOrder(event); } catch (error) { return { statusCode: 500, body: "failed" }; } return { statusCode: 200, body: "" }; };`,
  ),
  "a failure of a function that one of its callers looks at": inTyped(
    "APIGatewayProxyHandlerV2",
    `await register(event.body); const answer = await register(event.headers); return answer;`,
    `const register = async (event: any) => { try { await saveOrder(event); } catch (error) { return { statusCode: 500, body: "failed" }; } return { statusCode: 200, body: "" }; };`,
  ),
  "a failure of a function that other files can call": inTyped(
    "APIGatewayProxyHandlerV2",
    `await register(event.body); return { statusCode: 200 };`,
    `export const register = async (event: any) => { try { await saveOrder(event); } catch (error) { return { statusCode: 500, body: "failed" }; } return { statusCode: 200, body: "" }; };`,
  ),
  "a success for an API, of which a comment says why": inTyped(
    "APIGatewayProxyHandlerV2",
    `try { await saveOrder(event); return { statusCode: 200 }; } catch (error) { console.error(error);\n// Return 200 so that the provider does not resend it\nreturn { statusCode: 200 }; }`,
  ),
  "a log, with a comment that says what is returned all the same": inHandler(
    `try { ${save} } catch (error) { console.error(error);\n// Still return a success to prevent enumeration\n} return { ok: true };`,
  ),
  "telemetry for each item": inHandler(
    `try { await Promise.all(event.items.map((item: any) => sendTelemetry(item))); } catch (error) { console.error(error); } return { ok: true };`,
    `import { sendTelemetry } from "./telemetry.js";`,
  ),
  "a failure for an API that a variable gets": inTyped(
    "APIGatewayProxyHandlerV2",
    `let response; try { await saveOrder(event); response = { statusCode: 201 }; } catch (error) { console.error(error); response = { statusCode: 500 }; } return response;`,
  ),
  "a response for SQS of a variable that something asks about first": inTyped(
    "SQSHandler",
    `let response: any = { statusCode: 200 }; try { await saveOrder(event); } catch (error) { response = { statusCode: 500 }; } if (response.statusCode === 500) throw new Error("failed"); return response;`,
  ),
  "a response for SQS of a variable that the end of the try looks at": inTyped(
    "SQSHandler",
    `let response: any = { statusCode: 200 }; try { await saveOrder(event); } catch (error) { response = { statusCode: 500 }; } finally { check(response); } return response;`,
    `import { check } from "./check.js";`,
  ),
  "a text of a function that the handler looks at": inTyped(
    "SQSHandler",
    `if ((await work(event)) === "failed") throw new Error("failed");`,
    `const work = async (event: any) => { try { await saveOrder(event); return "done"; } catch (error) { console.error(error); return "failed"; } };`,
  ),
  "a text of a function that another one calls too": inTyped(
    "SQSHandler",
    `return work(event);`,
    `const work = async (event: any): Promise<any> => { try { await saveOrder(event); return "done"; } catch (error) { console.error(error); return "failed"; } }; export const check = async (item: any) => (await work(item)) === "done";`,
  ),
  "a failure response of a chain that is looked at": inTyped(
    "APIGatewayProxyHandlerV2",
    `const failed = await saveOrder(event).catch((error: unknown) => respond(500, "failed")); return failed ?? respond(200, "done");`,
    `import { respond } from "./responses.js";`,
  ),
  "a variable of the handler that is set": inHandler(
    `let failure; try { ${save} } catch (error) { failure = error; } if (failure) throw failure;`,
  ),
  "an error that the name of the function says it keeps": inHandler(
    `await safeNotify(event); return { statusCode: 200 };`,
    `const safeNotify = async (item: unknown) => { try { await notify(item); } catch (error) { console.error(error); } };`,
  ),
  "a success for an error that is told apart": inTyped(
    "APIGatewayProxyHandlerV2",
    `try { await saveOrder(event); } catch (error: any) { console.error(error); if (error.name === "OrderExists") return { statusCode: 200, body: "ok" }; return { statusCode: 502, body: "down" }; } return { statusCode: 200 };`,
  ),
  "a success for an error that is told apart, behind another answer": inTyped(
    "APIGatewayProxyHandlerV2",
    `try { await saveOrder(event); } catch (error: any) { switch (error.code) { case "Gone": return { statusCode: 410 }; case "OrderExists": return { statusCode: 200, body: "ok" }; default: return { statusCode: 502, body: "down" }; } } return { statusCode: 200 };`,
  ),
  "a success for an error that is told apart, with the others in the else": inTyped(
    "APIGatewayProxyHandlerV2",
    `try { await saveOrder(event); } catch (error: any) { if (error instanceof RangeError) { return { statusCode: 204 }; } else { return { statusCode: 502, body: "down" }; } } return { statusCode: 200 };`,
  ),
  "an error that is told apart, and the others thrown": inTyped(
    "SQSHandler",
    `try { await saveOrder(event); } catch (error: any) { if (error.statusCode === 410) { await dropOrder(event); } else throw error; }`,
    `import { dropOrder } from "./drop.js";`,
  ),
  "an error that is told apart, and the others handed on": inTyped(
    "SQSHandler",
    `try { await saveOrder(event); } catch (error: any) { if (error.statusCode === 410) { await dropOrder(event); } await report(error); }`,
    `import { dropOrder, report } from "./drop.js";`,
  ),
  "the one error that is left alone": inTyped(
    "SQSHandler",
    `try { await saveOrder(event); } catch (error: any) { if (error.statusCode !== 410) { await report(error); } }`,
    `import { report } from "./drop.js";`,
  ),
  "the one error that is left alone, of a class": inTyped(
    "SQSHandler",
    `try { await saveOrder(event); } catch (error) { if (error instanceof Error && error.name !== "Gone") { await report(error); } }`,
    `import { report } from "./drop.js";`,
  ),
  "one error that is thrown": inTyped(
    "SQSHandler",
    `try { await saveOrder(event); } catch (error: any) { if (error.name === "Throttled") { await report(error); throw error; } }`,
    `import { report } from "./drop.js";`,
  ),
  "a condition that is none of the error": inTyped(
    "SQSHandler",
    `try { await saveOrder(event); } catch (error) { if (event.Records.length === 1) { await report(error); } }`,
    `import { report } from "./drop.js";`,
  ),
  "an error that is told apart, where a comment says that the others may pass": inTyped(
    "SQSHandler",
    `try { await saveOrder(event); } catch (error: any) {\n      // Best effort: a later run sends it again.\n      if (error.statusCode === 410) { await dropOrder(event); }\n    }`,
    `import { dropOrder } from "./drop.js";`,
  ),
  "an error that a helper gives its caller": `${imports} const save = async (order: any) => { try { await saveOrder(order); } catch (error) { return new Error("failed", { cause: error }); } }; export const handler = async (event: any) => { const failure = await save(event); if (failure) throw failure; };`,
  "an error for the wrapper of the project": `${imports} import { wrap } from "./wrap.js"; export const handler = wrap(async (event: any) => { try { await saveOrder(event); } catch (error) { return new Error("failed"); } });`,
  "an error for the wrapper of the project, by its name": `${imports} import { wrap } from "./wrap.js"; const main = async (event: any) => { try { await saveOrder(event); } catch (error) { return new Error("failed"); } }; export const handler = wrap(main);`,
  "an error for middy": `${imports} import middy from "@middy/core"; export const handler = middy(async (event: any, context: any) => { try { await saveOrder(event); } catch (error) { return new Error("failed"); } });`,
  "an error for an API": inTyped(
    "APIGatewayProxyHandlerV2",
    `try { await saveOrder(event); } catch (error) { return new Error("failed") as any; } return { statusCode: 200 };`,
  ),
  "what was thrown to be the answer, without a log": `${imports} export const handler = async (event: any) => { try { return await saveOrder(event); } catch (answer) { return answer; } };`,
  "an error in a file that makes responses": `${imports} export const handler = async (event: any) => { try { return await saveOrder(event); } catch (answer) { console.error(answer); return answer; } }; export const refuse = () => { throw { statusCode: 400 }; };`,
  "an error that a wrapper gets": `${imports} import { wrap } from "./wrap.js"; export const handler = wrap(async (event: any) => { try { return await saveOrder(event); } catch (error) { console.error(error); return error; } });`,
  "an error after a part of the work": `${imports} const save = async (event: any) => { try { return await saveOrder(event); } catch (error) { console.error(error); return error; } }; export const handler = async (event: any) => { const saved = await save(event); return saved instanceof Error ? "later" : saved; };`,
  "an error of the file that says what JSON keeps of it": `${imports} class Failure extends Error { toJSON() { return { failed: true }; } } export const handler = async (event: any) => { try { await saveOrder(event); } catch (error) { return new Failure("failed"); } };`,
  "a class of the file that is no error": `${imports} class Failure { constructor(readonly message: string) {} } export const handler = async (event: any) => { try { await saveOrder(event); } catch (error) { return new Failure("failed"); } };`,
  "an error of the project": `${imports} import { Failure } from "./failure.js"; export const handler = async (event: any) => { try { await saveOrder(event); } catch (error) { return new Failure("failed"); } };`,
  "a test file": `import { saveOrder } from "./work.js"; export const handler = async () => { try { await saveOrder(1); } catch (error) { console.error(error); } };`,
};

interface InvalidCase {
  readonly code: string;
  /** The piece of code that is reported. */
  readonly at: string;
  readonly id:
    | "errorLogged"
    | "errorCompleted"
    | "errorIgnored"
    | "othersIgnored"
    | "errorReturned"
    | "errorSettled"
    | "errorUnread"
    | "errorAnswered"
    | "errorConfirmed";
  readonly data?: Record<string, string>;
  /** What the suggestion replaces, and with what. */
  readonly edit?: readonly [from: string, to: string];
  readonly editId?: "rethrow" | "removeCatch";
}

const unknownSource = "nothing retries the work, and no alarm on errors goes off";
const asynchronous = "the event is neither retried nor sent to a dead-letter queue";

/** Errors of work in a handler without a known source: the body, the place, and what the suggestion makes of it. */
const lost: Record<string, Omit<InvalidCase, "code"> & { body: string; top?: string }> = {
  logged: {
    body: `try { ${save} } catch (error) { console.error(error); }`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "before a return, with a throw for what is not known": {
    body: `if (event.records.length > 1) { try { ${save} } catch (error) { console.error(error); } return; } throw new Error("unknown type");`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "the whole work, with a warning": {
    body: `try { ${save} } catch (error) { console.warn(error); }`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["console.warn(error); }", "console.warn(error); throw error; }"],
  },
  "the whole work, with a warning and an answer": {
    body: `try { ${save} } catch (error) { logger.warn(error); } return { done: true };`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["logger.warn(error); }", "logger.warn(error); throw error; }"],
  },
  "the whole work on each item, with a warning": {
    body: `for (const order of event.orders) { try { await saveOrder(order); } catch (error) { console.warn(error); } }`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["console.warn(error); }", "console.warn(error); throw error; }"],
  },
  "the whole work in callbacks, with a warning": {
    body: `await Promise.all(event.orders.map(async (order: any) => { try { await saveOrder(order); } catch (error) { console.warn(error); } }));`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["console.warn(error); }", "console.warn(error); throw error; }"],
  },
  "a step before others, of which the log says an error": {
    body: `try { await notify(event); } catch (error) { console.error(error); } ${save}`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "before a return that leaves the variable behind that is asked about": {
    body: `let order; try { order = await saveOrder(event); } catch (error) { console.error(error); return; } if (order.isPaid) await notify(order);`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["console.error(error); return; }", "console.error(error); throw error; }"],
  },
  "before a return that leaves a default behind": {
    body: `let orders: any[] = []; try { orders = await saveOrder(event); } catch (error) { console.error(error); return; } for (const order of orders) await notify(order);`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["console.error(error); return; }", "console.error(error); throw error; }"],
  },
  "before the next item, with a variable of the loop": {
    body: `for (const id of event.ids) { let order; try { order = await saveOrder(id); } catch (error) { console.error(error); continue; } if (order.isPaid) await notify(order); }`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["console.error(error); continue; }", "console.error(error); throw error; }"],
  },
  "of a message that is deleted whatever becomes of it": {
    body: `const { Messages = [] } = await queue.send(new ReceiveMessageCommand({ QueueUrl: "q" })); for (const message of Messages) { try { await saveOrder(message); } catch (error) { console.error(error); } await queue.send(new DeleteMessageCommand({ QueueUrl: "q", ReceiptHandle: message.ReceiptHandle })); }`,
    top: `import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs"; const queue = new SQSClient({});`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "of what keeps another error, which goes no further": {
    body: `for (const id of event.ids) { try { await saveOrder(id); } catch (error) { console.error(error); try { await notify(id); } catch (inner) { console.error(inner); } continue; } await notify(id); }`,
    at: "catch (inner)",
    id: "errorLogged",
    edit: ["console.error(inner); }", "console.error(inner); throw inner; }"],
  },
  "returned as a new error": {
    body: `try { ${save} } catch (error) { console.error(error); return new Error("failed"); }`,
    at: `new Error("failed")`,
    id: "errorReturned",
    edit: [`return new Error("failed");`, `throw error;`],
  },
  "logged, and returned itself": {
    body: `try { ${save} } catch (error) { console.error(error); return error; }`,
    at: "error",
    id: "errorReturned",
    data: { consequence: unknownSource, caller: "", result: "what JSON keeps of it" },
    edit: ["return error;", "throw error;"],
  },
  "returned as a new error that a constant holds": {
    body: `try { ${save} } catch (error) { const failure = TypeError("failed"); return failure; }`,
    at: `failure`,
    id: "errorReturned",
  },
  "returned as an error of a class of the file": {
    body: `class Failure extends TypeError {} class Refusal extends Failure {} try { ${save} } catch (error) { return new Refusal("failed"); }`,
    at: `new Refusal("failed")`,
    id: "errorReturned",
  },
  "logged, on lines": {
    body: `  try {\n    ${save}\n  } catch (error) {\n    console.error("failed", error);\n  }`,
    at: "catch (error)",
    id: "errorLogged",
    edit: [`"failed", error);\n`, `"failed", error);\n    throw error;\n`],
  },
  "logged, with a word about the work above the function": {
    body: `await count(event);`,
    top: `/** Continues the count of orders, and skips those without a number. */
    const count = async (event: any) => { try { ${save} } catch (error) { console.error(error); } };`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "logged, with a comment on the work above": {
    body: `  // Skip orders without a number, and continue with the others.\n  try {\n    ${save}\n  } catch (error) {\n    console.error(error);\n  }`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["console.error(error);", "console.error(error);\n    throw error;"],
  },
  "logged, with a comment on what follows": {
    body: `  try {\n    ${save}\n  } catch (error) {\n    console.error(error);\n  }\n  // Best effort.\n  return event;`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["console.error(error);", "console.error(error);\n    throw error;"],
  },
  "logged, with a comment behind": {
    body: `  try {\n    ${save}\n  } catch (error) {\n    console.error(error); // seen in the dashboard\n  }`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["// seen in the dashboard", "// seen in the dashboard\n    throw error;"],
  },
  empty: {
    body: `try { ${save} } catch (error) { }`,
    at: "catch (error)",
    id: "errorIgnored",
    edit: ["catch (error) { }", "catch (error) { throw error; }"],
  },
  "empty, without a binding": {
    body: `try { ${save} } catch {}`,
    at: "catch",
    id: "errorIgnored",
    edit: ["catch {}", "catch (error) { throw error; }"],
  },
  "logged without a binding": {
    body: `try { ${save} } catch { console.error("failed"); }`,
    at: "catch",
    id: "errorLogged",
    edit: [`catch { console.error("failed"); }`, `catch (error) { console.error("failed"); throw error; }`],
  },
  "without a binding, next to the name": {
    body: `const error = "failed"; try { ${save} } catch { console.error(error); }`,
    at: "catch",
    id: "errorLogged",
    edit: ["catch { console.error(error); }", "catch (error2) { console.error(error); throw error2; }"],
  },
  "a bare return": {
    body: `try { ${save} } catch (error) { console.error(error); return; }`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["console.error(error); return;", "console.error(error); throw error;"],
  },
  "return undefined": {
    body: `try { ${save} } catch (error) { console.error(error); return undefined; }`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["return undefined;", "throw error;"],
  },
  "a returned log": {
    body: `try { ${save} } catch (error) { return console.error(error); }`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["return console.error(error);", "throw error;"],
  },
  "sorted by type and only logged": {
    body: `try { ${save} } catch (error: any) { if (error.name === "Throttling") { console.warn(error); } else { console.error(error); } }`,
    at: "catch (error: any)",
    id: "errorLogged",
    edit: ["else { console.error(error); } }", "else { console.error(error); } throw error; }"],
  },
  "every branch ends": {
    body: `try { ${save} } catch (error: any) { if (error.name === "Throttling") { console.warn(error); return; } else { console.error(error); return; } }`,
    at: "catch (error: any)",
    id: "errorLogged",
  },
  "a message worked out": {
    body: `try { ${save} } catch (error) { const message = error instanceof Error ? error.message : String(error); console.error(message); }`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["console.error(message);", "console.error(message); throw error;"],
  },
  "a pattern": {
    body: `try { ${save} } catch ({ message }: any) { console.error(message); }`,
    at: "catch ({ message }: any)",
    id: "errorLogged",
  },
  "a logger of another file": {
    body: `try { ${save} } catch (error) { logger.error("failed", { error }); }`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["{ error }); }", "{ error }); throw error; }"],
  },
  "a logger of another file, by the name of a helper": {
    body: `try { ${save} } catch (error) { OrderLoggingUtil.error({ message: "failed", error }); }`,
    top: `import { OrderLoggingUtil } from "./order-logging-util.js";`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["error }); }", "error }); throw error; }"],
  },
  "a class that is a logger": {
    body: `try { ${save} } catch (error) { Logger.error("failed", error); }`,
    top: `import { Logger } from "./logger.js";`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["error); }", "error); throw error; }"],
  },
  "work of a function that a promise gives": {
    body: `try { await (await store)(event.order); } catch (error) { console.error(error); }`,
    top: `import { open } from "./store.js"; const store = open();`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "work of a function that another one gives": {
    body: `try { await storeIn(table)(event.order); } catch (error) { console.error(error); }`,
    top: `import { storeIn, table } from "./store.js";`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "a logger of Powertools": {
    body: `try { ${save} } catch (error) { log.error("failed", error as Error); }`,
    top: `import { Logger } from "@aws-lambda-powertools/logger"; const log = new Logger();`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["error as Error); }", "error as Error); throw error; }"],
  },
  "a child logger": {
    body: `try { ${save} } catch (error) { log.error(error); }`,
    top: `import pino from "pino"; const log = pino().child({ part: "orders" });`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["log.error(error); }", "log.error(error); throw error; }"],
  },
  "a helper that only logs": {
    body: `try { ${save} } catch (error) { logError(error); }`,
    top: `function logError(error: unknown) { console.error("failed:", error); }`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["logError(error); }", "logError(error); throw error; }"],
  },
  "a tracer": {
    body: `try { ${save} } catch (error) { tracer.addErrorAsMetadata(error as Error); }`,
    top: `import { Tracer } from "@aws-lambda-powertools/tracer"; const tracer = new Tracer();`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["error as Error); }", "error as Error); throw error; }"],
  },
  "work of another file": {
    body: `try { await saveOrder(event); } catch (error) { console.error(error); }`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "work of a helper": {
    body: `try { await run(event); } catch (error) { console.error(error); }`,
    top: `async function run(item: any) { await client.send(new PutItemCommand({ TableName: "t", Item: item })); }`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "in a helper": {
    body: `await run(event); return { ok: true };`,
    top: `async function run(item: any) { try { await saveOrder(item); } catch (error) { console.error(error); } }`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "in a helper of a helper": {
    body: `await first(event);`,
    top: `const first = async (item: any) => second(item);\nconst second = async (item: any) => { try { await saveOrder(item); } catch (error) { console.error(error); } };`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "a helper whose result nobody asks about": {
    body: `const order = await load(); return { order };`,
    top: `async function load() { try { return await saveOrder(1); } catch (error) { console.error(error); } }`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "a helper whose result goes into a list that nobody asks about": {
    body: `const work: Promise<unknown>[] = []; event.Records.forEach((record: any) => { work.push(load(record)); }); await Promise.all(work);`,
    top: `async function load(item: any) { try { return await saveOrder(item); } catch (error) { console.error(error); } }`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "in a chain within a step of another": {
    body: `await Promise.all(event.items.map(store));`,
    top: `function store(item: any) { return saveOrder(item).then(() => { return notify(item).catch((error: unknown) => { console.error(error); }); }); }`,
    at: "catch",
    id: "errorLogged",
    edit: ["console.error(error); })", "console.error(error); throw error; })"],
  },
  "in a chain whose result callers only log": {
    body: `const done = await run(event); console.log("done", done);`,
    top: `function run(item: any) { return saveOrder(item).then(() => true).catch((error: unknown) => { console.error(error); return false; }); }`,
    at: "catch",
    id: "errorLogged",
    edit: ["return false;", "throw error;"],
  },
  "in a step of a chain that a helper returns": {
    body: `await run(event);`,
    top: `function run(item: any) { return saveOrder(item).catch((error: unknown) => { console.error(error); }).then(() => notify(item)); }`,
    at: "catch",
    id: "errorLogged",
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "in a method": {
    body: `await new Orders().save(event);`,
    top: `class Orders { async save(item: any) { try { await saveOrder(item); } catch (error) { console.error(error); } } }`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "a value that stays undefined": {
    body: `let order; try { order = await saveOrder(event); } catch (error) { console.error(error); } return { order };`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "one item of a loop": {
    body: `for (const id of event.ids) { try { await saveOrder(id); } catch (error) { console.error(error); } }`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "counted for a log": {
    body: `let saved = 0; let failed = 0; for (const id of event.ids) { try { await saveOrder(id); saved++; } catch (error) { console.error(error); failed++; } } console.log(saved, failed);`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["failed++; }", "failed++; throw error; }"],
  },
  "counted for a log, without one of its own": {
    body: `const stats = { failed: 0 }; for (const id of event.ids) { try { await saveOrder(id); } catch (error) { stats.failed++; } } console.log("done", stats);`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["stats.failed++; }", "stats.failed++; throw error; }"],
  },
  "an invocation that ends as a success": {
    body: `try { ${save} } catch (error) { console.error(error); context.done(); }`,
    at: "catch (error)",
    id: "errorCompleted",
  },
  "an invocation that ends as a success, in a chain": {
    body: `run(event).then(() => context.succeed()).catch((error: unknown) => { context.succeed(null); });`,
    top: `const run = (item: any) => client.send(new PutItemCommand({ TableName: "t", Item: item }));`,
    at: "catch",
    id: "errorCompleted",
  },
  "continue in a loop": {
    body: `for (const id of event.ids) { try { await saveOrder(id); } catch (error) { console.error(error); continue; } await notify(id); }`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["continue;", "throw error;"],
  },
  "attempts that run out": {
    body: `for (let attempt = 0; attempt < 3; attempt++) { try { return await saveOrder(event); } catch (error) { console.warn(error); } }`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["console.warn(error); }", "console.warn(error); throw error; }"],
  },
  "parallel work": {
    body: `try { await Promise.all(event.ids.map((id: string) => saveOrder(id))); } catch (error) { console.error(error); }`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "a request": {
    body: `try { await fetch(event.url); } catch (error) { console.error(error); }`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "a query": {
    body: `try { await pool.query("UPDATE orders SET paid = true"); } catch (error) { console.error(error); }`,
    top: `import { Pool } from "pg"; const pool = new Pool();`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "a paginator": {
    body: `try { for await (const page of paginateScan({ client }, { TableName: "t" })) console.log(page.Count); } catch (error) { console.error(error); }`,
    top: `import { paginateScan } from "@aws-sdk/client-dynamodb";`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "work and a metric": {
    body: `try { await saveOrder(event); await flushMetrics(); } catch (error) { console.error(error); }`,
    top: `import { flushMetrics } from "./metrics.js";`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "work whose result a metric names": {
    body: `try { const order = await saveOrder(event); await sendMetric(order); } catch (error) { console.error(error); }`,
    top: `import { sendMetric } from "./metrics.js";`,
    at: "catch (error)",
    id: "errorLogged",
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "a chain": {
    body: `await saveOrder(event).catch((error: unknown) => { console.error(error); });`,
    at: "catch",
    id: "errorLogged",
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "a chain with an expression": {
    body: `await saveOrder(event).catch((error: unknown) => console.error(error));`,
    at: "catch",
    id: "errorLogged",
    edit: ["console.error(error));", "{ console.error(error); throw error; });"],
  },
  "a chain with console.error": {
    body: `await saveOrder(event).catch(console.error);`,
    at: "catch",
    id: "errorLogged",
    edit: [".catch(console.error)", ".catch((error: unknown) => { console.error(error); throw error; })"],
  },
  "a chain that does nothing": {
    body: `await saveOrder(event).catch(() => {});`,
    at: "catch",
    id: "errorIgnored",
    edit: [".catch(() => {})", ""],
    editId: "removeCatch",
  },
  "a chain whose null nobody takes": {
    body: `await saveOrder(event).catch(() => null);`,
    at: "catch",
    id: "errorIgnored",
    edit: [".catch(() => null)", ""],
    editId: "removeCatch",
  },
  "a chain with a function of the file": {
    body: `await saveOrder(event).catch(noop);`,
    top: `const noop = () => {};`,
    at: "catch",
    id: "errorIgnored",
  },
  "then with two functions": {
    body: `await saveOrder(event).then((order: unknown) => console.log(order), (error: unknown) => { console.error(error); });`,
    at: "then",
    id: "errorLogged",
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "a chain that goes on": {
    body: `await saveOrder(event).catch((error: unknown) => { console.error(error); }).finally(() => console.log("done"));`,
    at: "catch",
    id: "errorLogged",
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "a returned chain": {
    body: `return saveOrder(event).catch((error: unknown) => { console.error(error); });`,
    at: "catch",
    id: "errorLogged",
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "items in parallel, each with a chain": {
    body: `await Promise.all(event.ids.map((id: string) => saveOrder(id).catch((error: unknown) => { console.error(error); })));`,
    at: "catch",
    id: "errorLogged",
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "a chain whose value is used as it is": {
    body: `const order = await saveOrder(event).catch((error: unknown) => { console.error(error); }); return { order };`,
    at: "catch",
    id: "errorLogged",
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
};

/** Errors in handlers whose source is known. */
const lostBySource: Record<string, InvalidCase> = {
  "a queue's message": {
    code: inTyped(
      "SQSHandler",
      `for (const record of event.Records) { try { await saveOrder(record); } catch (error) { console.error(error); } }`,
    ),
    at: "catch (error)",
    id: "errorLogged",
    data: { consequence: "SQS deletes the message" },
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "a stream's records": {
    code: inTyped(
      "KinesisStreamHandler",
      `try { await saveOrder(event); } catch (error) { console.error(error); }`,
    ),
    at: "catch (error)",
    id: "errorLogged",
    data: { consequence: "the stream goes on behind the record" },
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "a topic's message": {
    code: inTyped("SNSHandler", `try { await saveOrder(event); } catch { }`),
    at: "catch",
    id: "errorIgnored",
    data: { consequence: asynchronous },
    edit: ["catch { }", "catch (error) { throw error; }"],
  },
  "a file event, untyped": {
    code: inHandler(
      `for (const record of event.Records) { try { await saveOrder(record.s3.object.key); } catch (error) { console.error(error); } }`,
    ),
    at: "catch (error)",
    id: "errorLogged",
    data: { consequence: asynchronous },
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "an API without an answer": {
    code: inTyped(
      "APIGatewayProxyHandler",
      `try { await saveOrder(event); } catch (error) { console.error(error); } return { statusCode: 200, body: "" };`,
    ),
    at: "catch (error)",
    id: "errorLogged",
    data: { consequence: "the caller hears nothing of the failure" },
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "a status for S3": {
    code: inTyped(
      "S3Handler",
      `  try {\n    await saveOrder(event);\n  } catch (error) {\n    console.error(error);\n    return { statusCode: 500 } as any;\n  }`,
    ),
    at: "{ statusCode: 500 } as any",
    id: "errorAnswered",
    data: { source: "S3", consequence: asynchronous },
    edit: ["return { statusCode: 500 } as any;", "throw error;"],
  },
  "the error returned to EventBridge": {
    code: inTyped(
      "EventBridgeHandler<string, unknown, unknown>",
      `try { await saveOrder(event); return null; } catch (error) { return error; }`,
    ).replace(
      "import type { EventBridgeHandler<string, unknown, unknown> }",
      "import type { EventBridgeHandler }",
    ),
    at: "error",
    id: "errorAnswered",
    data: { source: "EventBridge", consequence: asynchronous },
    edit: ["return error;", "throw error;"],
  },
  "settled work whose results nothing looks at": {
    code: inHandler(`await Promise.allSettled(event.ids.map((id: string) => saveOrder(id)));`),
    at: "allSettled",
    id: "errorSettled",
    data: { consequence: unknownSource },
  },
  "settled work in a list, whose results are only logged": {
    code: inTyped(
      "SNSHandler",
      `const work = [saveOrder(event), chargeCustomer(event)]; const results = await Promise.allSettled(work); console.log(results);`,
    ),
    at: "allSettled",
    id: "errorSettled",
    data: { consequence: asynchronous },
  },
  "settled work put into a list": {
    code: inHandler(
      `const work: Promise<any>[] = []; if (event.isNew) work.push(chargeCustomer(event)); work.push(saveOrder(event)); await Promise.allSettled(work);`,
    ),
    at: "allSettled",
    id: "errorSettled",
    data: { consequence: unknownSource },
  },
  "settled work put into a list, of which a part catches its errors": {
    code: inHandler(
      `const work: Promise<any>[] = []; work.push(save(event)); work.push(saveOrder(event)); await Promise.allSettled(work); return "done";`,
      `import { report } from "./report.js";\nconst save = async (id: string) => { try { await saveOrder(id); } catch (error) { await report(id, error); } };`,
    ),
    at: "allSettled",
    id: "errorSettled",
    data: { consequence: unknownSource },
  },
  "settled work of functions with more than a try": {
    code: inHandler(
      `await Promise.allSettled(event.ids.map(async (id: string) => { await saveOrder(id); try { await notify(id); } catch (error) { await report(error); } }));`,
      `import { report } from "./report.js";`,
    ),
    at: "allSettled",
    id: "errorSettled",
    data: { consequence: unknownSource },
  },
  "a failure of a function that no caller looks at": {
    code: inTyped(
      "APIGatewayProxyHandler",
      `await register(event); return respond(200, "done");`,
      `import { respond } from "./responses.js";
const register = async (event: any) => { try { await saveOrder(event); } catch (error: any) { let answer; if (error.name === "Taken") answer = respond(409, "taken"); else answer = respond(500, "failed"); return answer; } };`,
    ),
    at: "catch (error: any)",
    id: "errorUnread",
    data: { consequence: "the caller hears nothing of the failure" },
  },
  "a failure response of a chain that nothing looks at": {
    code: inTyped(
      "APIGatewayProxyHandler",
      `await saveOrder(event).catch((error: unknown) => { console.error(error); return respond(500, "failed"); }); return respond(200, "done");`,
      `import { respond } from "./responses.js";`,
    ),
    at: "catch",
    id: "errorLogged",
    data: { consequence: "the caller hears nothing of the failure" },
    edit: [`return respond(500, "failed");`, "throw error;"],
  },
  "a part of a function whose name says that it only tries": {
    code: inHandler(
      `await safeNotify(event);`,
      `const safeNotify = async (item: unknown) => { if (item) { try { await notify(item); } catch (error) { console.error(error); } } };`,
    ),
    at: "catch (error)",
    id: "errorLogged",
    data: { consequence: unknownSource },
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "console.error, bound to the console": {
    code: inHandler(`await saveOrder(event).catch(console.error.bind(console));`),
    at: "catch",
    id: "errorLogged",
    edit: [
      ".catch(console.error.bind(console))",
      ".catch((error: unknown) => { console.error(error); throw error; })",
    ],
  },
  "false behind the try, for SNS": {
    code: inTyped(
      "SNSHandler",
      `try { await saveOrder(event); return true as any; } catch (error) { console.error(error); } return false as any;`,
    ),
    at: "catch (error)",
    id: "errorLogged",
    data: { consequence: "the event is neither retried nor sent to a dead-letter queue" },
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "a step of a chain that leaves what is returned": {
    code: inHandler(
      `const found: any = {}; await saveOrder(event).then((order: any) => (found.order = order)).catch(() => []); return { order: found.order };`,
    ),
    at: "catch",
    id: "errorIgnored",
    edit: [".catch(() => [])", ""],
    editId: "removeCatch",
  },
  "a chain that a handler with a callback does not wait for": {
    code: `import { saveOrder } from "./work.js";
export const handler = (event: any, context: any, callback: any) => {
  saveOrder(event).then((order: any) => callback(null, order)).catch((error: unknown) => { console.error(error); });
};`,
    at: "catch",
    id: "errorLogged",
    edit: ["console.error(error); }", "console.error(error); throw error; }"],
  },
  "a text that a function gives the handler, for SQS": {
    code: inTyped(
      "SQSHandler",
      `return work(event);`,
      `const work = async (event: any): Promise<any> => { try { ${save} return "done"; } catch (error) { console.error(error); return "failed"; } };`,
    ),
    at: `"failed"`,
    id: "errorAnswered",
    data: { source: "SQS", consequence: "SQS deletes the message" },
    edit: [`return "failed";`, "throw error;"],
  },
  "a helper's response for SQS": {
    code: inTyped(
      "SQSHandler",
      `try { await saveOrder(event); } catch (error) { console.error(error); return fail(500); }`,
      `const fail = (statusCode: number): any => ({ statusCode, body: "failed" });`,
    ),
    at: "fail(500)",
    id: "errorAnswered",
    data: { source: "SQS", consequence: "SQS deletes the message" },
  },
  "a response for SQS that a variable gets": {
    code: inTyped(
      "SQSHandler",
      `let response: any = { statusCode: 200 }; try { await saveOrder(event); } catch (error) { console.error(error); response = { statusCode: 500 }; } return response;`,
    ),
    at: "{ statusCode: 500 }",
    id: "errorAnswered",
    data: { source: "SQS", consequence: "SQS deletes the message" },
    edit: ["response = { statusCode: 500 };", "response = { statusCode: 500 }; throw error;"],
  },
  "a success for an API, with a comment about something else": {
    code: inTyped(
      "APIGatewayProxyHandlerV2",
      `try { await saveOrder(event); return { statusCode: 201 }; } catch (error) { console.error(error);\n// Return the answer of the order\nreturn { statusCode: 200 }; }`,
    ),
    at: "{ statusCode: 200 }",
    id: "errorConfirmed",
    data: { status: "200" },
  },
  "a success for an API that a variable gets": {
    code: inTyped(
      "APIGatewayProxyHandlerV2",
      `let response; try { await saveOrder(event); response = { statusCode: 201 }; } catch (error) { console.error(error); response = { statusCode: 200 }; } return response;`,
    ),
    at: "{ statusCode: 200 }",
    id: "errorConfirmed",
    data: { status: "200" },
  },
  "a response of another file's helper for SQS": {
    code: inTyped(
      "SQSHandler",
      `try { await saveOrder(event); return respond(200, "done") as any; } catch (error) { console.error(error); return respond(500, "failed") as any; }`,
      `import { respond } from "./responses.js";`,
    ),
    at: `respond(500, "failed") as any`,
    id: "errorAnswered",
    data: { source: "SQS", consequence: "SQS deletes the message" },
    edit: [`return respond(500, "failed") as any;`, "throw error;"],
  },
  "a response of another file's helper for SQS, by an object": {
    code: inTyped(
      "SQSHandler",
      `try { await saveOrder(event); return respond({ statusCode: 200, message: "done" }) as any; } catch (error) { console.error(error); return respond({ statusCode: 500, message: "failed" }) as any; }`,
      `import { respond } from "./responses.js";`,
    ),
    at: `respond({ statusCode: 500, message: "failed" }) as any`,
    id: "errorAnswered",
    data: { source: "SQS", consequence: "SQS deletes the message" },
    edit: [`return respond({ statusCode: 500, message: "failed" }) as any;`, "throw error;"],
  },
  "a response by name for the records of a table": {
    code: `${imports}\nimport { send } from "./responses.js";\nexport const handler = async (event: any, context: any) => {\ntry { const images = []; for (const record of event.Records) images.push(record.dynamodb.NewImage); await saveOrder(images, context); return send(context, 200, "done"); } catch (error) { return send(context, 500, "failed"); }\n};\n`,
    at: `send(context, 500, "failed")`,
    id: "errorAnswered",
    data: { source: "DynamoDB Streams", consequence: "the stream goes on behind the record" },
    edit: [`return send(context, 500, "failed");`, "throw error;"],
  },
  "a word for SNS": {
    code: `import type { SNSEvent, Context } from "aws-lambda";${imports}\nexport async function handler(event: SNSEvent, context: Context) { try { await saveOrder(event, context); return "done"; } catch (e) { console.error(e); return "error"; } }\n`,
    at: `"error"`,
    id: "errorAnswered",
    data: { source: "SNS", consequence: asynchronous },
    edit: [`return "error";`, "throw e;"],
  },
  "a new error from a queue": {
    code: inTyped(
      "SQSHandler",
      `try { await saveOrder(event); } catch (error) { return new Error("failed") as any; }`,
    ),
    at: `new Error("failed") as any`,
    id: "errorReturned",
    data: { consequence: "SQS deletes the message" },
    edit: [`return new Error("failed") as any;`, `throw error;`],
  },
  "a success for the caller of an API": {
    code: inTyped(
      "APIGatewayProxyHandlerV2",
      `try { await saveOrder(event); } catch (error) { console.error(error); return { statusCode: 200, body: "ok" }; } return { statusCode: 200 };`,
    ),
    at: `{ statusCode: 200, body: "ok" }`,
    id: "errorConfirmed",
    data: { status: "200" },
  },
  "all errors but one that is told apart": {
    code: inTyped(
      "SQSHandler",
      `try { await saveOrder(event); } catch (error: any) { if (error.statusCode === 410) { await dropOrder(event); } }`,
      `import { dropOrder } from "./drop.js";`,
    ),
    at: "catch (error: any)",
    id: "othersIgnored",
    data: { consequence: "SQS deletes the message", caller: "" },
    edit: ["await dropOrder(event); }", "await dropOrder(event); } else throw error;"],
  },
  "all errors but those of a class, behind a log": {
    code: inTyped(
      "SQSHandler",
      `try { await saveOrder(event); } catch (error) { console.error(error); if (error instanceof RangeError || (error as Error).name === "Gone") { await dropOrder(event); } }`,
      `import { dropOrder } from "./drop.js";`,
    ),
    at: "catch (error)",
    id: "othersIgnored",
    data: { consequence: "SQS deletes the message", caller: "" },
    edit: ["await dropOrder(event); }", "await dropOrder(event); } else throw error;"],
  },
  "all errors but one that is told apart, with a log behind it": {
    code: inTyped(
      "SQSHandler",
      `try { await saveOrder(event); } catch (error: any) { if (error.statusCode === 410) await dropOrder(event); console.error(error); }`,
      `import { dropOrder } from "./drop.js";`,
    ),
    at: "catch (error: any)",
    id: "othersIgnored",
    data: { consequence: "SQS deletes the message", caller: "" },
  },
  "a success for all errors but one, for the caller of an API": {
    code: inTyped(
      "APIGatewayProxyHandlerV2",
      `try { await saveOrder(event); } catch (error: any) { if (error.name === "NoOrder") return { statusCode: 404 }; return { statusCode: 200, body: "ok" }; } return { statusCode: 200 };`,
    ),
    at: `{ statusCode: 200, body: "ok" }`,
    id: "errorConfirmed",
    data: { status: "200" },
  },
  "a success for all errors under a condition of the request": {
    code: inTyped(
      "APIGatewayProxyHandlerV2",
      `try { await saveOrder(event); } catch (error) { if (event.rawPath === "/") return { statusCode: 204 }; return { statusCode: 200, body: "ok" }; } return { statusCode: 200 };`,
    ),
    at: `{ statusCode: 200, body: "ok" }`,
    id: "errorConfirmed",
    data: { status: "200" },
  },
  "a created for the caller of an API, in a chain": {
    code: inTyped(
      "APIGatewayProxyHandler",
      `return saveOrder(event).then(() => ({ statusCode: 201, body: "" })).catch(() => ({ statusCode: 201, body: "" }));`,
    ),
    at: `{ statusCode: 201, body: "" }`,
    id: "errorConfirmed",
    data: { status: "201" },
  },
};

function toInvalid(name: string, { code, at, id, data, edit, editId = "rethrow" }: InvalidCase) {
  const offset = code.lastIndexOf(at);
  const occurrence = code.slice(0, offset).split(at).length - 1;
  const last = edit && code.lastIndexOf(edit[0]);
  return {
    name,
    code,
    errors: [
      {
        messageId: id,
        data: { caller: "", result: "`{}`", ...(data ?? { consequence: unknownSource }) },
        ...locate(code, at, occurrence),
        suggestions:
          edit === undefined || last === undefined
            ? []
            : [
                {
                  messageId: editId,
                  output: code.slice(0, last) + edit[1] + code.slice(last + edit[0].length),
                },
              ],
      },
    ],
  };
}

runRule("no-swallowed-error", rule, {
  valid: [
    ...Object.entries(handled).map(([name, parts]) => {
      const [body, top] = typeof parts === "string" ? [parts, ""] : parts;
      return { name, code: inHandler(body, top) };
    }),
    ...Object.entries(otherValid).map(([name, code]) => ({
      name,
      code,
      ...(name === "a test file" && { filename: "src/handler.test.ts" }),
    })),
  ],
  invalid: [
    ...Object.entries(lost).map(([name, { body, top, ...rest }]) =>
      toInvalid(name, { code: inHandler(body, top), ...rest }),
    ),
    ...Object.entries(lostBySource).map(([name, testCase]) => toInvalid(name, testCase)),
    ...handlerShapes.map((shape) => {
      const body = `try {\n  await saveOrder(event);\n} catch (error) {\n  console.error(error);\n}`;
      const testCase = toTestCase(shape, { imports: { "./work.js": ["saveOrder"] }, body });
      const consequence = /APIGateway/.test(testCase.code)
        ? "the caller hears nothing of the failure"
        : /SQS/.test(testCase.code)
          ? "SQS deletes the message"
          : unknownSource;
      const { errors } = toInvalid(shape.name, {
        code: testCase.code,
        at: "catch (error)",
        id: "errorLogged",
        data: { consequence, caller: "" },
        edit: [
          /\n( *)console\.error\(error\);\n/.exec(testCase.code)?.[0] ?? "",
          testCase.code.replace(
            /[^]*\n( *)console\.error\(error\);\n[^]*/,
            "\n$1console.error(error);\n$1throw error;\n",
          ),
        ],
      });
      return { ...testCase, errors };
    }),
    {
      name: "CommonJS with a callback style of its own",
      filename: "src/handler.cjs",
      code: getHandlerShape("exports.handler").code({
        imports: { "./work.js": ["saveOrder"] },
        body: `await saveOrder(event).catch(console.log);`,
      }),
      errors: [
        {
          messageId: "errorLogged" as const,
          data: { consequence: unknownSource, caller: "" },
          line: 3,
          column: 26,
          endLine: 3,
          endColumn: 31,
          suggestions: [
            {
              messageId: "rethrow" as const,
              output: `const { saveOrder } = require("./work.js");\nexports.handler = async (event, context) => {\n  await saveOrder(event).catch((error) => { console.log(error); throw error; });\n};\n`,
            },
          ],
        },
      ],
    },
  ],
});

/** A handler of SDK v2 that hands its answer to Lambda's callback, and the callback that it gives the client. */
const inCallback = (callback: string, call = "table.put(event, ") =>
  `const AWS = require("aws-sdk");\nconst table = new AWS.DynamoDB.DocumentClient();\nexports.handler = (event, context, done) => {\n  ${call}${callback});\n};\n`;
const callbackFinding = (code: string, at: string, does: string) => ({
  messageId: "errorInCallback" as const,
  data: { does, consequence: unknownSource, caller: "" },
  ...locate(code, at),
  suggestions: [],
});
const lostInCallback: readonly (readonly [name: string, callback: string, at: string, does: string])[] = [
  [
    "logged",
    "(error, data) => { if (error) console.log(error, error.stack); else done(null, data); }",
    "error) console",
    "only logs",
  ],
  [
    "logged before a return",
    "function (error, data) { if (error) { console.error(error); return; } done(null, data); }",
    "error) { console",
    "only logs",
  ],
  [
    "logged before a value that nobody takes",
    "(error, data) => { if (error) { console.error(error); return false; } console.log(data.Location); return true; }",
    "error) { console",
    "only logs",
  ],
  [
    "logged, with nothing behind",
    "(error, data) => { if (error !== null) console.error(error); }",
    "error !== null",
    "only logs",
  ],
  [
    "never read",
    "(error, data) => { done(null, { statusCode: 200, body: JSON.stringify(data) }); }",
    "error, data",
    "drops",
  ],
];

runRule("no-swallowed-error", rule, {
  valid: Object.entries({
    "handed to the handler's callback": "(error, data) => { if (error) done(error); else done(null, data); }",
    "logged, and handed on": "(error, data) => { if (error) console.error(error); done(error, data); }",
    "logged, and answered behind":
      "(error, data) => { if (error) console.error(error); done(null, { statusCode: error ? 500 : 200 }); }",
    "logged, and answered":
      "(error, data) => { if (error) { console.error(error); done(null, { statusCode: 500 }); } else done(null, data); }",
    "logged, with what the other branch answers too":
      "(error, data) => { if (error) console.error(error); done(null, {}); }",
    "never read, where there has to be an answer":
      "(error, data) => { if (!data) { done(null, { statusCode: 404 }); } else done(null, data); }",
    "logged before what the handler's callback gives":
      "(error, data) => { if (error) { console.error(error); return done(error); } return done(null, data); }",
    "with a log that says why":
      '(error) => { if (error) console.log("already exists, continuing"); else done(null, 1); }',
    "a callback without parameters": "() => { done(null, 1); }",
  })
    .map(([name, callback]) => ({
      name: `in a callback: ${name}`,
      code: inCallback(callback),
      filename: "src/handler.cjs",
    }))
    .concat([
      {
        name: "in a callback: of something else",
        code: inCallback(
          "(error, data) => { if (error) console.log(error); else done(null, data); }",
          "event.on(",
        ),
        filename: "src/handler.cjs",
      },
    ]),
  invalid: [
    ...lostInCallback,
    // Given to two calls, and reported once.
    [
      "given to two calls",
      "log); table.put(event.other, log); function log(error, data) { if (error) console.log(error); else done(null, data); }; (0",
      "error) console",
      "only logs",
    ] as const,
  ].map(([name, callback, at, does]) => {
    const code = inCallback(callback);
    const place = at.split(/[),]/)[0] ?? at;
    return {
      name: `in a callback: ${name}`,
      code,
      filename: "src/handler.cjs",
      errors: [
        {
          ...callbackFinding(code, at, does),
          endLine: locate(code, at).line,
          endColumn: locate(code, at).column + place.length,
        },
      ],
    };
  }),
});
