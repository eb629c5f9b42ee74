import rule from "../../src/rules/require-remaining-time-check.js";
import { getHandlerShape, handlerShapes, toTestCase } from "../support/handler-shapes.js";
import { type Location, locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";

const imports = `
import { DynamoDBClient, GetItemCommand, ScanCommand, paginateScan } from "@aws-sdk/client-dynamodb";
import { chargeCustomer, listShops, send } from "./work.js";
const client = new DynamoDBClient({});`;

/** The body of an async handler that has `event` and `context`, in a file with a client and functions of elsewhere. */
function inHandler(body: string, top = ""): string {
  return `${imports}\n${top}\nexport const handler = async (event: any, context: any) => {\n${body}\n};\n`;
}

/** Loops that are not endless in the sense of the rule: by name, the handler's body and what stands before it. */
const bounded: Record<string, string | [body: string, top: string]> = {
  "a list of literals": `for (const table of ["orders", "users"]) await send(table);`,
  "a search in a list that is awaited all the same": `for (const order of event.orders) await event.shops.findIndex((shop) => shop.id === order.shop);`,
  "a search in a list that a helper awaits": [
    `for (const order of event.orders) await indexOf(event.shops, order.shop);`,
    `const indexOf = async (shops: any[], id: string) => { const at = await shops.findIndex((shop) => shop.id === id); return at + 1; };`,
  ],
  "a constant list": [
    `for (const region of REGIONS) await send(region);`,
    `const REGIONS = ["eu-west-1", "us-east-1"];`,
  ],
  "a page of a database that the query bounds": [
    `for (const order of await db.order.findMany({ take: 20 })) await send(order);`,
    `import { PrismaClient } from "@prisma/client"; const db = new PrismaClient();`,
  ],
  "a query's text with its limit": [
    "for (const order of (await db.query(`select id from orders limit ${event.count}`)).rows) await send(order);",
    `import { Pool } from "pg"; const db = new Pool();`,
  ],
  "a template of another package": [
    `for (const line of await text\`lines\`) await send(line);`,
    `import { text } from "./text";`,
  ],
  "a list of literals that hold event data": `for (const id of [event.from, event.to]) await send(id);`,
  "a constant object": [
    `for (const key of Object.keys(LIMITS)) await send(key);`,
    `const LIMITS = { a: 1, b: 2 };`,
  ],
  "entries of a constant object": [
    `for (const [key, value] of Object.entries(LIMITS)) await send(key, value);`,
    `const LIMITS = Object.freeze({ a: 1, b: 2 });`,
  ],
  "a constant object, by key": [
    `for (const key in LIMITS) await send(key);`,
    `const LIMITS = { a: 1, b: 2 };`,
  ],
  "a constant set": `for (const step of new Set(["a", "b"])) await send(step, event.id);`,
  "a constant list, mapped to event data": `for (const key of ["a", "b"].map((name) => event[name])) await send(key);`,
  "a constant list chosen by the event": [
    `for (const target of TARGETS[event.kind]) await send(target);`,
    `const TARGETS: Record<string, string[]> = { a: ["x", "y"], b: ["z"] };`,
  ],
  "an imported list chosen by the event": [
    `for (const t of targets[event.kind]) await send(t);`,
    `import { targets } from "./targets.js";`,
  ],
  "a constant list filtered by the event": [
    `for (const region of REGIONS.filter((name) => event.regions.includes(name))) await send(region);`,
    `const REGIONS = ["eu-west-1", "us-east-1"];`,
  ],
  "a constant list given to a helper": [
    `await sendAll(["a", "b"], event.id);`,
    `const sendAll = async (names: string[], id: string) => { for (const name of names) await send(name, id); };`,
  ],
  "the first ten": `for (const record of event.items.slice(0, 10)) await send(record);`,
  "a range": `for (const page of Array.from({ length: 5 }, (_, index) => index)) await send(event.id, page);`,
  "an imported list": [`for (const shop of shops) await send(shop);`, `import { shops } from "./shops.js";`],
  "an answer of code elsewhere": `for (const shop of await listShops()) await send(shop);`,
  "a counter": `for (let i = 0; i < 3; i++) await send(event.id);`,
  "a constant number of attempts": [
    `for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) await send(event.id);`,
    `const MAX_ATTEMPTS = 5;`,
  ],
  "a list that is refused when it is long": `const MAX = 20; if (!event.items || event.items.length > MAX) { throw new Error("too many"); } if (event.id) { for (const item of event.items) await send(item); }`,
  "a list that is refused when it is long, in a helper": [
    `await sendAll(event.items);`,
    `const sendAll = async (items: string[]) => { if (items.length >= 10) return; for (let i = 0; i < items.length; i++) await send(items[i]); };`,
  ],
  "the items of a small page": `const { Items } = (await client.send(new ScanCommand({ TableName: "t", Limit: 10 }))) as any; for (const item of Items) await send(item);`,
  "the items of a small page, in a helper": [
    `for (const job of await latest(event.id)) await send(job);`,
    `const PAGE = 20;
     const latest = async (id: string) => { const page = (await client.send(new ScanCommand({ TableName: id, Limit: PAGE }))) as any; return page.Items as any[]; };`,
  ],
  "a number nobody shows": [
    `for (let i = 0; i < limit; i++) await send(i);`,
    `import { limit } from "./limits.js";`,
  ],
  "attempts counted in a while": `let attempts = 0; while (attempts < 5) { attempts += 1; await send(event.id); }`,
  "attempts counted down": `let retries = 3; while (retries--) await send(event.id);`,
  "attempts that end by break": `let tries = 0; while (true) { if (++tries > 3) break; await send(event.id); }`,
  "attempts that end by throw": `
    let attempts = 0;
    for (;;) {
      try { return await send(event.id); } catch (error) { if (attempts++ >= 4) throw error; }
    }`,
  "pages up to a number": `
    let token; let pages = 0;
    do { const page = await client.send(new ScanCommand({ ExclusiveStartKey: token })); token = page.LastEvaluatedKey; pages++; }
    while (token && pages < 10);`,
  "items up to a number": `
    const found: unknown[] = []; let token;
    do { const page = await client.send(new ScanCommand({ ExclusiveStartKey: token })); token = page.LastEvaluatedKey; found.push(...page.Items); }
    while (token && found.length < 100);`,
  "a time limit of its own": `
    const end = Date.now() + 5000; let status;
    do { status = await send(event.id); } while (status !== "done" && Date.now() < end);`,
  "a time limit of its own, by moment": [
    `
    const end = moment(event.start).add(5, "seconds"); let status;
    do { status = await send(event.id); } while (status !== "done" && moment().isBefore(end));`,
    `import moment from "moment";`,
  ],
  "a time limit of its own, by luxon": [
    `
    const end = DateTime.now().plus({ seconds: 5 }); let status;
    do { status = await send(event.id); } while (status !== "done" && DateTime.now() < end);`,
    `import { DateTime } from "luxon";`,
  ],
  "elapsed time by dayjs": [
    `
    const start = dayjs();
    for (const item of event.items) { if (dayjs().diff(start, "second") > 20) break; await send(item); }`,
    `const dayjs = require("dayjs");`,
  ],
  "elapsed time": `
    const start = Date.now();
    for (const item of event.items) { if (Date.now() - start > 20_000) break; await send(item); }`,
  "code elsewhere that says when to stop": [
    `for (const item of event.items) { if (budget.isSpent()) break; await send(item); }`,
    `import { budget } from "./budget.js";`,
  ],
  "code elsewhere that a variable asks when to stop": [
    `let token; let isLate; do { const page = await client.send(new ScanCommand({ ExclusiveStartKey: token })); token = page.LastEvaluatedKey; isLate = budget.isSpent(); } while (token && !isLate);`,
    `import { budget } from "./budget.js";`,
  ],
  "a field of a class that extends one elsewhere, which says when to stop": [
    `return new Scan(context).run();`,
    `import { Step } from "./step.js";
     class Scan extends Step {
       async run() {
         let token;
         do { const page = await client.send(new ScanCommand({ ExclusiveStartKey: token })); token = page.LastEvaluatedKey; }
         while (token && !this.budget.isSpent());
       }
     }`,
  ],
  "a block to jump out of": `do { const answer = await send(event.id); if (answer) break; } while (false);`,
  "one pass that returns": `for (const item of event.items) { return await send(item); }`,
  "the first that matches": `for (const rule of event.rules) { if (rule.matches) { await send(rule); return rule; } }`,
  "the first that matches, with break": `for (const rule of event.rules) { if (!rule.matches) continue; await send(rule); break; }`,
  "an error path": `for (const item of event.items) { if (!item.id) { await send(item); throw new Error("no id"); } }`,
  "one of several cases": `for (const item of event.items) { switch (item.kind) { case "a": await send(item); return item; default: continue; } }`,
  "a page that is always the last": `for await (const page of paginateScan({ client }, { TableName: "t" })) { return page.Items; }`,
  "nothing awaited": `for (const item of event.items) console.log(item);`,
  "promises collected": `const work = []; for (const item of event.items) work.push(send(item)); await Promise.all(work);`,
  "parallel work": `await Promise.all(event.items.map(async (item: unknown) => { await send(item); }));`,
  "settled work": `await Promise.allSettled(event.items.map((item: unknown) => send(item)));`,
  "an async callback of forEach": `event.items.forEach(async (item: unknown) => { await send(item); });`,
  "promises that run already": `const work = event.items.map((item: unknown) => send(item)); for (const promise of work) await promise;`,
  "one promise": `const ready = send(event.id); for (const item of event.items) { await ready; console.log(item); }`,
  "a helper that awaits nothing": [
    `for (const item of event.items) await show(item);`,
    `const show = async (item: unknown) => { console.log(item); };`,
  ],
  "helpers that await nothing": [
    `for (const item of event.items) { await Promise.resolve(item); await show(item); }`,
    `const format = (item: unknown) => JSON.stringify(item);
     const show = async (item: unknown) => { await print(item); return format(item); };
     async function print(item: unknown) { console.log(format(item)); }`,
  ],
  "the pieces of one answer": `
    const answer = await client.send(new GetItemCommand({})); const chunks = [];
    for await (const chunk of answer.Body) { chunks.push(chunk); await send(chunk); }`,
  "the bytes of a stream": `const body = await fetch(event.url); let size = 0; for await (const chunk of body.body) size += chunk.length;`,
  "a loop of a callback nobody calls": `const later = async () => { for (const item of event.items) await send(item); }; return { later: typeof later };`,
  "recursion with a count": [
    `await scan(undefined, 0);`,
    `async function scan(key: unknown, page: number): Promise<void> {
       const answer = await client.send(new ScanCommand({ ExclusiveStartKey: key }));
       if (page < 10 && answer.LastEvaluatedKey) await scan(answer.LastEvaluatedKey, page + 1);
     }`,
  ],
  "recursion that counts outside": [
    `await scan(undefined);`,
    `let calls = 0;
     async function scan(key: unknown): Promise<void> {
       const answer = await client.send(new ScanCommand({ ExclusiveStartKey: key }));
       calls += 1;
       if (answer.LastEvaluatedKey && calls < 10) await scan(answer.LastEvaluatedKey);
     }`,
  ],
  "attempts until the wait between them is long": `
    let wait = 200;
    do {
      await new Promise((resolve) => setTimeout(resolve, wait));
      wait *= 1.5;
      const answer = (await client.send(new GetItemCommand({ TableName: "t", Key: {} }))) as any;
      if (answer.Item) break;
    } while (wait < 10_000);`,
  "recursion until an answer is there": [
    `await load();`,
    `let status: unknown;
     async function load(): Promise<void> {
       const answer = (await client.send(new GetItemCommand({ TableName: "t", Key: {} }))) as any;
       status = answer.Item?.status || undefined;
       if (!status) await load();
     }`,
  ],
  "a retry by recursion": [
    `await load(event.url, 3);`,
    `async function load(url: string, attempts: number): Promise<unknown> {
       const answer = await fetch(url);
       return answer.ok || attempts === 0 ? answer : load(url, attempts - 1);
     }`,
  ],
  "a second attempt by recursion": [
    `await load(event.id);`,
    `async function load(id: string): Promise<unknown> {
       const answer = (await client.send(new GetItemCommand({ TableName: "t", Key: { id: { S: id } } }))) as any;
       if (answer.Item) return answer.Item;
       await send(id);
       return load(id);
     }`,
  ],
  "a loop over a tree in memory": `let node = event.tree; while (node) { node = node.next; }`,
  "a list nobody shows, walked": [
    `let node = first; while (node) { await send(node.id); node = node.next; }`,
    `import { first } from "./list.js";`,
  ],
  "a configuration loaded once": [
    `return load();`,
    `let settings: unknown[] | undefined;
     async function load() {
       if (settings) return settings;
       const all: unknown[] = []; let token;
       do { const page = await client.send(new ScanCommand({ ExclusiveStartKey: token })); all.push(...page.Items); token = page.LastEvaluatedKey; } while (token);
       settings = all;
       return settings;
     }`,
  ],
};

/** Every spelling of a look at the time that is left. */
const checked: Record<string, string | [body: string, top: string]> = {
  "in the loop": `for (const item of event.items) { if (context.getRemainingTimeInMillis() < 5000) return { rest: item }; await send(item); }`,
  "with an optional chain": `for (const item of event.items) { if ((context?.getRemainingTimeInMillis?.() ?? 0) < 5000) break; await send(item); }`,
  "in the condition": `let token; do { const page = await client.send(new ScanCommand({ ExclusiveStartKey: token })); token = page.LastEvaluatedKey; } while (token && context.getRemainingTimeInMillis() > 5000);`,
  "in brackets": `for (const item of event.items) { if (context["getRemainingTimeInMillis"]() < 5000) break; await send(item); }`,
  "in a log": `for (const item of event.items) { console.log(context.getRemainingTimeInMillis()); await send(item); }`,
  "in a helper": [
    `for (const item of event.items) { if (isLate(context)) break; await send(item); }`,
    `const isLate = (lambdaContext: any) => lambdaContext.getRemainingTimeInMillis() < 5000;`,
  ],
  "in a helper of a helper": [
    `for (const item of event.items) await sendInTime(item, context);`,
    `const isLate = (c: any) => c.getRemainingTimeInMillis() < 5000;
     const sendInTime = async (item: unknown, c: any) => { if (isLate(c)) throw new Error("late"); await send(item); };`,
  ],
  "by a closure": `const isLate = () => context.getRemainingTimeInMillis() < 5000; for (const item of event.items) { if (isLate()) break; await send(item); }`,
  "by a callback given to the helper that loops": [
    `await sendAll(event.items, () => context.getRemainingTimeInMillis() < 5000);`,
    `async function sendAll(items: unknown[], isLate: () => boolean) { for (const item of items) { if (isLate()) break; await send(item); } }`,
  ],
  "the method taken off the context": `const { getRemainingTimeInMillis } = context; for (const item of event.items) { if (getRemainingTimeInMillis() < 5000) break; await send(item); }`,
  "the method bound": `const timeLeft = context.getRemainingTimeInMillis.bind(context); for (const item of event.items) { if (timeLeft() < 5000) break; await send(item); }`,
  "a deadline": `const deadline = Date.now() + context.getRemainingTimeInMillis() - 2000; for (const item of event.items) { if (Date.now() > deadline) break; await send(item); }`,
  "a deadline given to a helper": [
    `await sendAll(event.items, Date.now() + context.getRemainingTimeInMillis());`,
    `async function sendAll(items: unknown[], deadline: number) { for (const item of items) { if (performance.now() > deadline) break; await send(item); } }`,
  ],
  "a clock that a helper of the loop reads": [
    `const started = Date.now(); for (const item of event.items) { if (isLate(started)) break; await send(item); }`,
    `const now = () => Date.now(); const isLate = (since: number) => now() - since > 5000;`,
  ],
  "a budget of items": `const budget = context.getRemainingTimeInMillis() / 200; let done = 0; for (const item of event.items) { if (done++ > budget) break; await send(item); }`,
  "AbortSignal.timeout": `const signal = AbortSignal.timeout(context.getRemainingTimeInMillis() - 1000); for (const item of event.items) await fetch(item, { signal });`,
  "an aborted signal": `const signal = AbortSignal.timeout(context.getRemainingTimeInMillis() - 1000); for (const item of event.items) { signal.throwIfAborted(); await send(item); }`,
  "a controller aborted by a timer": `
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), context.getRemainingTimeInMillis() - 1000);
    for (const item of event.items) await fetch(item, { signal: controller.signal });
    clearTimeout(timer);`,
  "a controller's signal, aborted by a bound method": `
    const controller = new AbortController();
    const { signal } = controller;
    setTimeout(controller.abort.bind(controller), context.getRemainingTimeInMillis() - 1000).unref();
    for (const item of event.items) { if (signal.aborted) break; await send(item); }`,
  "a flag set by a timer": `
    let isLate = false;
    setTimeout(() => { isLate = true; }, context.getRemainingTimeInMillis() - 1000);
    for (const item of event.items) { if (isLate) break; await send(item); }`,
  "a race against a timer": `
    const timeout = new Promise((resolve) => setTimeout(resolve, context.getRemainingTimeInMillis() - 1000));
    for (const item of event.items) await Promise.race([send(item), timeout]);`,
  "the context given to code elsewhere": `for (const item of event.items) await send(item, context);`,
  "the context in an object": `for (const item of event.items) await send({ item, context });`,
  "the method given to code elsewhere": `for (const item of event.items) await send(item, context.getRemainingTimeInMillis);`,
  "an object made from the context": [
    `const budget = new TimeBudget(context); for (const item of event.items) { if (budget.isSpent(5000)) break; await send(item); }`,
    `import { TimeBudget } from "./time-budget.js";`,
  ],
  "a class of the file": [
    `const budget = new TimeBudget(context); for (const item of event.items) { if (budget.isSpent) break; await send(item); }`,
    `class TimeBudget { constructor(private readonly context: any) {} get isSpent() { return this.context.getRemainingTimeInMillis() < 5000; } }`,
  ],
  "a nested loop in a checked one": `
    for (const shop of event.shops) {
      if (context.getRemainingTimeInMillis() < 5000) break;
      for (const order of shop.orders) await send(order);
    }`,
  "the loop of a helper that a checked loop calls": [
    `for (const shop of event.shops) { if (context.getRemainingTimeInMillis() < 5000) break; await sendAll(shop.orders); }`,
    `const sendAll = async (orders: unknown[]) => { for (const order of orders) await send(order); };`,
  ],
  "the loop of a helper that a loop calls whose condition looks at the time": [
    `let token: any = null; while (token !== undefined && context.getRemainingTimeInMillis() >= 60_000) { const page = await read(token); await sendAll(page.items); token = page.token; }`,
    `const read = async (token: any) => { try { const page = await client.send(new ScanCommand({ ExclusiveStartKey: token, ExpressionAttributeValues: { ":now": Date.now() } as any })); return { items: page.Items ?? [], token: page.LastEvaluatedKey }; } catch (error) { throw new Error("failed", { cause: error }); } };
    const sendAll = async (orders: unknown[]) => { for (const order of orders) await send(order); };`,
  ],
  "a generator whose consumer checks": [
    `for await (const page of pages()) { if (context.getRemainingTimeInMillis() < 5000) break; console.log(page); }`,
    `async function* pages() { let token; do { const page = await client.send(new ScanCommand({ ExclusiveStartKey: token })); yield page.Items; token = page.LastEvaluatedKey; } while (token); }`,
  ],
  "a recursion": [
    `await scan(undefined, context);`,
    `async function scan(key: unknown, c: any): Promise<void> {
       const page = await client.send(new ScanCommand({ ExclusiveStartKey: key }));
       if (page.LastEvaluatedKey && c.getRemainingTimeInMillis() > 5000) await scan(page.LastEvaluatedKey, c);
     }`,
  ],
};

/** Ids that are drawn until one is free. */
const draws: Record<string, string | [body: string, top: string]> = {
  "a random id": `let taken: any; do { event.id = crypto.randomUUID(); taken = await send(event.id); } while (taken);`,
  "a random number that a helper makes text of": [
    `while (true) { const code = shorten(6); if (!(await send({ Key: code }))) return code; }`,
    `const shorten = (length: number) => Math.random().toString(36).slice(2, 2 + length);`,
  ],
  "an address that another file draws": [
    `let isFree = false; while (!isFree) { const address = generateAddress(event.name); const found: any = await send(address); isFree = found === undefined; }`,
    `import { generateAddress } from "./addresses.js";`,
  ],
  "an id of a function that a package makes": [
    `let id = ""; let found: any = true; do { id = draw(); found = await send(id); } while (found);`,
    `import { customAlphabet } from "nanoid"; const draw = customAlphabet("abcdef", 6);`,
  ],
  "a code that fits a pattern": [
    `let code = ""; let found: any = true; do { code = codes.gen(); found = await send(code); } while (found);`,
    `import RandExp from "randexp"; const codes = new RandExp(/[A-Z]{4}/);`,
  ],
  "an id with a prefix": `let code = ""; let id; let found: any; do { code = crypto.randomUUID(); id = \`order-\${code}\`; found = await send(id); } while (found === 400);`,
  "an id of another package": [
    `let id = ""; let found: any = true; do { id = uuid4(); found = await send(id); } while (found === 400);`,
    `import uuid4 from "uuid4";`,
  ],
  "an id of a package": [
    `let id = ""; let found: any = true; while (id === "" || found) { id = uuid(); found = await send(id); }`,
    `import { v4 as uuid } from "uuid";`,
  ],
};

const otherValid: Record<string, string> = {
  "no handler": `${imports}\nexport const run = async (items: unknown[]) => { for (const item of items) await send(item); };`,
  "a list that a route has refused above a small number": `import express from "express"; import serverless from "serverless-http"; const app = express();
app.post("/orders", async (req, res) => { const { items } = req.body; if (items.length > 20) throw new Error("too many"); for (const item of items) await fetch(item.url); res.json({}); });
export const handler = serverless(app);`,
  "a list of literals of a route's data": `import express from "express"; import serverless from "serverless-http"; const app = express();
app.post("/orders", async (req, res) => { for (const url of [req.body.from, req.body.to]) await fetch(url); res.json({}); });
export const handler = serverless(app);`,
  "a loop at init": `${imports}\nfor await (const page of paginateScan({ client }, { TableName: "t" })) console.log(page);\nexport const handler = async () => {};`,
  "a topic's record": `
    import type { SNSHandler } from "aws-lambda";
    import { send } from "./work.js";
    export const notify: SNSHandler = async (event) => { for (const record of event.Records) await send(record.Sns.Message); };`,
  "a topic's record, untyped": `
    import { send } from "./work.js";
    export const handler = async ({ Records }) => { for (const record of Records) await send(record.Sns.Message); };`,
  "an incoming mail": `
    import type { SESEvent } from "aws-lambda";
    import { send } from "./work.js";
    export const filter = async (event: SESEvent) => { for (const record of event.Records) await send(record.ses.mail.messageId); };`,
  "an incoming mail, untyped": `
    import { send } from "./work.js";
    export const handler = async (event) => { for (const record of event.Records) await send(record.ses.mail); };`,
  "Powertools' batch processor": `
    import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
    import type { SQSHandler, SQSRecord } from "aws-lambda";
    import { send } from "./work.js";
    const processor = new BatchProcessor(EventType.SQS);
    const recordHandler = async (record: SQSRecord) => { await send(record.body); };
    export const handler: SQSHandler = async (event, context) => processPartialResponse(event, recordHandler, processor, { context });`,
  "what a middleware puts on the context that may tell the time": `
    import middy from "@middy/core";
    import ssm from "@middy/ssm";
    import { budget } from "./budget.js";
    import { send } from "./work.js";
    export const handler = middy(async (event: any, context: any) => {
      for (const record of event.Records) await send(record, context.budget);
    }).use(budget()).use(ssm({ fetchData: { topic: "/app/topic" }, setToContext: true }));`,
  "middy's signal": `
    import middy from "@middy/core";
    import { send } from "./work.js";
    export const handler = middy(async (event: any, context: any, { signal }: any) => {
      for (const item of event.items) { if (signal.aborted) break; await send(item, context.awsRequestId); }
    });`,
  "a durable execution's wait": `
    import { withDurableExecution } from "@aws/durable-execution-sdk-js";
    export const handler = withDurableExecution(async (event, context) => {
      let token; do { const page = await context.step(async () => fetch(event.url)); token = page.next; } while (token);
    });`,
  "a class that keeps the context": `
    import type { Context } from "aws-lambda";
    import { send } from "./work.js";
    class Orders {
      context: Context;
      async handler(event: any, context: Context) { this.context = context; await this.sendAll(event.items); }
      async sendAll(items: unknown[]) { for (const item of items) { if (this.context.getRemainingTimeInMillis() < 5000) return; await send(item); } }
    }
    const orders = new Orders();
    export const handler = orders.handler.bind(orders);`,
  "the remaining time, logged": `export const handler = async (event, context) => { console.log(context.getRemainingTimeInMillis()); };`,
  "the remaining time, returned": `export const handler = async (event, context) => { const left = context.getRemainingTimeInMillis(); return { left }; };`,
  "the remaining time, written and read": `export const handler = async (event, context) => { let left; left = context.getRemainingTimeInMillis(); console.log(left); };`,
  "the remaining time outside an invocation": `export const probe = (clock) => { clock.getRemainingTimeInMillis(); }; export const handler = async () => {};`,
};

const extents = {
  items: (text: string) => `for every item of \`${text}\``,
  whileHolds: (text: string) => `as long as \`${text}\` holds`,
  pages: "for every page",
  someItems: "for every item",
  passes: "until something ends it",
};

/** Loops that are reported: the body, what stands before the handler, the loop's head and how often it works. */
const unchecked: Record<string, { body: string; top?: string; head: string; extent: string }> = {
  records: {
    body: `for (const record of event.Records) {\n  await send(record);\n}`,
    head: `for (const record of event.Records)`,
    extent: extents.items("event.Records"),
  },
  "records that a client of the name of a source works on": {
    body: `for (const record of event.Records) await clients.ses.send(record);`,
    top: `import * as clients from "./clients.js";`,
    head: `for (const record of event.Records)`,
    extent: extents.items("event.Records"),
  },
  "records without a block": {
    body: `for (const record of event.Records) await send(record);`,
    head: `for (const record of event.Records)`,
    extent: extents.items("event.Records"),
  },
  "parsed items": {
    body: `const { orders } = JSON.parse(event.body); for (const order of orders) await send(order);`,
    head: `for (const order of orders)`,
    extent: extents.items("orders"),
  },
  "destructured parameter": {
    body: `await run(event);`,
    top: `const run = async ({ items }: any) => { for (const item of items) await send(item); };`,
    head: `for (const item of items)`,
    extent: extents.items("items"),
  },
  "keys of an object": {
    body: `for (const key in event.headers) await send(key);`,
    head: `for (const key in event.headers)`,
    extent: extents.items("event.headers"),
  },
  entries: {
    body: `for (const [key, value] of Object.entries(event.fields)) await send(key, value);`,
    head: `for (const [key, value] of Object.entries(event.fields))`,
    extent: extents.items("Object.entries(event.fields)"),
  },
  "an index": {
    body: `for (let i = 0; i < event.items.length; i++) await send(event.items[i]);`,
    head: `for (let i = 0; i < event.items.length; i++)`,
    extent: extents.items("event.items"),
  },
  "chunks by index": {
    body: `for (let i = 0; i < event.items.length; i += 25) await send(event.items.slice(i, i + 25));`,
    head: `for (let i = 0; i < event.items.length; i += 25)`,
    extent: extents.items("event.items"),
  },
  "a number of the event": {
    body: `for (let i = 0; i < event.count; i++) await send(i);`,
    head: `for (let i = 0; i < event.count; i++)`,
    extent: extents.items("event.count"),
  },
  "chunks of parallel work": {
    body: `for (const chunk of chunksOf(event.items)) await Promise.all(chunk.map((item) => send(item)));`,
    top: `const chunksOf = (items: string[]) => { const chunks: string[][] = []; for (let i = 0; i < items.length; i += 10) chunks.push(items.slice(i, i + 10)); return chunks; };`,
    head: `for (const chunk of chunksOf(event.items))`,
    extent: extents.items("chunksOf(event.items)"),
  },
  "a promise started in the pass": {
    body: `for (const item of event.items) { const sent = send(item); console.log(item); await sent; }`,
    head: `for (const item of event.items)`,
    extent: extents.items("event.items"),
  },
  "a chain of then": {
    body: `for (const item of event.items) await send(item).catch((error: unknown) => console.error(error));`,
    head: `for (const item of event.items)`,
    extent: extents.items("event.items"),
  },
  "a helper with a timer": {
    body: `for (const item of event.items) { console.log(item); await sleep(100); }`,
    top: `const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));`,
    head: `for (const item of event.items)`,
    extent: extents.items("event.items"),
  },
  "a helper that asks": {
    body: `for (const id of event.ids) await load(id);`,
    top: `const load = async (id: string) => { const answer = await client.send(new GetItemCommand({ TableName: "t", Key: { id: { S: id } } })); return answer.Item; };`,
    head: `for (const id of event.ids)`,
    extent: extents.items("event.ids"),
  },
  "items of an answer": {
    body: `const { Items } = await client.send(new ScanCommand({ TableName: "t" })); for (const item of Items) await send(item);`,
    head: `for (const item of Items)`,
    extent: extents.items("Items"),
  },
  "a list that is refused when it is very long": {
    body: `if (event.items.length > 500) throw new Error("too many"); for (const item of event.items) await send(item);`,
    head: `for (const item of event.items)`,
    extent: extents.items("event.items"),
  },
  "another list that is refused when it is long": {
    body: `if (event.others.length > 5) throw new Error("too many"); for (const item of event.items) await send(item);`,
    head: `for (const item of event.items)`,
    extent: extents.items("event.items"),
  },
  "a list that is logged when it is long": {
    body: `if (event.items.length > 5) { console.log("many"); } for (const item of event.items) await send(item);`,
    head: `for (const item of event.items)`,
    extent: extents.items("event.items"),
  },
  "a list that is refused when it is short": {
    body: `if (event.items.length < 5) { throw new Error("few"); } for (const item of event.items) await send(item);`,
    head: `for (const item of event.items)`,
    extent: extents.items("event.items"),
  },
  "a list that is refused on another way": {
    body: `if (event.id) { if (event.items.length > 5) return; } for (const item of event.items) await send(item);`,
    head: `for (const item of event.items)`,
    extent: extents.items("event.items"),
  },
  "the items of a large page": {
    body: `const { Items } = await client.send(new ScanCommand({ TableName: "t", Limit: 500 })); for (const item of Items) await send(item);`,
    head: `for (const item of Items)`,
    extent: extents.items("Items"),
  },
  "the items of a page that the event bounds": {
    body: `const { Items } = await client.send(new ScanCommand({ TableName: "t", Limit: event.limit })); for (const item of Items) await send(item);`,
    head: `for (const item of Items)`,
    extent: extents.items("Items"),
  },
  "items of an answer, in another function": {
    body: `await sendAll(await load());`,
    top: `const load = async () => (await client.send(new ScanCommand({ TableName: "t" }))).Items;
          async function sendAll(items: any) { for (const item of items.filter((item: any) => item.isOpen)) await send(item); }`,
    head: `for (const item of items.filter((item: any) => item.isOpen))`,
    extent: extents.items("items.filter((item: any) => item.isOpen)"),
  },
  "items collected from records": {
    body: `const keys: string[] = []; for (const record of event.Records) keys.push(record.key); for (const key of keys) await send(key);`,
    head: `for (const key of keys)`,
    extent: extents.items("keys"),
  },
  "a long expression": {
    body: `for (const item of event.items.filter((item: any) => item.isOpen && item.amount > 0 && item.customer)) await send(item);`,
    head: `for (const item of event.items.filter((item: any) => item.isOpen && item.amount > 0 && item.customer))`,
    extent: extents.someItems,
  },
  "an answer with continue": {
    body: `for (const item of event.items) { if (!item.id) continue; await send(item); }`,
    head: `for (const item of event.items)`,
    extent: extents.items("event.items"),
  },
  "attempts counted for each item": {
    body: `for (const item of event.items) { let attempts = 0; while (attempts < 3) { try { await send(item); break; } catch (error) { if (++attempts === 3) throw error; } } }`,
    head: `for (const item of event.items)`,
    extent: extents.items("event.items"),
  },
  "attempts set back for each item": {
    body: `let attempts; for (const item of event.items) { attempts = 0; do { attempts++; if (attempts > 3) throw new Error("failed"); } while (!(await send(item))); }`,
    head: `for (const item of event.items)`,
    extent: extents.items("event.items"),
  },
  "an answer in a try that returns only when it succeeds": {
    body: `for (const url of event.mirrors) { try { return await fetch(url); } catch (error) { console.warn(error); } }`,
    head: `for (const url of event.mirrors)`,
    extent: extents.items("event.mirrors"),
  },
  "a check of something else's length": {
    body: `for (const item of event.items) { if (item.name.length > 100) throw new Error("long"); await send(item); }`,
    head: `for (const item of event.items)`,
    extent: extents.items("event.items"),
  },
  "other parts of the context": {
    body: `const { awsRequestId } = context; for (const item of event.items) await send(item, awsRequestId, context.functionName);`,
    head: `for (const item of event.items)`,
    extent: extents.items("event.items"),
  },
  "a helper that reads other parts of the context": {
    body: `for (const item of event.items) await sendFor(item, context);`,
    top: `const sendFor = async (item: unknown, c: any) => { await send(item, c.awsRequestId); };`,
    head: `for (const item of event.items)`,
    extent: extents.items("event.items"),
  },
  "a check before the loop only": {
    body: `if (context.getRemainingTimeInMillis() < 5000) return; for (const item of event.items) await send(item);`,
    head: `for (const item of event.items)`,
    extent: extents.items("event.items"),
  },
  "a timer that only warns": {
    body: `setTimeout(() => console.warn("late"), context.getRemainingTimeInMillis() - 1000); for (const item of event.items) { console.log(item); await send(item); }`,
    head: `for (const item of event.items)`,
    extent: extents.items("event.items"),
  },
  "a constant signal": {
    body: `for (const url of event.urls) await fetch(url, { signal: AbortSignal.timeout(1000) });`,
    head: `for (const url of event.urls)`,
    extent: extents.items("event.urls"),
  },
  "a paginator": {
    body: `for await (const page of paginateScan({ client }, { TableName: "t" })) console.log(page.Items);`,
    head: `for await (const page of paginateScan({ client }, { TableName: "t" }))`,
    extent: extents.pages,
  },
  "a paginator in a variable": {
    body: `const pages = paginateScan({ client }, { TableName: "t" }); for await (const page of pages) console.log(page.Items);`,
    head: `for await (const page of pages)`,
    extent: extents.pages,
  },
  "a cursor of a database": {
    body: `for await (const order of db.find({ open: true })) console.log(order);`,
    top: `import { MongoClient } from "mongodb"; const db = new MongoClient("mongodb://localhost").db().collection("orders");`,
    head: `for await (const order of db.find({ open: true }))`,
    extent: extents.pages,
  },
  "a generator of the file": {
    body: `for await (const page of pages()) console.log(page);`,
    top: `async function* pages() { let token; do { const page = await client.send(new ScanCommand({ ExclusiveStartKey: token })); yield page.Items; token = page.LastEvaluatedKey; } while (token); }`,
    head: `for await (const page of pages())`,
    extent: extents.pages,
  },
  "lines of a file": {
    body: `const answer = await client.send(new GetItemCommand({})); for await (const line of createInterface({ input: answer.Body })) await send(line);`,
    top: `import { createInterface } from "node:readline";`,
    head: `for await (const line of createInterface({ input: answer.Body }))`,
    extent: extents.items("createInterface({ input: answer.Body })"),
  },
  "records awaited by for await": {
    body: `for await (const record of event.Records) await send(record);`,
    head: `for await (const record of event.Records)`,
    extent: extents.items("event.Records"),
  },
  "a token in do": {
    body: `let token; do token = (await send(token)).next; while (token);`,
    head: `while (token)`,
    extent: extents.whileHolds("token"),
  },
  "a token in while": {
    body: `let page = await send(); while (page.next !== undefined) { page = await send(page.next); }`,
    head: `while (page.next !== undefined)`,
    extent: extents.whileHolds("page.next !== undefined"),
  },
  "a token in for": {
    body: `for (let token = event.token; token; token = (await send(token)).next) console.log(token);`,
    head: `for (let token = event.token; token; token = (await send(token)).next)`,
    extent: extents.whileHolds("token"),
  },
  "a status": {
    body: `let status = "RUNNING"; while (status === "RUNNING") { await sleep(1000); status = await send(event.id); }`,
    top: `const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));`,
    head: `while (status === "RUNNING")`,
    extent: extents.whileHolds(`status === "RUNNING"`),
  },
  "a flag": {
    body: `let isDone = false; while (!isDone) { try { await send(event.id); isDone = true; } catch { console.warn("again"); } }`,
    head: `while (!isDone)`,
    extent: extents.whileHolds("!isDone"),
  },
  "a work list": {
    body: `const queue = [...event.items]; while (queue.length > 0) { await send(queue.shift()); }`,
    head: `while (queue.length > 0)`,
    extent: extents.whileHolds("queue.length > 0"),
  },
  "a walk that finds more to do": {
    body: `const queue = ["/"]; while (queue.length > 0) { const found = await send(queue.pop()); queue.push(...found); }`,
    head: `while (queue.length > 0)`,
    extent: extents.whileHolds("queue.length > 0"),
  },
  "for ever until an answer": {
    body: `for (;;) { const page = await send(event.id); if (!page.next) break; }`,
    head: `for (;;)`,
    extent: extents.passes,
  },
  "while true": {
    body: `while (true) { const { messages } = await send(event.id); if (messages.length === 0) return; }`,
    head: `while (true)`,
    extent: extents.passes,
  },
  "a retry that never gives up": {
    body: `while (true) { try { return await send(event.id); } catch (error: any) { if (error.name !== "Throttled") throw error; await sleep(50); } }`,
    top: `const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));`,
    head: `while (true)`,
    extent: extents.passes,
  },
  "pages counted against a number of the answer": {
    body: `let page = 1; let total; do { const answer = await send(page); total = answer.pages; page++; } while (page <= total);`,
    head: `while (page <= total)`,
    extent: extents.whileHolds("page <= total"),
  },
  "the outermost of nested loops": {
    body: `for (const shop of event.shops) { for (const order of shop.orders) { await send(order); } }`,
    head: `for (const shop of event.shops)`,
    extent: extents.items("event.shops"),
  },
  "an unbounded loop in a constant one": {
    body: `for (const table of ["a", "b"]) { let token; do { const page = await send(table, token); token = page.next; } while (token); }`,
    head: `while (token)`,
    extent: extents.whileHolds("token"),
  },
  "pages of a helper whose request holds the time": {
    body: `await readAll();`,
    top: `const readAll = async () => { let token: any = null; while (token !== undefined) { const page = await read(token); console.log(page.items); token = page.token; } };
    const read = async (token: any) => { const page = await client.send(new ScanCommand({ ExclusiveStartKey: token, ExpressionAttributeValues: { ":now": Date.now() } as any })); return { items: page.Items ?? [], token: page.LastEvaluatedKey }; };`,
    head: `while (token !== undefined)`,
    extent: extents.whileHolds("token !== undefined"),
  },
  "pages that end at a day from before the loop": {
    body: `return collect(event.next, new Date());`,
    top: `const collect = async (start: string, since: Date) => { let next = start; while (next) { const page = await send(next); for (const order of page.orders) { if (new Date(order.date) < since) return; } next = page.next; } };`,
    head: `while (next)`,
    extent: extents.whileHolds("next"),
  },
  "pages of an order with a random id": {
    body: `await sendAll(event.next);`,
    top: `const sendAll = async (first: any) => { let next = first; while (next) { const id = crypto.randomUUID(); next = await send(next); await send(id); } };`,
    head: `while (next)`,
    extent: extents.whileHolds("next"),
  },
  "the outermost across a call": {
    body: `for (const shop of event.shops) await sendAll(shop.orders);`,
    top: `const sendAll = async (orders: unknown[]) => { for (const order of orders) await send(order); };`,
    head: `for (const shop of event.shops)`,
    extent: extents.items("event.shops"),
  },
  "work in a nested callback": {
    body: `for (const shop of event.shops) await Promise.all(shop.orders.map(async (order: any) => { for (const item of order.items) await send(item); }));`,
    head: `for (const shop of event.shops)`,
    extent: extents.items("event.shops"),
  },
};

const recursions: Record<string, { body: string; top: string; call: string }> = {
  "over a key": {
    body: `await scan();`,
    top: `async function scan(key?: unknown): Promise<void> { const page = await client.send(new ScanCommand({ ExclusiveStartKey: key })); if (page.LastEvaluatedKey) await scan(page.LastEvaluatedKey); }`,
    call: "scan",
  },
  "over a local": {
    body: `return load("first", []);`,
    top: `const load = async (token: string, all: unknown[]): Promise<unknown[]> => { const page = await send(token); const next = page.next; return next ? load(next, [...all, page]) : all; };`,
    call: "load",
  },
  "with an object of parameters": {
    body: `await scan({ TableName: "t" });`,
    top: `async function scan(request: any): Promise<void> { const page = await client.send(new ScanCommand(request)); if (page.LastEvaluatedKey) { request.ExclusiveStartKey = page.LastEvaluatedKey; return scan(request); } }`,
    call: "scan",
  },
  "with a cursor that stands outside": {
    body: `return listAll().start();`,
    top: `function listAll() {
      let cursor: string | undefined;
      const users: unknown[] = [];
      const load = async (): Promise<void> => {
        const page = (await client.send(new ScanCommand({ ExclusiveStartKey: cursor as any }))) as any;
        users.push(...(page.Items ?? []));
        cursor = page.LastEvaluatedKey || undefined;
        if (cursor) await load();
      };
      return { start: load };
    }`,
    call: "load",
  },
  "in a chain of then": {
    body: `return scan();`,
    top: `function scan(key?: unknown): Promise<unknown> { return client.send(new ScanCommand({ ExclusiveStartKey: key })).then((page: any) => page.LastEvaluatedKey ? scan(page.LastEvaluatedKey) : undefined); }`,
    call: "scan",
  },
  "over what is left, without a cursor": {
    body: `await empty(event.bucket);`,
    top: `const empty = async (bucket: string): Promise<void> => { const page = await client.send(new ScanCommand({ TableName: bucket })) as any; await send(page.Items); if (page.IsTruncated) await empty(bucket); };`,
    call: "empty",
  },
  "of a method": {
    body: `await new Table().scan();`,
    top: `class Table { async scan(key?: unknown): Promise<void> { const page = await client.send(new ScanCommand({ ExclusiveStartKey: key })); if (page.LastEvaluatedKey) await this.scan(page.LastEvaluatedKey); } }`,
    call: "this.scan",
  },
};

const records =
  "the records that are left as `batchItemFailures` (the event source needs `ReportBatchItemFailures`)";
const token = "a continuation token";

function report(code: string, head: string, extent: string, location?: Location) {
  return {
    messageId: "loopWithoutTimeCheck" as const,
    data: { extent, caller: "" },
    ...(location ?? locate(code, head)),
  };
}

function suggest(continuation: string, output: string) {
  return [{ messageId: "addTimeGuard" as const, data: { continuation }, output }];
}

/** Suggestions: the file, the loop's head, what is added where. Each pair is what stands there and what replaces it. */
const suggested: Record<
  string,
  {
    code: string;
    filename?: string;
    head: string;
    extent: string;
    edits: [string, string][];
    continuation: string;
  }
> = {
  "records of a queue, typed": {
    code: `
import type { SQSHandler } from "aws-lambda";
export const consume: SQSHandler = async (event) => {
  for (const record of event.Records) {
    // Each message is an order.
    await fetch(record.body);
  }
};
`,
    head: "for (const record of event.Records)",
    extent: extents.items("event.Records"),
    edits: [
      ["async (event)", "async (event, context)"],
      [
        "    // Each message",
        `    if (context.getRemainingTimeInMillis() < 10_000) {
      return { batchItemFailures: event.Records.slice(event.Records.indexOf(record)).map(({ messageId }) => ({ itemIdentifier: messageId })) };
    }
    // Each message`,
      ],
    ],
    continuation: records,
  },
  "records of a queue, with failures reported and an inline signature": {
    code: `
import { SQSEvent, SQSBatchResponse, type SQSBatchItemFailure } from "aws-lambda";
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
    const failures: SQSBatchItemFailure[] = [];
    for (const record of event.Records) {
        try {
            await fetch(record.body);
        } catch {
            failures.push({ itemIdentifier: record.messageId });
        }
    }
    return { batchItemFailures: failures };
}
`,
    head: "for (const record of event.Records)",
    extent: extents.items("event.Records"),
    edits: [
      ["type SQSBatchItemFailure }", "type SQSBatchItemFailure, type Context }"],
      ["(event: SQSEvent)", "(event: SQSEvent, context: Context)"],
      [
        "        try {",
        `        if (context.getRemainingTimeInMillis() < 10_000) {
            return { batchItemFailures: [...failures, ...event.Records.slice(event.Records.indexOf(record)).map(({ messageId }) => ({ itemIdentifier: messageId }))] };
        }
        try {`,
      ],
    ],
    continuation: records,
  },
  "records of a queue, untyped, by index": {
    code: `
exports.handler = async (event) => {
  for (let i = 0; i < event.Records.length; i++) {
    await fetch(event.Records[i].body);
  }
};
`,
    filename: "src/handler.cjs",
    head: "for (let i = 0; i < event.Records.length; i++)",
    extent: extents.items("event.Records"),
    edits: [
      ["async (event)", "async (event, context)"],
      [
        "    await",
        `    if (context.getRemainingTimeInMillis() < 10_000) {
      return { batchItemFailures: event.Records.slice(i).map(({ messageId }) => ({ itemIdentifier: messageId })) };
    }
    await`,
      ],
    ],
    continuation: records,
  },
  "records of a queue, any in TypeScript": {
    code: `
export const handler = async (event: any, context: any) => {
  for (const record of event.Records) { await fetch(record.body); }
};
`,
    head: "for (const record of event.Records)",
    extent: extents.items("event.Records"),
    edits: [
      [
        "await fetch",
        `if (context.getRemainingTimeInMillis() < 10_000) {
    return { batchItemFailures: event.Records.slice(event.Records.indexOf(record)).map(({ messageId }: { messageId: string }) => ({ itemIdentifier: messageId })) };
  }
  await fetch`,
      ],
    ],
    continuation: records,
  },
  "records of a stream": {
    code: `
import type { KinesisStreamHandler } from "aws-lambda";
export const consume: KinesisStreamHandler = async event => {
  for (const record of event.Records) {
    await fetch(record.kinesis.data);
  }
};
`,
    head: "for (const record of event.Records)",
    extent: extents.items("event.Records"),
    edits: [
      ["async event", "async (event, context)"],
      [
        "    await",
        `    if (context.getRemainingTimeInMillis() < 10_000) {
      return { batchItemFailures: [{ itemIdentifier: record.kinesis.sequenceNumber }] };
    }
    await`,
      ],
    ],
    continuation: records,
  },
  "records of a table's stream": {
    code: `
import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from "aws-lambda";
export const handler = async (event: DynamoDBStreamEvent, _context: Context): Promise<DynamoDBBatchResponse> => {
  for (const record of event.Records) {
    await fetch(record.eventName ?? "");
  }
  return { batchItemFailures: [] };
};
`,
    head: "for (const record of event.Records)",
    extent: extents.items("event.Records"),
    edits: [
      [
        "    await",
        `    if (_context.getRemainingTimeInMillis() < 10_000) {
      return { batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? "" }] };
    }
    await`,
      ],
    ],
    continuation: records,
  },
  "records of a table's stream, untyped": {
    code: `
export const handler = async (event) => {
  for (const record of event.Records) {
    await fetch(record.dynamodb.NewImage.url.S);
  }
};
`,
    filename: "src/handler.mjs",
    head: "for (const record of event.Records)",
    extent: extents.items("event.Records"),
    edits: [
      ["async (event)", "async (event, context)"],
      [
        "    await",
        `    if (context.getRemainingTimeInMillis() < 10_000) {
      return { batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? "" }] };
    }
    await`,
      ],
    ],
    continuation: records,
  },
  "a token, without parameters": {
    code: `
import { DynamoDBClient, ScanCommand, type ScanCommandOutput } from "@aws-sdk/client-dynamodb";
const client = new DynamoDBClient({});
export const handler = async () => {
  let key: ScanCommandOutput["LastEvaluatedKey"];
  do {
    const page: ScanCommandOutput = await client.send(new ScanCommand({ TableName: "t", ExclusiveStartKey: key }));
    key = page.LastEvaluatedKey;
  } while (key);
};
`,
    head: "while (key)",
    extent: extents.whileHolds("key"),
    edits: [
      ["async ()", "async (_event: unknown, context: { getRemainingTimeInMillis(): number })"],
      [
        "    const page",
        `    if (context.getRemainingTimeInMillis() < 10_000) {
      return { continuationToken: key };
    }
    const page`,
      ],
    ],
    continuation: token,
  },
  "a token, without parameters in JavaScript": {
    code: `
export const handler = async () => {
  let continuationToken;
  for (;;) {
    const answer = await fetch("https://example.com/" + continuationToken);
    continuationToken = (await answer.json()).next;
    if (!continuationToken) break;
    await fetch(continuationToken);
  }
};
`,
    filename: "src/handler.mjs",
    head: "for (;;)",
    extent: extents.passes,
    edits: [
      ["async ()", "async (_event, context)"],
      [
        "    const answer",
        `    if (context.getRemainingTimeInMillis() < 10_000) {
      return { continuationToken };
    }
    const answer`,
      ],
    ],
    continuation: token,
  },
  "a token of a request, for a gateway": {
    code: `
import type { APIGatewayProxyHandlerV2 } from "aws-lambda";
import { S3Client, ListObjectsV2Command, type ListObjectsV2CommandInput } from "@aws-sdk/client-s3";
const client = new S3Client({});
export const list: APIGatewayProxyHandlerV2 = async () => {
  const request: ListObjectsV2CommandInput = { Bucket: "b" };
  let count = 0;
  do {
    const page = await client.send(new ListObjectsV2Command(request));
    count += page.KeyCount ?? 0;
    request.ContinuationToken = page.NextContinuationToken;
  } while (request.ContinuationToken !== undefined);
  return { statusCode: 200, body: String(count) };
};
`,
    head: "while (request.ContinuationToken !== undefined)",
    extent: extents.whileHolds("request.ContinuationToken !== undefined"),
    edits: [
      [
        "list: APIGatewayProxyHandlerV2 = async ()",
        "list: APIGatewayProxyHandlerV2 = async (_event, context)",
      ],
      [
        "    const page",
        `    if (context.getRemainingTimeInMillis() < 10_000) {
      return { statusCode: 202, body: JSON.stringify({ continuationToken: request.ContinuationToken }) };
    }
    const page`,
      ],
    ],
    continuation: token,
  },
  "a token, for a gateway, by what is returned": {
    code: `
export const handler = async (event: { next?: string }) => {
  let next = event.next;
  while (next) {
    const answer = await fetch(next);
    next = ((await answer.json()) as { next?: string }).next;
  }
  return { statusCode: 200, body: "" };
};
`,
    head: "while (next)",
    extent: extents.whileHolds("next"),
    edits: [
      [
        "(event: { next?: string })",
        "(event: { next?: string }, context: { getRemainingTimeInMillis(): number })",
      ],
      [
        "    const answer",
        `    if (context.getRemainingTimeInMillis() < 10_000) {
      return { statusCode: 202, body: JSON.stringify({ continuationToken: next }) };
    }
    const answer`,
      ],
    ],
    continuation: token,
  },
  "the index of an item": {
    code: `
import type * as lambda from "aws-lambda";
export const resize: lambda.Handler<{ urls: string[] }> = async (event) => {
\tfor (let index = 0; index < event.urls.length; index++) {
\t\tawait fetch(event.urls[index] ?? "");
\t}
};
`,
    head: "for (let index = 0; index < event.urls.length; index++)",
    extent: extents.items("event.urls"),
    edits: [
      ["async (event)", "async (event, context)"],
      [
        "\t\tawait",
        `\t\tif (context.getRemainingTimeInMillis() < 10_000) {
\t\t\treturn { continuationToken: index };
\t\t}
\t\tawait`,
      ],
    ],
    continuation: token,
  },
  "a handler in middy": {
    code: `
import middy from "@middy/core";
export const follow = middy(async (event: { next?: string }) => {
  let { next } = event;
  while (next) {
    const answer = await fetch(next);
    next = ((await answer.json()) as { next?: string }).next;
  }
});
`,
    head: "while (next)",
    extent: extents.whileHolds("next"),
    edits: [
      [
        "(event: { next?: string })",
        "(event: { next?: string }, context: { getRemainingTimeInMillis(): number })",
      ],
      [
        "    const answer",
        `    if (context.getRemainingTimeInMillis() < 10_000) {
      return { continuationToken: next };
    }
    const answer`,
      ],
    ],
    continuation: token,
  },
  "a handler kept in a variable for middy, with a name that is taken": {
    code: `
import middy from "@middy/core";
import type { SQSEvent } from "aws-lambda";
const context = "orders";
const consume = async (event: SQSEvent) => {
  for (const record of event.Records) {
    await fetch(context + record.body);
  }
};
export const handler = middy(consume);
`,
    head: "for (const record of event.Records)",
    extent: extents.items("event.Records"),
    edits: [
      ["import type { SQSEvent }", "import type { SQSEvent, Context }"],
      ["(event: SQSEvent)", "(event: SQSEvent, lambdaContext: Context)"],
      [
        "    await",
        `    if (lambdaContext.getRemainingTimeInMillis() < 10_000) {
      return { batchItemFailures: event.Records.slice(event.Records.indexOf(record)).map(({ messageId }) => ({ itemIdentifier: messageId })) };
    }
    await`,
      ],
    ],
    continuation: records,
  },
  "a class's method in JavaScript": {
    code: `
class Orders {
  async handler(event, context) {
    for (const record of event.Records) {
      await fetch(record.body);
    }
  }
}
const orders = new Orders();
exports.handler = orders.handler.bind(orders);
`,
    filename: "src/handler.cjs",
    head: "for (const record of event.Records)",
    extent: extents.items("event.Records"),
    edits: [
      [
        "      await",
        `      if (context.getRemainingTimeInMillis() < 10_000) {
        return { batchItemFailures: event.Records.slice(event.Records.indexOf(record)).map(({ messageId }) => ({ itemIdentifier: messageId })) };
      }
      await`,
      ],
    ],
    continuation: records,
  },
  "a class's method, with the type of a namespace": {
    code: `
import type * as lambda from "aws-lambda";
class Orders {
  async handler(event: lambda.SQSEvent) {
    for (const record of event.Records) {
      await fetch(record.body);
    }
  }
}
const orders = new Orders();
export const handler = orders.handler.bind(orders);
`,
    head: "for (const record of event.Records)",
    extent: extents.items("event.Records"),
    edits: [
      ["(event: lambda.SQSEvent)", "(event: lambda.SQSEvent, context: lambda.Context)"],
      [
        "      await",
        `      if (context.getRemainingTimeInMillis() < 10_000) {
        return { batchItemFailures: event.Records.slice(event.Records.indexOf(record)).map(({ messageId }) => ({ itemIdentifier: messageId })) };
      }
      await`,
      ],
    ],
    continuation: records,
  },
};

/** Loops for which nothing can be returned that is right for certain. */
const withoutSuggestion: Record<string, { code: string; head: string; extent: string }> = {
  "a handler whose type allows no value": {
    code: `import type { S3Handler } from "aws-lambda";
export const index: S3Handler = async (event) => { for (const record of event.Records) { await fetch(record.s3.object.key); } };`,
    head: "for (const record of event.Records)",
    extent: extents.items("event.Records"),
  },
  "a handler that promises nothing": {
    code: `import type { SQSEvent } from "aws-lambda";
export const handler = async (event: SQSEvent): Promise<void> => { for (const record of event.Records) { await fetch(record.body); } };`,
    head: "for (const record of event.Records)",
    extent: extents.items("event.Records"),
  },
  "a result of another type": {
    code: `import type { Handler } from "aws-lambda";
export const sum: Handler<{ next?: string }, number> = async (event) => { let { next } = event; while (next) { await fetch(next); next = (await (await fetch(next)).json() as any).next; } return 1; };`,
    head: "while (next)",
    extent: extents.whileHolds("next"),
  },
  "a stream": {
    code: `export const handler = awslambda.streamifyResponse(async (event: any, responseStream) => { let { next } = event; while (next) { await fetch(next); next = (await (await fetch(next)).json() as any).next; } responseStream.end(); });`,
    head: "while (next)",
    extent: extents.whileHolds("next"),
  },
  "a helper": {
    code: `export const handler = async (event: any, context: any) => { console.log(context.awsRequestId); await run(event.Records); };
async function run(records: any[]) { for (const record of records) { await fetch(record.body); } }`,
    head: "for (const record of records)",
    extent: extents.items("records"),
  },
  "a paginator's pages": {
    code: `import { DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
const client = new DynamoDBClient({});
export const handler = async () => { for await (const page of paginateScan({ client }, { TableName: "t" })) { console.log(page.Items); } };`,
    head: `for await (const page of paginateScan({ client }, { TableName: "t" }))`,
    extent: extents.pages,
  },
  "a flag instead of a token": {
    code: `export const handler = async (event: any) => { let hasMore = true; while (hasMore) { const answer: any = await fetch(event.url); hasMore = answer.hasMore; } };`,
    head: "while (hasMore)",
    extent: extents.whileHolds("hasMore"),
  },
  "a flag that is held against false": {
    code: `export const handler = async (event: any) => { let isDone = false; while (isDone === false) { const answer: any = await fetch(event.url); if (!answer.next) isDone = true; } };`,
    head: "while (isDone === false)",
    extent: extents.whileHolds("isDone === false"),
  },
  "a token of an answer that is not there yet": {
    code: `export const handler = async () => { let page: any; do { page = await fetch("https://example.com/" + page?.next); } while (page.next); };`,
    head: "while (page.next)",
    extent: extents.whileHolds("page.next"),
  },
  "a list in the body that a web framework hands a route": {
    code: `import express from "express"; import serverless from "serverless-http"; const app = express();
app.post("/orders", async (req, res) => { const payload = req.body; for (const item of payload.items) { await fetch(item.url); } res.json({}); });
export const handler = serverless(app);`,
    head: "for (const item of payload.items)",
    extent: extents.items("payload.items"),
  },
  "a list in the body that a method gives": {
    code: `import { Hono } from "hono"; import { handle } from "hono/aws-lambda"; const app = new Hono();
app.post("/orders", async (c) => { const { items } = await c.req.json(); for (const item of items) await fetch(item.url); return c.json({}); });
export const handler = handle(app);`,
    head: "for (const item of items)",
    extent: extents.items("items"),
  },
  "records whose source nobody shows": {
    code: `export const handler = async (event: any) => { for (const record of event.Records) { await fetch(record.url); } };`,
    head: "for (const record of event.Records)",
    extent: extents.items("event.Records"),
  },
  "records taken apart": {
    code: `import type { SQSHandler } from "aws-lambda";
export const consume: SQSHandler = async (event) => { for (const { body } of event.Records) { await fetch(body); } };`,
    head: "for (const { body } of event.Records)",
    extent: extents.items("event.Records"),
  },
  "failures reported in a way of its own": {
    code: `import type { SQSHandler } from "aws-lambda";
export const consume: SQSHandler = async (event) => {
  const failed: string[] = [];
  for (const record of event.Records) { try { await fetch(record.body); } catch { failed.push(record.messageId); } }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
};`,
    head: "for (const record of event.Records)",
    extent: extents.items("event.Records"),
  },
  "a context that is taken apart": {
    code: `export const handler = async (event: any, { awsRequestId }: any) => { let { next } = event; while (next) { console.log(awsRequestId); next = (await (await fetch(next)).json() as any).next; } };`,
    head: "while (next)",
    extent: extents.whileHolds("next"),
  },
  "a handler that the file calls": {
    code: `export const handler = async (event: any) => { let { next } = event; while (next) { next = (await (await fetch(next)).json() as any).next; } };
export const main = () => handler({ next: "https://example.com" });`,
    head: "while (next)",
    extent: extents.whileHolds("next"),
  },
  "a wrapper nobody knows": {
    code: `import { instrument } from "./tracing.js";
export const handler = instrument(async (event: any) => { let { next } = event; while (next) { next = (await (await fetch(next)).json() as any).next; } });`,
    head: "while (next)",
    extent: extents.whileHolds("next"),
  },
  "a loop in a loop": {
    code: `export const handler = async (event: any) => { for (const table of ["a", "b"]) { let { next } = event; while (next) { next = (await (await fetch(table + next)).json() as any).next; } } };`,
    head: "while (next)",
    extent: extents.whileHolds("next"),
  },
};

const unusedReads: Record<string, string> = {
  "a statement": `context.getRemainingTimeInMillis();`,
  void: `void context.getRemainingTimeInMillis();`,
  "a variable nobody reads": `const left = context.getRemainingTimeInMillis();`,
  "a variable only written": `let left; left = context.getRemainingTimeInMillis();`,
};

function bodyOf(entry: string | [body: string, top: string]): string {
  return typeof entry === "string" ? inHandler(entry) : inHandler(...entry);
}

const loopParts = {
  imports: { "./work.js": ["send"] },
  body: "for (const item of event.items) {\n  await send(item);\n}",
};
const checkedParts = (context: string) => ({
  imports: { "./work.js": ["send"] },
  body: `for (const item of event.items) {\n  if (${context}.getRemainingTimeInMillis() < 5000) break;\n  await send(item);\n}`,
});

runRule("require-remaining-time-check", rule, {
  valid: [
    ...Object.entries(draws).map(([name, entry]) => ({ name: `draws: ${name}`, code: bodyOf(entry) })),
    ...Object.entries(bounded).map(([name, entry]) => ({ name: `bounded: ${name}`, code: bodyOf(entry) })),
    ...Object.entries(checked).map(([name, entry]) => ({ name: `checked: ${name}`, code: bodyOf(entry) })),
    ...Object.entries(otherValid).map(([name, code]) => ({ name, code })),
    ...handlerShapes.map((shape) => ({
      ...toTestCase(shape, checkedParts("context")),
      name: `checked in every handler shape: ${shape.name}`,
    })),
    { ...toTestCase(getHandlerShape("durable execution"), loopParts), name: "a durable execution" },
    {
      name: "the one record of a batch, by the settings",
      code: `import { save } from "./save.js"; export const handler = async (event: any) => { for (const record of event.Records) await save(record.body); };`,
      settings: { "aws-lambda": { functions: { batchSize: 1 } } },
    },
  ],
  invalid: [
    {
      name: "items that are not the one record of a batch",
      code: `import { save } from "./save.js";\nexport const handler = async (event: any) => {\n  for (const item of event.items) await save(item);\n};`,
      settings: { "aws-lambda": { functions: { batchSize: 1 } } },
      errors: [
        {
          messageId: "loopWithoutTimeCheck",
          data: { extent: "for every item of `event.items`", caller: "" },
          line: 3,
          column: 3,
          endLine: 3,
          endColumn: 34,
        },
      ],
    },
    ...Object.entries(unchecked).map(([name, { body, top, head, extent }]) => {
      const code = inHandler(body, top);
      return { name: `unchecked: ${name}`, code, errors: [report(code, head, extent)] };
    }),
    (() => {
      const code = `
import middy from "@middy/core";
import ssm from "@middy/ssm";
import { send } from "./work.js";
export const handler = middy(async (event: any, context: any) => {
  const { table } = context;
  for (const record of event.Records) await send(record, context.topic, table);
}).use(ssm({ fetchData: { topic: "/app/topic", table: "/app/table" }, setToContext: true }));
`;
      const head = "for (const record of event.Records)";
      const errors = [report(code, head, extents.items("event.Records"))];
      return { name: "what a middleware puts on the context", code, errors };
    })(),
    ...Object.entries(recursions).map(([name, { body, top, call }]) => {
      const code = inHandler(body, top);
      const inside = code.lastIndexOf(`${call}(`, code.indexOf("export const handler"));
      const before = code.slice(0, inside).split(call).length - 1;
      return {
        name: `recursion: ${name}`,
        code,
        errors: [
          {
            messageId: "recursionWithoutTimeCheck" as const,
            data: { name: call, caller: "" },
            ...locate(code, call, before),
          },
        ],
      };
    }),
    ...Object.entries(suggested).map(([name, { code, filename, head, extent, edits, continuation }]) => {
      let output = code;
      for (const [from, to] of edits) output = output.replace(from, () => to);
      return {
        name: `suggestion: ${name}`,
        code,
        ...(filename !== undefined && { filename }),
        errors: [{ ...report(code, head, extent), suggestions: suggest(continuation, output) }],
      };
    }),
    ...Object.entries(withoutSuggestion).map(([name, { code, head, extent }]) => ({
      name: `no suggestion: ${name}`,
      code,
      errors: [{ ...report(code, head, extent), suggestions: [] }],
    })),
    ...Object.entries(unusedReads).map(([name, statement]) => {
      const code = inHandler(`${statement}\nreturn event.id;`);
      return {
        name: `unused: ${name}`,
        code,
        errors: [
          {
            messageId: "remainingTimeUnused" as const,
            ...locate(code, "context.getRemainingTimeInMillis()"),
          },
        ],
      };
    }),
    {
      name: "two loops, one after the other",
      code: inHandler("for (const a of event.a) await send(a);\nfor (const b of event.b) await send(b);"),
      errors: ["a", "b"].map((letter) =>
        report(
          inHandler("for (const a of event.a) await send(a);\nfor (const b of event.b) await send(b);"),
          `for (const ${letter} of event.${letter})`,
          extents.items(`event.${letter}`),
        ),
      ),
    },
    ...handlerShapes
      .filter((shape) => shape.isDurable !== true)
      .map((shape) => {
        const testCase = toTestCase(shape, loopParts);
        return {
          ...testCase,
          name: `every handler shape: ${shape.name}`,
          errors: [report(testCase.code, "for (const item of event.items)", extents.items("event.items"))],
        };
      }),
  ],
});
