import type { Sourced } from "./fact.js";
import type { EventKind } from "./handler-types.js";

/**
 * Where the actions of each service are listed.
 *
 * @public Held against its date by the tests of all tables.
 */
export const iamActionsSource: Sourced = {
  source:
    "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
  checked: "2026-11-26",
};

/** The prefix of a service's actions, by the name of its SDK package; its operations are named as its actions. */
const PREFIXES: ReadonlyMap<string, string> = new Map([
  ["dynamodb", "dynamodb"],
  ["s3", "s3"],
  ["sqs", "sqs"],
  ["sns", "sns"],
  ["lambda", "lambda"],
  ["secretsmanager", "secretsmanager"],
  ["ssm", "ssm"],
  ["sfn", "states"],
  ["eventbridge", "events"],
  ["kinesis", "kinesis"],
  ["firehose", "firehose"],
  ["ses", "ses"],
  ["sesv2", "ses"],
  ["rekognition", "rekognition"],
  ["comprehend", "comprehend"],
  ["translate", "translate"],
  ["textract", "textract"],
  ["polly", "polly"],
  ["transcribe", "transcribe"],
  ["cognitoidentityprovider", "cognito-idp"],
  ["scheduler", "scheduler"],
  ["bedrockruntime", "bedrock"],
  ["cloudfront", "cloudfront"],
]);

/** Operations that need another action than the one of their name; none where what they need depends on their input. */
const OTHERS: ReadonlyMap<string, string | undefined> = new Map([
  ["s3:Upload", "s3:PutObject"],
  ["s3:HeadObject", "s3:GetObject"],
  ["s3:ListObjects", "s3:ListBucket"],
  ["s3:ListObjectsV2", "s3:ListBucket"],
  ["s3:HeadBucket", "s3:ListBucket"],
  ["s3:CopyObject", "s3:PutObject"],
  ["s3:CreateMultipartUpload", "s3:PutObject"],
  ["s3:UploadPart", "s3:PutObject"],
  ["s3:CompleteMultipartUpload", "s3:PutObject"],
  ["s3:DeleteObjects", "s3:DeleteObject"],
  ["s3:ListBuckets", "s3:ListAllMyBuckets"],
  ["s3:SelectObjectContent", "s3:GetObject"],
  ["lambda:Invoke", "lambda:InvokeFunction"],
  ["lambda:InvokeAsync", "lambda:InvokeFunction"],
  ["lambda:InvokeWithResponseStream", "lambda:InvokeFunction"],
  ["sqs:SendMessageBatch", "sqs:SendMessage"],
  ["sqs:DeleteMessageBatch", "sqs:DeleteMessage"],
  ["sqs:ChangeMessageVisibilityBatch", "sqs:ChangeMessageVisibility"],
  ["sns:PublishBatch", "sns:Publish"],
  ["dynamodb:TransactGetItems", "dynamodb:GetItem"],
  ["dynamodb:TransactWriteItems", undefined],
  ["dynamodb:TransactWrite", undefined],
  ["dynamodb:ExecuteStatement", undefined],
  ["dynamodb:BatchExecuteStatement", undefined],
  ["dynamodb:ExecuteTransaction", undefined],
  ["ses:SendEmail", undefined],
  // https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html, and the pages beside it.
  ["bedrock:Converse", "bedrock:InvokeModel"],
  ["bedrock:ConverseStream", "bedrock:InvokeModelWithResponseStream"],
  ["bedrock:StartAsyncInvoke", undefined],
  ["bedrock:InvokeModelWithBidirectionalStream", undefined],
  ["cloudfront:CreateDistributionWithTags", undefined],
  ["cloudfront:CreateStreamingDistributionWithTags", undefined],
]);

/** Operations of S3 that are named as their actions: most of the others are not. */
const NAMED_ALIKE_IN_S3 = /^s3:(?:Get|Put|Delete)Object(?:Tagging|Acl)?$/;

/** Operations that need no permission, or that Cognito takes from anybody. */
const OPEN =
  /^cognito-idp:(?!Admin|List|Create|Update|Delete|Describe)|^cognito-idp:(?:UpdateUserAttributes|DeleteUser)/;

/** The action that an operation of the SDK needs; undefined where that is not known. */
export function actionOf(service: string, operation: string): string | undefined {
  const prefix = PREFIXES.get(service);
  if (prefix === undefined) return undefined;
  const named = `${prefix}:${operation}`;
  if (OPEN.test(named)) return undefined;
  if (OTHERS.has(named)) return OTHERS.get(named);
  return prefix !== "s3" || NAMED_ALIKE_IN_S3.test(named) ? named : undefined;
}

/** True when a statement's action, with its wildcards, stands for another: `s3:Get*`. Case does not matter to IAM. */
export function coversAction(pattern: string, action: string): boolean {
  if (pattern === "*") return true;
  const text = pattern
    .split("")
    .map((letter) =>
      letter === "*" ? ".*" : letter === "?" ? "." : letter.replace(/[\\^$.|+()[\]{}]/, "\\$&"),
    )
    .join("");
  return new RegExp(`^${text}$`, "i").test(action);
}

