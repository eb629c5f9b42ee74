import type { Sourced } from "./fact.js";
import type { EventKind } from "./handler-types.js";

/** @public Held against its date by the tests of all tables. */
export const cdkConstructsSource: Sourced & { readonly version: string } = {
  source: "https://docs.aws.amazon.com/cdk/api/v2/docs/aws-construct-library.html",
  version: "aws-cdk-lib 2.276.0",
  checked: "2026-11-26",
};

/**
 * Constructs that make a Lambda function, by module and class.
 *
 * - `function`: `code` and `handler`.
 * - `nodejs`: an `entry` that esbuild bundles.
 * - `cfn`: the properties of CloudFormation.
 * - `image`: a container.
 * - `other`: of another language, whose code is not looked for.
 */
export const cdkFunctionClasses: Readonly<Record<string, "function" | "nodejs" | "cfn" | "image" | "other">> =
  {
    "aws-lambda.Function": "function",
    "aws-lambda.SingletonFunction": "function",
    "aws-lambda.CfnFunction": "cfn",
    "aws-lambda.DockerImageFunction": "image",
    "aws-lambda-nodejs.NodejsFunction": "nodejs",
    "aws-cloudfront.experimental.EdgeFunction": "function",
    "triggers.TriggerFunction": "function",
    "aws-lambda-python-alpha.PythonFunction": "other",
    "aws-lambda-python.PythonFunction": "other",
    "aws-lambda-go-alpha.GoFunction": "other",
    "aws-lambda-go.GoFunction": "other",
  };

/** CloudFormation's types of the resources that functions have to do with, by module and class. */
export const cdkResourceTypes: Readonly<Record<string, string>> = {
  "aws-dynamodb.Table": "AWS::DynamoDB::Table",
  "aws-dynamodb.TableV2": "AWS::DynamoDB::GlobalTable",
  "aws-sqs.Queue": "AWS::SQS::Queue",
  "aws-sns.Topic": "AWS::SNS::Topic",
  "aws-s3.Bucket": "AWS::S3::Bucket",
  "aws-kinesis.Stream": "AWS::Kinesis::Stream",
  "aws-events.EventBus": "AWS::Events::EventBus",
  "aws-secretsmanager.Secret": "AWS::SecretsManager::Secret",
  "aws-ssm.StringParameter": "AWS::SSM::Parameter",
  "aws-ssm.StringListParameter": "AWS::SSM::Parameter",
  "aws-kms.Key": "AWS::KMS::Key",
  "aws-stepfunctions.StateMachine": "AWS::StepFunctions::StateMachine",
  "aws-lambda.LayerVersion": "AWS::Lambda::LayerVersion",
  "aws-rds.DatabaseInstance": "AWS::RDS::DBInstance",
  "aws-rds.DatabaseCluster": "AWS::RDS::DBCluster",
  "aws-rds.ServerlessCluster": "AWS::RDS::DBCluster",
  "aws-rds.DatabaseProxy": "AWS::RDS::DBProxy",
  "aws-elasticache.CfnCacheCluster": "AWS::ElastiCache::CacheCluster",
  "aws-elasticache.CfnReplicationGroup": "AWS::ElastiCache::ReplicationGroup",
  "aws-opensearchservice.Domain": "AWS::OpenSearchService::Domain",
  "aws-msk.CfnCluster": "AWS::MSK::Cluster",
  "aws-efs.AccessPoint": "AWS::EFS::AccessPoint",
  "aws-ec2.Vpc": "AWS::EC2::VPC",
  "aws-ec2.SecurityGroup": "AWS::EC2::SecurityGroup",
  "aws-ec2.Subnet": "AWS::EC2::Subnet",
  "aws-ec2.PrivateSubnet": "AWS::EC2::Subnet",
  "aws-cognito.UserPool": "AWS::Cognito::UserPool",
};

