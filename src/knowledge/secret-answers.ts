import type { Sourced } from "./fact.js";

/** A command or a function whose answer is a secret. */
export interface SecretAnswerFact extends Sourced {
  readonly module: string;
  readonly export: RegExp;
}

const checked = "2026-11-26";

export const secretAnswers: readonly SecretAnswerFact[] = [
  {
    module: "@aws-sdk/client-secrets-manager",
    export: /^(BatchGetSecretValue|GetSecretValue|GetRandomPassword)Command$/,
    source: "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html",
    checked,
  },
  {
    module: "@aws-lambda-powertools/parameters/secrets",
    export: /^getSecret$/,
    source: "https://docs.aws.amazon.com/powertools/typescript/latest/features/parameters/",
    checked,
  },
];

/** An operation of a service whose answer is a secret, or credentials that expire, in the names of the API. */
export interface SecretOperationFact extends Sourced {
  readonly service: string;
  readonly operation: string;
}

const secretsManager = {
  service: "secretsmanager",
  source: "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html",
  checked: "2026-11-28",
} as const;
const sts = {
  service: "sts",
  source: "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html",
  checked: "2026-11-28",
} as const;

export const secretOperations: readonly SecretOperationFact[] = [
  { ...secretsManager, operation: "GetSecretValue" },
  { ...secretsManager, operation: "BatchGetSecretValue" },
  { ...secretsManager, operation: "GetRandomPassword" },
  { ...sts, operation: "AssumeRole" },
  { ...sts, operation: "AssumeRoleWithSAML" },
  { ...sts, operation: "AssumeRoleWithWebIdentity" },
  { ...sts, operation: "GetSessionToken" },
  { ...sts, operation: "GetFederationToken" },
];

/** A method that makes a token without asking anybody: whoever has it is let in. */
export interface MadeTokenFact extends Sourced {
  readonly module: string;
  /** The class whose instance has the method. */
  readonly export: RegExp;
  readonly method: string;
}

export const madeTokens: readonly MadeTokenFact[] = [
  {
    module: "@aws-sdk/rds-signer",
    export: /^Signer$/,
    method: "getAuthToken",
    source: "https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/Package/-aws-sdk-rds-signer/",
    checked: "2026-11-28",
  },
  {
    module: "aws-sdk",
    export: /^RDS\.Signer$/,
    method: "getAuthToken",
    source: "https://docs.aws.amazon.com/AWSJavaScriptSDK/latest/AWS/RDS/Signer.html",
    checked: "2026-11-28",
  },
];
