import { pulumiSubscriptions, pulumiSubscriptionsOfSst } from "../../knowledge/construct-events.js";
import type { EventKind } from "../../knowledge/handler-types.js";
import { objectEventsOfMethods } from "../../knowledge/object-events.js";
import type { CodeValue, ResultValue, Site } from "../code/code-value.js";
import type { CodeLog } from "../code/machine.js";
import { asNumber, placeOf, property } from "../code/read-code.js";
import { namedResourceOf } from "../code/code-function.js";
import type { EventSource } from "../function-config.js";
import {
  isOf,
  kindOfRule,
  ownerOf,
  readKeyRules,
  readObjectEvents,
  readQueue,
  resourceNameOf,
} from "./event-sources.js";

/**
 * `queue.onEvent("work", fn)`, `bucket.onObjectCreated("resize", fn, { filterSuffix: ".png" })`: what it makes of the options
 * is the library's own.
 * (https://www.pulumi.com/docs/iac/clouds/aws/guides/lambda/#register-an-event-handler-using-a-magic-lambda-function)
 */
export function readSubscriptions(fn: CodeValue, log: CodeLog): readonly EventSource[] {
  return log.results.flatMap((result) => {
    const isSubscription = /^on(?:Event|Object(?:Created|Removed))$/.test(result.method ?? "");
    return isSubscription && isOf(result.args[1], fn) ? readSubscription(result, log) : [];
  });
}

function readSubscription({ receiver, args, method = "", site }: ResultValue, log: CodeLog): EventSource {
  const kind = subscribedKindOf(receiver);
  const [, , options] = args;
  return {
    kind,
    place: placeOf(site),
    batchSize: asNumber(property(options, "batchSize")),
    reportsBatchItemFailures: undefined,
    resource: namedResourceOf(receiver, site),
    ...(kind === "s3" ? readBucketEvents(method, options, site) : {}),
    ...(kind === "sqs" && receiver?.kind === "instance" ? readQueue(receiver, log) : {}),
  };
}

/** What a resource sends, which may be one that SST hands over: `photos.nodes.bucket`. */
function subscribedKindOf(receiver: CodeValue | undefined): EventKind | undefined {
  const owner = ownerOf(receiver);
  const base = owner?.kind === "instance" ? owner.base : undefined;
  if (base?.specifier === "sst")
    return receiver === owner ? undefined : pulumiSubscriptionsOfSst[base.path.join(".")];
  const name = resourceNameOf(receiver) ?? "";
  return name === "cloudwatch.EventRule" ? kindOfRule(receiver) : pulumiSubscriptions[name];
}

function readBucketEvents(method: string, options: CodeValue | undefined, site: Site): Partial<EventSource> {
  const event = objectEventsOfMethods[method];
  return {
    ...readKeyRules(options, "filterPrefix", "filterSuffix"),
    objectEvents:
      event === undefined ? readObjectEvents(options) : [{ k: "known", value: event, place: placeOf(site) }],
  };
}
