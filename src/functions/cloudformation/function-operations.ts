import { append } from "../../syntax/append.js";
import { oncePer } from "../../syntax/once-per.js";
import type { ConfigNode, Scalar } from "../config-node.js";
import { type ConfigValue, type Place, onlyValue } from "../config-value.js";
import { asNumber, asText } from "../convert-value.js";
import type {
  Concurrency,
  Deployment,
  FailureSinks,
  FunctionUrl,
  Invoker,
  ResourceReference,
} from "../function-config.js";
import { type DeclaredFunction, settingAt } from "./function-settings.js";
import type { Resource, Template } from "./template.js";

/** The resources of a type, by the function that a property of theirs names. */
interface ResourcesFor {
  readonly of: (id: string) => readonly Resource[];
  readonly areKnown: boolean;
}

const knownResourcesFor = oncePer<Template, Map<string, ResourcesFor>, []>(() => new Map());

function resourcesFor(template: Template, type: string, property: string): ResourcesFor {
  const known = knownResourcesFor(template);
  const key = `${type}.${property}`;
  const resources = known.get(key) ?? findResourcesFor(template, type, property);
  known.set(key, resources);
  return resources;
}

function findResourcesFor(template: Template, type: string, property: string): ResourcesFor {
  const byFunction = new Map<string | undefined, Resource[]>();
  for (const resource of template.resourcesOf(type))
    append(byFunction, template.functionIdOf(template.at(resource.properties, property)), resource);
  return { of: (id) => byFunction.get(id) ?? [], areKnown: !byFunction.has(undefined) };
}

/** What an `EventInvokeConfig` beside a function says of its asynchronous invocations. */
export interface InvokeConfig {
  /** Where events go that all attempts failed on. */
  readonly onFailure: ResourceReference | undefined;
  readonly place: Place | undefined;
  /** Whether the functions of all of them are known. */
  readonly areKnown: boolean;
}

/** @param id the logical id of the function */
export function readInvokeConfig(id: string, template: Template): InvokeConfig {
  const beside = resourcesFor(template, "AWS::Lambda::EventInvokeConfig", "FunctionName");
  const destination = beside
    .of(id)
    .map(({ properties }) => onFailureOf(properties, template))
    .find((node) => node !== undefined);
  return {
    onFailure: destination && destinationIn(destination, template),
    place: beside.of(id)[0]?.place,
    areKnown: beside.areKnown,
  };
}

function onFailureOf(map: ConfigNode | undefined, template: Template): ConfigNode | undefined {
  return template.at(map, "DestinationConfig", "OnFailure");
}

/** SAM makes a queue or a topic itself where none is named. */
function destinationIn(node: ConfigNode, template: Template): ResourceReference {
  return template.referenceTo(template.at(node, "Destination")) ?? unknownResource(node);
}

/** Where events go that no attempt could process: its own settings, and an `EventInvokeConfig` beside it. */
export function readFailureSinks(declared: DeclaredFunction, template: Template): FailureSinks {
  const { id, isSam, maps, isComplete } = declared;
  const queueOf = (map: ConfigNode | undefined) =>
    template.at(map, isSam ? "DeadLetterQueue" : "DeadLetterConfig", "TargetArn");
  const queue = maps.map(queueOf).find((node) => node !== undefined);
  const own = (isSam ? maps : [])
    .map((map) => onFailureOf(template.at(map, "EventInvokeConfig"), template))
    .find((node) => node !== undefined);
  const beside = readInvokeConfig(id, template);
  return {
    deadLetterQueue: referenceOrPlace(queue, template),
    onFailure: own === undefined ? beside.onFailure : destinationIn(own, template),
    isComplete: isComplete && template.isComplete && beside.areKnown,
    configured: beside.place,
  };
}

/** The statements of the function's own policy: `AWS::Lambda::Permission`. */
export function readInvokers({ id }: DeclaredFunction, template: Template): readonly Invoker[] {
  return resourcesFor(template, "AWS::Lambda::Permission", "FunctionName")
    .of(id)
    .flatMap(({ properties, place }) => {
      const principal = asText(template.scalarAt(properties, "Principal"));
      if (principal === undefined) return [];
      const source = template.at(properties, "SourceArn");
      return [
        {
          principal,
          sourceArn: source && (template.symbolicText(source) ?? ""),
          sourceType: source && template.referenceTo(source)?.type,
          hasAccount: ["SourceAccount", "PrincipalOrgID"].some(
            (name) => template.at(properties, name) !== undefined,
          ),
          isForUrl: template.at(properties, "FunctionUrlAuthType") !== undefined,
          place: "place" in principal ? principal.place : place,
        },
      ];
    });
}

