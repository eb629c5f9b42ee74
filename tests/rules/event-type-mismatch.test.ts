import rule from "../../src/rules/event-type-mismatch.js";
import { runJoinedRule, samTemplate } from "../support/run-joined-rule.js";

const api = ["Events:", "  Api:", "    Type: HttpApi", "    Properties: { Path: /, Method: get }"];
const restApi = api.map((line) => line.replace("HttpApi", "Api"));
const queue = ["Events:", "  Queue:", "    Type: SQS", "    Properties: { Queue: !GetAtt Queue.Arn }"];
const schedule = ["Events:", "  Daily:", "    Type: Schedule", "    Properties: { Schedule: rate(1 day) }"];

const typed = (type: string) =>
  `import type { ${type} } from "aws-lambda";\nexport const handler = async (event: ${type}) => event;\n`;
const body = (code: string) => `export const handler = async (event) => {\n  ${code}\n};\n`;

const project = (code: string, more: readonly string[]) => ({
  files: { "template.yaml": samTemplate(more), "src/handler.ts": code },
});

/** The file that configuration names has the handler from another one, which is linted. */
const passedOn = (entry: string, code: string, more: readonly string[]) => ({
  files: {
    "package.json": "{}",
    "template.yaml": samTemplate(more),
    "src/handler.ts": entry,
    "src/orders.ts": code,
  },
  lint: "src/orders.ts",
});
const ordersOf = (type: string) => typed(type).replace("handler", "orders");

runJoinedRule("event-type-mismatch", rule, {
  valid: {
    "a handler under another name in the file that is configured": passedOn(
      'export { orders as list } from "./orders";\nexport const handler = async () => {};\n',
      ordersOf("SQSEvent"),
      api,
    ),
    "a handler that calls the one with the type": passedOn(
      'import { orders } from "./orders";\nexport const handler = async (event) => orders({ Records: [event] });\n',
      ordersOf("SQSEvent"),
      api,
    ),
    "the type of the source, passed on": passedOn(
      'export { orders as handler } from "./orders";\n',
      ordersOf("APIGatewayProxyEventV2"),
      api,
    ),
    "the type of the source": project(typed("APIGatewayProxyEventV2"), api),
    "a type of the same payload": project(typed("LambdaFunctionURLEvent"), api),
    "payload version 1.0 of an HTTP API": project(typed("APIGatewayProxyEvent"), [
      "Events:",
      "  Api:",
      "    Type: HttpApi",
      "    Properties: { Path: /, Method: get, PayloadFormatVersion: '1.0' }",
    ]),
    "the general type for a schedule": project(
      `import type { EventBridgeEvent } from "aws-lambda";\nexport const handler = async (event: EventBridgeEvent<"Scheduled Event", object>) => event;\n`,
      schedule,
    ),
    "one of two sources": project(typed("SQSEvent"), [...queue, ...schedule.slice(1)]),
    "a source that is not known": project(typed("SQSEvent"), [...schedule, "  Own:", "    Type: AlexaSkill"]),
    "an input of its own": project(typed("SQSEvent"), [
      "Events:",
      "  Daily:",
      "    Type: Schedule",
      `    Properties: { Schedule: rate(1 day), Input: '{"Records": []}' }`,
    ]),
    "no source": project(typed("SQSEvent"), []),
    "a type of a handler that takes no event": project(
      'import type { APIGatewayProxyHandler } from "aws-lambda";\nexport const handler: APIGatewayProxyHandler = async () => ({ statusCode: 200, body: "" });\n',
      api,
    ),
    "a type that is not Lambda's": project(
      "interface SQSEvent { id: string }\nexport const handler = async (event: SQSEvent) => event;",
      schedule,
    ),
    "no configuration": { files: { "src/handler.ts": typed("SQSEvent") } },
    "records of a queue": project(body("for (const record of event.Records) record.body;"), queue),
    "a guard": project(body("if (event.Records) for (const record of event.Records) record;"), api),
    "optional access": project(body("return event.requestContext.http?.method;"), restApi),
    "a fallback": project(body("return event.httpMethod ?? event.requestContext.http.method;"), api),
    "code that knows both payloads": project(
      body("return event.version === '2.0' ? event.rawPath.trim() : event.httpMethod.trim();"),
      api,
    ),
    "Records of something else": project(
      body("const body = {}; for (const record of body.Records) record;"),
      api,
    ),
    "a value that is only handed on": project(body("console.log(event.Records);"), api),
  },
  invalid: {
    "the type of a REST API": {
      ...project(typed("APIGatewayProxyEvent"), api),
      findings: [
        {
          messageId: "wrongType",
          at: "APIGatewayProxyEvent",
          occurrence: 1,
          says: ["`Orders` (template.yaml:3)", "an HTTP API (template.yaml:11)", "a REST API"],
        },
      ],
    },
    ...Object.fromEntries(
      [
        'export { orders as handler } from "./orders";\n',
        'import { orders } from "./orders";\n\nexport { orders as handler };\n',
        'import { orders } from "./orders";\nexport const handler = orders;\n',
      ].map((entry) => [
        `passed on by the file that is configured: ${entry}`,
        {
          ...passedOn(entry, ordersOf("SQSEvent"), api),
          findings: [
            {
              messageId: "wrongType",
              at: "SQSEvent",
              occurrence: 1,
              says: ["`Orders` (template.yaml:3)", "an HTTP API (template.yaml:11)"],
            },
          ],
        },
      ]),
    ),
    "the type of an HTTP API": {
      ...project(typed("APIGatewayProxyEventV2"), restApi),
      findings: [
        {
          messageId: "wrongType",
          at: "APIGatewayProxyEventV2",
          occurrence: 1,
          says: ["a REST API (template.yaml:11)"],
        },
      ],
    },
    "the type of the handler": {
      ...project(
        `import type { SQSHandler } from "aws-lambda";\nexport const handler: SQSHandler = async (event) => {};\n`,
        schedule,
      ),
      findings: [
        { messageId: "wrongType", at: "handler: SQSHandler", says: ["a schedule (template.yaml:11)", "SQS"] },
      ],
    },
    "records of an API": {
      ...project(body("for (const record of event.Records) console.log(record);"), api),
      findings: [
        {
          messageId: "wrongRead",
          at: "event.Records",
          says: ["`event.Records`", "`Orders` (template.yaml:3)", "an HTTP API (template.yaml:11)"],
        },
      ],
    },
    "the method of a REST API": {
      ...project(body("return event.requestContext.http.method;"), restApi),
      findings: [
        { messageId: "wrongRead", at: "event.requestContext.http", says: ["a REST API (template.yaml:11)"] },
      ],
    },
    "in a function that the handler calls": {
      ...project(
        "const list = (event) => event.Records.map((record) => record);\nexport const handler = async (event) => list(event);\n",
        schedule,
      ),
      findings: [{ messageId: "wrongRead", at: "event.Records", says: ["a schedule (template.yaml:11)"] }],
    },
  },
});
