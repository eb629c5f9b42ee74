import rule from "../../src/rules/valid-proxy-response.js";
import { handlerShapes, toTestCase } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";

const rest = `import type { APIGatewayProxyEvent } from "aws-lambda";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { loadOrder, render } from "./orders.js";
const client = new DynamoDBClient({});
`;

/** A handler of a REST API; what it returns is not checked by its types. */
function restHandler(body: string, top = ""): string {
  return `${rest}${top}\nexport const handler = async (event: APIGatewayProxyEvent) => {\n${body}\n};\n`;
}

function httpHandler(body: string, top = ""): string {
  return restHandler(body, top).replaceAll("APIGatewayProxyEvent", "APIGatewayProxyEventV2");
}

function albHandler(body: string, top = ""): string {
  return restHandler(body, top).replaceAll("APIGatewayProxyEvent", "ALBEvent");
}

/** A handler of which nothing says what sends its events. */
function plainHandler(body: string, top = ""): string {
  return `import { loadOrder } from "./orders.js";\n${top}\nexport const handler = async (event: any) => {\n${body}\n};\n`;
}

/** Answers that gateways take, by name; and what is none of the rule's business. */
const valid: Record<string, string | { code: string; filename?: string; settings?: object }> = {
  "a list as text": restHandler(`return { statusCode: 200, body: JSON.stringify([1, 2]) };`),
  text: restHandler(`return { statusCode: 200, body: "ok" };`),
  "an object where the types say REST API of the event and HTTP API of the answer": `import type { APIGatewayEvent, APIGatewayProxyResultV2 } from "aws-lambda";
import { loadStops } from "./stops.js";
export const handler = async (event: APIGatewayEvent): Promise<APIGatewayProxyResultV2<object>> => {
  const { stops, total } = await loadStops(event.pathParameters);
  return { total, stops };
};
`,
  "a list where the types of a handler contradict each other": `import type { APIGatewayEvent, APIGatewayProxyResultV2, Handler } from "aws-lambda";
export const handler: Handler<APIGatewayEvent, APIGatewayProxyResultV2<string[]>> = async (event) => {
  return [event.path];
};
`,
  "a template": restHandler("return { statusCode: 200, body: `<p>${event.path}</p>` };"),
  "no body": restHandler(`return { statusCode: 204 };`),
  "an empty body": restHandler(`return { statusCode: 204, body: "" };`),
  "null for a body": restHandler(`return { statusCode: 204, body: null };`),
  "a number for a body, which becomes text": restHandler(`return { statusCode: 200, body: 42 };`),
  "a body from elsewhere": restHandler(`return { statusCode: 200, body: render(event.path) };`),
  "an answer of elsewhere": restHandler(`return render(event.path);`),
  "a property of an answer of elsewhere": restHandler(
    `const order = await loadOrder(event.path); return { statusCode: 200, body: order.text };`,
  ),
  "a parsed body that can be text": restHandler(`return { statusCode: 200, body: JSON.parse(event.body!) };`),
  "an object that is turned into text later": restHandler(
    `const response: any = { statusCode: 200, body: {} }; response.body = JSON.stringify({ id: 1 }); return response;`,
  ),
  "an object that is turned into text where it stands": restHandler(
    `const response: any = { statusCode: 200, body: { id: 1 } }; response.body = JSON.stringify(response.body); return response;`,
  ),
  "a variable that is turned into text": restHandler(
    `let body: any = { id: 1 }; body = JSON.stringify(body); return { statusCode: 200, body };`,
  ),
  "a first value that is replaced": restHandler(
    `let body: any = {}; if (event.path) body = "found"; return { statusCode: 200, body };`,
  ),
  "a response that code elsewhere gets to finish": restHandler(
    `const response = { statusCode: 200, body: { id: 1 } }; finish(response); return response;`,
    `import { finish } from "./finish.js";`,
  ),
  "a response that is finished in a spread": restHandler(
    `const response = { statusCode: 200, body: { id: 1 } }; return { ...response, body: JSON.stringify(response.body) };`,
  ),
  "a spread of something unknown after the body": restHandler(
    `return { statusCode: 200, body: { id: 1 }, ...render(event.path) };`,
  ),
  "a computed key": restHandler(`return { [event.path]: 200, body: "x" };`),
  "a spread that may have the status": restHandler(`return { ...render(event.path), body: "x" };`),
  "a helper that makes text of it": restHandler(
    `return respond(200, { id: 1 });`,
    `const respond = (statusCode: number, body: unknown) => ({ statusCode, body: JSON.stringify(body) });`,
  ),
  "a helper with a default status": restHandler(
    `return respond({ id: 1 });`,
    `const respond = (data: unknown, statusCode = 200) => ({ statusCode, body: JSON.stringify(data) });`,
  ),
  "a helper that takes an object apart": restHandler(
    `return respond({ status: 200, data: { id: 1 } });`,
    `function respond({ status, data }: { status: number; data: unknown }) { return { statusCode: status, body: JSON.stringify(data) }; }`,
  ),
  "a helper that only some callers give an object": restHandler(
    `return respond("ok");`,
    `const respond = (body: unknown) => ({ statusCode: 200, body });
     export const unused = () => respond({ id: 1 });`,
  ),
  "helpers in an object": restHandler(
    `return responses.ok({ id: 1 });`,
    `const responses = { ok: (data: unknown) => ({ statusCode: 200, body: JSON.stringify(data) }) };`,
  ),
  "the shorthand of an HTTP API": httpHandler(`return { id: 1, items: [] };`),
  "a list as the shorthand of an HTTP API": httpHandler(`return [1, 2];`),
  "a body among other things as the shorthand": httpHandler(`return { title: "x", body: event.rawPath };`),
  "the output of a command as the shorthand": httpHandler(
    `return client.send(new ScanCommand({ TableName: "orders" }));`,
  ),
  "text for a warm-up": restHandler(
    `if ((event as any).source === "warmup") return "warm"; return { statusCode: 200, body: "x" };`,
  ),
  "nothing on a path": restHandler(`if (event.path === "/") return; return { statusCode: 200, body: "x" };`),
  "a status as digits, which API Gateway reads": restHandler(`return { statusCode: "200", body: "x" };`),
  "a status from elsewhere": restHandler(`return { statusCode: render.status, body: "x" };`),
  "a status computed from constants": restHandler(
    `return { statusCode: CREATED, body: "x" };`,
    `const OK = 200; const CREATED = OK + 1;`,
  ),
  "a boolean header, which API Gateway turns into text": restHandler(
    `return { statusCode: 200, headers: { "Access-Control-Allow-Credentials": true, "Content-Length": 3 }, body: "abc" };`,
  ),
  "a list among the multi-value headers": restHandler(
    `return { statusCode: 200, multiValueHeaders: { "Set-Cookie": ["a=1", "b=2"] }, body: "" };`,
  ),
  "cookies of an HTTP API": httpHandler(`return { statusCode: 200, cookies: ["a=1"], body: "" };`),
  "base64 that is marked": restHandler(
    `return { statusCode: 200, body: Buffer.from(event.path).toString("base64"), isBase64Encoded: true };`,
  ),
  "base64 that may be marked": restHandler(
    `return { statusCode: 200, body: Buffer.from(event.path).toString("base64"), isBase64Encoded: render.isBinary };`,
  ),
  "base64 as plain text on purpose": restHandler(
    `return { statusCode: 200, headers: { "content-type": "text/plain" }, body: Buffer.from(event.path).toString("base64") };`,
  ),
  "base64 in a document": restHandler(
    `return { statusCode: 200, body: JSON.stringify({ image: Buffer.from(event.path).toString("base64") }) };`,
  ),
  "a buffer as UTF-8": restHandler(`return { statusCode: 200, body: Buffer.from(event.path).toString() };`),
  "a date and an address, which have a form in JSON": restHandler(
    `return { statusCode: 200, body: JSON.stringify({ at: new Date(), url: new URL("https://example.com") }) };`,
  ),
  "a map that is converted": restHandler(
    `const totals = new Map([["a", 1]]); return { statusCode: 200, body: JSON.stringify(Object.fromEntries(totals)) };`,
  ),
  "a set that is spread": restHandler(
    `const ids = new Set(["a"]); return { statusCode: 200, body: JSON.stringify({ ids: [...ids] }) };`,
  ),
  "a BigInt that is converted": restHandler(
    `const count = 10n; return { statusCode: 200, body: JSON.stringify({ count: String(count) }) };`,
  ),
  "a replacer that converts": restHandler(
    `return { statusCode: 200, body: JSON.stringify({ count: 10n }, (_, value) => typeof value === "bigint" ? String(value) : value) };`,
  ),
  "BigInt with a form in JSON of its own": restHandler(
    `return { statusCode: 200, body: JSON.stringify({ count: 10n }) };`,
    `(BigInt.prototype as any).toJSON = function () { return String(this); };`,
  ),
  "an awaited function": restHandler(
    `return { statusCode: 200, body: JSON.stringify(await list()) };`,
    `const list = async () => client.send(new ScanCommand({ TableName: "orders" }));`,
  ),
  "a promise that is awaited later": restHandler(
    `const orders = list(); return { statusCode: 200, body: JSON.stringify(await orders) };`,
    `const list = async () => client.send(new ScanCommand({ TableName: "orders" }));`,
  ),
  "a caught error, which may have properties": restHandler(
    `try { return await loadOrder(event.path); } catch (error) { return { statusCode: 500, body: JSON.stringify(error) }; }`,
  ),
  "an object with methods": restHandler(
    `return { statusCode: 200, body: JSON.stringify({ id: 1, toString() { return "x"; } }) };`,
  ),
  "the answer of a step function's task": plainHandler(`return { statusCode: 200, body: { id: event.id } };`),
  "the answer of a batch handler": `import type { SQSEvent } from "aws-lambda";
    export const handler = async (event: SQSEvent) => ({ statusCode: 200, headers: {}, body: { id: event.Records.length } });`,
  "the answer of an authorizer": `import type { APIGatewayTokenAuthorizerEvent } from "aws-lambda";
    export const handler = async (event: APIGatewayTokenAuthorizerEvent) => ({ principalId: "me", context: {} });`,
  "the answer of a WebSocket route": `import type { APIGatewayProxyWebsocketEventV2 } from "aws-lambda";
    export const handler = async (event: APIGatewayProxyWebsocketEventV2) => ({ statusCode: 200, body: { id: 1 } });`,
  "the answer of a Bedrock agent's action group": plainHandler(
    `return respond(event.httpMethod, { error: "none" });`,
    `const respond = (httpMethod: string, body: unknown) => ({ messageVersion: "1.0", response: { httpMethod, responseBody: { body: JSON.stringify(body) } } });`,
  ),
  "an object that is no answer": restHandler(
    `const message = { statusCode: 200, body: { id: 1 } }; await loadOrder(message); return { statusCode: 200, body: "" };`,
  ),
  "a header of CloudFront Functions": `export async function handler(event) {
      return { statusCode: 302, statusDescription: "Found", headers: { location: { value: "/site" + event.request.uri } } };
    }`,
  "a function that is no handler": `export const respond = async () => ({ statusCode: 200, headers: {}, body: { id: 1 } });`,
  "a streaming handler": `export const handler = awslambda.streamifyResponse(async (event: any, stream: any) => {
      stream.write(event.rawPath); stream.end(); return { statusCode: 200, headers: {}, body: { id: 1 } };
    });`,
  "a durable execution": `import { withDurableExecution } from "@aws/durable-execution-sdk-js";
    export const handler = withDurableExecution(async (event: any) => ({ statusCode: 200, headers: {}, body: { id: event.body } }));`,
  "middy's serializer": `import middy from "@middy/core";
    import serialize from "@middy/http-response-serializer";
    import type { APIGatewayProxyEvent } from "aws-lambda";
    export const handler = middy(async (event: APIGatewayProxyEvent) => ({ statusCode: 200, body: { id: event.path } })).use(serialize());`,
  "middy's answer to a WebSocket": `import middy from "@middy/core";
    import answer from "@middy/ws-response";
    import type { APIGatewayProxyEvent } from "aws-lambda";
    export const handler = middy(async (event: APIGatewayProxyEvent) => ({ statusCode: 200, body: { id: event.path } })).use(answer());`,
  "middleware of elsewhere": `import middy from "@middy/core";
    import { toJson } from "./to-json.js";
    import type { APIGatewayProxyEvent } from "aws-lambda";
    export const handler = middy().use([toJson()]).handler(async (event: APIGatewayProxyEvent) => ({ statusCode: 200, body: { id: event.path } }));`,
  "a contract's wrapper, which serialises": `import { getHandler } from "@swarmion/serverless-contracts";
    import { contract } from "./contract.js";
    export const main = getHandler(contract, { validateInput: false })(async ({ body }: any) => ({ statusCode: 200, headers: {}, body: { id: body.id } }));`,
  "an unknown wrapper": `import { api } from "./api.js";
    export const handler = api(async (event: any) => ({ statusCode: 200, headers: {}, body: { id: event.body } }));`,
  "what an awaited function gives by a promise of its own": restHandler(
    `const load = async () => { return new Promise((resolve) => resolve({ id: 1 })); };
     const order = await load();
     return { statusCode: 200, body: JSON.stringify(order) };`,
  ),
  "an answer that a promise is fulfilled with": restHandler(
    `const answer = await respond(event.path); return answer;`,
    `const respond = async function (path: string) {
       return new Promise((resolve) => { const response = { statusCode: 200, body: JSON.stringify({ path }) }; resolve(response); });
     };`,
  ),
  "a promise that a listener fulfils": httpHandler(
    `return new Promise((resolve) => { process.once("message", resolve); });`,
  ),
  "an answer that is raced against the time": httpHandler(
    `return Promise.race([loadOrder(event.rawPath), loadOrder("/late")]);`,
  ),
  "text that is waited for": restHandler(
    `const body = await new Promise<string>((resolve) => { process.once("message", (text: any) => resolve(text)); });
     return { statusCode: 200, body };`,
  ),
  "text that is raced against the time": restHandler(
    `return { statusCode: 200, body: await Promise.race([loadOrder(event.path), loadOrder("/late")]) };`,
  ),
  "what code of the project has thrown, which may be a text": restHandler(
    `try { return await loadOrder(event.path); } catch (error) { return { statusCode: 500, body: error }; }`,
  ),
  "what is thrown beside an answer of another system that nobody awaits here": restHandler(
    `try { return { statusCode: 200, body: render(() => client.send(new ScanCommand({ TableName: "orders" }))) }; }
     catch (error) { return { statusCode: 500, body: error }; }`,
  ),
  "an error that is asked for its type": restHandler(
    `try { await client.send(new ScanCommand({ TableName: "orders" })); } catch (error: any) {
       return { statusCode: 500, body: typeof error === "string" ? error : error.message };
     }
     return { statusCode: 204 };`,
  ),
  "the text of an error": restHandler(
    `try { await client.send(new ScanCommand({ TableName: "orders" })); } catch (error) {
       return { statusCode: 500, body: \`\${error}\` };
     }
     return { statusCode: 204 };`,
  ),
  "a wrapper of the file that makes text of it": `const api = (fn: (event: any) => Promise<unknown>) => async (event: any) => {
      const data = await fn(event);
      return { statusCode: 200, headers: {}, body: JSON.stringify(data) };
    };
    export const handler = api(async (event) => ({ id: event.body }));`,
  "routes of an app": `import { Hono } from "hono";
    import { handle } from "hono/aws-lambda";
    const app = new Hono();
    app.get("/", (context) => context.json({ statusCode: 200, body: { id: 1 } }));
    export const handler = handle(app);`,
  "a promise chain that ends in text": restHandler(
    `return loadOrder(event.path).then((order: unknown) => ({ statusCode: 200, body: JSON.stringify(order) }));`,
  ),
  "a callback's answer": {
    code: `exports.handler = (event, context, callback) => { callback(null, { statusCode: 200, headers: {}, body: JSON.stringify(event.body) }); };`,
    filename: "src/handler.cjs",
  },
  "an answer of another kind by configuration": {
    code: plainHandler(`return { statusCode: 200, headers: {}, body: { id: event.body } };`),
    settings: { "aws-lambda": { functions: { eventSource: "sqs" } } },
  },
  "a load balancer's status and headers as they should be": albHandler(
    `return { statusCode: 200, statusDescription: "200 OK", headers: { "x-count": String(3) }, body: "x", isBase64Encoded: false };`,
  ),
};

