import { describe, expect, it } from "vitest";
import type { LambdaModelOptions } from "../../../src/lambda/get-lambda-model.js";
import type { HandlerEvidence } from "../../../src/lambda/model.js";
import { handlerShapes } from "../../support/handler-shapes.js";
import { modelOf } from "../../support/model-of.js";

interface Settings {
  readonly handlerNames?: string[];
  readonly handlerFiles?: string[];
  readonly wrappers?: { module: string; export: string; argument?: number }[];
}

const here = { source: "the project's settings", checked: "" };

/** Handlers of the code, each as `exported name: evidence`; the function must hold the call `invocation()`. */
function handlersOf(
  code: string,
  options: Partial<LambdaModelOptions> & { filename?: string } = {},
): string[] {
  const { lambda } = modelOf(code, options);
  return lambda.handlers.map(({ exportName, evidence }) => `${exportName ?? "-"}: ${evidence.join(", ")}`);
}

/** A module of the settings, where `*` stands for any characters. */
const toModule = (pattern: string): string | RegExp =>
  pattern.startsWith("*") ? new RegExp(`${pattern.slice(1).replaceAll(".", "\\.")}$`) : pattern;

describe("every handler shape", () => {
  it.each(handlerShapes.map((shape) => [shape.name, shape] as const))("%s", (_name, shape) => {
    const settings = shape.settings?.["aws-lambda"] as Settings | undefined;
    const { lambda, callsOf } = modelOf(shape.code({ body: "invocation();" }), {
      filename: shape.filename,
      wrappers: (settings?.wrappers ?? []).map((wrapper) => ({
        ...here,
        kind: "handler" as const,
        argument: wrapper.argument ?? 0,
        module: toModule(wrapper.module),
        export: wrapper.export,
      })),
      ...(settings?.handlerNames && { handlerNames: settings.handlerNames }),
      ...(settings?.handlerFiles && { isHandlerFile: true }),
    });
    const [call] = callsOf("invocation");
    expect(call && [...lambda.phasesOf(call)]).toEqual(["invocation"]);
    expect(lambda.handlers.some(({ node }) => node !== undefined)).toBe(true);
    expect(lambda.handlers.some(({ isStreaming }) => isStreaming)).toBe(shape.isStreaming ?? false);
    expect(lambda.handlers.some(({ isDurable }) => isDurable)).toBe(shape.isDurable ?? false);
  });
});

