import { mayAddLayers, maySetEnvironment, maySetLogging } from "../../knowledge/serverless-plugins.js";
import { type ConfigNode, type Scalar, entriesOf, itemsOf, placeOfKey } from "../config-node.js";
import { type ConfigValue, type Place, onlyValue } from "../config-value.js";
import { asNumber, asText } from "../convert-value.js";
import type {
  Environment,
  FailureSinks,
  FunctionConfig,
  FunctionUrl,
  Layers,
  Logging,
  ResourceReference,
  Vpc,
} from "../function-config.js";
import { readInvokeConfig } from "../cloudformation/function-operations.js";
import { withText } from "../cloudformation/function-settings.js";
import type { Template } from "../cloudformation/template.js";
import type { Added } from "./extensions.js";
import { logicalIdOf, resourceIdOf } from "./logical-ids.js";

/** A function of a serverless.yml, with what it inherits. */
export interface ServerlessFunction {
  /** Its key in `functions`. */
  readonly id: string;
  readonly own: ConfigNode;
  readonly provider: ConfigNode | undefined;
  readonly template: Template;
}

const OF = "the Serverless Framework";

/** What the function says, or else the provider. */
export function settingOf(
  { own, provider, template }: ServerlessFunction,
  ...path: readonly string[]
): ConfigValue<Scalar> | undefined {
  return template.scalarAt(own, ...path) ?? template.scalarAt(provider, ...path);
}

type Settings = Pick<
  FunctionConfig,
  | "packageType"
  | "architecture"
  | "ephemeralStorageMb"
  | "layers"
  | "tracing"
  | "vpc"
  | "logging"
  | "url"
  | "failureSinks"
  | "concurrency"
>;

/** (https://www.serverless.com/framework/docs/providers/aws/guide/functions) */
export function readServerlessSettings(
  declared: ServerlessFunction,
  plugins: readonly string[] | undefined,
  added: Added,
): Settings {
  const { own, template } = declared;
  return {
    packageType: template.at(own, "image") === undefined ? "zip" : "container",
    architecture: asText(settingOf(declared, "architecture")) ?? { k: "default", value: "x86_64", of: OF },
    ephemeralStorageMb: asNumber(template.scalarAt(own, "ephemeralStorageSize")) ?? {
      k: "default",
      value: 512,
      of: OF,
    },
    layers: readLayers(declared, plugins),
    tracing: readTracing(declared),
    vpc: readVpc(declared),
    logging: plugins?.some((plugin) => maySetLogging(plugin)) === true ? undefined : readLogging(declared),
    url: readUrl(declared),
    failureSinks: readFailureSinks(declared, added),
    concurrency: {
      reserved: asNumber(template.scalarAt(own, "reservedConcurrency")),
      provisioned: asNumber(template.scalarAt(own, "provisionedConcurrency")),
      perEnvironment: undefined,
    },
  };
}

/** The layers of a function replace those of the provider; plugins add some of their own. */
function readLayers(
  { own, provider, template }: ServerlessFunction,
  plugins: readonly string[] | undefined,
): Layers {
  const written = template.at(own, "layers") ?? template.at(provider, "layers");
  const isAll = plugins?.some((plugin) => mayAddLayers(plugin)) === false;
  if (written === undefined) return { items: [], isComplete: isAll };
  const list = template.listAt(written);
  const items = (list ?? []).flatMap((item): ConfigValue<string>[] => {
    const reference = template.referenceTo(item);
    if (reference?.id !== undefined) return [{ k: "opaque", text: reference.id, place: item.place }];
    const value = asText(template.scalarAt(item));
    return value === undefined ? [] : [withText(value, reference?.text)];
  });
  return { items, isComplete: isAll && list !== undefined };
}

/** `tracing: Active` of a function, `tracing.lambda: true` of the provider, or `tracing: true` for a plugin of it. */
function readTracing({ own, provider, template }: ServerlessFunction): ConfigValue<string> {
  const value =
    template.scalarAt(own, "tracing") ??
    template.scalarAt(provider, "tracing", "lambda") ??
    (template.at(provider, "tracing")?.kind === "map" ? undefined : template.scalarAt(provider, "tracing"));
  if (value?.k === "known" && typeof value.value === "boolean")
    return { ...value, value: value.value ? "Active" : "PassThrough" };
  return asText(value) ?? { k: "default", value: "PassThrough", of: OF };
}

function readVpc({ own, provider, template }: ServerlessFunction): Vpc | undefined {
  const written = template.at(own, "vpc") ?? template.at(provider, "vpc");
  if (written === undefined || (written.kind === "scalar" && written.value === null)) return undefined;
  const references = ["subnetIds", "securityGroupIds"].flatMap((key) => {
    const list = template.at(written, key);
    const nodes = list?.kind === "list" ? list.items : list === undefined ? [] : [list];
    return nodes.flatMap((node) => template.referenceTo(node) ?? []);
  });
  return { place: written.place, references };
}

function readLogging(declared: ServerlessFunction): Logging {
  const { own, provider, template } = declared;
  return {
    format: asText(
      template.scalarAt(own, "logs", "logFormat") ??
        template.scalarAt(provider, "logs", "lambda", "logFormat"),
    ) ?? { k: "default", value: "Text", of: OF },
    retentionDays:
      asNumber(
        settingOf(declared, "logRetentionInDays") ??
          template.scalarAt(provider, "logs", "lambda", "logRetentionInDays"),
      ) ?? readRetention(declared),
  };
}