function referenceOrPlace(node: ConfigNode | undefined, template: Template): ResourceReference | undefined {
  return node && (template.referenceTo(node) ?? unknownResource(node));
}

function unknownResource({ place }: ConfigNode): ResourceReference {
  return { id: undefined, type: undefined, text: undefined, place };
}

const PER_VCPU = 64;

/** Reserved and provisioned concurrency, and that of one environment on Lambda Managed Instances. */
export function readConcurrency(declared: DeclaredFunction, template: Template): Concurrency {
  const { id, maps } = declared;
  const scaled = ["AWS::Lambda::Version", "AWS::Lambda::Alias"].flatMap((type) =>
    resourcesFor(template, type, "FunctionName").of(id),
  );
  const provisioned = [...maps, ...scaled.map(({ properties }) => properties)]
    .map((map) => template.scalarAt(map, "ProvisionedConcurrencyConfig", "ProvisionedConcurrentExecutions"))
    .find((value) => value !== undefined);
  return {
    reserved: asNumber(settingAt(declared, template, "ReservedConcurrentExecutions")),
    provisioned: asNumber(provisioned),
    perEnvironment: readPerEnvironment(declared, template),
  };
}

/** (https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-nodejs-runtime.html) */
function readPerEnvironment({ maps }: DeclaredFunction, template: Template): ConfigValue<number> | undefined {
  for (const map of maps) {
    const written = template.at(map, "CapacityProviderConfig");
    if (written === undefined) continue;
    const config = template.at(written, "LambdaManagedInstancesCapacityProviderConfig") ?? written;
    return (
      asNumber(template.scalarAt(config, "PerExecutionEnvironmentMaxConcurrency")) ?? {
        k: "default",
        value: PER_VCPU,
        of: "Lambda Managed Instances",
      }
    );
  }
  return undefined;
}

/** Aliases, and how traffic moves to a new version. Undefined where something else may declare them. */
export function readDeployment(declared: DeclaredFunction, template: Template): Deployment | undefined {
  const { id, isSam, maps, place } = declared;
  const alias = isSam ? asText(settingAt(declared, template, "AutoPublishAlias")) : undefined;
  // SAM merges the maps: the type of all functions stands in the globals, and the alarms of each beside it.
  const preferences = isSam ? maps.flatMap((map) => template.at(map, "DeploymentPreference") ?? []) : [];
  const preferred = (name: string): ConfigValue<Scalar> | undefined =>
    preferences.map((preference) => template.scalarAt(preference, name)).find((value) => value !== undefined);
  const aliases = resourcesFor(template, "AWS::Lambda::Alias", "FunctionName");
  const [resource] = aliases.of(id);
  const update = template.at(resource?.node, "UpdatePolicy", "CodeDeployLambdaAliasUpdate");
  if (alias === undefined && resource === undefined && !(declared.isComplete && aliases.areKnown))
    return undefined;
  const isOff = onlyValue(preferred("Enabled")) === false;
  const call = preferences.find(({ kind }) => kind === "call");
  return {
    alias:
      alias ??
      (resource && (asText(template.scalarAt(resource.properties, "Name")) ?? opaqueAt(resource.node))),
    type: isOff
      ? undefined
      : (asText(preferred("Type")) ?? (call && opaqueAt(call)) ?? (update && opaqueAt(update))),
    hasAlarms:
      preferences.some((preference) => template.at(preference, "Alarms") !== undefined) ||
      update !== undefined,
    place: preferences[0]?.place ?? resource?.place ?? place,
  };
}

function opaqueAt({ place }: ConfigNode): ConfigValue<string> {
  return { k: "opaque", text: "", place };
}

export function readUrl(declared: DeclaredFunction, template: Template): FunctionUrl | undefined {
  const { id, isSam, maps } = declared;
  const [own] = maps;
  const [resource] = resourcesFor(template, "AWS::Lambda::Url", "TargetFunctionArn").of(id);
  const config = (isSam ? template.at(own, "FunctionUrlConfig") : undefined) ?? resource?.properties;
  if (config === undefined) return undefined;
  return {
    authType: asText(template.scalarAt(config, "AuthType")),
    invokeMode: asText(template.scalarAt(config, "InvokeMode")) ?? {
      k: "default",
      value: "BUFFERED",
      of: "AWS Lambda",
    },
    place: config.place,
  };
}
