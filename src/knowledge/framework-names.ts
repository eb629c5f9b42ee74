import type { Sourced } from "./fact.js";

interface NamesFact extends Sourced {
  /** What a message calls it, backticks included. */
  readonly words: string;
}

const checked = "2026-11-27";

interface GradualDeploymentFact extends NamesFact {
  /** A deployment that moves a tenth of the traffic first. */
  readonly canary: string;
}

/**
 * True for the packages of SST's version 2 that have its constructs: what is in `sst/constructs/future` becomes part of
 * `sst/constructs`, and `@serverless-stack/resources` is the older name.
 */
export function isSst2Package(specifier: string): boolean {
  return /^(?:sst\/constructs(?:\/(?:future|deprecated))?|@serverless-stack\/resources)$/.test(specifier);
}

/** What sets the dead-letter queue of a queue, by the framework that declares the function. */
export const queueSinkNames = {
  cloudformation: {
    words: "`RedrivePolicy`",
    source:
      "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html",
    checked,
  },
  cdk: {
    words: "`deadLetterQueue`",
    source: "https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_sqs.QueueProps.html",
    checked,
  },
  sst: { words: "`dlq`", source: "https://sst.dev/docs/component/aws/queue/", checked },
  pulumi: {
    words: "`redrivePolicy`",
    source: "https://www.pulumi.com/registry/packages/aws/api-docs/sqs/queue/",
    checked,
  },
} as const satisfies Readonly<Record<string, NamesFact>>;

/** What publishes versions behind an alias, and moves traffic to a new one gradually. */
export const gradualDeploymentNames = {
  cloudformation: {
    words: "`AWS::Lambda::Alias` and `AWS::CodeDeploy::DeploymentGroup`",
    canary: "`CodeDeployDefault.LambdaCanary10Percent5Minutes`",
    source:
      "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-updatepolicy.html#cfn-attributes-updatepolicy-codedeploylambdaaliasupdate",
    checked,
  },
  sam: {
    words: "`AutoPublishAlias` and `DeploymentPreference`",
    canary: "`Canary10Percent5Minutes`",
    source:
      "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/automating-updates-to-serverless-apps.html",
    checked,
  },
  cdk: {
    words: "`lambda.Alias` and `codedeploy.LambdaDeploymentGroup`",
    canary: "`LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES`",
    source: "https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_codedeploy-readme.html",
    checked,
  },
  pulumi: {
    words: "`publish`, `aws.lambda.Alias` and `aws.codedeploy.DeploymentGroup`",
    canary: "`CodeDeployDefault.LambdaCanary10Percent5Minutes`",
    source: "https://www.pulumi.com/registry/packages/aws/api-docs/codedeploy/deploymentgroup/",
    checked,
  },
} as const satisfies Readonly<Record<string, GradualDeploymentFact>>;
