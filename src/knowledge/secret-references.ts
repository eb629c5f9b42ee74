import type { Sourced } from "./fact.js";

/** A way in which a deployment puts the value of a secret where the reference stands. */
export interface SecretReferenceFact extends Sourced {
  readonly pattern: RegExp;
  /** What keeps the secret, as messages name it. */
  readonly origin: string;
}

const checked = "2026-11-26";

/** References that become the secret itself in the function's configuration. */
export const secretReferences: readonly SecretReferenceFact[] = [
  {
    pattern: /\{\{resolve:secretsmanager:/,
    origin: "Secrets Manager",
    source:
      "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html",
    checked,
  },
  {
    pattern: /\{\{resolve:ssm-secure:/,
    origin: "Parameter Store",
    source:
      "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm-secure-strings.html",
    checked,
  },
  {
    pattern:
      /\.(?:unsafeUnwrap|secretValueFromJson\([^)]*\)\.toString)\(\)|\bSecretValue\.(?:unsafePlainText|secretsManager)\(/,
    origin: "Secrets Manager",
    source: "https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.SecretValue.html",
    checked,
  },
  {
    pattern: /^sst:Secret\.value$/,
    origin: "a secret of SST",
    source: "https://sst.dev/docs/component/secret/",
    checked,
  },
  {
    pattern: /^@pulumi\/pulumi:Config\.(?:require|get)Secret\w*\(\)$/,
    origin: "a secret of Pulumi's configuration",
    source: "https://www.pulumi.com/docs/iac/concepts/secrets/",
    checked,
  },
  {
    pattern: /^@pulumi\/aws:secretsmanager\.getSecretVersion(?:Output)?\(\)\.secretString$/,
    origin: "Secrets Manager",
    source: "https://www.pulumi.com/registry/packages/aws/api-docs/secretsmanager/getsecretversion/",
    checked,
  },
  {
    // `~true` decrypts, as older versions of the Serverless Framework have to be told. Names have variables in them.
    pattern: /\$\{ssm(?:\([^)}]*\))?:(?:\/aws\/reference\/secretsmanager\/|(?:[^{},$]|\$\{[^{}]*\})*~true\b)/,
    origin: "Parameter Store or Secrets Manager",
    source: "https://www.serverless.com/framework/docs/guides/variables/aws/ssm",
    checked,
  },
  {
    pattern: /^NoEcho parameter /,
    origin: "a parameter that is a secret (`NoEcho`)",
    source:
      "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
    checked,
  },
];
