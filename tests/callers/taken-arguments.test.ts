import { describe, expect, it } from "vitest";
import { lintFile } from "../support/lint-project.js";
import { temporaryProject } from "../support/temporary-project.js";

type Files = Readonly<Record<string, string>>;

function lint(
  rule: "require-input-validation" | "no-event-injection",
  files: Files,
  file = "src/handler.ts",
) {
  const directory = temporaryProject({ "package.json": "{}", ...files });
  return lintFile(directory, file, [rule]).map(({ line, message }) => `${line}: ${message}`);
}

const sdk = `import { DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
`;
const types = `import type { APIGatewayProxyEvent } from "aws-lambda";\nimport { z } from "zod";\nconst schema = z.object({});\n`;
const save = `${sdk}export const save = (order) => client.send(new PutCommand({ TableName: "t", Item: order }));`;
const handler = (body: string, imports = `import { save } from "./store";`): string =>
  `${imports}\n${types}export const handler = async (event: APIGatewayProxyEvent) => {\n  ${body}\n};`;

describe("require-input-validation, across files", () => {
  const lintInput = (files: Files, file?: string) => lint("require-input-validation", files, file);

  it("finds a body that a handler of another file gives a function", () => {
    const files = { "src/store.ts": save, "src/handler.ts": handler("await save(JSON.parse(event.body));") };
    expect(lintInput(files)).toEqual([
      expect.stringMatching(
        /^6: `JSON\.parse\(event\.body\)` reaches `PutCommand` in src\/store\.ts, and nothing has looked at the body/,
      ),
    ]);
    expect(lintInput(files, "src/store.ts")).toEqual([]);
  });

  it("leaves a body alone that the handler has looked at", () => {
    for (const check of [
      "if (!order.id) return { statusCode: 400 };",
      "schema.parse(order);",
      'if (typeof order.id !== "string") throw new Error("id");',
    ]) {
      const code = handler(`const order = JSON.parse(event.body); ${check} await save(order);`);
      expect(lintInput({ "src/store.ts": save, "src/handler.ts": code }), check).toEqual([]);
    }
  });

  it("leaves a body alone that the function itself has looked at", () => {
    const checks = `${sdk}export const save = (order) => { if (!order.id) throw new Error("id"); return client.send(new PutCommand({ TableName: "t", Item: order })); };`;
    const files = {
      "src/store.ts": checks,
      "src/handler.ts": handler("await save(JSON.parse(event.body));"),
    };
    expect(lintInput(files)).toEqual([]);
  });

  it("leaves data alone behind checks of other files, in whatever spelling", () => {
    const imports = `import { save } from "./store";\nimport { create, ensure, parse, throwIf } from "./service";\nimport { check } from "@/rules";`;
    for (const body of [
      'const order = JSON.parse(event.body); throwIf(!order.id, "id"); await save(order);',
      "const order = JSON.parse(event.body); check(order); await save(order);",
      "const order = JSON.parse(event.body); ensure(order); await save(order);",
      "const order = JSON.parse(event.body); return ensure(order).then(() => save(order));",
      "const { errors, order } = parse(event); if (errors.length > 0) return { statusCode: 400 }; await save(order);",
      'const order = JSON.parse(event.body); const missing = ["id"].filter((name) => !order[name]); if (missing.length > 0) return { statusCode: 400 }; await save(order);',
      'const order = JSON.parse(event.body); ["id"].forEach((name) => { if (!order[name]) throw new Error(name); }); await save(order);',
    ])
      expect(lintInput({ "src/store.ts": save, "src/handler.ts": handler(body, imports) }), body).toEqual([]);
  });

  it("leaves methods alone whose decorators may look at the arguments", () => {
    const store = (decorator: string, module: string): string =>
      `${sdk}import { decorate } from "${module}";\nexport class Store { ${decorator} async save(order) { await client.send(new PutCommand({ TableName: "t", Item: order })); } }`;
    const code = handler(
      "await new Store().save(JSON.parse(event.body));",
      `import { Store } from "./store";`,
    );
    const lintStore = (text: string) => lintInput({ "src/store.ts": text, "src/handler.ts": code });
    expect(lintStore(store("@decorate(Order)", "./validation"))).toEqual([]);
    expect(lintStore(store("@decorate()", "@aws-lambda-powertools/tracer"))).toHaveLength(1);
    const tracer = store("@tracer.captureMethod()", "./validation").replace(
      "export class",
      `import { Tracer } from "@aws-lambda-powertools/tracer";\nconst tracer = new Tracer();\nexport class`,
    );
    expect(lintStore(tracer)).toHaveLength(1);
    expect(lintStore(store("", "./validation"))).toHaveLength(1);
  });

  it("leaves arguments alone that are not the request's, and those that go to no sink", () => {
    const two = `${sdk}export const save = (order, trace) => { console.log(trace); return client.send(new PutCommand({ TableName: "t", Item: order })); };`;
    const call = "await save({ id: 1 }, JSON.parse(event.body));";
    expect(lintInput({ "src/store.ts": two, "src/handler.ts": handler(call) })).toEqual([]);
    const part = `${sdk}export const save = ({ order }) => client.send(new PutCommand({ TableName: "t", Item: order }));`;
    const parts = "await save({ order: { id: 1 }, raw: JSON.parse(event.body) });";
    expect(lintInput({ "src/store.ts": part, "src/handler.ts": handler(parts) })).toEqual([]);
    const wanted = "await save({ order: JSON.parse(event.body), raw: 1 });";
    expect(lintInput({ "src/store.ts": part, "src/handler.ts": handler(wanted) })).toHaveLength(1);
  });

  it("finds data that goes to what a package made in another file", () => {
    const event = "const order = JSON.parse(event.body);";
    for (const [store, imports, call, taker] of [
      [
        'import { PrismaClient } from "@prisma/client";\nexport const prisma = new PrismaClient();',
        'import { prisma } from "./store";',
        "prisma.order.create({ data: order })",
        "prisma.order.create()",
      ],
      [
        'import mongoose from "mongoose";\nexport default mongoose.model("Order", new mongoose.Schema({}));',
        'import Order from "./store";',
        "Order.findOneAndUpdate({ _id: 1 }, order)",
        "Order.findOneAndUpdate()",
      ],
      [
        'const { Schema, model } = require("mongoose");\nmodule.exports = model("Order", new Schema({}));',
        'const Order = require("./store");',
        "Order.findOne({ name: order.name })",
        "Order.findOne()",
      ],
      [
        'import knex from "knex";\nconst db = knex({ client: "pg" });\nexport default db;',
        'import db from "./store";',
        'db("orders").insert(order)',
        'db("orders").insert()',
      ],
      [
        'import mysql from "mysql2/promise";\nexport const connect = async () => mysql.createConnection({});',
        'import { connect } from "./store";\nconst connection = await connect();',
        'connection.execute("INSERT INTO orders VALUES (?)", [order.name])',
        "connection.execute()",
      ],
    ] as const) {
      const code = handler(`${event} await ${call};`, imports);
      expect(lintInput({ "src/store.ts": store, "src/handler.ts": code }), taker).toEqual([
        expect.stringContaining(`reaches \`${taker}\`, and nothing has looked at the body`),
      ]);
    }
  });

  it("leaves other objects of other files alone, and what a package made that is no store, or looks itself", () => {
    const mongoose =
      'import mongoose from "mongoose";\nexport const orders = mongoose.model("Order", new mongoose.Schema({}));';
    for (const [store, call] of [
      ['import { Emitter } from "./emitter";\nexport const orders = new Emitter();', "orders.create(order)"],
      [
        'import { EventEmitter } from "events";\nexport const orders = new EventEmitter();',
        "orders.put(order)",
      ],
      ['import { Pool } from "pg";\nexport const orders = new Pool();', 'orders.on("error", order)'],
      [mongoose, "orders.create(order)"],
      [mongoose, "orders.findById(event.pathParameters.id)"],
      [mongoose, "orders.find({ name: event.queryStringParameters.name })"],
      ["export const orders = { create(order) { console.log(order.name); } };", "orders.create(order)"],
    ] as const) {
      const code = handler(
        `const order = JSON.parse(event.body); await ${call};`,
        `import { orders } from "./store";`,
      );
      expect(lintInput({ "src/store.ts": store, "src/handler.ts": code }), call + store).toEqual([]);
    }
  });

  it("follows a service between a handler and the model of a third file", () => {
    const files = {
      "src/order.ts":
        'import mongoose, { type Model } from "mongoose";\nexport const Order = mongoose.models.Order || mongoose.model("Order", new mongoose.Schema({}));',
      "src/service.ts":
        'import { Order } from "./order";\nexport const rename = (id, order) => Order.updateOne({ _id: id }, order);',
      "src/handler.ts": handler(
        "await rename(event.pathParameters.id, JSON.parse(event.body));",
        'import { rename } from "./service";',
      ),
    };
    expect(lintInput(files)).toEqual([
      expect.stringContaining("`JSON.parse(event.body)` reaches `Order.updateOne()` in src/service.ts"),
    ]);
  });

  it("finds a query that a web framework may make an object of", () => {
    const files = {
      "src/order.ts":
        'import mongoose from "mongoose";\nexport default mongoose.model("Order", new mongoose.Schema({}));',
      "src/handler.ts": `import express from "express";\nimport serverless from "serverless-http";\nimport Order from "./order";\nconst app = express();\napp.get("/:id", async (req, res) => res.json(await Order.findById(req.params.id)));\napp.get("/", async (req, res) => res.json(await Order.find({ name: req.query.name })));\nexport const handler = serverless(app);`,
    };
    expect(lintInput(files)).toEqual([
      expect.stringMatching(/^6: `req\.query\.name` reaches `Order\.find\(\)`/),
    ]);
  });

  it("follows a service between", () => {
    const service = `import { save } from "./store";\nimport { validateOrder } from "./rules";\nexport const create = async (input) => save({ ...input, createdAt: Date.now() });`;
    const code = handler("await create(JSON.parse(event.body));", `import { create } from "./service";`);
    const found = lintInput({ "src/store.ts": save, "src/service.ts": service, "src/handler.ts": code });
    expect(found).toEqual([
      expect.stringContaining("`JSON.parse(event.body)` reaches `PutCommand` in src/store.ts"),
    ]);
    const checks = service
      .replace("=> save(", "=> { validateOrder(input); return save(")
      .replace(/;$/, "; };");
    expect(lintInput({ "src/store.ts": save, "src/service.ts": checks, "src/handler.ts": code })).toEqual([]);
  });

  it("follows methods of classes, by instances and by declared types", () => {
    const store = `${sdk}export class Store { constructor(private readonly table: string) {}\n  async find(id: string) { return client.send(new GetCommand({ TableName: this.table, Key: { id } })); } }`;
    const code = handler(
      "return store.find(event.pathParameters.id);",
      `import { Store } from "./store";\nconst store = new Store("orders");`,
    );
    expect(lintInput({ "src/store.ts": store, "src/handler.ts": code })).toEqual([
      expect.stringContaining("`event.pathParameters.id` reaches `GetCommand` in src/store.ts"),
    ]);
    const service = `import type { Store } from "./store";\nexport class Orders { constructor(private readonly store: Store) {}\n  get(id: string) { return this.store.find(id); } }`;
    const wired = handler(
      "return orders.get(event.pathParameters.id);",
      `import { Store } from "./store";\nimport { Orders } from "./service";\nconst orders = new Orders(new Store("orders"));`,
    );
    const files = { "src/store.ts": store, "src/service.ts": service, "src/handler.ts": wired };
    expect(lintInput(files)).toHaveLength(1);
  });

  it("knows nothing of what a constructor keeps: nobody need use it", () => {
    const store = `${sdk}export class Saving { constructor(order) { this.order = order; }\n  run() { return client.send(new PutCommand({ TableName: "t", Item: this.order })); } }`;
    const code = handler(
      "return new Saving(JSON.parse(event.body)).name;",
      `import { Saving } from "./store";`,
    );
    expect(lintInput({ "src/store.ts": store, "src/handler.ts": code })).toEqual([]);
  });

  it("follows names that a third file passes on, and CommonJS", () => {
    const index = `export * from "./store";`;
    const code = handler("await save(JSON.parse(event.body));", `import { save } from ".";`);
    expect(lintInput({ "src/store.ts": save, "src/index.ts": index, "src/handler.ts": code })).toHaveLength(
      1,
    );
    const store = `const { DynamoDBDocumentClient, PutCommand } = require("@aws-sdk/lib-dynamodb");\nconst client = DynamoDBDocumentClient.from(require("./c"));\nmodule.exports.save = (order) => client.send(new PutCommand({ TableName: "t", Item: order }));`;
    const js = `const store = require("./store");\nmodule.exports.handler = async (event) => { await store.save(JSON.parse(event.body)); return { statusCode: 200 }; };`;
    expect(lintInput({ "src/store.js": store, "src/handler.js": js }, "src/handler.js")).toHaveLength(1);
  });

  it("knows nothing of events that are no requests, and of functions that are handed on", () => {
    const job = `import { save } from "./store";\nimport type { SQSEvent } from "aws-lambda";\nexport const handler = async (event: SQSEvent) => { for (const { body } of event.Records) await save(JSON.parse(body)); };`;
    expect(lintInput({ "src/store.ts": save, "src/handler.ts": job })).toEqual([]);
    const handed = handler("await retry(save, JSON.parse(event.body));");
    expect(lintInput({ "src/store.ts": save, "src/handler.ts": handed })).toEqual([]);
  });

  it("knows nothing of a handler behind a middleware that may look at the event", () => {
    const code = `import middy from "@middy/core";\nimport { check } from "./check";\nimport { save } from "./store";\n${types}export const handler = middy(async (event: APIGatewayProxyEvent) => { await save(JSON.parse(event.body)); }).use(check());`;
    expect(
      lintInput({
        "src/store.ts": save,
        "src/handler.ts": code,
        "src/check.ts": "export const check = () => ({});",
      }),
    ).toEqual([]);
  });

  it("reports each part of a request once", () => {
    const twice = `${save}\nexport const log = (order) => client.send(new PutCommand({ TableName: "log", Item: order }));`;
    const code = handler(
      "const order = JSON.parse(event.body); await save(order); await log(order);",
      `import { log, save } from "./store";`,
    );
    expect(lintInput({ "src/store.ts": twice, "src/handler.ts": code })).toHaveLength(1);
  });

  it("follows what a function of another file gives back of its argument", () => {
    const parse = `export const parseBody = (event) => JSON.parse(event.body);\nexport async function read(text: string) { const data = JSON.parse(text); return { data }; }`;
    const imports = `${sdk}import { parseBody, read } from "./parse";`;
    const put = (item: string): string =>
      `return client.send(new PutCommand({ TableName: "t", Item: ${item} }));`;
    const lintPut = (body: string, code = parse) =>
      lintInput({ "src/parse.ts": code, "src/handler.ts": handler(body, imports) });
    expect(lintPut(`const order = parseBody(event); ${put("{ id: order.id }")}`)).toEqual([
      expect.stringContaining("`JSON.parse(event.body).id` reaches `PutCommand`, and"),
    ]);
    expect(lintPut(`const { data } = await read(event.body); ${put("data")}`)).toHaveLength(1);
    expect(
      lintPut(`const order = parseBody(event); if (!order.id) return { statusCode: 400 }; ${put("order")}`),
    ).toEqual([]);
    const checking = parse.replace(
      "=> JSON.parse(event.body);",
      "=> { const order = JSON.parse(event.body); validate(order); return order; };",
    );
    expect(
      lintPut(
        `const order = parseBody(event); ${put("order")}`,
        `import { validate } from "./rules";\n${checking}`,
      ),
    ).toEqual([]);
    const schema = `import { z } from "zod";\nconst Order = z.object({});\nexport const parseBody = (event) => Order.parse(JSON.parse(event.body));`;
    expect(lintPut(`const order = parseBody(event); ${put("order")}`, schema)).toEqual([]);
    const other = `export const parseBody = (event) => ({ id: Number(event.body), at: Date.now() });`;
    expect(lintPut(`const order = parseBody(event); ${put("order")}`, other)).toEqual([]);
    expect(lintPut(`const order = parseBody("{}", event); ${put("order")}`)).toEqual([]);
  });

  it("says nothing twice of a function of an event that its own file tells of", () => {
    const store = `${sdk}${types}export const create = async (event: APIGatewayProxyEvent) => client.send(new PutCommand({ TableName: "t", Item: JSON.parse(event.body) }));`;
    const code = handler("return create(event);", `import { create } from "./store";`);
    const files = { "src/store.ts": store, "src/handler.ts": code };
    expect(lintInput(files)).toEqual([]);
    expect(lintInput(files, "src/store.ts")).toHaveLength(1);
  });

  it("tells calls of a chain apart", () => {
    const service = `import { save } from "./store";\nimport { begin } from "./begin";\nexport const create = (input) => begin(input).then(() => 1).finally(() => save({ id: 1 }));\nexport const other = (input) => save(input).then(() => begin({ id: 1 }));`;
    const begin = `export const begin = async (input) => input;`;
    const files = { "src/store.ts": save, "src/service.ts": service, "src/begin.ts": begin };
    const lintCall = (name: string) =>
      lintInput({
        ...files,
        "src/handler.ts": handler(
          `await ${name}(JSON.parse(event.body));`,
          `import { ${name} } from "./service";`,
        ),
      });
    expect(lintCall("create")).toEqual([]);
    expect(lintCall("other")).toHaveLength(1);
  });

  it("ends in files that pass data to each other", () => {
    const a = `${sdk}import { b } from "./b";\nexport const save = async (order) => { await client.send(new PutCommand({ TableName: "t", Item: order })); return b({ order }); };`;
    const b = `import { save } from "./store";\nexport const b = (input) => save(input.order);`;
    const code = handler("await save(JSON.parse(event.body));");
    expect(lintInput({ "src/store.ts": a, "src/b.ts": b, "src/handler.ts": code })).toHaveLength(1);
  });
});

