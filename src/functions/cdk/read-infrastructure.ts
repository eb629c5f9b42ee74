import { type ClassNode, keyName } from "../../syntax/ast.js";
import { functionDefaults } from "../../knowledge/function-defaults.js";
import type { CodeValue, InstanceValue, Site } from "../code/code-value.js";
import type { CodeLog } from "../code/machine.js";
import {
  asNumber,
  asText,
  isAbsent,
  isClosed,
  isClosedList,
  itemsOf,
  placeOf,
  primitiveOf,
  property,
  propertyAt,
  stringOf,
  textOf,
  valuesIn,
  writtenProperty,
} from "../code/read-code.js";
import type { ConfigValue, Place } from "../config-value.js";
import type {
  Alarm,
  Concurrency,
  Deployment,
  Environment,
  FailureSinks,
  FunctionConfig,
  HandlerReference,
  Layers,
  Logging,
  ResourceReference,
  Vpc,
} from "../function-config.js";
import { resolveHandler } from "../resolve-handler.js";
import {
  asArchitecture,
  asDeploymentType,
  asLogFormat,
  asMebibytes,
  asRetention,
  asRuntime,
  asSeconds,
  asTracing,
} from "./cdk-values.js";
import { ConstructIndex, kindOfFunction } from "./construct-index.js";
import { cdkNameOf, classNameOf, constructIdOf, constructPathOf } from "./construct-name.js";
import { destinationOf, readEventSources, readFunctionUrl } from "./event-sources.js";
import { readEgress } from "./egress.js";
import { readAssetBundle, readAssetHandler, readBundle, readEntryHandler } from "./function-code.js";
import { readInvokers } from "./invokers.js";
import { isPartOf, readPermissions } from "./permissions.js";
import { referenceTo, resourceOf } from "./resources.js";

/**
 * The Lambda functions that code of the AWS CDK makes: of the constructs that it creates, with whatever it does to them.
 *
 * @param isWhole whether all code was read that may add to the functions
 */
export function readCdkFunctions(
  log: CodeLog,
  workingFolder: string,
  isWhole: boolean,
): readonly FunctionConfig[] {
  const index = new ConstructIndex(log);
  if (index.functions.length === 0) return [];
  const exposed = isWhole ? undefined : exposedIn(log);
  return index.functions.map((fn) => {
    const isSeen =
      log.isComplete &&
      !index.isHandedOver(fn) &&
      exposed?.has(fn) !== true &&
      !hasUnknownChanges(fn, index, isWhole);
    return readFunction(fn, index, workingFolder, isSeen);
  });
}

/** Functions that a class lets others see, who may be in files that are not read. */
function exposedIn({ instances }: CodeLog): ReadonlySet<CodeValue> {
  const seen = new Set<CodeValue>();
  for (const { classes, fields } of instances)
    for (const [name, cell] of fields)
      if (!classes.some((cls) => isPrivate(cls.node, name))) valuesIn(cell.value, seen);
  return seen;
}

function isPrivate({ body }: ClassNode, name: string): boolean {
  return (
    name.startsWith("#") ||
    body.body.some(
      (member) =>
        member.type === "PropertyDefinition" &&
        member.accessibility === "private" &&
        keyName(member) === name,
    )
  );
}

/** Aspects, escape hatches, and calls on something unknown that may be the function. */
function hasUnknownChanges(fn: InstanceValue, { log }: ConstructIndex, isWhole: boolean): boolean {
  if (isWhole && log.methodsOfUnknown.has("addEnvironment")) return true;
  // Injectors change the properties of every construct that is made below them.
  if (log.instances.some(({ args }) => args.some((argument) => hasProperty(argument, "propertyInjectors"))))
    return true;
  return log.results.some(
    ({ method, receiver, args }) =>
      isAspect(method, receiver, args[0]) ||
      ((method === "addPropertyOverride" ||
        method === "addOverride" ||
        method === "addPropertyDeletionOverride") &&
        (isPartOf(receiver, fn, ["node"]) || receiver?.kind === "opaque")),
  );
}

