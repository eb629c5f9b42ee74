import {
  kindsOfPrincipals,
  polledResourceTypes,
  principalKinds,
  principalSenders,
} from "../../knowledge/template-events.js";
import { sourceDefaults } from "../../knowledge/source-defaults.js";
import { type ConfigNode, entriesOf, itemsOf } from "../config-node.js";
import { asNumber, asText } from "../convert-value.js";
import type { EventSource } from "../function-config.js";
import { batchSource, isOff, kindOfArn, kindOfHttpApi, sourceWithoutBatch } from "./event-sources.js";
import { readKeyRules, readObjectEvents, waitOfTrigger } from "./sam-events.js";
import { findOtherService } from "../permitted-service.js";
import { isWarmUp, saysWarm } from "../warm-up.js";
import type { Resource, Template } from "./template.js";

/** A source, with the id of the function that it invokes. */
type Connection = readonly [functionId: string | undefined, source: EventSource];

/** What resources beside a function say of how it is invoked. */
export interface Connected {
  readonly sources: readonly EventSource[];
  readonly permitted: readonly Permitted[];
}

/** Who a permission lets invoke the function, and what that sends as far as it is known. */
export interface Permitted {
  readonly principal: string | undefined;
  readonly source: EventSource;
}

/** What resources connect to functions, by the function's logical id. */
export function collectConnected(template: Template): ReadonlyMap<string, Connected> {
  const found = new Map<string, Connected>();
  for (const resource of template.resources.values())
    for (const [id, source] of connectionsOf(resource, template)) {
      if (id === undefined) continue;
      const { sources, permitted } = found.get(id) ?? { sources: [], permitted: [] };
      const isPermission = resource.type === "AWS::Lambda::Permission";
      const principal = template.textAt(resource.properties, "Principal");
      found.set(id, {
        sources: isPermission ? sources : [...sources, source],
        permitted: isPermission ? [...permitted, { principal, source }] : permitted,
      });
    }
  return found;
}

/** All sources of a function. A permission says no more than what it permits, where that is in the template as well. */
export function joinSources(
  own: readonly EventSource[],
  { sources, permitted }: Connected = { sources: [], permitted: [] },
): readonly EventSource[] {
  const joined = [...own, ...sources];
  for (const { principal, source } of permitted) {
    const sent = kindsOfPrincipals.get(principal ?? "");
    const isSaid = joined.some(
      ({ kind }) => kind !== undefined && (kind === source.kind || sent?.test(kind)),
    );
    if (!isSaid) joined.push(source);
  }
  return joined;
}

function connectionsOf(resource: Resource, template: Template): readonly Connection[] {
  const { type, properties } = resource;
  if (properties === undefined) return [];
  const target = (name: string) => template.functionIdOf(template.at(properties, name));
  switch (type) {
    case "AWS::Lambda::EventSourceMapping":
      return [[target("FunctionName"), readMapping(properties, template)]];
    case "AWS::Lambda::Permission":
      return readPermission(properties, template).map((source) => [target("FunctionName"), source]);
    case "AWS::Lambda::Url":
      return [[target("TargetFunctionArn"), sourceWithoutBatch("function-url", properties)]];
    case "AWS::SNS::Subscription":
      return [[target("Endpoint"), readSubscription(properties, template)]];
    case "AWS::S3::Bucket":
      return readNotifications(resource, properties, template);
    case "AWS::Events::Rule":
      return itemsOf(template.at(properties, "Targets")).map((item) => [
        template.functionIdOf(template.at(item, "Arn")),
        readRuleTarget(item, resource.id, properties, template),
      ]);
    case "AWS::Scheduler::Schedule": {
      const invoked = template.at(properties, "Target");
      return [
        [
          template.functionIdOf(template.at(invoked, "Arn")),
          readScheduled(invoked ?? properties, resource.id, properties, template),
        ],
      ];
    }
    case "AWS::ApiGatewayV2::Integration":
      return [[target("IntegrationUri"), readIntegration(properties, template)]];
    case "AWS::ApiGateway::Method":
      return [readMethod(properties, template)];
    case "AWS::ApiGateway::Authorizer":
    case "AWS::ApiGatewayV2::Authorizer":
      return [[target("AuthorizerUri"), sourceWithoutBatch("authorizer", properties)]];
    case "AWS::Serverless::Api":
    case "AWS::Serverless::HttpApi":
      return readAuthorizers(properties, template);
    case "AWS::AppSync::DataSource":
      return [readDataSource(properties, template)];
    case "AWS::Cognito::UserPool":
      return readTriggers(resource, properties, template);
    case "AWS::CloudFront::Distribution":
      return readEdge(properties, template);
    default:
      return [];
  }
}

