import { describe, expect, it } from "vitest";
import { lintText } from "../support/lint-text.js";
import noEventInjection from "../../src/rules/no-event-injection.js";
import { express, find, lint, pg, served } from "./web-project.js";

const hono = `import { Hono } from "hono";\nimport { handle } from "hono/aws-lambda";\n${pg}const app = new Hono();\n`;
const ofHono = "\nexport const handler = handle(app);";

describe("data of a web framework's request in text that does something", () => {
  it.each<readonly [string, string, string]>([
    [
      "a path parameter of Express",
      `${express}app.get("/:id", async (req, res) => { ${find("req.params.id")} res.end(); });${served}`,
      "req.params.id",
    ],
    [
      "a body that is taken apart",
      `${express}app.post("/", async ({ body: { id } }, res) => { ${find("id")} res.end(); });${served}`,
      "request.body.id",
    ],
    [
      "a route that is a function of its own, behind another one",
      `${express}async function show(req, res) { const { id } = req.query; ${find("id")} }\napp.get("/", authenticate, show);${served}`,
      "req.query.id",
    ],
    [
      "a router within the app",
      `${express}const router = express.Router();\nrouter.get("/:id", async (req) => { ${find("req.params.id")} });\napp.use("/orders", router);${served}`,
      "req.params.id",
    ],
    [
      "a header by its method",
      `${express}app.get("/", async (req) => { ${find('req.header("x-id")')} });${served}`,
      "req.header()",
    ],
    [
      "a query parameter of Hono",
      `${hono}app.get("/", async (c) => { const id = c.req.query("id"); ${find("id")} });${ofHono}`,
      "c.req.query()",
    ],
    [
      "the body of Hono, in a chain",
      `${hono.replace("new Hono();", 'new Hono().post("/", async (c) => { const { id } = await c.req.json(); ' + find("id") + " });")}${ofHono}`,
      "c.req.json().id",
    ],
    [
      "a plugin of Fastify",
      `import Fastify from "fastify";\nimport awsLambdaFastify from "@fastify/aws-lambda";\n${pg}const app = Fastify();\napp.register(async (scope) => { scope.get("/:id", async (request) => { ${find("request.params.id")} }); });\nexport const handler = awsLambdaFastify(app);`,
      "request.params.id",
    ],
    [
      "a router of Koa",
      `import Koa from "koa";\nimport Router from "@koa/router";\nimport serverless from "serverless-http";\n${pg}const app = new Koa();\nconst router = new Router();\nrouter.get("/:id", async (ctx) => { ${find("ctx.params.id")} });\napp.use(router.routes());\nexport const handler = serverless(app);`,
      "ctx.params.id",
    ],
    [
      "a route of lambda-api",
      `import createApi from "lambda-api";\n${pg}const api = createApi();\napi.get("/:id", async (req) => { ${find("req.params.id")} });\nexport const handler = async (event, context) => api.run(event, context);`,
      "req.params.id",
    ],
    [
      "a route of Powertools",
      `import { Router } from "@aws-lambda-powertools/event-handler/http";\n${pg}const app = new Router();\napp.get("/:id", async ({ params: { id } }) => { ${find("id")} });\nexport const handler = async (event, context) => app.resolve(event, context);`,
      "request.params.id",
    ],
  ])("finds %s", (_name, code, source) => {
    expect(lint({ "src/handler.ts": code })).toEqual([source]);
  });

  it.each<readonly [string, string]>([
    [
      "what a middleware has put into the request",
      `${express}app.get("/", async (req) => { ${find("req.user.id")} });${served}`,
    ],
    ["a number", `${express}app.get("/:id", async (req) => { ${find("Number(req.params.id)")} });${served}`],
    [
      "a route behind a schema",
      `${express}app.get("/:id", validate(order), async (req) => { ${find("req.params.id")} });${served}`,
    ],
    [
      "a route with a schema of its own",
      `import Fastify from "fastify";\nimport awsLambdaFastify from "@fastify/aws-lambda";\n${pg}const app = Fastify();\napp.get("/:id", { schema: { params: order } }, async (request) => { ${find("request.params.id")} });\nexport const handler = awsLambdaFastify(app);`,
    ],
    [
      "what Hono's validator gives",
      `${hono}app.get("/", async (c) => { const { id } = c.req.valid("query"); ${find("id")} });${ofHono}`,
    ],
    [
      "an app that no handler serves",
      `${express}app.get("/:id", async (req) => { ${find("req.params.id")} });\napp.listen(80);`,
    ],
    [
      "the answer of another service",
      `${express}app.get("/", async (req) => { const { id } = await (await fetch("https://a.example")).json(); ${find("id")} });${served}`,
    ],
    ["a method of an event", `${pg}export const handler = async (event) => { ${find("event.json().id")} };`],
    [
      "the error of an error handler",
      `${express}app.use(async (error, req, res, next) => { ${find("error.body.id")} });${served}`,
    ],
  ])("leaves %s alone", (_name, code) => {
    expect(lint({ "src/handler.ts": code })).toEqual([]);
  });
});