const EDGE_PRINCIPAL = "edgelambda.amazonaws.com";

/**
 * Lambda@Edge takes neither arm64 nor tracing, and CloudFront decides where the log goes: what nobody sets is no choice.
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-edge-function-restrictions.html)
 */
function mayRunAtEdge(fn: InstanceValue, { log }: ConstructIndex): boolean {
  return (
    classNameOf(fn) === "aws-cloudfront.experimental.EdgeFunction" ||
    log.instances.some(
      (instance) =>
        classNameOf(instance) === "aws-iam.ServicePrincipal" && stringOf(instance.args[0]) === EDGE_PRINCIPAL,
    )
  );
}

function hasProperty(value: CodeValue, name: string): boolean {
  return value.kind === "object" && value.entries.has(name);
}

/** `Aspects.of(app).add(new Defaults())`: it visits every construct, and may change each. Checks of cdk-nag change none. */
function isAspect(
  method: string | undefined,
  receiver: CodeValue | undefined,
  visitor: CodeValue | undefined,
): boolean {
  return (
    method === "add" &&
    receiver?.kind === "result" &&
    cdkNameOf(receiver.callee) === "core.Aspects.of" &&
    !(visitor?.kind === "instance" && visitor.base?.specifier === "cdk-nag")
  );
}

function readFunction(
  fn: InstanceValue,
  index: ConstructIndex,
  workingFolder: string,
  isSeen: boolean,
): FunctionConfig {
  const kind = kindOfFunction(fn);
  const props = fn.args[2];
  const { of, memoryMb, timeoutSec } = functionDefaults.cdk;
  const isCfn = kind === "cfn";
  const handler = readHandler(fn, props, workingFolder);
  const optionsSite = props?.site ?? fn.site;
  // What nobody sets is as it is where nobody can: no properties from elsewhere, no code that changes the function later.
  const isCertain =
    isSeen &&
    kind !== "image" &&
    kind !== "other" &&
    (props === undefined || isClosed(props)) &&
    !mayRunAtEdge(fn, index);
  const unlessSet = (value: string): ConfigValue<string> | undefined =>
    isCertain ? { k: "default", value, of } : undefined;
  return {
    id: constructPathOf(fn) ?? nameAt(fn.args[1]?.site ?? fn.site),
    framework: "cdk",
    place: placeOf(nameSite(fn)),
    properties: propertiesOf(fn, props),
    handler,
    runtime:
      kind === "image"
        ? undefined
        : isCfn
          ? asText(property(props, "runtime"))
          : asRuntime(property(props, "runtime")),
    packageType: kind === "image" ? "container" : "zip",
    architecture:
      (isCfn
        ? asText(first(property(props, "architectures")?.value))
        : asArchitecture(property(props, "architecture"))) ?? unlessSet("x86_64"),
    memoryMb: asNumber(property(props, "memorySize")) ?? orUnknown(props, memoryMb, of),
    timeoutSec:
      (isCfn ? asNumber(property(props, "timeout")) : asSeconds(property(props, "timeout"))) ??
      orUnknown(props, timeoutSec, of),
    ephemeralStorageMb: isCfn
      ? asNumber(propertyAt(props, "ephemeralStorage", "size"))
      : asMebibytes(property(props, "ephemeralStorageSize")),
    env: readEnvironment(fn, props, index, isSeen),
    layers: readLayers(fn, props, index, isSeen),
    tracing:
      (isCfn ? asText(propertyAt(props, "tracingConfig", "mode")) : asTracing(property(props, "tracing"))) ??
      unlessSet("PassThrough"),
    logging: readLogging(props, unlessSet("Text")),
    vpc: readVpc(props, isCfn, index),
    sources: readEventSources(fn, props, index),
    failureSinks: readFailureSinks(fn, props, index, isSeen),
    concurrency: readConcurrency(fn, props, index),
    deployment:
      readDeployment(fn, index) ??
      (isCertain
        ? { alias: undefined, type: undefined, hasAlarms: false, place: placeOf(nameSite(fn)) }
        : undefined),
    bundle: kind === "nodejs" ? readBundle(props, optionsSite) : readAssetBundle(props, handler, optionsSite),
    permissions: isCfn ? undefined : readPermissions(fn, props, index, isSeen),
    url: readFunctionUrl(fn, index),
    invokers: readInvokers(fn, index),
    alarms: readAlarms(fn, index),
    isDurable:
      writtenProperty(props, "durableConfig") !== undefined ? true : isClosed(props) ? false : undefined,
  };
}

