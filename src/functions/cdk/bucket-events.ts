import { cdkObjectEvents, objectEventsOfMethods } from "../../knowledge/object-events.js";
import type { CodeValue, InstanceValue, ResultValue } from "../code/code-value.js";
import { asText, isClosedList, itemsOf, placeOf, property } from "../code/read-code.js";
import type { ConfigValue } from "../config-value.js";
import type { EventSource } from "../function-config.js";
import { asMember } from "./cdk-values.js";
import type { ConstructIndex } from "./construct-index.js";
import { referenceTo } from "./resources.js";
import { sourceAt } from "./source-at.js";

type ObjectRules = Pick<EventSource, "objectEvents" | "prefixes" | "suffixes">;

/** `bucket.addEventNotification(EventType.OBJECT_CREATED, new LambdaDestination(fn), { prefix: "in/" })`, and each further one. */
export function readNotifications(destination: InstanceValue, index: ConstructIndex): readonly EventSource[] {
  const notifications = index
    .givenTo(destination)
    .flatMap(({ by }) =>
      by.kind === "result" && /^add(?:Event|Object\w+)Notification$/.test(by.method ?? "")
        ? [readNotification(by, destination)]
        : [],
    );
  return notifications.length === 0 ? [sourceAt("s3", destination.site)] : notifications;
}

function readNotification(call: ResultValue, destination: InstanceValue): EventSource {
  const { args, method = "", receiver, site } = call;
  const position = args.indexOf(destination);
  const event = objectEventsOfMethods[method];
  return {
    ...sourceAt("s3", site),
    resource: referenceTo(receiver, site),
    objectEvents:
      event === undefined
        ? args.slice(0, position).flatMap((value) => asObjectEvent(value) ?? [])
        : [{ k: "known", value: event, place: placeOf(site) }],
    ...keyRulesOf(args.slice(position + 1)),
  };
}

/** Which objects a source is about: `new S3EventSource(bucket, { events: [EventType.OBJECT_CREATED], filters: [{ prefix: "in/" }] })`. */
export function readObjectRules(options: CodeValue | undefined): ObjectRules {
  const events = property(options, "events")?.value;
  return {
    ...readKeyFilters(property(options, "filters")?.value),
    objectEvents:
      events !== undefined && isClosedList(events)
        ? itemsOf(events).flatMap((value) => asObjectEvent(value) ?? [])
        : undefined,
  };
}

/** `EventType.OBJECT_CREATED` */
function asObjectEvent(value: CodeValue): ConfigValue<string> | undefined {
  return asMember({ value, site: value.site }, "aws-s3.EventType", cdkObjectEvents);
}

/** Filters that are not known may let only some keys through, which is what an ending does. */
export function readKeyFilters(filters: CodeValue | undefined): Pick<EventSource, "prefixes" | "suffixes"> {
  if (filters === undefined) return {};
  if (isClosedList(filters)) return keyRulesOf(itemsOf(filters));
  return { suffixes: [{ k: "opaque", text: "", place: placeOf(filters.site) }] };
}

function keyRulesOf(filters: readonly CodeValue[]): Pick<EventSource, "prefixes" | "suffixes"> {
  const rulesOf = (name: string): readonly ConfigValue<string>[] | undefined => {
    const values = filters.flatMap((filter) => asText(property(filter, name)) ?? []);
    return values.length === 0 ? undefined : values;
  };
  return { prefixes: rulesOf("prefix"), suffixes: rulesOf("suffix") };
}
