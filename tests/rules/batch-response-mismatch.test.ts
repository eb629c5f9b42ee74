import rule from "../../src/rules/batch-response-mismatch.js";
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
