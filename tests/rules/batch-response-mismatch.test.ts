import rule from "../../src/rules/batch-response-mismatch.js";
import { locate } from "../support/locate.js";
import { runConfigRule } from "../support/run-config-rule.js";
import { runJoinedRule, samTemplate, shapeProjects } from "../support/run-joined-rule.js";

const queue = (...more: string[]) => [
  "Events:",
  "  Queue:",
  "    Type: SQS",
  "    Properties:",
  "      Queue: arn:aws:sqs:eu-central-1:123456789012:orders",
  ...more.map((line) => `      ${line}`),
];
const reporting = "FunctionResponseTypes: [ReportBatchItemFailures]";

const returning = `export const handler = async (event) => {
  const batchItemFailures = [];
  for (const { messageId } of event.Records) batchItemFailures.push({ itemIdentifier: messageId });
  return { batchItemFailures };
};
`;
const powertools = `import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
const processor = new BatchProcessor(EventType.SQS);
export const handler = async (event, context) => processPartialResponse(event, async () => {}, processor, { context });
`;

const project = (code: string, more: readonly string[]) => ({
  files: { "template.yaml": samTemplate(more), "src/handler.ts": code },
});

runJoinedRule("batch-response-mismatch", rule, {
  valid: {
    "a source that takes failed items": project(returning, queue(reporting)),
    "a package and a source that takes failed items": project(powertools, queue(reporting)),
    "response types that are not known": project(returning, queue("FunctionResponseTypes: !Ref Types")),
    "no source": project(returning, []),
    "a source without batches": project(returning, [
      "Events:",
      "  Api: { Type: HttpApi, Properties: { Path: /, Method: get } }",
    ]),
    "an empty list": project(
      "export const handler = async () => { return { batchItemFailures: [] }; };",
      queue(),
    ),
    "a variable that stays empty": project(
      "export const handler = async () => { const failures = []; return { batchItemFailures: failures }; };",
      queue(),
    ),
    "middy's middleware of a version that deletes the messages itself": {
      files: {
        "template.yaml": samTemplate(queue()),
        "package.json": JSON.stringify({ dependencies: { "@middy/sqs-partial-batch-failure": "^2.5.3" } }),
        "src/handler.ts": `import middy from "@middy/core";\nimport partialFailure from "@middy/sqs-partial-batch-failure";\nexport const handler = middy(async (event) => Promise.allSettled(event.Records.map(async () => {}))).use(partialFailure());`,
      },
    },
    "no configuration": { files: { "src/handler.ts": returning } },
    "a function that the handler does not call": project(
      "export const retry = () => ({ batchItemFailures: [{ itemIdentifier: '1' }] });\nexport const handler = async () => {};",
      queue(),
    ),
    "another package's function of the name": project(
      `import { processPartialResponse } from "./own.js";\nexport const handler = async (event) => processPartialResponse(event);`,
      queue(),
    ),
  },
  invalid: {
    "a list of failed items": {
      ...project(returning, queue()),
      findings: [
        {
          messageId: "ignoredFailures",
          at: "batchItemFailures",
          occurrence: 2,
          says: ["`Orders` (template.yaml:3)", "SQS (template.yaml:12)"],
        },
      ],
    },
    "Powertools' processor": {
      ...project(powertools, queue()),
      findings: [
        {
          messageId: "ignoredFailures",
          at: "processPartialResponse",
          occurrence: 1,
          says: ["template.yaml:12"],
        },
      ],
    },
    "middy's middleware": {
      ...project(
        `import middy from "@middy/core";\nimport partialFailure from "@middy/sqs-partial-batch-failure";\nexport const handler = middy(async (event) => Promise.allSettled(event.Records.map(async () => {}))).use(partialFailure());`,
        queue(),
      ),
      findings: [
        { messageId: "ignoredFailures", at: "partialFailure", occurrence: 1, says: ["template.yaml:12"] },
      ],
    },
    "a mapping beside the function": {
      files: {
        "template.yaml": samTemplate(
          [],
          [
            "Mapping:",
            "  Type: AWS::Lambda::EventSourceMapping",
            "  Properties:",
            "    EventSourceArn: arn:aws:kinesis:eu-central-1:123456789012:stream/orders",
            "    FunctionName: !Ref Orders",
          ],
        ),
        "src/handler.ts": returning,
      },
      findings: [
        {
          messageId: "ignoredFailures",
          at: "batchItemFailures",
          occurrence: 2,
          says: ["Kinesis (template.yaml:11)"],
        },
      ],
    },
    "serverless.yml": {
      files: {
        "serverless.yml":
          "service: a\nprovider:\n  name: aws\nfunctions:\n  orders:\n    handler: src/handler.handler\n    events:\n      - sqs: arn:aws:sqs:eu-central-1:123456789012:orders\n",
        "src/handler.ts": returning,
      },
      findings: [
        {
          messageId: "ignoredFailures",
          at: "batchItemFailures",
          occurrence: 2,
          says: ["`orders` (serverless.yml:5)", "(serverless.yml:8)"],
        },
      ],
    },
    ...Object.fromEntries(
      shapeProjects({ body: `return { batchItemFailures: [{ itemIdentifier: "1" }] };` }, queue()).map(
        ({ name, files }) => [
          `in ${name}`,
          {
            files,
            findings: [{ messageId: "ignoredFailures", at: "batchItemFailures", says: ["template.yaml:12"] }],
          },
        ],
      ),
    ),
  },
});

