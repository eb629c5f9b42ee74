import { cdkPolledResources } from "../../knowledge/construct-events.js";
import { defaultVisibilityTimeoutSec } from "../../knowledge/cdk-constructs.js";
import { defaultBatchSizes } from "../../knowledge/function-defaults.js";
import type { EventKind } from "../../knowledge/handler-types.js";
import type { CodeValue, InstanceValue, ResultValue, Site } from "../code/code-value.js";
import {
  asNumber,
  isAbsent,
  isClosed,
  placeOf,
  primitiveOf,
  property,
  propertyAt,
  stringOf,
} from "../code/read-code.js";
import type { ConfigValue } from "../config-value.js";
import type { EventSource } from "../function-config.js";
import { reportsFailures } from "../pulumi/event-sources.js";
import { asSeconds } from "./cdk-values.js";
import { classNameOf } from "./construct-name.js";
import { referenceTo, resourceClassOf, resourceOf } from "./resources.js";

/** What Lambda polls batches of, by the options of the event source. */
export function readBatches(
  kind: EventKind | undefined,
  options: CodeValue | undefined,
  site: Site,
): EventSource {
  const standard = kind === undefined ? undefined : defaultBatchSizes.get(kind);
  const reports = property(options, "reportBatchItemFailures");
  const isReporting = reports === undefined ? false : primitiveOf(reports.value);
  const onFailure = property(options, "onFailure");
  return {
    kind,
    place: placeOf(site),
    options: options?.kind === "object" ? placeOf(options.site) : undefined,
    batchSize:
      asNumber(property(options, "batchSize")) ??
      (standard === undefined ? undefined : { k: "default", value: standard, of: "AWS Lambda" }),
    reportsBatchItemFailures: typeof isReporting === "boolean" ? isReporting : undefined,
    onFailure: onFailure && destinationOf(onFailure.value, onFailure.site),
  };
}

/** What the construct of a queue says of itself. */
export function readQueue(
  kind: EventKind,
  resource: CodeValue | undefined,
  site: Site,
): Partial<EventSource> {
  const queue = queueOf(resource);
  const reference = { resource: referenceTo(queue ?? resource, site) };
  // A queue that another construct makes has settings of its own.
  if (kind !== "sqs" || queue?.kind !== "instance" || !isQueue(queue)) return reference;
  const props = queue.args[2];
  const fifo = property(props, "fifo");
  const isFifo =
    fifo === undefined
      ? (stringOf(property(props, "queueName")?.value)?.endsWith(".fifo") ?? false)
      : primitiveOf(fifo.value);
  const timeout: ConfigValue<number> = { k: "default", value: defaultVisibilityTimeoutSec, of: "Amazon SQS" };
  const redrive = property(props, "deadLetterQueue");
  const deadLetters = property(redrive?.value, "queue");
  return {
    ...reference,
    // Props that are not known may have one.
    onFailure:
      redrive === undefined || isAbsent(redrive.value)
        ? undefined
        : destinationOf(deadLetters?.value ?? redrive.value, redrive.site),
    visibilityTimeoutSec: asSeconds(property(props, "visibilityTimeout")) ?? timeout,
    isFifo: typeof isFifo === "boolean" && isClosed(props) ? isFifo : undefined,
  };
}

const isQueue = (resource: InstanceValue): boolean =>
  /^aws-sqs\.(?:Cfn)?Queue$/.test(classNameOf(resource) ?? "");

/** The construct of a queue: also the one that `fn.deadLetterQueue` was given in its props. */
function queueOf(resource: CodeValue | undefined): InstanceValue | ResultValue | undefined {
  if (
    resource?.kind === "attribute" &&
    resource.name === "deadLetterQueue" &&
    resource.of.kind === "instance"
  ) {
    const given = property(resource.of.args[2], "deadLetterQueue");
    return given === undefined ? undefined : resourceOf(given.value);
  }
  return resourceOf(resource);
}

/** `new EventSourceMapping(…)`, `fn.addEventSourceMapping(…)`. */
export function readMapping(options: CodeValue | undefined, site: Site): EventSource {
  const kind = kindOfMapping(options);
  return { ...readBatches(kind, options, site), ...readPolled(kind, options, site) };
}

/**
 * `new CfnEventSourceMapping(…)`, which has the properties of CloudFormation.
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventsourcemapping.html)
 */
export function readPlainMapping(properties: CodeValue | undefined, site: Site): EventSource {
  const kind = kindOfMapping(properties);
  const onFailure = propertyAt(properties, "destinationConfig", "onFailure", "destination");
  const isKnown = properties !== undefined && isClosed(properties);
  const types = property(properties, "functionResponseTypes")?.value;
  return {
    ...readBatches(kind, properties, site),
    ...readPolled(kind, properties, site),
    // The name has another meaning here, and no options of the CDK stand at this place.
    options: undefined,
    reportsBatchItemFailures: isKnown ? reportsFailures(types) : undefined,
    ...(kind === "sqs" ? {} : { onFailure: onFailure && destinationOf(onFailure.value, onFailure.site) }),
  };
}

function readPolled(
  kind: EventKind | undefined,
  options: CodeValue | undefined,
  site: Site,
): Partial<EventSource> {
  return kind === undefined ? {} : readQueue(kind, property(options, "eventSourceArn")?.value, site);
}

function kindOfMapping(options: CodeValue | undefined): EventKind | undefined {
  const arn = property(options, "eventSourceArn");
  if (arn === undefined) {
    const isOwnKafka = ["selfManagedEventSource", "kafkaBootstrapServers"].some((name) =>
      property(options, name),
    );
    return isOwnKafka ? "self-managed-kafka" : undefined;
  }
  const ofClass = cdkPolledResources[resourceClassOf(arn.value) ?? ""];
  if (ofClass !== undefined) return ofClass;
  const [, service = ""] = /^arn:[^:]*:(sqs|kinesis|dynamodb|kafka):/.exec(stringOf(arn.value) ?? "") ?? [];
  return kindsOfArns[service];
}

const kindsOfArns: Readonly<Record<string, EventKind>> = {
  sqs: "sqs",
  kinesis: "kinesis",
  dynamodb: "dynamodb-stream",
  kafka: "msk",
};

/** `new SqsDestination(queue)`, `new SqsDlq(queue)`. */
export function destinationOf(value: CodeValue, site: Site): EventSource["onFailure"] {
  const isWrapper = /^aws-lambda-(?:destinations|event-sources)\./.test(classNameOf(value) ?? "");
  const reference =
    value.kind === "instance" && isWrapper ? referenceTo(value.args[0], site) : referenceTo(value, site);
  // What it is matters less than that there is one.
  return reference ?? { id: undefined, type: undefined, text: undefined, place: placeOf(site) };
}
