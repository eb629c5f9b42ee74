import { defaultBatchSizes } from "../../knowledge/function-defaults.js";
import { sourceDefaults } from "../../knowledge/source-defaults.js";
import type { EventKind } from "../../knowledge/handler-types.js";
import { type ConfigNode, itemsOf } from "../config-node.js";
import type { ConfigValue } from "../config-value.js";
import { asNumber } from "../convert-value.js";
import type { EventSource, ResourceReference } from "../function-config.js";
import type { Template } from "./template.js";

const KIND_BY_SERVICE = new Map<string, EventKind>([
  ["sqs", "sqs"],
  ["kinesis", "kinesis"],
  ["dynamodb", "dynamodb-stream"],
  ["kafka", "msk"],
]);

/** The source that an ARN names: `arn:aws:sqs:eu-central-1:…`. */
export function kindOfArn(arn: string | undefined): EventKind | undefined {
  return KIND_BY_SERVICE.get(/^arn:[^:]*:([^:]+):/.exec(arn ?? "")?.[1] ?? "");
}

/** A source that hands over records in batches, by the properties of its event source mapping. */
export function batchSource(
  kind: EventKind | undefined,
  properties: ConfigNode,
  template: Template,
  resource: ResourceReference | undefined,
): EventSource {
  const size = defaultBatchSizes.get(kind ?? "sqs");
  const written = asNumber(template.scalarAt(properties, "BatchSize"));
  const standard = size === undefined ? undefined : { k: "default" as const, value: size, of: "AWS Lambda" };
  const types = template.at(properties, "FunctionResponseTypes");
  return {
    kind,
    place: properties.place,
    options: properties.place,
    batchSize: written ?? (kind === undefined ? undefined : standard),
    reportsBatchItemFailures:
      types === undefined || types.kind === "list"
        ? itemsOf(types).some((item) => item.kind === "scalar" && item.value === "ReportBatchItemFailures")
        : undefined,
    resource,
    ...(kind === "sqs"
      ? queueFacts(resource, template)
      : {
          onFailure: template.referenceTo(
            template.at(properties, "DestinationConfig", "OnFailure", "Destination"),
          ),
        }),
  };
}

type QueueFacts = Pick<EventSource, "visibilityTimeoutSec" | "isFifo" | "onFailure">;

/** What the queue says of itself, where it is declared in the same file. */
export function queueFacts(reference: ResourceReference | undefined, template: Template): QueueFacts {
  const queue = template.resources.get(reference?.id ?? "");
  if (queue?.type !== "AWS::SQS::Queue") {
    const isFifo = reference?.id === undefined && reference?.text?.endsWith(".fifo") === true;
    return { visibilityTimeoutSec: undefined, isFifo: isFifo ? true : undefined, onFailure: undefined };
  }
  const { properties } = queue;
  const seconds = asNumber(template.scalarAt(properties, "VisibilityTimeout"));
  const fifo = template.scalarAt(properties, "FifoQueue");
  const { visibilityTimeoutSec, of } = sourceDefaults.sqs;
  const standard: ConfigValue<number> = { k: "default", value: visibilityTimeoutSec, of };
  return {
    visibilityTimeoutSec: seconds ?? standard,
    isFifo: fifo === undefined ? false : fifo.k === "known" ? String(fifo.value) === "true" : undefined,
    onFailure: template.referenceTo(template.at(properties, "RedrivePolicy", "deadLetterTargetArn")),
  };
}

export function sourceWithoutBatch(
  kind: EventKind | undefined,
  node: ConfigNode,
  more: Partial<EventSource> = {},
): EventSource {
  return {
    kind,
    place: node.place,
    batchSize: undefined,
    reportsBatchItemFailures: undefined,
    ...more,
  };
}
