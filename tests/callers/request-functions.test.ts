import { describe, expect, it } from "vitest";
import { find, lint, pg } from "./web-project.js";

interface Framework {
  /** Code that gives a function what comes with requests, and serves it. */
  readonly serve: (fn: string) => string;
  /** A parameter, and the client's data in it. */
  readonly parameter: string;
  readonly data: string;
  /** The data as a finding spells it. */
  readonly source: string;
  /** Something in the parameter that no client sends. */
  readonly other: string;
}

const resolve = "export const handler = async (event, context) => app.resolve(event, context);";
const powertools = (name: string, path: string): string =>
  `import { ${name} } from "@aws-lambda-powertools/event-handler/${path}";\n${pg}const app = new ${name}();\n`;

const frameworks: Readonly<Record<string, Framework>> = {
  "a query of Powertools' AppSync resolver": {
    serve: (fn) =>
      `${powertools("AppSyncGraphQLResolver", "appsync-graphql")}app.onQuery("order", ${fn});\n${resolve}`,
    parameter: "args",
    data: "args.id",
    source: "args.id",
    other: "process.env.TABLE",
  },
  "a publisher of Powertools' AppSync Events": {
    serve: (fn) =>
      `${powertools("AppSyncEventsResolver", "appsync-events")}app.onPublish("/orders/*", ${fn});\n${resolve}`,
    parameter: "payload",
    data: "payload.id",
    source: "payload.id",
    other: "process.env.TABLE",
  },
  "a tool of Powertools' Bedrock agent": {
    serve: (fn) =>
      `${powertools("BedrockAgentFunctionResolver", "bedrock-agent")}app.tool(${fn}, { name: "findOrder", description: "Finds an order" });\n${resolve}`,
    parameter: "{ id }",
    data: "id",
    source: "request.id",
    other: "process.env.TABLE",
  },
  "a procedure of tRPC": {
    serve: (fn) =>
      `import { initTRPC } from "@trpc/server";\nimport { awsLambdaRequestHandler } from "@trpc/server/adapters/aws-lambda";\n${pg}const t = initTRPC.create();\nconst router = t.router({ order: t.procedure.input(order).query(${fn}) });\nexport const handler = awsLambdaRequestHandler({ router });`,
    parameter: "{ input, ctx }",
    data: "input.id",
    source: "request.input.id",
    other: "ctx.tenant",
  },
  "an operation of openapi-backend": {
    serve: (fn) =>
      `import OpenAPIBackend from "openapi-backend";\n${pg}const api = new OpenAPIBackend({ definition });\napi.register({ getOrder: ${fn} });\nexport const handler = async (event, context) => api.handleRequest(requestOf(event), event, context);`,
    parameter: "c",
    data: "c.request.params.id",
    source: "c.request.params.id",
    other: "c.operation.operationId",
  },
  "a command of Bolt": {
    serve: (fn) =>
      `import { App, AwsLambdaReceiver } from "@slack/bolt";\n${pg}const receiver = new AwsLambdaReceiver({ signingSecret });\nconst app = new App({ token, receiver });\napp.command("/order", ${fn});\nexport const handler = async (event, context, callback) => (await receiver.start())(event, context, callback);`,
    parameter: "{ command, ack, context }",
    data: "command.text",
    source: "request.command.text",
    other: "context.botId",
  },
  "a message of grammY": {
    serve: (fn) =>
      `import { Bot, webhookCallback } from "grammy";\n${pg}const bot = new Bot(token);\nbot.command("order", ${fn});\nexport const handler = webhookCallback(bot, "aws-lambda-async");`,
    parameter: "ctx",
    data: "ctx.match",
    source: "ctx.match",
    other: "ctx.me.id",
  },
  "a message of Telegraf": {
    serve: (fn) =>
      `import { Telegraf } from "telegraf";\n${pg}const bot = new Telegraf(token);\nbot.on("text", ${fn});\nexport const handler = async (event) => { await bot.handleUpdate(JSON.parse(event.body)); return { statusCode: 200 }; };`,
    parameter: "ctx",
    data: "ctx.message.text",
    source: "ctx.message.text",
    other: "ctx.botInfo.id",
  },
};

describe.each(Object.entries(frameworks))("%s", (_name, { serve, parameter, data, source, other }) => {
  const serveBody = (body: string): string => serve(`async (${parameter}) => { ${body} }`);

  it("gets what the client sends", () => {
    expect(lint({ "src/handler.ts": serveBody(find(data)) })).toEqual([source]);
  });

  it("gets other things too", () => {
    expect(lint({ "src/handler.ts": serveBody(find(other)) })).toEqual([]);
  });

  it("is over with its promise", () => {
    const code = serveBody('pool.query("SELECT 1");');
    expect(lint({ "src/handler.ts": code }, "src/handler.ts", "no-floating-work")).toEqual([
      expect.stringContaining("Nothing waits for `pool.query()`"),
    ]);
  });

  it("keeps nothing of a request in module scope", () => {
    const code = `let last;\n${serveBody(`last = ${data}; return last;`)}`;
    expect(lint({ "src/handler.ts": code }, "src/handler.ts", "no-request-state-in-module-scope")).toEqual([
      expect.stringContaining("`last` outlives this invocation"),
    ]);
  });
});

