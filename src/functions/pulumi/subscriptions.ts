import type { EventKind } from "../../knowledge/handler-types.js";
import type { CodeValue, ResultValue } from "../code/code-value.js";
import type { CodeLog } from "../code/machine.js";
import { asNumber, placeOf, property } from "../code/read-code.js";
import { namedResourceOf } from "../code/code-function.js";
import type { EventSource } from "../function-config.js";
import { isOf, kindOfRule, readKeyRules, readQueue, resourceNameOf } from "./event-sources.js";

/** Resources that a function is subscribed to by a method of theirs. */
const SUBSCRIBED_TO: Readonly<Record<string, EventKind>> = {
  "s3.Bucket": "s3",
  "s3.BucketV2": "s3",
  "sqs.Queue": "sqs",
  "sns.Topic": "sns",
  "dynamodb.Table": "dynamodb-stream",
  "kinesis.Stream": "kinesis",
  "cloudwatch.LogGroup": "cloudwatch-logs",
};

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

function readSubscription({ receiver, args, site }: ResultValue, log: CodeLog): EventSource {
  const name = resourceNameOf(receiver) ?? "";
  const kind = name === "cloudwatch.EventRule" ? kindOfRule(receiver) : SUBSCRIBED_TO[name];
  const [, , options] = args;
  return {
    kind,
    place: placeOf(site),
    batchSize: asNumber(property(options, "batchSize")),
    reportsBatchItemFailures: undefined,
    resource: namedResourceOf(receiver, site),
    ...(kind === "s3" ? readKeyRules(options, "filterPrefix", "filterSuffix") : {}),
    ...(kind === "sqs" && receiver?.kind === "instance" ? readQueue(receiver, log) : {}),
  };
}