function readMapping(properties: ConfigNode, template: Template): EventSource {
  const resource = template.referenceTo(template.at(properties, "EventSourceArn"));
  const kind = polledResourceTypes.get(resource?.type ?? "") ?? kindOfArn(resource?.text);
  return batchSource(kind, properties, template, resource);
}

/** Who may invoke the function. Of API Gateway and EventBridge the principal does not say which kind of event comes. */
function readPermission(properties: ConfigNode, template: Template): readonly EventSource[] {
  const principal = template.textAt(properties, "Principal");
  if (principal === undefined) return [];
  const arn = template.at(properties, "SourceArn");
  const resource = template.referenceTo(arn);
  const named = { sourceArn: arn && template.symbolicText(arn), sourceType: resource?.type };
  if (findOtherService(named, principal) !== undefined) return [];
  const kind = hasOtherSubscriptions(resource?.id, template) ? undefined : principalKinds.get(principal);
  const sender = principalSenders.get(principal);
  return [sourceWithoutBatch(kind, properties, { resource, sender, isPermission: true })];
}

/** Whether the template says who gets the messages of its topic: a permission beside that may be left of another time. */
function hasOtherSubscriptions(id: string | undefined, template: Template): boolean {
  const topic = id === undefined ? undefined : template.resources.get(id);
  if (topic?.type !== "AWS::SNS::Topic") return false;
  return (
    template.at(topic.properties, "Subscription") !== undefined ||
    template
      .resourcesOf("AWS::SNS::Subscription")
      .some(({ properties }) => template.referenceTo(template.at(properties, "TopicArn"))?.id === id)
  );
}

function readSubscription(properties: ConfigNode, template: Template): EventSource {
  const isLambda = template.textAt(properties, "Protocol") === "lambda";
  const resource = template.referenceTo(template.at(properties, "TopicArn"));
  return sourceWithoutBatch(isLambda ? "sns" : undefined, properties, { resource });
}

function readNotifications(
  { id, type, place }: Resource,
  properties: ConfigNode,
  template: Template,
): Connection[] {
  return itemsOf(template.at(properties, "NotificationConfiguration", "LambdaConfigurations")).map((item) => [
    template.functionIdOf(template.at(item, "Function")),
    sourceWithoutBatch("s3", item, {
      resource: { id, type, text: undefined, place },
      objectEvents: readObjectEvents(template.at(item, "Event"), template),
      prefixes: readKeyRules(item, "prefix", template),
      suffixes: readKeyRules(item, "suffix", template),
    }),
  ]);
}

function readRuleTarget(target: ConfigNode, id: string, rule: ConfigNode, template: Template): EventSource {
  const isOwnInput = ["Input", "InputPath", "InputTransformer"].some((name) => template.at(target, name));
  const isSchedule = template.at(rule, "ScheduleExpression") !== undefined;
  const sender = isSchedule ? "scheduled" : "eventbridge";
  const isForWarmth =
    isWarmUp(template.at(target, "Input")) ||
    (isSchedule && saysWarm(id, template.textAt(rule, "Name"), template.textAt(rule, "Description")));
  const more = { isExpendable: isForWarmth ? true : isOff(rule, template) };
  return isOwnInput
    ? sourceWithoutBatch(undefined, target, { sender, ...more })
    : sourceWithoutBatch(sender, target, more);
}

