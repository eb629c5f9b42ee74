import { describe, expect, it } from "vitest";
import { answersOf } from "../../../src/lambda/responses/responses.js";
import { modelOf } from "../../support/model-of.js";

/** The answers of the file's handlers: their properties with the code of each value, in order. */
function answersIn(code: string, options: Parameters<typeof modelOf>[1] = {}): unknown[] {
  const { lambda, sourceCode } = modelOf(code, options);
  return answersOf(lambda).map(({ object, value }) =>
    object === undefined
      ? sourceCode.getText(value.node)
      : Object.fromEntries(
          [...object.properties].map(([key, property]) => [
            key,
            property.values.map(({ node }) => sourceCode.getText(node)).join(" | "),
          ]),
        ),
  );
}

const typed = `import type { APIGatewayProxyEvent } from "aws-lambda";\n`;

describe("answersOf", () => {
  it.each([
    ["a literal", `return { statusCode: 200, body: "x" };`, "", [{ statusCode: "200", body: '"x"' }]],
    [
      "the branches of a condition",
      `return event.path ? { statusCode: 200 } : { statusCode: 404 };`,
      "",
      [{ statusCode: "200" }, { statusCode: "404" }],
    ],
    [
      "arguments in the place of parameters",
      `return respond(201, "x");`,
      `const respond = (statusCode, body) => ({ statusCode, body });`,
      [{ statusCode: "201", body: '"x"' }],
    ],
    [
      "each call with its own arguments",
      `if (event.path) return respond(200); return respond(404);`,
      `function respond(statusCode) { return { statusCode }; }`,
      [{ statusCode: "200" }, { statusCode: "404" }],
    ],
    [
      "a default where there is no argument",
      `return respond();`,
      `const respond = (statusCode = 200) => ({ statusCode });`,
      [{ statusCode: "200" }],
    ],
    [
      "a pattern of parameters",
      `return respond({ status: 200 });`,
      `const respond = ({ status }) => ({ statusCode: status });`,
      [{ statusCode: "200" }],
    ],
    [
      "a spread, which what follows replaces",
      `return { ...base, statusCode: 404 };`,
      `const base = { statusCode: 200, body: "x" };`,
      [{ statusCode: "404", body: '"x"' }],
    ],
    [
      "a spread that may be left out",
      `return { statusCode: 200, ...(event.path && { statusCode: 404 }) };`,
      "",
      [{ statusCode: "200 | 404" }],
    ],
    [
      "nothing of what stands before an unknown spread",
      `return { statusCode: 200, ...other(event), body: "x" };`,
      "",
      [{ body: '"x"' }],
    ],
    [
      "assignments to a property",
      `const response = { statusCode: 200 }; response.body = "x"; return response;`,
      "",
      [{ statusCode: "200", body: '"x"' }],
    ],
    [
      "nothing of an object that code elsewhere gets",
      `const response = { statusCode: 200 }; finish(response); return response;`,
      "",
      [{}],
    ],
    [
      "a method of an object",
      `return responses.ok("x");`,
      `const responses = { ok: (body) => ({ statusCode: 200, body }) };`,
      [{ statusCode: "200", body: '"x"' }],
    ],
    ["a promise", `return Promise.resolve({ statusCode: 200 });`, "", [{ statusCode: "200" }]],
    [
      "the callbacks of a promise",
      `return load().then(() => ({ statusCode: 200 })).catch(() => ({ statusCode: 500 }));`,
      "",
      [{ statusCode: "200" }, { statusCode: "500" }],
    ],
    ["a call of elsewhere for itself", `return load(event);`, "", ["load(event)"]],
    [
      "a function that calls itself",
      `return run(1);`,
      `const run = (n) => (n ? run(n - 1) : { statusCode: 200 });`,
      1,
    ],
  ])("follows %s", (_, body, top, expected) => {
    const found = answersIn(
      `${typed}${top}\nexport const handler = async (event: APIGatewayProxyEvent) => { ${body} };`,
    );
    if (typeof expected === "number") expect(found).toContainEqual({ statusCode: "200" });
    else expect(found).toEqual(expected);
  });

  it("has what a callback and the context get", () => {
    const code = `exports.handler = (event, context, callback) => {
      if (event.httpMethod === "GET") return callback(null, { statusCode: 200 });
      if (event.httpMethod === "PUT") return context.succeed({ statusCode: 201 });
      context.done(null, { statusCode: 404 });
    };`;
    expect(answersIn(code, { filename: "src/handler.cjs" })).toEqual(
      expect.arrayContaining([{ statusCode: "200" }, { statusCode: "201" }, { statusCode: "404" }]),
    );
  });

  it("knows the gateway by the type, and the gateways that a key of the event leaves", () => {
    const kinds = (code: string): string[] =>
      answersOf(modelOf(code).lambda)[0]?.gateways.map(({ kind }) => kind) ?? [];
    expect(
      kinds(`${typed}export const handler = async (event: APIGatewayProxyEvent) => ({ statusCode: 200 });`),
    ).toEqual(["apigw-rest"]);
    expect(
      kinds(
        `export const handler = async (event) => ({ statusCode: event.httpMethod === "GET" ? 200 : 404 });`,
      ),
    ).toEqual(["apigw-rest", "alb"]);
  });

  it.each([
    [
      "an event of another source",
      `export const handler = async (event) => { for (const { Sns } of event.Records) log(Sns); return { statusCode: 200, headers: {} }; };`,
    ],
    [
      "no sign of a request",
      `export const handler = async (event) => ({ statusCode: 200, body: event.id });`,
    ],
    [
      "a stream",
      `export const handler = awslambda.streamifyResponse(async (event) => ({ statusCode: 200, headers: {} }));`,
    ],
    [
      "a wrapper of elsewhere",
      `import { api } from "./api.js"; export const handler = api(async (event) => ({ statusCode: 200, headers: {} }));`,
    ],
    [
      "middleware of elsewhere",
      `import middy from "@middy/core"; import { x } from "./x.js"; export const handler = middy(async (event) => ({ statusCode: 200, headers: {} })).use(x());`,
    ],
    [
      "a wrapper of elsewhere around middy",
      `import middy from "@middy/core"; import cors from "@middy/http-cors"; import { api } from "./api.js"; export const handler = api(middy(async (event) => ({ statusCode: 200, headers: {} })).use(cors()));`,
    ],
  ])("has none with %s", (_, code) => {
    expect(answersIn(code)).toEqual([]);
  });
});
