import rule from "../../src/rules/no-floating-work.js";
import { handlerShapes, toTestCase } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";

const imports = `
import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { log, notify, send } from "./work.js";
const client = new DynamoDBClient({});
const put = async (item: any) => { await client.send(new PutItemCommand(item)); };`;

/** The body of an async handler that has `event` and `context`, in a file with a client and a function that writes. */
function inHandler(body: string, top = ""): string {
  return `${imports}\n${top}\nexport const handler = async (event: any, context: any) => {\n${body}\n};\n`;
}

/** By name: the handler's body, and what stands before it. */
const awaited: Record<string, string | [body: string, top: string]> = {
  // Functions that are async for no reason
  "a function that throws, and is awaited": [
    `await fail("no id");`,
    `async function fail(message: string): Promise<never> { throw new Error(message); }`,
  ],
  "a function that throws, and whose error is caught": [
    `fail("no id").catch((error) => console.error(error));`,
    `async function fail(message: string): Promise<never> { throw new Error(message); }`,
  ],
  "a function that catches what it throws": [
    `check(event);`,
    `async function check(order: any) { try { if (!order.id) throw new Error("no id"); } catch (error) { console.error(error); } }`,
  ],
  "a function with another one that throws": [
    `keep(event);`,
    `const later: (() => void)[] = []; async function keep(order: any) { later.push(() => { throw new Error(order.id); }); }`,
  ],
  "a function that throws without being async": [
    `check(event);`,
    `function check(order: any) { if (!order.id) throw new Error("no id"); }`,
  ],
  // Awaited, returned, collected
  "an awaited command": `await client.send(new PutItemCommand(event));`,
  "a returned command": `return client.send(new PutItemCommand(event));`,
  "a returned promise in try, which is another matter": `try { return put(event); } catch (error) { log(error); throw error; }`,
  "a chain that is awaited": `await put(event).then(() => log("done")).catch((error) => log(error));`,
  "a chain that is returned": `return put(event).then(() => ({ statusCode: 200 }));`,
  "a promise awaited later": `const saved = put(event); log("saving"); await saved;`,
  "a promise awaited on one path": `const saved = put(event); if (event.wait) await saved; return 1;`,
  "a catch beside, on a promise that is returned": `const saved = put(event); saved.catch((error) => log(error)); return saved;`,
  "a catch beside, on a promise that is awaited": `const saved = put(event); saved.catch(() => {}); log("saving"); await saved;`,
  "a promise returned later": `const saved = put(event); return saved;`,
  "a promise assigned in a branch and awaited": `let saved; if (event.id) saved = put(event); await saved;`,
  "parallel work": `await Promise.all([put(event.a), put(event.b)]);`,
  "parallel work over items": `await Promise.all(event.items.map(async (item: any) => { await put(item); }));`,
  "settled work over items": `const results = await Promise.allSettled(event.items.map((item: any) => put(item))); return results.length;`,
  "a list of promises awaited later": `const work = event.items.map((item: any) => put(item)); await Promise.all(work);`,
  "a list of promises awaited one by one": `const work = event.items.map((item: any) => put(item)); for (const one of work) await one;`,
  "a list of promises in for await": `for await (const one of event.items.map((item: any) => put(item))) log(one);`,
  "promises that are pushed and awaited": `const work: Promise<void>[] = []; for (const item of event.items) work.push(put(item)); await Promise.all(work);`,
  "promises spread into one list": `await Promise.all([...event.items.map((item: any) => put(item)), put(event)]);`,
  "a promise that is logged, and awaited": `const saved = put(event); console.log("saving", saved); await saved;`,
  "a promise that is put into an object, and handed on": `const saved = put(event); return { saved };`,
  "a promise that is handed to what writes elsewhere": `const saved = put(event); send({ saved });`,
  "a promise that is handed to a tag": `const saved = put(event); return log\`\${saved}\`;`,
  "a returned combination": `return Promise.all([put(event.a), put(event.b)]);`,
  "the losers of a race": `await Promise.race([put(event), new Promise((resolve) => setTimeout(resolve, 1000))]);`,
  "reduce over promises": `await event.items.reduce(async (before: Promise<void>, item: any) => { await before; await put(item); }, Promise.resolve());`,
  "an expression arrow that returns the promise": [
    `await save(event);`,
    `const save = (item: any) => client.send(new PutItemCommand(item));`,
  ],
  "a promise in an object that is handed on": `const job = { saved: put(event) }; await job.saved;`,
  "a promise given to code elsewhere": `context.waitUntil(put(event));`,
  "a function given to code elsewhere": `notify(async () => { await put(event); });`,
  "a promise kept in a property": [
    `const store = new Store(); store.save(event); await store.pending;`,
    `class Store { pending: any; save(item: any) { this.pending = put(item); } }`,
  ],
  "a promise kept in module scope and awaited": [
    `ready ??= put({}); await ready;`,
    `let ready: Promise<void> | undefined;`,
  ],
  "a conditional promise that is awaited": `await (event.id ? put(event) : undefined);`,
  "a logical promise that is awaited": `await (event.id && put(event));`,
  "a condition on an awaited answer": `if (await client.send(new GetItemCommand(event))) return 1;`,
  "yielded to whoever iterates": [
    `for await (const one of all(event.items)) log(one);`,
    `async function* all(items: any[]) { for (const item of items) yield put(item); }`,
  ],

  // Not known to be a promise, or no work
  "a call of code elsewhere": `notify(event); void log(event);`,
  "an async callback of code elsewhere": `notify.each(event.items, async (item: any) => { await put(item); });`,
  "an async function that awaits nothing": [
    `show(event);`,
    `const show = async (item: any) => { console.log(item); };`,
  ],
  "a settled promise": `Promise.resolve(1); void Promise.resolve();`,
  "void of a value": `void event; void 0;`,
  "forEach without async": `event.items.forEach((item: any) => { console.log(item); });`,
  "forEach of a function that awaits nothing": `event.items.forEach(async (item: any) => { console.log(item); });`,
  "forEach of a package": [
    `await async.forEach(event.items, async (item: any) => { await put(item); });`,
    `import async from "async";`,
  ],
  "an awaited forEach of what a reviver makes": `await JSON.parse(event.body, revive).forEach(async (item: any) => { await put(item); });`,
  "an awaited forEach of a list that is set again": `let list = JSON.parse(event.body); list = await (list as any).load(); await list.forEach(async (item: any) => { await put(item); });`,
  "an awaited forEach of a cursor": `await event.cursor().forEach(async (item: any) => { await put(item); });`,
  "a method called send of something else": [
    `new Queue().send(event);`,
    `class Queue { send(item: any) { console.log(item); } }`,
  ],
  "an own fetch": [`fetch(event.url);`, `const fetch = (url: string) => url;`],
  "a method called query of something else": [
    `builder.query(event);`,
    `import { builder } from "./builder.js";`,
  ],
  "listeners of a client": [
    `pool.on("error", (error) => log(error));`,
    `import { Pool } from "pg"; const pool = new Pool();`,
  ],
  "destroy of a client": `client.destroy();`,
  "a generator that is not run": [`all();`, `async function* all() { await put({}); }`],

  // Phases
  "work at init": [`await ready;`, `const ready = put({});`],
  "work at init that nobody awaits": [``, `put({}); put({}).catch(log);`],
  "a listener of the process at init": [
    ``,
    `process.on("SIGTERM", async () => { await put({}); process.exit(0); });`,
  ],
  "an entry of its own": [``, `if (require.main === module) void handler({}, {});`],

  // Timers and callbacks that something waits for
  "a sleep": `await new Promise((resolve) => setTimeout(resolve, 100));`,
  "work in a timer that a promise waits for": `await new Promise<void>((resolve) => setTimeout(async () => { await put(event); resolve(); }, 100));`,
  "a watchdog that is cleared": `const timer = setTimeout(() => put({ late: true }), 1000); await put(event); clearTimeout(timer);`,
  "a heartbeat that is cleared": `const beat = setInterval(() => put({}), 1000); try { await put(event); } finally { clearInterval(beat); }`,
  "a heartbeat that is cleared, as a block": `const beat = setInterval(() => { put({}); }, 1000); try { await put(event); } finally { clearInterval(beat); }`,
  "a timer that an object keeps": `event.poller = setInterval(() => { client.send(new PutItemCommand(event)); }, 1000); await put(event);`,
  "a timer without work": `setTimeout(() => console.log("late"), 100);`,
  "a callback in a promise": [
    `await new Promise<void>((resolve, reject) => fs.writeFile("/tmp/a", "a", (error) => (error ? reject(error) : resolve())));`,
    `import fs from "node:fs";`,
  ],
  "a chain that settles a promise": `await new Promise((resolve, reject) => { put(event).then(resolve, reject); });`,
  "a chain that settles a promise made before": `
    let done = () => {};
    const finished = new Promise<void>((resolve) => { done = resolve; });
    let tell: any; tell = done;
    put(event).then(() => tell());
    await finished;`,
  "a chain that settles what withResolvers gave": `
    const { promise, resolve } = (Promise as any).withResolvers();
    put(event).then(() => resolve());
    await promise;`,
  "a list for which one caller gives a client": [
    `await loadAll(event.items, client);`,
    `const loadAll = async (items: any, db: any) => {
       const ids: string[] = [];
       items.forEach((item: any) => { ids.push(item.id); });
       if (await db.send(new GetItemCommand({ TableName: "t", Key: { id: { S: ids[0] ?? "" } } }))) await loadAll(db, ids);
     };`,
  ],
  "a helper that calls back": [
    `await new Promise((resolve) => save(event, resolve));`,
    `function save(item: any, done: (value?: unknown) => void) { put(item).then(() => done()); }`,
  ],
  "a request whose end is awaited": [
    `const request = https.request(event.url, () => {}); request.end(); await once(request, "close");`,
    `import https from "node:https"; import { once } from "node:events";`,
  ],
  "a pipe whose end is awaited": [
    `const file = fs.createWriteStream("/tmp/a"); event.body.pipe(file); await finished(file);`,
    `import fs from "node:fs"; import { finished } from "node:stream/promises";`,
  ],
  "a pipeline": [
    `await pipeline(event.body, fs.createWriteStream("/tmp/a"));`,
    `import fs from "node:fs"; import { pipeline } from "node:stream/promises";`,
  ],
  "a pipe of observables": [`source.pipe(log);`, `import { source } from "./source.js";`],
  "synchronous file calls": [`fs.writeFileSync("/tmp/a", "a");`, `import fs from "node:fs";`],
  "an emitter with a synchronous listener": [
    `bus.emit("order", event);`,
    `import { EventEmitter } from "node:events"; const bus = new EventEmitter(); bus.on("order", (order) => console.log(order));`,
  ],
  "an emitter with an async listener of another event": [
    `bus.emit("order", event);`,
    `import { EventEmitter } from "node:events"; const bus = new EventEmitter(); bus.on("other", async () => { await put({}); });`,
  ],

  "a listener of data that is synchronous": [
    `await new Promise((resolve) => { fs.createReadStream("/tmp/a").on("data", (part) => console.log(part)).on("end", resolve); });`,
    `import fs from "node:fs";`,
  ],
  "a listener of data that says when it is done": [
    `await new Promise<void>((resolve) => { fs.createReadStream("/tmp/a").on("data", async (part) => { await put(part); resolve(); }); });`,
    `import fs from "node:fs";`,
  ],
  "a listener of data that has the stream wait": [
    `const source = fs.createReadStream("/tmp/a"); await new Promise((resolve) => { source.on("data", async (part) => { source.pause(); await put(part); source.resume(); }); source.on("end", resolve); });`,
    `import fs from "node:fs";`,
  ],
  "a listener of data whose work is collected": [
    `const work: Promise<unknown>[] = []; await new Promise((resolve) => { fs.createReadStream("/tmp/a").on("data", (part) => { work.push(put(part)); }).on("end", resolve); }); await Promise.all(work);`,
    `import fs from "node:fs";`,
  ],
  "a listener of data that is no stream's": [
    `await new Promise((resolve) => { bus.on("data", async (part: any) => { await put(part); }); bus.on("end", resolve); });`,
    `import { bus } from "./bus.js";`,
  ],

  // Metrics
  "metrics that are sent": [
    `metrics.addMetric("orders", "Count", 1); metrics.publishStoredMetrics();`,
    `import { Metrics } from "@aws-lambda-powertools/metrics"; const metrics = new Metrics();`,
  ],
  "metrics that another file may send": [
    `metrics.addMetric("orders", "Count", 1); notify(metrics);`,
    `import { Metrics } from "@aws-lambda-powertools/metrics"; const metrics = new Metrics();`,
  ],
  "exported metrics": [
    `metrics.addMetric("orders", "Count", 1);`,
    `import { Metrics } from "@aws-lambda-powertools/metrics"; export const metrics = new Metrics();`,
  ],
  "embedded metrics that are flushed": [
    `const metrics = createMetricsLogger(); metrics.putMetric("orders", 1); await metrics.flush();`,
    `import { createMetricsLogger } from "aws-embedded-metrics";`,
  ],
};