/**
 * What `resources` say of the log group that the framework makes for the function, by its logical id. A group with a name
 * of its own may be the function's as well.
 * (https://www.serverless.com/framework/docs/providers/aws/guide/resources#override-aws-cloudformation-resource)
 */
function readRetention({ id, own, template }: ServerlessFunction): ConfigValue<number> | undefined {
  const made = template.resources.get(`${logicalIdOf(id)}LogGroup`);
  const written = asNumber(template.scalarAt(made?.properties, "RetentionInDays"));
  if (written !== undefined) return written;
  const mayHaveOther = template
    .resourcesOf("AWS::Logs::LogGroup")
    .some(({ properties }) => template.at(properties, "LogGroupName") !== undefined);
  return mayHaveOther ? { k: "opaque", text: "", place: own.place } : undefined;
}

/** `url: true` has no authorizer; an object names one. */
function readUrl({ own, template }: ServerlessFunction): FunctionUrl | undefined {
  const url = template.at(own, "url");
  if (url === undefined || (url.kind === "scalar" && url.value !== true)) return undefined;
  const authorizer = asText(template.scalarAt(url, "authorizer"));
  const isIam = onlyValue(authorizer) === "aws_iam";
  return {
    authType:
      authorizer === undefined
        ? { k: "known", value: "NONE", place: url.place }
        : isIam
          ? { k: "known", value: "AWS_IAM", place: url.place }
          : { k: "opaque", text: "", place: url.place },
    invokeMode: asText(template.scalarAt(url, "invokeMode")) ?? { k: "default", value: "BUFFERED", of: OF },
    place: url.place,
  };
}

/**
 * `onError` is the dead letter queue, `destinations.onFailure` an ARN, a function of the file, or an object. Resources may
 * say it in the words of CloudFormation.
 */
function readFailureSinks({ id, own, provider, template }: ServerlessFunction, added: Added): FailureSinks {
  const destinations = template.at(own, "destinations") ?? template.at(provider, "destinations");
  const written = template.at(destinations, "onFailure");
  const onFailure = written && (template.at(written, "arn") ?? written);
  const queue = template.at(own, "onError");
  const beside = readInvokeConfig(resourceIdOf(id), template);
  return {
    deadLetterQueue: queue && referenceOf(queue, template),
    onFailure: onFailure === undefined ? beside.onFailure : referenceOf(onFailure, template),
    isComplete:
      beside.areKnown &&
      !added.has("DeadLetterConfig") &&
      (destinations === undefined || destinations.kind === "map"),
    configured: beside.place,
  };
}

function referenceOf(node: ConfigNode, template: Template): ResourceReference {
  return template.referenceTo(node) ?? { id: undefined, type: undefined, text: undefined, place: node.place };
}

/** Own variables go before those of the provider. */
export function readServerlessEnvironment(
  { own, provider, template }: ServerlessFunction,
  plugins: readonly string[] | undefined,
  isDecrypting: boolean,
): Environment {
  const variables = new Map<string, ConfigValue<string>>();
  const references = new Map<string, ResourceReference>();
  const places = new Map<string, Place>();
  let isComplete = plugins?.some((plugin) => maySetEnvironment(plugin)) === false;
  for (const owner of [own, provider]) {
    const written = template.at(owner, "environment");
    isComplete &&= written === undefined || written.kind === "map";
    for (const [name, node] of entriesOf(written)) {
      if (places.has(name)) continue;
      const value = asText(template.scalarAt(node));
      if (value === undefined) continue;
      variables.set(name, isDecrypting ? withDecryption(value) : value);
      places.set(name, placeOfKey(written as ConfigNode, name));
      const reference = template.referenceTo(node);
      if (reference?.id !== undefined) references.set(name, reference);
    }
  }
  return { variables, references, places, isComplete };
}

/**
 * Whether `${ssm:…}` decrypts what is encrypted without being asked to: from version 3 on, which the service has to name.
 * (https://www.serverless.com/framework/docs/guides/variables/aws/ssm)
 */
export function decryptsParameters(root: ConfigNode, template: Template): boolean {
  const version = onlyValue(asText(template.scalarAt(root, "frameworkVersion"))) ?? "";
  return Number(/\d+/.exec(version)?.[0]) >= 3;
}

/** A reference to Parameter Store as older versions write one that is decrypted: with `~true`. */
function withDecryption(value: ConfigValue<string>): ConfigValue<string> {
  if (value.k !== "opaque") return value;
  const text = value.text.replace(
    /\$\{ssm(?:\((?![^)]*noDecrypt)[^)]*\))?:(?:[^{},~$]|\$\{[^{}]*\})+(?=[,}])/g,
    "$&~true",
  );
  return { ...value, text };
}

/** The names of the plugins that the service uses; undefined where they are not known. */
export function pluginsOf(root: ConfigNode, template: Template): readonly string[] | undefined {
  const written = template.at(root, "plugins");
  if (written === undefined) return [];
  const list = written.kind === "map" ? template.at(written, "modules") : written;
  if (list?.kind !== "list") return undefined;
  const names = itemsOf(list).map((item) => template.textAt(item));
  return names.includes(undefined) ? undefined : names.filter((name) => name !== undefined);
}
