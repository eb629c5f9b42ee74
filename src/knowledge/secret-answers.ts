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
