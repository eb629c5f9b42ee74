import { expect, it } from "vitest";
import { lintFile } from "../support/lint-project.js";
import { temporaryProject } from "../support/temporary-project.js";

/** A handler behind a wrapper of another file, which stores what a client sends. */
const storing = `import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import wrap from "./wrap.js";
const client = new DynamoDBClient({});
export const handler = wrap(async (event) => {
  const { id } = event.pathParameters;
  await client.send(new PutItemCommand({ TableName: "orders", Item: { id } }));
  return { id };
});
`;

/** Whether a check is asked for. */
function isAskedFor(wrapper: string): boolean {
  const directory = temporaryProject({
    "package.json": `{ "type": "module" }`,
    "src/wrap.js": wrapper,
    "src/handler.js": storing,
  });
  return lintFile(directory, "src/handler.js", ["require-input-validation"]).length > 0;
}

const answering = (before: string): string => `export default (fn) => async (event, context) => {
  let body, statusCode;
  try { ${before} statusCode = 200; } catch (error) { body = { message: error.message }; statusCode = 500; }
  return { statusCode, body: JSON.stringify(body) };
};`;

it.each([
  ["makes an answer of what the function gives", answering("body = await fn(event, context);")],
  [
    "logs the event, and asks who sends it",
    answering(
      `console.log(JSON.stringify(event)); if (event.source === "warmup") return; body = await fn(event, context);`,
    ),
  ],
  ["hands on all arguments", `export default (fn) => async (...args) => fn(...args);`],
  ["hands on more", `export default (fn) => async (event) => fn({ ...event, started: Date.now() });`],
])("asks for a check in a function whose wrapper %s", (_, wrapper) => {
  expect(isAskedFor(wrapper)).toBe(true);
});

it.each([
  ["reads the path", answering("check(event.pathParameters); body = await fn(event, context);")],
  ["hands the event to other code", answering("check(event); body = await fn(event, context);")],
  [
    "is a middleware engine with more middleware",
    `import middy from "@middy/core"; export default (fn) => middy(async (event) => fn(event)).use(check());`,
  ],
  [
    "puts other code around it",
    `import { around } from "./around.js"; export default (fn) => around(async (event) => fn(event));`,
  ],
  [
    "takes the event apart",
    `export default (fn) => async ({ pathParameters, ...event }) => fn({ ...event, pathParameters: check(pathParameters) });`,
  ],
  ["replaces the event", answering("event = check(event); body = await fn(event, context);")],
  ["keeps it", answering("const request = event; check(request); body = await fn(event, context);")],
  [
    "looks at one of its arguments",
    `export default (fn) => async (...args) => { check(args[0]); return fn(...args); };`,
  ],
])("asks for none in a function whose wrapper %s", (_, wrapper) => {
  expect(isAskedFor(wrapper)).toBe(false);
});