/** The id is what the construct is called; without one it is the expression that makes it. */
function nameSite(fn: InstanceValue): Site {
  const { node } = fn.site;
  const id = node.type === "NewExpression" ? node.arguments[1] : undefined;
  return id === undefined ? fn.site : { module: fn.site.module, node: id };
}

/** The object literal of the properties, where it stands beside the id. */
function propertiesOf({ site }: InstanceValue, props: CodeValue | undefined): Place | undefined {
  const isBeside =
    props?.kind === "object" &&
    props.site.module === site.module &&
    site.node.type === "NewExpression" &&
    site.node.arguments.some((argument) => argument === props.site.node);
  return isBeside ? placeOf(props.site) : undefined;
}

function readHandler(
  fn: InstanceValue,
  props: CodeValue | undefined,
  workingFolder: string,
): HandlerReference {
  switch (kindOfFunction(fn)) {
    case "nodejs":
      return readEntryHandler(fn, props, workingFolder);
    case "function":
      return readAssetHandler(props, workingFolder);
    case "cfn": {
      const isInline = propertyAt(props, "code", "zipFile") !== undefined;
      return resolveHandler(asText(property(props, "handler")), { folder: undefined, isInline });
    }
    default:
      return resolveHandler(asText(property(props, "handler")), { folder: undefined });
  }
}

/** The default where nobody says anything for certain. */
function orUnknown(props: CodeValue | undefined, value: number, of: string): ConfigValue<number> {
  return isClosed(props) || props === undefined || props.kind === "object"
    ? { k: "default", value, of }
    : { k: "opaque", text: textOf(props.site), place: placeOf(props.site) };
}

function first(list: CodeValue | undefined) {
  const [item] = itemsOf(list);
  return item && { value: item, site: item.site };
}

function readEnvironment(
  fn: InstanceValue,
  props: CodeValue | undefined,
  index: ConstructIndex,
  isSeen: boolean,
): Environment {
  const variables = new Map<string, ConfigValue<string>>();
  const references = new Map<string, ResourceReference>();
  const places = new Map<string, Place>();
  let isComplete = isSeen;
  const set = (name: string, value: CodeValue, site: Site, key: Site): void => {
    const text = asText({ value, site });
    if (text === undefined) return;
    variables.set(name, text);
    places.set(name, placeOf(key));
    const reference = stringOf(value) === undefined ? referenceTo(value, site) : undefined;
    if (reference === undefined) references.delete(name);
    else references.set(name, reference);
  };
  const isCfn = kindOfFunction(fn) === "cfn";
  const written = isCfn ? propertyAt(props, "environment", "variables") : property(props, "environment");
  if (written !== undefined && !isAbsent(written.value)) {
    isComplete &&= isClosed(written.value);
    for (const object of valuesIn(written.value))
      if (object.kind === "object" && isOwn(object, written.value))
        for (const [name, entry] of object.entries)
          set(name, entry.value, entry.written ?? entry.value.site, entry.key);
  }
  if (
    property(props, "profiling") !== undefined ||
    property(props, "insightsVersion") !== undefined ||
    property(props, "paramsAndSecrets") !== undefined ||
    property(props, "adotInstrumentation") !== undefined
  )
    isComplete = false;
  for (const { args, site } of index.callsOf(fn, "addEnvironment")) {
    const [name, value] = args;
    const text = stringOf(name);
    if (text === undefined || value === undefined || name === undefined) isComplete = false;
    else set(text, value, value.site.node === name.site.node ? site : value.site, name.site);
  }
  return { variables, references, places, isComplete };
}

