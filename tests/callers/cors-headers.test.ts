import { describe, expect, it } from "vitest";
import { lintFile } from "../support/lint-project.js";
import { temporaryProject } from "../support/temporary-project.js";

const calling = `const { answer } = require("./answers"); exports.handler = async (event) => answer(200, event.path);`;
const credentials = `"Access-Control-Allow-Credentials": true`;
const open = `{ "Access-Control-Allow-Origin": "*", ${credentials} }`;

/** The lines that the rule reports in a file that makes answers. */
function found(answers: string, handler = calling): readonly number[] {
  const directory = temporaryProject({
    "package.json": "{}",
    "src/handler.js": handler,
    "src/answers.js": answers,
  });
  return lintFile(directory, "src/answers.js", ["no-cors-in-handler"]).map(({ line }) => line);
}

const returning = (headers: string): string =>
  `exports.answer = (statusCode, body) => (\n{ statusCode, headers: ${headers}, body });`;

it.each([
  ["that a function returns", returning(open)],
  [
    "in a constant",
    `const answer = (statusCode, body) => ({ statusCode, headers, body });\nconst headers = ${open};\nmodule.exports = { answer };`,
  ],
  [
    "of a static method",
    `class Answers { static ok(statusCode, body) { return {\nstatusCode, headers: ${open}, body }; } }\nexports.answer = (status, body) => Answers.ok(status, body);`,
  ],
])("reports credentials for every origin %s", (_, answers) => {
  expect(found(answers)).toEqual([2]);
});

it("reports what a function gives the context or the callback", () => {
  const handler = (argument: string) =>
    `const { answer } = require("./answers"); exports.handler = (event, context, callback) => { answer(${argument}, 200); };`;
  const toContext = `exports.answer = (context, statusCode) => {\nconst result = { statusCode, headers: ${open} }; context.succeed(result); };`;
  const toCallback = `exports.answer = (done, statusCode) => {\ndone(null, { statusCode, headers: ${open} }); };`;
  expect(found(toContext, handler("context"))).toEqual([2]);
  expect(found(toCallback, handler("callback"))).toEqual([2]);
});

it.each([
  ["without credentials", returning(`{ "Access-Control-Allow-Origin": "*" }`)],
  ["with one origin", returning(`{ "Access-Control-Allow-Origin": "https://example.com", ${credentials} }`)],
  ["that go to another server", `exports.answer = (statusCode) => fetch("/", { headers: ${open} });`],
  ["in an object without a status", `exports.answer = (body) => ({ headers: ${open}, body });`],
  ["that the file keeps to itself", `const answer = (statusCode) => ({ statusCode, headers: ${open} });`],
])("leaves headers alone %s", (_, answers) => {
  expect(found(answers)).toEqual([]);
});

it.each([
  [
    "of CommonJS",
    `const headers = {\n"Access-Control-Allow-Origin": "*", ${credentials} };\nmodule.exports = { headers };`,
  ],
  [
    "of a module",
    `export const headers = {\n"Access-Control-Allow-Origin": "*", ${credentials} } as const;`,
    "ts",
  ],
  ["in an object", `exports.settings = 1;\nmodule.exports = { headers: ${open} };`],
])("reports credentials for every origin in headers for others %s", (_, headers, extension = "js") => {
  const file = `src/headers.${extension}`;
  const directory = temporaryProject({
    "package.json": "{}",
    "src/handler.js": `const { headers } = require("./headers"); exports.handler = async () => ({ statusCode: 204, headers });`,
    [file]: headers,
  });
  expect(lintFile(directory, file, ["no-cors-in-handler"]).map(({ line }) => line)).toEqual([2]);
});

it.each([
  [
    "that the file changes",
    `const headers = ${open};\nheaders["Access-Control-Allow-Origin"] = process.env.ORIGIN;\nmodule.exports = { headers };`,
  ],
  ["of no handler", `exports.other = ${open};`, `exports.handler = async () => ({ statusCode: 204 });`],
  ["that it keeps to itself", `const headers = ${open};\nexports.send = () => fetch("/", { headers });`],
])("leaves headers of a constant alone %s", (_, answers, handler = calling) => {
  expect(found(answers, handler)).toEqual([]);
});

it("leaves alone what no handler calls", () => {
  expect(found(returning(open), `exports.handler = async () => ({ statusCode: 200, body: "" });`)).toEqual(
    [],
  );
});

describe("headers that a function makes for the handlers of other files", () => {
  const plain = `exports.answer = (statusCode, body) => ({\nstatusCode, headers, body });\nconst headers = {\n"Access-Control-Allow-Origin": "*" };`;
  const routes = (...events: readonly string[]): string =>
    `service: orders\nprovider: { name: aws }\nfunctions:\n${events
      .map(
        (event, index) =>
          `  f${String(index)}: { handler: src/h${String(index)}.handler, events: [${event}] }\n`,
      )
      .join("")}`;
  const httpApi = "{ httpApi: { method: get, path: /orders } }";
  const linesOf = (...events: readonly string[]): readonly number[] => {
    const handlers = events.map((_, index) => [`src/h${String(index)}.js`, calling] as const);
    const directory = temporaryProject({
      "package.json": "{}",
      "serverless.yml": routes(...events),
      "src/answers.js": plain,
      ...Object.fromEntries(handlers),
    });
    return lintFile(directory, "src/answers.js", ["no-cors-in-handler"]).map(({ line }) => line);
  };

  it("are those that an HTTP API sets, where all of them are of HTTP APIs", () => {
    expect(linesOf(httpApi)).toEqual([4]);
    expect(linesOf(httpApi, httpApi)).toEqual([4]);
  });

  it("are left alone where one of them may be of a REST API", () => {
    expect(linesOf("{ http: { method: get, path: /orders } }")).toEqual([]);
    expect(linesOf(httpApi, "{ http: { method: get, path: /orders } }")).toEqual([]);
    expect(found(plain)).toEqual([]);
  });
});

it("asks the configuration whether a handler with the type of an HTTP API has one", () => {
  const linesBehind = (event: string) => {
    const directory = temporaryProject({
      "package.json": "{}",
      "template.yaml": `Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs24.x
      Handler: src/handler.handler
      Events: { Orders: { Type: ${event}, Properties: { Path: /orders, Method: get } } }
`,
      "src/handler.ts": `import type { APIGatewayProxyHandlerV2 } from "aws-lambda";
export const handler: APIGatewayProxyHandlerV2 = async () => ({ statusCode: 200,
  headers: { "Access-Control-Allow-Origin": "https://shop.example" } });`,
    });
    return lintFile(directory, "src/handler.ts", ["no-cors-in-handler"]).map(({ line }) => line);
  };
  expect(linesBehind("HttpApi")).toEqual([3]);
  expect(linesBehind("Api")).toEqual([]);
});