describe("a handler and why it is one", () => {
  const cases: [string, string, HandlerEvidence[] | string[]][] = [
    ["export const handler", "export const handler = async () => {};", ["handler: export-name"]],
    ["SAM's lambdaHandler", "export const lambdaHandler = async () => {};", ["lambdaHandler: export-name"]],
    ["a function declaration", "export function handler(event) {}", ["handler: export-name"]],
    ["renamed", "const main = async () => {}; export { main as handler };", ["handler: export-name"]],
    ["a string name", 'const main = async () => {}; export { main as "handler" };', ["handler: export-name"]],
    ["default", "const handler = async () => {}; export default handler;", ["default: export-name"]],
    ["a default function", "export default async function handler(event) {}", ["default: export-name"]],
    [
      "a member of the default export",
      "export default { handler: async () => {} };",
      ["handler: export-name"],
    ],
    ["re-exported", 'export { handler } from "./impl";', ["handler: export-name"]],
    [
      "imported and exported",
      'import { main } from "./impl"; export { main as handler };',
      ["handler: export-name"],
    ],
    ["required and exported", 'exports.handler = require("./impl").main;', ["handler: export-name"]],
    ["re-exported and renamed", 'export { main as handler } from "./impl";', ["handler: export-name"]],
    ["exports.handler", "exports.handler = async (event) => {};", ["handler: export-name"]],
    ["exports in brackets", 'exports["handler"] = async (event) => {};', ["handler: export-name"]],
    ["module.exports.handler", "module.exports.handler = async (event) => {};", ["handler: export-name"]],
    [
      "module.exports = {}",
      "const handler = async () => {}; module.exports = { handler };",
      ["handler: export-name"],
    ],
    [
      "module.exports with a method",
      "module.exports = { async handler(event) {} };",
      ["handler: export-name"],
    ],
    [
      "chained exports",
      "const main = (module.exports.handler = exports.main = async () => {});",
      ["handler: export-name"],
    ],
    ["export =", "const handler = async () => {}; export = { handler };", ["handler: export-name"]],
    [
      "an annotation",
      'import type { SQSHandler } from "aws-lambda"; export const main: SQSHandler = async () => {};',
      ["main: annotation"],
    ],
    [
      "an aliased annotation",
      'import type { APIGatewayProxyHandler as Api } from "aws-lambda"; const main: Api = async () => {}; export { main };',
      ["main: annotation"],
    ],
    [
      "a type of the global namespace",
      "export const main: AWSLambda.SQSHandler = async () => {};",
      ["main: annotation"],
    ],
    [
      "parameters of the global namespace",
      "export const run = async (e: AWSLambda.SQSEvent, c: AWSLambda.Context) => {};",
      ["run: event-parameter"],
    ],
    [
      "a namespace's annotation",
      'import type * as lambda from "aws-lambda"; export const main: lambda.SQSHandler = async () => {};',
      ["main: annotation"],
    ],
    [
      "satisfies",
      'import type { Handler } from "aws-lambda"; export const main = (async () => {}) satisfies Handler<{ id: string }, void>;',
      ["main: annotation"],
    ],
    [
      "an event's type and the context's",
      'import type { SQSEvent, Context } from "aws-lambda"; export const run = async (e: SQSEvent, c: Context) => {};',
      ["run: event-parameter"],
    ],
    [
      "an event's type and a result's",
      'import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda"; export async function run(e: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> { return {} as never; }',
      ["run: event-parameter"],
    ],
    ["middy", 'import middy from "@middy/core"; export const run = middy(async () => {});', ["run: wrapper"]],
    [
      "middy's handler",
      'import middy from "@middy/core"; const base = async () => {}; export const run = middy().use(a()).use(b()).handler(base);',
      ["run: wrapper"],
    ],
    [
      "middy with use after",
      'import middy from "@middy/core"; const base = async () => {}; export const handler = middy(base).use(a()).before(() => {});',
      ["handler: wrapper, export-name"],
    ],
    [
      "middy kept in a variable",
      'import middy from "@middy/core"; const wrapped = middy(async () => {}); wrapped.use(a()); export const handler = wrapped;',
      ["handler: wrapper, export-name"],
    ],
    [
      "middy required",
      'const middy = require("@middy/core"); exports.handler = middy(async () => {});',
      ["handler: wrapper, export-name"],
    ],
    [
      "a stream",
      "export const run = awslambda.streamifyResponse(async (event, stream) => {});",
      ["run: wrapper"],
    ],
    [
      "wrappers in each other",
      'import middy from "@middy/core"; import * as Sentry from "@sentry/aws-serverless"; export const run = Sentry.wrapHandler(middy(async () => {}).use(a()));',
      ["run: wrapper"],
    ],
    [
      "a durable execution",
      'import { withDurableExecution } from "@aws/durable-execution-sdk-js"; export const run = withDurableExecution(async (event, context) => {});',
      ["run: wrapper"],
    ],
    [
      "an unknown wrapper",
      'import { instrument } from "./tracing"; export const handler = instrument(async (event) => {});',
      ["handler: export-name"],
    ],
    [
      "what the function of an unknown wrapper gives",
      'import { withDeps } from "./deps"; export const handler = withDeps((deps) => async (event) => {});',
      ["handler: export-name"],
    ],
    [
      "what the function of metricScope gives",
      'import { metricScope } from "aws-embedded-metrics"; export const run = metricScope((metrics) => async (event) => {});',
      ["run: wrapper"],
    ],
    [
      "what metricScope's function gives, in a wrapper",
      'import { metricScope } from "aws-embedded-metrics"; import middy from "@middy/core"; export const run = middy(metricScope((metrics) => { const work = async (event) => {}; return work; }));',
      ["run: wrapper"],
    ],
    [
      "what a function of a handler type gives",
      'import type { SQSHandler } from "aws-lambda"; export const createHandler = (deps: Deps): SQSHandler => async (event) => {};',
      ["-: annotation"],
    ],
    [
      "what a getter of a handler type gives",
      'import type { APIGatewayProxyHandler } from "aws-lambda"; export class Base { get handler(): APIGatewayProxyHandler { return async (event) => {}; } }',
      ["-: annotation"],
    ],
    [
      "an instance's method, bound",
      "class Orders { async handler(event) {} } const orders = new Orders(); export const handler = orders.handler.bind(orders);",
      ["handler: export-name"],
    ],
    [
      "an instance's arrow field",
      "class Orders { handler = async (event) => {}; } export const handler = new Orders().handler;",
      ["handler: export-name"],
    ],
    [
      "a decorated method",
      'import { Logger } from "@aws-lambda-powertools/logger"; const logger = new Logger(); class Orders { @logger.injectLambdaContext() async run(event) {} }',
      ["-: decorator"],
    ],
    [
      "an app",
      'import serverless from "serverless-http"; import app from "./app"; export const handler = serverless(app);',
      ["handler: wrapper"],
    ],
  ];
  it.each(cases)("%s", (_name, code, expected) => {
    expect(handlersOf(code)).toEqual(expected);
  });

  it("takes names from the settings", () => {
    const code = "export const main = async () => {}; export const handler = async () => {};";
    expect(handlersOf(code, { handlerNames: ["main"] })).toEqual(["main: export-name"]);
  });
  it("takes wrappers from the settings", () => {
    const code =
      'import { lambda } from "./kit"; export const run = lambda({ name: "run" }, async (event) => {});';
    const wrapper = { module: "./kit", export: "lambda", kind: "handler", argument: 1, ...here } as const;
    expect(handlersOf(code, { wrappers: [wrapper] })).toEqual(["run: wrapper"]);
  });
  it("takes every exported function of a handler file", () => {
    const code = "export const one = async () => {}; export function two() {} const three = () => {};";
    expect(handlersOf(code, { isHandlerFile: true })).toEqual(["one: settings", "two: settings"]);
  });
});

