import rule from "../../src/rules/no-cors-in-handler.js";
import { handlerShapes, toTestCase } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";

function handler(type: string, headers: string, top = ""): string {
  return `import type { ${type} } from "aws-lambda";\n${top}\nexport const handler = async (event: ${type}) => {\n  return { statusCode: 200, headers: ${headers}, body: "" };\n};\n`;
}

const rest = (headers: string, top?: string) => handler("APIGatewayProxyEvent", headers, top);
const http = (headers: string, top?: string) => handler("APIGatewayProxyEventV2", headers, top);

const express = (options: string): string =>
  `import cors from "cors";\nimport express from "express";\nimport serverless from "serverless-http";\nconst app = express();\napp.use(cors(${options}));\nexport const handler = serverless(app);\n`;
const middy = (options: string): string =>
  `import middy from "@middy/core";\nimport httpCors from "@middy/http-cors";\nexport const handler = middy(async () => ({ statusCode: 200, body: "" })).use(httpCors(${options}));\n`;

const valid: Record<string, string> = {
  "options of Express with one origin": express(`{ origin: "https://example.com", credentials: true }`),
  "options of Express with a list of origins": express(
    `{ origin: ["https://example.com"], credentials: true }`,
  ),
  "options of Express without credentials": express(`{ origin: "*" }`),
  "options of Express with a function that picks": express(
    `{ origin: (origin, done) => done(null, allowed.has(origin)), credentials: true }`,
  ),
  "options of Express that are not all seen": express(`{ ...settings, credentials: true }`),
  "options of Express with an origin from the environment": express(
    `{ origin: process.env.ORIGIN, credentials: true }`,
  ),
  "options of middy without an origin": middy(`{ credentials: true }`),
  "options of a function of that name of another file": express(`{ origin: "*", credentials: true }`).replace(
    'from "cors"',
    'from "./cors"',
  ),
  "CORS headers of a REST API, which has to send them": rest(`{ "Access-Control-Allow-Origin": "*" }`),
  "an origin that replaces the one of all sites": `export const handler = async (event: any) => {
  let headers: Record<string, unknown> = { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Credentials": true };
  headers = { ...headers, ...corsHeadersFor(event) };
  return { statusCode: 200, headers, body: "" };
};
declare function corsHeadersFor(event: unknown): Record<string, string>;
`,
  "one origin with credentials": rest(
    `{ "Access-Control-Allow-Origin": "https://example.com", "Access-Control-Allow-Credentials": "true" }`,
  ),
  "credentials that are not allowed": rest(
    `{ "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Credentials": "false" }`,
  ),
  "credentials that depend on something": rest(
    `{ "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Credentials": String(event.path === "/me") }`,
  ),
  "an origin from the environment": rest(
    `{ "Access-Control-Allow-Origin": process.env.ORIGIN!, "Access-Control-Allow-Credentials": true }`,
  ),
  "the origin of the request without credentials": rest(
    `{ "Access-Control-Allow-Origin": event.headers.origin! }`,
  ),
  "an origin that is looked up": rest(
    `{ "Access-Control-Allow-Origin": allowed.includes(event.headers.origin!) ? event.headers.origin! : "", "Access-Control-Allow-Credentials": true }`,
    `const allowed = ["https://example.com"];`,
  ),
  "an origin that is compared before": `import type { APIGatewayProxyEvent } from "aws-lambda";
    export const handler = async (event: APIGatewayProxyEvent) => {
      const origin = event.headers.origin;
      if (origin !== "https://example.com") return { statusCode: 403, body: "" };
      return { statusCode: 200, headers: { "Access-Control-Allow-Origin": origin, "Access-Control-Allow-Credentials": true }, body: "" };
    };`,
  "every origin in place of one that is not allowed, which browsers refuse as they should": rest(
    `{ "Access-Control-Allow-Origin": allowed.includes(event.headers.origin!) ? event.headers.origin! : "*", "Access-Control-Allow-Credentials": true }`,
    `const allowed = ["https://example.com"];`,
  ),
  "every origin in place of one that a function picks": rest(
    `{ "Access-Control-Allow-Origin": pick(event.path) ?? "*", "Access-Control-Allow-Credentials": true }`,
    `import { pick } from "./origins.js";`,
  ),
  "an origin that a function picks": rest(
    `{ "Access-Control-Allow-Origin": pick(event.headers.origin), "Access-Control-Allow-Credentials": true }`,
    `import { pick } from "./origins.js";`,
  ),
  "other headers of an HTTP API": http(`{ "Content-Type": "text/plain" }`),
  "headers of elsewhere": http(`headers`, `import { headers } from "./headers.js";`),
  "a function URL, whose CORS somebody may not have configured": handler(
    "LambdaFunctionURLEvent",
    `{ "Access-Control-Allow-Origin": "*" }`,
  ),
  "an HTTP API or a function URL": `export const handler = async (event: any) => ({ statusCode: 200, headers: { "Access-Control-Allow-Origin": "*" }, body: event.rawPath });`,
  "an object that is no response": `import type { APIGatewayProxyEventV2 } from "aws-lambda";
    export const handler = async (event: APIGatewayProxyEventV2) => { await fetch(event.rawPath, { headers: { "Access-Control-Allow-Origin": "*" } }); return { statusCode: 204 }; };`,
};

