import { append } from "../../syntax/append.js";
import { oncePer } from "../../syntax/once-per.js";
import { type ConfigNode, itemsOf } from "../config-node.js";
import { type ConfigValue, onlyValue } from "../config-value.js";
import { asNumber, asText } from "../convert-value.js";
import type {
  Alarm,
  Concurrency,
  Deployment,
  FailureSinks,
  FunctionUrl,
  Invoker,
  Logging,
  ResourceReference,
} from "../function-config.js";
import { type DeclaredFunction, orDefault, settingAt } from "./function-settings.js";
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

/** Where events go that no attempt could process: its own settings, and an `EventInvokeConfig` beside it. */
export function readFailureSinks(declared: DeclaredFunction, template: Template): FailureSinks {
  const { id, isSam, maps, isComplete } = declared;
  const queueOf = (map: ConfigNode | undefined) =>
    template.at(map, isSam ? "DeadLetterQueue" : "DeadLetterConfig", "TargetArn");
  const onFailureOf = (map: ConfigNode | undefined) => template.at(map, "DestinationConfig", "OnFailure");
  const beside = resourcesFor(template, "AWS::Lambda::EventInvokeConfig", "FunctionName");
  const queue = maps.map(queueOf).find((node) => node !== undefined);
  const destination = [
    ...(isSam ? maps.map((map) => onFailureOf(template.at(map, "EventInvokeConfig"))) : []),
    ...beside.of(id).map(({ properties }) => onFailureOf(properties)),
  ].find((node) => node !== undefined);
  return {
    deadLetterQueue: referenceOrPlace(queue, template),
    // SAM makes a queue or a topic itself where none is named.
    onFailure:
      destination &&
      (template.referenceTo(template.at(destination, "Destination")) ?? unknownResource(destination)),
    isComplete: isComplete && template.isComplete && beside.areKnown,
    configured: beside.of(id)[0]?.place,
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
  const preference = isSam
    ? maps.map((map) => template.at(map, "DeploymentPreference")).find((node) => node !== undefined)
    : undefined;
  const aliases = resourcesFor(template, "AWS::Lambda::Alias", "FunctionName");
  const [resource] = aliases.of(id);
  const update = template.at(resource?.node, "UpdatePolicy", "CodeDeployLambdaAliasUpdate");
  if (alias === undefined && resource === undefined && !(declared.isComplete && aliases.areKnown))
    return undefined;
  const isOff = onlyValue(template.scalarAt(preference, "Enabled")) === false;
  return {
    alias:
      alias ??
      (resource && (asText(template.scalarAt(resource.properties, "Name")) ?? opaqueAt(resource.node))),
    type: isOff
      ? undefined
      : (asText(template.scalarAt(preference, "Type")) ??
        (preference?.kind === "call" ? opaqueAt(preference) : undefined) ??
        (update && opaqueAt(update))),
    hasAlarms: template.at(preference, "Alarms") !== undefined || update !== undefined,
    place: preference?.place ?? resource?.place ?? place,
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

/** The format of its log, and how long the log group keeps it. */
export function readLogging(declared: DeclaredFunction, template: Template): Logging {
  return {
    format: orDefault(declared, asText(settingAt(declared, template, "LoggingConfig", "LogFormat")), "Text"),
    retentionDays: readRetention(declared, template),
    level: ["ApplicationLogLevel", "SystemLogLevel"]
      .map((name) => asText(settingAt(declared, template, "LoggingConfig", name)))
      .find((level) => level !== undefined),
  };
}

function readRetention(declared: DeclaredFunction, template: Template): ConfigValue<number> | undefined {
  const { place, isComplete } = declared;
  const { written, isOwn } = logGroupOf(declared, template);
  const unknown: ConfigValue<number> = { k: "opaque", text: "", place: written?.place ?? place };
  // `lambda_resources.yaml`: what it is given the function's name for is often its log group.
  let isKnown = isComplete && template.isComplete && !hasNestedStacks(template);
  for (const group of template.resourcesOf(LOG_GROUP)) {
    if (isOwn(group)) return asNumber(template.scalarAt(group.properties, "RetentionInDays"));
    const node = template.at(group.properties, "LogGroupName");
    // `/aws/lambda/${Stack}-create` can be its group, and a name that CloudFormation makes up cannot.
    isKnown &&= written !== undefined || !mayBeLogGroup(template.symbolicText(node), node);
  }
  return written !== undefined || !isKnown ? unknown : undefined;
}

const LOG_GROUP = "AWS::Logs::LogGroup";

/** Where a function writes its log. */
interface FunctionLog {
  /** The log group that it is told to write to, where it is told one. */
  readonly written: ConfigNode | undefined;
  readonly isOwn: (group: Resource) => boolean;
  /** Whether a text that names a log group names this one. */
  readonly isNamed: (text: string) => boolean;
}

function logGroupOf({ id, maps }: DeclaredFunction, template: Template): FunctionLog {
  const written = maps
    .map((map) => template.at(map, "LoggingConfig", "LogGroup"))
    .find((node) => node !== undefined);
  const ownName = template.symbolicText(template.at(maps[0], "FunctionName"));
  const names = new Set([
    `/aws/lambda/\${${id}}`,
    ...(ownName === undefined ? [] : [`/aws/lambda/${ownName}`]),
  ]);
  const chosen = written && template.symbolicText(written);
  const isNamed = (text: string): boolean => (written === undefined ? names.has(text) : chosen === text);
  const isOwn = (group: Resource): boolean => {
    const name = template.symbolicText(template.at(group.properties, "LogGroupName"));
    const isChosen =
      written !== undefined && (chosen === `\${${group.id}}` || chosen === `\${${group.id}.Arn}`);
    return isChosen || (name !== undefined && isNamed(name));
  };
  return { written, isOwn, isNamed };
}

/** Whether a name that is not known in full can be that of a function's log group. */
function mayBeLogGroup(name: string | undefined, node: ConfigNode | undefined): boolean {
  if (node === undefined) return false;
  if (name === undefined) return true;
  const { 1: rest } = /^\/aws\/lambda\/(.*)$/.exec(name) ?? [];
  if (rest === undefined) return name.startsWith("${");
  // The log group of one other function of the template.
  return !/^\$\{\w+\}$/.test(rest) && rest.includes("${");
}

/** Alarms on the function's metrics; undefined where an alarm is on functions that are not known. */
export function readAlarms(declared: DeclaredFunction, template: Template): readonly Alarm[] | undefined {
  const { id, maps, isComplete } = declared;
  const found: Alarm[] = [];
  const ofLog = metricsOfLog(declared, template);
  let areKnown = isComplete && template.isComplete && !hasNestedStacks(template);
  const ownName = template.symbolicText(template.at(maps[0], "FunctionName"));
  for (const alarm of template.resourcesOf("AWS::CloudWatch::Alarm")) {
    for (const metric of metricsOf(alarm, template)) {
      const namespace = template.textAt(metric, "Namespace") ?? "AWS/Lambda";
      // What is counted of a log is not said: it may be the errors.
      if (ofLog.has(`${namespace} ${template.textAt(metric, "MetricName") ?? ""}`))
        found.push({ metric: undefined, place: alarm.place });
      if (namespace !== "AWS/Lambda") continue;
      const dimensions = template.listAt(metric, "Dimensions") ?? [];
      const names = dimensions
        .filter((dimension) => template.textAt(dimension, "Name") === "FunctionName")
        .map((dimension) => template.at(dimension, "Value"));
      const isOwn = names.some((name) => {
        const text = template.symbolicText(name);
        return template.functionIdOf(name) === id || (text !== undefined && text === ownName);
      });
      const isUnknown = names.some((name) => template.functionIdOf(name) === undefined);
      // Without a dimension it is on all functions of the account.
      if (isOwn || dimensions.length === 0)
        found.push({ metric: template.textAt(metric, "MetricName"), place: alarm.place });
      else if (isUnknown) areKnown = false;
    }
  }
  return found.length > 0 || areKnown ? found : undefined;
}

/** The metrics that filters make of the function's log, each as its namespace and its name. */
function metricsOfLog(declared: DeclaredFunction, template: Template): ReadonlySet<string> {
  const { isOwn, isNamed } = logGroupOf(declared, template);
  return new Set(
    template
      .resourcesOf("AWS::Logs::MetricFilter")
      .flatMap(({ properties }) => {
        const group = template.at(properties, "LogGroupName");
        const text = template.symbolicText(group);
        const resource = template.resources.get(template.referenceTo(group)?.id ?? "");
        const isOfFunction =
          (text !== undefined && isNamed(text)) || (resource?.type === LOG_GROUP && isOwn(resource));
        return isOfFunction ? (template.listAt(properties, "MetricTransformations") ?? []) : [];
      })
      .map((metric) =>
        [template.textAt(metric, "MetricNamespace"), template.textAt(metric, "MetricName")].join(" "),
      ),
  );
}

/** Resources of another template. */
function hasNestedStacks(template: Template): boolean {
  return template.resourcesOf("AWS::CloudFormation::Stack", "AWS::Serverless::Application").length > 0;
}

/** Of an alarm on one metric, and of one on an expression over several. */
function metricsOf({ properties }: Resource, template: Template): readonly ConfigNode[] {
  const several = itemsOf(template.at(properties, "Metrics")).flatMap(
    (item) => template.at(item, "MetricStat", "Metric") ?? [],
  );
  return properties === undefined ? [] : several.length > 0 ? several : [properties];
}
