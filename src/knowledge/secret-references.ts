import type { Sourced } from "./fact.js";
import { isSecretName } from "./secret-names.js";

/** A way in which a deployment puts the value of a secret where the reference stands. */
export interface SecretReferenceFact extends Sourced {
  readonly pattern: RegExp;
  /** Group 1 of the pattern is a name. What has it may be no secret: the name, or that of the variable, has to say so. */
  readonly isNamed?: true;
  /** What keeps the secret, as messages name it. */
  readonly origin: string;
}

const checked = "2026-11-26";

/**
 * References that become the secret itself in the function's configuration.
 *
 * @public Held against its date by the tests of all tables.
 */
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
      /\.(?:unsafeUnwrap|(?:secretValueFromJson\([^)]*\)|secretValue)\.toString)\(\)|\bSecretValue\.(?:unsafePlainText|secretsManager)\(/,
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
    pattern: /\$\{ssm(?:\([^)}]*\))?:\/aws\/reference\/secretsmanager\//,
    origin: "Secrets Manager",
    source: "https://www.serverless.com/framework/docs/guides/variables/aws/ssm",
    checked,
  },
  {
    // `~true` decrypts what is encrypted, and leaves all else as it is: projects write it for every parameter. Older versions
    // of the Serverless Framework ask for it. Names have variables in them.
    pattern: /\$\{ssm(?:\([^)}]*\))?:((?:[^{},$]|\$\{[^{}]*\})*)~true\b/,
    isNamed: true,
    origin: "Parameter Store",
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

/**
 * What keeps the secret that a deployment puts where a text stands; undefined for a text that is none.
 *
 * @param variable the name of the environment variable that gets it
 */
export function originOfSecret(text: string, variable: string): string | undefined {
  // Of a secret that has several values, the host and the user are none.
  const [, member] = /\}#([\w.-]+)$/.exec(text) ?? [];
  return secretReferences.find(({ pattern, isNamed }) => {
    const [found, name = ""] = pattern.exec(text) ?? [];
    if (found === undefined) return false;
    if (isSecretName(variable)) return true;
    if (member !== undefined) return isSecretName(member);
    return !isNamed || isSecretName(name.replace(/\$\{[^{}]*\}/g, "-"));
  })?.origin;
}

/**
 * Types of resources whose names and attributes are no secret, whatever a variable with them is called.
 *
 * @public Held against its date by the tests of all tables.
 */
export const keyResources = {
  types: ["AWS::KMS::Key", "AWS::KMS::ReplicaKey", "AWS::KMS::Alias"],
  source:
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html#aws-resource-kms-key-return-values",
  checked: "2026-11-28",
} as const satisfies Sourced & { readonly types: readonly string[] };

/**
 * What a template writes for a value that another stack exports. CloudFormation shows it to everybody who may list exports: of a
 * key it is the ARN.
 *
 * @public Held against its date by the tests of all tables.
 */
export const exportedValue = {
  pattern: /^Fn::ImportValue\b/,
  source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html",
  checked: "2026-11-28",
} as const satisfies Sourced & { readonly pattern: RegExp };
