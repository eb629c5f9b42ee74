import rule from "../../src/rules/no-exposed-error.js";
import { handlerShapes, toTestCase } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";

/** A handler of an API whose work fails; `answer` is what it returns then. */
function failing(answer: string, top = ""): string {
  return `import type { APIGatewayProxyEvent } from "aws-lambda";
declare function work(path: string): Promise<string>;
${top}
export const handler = async (event: APIGatewayProxyEvent): Promise<any> => {
  try {
    return { statusCode: 200, body: await work(event.path) };
  } catch (error: any) {
    ${answer}
  }
};
`;
}

const valid: Record<string, string> = {
  "the message": failing(`return { statusCode: 400, body: JSON.stringify({ message: error.message }) };`),
  "the name and the message as text": failing("return { statusCode: 500, body: `failed: ${error}` };"),
  "the error added to text": failing(`return { statusCode: 500, body: "failed: " + error };`),
  "a fixed text": failing(
    `console.error(error.stack); return { statusCode: 500, body: JSON.stringify({ message: "failed" }) };`,
  ),
  "the error in the log": failing(
    `console.error(JSON.stringify(error)); return { statusCode: 500, body: "failed" };`,
  ),
  "picked fields": failing(`return { statusCode: 400, body: JSON.stringify(error, ["name", "message"]) };`),
  "a replacer": failing(
    `return { statusCode: 400, body: JSON.stringify(error, (key, value) => (key === "stack" ? undefined : value)) };`,
  ),
  "fields of the error": failing(
    `return { statusCode: 400, body: JSON.stringify({ issues: error.issues, code: error.code }) };`,
  ),
  "the stack while developing": failing(
    `return { statusCode: 500, body: JSON.stringify({ stack: process.env.STAGE === "dev" ? error.stack : undefined }) };`,
  ),
  "the stack while developing, by a constant": failing(
    `return { statusCode: 500, body: JSON.stringify({ message: "failed", ...(isDebug && { stack: error.stack }) }) };`,
    `const isDebug = process.env.DEBUG === "1";`,
  ),
  "the stack under a condition on the environment": failing(
    `if (process.env.NODE_ENV !== "production") return { statusCode: 500, body: error.stack }; return { statusCode: 500, body: "failed" };`,
  ),
  "the stack under a condition that another file knows": failing(
    `return { statusCode: 500, body: JSON.stringify({ stack: verbose ? error.stack : undefined }) };`,
    `import { verbose } from "./config.js";`,
  ),
  "an error of a class that may be made for clients": failing(
    `if (error instanceof ProblemDetails) return { statusCode: 400, body: JSON.stringify(error) }; throw error;`,
    `import { ProblemDetails } from "./problems.js";`,
  ),
  "a property of that name of another object": failing(
    `return { statusCode: 500, body: JSON.stringify({ stack: deployment.stack }) };`,
    `const deployment = { stack: "orders" };`,
  ),
  "what is left of an error without a message, in a function of the file": failing(
    `return failed(error);`,
    `const respond = (statusCode: number, body: unknown) => ({ statusCode, body: JSON.stringify(body) });
const failed = (failure: any) => respond(500, { message: failure?.message || failure || "failed" });`,
  ),
  "the stack while developing, in a function of the file": failing(
    `return failed(error);`,
    `const failed = (failure: any) => ({
  statusCode: 500,
  body: JSON.stringify({ stack: process.env.STAGE === "dev" ? failure.stack : undefined, cause: process.env.DEBUG && failure }),
});`,
  ),
  "an object of that name that is no error": `import type { APIGatewayProxyEvent } from "aws-lambda";
    export const handler = async (event: APIGatewayProxyEvent) => {
      const error = { code: 404, path: event.path };
      return { statusCode: 404, body: JSON.stringify({ error }) };
    };`,
  "what is no error": failing(
    `return { statusCode: 500, body: JSON.stringify({ message: error instanceof Error ? error.message : error }) };`,
  ),
  "what is no error, in a branch": failing(
    `let message: unknown; if (error instanceof Error) message = error.message; else message = error; return { statusCode: 500, body: JSON.stringify({ message }) };`,
  ),
  "what has no message": failing(
    `return { statusCode: 500, body: JSON.stringify({ message: error.message || error, text: error?.message ?? error }) };`,
  ),
  "what has no message, by a test": failing(
    `return { statusCode: 500, body: JSON.stringify(typeof error === "object" && "message" in error ? error.message : error) };`,
  ),
  "what has neither a message nor a stack": failing(
    `return { statusCode: 500, body: JSON.stringify({ message: error?.stack ? "failed" : error }) };`,
  ),
  "a text that a variable is replaced by": failing(
    `let body: any = { error }; body = { message: "failed" }; body = JSON.stringify(body); return { statusCode: 500, body };`,
  ),
  "what is text": failing(
    `return { statusCode: 500, body: JSON.stringify(typeof error === "string" ? error : error.message) };`,
  ),
  "an error that is made for the client": failing(
    `return { statusCode: 500, body: JSON.stringify(toProblem(error)) };`,
    `import { toProblem } from "./problems.js";`,
  ),
  "an answer of a queue's handler": `import type { SQSEvent } from "aws-lambda";
    export const handler = async (event: SQSEvent) => {
      try { return { statusCode: 200, body: String(event.Records.length) }; }
      catch (error: any) { return { statusCode: 500, body: JSON.stringify(error) }; }
    };`,
  "an answer that an object of another file may change": failing(
    `const response: any = { statusCode: 500, body: error.stack }; outcome.succeed(response); return response;`,
    `import { outcome } from "./outcome.js";`,
  ),
  "a function that is no handler": `export async function respond(work: () => Promise<string>): Promise<unknown> {
      try { return { statusCode: 200, body: await work() }; }
      catch (error: any) { return { statusCode: 500, body: error.stack }; }
    }`,
};

