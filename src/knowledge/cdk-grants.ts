import type { Sourced } from "./fact.js";

/** Whether a statement is about the resource itself, what is in it, both, or anything. */
export type GrantScope = "resource" | "contents" | "both" | "any";

export interface GrantedStatement {
  readonly actions: readonly string[];
  readonly on: GrantScope;
}

/** @public Held against its date by the tests of all tables. */
export const cdkGrantsSource: Sourced & { readonly version: string } = {
  source: "https://docs.aws.amazon.com/cdk/v2/guide/permissions.html",
  version: "aws-cdk-lib 2.276.0, whose constructs were synthesized with each of the grants",
  checked: "2026-11-26",
};

function allow(actions: string, on: GrantScope = "resource"): GrantedStatement {
  const [service = "", names = ""] = actions.split(":");
  return { actions: names.split(" ").map((name) => `${service}:${name}`), on };
}

const tableRead = "BatchGetItem Query GetItem Scan ConditionCheckItem";
const tableWrite = "BatchWriteItem PutItem UpdateItem DeleteItem";
const tableRecords = allow("dynamodb:GetRecords GetShardIterator");
const table: Grants = {
  grantFullAccess: [allow("dynamodb:*")],
  grantReadData: [allow(`dynamodb:${tableRead} DescribeTable`), tableRecords],
  grantReadWriteData: [allow(`dynamodb:${tableRead} ${tableWrite} DescribeTable`), tableRecords],
  grantWriteData: [allow(`dynamodb:${tableWrite} DescribeTable`)],
  grantStreamRead: [
    allow("dynamodb:ListStreams", "any"),
    allow("dynamodb:DescribeStream GetRecords GetShardIterator", "contents"),
  ],
  grantTableListStreams: [allow("dynamodb:ListStreams", "any")],
};

const streamRead =
  "DescribeStreamSummary GetRecords GetShardIterator ListShards SubscribeToShard DescribeStream ListStreams DescribeStreamConsumer";
const bucketRead = "GetObject* GetBucket* List*";
const bucketPut =
  "PutObject PutObjectLegalHold PutObjectRetention PutObjectTagging PutObjectVersionTagging Abort*";

const parameter: Grants = {
  grantRead: [allow("ssm:DescribeParameters GetParameters GetParameter GetParameterHistory")],
  grantWrite: [allow("ssm:PutParameter")],
};

type Grants = Readonly<Record<string, readonly GrantedStatement[]>>;

/** What each `grant…` method of a construct allows, by the class in its module. A method that is missing is not known. */
export const cdkGrants: Readonly<Record<string, Grants>> = {
  "aws-dynamodb.Table": table,
  "aws-dynamodb.TableV2": table,
  "aws-s3.Bucket": {
    grantDelete: [allow("s3:DeleteObject*", "contents")],
    grantPut: [allow(`s3:${bucketPut}`, "contents")],
    grantPutAcl: [allow("s3:PutObjectAcl PutObjectVersionAcl", "contents")],
    grantRead: [allow(`s3:${bucketRead}`, "both")],
    grantReadWrite: [allow(`s3:${bucketRead} DeleteObject* ${bucketPut}`, "both")],
    grantWrite: [allow(`s3:DeleteObject* ${bucketPut}`, "both")],
  },
  "aws-sqs.Queue": {
    grantConsumeMessages: [
      allow("sqs:ReceiveMessage ChangeMessageVisibility GetQueueUrl DeleteMessage GetQueueAttributes"),
    ],
    grantPurge: [allow("sqs:PurgeQueue GetQueueAttributes GetQueueUrl")],
    grantSendMessages: [allow("sqs:SendMessage GetQueueAttributes GetQueueUrl")],
  },
  "aws-sns.Topic": {
    grantPublish: [allow("sns:Publish")],
    grantSubscribe: [allow("sns:Subscribe")],
  },
  "aws-secretsmanager.Secret": {
    grantRead: [allow("secretsmanager:GetSecretValue DescribeSecret")],
    grantWrite: [allow("secretsmanager:PutSecretValue UpdateSecret UpdateSecretVersionStage")],
  },
  "aws-ssm.StringParameter": parameter,
  "aws-ssm.StringListParameter": parameter,
  "aws-events.EventBus": { grantPutEventsTo: [allow("events:PutEvents")] },
  "aws-stepfunctions.StateMachine": {
    grantStartExecution: [allow("states:StartExecution")],
    grantStartSyncExecution: [allow("states:StartSyncExecution")],
    grantRedriveExecution: [allow("states:RedriveExecution", "contents")],
    grantTaskResponse: [allow("states:SendTaskSuccess SendTaskFailure SendTaskHeartbeat")],
  },
  "aws-kinesis.Stream": {
    grantRead: [allow(`kinesis:${streamRead}`)],
    grantReadWrite: [allow(`kinesis:${streamRead} PutRecord PutRecords`)],
    grantWrite: [allow("kinesis:ListShards PutRecord PutRecords")],
  },
  "aws-kms.Key": {
    grantDecrypt: [allow("kms:Decrypt")],
    grantEncrypt: [allow("kms:Encrypt ReEncrypt* GenerateDataKey*")],
    grantEncryptDecrypt: [allow("kms:Decrypt Encrypt ReEncrypt* GenerateDataKey*")],
    grantSign: [allow("kms:Sign")],
    grantSignVerify: [allow("kms:Sign Verify")],
    grantVerify: [allow("kms:Verify")],
    grantGenerateMac: [allow("kms:GenerateMac")],
    grantVerifyMac: [allow("kms:VerifyMac")],
  },
  "aws-lambda.Function": { grantInvoke: [allow("lambda:InvokeFunction", "both")] },
};

/**
 * What the constructs that connect a function with a resource let its role do, by the `grant…` method that they call on their
 * first argument; an empty string where they let it do nothing.
 */
export const cdkConnectionGrants: Readonly<Record<string, string>> = {
  "aws-lambda-event-sources.ApiEventSource": "",
  "aws-lambda-event-sources.DynamoEventSource": "grantStreamRead",
  "aws-lambda-event-sources.KinesisEventSource": "grantRead",
  "aws-lambda-event-sources.S3EventSource": "",
  "aws-lambda-event-sources.S3EventSourceV2": "",
  "aws-lambda-event-sources.SnsEventSource": "",
  "aws-lambda-event-sources.SqsEventSource": "grantConsumeMessages",
  "aws-lambda-event-sources.SnsDlq": "grantPublish",
  "aws-lambda-event-sources.SqsDlq": "grantSendMessages",
  "aws-lambda-destinations.SnsDestination": "grantPublish",
  "aws-lambda-destinations.SqsDestination": "grantSendMessages",
};
