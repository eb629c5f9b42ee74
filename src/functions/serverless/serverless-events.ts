import { defaultBatchSizes } from "../../knowledge/function-defaults.js";
import type { EventKind } from "../../knowledge/handler-types.js";
import { type ConfigNode, entriesOf, itemsOf, nodeAt } from "../config-node.js";
import { kindOfArn } from "../cloudformation/event-sources.js";
import { onlyValue } from "../config-value.js";
import { asNumber, asText, readScalar } from "../convert-value.js";
import type { EventSource } from "../function-config.js";
import type { Follow } from "./variables.js";

/** Keys of an event in serverless.yml, by what the function gets from them. */
const KIND_BY_KEY = new Map<string, EventKind>([
  ["http", "apigw-rest"],
  ["httpApi", "apigw-http"],
  ["websocket", "apigw-websocket"],
  ["alb", "alb"],
  ["sqs", "sqs"],
  ["sns", "sns"],
  ["s3", "s3"],
  ["msk", "msk"],
  ["kafka", "self-managed-kafka"],
  ["schedule", "scheduled"],
  ["eventBridge", "eventbridge"],
  ["cloudwatchEvent", "eventbridge"],
  ["cloudwatchLog", "cloudwatch-logs"],
  ["iot", "iot"],
  ["cognitoUserPool", "cognito"],
]);

/** (https://www.serverless.com/framework/docs/providers/aws/guide/events) */
export function readServerlessEvents(events: ConfigNode | undefined, follow: Follow): readonly EventSource[] {
  return itemsOf(follow(events)).flatMap((item) => {
    const event = follow(item);
    if (event?.kind === "scalar") return [source(KIND_BY_KEY.get(String(event.value)), event)];
    return entriesOf(event).map(([key, value]) => readEvent(key, follow(value) ?? value, follow));
  });
}

function readEvent(key: string, value: ConfigNode, follow: Follow): EventSource {
  const kind = key === "stream" ? kindOfStream(value, follow) : KIND_BY_KEY.get(key);
  const size = kind === undefined ? undefined : defaultBatchSizes.get(kind);
  if (size === undefined) {
    const hasOwnInput = ["input", "inputPath", "inputTransformer"].some((name) => nodeAt(value, name));
    // With `integration: lambda` a template makes the event, not API Gateway.
    const isOwnIntegration = /^lambda$/i.test(textAt(value, "integration", follow) ?? "");
    return source(hasOwnInput || isOwnIntegration ? undefined : kind, value);
  }
  const response = textAt(value, "functionResponseType", follow);
  return {
    kind,
    place: value.place,
    batchSize: asNumber(readScalar(follow(nodeAt(value, "batchSize")))) ?? {
      k: "default",
      value: size,
      of: "AWS Lambda",
    },
    reportsBatchItemFailures: response === "ReportBatchItemFailures",
  };
}

/** `stream: arn:aws:kinesis:…`, or an object that says its type. */
function kindOfStream(value: ConfigNode, follow: Follow): EventKind | undefined {
  const type = textAt(value, "type", follow);
  if (type !== undefined)
    return type === "dynamodb" ? "dynamodb-stream" : type === "kinesis" ? "kinesis" : undefined;
  return kindOfArn(value.kind === "scalar" ? String(value.value) : textAt(value, "arn", follow));
}

function textAt(node: ConfigNode, key: string, follow: Follow): string | undefined {
  return onlyValue(asText(readScalar(follow(nodeAt(node, key)))));
}

function source(kind: EventKind | undefined, { place }: ConfigNode): EventSource {
  return { kind, place, batchSize: undefined, reportsBatchItemFailures: undefined };
}
