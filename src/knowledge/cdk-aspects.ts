import type { Sourced } from "./fact.js";

/** @public Held against its date by the tests of all tables. */
export const cdkAspectsSource: Sourced = {
  source: "https://docs.aws.amazon.com/cdk/v2/guide/aspects.html",
  checked: "2026-11-28",
};

/** Modules of the CDK whose constructs are no functions, stacks or roles, and neither logs nor queues that belong to one. */
const QUIET_MODULES =
  /^(?:aws-(?:apigateway|apigatewayv2|appsync|autoscaling|backup|certificatemanager|cloudfront|codebuild|codepipeline|cognito|dynamodb|ec2|ecr|ecs|efs|eks|elasticache|elasticloadbalancingv2|kms|neptune|opensearchservice|rds|redshift|route53|s3|secretsmanager|ssm|stepfunctions|synthetics|wafv2))\.\w+$/;

/** @param name of a class of the CDK, as `aws-s3.CfnBucket` */
export function isQuietModule(name: string): boolean {
  return QUIET_MODULES.test(name);
}

/** Methods of constructs after which CloudFormation sets up the same: what becomes of them when the stack goes, and remarks. */
const QUIET_METHODS = /^(?:applyRemovalPolicy|addMetadata|addDependency|addInfo|addWarning|addWarningV2)$/;
/** A class whose static methods add remarks alone. */
export const remarks = { module: "cdk-nag", export: "NagSuppressions" } as const;

/** True for a method after which no setting of the construct that it is called on is another one. */
export function changesNoSetting(method: string): boolean {
  return QUIET_METHODS.test(method);
}