/** The object itself or a variant of it, and not one of its values. */
function isOwn(object: CodeValue, written: CodeValue): boolean {
  return object === written || (written.kind === "choice" && written.values.includes(object));
}

function readLayers(
  fn: InstanceValue,
  props: CodeValue | undefined,
  index: ConstructIndex,
  isSeen: boolean,
): Layers | undefined {
  const written = property(props, "layers");
  const added = index.callsOf(fn, "addLayers").flatMap(({ args }) => args);
  const values = [...itemsOf(written?.value), ...added];
  const hasOthers = ["insightsVersion", "paramsAndSecrets", "adotInstrumentation"].some(
    (name) => property(props, name) !== undefined,
  );
  return {
    items: values.map(readLayer),
    isComplete: isSeen && !hasOthers && (written === undefined || isClosedList(written.value)),
  };
}

function readLayer(value: CodeValue): ConfigValue<string> {
  const place = placeOf(value.site);
  const text = stringOf(value);
  if (text !== undefined) return { k: "known", value: text, place };
  const resource = resourceOf(value);
  if (resource?.kind === "result" && resource.callee?.path.at(-1) === "fromLayerVersionArn") {
    const [, , arn] = resource.args;
    if (arn !== undefined) return asText({ value: arn, site: arn.site }) ?? { k: "opaque", text: "", place };
  }
  const id = resource?.kind === "instance" ? constructIdOf(resource) : undefined;
  return { k: "opaque", text: id ?? textOf(value.site), place };
}

function readLogging(props: CodeValue | undefined, standard: ConfigValue<string> | undefined): Logging {
  const group = resourceOf(property(props, "logGroup")?.value);
  const ofGroup =
    group?.kind === "instance" && classNameOf(group) === "aws-logs.LogGroup"
      ? property(group.args[2], "retention")
      : undefined;
  return {
    format:
      asLogFormat(property(props, "loggingFormat")) ??
      asLogFormat(property(props, "logFormat")) ??
      asLogFormat(propertyAt(props, "loggingConfig", "logFormat")) ??
      standard,
    retentionDays: asRetention(property(props, "logRetention")) ?? asRetention(ofGroup),
  };
}

function readVpc(props: CodeValue | undefined, isCfn: boolean, index: ConstructIndex): Vpc | undefined {
  const vpc = writtenProperty(props, isCfn ? "vpcConfig" : "vpc");
  // A VPC that the stack is given counts; one that a condition decides about does not.
  if (vpc === undefined || vpc.value.kind === "choice") return undefined;
  const others = ["securityGroups", "securityGroup", "vpcSubnets"].flatMap((name) => {
    const value = property(props, name)?.value;
    return value === undefined ? [] : [...valuesIn(value)];
  });
  return {
    place: placeOf(vpc.site),
    references: [vpc.value, ...others].flatMap((value) =>
      value.kind === "scalar" ? [] : (referenceTo(value, value.site) ?? []),
    ),
    ...(isCfn ? {} : readEgress(vpc.value, property(props, "vpcSubnets"), index)),
  };
}

/** What stands where the id of a construct should: of a parameter its name, without its type. */
function nameAt(site: Site): string {
  return site.node.type === "Identifier" ? site.node.name : textOf(site).slice(0, 80);
}

