import type { EventKind } from "./handler-types.js";
import type { Sourced } from "./fact.js";

/**
 * Where it is said which events are alike.
 *
 * @public Held against its date by the tests of all tables.
 */
export const eventCompatibilitySource: Sourced = {
  source: "https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html",
  checked: "2026-11-26",
};

/**
 * Sources whose events have the same shape, so that code for one takes those of the other: function URLs send what HTTP
 * APIs send, a schedule is a rule of EventBridge, and the events of WebSocket APIs are written with the type of REST APIs.
 */
const ALIKE: readonly (readonly EventKind[])[] = [
  ["apigw-http", "function-url"],
  ["eventbridge", "scheduled"],
  ["apigw-rest", "apigw-websocket"],
  ["msk", "self-managed-kafka"],
];

/** Sources whose events are told apart for certain: the code of one does not work with another's. */
const TOLD_APART: ReadonlySet<EventKind> = new Set<EventKind>([
  "alb",
  "apigw-rest",
  "apigw-http",
  "apigw-websocket",
  "function-url",
  "sqs",
  "sns",
  "s3",
  "kinesis",
  "dynamodb-stream",
  "msk",
  "self-managed-kafka",
  "eventbridge",
  "scheduled",
  "cloudwatch-logs",
]);

/** True when the source never sends what events of the other kind have: the code of one does not work with those of the other. */
export function areIncompatible(needed: EventKind, sent: EventKind): boolean {
  if (needed === sent || !TOLD_APART.has(sent)) return false;
  return !ALIKE.some((kinds) => kinds.includes(needed) && kinds.includes(sent));
}

/** True for a source whose events have types of their own, which are not used for those of others. */
export function isToldApart(kind: EventKind): boolean {
  return TOLD_APART.has(kind);
}
