import { defaultVisibilityTimeoutSec } from "../../knowledge/cdk-constructs.js";
import { defaultBatchSizes } from "../../knowledge/function-defaults.js";
import type { EventKind } from "../../knowledge/handler-types.js";
import { cdkObjectEvents } from "../../knowledge/object-events.js";
import { sourceDefaults } from "../../knowledge/source-defaults.js";
import { asSeconds } from "../cdk/cdk-values.js";
import type { CodeValue, InstanceValue, Site } from "../code/code-value.js";
import type { CodeLog } from "../code/machine.js";
import {
  asNumber,
  isClosed,
  placeOf,
  primitiveOf,
  property,
  propertyAt,
  stringOf,
} from "../code/read-code.js";
import type { EventSource, ResourceReference } from "../function-config.js";
import { readKeyFilters } from "../cdk/bucket-events.js";
import { ownerOf, readKeyRules, readObjectEvents } from "../pulumi/event-sources.js";
import { asDuration, classOf } from "./constructs.js";

/** How long APIs wait for the function: of SST only a transform says something else. Nobody waits for that of a WebSocket. */
export function readWait(
  kind: EventKind,
  options: CodeValue | undefined,
  from: InstanceValue | undefined,
): Pick<EventSource, "integrationTimeoutMs"> {
  const standard =
    kind === "apigw-http"
      ? sourceDefaults.httpApi
      : kind === "apigw-rest"
        ? sourceDefaults.restApi
        : kind === "appsync"
          ? sourceDefaults.appSync
          : undefined;
  const mayBeSet = [options, ...(from?.args ?? [])].some(
    (value) => value?.kind === "object" && (value.isOpen || value.entries.has("transform")),
  );
  if (standard === undefined || mayBeSet) return {};
  const { integrationTimeoutMs: value, of } = standard;
  return { integrationTimeoutMs: { k: "default", value, of } };
}

/**
 * How long a queue hides a message: what is written, or the 30 s of SQS and of SST.
 * (https://sst.dev/docs/component/aws/queue/#visibilitytimeout)
 */
export function readQueue(
  kind: EventKind,
  from: InstanceValue | undefined,
  version: 2 | 3,
  log: CodeLog,
): Pick<EventSource, "visibilityTimeoutSec" | "resource" | "onFailure"> {
  if (kind !== "sqs" || from === undefined) return {};
  const props = from.args[version === 3 ? 1 : 2];
  const cdk = version === 3 ? undefined : property(props, "cdk")?.value;
  const settings = version === 3 ? props : property(cdk, "queue")?.value;
  const written = property(settings, "visibilityTimeout");
  const failures = version === 3 ? readDeadLetters(from, log) : {};
  if (written !== undefined)
    return { ...failures, visibilityTimeoutSec: version === 3 ? asDuration(written) : asSeconds(written) };
  // A queue of another construct, or one that a transform changes, has settings of its own.
  const isKnown = [props, cdk, settings].every((value) => value === undefined || isClosed(value));
  const isOwn = settings === undefined || settings.kind === "object";
  if (!isKnown || !isOwn || property(props, "transform") !== undefined) return {};
  const of = version === 3 ? "SST" : "Amazon SQS";
  return { ...failures, visibilityTimeoutSec: { k: "default", value: defaultVisibilityTimeoutSec, of } };
}

/**
 * Where a queue of version 3 puts what was received too often. Undefined of a queue that may have what is not seen, and of one
 * that is the last itself.
 * (https://sst.dev/docs/component/aws/queue/#dlq)
 */
function readDeadLetters(queue: InstanceValue, log: CodeLog): Pick<EventSource, "resource" | "onFailure"> {
  const [id, props] = queue.args;
  const isLast = log.instances.some((other) => {
    const dlq = classOf(other)?.name === "Queue" ? property(other.args[1], "dlq")?.value : undefined;
    return [dlq, property(dlq, "queue")?.value].some((value) => ownerOf(value) === queue);
  });
  const isKnown = props === undefined || (isClosed(props) && property(props, "transform") === undefined);
  if (isLast || !isKnown || !log.isComplete) return {};
  const dlq = property(props, "dlq");
  const reference = (value: CodeValue | undefined, site: Site): ResourceReference => ({
    id: stringOf(value),
    type: "AWS::SQS::Queue",
    text: undefined,
    place: placeOf(site),
  });
  const target = ownerOf(dlq?.value.kind === "object" ? property(dlq.value, "queue")?.value : dlq?.value);
  return {
    resource: reference(id, queue.site),
    onFailure: dlq && reference(target?.kind === "instance" ? target.args[0] : undefined, dlq.site),
  };
}

/**
 * A schedule with an event of its own sends that, and nothing that says it is a schedule.
 * (https://sst.dev/docs/component/aws/cron/#event)
 */
export function readSchedule(
  kind: EventKind,
  from: InstanceValue | undefined,
  version: 2 | 3,
): Partial<EventSource> {
  const [, , props] = from?.args ?? [];
  const event =
    version === 3 ? property(from?.args[1], "event") : propertyAt(props, "job", "cdk", "target", "event");
  return kind === "scheduled" && from !== undefined && event !== undefined
    ? { kind: undefined, sender: kind }
    : {};
}

/** Sources of which Lambda polls batches; a queue of SST gives ten messages, as Lambda does. */
export function readBatches(
  kind: EventKind,
  options: CodeValue | undefined,
  version: 2 | 3,
): Omit<EventSource, "place"> {
  const standard = defaultBatchSizes.get(kind);
  if (standard === undefined) return { kind, batchSize: undefined, reportsBatchItemFailures: undefined };
  const [size, reports] =
    version === 3
      ? [propertyAt(options, "batch", "size"), propertyAt(options, "batch", "partialResponses")]
      : [
          propertyAt(options, "cdk", "eventSource", "batchSize"),
          propertyAt(options, "cdk", "eventSource", "reportBatchItemFailures"),
        ];
  // A transform can set anything.
  const isKnown = options === undefined || isClosed(options);
  const isChanged = options !== undefined && property(options, "transform") !== undefined;
  const isReporting = reports === undefined ? false : primitiveOf(reports.value);
  return {
    kind,
    batchSize: asNumber(size) ?? { k: "default", value: standard, of: "AWS Lambda" },
    reportsBatchItemFailures:
      isKnown && !isChanged && typeof isReporting === "boolean" ? isReporting : undefined,
  };
}

/**
 * Which objects of a bucket a notification is about. Version 2 names the events as the CDK does, in small letters.
 * (https://sst.dev/docs/component/aws/bucket/#notify, https://v2.sst.dev/constructs/Bucket#notifications)
 */
export function readObjects(
  options: CodeValue | undefined,
  version: 2 | 3,
): Pick<EventSource, "objectEvents" | "prefixes" | "suffixes"> {
  const objectEvents = readObjectEvents(options);
  if (version === 3) return { objectEvents, ...readKeyRules(options, "filterPrefix", "filterSuffix") };
  return {
    objectEvents: objectEvents?.map((event) =>
      event.k === "known"
        ? { ...event, value: cdkObjectEvents[event.value.toUpperCase()] ?? event.value }
        : event,
    ),
    ...readKeyFilters(property(options, "filters")?.value),
  };
}
