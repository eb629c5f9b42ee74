import { describe, expect, it } from "vitest";
import { modelOf } from "../../support/model-of.js";

/** The phases of the call `invocation()`, and whether the file has a handler. */
function look(code: string): { phases: string[]; hasHandler: boolean } {
  const { lambda, callsOf } = modelOf(code);
  const [call] = callsOf("invocation");
  return { phases: call ? [...lambda.phasesOf(call)] : ["no call"], hasHandler: lambda.handlers.length > 0 };
}

const fn = "async () => { invocation(); }";
const run = "export const handler = async (event, context) => api.run(event, context);";
const powertools =
  'import { Router } from "@aws-lambda-powertools/event-handler/http"; const app = new Router();';
const resolve = "export const handler = async (event, context) => app.resolve(event, context);";
const bolt =
  'import { App, AwsLambdaReceiver } from "@slack/bolt"; const receiver = new AwsLambdaReceiver({}); const app = new App({ receiver });';

describe("what an app was given runs for the event that a handler gives it", () => {
  it.each<[string, string]>([
    [
      "a route of lambda-api",
      `import createApi from "lambda-api"; const api = createApi(); api.get("/", ${fn}); ${run}`,
    ],
    [
      "a route in CommonJS",
      `const api = require("lambda-api")({ version: "v1" }); api.get("/", ${fn}); exports.handler = async (event, context) => { return await api.run(event, context); };`,
    ],
    [
      "a route that a function registers",
      `import createApi from "lambda-api"; const api = createApi(); api.register((part) => { part.get("/", ${fn}); }, { prefix: "/v1" }); ${run}`,
    ],
    ["a route of Powertools", `${powertools} app.get("/", ${fn}); ${resolve}`],
    [
      "a middleware of Powertools",
      `${powertools} app.use(async ({ next }) => { invocation(); await next(); }); ${resolve}`,
    ],
    [
      "a resolver by a decorator",
      `import { AppSyncGraphQLResolver } from "@aws-lambda-powertools/event-handler/appsync-graphql"; const app = new AppSyncGraphQLResolver();
       class Lambda { @app.onQuery("order") async order() { invocation(); } async handler(event, context) { return app.resolve(event, context, { scope: this }); } }
       const lambda = new Lambda(); export const handler = lambda.handler.bind(lambda);`,
    ],
    [
      "a chained route",
      `import { Router } from "itty-router"; const api = Router().get("/", ${fn}).all("*", () => 404); export const handler = (event) => api.fetch(event);`,
    ],
    [
      "a route of an app whose answer is looked at first",
      `${powertools} app.get("/", ${fn}); export const handler = async (event, context) => { const answer = await app.resolve(event, context); log(answer); return answer; };`,
    ],
    [
      "a route of an app that gets the callback",
      `const api = require("lambda-api")(); api.get("/", ${fn}); exports.handler = (event, context, callback) => { api.run(event, context, callback); };`,
    ],
    [
      "a route of the project's own router",
      `import { Router } from "./router"; const api = new Router(); api.get("/", ${fn}); ${run}`,
    ],
    [
      "a command of a bot that gets the body",
      `import { Telegraf } from "telegraf"; const bot = new Telegraf("t"); bot.start(${fn}); export const handler = async (event) => { await bot.handleUpdate(JSON.parse(event.body)); };`,
    ],
    [
      "a listener of Bolt, by the receiver around which its app is made",
      `${bolt} app.command("/order", ${fn}); export const handler = async (event, context, callback) => { const handle = await receiver.start(); return handle(event, context, callback); };`,
    ],
    [
      "a route of an app that gets all arguments",
      `import createApi from "lambda-api"; const api = createApi(); api.get("/", ${fn}); export const handler = async (...args) => api.run(...args);`,
    ],
    [
      "resolvers of Yoga",
      `import { createSchema, createYoga } from "graphql-yoga"; const yoga = createYoga({ schema: createSchema({ resolvers: { Query: { order: ${fn} } } }) });
       export const handler = async (event, context) => { const answer = await yoga.fetch(event.path, { method: "POST" }, { event, context }); return answer; };`,
    ],
  ])("%s", (_name, code) => {
    expect(look(code)).toEqual({ phases: ["invocation"], hasHandler: true });
  });
});

