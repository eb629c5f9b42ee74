import type { Sourced } from "./fact.js";

/** What a policy template of AWS SAM allows. */
export interface SamPolicy {
  /** Actions by the prefix of their service. */
  readonly actions: Readonly<Record<string, readonly string[]>>;
  /** The parameter that names the resource; undefined for a policy on all resources. */
  readonly resource: string | undefined;
}

/** @public Held against its date by the tests of all tables. */
export const samPoliciesSource: Sourced = {
  source:
    "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html",
  checked: "2026-11-26",
};

/** The policy templates that projects use; of all others it is not known what they allow. */
export const samPolicies: ReadonlyMap<string, SamPolicy> = new Map<string, SamPolicy>([
  [
    "AWSSecretsManagerGetSecretValuePolicy",
    { actions: { secretsmanager: ["GetSecretValue"] }, resource: "SecretArn" },
  ],
  ["CloudWatchPutMetricPolicy", { actions: { cloudwatch: ["PutMetricData"] }, resource: undefined }],
  [
    "ComprehendBasicAccessPolicy",
    {
      actions: {
        comprehend: [
          "BatchDetectKeyPhrases",
          "DetectDominantLanguage",
          "DetectEntities",
          "BatchDetectEntities",
          "DetectKeyPhrases",
          "DetectSentiment",
          "BatchDetectDominantLanguage",
          "BatchDetectSentiment",
        ],
      },
      resource: undefined,
    },
  ],
  [
    "DynamoDBCrudPolicy",
    {
      actions: {
        dynamodb: [
          "GetItem",
          "DeleteItem",
          "PutItem",
          "Scan",
          "Query",
          "UpdateItem",
          "BatchWriteItem",
          "BatchGetItem",
          "DescribeTable",
          "ConditionCheckItem",
        ],
      },
      resource: "TableName",
    },
  ],
  [
    "DynamoDBReadPolicy",
    {
      actions: { dynamodb: ["GetItem", "Scan", "Query", "BatchGetItem", "DescribeTable"] },
      resource: "TableName",
    },
  ],
  [
    "DynamoDBStreamReadPolicy",
    {
      actions: { dynamodb: ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"] },
      resource: "StreamName",
    },
  ],
  [
    "DynamoDBWritePolicy",
    { actions: { dynamodb: ["PutItem", "UpdateItem", "BatchWriteItem"] }, resource: "TableName" },
  ],
  ["EventBridgePutEventsPolicy", { actions: { events: ["PutEvents"] }, resource: "EventBusName" }],
  [
    "FirehoseWritePolicy",
    { actions: { firehose: ["PutRecord", "PutRecordBatch"] }, resource: "DeliveryStreamName" },
  ],
  ["KMSDecryptPolicy", { actions: { kms: ["Decrypt"] }, resource: "KeyId" }],
  ["KMSEncryptPolicy", { actions: { kms: ["Encrypt"] }, resource: "KeyId" }],
  [
    "KinesisCrudPolicy",
    {
      actions: {
        kinesis: [
          "AddTagsToStream",
          "CreateStream",
          "DecreaseStreamRetentionPeriod",
          "DeleteStream",
          "DescribeStream",
          "DescribeStreamSummary",
          "GetShardIterator",
          "IncreaseStreamRetentionPeriod",
          "ListTagsForStream",
          "MergeShards",
          "PutRecord",
          "PutRecords",
          "SplitShard",
          "RemoveTagsFromStream",
        ],
      },
      resource: "StreamName",
    },
  ],
  [
    "KinesisStreamReadPolicy",
    {
      actions: {
        kinesis: [
          "ListStreams",
          "DescribeLimits",
          "DescribeStream",
          "DescribeStreamSummary",
          "GetRecords",
          "GetShardIterator",
        ],
      },
      resource: "StreamName",
    },
  ],
  ["LambdaInvokePolicy", { actions: { lambda: ["InvokeFunction"] }, resource: "FunctionName" }],
  [
    "PollyFullAccessPolicy",
    {
      actions: {
        polly: [
          "GetLexicon",
          "DeleteLexicon",
          "DescribeVoices",
          "ListLexicons",
          "PutLexicon",
          "SynthesizeSpeech",
        ],
      },
      resource: "LexiconName",
    },
  ],
  [
    "RekognitionDetectOnlyPolicy",
    {
      actions: { rekognition: ["DetectFaces", "DetectLabels", "DetectModerationLabels", "DetectText"] },
      resource: undefined,
    },
  ],
  [
    "S3CrudPolicy",
    {
      actions: {
        s3: [
          "GetObject",
          "ListBucket",
          "GetBucketLocation",
          "GetObjectVersion",
          "PutObject",
          "PutObjectAcl",
          "GetLifecycleConfiguration",
          "PutLifecycleConfiguration",
          "DeleteObject",
        ],
      },
      resource: "BucketName",
    },
  ],
  [
    "S3FullAccessPolicy",
    {
      actions: {
        s3: [
          "GetObject",
          "GetObjectAcl",
          "GetObjectVersion",
          "PutObject",
          "PutObjectAcl",
          "DeleteObject",
          "DeleteObjectTagging",
          "DeleteObjectVersionTagging",
          "GetObjectTagging",
          "GetObjectVersionTagging",
          "PutObjectTagging",
          "PutObjectVersionTagging",
          "ListBucket",
          "GetBucketLocation",
          "GetLifecycleConfiguration",
          "PutLifecycleConfiguration",
        ],
      },
      resource: "BucketName",
    },
  ],
  [
    "S3ReadPolicy",
    {
      actions: {
        s3: ["GetObject", "ListBucket", "GetBucketLocation", "GetObjectVersion", "GetLifecycleConfiguration"],
      },
      resource: "BucketName",
    },
  ],
  [
    "S3WritePolicy",
    { actions: { s3: ["PutObject", "PutObjectAcl", "PutLifecycleConfiguration"] }, resource: "BucketName" },
  ],
  [
    "SESCrudPolicy",
    {
      actions: {
        ses: ["GetIdentityVerificationAttributes", "SendEmail", "SendRawEmail", "VerifyEmailIdentity"],
      },
      resource: "IdentityName",
    },
  ],
  [
    "SNSCrudPolicy",
    {
      actions: {
        sns: ["ListSubscriptionsByTopic", "CreateTopic", "SetTopicAttributes", "Subscribe", "Publish"],
      },
      resource: "TopicName",
    },
  ],
  ["SNSPublishMessagePolicy", { actions: { sns: ["Publish"] }, resource: "TopicName" }],
  [
    "SQSPollerPolicy",
    {
      actions: {
        sqs: [
          "ChangeMessageVisibility",
          "ChangeMessageVisibilityBatch",
          "DeleteMessage",
          "DeleteMessageBatch",
          "GetQueueAttributes",
          "ReceiveMessage",
        ],
      },
      resource: "QueueName",
    },
  ],
  ["SQSSendMessagePolicy", { actions: { sqs: ["SendMessage*"] }, resource: "QueueName" }],
  [
    "SSMParameterReadPolicy",
    {
      actions: { ssm: ["DescribeParameters", "GetParameters", "GetParameter", "GetParametersByPath"] },
      resource: "ParameterName",
    },
  ],
  [
    "SSMParameterWithSlashPrefixReadPolicy",
    {
      actions: { ssm: ["DescribeParameters", "GetParameters", "GetParameter", "GetParametersByPath"] },
      resource: "ParameterName",
    },
  ],
  ["StepFunctionsExecutionPolicy", { actions: { states: ["StartExecution"] }, resource: "StateMachineName" }],
  ["TextractPolicy", { actions: { textract: ["*"] }, resource: undefined }],
  [
    "VPCAccessPolicy",
    {
      actions: {
        ec2: [
          "CreateNetworkInterface",
          "DeleteNetworkInterface",
          "DescribeNetworkInterfaces",
          "DetachNetworkInterface",
        ],
      },
      resource: undefined,
    },
  ],
]);

/** Managed policies for what Lambda itself does: logs, traces, network interfaces. The code needs none of it. */
export const basicManagedPolicies: ReadonlySet<string> = new Set([
  "AWSLambdaBasicExecutionRole",
  "AWSLambdaVPCAccessExecutionRole",
  "AWSXRayDaemonWriteAccess",
  "AWSXrayWriteOnlyAccess",
]);

/**
 * Managed policies that allow every action of a service on every resource, by what they allow.
 * (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html)
 */
export const fullAccessPolicies: ReadonlyMap<string, string> = new Map([
  ["AdministratorAccess", "*"],
  ["AmazonS3FullAccess", "s3:*"],
  ["AmazonDynamoDBFullAccess", "dynamodb:*"],
  ["AmazonDynamoDBFullAccess_v2", "dynamodb:*"],
  ["AmazonSQSFullAccess", "sqs:*"],
  ["AmazonSNSFullAccess", "sns:*"],
  ["AmazonSESFullAccess", "ses:*"],
  ["AmazonSSMFullAccess", "ssm:*"],
  ["AmazonKinesisFullAccess", "kinesis:*"],
  ["AmazonKinesisFirehoseFullAccess", "firehose:*"],
  ["AmazonAthenaFullAccess", "athena:*"],
  ["AmazonEventBridgeFullAccess", "events:*"],
  ["AmazonRDSFullAccess", "rds:*"],
  ["AmazonEC2FullAccess", "ec2:*"],
  ["AmazonBedrockFullAccess", "bedrock:*"],
  ["AmazonTextractFullAccess", "textract:*"],
  ["AmazonRekognitionFullAccess", "rekognition:*"],
  ["AWSLambda_FullAccess", "lambda:*"],
  ["AWSStepFunctionsFullAccess", "states:*"],
  ["SecretsManagerReadWrite", "secretsmanager:*"],
  ["CloudWatchFullAccess", "cloudwatch:*"],
  ["CloudWatchFullAccessV2", "cloudwatch:*"],
  ["CloudWatchLogsFullAccess", "logs:*"],
  ["IAMFullAccess", "iam:*"],
]);
