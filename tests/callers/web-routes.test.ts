import { describe, expect, it } from "vitest";
import { express, find, lint, pg, served } from "./web-project.js";

const onExpress = (route: string, imports = ""): string => `${imports}${express}${route}${served}`;
const show = `async (req, res) => { ${find("req.params.id")} }`;

const onHono = (route: string, app = "new Hono()"): string =>
  `import { Hono } from "hono";\nimport { createFactory, createMiddleware } from "hono/factory";\nimport { handle } from "hono/aws-lambda";\n${pg}const factory = createFactory();\nconst app = ${app};\n${route}\nexport const handler = handle(app);`;
const showOfHono = `async (c) => { ${find('c.req.param("id")')} }`;

const onFastify = (route: string): string =>
  `import Fastify from "fastify";\nimport awsLambdaFastify from "@fastify/aws-lambda";\n${pg}const app = Fastify();\n${route}\nexport const handler = awsLambdaFastify(app);`;
const showOfFastify = `async (request) => { ${find("request.params.id")} }`;

const asyncHandler = 'import asyncHandler from "express-async-handler";\n';

describe("the functions of routes", () => {
  it.each<readonly [string, string, string]>([
    [
      "in an object with the route",
      onFastify(`app.route({ method: "GET", url: "/:id", handler: ${showOfFastify} });`),
      "request.params.id",
    ],
    [
      "as a method of such an object",
      onFastify(
        `app.route({ method: "GET", url: "/:id", async handler(request) { ${find("request.params.id")} } });`,
      ),
      "request.params.id",
    ],
    [
      "in a list of such objects",
      onFastify(
        `const routes = [{ method: "GET", url: "/:id", handler: ${showOfFastify} }];\nroutes.forEach((route) => app.route(route));`,
      ),
      "request.params.id",
    ],
    [
      "in options",
      onFastify(`app.get("/:id", { preHandler: ${showOfFastify} }, async () => ({}));`),
      "request.params.id",
    ],
    ["in a list", onExpress(`app.get("/:id", [authenticate, ${show}]);`), "req.params.id"],
    [
      "in a package that catches their errors",
      onExpress(`app.get("/:id", asyncHandler(${show}));`, asyncHandler),
      "req.params.id",
    ],
    [
      "in such a package, under a name",
      onExpress(`const showOrder = asyncHandler(${show});\napp.get("/:id", showOrder);`, asyncHandler),
      "req.params.id",
    ],
    [
      "in a wrapper of the file",
      onExpress(
        `const caught = (run) => (req, res, next) => run(req, res, next).catch(next);\napp.get("/:id", caught(${show}));`,
      ),
      "req.params.id",
    ],
    ["as a middleware", onHono(`app.use(createMiddleware(${showOfHono}));`), "c.req.param()"],
    [
      "as a middleware of a factory",
      onHono(`app.use(factory.createMiddleware(${showOfHono}));`),
      "c.req.param()",
    ],
    [
      "as handlers of a factory",
      onHono(`app.get("/:id", ...factory.createHandlers(logger, ${showOfHono}));`),
      "c.req.param()",
    ],
    [
      "as handlers under a name",
      onHono(`const handlers = factory.createHandlers(${showOfHono});\napp.get("/:id", ...handlers);`),
      "c.req.param()",
    ],
    ["of a factory's app", onHono(`app.get("/:id", ${showOfHono});`, "factory.createApp()"), "c.req.param()"],
  ])("are found %s", (_name, code, source) => {
    expect(lint({ "src/handler.ts": code })).toEqual([source]);
  });

  it.each<readonly [string, string]>([
    [
      "behind the schema of its object",
      onFastify(
        `app.route({ method: "GET", url: "/:id", schema: { params: order }, handler: ${showOfFastify} });`,
      ),
    ],
    [
      "behind a check in its object",
      onFastify(
        `app.route({ method: "GET", url: "/:id", preHandler: [checkOrder], handler: ${showOfFastify} });`,
      ),
    ],
    [
      "behind options that are not known",
      onFastify(`app.route({ ...options, method: "GET", url: "/:id", handler: ${showOfFastify} });`),
    ],
    ["behind a check in its list", onExpress(`app.get("/:id", [validate(order), ${show}]);`)],
    [
      "behind a check beside the wrapper",
      onExpress(`app.get("/:id", validate(order), asyncHandler(${show}));`, asyncHandler),
    ],
    [
      "behind a check among its handlers",
      onHono(`app.get("/:id", ...factory.createHandlers(validator("param", order), ${showOfHono}));`),
    ],
    [
      "in another property of its object",
      onFastify(
        `app.route({ method: "GET", url: "/:id", errorHandler: ${showOfFastify}, handler: async () => ({}) });`,
      ),
    ],
    [
      "in a function that is called as a package's",
      onExpress(`app.get("/:id", asyncHandler(${show}));`, 'import asyncHandler from "some-cache";\n'),
    ],
    [
      "in a wrapper, of an app that no handler serves",
      onExpress(`app.get("/:id", asyncHandler(${show}));`, asyncHandler).replace(served, "\napp.listen(80);"),
    ],
    [
      "in a wrapper that gives them something else",
      onExpress(
        `const loaded = (run) => async (req, res) => run({ params: { id: Number(req.params.id) } }, res);\napp.get("/:id", loaded(${show}));`,
      ),
    ],
  ])("are left alone %s", (_name, code) => {
    expect(lint({ "src/handler.ts": code })).toEqual([]);
  });
});

