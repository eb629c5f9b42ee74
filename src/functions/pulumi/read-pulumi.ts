import path from "node:path";
import { defaultVisibilityTimeoutSec } from "../../knowledge/cdk-constructs.js";
import { defaultBatchSizes, functionDefaults } from "../../knowledge/function-defaults.js";
import type { EventKind } from "../../knowledge/handler-types.js";
import { buildCodeFunction, readVariables } from "../code/code-function.js";
import type { CodeValue, ImportedValue, InstanceValue } from "../code/code-value.js";
import type { CodeLog } from "../code/machine.js";
import {
  type Reading,
  asNumber,
  asText,
  convert,
  isClosed,
  isClosedList,
  itemsOf,
  placeOf,
  property,
  propertyAt,
  stringOf,
  textOf,
} from "../code/read-code.js";
import type { ConfigValue } from "../config-value.js";
import type {
  EventSource,
  FunctionConfig,
  FunctionUrl,
  HandlerReference,
  Layers,
} from "../function-config.js";
import { resolveHandler } from "../resolve-handler.js";

/** Text that a file has which makes functions with Pulumi. */
export const PULUMI_FUNCTIONS =
  /["']@pulumi\/aws(?:\/lambda)?["'][\s\S]*\b(?:lambda\.|CallbackFunction|Function\()/;

/** (https://www.pulumi.com/registry/packages/aws/api-docs/lambda/function/) */
export function readPulumiFunctions(log: CodeLog, workingFolder: string): readonly FunctionConfig[] {
  return log.instances.flatMap((instance) => {
    const name = lambdaNameOf(instance.base);
    if (name !== "Function" && name !== "CallbackFunction") return [];
    const url = log.instances.find(
      (other) => lambdaNameOf(other.base) === "FunctionUrl" && isFor(other, "functionName", instance),
    );
    const sources = log.instances.flatMap((other) => readSource(other, instance) ?? []);
    return [
      {
        ...readFunction(instance, name, workingFolder),
        sources,
        url: url === undefined ? undefined : readUrl(url),
      },
    ];
  });
}

/** `functionName: fn.arn`, `fn.name`, `fn` */
function isFor({ args: [, props] }: InstanceValue, name: string, fn: InstanceValue): boolean {
  return ownerOf(property(props, name)?.value) === fn;
}

/** The resource of `queue.arn`, and of `queue` itself. */
function ownerOf(value: CodeValue | undefined): CodeValue | undefined {
  let owner = value;
  while (owner?.kind === "attribute") owner = owner.of;
  return owner;
}

/** The name of a resource of `@pulumi/aws`: `sqs.Queue`. */
function resourceNameOf(value: CodeValue | undefined): string | undefined {
  const base = value?.kind === "instance" ? value.base : undefined;
  return base?.specifier === "@pulumi/aws" ? base.path.join(".") : undefined;
}

/** What an instance has to say of how a function is invoked; undefined for all that is no source of it. */
function readSource(instance: InstanceValue, fn: InstanceValue): EventSource | undefined {
  const [, props] = instance.args;
  const source = (kind: EventKind | undefined): EventSource => ({
    kind,
    place: placeOf(instance.site),
    batchSize: undefined,
    reportsBatchItemFailures: undefined,
  });
  switch (resourceNameOf(instance) ?? `lambda.${lambdaNameOf(instance.base) ?? ""}`) {
    case "lambda.EventSourceMapping":
      return isFor(instance, "functionName", fn) ? readMapping(instance) : undefined;
    case "sns.TopicSubscription":
      return isFor(instance, "endpoint", fn) ? source("sns") : undefined;
    case "cloudwatch.EventTarget":
      return isFor(instance, "arn", fn)
        ? source(kindOfRule(ownerOf(property(props, "rule")?.value)))
        : undefined;
    case "s3.BucketNotification":
      return itemsOf(property(props, "lambdaFunctions")?.value).some(
        (item) => ownerOf(property(item, "lambdaFunctionArn")?.value) === fn,
      )
        ? source("s3")
        : undefined;
    case "apigateway.Integration":
      return isFor(instance, "uri", fn) ? source("apigw-rest") : undefined;
    default:
      return undefined;
  }
}

/** A rule of EventBridge has a schedule, or a pattern of events. */
function kindOfRule(rule: CodeValue | undefined): EventKind | undefined {
  if (rule?.kind !== "instance" || resourceNameOf(rule) !== "cloudwatch.EventRule") return undefined;
  const [, props] = rule.args;
  const isScheduled = property(props, "scheduleExpression") !== undefined;
  const hasPattern = property(props, "eventPattern") !== undefined;
  return isScheduled === hasPattern ? undefined : isScheduled ? "scheduled" : "eventbridge";
}

/** (https://www.pulumi.com/registry/packages/aws/api-docs/lambda/functionurl/) */
function readUrl({ args: [, props], site }: InstanceValue): FunctionUrl {
  return {
    authType: asText(property(props, "authorizationType")),
    invokeMode:
      asText(property(props, "invokeMode")) ??
      (isClosed(props) ? { k: "default", value: "BUFFERED", of: "AWS Lambda" } : undefined),
    place: placeOf(site),
  };
}

const POLLED: Readonly<Record<string, EventKind>> = {
  "sqs.Queue": "sqs",
  "kinesis.Stream": "kinesis",
  "dynamodb.Table": "dynamodb-stream",
};

/** (https://www.pulumi.com/registry/packages/aws/api-docs/lambda/eventsourcemapping/) */
function readMapping({ args: [, props], site }: InstanceValue): EventSource {
  const resource = ownerOf(property(props, "eventSourceArn")?.value);
  const kind = POLLED[resourceNameOf(resource) ?? ""];
  const standard = kind === undefined ? undefined : defaultBatchSizes.get(kind);
  const types = property(props, "functionResponseTypes");
  const isKnown = isClosed(props) && (types === undefined || isClosedList(types.value));
  return {
    kind,
    place: placeOf(site),
    batchSize:
      asNumber(property(props, "batchSize")) ??
      (standard === undefined ? undefined : { k: "default", value: standard, of: "AWS Lambda" }),
    reportsBatchItemFailures: isKnown
      ? itemsOf(types?.value).some((item) => stringOf(item) === "ReportBatchItemFailures")
      : undefined,
    ...(kind === "sqs" && resource?.kind === "instance" ? readQueue(resource) : {}),
  };
}

/** (https://www.pulumi.com/registry/packages/aws/api-docs/sqs/queue/) */
function readQueue({ args: [, props] }: InstanceValue): Pick<EventSource, "visibilityTimeoutSec"> {
  const written = asNumber(property(props, "visibilityTimeoutSeconds"));
  if (written !== undefined) return { visibilityTimeoutSec: written };
  return props === undefined || isClosed(props)
    ? { visibilityTimeoutSec: { k: "default", value: defaultVisibilityTimeoutSec, of: "Amazon SQS" } }
    : {};
}

/** `aws.lambda.Function` → `Function`, by whichever import. */
function lambdaNameOf(imported: ImportedValue | undefined): string | undefined {
  if (imported === undefined) return undefined;
  const [first, ...rest] = imported.path;
  if (imported.specifier === "@pulumi/aws") return first === "lambda" ? rest.join(".") : undefined;
  return imported.specifier === "@pulumi/aws/lambda" ? imported.path.join(".") : undefined;
}

function readFunction(instance: InstanceValue, name: string, workingFolder: string): FunctionConfig {
  const [id, props] = instance.args;
  const fn = buildCodeFunction({
    id: stringOf(id) ?? textOf(id?.site ?? instance.site).slice(0, 80),
    framework: "pulumi",
    name: id?.site ?? instance.site,
    props,
    handler: name === "CallbackFunction" ? inline : readHandler(props, workingFolder),
    runtime: asRuntime(property(props, "runtime")),
    memoryMb: asNumber(property(props, "memorySize")),
    timeoutSec: asNumber(property(props, "timeout")),
    defaults: name === "CallbackFunction" ? functionDefaults.pulumiCallback : functionDefaults.pulumi,
    env: readVariables(propertyAt(props, "environment", "variables"), true),
  });
  const [architecture] = itemsOf(property(props, "architectures")?.value);
  const isKnown = name === "Function" && isClosed(props);
  return {
    ...fn,
    packageType: isKnown ? packageTypeOf(props) : undefined,
    architecture:
      architecture === undefined
        ? isKnown && property(props, "architectures") === undefined
          ? { k: "default", value: "x86_64", of: functionDefaults.pulumi.of }
          : undefined
        : asText({ value: architecture, site: architecture.site }),
    layers: isKnown ? readLayers(property(props, "layers")?.value) : undefined,
    tracing: asText(propertyAt(props, "tracingConfig", "mode")),
    ephemeralStorageMb: asNumber(propertyAt(props, "ephemeralStorage", "size")),
  };
}

function packageTypeOf(props: CodeValue | undefined): FunctionConfig["packageType"] {
  const written = property(props, "packageType");
  if (property(props, "imageUri") !== undefined) return "container";
  const text = written === undefined ? "Zip" : stringOf(written.value);
  return text === "Zip" ? "zip" : text === "Image" ? "container" : undefined;
}

function readLayers(written: CodeValue | undefined): Layers {
  const items = itemsOf(written).flatMap((item) => asText({ value: item, site: item.site }) ?? []);
  return { items, isComplete: written === undefined || isClosedList(written) };
}

const inline: HandlerReference = {
  raw: undefined,
  status: "inline",
  file: undefined,
  exportName: undefined,
  tried: [],
};

function readHandler(props: CodeValue | undefined, workingFolder: string): HandlerReference {
  const raw = asText(property(props, "handler"));
  const folder = folderOf(property(props, "code")?.value);
  return resolveHandler(raw, {
    folder: folder === undefined ? undefined : path.resolve(workingFolder, folder),
  });
}

/** `new pulumi.asset.FileArchive("./app")`, also as the root of an `AssetArchive`. */
function folderOf(code: CodeValue | undefined): string | undefined {
  if (code?.kind !== "instance" || code.base?.specifier !== "@pulumi/pulumi") return undefined;
  const [first] = code.args;
  switch (code.base.path.at(-1)) {
    case "FileArchive":
      return stringOf(first);
    case "AssetArchive":
      return folderOf(property(first, ".")?.value);
    default:
      return undefined;
  }
}

/** `"nodejs22.x"`, `aws.lambda.Runtime.NodeJS22dX` */
function asRuntime(reading: Reading | undefined): ConfigValue<string> | undefined {
  return convert(reading, (value) => {
    const member =
      value.kind === "imported" ? /^(?:Runtime\.)?NodeJS(\d+)dX$/.exec(lambdaNameOf(value) ?? "") : null;
    return stringOf(value) ?? (member === null ? undefined : `nodejs${member[1]}.x`);
  });
}
