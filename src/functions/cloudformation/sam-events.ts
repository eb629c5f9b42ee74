import { samEventKinds, samBatchSources, samSourceProperties } from "../../knowledge/template-events.js";
import { sourceDefaults } from "../../knowledge/source-defaults.js";
import type { EventKind } from "../../knowledge/handler-types.js";
import { type ConfigNode, entriesOf, itemsOf } from "../config-node.js";
import type { ConfigValue } from "../config-value.js";
import { asNumber, asText } from "../convert-value.js";
import type { EventSource } from "../function-config.js";
import { batchSource, isOff, kindOfHttpApi, sourceWithoutBatch } from "./event-sources.js";
import { isWarmUp, saysWarm } from "../warm-up.js";
import type { Template } from "./template.js";

/**
 * The `Events` of a function in SAM.
 * (https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventsource.html)
 */
export function readSamEvents(events: ConfigNode | undefined, template: Template): readonly EventSource[] {
  return entriesOf(events).map(([name, event]) => {
    const type = template.textAt(event, "Type");
    const properties = template.at(event, "Properties") ?? event;
    const kind = samEventKinds.get(type ?? "");
    // With a queue in between it is the queue that invokes the function.
    const subscription = kind === "sns" ? template.at(properties, "SqsSubscription") : undefined;
    if (subscription !== undefined) {
      const queue = template.referenceTo(template.at(subscription, "QueueArn"));
      return batchSource("sqs", subscription, template, queue);
    }
    if (kind !== undefined && samBatchSources.has(kind)) {
      const name = samBatchSources.get(kind);
      return batchSource(
        kind,
        properties,
        template,
        name === undefined ? undefined : template.referenceTo(template.at(properties, name)),
      );
    }
    // An event with an input of its own hands over that, and nothing of the source's.
    const isOwnInput =
      template.at(properties, "Input") !== undefined || template.at(properties, "InputPath") !== undefined;
    const more = {
      isExpendable: isKeptWarm(kind, name, properties, template) ? true : isOff(properties, template),
      ...readApi(kind, properties, template),
      ...readResource(kind, properties, template),
    };
    if (isOwnInput) return sourceWithoutBatch(undefined, properties, { ...more, sender: kind });
    const sent = kind === "apigw-http" ? kindOfHttpApi(more.payloadVersion) : kind;
    return sourceWithoutBatch(sent, properties, more);
  });
}

/** Whether a schedule keeps the function warm: by what it sends, by its names, or by its description. */
function isKeptWarm(
  kind: EventKind | undefined,
  name: string,
  properties: ConfigNode,
  template: Template,
): boolean {
  if (isWarmUp(template.at(properties, "Input"))) return true;
  const textAt = (key: string) => template.textAt(properties, key);
  return kind === "scheduled" && saysWarm(name, textAt("Name"), textAt("Description"));
}

function readApi(
  kind: EventKind | undefined,
  properties: ConfigNode,
  template: Template,
): Partial<EventSource> {
  const timeoutMs = asNumber(template.scalarAt(properties, "TimeoutInMillis"));
  if (kind === "apigw-http") {
    const { payloadVersion, integrationTimeoutMs, of } = sourceDefaults.httpApi;
    return {
      payloadVersion: asText(template.scalarAt(properties, "PayloadFormatVersion")) ?? {
        k: "default",
        value: payloadVersion,
        of,
      },
      integrationTimeoutMs: timeoutMs ?? { k: "default", value: integrationTimeoutMs, of },
    };
  }
  if (kind === "cognito") {
    const trigger = template.at(properties, "Trigger");
    const triggers = (trigger?.kind === "list" ? trigger.items : [trigger]).map((item) =>
      template.textAt(item),
    );
    return waitOfTrigger(
      triggers.find((name) => waitOfTrigger(name).integrationTimeoutMs === undefined) ?? triggers[0],
    );
  }
  // Of a REST API a definition beside it can say how long it waits.
  const api = template.referenceTo(template.at(properties, "RestApiId"))?.id;
  const hasDefinition = ["DefinitionBody", "DefinitionUri"].some(
    (name) => template.at(template.resources.get(api ?? "")?.properties, name) !== undefined,
  );
  const { integrationTimeoutMs, of } = sourceDefaults.restApi;
  const isKnown = template.at(properties, "RestApiId") === undefined || (api !== undefined && !hasDefinition);
  if (kind !== "apigw-rest") return {};
  return {
    integrationTimeoutMs:
      timeoutMs ?? (isKnown ? { k: "default", value: integrationTimeoutMs, of } : undefined),
  };
}

/** How long a user pool waits for a trigger; of those that send messages themselves nothing comes back. */
export function waitOfTrigger(name: string | undefined): Pick<EventSource, "integrationTimeoutMs"> {
  const { integrationTimeoutMs, of } = sourceDefaults.cognito;
  const isWaitedFor = name !== undefined && !/^Custom(?:SMS|Email)Sender$/i.test(name);
  return {
    integrationTimeoutMs: isWaitedFor ? { k: "default", value: integrationTimeoutMs, of } : undefined,
  };
}

function readResource(
  kind: EventKind | undefined,
  properties: ConfigNode,
  template: Template,
): Partial<EventSource> {
  const name = kind && samSourceProperties.get(kind);
  if (name === undefined) return {};
  const resource = template.referenceTo(template.at(properties, name));
  if (kind !== "s3") return { resource };
  return {
    resource,
    objectEvents: readObjectEvents(template.at(properties, "Events"), template),
    prefixes: readKeyRules(properties, "prefix", template),
    suffixes: readKeyRules(properties, "suffix", template),
  };
}

/** One event of a bucket, or a list of them. */
export function readObjectEvents(
  events: ConfigNode | undefined,
  template: Template,
): readonly ConfigValue<string>[] | undefined {
  const items = itemsOf(events);
  const values = (items.length > 0 ? items : [events]).map((event) => asText(template.scalarAt(event)));
  return values.every((value) => value !== undefined) ? values : undefined;
}

/** The rules of a bucket's notification of one name, `prefix` or `suffix`; undefined where it has none. */
export function readKeyRules(
  properties: ConfigNode | undefined,
  name: "prefix" | "suffix",
  template: Template,
): readonly ConfigValue<string>[] | undefined {
  const values = itemsOf(template.at(properties, "Filter", "S3Key", "Rules"))
    .filter((rule) => template.textAt(rule, "Name")?.toLowerCase() === name)
    .flatMap((rule) => asText(template.scalarAt(rule, "Value")) ?? []);
  return values.length === 0 ? undefined : values;
}