describe("no handler", () => {
  it.each([
    [
      "a function of texts",
      "export async function handler(from: string | undefined, to: string | undefined) {}",
    ],
    ["an Express handler", "export const handler = (req, res, next) => { res.send('ok'); };"],
    [
      "an Express handler by its type",
      'import type { RequestHandler } from "express"; export const handler: RequestHandler = (a, b) => {};',
    ],
    [
      "a Next.js route",
      'import type { NextApiRequest, NextApiResponse } from "next"; export default function handler(a: NextApiRequest, b: NextApiResponse) {}',
    ],
    ["a DOM event handler", "export const handler = (event: MouseEvent) => {};"],
    [
      "a CDK construct",
      'import { Function } from "aws-cdk-lib/aws-lambda"; export const handler = new Function(this, "handler", {});',
    ],
    ["a local function", "const handler = async (event) => {}; handler({});"],
    ["a value", 'export const handler = "index.handler";'],
    [
      "a yargs command",
      "export const command = 'deploy'; export const builder = {}; export const handler = async (argv) => {};",
    ],
    [
      "a command of a tool of one's own",
      "export const name = 'seed'; export const description = 'Fills the tables'; export async function handler(args) {}",
    ],
    [
      "a command of a bot that keeps a connection",
      'import type { ChatInputCommandInteraction } from "discord.js"; export async function handler(interaction: ChatInputCommandInteraction) {}',
    ],
    [
      "a handler type of another package",
      'import type { Handler } from "@netlify/functions"; export const main: Handler = async () => {};',
    ],
    [
      "a namespace of the file's own that is called like the global one",
      "declare namespace AWSLambda { type SQSHandler = () => void } export const main: AWSLambda.SQSHandler = async () => {};",
    ],
    ["middy of another package", 'import middy from "./middy"; export const run = middy(async () => {});'],
    ["a parameter called event", "export const run = async (event, context) => {};"],
    [
      "what a function without a handler type gives",
      "export const createHandler = (deps) => async (event) => {};",
    ],
    [
      "what several functions of an unknown wrapper give",
      'import { withDeps } from "./deps"; export const handler = withDeps((deps) => async (event) => {}, () => async (error) => {});',
    ],
    [
      "metricScope of another package",
      'import { metricScope } from "./metrics"; export const run = metricScope((metrics) => async (event) => {});',
    ],
    ["exports that the file declares", "const exports = {}; exports.handler = async () => {};"],
  ])("%s", (_name, code) => {
    expect(handlersOf(code)).toEqual([]);
  });
  it("a helper that takes a Lambda event runs per invocation, and is no handler", () => {
    const { lambda, callsOf } = modelOf(
      'import type { APIGatewayProxyEvent } from "aws-lambda"; export const idOf = (event: APIGatewayProxyEvent) => invocation();',
    );
    expect(lambda.handlers).toEqual([]);
    expect([...lambda.phasesOf(callsOf("invocation")[0]!)]).toEqual(["invocation"]);
  });
  it("the function that gives metricScope its handler runs per invocation", () => {
    const { lambda, callsOf } = modelOf(
      'import { metricScope } from "aws-embedded-metrics"; export const run = metricScope((metrics) => { invocation(); return async (event) => {}; });',
    );
    expect([...lambda.phasesOf(callsOf("invocation")[0]!)]).toEqual(["invocation"]);
  });
  it.each([
    [
      "a route",
      'app.get("/", async (req, res) => { invocation(); }); export const handler = serverless(app);',
      ["invocation"],
    ],
    [
      "a route of the app in an object",
      'app.get("/", () => { invocation(); }); export const handler = serverlessExpress({ app });',
      ["invocation"],
    ],
    [
      "a chained route",
      'app.route("/").get(() => { invocation(); }); export const handler = serverless(app);',
      ["invocation"],
    ],
    [
      "a router's route",
      'const router = express.Router(); router.get("/", () => { invocation(); }); app.use(router); export const handler = serverless(app);',
      ["invocation"],
    ],
    [
      "a route of a router that nobody uses",
      'const router = express.Router(); router.get("/", () => { invocation(); }); export const handler = serverless(app);',
      [],
    ],
    [
      "a plugin, which is set up once,",
      "app.register(() => { invocation(); }); export const handler = serverless(app);",
      [],
    ],
  ])("of an app: %s", (_name, code, phases) => {
    const { lambda, callsOf } = modelOf(
      `import serverless from "serverless-http"; import serverlessExpress from "@vendia/serverless-express"; import express from "express"; const app = express(); ${code}`,
    );
    expect([...lambda.phasesOf(callsOf("invocation")[0]!)]).toEqual(phases);
  });
});

