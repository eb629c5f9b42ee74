import rule from "../../src/rules/no-callback-handler.js";
import { handlerShapes, toTestCase } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";

const cjs = { filename: "src/handler.cjs" };
const refusal = "nodejs24.x and later refuse it at init (`Runtime.CallbackHandlerDeprecated`)";

/** Handlers that are no callback handlers, and functions that are no handlers, by name. */
const valid: Record<string, string | { code: string; filename: string }> = {
  "no parameters": `export const handler = async () => "ok";`,
  "the event": `export const handler = async (event: any) => event.id;`,
  "event and context": `export const handler = async (event: any, context: any) => context.awsRequestId;`,
  "a third parameter with a default, which length does not count": `export const handler = async (event: any, context: any, deps = {}) => deps;`,
  "a second parameter with a default, which ends the count": `export const handler = async (event: any, context = {}, callback: any) => callback === context;`,
  "a rest after the context": `export const handler = async (event: any, context: any, ...rest: unknown[]) => rest;`,
  "a rest alone": `export const handler = async (...args: [any, any, any]) => args[0];`,
  "TypeScript's own first parameter": `export async function handler(this: unknown, event: any, context: any) { return context; }`,
  "a streaming handler": `export const handler = awslambda.streamifyResponse(async (event: any, stream: any, context: any) => { stream.end(context.awsRequestId); });`,
  "a streaming handler of a package": `import { streamifyResponse } from "lambda-stream";
    export const handler = streamifyResponse(async (event: any, stream: any, context: any) => { stream.end(context.awsRequestId); });`,
  "a durable execution": `import { withDurableExecution } from "@aws/durable-execution-sdk-js";
    export const handler = withDurableExecution(async (event: any, context: any) => context);`,
  "middy's own third argument": `import middy from "@middy/core";
    export const handler = middy(async (event: any, context: any, { signal }: any) => signal.aborted);`,
  "middy's third argument in handler()": `import middy from "@middy/core";
    export const handler = middy().handler(async (event: any, context: any, options: any) => options.signal);`,
  "middy around a function with a third parameter": `import middy from "@middy/core";
    const run = async (event: any, context: any, options: any) => options.signal;
    export const handler = middy(run);`,
  "a wrapper of elsewhere that calls it with more": `import { inject } from "./inject.js";
    export const handler = inject(async (event: any, context: any, deps: any) => deps.save(event));`,
  "a known wrapper around a function with an unused third parameter": `import { wrapHandler } from "@sentry/aws-serverless";
    export const handler = wrapHandler(async (event: any, context: any, callback: any) => event);`,
  "dependencies that bind gives, and nothing after the context": `const run = async (deps: any, event: any, context: any) => deps.save(event, context);
    export const handler = run.bind(null, { save: console.log });`,
  "bind with arguments that nobody counts": `import { given } from "./given.js";
    const run = async (a: any, b: any, c: any, d: any) => [a, b, c, d];
    export const handler = run.bind(...given);`,
  "a third parameter of another type under the name of a handler": `interface Services { save(id: string): void }
    export const handler = async (event: any, context: any, services: Services) => services.save(event.id);`,
  "a third parameter of a type that the file calls Function": `type Function = { save(id: string): void };
    export const handler = async (event: any, context: any, services: Function) => services.save(event.id);`,
  "a function of three that is no handler": `export const middleware = (event: any, context: any, callback: any) => callback(null, event);`,
  "a helper with a callback": `const load = (id: string, options: object, callback: (error: unknown, value?: string) => void) => callback(null, id);
    export const handler = async (event: any) => new Promise((resolve) => load(event.id, {}, (_, value) => resolve(value)));`,
  "the callback of another function inside": `import { get } from "./get.js";
    export const handler = async (event: any) => new Promise((resolve) => get(event.id, (error: unknown, callback: any) => resolve(callback(null, error))));`,
  "an Express handler": `import type { NextFunction, Request, Response } from "express";
    export const handler = (req: Request, res: Response, next: NextFunction) => next();`,
  "an untyped Express handler": { code: `exports.handler = (req, res, next) => { next(); };`, ...cjs },
  "a yargs command": `export const command = "run"; export const handler = async (argv: any, a: any, b: any) => [argv, a, b];`,
  "an app behind an adapter": `import serverless from "serverless-http";
    import { app } from "./app.js";
    export const handler = serverless(app);`,
  "a handler in another file": `export { handler } from "./impl.js";`,
  "a queue handler": `import type { SQSHandler } from "aws-lambda";
    export const handler: SQSHandler = async (event) => { console.log(event.Records.length); };`,
  "a typed handler": `import type { APIGatewayProxyHandlerV2 } from "aws-lambda";
    export const handler: APIGatewayProxyHandlerV2 = async (event, context) => ({ path: event.rawPath, id: context.awsRequestId });`,
  "a class method": `class Orders { public async handler(event: any, context: any) { return [event, context]; } }
    const orders = new Orders();
    export const handler = orders.handler.bind(orders);`,
  "a decorated method whose callback nobody calls": `import { Logger } from "@aws-lambda-powertools/logger";
    const logger = new Logger();
    class Orders { @logger.injectLambdaContext() public async handler(event: any, context: any, callback: any) { return event; } }
    const orders = new Orders();
    export const handler = orders.handler.bind(orders);`,
  "a class method of three that is no handler": `class Orders { save(event: any, context: any, callback: any) { callback(null, [event, context]); } }
    export const handler = async (event: any) => new Orders().save(event, {}, console.log);`,
  "a function without async that returns a promise": `export const handler = (event: any, context: any) => Promise.resolve([event, context]);`,
  "a factory's parameters": `const create = (a: number, b: number, c: number) => async (event: any) => a + b + c + event.n;
    export const handler = create(1, 2, 3);`,
  "a handler that calls one of three": `const run = async (event: any, context: any, extra: string) => [event, context, extra];
    export const handler = async (event: any, context: any) => run(event, context, "x");`,
  "the callback of a timer": `export const handler = async () => new Promise((resolve) => setTimeout(resolve, 10));`,
  "a CommonJS handler": { code: `exports.handler = async (event, context) => ({ event, context });`, ...cjs },
  "a pattern as the event": `export const handler = async ({ id, name }: any, { awsRequestId }: any) => [id, name, awsRequestId];`,
  "an overloaded function": `export async function handler(event: string): Promise<void>;
    export async function handler(event: any): Promise<void> { console.log(event); }`,
  "a test's handler of three under another name": `const handlerWithCallback = (event: any, context: any, callback: any) => callback(null, event); export default handlerWithCallback;`,
};

