import { describe, expect, it } from "vitest";
import { type Files, lint } from "./web-project.js";

const track = `export async function track(order: unknown): Promise<void> { await fetch("https://example.com", { method: "POST", body: String(order) }); }`;
const app = (routes: string, declared = ""): Files => ({
  "src/track.ts": track,
  "src/handler.ts": `import express from "express";\nimport serverless from "serverless-http";\nimport { track } from "./track";\nconst app = express();\n${declared}\n${routes}\nexport const handler = serverless(app);`,
});
const routes = (code: string): Files => ({
  "src/track.ts": track,
  "src/handler.ts": `import express from "express";\nimport serverless from "serverless-http";\nimport { router } from "./routes";\nconst app = express();\napp.use(router);\nexport const handler = serverless(app);`,
  "src/routes.ts": `import { Router } from "express";\nimport { track } from "./track";\nexport const router = Router();\n${code}`,
});
const hono = (body: string): Files => ({
  "src/track.ts": track,
  "src/handler.ts": `import { Hono } from "hono";\nimport { handle } from "hono/aws-lambda";\nimport { track } from "./track";\nconst app = new Hono();\napp.post("/:id", async (c) => { ${body} });\nexport const handler = handle(app);`,
});
const fastify = (body: string): Files => ({
  "src/track.ts": track,
  "src/handler.ts": `import Fastify from "fastify";\nimport awsLambdaFastify from "@fastify/aws-lambda";\nimport { track } from "./track";\nconst app = Fastify();\napp.post("/:id", async (request, reply) => { ${body} });\nexport const handler = awsLambdaFastify(app);`,
});

