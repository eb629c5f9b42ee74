import { defaultVisibilityTimeoutSec } from "../../knowledge/cdk-constructs.js";
import { defaultBatchSizes } from "../../knowledge/function-defaults.js";
import type { EventKind } from "../../knowledge/handler-types.js";
import { cdkObjectEvents } from "../../knowledge/object-events.js";
import { sourceDefaults } from "../../knowledge/source-defaults.js";
import { asSeconds } from "../cdk/cdk-values.js";
import { namedResourceOf } from "../code/code-function.js";
import type { CodeValue, InstanceValue, Site } from "../code/code-value.js";
import type { CodeLog } from "../code/machine.js";
import {
  type Reading,
  asNumber,
  isClosed,
  placeOf,
  primitiveOf,
  property,
  propertyAt,
  stringOf,
} from "../code/read-code.js";
import type { ConfigValue } from "../config-value.js";
import type { EventSource, ResourceReference } from "../function-config.js";
import { readKeyFilters } from "../cdk/bucket-events.js";
import { waitOfTrigger } from "../cloudformation/sam-events.js";
import { ownerOf, readKeyRules, readObjectEvents, reportsFailures } from "../pulumi/event-sources.js";
import { isWarmUpInCode, saysWarm } from "../warm-up.js";
import { asDuration, classOf } from "./constructs.js";
import type { OwnTransforms } from "./transforms.js";

/** What hands events to a function, and by what construct of SST. */
export interface Subscription {
  readonly kind: EventKind | "unknown";
  readonly site: Site;
  readonly version: 2 | 3;
  readonly options: CodeValue | undefined;
  readonly from: InstanceValue | undefined;
}

export function readSource(
  { kind, site, version, options, from }: Subscription,
  log: CodeLog,
  own: OwnTransforms,
): EventSource {
  if (kind === "unknown")
    return {
      kind: undefined,
      place: placeOf(site),
      batchSize: undefined,
      reportsBatchItemFailures: undefined,
    };
  return {
    ...readBatches(kind, options, version, own),
    ...(version === 3 && from !== undefined ? { resource: namedResourceOf(from, site) } : {}),
    ...(kind === "s3" ? readObjects(options, version) : {}),
    ...readQueue(kind, from, version, log, own),
    ...(kind === "cognito" ? waitOfTrigger(triggerOf(from, options)) : readWait(kind, options, from)),
    ...readSchedule(kind, from, version),
    place: placeOf(site),
  };
}

/** The name of the trigger of a user pool that a function is given for. */
function triggerOf(pool: InstanceValue | undefined, given: CodeValue | undefined): string | undefined {
  const triggers = pool?.args.map((argument) => property(argument, "triggers")?.value) ?? [];
  const entries = triggers.flatMap((value) => (value?.kind === "object" ? [...value.entries] : []));
  return entries.find(([, { value }]) => value === given)?.[0];
}

/** How long APIs wait for the function: of SST only a transform says something else. Nobody waits for that of a WebSocket. */
function readWait(
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
    (value) => value?.kind === "object" && (value.isOpen || changesMoreThanHandlers(value)),
  );
  if (standard === undefined || mayBeSet) return {};
  const { integrationTimeoutMs: value, of } = standard;
  return { integrationTimeoutMs: { k: "default", value, of } };
}

/** Whether there is a transform that does more than `transform: { route: { handler: … } }`. */
function changesMoreThanHandlers(props: CodeValue): boolean {
  const hasOther = (value: CodeValue | undefined, name: string): boolean =>
    value !== undefined &&
    (value.kind !== "object" || value.isOpen || [...value.entries.keys()].some((key) => key !== name));
  const transform = property(props, "transform")?.value;
  return hasOther(transform, "route") || hasOther(property(transform, "route")?.value, "handler");
}

/**
 * How long a queue hides a message: what is written, or the 30 s of SQS and of SST.
 * (https://sst.dev/docs/component/aws/queue/#visibilitytimeout)
 */