describe("the name of a handler with several exports", () => {
  const both =
    'import middy from "@middy/core"; export const lambdaHandler = async () => {}; export const handler = middy(lambdaHandler);';

  it("is that of the wrapped one, unless the configuration names another", () => {
    expect(handlersOf(both)).toEqual(["handler: wrapper, export-name"]);
    expect(handlersOf(both, { configured: ["lambdaHandler"] })).toEqual([
      "lambdaHandler: wrapper, export-name",
    ]);
    expect(
      handlersOf("export const handler = async () => {}; export default handler;", { configured: [] }),
    ).toEqual(["handler: export-name"]);
  });
});

describe("the configuration, which may have to be read", () => {
  it.each([
    ["a handler by its name", "export const handler = async () => {};", false],
    ["a handler beside a value", "export const handler = async () => {}; export const limit = 1;", false],
    ["a re-exported handler", 'export { handler } from "./main.js";', false],
    [
      "a wrapped function",
      'import middy from "@middy/core"; export const main = middy(async () => {});',
      false,
    ],
    ["a class", "export class Orders {}", false],
    ["no export", "const handler = async () => {};", false],
    ["a function of another name", "export const main = async () => {};", true],
    [
      "a function beside a handler",
      "export const handler = async () => {}; export const main = () => {};",
      true,
    ],
    [
      "two names of one function",
      "export const handler = async () => {}; export const main = handler;",
      true,
    ],
    [
      "a handler of Express",
      'import type { Request, Response } from "express"; export const handler = (request: Request, response: Response) => {};',
      true,
    ],
  ])("is asked only where the file does not tell: %s", (_name, code, expected) => {
    let isAsked = false;
    const configured = new Proxy<string[]>([], {
      get(names, key) {
        isAsked = true;
        return Reflect.get(names, key) as unknown;
      },
    });
    const { handlers } = modelOf(code, { configured }).lambda;
    expect([handlers.length < 2, isAsked]).toEqual([true, expected]);
  });
});

