import type { Sourced } from "./fact.js";

/** A package whose exports, called, ask another system for something. */
export interface RemoteCallFact extends Sourced {
  readonly module: string | RegExp;
  /** The dotted export path that is called, or a pattern of it; `default` for the default export. */
  readonly export: RegExp;
  /** True when the answer holds credentials that expire. */
  readonly givesCredentials?: boolean;
}

const checked = "2026-11-24";

export const remoteCallFacts: readonly RemoteCallFact[] = [
  {
    module: "axios",
    export: /^(default|get|post|put|patch|delete|head|options|request)$/,
    source: "https://axios-http.com/docs/api_intro",
    checked,
  },
  {
    module: "got",
    export: /^(default|got|get|post|put|patch|delete|head)(\.|$)/,
    source: "https://github.com/sindresorhus/got",
    checked,
  },
  {
    module: "ky",
    export: /^(default|get|post|put|patch|delete|head)$/,
    source: "https://github.com/sindresorhus/ky",
    checked,
  },
  {
    module: /^(node-fetch|cross-fetch|isomorphic-fetch|@adobe\/fetch)$/,
    export: /^(default|fetch)$/,
    source: "https://github.com/node-fetch/node-fetch",
    checked,
  },
  { module: "undici", export: /^(fetch|request)$/, source: "https://undici.nodejs.org/", checked },
  {
    module: /^(superagent|needle|request|request-promise|request-promise-native|phin)$/,
    export: /./,
    source: "https://github.com/ladjs/superagent",
    checked,
  },
  {
    module: /^@aws-sdk\/(client-|lib-dynamodb$)/,
    export: /^(paginate|waitUntil)[A-Z]/,
    source: "https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/the-request-flow.html",
    checked,
  },
  {
    module: /^@aws-lambda-powertools\/parameters\//,
    export: /^get(Parameter|Parameters|ParametersByName|Secret|AppConfig)$/,
    source: "https://docs.aws.amazon.com/powertools/typescript/latest/features/parameters/",
    checked,
  },
  {
    module: "@aws-sdk/lib-storage",
    export: /^Upload$/,
    source: "https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/Package/-aws-sdk-lib-storage/",
    checked,
  },
];

/** Commands and providers whose answer is a set of temporary credentials: a client built from it cannot be kept. */
export const temporaryCredentialFacts: readonly RemoteCallFact[] = [
  {
    module: "@aws-sdk/client-sts",
    export:
      /^(AssumeRole|AssumeRoleWithSAML|AssumeRoleWithWebIdentity|AssumeRoot|GetSessionToken|GetFederationToken)Command$/,
    givesCredentials: true,
    source: "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html",
    checked,
  },
  {
    module: "@aws-sdk/client-cognito-identity",
    export: /^GetCredentialsForIdentityCommand$/,
    givesCredentials: true,
    source:
      "https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetCredentialsForIdentity.html",
    checked,
  },
  {
    module: /^@aws-sdk\/credential-provider(s|-|$)/,
    export: /^(createCredentialChain|from[A-Z]\w*)$/,
    givesCredentials: true,
    source: "https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/Package/-aws-sdk-credential-providers/",
    checked,
  },
];

/** Methods of SDK v2's STS client that give temporary credentials. */
export const temporaryCredentialMethods: ReadonlySet<string> = new Set([
  "assumeRole",
  "assumeRoleWithSAML",
  "assumeRoleWithWebIdentity",
  "getSessionToken",
  "getFederationToken",
  "getCredentialsForIdentity",
]);

/** Functions of Node.js whose callback gets nothing but the answer: `https.get(url, (answer) => …)`. */
export const answerCallbacks = {
  module: /^https?$/,
  exports: ["get", "request"] as readonly string[],
  source: "https://www.npmjs.com/package/@types/node/v/20.19.43",
  checked: "2026-11-29",
} as const satisfies Sourced & { readonly module: RegExp; readonly exports: readonly string[] };