function readFailureSinks(
  fn: InstanceValue,
  props: CodeValue | undefined,
  index: ConstructIndex,
  isSeen: boolean,
): FailureSinks {
  const queue = writtenProperty(props, "deadLetterQueue") ?? writtenProperty(props, "deadLetterTopic");
  const enabled = property(props, "deadLetterQueueEnabled");
  const [callOfAsync] = index.callsOf(fn, "configureAsyncInvoke");
  const configured = [
    ...index.callsOf(fn, "configureAsyncInvoke").map(({ args }) => args[0]),
    ...index
      .usesOf(fn)
      .filter(({ name }) => name === "aws-lambda.EventInvokeConfig")
      .map(({ by }) => by.args[2]),
  ];
  const onFailure = [props, ...configured]
    .flatMap((options) => writtenProperty(options, "onFailure") ?? [])
    .at(0);
  const isEnabled = enabled !== undefined && primitiveOf(enabled.value) === true;
  return {
    deadLetterQueue:
      queue !== undefined
        ? destinationOf(queue.value, queue.site)
        : isEnabled
          ? { id: undefined, type: "AWS::SQS::Queue", text: undefined, place: placeOf(enabled.site) }
          : undefined,
    onFailure: onFailure && destinationOf(onFailure.value, onFailure.site),
    isComplete: isSeen && isClosed(props) && configured.every(isClosed),
    configured: callOfAsync === undefined ? undefined : placeOf(callOfAsync.site),
  };
}

function readConcurrency(
  fn: InstanceValue,
  props: CodeValue | undefined,
  index: ConstructIndex,
): Concurrency {
  const aliases = [
    ...index.callsOf(fn, "addAlias").map(({ args }) => args[1]),
    ...index
      .usesOf(fn)
      .filter(({ name }) => name === "aws-lambda.Alias")
      .map(({ by }) => by.args[2]),
  ];
  const provisioned = aliases.flatMap(
    (options) => asNumber(property(options, "provisionedConcurrentExecutions")) ?? [],
  );
  return {
    reserved: asNumber(property(props, "reservedConcurrentExecutions")),
    provisioned: provisioned[0],
    perEnvironment: undefined,
  };
}

function readDeployment(fn: InstanceValue, index: ConstructIndex): Deployment | undefined {
  const [added] = index.callsOf(fn, "addAlias");
  const made = index.usesOf(fn).find(({ name }) => name === "aws-lambda.Alias")?.by;
  const group = index.usesOf(fn).find(({ name }) => name === "aws-codedeploy.LambdaDeploymentGroup")?.by;
  const site = group?.site ?? made?.site ?? added?.site;
  if (site === undefined) return undefined;
  const [name] = added?.args ?? [];
  const alias =
    added === undefined
      ? asText(property(made?.args[2], "aliasName"))
      : name && asText({ value: name, site: name.site });
  return {
    alias,
    type: group && asDeploymentType(property(group.args[2], "deploymentConfig")),
    hasAlarms: group !== undefined && itemsOf(property(group.args[2], "alarms")?.value).length > 0,
    place: placeOf(site),
  };
}

/** `fn.metricErrors().createAlarm(…)`, `new Alarm(this, "Errors", { metric: fn.metricErrors() })`. */
function readAlarms(fn: InstanceValue, index: ConstructIndex): readonly Alarm[] | undefined {
  const metrics = index.allCallsOf(fn).filter(({ method }) => method?.startsWith("metric") === true);
  const alarms = metrics.flatMap((metric) => {
    const isWatched =
      index.log.results.some(({ method, receiver }) => method === "createAlarm" && receiver === metric) ||
      index.givenTo(metric).some(({ name }) => name === "aws-cloudwatch.Alarm");
    return isWatched
      ? [{ metric: metricName(metric.method, stringOf(metric.args[0])), place: placeOf(metric.site) }]
      : [];
  });
  return alarms.length > 0 ? alarms : undefined;
}

function metricName(method: string | undefined, written: string | undefined): string | undefined {
  return method === "metric" ? written : method?.slice("metric".length);
}