type MessageId = "corsOnHttpApi" | "wildcardWithCredentials" | "wildcardFallback" | "reflectedOrigin";

const invalid: readonly {
  name: string;
  code: string;
  piece: string;
  messageId: MessageId;
  settings?: object;
}[] = [
  {
    name: "a CORS header of an HTTP API",
    code: http(`{ "Content-Type": "text/plain", "Access-Control-Allow-Origin": "*" }`),
    piece: `"Access-Control-Allow-Origin": "*"`,
    messageId: "corsOnHttpApi",
  },
  {
    name: "the origin of all sites in headers that may get more",
    code: `export const handler = async (event: any) => answer(await load(event.path));
function answer(loaded: any) {
  let headers: Record<string, unknown> = { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Credentials": true };
  if (loaded.headers) headers = { ...headers, ...loaded.headers };
  return { statusCode: 200, headers, body: JSON.stringify(loaded.body) };
}
declare function load(path: string): Promise<any>;
`,
    piece: `"*"`,
    messageId: "wildcardWithCredentials",
  },
  {
    name: "several, of which the first is reported",
    code: http(
      `{ "access-control-allow-methods": "GET", "access-control-allow-origin": "https://example.com" }`,
    ),
    piece: `"access-control-allow-methods": "GET"`,
    messageId: "corsOnHttpApi",
  },
  {
    name: "constant headers of an HTTP API",
    code: http(`CORS`, `const CORS = { "Access-Control-Allow-Headers": "content-type" };`),
    piece: `"Access-Control-Allow-Headers": "content-type"`,
    messageId: "corsOnHttpApi",
  },
  {
    name: "headers of a helper of an HTTP API",
    code: `import type { APIGatewayProxyHandlerV2 } from "aws-lambda";
const respond = (statusCode: number) => ({ statusCode, headers: { "Access-Control-Allow-Origin": "*" } });
export const handler: APIGatewayProxyHandlerV2 = async (event) => respond(event.rawPath === "/" ? 200 : 404);
`,
    piece: `"Access-Control-Allow-Origin": "*"`,
    messageId: "corsOnHttpApi",
  },
  {
    name: "an HTTP API by configuration",
    code: `export const handler = async (event: any) => ({ statusCode: 200, headers: { "Access-Control-Allow-Origin": "*" }, body: event.id });\n`,
    piece: `"Access-Control-Allow-Origin": "*"`,
    messageId: "corsOnHttpApi",
    settings: { "aws-lambda": { functions: { eventSource: "apigw-http" } } },
  },
  {
    name: "every origin with credentials",
    code: rest(`{ "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Credentials": true }`),
    piece: `"*"`,
    messageId: "wildcardWithCredentials",
  },
  {
    name: "every origin with credentials as text, from a spread",
    code: rest(
      `{ ...CORS, "Access-Control-Allow-Credentials": "true" }`,
      `const CORS = { "Access-Control-Allow-Origin": "*" };`,
    ),
    piece: `"*"`,
    messageId: "wildcardWithCredentials",
  },
  {
    name: "every origin with credentials in multi-value headers",
    code: rest(
      `{}, multiValueHeaders: { "Access-Control-Allow-Origin": ["*"], "Access-Control-Allow-Credentials": ["true"] }`,
    ),
    piece: `"*"`,
    messageId: "wildcardWithCredentials",
  },
  {
    name: "the origin of the request with credentials",
    code: rest(
      `{ "Access-Control-Allow-Origin": event.headers.origin, "Access-Control-Allow-Credentials": true }`,
    ),
    piece: `event.headers.origin`,
    messageId: "reflectedOrigin",
  },
  {
    name: "the origin of the request or any, with credentials",
    code: `import type { APIGatewayProxyEvent } from "aws-lambda";
export const handler = async (event: APIGatewayProxyEvent) => {
  const origin = event.headers.Origin ?? "";
  console.log(origin);
  return { statusCode: 200, headers: { "Access-Control-Allow-Origin": origin, "Access-Control-Allow-Credentials": "true" }, body: "" };
};
`,
    piece: `event.headers.Origin`,
    messageId: "reflectedOrigin",
  },
  {
    name: "every origin where a setting is missing, with credentials",
    code: rest(
      `{ "Access-Control-Allow-Origin": process.env.WEB_ORIGIN || "*", "Access-Control-Allow-Credentials": true }`,
    ),
    piece: `"*"`,
    messageId: "wildcardFallback",
  },
  {
    name: "a setting in a constant, which may be missing",
    code: rest(
      `{ "Access-Control-Allow-Origin": ORIGIN, "Access-Control-Allow-Credentials": true }`,
      `const ORIGIN = process.env["WEB_ORIGIN"] ?? "*";`,
    ),
    piece: `"*"`,
    messageId: "wildcardFallback",
  },
  {
    name: "the origin of the request, whose fallback no browser gets",
    code: rest(
      `{ "Access-Control-Allow-Origin": event.headers?.origin || "*", "Access-Control-Allow-Credentials": true }`,
    ),
    piece: `event.headers?.origin`,
    messageId: "reflectedOrigin",
  },
  ...(
    [
      ["Express, for all", express(`{ origin: "*", credentials: true }`), `"*"`, "wildcardWithCredentials"],
      [
        "Express, by default",
        express(`{ credentials: true }`),
        `credentials: true`,
        "wildcardWithCredentials",
      ],
      [
        "Express, where a setting is missing",
        express(`{ origin: process.env.ORIGIN || "*", credentials: true }`),
        `"*"`,
        "wildcardFallback",
      ],
      ["Express, whoever asks", express(`{ origin: true, credentials: true }`), `true`, "reflectedOrigin"],
      ["middy, whoever asks", middy(`{ origin: "*", credentials: true }`), `"*"`, "reflectedOrigin"],
      [
        "Apollo Server",
        `import { ApolloServer } from "apollo-server-lambda";\nconst server = new ApolloServer({});\nconst answer = server.createHandler({ cors: { origin: "*", credentials: true } });\nexport const handler = async (event, context) => answer(event, context);\n`,
        `"*"`,
        "wildcardWithCredentials",
      ],
      [
        "Apollo Server with Express",
        `import { ApolloServer } from "apollo-server-lambda";\nconst server = new ApolloServer({});\nexports.handler = (event, context, callback) => server.createHandler({ expressGetMiddlewareOptions: { cors: { origin: true, credentials: true } } })(event, context, callback);\n`,
        `true`,
        "reflectedOrigin",
      ],
      [
        "Hono",
        `import { Hono } from "hono";\nimport { handle } from "hono/aws-lambda";\nimport { cors } from "hono/cors";\nconst app = new Hono();\napp.use(cors({ origin: "*", credentials: true }));\nexport const handler = handle(app);\n`,
        `"*"`,
        "wildcardWithCredentials",
      ],
    ] as const
  ).map(([name, code, piece, messageId]) => ({ name: `options of ${name}`, code, piece, messageId })),
  {
    name: "the origin of the request where there is one",
    code: rest(
      `{ "Access-Control-Allow-Origin": event.headers.origin ? event.headers.Origin : "*", "Access-Control-Allow-Credentials": true }`,
    ),
    piece: `event.headers.Origin`,
    messageId: "reflectedOrigin",
  },
];

/** Shapes whose answers go to a gateway as they are. */
const shapes = handlerShapes.filter(
  ({ name, isStreaming, isDurable }) =>
    isStreaming !== true &&
    isDurable !== true &&
    !/SQS|V2|declaration|satisfies|use\(\)|wrapper from settings/.test(name),
);

runRule("no-cors-in-handler", rule, {
  valid: Object.entries(valid).map(([name, code]) => ({ name, code })),
  invalid: [
    ...invalid.map(({ name, code, piece, messageId, settings }) => ({
      name,
      code,
      ...(settings !== undefined && { settings: settings as Record<string, unknown> }),
      errors: [{ messageId, ...locate(code, piece) }],
    })),
    ...shapes.map((shape) => {
      const testCase = toTestCase(shape, {
        body: `return { statusCode: 200, headers: { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Credentials": true }, body: event.body };`,
      });
      return {
        ...testCase,
        errors: [{ messageId: "wildcardWithCredentials" as const, ...locate(testCase.code, `"*"`) }],
      };
    }),
  ],
});