describe("a handler in an object that is exported", () => {
  const configured = ["orders.create"];

  it.each([
    ["CommonJS", "exports.orders = { create: async (event) => {}, list: async (event) => {} };"],
    ["module.exports", "module.exports = { orders: { create: async (event) => {} } };"],
    ["a method", "export const orders = { async create(event) {} };"],
    ["a default export", "export default { orders: { async create(event) {} } };"],
    ["a variable", "const create = async (event) => {}; export const orders = { create };"],
    ["a static method", "export class orders { static async create(event) {} }"],
  ])("is one that the configuration names: %s", (_name, code) => {
    expect(handlersOf(code, { configured })).toEqual(["orders.create: configuration"]);
    expect(handlersOf(code, { configured: ["orders.remove", "create"] })).toEqual([]);
    expect(handlersOf(code)).toEqual([]);
  });

  it("is deeper where the configuration says so", () => {
    const code = "exports.shop = { orders: { create: async (event) => {} } };";
    expect(handlersOf(code, { configured: ["shop.orders.create"] })).toEqual([
      "shop.orders.create: configuration",
    ]);
  });

  it("is asked for where the object has functions", () => {
    let isAsked = false;
    const names = new Proxy<string[]>([], {
      get(target, key) {
        isAsked = true;
        return Reflect.get(target, key) as unknown;
      },
    });
    expect(handlersOf("export const limits = { event: 1 };", { configured: names })).toEqual([]);
    expect(isAsked).toBe(false);
  });
});