describe("a method with a decorator", () => {
  it("gets what the client sends", () => {
    const code = `${powertools("AppSyncGraphQLResolver", "appsync-graphql")}
class Lambda { @app.onMutation("cancel") async cancel({ id }) { ${find("id")} } async handler(event, context) { return app.resolve(event, context, { scope: this }); } }
const lambda = new Lambda();
export const handler = lambda.handler.bind(lambda);`;
    expect(lint({ "src/handler.ts": code })).toEqual(["request.id"]);
  });
});

describe("what these methods are given elsewhere", () => {
  it.each<readonly [string, string]>([
    [
      "a query of a database",
      `${pg}export const handler = async () => { pool.query("SELECT 1", (input) => { ${find("input.id")} }); };`,
    ],
    [
      "the callback of an emitter, in a file with a bot",
      `import { Bot, webhookCallback } from "grammy";\nimport { EventEmitter } from "node:events";\n${pg}const bot = new Bot(token);\nnew EventEmitter().on("text", async (ctx) => { ${find("ctx.message")} });\nexport const handler = webhookCallback(bot, "aws-lambda-async");`,
    ],
    [
      "an error handler",
      `${powertools("AppSyncGraphQLResolver", "appsync-graphql")}app.exceptionHandler(Error, async (error) => { ${find("error.id")} });\n${resolve}`,
    ],
  ])("is no request: %s", (_name, code) => {
    expect(lint({ "src/handler.ts": code })).toEqual([]);
  });
});

describe("an app that the file of the handler imports", () => {
  const withoutHandler = (code: string): string =>
    code
      .slice(0, code.indexOf("export const handler"))
      .replace(/^const (receiver|app|bot) =/gm, "export const $1 =");
  const work = `export const save = async (id) => { await fetch("https://orders.example/" + id); };`;
  const apps: Readonly<Record<string, readonly [app: string, handler: string]>> = {
    "a receiver of Bolt": [
      withoutHandler(
        frameworks["a command of Bolt"]?.serve("async ({ command }) => { await save(command.text); }") ?? "",
      ),
      `import { receiver } from "./app";\nexport const handler = async (event, context, callback) => { const handle = await receiver.start(); return handle(event, context, callback); };`,
    ],
    "a resolver of Powertools": [
      withoutHandler(
        frameworks["a query of Powertools' AppSync resolver"]?.serve(
          "async ({ id }) => { await save(id); }",
        ) ?? "",
      ),
      `import { app } from "./app";\nexport const handler = async (event, context) => app.resolve(event, context);`,
    ],
    "a bot of Telegraf": [
      withoutHandler(
        frameworks["a message of Telegraf"]?.serve("async (ctx) => { await save(ctx.id); }") ?? "",
      ),
      `import { bot } from "./app";\nexport const handler = async (event) => { await bot.handleUpdate(JSON.parse(event.body)); return { statusCode: 200 }; };`,
    ],
  };

  it.each(Object.entries(apps))("runs its functions for requests: %s", (_name, [app, handler]) => {
    const files = {
      "src/app.ts": `import { save } from "./work";\n${app}`,
      "src/handler.ts": handler,
      "src/work.ts": work,
    };
    expect(lint(files, "src/work.ts", "require-io-timeout")).toEqual([
      expect.stringContaining("`handler` in src/handler.ts calls it"),
    ]);
  });

  it("is none where the handler does not give it the event", () => {
    const [app = ""] = apps["a resolver of Powertools"] ?? [];
    const files = {
      "src/app.ts": `import { save } from "./work";\n${app}`,
      "src/handler.ts": `import { app } from "./app";\nexport const handler = async () => app.name;`,
      "src/work.ts": work,
    };
    expect(lint(files, "src/work.ts", "require-io-timeout")).toEqual([]);
  });

  it("is none where the file of the handler gives it a listener", () => {
    const files = {
      "src/service.ts": `import { Pool } from "pg";\nexport const pool = new Pool();`,
      "src/handler.ts": `import { pool } from "./service";\nimport { save } from "./work";\npool.on("error", async (error) => { await fetch("https://orders.example/" + error.message); });\nexport const handler = async (event) => pool.query(event);`,
    };
    expect(lint(files, "src/handler.ts", "require-io-timeout")).toEqual([]);
  });

  it("is none where it is a service of the project with listeners", () => {
    const files = {
      "src/service.ts": `import { EventEmitter } from "node:events";\nimport { save } from "./work";\nexport const service = new EventEmitter();\nservice.on("order", async (order) => { await save(order.id); });`,
      "src/handler.ts": `import { service } from "./service";\nexport const handler = async (event) => service.emit("order", event);`,
      "src/work.ts": work,
    };
    expect(lint(files, "src/work.ts", "require-io-timeout")).toEqual([]);
  });
});