type MessageId = "unusedCallback" | "callbackHandler" | "callbackInAsync";

interface Finding {
  readonly name: string;
  readonly code: string;
  readonly piece: string;
  readonly occurrence?: number;
  readonly messageId: MessageId;
  readonly parameter?: string;
  /** The whole text after the fix. */
  readonly fixed?: string;
  /** The whole text after the suggestion. */
  readonly rewritten?: string;
  readonly filename?: string;
  readonly runtime?: string;
  readonly refusal?: string;
}

const inJs = (code: string): { code: string; filename: string } => ({ code, ...cjs });

const invalid: Finding[] = [
  {
    name: "an unused callback",
    code: `export const handler = async (event: any, context: any, callback: any) => event;\n`,
    piece: "callback: any",
    messageId: "unusedCallback",
    fixed: `export const handler = async (event: any, context: any) => event;\n`,
  },
  {
    name: "an unused callback without async",
    ...inJs(`exports.handler = function (event, context, callback) { console.log(event); };\n`),
    piece: "callback",
    messageId: "unusedCallback",
    fixed: `exports.handler = function (event, context) { console.log(event); };\n`,
  },
  {
    name: "an unused callback under another name",
    ...inJs(`exports.handler = async (event, _context, _) => event;\n`),
    piece: "_",
    occurrence: 1,
    parameter: "_",
    messageId: "unusedCallback",
    fixed: `exports.handler = async (event, _context) => event;\n`,
  },
  {
    name: "an unused callback of which the type says that it is a function",
    code: `export const handler = async (event: any, context: any, callback: Function) => event;\n`,
    piece: "callback: Function",
    messageId: "unusedCallback",
    fixed: `export const handler = async (event: any, context: any) => event;\n`,
  },
  {
    name: "an unused callback with its import",
    code: `import type { Callback, Context } from "aws-lambda";\nexport const handler = async (event: { id: string }, context: Context, callback: Callback) => event.id;\n`,
    piece: "callback: Callback",
    messageId: "unusedCallback",
    fixed: `import type { Context } from "aws-lambda";\nexport const handler = async (event: { id: string }, context: Context) => event.id;\n`,
  },
  {
    name: "an unused callback with the last of the imports",
    code: `import type { Context, Callback } from "aws-lambda";\nexport const handler = async (event: { id: string }, context: Context, callback: Callback<string>) => event.id;\n`,
    piece: "callback: Callback<string>",
    messageId: "unusedCallback",
    fixed: `import type { Context } from "aws-lambda";\nexport const handler = async (event: { id: string }, context: Context) => event.id;\n`,
  },
  {
    name: "an unused callback with the only import",
    code: `import type { Callback } from "aws-lambda";\nimport { load } from "./load.js";\n\nexport const handler = async (event: any, context: any, callback: Callback) => load(event);\n`,
    piece: "callback: Callback",
    messageId: "unusedCallback",
    fixed: `import { load } from "./load.js";\n\nexport const handler = async (event: any, context: any) => load(event);\n`,
  },
  {
    name: "an unused callback whose type something else needs",
    code: `import type { Callback } from "aws-lambda";\nexport type Done = Callback<string>;\nexport const handler = async (event: any, context: any, callback: Callback) => event;\n`,
    piece: "callback: Callback",
    messageId: "unusedCallback",
    fixed: `import type { Callback } from "aws-lambda";\nexport type Done = Callback<string>;\nexport const handler = async (event: any, context: any) => event;\n`,
  },
  {
    name: "an unused callback on a line of its own",
    code: `export const handler = async (\n  event: any,\n  context: any,\n  callback: any,\n) => event;\n`,
    piece: "callback: any",
    messageId: "unusedCallback",
    fixed: `export const handler = async (\n  event: any,\n  context: any,\n) => event;\n`,
  },
  {
    name: "an unused callback with a comment, which is left",
    code: `export const handler = async (event: any, context: any, /* unused */ callback: any) => event;\n`,
    piece: "callback: any",
    messageId: "unusedCallback",
  },
  {
    name: "an unused callback in a typed handler",
    code: `import type { SQSHandler } from "aws-lambda";\nexport const consume: SQSHandler = async (event, context, callback) => { console.log(event, context); };\n`,
    piece: "callback",
    messageId: "unusedCallback",
    fixed: `import type { SQSHandler } from "aws-lambda";\nexport const consume: SQSHandler = async (event, context) => { console.log(event, context); };\n`,
  },
  {
    name: "an unused callback that the file gives an argument for",
    code: `export const handler = async (event: any, context: any, callback: any) => event;\nexport const main = () => handler({}, {}, console.log);\n`,
    piece: "callback: any",
    messageId: "unusedCallback",
  },
  {
    name: "a callback that only arguments can reach",
    ...inJs(`exports.handler = function (event, context, callback) { return arguments.length; };\n`),
    piece: "callback",
    messageId: "unusedCallback",
  },
  {
    name: "an unused callback and another parameter",
    ...inJs(`exports.handler = async (event, context, callback, extra) => event;\n`),
    piece: "callback",
    messageId: "unusedCallback",
    fixed: `exports.handler = async (event, context) => event;\n`,
  },
  {
    name: "an unused callback of a bound method",
    code: `class Orders { public async handler(event: any, context: any, callback: any) { return event; } }\nconst orders = new Orders();\nexport const handler = orders.handler.bind(orders);\n`,
    piece: "callback: any",
    messageId: "unusedCallback",
    fixed: `class Orders { public async handler(event: any, context: any) { return event; } }\nconst orders = new Orders();\nexport const handler = orders.handler.bind(orders);\n`,
  },
  {
    name: "an unused callback after dependencies that bind gives",
    code: `const run = async (deps: any, event: any, context: any, callback: any) => deps.save(event, context);\nexport const handler = run.bind(null, { save: console.log });\n`,
    piece: "callback: any",
    messageId: "unusedCallback",
    fixed: `const run = async (deps: any, event: any, context: any) => deps.save(event, context);\nexport const handler = run.bind(null, { save: console.log });\n`,
  },
  {
    name: "a third parameter in a pattern, which counts",
    ...inJs(`exports.handler = async (event, context, { deps }) => deps.save(event);\n`),
    piece: "{ deps }",
    parameter: "{ deps }",
    messageId: "callbackHandler",
  },
  {
    name: "an answer at the end",
    ...inJs(
      `exports.handler = (event, context, callback) => {\n  callback(null, { statusCode: 200 });\n};\n`,
    ),
    piece: "callback",
    messageId: "callbackHandler",
    rewritten: `exports.handler = async (event, context) => {\n  return { statusCode: 200 };\n};\n`,
  },
  {
    name: "an answer as the body of an arrow function",
    ...inJs(`exports.handler = (event, context, callback) => callback(null, { id: event.id });\n`),
    piece: "callback",
    messageId: "callbackHandler",
    rewritten: `exports.handler = async (event, context) => ({ id: event.id });\n`,
  },
  {
    name: "returned calls on several paths",
    ...inJs(
      `exports.handler = function (event, context, callback) {\n  if (!event.id) return callback("no id");\n  return callback(null, event.id);\n};\n`,
    ),
    piece: "callback",
    messageId: "callbackHandler",
    rewritten: `exports.handler = async function (event, context) {\n  if (!event.id) throw new Error("no id");\n  return event.id;\n};\n`,
  },
  {
    name: "calls in the branches of a condition",
    ...inJs(
      `exports.handler = (event, context, callback) => {\n  if (event.ok) {\n    callback(null, "ok");\n  } else {\n    callback(new Error("not ok"));\n  }\n};\n`,
    ),
    piece: "callback",
    messageId: "callbackHandler",
    rewritten: `exports.handler = async (event, context) => {\n  if (event.ok) {\n    return "ok";\n  } else {\n    throw new Error("not ok");\n  }\n};\n`,
  },
  {
    name: "calls in the cases of a switch",
    ...inJs(
      `exports.handler = function (event, context, callback) {\n  switch (event.token) {\n    case "allow":\n      callback(null, policy("Allow"));\n      break;\n    default:\n      callback("Unauthorized");\n  }\n};\nconst policy = (effect) => ({ effect });\n`,
    ),
    piece: "callback",
    messageId: "callbackHandler",
    rewritten: `exports.handler = async function (event, context) {\n  switch (event.token) {\n    case "allow":\n      return policy("Allow");\n    default:\n      throw new Error("Unauthorized");\n  }\n};\nconst policy = (effect) => ({ effect });\n`,
  },
  {
    name: "a call before a bare return",
    ...inJs(
      `exports.handler = (event, context, callback) => {\n  if (!event.id) {\n    callback(null);\n    return;\n  }\n  callback(null, event.id);\n};\n`,
    ),
    piece: "callback",
    messageId: "callbackHandler",
    rewritten: `exports.handler = async (event, context) => {\n  if (!event.id) {\n    return;\n  }\n  return event.id;\n};\n`,
  },
  {
    name: "an error in the catch",
    ...inJs(
      `exports.handler = (event, context, callback) => {\n  try {\n    const data = JSON.parse(event.body);\n    callback(null, data);\n  } catch (error) {\n    callback(error);\n  }\n};\n`,
    ),
    piece: "callback",
    messageId: "callbackHandler",
    rewritten: `exports.handler = async (event, context) => {\n  try {\n    const data = JSON.parse(event.body);\n    return data;\n  } catch (error) {\n    throw error;\n  }\n};\n`,
  },
  {
    name: "an error that a catch of the handler would get",
    ...inJs(
      `exports.handler = (event, context, callback) => {\n  try {\n    callback(new Error("x"));\n  } catch (error) {\n    console.log(error);\n  }\n};\n`,
    ),
    piece: "callback",
    messageId: "callbackHandler",
  },
  {
    name: "an answer in a callback of something else, for which nobody would wait",
    ...inJs(
      `const { get } = require("./get.js");\nexports.handler = (event, context, callback) => {\n  get(event.id, (error, value) => callback(error, value));\n};\n`,
    ),
    piece: "callback",
    occurrence: 0,
    messageId: "callbackHandler",
  },
  {
    name: "a callback that is passed on",
    ...inJs(
      `const { get } = require("./get.js");\nexports.handler = (event, context, callback) => { get(event.id, callback); };\n`,
    ),
    piece: "callback",
    messageId: "callbackHandler",
  },
  {
    name: "a callback that is bound",
    ...inJs(
      `const { get } = require("./get.js");\nexports.handler = (event, context, callback) => { get(event.id).then(callback.bind(null, null), callback); };\n`,
    ),
    piece: "callback",
    messageId: "callbackHandler",
  },
  {
    name: "the answer of a promise",
    ...inJs(
      `const { get } = require("./get.js");\nexports.handler = (event, context, callback) => {\n  get(event.id).then((value) => callback(null, value)).catch((error) => callback(error));\n};\n`,
    ),
    piece: "callback",
    messageId: "callbackHandler",
  },
  {
    name: "an answer of which nobody knows if it is an error",
    ...inJs(`exports.handler = (event, context, callback) => { callback(event.error, event.value); };\n`),
    piece: "callback",
    messageId: "callbackHandler",
  },
  {
    name: "work after the answer",
    ...inJs(
      `exports.handler = (event, context, callback) => { callback(null, "ok"); console.log("done"); };\n`,
    ),
    piece: "callback",
    messageId: "callbackHandler",
  },
  {
    name: "an answer in a loop",
    ...inJs(
      `exports.handler = (event, context, callback) => { for (const id of event.ids) callback(null, id); };\n`,
    ),
    piece: "callback",
    messageId: "callbackHandler",
  },
  {
    name: "an answer beside another return",
    ...inJs(
      `exports.handler = (event, context, callback) => {\n  if (event.ok) return "ok";\n  callback(null, "late");\n};\n`,
    ),
    piece: "callback",
    messageId: "callbackHandler",
  },
  {
    name: "a default, where it is called",
    ...inJs(`exports.handler = (event, context, callback = () => {}) => { callback(null, event); };\n`),
    piece: "callback = () => {}",
    parameter: "callback",
    messageId: "callbackHandler",
  },
  {
    name: "an async handler that calls it",
    ...inJs(`exports.handler = async (event, context, callback) => {\n  callback(null, event.id);\n};\n`),
    piece: "callback",
    messageId: "callbackInAsync",
    rewritten: `exports.handler = async (event, context) => {\n  return event.id;\n};\n`,
  },
  {
    name: "an async handler that calls it after it awaited something",
    code: `import type { APIGatewayProxyHandler } from "aws-lambda";\nimport { load } from "./load.js";\nexport const getOrder: APIGatewayProxyHandler = async (event, context, callback) => {\n  const order = await load(event.path, context.awsRequestId);\n  callback(null, { statusCode: 200, body: JSON.stringify(order) });\n};\n`,
    piece: "callback",
    messageId: "callbackInAsync",
    rewritten: `import type { APIGatewayProxyHandler } from "aws-lambda";\nimport { load } from "./load.js";\nexport const getOrder: APIGatewayProxyHandler = async (event, context) => {\n  const order = await load(event.path, context.awsRequestId);\n  return { statusCode: 200, body: JSON.stringify(order) };\n};\n`,
  },
  {
    name: "an async handler that returns on another path",
    ...inJs(
      `exports.handler = async (event, context, callback) => {\n  if (event.ok) return "ok";\n  callback(null, "late");\n};\n`,
    ),
    piece: "callback",
    messageId: "callbackInAsync",
    rewritten: `exports.handler = async (event, context) => {\n  if (event.ok) return "ok";\n  return "late";\n};\n`,
  },
  {
    name: "an async handler that passes it on",
    ...inJs(
      `const { get } = require("./get.js");\nexports.handler = async (event, context, callback) => { get(event.id, callback); };\n`,
    ),
    piece: "callback",
    messageId: "callbackHandler",
  },
  {
    name: "a function declaration with types",
    code: `import type { Callback, Context } from "aws-lambda";\nexport function handler(event: { id: string }, context: Context, callback: Callback<string>) {\n  console.log(context.awsRequestId);\n  callback(undefined, event.id);\n}\n`,
    piece: "callback: Callback<string>",
    messageId: "callbackHandler",
    rewritten: `import type { Context } from "aws-lambda";\nexport async function handler(event: { id: string }, context: Context) {\n  console.log(context.awsRequestId);\n  return event.id;\n}\n`,
  },
  {
    name: "a function that says that it returns nothing",
    code: `import type { Callback, Context } from "aws-lambda";\nexport function handler(event: { id: string }, context: Context, callback: Callback<string>): void {\n  callback(null, event.id + context.awsRequestId);\n}\n`,
    piece: "callback: Callback<string>",
    messageId: "callbackHandler",
  },
  {
    name: "an async function that says that it returns nothing",
    code: `import type { Callback, Context } from "aws-lambda";\nexport const handler = async (event: { id: string }, context: Context, callback: Callback<string>): Promise<void> => {\n  if (!event.id) {\n    callback(null, "none");\n    return;\n  }\n  callback(null, event.id + context.awsRequestId);\n};\n`,
    piece: "callback: Callback<string>",
    messageId: "callbackInAsync",
    rewritten: `import type { Context } from "aws-lambda";\nexport const handler = async (event: { id: string }, context: Context) => {\n  if (!event.id) {\n    return "none";\n  }\n  return event.id + context.awsRequestId;\n};\n`,
  },
  {
    name: "an async function that says that it returns nothing, and does",
    code: `import type { Callback, Context } from "aws-lambda";\nexport const handler = async (event: { id: string }, context: Context, callback: Callback): Promise<void> => {\n  console.log(event.id, context.awsRequestId);\n  callback();\n};\n`,
    piece: "callback: Callback",
    messageId: "callbackInAsync",
    rewritten: `import type { Context } from "aws-lambda";\nexport const handler = async (event: { id: string }, context: Context): Promise<void> => {\n  console.log(event.id, context.awsRequestId);\n  return;\n};\n`,
  },
  {
    name: "a method of an object",
    ...inJs(
      `module.exports = {\n  handler(event, context, callback) {\n    callback(null, event);\n  },\n};\n`,
    ),
    piece: "callback",
    messageId: "callbackHandler",
    rewritten: `module.exports = {\n  async handler(event, context) {\n    return event;\n  },\n};\n`,
  },
  {
    name: "a method of a class",
    code: `class Orders {\n  public handler(event: any, context: any, callback: any) {\n    callback(null, event);\n  }\n}\nconst orders = new Orders();\nexport const handler = orders.handler.bind(orders);\n`,
    piece: "callback: any",
    messageId: "callbackHandler",
    rewritten: `class Orders {\n  public async handler(event: any, context: any) {\n    return event;\n  }\n}\nconst orders = new Orders();\nexport const handler = orders.handler.bind(orders);\n`,
  },
  {
    name: "a decorated method that calls it",
    code: `import { Logger } from "@aws-lambda-powertools/logger";\nconst logger = new Logger();\nclass Orders {\n  @logger.injectLambdaContext()\n  public handler(event: any, context: any, callback: any) {\n    setTimeout(() => callback(null, event), 10);\n  }\n}\nconst orders = new Orders();\nexport const handler = orders.handler.bind(orders);\n`,
    piece: "callback: any",
    messageId: "callbackHandler",
  },
  {
    name: "a known wrapper around one that calls it",
    code: `import { wrapHandler } from "@sentry/aws-serverless";\nexport const handler = wrapHandler((event: any, context: any, callback: any) => {\n  setTimeout(() => callback(null, event), 10);\n});\n`,
    piece: "callback: any",
    messageId: "callbackHandler",
  },
  {
    name: "an answer with a comment inside, which is left",
    ...inJs(
      `exports.handler = (event, context, callback) => {\n  callback(/* no error */ null, event);\n};\n`,
    ),
    piece: "callback",
    messageId: "callbackHandler",
  },
  {
    name: "an answer with a comment in the response",
    ...inJs(
      `exports.handler = (event, context, callback) => {\n  // the answer\n  callback(null, {\n    id: 1, // always\n  });\n};\n`,
    ),
    piece: "callback",
    messageId: "callbackHandler",
    rewritten: `exports.handler = async (event, context) => {\n  // the answer\n  return {\n    id: 1, // always\n  };\n};\n`,
  },
  {
    name: "an unused callback on nodejs24.x",
    ...inJs(`exports.handler = async (event, context, callback) => event;\n`),
    runtime: "nodejs24.x",
    refusal:
      "nodejs24.x refuses it at init (`Runtime.CallbackHandlerDeprecated`), so that no request is answered",
    piece: "callback",
    messageId: "unusedCallback",
    fixed: `exports.handler = async (event, context) => event;\n`,
  },
  {
    name: "a callback on a later runtime",
    ...inJs(`exports.handler = (event, context, callback) => { setTimeout(callback, 10); };\n`),
    runtime: "nodejs26.x",
    refusal:
      "nodejs26.x refuses it at init (`Runtime.CallbackHandlerDeprecated`), so that no request is answered",
    piece: "callback",
    messageId: "callbackHandler",
  },
  {
    name: "a callback on nodejs22.x",
    ...inJs(`exports.handler = (event, context, callback) => { setTimeout(callback, 10); };\n`),
    runtime: "nodejs22.x",
    refusal: `nodejs22.x still takes it, and ${refusal}`,
    piece: "callback",
    messageId: "callbackHandler",
  },
  {
    name: "a callback on a runtime of its own",
    ...inJs(`exports.handler = (event, context, callback) => { setTimeout(callback, 10); };\n`),
    runtime: "provided.al2023",
    piece: "callback",
    messageId: "callbackHandler",
  },
];

