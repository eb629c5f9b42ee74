import { describe, expect, it } from "vitest";
import { type Files, lint } from "./web-project.js";

const found = (code: string, files: Files = {}, file = "src/handler.ts"): readonly string[] =>
  lint({ "src/handler.ts": code, ...files }, file, "no-exposed-error").map((message) =>
    /^The answer has the (stack|whole error)/.test(message)
      ? (/stack|whole error/.exec(message)?.[0] ?? "")
      : message,
  );

const express = (routes: string, before = ""): string =>
  `import express from "express";\nimport serverless from "serverless-http";\nimport { findOrder } from "./orders";\nconst app = express();\n${before}\n${routes}\nexport const handler = serverless(app);`;
const inExpress = (answer: string, before = ""): string =>
  express(
    `app.get("/:id", async (req, res) => { try { res.json(await findOrder(req.params.id)); } catch (error) { ${answer} } });`,
    before,
  );
const hono = (answer: string, more = ""): string =>
  `import { Hono } from "hono";\nimport { handle } from "hono/aws-lambda";\nimport { findOrder } from "./orders";\nconst app = new Hono();\napp.get("/:id", async (c) => { try { return c.json(await findOrder(c.req.param("id"))); } catch (error) { ${answer} } });\n${more}\nexport const handler = handle(app);`;
const fastify = (answer: string, more = ""): string =>
  `import Fastify from "fastify";\nimport awsLambdaFastify from "@fastify/aws-lambda";\nimport { findOrder } from "./orders";\nconst app = Fastify();\napp.get("/:id", async (request, reply) => { try { return await findOrder(request.params.id); } catch (error) { ${answer} } });\n${more}\nexport const handler = awsLambdaFastify(app);`;
const koa = (answer: string): string =>
  `import Koa from "koa";\nimport serverless from "serverless-http";\nconst app = new Koa();\napp.use(async (ctx, next) => { try { await next(); } catch (error) { ${answer} } });\nexport const handler = serverless(app);`;
const lambdaApi = (answer: string): string =>
  `import createApi from "lambda-api";\nimport { findOrder } from "./orders";\nconst api = createApi();\napi.get("/:id", async (req, res) => { try { return await findOrder(req.params.id); } catch (error) { ${answer} } });\nexport const handler = async (event, context) => api.run(event, context);`;

describe("errors in the answers of routes", () => {
  it.each<readonly [string, string, string]>([
    ["a stack as JSON", inExpress("res.status(500).json({ stack: error.stack });"), "stack"],
    ["a stack as text", inExpress("res.status(500).send(error.stack);"), "stack"],
    ["a stack that is written", inExpress("res.write(`Failed: ${error.stack}`); res.end();"), "stack"],
    [
      "an error in an object",
      inExpress('res.status(500).json({ message: "failed", error });'),
      "whole error",
    ],
    ["an error alone", inExpress("res.status(500).send(error);"), "whole error"],
    ["an error that is spread", inExpress("res.status(500).json({ ...error });"), "whole error"],
    ["an error as JSON text", inExpress("res.status(500).end(JSON.stringify(error));"), "whole error"],
    [
      "the stack in Express's function for errors",
      express(
        "app.use((error, req, res, next) => { res.status(500).json({ message: error.message, stack: error.stack }); });",
      ),
      "stack",
    ],
    [
      "the error in Express's function for errors",
      express("app.use((error, req, res, next) => { res.status(error.status ?? 500).json({ error }); });"),
      "whole error",
    ],
    [
      "the error of a promise",
      express(
        'app.get("/", (req, res) => { findOrder(1).then((order) => res.json(order)).catch((error) => res.status(500).json(error)); });',
      ),
      "whole error",
    ],
    [
      "the error of a promise, beside what follows it",
      express(
        'app.get("/", (req, res) => { findOrder(1).then((order) => { res.json(order); }, (reason) => { console.error(reason); res.status(500).send({ stack: reason.stack }); }); });',
      ),
      "stack",
    ],
    [
      "the error of a promise, by a function of the file",
      express(
        'app.get("/", (req, res) => { findOrder(1).then((order) => res.json(order)).catch((error) => fail(res, error)); });',
        "const fail = (res, error) => res.status(500).json({ error });",
      ),
      "whole error",
    ],
    [
      "the error of a callback of the SDK",
      express(
        'app.get("/", (req, res) => { table.get({ TableName: "t" }, (err, data) => { if (err) res.status(404).json(err); else res.json(data.Item); }); });',
        'import AWS from "aws-sdk"; const table = new AWS.DynamoDB.DocumentClient();',
      ),
      "whole error",
    ],
    ["a stack of Hono", hono("return c.json({ stack: error.stack }, 500);"), "stack"],
    ["an error of Hono", hono("return c.json({ error }, 500);"), "whole error"],
    ["a text of Hono", hono("return c.text(error.stack, 500);"), "stack"],
    [
      "Hono's function for errors",
      hono("throw error;", "app.onError((error, c) => c.json({ stack: error.stack }, 500));"),
      "stack",
    ],
    ["a stack of Fastify", fastify("return reply.code(500).send({ stack: error.stack });"), "stack"],
    [
      "an error that Fastify returns in an object",
      fastify("reply.code(500); return { error };"),
      "whole error",
    ],
    [
      "Fastify's function for errors",
      fastify(
        "throw error;",
        "app.setErrorHandler((error, request, reply) => { reply.code(500).send({ error }); });",
      ),
      "whole error",
    ],
    ["the body of Koa", koa("ctx.status = 500; ctx.body = { error };"), "whole error"],
    ["the body of Koa as text", koa("ctx.body = error.stack;"), "stack"],
    ["an error of lambda-api", lambdaApi("res.status(500).json({ error });"), "whole error"],
  ])("%s", (_name, code, what) => {
    expect(found(code)).toEqual([what]);
  });

  it("in a file of routes that a handler of another file serves", () => {
    const routes =
      'import { Router } from "express";\nimport { findOrder } from "./orders";\nexport const router = Router();\nrouter.get("/:id", async (req, res) => { try { res.json(await findOrder(req.params.id)); } catch (error) { res.status(500).json({ error }); } });';
    const handler =
      'import express from "express";\nimport serverless from "serverless-http";\nimport { router } from "./routes";\nconst app = express();\napp.use(router);\nexport const handler = serverless(app);';
    expect(found(handler, { "src/routes.ts": routes }, "src/routes.ts")).toEqual(["whole error"]);
    expect(found("export const name = 1;", { "src/routes.ts": routes }, "src/routes.ts")).toEqual([]);
  });
});