describe("requests in other files", () => {
  const app = `import express from "express";\nimport serverless from "serverless-http";\nimport { router } from "./routes";\nconst app = express();\napp.use("/orders", router);\nexport const handler = serverless(app);`;
  const routes = `import { Router } from "express";\n${pg}export const router = Router();\nrouter.get("/:id", async (req) => { ${find("req.params.id")} });`;

  it("finds a router that the app of a handler uses", () => {
    expect(lint({ "src/handler.ts": app, "src/routes.ts": routes }, "src/routes.ts")).toEqual([
      "req.params.id",
    ]);
    const server = app.replace("export const handler = serverless(app);", "app.listen(80);");
    expect(lint({ "src/server.ts": server, "src/routes.ts": routes }, "src/routes.ts")).toEqual([]);
  });

  it("finds a controller by the type of its request", () => {
    const controller = `import type { Request, Response } from "express";\n${pg}export const show = async (req: Request, res: Response) => { ${find("req.params.id")} };`;
    const router = `import { Router } from "express";\nimport { show } from "./controller";\nexport const router = Router();\nrouter.get("/:id", show);`;
    const files = { "src/handler.ts": app, "src/routes.ts": router, "src/controller.ts": controller };
    expect(lint(files, "src/controller.ts")).toEqual(["req.params.id"]);
  });

  it("finds what a route gives a function of a further file", () => {
    const store = `${pg}export const findOrder = (id) => pool.query("SELECT * FROM orders WHERE id = '" + id + "'");`;
    const router = `import { Router } from "express";\nimport { findOrder } from "./store";\nexport const router = Router();\nrouter.get("/:id", async (req) => { await findOrder(req.params.id); });`;
    const files = { "src/handler.ts": app, "src/routes.ts": router, "src/store.ts": store };
    expect(lint(files, "src/routes.ts")).toEqual(["req.params.id"]);
  });

  it("finds a decorated parameter of a controller", () => {
    const main = `import { Module } from "@nestjs/common";\nimport { NestFactory } from "@nestjs/core";\nimport serverlessExpress from "@vendia/serverless-express";\nimport { Orders } from "./orders";\n@Module({ controllers: [Orders] })\nclass App {}\nlet cached;\nexport const handler = async (event, context) => {\n  if (!cached) { const app = await NestFactory.create(App); await app.init(); cached = serverlessExpress({ app: app.getHttpAdapter().getInstance() }); }\n  return cached(event, context);\n};`;
    const orders = `import { Controller, Get, Param } from "@nestjs/common";\n${pg}@Controller("orders")\nexport class Orders {\n  @Get(":id") async show(@Param("id") id: string) { ${find("id")} }\n}`;
    expect(lint({ "src/handler.ts": main, "src/orders.ts": orders }, "src/orders.ts")).toEqual(["id"]);
  });
});

