import path from "node:path";
import type { FunctionDefaults } from "../../knowledge/function-defaults.js";
import { type CodeFunction, buildCodeFunction, writtenName } from "../code/code-function.js";
import type { CodeValue, ObjectValue, Site } from "../code/code-value.js";
import {
  type Reading,
  asNumber,
  asText,
  convert,
  isAbsent,
  isClosed,
  isClosedList,
  itemsOf,
  placeOf,
  primitiveOf,
  property,
  propertyAt,
  stringOf,
} from "../code/read-code.js";
import type { ConfigValue } from "../config-value.js";
import type { Concurrency, FunctionConfig, FunctionUrl } from "../function-config.js";
import { resolveHandler } from "../resolve-handler.js";
import { asDuration } from "./constructs.js";
import { readEnvironment } from "./environment.js";
import { readPermissions } from "./permissions.js";

/** What holds for every function of a construct, or of the project. */
export interface Shared {
  /** What a construct of version 2 says of its functions, `defaults: { function: { … } }`, and after it what the app says. */
  readonly props: readonly (CodeValue | undefined)[];
  /** Undefined where what nobody writes may be set elsewhere. */
  readonly defaults: FunctionDefaults | undefined;
  /** What is given to the functions of a construct after it is made. */
  readonly permissions: readonly Reading[];
  /** Whether no code but what is written of a function sets variables for it. */
  readonly isEnvironmentKnown: boolean;
}

/** The props of a function; one that is written as its handler alone has no other. */
export function propsOf(written: CodeValue): ObjectValue {
  if (written.kind === "object") return written;
  const { site } = written;
  const entry = { value: written, key: site, written: site };
  return { kind: "object", entries: new Map([["handler", entry]]), isOpen: false, site };
}

/**
 * One function, by what is written of it and what holds for all of its construct or project.
 * (https://sst.dev/docs/component/aws/function, https://v2.sst.dev/constructs/Function)
 */
export function readFunction(
  props: ObjectValue,
  id: CodeValue | undefined,
  site: Site,
  version: 2 | 3,
  shared: Shared,
  folder: string,
): FunctionConfig {
  const setting = (name: string): Reading | undefined => {
    for (const holder of [props, ...shared.props]) {
      const reading = property(holder, name);
      if (reading !== undefined && !isAbsent(reading.value)) return reading;
    }
    return undefined;
  };
  const handler = property(props, "handler");
  const sources = version === 2 ? stringOf(setting("srcPath")?.value) : undefined;
  const parts = {
    id:
      stringOf(id) ??
      (id === undefined ? stringOf(handler?.value) : undefined) ??
      writtenName(id?.site ?? site),
    framework: "sst",
    name: nameSite(id, site),
    // Nothing can be added to a handler that is written alone.
    props: props.site === handler?.site ? undefined : props,
    handler: resolveHandler(asText(handler), { folder: path.resolve(folder, sources ?? "") }),
    runtime: asText(setting("runtime")),
    memoryMb: asMegabytes(setting(version === 3 ? "memory" : "memorySize")),
    timeoutSec: asDuration(setting("timeout")),
    // Transforms of version 3 are as rare as they are far.
    defaults: [props, ...shared.props].every(isClosed) ? shared.defaults : undefined,
    env: readEnvironment([props, ...shared.props], shared.isEnvironmentKnown),
  } satisfies CodeFunction;
  const architecture = setting("architecture");
  const { defaults } = parts;
  return {
    ...buildCodeFunction(parts),
    architecture:
      convert(architecture, (value) => stringOf(value)?.replace("arm_64", "arm64")) ??
      (defaults === undefined ? undefined : { k: "default", value: "x86_64", of: defaults.of }),
    ...(defaults !== undefined && property(props, "transform") === undefined
      ? readPackage(setting("layers")?.value, setting("python") ?? setting("image"))
      : {}),
    url: readUrl(property(props, "url"), property(props, "streaming"), version),
    permissions: readPermissions(
      [...[props, ...shared.props].map((holder) => property(holder, "permissions")), ...shared.permissions],
      version === 3 ? property(props, "policies")?.value : undefined,
    ),
    concurrency: version === 3 ? readConcurrency(props) : undefined,
  };
}

/** (https://sst.dev/docs/component/aws/function/#concurrency) */
function readConcurrency(props: ObjectValue): Concurrency {
  return {
    reserved: asNumber(propertyAt(props, "concurrency", "reserved")),
    provisioned: asNumber(propertyAt(props, "concurrency", "provisioned")),
    perEnvironment: undefined,
  };
}

/** A container is what a function in Python may be. */
function readPackage(
  layers: CodeValue | undefined,
  other: Reading | undefined,
): Pick<FunctionConfig, "packageType" | "layers"> {
  const items = itemsOf(layers).flatMap((item) => asText({ value: item, site: item.site }) ?? []);
  return {
    packageType: other === undefined ? "zip" : undefined,
    layers: { items, isComplete: layers === undefined || isClosedList(layers) },
  };
}

/** `url: true`, `url: { authorization: "iam" }`; version 2 calls it `authorizer`. Everybody may call it if nobody says it. */
function readUrl(
  written: Reading | undefined,
  streaming: Reading | undefined,
  version: 2 | 3,
): FunctionUrl | undefined {
  if (written === undefined || isAbsent(written.value)) return undefined;
  const isTrue = primitiveOf(written.value) === true;
  if (!isTrue && written.value.kind !== "object") return undefined;
  const of = "SST";
  const authorization = property(written.value, version === 3 ? "authorization" : "authorizer");
  const isStreaming = streaming === undefined ? false : primitiveOf(streaming.value);
  return {
    authType:
      convert(authorization, (value) => AUTH_TYPES.get(stringOf(value) ?? "")) ??
      (isTrue || isClosed(written.value) ? { k: "default", value: "NONE", of } : undefined),
    invokeMode:
      version === 3 && typeof isStreaming === "boolean"
        ? { k: "default", value: isStreaming ? "RESPONSE_STREAM" : "BUFFERED", of }
        : undefined,
    place: placeOf(written.site),
  };
}

const AUTH_TYPES: ReadonlyMap<string, string> = new Map([
  ["none", "NONE"],
  ["iam", "AWS_IAM"],
]);

/** Several functions can have the name of one queue or API: then the place of each is where it is written. */
function nameSite(id: CodeValue | undefined, site: Site): Site {
  if (id?.site.module !== site.module) return site;
  const [start, end] = site.node.range;
  const [at] = id.site.node.range;
  return at >= start && at < end ? id.site : site;
}

/** `1024`, `"1024 MB"`, `"2 GB"` */
function asMegabytes(reading: Reading | undefined): ConfigValue<number> | undefined {
  return convert(reading, (value) => {
    const primitive = primitiveOf(value);
    if (typeof primitive === "number") return primitive;
    const [, amount, unit] = /^([\d.]+) (MB|GB)$/.exec(stringOf(value) ?? "") ?? [];
    return amount === undefined ? undefined : Number(amount) * (unit === "GB" ? 1024 : 1);
  });
}