describe("no-event-injection, across files", () => {
  const pg = `import { Pool } from "pg";\nconst pool = new Pool();\n`;

  it("finds SQL text that another file makes of the event, and says where", () => {
    const store = `${pg}export const find = (name: string) => pool.query(\`select * from t where name = '\${name}'\`);`;
    const code = handler("return find(event.queryStringParameters.name);", `import { find } from "./store";`);
    expect(lint("no-event-injection", { "src/store.ts": store, "src/handler.ts": code })).toEqual([
      expect.stringMatching(
        /^6: `event\.queryStringParameters\.name` reaches the SQL text of `pool\.query\(\)` in src\/store\.ts,/,
      ),
    ]);
    const number = handler(
      "return find(Number(event.queryStringParameters.name));",
      `import { find } from "./store";`,
    );
    expect(lint("no-event-injection", { "src/store.ts": store, "src/handler.ts": number })).toEqual([]);
  });

  it("finds text that reaches a statement of what a package made in another file", () => {
    const code = (call: string): string => handler(`return ${call};`, `import { db } from "./store";`);
    const lintWith = (store: string, call: string) =>
      lint("no-event-injection", { "src/store.ts": store, "src/handler.ts": code(call) });
    const knex = 'import knex from "knex";\nexport const db = knex({ client: "pg" });';
    expect(lintWith(knex, 'db("orders").orderByRaw(event.queryStringParameters.sort)')).toEqual([
      expect.stringContaining('reaches the SQL text of `db("orders").orderByRaw()`, so'),
    ]);
    expect(lintWith(knex, 'db("orders").orderBy(event.queryStringParameters.sort)')).toEqual([]);
    const sqlite = 'import Database from "better-sqlite3";\nexport const db = new Database("orders.db");';
    expect(lintWith(sqlite, "db.prepare(event.queryStringParameters.text)")).toHaveLength(1);
    expect(
      lintWith(sqlite, 'db.prepare("delete from t where id = ?").exec(event.queryStringParameters.id)'),
    ).toEqual([]);
  });

  it("leaves parameters of the query alone", () => {
    const store = `${pg}export const find = (name: string) => pool.query("select * from t where name = $1", [name]);`;
    const code = handler("return find(event.queryStringParameters.name);", `import { find } from "./store";`);
    expect(lint("no-event-injection", { "src/store.ts": store, "src/handler.ts": code })).toEqual([]);
    expect(lint("require-input-validation", { "src/store.ts": store, "src/handler.ts": code })).toHaveLength(
      1,
    );
  });

  it("names an injection once, and no missing validation beside it", () => {
    const store = `${pg}export const find = (name: string) => pool.query(\`select * from t where name = '\${name}'\`);`;
    const code = handler("return find(event.queryStringParameters.name);", `import { find } from "./store";`);
    expect(lint("require-input-validation", { "src/store.ts": store, "src/handler.ts": code })).toEqual([]);
  });

  it("finds SQL that the handler puts together for a function that runs it", () => {
    const store = `${pg}export const query = (text: string, values: unknown[] = []) => pool.query(text, values);`;
    const sql = handler(
      "return query(`select * from t where name = '${event.queryStringParameters.name}'`);",
      `import { query } from "./store";`,
    );
    expect(lint("no-event-injection", { "src/store.ts": store, "src/handler.ts": sql })).toHaveLength(1);
    const values = handler(
      'return query("select * from t where name = $1", [event.queryStringParameters.name]);',
      `import { query } from "./store";`,
    );
    expect(lint("no-event-injection", { "src/store.ts": store, "src/handler.ts": values })).toEqual([]);
  });

  it("finds a statement that a function runs on whatever client it is given", () => {
    const store = `exports.run = (client, text, values) => new Promise((resolve, reject) => {
      client.query(text, values, (error, rows) => (error ? reject(error) : resolve(rows)));
    });
    exports.runAll = (client, { text }) => client.query(text);`;
    const through = `const { run } = require("./store");
    exports.load = (client, text) => run(client, text);
    exports.find = (client, id) => run(client, "select * from orders where id = '" + id + "'");`;
    const js = (call: string): string => `const { Client } = require("pg");
const { run, runAll } = require("./store");
const { find, load } = require("./through");
const client = new Client();
exports.handler = async (event) => ${call};`;
    const lintWith = (call: string) =>
      lint(
        "no-event-injection",
        { "src/store.js": store, "src/through.js": through, "src/handler.js": js(call) },
        "src/handler.js",
      );
    const id = "event.queryStringParameters.id";
    const text = `\`select * from orders where id = '\${${id}}'\``;
    for (const call of [
      `run(client, ${text})`,
      `runAll(client, { text: ${text} })`,
      `load(client, ${text})`,
      `find(client, ${id})`,
    ])
      expect(lintWith(call), call).toEqual([
        expect.stringMatching(/^5: .*reaches the SQL text of `client\.query\(\)` in src\/store\.js,/),
      ]);
    // What is no statement by its text may be run by anything: a search, a cache.
    for (const call of [
      `run(client, ${id})`,
      `run(client, \`orders/\${${id}}\`)`,
      `load(client, ${id})`,
      `run(client, "select * from orders where id = $1", [${id}])`,
    ])
      expect(lintWith(call), call).toEqual([]);
  });
});

describe("no-event-logging, across files", () => {
  it("leaves a token alone that a function of another file masks", () => {
    const mask = "export const mask = (text: string) => text.slice(0, 4) + '…';";
    const code = (logged: string): string =>
      handler(
        `const token = event.headers.Authorization; console.log(${logged});`,
        `import { mask } from "./mask";`,
      );
    const lintWith = (logged: string) => {
      const directory = temporaryProject({
        "package.json": "{}",
        "src/mask.ts": mask,
        "src/handler.ts": code(logged),
      });
      return lintFile(directory, "src/handler.ts", ["no-event-logging"]);
    };
    expect(lintWith("mask(token)")).toEqual([]);
    expect(lintWith("token")).toHaveLength(1);
  });
});
