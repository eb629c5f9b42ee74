import { pulumiPolledResources, sstPolledResources } from "../../knowledge/construct-events.js";
import { defaultVisibilityTimeoutSec } from "../../knowledge/cdk-constructs.js";
import { defaultBatchSizes } from "../../knowledge/function-defaults.js";
import type { EventKind } from "../../knowledge/handler-types.js";
import { sourceDefaults } from "../../knowledge/source-defaults.js";
import { waitOfTrigger } from "../cloudformation/sam-events.js";
import { type CodeValue, type ImportedValue, type InstanceValue, variantsOf } from "../code/code-value.js";
import { namedResourceOf } from "../code/code-function.js";
import type { CodeLog } from "../code/machine.js";
import {
  asNumber,
  asText,
  isClosed,
  isClosedList,
  itemsOf,
  placeOf,
  primitiveOf,
  property,
  stringOf,
} from "../code/read-code.js";
import { onlyValue } from "../config-value.js";
import type { EventSource } from "../function-config.js";
import { isWarmUpInCode, saysWarm } from "../warm-up.js";

/** What is known of a queue: how long it hides a message, and where it puts those that were received too often. */
export type ReadQueue = (queue: InstanceValue) => Partial<EventSource>;

/**
 * What resources of `@pulumi/aws` say of how a function is invoked, whoever has made it.
 *
 * @param readOther the same for queues of another framework, which mappings name as well
 */
export function readPulumiSources(
  fn: CodeValue,
  log: CodeLog,
  readOther: ReadQueue = () => ({}),
): readonly EventSource[] {
  const read: ReadQueue = (queue) =>
    resourceNameOf(queue) === "sqs.Queue" ? readQueue(queue, log) : readOther(queue);
  return log.instances.flatMap((instance) => readSource(instance, fn, read) ?? []);
}

/** `functionName: fn.arn`, `fn.name`, `fn` */
export function isFor({ args: [, props] }: InstanceValue, name: string, fn: CodeValue): boolean {
  return isOf(property(props, name)?.value, fn);
}

/** Whether a value is a resource, or an attribute of it; of a condition it may be. */
export function isOf(value: CodeValue | undefined, resource: CodeValue): boolean {
  return variantsOf(value).some((variant) => ownerOf(variant) === resource);
}

/** The resource of `queue.arn`, and of `queue` itself. */
export function ownerOf(value: CodeValue | undefined): CodeValue | undefined {
  let owner = value;
  while (owner?.kind === "attribute") owner = owner.of;
  return owner;
}

/** The name of a resource of `@pulumi/aws`: `sqs.Queue`. */
export function resourceNameOf(value: CodeValue | undefined): string | undefined {
  const base = value?.kind === "instance" ? value.base : undefined;
  return base?.specifier === "@pulumi/aws" ? base.path.join(".") : undefined;
}