describe("what may have looked at a request before its route", () => {
  const byRoute = (before: string, path = "/:id", more = ""): string =>
    `${express}${before}\napp.get("${path}", ${more} async (req) => { ${find("req.params.id")} });${served}`;
  const fastify = (route: string): string =>
    `import Fastify from "fastify";\nimport awsLambdaFastify from "@fastify/aws-lambda";\nimport { orderOptions } from "./options";\n${pg}const app = Fastify();\n${route}\nexport const handler = awsLambdaFastify(app);`;
  const onFastify = (options: string): string =>
    fastify(
      `const plain = { logLevel: "warn" };\nconst strict = { schema: { params: order } };\napp.get("/:id", ${options}, async (request) => { ${find("request.params.id")} });`,
    );
  const nest = (parameter: string): string =>
    `import { Controller, Get, Param, ParseUUIDPipe, Module } from "@nestjs/common";\nimport { NestFactory } from "@nestjs/core";\nimport serverlessExpress from "@vendia/serverless-express";\n${pg}@Controller("orders")\nclass Orders {\n  @Get(":id") async show(${parameter}) { ${find("id")} }\n}\n@Module({ controllers: [Orders] })\nclass App {}\nlet cached;\nexport const handler = async (event, context) => {\n  if (!cached) { const app = await NestFactory.create(App); await app.init(); cached = serverlessExpress({ app: app.getHttpAdapter().getInstance() }); }\n  return cached(event, context);\n};`;

  it.each<readonly [string, string]>([
    [
      "a chain of a package of validators",
      `import { param } from "express-validator";\n${byRoute("", "/:id", 'param("id").isUUID(), answerErrors,')}`,
    ],
    [
      "such chains in a list",
      `import { param } from "express-validator";\n${byRoute('const rules = [param("id").isUUID()];', "/:id", "rules,")}`,
    ],
    [
      "a validator that the route runs itself",
      `import { param, validationResult } from "express-validator";\n${express}app.get("/:id", async (req, res) => { await param("id").isUUID().run(req); if (!validationResult(req).isEmpty()) return res.sendStatus(400); ${find("req.params.id")} });${served}`,
    ],
    ["a check of all requests", byRoute("app.use(validateRequest(order));")],
    [
      "a check beside a function whose parameters have types",
      `import type { Request, Response } from "express";\n${express}app.get("/:id", validate(order), async (req: Request, res: Response) => { ${find("req.params.id")} });${served}`,
    ],
    ["a check of one path parameter", byRoute('app.param("id", (req, res, next, id) => next());')],
    ["a pattern in the path", byRoute("", "/:id(\\\\d+)")],
    [
      "a path that is a pattern",
      `${express}app.get(/^\\/(\\d+)$/, async (req) => { ${find("req.params[0]")} });${served}`,
    ],
    [
      "a pattern in a path of Hono",
      `${hono}app.get("/:id{[0-9]+}", async (c) => { ${find('c.req.param("id")')} });${ofHono}`,
    ],
    ["options of Fastify in a variable", onFastify("strict")],
    ["options of Fastify in another file", onFastify("orderOptions")],
    ["a pipe of NestJS", nest('@Param("id", new ParseUUIDPipe()) id: string')],
    ["a number that a pipe makes", nest('@Param("id") id: number')],
  ])("is a reason to keep silent: %s", (_name, code) => {
    expect(lint({ "src/handler.ts": code })).toEqual([]);
  });

  it.each<readonly [string, string, string]>([
    ["a parser of bodies", byRoute("app.use(express.json());\napp.use(cookieParser());"), "req.params.id"],
    ["a parser beside the route", byRoute("", "/:id", "jsonParser,"), "req.params.id"],
    ["options without a schema", onFastify("plain"), "request.params.id"],
    ["a parameter without a pipe", nest('@Param("id") id: string'), "id"],
  ])("is none: %s", (_name, code, source) => {
    expect(lint({ "src/handler.ts": code })).toEqual([source]);
  });

  it("is asked in the trees of ESLint's own parser, which makes no lists of decorators", () => {
    const { messages } = lintText(
      { "no-event-injection": noEventInjection },
      { code: byRoute(""), filename: "src/handler.mjs" },
    );
    expect(messages).toEqual([expect.objectContaining({ ruleId: "aws-lambda/no-event-injection" })]);
  });

  it("hides no query beside a pattern in the path", () => {
    const code = `${express}app.get("/:id(\\\\d+)", async (req) => { ${find("req.query.id")} });${served}`;
    expect(lint({ "src/handler.ts": code })).toEqual(["req.query.id"]);
  });

  it("is asked of routes alone", () => {
    const code = `import type { Request, Response } from "express";\n${express}export async function list(req: Request, res: Response) { await Promise.all(res.locals.mails.map(async (mail) => { ${find("mail.body")} })); }\napp.get("/", list);${served}`;
    expect(lint({ "src/handler.ts": code })).toEqual([]);
    const rows = fastify(
      `app.get("/", async () => { const mails = await app.pg.query("SELECT body FROM mails"); for (const mail of mails) await store(mail); await Promise.all(mails.map(async (mail) => { ${find("mail.body")} })); });`,
    );
    expect(lint({ "src/handler.ts": rows })).toEqual([]);
  });
});

describe("parts of a request that a route stores", () => {
  const dynamo = `import { PutCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";\nimport { DynamoDBClient } from "@aws-sdk/client-dynamodb";\nconst db = DynamoDBDocumentClient.from(new DynamoDBClient({}));\n`;
  const put = (item: string): string =>
    `await db.send(new PutCommand({ TableName: "orders", Item: ${item} }));`;
  const lintInput = (code: string): readonly string[] =>
    lint({ "src/handler.ts": dynamo + code }, "src/handler.ts", "require-input-validation");

  it.each<readonly [string, string, readonly string[]]>([
    [
      "a body of Express",
      `${express}app.post("/", async (req) => { ${put("req.body")} });${served}`,
      ["req.body"],
    ],
    [
      "a body of Hono",
      `${hono}app.post("/", async (c) => { const order = await c.req.json(); ${put("order")} });${ofHono}`,
      ["c.req.json()"],
    ],
    [
      "each part of one route once",
      `${express}app.put("/:id", async (req) => { ${put("{ ...req.body, id: req.params.id }")} ${put("req.body")} });${served}`,
      ["req.params.id", "req.body"],
    ],
  ])("are found: %s", (_name, code, sources) => {
    expect(lintInput(code)).toEqual(expect.arrayContaining([...sources]));
    expect(lintInput(code)).toHaveLength(sources.length);
  });

  it.each<readonly [string, string]>([
    [
      "a body that the route has looked at",
      `${express}app.post("/", async (req, res) => { if (!req.body.id) return res.status(400).end(); ${put("req.body")} });${served}`,
    ],
    [
      "a body behind another function",
      `${express}app.post("/", orderRules, async (req) => { ${put("req.body")} });${served}`,
    ],
    [
      "a header",
      `${express}app.post("/", async (req) => { ${put('{ id: req.headers["x-id"] }')} });${served}`,
    ],
    [
      "what Hono's validator gives",
      `${hono}app.post("/", zValidator("json", order), async (c) => { ${put('c.req.valid("json")')} });${ofHono}`,
    ],
  ])("are left alone: %s", (_name, code) => {
    expect(lintInput(code)).toEqual([]);
  });
});

