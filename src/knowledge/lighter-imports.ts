import type { Sourced } from "./fact.js";
import { lodashFunctions } from "./lodash-functions.js";

/** A heavy import that has a lighter counterpart. The weights themselves are measured: see import-weights.ts. */
export interface LighterImport extends Sourced {
  /** The heavy specifier, exactly as it is imported. */
  readonly module: string;
  /** Why it is heavy: ends the sentence "`module` is heavy because …". */
  readonly why: string;
  /** What to import instead, for the end of a message: "… or import `lighter`." May have a `<placeholder>`. */
  readonly lighter: string;
  /**
   * `part`: the same code, had alone. `replacement`: another library, or another way to do it, which takes rewriting: no
   * reason to report an import that every path needs.
   */
  readonly relation: "part" | "replacement";
  /** True when bundlers leave out by themselves what a file does not use of it: ES modules without side effects. */
  readonly isTreeShakable?: boolean;
  /** The row of the table of import weights that stands for `lighter`. A test holds it against the row of `module`. */
  readonly measuredAs: string;
  /** Present when the edit is mechanical, keeps the behaviour and type-checks. Elsewhere code must be rewritten. */
  readonly rewrite?: ImportRewrite;
}

/**
 * Every named import of the module becomes an import of its own. For the module's default import or namespace `_`
 * the same holds for each member that is read as `_.name`.
 *
 * Every form was resolved by Node.js (`require` and `import`) and by TypeScript (NodeNext, bundler, node10), and
 * gives the very object or function that the whole module exports, or a copy of it that behaves alike.
 */
export interface ImportRewrite {
  /**
   * The specifier that carries `name`, or undefined when the rewrite does not cover it: a type, a name without a
   * file of its own, or one that works differently there. Ends in `.js` where Node.js resolves nothing else from ESM.
   */
  readonly specifierOf: (name: string) => string | undefined;
  /** `default`: `import name from "…"` (needs `esModuleInterop`). `named`: `import { name } from "…"`. */
  readonly binding: "default" | "named";
  /** A module that has these members of the whole, and is loaded with each part anyway. */
  readonly rest?: { readonly specifier: string; readonly has: (name: string) => boolean };
  /** The first version of the package that has these subpaths in this form, if earlier ones do not. */
  readonly since?: string;
  /** With more names than these, unbundled, the parts were measured to be no lighter than the whole. */
  readonly mostNames?: { readonly cjs: number; readonly esm: number };
}

/** Exports of date-fns that are aliases or tables of another file. */
const dateFnsWithoutFile = new Set([
  "formatDate",
  "formatters",
  "lightFormatters",
  "longFormatters",
  "parsers",
]);

/** Service classes of SDK v2 that Lambda functions call. The other exports of `aws-sdk` have no client file. */
const sdkV2Services = new Set([
  "ApiGatewayManagementApi",
  "APIGateway",
  "AppConfig",
  "AppConfigData",
  "AppSync",
  "Athena",
  "AutoScaling",
  "Batch",
  "CloudFormation",
  "CloudFront",
  "CloudWatch",
  "CloudWatchEvents",
  "CloudWatchLogs",
  "CodeBuild",
  "CodeCommit",
  "CodePipeline",
  "CognitoIdentity",
  "CognitoIdentityServiceProvider",
  "Comprehend",
  "Connect",
  "CostExplorer",
  "DMS",
  "DynamoDB",
  "DynamoDBStreams",
  "EC2",
  "ECR",
  "ECS",
  "EKS",
  "ElastiCache",
  "EventBridge",
  "Firehose",
  "Glue",
  "IAM",
  "Iot",
  "IotData",
  "Kinesis",
  "KMS",
  "Lambda",
  "LexRuntime",
  "Location",
  "MediaConvert",
  "Organizations",
  "Pinpoint",
  "Polly",
  "RDS",
  "RDSDataService",
  "Redshift",
  "RedshiftData",
  "Rekognition",
  "Route53",
  "S3",
  "SageMakerRuntime",
  "Scheduler",
  "SecretsManager",
  "ServiceCatalog",
  "ServiceDiscovery",
  "SES",
  "SESV2",
  "SNS",
  "SQS",
  "SSM",
  "StepFunctions",
  "STS",
  "Textract",
  "TimestreamQuery",
  "TimestreamWrite",
  "TranscribeService",
  "Translate",
  "XRay",
]);

