import path from "node:path";
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
import type { EventSource, FunctionConfig, HandlerReference } from "../function-config.js";
import { resolveHandler } from "../resolve-handler.js";

/** Text that a file has which makes functions with Pulumi. */
export const PULUMI_FUNCTIONS =
  /["']@pulumi\/aws(?:\/lambda)?["'][\s\S]*\b(?:lambda\.|CallbackFunction|Function\()/;

/** (https://www.pulumi.com/registry/packages/aws/api-docs/lambda/function/) */
export function readPulumiFunctions(log: CodeLog, workingFolder: string): readonly FunctionConfig[] {
  const mappings = log.instances.filter(({ base }) => lambdaNameOf(base) === "EventSourceMapping");
  return log.instances.flatMap((instance) => {
    const name = lambdaNameOf(instance.base);
    if (name !== "Function" && name !== "CallbackFunction") return [];
    const sources = mappings.flatMap((mapping) => (isFor(mapping, instance) ? [readMapping(mapping)] : []));
    return [{ ...readFunction(instance, name, workingFolder), sources }];
  });
}

/** `functionName: fn.arn`, `fn.name`, `fn` */
function isFor({ args: [, props] }: InstanceValue, fn: InstanceValue): boolean {
  let value = property(props, "functionName")?.value;
  while (value?.kind === "attribute") value = value.of;
  return value === fn;
}

const POLLED: Readonly<Record<string, EventKind>> = {
  "sqs.Queue": "sqs",
  "kinesis.Stream": "kinesis",
  "dynamodb.Table": "dynamodb-stream",
};

/** (https://www.pulumi.com/registry/packages/aws/api-docs/lambda/eventsourcemapping/) */
function readMapping({ args: [, props], site }: InstanceValue): EventSource {
  let resource = property(props, "eventSourceArn")?.value;
  while (resource?.kind === "attribute") resource = resource.of;
  const base = resource?.kind === "instance" ? resource.base : undefined;
  const kind = base?.specifier === "@pulumi/aws" ? POLLED[base.path.join(".")] : undefined;
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
  };
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
  return {
    ...fn,
    architecture: architecture && asText({ value: architecture, site: architecture.site }),
    tracing: asText(propertyAt(props, "tracingConfig", "mode")),
    ephemeralStorageMb: asNumber(propertyAt(props, "ephemeralStorage", "size")),
  };
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
