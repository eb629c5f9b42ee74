import { describe, expect, it } from "vitest";
import { lintFile } from "../support/lint-project.js";
import { temporaryProject } from "../support/temporary-project.js";

/** What reaches which page, of the files of a project. */
function lint(code: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
  const directory = temporaryProject({ "package.json": "{}", "src/handler.ts": code, ...files });
  return lintFile(directory, "src/handler.ts", ["no-event-injection"]).map(({ message }) => {
    const found = /^`(.*?)` reaches the HTML of `(.*?)`/.exec(message);
    return found ? `${found[1] ?? ""} in ${found[2] ?? ""}` : message;
  });
}

const title = (value: string): string => `\`<h1>\${${value}}</h1>\``;

const express = (body: string, before = ""): string =>
  `import express from "express";\nimport serverless from "serverless-http";\nconst app = express();\n${before}\napp.get("/:id", async (req, res) => { ${body} });\nexport const handler = serverless(app);`;
const hono = (body: string): string =>
  `import { Hono } from "hono";\nimport { html } from "hono/html";\nimport { handle } from "hono/aws-lambda";\nconst app = new Hono();\napp.get("/:id", async (c) => { ${body} });\nexport const handler = handle(app);`;
const fastify = (body: string): string =>
  `import Fastify from "fastify";\nimport awsLambdaFastify from "@fastify/aws-lambda";\nconst app = Fastify();\napp.get("/:id", async (request, reply) => { ${body} });\nexport const handler = awsLambdaFastify(app);`;
const koa = (body: string): string =>
  `import Koa from "koa";\nimport serverless from "serverless-http";\nconst app = new Koa();\napp.use(async (ctx) => { ${body} });\nexport const handler = serverless(app);`;
const lambdaApi = (body: string): string =>
  `import createApi from "lambda-api";\nconst api = createApi();\napi.get("/:id", async (req, res) => { ${body} });\nexport const handler = async (event, context) => api.run(event, context);`;
const nest = (method: string): string =>
  `import { Controller, Get, Header, Module, Query, Res } from "@nestjs/common";\nimport type { Response } from "express";\nimport { NestFactory } from "@nestjs/core";\nimport serverlessExpress from "@vendia/serverless-express";\n@Controller("orders")\nclass Orders {\n  @Get() ${method}\n}\n@Module({ controllers: [Orders] })\nclass App {}\nlet cached;\nexport const handler = async (event, context) => {\n  if (!cached) { const app = await NestFactory.create(App); await app.init(); cached = serverlessExpress({ app: app.getHttpAdapter().getInstance() }); }\n  return cached(event, context);\n};`;