describe("a handler that cannot be seen", () => {
  const router = 'import httpRouter from "@middy/http-router"; import { bundle } from "./bundle.js";';

  it("is an export of the name around an app, in whatever the project wraps it with", () => {
    expect(handlersOf(`${router} export const handler = httpRouter([]);`)).toEqual(["handler: wrapper"]);
    expect(
      handlersOf(`${router} export const handler = bundle({}).use(a()).handler(httpRouter([]));`),
    ).toEqual(["handler: wrapper"]);
    expect(handlersOf(`${router} export const handler = bundle({}).handler(other([]));`)).toEqual([]);
    expect(handlersOf(`${router} export const routes = bundle({}).handler(httpRouter([]));`)).toEqual([]);
  });

  it("is an export that a call makes, where the configuration names it", () => {
    const configured = ["handler"];
    expect(handlersOf("export const handler = bundle(routes);", { configured })).toEqual([
      "handler: configuration",
    ]);
    expect(handlersOf("export const run = bundle(routes);", { configured: ["run"] })).toEqual([
      "run: configuration",
    ]);
    expect(handlersOf('export { main as run } from "./main.js";', { configured: ["run"] })).toEqual([
      "run: configuration",
    ]);
    expect(
      handlersOf('import { main } from "./main.js"; exports.run = main;', { configured: ["run"] }),
    ).toEqual(["run: configuration"]);
    expect(handlersOf("export const handler = new Function(stack);", { configured })).toEqual([]);
    const instance =
      'import { Orders } from "./orders.js"; const orders = new Orders(); module.exports = { run: orders.handler };';
    expect(handlersOf(instance, { configured: ["run"] })).toEqual(["run: configuration"]);
    expect(handlersOf(instance)).toEqual([]);
    expect(handlersOf("export const handler = bundle(routes);")).toEqual([]);
    expect(handlersOf("export const handler = bundle(async (event) => {});", { configured })).toEqual([
      "handler: export-name",
    ]);
  });

  it("is looked for once in each value, where calls go round", () => {
    const steps = Array.from(
      { length: 30 },
      (_, step) => `if (x === ${String(step)}) page = page.next().part(${String(step)});`,
    );
    const code = `const Alexa = require("ask-sdk-core"); let page = start().first(); for (;;) { ${steps.join(" ")} }
      exports.handler = page.lambda();`;
    expect(handlersOf(code)).toEqual([]);
  });

  it("is a skill of Alexa, whose request handlers run per invocation", () => {
    const code = `const Alexa = require("ask-sdk-core");
      const Launch = { canHandle(input) { return asked(input); }, handle: async (input) => answer(input) };
      class Help { handle(input) { help(input); } }
      const Log = { process(input) { log(input); } };
      const other = { handle() { unused(); } };
      exports.handler = Alexa.SkillBuilders.custom().addRequestHandlers(Launch, new Help()).addRequestInterceptors(Log).lambda();`;
    const { lambda, callsOf } = modelOf(code, {});
    const phases = (name: string) => callsOf(name).flatMap((call) => [...lambda.phasesOf(call)]);
    expect(handlersOf(code)).toEqual(["handler: wrapper"]);
    for (const name of ["asked", "answer", "help", "log"]) expect(phases(name)).toEqual(["invocation"]);
    expect(phases("unused")).toEqual([]);
    expect(handlersOf(code.replace("ask-sdk-core", "./skills"))).toEqual([]);
  });

  it("runs the functions of its routes per invocation", () => {
    const { lambda, callsOf } = modelOf(
      `${router}
      const routes = [{ method: "GET", path: "/", handler: list }, { method: "POST", path: "/", handler: async () => add() }];
      export const handler = bundle().handler(httpRouter(routes));
      async function list() { read(); }
      function unused() { other(); }`,
      {},
    );
    const phases = (name: string) => callsOf(name).flatMap((call) => [...lambda.phasesOf(call)]);
    expect(phases("read")).toEqual(["invocation"]);
    expect(phases("add")).toEqual(["invocation"]);
    expect(phases("other")).toEqual([]);
  });
});

describe("a function that a wrapper calls with something else than the event", () => {
  it.each([
    [
      "SST 2",
      `import { EventHandler } from "sst/node/event-bus"; export const handler = EventHandler(Order.Events.Created, async (order) => invocation());`,
    ],
    [
      "SST 3",
      `import { bus } from "sst/aws/bus"; export const handler = bus.subscriber([Created], async (order) => invocation());`,
    ],
  ])("runs per invocation and is no handler: %s", (_name, code) => {
    const { lambda, callsOf } = modelOf(code);
    const [call] = callsOf("invocation");
    expect(call && [...lambda.phasesOf(call)]).toEqual(["invocation"]);
    expect(lambda.handlers.map(({ node }) => node)).toEqual([undefined]);
  });

  it("is the handler where the wrapper gives it the event", () => {
    const code = `import { Handler } from "sst/context"; export const handler = Handler("sqs", async (event) => {});`;
    expect(handlersOf(code)).toEqual(["handler: wrapper, export-name"]);
  });
});
