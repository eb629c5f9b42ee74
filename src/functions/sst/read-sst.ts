import path from "node:path";
import { type FunctionDefaults, functionDefaults } from "../../knowledge/function-defaults.js";
import type { EventKind } from "../../knowledge/handler-types.js";
import {
  type CodeFunction,
  buildCodeFunction,
  namedResourceOf,
  readVariables,
} from "../code/code-function.js";
import type { CodeValue, InstanceValue, ObjectValue, ResultValue, Site } from "../code/code-value.js";
import type { Interpretation } from "../code/interpreter.js";
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
  textOf,
  valuesIn,
} from "../code/read-code.js";
import type { ConfigValue } from "../config-value.js";
import type { Concurrency, EventSource, FunctionConfig, FunctionUrl } from "../function-config.js";
import { readPulumiSources } from "../pulumi/event-sources.js";
import { readPulumiSinks } from "../pulumi/failure-sinks.js";
import { readSubscriptions } from "../pulumi/subscriptions.js";
import { resolveHandler } from "../resolve-handler.js";
import { asDuration, classOf, functionsIn, givenFunction, writtenFunction } from "./constructs.js";
import { readBatches, readObjects, readQueue, readSchedule, readWait } from "./event-sources.js";
import { readAppDefaults } from "./app-defaults.js";
import { attachedPermissions, readPermissions } from "./permissions.js";
import { type Transforms, readTransforms } from "./transforms.js";