describe("silent about answers of routes", () => {
  it.each<readonly [string, string]>([
    ["the message", inExpress("res.status(500).json({ message: error.message });")],
    ["the error as text", inExpress("res.status(500).send(`Failed: ${error}`);")],
    [
      "the error in the log",
      inExpress('console.error(error.stack, error); res.status(500).json({ message: "failed" });'),
    ],
    [
      "the error handed on",
      express(
        'app.get("/:id", async (req, res, next) => { try { res.json(await findOrder(req.params.id)); } catch (error) { next(error); } });',
      ),
    ],
    ["fields of the error", inExpress("res.status(400).json({ issues: error.issues });")],
    [
      "an error of a class that may be made for clients",
      inExpress(
        "if (error instanceof Problem) res.status(400).json(error);",
        'import { Problem } from "./problem";',
      ),
    ],
    [
      "the stack while developing",
      inExpress(
        'res.status(500).json({ message: "failed", ...(process.env.NODE_ENV === "development" && { stack: error.stack }) });',
      ),
    ],
    ["an error that Fastify answers", fastify("return reply.send(error);")],
    ["an error that Fastify gets back", fastify("return error;")],
    [
      "an error that Fastify's function for errors sends",
      fastify("throw error;", "app.setErrorHandler((error, request, reply) => { reply.send(error); });"),
    ],
    [
      "the message of a promise's error",
      express(
        'app.get("/", (req, res) => { findOrder(1).then((order) => res.json(order)).catch((error) => res.status(500).json(error.message)); });',
      ),
    ],
    [
      "what a promise gives",
      express(
        'app.get("/", (req, res) => { findOrder(1).then((order) => res.json(order), () => res.sendStatus(500)); });',
      ),
    ],
    [
      "what a callback of the SDK gets beside the error",
      express(
        'app.get("/", (req, res) => { table.get({ TableName: "t" }, (err, data) => { if (err) res.sendStatus(500); else res.json(data); }); });',
        'import AWS from "aws-sdk"; const table = new AWS.DynamoDB.DocumentClient();',
      ),
    ],
    [
      "what a callback gets of which nothing is known",
      express(
        'app.get("/", (req, res) => { orders.each({ from: 1 }, (order, index) => { res.json(order); }); });',
        'import { orders } from "./orders";',
      ),
    ],
    [
      "a first parameter that is the request",
      express("app.use((req, res, next) => { res.json({ stack: req.stack }); });"),
    ],
    [
      "what another system answers",
      inExpress(
        'const response = await fetch("https://example.com"); send(response.json(error)); res.sendStatus(500);',
        "declare function send(value: unknown): void;",
      ),
    ],
    [
      "an app that no handler serves",
      'import express from "express";\nconst app = express();\napp.get("/", (req, res) => { try { res.json(1); } catch (error) { res.json({ error }); } });\napp.listen(3000);',
    ],
  ])("%s", (_name, code) => {
    expect(found(code)).toEqual([]);
  });
});

