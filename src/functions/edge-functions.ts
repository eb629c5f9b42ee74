import type { Place } from "./config-value.js";
import type { EventSource, FunctionConfig } from "./function-config.js";

/** The service that takes the role of a function of Lambda@Edge, beside Lambda itself. */
export const EDGE_PRINCIPAL = "edgelambda.amazonaws.com";

/**
 * Whether CloudFront runs the function. Such a one takes neither arm64 nor tracing, is called by the number of a version and
 * by no alias, and has its log and its metrics in the regions of those who ask: what nobody sets there is no choice.
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-edge-function-restrictions.html)
 */
export function isAtEdge({ sources }: FunctionConfig): boolean {
  return sources.some(({ kind, sender }) => (kind ?? sender) === "cloudfront");
}

/** What a role says that CloudFront may take: it is there for this, and what the function is sent no distribution says. */
export function sourceOfEdgeRole(place: Place): EventSource {
  return {
    kind: undefined,
    sender: "cloudfront",
    place,
    batchSize: undefined,
    reportsBatchItemFailures: undefined,
  };
}
