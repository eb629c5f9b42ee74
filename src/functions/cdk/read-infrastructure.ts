import path from "node:path";
import { functionDefaults } from "../../knowledge/function-defaults.js";
import { joinSources } from "../cloudformation/connected-sources.js";
import { writtenName } from "../code/code-function.js";
import type { CodeValue, InstanceValue, Site } from "../code/code-value.js";
import type { CodeLog } from "../code/machine.js";
import {
  asNumber,
  asText,
  isClosed,
  itemsOf,
  placeOf,
  property,
  propertyAt,
  stringOf,
  textOf,
  writtenProperty,
} from "../code/read-code.js";
import type { ConfigValue, Place } from "../config-value.js";
import { EDGE_PRINCIPAL } from "../edge-functions.js";
import type { FunctionConfig, HandlerReference } from "../function-config.js";
import { asArchitecture, asMebibytes, asRuntime, asSeconds, asTracing } from "./cdk-values.js";
import { ConstructIndex, kindOfFunction } from "./construct-index.js";
import { classNameOf, constructPathOf } from "./construct-name.js";
import { resolveHandler } from "../resolve-handler.js";
import { hasNoAlarmsOn, readAlarms } from "./alarms.js";
import { readConcurrency, readDeployment } from "./aliases.js";
import { readEventSources, readFunctionUrl } from "./event-sources.js";
import { readAssetBundle, readAssetHandler, readBundle, readEntryHandler } from "./function-code.js";
import { readEnvironment, readFailureSinks, readLayers, readLogging, readVpc } from "./function-settings.js";
import { permittedBy, readInvokers } from "./invokers.js";
import { hasNoOtherLogGroups } from "./log-groups.js";
import { readPermissions } from "./permissions.js";
import { exposedIn, hasUnknownChanges, isRoleOverridden } from "./unseen-changes.js";

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
  const isLogOfLambda = isWhole && hasNoOtherLogGroups(index, workingFolder);
  return index.functions.map((fn) => {
    const isSeen =
      log.isComplete &&
      !index.isHandedOver(fn) &&
      exposed?.has(fn) !== true &&
      !hasUnknownChanges(fn, index, isWhole);
    const declared = readFunction(fn, index, workingFolder, isSeen, isLogOfLambda);
    return declared.alarms === undefined && isSeen && isWhole && hasNoAlarmsOn(fn, index)
      ? { ...declared, alarms: [] }
      : declared;
  });
}

/** Names of modules that many functions have. */
const COMMON_STEM = /^(?:index|handler|app|main|lambda|function)$/;
const COMMON_FOLDER = /^(?:src|source|lib|app|code|handlers?|functions?|lambdas?)$/;

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