/** What is reported stands between « and ». */
const invalid: Record<string, readonly [id: "exposedStack" | "exposedError", code: string]> = {
  "the stack as the body": ["exposedStack", failing(`return { statusCode: 500, body: «error.stack» };`)],
  "the stack in JSON": [
    "exposedStack",
    failing(
      `return { statusCode: 500, body: JSON.stringify({ message: error.message, trace: «error.stack» }) };`,
    ),
  ],
  "the stack in text": [
    "exposedStack",
    failing("return { statusCode: 500, body: `failed: ${«error.stack»}` };"),
  ],
  "the stack behind a cast": [
    "exposedStack",
    failing(`return { statusCode: 500, body: JSON.stringify({ stack: «(error as Error).stack» }) };`),
  ],
  "the stack of what is an error": [
    "exposedStack",
    failing(`return { statusCode: 500, body: error instanceof Error ? «error.stack» : String(error) };`),
  ],
  "the stack in a handler that works under a condition": [
    "exposedStack",
    `export const handler = async (event: any) => {
  if (event.httpMethod === "GET") {
    try { return { statusCode: 200, headers: {}, body: await fetch(event.path).then((found) => found.text()) }; }
    catch (error: any) { return { statusCode: 500, headers: {}, body: «error.stack» }; }
  }
  return { statusCode: 405, headers: {}, body: "" };
};\n`,
  ],
  "the error, unless it is one of a kind": [
    "exposedError",
    failing(
      `return { statusCode: 500, body: JSON.stringify(error instanceof TypeError ? error.message : «error») };`,
    ),
  ],
  "the error where it is of no class that is made for clients": [
    "exposedError",
    failing(
      `if (error instanceof ProblemDetails) return { statusCode: error.status, body: error.message }; else return { statusCode: 500, body: \`failed: \${JSON.stringify(«error»)}\` };`,
      `import { ProblemDetails } from "./problems.js";`,
    ),
  ],
  "the error where it has a message": [
    "exposedError",
    failing(`return { statusCode: 500, body: JSON.stringify(error.message ? «error» : "failed") };`),
  ],
  "the stack, where there is one": [
    "exposedStack",
    failing(`return { statusCode: 500, body: «error.stack» ?? "failed" };`),
  ],
  "the error where it has nothing else to tell": [
    "exposedError",
    failing(`return { statusCode: 500, body: JSON.stringify({ details: error?.details || «error» }) };`),
  ],
  "the error where nobody has answered": [
    "exposedError",
    failing(
      `return { statusCode: 500, body: JSON.stringify(error.response ? error.response.data : «error») };`,
    ),
  ],
  "the error in an object that gets more": [
    "exposedError",
    failing(
      `let body: any = { «error» }; if (extra) body = Object.assign(body, extra); return { statusCode: 500, body: JSON.stringify(body) };`,
      `declare const extra: object | undefined;`,
    ),
  ],
  "the error in an object of which another one is made": [
    "exposedError",
    failing(
      `let body: any = { «error» }; body = { ...body, path: event.path }; return { statusCode: 500, body: JSON.stringify(body) };`,
    ),
  ],
  "the error in an object that several are put into": [
    "exposedError",
    failing(
      `return { statusCode: 500, body: JSON.stringify(Object.assign({ message: "failed" }, { «error» })) };`,
    ),
  ],
  "the error in JSON": [
    "exposedError",
    failing(`return { statusCode: 500, body: JSON.stringify(«error») };`),
  ],
  "the error in an object, by its short name": [
    "exposedError",
    failing(`return { statusCode: 500, body: JSON.stringify({ message: "failed", «error» }) };`),
  ],
  "the error spread into an object": [
    "exposedError",
    failing(`return { statusCode: 500, body: JSON.stringify({ ...«error» }) };`),
  ],
  "the error in a variable": [
    "exposedError",
    failing(
      `const response = { statusCode: 500, body: JSON.stringify({ error: «error» }) }; return response;`,
    ),
  ],
  "a body that is put in later": [
    "exposedError",
    failing(
      `const response: any = { statusCode: 500 }; response.body = JSON.stringify(«error», null, 2); return response;`,
    ),
  ],
  "the error that a helper of the file answers with": [
    "exposedError",
    failing(
      `return respond(500, { «error» });`,
      `const respond = (statusCode: number, body: unknown) => ({ statusCode, body: JSON.stringify(body) });`,
    ),
  ],
  "the stack in a helper of the file": [
    "exposedStack",
    failing(
      `return toResponse(error);`,
      `function toResponse(cause: Error) { return { statusCode: 500, body: JSON.stringify({ stack: «cause.stack» }) }; }`,
    ),
  ],
  "an answer by callback": [
    "exposedStack",
    `export const handler = (event: any, context: any, callback: any) => {
  try { callback(null, { statusCode: 200, headers: {}, body: event.path }); }
  catch (error: any) { callback(null, { statusCode: 500, headers: {}, body: «error.stack» }); }
};\n`,
  ],
  "an answer by the context, in a variable": [
    "exposedStack",
    `declare function load(path: string): Promise<string>;
export const handler = (event: any, context: any) => {
  load(event.path).then((body) => context.succeed({ statusCode: 200, headers: {}, body })).catch((error) => {
    const response = { statusCode: 500, headers: {}, body: «error.stack» };
    context.succeed(response);
  });
};\n`,
  ],
  "an answer that a promise is fulfilled with": [
    "exposedError",
    `import AWS from "aws-sdk";
const client = new AWS.DynamoDB();
export const handler = (event: any) =>
  new Promise((resolve) => {
    client.getItem({ TableName: "orders", Key: event.pathParameters }, (error, data) => {
      if (error) resolve({ statusCode: 500, headers: {}, body: JSON.stringify(«error») });
      else resolve({ statusCode: 200, headers: {}, body: JSON.stringify(data) });
    });
  });\n`,
  ],
  "an answer by the older method of the context, in a variable": [
    "exposedStack",
    `export const handler = (event: any, context: any) => {
  try { context.done(null, { statusCode: 200, headers: {}, body: event.path }); }
  catch (error: any) {
    const response = { statusCode: 500, headers: {}, body: «error.stack» };
    context.done(null, response);
  }
};\n`,
  ],
};

