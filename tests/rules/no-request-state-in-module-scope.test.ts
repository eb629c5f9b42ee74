import rule from "../../src/rules/no-request-state-in-module-scope.js";
import { handlerShapes } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";

const valid: Record<string, string> = {
  "a variable of the handler": `export const handler = async (event) => { let user; user = event.user; return user; };`,
  "a field of an instance for each call, of which one is made at init": `class Failure extends Error { constructor(event) { super("failed"); this.user = event.user; } } const check = (event) => { if (!event.user) throw new Failure(event); }; check({ user: "nobody" }); export const handler = async (event) => check(event);`,
  "a constant of the module": `const table = process.env.TABLE; export const handler = async (event) => ({ table, id: event.id });`,
  "no handler in the file": `let user; export const work = async (event) => { user = event.user; return user; };`,
  "written at init": `let table; table = process.env.TABLE; export const handler = async () => table;`,
  "a cold start flag": `let isCold = true; export const handler = async () => { const wasCold = isCold; isCold = false; return wasCold; };`,
  "a counter": `let invocations = 0; export const handler = async () => { invocations += 1; return invocations; };`,
  "a counter of records": `let total = 0; export const handler = async (event) => { total += event.Records.length; };`,
  "a lazy client": `
    import { S3Client } from "@aws-sdk/client-s3";
    let client;
    export const handler = async () => { client ??= new S3Client({}); return client; };`,
  "a client that each invocation makes anew for the region it is asked for": `
    import { EC2Client } from "@aws-sdk/client-ec2";
    let client;
    export const handler = async (event) => { client = new EC2Client({ region: event.region }); return list(); };
    const list = () => client.config.region();`,
  "a lazy client, assigned under a guard": `
    import { Pool } from "pg";
    let pool;
    export const handler = async (event) => { if (!pool) { pool = new Pool({ database: event.stage }); } return pool; };`,
  "a connection that is renewed": `
    import { MongoClient } from "mongodb";
    const client = new MongoClient("mongodb://localhost");
    let db;
    export const handler = async () => { const connection = await client.connect(); db = connection; return db; };`,
  "a cache by key": `
    const cache = new Map();
    export const handler = async (event) => {
      const known = cache.get(event.id);
      if (known) return known;
      const item = JSON.parse(event.body);
      cache.set(event.id, item);
      return item;
    };`,
  "a cache by key without a guard": `
    const cache = new Map();
    export const handler = async (event) => { cache.set(event.id, event.body); return cache.get(event.id); };`,
  "a cache in an object": `
    const cache: Record<string, unknown> = {};
    export const handler = async (event) => { cache[event.id] = event.body; return cache[event.id]; };`,
  "a set of seen ids": `
    const seen = new Set();
    export const handler = async (event) => { if (seen.has(event.id)) return; seen.add(event.id); };`,
  "a copy of an object of the module": `
    const template = { user: "" };
    export const handler = async (event) => { const body = { ...template }; body.user = event.user; return body; };`,
  "another value for a variable that held an object of the module": `
    const template = { user: "" };
    export const handler = async (event) => { let body = template; body = { user: event.user }; body.user = event.name; return body; };`,
  "an item of a cache, under a name": `
    const cache: Record<string, any> = {};
    export const handler = async (event) => { const item = cache[event.id]; item.name = event.name; return item; };`,
  "a cache under another name": `
    const cache: Record<string, any> = {};
    const find = (id) => cache[id];
    export const handler = async (event) => { const items = cache; items[event.id] = event.body; return find(event.id); };`,
  "what a function gives": `
    const template = { user: "" };
    export const handler = async (event) => { const body = structuredClone(template); body.user = event.user; return body; };`,
  "a WeakMap": `
    const users = new WeakMap();
    export const handler = async (event) => { users.set(event, event.user); };`,
  "a cached configuration with a time to live": `
    import { SSMClient, GetParameterCommand } from "@aws-sdk/client-ssm";
    const ssm = new SSMClient({});
    let cached; let expires = 0;
    const load = async () => {
      if (!cached || Date.now() > expires) {
        cached = await ssm.send(new GetParameterCommand({ Name: "config" }));
        expires = Date.now() + 60_000;
      }
      return cached;
    };
    export const handler = async () => load();`,
  "a secret fetched anew": `
    import { SecretsManagerClient, GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
    const client = new SecretsManagerClient({});
    let secret;
    export const handler = async () => { secret = await client.send(new GetSecretValueCommand({ SecretId: "db" })); };`,
  "a configuration that a callback gets once": `
    import AWS from "aws-sdk";
    const s3 = new AWS.S3();
    let config;
    const run = (event, callback) => callback(null, config.name);
    export const handler = (event, context, callback) => {
      if (config) return run(event, callback);
      s3.getObject({ Bucket: "b", Key: "k" }, (error, data) => {
        if (error) return callback(error);
        config = JSON.parse(data.Body);
        run(event, callback);
      });
    };`,
  "what a listener of a client gets": `
    import { Pool } from "pg";
    const pool = new Pool();
    let failed;
    const show = () => failed;
    export const handler = async () => { pool.on("error", (error, client) => { failed = client; }); await pool.query("SELECT 1"); return show(); };`,
  "what a client is made of": `
    import { Pool } from "pg";
    let config; let pool;
    const connect = async () => {
      const answer = await fetch("https://platform.example.com/databases");
      config = { ...(await answer.json()), max: 1 };
      pool = new Pool(config);
    };
    export const handler = async (event) => { if (!pool || event.renew) await connect(); return pool.query("SELECT 1"); };`,
  "a constant of the context": `let name; export const handler = async (event, context) => { name = context.functionName; };`,
  "the context's own switch": `export const handler = async (event, context) => { context.callbackWaitsForEmptyEventLoop = false; };`,
  "the logger's keys": `
    import { Logger } from "@aws-lambda-powertools/logger";
    const logger = new Logger();
    export const handler = async (event) => { logger.appendKeys({ orderId: event.orderId }); logger.resetKeys(); };`,
  "a child of the logger, which is no answer of another system": `
    import { Logger } from "@aws-lambda-powertools/logger";
    const logger = new Logger();
    const loggers = [];
    export const handler = async () => { loggers.push(logger.createChild()); };`,
  "an answer behind a guard": `
    let config;
    export const handler = async () => { config ??= await fetch("https://config.example.com"); return config; };`,
  "a field of an object made per invocation": `
    class Order { id; use(event) { this.id = event.id; } }
    export const handler = async (event) => { const order = new Order(); order.use(event); return order.id; };`,
  "a field of an object nobody shows the making of": `
    export class Orders { id; async handler(event) { this.id = event.id; } }
    export const handler = async () => {};`,
  "a function that runs in no known phase": `let last; export const remember = (event) => { last = event.id; return last; }; export const handler = async () => {};`,
  "a closure of an exported factory nobody calls": `
    export const make = () => { let last; return async (event) => { last = event.id; return last; }; };
    export const handler = async () => {};`,
  "a local array": `export const handler = async (event) => { const ids = []; for (const r of event.Records) ids.push(r.id); return ids; };`,
  "a method of an unknown object": `import { queue } from "./queue"; export const handler = async (event) => { queue.push(event.id); };`,
};

