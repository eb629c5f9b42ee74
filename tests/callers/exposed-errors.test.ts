import { describe, expect, it } from "vitest";
import { type Files, lint } from "./web-project.js";

const found = (answer: string, answers: string, before = "", more: Files = {}): readonly string[] => {
  const handler = `import type { APIGatewayProxyHandler } from "aws-lambda";
import { findOrder } from "./orders";
import { fail, respond, Answers } from "./answers";
${before}
export const handler: APIGatewayProxyHandler = async (event) => {
  try {
    return respond(200, await findOrder(event.path));
  } catch (error: any) {
    ${answer}
  }
};`;
  return lint(
    { "src/handler.ts": handler, "src/answers.ts": answers, ...more },
    "src/handler.ts",
    "no-exposed-error",
  ).map((message) => /stack of|whole error/.exec(message)?.[0] ?? message);
};

const respond = `export const respond = (statusCode: number, body: unknown) => ({ statusCode, body: JSON.stringify(body) });`;

describe("errors in answers that another file builds", () => {
  it.each<readonly [string, string, string, string]>([
    ["the error as the body", "return respond(500, error);", respond, "whole error"],
    ["the error in an object", 'return respond(500, { message: "failed", error });', respond, "whole error"],
    ["the stack in an object", "return respond(500, { stack: error.stack });", respond, "stack of"],
    [
      "the stack as text",
      "return fail(error.stack);",
      "export function fail(text: string) { return { statusCode: 500, body: text }; }",
      "stack of",
    ],
    [
      "the stack that the other file takes",
      "return fail(error);",
      "export function fail(cause: Error) { return { statusCode: 500, body: JSON.stringify({ stack: cause.stack }) }; }",
      "stack of",
    ],
    [
      "a part of what is handed over",
      "return fail({ status: 500, body: { error } });",
      "export const fail = ({ status, body }) => ({ statusCode: status, body: JSON.stringify(body) });",
      "whole error",
    ],
    [
      "a method of a class",
      "return Answers.failed({ error });",
      "export class Answers { static failed(body: object) { return { statusCode: 500, body: JSON.stringify(body, null, 2) }; } }",
      "whole error",
    ],
    [
      "text as it is, and else JSON",
      "return respond(500, error);",
      `export const respond = (statusCode, body) => ({ statusCode, body: typeof body === "string" ? body : JSON.stringify(body) });`,
      "whole error",
    ],
    [
      "through functions of that file",
      "return fail(error);",
      `${respond}\nexport const fail = (cause) => respond(500, { cause });`,
      "whole error",
    ],
  ])("%s", (_name, answer, answers, what) => {
    expect(found(answer, answers)).toEqual([what]);
  });

  it.each<readonly [string, string]>([
    ["that passes the function on", 'export * from "./json";'],
    [
      "that has a function of a third one make them",
      'import { respond as respondWith } from "./json";\nexport const respond = (status, body) => respondWith(status, { data: body });',
    ],
  ])("by a file %s", (_name, answers) => {
    const more = { "src/json.ts": respond };
    expect(found("return respond(500, { error });", answers, "", more)).toEqual(["whole error"]);
  });

  it("in a function of the file between", () => {
    const before = "const failed = (cause: unknown) => respond(500, { cause });";
    expect(found("return failed(error);", respond, before)).toEqual(["whole error"]);
  });

  it.each<readonly [string, string, string]>([
    ["the message", "return respond(500, { message: error.message });", respond],
    [
      "the message that the other file takes",
      "return fail(error);",
      "export const fail = (cause: Error) => ({ statusCode: 500, body: JSON.stringify({ message: cause.message }) });",
    ],
    [
      "an error that becomes text",
      "return fail(error);",
      "export const fail = (cause: Error) => ({ statusCode: 500, body: `failed: ${cause}` });",
    ],
    [
      "an error that goes into the log",
      "return fail(error);",
      'export const fail = (cause: Error) => { console.error(cause); return { statusCode: 500, body: "failed" }; };',
    ],
    [
      "another argument",
      'return fail("failed", error);',
      "export const fail = (text: string, cause: Error) => { console.error(cause.stack); return { statusCode: 500, body: JSON.stringify(text) }; };",
    ],
    [
      "another part",
      "return fail({ body: {}, cause: error });",
      "export const fail = ({ body, cause }) => { console.error(cause); return { statusCode: 500, body: JSON.stringify(body) }; };",
    ],
    [
      "under a condition there",
      "return fail(error);",
      'export const fail = (cause: Error) => ({ statusCode: 500, body: process.env.STAGE === "dev" ? cause.stack : "failed" });',
    ],
    [
      "under a condition here",
      'if (process.env.STAGE === "dev") return respond(500, error); return respond(500, {});',
      respond,
    ],
    [
      "a function that makes no answer",
      "return { statusCode: 500, body: fail(error) };",
      "export const fail = (cause: Error) => cause.message;",
    ],
    ["a function that nobody sees", "return respond(500, { error });", "export { respond } from 'answers';"],
  ])("are not reported: %s", (_name, answer, answers) => {
    expect(found(answer, answers)).toEqual([]);
  });
});

