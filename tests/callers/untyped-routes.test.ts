import { describe, expect, it } from "vitest";
import { type Files, find, lint, pg } from "./web-project.js";

const app = (rest: string): string =>
  `const express = require("express");\nconst serverless = require("serverless-http");\nconst app = express();\n${rest}\nexports.handler = serverless(app);`;
const js = 'const { Pool } = require("pg");\nconst pool = new Pool();\n';
const answer = "res.status(200).json({});";
const route = `app.get("/orders/:id", async (req, res) => { ${find("req.params.id")} ${answer} });`;

const orders = (app: string): string =>
  `${app}.get("/orders/:id", async (req, res) => { ${find("req.params.id")} res.end(); });`;

describe("a function that gives an app of another file its routes", () => {
  it.each<readonly [string, string, string]>([
    ["a module that is one", 'require("./routes")(app);', `${js}module.exports = (app) => { ${route} };`],
    [
      "an exported function",
      'const { addRoutes } = require("./routes");\naddRoutes(app, options);',
      `${js}function addRoutes(app) { ${route} }\nmodule.exports = { addRoutes };`,
    ],
    [
      "one that hands the app on within its file",
      'require("./routes")(app);',
      `${js}const addOrders = (app) => { ${route} };\nmodule.exports = (app) => { addOrders(app); };`,
    ],
  ])("is followed: %s", (_name, call, routes) => {
    const files = { "src/handler.js": app(call), "src/routes.js": routes };
    expect(lint(files, "src/routes.js")).toEqual(["req.params.id"]);
  });

  it("hands the app on to a third file", () => {
    const files = {
      "src/handler.js": app('require("./routes")(app);'),
      "src/routes.js":
        'const orders = require("./orders");\nmodule.exports = (app) => { app.get("/health", ok); orders(app); };',
      "src/orders.js": `${js}module.exports = (app) => { ${route} };`,
    };
    expect(lint(files, "src/orders.js")).toEqual(["req.params.id"]);
  });

  it("knows the app by its type", () => {
    const files = {
      "src/handler.ts": `import express from "express";\nimport serverless from "serverless-http";\nimport { addRoutes } from "./routes";\nconst app = express();\naddRoutes(app);\nexport const handler = serverless(app);`,
      "src/routes.ts": `import type { Express } from "express";\n${pg}export const addRoutes = (app: Express): void => { app.get("/:id", async (req, res) => { ${find("req.params.id")} res.end(); }); };`,
    };
    expect(lint(files, "src/routes.ts")).toEqual(["req.params.id"]);
  });

  it.each<readonly [string, string]>([
    ["in its constructor", `constructor(app: Application) { ${orders("app")} }`],
    [
      "in a method, by a field",
      `app: Application; constructor(app: Application) { this.app = app; this.addRoutes(); } addRoutes() { ${orders("this.app")} }`,
    ],
    [
      "in a method, by a parameter that is a field",
      `constructor(private readonly app: Application) { this.addRoutes(); } addRoutes() { ${orders("this.app")} }`,
    ],
  ])("may be a class: %s", (_name, members) => {
    const files = {
      "src/handler.ts": `import express from "express";\nimport serverless from "serverless-http";\nimport { OrderRoutes } from "./routes";\nconst app = express();\nnew OrderRoutes(app);\nexport const handler = serverless(app);`,
      "src/routes.ts": `import type { Application } from "express";\n${pg}export class OrderRoutes { ${members} }`,
    };
    expect(lint(files, "src/routes.ts")).toEqual(["req.params.id"]);
  });

  it.each<readonly [string, Files]>([
    [
      "one that nobody gives an app",
      {
        "src/handler.js": app('require("./routes");'),
        "src/routes.js": `${js}module.exports = (app) => { ${route} };`,
      },
    ],
    [
      "one that is given a client with the same methods",
      {
        "src/handler.js": app('require("./routes")(client);'),
        "src/routes.js": `${js}module.exports = (client) => { ${route.replace("app.", "client.")} };`,
      },
    ],
  ])("is none without an app that a handler serves: %s", (_name, files) => {
    expect(lint(files, "src/routes.js")).toEqual([]);
  });
});

