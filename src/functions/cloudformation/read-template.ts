import path from "node:path";
import { functionDefaults } from "../../knowledge/function-defaults.js";
import type { EventKind } from "../../knowledge/handler-types.js";
import { type ConfigNode, type Scalar, entriesOf, itemsOf, nodeAt, placeOfKey } from "../config-node.js";
import { type ConfigValue, type Place, onlyValue } from "../config-value.js";
import { asNumber, asText } from "../convert-value.js";
import { type Environment, type EventSource, type FunctionConfig, unreadParts } from "../function-config.js";
import { type CodeLocation, resolveHandler } from "../resolve-handler.js";
import { type TemplateValues, createTemplateValues } from "./evaluate.js";
import { batchSource, kindOfArn, sourceWithoutBatch } from "./event-sources.js";
import { readSamEvents } from "./sam-events.js";

const SAM_FUNCTION = "AWS::Serverless::Function";
const FUNCTION = "AWS::Lambda::Function";
const MAPPING = "AWS::Lambda::EventSourceMapping";
const PERMISSION = "AWS::Lambda::Permission";

/** The functions that a template of AWS SAM or CloudFormation declares, with the sources that it connects to them. */
export function readTemplate(template: ConfigNode, file: string): readonly FunctionConfig[] {
  const values = createTemplateValues(template);
  const globals = nodeAt(template, "Globals", "Function");
  const resourceMap = nodeAt(template, "Resources");
  const resources = entriesOf(resourceMap);
  const connected = collectConnected(resources, values);
  return resources.flatMap(([id, resource]) => {
    const type = onlyValue(asText(values.scalarOf(nodeAt(resource, "Type"))));
    if (type !== SAM_FUNCTION && type !== FUNCTION) return [];
    const own = nodeAt(resource, "Properties");
    const isSam = type === SAM_FUNCTION;
    const layers = isSam ? [own, globals] : [own];
    const defaults = isSam ? functionDefaults.sam : functionDefaults.cloudformation;
    const scalar = (...keys: readonly string[]): ConfigValue<Scalar> | undefined => {
      for (const layer of layers) {
        const value = values.scalarOf(nodeAt(layer, ...keys));
        if (value !== undefined) return value;
      }
      return undefined;
    };
    const events = isSam ? readSamEvents(nodeAt(own, "Events"), values) : [];
    const url = isSam ? nodeAt(own, "FunctionUrlConfig") : undefined;
    return [
      {
        ...unreadParts,
        id,
        framework: isSam ? "sam" : "cloudformation",
        place: placeOfKey(resourceMap ?? resource, id),
        properties: own?.kind === "map" ? own.place : undefined,
        handler: resolveHandler(asText(scalar("Handler")), locateCode(layers, resource, values, file)),
        runtime: asText(scalar("Runtime")),
        memoryMb: asNumber(scalar("MemorySize")) ?? {
          k: "default",
          value: defaults.memoryMb,
          of: defaults.of,
        },
        timeoutSec: asNumber(scalar("Timeout")) ?? {
          k: "default",
          value: defaults.timeoutSec,
          of: defaults.of,
        },
        env: readEnvironment(layers, values),
        sources: [
          ...events,
          ...(url ? [sourceWithoutBatch("function-url", url)] : []),
          ...(connected.get(id) ?? []),
        ],
      } satisfies FunctionConfig,
    ];
  });
}

/** Own variables go before those of the globals. */
function readEnvironment(layers: readonly (ConfigNode | undefined)[], values: TemplateValues): Environment {
  const variables = new Map<string, ConfigValue<string>>();
  const places = new Map<string, Place>();
  let isComplete = true;
  for (const layer of layers) {
    const environment = nodeAt(layer, "Environment");
    for (const part of values.branchesOf(environment)) {
      for (const map of values.branchesOf(nodeAt(part, "Variables"))) {
        isComplete &&= map.kind === "map";
        for (const [name, node] of entriesOf(map)) {
          const value = asText(values.scalarOf(node));
          if (!places.has(name)) places.set(name, placeOfKey(map, name));
          if (value !== undefined && !variables.has(name)) variables.set(name, value);
        }
      }
      isComplete &&= part.kind === "map";
    }
  }
  return { variables, references: new Map(), places, isComplete };
}

