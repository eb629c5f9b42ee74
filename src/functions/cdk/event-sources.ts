import { cdkDeploymentTriggers } from "../../knowledge/construct-events.js";
import {
  cdkBystanders,
  cdkInvokers,
  cdkPolledSources,
  cdkPushedSources,
} from "../../knowledge/cdk-constructs.js";
import type { EventKind } from "../../knowledge/handler-types.js";
import { solutionsRules, solutionsSources } from "../../knowledge/solutions-constructs.js";
import { sourceDefaults } from "../../knowledge/source-defaults.js";
import { waitOfTrigger } from "../cloudformation/sam-events.js";
import type { CodeValue, InstanceValue, ResultValue, Site } from "../code/code-value.js";
import { type Reading, isClosed, itemsOf, placeOf, primitiveOf, property } from "../code/read-code.js";
import type { ConfigValue } from "../config-value.js";
import type { EventSource } from "../function-config.js";
import { readNotifications, readObjectRules } from "./bucket-events.js";
import { asMember, asSeconds } from "./cdk-values.js";
import { readBatches, readMapping, readQueue } from "./event-source-mappings.js";
import { readPlainSources } from "./plain-sources.js";
import { type ConstructIndex, type FunctionMaker, type Use, kindOfFunction } from "./construct-index.js";
import { cdkNameOf, classNameOf, isUndeclared } from "./construct-name.js";
import { referenceTo, resourceClassOf, resourceOf } from "./resources.js";
import { isWarmUpInCode } from "../warm-up.js";
import { keepsWarm } from "./keeps-warm.js";
import { senderOfPattern } from "./solutions-constructs.js";
import { sourceAt } from "./source-at.js";

/** What invokes the function, as far as the code that was read says. A source that is not known has no kind. */
export function readEventSources(
  fn: FunctionMaker,
  props: CodeValue | undefined,
  index: ConstructIndex,
): readonly EventSource[] {
  const sources: EventSource[] = [];
  for (const value of itemsOf(property(props, "events")?.value))
    sources.push(readEventSource(value, value.site));
  const added = new Set<CodeValue>();
  for (const call of index.allCallsOf(fn)) {
    const [first, second] = call.args;
    if (call.method === "addEventSource" && first) {
      // `(isLocal ? fn : alias).addEventSource(source)` is one call, of the function and of its alias.
      if (!added.has(first)) sources.push(readEventSource(first, call.site));
      added.add(first);
    } else if (call.method === "addEventSourceMapping") sources.push(readMapping(second, call.site));
    else if (call.method === "addFunctionUrl") sources.push(sourceAt("function-url", call.site));
  }
  for (const use of index.usesOf(fn)) sources.push(...readUse(use, fn, index));
  const pattern = index.patternOf(fn);
  if (pattern !== undefined) sources.push(...(readPattern(pattern) ?? []));
  sources.push(...readPlainSources(fn, index));
  return sources;
}

function readEventSource(value: CodeValue, site: Site): EventSource {
  const [, name = ""] = /^aws-lambda-event-sources\.(\w+)$/.exec(classNameOf(value) ?? "") ?? [];
  if (value.kind !== "instance") return sourceAt(undefined, site);
  const polled = cdkPolledSources[name];
  const [resource, options] = value.args;
  if (polled !== undefined)
    return {
      ...readBatches(
        polled,
        polled === "msk" || polled === "self-managed-kafka" ? resource : options,
        value.site,
      ),
      ...readQueue(polled, resource, value.site),
    };
  const pushed = cdkPushedSources[name];
  return {
    ...sourceAt(pushed, value.site),
    resource: referenceTo(resource, value.site),
    ...(pushed === "s3" ? readObjectRules(options) : {}),
  };
}

/** What a construct that is given the function makes of it. */
function readUse({ by, name }: Use, fn: FunctionMaker, index: ConstructIndex): readonly EventSource[] {
  const { site } = by;
  const ofPattern = by.kind === "instance" ? readPattern(by) : undefined;
  if (ofPattern !== undefined) return ofPattern;
  if (by.kind === "instance" && name !== undefined && cdkDeploymentTriggers.has(name)) {
    const handler = property(by.args[2], "handler")?.value;
    return handler !== undefined && index.functionOf(handler) === fn ? [sourceAt(undefined, site)] : [];
  }
  if (name === "aws-lambda.EventSourceMapping" && by.kind === "instance")
    return [readMapping(by.args[2], site)];
  if (name === "aws-lambda.FunctionUrl") return [sourceAt("function-url", site)];
  if (name === "aws-events-targets.LambdaFunction") return readRuleTarget(by, index);
  if (name !== undefined && name in cdkInvokers && by.kind === "instance")
    return cdkInvokers[name] === "s3"
      ? readNotifications(by, index)
      : [readInvoker(name, cdkInvokers[name], by)];
  if (name === "aws-appsync.LambdaDataSource") return [readDataSource(site)];
  if (name === "aws-lambda-destinations.LambdaDestination") return [sourceAt(undefined, site)];
  // EventBridge Scheduler sends the same event as a rule, unless it is given one of its own.
  if (name === "aws-scheduler-targets.LambdaInvoke") return [readScheduled(by, index)];
  if (by.kind === "result") return readCall(by, index);
  if (name !== undefined && (cdkBystanders.has(name) || /^(?:aws-cloudwatch|aws-iam|aws-logs)\./.test(name)))
    return [];
  if (kindOfFunction(by) !== undefined) return [];
  return [sourceAt(undefined, site)];
}

