import type { Sourced } from "./fact.js";

/**
 * Packages of which it is known what they do beside computing: they talk to AWS or to nobody, start no threads, and read no
 * environment variables but those of their own names.
 *
 * @public Held against its date by the tests of all tables.
 */
export const quietPackagesSource: Sourced = {
  source: "https://docs.aws.amazon.com/powertools/typescript/latest/environment-variables/",
  checked: "2026-11-26",
};

const QUIET =
  /^(?:@aws-sdk\/(?!client-(?:dax|docdb|neptunedata)).+|@smithy\/.+|@aws-crypto\/.+|aws-sdk|@aws-lambda-powertools\/.+|@middy\/.+|@types\/.+|@aws\/durable-execution-sdk-js|aws-lambda|uuid|nanoid|ulid|ulidx|zod|ajv|ajv-.+|yup|joi|valibot|superstruct|date-fns|date-fns-tz|dayjs|luxon|moment|lodash|lodash-es|lodash\..+|ramda|tslib|reflect-metadata|class-validator|class-transformer|http-errors|http-status-codes|ms|qs|semver|fast-json-stringify|json5|csv-parse|csv-stringify|papaparse|jsonpath|jmespath|validator|aws-lambda-consumer|source-map-support|electrodb|dynamodb-toolbox|jsonwebtoken|jose|mime-types|change-case|pluralize|deepmerge|fast-deep-equal)$/;

/** True for a package that does nothing that a function's settings would have to know. */
export function isQuietPackage(name: string): boolean {
  return QUIET.test(name);
}

/** Clients of HTTP: whom they talk to, code says. AWS answers nothing that is not signed. */
const HTTP_CLIENT =
  /^(?:axios|axios-retry|node-fetch|cross-fetch|isomorphic-fetch|undici|got|ky|ofetch|superagent|needle|form-data)$/;

/** Packages that talk to others than AWS, or to nobody, whatever else they do: write logs, start threads, read variables. */
const OF_OTHERS: readonly RegExp[] = [
  // What writes to the log of the function.
  /^(?:pino|pino-(?:http|lambda|pretty)|winston|bunyan|loglevel|debug|lambda-log|morgan)$/,
  // What takes requests apart and answers them.
  /^(?:express|cors|helmet|body-parser|cookie-parser|cookie|compression|serverless-http|@vendia\/serverless-express|@codegenie\/serverless-express|aws-serverless-express|hono|@hono\/(?:zod-validator|zod-openapi|node-server|swagger-ui)|fastify|@fastify\/(?:aws-lambda|cors|helmet|cookie)|koa|@koa\/(?:router|cors)|koa-bodyparser|itty-router|path-to-regexp|graphql|graphql-tag|graphql-request|@apollo\/server|@as-integrations\/aws-lambda|@trpc\/server|busboy|lambda-multipart-parser|parse-multipart-data|openapi-backend)$/,
  // Databases with a protocol of their own.
  /^(?:pg|pg-promise|pg-pool|postgres|mysql|mysql2|mongodb|mongoose|redis|ioredis|knex|kysely|sequelize|@prisma\/client|@neondatabase\/serverless|@planetscale\/database|@upstash\/redis|@supabase\/supabase-js|better-sqlite3)$/,
  // Services of others.
  /^(?:stripe|openai|@anthropic-ai\/sdk|twilio|@sendgrid\/mail|resend|postmark|@slack\/(?:web-api|webhook|bolt)|@octokit\/(?:rest|core|graphql|app|auth-app)|googleapis|firebase-admin|@google\/generative-ai|algoliasearch|@elastic\/elasticsearch|telegraf|grammy|@line\/bot-sdk|discord-interactions|discord-api-types|web-push|@sentry\/(?:node|serverless|aws-serverless)|aws-xray-sdk|aws-xray-sdk-core|aws-jwt-verify|jwks-rsa|jwk-to-pem|tweetnacl)$/,
  // What computes.
  /^(?:bcrypt|bcryptjs|argon2|crypto-js|cheerio|sharp|jimp|pdf-lib|pdfkit|qrcode|exceljs|handlebars|mustache|ejs|marked|xml2js|fast-xml-parser|js-yaml|yaml|dotenv|dataloader|rxjs|p-limit|p-map|p-retry|p-queue|async|async-retry|bluebird|cuid|@paralleldrive\/cuid2|short-uuid|query-string|tsyringe|inversify|fp-ts|io-ts|io-ts-types|neverthrow|ts-pattern|zod-to-json-schema|zod-validation-error|envalid|env-var|immer|decimal\.js|bignumber\.js|big\.js|moment-timezone|csv-parser|fast-csv|file-type|jszip|adm-zip|archiver|email-validator|libphonenumber-js|geolib|ngeohash|string-similarity|slugify|sanitize-html|html-to-text|mjml|rrule|cron-parser|object-hash|just-.+|remeda|radash|effect)$/,
];

/** True for a package that asks AWS for nothing by itself, nor with the permissions of the function. */
export function asksNobodyOfAws(name: string): boolean {
  return QUIET.test(name) || HTTP_CLIENT.test(name) || OF_OTHERS.some((pattern) => pattern.test(name));
}