function readQueue(
  kind: EventKind,
  from: InstanceValue | undefined,
  version: 2 | 3,
  log: CodeLog,
  transforms: OwnTransforms,
): Pick<EventSource, "visibilityTimeoutSec" | "resource" | "onFailure"> {
  if (kind !== "sqs" || from === undefined) return {};
  if (version === 3) return readNewQueue(from, log, transforms);
  const props = from.args[2];
  const cdk = property(props, "cdk")?.value;
  const settings = settingsOfCdk(props)?.value;
  const isKnown = [props, cdk, settings].every((value) => value === undefined || isClosed(value));
  // A queue of another construct has settings of its own.
  const isOwn = settings === undefined || settings.kind === "object";
  const failures = isKnown && isOwn ? readDeadLettersOfCdk(from, log) : {};
  const written = property(settings, "visibilityTimeout");
  if (written !== undefined) return { ...failures, visibilityTimeoutSec: asSeconds(written) };
  return isKnown && isOwn ? { ...failures, visibilityTimeoutSec: visibilityOf("Amazon SQS") } : {};
}

/** What the CDK gets for a queue: `cdk: { queue: { … } }`, and `sqsQueue: { … }` before version 1. */
function settingsOfCdk(props: CodeValue | undefined): Reading | undefined {
  return propertyAt(props, "cdk", "queue") ?? property(props, "sqsQueue");
}

/**
 * The same as below of a queue of version 2, which has it from the CDK: `cdk: { queue: { deadLetterQueue: { queue, … } } }`. Of what
 * another stack hands over it is not known which queue it is.
 */
function readDeadLettersOfCdk(
  queue: InstanceValue,
  log: CodeLog,
): Pick<EventSource, "resource" | "onFailure"> {
  const targetOf = ({ args: [, , props] }: InstanceValue) =>
    propertyAt(settingsOfCdk(props)?.value, "deadLetterQueue", "queue");
  const mayBeLast = log.instances.some((other) => {
    const target = classOf(other)?.name === "Queue" ? targetOf(other) : undefined;
    const owner = ownerOf(target?.value);
    return target !== undefined && (owner?.kind !== "instance" || owner === queue);
  });
  if (mayBeLast || !log.isComplete) return {};
  const target = targetOf(queue);
  const owner = ownerOf(target?.value);
  return {
    resource: queueReference(queue.args[1], queue.site),
    onFailure: target && queueReference(owner?.kind === "instance" ? owner.args[1] : undefined, target.site),
  };
}

/** The same of a queue of version 3, whatever connects it to the function. */
export function readNewQueue(
  queue: InstanceValue,
  log: CodeLog,
  transforms: OwnTransforms,
): Pick<EventSource, "visibilityTimeoutSec" | "resource" | "onFailure"> {
  const props = queue.args[1];
  const resource = transforms.ofResource(props, "queue", queue.site);
  const failures = property(resource, "redrivePolicy") === undefined ? readDeadLetters(queue, log) : {};
  const written = property(resource, "visibilityTimeoutSeconds") ?? property(props, "visibilityTimeout");
  if (written !== undefined) return { ...failures, visibilityTimeoutSec: asDuration(written) };
  const isKnown = props === undefined || isClosed(props);
  return isKnown ? { ...failures, visibilityTimeoutSec: visibilityOf("SST") } : {};
}

function visibilityOf(of: string): ConfigValue<number> {
  return { k: "default", value: defaultVisibilityTimeoutSec, of };
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
  const isKnown = props === undefined || isClosed(props);
  if (isLast || !isKnown || !log.isComplete) return {};
  const dlq = property(props, "dlq");
  const target = ownerOf(dlq?.value.kind === "object" ? property(dlq.value, "queue")?.value : dlq?.value);
  return {
    resource: queueReference(id, queue.site),
    onFailure: dlq && queueReference(target?.kind === "instance" ? target.args[0] : undefined, dlq.site),
  };
}