describe("data of a request in a page that a route sends", () => {
  it.each<readonly [string, string, string]>([
    [
      "a template that Express sends",
      express(`res.send(${title("req.query.name")});`),
      "req.query.name in res.send()",
    ],
    [
      "a concatenation behind a status",
      express('res.status(404).send("<p>No order " + req.params.id + "</p>");'),
      "req.params.id in res.status(404).send()",
    ],
    [
      "a page in a variable",
      express(`const page = ${title("req.query.name")}; return res.send(page);`),
      "req.query.name in res.send()",
    ],
    [
      "a page that a function of the file makes",
      express(
        "res.send(page(req.query.name));",
        "const page = (name) => `<!DOCTYPE html><html><body>${name}</body></html>`;",
      ),
      "req.query.name in res.send()",
    ],
    [
      "a page in parts",
      express('let page = "<ul>"; page += `<li>${req.query.name}</li>`; res.send(page);'),
      "req.query.name in res.send()",
    ],
    [
      "a text that is said to be a page",
      express('res.type("html").send("Hello " + req.query.name);'),
      'req.query.name in res.type("html").send()',
    ],
    [
      "a page whose type was set before",
      express('res.set("Content-Type", "text/html; charset=utf-8"); res.end("Hello " + req.query.name);'),
      "req.query.name in res.end()",
    ],
    [
      "a page under headers",
      express('res.writeHead(200, { "Content-Type": "text/html" }); res.write(req.query.name); res.end();'),
      "req.query.name in res.write()",
    ],
    [
      "a page beside another answer",
      express(
        `if (req.query.raw) { res.type("text").send(req.query.name); return; } res.send(${title("req.query.name")});`,
      ),
      "req.query.name in res.send()",
    ],
    [
      "a page beside headers of other names",
      express(`res.set("Cache-Control", "no-store").send(${title("req.query.name")});`),
      'req.query.name in res.set("Cache-Control","no-store").send()',
    ],
    [
      "the page of a function for errors",
      express("res.end();", `app.use((error, req, res, next) => { res.send(${title("req.query.name")}); });`),
      "req.query.name in res.send()",
    ],
    ["a page of Hono", hono(`return c.html(${title('c.req.query("name")')});`), "c.req.query() in c.html()"],
    [
      "a body of Hono under a header",
      hono('c.header("Content-Type", "text/html"); return c.body("Hello " + c.req.query("name"));'),
      "c.req.query() in c.body()",
    ],
    [
      "a body of Hono with headers",
      hono('return c.body("Hello " + c.req.query("name"), 200, { "Content-Type": "text/html" });'),
      "c.req.query() in c.body()",
    ],
    [
      "a response of the Fetch API",
      hono(
        `return new Response(${title('c.req.query("name")')}, { headers: { "content-type": "text/html" } });`,
      ),
      "c.req.query() in new Response()",
    ],
    [
      "a page of Fastify",
      fastify(`return reply.type("text/html").send(${title("request.query.name")});`),
      'request.query.name in reply.type("text/html").send()',
    ],
    [
      "a page that a route of Fastify returns",
      fastify(`reply.header("content-type", "text/html"); return ${title("request.query.name")};`),
      "request.query.name in return",
    ],
    [
      "a body of Koa that begins with a tag",
      koa(`ctx.body = ${title("ctx.query.name")};`),
      "ctx.query.name in ctx.body",
    ],
    [
      "a body of Koa that is said to be a page",
      koa('ctx.type = "html"; ctx.response.body = "Hello " + ctx.query.name;'),
      "ctx.query.name in ctx.response.body",
    ],
    [
      "a page of itty-router",
      `import { AutoRouter, html } from "itty-router";\nconst router = AutoRouter();\nrouter.get("/", async (request) => html(${title("request.query.name")}));\nexport const handler = async (event, context) => router.fetch(event, context);`,
      "request.query.name in html()",
    ],
    [
      "a page of lambda-api",
      lambdaApi(`res.html(${title("req.query.name")});`),
      "req.query.name in res.html()",
    ],
    [
      "a page that a controller returns",
      nest(
        `@Header("Content-Type", "text/html") show(@Query("name") name: string) { return ${title("name")}; }`,
      ),
      "name in return",
    ],
    [
      "a page that a controller sends",
      nest(`show(@Query("name") name: string, @Res() res: Response) { res.send(${title("name")}); }`),
      "name in res.send()",
    ],
  ])("is found: %s", (_name, code, found) => {
    expect(lint(code)).toEqual([found]);
  });

  it.each<readonly [string, string]>([
    ["a page without any", express('res.send("<h1>Orders</h1>");')],
    ["an object", express("res.send({ title: `<b>${req.query.name}</b>` });")],
    ["JSON", express(`res.json(${title("req.query.name")});`)],
    ["a text without a tag", express("res.send(`Order ${req.query.name}`);")],
    ["what only looks like a tag", express("res.send(`Order <${req.query.name}>`);")],
    ["the value alone beside a page", express('res.send(req.query.name || "<h1>Orders</h1>");')],
    ["a text that is no page", express(`res.type("text/plain").send(${title("req.query.name")});`)],
    ["a text of a type that is not known", express(`res.type(kind).send(${title("req.query.name")});`)],
    [
      "a feed whose type was set before",
      express(`res.set({ "Content-Type": "application/xml" }); res.send(${title("req.query.name")});`),
    ],
    [
      "an answer under headers that are not known",
      express(`res.set(headers); res.send(${title("req.query.name")});`),
    ],
    [
      "a type that one branch changes",
      express(`if (req.query.raw) res.type("text"); res.send(${title("req.query.name")});`),
    ],
    [
      "a response that another function may have set the type of",
      express(`setHeaders(res); res.send(${title("req.query.name")});`),
    ],
    [
      "a type that a function before the routes sets",
      express(
        `res.send(${title("req.query.name")});`,
        'app.use((req, res, next) => { res.setHeader("Content-Type", "text/plain"); next(); });',
      ),
    ],
    [
      "an answer in the format of the client's choice",
      express(`res.format({ text: () => res.send(${title("req.query.name")}) });`),
    ],
    ["text without a type", express("res.end(`<h1>${req.query.name}</h1>`);")],
    ["a number", express(`res.send(${title("Number(req.query.page)")});`)],
    ["a value that is encoded", express(`res.send(${title("encodeURIComponent(req.query.name)")});`)],
    [
      "a value that a package escapes",
      `import escape from "escape-html";\n${express(`res.send(${title("escape(req.query.name)")});`)}`,
    ],
    [
      "a value that the file escapes",
      express(
        `res.send(${title("escape(req.query.name)")});`,
        'const escape = (text) => text.replace(/[<>&"]/g, (found) => `&#${found.charCodeAt(0)};`);',
      ),
    ],
    [
      "one of the texts in the code",
      express(`if (req.query.tab !== "open") return res.end(); res.send(${title("req.query.tab")});`),
    ],
    [
      "a method of the same name of something else",
      express('const res2 = mailer(); res2.send("<p>" + req.query.name + "</p>"); res.end();'),
    ],
    ["a text of Hono", hono(`return c.text(${title('c.req.query("name")')});`)],
    ["a template of Hono that escapes", hono('return c.html(html`<h1>${c.req.query("name")}</h1>`);')],
    ["a body of Hono without a type", hono(`return c.body(${title('c.req.query("name")')});`)],
    [
      "a response of the Fetch API that is no page",
      hono(
        `const page = "text/html"; return new Response(${title('c.req.query("name")')}, { headers: { "content-type": "text/plain" } });`,
      ),
    ],
    ["a text of Fastify", fastify(`return reply.send(${title("request.query.name")});`)],
    [
      "a text that a route of Fastify returns",
      fastify(
        `if (request.query.page) { reply.type("text/html").send("<p></p>"); return; } return ${title("request.query.name")};`,
      ),
    ],
    ["a body of Koa that does not begin with a tag", koa("ctx.body = `Hello <b>${ctx.query.name}</b>`;")],
    ["a body of Koa of another type", koa(`ctx.type = "text"; ctx.body = ${title("ctx.query.name")};`)],
    ["an answer of lambda-api without a type", lambdaApi(`res.send(${title("req.query.name")});`)],
    [
      "what a controller returns without a header",
      nest(`show(@Query("name") name: string) { return ${title("name")}; }`),
    ],
    [
      "an app that no handler serves",
      express(`res.send(${title("req.query.name")});`).replace(
        "export const handler = serverless(app);",
        "app.listen(80);",
      ),
    ],
  ])("is none: %s", (_name, code) => {
    expect(lint(code)).toEqual([]);
  });

  it("is found where a function of another file puts the page together or sends it", () => {
    const page = "export const page = (name) => `<h1>${name}</h1>`;\n";
    const made = hono('return c.html(page(c.req.query("name")));');
    expect(lint(`import { page } from "./page";\n${made}`, { "src/page.ts": page })).toEqual([
      "c.req.query() in c.html()",
    ]);
    const send =
      'import type { Response } from "express";\nexport const sendPage = (res: Response, name: string) => { res.send(`<h1>${name}</h1>`); };';
    const sent = express("sendPage(res, req.query.name);");
    expect(lint(`import { sendPage } from "./send";\n${sent}`, { "src/send.ts": send })).toEqual([
      "req.query.name in res.send()",
    ]);
  });
});