function locateCode(
  layers: readonly (ConfigNode | undefined)[],
  resource: ConfigNode,
  values: TemplateValues,
  file: string,
): CodeLocation {
  const [own] = layers;
  const base = path.dirname(file);
  if (nodeAt(own, "InlineCode") !== undefined || nodeAt(own, "Code", "ZipFile") !== undefined)
    return { folder: undefined, isInline: true };
  for (const layer of layers) {
    const code = nodeAt(layer, "CodeUri") ?? nodeAt(layer, "Code");
    if (code === undefined) continue;
    const uri = onlyValue(asText(values.scalarOf(code)));
    // An object names a bucket: what lies there was packaged from a folder that this template does not name.
    if (uri === undefined || /^(?:s3|https?):/.test(uri)) return { folder: undefined };
    const folder = path.resolve(base, uri);
    return { folder, entryPoints: readEntryPoints(resource, values, folder) };
  }
  return { folder: base, entryPoints: readEntryPoints(resource, values, base) };
}

/** What SAM gives to esbuild: paths relative to the code's folder. */
function readEntryPoints(resource: ConfigNode, values: TemplateValues, folder: string): readonly string[] {
  return itemsOf(nodeAt(resource, "Metadata", "BuildProperties", "EntryPoints")).flatMap((entry) => {
    const text = onlyValue(asText(values.scalarOf(entry)));
    return text === undefined ? [] : [path.resolve(folder, text)];
  });
}

/** The sources that resources beside a function connect to it, by the function's logical id. */
function collectConnected(
  resources: readonly (readonly [string, ConfigNode])[],
  values: TemplateValues,
): ReadonlyMap<string, readonly EventSource[]> {
  const found = new Map<string, EventSource[]>();
  for (const [, resource] of resources) {
    const type = onlyValue(asText(values.scalarOf(nodeAt(resource, "Type"))));
    const properties = nodeAt(resource, "Properties");
    const target = referredId(nodeAt(properties, "FunctionName") ?? nodeAt(properties, "TargetFunctionArn"));
    if (target === undefined || properties === undefined) continue;
    const source =
      type === MAPPING
        ? readMapping(properties, resources, values)
        : type === PERMISSION
          ? readPermission(properties, values)
          : type === "AWS::Lambda::Url"
            ? sourceWithoutBatch("function-url", properties)
            : undefined;
    if (source !== undefined) found.set(target, [...(found.get(target) ?? []), source]);
  }
  return found;
}

/** The logical id in `!Ref Fn`, `!GetAtt Fn.Arn` and `!Sub "${Fn}"`. */
function referredId(node: ConfigNode | undefined): string | undefined {
  if (node?.kind !== "call") return undefined;
  const { name, argument } = node;
  const [first] = argument.kind === "list" ? argument.items : [argument];
  if (first?.kind !== "scalar") return undefined;
  const text = String(first.value);
  if (name === "Ref" || name === "Fn::GetAtt") return text;
  return name === "Fn::Sub" ? /^\$\{(\w+)(?:\.Arn)?\}$/.exec(text)?.[1] : undefined;
}

const KIND_BY_RESOURCE = new Map<string, EventKind>([
  ["AWS::SQS::Queue", "sqs"],
  ["AWS::Kinesis::Stream", "kinesis"],
  ["AWS::Kinesis::StreamConsumer", "kinesis"],
  ["AWS::DynamoDB::Table", "dynamodb-stream"],
  ["AWS::DynamoDB::GlobalTable", "dynamodb-stream"],
  ["AWS::MSK::Cluster", "msk"],
]);

function readMapping(
  properties: ConfigNode,
  resources: readonly (readonly [string, ConfigNode])[],
  values: TemplateValues,
): EventSource {
  const arn = nodeAt(properties, "EventSourceArn");
  const id = referredId(arn);
  const resource = resources.find(([name]) => name === id)?.[1];
  const type = onlyValue(asText(values.scalarOf(nodeAt(resource, "Type"))));
  const text = onlyValue(asText(values.scalarOf(arn)));
  const kind = KIND_BY_RESOURCE.get(type ?? "") ?? kindOfArn(text);
  return batchSource(kind, properties, values);
}

const KIND_BY_PRINCIPAL = new Map<string, EventKind>([
  ["sns.amazonaws.com", "sns"],
  ["s3.amazonaws.com", "s3"],
  ["cognito-idp.amazonaws.com", "cognito"],
  ["iot.amazonaws.com", "iot"],
  ["elasticloadbalancing.amazonaws.com", "alb"],
  ["logs.amazonaws.com", "cloudwatch-logs"],
  ["secretsmanager.amazonaws.com", "secret-rotation"],
]);

/** Who may invoke the function. Of API Gateway and EventBridge the principal does not say which kind of event comes. */
function readPermission(properties: ConfigNode, values: TemplateValues): EventSource | undefined {
  const principal = onlyValue(asText(values.scalarOf(nodeAt(properties, "Principal"))));
  return principal === undefined
    ? undefined
    : sourceWithoutBatch(KIND_BY_PRINCIPAL.get(principal), properties);
}