/** What a pattern of AWS Solutions Constructs invokes its function by; undefined for other constructs. */
function readPattern(pattern: InstanceValue): readonly EventSource[] | undefined {
  const sender = senderOfPattern(pattern);
  if (sender === undefined) return undefined;
  if (sender === "") return [];
  const [, kind] = solutionsSources.find(([name]) => name.test(sender)) ?? [];
  const rule = property(pattern.args[2], "eventRuleProps")?.value;
  return [
    sourceAt(kind ?? (solutionsRules.test(sender) && rule ? kindOfRule(rule) : undefined), pattern.site),
  ];
}

/** What the function of a data source gets is what its resolvers make of the request. AppSync waits for it. */
function readDataSource(site: Site): EventSource {
  const { integrationTimeoutMs: value, of } = sourceDefaults.appSync;
  return { ...sourceAt(undefined, site), integrationTimeoutMs: { k: "default", value, of } };
}

/** `userPool.addTrigger(UserPoolOperation.PRE_SIGN_UP, fn)`; `fn.grantInvoke(…)` and the like invoke nothing by themselves. */
function readCall(call: ResultValue, index: ConstructIndex): readonly EventSource[] {
  const { method = "", receiver, site } = call;
  if (call.callee === undefined && receiver !== undefined && !isUndeclared(receiver)) {
    if (method === "addTrigger" && resourceClassOf(receiver) === "aws-cognito.UserPool")
      return [{ ...sourceAt("cognito", site), ...waitOfTrigger(operationName(call.args[0])) }];
    if (method === "addBehavior" && resourceClassOf(receiver) === "aws-cloudfront.Distribution")
      return [sourceAt("cloudfront", site)];
    if (method === "addLambdaDataSource" && resourceClassOf(receiver) === "aws-appsync.GraphqlApi")
      return [readDataSource(site)];
    if (
      /^(?:grant|connect|allow|add(?:Dependency|ToRolePolicy|Environment|Alias|Layers|Permission)$|render$|metric)/.test(
        method,
      )
    )
      return [];
    if (index.functionOf(receiver) !== undefined) return [];
    return [sourceAt(undefined, site)];
  }
  const name = cdkNameOf(call.callee);
  if (name !== undefined && /^core\.|\.grants?\b/.test(name)) return [];
  if (call.callee?.specifier === "cdk-nag") return [];
  return [sourceAt(undefined, site)];
}

function readInvoker(name: string, kind: EventKind | undefined, { args, site }: InstanceValue): EventSource {
  if (kind === "apigw-rest" && name.endsWith("Integration"))
    return {
      // Without a proxy a template makes the event.
      ...sourceAt(primitiveOf(property(args[1], "proxy")?.value) === false ? undefined : kind, site),
      integrationTimeoutMs: readTimeout(args[1], sourceDefaults.restApi),
    };
  if (name === "aws-apigateway.LambdaRestApi")
    return {
      ...sourceAt(kind, site),
      integrationTimeoutMs: isClosed(args[2])
        ? readTimeout(property(args[2], "integrationOptions")?.value, sourceDefaults.restApi)
        : undefined,
    };
  if (kind === "apigw-http") {
    const version = property(args[2], "payloadFormatVersion");
    const payloadVersion = asMember(version, "aws-apigatewayv2.PayloadFormatVersion", {
      VERSION_1_0: "1.0",
      VERSION_2_0: "2.0",
    }) ?? { k: "default" as const, value: "2.0", of: "HttpLambdaIntegration" };
    const isOld = payloadVersion.k === "known" && payloadVersion.value === "1.0";
    return {
      ...sourceAt(payloadVersion.k === "opaque" ? undefined : isOld ? "apigw-rest" : kind, site),
      payloadVersion,
      integrationTimeoutMs: readTimeout(args[2], sourceDefaults.httpApi),
    };
  }
  if (kind === "cognito")
    return { ...sourceAt(kind, site), ...waitOfPool(property(args[2], "lambdaTriggers")) };
  return sourceAt(kind, site);
}

/** `lambdaTriggers: { preSignUp: fn }`: a pool waits for its triggers, but for those that send messages themselves. */
function waitOfPool(triggers: Reading | undefined): Pick<EventSource, "integrationTimeoutMs"> {
  const names = triggers?.value.kind === "object" ? [...triggers.value.entries.keys()] : [];
  return waitOfTrigger(
    names.find((name) => waitOfTrigger(name).integrationTimeoutMs === undefined) ?? names[0],
  );
}

