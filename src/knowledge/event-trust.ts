import type { Sourced } from "./fact.js";
import type { EventKind } from "./handler-types.js";

/** A part of an event that AWS writes, or that the code's own deployment decides: no sender has a hand in it. */
export interface TrustedEventFact extends Sourced {
  /** The path from the event; `*` stands for any item. What lies below is as trusted. Empty for the whole event. */
  readonly path: readonly string[];
  /** True where the key says it at any depth: a custom resource's request that comes through a topic or a queue. */
  readonly isAnywhere?: true;
  /** The sources whose events have it; undefined where no other event has such a key. */
  readonly kinds?: readonly EventKind[];
  /** True where the names of the properties below are what is trusted, and not their values. */
  readonly isNamesOnly?: true;
  /** Keys below the path that the sender decides after all. */
  readonly except?: readonly (readonly string[])[];
}

const checked = "2026-11-26";
const guide = "https://docs.aws.amazon.com/lambda/latest/dg";
const gateway =
  "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html";
const httpApi =
  "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html";
const customResource =
  "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html";
const eventBridge = "https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html";

function topLevel(keys: readonly string[], source: string, kinds?: readonly EventKind[]): TrustedEventFact[] {
  return keys.map((key) => ({ path: [key], source, checked, ...(kinds && { kinds }) }));
}

function ofRecord(paths: readonly string[], source: string): TrustedEventFact[] {
  return paths.map((path) => ({ path: ["Records", "*", ...path.split(".")], source, checked }));
}

export const trustedEventFacts: readonly TrustedEventFact[] = [
  // What the stack's template says, or a schedule.
  ...(["custom-resource", "scheduled", "secret-rotation", "auto-scaling"] as const).map((kind) => ({
    path: [],
    kinds: [kind],
    source: customResource,
    checked,
  })),
  { path: ["ResponseURL"], isAnywhere: true, source: customResource, checked },
  ...topLevel(
    ["StackId", "LogicalResourceId", "PhysicalResourceId", "RequestType", "ResourceProperties"],
    customResource,
  ),
  ...topLevel(["OldResourceProperties", "ServiceToken"], customResource),

  {
    path: ["requestContext"],
    except: [["path"], ["http", "path"], ["http", "userAgent"], ["identity", "userAgent"]],
    source: gateway,
    checked,
  },
  ...topLevel(["httpMethod", "resource", "stageVariables", "isBase64Encoded"], gateway),
  ...topLevel(["routeKey"], httpApi),
  // The schema has the names of all arguments and of their fields: a request with another one does not come here.
  {
    path: ["arguments"],
    isNamesOnly: true,
    kinds: ["appsync"],
    source: "https://spec.graphql.org/October2021/#sec-Input-Object-Field-Names",
    checked,
  },
  ...topLevel(["methodArn"], `${guide}/services-apigateway.html`),
  ...topLevel(
    ["getObjectContext"],
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/olap-event-context.html",
  ),
  ...topLevel(
    ["CodePipeline.job"],
    "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-invoke-lambda-function.html",
  ),
  ...topLevel(
    ["userPoolId", "callerContext", "triggerSource"],
    "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html",
  ),
  // An id that Cognito makes, in most pools. Where users choose it, it may hold anything: whether they do is not known here.
  ...topLevel(
    ["userName"],
    "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html",
    ["cognito"],
  ),
  // Placeholders, and what Cognito gives a user or has checked the form of. Other attributes are what a user has written.
  ...[
    ...["codeParameter", "usernameParameter", "linkParameter", "userAttributes.sub", "userAttributes.email"],
    ...[
      "userAttributes.phone_number",
      "userAttributes.email_verified",
      "userAttributes.phone_number_verified",
    ],
  ].map((path) => ({
    path: ["request", ...path.split(".")],
    source: "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-message.html",
    checked: "2026-11-28",
  })),
  ...topLevel(
    ["account", "region", "time", "id", "resources", "detail-type", "source", "version"],
    eventBridge,
    ["eventbridge", "scheduled"],
  ),
  ...topLevel(["eventSource", "eventSourceARN", "eventSourceArn"], `${guide}/with-msk.html`),

  ...ofRecord(
    ["messageId", "receiptHandle", "md5OfBody", "attributes", "eventSource", "eventSourceARN", "awsRegion"],
    `${guide}/with-sqs.html`,
  ),
  ...ofRecord(
    [
      "eventName",
      "eventTime",
      "eventVersion",
      "responseElements",
      "s3.bucket",
      "s3.configurationId",
      "s3.s3SchemaVersion",
      "s3.object.size",
      "s3.object.eTag",
      "s3.object.sequencer",
      "s3.object.versionId",
    ],
    `${guide}/with-s3.html`,
  ),
  ...ofRecord(
    ["EventSource", "EventVersion", "EventSubscriptionArn", "Sns.MessageId", "Sns.TopicArn", "Sns.Timestamp"],
    `${guide}/with-sns.html`,
  ),
  ...ofRecord(
    ["cf.config", "cf.request.origin", "cf.request.method"],
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-event-structure.html",
  ),
  ...ofRecord(
    ["eventID", "kinesis.sequenceNumber", "kinesis.approximateArrivalTimestamp", "dynamodb.SequenceNumber"],
    `${guide}/with-kinesis.html`,
  ),
];

/** Parts of an event that begin with a slash whatever the client sends: behind a host they decide no other. */
export const pathOnlyParts: readonly (readonly string[])[] = [
  ["path"],
  ["rawPath"],
  ["rawQueryString"],
  ["requestContext", "path"],
  ["requestContext", "http", "path"],
  ["Records", "*", "cf", "request", "uri"],
];
