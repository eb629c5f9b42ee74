import type { Sourced } from "./fact.js";
import type { EventKind } from "./handler-types.js";

/**
 * Where it is said how each source invokes a function.
 *
 * @public Held against its date by the tests of all tables.
 */
export const eventDeliverySource: Sourced = {
  source: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html",
  checked: "2026-11-26",
};

/**
 * How a source invokes the function:
 *
 * - `async`: Lambda queues the event, tries three times, and then gives it to the function's dead-letter queue or destination.
 * - `poll`: an event source mapping of Lambda's reads batches from a queue or a stream.
 * - `sync`: the caller waits for the answer.
 */
export type EventDelivery = "async" | "poll" | "sync";

const DELIVERY = {
  async: ["s3", "sns", "eventbridge", "scheduled", "cloudwatch-logs", "iot", "ses"],
  poll: ["sqs", "kinesis", "dynamodb-stream", "msk", "self-managed-kafka"],
  sync: [
    ...(["alb", "apigw-rest", "apigw-http", "apigw-websocket", "authorizer"] as const),
    ...(["function-url", "appsync", "cognito"] as const),
  ],
} as const satisfies Record<EventDelivery, readonly EventKind[]>;

const byKind = new Map<EventKind, EventDelivery>(
  (Object.keys(DELIVERY) as EventDelivery[]).flatMap((delivery) =>
    DELIVERY[delivery].map((kind): [EventKind, EventDelivery] => [kind, delivery]),
  ),
);

/** Undefined for a source of which it is not known, or that comes in several ways. */
export function deliveryOf(kind: EventKind | undefined): EventDelivery | undefined {
  return kind && byKind.get(kind);
}