const checked = "2026-11-24";

export const lighterImports: readonly LighterImport[] = [
  {
    module: "@faker-js/faker",
    relation: "part",
    isTreeShakable: true,
    why: "it loads the names and words of every language",
    lighter: "@faker-js/faker/locale/en",
    measuredAs: "@faker-js/faker/locale/en",
    rewrite: {
      specifierOf: (name) => (name === "faker" ? "@faker-js/faker/locale/en" : undefined),
      binding: "named",
      since: "8.0.0",
    },
    source: "https://fakerjs.dev/guide/localization",
    checked,
  },
  {
    module: "@octokit/rest",
    relation: "replacement",
    why: "it adds a method for every endpoint of the API",
    lighter: "@octokit/core",
    measuredAs: "@octokit/core",
    source: "https://www.npmjs.com/package/@octokit/core",
    checked,
  },
  {
    module: "@slack/bolt",
    relation: "replacement",
    why: "it brings an HTTP server and a WebSocket client along",
    lighter: "@slack/web-api",
    measuredAs: "@slack/web-api",
    source: "https://www.npmjs.com/package/@slack/web-api",
    checked,
  },
  {
    module: "arktype",
    relation: "replacement",
    why: "it builds its own grammar and types at the top level",
    lighter: "valibot",
    measuredAs: "valibot",
    source: "https://valibot.dev/guides/comparison/",
    checked,
  },
  {
    module: "aws-sdk",
    relation: "part",
    why: "it loads the clients of all services, and has been out of support since 2025-09-08",
    lighter: "aws-sdk/clients/<service>",
    measuredAs: "aws-sdk/clients/s3",
    rewrite: {
      specifierOf: (name) =>
        sdkV2Services.has(name) ? `aws-sdk/clients/${name.toLowerCase()}.js` : undefined,
      binding: "default",
      // The clients read the configuration that it holds: "Importing the AWS SDK global" in the package's README.
      rest: {
        specifier: "aws-sdk/global.js",
        has: (name) => name === "config" || name.endsWith("Credentials"),
      },
    },
    source: "https://docs.aws.amazon.com/sdk-for-javascript/v2/developer-guide/webpack.html",
    checked,
  },
  {
    module: "cheerio",
    relation: "replacement",
    why: "it loads a second parser, and an HTTP client to fetch pages with",
    lighter: "cheerio/slim",
    measuredAs: "cheerio/slim",
    source: "https://cheerio.js.org/docs/advanced/configuring-cheerio",
    checked,
  },
  {
    module: "class-validator",
    relation: "replacement",
    why: "it loads every validator and the data of all phone numbers",
    lighter: "valibot",
    measuredAs: "valibot",
    source: "https://valibot.dev/guides/comparison/",
    checked,
  },
  {
    module: "date-fns",
    relation: "part",
    isTreeShakable: true,
    why: "its index loads every function from a file of its own",
    lighter: "date-fns/<name>",
    measuredAs: "date-fns/format",
    rewrite: {
      specifierOf: (name) =>
        /^[a-z]/.test(name) && !dateFnsWithoutFile.has(name) ? `date-fns/${name}` : undefined,
      binding: "named",
      since: "3.0.0",
    },
    source: "https://github.com/date-fns/date-fns/blob/main/CHANGELOG.md",
    checked,
  },
  {
    module: "date-fns/locale",
    relation: "part",
    isTreeShakable: true,
    why: "its index loads the words of all languages",
    lighter: "date-fns/locale/<name>",
    measuredAs: "date-fns/locale/de",
    rewrite: {
      specifierOf: (name) => (isDateFnsLocale(name) ? `date-fns/locale/${fileOfLocale(name)}` : undefined),
      binding: "named",
      since: "3.0.0",
    },
    source: "https://github.com/date-fns/date-fns/blob/main/CHANGELOG.md",
    checked,
  },
  {
    module: "effect",
    relation: "part",
    isTreeShakable: true,
    why: "its index loads every module of the library",
    lighter: "effect/<Module>",
    measuredAs: "effect/Effect",
    source: "https://www.npmjs.com/package/effect",
    checked,
  },
  {
    module: "express",
    relation: "replacement",
    why: "it loads the parsers of all request bodies and the table of all media types",
    lighter: "hono",
    measuredAs: "hono",
    source: "https://hono.dev/docs/getting-started/aws-lambda",
    checked,
  },
  {
    module: "googleapis",
    relation: "part",
    why: "it loads the client of every Google API",
    lighter: "@googleapis/<api>",
    measuredAs: "@googleapis/sheets",
    source: "https://github.com/googleapis/google-api-nodejs-client#readme",
    checked,
  },
  {
    module: "joi",
    relation: "replacement",
    why: "it loads every type it can check",
    lighter: "valibot",
    measuredAs: "valibot",
    source: "https://valibot.dev/guides/comparison/",
    checked,
  },
  {
    module: "jsdom",
    relation: "replacement",
    why: "it builds a whole browser, network and style sheets included",
    lighter: "node-html-parser",
    measuredAs: "node-html-parser",
    source: "https://www.npmjs.com/package/node-html-parser",
    checked,
  },
  {
    module: "lodash",
    relation: "part",
    why: "all 300 functions are one file",
    lighter: "lodash/<name>",
    measuredAs: "lodash/get",
    rewrite: {
      specifierOf: (name) => (lodashFunctions.has(name) ? `lodash/${name}.js` : undefined),
      binding: "default",
      // Of the whole: get 0.6 (ESM 0.3), three functions 0.8 to 1.4 (0.4 to 0.5), ten functions 1.9 (0.8).
      mostNames: { cjs: 1, esm: 10 },
    },
    source: "https://www.npmjs.com/package/lodash",
    checked,
  },
  {
    module: "lodash-es",
    relation: "part",
    isTreeShakable: true,
    why: "its index loads every function from a file of its own",
    lighter: "lodash-es/<name>",
    measuredAs: "lodash-es/get",
    rewrite: {
      specifierOf: (name) => (lodashFunctions.has(name) ? `lodash-es/${name}.js` : undefined),
      binding: "default",
    },
    source: "https://www.npmjs.com/package/lodash-es",
    checked,
  },
  {
    module: "moment",
    relation: "replacement",
    why: "everything is one file, and its authors advise against it in new projects",
    lighter: "dayjs",
    measuredAs: "dayjs",
    source: "https://momentjs.com/docs/#/-project-status/",
    checked,
  },
  {
    module: "moment-timezone",
    relation: "replacement",
    why: "it carries its own table of time zones, which Node.js has already",
    lighter: "luxon",
    measuredAs: "luxon",
    source: "https://momentjs.com/docs/#/-project-status/",
    checked,
  },
  {
    module: "ramda",
    relation: "part",
    isTreeShakable: true,
    why: "its index loads every function from a file of its own",
    lighter: "ramda/src/<name>",
    measuredAs: "ramda/src/map",
    source: "https://www.npmjs.com/package/ramda",
    checked,
  },
  {
    module: "validator",
    relation: "part",
    why: "its index loads every validator",
    lighter: "validator/lib/<name>",
    measuredAs: "validator/lib/isEmail",
    source: "https://www.npmjs.com/package/validator",
    checked,
  },
  {
    module: "winston",
    relation: "replacement",
    why: "it brings its own copy of the streams of Node.js along",
    lighter: "@aws-lambda-powertools/logger",
    measuredAs: "@aws-lambda-powertools/logger",
    source: "https://docs.aws.amazon.com/powertools/typescript/latest/features/logger/",
    checked,
  },
  {
    module: "zod",
    relation: "replacement",
    why: "its index loads the words of all languages and the JSON schema converter",
    lighter: "valibot",
    measuredAs: "valibot",
    source: "https://valibot.dev/guides/comparison/",
    checked,
  },
];

/** `de`, `enUS`, `uzCyrl`: a language, and a region or a script. */
function isDateFnsLocale(name: string): boolean {
  return /^[a-z]{2,3}(?:[A-Z]{2}|[A-Z][a-z]{3,5})?$/.test(name);
}

/** `enUS` is in `en-US`. */
function fileOfLocale(name: string): string {
  return name === "beTarask" ? "be-tarask" : name.replace(/(?=[A-Z])/, "-");
}