const malformed = "API Gateway answers 502 (`Malformed Lambda proxy response`)";
const unclear = "the gateway answers with an error instead";
const asText = "`JSON.stringify(…)` of it";

interface Finding {
  readonly name: string;
  readonly code: string;
  /** What is reported, as it stands in the code. */
  readonly piece: string;
  readonly messageId:
    | "objectBody"
    | "missingStatusCode"
    | "noResponse"
    | "invalidStatusCode"
    | "unmarkedBinary"
    | "notJson"
    | "invalidHeader";
  readonly data: Record<string, string>;
  readonly occurrence?: number;
  /** What the fix puts in the place of the piece. */
  readonly fixed?: string;
  /** What the suggestion puts in the place of the piece. */
  readonly suggested?: readonly [piece: string, replacement: string];
  readonly filename?: string;
  readonly settings?: { readonly "aws-lambda": Readonly<Record<string, unknown>> };
}

function toInvalid({ name, code, piece, messageId, data, occurrence = 0, ...more }: Finding) {
  const location = locate(code, piece, occurrence);
  const { fixed, suggested, filename, settings } = more;
  return {
    name,
    code,
    ...(filename !== undefined && { filename }),
    ...(settings !== undefined && { settings }),
    output: fixed === undefined ? null : code.replace(piece, fixed),
    errors: [
      {
        messageId,
        data,
        ...location,
        suggestions:
          suggested === undefined
            ? []
            : [{ messageId: "stringifyBody" as const, output: code.replace(suggested[0], suggested[1]) }],
      },
    ],
  };
}

