/** How often the SDKs send a request where nobody says it. */
export const sdkRetries = {
  /** `maxAttempts` of SDK v3, the first one included. */
  v3Attempts: 3,
  /** `maxRetries` of SDK v2, and that of its DynamoDB clients. */
  v2Retries: 3,
  v2DynamoRetries: 10,
  source: "https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html",
  checked: "2026-11-26",
} as const;
