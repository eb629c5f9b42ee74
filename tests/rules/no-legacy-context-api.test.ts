import rule from "../../src/rules/no-legacy-context-api.js";
import { handlerShapes, toTestCase } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";

const cjs = { filename: "src/handler.cjs" };
const removal = "nodejs24.x and later do not have it";

const valid: Record<string, string | { code: string; filename?: string; settings?: object }> = {
  "other properties of the context": `export const handler = async (event: any, context: any) => context.awsRequestId + context.getRemainingTimeInMillis();`,
  "done of another object": `export const handler = async (event: any) => { event.done(); event.succeed(); event.fail(); };`,
  "a property of the context that has such a method": `export const handler = async (event: any, context: any) => context.logger.done();`,
  "done of something of the same name": `import { context } from "./context.js";
    export const handler = async (event: any) => { context.done(event); };`,
  "a function of its own": `const done = () => "x"; export const handler = async (event: any, context: any) => done() + context.awsRequestId;`,
  "a context of a function that is no handler": `export const run = (event: any, context: any) => context.succeed(event);
    export const handler = async () => "x";`,
  "a helper that gets something else as well": `const finish = (context: any) => context.succeed("x");
    export const other = (job: any) => finish(job);
    export const handler = async (event: any, context: any) => finish(context);`,
  "the context of a durable execution": `import { withDurableExecution } from "@aws/durable-execution-sdk-js";
    export const handler = withDurableExecution(async (event: any, context: any) => context.done(event));`,
  "the stream of a streaming handler": `export const handler = awslambda.streamifyResponse(async (event: any, stream: any, context: any) => { stream.done(); stream.end(context.awsRequestId); });`,
  "a file without a handler": {
    code: `exports.run = (event, context) => { context.done(null, event); };`,
    ...cjs,
  },
  "other names of a pattern": `export const handler = async (event: any, { awsRequestId, fail: _ }: any = {}) => [awsRequestId, event.done];`,
  "a computed name": `export const handler = async (event: any, context: any) => context[event.name]();`,
};

interface Finding {
  readonly name: string;
  readonly code: string;
  readonly piece: string;
  readonly property?: string;
  readonly filename?: string;
  readonly runtime?: string;
  readonly suggested?: string;
}

const inJs = (code: string) => ({ code, ...cjs });

const invalid: Finding[] = [
  {
    name: "succeed at the end",
    ...inJs(`exports.handler = (event, context) => {\n  context.succeed(event.id);\n};\n`),
    piece: "context.succeed",
    suggested: `exports.handler = async (event) => {\n  return event.id;\n};\n`,
  },
  {
    name: "fail, where the context is used otherwise",
    ...inJs(
      `exports.handler = (event, context) => {\n  console.log(context.awsRequestId);\n  context.fail("no id");\n};\n`,
    ),
    piece: "context.fail",
    suggested: `exports.handler = async (event, context) => {\n  console.log(context.awsRequestId);\n  throw new Error("no id");\n};\n`,
  },
  {
    name: "done with a result",
    ...inJs(`exports.handler = function (event, context) {\n  context.done(null, { id: event.id });\n};\n`),
    piece: "context.done",
    suggested: `exports.handler = async function (event) {\n  return { id: event.id };\n};\n`,
  },
  {
    name: "done with an error of a catch",
    ...inJs(
      `exports.handler = function (event, context) {\n  try {\n    JSON.parse(event.body);\n  } catch (error) {\n    context.done(error);\n  }\n};\n`,
    ),
    piece: "context.done",
    suggested: `exports.handler = async function (event) {\n  try {\n    JSON.parse(event.body);\n  } catch (error) {\n    throw error;\n  }\n};\n`,
  },
  {
    name: "succeed in a callback of something else",
    ...inJs(
      `const { load } = require("./load.js");\nexports.handler = (event, context) => {\n  load(event.id, (error, value) => context.succeed(value));\n};\n`,
    ),
    piece: "context.succeed",
  },
  {
    name: "succeed that is passed on",
    ...inJs(
      `const { load } = require("./load.js");\nexports.handler = (event, context) => { load(event.id).then(context.succeed); };\n`,
    ),
    piece: "context.succeed",
  },
  {
    name: "fail with what may be no error",
    ...inJs(`exports.handler = (event, context) => { context.fail(event.error); };\n`),
    piece: "context.fail",
  },
  {
    name: "a pattern as the parameter",
    ...inJs(`exports.handler = (event, { succeed }) => { succeed(event); };\n`),
    piece: "succeed",
  },
  {
    name: "a pattern of the context",
    ...inJs(
      `exports.handler = (event, context) => { const { done: finish } = context; finish(null, event); };\n`,
    ),
    piece: "done: finish",
    property: "done",
  },
  {
    name: "a helper that gets the context",
    ...inJs(
      `const finish = (ctx) => ctx.succeed("x");\nexports.handler = (event, context) => finish(context);\n`,
    ),
    piece: "ctx.succeed",
  },
  {
    name: "a helper that the context is bound to",
    ...inJs(
      `function finish(ctx, value) { ctx.succeed(value); }\nexports.handler = (event, context) => {\n  const end = finish.bind(undefined, context);\n  end(event.id);\n};\n`,
    ),
    piece: "ctx.succeed",
  },
  {
    name: "a helper whose type says so",
    code: `import type { Context } from "aws-lambda";\nexport const finish = (context: Context, value: string) => context.succeed(value);\nexport const handler = async (event: any) => event;\n`,
    piece: "context.succeed",
  },
  {
    name: "another name for the context",
    ...inJs(
      `exports.handler = (event, context) => { const ctx = context; ctx.done(null, event); setTimeout(() => 1, 1); };\n`,
    ),
    piece: "ctx.done",
  },
  {
    name: "a runtime that has none of it",
    ...inJs(`exports.handler = (event, context) => { setTimeout(context.done, 10); };\n`),
    runtime: "nodejs24.x",
    piece: "context.done",
  },
  {
    name: "a runtime that still has it",
    ...inJs(`exports.handler = (event, context) => { setTimeout(context.done, 10); };\n`),
    runtime: "nodejs22.x",
    piece: "context.done",
  },
];

