import type { Sourced } from "./fact.js";

/** @public Held against its date by the tests of all tables. */
export const cdkLogsSource: Sourced & { readonly version: string } = {
  source: "https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_lambda-readme.html#log-group",
  version: "aws-cdk-lib 2.276.0",
  checked: "2026-11-28",
};

/** Constructs that may say of any log group how long it is kept. */
export const mayKeepAnyLog =
  /^(?:aws-logs\.LogRetention|core\.CfnResource|custom-resources\.AwsCustomResource)$|CfnInclude$/;

/** The feature flag with which the CDK makes a log group of each function, which is kept for two years. */
export const managedLogGroupFlag = "useCdkManagedLogGroup";
