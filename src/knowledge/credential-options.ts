import type { ClientCategory } from "./client-fact.js";
import type { Sourced } from "./fact.js";

/** Options of clients that hold secret material, by the kind of client. */
export interface CredentialOptionFact extends Sourced {
  readonly categories: readonly ClientCategory[];
  /** Names of properties, at any depth of the options: `password`, `auth.pass`. */
  readonly names: readonly string[];
  /** Names of properties, or argument 0 itself, whose value is a URL that can hold a password. */
  readonly urls?: readonly string[];
}

const checked = "2026-11-26";

export const credentialOptionFacts: readonly CredentialOptionFact[] = [
  {
    categories: ["aws-sdk-v3", "aws-sdk-v3-document", "aws-sdk-v2"],
    names: ["secretAccessKey", "sessionToken", "accessKeyId"],
    source: "https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/setting-credentials-node.html",
    checked,
  },
  {
    categories: ["database", "cache", "search", "queue"],
    names: ["password", "passwd", "pass", "apiKey", "authToken"],
    urls: ["connectionString", "uri", "url", "node", "connection", "host"],
    source: "https://node-postgres.com/features/connecting",
    checked,
  },
  {
    categories: ["ai", "payment", "messaging", "other"],
    names: [
      "apiKey",
      "api_key",
      "secretKey",
      "secret",
      "token",
      // Of Octokit and Notion: the token itself.
      "auth",
      "authToken",
      "accessToken",
      "pass",
      "password",
      "clientSecret",
    ],
    source: "https://www.npmjs.com/package/openai",
    checked,
  },
  {
    categories: ["http"],
    names: ["Authorization", "authorization", "x-api-key", "X-Api-Key", "X-API-Key", "password"],
    source: "https://axios-http.com/docs/req_config",
    checked,
  },
];

/** An argument that is secret material itself. */
export interface SecretArgumentFact extends Sourced {
  readonly module: RegExp;
  /** The dotted path of the export that is called or constructed. */
  readonly export: RegExp;
  readonly index: number;
  readonly name: string;
}

export const secretArgumentFacts: readonly SecretArgumentFact[] = [
  {
    module: /^stripe$/,
    export: /^(?:default|Stripe)$/,
    index: 0,
    name: "apiKey",
    source: "https://www.npmjs.com/package/stripe",
    checked,
  },
  {
    module: /^twilio$/,
    export: /^(?:default|Twilio)$/,
    index: 1,
    name: "authToken",
    source: "https://www.npmjs.com/package/twilio",
    checked,
  },
  {
    module: /^@slack\/web-api$/,
    export: /^WebClient$/,
    index: 0,
    name: "token",
    source: "https://www.npmjs.com/package/@slack/web-api",
    checked,
  },
  {
    module: /^@sendgrid\/mail$/,
    export: /^(?:default\.)?setApiKey$/,
    index: 0,
    name: "apiKey",
    source: "https://www.npmjs.com/package/@sendgrid/mail",
    checked,
  },
  {
    module: /^sequelize$/,
    export: /^(?:default|Sequelize)$/,
    index: 2,
    name: "password",
    source: "https://sequelize.org/docs/v6/getting-started/",
    checked,
  },
  {
    module: /^jsonwebtoken$/,
    export: /^(?:sign|verify)$/,
    index: 1,
    name: "secret",
    source: "https://www.npmjs.com/package/jsonwebtoken",
    checked,
  },
  {
    module: /^aws-sdk(?:\/.*)?$/,
    export: /^(?:Credentials)$/,
    index: 1,
    name: "secretAccessKey",
    source: "https://docs.aws.amazon.com/AWSJavaScriptSDK/latest/AWS/Credentials.html",
    checked,
  },
];

/** Headers that prove who sends a request. */
export const credentialHeaders: ReadonlySet<string> = new Set([
  ...["authorization", "proxy-authorization", "x-api-key", "api-key", "x-auth-token", "x-access-token"],
]);

/** Fields of the form that asks a server for a token (RFC 6749). */
export const formSecrets: ReadonlySet<string> = new Set([
  ...["client_secret", "refresh_token", "client_assertion"],
]);

/** What holds the fields and headers of a request: globals, and packages with a class of the same name. */
export interface RequestFieldFact extends Sourced {
  readonly export: RegExp;
  /** Packages that have it as well. */
  readonly modules: RegExp;
}

export const requestFieldFacts: readonly RequestFieldFact[] = [
  {
    export: /^(?:default|FormData)$/,
    modules: /^(?:form-data|formdata-node|formdata-polyfill\/esm\.min\.js)$/,
    source: "https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1",
    checked: "2026-11-28",
  },
  {
    export: /^(?:URLSearchParams|Headers)$/,
    modules: /^(?:url|node-fetch|undici)$/,
    source: "https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1",
    checked: "2026-11-28",
  },
];

/** Values that stand for a secret that is not there: `<token>`, `your-api-key`, `xxxx`, AWS's examples. */
const PLACEHOLDER =
  /^$|^(.)\1*$|^[x*.\-_\s]+$|^<.*>$|^\[.*\]$|^\{\{.*\}\}$|^%.*%$|\b(?:your|my|enter|insert|replace|put)[-_ ]|example|placeholder|change[-_ ]?(?:me|it|this)|redacted|not[-_ ]?(?:used|needed|required|set)|to[-_ ]?do\b|\bnone\b|\bundefined\b|^(?:mock|fake|dummy)|[-_ ](?:mock|fake|dummy)$/i;

/** Words with which LocalStack, DynamoDB Local, MinIO and others are content. */
const DUMMY =
  /^(?:test(?:ing)?|local(?:stack)?|dummy\w*|fake\w*|mock\w*|foo|bar|baz|any|key|secret|token|password|root|user|admin|minio(?:admin)?|S3RVER|access[-_]?key(?:[-_]?id)?|secret(?:[-_]?access)?[-_]?key|default|x+|a+|\d+)$/i;

/** False for text that is empty or stands for a secret somebody still has to fill in. */
export function isSecretText(text: string): boolean {
  return text.trim().length > 2 && !PLACEHOLDER.test(text.trim());
}

/** True for what is only there because a client wants something. */
export function isDummySecret(text: string): boolean {
  return DUMMY.test(text.trim());
}

/** The password in a connection string, unless the host is the developer's own machine. */
export function passwordOfUrl(text: string): string | undefined {
  const match = /^[a-z][a-z\d+.-]*:\/\/[^:/?#@\s]*:([^@/?#\s]+)@([^/?#]*)/i.exec(text);
  if (match === null || isLocalHost(match[2] ?? "")) return undefined;
  return match[1];
}

/** True for a host or a URL that is no service of anybody's: the machine itself, or a container beside. */
export function isLocalHost(text: string): boolean {
  return /(?:^|[/@])(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[?::1\]?|host\.docker\.internal|localstack|minio|dynamodb(?:-local)?|postgres|mysql|redis|mongo|db)(?=$|[:/,])/i.test(
    text,
  );
}
