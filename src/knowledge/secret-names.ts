import type { Sourced } from "./fact.js";
import { reservedEnvironment } from "./reserved-env.js";

/**
 * Why a secret does not belong into an environment variable of a function.
 *
 * @public Held against its date by the tests of all tables.
 */
export const environmentSecrets: Sourced = {
  source: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
  checked: "2026-11-24",
};

/** Words that say that a variable holds secret material. Matched on whole words of the name, in order. */
const SECRET_WORDS: readonly (readonly string[])[] = [
  ["PASSWORD"],
  ["PASSWD"],
  ["PASSPHRASE"],
  ["PASSCODE"],
  ["PWD"],
  // A pass alone may be one for boarding, or one of a compiler.
  ["APP", "PASS"],
  ...["DB", "DATABASE", "EMAIL", "GMAIL", "MAIL", "MAILER", "MYSQL", "POSTGRES", "REDIS", "SMTP"].map(passOf),
  ["SECRET"],
  ["SECRETS"],
  ["TOKEN"],
  ["CREDENTIAL"],
  ["CREDENTIALS"],
  ["APIKEY"],
  ["API", "KEY"],
  ["AUTH", "KEY"],
  ["ACCESS", "KEY"],
  ["ACCOUNT", "KEY"],
  ["ADMIN", "KEY"],
  ["AES", "KEY"],
  ["CIPHER", "KEY"],
  ["CRYPTO", "KEY"],
  ["DECRYPTION", "KEY"],
  ["ENC", "KEY"],
  ["ENCRYPTION", "KEY"],
  ["FERNET", "KEY"],
  ["HMAC", "KEY"],
  ["JWT", "KEY"],
  ["LICENSE", "KEY"],
  ["MASTER", "KEY"],
  ["PRIVATE", "KEY"],
  ["ROLE", "KEY"],
  // Of a service account, and between services.
  ["SA", "KEY"],
  ["SERVICE", "KEY"],
  ["SHARED", "KEY"],
  ["SIGN", "KEY"],
  ["SIGNING", "KEY"],
  ["SSH", "KEY"],
  // The key of its SDKs for servers, not those for browsers and apps. (https://launchdarkly.com/docs/home/account/environment/keys)
  ["LAUNCHDARKLY", "SDK", "KEY"],
  ["LAUNCH", "DARKLY", "SDK", "KEY"],
  ["LD", "SDK", "KEY"],
  // Services whose keys sign requests, and have no public half.
  ...["AIRTABLE", "ANTHROPIC", "HUBSPOT", "MAILCHIMP", "MAILGUN", "NOTION", "OPENAI", "PINECONE"].map(keyOf),
  ...["POSTMARK", "REPLICATE", "RESEND", "SENDGRID", "STRIPE", "TWILIO"].map(keyOf),
];

function passOf(system: string): readonly string[] {
  return [system, "PASS"];
}

/** A word with another one before it that nothing parts from it: `PGPASSWORD`, `clientsecret`, `DBPASS`, `bottoken`. */
const JOINED_WORDS =
  /^[A-Z]{2,}(?:PASSWORD|PASSWD|SECRET|APIKEY)$|^(?:DB|MYSQL|PG|SMTP)PASS$|^(?:ACCESS|AUTH|BOT|API)TOKEN$/;

function keyOf(service: string): readonly string[] {
  return [service, "KEY"];
}

/** Words that, anywhere in the name, say that the variable names a place where the secret is kept, or is public. */
const REFERENCE_ANYWHERE = new Set([
  ...["ARN", "PARAM", "PARAMETER", "PARAMETERS", "SSM", "SECRETSMANAGER", "VAULT"],
  ...["PUBLIC", "PUBLISHABLE", "ENCRYPTED", "CIPHERTEXT", "HASHED", "DUMMY", "MOCK"],
  ...[
    "ENABLE",
    "ENABLED",
    "DISABLE",
    "DISABLED",
    "USE",
    "IS",
    "HAS",
    "REQUIRE",
    "REQUIRED",
    "VALIDATE",
    "ALLOW",
  ],
  ...["MAX", "MIN", "NUM", "COUNT"],
]);

