import type { CodeValue, InstanceValue, Site } from "../code/code-value.js";
import {
  asText,
  asVariable,
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
  Environment,
  FailureSinks,
  Layers,
  Logging,
  ResourceReference,
  Vpc,
} from "../function-config.js";
import { asLogFormat, asRetention } from "./cdk-values.js";
import { type ConstructIndex, type FunctionMaker, kindOfFunction } from "./construct-index.js";
import { classNameOf, constructIdOf } from "./construct-name.js";
import { destinationOf } from "./event-source-mappings.js";
import { readEgress } from "./egress.js";
import { givenPlaces } from "./given-places.js";
import { referenceTo, resourceOf } from "./resources.js";

/** The variables that the properties and `addEnvironment` set, with the resources that they mean. */
export function readEnvironment(
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
    const text = asVariable({ value, site });
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

/** The layers that the properties and `addLayers` name. */
export function readLayers(
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

/**
 * The format of the log, and how long its group or the function keeps it.
 *
 * @param standard the format where nobody says one
 * @param isLambdas whether Lambda makes the log group where the function is told none
 */
export function readLogging(
  props: CodeValue | undefined,
  standard: ConfigValue<string> | undefined,
  isLambdas: boolean,
  place: Place,
): Logging {
  const written = property(props, "logGroup");
  const group = resourceOf(written?.value);
  const ofGroup =
    group?.kind === "instance" && classNameOf(group) === "aws-logs.LogGroup"
      ? property(group.args[2], "retention")
      : undefined;
  const isMissing =
    isLambdas &&
    ["logGroup", "logRetention", "loggingConfig"].every((name) => property(props, name) === undefined);
  return {
    format:
      asLogFormat(property(props, "loggingFormat")) ??
      asLogFormat(property(props, "logFormat")) ??
      asLogFormat(propertyAt(props, "loggingConfig", "logFormat")) ??
      standard,
    retentionDays:
      asRetention(property(props, "logRetention")) ??
      asRetention(ofGroup) ??
      (isMissing
        ? undefined
        : { k: "opaque", text: "", place: written === undefined ? place : placeOf(written.site) }),
  };
}

/** The VPC that the function is put into, with what leads out of it; undefined for none, or for one that a condition decides about. */
export function readVpc(
  fn: InstanceValue,
  props: CodeValue | undefined,
  isCfn: boolean,
  index: ConstructIndex,
): Vpc | undefined {
  const vpc = writtenProperty(props, isCfn ? "vpcConfig" : "vpc");
  // A VPC that the stack is given counts; one that a condition decides about does not.
  if (vpc === undefined || vpc.value.kind === "choice") return undefined;
  const others = ["securityGroups", "securityGroup", "vpcSubnets"].flatMap((name) => {
    const value = property(props, name)?.value;
    return value === undefined ? [] : [...valuesIn(value)];
  });
  return {
    place: placeOf(vpc.site),
    given: givenPlaces(fn, vpc.value),
    references: [vpc.value, ...others].flatMap((value) =>
      value.kind === "scalar" ? [] : (referenceTo(value, value.site) ?? []),
    ),
    ...(isCfn ? {} : readEgress(vpc.value, property(props, "vpcSubnets"), index)),
  };
}

/** Where failed events go: the queue or topic of the properties, and what is configured for asynchronous calls. */
export function readFailureSinks(
  fn: FunctionMaker,
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
  const given = fn.kind === "instance" && queue !== undefined ? givenPlaces(fn, queue.value) : [];
  return {
    deadLetterQueue:
      queue !== undefined
        ? withGiven(destinationOf(queue.value, queue.site), given)
        : isEnabled
          ? { id: undefined, type: "AWS::SQS::Queue", text: undefined, place: placeOf(enabled.site) }
          : undefined,
    onFailure: onFailure && destinationOf(onFailure.value, onFailure.site),
    isComplete: isSeen && isClosed(props) && configured.every(isClosed) && !isSetByName(index),
    configured: callOfAsync === undefined ? undefined : placeOf(callOfAsync.site),
  };
}

/** Whether a resource of the template, which knows functions by their names alone, says what becomes of invocations of one. */
function isSetByName({ log }: ConstructIndex): boolean {
  return log.instances.some(({ base }) => base?.path.at(-1) === "CfnEventInvokeConfig");
}

function withGiven(
  reference: ResourceReference | undefined,
  given: readonly Place[],
): ResourceReference | undefined {
  return reference && { ...reference, given };
}
