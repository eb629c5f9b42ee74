import type { EventKind } from "../../knowledge/handler-types.js";

/** A few fields of an event that tell one request from another and hold nothing that must stay out of a log. */
const PICKS: Partial<Record<EventKind, (event: string) => string>> = {
  "apigw-rest": (event) => `{ requestId: ${event}.requestContext.requestId, path: ${event}.path }`,
  "apigw-http": (event) => `{ requestId: ${event}.requestContext.requestId, path: ${event}.rawPath }`,
  "function-url": (event) => `{ requestId: ${event}.requestContext.requestId, path: ${event}.rawPath }`,
  "apigw-websocket": (event) => `{ requestId: ${event}.requestContext.requestId }`,
  alb: (event) => `{ path: ${event}.path, method: ${event}.httpMethod }`,
  appsync: (event) => `{ field: ${event}.info.fieldName }`,
  eventbridge: (event) => `{ id: ${event}.id, source: ${event}.source }`,
  cognito: (event) => `{ triggerSource: ${event}.triggerSource }`,
  sqs: (event) => `{ records: ${event}.Records.length }`,
  sns: (event) => `{ records: ${event}.Records.length }`,
  kinesis: (event) => `{ records: ${event}.Records.length }`,
  "dynamodb-stream": (event) => `{ records: ${event}.Records.length }`,
  "custom-resource": (event) => `{ requestId: ${event}.RequestId, requestType: ${event}.RequestType }`,
};

/** The fields worth a log entry of an event that comes from the source, as an object literal; undefined for the others. */
export function buildEventPick(kind: EventKind | undefined, event: string): string | undefined {
  return kind && PICKS[kind]?.(event);
}