/** Words for where the code runs, which can stand anywhere in a name: `STRIPE_LIVE_KEY`, `API_PROD_KEY`, `TOKEN_DEV`. */
const STAGES = new Set([
  "DEV",
  "TEST",
  "STAGING",
  "STG",
  "QA",
  "UAT",
  "SANDBOX",
  "LIVE",
  "PROD",
  "PRODUCTION",
]);

/** Words that, after the secret's own, turn the name into that of something about the secret. */
const REFERENCE_AFTER = new Set([
  ...[
    "NAME",
    "NAMES",
    "ID",
    "IDS",
    "SID",
    "PATH",
    "FILE",
    "FILENAME",
    "DIR",
    "URL",
    "URI",
    "ENDPOINT",
    "HOST",
    "PORT",
    "DOMAIN",
  ],
  ...[
    "TABLE",
    "BUCKET",
    "INDEX",
    "QUEUE",
    "TOPIC",
    "STREAM",
    "FUNCTION",
    "LAMBDA",
    "STORE",
    "MANAGER",
    "PROVIDER",
    "SERVICE",
  ],
  ...[
    "PREFIX",
    "SUFFIX",
    "REGION",
    "STAGE",
    "VERSION",
    "TYPE",
    "KIND",
    "FORMAT",
    "FIELD",
    "ATTRIBUTE",
    "COLUMN",
    "HEADER",
    "COOKIE",
    "CLAIM",
  ],
  ...[
    "EXPIRY",
    "EXPIRE",
    "EXPIRES",
    "EXPIRATION",
    "TTL",
    "LIFETIME",
    "DURATION",
    "AGE",
    "TIMEOUT",
    "INTERVAL",
    "LEEWAY",
  ],
  ...[
    "LENGTH",
    "SIZE",
    "LIMIT",
    "ROUNDS",
    "ITERATIONS",
    "STRENGTH",
    "COMPLEXITY",
    "ATTEMPTS",
    "RETRIES",
    "REGEX",
    "PATTERN",
    "OPTIONS",
    "MODE",
    "STATUS",
    "HISTORY",
    "ALGORITHM",
    "ALG",
    "ISSUER",
    "AUDIENCE",
    "SCOPE",
    "SCOPES",
    "USE",
  ],
  ...[
    "SECONDS",
    "MINUTES",
    "HOURS",
    "DAYS",
    "MS",
    "IN",
    "POLICY",
    "ROLE",
    "ROTATION",
    "CACHE",
    "EXTENSION",
    "USER",
    "USERNAME",
  ],
  ...[
    "KID",
    "REF",
    "REFERENCE",
    "ALIAS",
    "LABEL",
    "LOCATION",
    "SOURCE",
    "HASH",
    "FINGERPRINT",
    "DESCRIPTION",
  ],
  // What a page or a mail about the secret is made of: `RESET_PASSWORD_TEMPLATE`.
  ...["TEMPLATE", "SUBJECT", "TITLE", "MESSAGE", "PAGE", "ROUTE", "LINK", "EVENT", "EMAIL", "SENDER"],
  // Tokens of a blockchain, of a text, and of a bucket that limits a rate.
  ...["SYMBOL", "DECIMALS", "ADDRESS", "CONTRACT", "PRICE", "SUPPLY", "BALANCE", "CAPACITY", "RATE", "BYTES"],
]);

/**
 * True when the name of an environment variable says that its value is secret material: `DB_PASSWORD`, `stripeApiKey`,
 * `JWT_SECRET`. Names of secrets (`DB_SECRET_ARN`, `TOKEN_PARAMETER`), public keys, settings about a secret
 * (`TOKEN_TTL`, `MAX_TOKENS`) and what the Lambda runtime sets (`AWS_SESSION_TOKEN`) are none.
 */
export function isSecretName(name: string): boolean {
  let isSecret = knownNames.get(name);
  if (isSecret === undefined) {
    isSecret = saysItIsSecret(name);
    knownNames.set(name, isSecret);
  }
  return isSecret;
}

/** Words that a name of a secret's name, of its ARN or of its parameter ends in. */
const REFERENCES = /(?:NAME|ID|ARN|PATH|REF|REFERENCE|PARAM|PARAMETER)S?$/;