/** Whole files in which Lambda itself waits, or nothing is known of the code. */
const wholeFiles: Record<string, string> = {
  "a callback handler, after which Lambda waits for the event loop": `${imports}
export const handler = (event: any, context: any, callback: any) => { put(event).then(() => callback(null, 1)); };`,
  "a handler that returns nothing, after which Lambda waits for the event loop": `${imports}
export const handler = (event: any) => { put(event); setTimeout(() => put(event), 100); };`,
  "a helper that such a handler calls": `${imports}
const audit = async (event: any) => { put(event); };
export const handler = (event: any) => { void audit(event); };`,
  "a streaming handler whose chain ends the response": `${imports}
export const handler = awslambda.streamifyResponse(async (event: any, responseStream: any) => {
  client.send(new GetItemCommand(event)).then((answer) => { responseStream.write(JSON.stringify(answer)); responseStream.end(); });
});`,
  "a streaming handler whose chain ends what is made of the response": `${imports}
export const handler = awslambda.streamifyResponse(async (event: any, responseStream: any) => {
  const out = awslambda.HttpResponseStream.from(responseStream, { statusCode: 200 });
  put(event).finally(() => out.end());
});`,
  "a durable execution": `
import { withDurableExecution } from "@aws/durable-execution-sdk-js";
${imports}
export const handler = withDurableExecution(async (event: any, context: any) => { put(event); });`,
  "a file without a handler": `${imports}\nexport const audit = async (event: any) => { put(event); };`,
  "a route of an application, whose response ends later": `
import express from "express"; import serverless from "serverless-http";
${imports}
const app = express();
app.get("/", async (request, response) => { client.send(new GetItemCommand({} as any)).then((answer) => response.json(answer)); });
export const handler = serverless(app);`,
};

