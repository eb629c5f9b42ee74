import { serverlessEventKinds, polledResourceTypes } from "../../knowledge/template-events.js";
import { defaultBatchSizes } from "../../knowledge/function-defaults.js";
import { sourceDefaults } from "../../knowledge/source-defaults.js";
import type { EventKind } from "../../knowledge/handler-types.js";
import { type ConfigNode, entriesOf, itemsOf } from "../config-node.js";
import { isOff, kindOfArn, kindOfHttpApi, queueFacts } from "../cloudformation/event-sources.js";
import { readObjectEvents, waitOfTrigger } from "../cloudformation/sam-events.js";
import type { Template } from "../cloudformation/template.js";
import type { ConfigValue } from "../config-value.js";
import { asNumber, asText } from "../convert-value.js";
import type { EventSource } from "../function-config.js";
import { isWarmUp, saysWarm } from "../warm-up.js";

/** (https://www.serverless.com/framework/docs/providers/aws/guide/events) */
export function readServerlessEvents(
  events: ConfigNode | undefined,
  provider: ConfigNode | undefined,
  template: Template,
): readonly EventSource[] {
  return itemsOf(events).flatMap((item) => {
    const event = template.at(item);
    if (event?.kind === "scalar") {
      const kind = serverlessEventKinds.get(String(event.value));
      return [{ ...source(kind, event), ...readCaller(kind, event, provider, template) }];
    }
    // What a variable leads to that is not known may be any source.
    if (event?.kind !== "map") return [source(undefined, event ?? item)];
    return entriesOf(event).map(([key, value]) =>
      readEvent(key, template.at(value) ?? value, provider, template),
    );
  });
}

/** Whether a schedule keeps the function warm: by what it sends, by its name, or by its description. */
function isKeptWarm(kind: EventKind | undefined, value: ConfigNode, template: Template): boolean {
  if (isWarmUp(template.at(value, "input"))) return true;
  const textAt = (key: string) => template.textAt(value, key);
  return kind === "scheduled" && saysWarm(textAt("name"), textAt("description"));
}

function readEvent(
  key: string,
  value: ConfigNode,
  provider: ConfigNode | undefined,
  template: Template,
): EventSource {
  const arn = template.at(value, "arn") ?? (value.kind === "map" ? undefined : value);
  const resource = template.referenceTo(arn);
  const kind =
    key === "stream" ? kindOfStream(value, resource?.type, template) : serverlessEventKinds.get(key);
  const size = kind === undefined ? undefined : defaultBatchSizes.get(kind);
  if (size === undefined) {
    const hasOwnInput = ["input", "inputPath", "inputTransformer"].some((name) => template.at(value, name));
    // With `integration: lambda` a template makes the event, not API Gateway.
    const isOwnIntegration = /^lambda$/i.test(template.textAt(value, "integration") ?? "");
    const caller = readCaller(kind, value, provider, template);
    const sent = kind === "apigw-http" ? kindOfHttpApi(caller.payloadVersion) : kind;
    return {
      ...source(hasOwnInput || isOwnIntegration ? undefined : sent, value),
      ...(hasOwnInput ? { sender: kind } : {}),
      isExpendable: isKeptWarm(kind, value, template) ? true : isOff(value, template),
      ...caller,
      ...(kind === "s3" ? readBucket(value, template) : { resource }),
    };
  }
  const response = template.at(value, "functionResponseType");
  const taken = template.textAt(response);
  const onFailure = template.at(value, "destinations", "onFailure");
  return {
    kind,
    place: value.place,
    options: value.kind === "map" ? value.place : undefined,
    batchSize: asNumber(template.scalarAt(value, "batchSize")) ?? {
      k: "default",
      value: size,
      of: "AWS Lambda",
    },
    reportsBatchItemFailures:
      response !== undefined && taken === undefined ? undefined : taken === "ReportBatchItemFailures",
    resource,
    ...(kind === "sqs"
      ? queueFacts(resource, template)
      : { onFailure: template.referenceTo(template.at(onFailure, "arn") ?? onFailure) }),
  };
}

/** `stream: arn:aws:kinesis:…`, or an object that says its type. */
function kindOfStream(
  value: ConfigNode,
  resourceType: string | undefined,
  template: Template,
): EventKind | undefined {
  const type = template.textAt(value, "type");
  if (type !== undefined)
    return type === "dynamodb" ? "dynamodb-stream" : type === "kinesis" ? "kinesis" : undefined;
  const ofResource = polledResourceTypes.get(resourceType ?? "");
  return (
    ofResource ?? kindOfArn(value.kind === "scalar" ? String(value.value) : template.textAt(value, "arn"))
  );
}

/**
 * How long a caller waits, and what API Gateway does with a request. For an HTTP API the framework writes a time that goes
 * by the function's own, and never more than there is.
 */
function readCaller(
  kind: EventKind | undefined,
  value: ConfigNode,
  provider: ConfigNode | undefined,
  template: Template,
): Partial<EventSource> {
  if (kind === "apigw-http") {
    const { payloadVersion, integrationTimeoutMs, of } = sourceDefaults.httpApi;
    return {
      integrationTimeoutMs: { k: "default", value: integrationTimeoutMs, of },
      payloadVersion: asText(template.scalarAt(provider, "httpApi", "payload")) ?? {
        k: "default",
        value: payloadVersion,
        of,
      },
    };
  }
  if (kind === "cognito") return waitOfTrigger(template.textAt(value, "trigger"));
  if (kind !== "apigw-rest") return {};
  const { integrationTimeoutMs, of } = sourceDefaults.restApi;
  return {
    integrationTimeoutMs: asNumber(template.scalarAt(value, "timeoutInMillis")) ?? {
      k: "default",
      value: integrationTimeoutMs,
      of,
    },
  };
}

/** `s3: photos`, or an object with `rules` for the keys. */
function readBucket(value: ConfigNode, template: Template): Partial<EventSource> {
  const bucket = template.at(value, "bucket") ?? value;
  const rulesOf = (name: "prefix" | "suffix"): readonly ConfigValue<string>[] | undefined => {
    const values = itemsOf(template.at(value, "rules")).flatMap(
      (rule) => asText(template.scalarAt(rule, name)) ?? [],
    );
    return values.length === 0 ? undefined : values;
  };
  return {
    resource: template.referenceTo(bucket),
    objectEvents: readObjectEvents(template.at(value, "event"), template),
    prefixes: rulesOf("prefix"),
    suffixes: rulesOf("suffix"),
  };
}

function source(kind: EventKind | undefined, { place }: ConfigNode): EventSource {
  return { kind, place, batchSize: undefined, reportsBatchItemFailures: undefined };
}
