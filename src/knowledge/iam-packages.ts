import type { Sourced } from "./fact.js";

/**
 * Which packages ask which service, as their own pages say.
 *
 * @public Held against its date by the tests of all tables.
 */
export const iamPackagesSource: Sourced = {
  source: "https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/",
  checked: "2026-11-26",
};

/** The packages that ask a service, by the prefix of its actions. */
const PACKAGES: ReadonlyMap<string, RegExp> = new Map([
  ["dynamodb", /^@aws-sdk\/(?:client-dynamodb|lib-dynamodb)|^electrodb$|^dynamodb-toolbox$/],
  ["s3", /^@aws-sdk\/(?:client-s3|lib-storage|s3-)/],
  ["sqs", /^@aws-sdk\/client-sqs$/],
  ["sns", /^@aws-sdk\/client-sns$/],
  ["lambda", /^@aws-sdk\/client-lambda$|^@aws\/durable-execution/],
  ["secretsmanager", /^@aws-sdk\/client-secrets-manager$/],
  ["ssm", /^@aws-sdk\/client-ssm$/],
  ["states", /^@aws-sdk\/client-sfn$/],
  ["events", /^@aws-sdk\/client-eventbridge$|^@aws-sdk\/client-cloudwatch-events$/],
  ["kinesis", /^@aws-sdk\/client-kinesis$/],
  ["firehose", /^@aws-sdk\/client-firehose$/],
  ["ses", /^@aws-sdk\/client-ses(?:v2)?$/],
]);

/** Packages that ask whichever service they are told to. */
const ANY_SERVICE =
  /^aws-sdk$|^@aws-lambda-powertools\/(?:parameters|idempotency|kafka)|^@middy\/(?:appconfig|dynamodb|rds-signer|s3|secrets-manager|service-discovery|ssm|sts|ws-response|cloudformation|util)/;

/** Packages of which one works with the operations of another by names of its own. */
const OWN_NAMES = /^(?:electrodb|dynamodb-toolbox|@aws-sdk\/lib-storage|@aws\/durable-execution.*)$/;

/**
 * Whether code that loads packages asks a service: by operations that stand in it, not at all, or in a way that is not seen.
 *
 * @param service prefix of its actions: `states`
 */
export function packagesOfService(
  service: string,
  packages: ReadonlySet<string>,
): "named" | "none" | "unknown" {
  const pattern = PACKAGES.get(service);
  const loaded = [...packages];
  if (pattern === undefined || loaded.some((name) => ANY_SERVICE.test(name))) return "unknown";
  // Of other services some act with the caller's permissions: they read what is to be analysed, and write what they made.
  if (loaded.some((name) => CLIENT.test(name) && !isKnownClient(name))) return "unknown";
  const asking = loaded.filter((name) => pattern.test(name));
  if (asking.length === 0) return "none";
  return asking.some((name) => OWN_NAMES.test(name)) ? "unknown" : "named";
}

/**
 * Operations of the services above that make them act on others with the caller's permissions: DynamoDB reads what it imports
 * and writes what it exports, Lambda reads the code of a function from a bucket, and Systems Manager runs an automation.
 * Sources, beside the above:
 * - https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataImport.Requesting.html
 * - https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport_Requesting.html
 * - https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-setup.html
 */
export const actingForCaller =
  /\b(?:[iI]mportTable|[eE]xportTableToPointInTime|[cC]reateFunction|[uU]pdateFunctionCode|[pP]ublishLayerVersion|[sS]tartAutomationExecution)(?:Command)?\b/;

/** Clients of services that do nothing to others with the caller's permissions. */
const HARMLESS =
  /^@aws-sdk\/client-(?:scheduler|cloudwatch|cloudwatch-logs|apigatewaymanagementapi|cognito-identity-provider|kms|appconfigdata)$/;
const CLIENT = /^@aws-sdk\/client-/;

function isKnownClient(name: string): boolean {
  return HARMLESS.test(name) || [...PACKAGES.values()].some((pattern) => pattern.test(name));
}
