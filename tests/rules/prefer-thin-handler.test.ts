import rule from "../../src/rules/prefer-thin-handler.js";
import { handlerShapes, toTestCase } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";

const top = `const client = new DynamoDBClient({});`;
const branches = (count: number): string =>
  Array.from(
    { length: count },
    (_, index) => `if (event.path === "/${index}") return { statusCode: 404, headers: {}, body: "" };`,
  ).join("\n");
const work = `const answer = await client.send(new GetItemCommand({ TableName: "orders", Key: { id: { S: event.path } } }));`;
const done = `return { statusCode: 200, headers: {}, body: JSON.stringify(answer) };`;

function inHandler(body: string, more = ""): string {
  return `import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";\nimport type { APIGatewayProxyEvent } from "aws-lambda";\n${top}\n${more}\nexport const handler = async (event: APIGatewayProxyEvent) => {\n${body}\n};\n`;
}

const valid: Record<string, string> = {
  "as complex as it may be": inHandler(`${branches(9)}\n${work}\n${done}`),
  "no call of another system": inHandler(`${branches(12)}\nreturn { statusCode: 200, body: "x" };`),
  "the work in a function of its own": inHandler(
    `${branches(12)}\nconst answer = await load(event.path);\n${done}`,
    `const load = async (path: string) => client.send(new GetItemCommand({ TableName: "orders", Key: { id: { S: path } } }));`,
  ),
  "the branches in a function of its own": inHandler(
    `const rejection = check(event);\nif (rejection) return rejection;\n${work}\n${done}`,
    `function check(event: APIGatewayProxyEvent) {\n${branches(12)}\n}`,
  ),
  "responses of a helper": inHandler(
    `${branches(12).replaceAll(/\{ status.*?body: "" \}/g, "respond(404)")}\n${work}\nreturn respond(answer ? 200 : 404);`,
    `const respond = (statusCode: number) => ({ statusCode, body: "" });`,
  ),
  "a handler of a queue": `import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
    import type { SQSEvent } from "aws-lambda";
    ${top}
    export const handler = async (event: SQSEvent) => {\n${branches(12)}\n${work}\n${done}\n};`,
  middy: `import middy from "@middy/core";
    ${inHandler(`${branches(12)}\n${work}\n${done}`)
      .replace("async (event: APIGatewayProxyEvent) => {", "middy(async (event: APIGatewayProxyEvent) => {")
      .replace(/\};\n$/, "});\n")}`,
  "routes of an app": `import { Hono } from "hono";
    import { handle } from "hono/aws-lambda";
    import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
    ${top}
    const app = new Hono();
    app.get("/", async (event: any) => {\n${branches(12)}\n${work}\n${done}\n});
    export const handler = handle(app);`,
};

/** Shapes whose answers go to a gateway as they are, without middy. */
const shapes = handlerShapes.filter(
  ({ name, isStreaming, isDurable }) =>
    isStreaming !== true && isDurable !== true && !/SQS|satisfies|middy|wrapper/.test(name),
);

const data = { call: "client.send", complexity: "11", maxComplexity: "10" };

runRule("prefer-thin-handler", rule, {
  valid: [
    ...Object.entries(valid).map(([name, code]) => ({ name, code })),
    {
      name: "a higher limit",
      code: inHandler(`${branches(12)}\n${work}\n${done}`),
      options: [{ maxComplexity: 20 }],
    },
  ],
  invalid: [
    {
      name: "one way too many",
      code: inHandler(`${branches(10)}\n${work}\n${done}`),
      errors: [{ messageId: "thickHandler", data, line: 5, column: 60, endLine: 5, endColumn: 62 }],
    },
    {
      name: "a lower limit",
      code: inHandler(`${branches(3)}\n${work}\n${done}`),
      options: [{ maxComplexity: 3 }],
      errors: [
        {
          messageId: "thickHandler",
          data: { call: "client.send", complexity: "4", maxComplexity: "3" },
          line: 5,
          column: 60,
          endLine: 5,
          endColumn: 62,
        },
      ],
    },
    {
      name: "work of SDK v2, by the name of its operation",
      code: `import AWS from "aws-sdk"; import type { APIGatewayProxyHandler } from "aws-lambda"; const table = new AWS.DynamoDB.DocumentClient();\nexport const handler: APIGatewayProxyHandler = async (event) => {\n${branches(10)}\nconst answer = await table.get({ TableName: "orders", Key: { id: event.path } }).promise();\n${done}\n};`,
      errors: [
        {
          messageId: "thickHandler",
          data: { ...data, call: "table.get" },
          line: 2,
          column: 62,
          endLine: 2,
          endColumn: 64,
        },
      ],
    },
    {
      name: "all kinds of branches, in callbacks as well",
      code: inHandler(
        `try {
  ${work}
  for (const item of [answer]) while (item.Item) break;
  switch (event.path) { case "/": break; case "/a": break; default: }
  const names = [answer].map((item, index = 0) => item?.Item ?? (index ? "a" : "b"));
  return { statusCode: names.length && 200, body: "" };
} catch { return { statusCode: 500, body: "" }; }`,
      ),
      errors: [{ messageId: "thickHandler", data, line: 5, column: 60, endLine: 5, endColumn: 62 }],
    },
    ...shapes.map((shape) => {
      const testCase = toTestCase(shape, {
        imports: { "@aws-sdk/client-dynamodb": ["DynamoDBClient", "GetItemCommand"] },
        top,
        body: `${branches(10)}\n${work}\n${done}`,
      });
      const decorator = "@logger.injectLambdaContext()";
      const location = testCase.code.includes(decorator) ? startingAt(decorator, testCase.code) : {};
      const head = testCase.code.includes("=>")
        ? "=>"
        : (/(?:public )?async (?:function ?)?\w*(?=\(event)/.exec(testCase.code)?.[0] ?? "");
      return {
        ...testCase,
        errors: [{ messageId: "thickHandler" as const, data, ...locate(testCase.code, head), ...location }],
      };
    }),
  ],
});

/** A method begins with its decorators. */
function startingAt(decorator: string, code: string) {
  const { line, column } = locate(code, decorator);
  return { line, column };
}