/** Every shape that Lambda calls itself, with a third parameter. */
const shapes = handlerShapes.filter(
  ({ name, isStreaming, isDurable }) =>
    isStreaming !== true && isDurable !== true && !/middy|wrapper|Powertools/.test(name),
);

runRule("no-callback-handler", rule, {
  valid: [
    ...Object.entries(valid).map(([name, value]) => ({
      name,
      ...(typeof value === "string" ? { code: value } : value),
    })),
    ...handlerShapes.map((shape) => ({ ...toTestCase(shape, { body: "return event;" }) })),
  ],
  invalid: [
    ...invalid.map(({ name, code, piece, occurrence = 0, messageId, ...more }) => {
      const parameter = more.parameter ?? "callback";
      return {
        name,
        code,
        ...(more.filename !== undefined && { filename: more.filename }),
        ...(more.runtime !== undefined && {
          settings: { "aws-lambda": { functions: { runtime: more.runtime } } },
        }),
        output: more.fixed ?? null,
        errors: [
          {
            messageId,
            data: { name: parameter, refusal: more.refusal ?? refusal },
            ...locate(code, piece, occurrence),
            suggestions:
              more.rewritten === undefined
                ? []
                : [
                    {
                      messageId: "returnInstead" as const,
                      data: { name: parameter },
                      output: more.rewritten,
                    },
                  ],
          },
        ],
      };
    }),
    ...shapes.map((shape) => {
      const testCase = toTestCase(shape, { body: "throw new Error(String([event, context]));" });
      const code = testCase.code.replace(
        /context(: [\w.]+)?\)/,
        (parameter, type: string | undefined) =>
          `${parameter.slice(0, -1)}, callback${type === undefined ? "" : ": any"})`,
      );
      return {
        ...testCase,
        code,
        output: testCase.code,
        errors: [
          {
            messageId: "unusedCallback" as const,
            data: { name: "callback", refusal },
            ...locate(code, /callback(?:: any)?/.exec(code)?.[0] ?? ""),
          },
        ],
      };
    }),
  ],
});