describe("errors that a function gets with the response", () => {
  const fails = "const fail = (res, status, error) => res.status(status).json({ error });";
  const router = (answer: string, imports: string): string =>
    `import { Router } from "express";\nimport { findOrder } from "./orders";\n${imports}\nexport const router = Router();\nrouter.get("/:id", async (req, res) => { try { res.json(await findOrder(req.params.id)); } catch (error) { ${answer} } });`;
  const handler =
    'import express from "express";\nimport serverless from "serverless-http";\nimport { router } from "./routes";\nconst app = express();\napp.use(router);\nexport const handler = serverless(app);';
  const elsewhere = (fail: string, answer: string): readonly string[] =>
    found(
      handler,
      { "src/routes.ts": router(answer, 'import { fail } from "./fail";'), "src/fail.ts": fail },
      "src/routes.ts",
    );

  it.each<readonly [string, string, string]>([
    ["in an object", inExpress("fail(res, 500, error);", fails), "whole error"],
    [
      "of a declared type",
      inExpress(
        "fail(error, res);",
        "function fail(error: any, res: express.Response) { res.status(500).send({ stack: error.stack }); }",
      ),
      "stack",
    ],
    [
      "of Hono",
      hono("return fail(c, error);", "const fail = (c, error) => c.json({ error }, 500);"),
      "whole error",
    ],
  ])("%s", (_name, code, what) => {
    expect(found(code)).toEqual([what]);
  });

  it.each<readonly [string, string, string, string]>([
    ["in an object", `export ${fails}`, "fail(res, 500, error);", "whole error"],
    [
      "as its stack",
      "export function fail(res, error) { res.status(500).send(error.stack); }",
      "return fail(res, error);",
      "stack",
    ],
    [
      "in what is handed over",
      "export const fail = (res, body) => { res.status(500).json(body); };",
      "return fail(res, { error });",
      "whole error",
    ],
  ])("in another file, %s", (_name, fail, answer, what) => {
    expect(elsewhere(fail, answer)).toEqual([what]);
  });

  it.each<readonly [string, string, string]>([
    [
      "the message",
      "export const fail = (res, error) => res.status(500).json({ message: error.message });",
      "fail(res, error);",
    ],
    [
      "an error for the log",
      'export const fail = (res, error) => { console.error(error.stack); res.status(500).send("failed"); };',
      "fail(res, error);",
    ],
    [
      "what is sent by something else",
      "export const fail = (queue, error) => queue.send({ error });",
      "fail(queue, error); res.sendStatus(500);",
    ],
    [
      "under a condition there",
      "export const fail = (res, error) => { if (process.env.DEBUG) res.json({ error }); else res.sendStatus(500); };",
      "fail(res, error);",
    ],
    [
      "under a condition here",
      "export const fail = (res, error) => { res.json({ error }); };",
      "if (process.env.DEBUG) fail(res, error); else res.sendStatus(500);",
    ],
    [
      "no error",
      "export const fail = (res, body) => { res.json(body); };",
      'fail(res, { message: "failed" });',
    ],
  ])("silent about %s", (_name, fail, answer) => {
    expect(elsewhere(fail, answer)).toEqual([]);
  });
});

describe("errors after which a route sends what a function has not given", () => {
  const dropped = (answer: string): readonly string[] => {
    const routes = `import { Router } from "express";\nimport { findOrder } from "./orders";\nexport const router = Router();\nrouter.get("/:id", async (req, res, next) => { ${answer} });\nasync function load(id) { try { return await findOrder(id); } catch (error) { console.error(error); } }`;
    const handler =
      'import express from "express";\nimport serverless from "serverless-http";\nimport { router } from "./routes";\nconst app = express();\napp.use(router);\nexport const handler = serverless(app);';
    const orders = `export const findOrder = async (id) => (await fetch(\`https://example.com/\${id}\`)).json();`;
    return lint(
      { "src/handler.ts": handler, "src/routes.ts": routes, "src/orders.ts": orders },
      "src/routes.ts",
      "no-swallowed-error",
    );
  };

  it.each([
    "res.json(await load(req.params.id));",
    "return res.status(200).send(await load(req.params.id));",
  ])("are reported: %s", (answer) => {
    expect(dropped(answer)).toHaveLength(1);
  });

  it.each([
    "const order = await load(req.params.id); if (!order) return next(); res.json(order);",
    "res.json((await load(req.params.id)) ?? {});",
    "res.json(describe(await load(req.params.id)));",
  ])("are not: %s", (answer) => {
    expect(dropped(answer)).toEqual([]);
  });
});