/** Actions that nothing but an operation needs, by the operations that do, in every spelling of the SDK's clients. */
const ONLY_FOR: ReadonlyMap<string, readonly string[]> = new Map([
  [
    "dynamodb:GetItem",
    ["GetItem", "Get", "TransactGetItems", "TransactGet", "ExecuteStatement", "BatchExecuteStatement"],
  ],
  ["dynamodb:BatchGetItem", ["BatchGetItem", "BatchGet"]],
  ["dynamodb:Query", ["Query", "ExecuteStatement"]],
  ["dynamodb:Scan", ["Scan", "ExecuteStatement"]],
  ["dynamodb:PutItem", ["PutItem", "Put", ...dynamodbWrites()]],
  ["dynamodb:UpdateItem", ["UpdateItem", "Update", ...dynamodbWrites()]],
  ["dynamodb:DeleteItem", ["DeleteItem", "Delete", ...dynamodbWrites()]],
  ["dynamodb:BatchWriteItem", ["BatchWriteItem", "BatchWrite"]],
  [
    "s3:PutObject",
    ["PutObject", "CopyObject", "Upload", "CreateMultipartUpload", "UploadPart", "createPresignedPost"],
  ],
  ["s3:DeleteObject", ["DeleteObject", "DeleteObjects"]],
  [
    "s3:GetObject",
    ["GetObject", "HeadObject", "CopyObject", "SelectObjectContent", "UploadPartCopy", "ObjectExists"],
  ],
  ["sqs:SendMessage", ["SendMessage", "SendMessageBatch"]],
  ["sqs:CreateQueue", ["CreateQueue"]],
  ["sqs:DeleteQueue", ["DeleteQueue"]],
  ["sqs:PurgeQueue", ["PurgeQueue"]],
  ["sns:Publish", ["Publish", "PublishBatch"]],
  ["sns:CreateTopic", ["CreateTopic"]],
  ["sns:Subscribe", ["Subscribe"]],
  ["sns:Unsubscribe", ["Unsubscribe"]],
  ["lambda:InvokeFunction", ["Invoke", "InvokeAsync", "InvokeWithResponseStream"]],
  ["secretsmanager:GetSecretValue", ["GetSecretValue", "BatchGetSecretValue"]],
  ["secretsmanager:PutSecretValue", ["PutSecretValue"]],
  ["ssm:GetParameter", ["GetParameter"]],
  ["ssm:GetParameters", ["GetParameters"]],
  ["ssm:GetParametersByPath", ["GetParametersByPath"]],
  ["ssm:PutParameter", ["PutParameter"]],
  ["states:StartExecution", ["StartExecution"]],
  ["states:StartSyncExecution", ["StartSyncExecution"]],
  ["states:StopExecution", ["StopExecution"]],
  ["states:SendTaskSuccess", ["SendTaskSuccess"]],
  ["states:SendTaskFailure", ["SendTaskFailure"]],
  ["events:PutEvents", ["PutEvents"]],
  ["events:PutRule", ["PutRule"]],
  ["events:PutTargets", ["PutTargets"]],
  ["kinesis:PutRecord", ["PutRecord"]],
  ["kinesis:PutRecords", ["PutRecords"]],
  ["firehose:PutRecord", ["PutRecord"]],
  ["firehose:PutRecordBatch", ["PutRecordBatch"]],
  ["ses:SendEmail", ["SendEmail", "SendTemplatedEmail", "SendBulkEmail"]],
]);

function dynamodbWrites(): readonly string[] {
  return [
    "TransactWriteItems",
    "TransactWrite",
    "ExecuteStatement",
    "BatchExecuteStatement",
    "ExecuteTransaction",
  ];
}

/**
 * The service of an action that code can need only by asking for it, as the prefix has it: not one of those that Lambda
 * itself, a queue in front of the function or another action needs. Undefined for all others.
 */
export function serviceOfAction(action: string): string | undefined {
  const prefix = action.slice(0, action.indexOf(":"));
  return ONLY_FOR.has(action) || (ONLY_ASKED.has(prefix) && action === `${prefix}:*`) ? prefix : undefined;
}

/** Services of which all actions are for code that asks them: no event source, no destination of failed events. */
const ONLY_ASKED: ReadonlySet<string> = new Set(["s3", "secretsmanager", "ssm", "states", "firehose", "ses"]);

/** The operations that need an action, as SDK v3, its document client and SDK v2 name them; undefined for a wildcard. */
export function operationsOf(action: string): readonly string[] | undefined {
  return ONLY_FOR.get(action);
}

/**
 * Actions that Lambda itself does with the function's role to read a stream.
 *
 * - https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 * - https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
 */
export const pollingActions: ReadonlyMap<EventKind, readonly string[]> = new Map<
  EventKind,
  readonly string[]
>([
  [
    "dynamodb-stream",
    ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"].map((name) => `dynamodb:${name}`),
  ],
  [
    "kinesis",
    [
      ...["DescribeStream", "DescribeStreamSummary", "GetRecords", "GetShardIterator"],
      ...["ListShards", "ListStreams", "SubscribeToShard"],
    ].map((name) => `kinesis:${name}`),
  ],
]);

/** Actions that Lambda itself does with the function's role: it sends failed and finished events on. */
export const destinationActions: ReadonlySet<string> = new Set([
  "sqs:SendMessage",
  "sns:Publish",
  "lambda:InvokeFunction",
  "events:PutEvents",
  "s3:PutObject",
]);