describe("the functions of routes in other files", () => {
  const app = (route: string): string =>
    `import express from "express";\nimport serverless from "serverless-http";\nimport asyncHandler from "express-async-handler";\nimport { show } from "./show";\nimport { caught } from "./caught";\nconst app = express();\n${route}${served}`;
  const caught =
    "export const caught = (run) => (req, res, next) => Promise.resolve(run(req, res, next)).catch(next);";
  const typed = `import type { Request } from "express";\n${pg}export const show = async (req: Request, res) => { ${find("req.params.id")} };`;

  it.each<readonly [string, string, string, string]>([
    [
      "in a package's wrapper there",
      'app.get("/:id", show);',
      `${asyncHandler}${pg}export const show = asyncHandler(${show});`,
      "req.params.id",
    ],
    ["in a package's wrapper here", 'app.get("/:id", asyncHandler(show));', typed, "req.params.id"],
    ["in the project's own wrapper", 'app.get("/:id", caught(show));', typed, "req.params.id"],
    ["in a list", 'app.get("/:id", [authenticate, show]);', typed, "req.params.id"],
    [
      "by the type of the function",
      'app.get("/:id", show);',
      `import type { RequestHandler } from "express";\n${pg}export const show: RequestHandler = ${show};`,
      "req.params.id",
    ],
  ])("are found %s", (_name, route, code, source) => {
    const files = { "src/handler.ts": app(route), "src/caught.ts": caught, "src/show.ts": code };
    expect(lint(files, "src/show.ts")).toEqual([source]);
  });

  it("are found in objects and factories", () => {
    const fastify = onFastify('app.route({ method: "GET", url: "/:id", handler: show });');
    const ofFastify = `import type { FastifyRequest } from "fastify";\n${pg}export const show = async (request: FastifyRequest) => { ${find("request.params.id")} };`;
    expect(
      lint(
        { "src/handler.ts": `import { show } from "./show";\n${fastify}`, "src/show.ts": ofFastify },
        "src/show.ts",
      ),
    ).toEqual(["request.params.id"]);
    const hono = onHono('app.get("/:id", ...show);');
    const ofHono = `import { createFactory } from "hono/factory";\n${pg}export const show = createFactory().createHandlers(${showOfHono});`;
    expect(
      lint(
        { "src/handler.ts": `import { show } from "./show";\n${hono}`, "src/show.ts": ofHono },
        "src/show.ts",
      ),
    ).toEqual(["c.req.param()"]);
  });

  it.each<readonly [string, string, string]>([
    [
      "where nobody has their route",
      "app.get('/', list);",
      `${asyncHandler}${pg}export const show = asyncHandler(${show});`,
    ],
    [
      "of a type of the same name",
      'app.get("/:id", show);',
      `import type { RequestHandler } from "./types";\n${pg}export const show: RequestHandler = ${show};`,
    ],
    [
      "behind a check among a factory's handlers",
      'app.get("/:id", ...show);',
      `import { createFactory } from "hono/factory";\n${pg}export const show = createFactory().createHandlers(validator("param", order), ${showOfHono});`,
    ],
  ])("are left alone %s", (_name, route, code) => {
    const files = { "src/handler.ts": app(route), "src/caught.ts": caught, "src/show.ts": code };
    expect(lint(files, "src/show.ts")).toEqual([]);
  });
});

describe("the only function of a route", () => {
  const dynamo = `import { PutCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";\nimport { DynamoDBClient } from "@aws-sdk/client-dynamodb";\nconst db = DynamoDBDocumentClient.from(new DynamoDBClient({}));\n`;
  const put = (source: string): string =>
    `await db.send(new PutCommand({ TableName: "orders", Item: ${source} }));`;
  const create = `async (req, res) => { ${put("req.body")} }`;
  const createOfFastify = `async (request) => { ${put("request.body")} }`;

  it.each<readonly [string, string, readonly string[]]>([
    ["alone in a wrapper", onExpress(`app.post("/", asyncHandler(${create}));`, asyncHandler), ["req.body"]],
    ["alone in a list", onExpress(`app.post("/", [${create}]);`), ["req.body"]],
    ["behind another in a list", onExpress(`app.post("/", [authenticate, ${create}]);`), []],
    [
      "alone in an object",
      onFastify(`app.route({ method: "POST", url: "/", handler: ${createOfFastify} });`),
      ["request.body"],
    ],
    [
      "behind a hook in an object",
      onFastify(`app.route({ method: "POST", url: "/", preHandler: prepare, handler: ${createOfFastify} });`),
      [],
    ],
  ])("is told from others: %s", (_name, code, sources) => {
    expect(lint({ "src/handler.ts": dynamo + code }, "src/handler.ts", "require-input-validation")).toEqual(
      sources.map((source) => expect.stringContaining(source) as unknown),
    );
  });
});
