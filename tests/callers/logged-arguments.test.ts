import { describe, expect, it } from "vitest";
import { type Files, lint } from "./web-project.js";

const files = (call: string, log: string): Files => ({
  "src/handler.ts": `import type { APIGatewayProxyEvent } from "aws-lambda";\nimport { logStart } from "./logs";\nexport const handler = async (event: APIGatewayProxyEvent) => { ${call} return { statusCode: 204, body: "" }; };`,
  "src/logs.ts": log,
});
const found = (call: string, log: string): number =>
  lint(files(call, log), "src/handler.ts", "no-event-logging").length;

describe("an argument that a function of another file writes to the log", () => {
  it.each<readonly [string, string]>([
    ["as it is", "export function logStart(event: unknown) { console.log(event); }"],
    [
      "as JSON behind a text",
      'export const logStart = (event: unknown) => { console.log("EVENT\\n" + JSON.stringify(event, null, 2)); };',
    ],
    [
      "in an object, with a logger",
      'import { Logger } from "@aws-lambda-powertools/logger"; const logger = new Logger(); export const logStart = (event: unknown) => { logger.info("start", { event }); };',
    ],
    ["by default", "export const logStart = (event: unknown = {}) => { console.info({ event }); };"],
  ])("is in it: %s", (_name, log) => {
    expect(found("logStart(event);", log)).toBe(1);
  });

  it("is told once, where it is written, of a function that says that it takes an event", () => {
    const type = 'import type { APIGatewayProxyEvent } from "aws-lambda";';
    const log = `${type} export function logStart(name: string, event: APIGatewayProxyEvent) { console.log(event); }`;
    expect(found('logStart("orders", event);', log)).toBe(0);
    expect(lint(files('logStart("orders", event);', log), "src/logs.ts", "no-event-logging")).toHaveLength(1);
  });

  it("is told where the file itself speaks of no log", () => {
    const code = {
      "src/handler.ts": `import type { APIGatewayProxyEvent } from "aws-lambda";\nimport { readId } from "./ids";\nexport const handler = async (event: APIGatewayProxyEvent) => ({ statusCode: 200, body: readId(event) });`,
      "src/ids.ts":
        "export function readId(event: any) { console.log(event); return event.pathParameters.id; }",
    };
    expect(lint(code, "src/handler.ts", "no-event-logging")).toHaveLength(1);
  });

  it("is told from the others by its place", () => {
    const log = "export const logStart = (id: string, event: unknown) => { console.log(id); };";
    expect(found("logStart(event.path, event);", log)).toBe(0);
    expect(found("logStart(event.path, event);", log.replace("log(id)", "log(event)"))).toBe(1);
  });

  it.each<readonly [string, string]>([
    ["a field of an object", 'report({ cause: "ORDERS", event });'],
    ["spread into an object", 'report({ cause: "ORDERS", ...event });'],
    ["as text", "report(JSON.stringify(event));"],
  ])("may stand in what it is given: %s", (_name, call) => {
    const log = "export default function report(entry: unknown) { console.log(entry); }";
    expect(
      lint(
        {
          "src/handler.ts": `import type { APIGatewayProxyEvent } from "aws-lambda";\nimport report from "./report";\nexport const handler = async (event: APIGatewayProxyEvent) => { ${call} return { statusCode: 204, body: "" }; };`,
          "src/report.ts": log,
        },
        "src/handler.ts",
        "no-event-logging",
      ),
    ).toHaveLength(1);
  });

  it.each<readonly [string, string]>([
    [
      "a function of the file",
      "export function logStart(entry: unknown) { console.log(toText(entry)); } function toText(value: unknown) { return process.env.PRETTY ? JSON.stringify(value, null, 2) : JSON.stringify(value); }",
    ],
    [
      "an expression",
      "const toText = (value: unknown) => `entry: ${JSON.stringify(value)}`; export const logStart = (entry: unknown) => { console.log(toText(entry)); };",
    ],
  ])("is made text by %s", (_name, log) => {
    expect(found("logStart(event);", log)).toBe(1);
  });

  it("is not what a function with more to do makes of it", () => {
    const log =
      "function toText(value: any) { delete value.headers; return JSON.stringify(value); } export const logStart = (entry: unknown) => { console.log(toText(entry)); };";
    expect(found("logStart(event);", log)).toBe(0);
    const masked =
      "const mask = (value: any) => ({ ...value, headers: {} }); export const logStart = (entry: unknown) => { console.log(mask(entry)); };";
    expect(found("logStart(event);", masked)).toBe(0);
  });

  it("is none where another argument decides whether it is written", () => {
    const log =
      "export const logStart = (event: unknown, isFull = false) => { if (isFull) { console.log(event); } };";
    expect(found("logStart(event, false);", log)).toBe(0);
    const own = "export const logStart = (event: unknown, id = 0) => { if (event) console.log(id, event); };";
    expect(found("logStart(event);", own)).toBe(1);
  });

  it("may be the environment", () => {
    expect(
      found("logStart(process.env);", "export const logStart = (env: unknown) => { console.log(env); };"),
    ).toBe(1);
  });

  it.each<readonly [string, string, string]>([
    [
      "a part of it",
      "logStart(event);",
      "export const logStart = (event: any) => { console.log(event.path); };",
    ],
    [
      "a text without it",
      "logStart(event);",
      'export const logStart = (event: any) => { console.log("start"); return event; };',
    ],
    [
      "what replaces it",
      "logStart(event);",
      "export const logStart = (event: any) => { const safe = mask(event); console.log(safe); };",
    ],
    [
      "a field",
      "logStart(event.path);",
      "export const logStart = (event: unknown) => { console.log(event); };",
    ],
    [
      "at a level that is quiet",
      "logStart(event);",
      'import { Logger } from "@aws-lambda-powertools/logger"; const logger = new Logger(); export const logStart = (event: unknown) => { logger.debug("start", { event }); };',
    ],
    [
      "a parameter that is another one inside",
      "logStart(event);",
      "export const logStart = (event: unknown) => { [1].forEach((event) => { console.log(event); }); };",
    ],
  ])("is not %s", (_name, call, log) => {
    expect(found(call, log)).toBe(0);
  });
});

describe("a secret in a file that has neither a handler nor an event", () => {
  const project = (used: string, code: string): Files => ({
    "src/handler.ts": `import type { APIGatewayProxyEvent } from "aws-lambda";\nimport { pay, refund } from "./payments";\nexport const handler = async (event: APIGatewayProxyEvent) => { await ${used}(event.path); return { statusCode: 204, body: "" }; };`,
    "src/payments.ts": code,
  });
  const payments =
    'import { load } from "./tokens";\nexport async function pay(id: string) { const options = { headers: { Authorization: `Bearer ${await load(id)}` } }; console.log(options); return fetch("https://example.com", options); }\nexport async function refund(id: string) { return id; }';

  it("is told where a handler calls the function", () => {
    expect(lint(project("pay", payments), "src/payments.ts", "no-event-logging")).toHaveLength(1);
  });

  it("is not told where nobody does", () => {
    expect(lint(project("refund", payments), "src/payments.ts", "no-event-logging")).toEqual([]);
  });

  it("may be the environment", () => {
    const code = "export async function pay() { console.log(process.env); }\nexport const refund = pay;";
    expect(lint(project("pay", code), "src/payments.ts", "no-event-logging")).toHaveLength(1);
  });
});