interface Expected {
  readonly body: string;
  readonly top?: string;
  /** The code that is underlined, and which of its occurrences after the imports. */
  readonly at: string;
  readonly occurrence?: number;
  readonly messageId?: string;
  readonly data?: Readonly<Record<string, string>>;
  /** What a suggestion puts in the place of which code. */
  readonly fixed?: readonly [from: string, to: string];
  readonly suggestion?: "addAwait" | "addPromiseAll";
}

const unawaitedPut = { at: "put", data: { work: "put()" } } as const;
const dropped = (method: string) => ({ messageId: "droppedByMethod", data: { method } }) as const;
const list = (method: string, reason: string) =>
  ({ messageId: "floatingList", data: { method, reason } }) as const;
const nothingWaits = "nothing waits for them";
const noPromise = "`await` waits for none of them: an array is no promise";

const floating: Record<string, Expected> = {
  // Rejections
  "a function that does nothing but throw": {
    body: `  try { await put(event); } catch (error) { fail(String(error)); }`,
    top: `async function fail(message: string): Promise<never> { log(message); throw new Error(message); }`,
    at: "fail",
    occurrence: 1,
    messageId: "floatingRejection",
    data: { work: "fail()" },
    fixed: ["fail(String", "await fail(String"],
  },
  "a check that throws": {
    body: `  check(event); await put(event);`,
    top: `const check = async (order: any) => { if (!order.id) { throw new Error("no id"); } };`,
    at: "check",
    occurrence: 1,
    messageId: "floatingRejection",
    data: { work: "check()" },
    fixed: ["check(event)", "await check(event)"],
  },
  // Promises
  "a command": {
    body: `  client.send(new PutItemCommand(event));`,
    at: "client.send",
    data: { work: "client.send()" },
    fixed: ["  client.send(new PutItemCommand(event));", "  await client.send(new PutItemCommand(event));"],
  },
  "a function of the file": {
    ...unawaitedPut,
    body: `  put(event);`,
    fixed: ["  put(event)", "  await put(event)"],
  },
  "a command that is logged": {
    body: `  const saved = client.send(new PutItemCommand(event));\n  console.log("saved", saved);`,
    at: "client.send",
    data: { work: "client.send()" },
    fixed: ["= client.send", "= await client.send"],
  },
  "a call elsewhere of which a text is made": {
    ...unawaitedPut,
    body: `  const saved = put(event);\n  return { statusCode: 200, body: JSON.stringify({ ok: true, data: { saved } }) };`,
    fixed: ["= put(event)", "= await put(event)"],
  },
  "a promise within a text": {
    ...unawaitedPut,
    body: `  const saved = put(event);\n  return \`saved: \${saved}\`;`,
    fixed: ["= put(event)", "= await put(event)"],
  },
  "a promise that is logged in place": {
    ...unawaitedPut,
    body: `  console.log(put(event));`,
    fixed: ["(put(event)", "(await put(event)"],
  },
  "a list of promises of which a text is made": {
    ...list("map", nothingWaits),
    body: `  const all = event.items.map((item: any) => put(item));\n  return JSON.stringify(all);`,
    at: "event.items.map",
    suggestion: "addPromiseAll",
    fixed: [
      "event.items.map((item: any) => put(item))",
      "await Promise.all(event.items.map((item: any) => put(item)))",
    ],
  },
  void: { ...unawaitedPut, body: `  void put(event);`, fixed: ["void put", "await put"] },
  "an async function expression that is called": {
    body: `  (async () => { await put(event); })();`,
    at: "async () => ",
    data: { work: "(async () => …)()" },
    fixed: ["  (async ()", "  await (async ()"],
  },
  then: {
    ...unawaitedPut,
    body: `  put(event).then(() => log("saved"));`,
    fixed: ["  put(event)", "  await put(event)"],
  },
  catch: {
    ...unawaitedPut,
    body: `  put(event).catch((error: unknown) => log(error));`,
    fixed: ["  put(event)", "  await put(event)"],
  },
  "then of a call elsewhere": {
    body: `  send(event).then(() => log("sent"));`,
    at: "send",
    data: { work: "send()" },
    fixed: ["  send(event)", "  await send(event)"],
  },
  "catch and finally of a call elsewhere": {
    body: `  notify(event)\n    .catch((error: unknown) => log(error))\n    .finally(() => log("end"));`,
    at: "notify",
    data: { work: "notify()" },
    fixed: ["  notify(event)", "  await notify(event)"],
  },
  fetch: {
    body: `  fetch(event.url, { method: "POST" });`,
    at: "fetch",
    data: { work: "fetch()" },
    fixed: ["  fetch(", "  await fetch("],
  },
  "a promise in a variable that nothing reads": {
    ...unawaitedPut,
    body: `  const saved = put(event);`,
    fixed: ["= put", "= await put"],
  },
  "a promise in a variable that is only dropped": {
    ...unawaitedPut,
    body: `  const saved = put(event);\n  void saved;`,
    fixed: ["= put", "= await put"],
  },
  "a promise assigned and never read": {
    ...unawaitedPut,
    body: `  let saved;\n  saved = put(event);`,
    fixed: ["= put(event)", "= await put(event)"],
  },
  "a promise in a module variable that nothing reads": {
    ...unawaitedPut,
    top: `let last: unknown;`,
    body: `  last = put(event);`,
    fixed: ["= put(event)", "= await put(event)"],
  },
  "a chain on a variable": {
    body: `  const saved = put(event);\n  saved.then(() => log("saved"));`,
    at: "saved.then",
    data: { work: "saved.then()" },
    fixed: ["  saved.then", "  await saved.then"],
  },
  "the right side of &&": {
    ...unawaitedPut,
    body: `  event.id && put(event);`,
    fixed: ["&& put", "&& await put"],
  },
  "a branch of a ternary": {
    ...unawaitedPut,
    body: `  event.id ? put(event) : log("none");`,
    fixed: ["? put", "? await put"],
  },
  "one path only": {
    ...unawaitedPut,
    body: `  if (event.audit) put(event);\n  await client.send(new GetItemCommand(event));`,
    fixed: [") put", ") await put"],
  },
  "an error path": {
    ...unawaitedPut,
    body: `  try { await notify(event); } catch { put(event); }`,
    fixed: ["{ put(event)", "{ await put(event)"],
  },
  "Promise.all that is not awaited": {
    body: `  Promise.all([put(event.a), put(event.b)]);`,
    at: "Promise.all",
    data: { work: "Promise.all()" },
    fixed: ["  Promise.all", "  await Promise.all"],
  },
  "Promise.all of items that is not awaited": {
    body: `  Promise.all(event.items.map(async (item: any) => { await put(item); }));`,
    at: "Promise.all",
    data: { work: "Promise.all()" },
    fixed: ["  Promise.all", "  await Promise.all"],
  },
  "a sleep that is not awaited": {
    body: `  new Promise((resolve) => setTimeout(resolve, 100));`,
    at: "Promise",
    data: { work: "new Promise()" },
    fixed: ["  new Promise", "  await new Promise"],
  },
  "reduce over promises that is not awaited": {
    body: `  event.items.reduce(async (before: Promise<void>, item: any) => { await before; await put(item); }, Promise.resolve());`,
    at: "event.items.reduce",
    data: { work: "event.items.reduce()" },
    fixed: ["  event.items", "  await event.items"],
  },
  "a condition": {
    body: `  if (isKnown(event)) return 1;\n  return 2;`,
    top: `const isKnown = async (item: any) => Boolean(await client.send(new GetItemCommand(item)));`,
    at: "isKnown",
    occurrence: 1,
    messageId: "conditionOnPromise",
    data: { work: "isKnown()" },
    fixed: ["if (isKnown", "if (await isKnown"],
  },
  "a negated condition": {
    body: `  if (!isKnown(event)) throw new Error("unknown");`,
    top: `const isKnown = async (item: any) => Boolean(await client.send(new GetItemCommand(item)));`,
    at: "isKnown",
    occurrence: 1,
    messageId: "conditionOnPromise",
    data: { work: "isKnown()" },
    fixed: ["!isKnown", "!await isKnown"],
  },

  // Known clients and packages
  "the document client": {
    body: `  documents.send(new PutCommand({ TableName: "t", Item: event }));`,
    top: `import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";\nconst documents = DynamoDBDocumentClient.from(client);`,
    at: "documents.send",
    data: { work: "documents.send()" },
    fixed: ["  documents", "  await documents"],
  },
  "an aggregated client": {
    body: `  s3.putObject({ Bucket: "b", Key: "k" });`,
    top: `import { S3 } from "@aws-sdk/client-s3";\nconst s3 = new S3({});`,
    at: "s3.putObject",
    data: { work: "s3.putObject()" },
    fixed: ["  s3.putObject", "  await s3.putObject"],
  },
  "the promise of an SDK v2 request": {
    body: `  sns.publish({ Message: event.body }).promise();`,
    top: `import { SNS } from "aws-sdk";\nconst sns = new SNS();`,
    at: "sns.publish({ Message: event.body }).promise",
    data: { work: "sns.publish({ Message: event.body }).promise()" },
    fixed: ["  sns.publish", "  await sns.publish"],
  },
  "a command of a client that is a parameter": {
    body: `  await save(client, event);`,
    top: `async function save(database: DynamoDBClient, item: any) {\n  database.send(new PutItemCommand(item));\n}`,
    at: "database.send",
    data: { work: "database.send()" },
    fixed: ["  database.send", "  await database.send"],
  },
  "a query": {
    body: `  pool.query("insert into orders values ($1)", [event.id]);`,
    top: `import { Pool } from "pg";\nconst pool = new Pool();`,
    at: "pool.query",
    data: { work: "pool.query()" },
    fixed: ["  pool.query", "  await pool.query"],
  },
  "a command of Redis": {
    body: `  redis.set(event.id, "1");`,
    top: `import { Redis } from "ioredis";\nconst redis = new Redis();`,
    at: "redis.set",
    data: { work: "redis.set()" },
    fixed: ["  redis.set", "  await redis.set"],
  },
  "a collection of MongoDB": {
    body: `  mongo.db("shop").collection("orders").insertOne(event);`,
    top: `import { MongoClient } from "mongodb";\nconst mongo = new MongoClient("mongodb://a");`,
    at: `mongo.db("shop").collection("orders").insertOne`,
    data: { work: `mongo.db("shop").collection("orders").insertOne()` },
    fixed: [`  mongo.db`, `  await mongo.db`],
  },
  axios: {
    body: `  axios.post(event.url, event);`,
    top: `import axios from "axios";`,
    at: "axios.post",
    data: { work: "axios.post()" },
    fixed: ["  axios.post", "  await axios.post"],
  },
  "a file": {
    body: `  writeFile("/tmp/a", event.body);`,
    top: `import { writeFile } from "node:fs/promises";`,
    at: "writeFile",
    occurrence: 1,
    data: { work: "writeFile()" },
    fixed: ["  writeFile", "  await writeFile"],
  },
  "a promisified function": {
    body: `  run("ls");`,
    top: `import { exec } from "node:child_process";\nimport { promisify } from "node:util";\nconst run = promisify(exec);`,
    at: "run",
    occurrence: 1,
    data: { work: "run()" },
    fixed: ["  run(", "  await run("],
  },
  "an upload": {
    body: `  const upload = new Upload({ client: event.s3, params: { Bucket: "b", Key: "k" } });\n  upload.done();`,
    top: `import { Upload } from "@aws-sdk/lib-storage";`,
    at: "upload.done",
    data: { work: "upload.done()" },
    fixed: ["  upload.done", "  await upload.done"],
  },
  "a mail": {
    body: `  mailer.sendMail({ to: event.to, text: event.text });`,
    top: `import { createTransport } from "nodemailer";\nconst mailer = createTransport({});`,
    at: "mailer.sendMail",
    data: { work: "mailer.sendMail()" },
    fixed: ["  mailer.sendMail", "  await mailer.sendMail"],
  },

  // Across functions of the file
  "in a helper": {
    body: `  await audit(event);`,
    top: `async function audit(item: any) {\n  put(item);\n}`,
    ...unawaitedPut,
    fixed: ["  put(item)", "  await put(item)"],
  },
  "in a helper that is not async": {
    body: `  audit(event);`,
    top: `function audit(item: any) {\n  put(item);\n}`,
    ...unawaitedPut,
  },
  "a helper that returns a promise": {
    body: `  save(event);`,
    top: `const save = (item: any) => client.send(new PutItemCommand(item));`,
    at: "save",
    occurrence: 1,
    data: { work: "save()" },
    fixed: ["  save(event)", "  await save(event)"],
  },
  "a helper of a helper": {
    body: `  store(event);`,
    top: `const save = (item: any) => put(item);\nfunction store(item: any) { return save(item); }`,
    at: "store",
    occurrence: 1,
    data: { work: "store()" },
    fixed: ["  store(event)", "  await store(event)"],
  },
  "a helper that says it gives a promise": {
    body: `  track(event);`,
    top: `function track(item: any): Promise<void> { return notify(item); }`,
    at: "track",
    occurrence: 1,
    data: { work: "track()" },
    fixed: ["  track(event)", "  await track(event)"],
  },
  "an async function that awaits code elsewhere": {
    body: `  track(event);`,
    top: `const track = async (item: any) => { await notify(item); };`,
    at: "track",
    occurrence: 1,
    data: { work: "track()" },
    fixed: ["  track(event)", "  await track(event)"],
  },
  "a method": {
    body: `  repository.save(event);`,
    top: `class Repository { async save(item: any) { await put(item); } }\nconst repository = new Repository();`,
    at: "repository.save",
    data: { work: "repository.save()" },
    fixed: ["  repository.save", "  await repository.save"],
  },
  "a method in a method": {
    body: `  await repository.save(event);`,
    top: `class Repository {\n  async save(item: any) {\n    await put(item);\n    this.audit(item);\n  }\n  async audit(item: any) { await put(item); }\n}\nconst repository = new Repository();`,
    at: "this.audit",
    data: { work: "this.audit()" },
    fixed: ["    this.audit", "    await this.audit"],
  },
  "a callback that a function of the file drops": {
    body: `  await run(() => put(event));`,
    top: `async function run(task: () => Promise<void>) {\n  task();\n}`,
    at: "task",
    occurrence: 1,
    data: { work: "task()" },
    fixed: ["  task()", "  await task()"],
  },

  // Lists of promises
  forEach: {
    body: `  event.Records.forEach(async (record: any) => { await put(record); });`,
    at: "event.Records.forEach",
    ...dropped("forEach"),
    fixed: [
      "  event.Records.forEach(async (record: any) => { await put(record); });",
      "  await Promise.all(event.Records.map(async (record: any) => { await put(record); }));",
    ],
    suggestion: "addPromiseAll",
  },
  "an awaited forEach of parsed data": {
    body: `  const { list } = JSON.parse(event.body);\n  await list.forEach(async (item: any) => { await put(item); });`,
    at: "list.forEach",
    ...dropped("forEach"),
  },
  "an awaited forEach of a part of the event": {
    body: `  await event.detail.items.forEach(async (item: any) => { await put(item); });`,
    at: "event.detail.items.forEach",
    ...dropped("forEach"),
  },
  "forEach of what may be a Map": {
    body: `  event.items.forEach(async (item: any) => { await put(item); });`,
    at: "event.items.forEach",
    ...dropped("forEach"),
  },
  "forEach of a function that returns a promise": {
    body: `  event.Records.forEach((record: any) => put(record));`,
    at: "event.Records.forEach",
    ...dropped("forEach"),
    fixed: [
      "  event.Records.forEach((record: any) => put(record));",
      "  await Promise.all(event.Records.map((record: any) => put(record)));",
    ],
    suggestion: "addPromiseAll",
  },
  "forEach of a named function": {
    body: `  Object.keys(event).forEach(put);`,
    at: "Object.keys(event).forEach",
    ...dropped("forEach"),
    fixed: ["  Object.keys(event).forEach(put);", "  await Promise.all(Object.keys(event).map(put));"],
    suggestion: "addPromiseAll",
  },
  "an awaited forEach of an array": {
    body: `  await event.Records.forEach(async (record: any) => { await put(record); });`,
    at: "event.Records.forEach",
    ...dropped("forEach"),
  },
  filter: {
    body: `  const known = event.Records.filter(async (record: any) => Boolean(await client.send(new GetItemCommand(record))));\n  return known.length;`,
    at: "event.Records.filter",
    ...dropped("filter"),
  },
  some: {
    body: `  return [event.a, event.b].some(async (item) => Boolean(await client.send(new GetItemCommand(item))));`,
    at: "[event.a, event.b].some",
    ...dropped("some"),
  },
  "map whose result is dropped": {
    body: `  event.items.map(async (item: any) => { await put(item); });`,
    at: "event.items.map",
    ...list("map", nothingWaits),
    fixed: [
      "  event.items.map(async (item: any) => { await put(item); });",
      "  await Promise.all(event.items.map(async (item: any) => { await put(item); }));",
    ],
    suggestion: "addPromiseAll",
  },
  "map whose result nothing reads": {
    body: `  const saved = event.items.map((item: any) => put(item));`,
    at: "event.items.map",
    ...list("map", nothingWaits),
    fixed: [
      "event.items.map((item: any) => put(item))",
      "await Promise.all(event.items.map((item: any) => put(item)))",
    ],
    suggestion: "addPromiseAll",
  },
  "map that is awaited as one": {
    body: `  await event.items.map(async (item: any) => { await put(item); });`,
    at: "event.items.map",
    ...list("map", noPromise),
    fixed: [
      "event.items.map(async (item: any) => { await put(item); })",
      "Promise.all(event.items.map(async (item: any) => { await put(item); }))",
    ],
    suggestion: "addPromiseAll",
  },
  "map that the handler returns": {
    body: `  return event.items.map((item: any) => put(item));`,
    at: "event.items.map",
    ...list("map", "nobody waits for those in an array that the handler returns"),
    fixed: [
      "event.items.map((item: any) => put(item))",
      "Promise.all(event.items.map((item: any) => put(item)))",
    ],
    suggestion: "addPromiseAll",
  },
  "promises that are collected and forgotten": {
    body: `  const work: Promise<void>[] = [];\n  for (const item of event.items) work.push(put(item));\n  return work.length;`,
    at: "put",
    messageId: "collectedPromises",
    data: { list: "work" },
  },

  // Timers, callbacks, streams, listeners
  "a timer": {
    body: `  setTimeout(() => put(event), 1000);`,
    at: "setTimeout",
    messageId: "floatingTimer",
    data: { timer: "setTimeout" },
  },
  "an immediate with an async callback": {
    body: `  setImmediate(async () => { await put(event); });`,
    at: "setImmediate",
    messageId: "floatingTimer",
    data: { timer: "setImmediate" },
  },
  "a timer whose callback drops a promise": {
    body: `  setTimeout(() => { client.send(new PutItemCommand(event)); }, 1000);`,
    at: "setTimeout",
    messageId: "floatingTimer",
    data: { timer: "setTimeout" },
  },
  "an interval that nothing stops": {
    body: `  setInterval(() => put({}), 1000);\n  await put(event);`,
    at: "setInterval",
    messageId: "floatingTimer",
    data: { timer: "setInterval" },
  },
  "a file with a callback": {
    body: `  fs.writeFile("/tmp/a", event.body, (error) => { if (error) log(error); });`,
    top: `import fs from "node:fs";`,
    at: "fs.writeFile",
    messageId: "floatingCallback",
    data: { work: "fs.writeFile()" },
  },
  "a process with a callback": {
    body: `  exec("ls", (error, out) => log(out));\n  return { statusCode: 200 };`,
    top: `import { exec } from "node:child_process";`,
    at: "exec",
    occurrence: 1,
    messageId: "floatingCallback",
    data: { work: "exec()" },
  },
  "a command with a callback": {
    body: `  client.send(new PutItemCommand(event), (error: unknown) => log(error));`,
    at: "client.send",
    messageId: "floatingCallback",
    data: { work: "client.send()" },
  },
  "an SDK v2 request with a callback": {
    body: `  s3.putObject({ Bucket: "b", Key: "k" }, (error: unknown) => log(error));`,
    top: `import { S3 } from "aws-sdk";\nconst s3 = new S3();`,
    at: "s3.putObject",
    messageId: "floatingCallback",
    data: { work: "s3.putObject()" },
  },
  "a request that is left alone": {
    body: `  const request = https.request(event.url, (answer) => { answer.resume(); });\n  request.write("a");\n  request.end();`,
    top: `import https from "node:https";`,
    at: "https.request",
    messageId: "floatingCallback",
    data: { work: "https.request()" },
  },
  "a pipe into a file": {
    body: `  event.body.pipe(fs.createWriteStream("/tmp/a"));`,
    top: `import fs from "node:fs";`,
    at: "event.body.pipe",
    messageId: "floatingStream",
  },
  "an async listener": {
    body: `  bus.emit("order", event);`,
    top: `import { EventEmitter } from "node:events";\nconst bus = new EventEmitter();\nbus.on("order", async (order) => { await put(order); });`,
    at: "bus.emit",
    messageId: "floatingListener",
  },

  "an async listener of data": {
    body: `  await new Promise((resolve, reject) => { fs.createReadStream("/tmp/a").pipe(parse()).on("data", async (part) => { await put(part); }).on("error", reject).on("end", resolve); });`,
    top: `import fs from "node:fs";\nimport { parse } from "./parse.js";`,
    at: 'fs.createReadStream("/tmp/a").pipe(parse()).on',
    messageId: "floatingData",
  },
  "an async listener of data of a stream in a variable": {
    body: `  const source = fs.createReadStream("/tmp/a");\n  source.on("data", async (part) => { await put(part); });\n  await new Promise((resolve) => { source.once("end", resolve); });`,
    top: `import fs from "node:fs";`,
    at: "source.on",
    messageId: "floatingData",
  },

  // Metrics
  "metrics that nothing sends": {
    body: `  metrics.addMetric("orders", "Count", 1);`,
    top: `import { Metrics } from "@aws-lambda-powertools/metrics";\nconst metrics = new Metrics();`,
    at: "metrics.addMetric",
    messageId: "unsentMetrics",
    data: { flush: "metrics.publishStoredMetrics()" },
  },
  "embedded metrics that nothing flushes": {
    body: `  const metrics = createMetricsLogger();\n  metrics.putMetric("orders", 1);`,
    top: `import { createMetricsLogger } from "aws-embedded-metrics";`,
    at: "metrics.putMetric",
    messageId: "unsentMetrics",
    data: { flush: "metrics.flush()" },
  },
};