/** Text that a file has which makes functions with SST: version 3 by a global variable, version 2 by imports. */
export const SST_FUNCTIONS = /\bsst\.aws\.\w|["'](?:sst\/constructs|@serverless-stack\/resources)["']/;

/** Text of a file that has its queue or its bus from another one: `bus.subscribe("created", { handler: "src/mail.handler" })`. */
export const SST_SUBSCRIPTIONS =
  /\.(?:subscribe|notify|route)\(\s*(?:["'`][^"'`\n]*["'`],\s*)?\{[^{}]*\bhandler:\s*["'`][\w./-]+["'`]/;

const SUBSCRIPTIONS: Readonly<Record<string, EventKind>> = {
  "Queue.subscribe": "sqs",
  "Bus.subscribe": "eventbridge",
  "SnsTopic.subscribe": "sns",
  "Dynamo.subscribe": "dynamodb-stream",
  "KinesisStream.subscribe": "kinesis",
  "Bucket.subscribe": "s3",
  "Bucket.notify": "s3",
  "Realtime.subscribe": "iot",
  "ApiGatewayV1.route": "apigw-rest",
  "ApiGatewayV2.route": "apigw-http",
  "ApiGatewayWebSocket.route": "apigw-websocket",
};

/** Properties of constructs that hold functions, directly or by a name of their own. */
const HOLDERS: Readonly<Record<string, Readonly<Record<string, EventKind | undefined>>>> = {
  Realtime: { authorizer: "authorizer" },
  CognitoUserPool: { triggers: "cognito" },
  Auth: { authorizer: "function-url", authenticator: "function-url", issuer: "function-url" },
  Cron: { job: "scheduled", function: "scheduled" },
  CronV2: { function: "scheduled" },
  Bucket: { notifications: "s3" },
  Queue: { consumer: "sqs" },
  Topic: { subscribers: "sns" },
  EventBus: { rules: "eventbridge" },
  KinesisStream: { consumers: "kinesis" },
  Table: { consumers: "dynamodb-stream" },
  Api: { routes: "apigw-http" },
  ApiGatewayV1Api: { routes: "apigw-rest" },
  WebSocketApi: { routes: "apigw-websocket" },
};

/** Methods of version 2 that are given a scope, and after it what a property of the construct would hold. */
const ADDERS: Readonly<Record<string, EventKind>> = {
  "EventBus.addRules": "eventbridge",
  "Queue.addConsumer": "sqs",
  "Topic.addSubscribers": "sns",
  "Bucket.addNotifications": "s3",
  "Table.addConsumers": "dynamodb-stream",
  "KinesisStream.addConsumers": "kinesis",
  "Api.addRoutes": "apigw-http",
  "ApiGatewayV1Api.addRoutes": "apigw-rest",
  "WebSocketApi.addRoutes": "apigw-websocket",
};

type Add = (
  value: CodeValue | undefined,
  id: CodeValue | undefined,
  site: Site,
  version: 2 | 3,
  kind?: EventKind,
  options?: CodeValue,
  from?: InstanceValue,
  /** What has the function as its node: of a function that is made by itself, the function. */
  owner?: InstanceValue | ResultValue,
) => void;

/** What holds for every function of a construct, or of the project. */
interface Shared {
  /** What a construct of version 2 says of its functions, `defaults: { function: { … } }`, and after it what the app says. */
  readonly props: readonly (CodeValue | undefined)[];
  /** Undefined where what nobody writes may be set elsewhere. */
  readonly defaults: FunctionDefaults | undefined;
  /** What is given to the functions of a construct after it is made. */
  readonly permissions: readonly Reading[];
}

/**
 * (https://sst.dev/docs/component/aws/function, https://v2.sst.dev/constructs/Function)
 *
 * @param isWhole whether the code is that of a whole project: version 2 has defaults that any file may set
 */
export function readSstFunctions(
  interpretation: Interpretation,
  workingFolder: string,
  isWhole: boolean,
): readonly FunctionConfig[] {
  const { log } = interpretation;
  const found: {
    readonly fn: FunctionConfig;
    readonly owner: InstanceValue | ResultValue | undefined;
    readonly version: 2 | 3;
  }[] = [];
  const given: { readonly fn: InstanceValue; readonly source: EventSource }[] = [];
  const transforms = readTransforms(interpretation);
  const { mayHide } = transforms;
  const ofVersion3 = mayHide("memory(?:Size)?") || mayHide("timeout") ? undefined : functionDefaults.sst;
  const ofApp = readAppDefaults(log);
  const ofVersion2 = isWhole && log.isComplete && ofApp.isKnown ? functionDefaults.sst2 : undefined;
  const add: Add = (value, id, site, version, kind, options, from, owner) => {
    const written = writtenFunction(value);
    const source: EventSource | undefined = kind && {
      ...readBatches(kind, options, version),
      ...(version === 3 && from !== undefined ? { resource: namedResourceOf(from, site) } : {}),
      ...(kind === "s3" ? readObjects(options, version) : {}),
      ...readQueue(kind, from, version, log),
      ...readWait(kind, options, from),
      ...readSchedule(kind, from, version),
      place: placeOf(site),
    };
    if (written === undefined) {
      const fn = givenFunction(value);
      if (fn !== undefined && source !== undefined) given.push({ fn, source });
      return;
    }
    const shared: Shared =
      version === 3
        ? { props: [], defaults: ofVersion3, permissions: [] }
        : {
            props: [propertyAt(from?.args[2], "defaults", "function")?.value, ofApp.props],
            defaults: ofVersion2,
            permissions: attachedPermissions(from ?? asInstance(owner), log),
          };
    const props = propsOf(written);
    const settled = version === 3 ? transforms.apply(props) : props;
    const fn = readFunction(settled, id, site, version, shared, workingFolder);
    const called: EventSource | undefined = fn.url && {
      kind: "function-url",
      place: fn.url.place,
      batchSize: undefined,
      reportsBatchItemFailures: undefined,
    };
    const sources = [source, called].filter((one) => one !== undefined);
    const mayHaveArchitecture = version === 3 && mayHide("architectures?");
    found.push({
      fn: { ...fn, architecture: mayHaveArchitecture ? undefined : fn.architecture, sources },
      owner,
      version,
    });
  };
  // What a transform makes comes after what is read here.
  for (const instance of [...log.instances]) {
    const made = classOf(instance);
    if (made === undefined) continue;
    const { name, version } = made;
    const [id, props] = version === 3 ? instance.args : instance.args.slice(1);
    if (name === "Function")
      add(props, id, instance.site, version, undefined, undefined, undefined, instance);
    for (const [key, kind] of Object.entries(HOLDERS[name] ?? {}))
      for (const value of functionsIn(property(props, key)?.value))
        add(value, id, value.site, version, kind, value, instance, instance);
  }
  for (const result of [...log.results]) {
    addSubscription(result, add);
    addToConstruct(result, add);
  }
  return found.map(({ fn, owner, version }) => {
    if (owner === undefined) return fn;
    const connected = given.flatMap((one) => (one.fn === owner ? [one.source] : []));
    if (version === 2) return { ...fn, sources: [...fn.sources, ...connected] };
    const isKnown = isSettled(owner, transforms);
    return {
      ...fn,
      sources: [
        ...fn.sources,
        ...connected,
        ...readPulumiSources(owner, log),
        ...readSubscriptions(owner, log),
      ],
      failureSinks: readPulumiSinks(owner, undefined, isKnown && isWhole, log),
    };
  });
}

/** Whether all that is written of what makes a function is known, and nothing changes it. */
function isSettled({ args }: InstanceValue | ResultValue, { mention }: Transforms): boolean {
  if (mention("deadLetterConfig")) return false;
  return args.every((argument) => {
    const objects = [...valuesIn(argument)].flatMap((value) => (value.kind === "object" ? [value] : []));
    const isOpen = objects.some(({ isOpen, entries }) => isOpen && entries.has("handler"));
    return isClosed(argument) && !isOpen && objects.every(({ entries }) => !entries.has("transform"));
  });
}

/** `api.route("GET /", "src/list.handler")`, `queue.subscribe({ handler: "src/work.handler" })` */
function addSubscription(result: ResultValue, add: Add): void {
  const { receiver, method, args, site } = result;
  if (addToExisting(result, add)) return;
  const made = receiver?.kind === "instance" ? classOf(receiver) : undefined;
  if (made?.version !== 3 || receiver?.kind !== "instance") return;
  if (made.name === "AppSync" && method === "addDataSource") {
    add(property(args[0], "lambda")?.value, property(args[0], "name")?.value, site, 3, "appsync");
    return;
  }
  const kind = SUBSCRIPTIONS[`${made.name}.${method ?? ""}`];
  if (kind === undefined) return;
  if (method === "notify") {
    for (const value of itemsOf(property(args[0], "notifications")?.value))
      add(
        ...([property(value, "function")?.value, property(value, "name")?.value, value.site] as const),
        ...([3, kind, value, receiver] as const),
      );
    return;
  }
  // Some take a name, or a route, before the function, which is the last of the two then.
  const index = [1, 0].find((position) => isSubscriber(args[position]));
  if (index === undefined) return;
  const id = index === 1 ? args[0] : receiver.args[0];
  add(args[index], id, site, 3, kind, args[index + 1], receiver, result);
}

/**
 * A subscription to what other code makes: `sst.aws.Bus.subscribe("Stopped", busArn, fn.arn)`. Some take a name first.
 * (https://sst.dev/docs/component/aws/bus/#static-subscribe)
 */
function addToExisting({ callee, args, site }: ResultValue, add: Add): boolean {
  const [namespace, name, method] = callee?.specifier === "sst" ? callee.path : [];
  const kind = namespace === "aws" ? SUBSCRIPTIONS[`${name ?? ""}.${method ?? ""}`] : undefined;
  if (kind === undefined) return false;
  const index = [2, 1].find((position) => isSubscriber(args[position]));
  if (index !== undefined) add(args[index], args[0], site, 3, kind, args[index + 1]);
  return true;
}

function isSubscriber(value: CodeValue | undefined): boolean {
  return writtenFunction(value) !== undefined || givenFunction(value) !== undefined;
}

/** Version 2: `bus.subscribe("order.created", { handler: … })`, `queue.addConsumer(stack, "src/work.handler")`. */
function addToConstruct({ receiver, method = "", args, site }: ResultValue, add: Add): void {
  const made = receiver?.kind === "instance" ? classOf(receiver) : undefined;
  const name = made?.version === 2 ? made.name : isUsed(receiver) ? "EventBus" : undefined;
  if (name === undefined || receiver === undefined) return;
  if (name === "EventBus" && method === "subscribe") {
    const [first] = args;
    const hasScope = first?.kind !== "scalar" && first?.kind !== "list";
    const [type, fn] = hasScope ? args.slice(1) : args;
    add(fn, type, site, 2, "eventbridge");
    return;
  }
  const kind = ADDERS[`${name}.${method}`];
  if (kind === undefined) return;
  const from = receiver.kind === "instance" ? receiver : undefined;
  for (const value of functionsIn(args[1])) add(value, from?.args[1], value.site, 2, kind, value, from);
}

/** `use(Events)`, `use(Storage).bus`: of what stacks hand over, only a bus is subscribed to. */
function isUsed(value: CodeValue | undefined): boolean {
  let current = value;
  while (current?.kind === "attribute") current = current.of;
  return (
    current?.kind === "result" &&
    current.callee?.path.join(".") === "use" &&
    /^(?:sst\/constructs|@serverless-stack\/resources)$/.test(current.callee.specifier)
  );
}

function asInstance(owner: InstanceValue | ResultValue | undefined): InstanceValue | undefined {
  return owner?.kind === "instance" ? owner : undefined;
}

/** The props of a function; one that is written as its handler alone has no other. */
function propsOf(written: CodeValue): ObjectValue {
  if (written.kind === "object") return written;
  const { site } = written;
  const entry = { value: written, key: site, written: site };
  return { kind: "object", entries: new Map([["handler", entry]]), isOpen: false, site };
}

function readFunction(
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
      textOf(id?.site ?? site).slice(0, 80),
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
    // Links and bindings add variables.
    env: readVariables(property(props, "environment"), false),
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
