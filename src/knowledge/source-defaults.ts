import type { Sourced } from "./fact.js";

const checked = "2026-11-26";

interface SourceDefaults extends Sourced {
  /** Whose default it is, as a message can say it. */
  readonly of: string;
  readonly visibilityTimeoutSec?: number;
  readonly integrationTimeoutMs?: number;
  readonly payloadVersion?: string;
}

/** What event sources do when their configuration does not say it. */
export const sourceDefaults = {
  sqs: {
    of: "Amazon SQS",
    visibilityTimeoutSec: 30,
    source:
      "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html",
    checked,
  },
  httpApi: {
    of: "API Gateway",
    integrationTimeoutMs: 30_000,
    payloadVersion: "2.0",
    source: "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html",
    checked,
  },
  cognito: {
    of: "Amazon Cognito",
    integrationTimeoutMs: 5_000,
    source:
      "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html",
    checked,
  },
  appSync: {
    of: "AppSync",
    integrationTimeoutMs: 30_000,
    source: "https://docs.aws.amazon.com/general/latest/gr/appsync.html",
    checked,
  },
  restApi: {
    of: "API Gateway",
    integrationTimeoutMs: 29_000,
    source:
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html",
    checked,
  },
} as const satisfies Readonly<Record<string, SourceDefaults>>;