/**
 * True for the name of what code holds in place of a secret: `secretName`, `apiKeyArn`, `dbPasswordParameter`. An
 * `accessKeyId` is one half of credentials.
 */
export function namesReference(name: string): boolean {
  const words = toWords(name);
  return (
    REFERENCES.test(words.at(-1) ?? "") && saysSecret(words) && !words.join("_").endsWith("ACCESS_KEY_ID")
  );
}

/** True for the name of a key that KMS may hold, of which a function then has the ARN: `SIGNING_KEY`, `JWT_ENCRYPTION_KEY`. */
export function mayNameKmsKey(name: string): boolean {
  return /(?:^|_)(?:SIGNING|SIGN|ENCRYPTION|DECRYPTION|HMAC|MASTER)_KEY$/i.test(name);
}

/** A run asks for the same names again and again. */
const knownNames = new Map<string, boolean>();

/**
 * What Lambda and others set for the SDK's own credential providers. Other names that begin with `AWS_` are the author's:
 * `AWS_COGNITO_CLIENT_SECRET`. (https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html)
 */
const SET_FOR_THE_SDK = /^(?:AWS_(?:CONTAINER|WEB_IDENTITY|LAMBDA|SECURITY_TOKEN|PROFILE)|LAMBDA_|_)/;

function saysItIsSecret(name: string): boolean {
  if (!PARTS.test(name) || reservedEnvironment.has(name) || SET_FOR_THE_SDK.test(name)) return false;
  const words = toWords(name);
  if (words.some((word) => REFERENCE_ANYWHERE.has(word))) return false;
  const end = Math.max(
    words.findLastIndex((word) => JOINED_WORDS.test(word)) + 1,
    ...SECRET_WORDS.map((secret) => endOf(secret, words)),
  );
  return end > 0 && !words.slice(end).some((word) => REFERENCE_AFTER.has(word));
}

/** What every word of secrets has in it: a look that spares most names the rest. */
const PARTS = /pass|pwd|secret|token|credential|key/i;
const EVERY_PART = new RegExp(PARTS, "gi");

/** False for a text without a word that names a secret: a look that spares most files the rest. */
export function mayNameSecret(text: string): boolean {
  const words = new Set<string>();
  // The word around each match is cut out by hand: `\w*` on both sides would look at every word from each of its letters.
  for (const { index, 0: match } of text.matchAll(EVERY_PART)) {
    let start = index;
    let end = index + match.length;
    while (start > 0 && isWordCharacter(text.charCodeAt(start - 1))) start--;
    while (isWordCharacter(text.charCodeAt(end))) end++;
    words.add(text.slice(start, end));
  }
  return [...words].some((word) => saysSecret(toWords(word)));
}

function isWordCharacter(code: number): boolean {
  const isDigit = code >= 48 && code <= 57;
  const isUpper = code >= 65 && code <= 90;
  const isLower = code >= 97 && code <= 122;
  return isDigit || isUpper || isLower || code === 95;
}

function saysSecret(words: readonly string[]): boolean {
  return (
    SECRET_WORDS.some((secret) => endOf(secret, words) > 0) || words.some((word) => JOINED_WORDS.test(word))
  );
}

/** `stripeAPIKey_prod_v2` → STRIPE, API, KEY, V2 */
function toWords(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .toUpperCase()
    .split(/[^A-Z\d]+/)
    .filter((word) => word !== "" && !STAGES.has(word));
}

/** The index after the last place where the words stand in a row, or 0. */
function endOf(secret: readonly string[], words: readonly string[]): number {
  for (let start = words.length - secret.length; start >= 0; start--) {
    if (secret.every((word, offset) => words[start + offset] === word)) return start + secret.length;
  }
  return 0;
}

const CONNECTION = /(?:^|_)(?:URL|URI|DSN|CONNECTION|CONNECTION_STRING)$/i;

/** Whether a variable may hold an address with a user and a password in it: `DATABASE_URL`. Most hold none. */
export function mayNameConnection(name: string): boolean {
  return CONNECTION.test(name);
}
