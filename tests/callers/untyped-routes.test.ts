import { describe, expect, it } from "vitest";
import { type Files, find, lint, pg } from "./web-project.js";

const app = (rest: string): string =>
  `const express = require("express");\nconst serverless = require("serverless-http");\nconst app = express();\n${rest}\nexports.handler = serverless(app);`;
const js = 'const { Pool } = require("pg");\nconst pool = new Pool();\n';
const answer = "res.status(200).json({});";
const route = `app.get("/orders/:id", async (req, res) => { ${find("req.params.id")} ${answer} });`;

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