const state = (code: string, target: string, source = "event data", piece = target, occurrence = 1) =>
  ({
    messageId: "requestState",
    data: { target, source, caller: "" },
    ...locate(code, piece, occurrence),
  }) as const;

/** A finding without a suggestion: something else in the file uses the place. */
const cases: [
  name: string,
  code: string,
  findings: Parameters<typeof state> extends [string, ...infer Rest] ? Rest[] : never,
  filename?: string,
][] = [
  [
    "a variable that a helper reads stays",
    "let user; const save = () => user; export const handler = async (event) => { user = event.user; save(); };",
    [["user", "event data", "user", 2]],
  ],
  [
    "written by a helper",
    "let user; const remember = (value) => { user = value; }; const show = () => user; export const handler = async (event) => { remember(event.user); show(); };",
    [["user"]],
  ],
  [
    "a property of a module-level object",
    'const state = { user: null, table: "t" }; export const handler = async (event) => { state.user = event.user; };',
    [["state.user", "event data", "state.user", 0]],
  ],
  [
    "destructuring assignment",
    "let id, body; const show = () => [id, body]; export const handler = async (event) => { ({ id, body } = event); show(); };",
    [
      ["id", "event data", "id", 2],
      ["body", "event data", "body", 2],
    ],
  ],
  [
    "a Map that is only iterated",
    "const all = new Map(); const dump = () => [...all]; export const handler = async (event) => { all.set(event.id, event.body); dump(); };",
    [["all", "event data", "all.set", 0]],
  ],
  [
    "a Set that is only iterated, in a callback",
    "const ids = new Set(); const dump = () => [...ids]; export const handler = async (event) => { event.Records.forEach((record) => ids.add(record.id)); dump(); };",
    [["ids", "event data", "ids.add", 0]],
  ],
  [
    "a static field",
    "class Session { static user; } export const handler = async (event) => { Session.user = event.user; };",
    [["Session.user", "event data", "Session.user", 0]],
  ],
  [
    "a field of an instance made at init",
    "class Orders { user; async run(event) { this.user = event.user; } } const orders = new Orders(); export const handler = async (event) => orders.run(event);",
    [["this.user", "event data", "this.user", 0]],
  ],
  [
    "a field of an instance that the first invocation makes",
    "class Orders { user; async run(event) { this.user = event.user; } } let orders; export const handler = async (event) => { orders ??= new Orders(); return orders.run(event); };",
    [["this.user", "event data", "this.user", 0]],
  ],
  [
    "a field of a handler class",
    "class Orders { user; async handler(event) { this.user = event.user; } } const orders = new Orders(); export const handler = orders.handler.bind(orders);",
    [["this.user", "event data", "this.user", 0]],
  ],
  [
    "the closure of a function called at init",
    "const make = () => { let last; return async (event) => { const before = last; last = event.id; return before; }; }; export const handler = make();",
    [["last", "event data", "last", 2]],
  ],
  [
    "the context",
    "let requestId; const log = () => requestId; export const handler = async (event, context) => { requestId = context.awsRequestId; log(); };",
    [["requestId", "context", "requestId", 2]],
  ],
  [
    "a response",
    `
import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { client } from "./client";
let order;
const total = () => order.total;
export const handler = async () => {
  order = await client.send(new GetItemCommand({ TableName: "tables", Key: {} }));
  return total();
};`,
    [["order", "response", "order", 2]],
  ],
  [
    "a response that a client is asked with, and not made of",
    `
import { Pool } from "pg";
const pool = new Pool();
let order;
export const handler = async () => {
  const answer = await fetch("https://orders.example.com/next");
  order = await answer.json();
  await pool.query("SELECT 1", order);
  return show();
};
const show = () => order.total;`,
    [["order", "response", "order", 2]],
  ],
  [
    "a response that a callback gets",
    `
import AWS from "aws-sdk";
const s3 = new AWS.S3();
let item;
const show = () => item.Body;
export const handler = (event, context, callback) => {
  s3.getObject({ Bucket: "b", Key: "k" }, (error, data) => {
    item = data;
    callback(error, show());
  });
};`,
    [["item", "response", "item", 2]],
  ],
  [
    "the answer that a callback of node:https gets",
    `
import https from "node:https";
let type;
const show = () => type;
export const handler = (event, context, callback) => {
  https.get("https://example.com", (answer) => {
    type = answer.headers["content-type"];
    callback(null, show());
  });
};`,
    [["type", "response", "type", 2]],
  ],
  [
    "a response to the event",
    "let answer; const show = () => answer; export const handler = async (event) => { const r = await fetch(event.url); answer = await r.json(); show(); };",
    [["answer", "event data", "answer", 2]],
  ],
  [
    "the global object",
    "export const handler = async (event) => { globalThis.currentUser = event.user; };",
    [["globalThis.currentUser", "event data", "globalThis.currentUser", 0]],
  ],
  [
    "an object of another module",
    'import { session } from "./session"; export const handler = async (event) => { session.user = event.user; };',
    [["session.user", "event data", "session.user", 0]],
  ],
  [
    "a list of processed ids, kept in memory",
    "const done = []; const report = () => done.join(); export const handler = async (event) => { done.push(event.id); report(); };",
    [["done", "event data", "done.push", 0]],
  ],
  [
    "an object of the module under another name",
    'const template = { user: "", of: { id: 0 } }; export const handler = async (event) => { const body = template; body.user = event.user; const { id } = event; const part = body.of; part.id = id; return body; };',
    [
      ["body.user", "event data", "body.user", 0],
      ["part.id", "event data", "part.id", 0],
    ],
  ],
  [
    "a file of JSON under another name",
    'const template = require("./template.json"); const build = (event) => { const body = template; body.user = event.user; return body; }; exports.handler = async (event) => build(event);',
    [["body.user", "event data", "body.user", 0]],
    "src/handler.js",
  ],
  [
    "a list of the module under another name",
    "const done = []; const report = () => done.join(); export const handler = async (event) => { const list = done; list.push(event.id); report(); };",
    [["list", "event data", "list.push", 0]],
  ],
  [
    "in CommonJS",
    "let user;\nconst show = () => user;\nexports.handler = async (event) => { user = event.user; show(); };",
    [["user", "event data", "user", 2]],
    "src/handler.js",
  ],
];

