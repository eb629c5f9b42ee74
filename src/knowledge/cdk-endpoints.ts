import type { Sourced } from "./fact.js";

/** @public Held against its date by the tests of all tables. */
export const cdkEndpointsSource: Sourced = {
  source:
    "https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ec2.InterfaceVpcEndpointAwsService.html",
  checked: "2026-11-26",
};

/** The end of an endpoint's service name, by what the CDK calls it; of the services that rules ask for. */
export const cdkEndpointServices: Readonly<Record<string, string>> = {
  S3: "s3",
  S3_EXPRESS: "s3express",
  DYNAMODB: "dynamodb",
  SQS: "sqs",
  SNS: "sns",
  LAMBDA: "lambda",
  SECRETS_MANAGER: "secretsmanager",
  SSM: "ssm",
  KMS: "kms",
  STS: "sts",
  STEP_FUNCTIONS: "states",
  EVENTBRIDGE: "events",
  CLOUDWATCH_EVENTS: "events",
  KINESIS_STREAMS: "kinesis-streams",
  KINESIS_FIREHOSE: "kinesis-firehose",
  CLOUDWATCH: "monitoring",
  CLOUDWATCH_MONITORING: "monitoring",
  CLOUDWATCH_LOGS: "logs",
  BEDROCK_RUNTIME: "bedrock-runtime",
};