describe("what an app was given runs for requests where the app makes the handler", () => {
  it.each<[string, string]>([
    [
      "a listener of Bolt",
      `${bolt} app.message("order", ${fn}); module.exports.handler = receiver.toHandler();`,
    ],
    [
      "resolvers of Apollo Server 3",
      `const { ApolloServer } = require("apollo-server-lambda"); const server = new ApolloServer({ resolvers: { Query: { order: ${fn} } } }); exports.handler = server.createHandler();`,
    ],
    [
      "resolvers of an app that has the handler",
      `const { GraphQLServerLambda } = require("graphql-yoga"); const lambda = new GraphQLServerLambda({ resolvers: { Query: { order: ${fn} } } }); exports.handler = lambda.graphqlHandler;`,
    ],
    [
      "resolvers of Apollo Server",
      `import { ApolloServer } from "@apollo/server"; import { startServerAndCreateLambdaHandler } from "@as-integrations/aws-lambda";
       const resolvers = { Query: { order: ${fn} } }; const server = new ApolloServer({ typeDefs, resolvers }); export const handler = startServerAndCreateLambdaHandler(server, requestHandler);`,
    ],
    [
      "procedures of tRPC",
      `import { initTRPC } from "@trpc/server"; import { awsLambdaRequestHandler } from "@trpc/server/adapters/aws-lambda"; const t = initTRPC.create();
       const router = t.router({ orders: t.router({ list: t.procedure.input(schema).query(${fn}) }) }); export const handler = awsLambdaRequestHandler({ router });`,
    ],
    [
      "functions of Inngest",
      `import { Inngest } from "inngest"; import { serve } from "inngest/lambda"; const inngest = new Inngest({ id: "shop" }); const ship = inngest.createFunction({ id: "ship" }, { event: "order" }, ${fn}); export const handler = serve({ client: inngest, functions: [ship] });`,
    ],
    [
      "commands of grammY",
      `import { Bot, webhookCallback } from "grammy"; const bot = new Bot("t"); bot.command("start", ${fn}); export const handler = webhookCallback(bot, "aws-lambda-async");`,
    ],
    [
      "routes of aws-lambda-router",
      `import * as router from "aws-lambda-router"; export const handler = router.handler({ proxyIntegration: { routes: [{ path: "/", method: "GET", action: ${fn} }] } });`,
    ],
    [
      "routes of a plugin",
      `import awsLambdaFastify from "@fastify/aws-lambda"; import fastify from "fastify"; const routes = async (server) => { server.get("/", ${fn}); }; const app = fastify(); app.register(routes); export const handler = awsLambdaFastify(app);`,
    ],
  ])("%s", (_name, code) => {
    expect(look(code)).toEqual({ phases: ["invocation"], hasHandler: true });
  });

  it("listeners of Probot, whose export has any name", () => {
    const code = `import { createLambdaFunction, createProbot } from "@probot/adapter-aws-lambda-serverless"; const app = (probot) => { probot.on("issues.opened", ${fn}); }; export const webhooks = createLambdaFunction(app, { probot: createProbot() });`;
    expect(look(code).phases).toEqual(["invocation"]);
  });
});

describe("controllers of NestJS", () => {
  const nest = (
    served: string,
    cls = "@Controller() class Orders { constructor(private readonly store: Store) {} @Get() async list() { return this.find(); } find() { invocation(); } }",
  ): string =>
    `import { NestFactory } from "@nestjs/core"; import { Controller, Get, Module } from "@nestjs/common"; import serverlessExpress from "@codegenie/serverless-express";
     ${cls} @Module({ controllers: [Orders] }) class OrdersModule {} @Module({ imports: [OrdersModule] }) class AppModule {}
     let server; async function bootstrap() { const app = await NestFactory.create(${served}); await app.init(); return serverlessExpress({ app: app.getHttpAdapter().getInstance() }); }
     export const handler = async (event, context, callback) => { server ??= await bootstrap(); return server(event, context, callback); };`;

  it("run for requests, where the handler's file serves their module", () => {
    expect(look(nest("AppModule")).phases).toEqual(["invocation"]);
  });

  it.each<[string, string]>([
    ["of a module that is not served", nest("class Other {}")],
    ["without a decorator", nest("AppModule", "class Orders { @Get() async list() { invocation(); } }")],
    [
      "in methods without one that nobody calls",
      nest("AppModule", "@Controller() class Orders { async list() { invocation(); } }"),
    ],
    [
      "of another package",
      nest("AppModule").replace(
        'import { Controller, Get, Module } from "@nestjs/common";',
        'import { Controller, Get, Module } from "./decorators";',
      ),
    ],
  ])("are not known to run: %s", (_name, code) => {
    expect(look(code).phases).toEqual([]);
  });
});