function queueReference(id: CodeValue | undefined, site: Site): ResourceReference {
  return { id: stringOf(id), type: "AWS::SQS::Queue", text: undefined, place: placeOf(site) };
}

/**
 * A schedule with an event of its own sends that, and nothing that says it is a schedule.
 * (https://sst.dev/docs/component/aws/cron/#event)
 */
function readSchedule(
  kind: EventKind,
  from: InstanceValue | undefined,
  version: 2 | 3,
): Partial<EventSource> {
  const job = property(from?.args[2], "job")?.value;
  const event =
    version === 3
      ? property(from?.args[1], "event")
      : // A function of its own has no target beside it.
        job?.kind === "instance"
        ? undefined
        : propertyAt(job, "cdk", "target", "event");
  if (kind !== "scheduled" || from === undefined) return {};
  const name = stringOf(from.args[version === 3 ? 0 : 1]);
  const isExpendable = saysWarm(name) || isWarmUpInCode(event?.value) ? true : undefined;
  return event === undefined ? { isExpendable } : { kind: undefined, sender: kind, isExpendable };
}

/** Sources of which Lambda polls batches; a queue of SST gives ten messages, as Lambda does. */
function readBatches(
  kind: EventKind,
  options: CodeValue | undefined,
  version: 2 | 3,
  transforms: OwnTransforms,
): Omit<EventSource, "place"> {
  const standard = defaultBatchSizes.get(kind);
  if (standard === undefined) return { kind, batchSize: undefined, reportsBatchItemFailures: undefined };
  // `consumerProps` is from before version 1.
  const isOld = version === 2 && options?.kind === "object" && options.entries.has("consumerProps");
  const path = version === 3 ? ["batch"] : isOld ? ["consumerProps"] : ["cdk", "eventSource"];
  const mapping =
    version === 3 && options !== undefined
      ? transforms.ofResource(options, "eventSourceMapping", options.site)
      : undefined;
  const size =
    property(mapping, "batchSize") ?? propertyAt(options, ...path, version === 3 ? "size" : "batchSize");
  const reports = propertyAt(
    options,
    ...path,
    version === 3 ? "partialResponses" : "reportBatchItemFailures",
  );
  const isKnown = options === undefined || isClosed(options);
  const isReporting = reports === undefined ? false : primitiveOf(reports.value);
  const types = property(mapping, "functionResponseTypes")?.value;
  const isReportingType = types === undefined ? isReporting : reportsFailures(types);
  return {
    kind,
    batchSize: asNumber(size) ?? { k: "default", value: standard, of: "AWS Lambda" },
    reportsBatchItemFailures: isKnown && typeof isReportingType === "boolean" ? isReportingType : undefined,
    ...(isKnown && STREAMS.has(kind)
      ? readLostRecords(version === 3 ? mapping : propertyAt(options, ...path)?.value)
      : {}),
  };
}

const STREAMS: ReadonlySet<EventKind> = new Set<EventKind>(["kinesis", "dynamodb-stream"]);

/** Where records of a stream go that all attempts failed on: as Pulumi's mapping says it, or the CDK's event source. */
function readLostRecords(settings: CodeValue | undefined): Pick<EventSource, "onFailure"> {
  if (settings !== undefined && !isClosed(settings)) return {};
  const written = property(settings, "destinationConfig") ?? property(settings, "onFailure");
  return {
    onFailure: written && { id: undefined, type: undefined, text: undefined, place: placeOf(written.site) },
  };
}

/**
 * Which objects of a bucket a notification is about. Version 2 names the events as the CDK does, in small letters.
 * (https://sst.dev/docs/component/aws/bucket/#notify, https://v2.sst.dev/constructs/Bucket#notifications)
 */
function readObjects(
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