/** Of Powertools there is nothing in its layer but what the package of the same name has. */
export function isQuietLayer(layer: string): boolean {
  return /:layer:AWSLambdaPowertoolsTypeScript(?:V\d+)?(?::|$)/.test(layer);
}

/**
 * Layers that watch a function: agents and extensions, which ask AWS for things of their own, and read no environment variables
 * but those that begin with their names. (https://docs.aws.amazon.com/lambda/latest/dg/extensions-api-partners.html)
 */
const WATCHER =
  /:layer:(?:Dynatrace_|Datadog-(?:Node|Extension)|lumigo-|NewRelic|Sentry|LambdaInsightsExtension|AWSOpenTelemetryDistroJs|aws-otel-(?:nodejs|collector)-|opentelemetry-(?:nodejs|collector)-|AWS-Parameters-and-Secrets-Lambda-Extension)[\w-]*(?::|$)/;

/** True for a layer that reads no environment variables but those of its own names. */
export function readsOnlyItsOwnVariables(layer: string): boolean {
  return isQuietLayer(layer) || WATCHER.test(layer);
}

/** Services that watching layers ask: for their own keys, and to hand over what they saw. */
const ASKED_BY_WATCHERS = /^(?:secretsmanager|ssm|kms|sts|logs|xray|aps|appconfig|\*)/;

/** True for a layer that does nothing for which one of the actions would be needed. */
export function needsNone(layer: string, actions: readonly string[]): boolean {
  return (
    isQuietLayer(layer) || (WATCHER.test(layer) && !actions.some((action) => ASKED_BY_WATCHERS.test(action)))
  );
}

/**
 * Packages that may ask AWS for something, or write files, and read no environment variables but those that begin with their own
 * names, and those of AWS. They are taken for what they are known for: a package that is not here silences `unused-env`.
 */
const OWN_VARIABLES_ONLY =
  /^(?:@opensearch-project\/opensearch|@gomomento\/sdk|js-base64|aws4|aws4fetch|aws4-axios|amazon-cognito-identity-js|dynamoose|dynamodb-onetable|data-api-client|serverless-mysql|typeorm|@nestjs\/(?:common|core|platform-express|platform-fastify)|type-graphql|graphql-yoga|apollo-server-lambda|apollo-server|kafkajs|lru-cache|bottleneck|exponential-backoff|nodemailer|mailparser|unzipper|csvtojson|xlsx|pdf-parse|puppeteer|puppeteer-core|@sparticuz\/chromium|chrome-aws-lambda|lambda-api|aws-embedded-metrics)$/;

/** True for a package of which it is known that it reads no variable which a project names. */
function readsNoNamedVariable(name: string): boolean {
  return asksNobodyOfAws(name) || OWN_VARIABLES_ONLY.test(name);
}

/** Names of environment variables that packages, layers, extensions and wrappers read by themselves. */
const READ_ELSEWHERE =
  /^(?:POWERTOOLS_|AWS_EMF_|DURABLE_|LOG_LEVEL$|SENTRY_|NEW_RELIC_|LUMIGO_|EPSAGON_|DATADOG_|DD_|THUNDRA_|CORALOGIX_|HONEYCOMB_|INSTANA_|ELASTIC_APM_|DYNATRACE_|DT_|OPENTELEMETRY_|PG[A-Z]+$|MYSQL_|REDIS_URL$|DATABASE_URL$|HTTPS?_PROXY$|NO_PROXY$|PRISMA_|PARAMETERS_SECRETS_EXTENSION_|SSM_PARAMETER_STORE_|SECRETS_MANAGER_|APPCONFIG_|LD_|FONTCONFIG_|PUPPETEER_|CHROME|SENTRY|RUST_|JAVA_|PYTHON)/;

/**
 * Packages that read no variable at all, not even one of their own name.
 * (https://github.com/auth0/node-jwks-rsa/tree/master/src, https://github.com/soldair/node-qrcode/tree/master/lib)
 */
const NO_VARIABLES = /^(?:jwks-rsa|qrcode)$/;

/** Parts of packages' names that say nothing of whose variable it is. */
const COMMON_WORD =
  /^(?:.{0,3}|api|apis|client|clients|core|node|nodejs|server|lambda|service|services|utils?|common|types?|http|https|data|base|config|name|table|queue|topic|bucket|region|stage|domain)$/i;

/** True for a variable that may be read by something other than the project's own code. */
export function isReadElsewhere(name: string, packages: ReadonlySet<string>): boolean {
  if (READ_ELSEWHERE.test(name)) return true;
  // Another package, often of the same makers, may be the larger part of the function.
  if (![...packages].every(readsNoNamedVariable)) return true;
  const words = name.toLowerCase().split("_");
  // `STRIPE_API_KEY` is what `stripe` looks for.
  return [...packages].some((module) => {
    const [scope = "", own = scope] = module.replace(/^@/, "").split("/");
    if (isQuietPackage(module) || NO_VARIABLES.test(module)) return false;
    const parts = [scope, own, ...own.split(/[-._]/).filter((part) => !COMMON_WORD.test(part))];
    return parts.some((part) => words.includes(part.toLowerCase()));
  });
}
