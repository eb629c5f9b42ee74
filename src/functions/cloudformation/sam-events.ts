import type { EventKind } from "../../knowledge/handler-types.js";
import { type ConfigNode, entriesOf, nodeAt } from "../config-node.js";
import { onlyValue } from "../config-value.js";
import { asText } from "../convert-value.js";
import type { EventSource } from "../function-config.js";
import type { TemplateValues } from "./evaluate.js";
import { batchSource, sourceWithoutBatch } from "./event-sources.js";

/** Types of events in SAM, by what the function gets from them. */
const KIND_BY_TYPE = new Map<string, EventKind>([
  ["Api", "apigw-rest"],
  ["HttpApi", "apigw-http"],
  ["SQS", "sqs"],
  ["Kinesis", "kinesis"],
  ["DynamoDB", "dynamodb-stream"],
  ["MSK", "msk"],
  ["SelfManagedKafka", "self-managed-kafka"],
  ["SNS", "sns"],
  ["S3", "s3"],
  ["Schedule", "scheduled"],
  ["CloudWatchEvent", "eventbridge"],
  ["EventBridgeRule", "eventbridge"],
  ["CloudWatchLogs", "cloudwatch-logs"],
  ["IoTRule", "iot"],
  ["Cognito", "cognito"],
]);
const IN_BATCHES: ReadonlySet<EventKind | undefined> = new Set<EventKind>([
  "sqs",
  "kinesis",
  "dynamodb-stream",
  "msk",
  "self-managed-kafka",
]);

/**
 * The `Events` of a function in SAM.
 * (https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventsource.html)
 */
export function readSamEvents(
  events: ConfigNode | undefined,
  values: TemplateValues,
): readonly EventSource[] {
  return entriesOf(events).map(([, event]) => {
    const type = onlyValue(asText(values.scalarOf(nodeAt(event, "Type"))));
    const properties = nodeAt(event, "Properties") ?? event;
    const kind = KIND_BY_TYPE.get(type ?? "");
    // With a queue in between it is the queue that invokes the function.
    if (kind === "sns" && nodeAt(properties, "SqsSubscription") !== undefined)
      return batchSource("sqs", nodeAt(properties, "SqsSubscription") ?? properties, values);
    if (IN_BATCHES.has(kind)) return batchSource(kind, properties, values);
    // An event with an input of its own hands over that, and nothing of the source's.
    const isOwnInput =
      nodeAt(properties, "Input") !== undefined || nodeAt(properties, "InputPath") !== undefined;
    const isOldPayload =
      kind === "apigw-http" &&
      onlyValue(asText(values.scalarOf(nodeAt(properties, "PayloadFormatVersion")))) === "1.0";
    return sourceWithoutBatch(isOwnInput ? undefined : isOldPayload ? "apigw-rest" : kind, properties);
  });
}