function readFunction(
  fn: InstanceValue,
  index: ConstructIndex,
  workingFolder: string,
  isSeen: boolean,
  isLogOfLambda: boolean,
): FunctionConfig {
  const kind = kindOfFunction(fn);
  const props = fn.args[2];
  const { of, memoryMb, timeoutSec } = functionDefaults.cdk;
  const isCfn = kind === "cfn";
  const isImage = kind === "image";
  const settings = isCfn ? readCfnSettings(props) : readSettings(props);
  const handler = readHandler(fn, props, workingFolder);
  const optionsSite = props?.site ?? fn.site;
  const place = placeOf(nameSite(fn));
  // What nobody sets is as it is where nobody can: no properties from elsewhere, no code that changes the function later.
  const isCertain =
    isSeen &&
    !isImage &&
    kind !== "other" &&
    (props === undefined || isClosed(props)) &&
    !mayRunAtEdge(fn, index);
  const unlessSet = (value: string): ConfigValue<string> | undefined =>
    isCertain ? { k: "default", value, of } : undefined;
  const invokers = readInvokers(fn, index);
  const permitted = permittedBy(invokers);
  const isDurable = writtenProperty(props, "durableConfig") !== undefined;
  return {
    id: constructPathOf(fn) ?? nameOfSource(handler.file) ?? writtenName(idSiteOf(fn)),
    framework: "cdk",
    place,
    properties: propertiesOf(fn, props),
    handler,
    runtime: isImage ? undefined : settings.runtime,
    packageType: isImage ? "container" : "zip",
    architecture: settings.architecture ?? unlessSet("x86_64"),
    memoryMb: asNumber(property(props, "memorySize")) ?? orUnknown(props, memoryMb, of),
    timeoutSec: settings.timeoutSec ?? orUnknown(props, timeoutSec, of),
    ephemeralStorageMb: settings.ephemeralStorageMb,
    env: readEnvironment(fn, props, index, isSeen),
    layers: readLayers(fn, props, index, isSeen),
    tracing: settings.tracing ?? unlessSet("PassThrough"),
    logging: readLogging(props, unlessSet("Text"), isCertain && isLogOfLambda, place),
    vpc: readVpc(fn, props, isCfn, index),
    sources: joinSources(readEventSources(fn, props, index), { sources: [], permitted }),
    failureSinks: readFailureSinks(fn, props, index, isSeen),
    concurrency: readConcurrency(fn, props, index),
    deployment:
      readDeployment(fn, index) ??
      (isCertain ? { alias: undefined, type: undefined, hasAlarms: false, place } : undefined),
    bundle: kind === "nodejs" ? readBundle(props, optionsSite) : readAssetBundle(props, handler, optionsSite),
    permissions: isCfn ? undefined : readPermissions(fn, props, index, isSeen && !isRoleOverridden(index)),
    url: readFunctionUrl(fn, index),
    invokers,
    alarms: readAlarms(fn, index),
    isDurable: isDurable ? true : isClosed(props) ? false : undefined,
  };
}

/** What the constructs of the two levels write in different ways. */
type Settings = {
  readonly [Name in "runtime" | "architecture" | "timeoutSec" | "ephemeralStorageMb" | "tracing"]:
    FunctionConfig[Name] | undefined;
};

/** `new Function(…)`: settings are values of the CDK's classes, `Duration.seconds(5)`. */
function readSettings(props: CodeValue | undefined): Settings {
  return {
    runtime: asRuntime(property(props, "runtime")),
    architecture: asArchitecture(property(props, "architecture")),
    timeoutSec: asSeconds(property(props, "timeout")),
    ephemeralStorageMb: asMebibytes(property(props, "ephemeralStorageSize")),
    tracing: asTracing(property(props, "tracing")),
  };
}

/** `new CfnFunction(…)`: settings are numbers and texts, as in a template. */
function readCfnSettings(props: CodeValue | undefined): Settings {
  const [architecture] = itemsOf(property(props, "architectures")?.value);
  return {
    runtime: asText(property(props, "runtime")),
    architecture: asText(architecture && { value: architecture, site: architecture.site }),
    timeoutSec: asNumber(property(props, "timeout")),
    ephemeralStorageMb: asNumber(propertyAt(props, "ephemeralStorage", "size")),
    tracing: asText(propertyAt(props, "tracingConfig", "mode")),
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

/** What a function without a known id is called by: `orders` of `orders.ts` and of `orders/index.ts`. */
function nameOfSource(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  const stem = path.basename(file, path.extname(file));
  if (!COMMON_STEM.test(stem)) return stem;
  const folder = path.basename(path.dirname(file));
  return COMMON_FOLDER.test(folder) ? undefined : folder;
}

/** What stands where the id of a construct should: of what a helper in another file puts together, the call. */
function idSiteOf({ args, site }: InstanceValue): Site {
  const own = args[1]?.site;
  if (own?.module === site.module) return own;
  const node = site.node.type === "NewExpression" ? site.node.arguments[1] : undefined;
  return node === undefined ? (own ?? site) : { module: site.module, node };
}