/** What an instance has to say of how a function is invoked; undefined for all that is no source of it. */
function readSource(instance: InstanceValue, fn: CodeValue, read: ReadQueue): EventSource | undefined {
  const [, props] = instance.args;
  const source = (kind: EventKind | undefined, more: Partial<EventSource> = {}): EventSource => ({
    kind,
    place: placeOf(instance.site),
    batchSize: undefined,
    reportsBatchItemFailures: undefined,
    ...more,
  });
  switch (resourceNameOf(instance) ?? `lambda.${lambdaNameOf(instance.base) ?? ""}`) {
    case "lambda.EventSourceMapping":
      return isFor(instance, "functionName", fn) ? readMapping(instance, read) : undefined;
    case "lambda.FunctionUrl":
      return isFor(instance, "functionName", fn) ? source("function-url") : undefined;
    case "sns.TopicSubscription":
      return isFor(instance, "endpoint", fn)
        ? source("sns", { resource: namedResourceOf(property(props, "topic")?.value, instance.site) })
        : undefined;
    case "cloudwatch.EventTarget": {
      if (!isFor(instance, "arn", fn)) return undefined;
      const rule = ownerOf(property(props, "rule")?.value);
      const sender = kindOfRule(rule);
      const isForWarmth = isWarmUpInCode(property(props, "input")?.value) || isNamedWarm(rule);
      const more = { isExpendable: isForWarmth ? true : isOff(rule) };
      const isOwnInput = ["input", "inputPath", "inputTransformer"].some((name) => property(props, name));
      return isOwnInput ? source(undefined, { sender, ...more }) : source(sender, more);
    }
    case "cloudwatch.LogSubscriptionFilter":
      return isFor(instance, "destinationArn", fn) ? source("cloudwatch-logs") : undefined;
    case "scheduler.Schedule": {
      const target = property(props, "target")?.value;
      if (!isOf(property(target, "arn")?.value, fn)) return undefined;
      const input = property(target, "input")?.value;
      return input === undefined
        ? source("scheduled")
        : source(undefined, { sender: "scheduled", isExpendable: isWarmUpInCode(input) ? true : undefined });
    }
    case "s3.BucketNotification": {
      const own = itemsOf(property(props, "lambdaFunctions")?.value).find((item) =>
        isOf(property(item, "lambdaFunctionArn")?.value, fn),
      );
      const bucket = property(props, "bucket")?.value;
      return own === undefined
        ? undefined
        : source("s3", {
            resource: namedResourceOf(bucket, instance.site),
            objectEvents: readObjectEvents(own),
            ...readKeyRules(own, "filterPrefix", "filterSuffix"),
          });
    }
    case "apigateway.Integration":
      return isFor(instance, "uri", fn) ? source("apigw-rest", readRestWait(props)) : undefined;
    case "apigatewayv2.Integration":
      return isFor(instance, "integrationUri", fn) ? readIntegration(props, source) : undefined;
    case "cloudfront.Distribution":
      return isCalledAtEdge(props, fn) ? source("cloudfront") : undefined;
    case "cognito.UserPool": {
      const triggers = property(props, "lambdaConfig")?.value;
      const [trigger] =
        triggers?.kind === "object"
          ? ([...triggers.entries].find(([, { value }]) => isOf(value, fn)) ?? [])
          : [];
      return trigger === undefined ? undefined : source("cognito", waitOfTrigger(trigger));
    }
    default:
      return isRouter(instance) ? readRoutes(props, fn, source) : undefined;
  }
}

/** What makes a REST API of a list of routes, with the functions that answer them. */
function isRouter({ base }: InstanceValue): boolean {
  if (base?.specifier === "@pulumi/aws-apigateway") return base.path.join(".") === "RestAPI";
  return /^@pulumi\/awsx(?:\/|$)/.test(base?.specifier ?? "") && base?.path.at(-1) === "API";
}

/**
 * `routes: [{ path: "/", method: "GET", eventHandler: fn, authorizers: [{ handler: check }] }]`
 * (https://www.pulumi.com/registry/packages/aws-apigateway/)
 */
function readRoutes(
  props: CodeValue | undefined,
  fn: CodeValue,
  source: (kind: EventKind, more?: Partial<EventSource>) => EventSource,
): EventSource | undefined {
  const routes = itemsOf(property(props, "routes")?.value);
  const { integrationTimeoutMs: value, of } = sourceDefaults.restApi;
  if (routes.some((route) => isOf(property(route, "eventHandler")?.value, fn)))
    return source("apigw-rest", { integrationTimeoutMs: { k: "default", value, of } });
  const authorizers = routes.flatMap((route) => {
    const given = property(route, "authorizers")?.value;
    return given?.kind === "list" ? itemsOf(given) : (given ?? []);
  });
  return authorizers.some((authorizer) => isOf(property(authorizer, "handler")?.value, fn))
    ? source("authorizer")
    : undefined;
}

/** (https://www.pulumi.com/registry/packages/aws/api-docs/cloudfront/distribution/) */
function isCalledAtEdge(props: CodeValue | undefined, fn: CodeValue): boolean {
  const behaviors = [
    property(props, "defaultCacheBehavior")?.value,
    ...itemsOf(property(props, "orderedCacheBehaviors")?.value),
  ];
  return behaviors
    .flatMap((behavior) => itemsOf(property(behavior, "lambdaFunctionAssociations")?.value))
    .some((association) => isOf(property(association, "lambdaArn")?.value, fn));
}

