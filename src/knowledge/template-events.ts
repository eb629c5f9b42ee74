import type { Sourced } from "./fact.js";
import type { EventKind } from "./handler-types.js";

const checked = "2026-11-28";

/** @public Held against its date by the tests of all tables. */
export const templateEventSources = {
  sam: {
    source:
      "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventsource.html",
    checked,
  },
  serverless: { source: "https://www.serverless.com/framework/docs/providers/aws/guide/events", checked },
  mapping: {
    source:
      "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventsourcemapping.html",
    checked,
  },
  principals: { source: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html", checked },
} as const satisfies Readonly<Record<string, Sourced>>;

/** Types of events in SAM, by what the function gets from them. */
export const samEventKinds = new Map<string, EventKind>([
  ["Api", "apigw-rest"],
  ["HttpApi", "apigw-http"],
  ["SQS", "sqs"],
  ["Kinesis", "kinesis"],
  ["DynamoDB", "dynamodb-stream"],
  ["MSK", "msk"],
  ["SelfManagedKafka", "self-managed-kafka"],
  ["SNS", "sns"],
  ["S3", "s3"],
  ["Schedule", "scheduled"],
  // Of EventBridge Scheduler, which sends the same event and invokes asynchronously as well.
  ["ScheduleV2", "scheduled"],
  ["CloudWatchEvent", "eventbridge"],
  ["EventBridgeRule", "eventbridge"],
  ["CloudWatchLogs", "cloudwatch-logs"],
  ["IoTRule", "iot"],
  ["Cognito", "cognito"],
]);

/** Kinds whose events come in batches, by the property that names the source. */
export const samBatchSources = new Map<EventKind, string | undefined>([
  ["sqs", "Queue"],
  ["kinesis", "Stream"],
  ["dynamodb-stream", "Stream"],
  ["msk", "Stream"],
  ["self-managed-kafka", undefined],
]);

/** The property that names what sends the events of a kind. */
export const samSourceProperties = new Map<EventKind, string>([
  ["sns", "Topic"],
  ["s3", "Bucket"],
  ["cloudwatch-logs", "LogGroupName"],
  ["cognito", "UserPool"],
  ["apigw-rest", "RestApiId"],
  ["apigw-http", "ApiId"],
]);

/** Keys of an event in serverless.yml, by what the function gets from them. */
export const serverlessEventKinds = new Map<string, EventKind>([
  ["http", "apigw-rest"],
  ["httpApi", "apigw-http"],
  ["websocket", "apigw-websocket"],
  ["alb", "alb"],
  ["sqs", "sqs"],
  ["sns", "sns"],
  ["s3", "s3"],
  ["msk", "msk"],
  ["kafka", "self-managed-kafka"],
  ["schedule", "scheduled"],
  ["eventBridge", "eventbridge"],
  ["cloudwatchEvent", "eventbridge"],
  ["cloudwatchLog", "cloudwatch-logs"],
  ["iot", "iot"],
  ["cognitoUserPool", "cognito"],
  ["cloudFront", "cloudfront"],
]);

/** Types of resources that event source mappings read from. */
export const polledResourceTypes = new Map<string, EventKind>([
  ["AWS::SQS::Queue", "sqs"],
  ["AWS::Kinesis::Stream", "kinesis"],
  ["AWS::Kinesis::StreamConsumer", "kinesis"],
  ["AWS::DynamoDB::Table", "dynamodb-stream"],
  ["AWS::DynamoDB::GlobalTable", "dynamodb-stream"],
  ["AWS::MSK::Cluster", "msk"],
]);

/** The same by the service in an ARN. */
export const polledServices = new Map<string, EventKind>([
  ["sqs", "sqs"],
  ["kinesis", "kinesis"],
  ["dynamodb", "dynamodb-stream"],
  ["kafka", "msk"],
]);

/** Services that may invoke a function by a permission, where each sends events of one kind. */
export const principalKinds = new Map<string, EventKind>([
  ["sns.amazonaws.com", "sns"],
  ["s3.amazonaws.com", "s3"],
  ["cognito-idp.amazonaws.com", "cognito"],
  ["iot.amazonaws.com", "iot"],
  ["elasticloadbalancing.amazonaws.com", "alb"],
  ["logs.amazonaws.com", "cloudwatch-logs"],
  ["secretsmanager.amazonaws.com", "secret-rotation"],
]);

/** Which kinds of events may come from a service that sends several. */
export const kindsOfPrincipals = new Map<string, RegExp>([
  ["apigateway.amazonaws.com", /^(?:apigw-|authorizer$)/],
  ["events.amazonaws.com", /^(?:scheduled|eventbridge)$/],
]);

/** What a service is as a sender, by whose permission it is not known which of its kinds of events come. */
export const principalSenders = new Map<string, EventKind>([["events.amazonaws.com", "eventbridge"]]);