describe("errors in answers that another file gives a handler", () => {
  const handler = (body: string): string =>
    `import type { APIGatewayProxyEvent } from "aws-lambda";\nimport { create } from "./controller";\nexport const main = async (event: APIGatewayProxyEvent) => { ${body} };`;
  const controller = (answer: string): string =>
    `import { save } from "./orders";\nexport const create = async (event) => {\n  try { return { statusCode: 201, body: JSON.stringify(await save(event.body)) }; }\n  catch (error) { ${answer} }\n};`;
  const lintController = (answer: string, body = "return create(event);"): readonly string[] =>
    lint(
      { "src/handler.ts": handler(body), "src/controller.ts": controller(answer) },
      "src/controller.ts",
      "no-exposed-error",
    ).map((message) => /stack of|whole error/.exec(message)?.[0] ?? message);

  it("finds the whole error and its stack in what a controller returns", () => {
    expect(
      lintController("return { statusCode: 500, body: JSON.stringify({ success: false, data: error }) };"),
    ).toEqual(["whole error"]);
    expect(
      lintController("return { statusCode: 500, body: JSON.stringify({ trace: error.stack }) };"),
    ).toEqual(["stack of"]);
  });

  it("finds the whole error in what a service makes an answer of with a function of a third file", () => {
    const answers = `export default ({ body = {}, statusCode = 200 }) => { const response = { statusCode, body: JSON.stringify(body) }; return response; };`;
    const service = (answer: string): string =>
      `import { find } from "./store";\nimport createResponse from "./answers";\nexport default class Orders {\n  async list() {\n    try { return createResponse({ body: await find() }); } catch (error) { ${answer} }\n  }\n}`;
    const lintService = (answer: string): readonly string[] =>
      lint(
        {
          "src/handler.ts": `import Orders from "./service";\nconst orders = new Orders();\nexport const handler = async () => orders.list();`,
          "src/service.ts": service(answer),
          "src/answers.ts": answers,
        },
        "src/service.ts",
        "no-exposed-error",
      ).map((message) => /stack of|whole error/.exec(message)?.[0] ?? message);
    expect(lintService("return createResponse({ body: { error }, statusCode: 500 });")).toEqual([
      "whole error",
    ]);
    expect(
      lintService('return createResponse({ body: { message: "failed", id: error.id }, statusCode: 500 });'),
    ).toEqual([]);
    expect(lintService("throw createResponse({ body: { error }, statusCode: 500 });")).toEqual([]);
  });

  it("leaves alone a message, an object without a status, and what no handler calls", () => {
    expect(
      lintController("return { statusCode: 500, body: JSON.stringify({ message: error.message }) };"),
    ).toEqual([]);
    expect(
      lintController("console.error(error); return { statusCode: 500, body: JSON.stringify({}) };"),
    ).toEqual([]);
    expect(lintController("return { body: JSON.stringify({ error }) };")).toEqual([]);
    expect(
      lintController("return { statusCode: 500, body: JSON.stringify({ error }) };", "return event.path;"),
    ).toEqual([]);
  });
});
