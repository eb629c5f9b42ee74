import { defaultBatchSizes } from "../../knowledge/function-defaults.js";
import type { EventKind } from "../../knowledge/handler-types.js";
import { type ConfigNode, itemsOf, nodeAt } from "../config-node.js";
import { asNumber } from "../convert-value.js";
import type { EventSource } from "../function-config.js";
import type { TemplateValues } from "./evaluate.js";

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
  values: TemplateValues,
): EventSource {
  const size = defaultBatchSizes.get(kind ?? "sqs");
  const written = asNumber(values.scalarOf(nodeAt(properties, "BatchSize")));
  const standard = size === undefined ? undefined : { k: "default" as const, value: size, of: "AWS Lambda" };
  const types = nodeAt(properties, "FunctionResponseTypes");
  return {
    kind,
    place: properties.place,
    batchSize: written ?? (kind === undefined ? undefined : standard),
    reportsBatchItemFailures:
      types === undefined || types.kind === "list"
        ? itemsOf(types).some((item) => item.kind === "scalar" && item.value === "ReportBatchItemFailures")
        : undefined,
  };
}

export function sourceWithoutBatch(kind: EventKind | undefined, node: ConfigNode): EventSource {
  return { kind, place: node.place, batchSize: undefined, reportsBatchItemFailures: undefined };
}