/** (https://www.pulumi.com/registry/packages/aws/api-docs/apigateway/integration/) */
function readRestWait(props: CodeValue | undefined): Partial<EventSource> {
  const { integrationTimeoutMs: value, of } = sourceDefaults.restApi;
  const written = asNumber(property(props, "timeoutMilliseconds"));
  return { integrationTimeoutMs: written ?? (isClosed(props) ? { k: "default", value, of } : undefined) };
}

/**
 * An integration of an HTTP or a WebSocket API. Without a word on it the event has the format of a REST API.
 * (https://www.pulumi.com/registry/packages/aws/api-docs/apigatewayv2/integration/)
 */
function readIntegration(
  props: CodeValue | undefined,
  source: (kind: EventKind | undefined, more: Partial<EventSource>) => EventSource,
): EventSource {
  const api = ownerOf(property(props, "apiId")?.value);
  const isApi = api?.kind === "instance" && resourceNameOf(api) === "apigatewayv2.Api";
  const protocol = isApi ? stringOf(property(api.args[1], "protocolType")?.value) : undefined;
  const payloadVersion = asText(property(props, "payloadFormatVersion"));
  const isNew = onlyValue(payloadVersion) === "2.0";
  const isOld = payloadVersion === undefined ? isClosed(props) : onlyValue(payloadVersion) === "1.0";
  const ofHttp = isNew ? "apigw-http" : isOld ? "apigw-rest" : undefined;
  const { integrationTimeoutMs, of } = sourceDefaults.httpApi;
  return source(protocol === "WEBSOCKET" ? "apigw-websocket" : protocol === "HTTP" ? ofHttp : undefined, {
    payloadVersion,
    integrationTimeoutMs:
      asNumber(property(props, "timeoutMilliseconds")) ??
      (isClosed(props) ? { k: "default", value: integrationTimeoutMs, of } : undefined),
  });
}

/** What happens to the objects that a notification is about: `events: ["s3:ObjectCreated:*"]`. */
export function readObjectEvents(options: CodeValue | undefined): EventSource["objectEvents"] {
  const events = property(options, "events")?.value;
  if (events === undefined || !isClosedList(events)) return undefined;
  return itemsOf(events).flatMap((value) => asText({ value, site: value.site }) ?? []);
}

/** Which keys of a bucket a notification is about. */
export function readKeyRules(
  options: CodeValue | undefined,
  prefix: string,
  suffix: string,
): Pick<EventSource, "prefixes" | "suffixes"> {
  const rules = (name: string) => asText(property(options, name));
  const [first, last] = [rules(prefix), rules(suffix)];
  return { prefixes: first && [first], suffixes: last && [last] };
}

/** A rule of EventBridge has a schedule, or a pattern of events. */
export function kindOfRule(rule: CodeValue | undefined): EventKind | undefined {
  if (rule?.kind !== "instance" || resourceNameOf(rule) !== "cloudwatch.EventRule") return undefined;
  const [, props] = rule.args;
  const isScheduled = property(props, "scheduleExpression") !== undefined;
  const hasPattern = property(props, "eventPattern") !== undefined;
  return isScheduled === hasPattern ? undefined : isScheduled ? "scheduled" : "eventbridge";
}

/** Whether the name or the description of a rule says that it keeps a function warm. */
function isNamedWarm(rule: CodeValue | undefined): boolean {
  if (rule?.kind !== "instance") return false;
  const [name, props] = rule.args;
  return saysWarm(stringOf(name), stringOf(property(props, "description")?.value));
}

/** `isEnabled: false`, or `state: "DISABLED"`. */
function isOff(rule: CodeValue | undefined): true | undefined {
  const props = rule?.kind === "instance" ? rule.args[1] : undefined;
  const isDisabled =
    primitiveOf(property(props, "isEnabled")?.value) === false ||
    stringOf(property(props, "state")?.value) === "DISABLED";
  return isDisabled ? true : undefined;
}

