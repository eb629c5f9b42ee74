import { functionDefaults } from "../../knowledge/function-defaults.js";
import { buildCodeFunction, nameSiteIn, readVariables, writtenName } from "../code/code-function.js";
import type { CodeValue, InstanceValue } from "../code/code-value.js";
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
  writtenProperty,
} from "../code/read-code.js";
import { type ConfigValue, onlyValue } from "../config-value.js";
import { sourceOfEdgeRole } from "../edge-functions.js";
import type {
  Concurrency,
  FunctionConfig,
  FunctionUrl,
  HandlerReference,
  Layers,
  Vpc,
} from "../function-config.js";
import { readPulumiAlarms } from "./alarms.js";
import { readArchivedHandler } from "./archives.js";
import { isFor, lambdaNameOf, readPulumiSources } from "./event-sources.js";
import { edgeTrustOf, readPulumiPermissions } from "./permissions.js";
import { readSubscriptions } from "./subscriptions.js";
import { readPulumiSinks } from "./failure-sinks.js";

/** Text that a file has which makes functions with Pulumi. */
export const PULUMI_FUNCTIONS =
  /["']@pulumi\/aws(?:\/lambda)?["'][\s\S]*\b(?:lambda\.|CallbackFunction|Function\()/;

/**
 * (https://www.pulumi.com/registry/packages/aws/api-docs/lambda/function/)
 *
 * @param isWhole whether all code of the program was read
 */
export function readPulumiFunctions(
  log: CodeLog,
  workingFolder: string,
  isWhole: boolean,
): readonly FunctionConfig[] {
  return log.instances.flatMap((instance) => {
    const name = lambdaNameOf(instance.base);
    if (name !== "Function" && name !== "CallbackFunction") return [];
    const [, props] = instance.args;
    const url = log.instances.find(
      (other) => lambdaNameOf(other.base) === "FunctionUrl" && isFor(other, "functionName", instance),
    );
    const edgeTrust = edgeTrustOf(props);
    return [
      {
        ...readFunction(instance, name, workingFolder, log),
        sources: [
          ...readPulumiSources(instance, log),
          ...readSubscriptions(instance, log),
          ...(edgeTrust === undefined ? [] : [sourceOfEdgeRole(edgeTrust)]),
        ],
        failureSinks: readPulumiSinks(
          instance,
          propertyAt(props, "deadLetterConfig", "targetArn")?.value,
          isClosed(props),
          log,
        ),
        url: url === undefined ? undefined : readUrl(url),
        permissions: readPulumiPermissions(props, log),
        deployment: readDeployment(instance, name, log),
        concurrency: readConcurrency(instance, props, log),
        alarms: readPulumiAlarms(instance, log, isWhole),
      },
    ];
  });
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

/** Without an alias there is nothing between which traffic could be moved; what moves it over one is not read. */
function readDeployment(instance: InstanceValue, name: string, log: CodeLog): FunctionConfig["deployment"] {
  const isKnown = name === "Function" && isClosed(instance.args[1]) && log.isComplete;
  const hasAlias = log.instances.some((other) => lambdaNameOf(other.base) === "Alias");
  return isKnown && !hasAlias
    ? {
        alias: undefined,
        type: undefined,
        hasAlarms: false,
        place: placeOf(nameSiteIn(instance.site, instance.args[0])),
      }
    : undefined;
}

function readFunction(
  instance: InstanceValue,
  name: string,
  workingFolder: string,
  log: CodeLog,
): FunctionConfig {
  const [id, props] = instance.args;
  const nameSite = nameSiteIn(instance.site, id);
  const fn = buildCodeFunction({
    id: stringOf(id) ?? writtenName(nameSite),
    framework: "pulumi",
    name: nameSite,
    props,
    handler:
      name === "CallbackFunction"
        ? inline
        : readArchivedHandler(
            asText(property(props, "handler")),
            property(props, "code")?.value,
            onlyValue(asRuntime(property(props, "runtime"))),
            workingFolder,
            log,
          ),
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
    vpc: readVpc(props),
    tracing:
      asText(propertyAt(props, "tracingConfig", "mode")) ??
      (isKnown ? { k: "default", value: "PassThrough", of: functionDefaults.pulumi.of } : undefined),
    ephemeralStorageMb: asNumber(propertyAt(props, "ephemeralStorage", "size")),
    logging: {
      format:
        asText(propertyAt(props, "loggingConfig", "logFormat")) ??
        (isKnown ? { k: "default", value: "Text", of: functionDefaults.pulumi.of } : undefined),
      retentionDays: undefined,
      level: asText(propertyAt(props, "loggingConfig", "applicationLogLevel")),
    },
    isDurable:
      writtenProperty(props, "durableConfig") !== undefined
        ? true
        : isKnown && property(props, "durableConfig") === undefined
          ? false
          : undefined,
  };
}

/** The VPC that the function is put into, where this is written for certain, and the list of subnets is not empty. */
function readVpc(props: CodeValue | undefined): Vpc | undefined {
  const written = writtenProperty(props, "vpcConfig");
  const subnets = property(written?.value, "subnetIds")?.value;
  const isSet = written?.value.kind === "object" && subnets !== undefined && subnets.kind !== "choice";
  const isEmpty = subnets?.kind === "list" && !subnets.isOpen && subnets.items.length === 0;
  return isSet && !isEmpty ? { place: placeOf(written.site), references: [] } : undefined;
}

/** What is provisioned for a version or an alias of the function. */
function readConcurrency(fn: InstanceValue, props: CodeValue | undefined, log: CodeLog): Concurrency {
  const config = log.instances.find(
    (other) =>
      lambdaNameOf(other.base) === "ProvisionedConcurrencyConfig" && isFor(other, "functionName", fn),
  );
  return {
    reserved: asNumber(property(props, "reservedConcurrentExecutions")),
    provisioned: asNumber(property(config?.args[1], "provisionedConcurrentExecutions")),
    perEnvironment: undefined,
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

/** `"nodejs22.x"`, `aws.lambda.Runtime.NodeJS22dX`, `aws.lambda.NodeJS12dXRuntime` of older versions. */
function asRuntime(reading: Reading | undefined): ConfigValue<string> | undefined {
  return convert(reading, (value) => {
    const member = value.kind === "imported" ? (lambdaNameOf(value) ?? "") : "";
    return stringOf(value) ?? runtimeOfMember(member.replace(/^Runtime\.|Runtime$/g, ""));
  });
}

/** `NodeJS22dX` → `nodejs22.x`, `Python3d12` → `python3.12`, `Java8AL2` → `java8.al2`: a `d` between versions is a dot. */
function runtimeOfMember(member: string): string | undefined {
  const [, language = "", version = "", system] =
    /^(NodeJS|Python|Java|Ruby|Dotnet|DotnetCore|Go)(\d+(?:d(?:\d+|[xX]))?)(AL2)?$/.exec(member) ?? [];
  if (language === "") return undefined;
  return `${language}${version.replace("d", ".")}${system === undefined ? "" : ".al2"}`.toLowerCase();
}