const found = (files: Files, file?: string): readonly string[] =>
  lint(files, file, "no-floating-work").map((message) => /`([^`]+)`/.exec(message)?.[1] ?? message);

describe("work of a route that nothing waits for", () => {
  it.each<readonly [string, Files, string]>([
    [
      "work of another file, before the answer",
      app(`app.post("/", async (req, res) => { track(req.body); res.json({}); });`),
      "track()",
    ],
    [
      "a request that is not async",
      app(
        `app.post("/", (req, res) => { fetch("https://example.com", { method: "POST" }); res.json({}); });`,
      ),
      "fetch()",
    ],
    [
      "work after the answer",
      app(`app.post("/", async (req, res) => { res.sendStatus(202); track(req.body); });`),
      "track()",
    ],
    [
      "a chain without an answer",
      app(
        `app.post("/", (req, res) => { fetch("https://example.com").then(() => console.log("sent")); res.json({}); });`,
      ),
      "fetch()",
    ],
    [
      "a middleware",
      app(`app.use((req, res, next) => { fetch("https://example.com", { method: "POST" }); next(); });`),
      "fetch()",
    ],
    [
      "a function for errors",
      app(
        `app.use((error, req, res, next) => { fetch("https://example.com", { method: "POST" }); res.sendStatus(500); });`,
      ),
      "fetch()",
    ],
    [
      "a list that nobody waits for",
      app(
        `app.post("/", async (req, res) => { req.body.items.forEach(async (item) => { await fetch("https://example.com/" + item); }); res.json({}); });`,
      ),
      "forEach",
    ],
    [
      "a function that the route calls",
      app(
        `app.post("/", (req, res) => { audit(); res.json({}); });`,
        `function audit() { fetch("https://example.com"); }`,
      ),
      "fetch()",
    ],
    [
      "a typed controller of the file",
      app(
        `app.post("/", create);`,
        `import type { Request, Response } from "express";\nasync function create(req: Request, res: Response) { track(req.body); res.json({}); }`,
      ),
      "track()",
    ],
    ["a route of Hono", hono(`track(c.req.param("id")); return c.json({});`), "track()"],
    ["a route of Fastify", fastify(`track(request.body); return {};`), "track()"],
  ])("%s", (_name, files, work) => {
    expect(found(files)).toEqual([work]);
  });

  it("in a file of routes that a handler of another file serves", () => {
    const files = routes(`router.post("/", async (req, res) => { track(req.body); res.json({}); });`);
    expect(found(files, "src/routes.ts")).toEqual(["track()"]);
    const unserved = { ...files, "src/handler.ts": "export const name = 1;" };
    expect(found(unserved, "src/routes.ts")).toEqual([]);
  });
});

describe("work of a service that a route calls", () => {
  const service = (code: string, call = `notify("paid");`, more: Files = {}): Files => ({
    ...routes(
      `import { notify } from "./notify";\nrouter.post("/", async (req, res) => { ${call} res.json({}); });`,
    ),
    "src/notify.ts": code,
    ...more,
  });
  const floating = `export function notify(order: string): void { void fetch("https://example.com", { method: "POST", body: order }).catch((error) => { console.error(error, order.length); }); }`;
  const inHono: Files = {
    "src/notify.ts": floating,
    "src/routes.ts": `import { Hono } from "hono";\nimport { notify } from "./notify";\nexport function createRoutes() { const app = new Hono(); app.post("/", (c) => { notify("paid"); return c.json({}); }); return app; }`,
    "src/handler.ts": `import { Hono } from "hono";\nimport { handle } from "hono/aws-lambda";\nimport { createRoutes } from "./routes";\nconst app = new Hono();\napp.route("/orders", createRoutes());\nexport const handler = handle(app);`,
  };
  const work = (files: Files): readonly string[] => found(files, "src/notify.ts");

  it.each<readonly [string, Files]>([
    ["of a router", service(floating)],
    ["of a factory of Hono's routes", inHono],
    [
      "of the handler's own routes",
      {
        ...app(
          `app.post("/", (req, res) => { notify("paid"); res.json({}); });`,
          `import { notify } from "./notify";`,
        ),
        "src/notify.ts": floating,
      },
    ],
    [
      "beside a handler that Lambda waits for",
      service(floating, undefined, {
        "src/other.ts": `import { notify } from "./notify"; export const handler = async () => { notify("paid"); };`,
      }),
    ],
  ])("is lost: %s", (_name, files) => {
    expect(work(files)).toEqual(["fetch()"]);
  });

  const wait = `fetch("https://example.com")`;
  it.each<readonly [string, Files]>([
    ["that is awaited", service(`export async function notify(order: string) { await ${wait}; }`)],
    [
      "that answers with what it is given",
      service(
        `export function notify(order, out) { ${wait}.then((page) => out.json(page)); }`,
        `notify("paid", res);`,
      ),
    ],
    [
      "that hands on what it is given, by the name of a response",
      service(
        `import { send } from "./send";\nexport function notify(order, res) { send(order, res); }`,
        `notify("paid", res);`,
        { "src/send.ts": `export async function send(order, res) { res.json(await ${wait}); }` },
      ),
    ],
    [
      "that answers by a function of its own",
      service(
        `export function notify(order, out) { const answer = (page) => { out.json(page); }; ${wait}.then(answer); }`,
        `notify("paid", res);`,
      ),
    ],
    [
      "beside a handler that Lambda waits for until nothing is left",
      service(floating, undefined, {
        "src/other.ts": `import { notify } from "./notify"; export const handler = (event, context, callback) => { notify("paid"); callback(null, 1); };`,
      }),
    ],
  ])("is left alone: %s", (_name, files) => {
    expect(work(files)).toEqual([]);
  });
});

describe("work that ends with the answer", () => {
  it.each<readonly [string, Files]>([
    ["awaited", app(`app.post("/", async (req, res) => { await track(req.body); res.json({}); });`)],
    [
      "a chain that answers",
      app(
        `app.get("/", (req, res) => { fetch("https://example.com").then((order) => res.json(order)).catch((error) => res.status(500).send(error.message)); });`,
      ),
    ],
    [
      "a chain whose end is handed on",
      app(
        `app.get("/", (req, res, next) => { fetch("https://example.com").then((order) => res.json(order)).catch(next); });`,
      ),
    ],
    [
      "a middleware that goes on later",
      app(`app.use((req, res, next) => { fetch("https://example.com").then(() => next()); });`),
    ],
    [
      "a timer that answers",
      app(
        `app.get("/", (req, res) => { setTimeout(async () => { res.json(await fetch("https://example.com")); }, 10); });`,
      ),
    ],
    [
      "an async function at once",
      app(
        `app.get("/", (req, res) => { (async () => { res.json(await fetch("https://example.com")); })(); });`,
      ),
    ],
    [
      "a local function that answers",
      app(
        `app.get("/", (req, res) => { const run = async () => { const order = await fetch("https://example.com"); res.json(order); }; run(); });`,
      ),
    ],
    [
      "a function of the file that gets the response",
      app(
        `app.get("/", (req, res) => { answer(req, res); });`,
        `async function answer(req, res) { res.json(await fetch("https://example.com")); }`,
      ),
    ],
    [
      "a chain in a function of the file that gets the response",
      app(
        `app.get("/", (req, res) => { answer(res); });`,
        `function answer(out) { fetch("https://example.com").then((order) => out.json(order)); }`,
      ),
    ],
    [
      "a stream into the response",
      app(`app.get("/", async (req, res) => { (await fetch("https://example.com")).body.pipe(res); });`),
    ],
    ["a chain of Hono that answers", hono(`fetch("https://example.com").then((order) => c.json(order));`)],
    [
      "a chain of Fastify that answers",
      fastify(`fetch("https://example.com").then((order) => reply.send(order)); return reply;`),
    ],
    [
      "a server that no handler serves",
      {
        "src/handler.ts": `import express from "express";\nconst app = express();\napp.post("/", (req, res) => { fetch("https://example.com"); res.json({}); });\napp.listen(3000);`,
      },
    ],
  ])("%s", (_name, files) => {
    expect(found(files)).toEqual([]);
  });
});
