import { deadLettersOf } from "./dead-letters.js";
import { polledServices } from "../../knowledge/template-events.js";
import { defaultBatchSizes } from "../../knowledge/function-defaults.js";
import { sourceDefaults } from "../../knowledge/source-defaults.js";
import type { EventKind } from "../../knowledge/handler-types.js";
import type { ConfigNode } from "../config-node.js";
import { type ConfigValue, onlyValue } from "../config-value.js";
import { asNumber } from "../convert-value.js";
import type { EventSource, ResourceReference } from "../function-config.js";
import type { Template } from "./template.js";

/** Whether properties say that a source is switched off: `Enabled: false`, `State: DISABLED`, in every branch of a condition. */
export function isOff(properties: ConfigNode | undefined, template: Template): true | undefined {
  const enabled = ["Enabled", "enabled"].some(
    (name) => String(onlyScalar(template.scalarAt(properties, name))) === "false",
  );
  return enabled || onlyScalar(template.scalarAt(properties, "State")) === "DISABLED" ? true : undefined;
}

function onlyScalar(value: ReturnType<Template["scalarAt"]>): unknown {
  return value?.k === "known" ? value.value : undefined;
}

/** The source that an ARN names: `arn:aws:sqs:eu-central-1:…`. */
export function kindOfArn(arn: string | undefined): EventKind | undefined {
  return polledServices.get(/^arn:[^:]*:([^:]+):/.exec(arn ?? "")?.[1] ?? "");
}

/** What an HTTP API sends: in its old format the event is that of a REST API. Undefined where the format is not known. */
export function kindOfHttpApi(payloadVersion: ConfigValue<string> | undefined): EventKind | undefined {
  if (payloadVersion === undefined) return "apigw-http";
  // A number of YAML has no zeros at its end.
  const version = onlyValue(payloadVersion)?.replace(/\.0$/, "");
  return version === "1" ? "apigw-rest" : version === "2" ? "apigw-http" : undefined;
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
  return {
    kind,
    place: properties.place,
    options: properties.place,
    batchSize: written ?? (kind === undefined ? undefined : standard),
    reportsBatchItemFailures: readItemFailures(properties, template),
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

/** Whether the source takes failed items; undefined where a part of the list is not known. */
function readItemFailures(properties: ConfigNode, template: Template): boolean | undefined {
  const types = template.at(properties, "FunctionResponseTypes");
  if (types === undefined) return false;
  const list = template.listAt(types);
  const names = list?.map((item) => template.textAt(item));
  if (names?.includes("ReportBatchItemFailures") === true) return true;
  return names?.every((name) => name !== undefined) === true ? false : undefined;
}

type QueueFacts = Pick<EventSource, "visibilityTimeoutSec" | "isFifo" | "onFailure" | "isDeadLetterQueue">;

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
    isDeadLetterQueue: deadLettersOf(template).has(queue.id),
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