const flags: Finding[] = [
  {
    name: "the flag in an async handler",
    ...inJs(
      `exports.handler = async (event, context) => {\n  context.callbackWaitsForEmptyEventLoop = false;\n  return context.awsRequestId;\n};\n`,
    ),
    piece: "context.callbackWaitsForEmptyEventLoop",
    suggested: `exports.handler = async (event, context) => {\n  return context.awsRequestId;\n};\n`,
  },
  {
    name: "the flag as the only use of the context",
    code: `import type { Context } from "aws-lambda";\nexport const handler = async (event: { id: string }, context: Context) => {\n  context.callbackWaitsForEmptyEventLoop = false;\n  return event.id;\n};\n`,
    piece: "context.callbackWaitsForEmptyEventLoop",
    suggested: `export const handler = async (event: { id: string }) => {\n  return event.id;\n};\n`,
  },
  {
    name: "the flag in a handler with a callback",
    ...inJs(
      `exports.handler = (event, context, callback) => {\n  context.callbackWaitsForEmptyEventLoop = false;\n  callback(null, event);\n};\n`,
    ),
    piece: "context.callbackWaitsForEmptyEventLoop",
  },
  {
    name: "the flag that is read",
    ...inJs(`exports.handler = async (event, context) => [event, context.callbackWaitsForEmptyEventLoop];\n`),
    piece: "context.callbackWaitsForEmptyEventLoop",
  },
  {
    name: "the flag in a condition",
    ...inJs(
      `exports.handler = async (event, context) => {\n  if (event.id) context.callbackWaitsForEmptyEventLoop = false;\n};\n`,
    ),
    piece: "context.callbackWaitsForEmptyEventLoop",
  },
];

/** Shapes whose context is Lambda's own. */
const shapes = handlerShapes.filter(({ isDurable }) => isDurable !== true);

runRule("no-legacy-context-api", rule, {
  valid: [
    ...Object.entries(valid).map(([name, value]) => ({
      name,
      ...(typeof value === "string" ? { code: value } : (value as { code: string })),
    })),
  ],
  invalid: [
    ...invalid.map(({ name, code, piece, runtime, suggested, ...more }) => ({
      name,
      code,
      ...(more.filename !== undefined && { filename: more.filename }),
      ...(runtime !== undefined && { settings: { "aws-lambda": { functions: { runtime } } } }),
      errors: [
        {
          messageId: "legacyCompletion" as const,
          data: {
            name: more.property ?? piece.split(".").at(-1) ?? "",
            removal: runtime === "nodejs24.x" ? "nodejs24.x does not have it" : removal,
          },
          ...locate(code, piece),
          suggestions:
            suggested === undefined ? [] : [{ messageId: "returnInstead" as const, output: suggested }],
        },
      ],
    })),
    ...flags.map(({ name, code, piece, suggested, filename }) => ({
      name,
      code,
      ...(filename !== undefined && { filename }),
      errors: [
        {
          messageId: "eventLoopFlag" as const,
          data: { removal },
          ...locate(code, piece),
          suggestions:
            suggested === undefined ? [] : [{ messageId: "removeFlag" as const, output: suggested }],
        },
      ],
    })),
    {
      name: "two at once, which are rewritten together",
      code: `exports.handler = (event, context) => {\n  if (event.ok) context.succeed("ok");\n  else context.fail(new Error("not ok"));\n};\n`,
      ...cjs,
      errors: ["context.succeed", "context.fail"].map((piece) => ({
        messageId: "legacyCompletion" as const,
        data: { name: piece.slice("context.".length), removal },
        ...locate(
          `exports.handler = (event, context) => {\n  if (event.ok) context.succeed("ok");\n  else context.fail(new Error("not ok"));\n};\n`,
          piece,
        ),
        suggestions: [
          {
            messageId: "returnInstead" as const,
            output: `exports.handler = async (event) => {\n  if (event.ok) return "ok";\n  else throw new Error("not ok");\n};\n`,
          },
        ],
      })),
    },
    ...shapes.map((shape) => {
      const testCase = toTestCase(shape, { body: `setTimeout(() => context.done(null, event), 10);` });
      return {
        ...testCase,
        errors: [
          {
            messageId: "legacyCompletion" as const,
            data: { name: "done", removal },
            ...locate(testCase.code, "context.done"),
          },
        ],
      };
    }),
  ],
});