function polledKindOf(resource: CodeValue | undefined): EventKind | undefined {
  const base = resource?.kind === "instance" ? resource.base : undefined;
  return base?.specifier === "sst"
    ? sstPolledResources[base.path.join(".")]
    : pulumiPolledResources[resourceNameOf(resource) ?? ""];
}

/** (https://www.pulumi.com/registry/packages/aws/api-docs/lambda/eventsourcemapping/) */
function readMapping({ args: [, props], site }: InstanceValue, read: ReadQueue): EventSource {
  const resource = ownerOf(property(props, "eventSourceArn")?.value);
  const kind = polledKindOf(resource);
  const standard = kind === undefined ? undefined : defaultBatchSizes.get(kind);
  const types = property(props, "functionResponseTypes");
  return {
    kind,
    place: placeOf(site),
    batchSize:
      asNumber(property(props, "batchSize")) ??
      (standard === undefined ? undefined : { k: "default", value: standard, of: "AWS Lambda" }),
    reportsBatchItemFailures: isClosed(props) ? reportsFailures(types?.value) : undefined,
    ...(resource?.kind === "instance" && kind === "sqs" ? read(resource) : {}),
  };
}

/** `functionResponseTypes: ["ReportBatchItemFailures"]`; undefined where the list is not known. */
export function reportsFailures(types: CodeValue | undefined): boolean | undefined {
  if (types !== undefined && !isClosedList(types)) return undefined;
  return itemsOf(types).some((item) => stringOf(item) === "ReportBatchItemFailures");
}

/** `redrivePolicy: JSON.stringify({ deadLetterTargetArn: failed.arn, … })` */
function mayPutFailuresInto({ args: [, props] }: InstanceValue, queue: InstanceValue): boolean {
  const policy = property(props, "redrivePolicy")?.value;
  if (policy === undefined) return false;
  const document = policy.kind === "result" && policy.callee !== undefined ? policy.args[0] : policy;
  const target = ownerOf(
    document?.kind === "object" ? property(document, "deadLetterTargetArn")?.value : undefined,
  );
  return target?.kind !== "instance" || target === queue;
}

/** (https://www.pulumi.com/registry/packages/aws/api-docs/sqs/queue/) */
export function readQueue(queue: InstanceValue, log: CodeLog): Partial<EventSource> {
  const [id, props] = queue.args;
  const isKnown = props === undefined || isClosed(props);
  const written = asNumber(property(props, "visibilityTimeoutSeconds"));
  const queues = log.instances.filter((other) =>
    /^sqs\.(?:Queue|RedrivePolicy)$/.test(resourceNameOf(other) ?? ""),
  );
  const hasFailures =
    property(props, "redrivePolicy") !== undefined ||
    queues.some((other) => other !== queue && isFor(other, "queueUrl", queue));
  // One that others put their failures into is the last itself.
  const isLast = queues.some((other) => mayPutFailuresInto(other, queue));
  const reference = { id: stringOf(id), text: undefined, place: placeOf(queue.site) };
  return {
    visibilityTimeoutSec:
      written ??
      (isKnown ? { k: "default", value: defaultVisibilityTimeoutSec, of: "Amazon SQS" } : undefined),
    // Of a queue that is not all known, one for failures may be as well.
    resource: { ...reference, type: isKnown && !hasFailures && !isLast ? "AWS::SQS::Queue" : undefined },
  };
}

/** `aws.lambda.Function` → `Function`, by whichever import. */
export function lambdaNameOf(imported: ImportedValue | undefined): string | undefined {
  if (imported === undefined) return undefined;
  const [first, ...rest] = imported.path;
  if (imported.specifier === "@pulumi/aws") return first === "lambda" ? rest.join(".") : undefined;
  return imported.specifier === "@pulumi/aws/lambda" ? imported.path.join(".") : undefined;
}
