import type { Sourced } from "./fact.js";

/** @public Held against its date by the tests of all tables. */
export const scopedActionsSource: Sourced = {
  source:
    "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
  checked: "2026-11-28",
};

/**
 * Actions on a resource that has a name, so that a policy can say which one. All others may need `*`: most that list
 * something, all that work on the account, and publishing to telephones. Those of SNS are what SAM's `SNSCrudPolicy` allows on one topic.
 */
export const scopedActions =
  /^(?:s3:(?:Get|Put|Delete|Restore|Abort)Object\w*|s3:ListBucket|dynamodb:(?:Batch)?(?:Get|Write|Put|Update|Delete)Item|dynamodb:(?:Query|Scan|ConditionCheckItem)|sqs:(?:Send|Receive|Delete)Message(?:Batch)?|sqs:(?:ChangeMessageVisibility|GetQueueAttributes|PurgeQueue)|sns:(?:CreateTopic|SetTopicAttributes|Subscribe)|lambda:(?:InvokeFunction|InvokeAsync|UpdateFunction\w+)|secretsmanager:(?:Get|Put|Update)Secret\w*|ssm:(?:Get|Put|Delete)Parameters?(?:ByPath)?|kms:(?:Decrypt|Encrypt|GenerateDataKey\w*|Sign)|states:(?:Start(?:Sync)?Execution|StopExecution)|events:(?:PutEvents|PutRule|DeleteRule|PutTargets|RemoveTargets)|kinesis:(?:PutRecords?|GetRecords|GetShardIterator)|firehose:PutRecord(?:Batch)?|iam:PassRole|sts:AssumeRole|bedrock:InvokeModel\w*|ecs:RunTask|rds-data:\w+|codebuild:StartBuild|cognito-idp:(?:Admin\w+|ListUsers\w*)|execute-api:(?:Invoke|ManageConnections)|cloudfront:CreateInvalidation|iot:Publish|appsync:GraphQL|ses:Send\w*Email|scheduler:(?:Create|Update|Delete|Get)Schedule|glue:StartJobRun|batch:SubmitJob|ec2:(?:Start|Stop|Reboot|Terminate)Instances|es:ESHttp\w+|rds-db:connect|sagemaker:InvokeEndpoint\w*|timestream:(?:Select|WriteRecords)|athena:StartQueryExecution)$/i;

/** A part of an ARN, which may name what a template fills in: `${AWS::Region}`. */
const PART = String.raw`(?:\$\{[^}]*\}|[^:])*`;

/** Types of resources in ARNs, as messages name one of them. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ["table", "table"],
  ["function", "function"],
  ["secret", "secret"],
  ["parameter", "parameter"],
  ["key", "key"],
  ["stateMachine", "state machine"],
  ["event-bus", "event bus"],
  ["userpool", "user pool"],
  ["role", "role"],
  ["stream", "stream"],
  ["deliverystream", "delivery stream"],
]);
/** Services whose ARNs have the name alone. */
const SERVICES: ReadonlyMap<string, string> = new Map([
  ["s3", "bucket"],
  ["sqs", "queue"],
  ["sns", "topic"],
]);

/**
 * ARNs that name no resource: those of every table, queue, bucket or function that there is.
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html)
 */
const EVERY_ARN = new RegExp(
  String.raw`^["'\x60]?arn:${PART}:(${PART}):${PART}:${PART}:(?:(${[...TYPES.keys()].join("|")})[:/])?\*(?:/(?:index/)?\*)?["'\x60]?$`,
);

/** The same in short: a `*` stands for all that follows, colons too. `arn:aws:ses:*` */
const EVERY_ARN_IN_SHORT = new RegExp(String.raw`^["'\x60]?arn:${PART}:(${PART}):(?:${PART}:)?\*["'\x60]?$`);

/**
 * What a resource of a policy stands for that is every one that there is, as a message names it: of `*` it is
 * `every resource that there is`, of `arn:aws:dynamodb:*:*:table/*` it is `every table`. Undefined for all others.
 */
export function nameOfEvery(resource: string): string | undefined {
  if (resource === "*") return "every resource that there is";
  const [found, service = "", type = ""] =
    EVERY_ARN.exec(resource) ?? EVERY_ARN_IN_SHORT.exec(resource) ?? [];
  if (found === undefined) return undefined;
  const kind = TYPES.get(type) ?? SERVICES.get(service);
  return kind === undefined ? "every resource of the service" : `every ${kind}`;
}