/** Event sources that Lambda polls, with the kind of event. The first argument is what is polled. */
export const cdkPolledSources: Readonly<Record<string, EventKind>> = {
  SqsEventSource: "sqs",
  KinesisEventSource: "kinesis",
  KinesisConsumerEventSource: "kinesis",
  DynamoEventSource: "dynamodb-stream",
  ManagedKafkaEventSource: "msk",
  SelfManagedKafkaEventSource: "self-managed-kafka",
};

/** Event sources that send events one by one. */
export const cdkPushedSources: Readonly<Record<string, EventKind>> = {
  SnsEventSource: "sns",
  S3EventSource: "s3",
  S3EventSourceV2: "s3",
  ApiEventSource: "apigw-rest",
};

/** Constructs, and classes that bind a function to one, that invoke the function which they are given. */
export const cdkInvokers: Readonly<Record<string, EventKind | undefined>> = {
  "aws-apigateway.LambdaIntegration": "apigw-rest",
  "aws-apigateway.LambdaRestApi": "apigw-rest",
  "aws-apigateway.TokenAuthorizer": "authorizer",
  "aws-apigateway.RequestAuthorizer": "authorizer",
  "aws-apigatewayv2-integrations.HttpLambdaIntegration": "apigw-http",
  "aws-apigatewayv2-integrations.WebSocketLambdaIntegration": "apigw-websocket",
  "aws-apigatewayv2-authorizers.HttpLambdaAuthorizer": "authorizer",
  "aws-apigatewayv2-authorizers.WebSocketLambdaAuthorizer": "authorizer",
  "aws-s3-notifications.LambdaDestination": "s3",
  "aws-sns-subscriptions.LambdaSubscription": "sns",
  "aws-logs-destinations.LambdaDestination": "cloudwatch-logs",
  "aws-elasticloadbalancingv2-targets.LambdaTarget": "alb",
  "aws-iot-actions.LambdaFunctionAction": "iot",
  "custom-resources.Provider": "custom-resource",
  "aws-cognito.UserPool": "cognito",
  "aws-cloudfront.Distribution": "cloudfront",
  "aws-cloudfront.CloudFrontWebDistribution": "cloudfront",
};

/** Constructs that are given a function and do not invoke it. */
export const cdkBystanders: ReadonlySet<string> = new Set([
  "aws-lambda.Alias",
  "aws-lambda.Version",
  "aws-lambda.EventInvokeConfig",
  "aws-codedeploy.LambdaDeploymentGroup",
  "aws-lambda-event-sources.SqsEventSource",
  "aws-events-targets.LambdaFunction",
  "aws-lambda.EventSourceMapping",
  "core.CfnOutput",
  // What a stack does with a function that is among its props stands in the code of its class.
  "core.Stack",
  "core.NestedStack",
  "core.Stage",
  "core.Tags.of",
  "aws-lambda.CfnPermission",
]);

/** Days of `RetentionDays`, whose names say them in words. */
export const retentionDays: Readonly<Record<string, number>> = {
  ONE_DAY: 1,
  THREE_DAYS: 3,
  FIVE_DAYS: 5,
  ONE_WEEK: 7,
  TWO_WEEKS: 14,
  ONE_MONTH: 30,
  TWO_MONTHS: 60,
  THREE_MONTHS: 90,
  FOUR_MONTHS: 120,
  FIVE_MONTHS: 150,
  SIX_MONTHS: 180,
  ONE_YEAR: 365,
  THIRTEEN_MONTHS: 400,
  EIGHTEEN_MONTHS: 545,
  TWO_YEARS: 731,
  THREE_YEARS: 1096,
  FIVE_YEARS: 1827,
  SIX_YEARS: 2192,
  SEVEN_YEARS: 2557,
  EIGHT_YEARS: 2922,
  NINE_YEARS: 3288,
  TEN_YEARS: 3653,
};

/** Seconds for which a queue hides a message that is received, where nobody says it. */
export const defaultVisibilityTimeoutSec = 30;