function toInvalid(name: string, messageId: "exposedStack" | "exposedError", marked: string) {
  const code = marked.replace(/[«»]/g, "");
  const piece = /«(.*)»/.exec(marked)?.[1] ?? "";
  const occurrence = (marked.split("«", 1)[0] ?? "").split(piece).length - 1;
  return { name, code, errors: [{ messageId, ...locate(code, piece, occurrence) }] };
}

/** Those whose handlers answer requests, and hand over their answers as they are. */
const shapes = handlerShapes.filter(
  ({ name, isStreaming, isDurable }) =>
    isStreaming !== true && isDurable !== true && !/SQS|satisfies|use\(\)|wrapper from settings/.test(name),
);

runRule("no-exposed-error", rule, {
  valid: Object.entries(valid).map(([name, code]) => ({ name, code })),
  invalid: [
    ...Object.entries(invalid).map(([name, [id, code]]) => toInvalid(name, id, code)),
    ...shapes.map((shape) => {
      const testCase = toTestCase(shape, {
        body: `try { return { statusCode: 200, headers: {}, body: "" }; } catch (problem) { return { statusCode: 500, headers: {}, body: problem.stack }; }`,
      });
      return {
        ...testCase,
        errors: [{ messageId: "exposedStack" as const, ...locate(testCase.code, "problem.stack") }],
      };
    }),
  ],
});