/** `UserPoolOperation.PRE_SIGN_UP` → `PreSignUp` */
function operationName(operation: CodeValue | undefined): string | undefined {
  if (operation?.kind !== "imported" || operation.path.at(-2) !== "UserPoolOperation") return undefined;
  return operation.path.at(-1)?.replaceAll("_", "");
}

/** How long an API waits by the options of its integration; undefined where these are not all known. */
function readTimeout(
  options: CodeValue | undefined,
  { integrationTimeoutMs: value, of }: { readonly integrationTimeoutMs: number; readonly of: string },
): ConfigValue<number> | undefined {
  const stated = toMilliseconds(asSeconds(property(options, "timeout")));
  if (stated !== undefined) return stated;
  return options === undefined || isClosed(options) ? { k: "default", value, of } : undefined;
}

function toMilliseconds(seconds: ConfigValue<number> | undefined): ConfigValue<number> | undefined {
  switch (seconds?.k) {
    case "known":
      return { ...seconds, value: seconds.value * 1000 };
    case "oneOf":
      return {
        ...seconds,
        values: seconds.values.map((variant) => ({ ...variant, value: variant.value * 1000 })),
      };
    default:
      return seconds;
  }
}

/** A rule with a schedule sends other events than one with a pattern; an input of its own is what the rule says. */
function readRuleTarget(target: InstanceValue | ResultValue, index: ConstructIndex): readonly EventSource[] {
  const rules = index.givenTo(target).map(({ by, name }) => {
    const rule = by.kind === "instance" ? by : resourceOf(by.receiver);
    const isAdded = name === "aws-events.Rule" || (by.kind === "result" && by.method === "addTarget");
    return isAdded && rule?.kind === "instance" && classNameOf(rule) === "aws-events.Rule" ? rule : undefined;
  });
  const kinds = rules.map((rule) => kindOfRule(rule?.args[2]));
  // A construct may make one for whoever wants a rule: without any it invokes nothing.
  if (kinds.length === 0) return [];
  const [first, ...others] = kinds;
  const sender = others.every((kind) => kind === first) ? first : undefined;
  const event = property(target.args[1], "event")?.value;
  const isMissed = isWarmUpInCode(event) || rules.every((rule) => rule !== undefined && isIdle(rule));
  const source = event === undefined ? { kind: sender } : { sender };
  return [{ ...sourceAt(undefined, target.site), ...source, isExpendable: isMissed ? true : undefined }];
}

/** What a schedule of EventBridge Scheduler sends to its target. */
function readScheduled(target: InstanceValue | ResultValue, index: ConstructIndex): EventSource {
  const input = property(target.args[1], "input")?.value;
  const schedules = index
    .givenTo(target)
    .flatMap(({ by }) => (by.kind === "instance" && classNameOf(by) === "aws-scheduler.Schedule" ? by : []));
  const isMissed = isWarmUpInCode(input) || (schedules.length > 0 && schedules.every(isIdle));
  const source =
    input === undefined
      ? sourceAt("scheduled", target.site)
      : { ...sourceAt(undefined, target.site), sender: "scheduled" as const };
  return { ...source, isExpendable: isMissed ? true : undefined };
}

/** Whether nobody misses what a rule or a schedule sends: it is switched off, or keeps a function warm. */
function isIdle(schedule: InstanceValue): boolean {
  const isOff = primitiveOf(property(schedule.args[2], "enabled")?.value) === false;
  return isOff || keepsWarm(schedule);
}

function kindOfRule(props: CodeValue | undefined): EventKind | undefined {
  if (!isClosed(props)) return undefined;
  const hasSchedule = property(props, "schedule") !== undefined;
  const hasPattern = property(props, "eventPattern") !== undefined;
  return hasSchedule === hasPattern ? undefined : hasSchedule ? "scheduled" : "eventbridge";
}

/** The URL of the function, where it has one. */
export function readFunctionUrl(fn: FunctionMaker, index: ConstructIndex) {
  const [call] = index.callsOf(fn, "addFunctionUrl");
  const made = index.usesOf(fn).find(({ name }) => name === "aws-lambda.FunctionUrl")?.by;
  const site = call?.site ?? made?.site;
  if (site === undefined) return undefined;
  const options = call === undefined ? made?.args[2] : call.args[0];
  const of = "AWS CDK";
  const invokeMode = asMember(property(options, "invokeMode"), "aws-lambda.InvokeMode", {
    BUFFERED: "BUFFERED",
    RESPONSE_STREAM: "RESPONSE_STREAM",
  });
  const authType = asMember(property(options, "authType"), "aws-lambda.FunctionUrlAuthType", {
    NONE: "NONE",
    AWS_IAM: "AWS_IAM",
  });
  return {
    authType: authType ?? { k: "default" as const, value: "AWS_IAM", of },
    invokeMode: invokeMode ?? { k: "default" as const, value: "BUFFERED", of },
    place: placeOf(site),
  };
}