const moved = (
  name: string,
  code: string,
  target: string,
  finding: ReturnType<typeof state>,
  output: string,
) => ({
  name,
  code,
  errors: [
    { ...finding, suggestions: [{ messageId: "moveIntoHandler" as const, data: { target }, output }] },
  ],
});

const typed = `import type { Context } from "aws-lambda";

// Who is asking.
let tenant: string | undefined; // set below

export const handler = async (event: { tenant: string }, context: Context) => {
  // remember
  tenant = event.tenant;
  return tenant;
};`;
const list = `const ids: string[] = [];
export const handler = async (event: { ids: string[] }) => {
  for (const id of event.ids) ids.push(id);
  return ids.join();
};`;
const short = `let id: string;
export const handler = async (event: { id: string }) => { id = event.id; return id; };`;

runRule("no-request-state-in-module-scope", rule, {
  valid: [
    ...Object.entries(valid).map(([name, code]) => ({ name, code })),
    {
      name: "a test file",
      code: "let user; export const handler = async (event) => { user = event.user; };",
      filename: "src/handler.test.ts",
    },
  ],
  invalid: [
    ...handlerShapes
      .filter((shape) => shape.isDurable !== true)
      .map((shape) => {
        const code = shape.code({
          top: "let lastId;\nfunction show() { return lastId; }",
          body: "lastId = event.id;\nshow();",
        });
        return {
          name: `every handler shape: ${shape.name}`,
          code,
          filename: shape.filename,
          ...(shape.settings && { settings: shape.settings }),
          errors: [state(code, "lastId", "event data", "lastId", 2)],
        };
      }),
    ...cases.map(([name, code, findings, filename]) => ({
      name,
      code,
      ...(filename !== undefined && { filename }),
      errors: findings.map((finding) => state(code, ...finding)),
    })),
    moved(
      "a variable that only the handler uses moves into it, with its type and comments",
      typed,
      "tenant",
      state(typed, "tenant", "event data", "tenant", 3 - 1),
      `import type { Context } from "aws-lambda";

export const handler = async (event: { tenant: string }, context: Context) => {
  // Who is asking.
  let tenant: string | undefined; // set below
  // remember
  tenant = event.tenant;
  return tenant;
};`,
    ),
    moved(
      "an array that only the handler uses",
      list,
      "ids",
      state(list, "ids", "event data", "ids.push", 0),
      `export const handler = async (event: { ids: string[] }) => {
  const ids: string[] = [];
  for (const id of event.ids) ids.push(id);
  return ids.join();
};`,
    ),
    moved(
      "a handler on one line",
      short,
      "id",
      state(short, "id", "event data", "id", 2),
      `export const handler = async (event: { id: string }) => {
  let id: string;
 id = event.id; return id; };`,
    ),
  ],
});