describe("nothing is proven", () => {
  it.each<[string, string]>([
    [
      "of an object that gets a part of the event",
      `import { Pool } from "pg"; const pool = new Pool(); pool.on("error", ${fn}); export const handler = async (event) => pool.query(event.id);`,
    ],
    [
      "of an object beside the one that gets the event",
      `import { Logger } from "./logger"; const logger = new Logger(); const other = new Logger(); other.on("end", ${fn}); export const handler = async (event) => { logger.info(event); };`,
    ],
    [
      "of what the project's own class is made with: it may call it once",
      `import { Orders } from "./orders"; const orders = new Orders({ makeClient: ${fn} }); export const handler = async (event) => orders.handle(event);`,
    ],
    [
      "of what the project's own function is given in a server's options",
      `import { ApolloServer } from "@apollo/server"; import { startServerAndCreateLambdaHandler } from "@as-integrations/aws-lambda"; import { makeResolvers } from "./resolvers";
       const server = new ApolloServer({ resolvers: makeResolvers({ makeClient: ${fn} }) }); export const handler = startServerAndCreateLambdaHandler(server);`,
    ],
    [
      "of other options of a server",
      `import { ApolloServer } from "@apollo/server"; import { startServerAndCreateLambdaHandler } from "@as-integrations/aws-lambda";
       const server = new ApolloServer({ plugins: [{ serverWillStart: ${fn} }] }); export const handler = startServerAndCreateLambdaHandler(server);`,
    ],
    [
      "of a client that stores the body",
      `import Redis from "ioredis"; const redis = new Redis(url); redis.on("ready", ${fn}); export const handler = async (event) => redis.set("last", event.body);`,
    ],
    [
      "of an object whose answer is not the handler's",
      `import { Cache } from "./cache"; const cache = new Cache(); cache.on("expired", ${fn}); export const handler = async (event) => { await cache.put("last", event); return { statusCode: 200 }; };`,
    ],
    [
      "of an object that gets the event in a part of what it is given",
      `import { Lambda } from "./lambda"; const lambda = new Lambda(); lambda.use(${fn}); export const handler = async (event) => lambda.invoke({ Payload: event });`,
    ],
    [
      "of what an app is set up with",
      `import { App } from "./app"; const app = new App(); app.onInit(${fn}); export const handler = async (event, context) => app.handle(event, context);`,
    ],
    [
      "of an object of the file that keeps functions",
      `class Steps { constructor() { this.list = []; } add(step) { this.list.push(step); } handle(event) { return this.list.length; } } const steps = new Steps(); steps.add(${fn}); export const handler = async (event) => steps.handle(event);`,
    ],
    [
      "of an app that a container gives",
      `import { container } from "./container"; container.register("client", ${fn}); export const handler = async (event) => container.resolve("orders").handle(event);`,
    ],
    [
      "of another app made around no receiver",
      `${bolt} const second = new App({ token: "t" }); second.message("order", ${fn}); export const handler = receiver.toHandler();`,
    ],
  ])("%s", (_name, code) => {
    expect(look(code).phases).toEqual([]);
  });

  it("of a call that makes an export named handler, where nothing is given for requests", () => {
    const code = `import { Api } from "./api"; const api = new Api(); export const handler = api.create();`;
    expect(look(code).hasHandler).toBe(false);
  });
});
