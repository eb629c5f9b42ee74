import type { Sourced } from "./fact.js";
import type { EventKind } from "./handler-types.js";

/** A key that the events of some sources have, and those of others have not. */
export interface EventShapeFact extends Sourced {
  readonly key: string;
  /** Where the key stands: on the event, on its `requestContext`, or on one of its `Records`. */
  readonly on: "event" | "requestContext" | "record";
  /** Every source whose events have the key there. */
  readonly kinds: readonly EventKind[];
}

const checked = "2026-11-26";
const guide = "https://docs.aws.amazon.com/lambda/latest/dg";

/** Keys that tell the source of an event that no type names. */
export const eventShapeFacts: readonly EventShapeFact[] = [
  { key: "Sns", on: "record", kinds: ["sns"], source: `${guide}/with-sns.html`, checked },
  { key: "s3", on: "record", kinds: ["s3"], source: `${guide}/with-s3.html`, checked },
  { key: "kinesis", on: "record", kinds: ["kinesis"], source: `${guide}/with-kinesis.html`, checked },
  { key: "dynamodb", on: "record", kinds: ["dynamodb-stream"], source: `${guide}/with-ddb.html`, checked },
  { key: "ses", on: "record", kinds: ["ses"], source: `${guide}/services-ses.html`, checked },
  { key: "cf", on: "record", kinds: ["cloudfront"], source: `${guide}/lambda-edge.html`, checked },
  { key: "receiptHandle", on: "record", kinds: ["sqs"], source: `${guide}/with-sqs.html`, checked },
  { key: "messageId", on: "record", kinds: ["sqs"], source: `${guide}/with-sqs.html`, checked },
  { key: "body", on: "record", kinds: ["sqs"], source: `${guide}/with-sqs.html`, checked },
  {
    key: "http",
    on: "requestContext",
    kinds: ["apigw-http", "function-url"],
    source: `${guide}/urls-invocation.html`,
    checked,
  },
  { key: "elb", on: "requestContext", kinds: ["alb"], source: `${guide}/services-alb.html`, checked },
  {
    key: "connectionId",
    on: "requestContext",
    kinds: ["apigw-websocket"],
    source:
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html",
    checked,
  },
  {
    key: "httpMethod",
    on: "event",
    kinds: ["apigw-rest", "alb"],
    source: `${guide}/services-apigateway.html`,
    checked,
  },
  {
    key: "rawPath",
    on: "event",
    kinds: ["apigw-http", "function-url"],
    source: `${guide}/urls-invocation.html`,
    checked,
  },
  {
    key: "routeKey",
    on: "event",
    kinds: ["apigw-http", "function-url"],
    source:
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html",
    checked,
  },
  {
    key: "pathParameters",
    on: "event",
    kinds: ["apigw-rest", "apigw-http", "function-url"],
    source:
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html",
    checked,
  },
  {
    key: "queryStringParameters",
    on: "event",
    kinds: ["apigw-rest", "apigw-http", "function-url", "alb"],
    source:
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html",
    checked,
  },
  {
    key: "detail-type",
    on: "event",
    kinds: ["eventbridge", "scheduled"],
    source: "https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html",
    checked,
  },
  {
    key: "triggerSource",
    on: "event",
    kinds: ["cognito"],
    source:
      "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html",
    checked,
  },
  {
    key: "awslogs",
    on: "event",
    kinds: ["cloudwatch-logs"],
    source: `${guide}/services-cloudwatchlogs.html`,
    checked,
  },
  {
    key: "methodArn",
    on: "event",
    kinds: ["authorizer"],
    source:
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html",
    checked,
  },
  {
    key: "ResponseURL",
    on: "event",
    kinds: ["custom-resource"],
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html",
    checked,
  },
];

/** What a record's `eventSource` says; SNS spells the key `EventSource`. */
export const eventSourceKinds: ReadonlyMap<string, EventKind> = new Map<string, EventKind>([
  ["aws:sqs", "sqs"],
  ["aws:kinesis", "kinesis"],
  ["aws:dynamodb", "dynamodb-stream"],
  ["aws:sns", "sns"],
  ["aws:s3", "s3"],
  ["aws:ses", "ses"],
  ["aws:kafka", "msk"],
]);

/** Sources that hand on what a client sends over HTTP or a WebSocket. */
export const httpEventKinds: ReadonlySet<EventKind> = new Set<EventKind>([
  "alb",
  "apigw-rest",
  "apigw-http",
  "apigw-websocket",
  "function-url",
  "vpc-lattice",
]);
