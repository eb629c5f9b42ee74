import type { Sourced } from "./fact.js";
import type { EventKind } from "./handler-types.js";

const checked = "2026-11-28";

/** @public Held against its date by the tests of all tables. */
export const constructEventSources = {
  cdk: {
    source: "https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_lambda_event_sources-readme.html",
    checked,
  },
  triggers: {
    source: "https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.triggers-readme.html",
    checked,
  },
  sst: { source: "https://sst.dev/docs/component/aws/function", checked },
  sst2: { source: "https://v2.sst.dev/constructs/Function", checked },
  pulumi: { source: "https://www.pulumi.com/docs/iac/clouds/aws/guides/lambda/", checked },
  amplify: { source: "https://docs.amplify.aws/react/build-a-backend/functions/set-up-function/", checked },
} as const satisfies Readonly<Record<string, Sourced>>;

type Kinds = Readonly<Record<string, EventKind>>;

/** Resources that event source mappings of the CDK read from. */
export const cdkPolledResources: Kinds = {
  "aws-sqs.Queue": "sqs",
  "aws-kinesis.Stream": "kinesis",
  "aws-dynamodb.Table": "dynamodb-stream",
  "aws-dynamodb.TableV2": "dynamodb-stream",
  "aws-dynamodb.CfnTable": "dynamodb-stream",
  "aws-dynamodb.CfnGlobalTable": "dynamodb-stream",
  "aws-kinesis.CfnStream": "kinesis",
  "aws-msk.CfnCluster": "msk",
  "aws-msk.CfnServerlessCluster": "msk",
  "aws-msk.Cluster": "msk",
};

/** Constructs that invoke one function in a deployment, before or after all others that they are given. */
export const cdkDeploymentTriggers: ReadonlySet<string> = new Set([
  "triggers.Trigger",
  "triggers.TriggerFunction",
]);

/** Methods of version 3 of SST that subscribe a function to a construct. */
export const sstSubscriptions: Kinds = {
  "Queue.subscribe": "sqs",
  "Bus.subscribe": "eventbridge",
  "SnsTopic.subscribe": "sns",
  "Dynamo.subscribe": "dynamodb-stream",
  "KinesisStream.subscribe": "kinesis",
  "Bucket.subscribe": "s3",
  "Bucket.notify": "s3",
  "Realtime.subscribe": "iot",
  "ApiGatewayV1.route": "apigw-rest",
  "ApiGatewayV2.route": "apigw-http",
  "ApiGatewayWebSocket.route": "apigw-websocket",
};

/** Methods of version 2 of SST that are given a scope, and after it what a property of the construct would hold. */
export const sstAdders: Kinds = {
  "EventBus.addRules": "eventbridge",
  "Queue.addConsumer": "sqs",
  "Topic.addSubscribers": "sns",
  "Bucket.addNotifications": "s3",
  "Table.addConsumers": "dynamodb-stream",
  "KinesisStream.addConsumers": "kinesis",
  "Api.addRoutes": "apigw-http",
  "ApiGatewayV1Api.addRoutes": "apigw-rest",
  "WebSocketApi.addRoutes": "apigw-websocket",
};

/**
 * Constructs of SST 3 whose links set no variables but SST's own; that of `Auth` sets others.
 * (https://sst.dev/docs/linking/)
 */
export const sstQuietLinks =
  /^(?:Secret|aws\.(?:ApiGatewayV1|ApiGatewayV2|ApiGatewayWebSocket|AppSync|Aurora|Bucket|Bus|Cdn|Cluster|CognitoIdentityPool|CognitoUserPool|Dynamo|Efs|Email|Function|KinesisStream|Mysql|OpenSearch|Postgres|Queue|Realtime|Redis|Router|Service|SnsTopic|StaticSite|StepFunctions|Task|Vector|Vpc))$/;

/** Properties of constructs of SST that hold functions, directly or by a name of their own. */
export const sstHolders: Readonly<Record<string, Readonly<Record<string, EventKind | undefined>>>> = {
  Realtime: { authorizer: "authorizer" },
  CognitoUserPool: { triggers: "cognito" },
  Auth: { authorizer: "function-url", authenticator: "function-url", issuer: "function-url" },
  Cron: { job: "scheduled", function: "scheduled" },
  CronV2: { function: "scheduled" },
  Bucket: { notifications: "s3" },
  Queue: { consumer: "sqs" },
  Topic: { subscribers: "sns" },
  EventBus: { rules: "eventbridge" },
  KinesisStream: { consumers: "kinesis" },
  Table: { consumers: "dynamodb-stream" },
  Api: { routes: "apigw-http", authorizers: "authorizer" },
  ApiGatewayV1Api: { routes: "apigw-rest", authorizers: "authorizer" },
  WebSocketApi: { routes: "apigw-websocket", authorizer: "authorizer" },
  AppSyncApi: { dataSources: "appsync" },
  Cognito: { triggers: "cognito" },
};

/** Resources of Pulumi that a function is subscribed to by a method of theirs. */
export const pulumiSubscriptions: Kinds = {
  "s3.Bucket": "s3",
  "s3.BucketV2": "s3",
  "sqs.Queue": "sqs",
  "sns.Topic": "sns",
  "dynamodb.Table": "dynamodb-stream",
  "kinesis.Stream": "kinesis",
  "cloudwatch.LogGroup": "cloudwatch-logs",
};

/** The same of SST, by the construct. */
export const pulumiSubscriptionsOfSst: Kinds = {
  "aws.Bucket": "s3",
  "aws.Queue": "sqs",
  "aws.SnsTopic": "sns",
  "aws.Dynamo": "dynamodb-stream",
  "aws.KinesisStream": "kinesis",
};

/** Resources that event source mappings of Pulumi read from. */
export const pulumiPolledResources: Kinds = {
  "sqs.Queue": "sqs",
  "kinesis.Stream": "kinesis",
  "dynamodb.Table": "dynamodb-stream",
};

/** The same of SST, which hands over its tables: `table.nodes.table.streamArn`. */
export const sstPolledResources: Kinds = {
  "aws.Queue": "sqs",
  "aws.KinesisStream": "kinesis",
  "aws.Dynamo": "dynamodb-stream",
};

/** What of Amplify holds functions under `triggers`, by what it calls them for. */
export const amplifyTriggers: Kinds = {
  defineAuth: "cognito",
  defineStorage: "s3",
};
