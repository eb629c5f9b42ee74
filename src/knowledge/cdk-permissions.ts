import type { Sourced } from "./fact.js";

const checked = "2026-11-28";

/** @public Held against its date by the tests of all tables. */
export const cdkPermissionSources = {
  grants: {
    source: "https://docs.aws.amazon.com/cdk/v2/guide/permissions.html",
    version: "aws-cdk-lib 2.276.0",
    checked,
  },
  properties: {
    source: "https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_lambda.FunctionProps.html",
    version: "aws-cdk-lib 2.276.0",
    checked,
  },
  overrides: { source: "https://docs.aws.amazon.com/cdk/v2/guide/cfn-layer.html", checked },
} as const satisfies Readonly<Record<string, Sourced & { readonly version?: string }>>;

/**
 * Things that give a function permissions which nobody wrote. What a VPC and tracing give is for running the function, as
 * `AWSLambdaVPCAccessExecutionRole` is in a template, and layers give none. What its sources give is read, and its queue of failures.
 */
export const cdkGivingProperties = [
  "deadLetterQueueEnabled",
  "onSuccess",
  "filesystem",
  "profiling",
  "profilingGroup",
  "insightsVersion",
  "paramsAndSecrets",
];

/** Constructs that invoke what they are given, watch it, or hold it. What a class of the project does with it is read. */
export const cdkGivingNothing =
  /^(?:aws-apigateway|aws-events|aws-s3-notifications|aws-scheduler-targets|aws-sns-subscriptions|aws-cloudwatch|aws-logs|aws-cognito|aws-stepfunctions-tasks|aws-lambda\.(?:Alias|Version|FunctionUrl)$|core\.(?:Stack|NestedStack|Stage|CfnOutput)$)/;
/** Methods of constructs that make them invoke what they are given, or let it reach them by the network. */
export const cdkInvokingMethods =
  /^(?:add(?:Target|Routes?|Method|Proxy|EventNotification|Object(?:Created|Removed)Notification|Subscription|Trigger|LambdaDataSource|Dependency)|allow(?:Default)?\w*(?:From|To)\w*)$/;

/** Methods by which code changes what CloudFormation gets of a construct. */
export const cdkOverrides: ReadonlySet<string> = new Set([
  "addPropertyOverride",
  "addOverride",
  "addPropertyDeletionOverride",
]);

/**
 * Properties of a function, and of what decides on its settings beside it: its aliases and versions, its asynchronous
 * invocations, its log group, and the queue that it reads.
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html)
 */
export const cdkFunctionProperties =
  /^(?:Architectures|CapacityProviderConfig|Code|CodeSigningConfigArn|DeadLetterConfig|Description|DestinationConfig|DurableConfig|Environment|EphemeralStorage|FileSystemConfigs|Function\w*|Handler|ImageConfig|KmsKeyArn|Layers|LogGroup\w*|LoggingConfig|Maximum\w+|MemorySize|PackageType|ProvisionedConcurrency\w*|Publish\w*|Qualifier|RecursiveLoop|RedrivePolicy|ReservedConcurrentExecutions|RetentionInDays|Role|RoutingConfig|Runtime\w*|SnapStart|Tags|TenancyConfig|Timeout|TracingConfig|VisibilityTimeout|VpcConfig)\b/;

/** Properties that a role or a policy has, and no function. */
export const cdkRoleProperties =
  /^(?:Policies|PolicyName|PolicyDocument|ManagedPolicyArns|PermissionsBoundary|AssumeRolePolicyDocument)\b/;