const objectBody = (what: string, consequence = malformed, instead = asText) => ({
  messageId: "objectBody" as const,
  data: { what, consequence, instead },
});
const notJson = (what: string, consequence: string, instead: string) => ({
  messageId: "notJson" as const,
  data: { what, consequence, instead },
});
const throws = "`JSON.stringify` throws a `TypeError`, and the request fails";

const invalid: Finding[] = [
  {
    name: "an object literal",
    code: restHandler(`return { statusCode: 200, body: { id: 1 } };`),
    piece: `{ id: 1 }`,
    ...objectBody("an object"),
    fixed: `JSON.stringify({ id: 1 })`,
  },
  {
    name: "a list",
    code: restHandler(`return { statusCode: 200, body: [1, 2] };`),
    piece: `[1, 2]`,
    ...objectBody("a list"),
    fixed: `JSON.stringify([1, 2])`,
  },
  {
    name: "an object literal over lines with a comment",
    code: restHandler(`return {\n  statusCode: 200,\n  body: {\n    // the order\n    id: 1,\n  },\n};`),
    piece: `{\n    // the order\n    id: 1,\n  }`,
    ...objectBody("an object"),
    fixed: `JSON.stringify({\n    // the order\n    id: 1,\n  })`,
  },
  {
    name: "an object literal with a status to an HTTP API",
    code: httpHandler(`return { statusCode: 200, body: { id: 1 } };`),
    piece: `{ id: 1 }`,
    ...objectBody("an object", "API Gateway answers 500 instead of it"),
    fixed: `JSON.stringify({ id: 1 })`,
  },
  {
    name: "an object literal to a load balancer",
    code: albHandler(`return { statusCode: 200, body: { id: 1 } };`),
    piece: `{ id: 1 }`,
    ...objectBody("an object", "the load balancer answers 502"),
    fixed: `JSON.stringify({ id: 1 })`,
  },
  {
    name: "one branch",
    code: restHandler(`return { statusCode: 200, body: event.path ? "found" : { error: "none" } };`),
    piece: `{ error: "none" }`,
    ...objectBody("an object"),
  },
  {
    name: "a constant",
    code: restHandler(`const data = { id: 1 }; return { statusCode: 200, body: data };`),
    piece: `{ id: 1 }`,
    ...objectBody("an object"),
    suggested: ["body: data", "body: JSON.stringify(data)"],
  },
  {
    name: "a constant in shorthand",
    code: restHandler(`const body = { id: 1 }; return { statusCode: 200, body };`),
    piece: `{ id: 1 }`,
    ...objectBody("an object"),
    suggested: ["200, body }", "200, body: JSON.stringify(body) }"],
  },
  {
    name: "a constant of the module",
    code: restHandler(`return { statusCode: 404, body: NOT_FOUND };`, `const NOT_FOUND = { error: "none" };`),
    piece: `{ error: "none" }`,
    ...objectBody("an object"),
    suggested: ["body: NOT_FOUND", "body: JSON.stringify(NOT_FOUND)"],
  },
  {
    name: "a response in a variable",
    code: restHandler(
      `const response = { statusCode: 200, body: { id: 1 } }; console.log(response); return response;`,
    ),
    piece: `{ id: 1 }`,
    ...objectBody("an object"),
    fixed: `JSON.stringify({ id: 1 })`,
  },
  {
    name: "a response that is assigned in a branch",
    code: restHandler(
      `let response; if (event.path) response = { statusCode: 200, body: { id: 1 } }; else response = { statusCode: 404 }; return response;`,
    ),
    piece: `{ id: 1 }`,
    ...objectBody("an object"),
    fixed: `JSON.stringify({ id: 1 })`,
  },
  {
    name: "an error response in a catch",
    code: restHandler(
      `try { return render(await loadOrder(event.path)); } catch (error) { return { statusCode: 500, body: { error } }; }`,
    ),
    piece: `{ error }`,
    ...objectBody("an object"),
    fixed: `JSON.stringify({ error })`,
  },
  {
    name: "a body that is assigned afterwards",
    code: restHandler(
      `const response: any = { statusCode: 200 }; response.body = { id: 1 }; return response;`,
    ),
    piece: `{ id: 1 }`,
    ...objectBody("an object"),
  },
  {
    name: "a spread of common parts",
    code: restHandler(
      `return { ...common, statusCode: 200, body: { id: 1 } };`,
      `const common = { headers: {} };`,
    ),
    piece: `{ id: 1 }`,
    ...objectBody("an object"),
    fixed: `JSON.stringify({ id: 1 })`,
  },
  {
    name: "a helper's argument",
    code: restHandler(
      `return respond(200, { id: 1 });`,
      `const respond = (statusCode: number, body: unknown) => ({ statusCode, body });`,
    ),
    piece: `{ id: 1 }`,
    ...objectBody("an object"),
  },
  {
    name: "an object around a helper's argument",
    code: restHandler(
      `return respond(200, event.path);`,
      `function respond(statusCode: number, data: unknown) { return { statusCode, body: { data } }; }`,
    ),
    piece: `{ data }`,
    ...objectBody("an object"),
    fixed: `JSON.stringify({ data })`,
  },
  {
    name: "a helper of a helper",
    code: restHandler(
      `return ok({ id: 1 });`,
      `const respond = (statusCode: number, body: unknown) => ({ statusCode, body });
       const ok = (data: unknown) => respond(200, data);`,
    ),
    piece: `{ id: 1 }`,
    ...objectBody("an object"),
  },
  {
    name: "a helper that takes an object apart",
    code: restHandler(
      `return respond({ status: 200, data: { id: 1 } });`,
      `function respond({ status, data }: { status: number; data: unknown }) { return { statusCode: status, body: data }; }`,
    ),
    piece: `{ id: 1 }`,
    ...objectBody("an object"),
  },
  {
    name: "a default of a helper",
    code: restHandler(
      `return respond(200);`,
      `const respond = (statusCode: number, body: unknown = {}) => ({ statusCode, body });`,
    ),
    piece: `{}`,
    occurrence: 1,
    ...objectBody("an object"),
  },
  {
    name: "a method of an object of helpers",
    code: restHandler(
      `return responses.created({ id: 1 });`,
      `const responses = { created(body: unknown) { return { statusCode: 201, body }; } };`,
    ),
    piece: `{ id: 1 }`,
    ...objectBody("an object"),
  },
  {
    name: "an async function of the file that the handler returns",
    code: restHandler(
      `return run(event.path);`,
      `async function run(path: string) { return { statusCode: 200, body: { path } }; }`,
    ),
    piece: `{ path }`,
    ...objectBody("an object"),
    fixed: `JSON.stringify({ path })`,
  },
  {
    name: "a promise chain",
    code: restHandler(
      `return loadOrder(event.path).then((order: unknown) => ({ statusCode: 200, body: { order } }));`,
    ),
    piece: `{ order }`,
    ...objectBody("an object"),
    fixed: `JSON.stringify({ order })`,
  },
  {
    name: "the catch of a promise chain",
    code: restHandler(
      `return loadOrder(event.path).then(() => ({ statusCode: 200 })).catch(() => ({ statusCode: 500, body: { error: "x" } }));`,
    ),
    piece: `{ error: "x" }`,
    ...objectBody("an object"),
    fixed: `JSON.stringify({ error: "x" })`,
  },
  {
    name: "Promise.resolve in a function without async",
    code: restHandler(`return Promise.resolve({ statusCode: 200, body: { id: 1 } });`).replace("async ", ""),
    piece: `{ id: 1 }`,
    ...objectBody("an object"),
    fixed: `JSON.stringify({ id: 1 })`,
  },
  {
    name: "what a promise is fulfilled with",
    code: restHandler(
      `return new Promise((resolve) => { setTimeout(() => resolve({ statusCode: 200, body: { id: 1 } }), 10); });`,
    ),
    piece: `{ id: 1 }`,
    ...objectBody("an object"),
    fixed: `JSON.stringify({ id: 1 })`,
  },
  {
    name: "the error of a call of another system",
    code: restHandler(
      `try { await client.send(new ScanCommand({ TableName: "orders" })); }
       catch (error) { return { statusCode: 500, body: error }; }
       return { statusCode: 204 };`,
    ),
    piece: `error`,
    occurrence: 1,
    ...objectBody("an error", malformed, "a text for the client, and write the error to the log"),
  },
  {
    name: "the error that an operation gives its callback",
    code: `const AWS = require("aws-sdk");
const client = new AWS.DynamoDB();
exports.handler = (event, context, callback) => {
  client.getItem({ Key: event.pathParameters }, (problem, data) => {
    if (problem) {
      const response = { statusCode: 500, headers: {}, body: problem };
      callback(null, response);
      return;
    }
    callback(null, { statusCode: 200, headers: {}, body: JSON.stringify(data) });
  });
};
`,
    filename: "src/handler.cjs",
    piece: `problem`,
    occurrence: 2,
    ...objectBody("an error", unclear, "a text for the client, and write the error to the log"),
  },
  {
    name: "a callback",
    code: `exports.handler = (event, context, callback) => { if (event.httpMethod) callback(null, { statusCode: 200, body: { id: 1 } }); };\n`,
    filename: "src/handler.cjs",
    piece: `{ id: 1 }`,
    ...objectBody("an object", unclear),
    fixed: `JSON.stringify({ id: 1 })`,
  },
  {
    name: "context.succeed",
    code: `exports.handler = (event, context) => { if (event.httpMethod) context.succeed({ statusCode: 200, body: { id: 1 } }); };\n`,
    filename: "src/handler.cjs",
    piece: `{ id: 1 }`,
    ...objectBody("an object", unclear),
    fixed: `JSON.stringify({ id: 1 })`,
  },
  {
    name: "middleware that leaves the answer alone",
    code: `import middy from "@middy/core";
import cors from "@middy/http-cors";
import type { APIGatewayProxyEvent } from "aws-lambda";
export const handler = middy(async (event: APIGatewayProxyEvent) => ({ statusCode: 200, body: { id: event.path } })).use(cors());
`,
    piece: `{ id: event.path }`,
    ...objectBody("an object"),
    fixed: `JSON.stringify({ id: event.path })`,
  },
  {
    name: "headers, which say that it is for a gateway",
    code: plainHandler(`return { statusCode: 200, headers: { "x-id": "1" }, body: { id: event.id } };`),
    piece: `{ id: event.id }`,
    ...objectBody("an object", unclear),
    suggested: ["{ id: event.id }", "JSON.stringify({ id: event.id })"],
  },
  {
    name: "the body of the event, which says that it is a request",
    code: plainHandler(
      `const order = await loadOrder(event.body); return { statusCode: 200, body: { order } };`,
    ),
    piece: `{ order }`,
    occurrence: 0,
    ...objectBody("an object", unclear),
    suggested: ["body: { order }", "body: JSON.stringify({ order })"],
  },
  {
    name: "a request by configuration",
    code: plainHandler(`return { statusCode: 200, body: { id: event.id } };`),
    settings: { "aws-lambda": { functions: { eventSource: "function-url" } } },
    piece: `{ id: event.id }`,
    ...objectBody("an object", "the function URL does not send what is meant"),
    fixed: `JSON.stringify({ id: event.id })`,
  },
  {
    name: "a mapped list",
    code: restHandler(
      `const names = (await loadOrder(event.path)).lines; return { statusCode: 200, body: names.map((line: any) => line.name) };`,
    ),
    piece: `names.map((line: any) => line.name)`,
    ...objectBody("an object"),
    suggested: ["names.map((line: any) => line.name)", "JSON.stringify(names.map((line: any) => line.name))"],
  },
  {
    name: "the output of a command",
    code: restHandler(
      `const orders = await client.send(new ScanCommand({ TableName: "orders" })); return { statusCode: 200, body: orders as any };`,
    ),
    piece: `client.send(new ScanCommand({ TableName: "orders" }))`,
    ...objectBody("an object"),
    suggested: ["orders as any", "JSON.stringify(orders as any)"],
  },
  {
    name: "the event",
    code: restHandler(`return { statusCode: 200, body: event };`),
    piece: `event`,
    occurrence: 1,
    ...objectBody("an object"),
    suggested: ["body: event", "body: JSON.stringify(event)"],
  },
  {
    name: "the keys of an object",
    code: restHandler(`return { statusCode: 200, body: Object.keys(event.headers) };`),
    piece: `Object.keys(event.headers)`,
    ...objectBody("an object"),
    suggested: ["Object.keys(event.headers)", "JSON.stringify(Object.keys(event.headers))"],
  },
  {
    name: "a buffer",
    code: restHandler(`return { statusCode: 200, isBase64Encoded: true, body: Buffer.from(event.path) };`),
    piece: `Buffer.from(event.path)`,
    ...objectBody("a buffer of bytes", malformed, "its base64 text with `isBase64Encoded: true`"),
  },
  {
    name: "the bytes of an array",
    code: restHandler(`return { statusCode: 200, body: new Uint8Array(4) };`),
    piece: `new Uint8Array(4)`,
    ...objectBody("a buffer of bytes", malformed, "its base64 text with `isBase64Encoded: true`"),
  },
  {
    name: "base64 that nothing marks",
    code: restHandler(`return { statusCode: 200, body: Buffer.from(event.path).toString("base64") };`),
    piece: `Buffer.from(event.path).toString("base64")`,
    messageId: "unmarkedBinary",
    data: {},
  },
  {
    name: "an image that is marked as none",
    code: restHandler(
      `const image = await loadOrder(event.path);
       return { statusCode: 200, headers: { "Content-Type": "image/png" }, body: image.toString("base64"), isBase64Encoded: false };`,
    ),
    piece: `image.toString("base64")`,
    messageId: "unmarkedBinary",
    data: {},
  },
  {
    name: "no status to a REST API, with a key that it does not know",
    code: restHandler(`return { message: "ok" };`),
    piece: `{ message: "ok" }`,
    messageId: "missingStatusCode",
    data: { consequence: malformed },
  },
  {
    name: "no status to a REST API",
    code: restHandler(`return { body: "ok" };`),
    piece: `{ body: "ok" }`,
    messageId: "missingStatusCode",
    data: { consequence: "a REST API sends it with status 200, and an HTTP API answers 500" },
  },
  {
    name: "a status under another name",
    code: restHandler(
      `return respond(200, "x");`,
      `const respond = (status: number, body: string) => ({ status, body });`,
    ),
    piece: `{ status, body }`,
    messageId: "missingStatusCode",
    data: { consequence: malformed },
  },
  {
    name: "no status to a load balancer",
    code: albHandler(`return { headers: {}, body: "ok" };`),
    piece: `{ headers: {}, body: "ok" }`,
    messageId: "missingStatusCode",
    data: { consequence: "the load balancer answers 502" },
  },
  {
    name: "headers and a body without a status to an HTTP API",
    code: httpHandler(`return { headers: { "x-a": "1" }, body: "ok" };`),
    piece: `{ headers: { "x-a": "1" }, body: "ok" }`,
    messageId: "missingStatusCode",
    data: { consequence: "the client gets all of it as the body, with status 200" },
  },
  {
    name: "a body of JSON without a status to an HTTP API",
    code: httpHandler(`return { body: JSON.stringify({ id: 1 }) };`),
    piece: `{ body: JSON.stringify({ id: 1 }) }`,
    messageId: "missingStatusCode",
    data: { consequence: "the client gets all of it as the body, with status 200" },
  },
  {
    name: "no status beside answers with one, from an unknown gateway of two",
    code: plainHandler(
      `if (event.httpMethod === "GET") return { statusCode: 200, body: "x" }; return { error: "none" };`,
    ),
    piece: `{ error: "none" }`,
    messageId: "missingStatusCode",
    data: { consequence: "the gateway refuses it, or sends all of it as the body" },
  },
  {
    name: "JSON without an object around it",
    code: restHandler(`return JSON.stringify({ id: 1 });`),
    piece: `JSON.stringify({ id: 1 })`,
    messageId: "noResponse",
    data: { what: "JSON as text", consequence: malformed },
  },
  {
    name: "a list without an object around it",
    code: albHandler(`return ["a"];`),
    piece: `["a"]`,
    messageId: "noResponse",
    data: { what: "a list", consequence: "the load balancer answers 502" },
  },
  {
    name: "a status that is text",
    code: restHandler(`return { statusCode: "OK", body: "x" };`),
    piece: `"OK"`,
    messageId: "invalidStatusCode",
    data: { what: "text that is no number", consequence: malformed },
  },
  {
    name: "a status with its reason",
    code: restHandler(
      `return respond("404 Not Found");`,
      `const respond = (statusCode: string) => ({ statusCode, body: "" });`,
    ),
    piece: `"404 Not Found"`,
    messageId: "invalidStatusCode",
    data: { what: "text that is no number", consequence: malformed },
  },
  {
    name: "a status as digits to a load balancer",
    code: albHandler(`return { statusCode: "200", body: "x" };`),
    piece: `"200"`,
    messageId: "invalidStatusCode",
    data: { what: "a string", consequence: "the load balancer answers 502" },
  },
  {
    name: "a status that is a boolean",
    code: restHandler(`return { statusCode: true, body: "x" };`),
    piece: `true`,
    messageId: "invalidStatusCode",
    data: { what: "a boolean", consequence: malformed },
  },
  {
    name: "a status that is no whole number",
    code: restHandler(`return { statusCode: 200.5, body: "x" };`),
    piece: `200.5`,
    messageId: "invalidStatusCode",
    data: { what: "no whole number", consequence: malformed },
  },
  {
    name: "a BigInt",
    code: restHandler(`return { statusCode: 200, body: JSON.stringify({ count: 10n }) };`),
    piece: `10n`,
    ...notJson("a `BigInt`", throws, "`String(…)` of it"),
  },
  {
    name: "a BigInt from a variable",
    code: restHandler(
      `const count = BigInt(event.path); const data = { count }; return { statusCode: 200, body: JSON.stringify(data) };`,
    ),
    piece: `BigInt(event.path)`,
    ...notJson("a `BigInt`", throws, "`String(…)` of it"),
  },
  {
    name: "a map",
    code: restHandler(
      `const totals = new Map<string, number>(); totals.set("a", 1); return { statusCode: 200, body: JSON.stringify({ totals }) };`,
    ),
    piece: `new Map<string, number>()`,
    ...notJson("a `Map`", "it becomes `{}`", "`Object.fromEntries(…)` of it"),
  },
  {
    name: "a set in a helper's argument",
    code: restHandler(
      `return respond({ ids: new Set(["a"]) });`,
      `const respond = (data: unknown) => ({ statusCode: 200, body: JSON.stringify(data, null, 2) });`,
    ),
    piece: `new Set(["a"])`,
    ...notJson("a `Set`", "it becomes `{}`", "an array of its items"),
  },
  {
    name: "an error",
    code: restHandler(`return { statusCode: 500, body: JSON.stringify(new Error("none")) };`),
    piece: `new Error("none")`,
    ...notJson("an `Error`", "it becomes `{}`", "its `message`"),
  },
  {
    name: "an object that holds itself",
    code: restHandler(
      `const node: any = { id: 1 }; node.self = node; return { statusCode: 200, body: JSON.stringify(node) };`,
    ),
    piece: `node.self = node`,
    ...notJson("an object that holds itself", throws, "a copy without that property"),
  },
  {
    name: "a promise of a function of the file",
    code: restHandler(
      `return { statusCode: 200, body: JSON.stringify(list()) };`,
      `const list = async () => loadOrder("all");`,
    ),
    piece: `list()`,
    ...notJson("a promise", "it becomes `{}`", "what it gives once awaited"),
  },
  {
    name: "a promise among other things, in a variable",
    code: restHandler(
      `const orders = client.send(new ScanCommand({ TableName: "orders" })); return { statusCode: 200, body: JSON.stringify({ orders }) };`,
    ),
    piece: `client.send(new ScanCommand({ TableName: "orders" }))`,
    ...notJson("a promise", "it becomes `{}`", "what it gives once awaited"),
  },
  {
    name: "a function that nobody calls",
    code: restHandler(`return { statusCode: 200, body: JSON.stringify(list) };`, `const list = () => [1];`),
    piece: `() => [1]`,
    ...notJson("a function", "the body is left out", "what it returns"),
  },
  {
    name: "headers in an object of their own class",
    code: restHandler(`return { statusCode: 200, headers: new Headers({ a: "1" }), body: "x" };`),
    piece: `new Headers({ a: "1" })`,
    ...notJson("a `Headers` object", "it becomes `{}`", "`Object.fromEntries(…)` of it"),
  },
  {
    name: "a header with a list",
    code: restHandler(`return { statusCode: 200, headers: { "Set-Cookie": ["a=1", "b=2"] }, body: "" };`),
    piece: `["a=1", "b=2"]`,
    messageId: "invalidHeader",
    data: { header: "Set-Cookie", what: "a list", consequence: malformed, wanted: "a string" },
  },
  {
    name: "a multi-value header with a string",
    code: restHandler(
      `return { statusCode: 200, multiValueHeaders: { "Content-Type": "text/plain" }, body: "" };`,
    ),
    piece: `"text/plain"`,
    messageId: "invalidHeader",
    data: { header: "Content-Type", what: "a string", consequence: malformed, wanted: "a list of strings" },
  },
  {
    name: "a boolean header to a load balancer",
    code: albHandler(
      `return { statusCode: 200, headers, body: "" };`,
      `const headers = { "Access-Control-Allow-Credentials": true };`,
    ),
    piece: `true`,
    messageId: "invalidHeader",
    data: {
      header: "Access-Control-Allow-Credentials",
      what: "a boolean",
      consequence: "the load balancer answers 502",
      wanted: "a string",
    },
  },
];

