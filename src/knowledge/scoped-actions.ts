import type { Sourced } from "./fact.js";

/** @public Held against its date by the tests of all tables. */
export const scopedActionsSource: Sourced = {
  source:
    "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
  checked: "2026-11-26",
};

/**
 * Actions on a resource that has a name, so that a policy can say which one. All others may need `*`: most that list
 * something, all that work on the account, and publishing to telephones.
 */
export const scopedActions =
  /^(?:s3:(?:Get|Put|Delete|Restore|Abort)Object\w*|s3:ListBucket|dynamodb:(?:Batch)?(?:Get|Write|Put|Update|Delete)Item|dynamodb:(?:Query|Scan|ConditionCheckItem)|sqs:(?:Send|Receive|Delete)Message(?:Batch)?|sqs:(?:ChangeMessageVisibility|GetQueueAttributes|PurgeQueue)|lambda:(?:InvokeFunction|InvokeAsync|UpdateFunction\w+)|secretsmanager:(?:Get|Put|Update)Secret\w*|ssm:(?:Get|Put|Delete)Parameters?(?:ByPath)?|kms:(?:Decrypt|Encrypt|GenerateDataKey\w*|Sign)|states:(?:Start(?:Sync)?Execution|StopExecution)|events:PutEvents|kinesis:(?:PutRecords?|GetRecords|GetShardIterator)|firehose:PutRecord(?:Batch)?|iam:PassRole|sts:AssumeRole|bedrock:InvokeModel\w*|ecs:RunTask|rds-data:\w+|codebuild:StartBuild|cognito-idp:(?:Admin\w+|ListUsers\w*)|execute-api:(?:Invoke|ManageConnections)|cloudfront:CreateInvalidation|iot:Publish|appsync:GraphQL)$/i;

/** A part of an ARN, which may name what a template fills in: `${AWS::Region}`. */
const PART = String.raw`(?:\$\{[^}]*\}|[^:])*`;

/**
 * ARNs that name no resource: those of every table, queue, bucket or function that there is.
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html)
 */
const EVERY_ARN = new RegExp(
  String.raw`^["'\x60]?arn:${PART}:${PART}:${PART}:${PART}:(?:(?:table|function|secret|parameter|key|stateMachine|event-bus|userpool|stream|deliverystream)[:/])?\*(?:/(?:index/)?\*)?["'\x60]?$`,
);

/** Whether a resource of a policy is every one that there is: `*`, `arn:aws:dynamodb:*:*:table/*`. */
export function isEveryResource(resource: string): boolean {
  return resource === "*" || EVERY_ARN.test(resource);
}