describe("a controller of plain JavaScript", () => {
  const served = (controller: string): Files => ({
    "src/handler.js": app('app.use("/orders", require("./router"));'),
    "src/router.js":
      'const router = require("express").Router();\nconst orders = require("./orders");\nrouter.get("/:id", orders.show);\nmodule.exports = router;',
    "src/orders.js": `${js}${controller}`,
  });
  const lintOrders = (controller: string, rule?: string): readonly string[] =>
    lint(served(controller), "src/orders.js", rule);

  it.each<readonly [string, string, string]>([
    [
      "its parameters",
      `exports.show = async (req, res) => { ${find("req.params.id")} ${answer} };`,
      "req.params.id",
    ],
    [
      "a request that is taken apart",
      `exports.show = async ({ query }, res) => { ${find("query.id")} res.send("ok"); };`,
      "request.query.id",
    ],
    [
      "a function that is exported below, with `next`",
      `const show = async (req, res, next) => { try { ${find("req.body.id")} ${answer} } catch (error) { next(error); } };\nmodule.exports = { show };`,
      "req.body.id",
    ],
  ])("has the request in %s", (_name, controller, source) => {
    expect(lintOrders(controller)).toEqual([source]);
  });

  it("keeps no request in module scope", () => {
    const controller = `let last;\nexports.show = (req, res) => { last = req.params.id; ${answer} };`;
    expect(lintOrders(controller, "no-request-state-in-module-scope")).toEqual([
      expect.stringContaining("`last` outlives this invocation"),
    ]);
  });

  it("shows the client no error", () => {
    const controller = `exports.show = async (req, res) => { try { await pool.query("SELECT 1"); } catch (error) { res.status(500).json({ error }); } };`;
    expect(lintOrders(controller, "no-exposed-error")).toHaveLength(1);
  });

  it.each<readonly [string, string]>([
    [
      "the answer of a request that the code makes",
      `exports.show = async (request, response) => { const { id } = await response.json(); ${find("request.body.id")} };`,
    ],
    [
      "an object of the program's own, with parts of the same names",
      `exports.show = async (job, report) => { ${find("job.params.id")} report.add("done"); };`,
    ],
    [
      "types that say something else",
      `exports.show = async (req: Job, res: Report) => { ${find("req.params.id")} res.send("done"); };`,
    ],
  ])("is told from %s", (_name, controller) => {
    const files = served(controller);
    const { "src/orders.js": orders = "", ...rest } = files;
    expect(lint({ ...rest, "src/orders.ts": orders }, "src/orders.ts")).toEqual([]);
  });

  it("counts only where a handler serves it", () => {
    const controller = `${js}exports.show = async (req, res) => { ${find("req.params.id")} ${answer} };`;
    expect(lint({ "src/orders.js": controller }, "src/orders.js")).toEqual([]);
  });
});

describe("the context of a route of an app that another file makes", () => {
  const api = (make: string, adapter: string, routes: string): Files => ({
    "src/app.ts": make,
    "src/handler.ts": `${adapter}\nimport { createApp } from "./app";\n${pg}const app = createApp();\n${routes}\nexport const handler = handle(app);`,
  });
  const hono = (routes: string): Files =>
    api(
      'import { Hono } from "hono";\nexport const createApp = () => new Hono();',
      'import { handle } from "hono/aws-lambda";',
      routes,
    );
  const koa = (routes: string): Files =>
    api(
      'import Koa from "koa";\nexport const createApp = () => new Koa();',
      'import handle from "serverless-http";',
      routes,
    );

  it.each<readonly [string, Files, string]>([
    [
      "of Hono",
      hono(`app.get("/:id", async (c) => { ${find('c.req.param("id")')} return c.json({}); });`),
      "c.req.param()",
    ],
    [
      "of Hono, with the body",
      hono(
        `app.post("/", async (c) => { const { id } = await c.req.json(); ${find("id")} return c.json({}); });`,
      ),
      "c.req.json().id",
    ],
    ["of Koa", koa(`app.use(async (ctx) => { ${find("ctx.query.id")} ctx.body = "ok"; });`), "ctx.query.id"],
  ])("has the request: %s", (_name, files, source) => {
    expect(lint(files)).toEqual([source]);
  });

  it.each<readonly [string, Files]>([
    [
      "what the client that Hono calls answers",
      hono(
        `app.get("/", async (c) => { const order = await c.get("orders").json(); ${find("order.id")} return c.json({}); });`,
      ),
    ],
    [
      "an object whose parts are alike",
      koa(`app.use(async (order) => { ${find("order.query.id")} order.total = 1; });`),
    ],
  ])("is told from %s", (_name, files) => {
    expect(lint(files)).toEqual([]);
  });

  it("is that of Fastify where the response is called so", () => {
    const files = {
      "src/handler.js":
        'const fastify = require("fastify")();\nconst handle = require("@fastify/aws-lambda");\nconst orders = require("./orders");\nfastify.get("/:id", orders.show);\nexports.handler = handle(fastify);',
      "src/orders.js":
        "exports.show = async (request, reply) => { reply.send(`<p>${request.params.id}</p>`); };",
    };
    expect(lint(files, "src/orders.js")).toEqual([]);
    expect(
      lint(
        {
          ...files,
          "src/orders.js": `${js}exports.show = async (request, reply) => { ${find("request.params.id")} reply.code(204).send(""); };`,
        },
        "src/orders.js",
      ),
    ).toEqual(["request.params.id"]);
  });
});