const sqs = "arn:aws:sqs:eu-central-1:123456789012:orders";
const template = samTemplate(queue());
const inJson = JSON.stringify(
  {
    Resources: {
      Orders: {
        Type: "AWS::Serverless::Function",
        Properties: {
          CodeUri: ".",
          Handler: "src/handler.handler",
          Events: { Queue: { Type: "SQS", Properties: { Queue: sqs } } },
        },
      },
    },
  },
  null,
  2,
);
const service = `service: a
provider: { name: aws }
functions:
  orders:
    handler: src/handler.handler
    events:
      - sqs:
          arn: ${sqs} # the queue of orders
`;
const oneLine = service.replace(/sqs:\n\s+arn: (\S+) #.*/, "sqs: $1");
const stack = (source: string) => `import { Stack } from "aws-cdk-lib";
import { StreamViewType } from "aws-cdk-lib/aws-dynamodb";
import { StartingPosition } from "aws-cdk-lib/aws-lambda";
import { DynamoEventSource, SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { Queue } from "aws-cdk-lib/aws-sqs";
export class Orders extends Stack {
  constructor(scope, id) {
    super(scope, id);
    const queue = new Queue(this, "Queue");
    const fn = new NodejsFunction(this, "Orders", { entry: "src/handler.ts" });
    fn.addEventSource(${source});
  }
}
`;
const files = (name: string, text: string, code = returning) => ({
  filename: name,
  files: { ".git/HEAD": "", "package.json": "{}", "cdk.json": "{}", [name]: text, "src/handler.ts": code },
});
const told = (option: string) => ({
  messageId: "takeFailures",
  data: { option },
});
const deaf = (option: string, source = "SQS", id = "Orders") => ({
  messageId: "deafSource",
  data: { id, source, place: "src/handler.ts:4", option },
});

runConfigRule("batch-response-mismatch (in the configuration)", rule, {
  valid: [
    {
      name: "a source that takes failed items",
      ...files("template.yaml", samTemplate(queue(reporting))),
    },
    {
      name: "a handler that returns none",
      ...files("template.yaml", template, "export const handler = async () => {};"),
    },
    {
      name: "failed items that the handler does not return",
      ...files(
        "template.yaml",
        template,
        "export const retry = () => ({ batchItemFailures: [{ itemIdentifier: '1' }] });\nexport const handler = async () => {};",
      ),
    },
    {
      name: "a handler that does not parse",
      ...files("template.yaml", template, `${returning} export const = 1;`),
    },
    {
      name: "a handler in another file than there is",
      ...files("template.yaml", template.replace("src/handler.handler", "src/other.handler")),
    },
    {
      name: "an option of the CDK that is not known",
      ...files(
        "stack.ts",
        stack("new SqsEventSource(queue, { reportBatchItemFailures: Boolean(process.env.X) })"),
      ),
    },
  ],
  invalid: [
    {
      name: "AWS SAM",
      ...files("template.yaml", template),
      errors: [
        {
          ...deaf("FunctionResponseTypes"),
          ...locate(template, `Queue: ${sqs}`),
          suggestions: [
            {
              ...told("FunctionResponseTypes"),
              output: template.replace(
                `Queue: ${sqs}`,
                `FunctionResponseTypes: [ReportBatchItemFailures]\n            Queue: ${sqs}`,
              ),
            },
          ],
        },
      ],
    },
    {
      name: "JSON",
      ...files("template.json", inJson),
      errors: [
        {
          ...deaf("FunctionResponseTypes"),
          ...locate(inJson, "{", 6),
          suggestions: [
            {
              ...told("FunctionResponseTypes"),
              output: inJson.replace(
                `"Queue": "${sqs}"`,
                `"FunctionResponseTypes": ["ReportBatchItemFailures"],\n              "Queue": "${sqs}"`,
              ),
            },
          ],
        },
      ],
    },
    {
      name: "serverless.yml, with a comment",
      ...files("serverless.yml", service),
      errors: [
        {
          ...deaf("functionResponseType", "SQS", "orders"),
          ...locate(service, `arn: ${sqs}`),
          suggestions: [
            {
              ...told("functionResponseType"),
              output: service.replace(
                "arn:",
                "functionResponseType: ReportBatchItemFailures\n          arn:",
              ),
            },
          ],
        },
      ],
    },
    {
      name: "serverless.yml, in one word, where no option can be added",
      ...files("serverless.yml", oneLine),
      errors: [{ ...deaf("functionResponseType", "SQS", "orders"), ...locate(oneLine, sqs) }],
    },
    {
      name: "the CDK, without options",
      ...files("stack.ts", stack("new SqsEventSource(queue)")),
      errors: [
        {
          ...deaf("reportBatchItemFailures"),
          ...locate(stack("new SqsEventSource(queue)"), "new SqsEventSource(queue)"),
          suggestions: [
            {
              ...told("reportBatchItemFailures"),
              output: stack("new SqsEventSource(queue, { reportBatchItemFailures: true })"),
            },
          ],
        },
      ],
    },
    {
      name: "the CDK, with options",
      ...files("stack.ts", stack("new SqsEventSource(queue, { batchSize: 5 })")),
      errors: [
        {
          ...deaf("reportBatchItemFailures"),
          ...locate(
            stack("new SqsEventSource(queue, { batchSize: 5 })"),
            "new SqsEventSource(queue, { batchSize: 5 })",
          ),
          suggestions: [
            {
              ...told("reportBatchItemFailures"),
              output: stack("new SqsEventSource(queue, { reportBatchItemFailures: true, batchSize: 5 })"),
            },
          ],
        },
      ],
    },
  ],
});