describe("a request that outlives the invocation", () => {
  const lintState = (code: string): readonly string[] =>
    lint({ "src/handler.ts": code }, "src/handler.ts", "no-request-state-in-module-scope");
  const found = (place: string): unknown =>
    expect.stringContaining(`\`${place}\` outlives this invocation, so a warm start finds the request data`);

  it.each<readonly [string, string, string]>([
    [
      "a header that a middleware of Express keeps",
      `${express}let user;\napp.use((req, res, next) => { user = req.headers["x-user"]; next(); });\napp.get("/", (req, res) => res.json(user));${served}`,
      "user",
    ],
    [
      "bodies in a list",
      `${express}const orders = [];\napp.post("/", (req) => { orders.push(req.body); });${served}`,
      "orders.push",
    ],
    [
      "a query parameter of Hono",
      `${hono}let tenant = "";\napp.use(async (c, next) => { tenant = c.req.query("tenant") ?? ""; await next(); });${ofHono}`,
      "tenant",
    ],
    [
      "the whole request",
      `${express}let current;\napp.get("/", (req) => { current = req; });${served}`,
      "current",
    ],
  ])("is found: %s", (_name, code, place) => {
    expect(lintState(code)).toEqual([found(place.replace(".push", ""))]);
  });

  it.each<readonly [string, string]>([
    [
      "what the app has put into the request",
      `${express}let database;\napp.get("/", (req) => { database = req.app.locals.database; });${served}`,
    ],
    [
      "a variable of the context that is no request",
      `${hono}let database;\napp.use(async (c, next) => { database = c.get("database"); await next(); });${ofHono}`,
    ],
    [
      "a cache by the request's key",
      `${express}const cache = {};\napp.get("/:id", (req) => { cache[req.params.id] ??= req.params.id; return cache[req.params.id]; });${served}`,
    ],
    [
      "an app that no handler serves",
      `${express}let user;\napp.get("/", (req) => { user = req.query.user; });\napp.listen(80);`,
    ],
  ])("is not: %s", (_name, code) => {
    expect(lintState(code)).toEqual([]);
  });
});

describe("headers of a request in a log", () => {
  const lintLogs = (code: string): readonly string[] =>
    lint({ "src/handler.ts": code }, "src/handler.ts", "no-event-logging");

  it.each<readonly [string, string]>([
    ["Express", `${express}app.get("/", (req) => { console.log("headers", req.headers); });${served}`],
    [
      "a pattern",
      `${express}app.get("/", ({ headers }) => { console.log(JSON.stringify(headers)); });${served}`,
    ],
  ])("are found: %s", (_name, code) => {
    expect(lintLogs(code)).toEqual([expect.stringContaining("headers of the request")]);
  });

  it.each<readonly [string, string]>([
    ["one of them", `${express}app.get("/", (req) => { console.log(req.headers["x-id"]); });${served}`],
    ["one by a method", `${hono}app.get("/", (c) => { console.log(c.req.header("x-id")); });${ofHono}`],
    ["other parts", `${express}app.get("/", (req) => { console.log(req.params); });${served}`],
    ["a server's", `${express}app.get("/", (req) => { console.log(req.headers); });\napp.listen(80);`],
  ])("are not: %s", (_name, code) => {
    expect(lintLogs(code)).toEqual([]);
  });
});

describe("parts of requests that nothing has looked at", () => {
  it("are reported once where several routes give them to the same helper", () => {
    const code = `${express}const load = (req) => pool.query("SELECT * FROM orders WHERE id = $1", [req.params.id]);
app.get("/orders/:id", async (req) => load(req));
app.post("/orders/:id", async (req) => load(req));
app.put("/:id", async (req) => pool.query("SELECT 1 WHERE 2 = $1", [req.params.id]));${served}`;
    expect(lint({ "src/handler.ts": code }, "src/handler.ts", "require-input-validation")).toEqual([
      "req.params.id",
      "req.params.id",
    ]);
  });
});
