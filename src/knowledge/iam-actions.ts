import type { Sourced } from "./fact.js";

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