/** Shapes whose answers go to a gateway as they are; the others are of queues, streams or wrappers of elsewhere. */
const shapes = handlerShapes.filter(
  ({ name, isStreaming, isDurable }) =>
    isStreaming !== true && isDurable !== true && !/SQS|satisfies|use\(\)|wrapper from settings/.test(name),
);

runRule("valid-proxy-response", rule, {
  valid: Object.entries(valid).map(([name, value]) => ({
    name,
    ...(typeof value === "string" ? { code: value } : (value as { code: string })),
  })),
  invalid: [
    ...invalid.map(toInvalid),
    ...shapes.map((shape) => {
      const testCase = toTestCase(shape, {
        body: `if (event.body === null) return { statusCode: 400, headers: {}, body: "" };\nreturn { statusCode: 200, headers: {}, body: { id: 1 } };`,
      });
      const location = locate(testCase.code, "{ id: 1 }");
      const isTyped = /APIGatewayProxyEventV2|APIGatewayProxyHandlerV2/.test(testCase.code);
      const output = testCase.code.replace("{ id: 1 }", "JSON.stringify({ id: 1 })");
      return {
        ...testCase,
        output: isTyped ? output : null,
        errors: [
          {
            ...objectBody("an object", isTyped ? "API Gateway answers 500 instead of it" : unclear),
            ...location,
            suggestions: isTyped ? [] : [{ messageId: "stringifyBody" as const, output }],
          },
        ],
      };
    }),
  ],
});