/** The target of a schedule of EventBridge Scheduler, which sends the same event as a rule. */
function readScheduled(
  target: ConfigNode,
  id: string,
  schedule: ConfigNode,
  template: Template,
): EventSource {
  const isOwnInput = template.at(target, "Input") !== undefined;
  const isForWarmth =
    isWarmUp(template.at(target, "Input")) ||
    saysWarm(id, template.textAt(schedule, "Name"), template.textAt(schedule, "Description"));
  const more = { isExpendable: isForWarmth ? true : isOff(schedule, template) };
  return isOwnInput
    ? sourceWithoutBatch(undefined, target, { sender: "scheduled", ...more })
    : sourceWithoutBatch("scheduled", target, more);
}

/** An integration of an HTTP or a WebSocket API. */
function readIntegration(properties: ConfigNode, template: Template): EventSource {
  const resource = template.referenceTo(template.at(properties, "ApiId"));
  const api = template.resources.get(resource?.id ?? "");
  const protocol = template.textAt(api?.properties, "ProtocolType");
  const payloadVersion = asText(template.scalarAt(properties, "PayloadFormatVersion"));
  const kind = protocol === "WEBSOCKET" ? "apigw-websocket" : kindOfHttpApi(payloadVersion);
  const { integrationTimeoutMs, of } = sourceDefaults.httpApi;
  return sourceWithoutBatch(protocol === undefined ? undefined : kind, properties, {
    resource,
    payloadVersion,
    integrationTimeoutMs: asNumber(template.scalarAt(properties, "TimeoutInMillis")) ?? {
      k: "default",
      value: integrationTimeoutMs,
      of,
    },
  });
}

/**
 * Functions that decide who may call an API of SAM.
 * (https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-lambdatokenauthorizer.html)
 */
function readAuthorizers(properties: ConfigNode, template: Template): readonly Connection[] {
  return entriesOf(template.at(properties, "Auth", "Authorizers")).flatMap(([, written]) => {
    const fn = template.at(written, "FunctionArn");
    return fn === undefined ? [] : [[template.functionIdOf(fn), sourceWithoutBatch("authorizer", fn)]];
  });
}

/** A method of a REST API; with a template of its own the function gets something else than the gateway's event. */
function readMethod(properties: ConfigNode, template: Template): Connection {
  const integration = template.at(properties, "Integration");
  const isProxy = template.textAt(integration, "Type") === "AWS_PROXY";
  const { integrationTimeoutMs, of } = sourceDefaults.restApi;
  return [
    template.functionIdOf(template.at(integration, "Uri")),
    sourceWithoutBatch(isProxy ? "apigw-rest" : undefined, integration ?? properties, {
      resource: template.referenceTo(template.at(properties, "RestApiId")),
      integrationTimeoutMs: asNumber(template.scalarAt(integration, "TimeoutInMillis")) ?? {
        k: "default",
        value: integrationTimeoutMs,
        of,
      },
    }),
  ];
}

/** What the function of a data source gets is what its resolvers make of the request. */
function readDataSource(properties: ConfigNode, template: Template): Connection {
  const { integrationTimeoutMs: value, of } = sourceDefaults.appSync;
  return [
    template.functionIdOf(template.at(properties, "LambdaConfig", "LambdaFunctionArn")),
    sourceWithoutBatch(undefined, properties, { integrationTimeoutMs: { k: "default", value, of } }),
  ];
}

/** The triggers of a user pool. Those that send messages themselves are not waited for. */
function readTriggers(
  { id, type, place }: Resource,
  properties: ConfigNode,
  template: Template,
): Connection[] {
  return entriesOf(template.at(properties, "LambdaConfig")).map(([name, node]) => [
    template.functionIdOf(template.at(node, "LambdaArn") ?? node),
    sourceWithoutBatch("cognito", node, {
      resource: { id, type, text: undefined, place },
      ...waitOfTrigger(name),
    }),
  ]);
}

/** What a distribution of CloudFront calls at the edge. */
function readEdge(properties: ConfigNode, template: Template): Connection[] {
  const config = template.at(properties, "DistributionConfig");
  const behaviors = [
    template.at(config, "DefaultCacheBehavior"),
    ...itemsOf(template.at(config, "CacheBehaviors")),
  ];
  return behaviors
    .flatMap((behavior) => itemsOf(template.at(behavior, "LambdaFunctionAssociations")))
    .map((item) => [
      template.functionIdOf(template.at(item, "LambdaFunctionARN")),
      sourceWithoutBatch("cloudfront", item),
    ]);
}