function toInvalid(name: string, expected: Expected) {
  const { body, top = "", at, occurrence = 0, messageId = "floatingPromise", data, fixed } = expected;
  const { suggestion = "addAwait" } = expected;
  const code = inHandler(body, top);
  return {
    name,
    code,
    errors: [
      {
        messageId: messageId as "floatingPromise",
        data: { ...data, caller: "" },
        ...locate(code, at, imports.split(at).length - 1 + occurrence),
        suggestions: fixed
          ? [
              {
                messageId: suggestion,
                ...(suggestion === "addAwait" && { data }),
                output: replaceLast(code, ...fixed),
              },
            ]
          : [],
      },
    ],
  };
}

/** The code to mend stands after everything that looks like it. */
function replaceLast(code: string, from: string, to: string): string {
  const start = code.lastIndexOf(from);
  if (start === -1) throw new Error(`${from} is not in:\n${code}`);
  return code.slice(0, start) + to + code.slice(start + from.length);
}

const shapedBody = `s3.send(new PutObjectCommand({ Bucket: "b", Key: event.id }));\nreturn 1;`;
const shapedImports = { "@aws-sdk/client-s3": ["PutObjectCommand", "S3Client"] };

runRule("no-floating-work", rule, {
  valid: [
    ...Object.entries(awaited).map(([name, parts]) => {
      const [body, top] = typeof parts === "string" ? [parts] : parts;
      return { name, code: inHandler(body, top) };
    }),
    ...Object.entries(wholeFiles).map(([name, code]) => ({ name, code })),
    {
      name: "a function of the settings that sees to it",
      code: inHandler(`waitUntil(put(event));`, `import { waitUntil } from "./background.js";`),
      settings: {
        "aws-lambda": { backgroundWrappers: [{ module: "./background.js", export: "waitUntil" }] },
      },
    },
    {
      name: "a known promise that the settings see to",
      code: inHandler(`post(event.url);`, `import { post } from "axios";`),
      settings: { "aws-lambda": { backgroundWrappers: [{ module: "axios", export: "post" }] } },
    },
    { name: "a test file", code: inHandler("put(event);"), filename: "src/handler.test.ts" },
    ...handlerShapes
      .filter(({ isDurable }) => isDurable)
      .map((shape) =>
        toTestCase(shape, { imports: shapedImports, top: "const s3 = new S3Client({});", body: shapedBody }),
      ),
  ],
  invalid: [
    ...Object.entries(floating).map(([name, expected]) => toInvalid(name, expected)),
    ...handlerShapes
      .filter(({ isDurable }) => !isDurable)
      .map((shape) => {
        const testCase = toTestCase(shape, {
          imports: shapedImports,
          top: "const s3 = new S3Client({});",
          body: shapedBody,
        });
        return {
          ...testCase,
          errors: [
            {
              messageId: "floatingPromise" as const,
              data: { work: "s3.send()", caller: "" },
              ...locate(testCase.code, "s3.send"),
              suggestions: [
                {
                  messageId: "addAwait" as const,
                  data: { work: "s3.send()" },
                  output: testCase.code.replace("s3.send", "await s3.send"),
                },
              ],
            },
          ],
        };
      }),
    {
      name: "a function that takes a Lambda event",
      code: `import type { SQSEvent } from "aws-lambda";\nexport async function work(event: SQSEvent) {\n  fetch("https://a.example");\n  return event.Records.length;\n}\n`,
      errors: [
        {
          messageId: "floatingPromise",
          data: { work: "fetch()", caller: "" },
          line: 3,
          column: 3,
          endLine: 3,
          endColumn: 8,
          suggestions: [
            {
              messageId: "addAwait",
              data: { work: "fetch()" },
              output: `import type { SQSEvent } from "aws-lambda";\nexport async function work(event: SQSEvent) {\n  await fetch("https://a.example");\n  return event.Records.length;\n}\n`,
            },
          ],
        },
      ],
    },
    {
      name: "a handler that returns a promise without being async",
      code: `export const handler = (event: any) => {\n  fetch(event.log);\n  return fetch(event.url);\n};\n`,
      errors: [
        {
          messageId: "floatingPromise",
          data: { work: "fetch()", caller: "" },
          line: 2,
          column: 3,
          endLine: 2,
          endColumn: 8,
          suggestions: [],
        },
      ],
    },
  ],
});
