import { expect, it, test } from "vitest";
import { codeFunctionsOfProject } from "../../../src/functions/code-projects.js";
import { temporaryProject } from "../../support/temporary-project.js";

function sourcesOf(body: string) {
  const directory = temporaryProject({
    "cdk.json": '{ "app": "tsx lib/stack.ts" }',
    "src/lend.ts": "export const handler = async () => {};\n",
    "lib/stack.ts": `
import { Stack, aws_lambda as lambda } from "aws-cdk-lib";
import * as dynamodb from "aws-cdk-lib/aws-dynamodb";
import * as events from "aws-cdk-lib/aws-events";
import { CfnSubscriptionFilter } from "aws-cdk-lib/aws-logs";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { CfnSchedule } from "aws-cdk-lib/aws-scheduler";
import { CfnSubscription, Topic } from "aws-cdk-lib/aws-sns";
import { Queue } from "aws-cdk-lib/aws-sqs";
export class LibraryStack extends Stack {
  constructor(scope, id, props) {
    super(scope, id);
    const fn = new NodejsFunction(this, "Lend", { entry: "src/lend.ts" });
    const books = new dynamodb.Table(this, "Books", { stream: dynamodb.StreamViewType.NEW_IMAGE });
    const failed = new Queue(this, "Failed");
    ${body}
  }
}
`,
  });
  const found = codeFunctionsOfProject(directory).find(({ id }) => id === "Lend");
  return found?.sources ?? [];
}

it("a mapping of CloudFormation has a batch, a report of failures, and a place for what is lost", () => {
  const sources = sourcesOf(`
    new lambda.CfnEventSourceMapping(this, "FromBooks", {
      functionName: fn.functionArn,
      eventSourceArn: books.tableStreamArn,
      startingPosition: "LATEST",
      functionResponseTypes: ["ReportBatchItemFailures"],
      destinationConfig: { onFailure: { destination: failed.queueArn } },
    });`);
  expect(sources).toMatchObject([
    {
      kind: "dynamodb-stream",
      batchSize: { k: "default", value: 100 },
      reportsBatchItemFailures: true,
      resource: { id: "Books" },
      onFailure: { id: "Failed" },
    },
  ]);
  expect(sources[0]?.options).toBeUndefined();
});

test.each([
  [
    "a table's stream, of which nothing is written down",
    `new lambda.CfnEventSourceMapping(this, "M", { functionName: fn.functionName, eventSourceArn: books.tableStreamArn, batchSize: 5 });`,
    {
      kind: "dynamodb-stream",
      batchSize: { value: 5 },
      reportsBatchItemFailures: false,
      onFailure: undefined,
    },
  ],
  [
    "a mapping with properties that are not known",
    `new lambda.CfnEventSourceMapping(this, "M", { ...props, functionName: fn.functionName, eventSourceArn: books.tableStreamArn });`,
    { kind: "dynamodb-stream", reportsBatchItemFailures: undefined },
  ],
  [
    "a mapping of an alias",
    `const live = new lambda.Alias(this, "Live", { aliasName: "live", version: fn.currentVersion });
     new lambda.CfnEventSourceMapping(this, "M", { functionName: live.functionArn, eventSourceArn: failed.queueArn });`,
    { kind: "sqs", visibilityTimeoutSec: { value: 30 }, resource: { id: "Failed" } },
  ],
  [
    "Kafka of one's own",
    `new lambda.CfnEventSourceMapping(this, "M", { functionName: fn.functionName, selfManagedEventSource: { endpoints: { kafkaBootstrapServers: ["a:9092"] } }, topics: ["books"] });`,
    { kind: "self-managed-kafka", batchSize: { value: 100 } },
  ],
  [
    "a source that is not known",
    `new lambda.CfnEventSourceMapping(this, "M", { functionName: fn.functionName, eventSourceArn: props.arn });`,
    { kind: undefined },
  ],
  [
    "a rule with a pattern",
    `new events.CfnRule(this, "R", { eventPattern: { source: ["library"] }, targets: [{ arn: fn.functionArn, id: "lend" }] });`,
    { kind: "eventbridge" },
  ],
  [
    "a rule that sends what it likes",
    `new events.CfnRule(this, "R", { scheduleExpression: "rate(1 day)", targets: [{ arn: fn.functionArn, id: "lend", input: "{}" }] });`,
    { kind: undefined, sender: "scheduled" },
  ],
  [
    "a schedule",
    `new CfnSchedule(this, "S", { scheduleExpression: "rate(1 day)", flexibleTimeWindow: { mode: "OFF" }, state: "DISABLED", target: { arn: fn.functionArn, roleArn: props.role } });`,
    { kind: "scheduled", isExpendable: true },
  ],
  [
    "a topic",
    `new CfnSubscription(this, "S", { protocol: "lambda", endpoint: fn.functionArn, topicArn: new Topic(this, "Lent").topicArn });`,
    { kind: "sns", resource: { id: "Lent" } },
  ],
  [
    "a log",
    `new CfnSubscriptionFilter(this, "F", { destinationArn: fn.functionArn, filterPattern: "", logGroupName: props.log });`,
    { kind: "cloudwatch-logs" },
  ],
])("%s is a source", (_, body, expected) => {
  expect(sourcesOf(body)).toMatchObject([expected]);
});

test.each([
  [
    "another function",
    `const other = new NodejsFunction(this, "Other", { entry: "src/lend.ts" });
     new lambda.CfnEventSourceMapping(this, "M", { functionName: other.functionArn, eventSourceArn: books.tableStreamArn });`,
  ],
  [
    "a function that is not known",
    `new lambda.CfnEventSourceMapping(this, "M", { functionName: props.name, eventSourceArn: books.tableStreamArn });`,
  ],
  [
    "a queue that a rule sends to",
    `new events.CfnRule(this, "R", { scheduleExpression: "rate(1 day)", targets: [{ arn: failed.queueArn, id: "failed" }] });`,
  ],
])("of %s nothing is said", (_, body) => {
  expect(sourcesOf(body)).toEqual([]);
});
