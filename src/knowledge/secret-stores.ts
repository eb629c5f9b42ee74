import type { Sourced } from "./fact.js";

/** A package whose calls take the name of a secret or parameter, or an encrypted value, and give the secret. */
export interface SecretStoreFact extends Sourced {
  readonly module: string | RegExp;
}

const checked = "2026-11-26";

export const secretStores: readonly SecretStoreFact[] = [
  {
    module: "@aws-sdk/client-secrets-manager",
    source: "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html",
    checked,
  },
  {
    module: "@aws-sdk/client-ssm",
    source: "https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html",
    checked,
  },
  {
    module: "@aws-sdk/client-kms",
    source: "https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html",
    checked,
  },
  {
    module: "@aws-sdk/client-appconfigdata",
    source:
      "https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_appconfigdata_GetLatestConfiguration.html",
    checked,
  },
  {
    module: /^@aws-lambda-powertools\/parameters(?:\/.+)?$/,
    source: "https://docs.aws.amazon.com/powertools/typescript/latest/features/parameters/",
    checked,
  },
  {
    module: /^@middy\/(?:ssm|secrets-manager)$/,
    source: "https://middy.js.org/docs/middlewares/secrets-manager",
    checked,
  },
];

/**
 * Whether a function that is not seen fetches or decrypts a secret, as far as its name says. `getSecret` and `decryptKey`
 * take the name of a secret or a cipher text; `verifySecret`, `createSecretKey` and `buildParams` take the secret itself.
 */
export function mayFetchSecret(name: string): boolean {
  return FETCHES_SECRET.test(name) && !USES_SECRET.test(name);
}

const FETCHES_SECRET = /secret|param|decrypt|kms|vault/i;
const USES_SECRET =
  /^(?:is|has|are|verify|check|valid|assert|ensure|compare|match|create|build|make|generate|new|set|put|add|append|update|sign|encode|encrypt|hash|mask|redact|to[A-Z])/;
