import { functionDefaults } from "../../knowledge/function-defaults.js";
import type { EventKind } from "../../knowledge/handler-types.js";
import { namedResourceOf } from "../code/code-function.js";
import type { CodeValue, InstanceValue, ResultValue, Site } from "../code/code-value.js";
import type { Interpretation } from "../code/interpreter.js";
import { isClosed, itemsOf, placeOf, property, propertyAt, valuesIn } from "../code/read-code.js";
import type { EventSource, FunctionConfig } from "../function-config.js";
import { readPulumiSources } from "../pulumi/event-sources.js";
import { readPulumiSinks } from "../pulumi/failure-sinks.js";
import { readSubscriptions } from "../pulumi/subscriptions.js";
import { classOf, functionsIn, givenFunction, nameOfFunction, writtenFunction } from "./constructs.js";
import { readBatches, readObjects, readQueue, readSchedule, readWait } from "./event-sources.js";
import { readAppDefaults } from "./app-defaults.js";
import { attachedPermissions } from "./permissions.js";
import { type Shared, propsOf, readFunction } from "./read-function.js";
import { OwnTransforms, type Transforms, readTransforms } from "./transforms.js";

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

/** Sources whose constructs of version 3 say what all their functions are made with. */
const ROUTED: ReadonlySet<EventKind> = new Set(["apigw-rest", "apigw-http", "apigw-websocket"]);

type Add = (
  value: CodeValue | undefined,
  id: CodeValue | undefined,
  site: Site,
  version: 2 | 3,
  kind?: EventKind | "unknown",
  options?: CodeValue,
  from?: InstanceValue,
  /** What has the function as its node: of a function that is made by itself, the function. */
  owner?: InstanceValue | ResultValue,
) => void;

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
  const own = new OwnTransforms(interpretation);
  const { mayHide } = transforms;
  const ofVersion3 = mayHide("memory(?:Size)?") || mayHide("timeout") ? undefined : functionDefaults.sst;
  const ofVersion2 = readAppDefaults(log);
  const sourceOf = (
    kind: EventKind | "unknown",
    site: Site,
    version: 2 | 3,
    options: CodeValue | undefined,
    from: InstanceValue | undefined,
  ): EventSource =>
    kind === "unknown"
      ? { kind: undefined, place: placeOf(site), batchSize: undefined, reportsBatchItemFailures: undefined }
      : {
          ...readBatches(kind, options, version, own),
          ...(version === 3 && from !== undefined ? { resource: namedResourceOf(from, site) } : {}),
          ...(kind === "s3" ? readObjects(options, version) : {}),
          ...readQueue(kind, from, version, log, own),
          ...readWait(kind, options, from),
          ...readSchedule(kind, from, version),
          place: placeOf(site),
        };
  const add: Add = (value, id, site, version, kind, options, from, owner) => {
    const written = writtenFunction(value);
    const source = kind && sourceOf(kind, site, version, options, from);
    if (written === undefined) {
      const fn = givenFunction(value);
      if (fn !== undefined && source !== undefined) given.push({ fn, source });
      return;
    }
    const ofApp = ofVersion2(owner?.args[0]);
    const shared: Shared =
      version === 3
        ? { props: [], defaults: ofVersion3, permissions: [] }
        : {
            props: [propertyAt(from?.args[2], "defaults", "function")?.value, ...ofApp.props],
            defaults: isWhole && log.isComplete && ofApp.isKnown ? functionDefaults.sst2 : undefined,
            permissions: attachedPermissions(from ?? asInstance(owner), log),
          };
    const props = propsOf(written);
    // A route is handled by what the API makes of it.
    const handled =
      kind !== undefined && kind !== "unknown" && ROUTED.has(kind)
        ? own.apply(from?.args[1], ["route", "handler"], props)
        : props;
    const settled = version === 3 ? transforms.apply(handled) : props;
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
    for (const [key, kind] of Object.entries(HOLDERS[name] ?? {})) {
      const holder = property(props, key)?.value;
      for (const value of functionsIn(holder)) {
        const called = nameOfFunction(value, holder, id, key === "routes");
        add(value, called, value.site, version, kind, value, instance, instance);
      }
    }
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
function isSettled(owner: InstanceValue | ResultValue, { mention }: Transforms): boolean {
  if (mention("deadLetterConfig")) return false;
  // Of what a construct is called nothing follows.
  const settings = owner.kind === "instance" ? owner.args.slice(1) : owner.args;
  return settings.every((argument) => {
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
function addToConstruct(result: ResultValue, add: Add): void {
  const { receiver, method = "", args, site } = result;
  const made = receiver?.kind === "instance" ? classOf(receiver) : undefined;
  const isUsedBus = isUsed(receiver) && method === "subscribe";
  if (receiver === undefined || (made?.version !== 2 && !isUsed(receiver))) return;
  if (isUsedBus || (made?.name === "EventBus" && method === "subscribe")) {
    const [first] = args;
    const hasScope = first?.kind !== "scalar" && first?.kind !== "list";
    const [type, fn] = hasScope ? args.slice(1) : args;
    add(fn, type, site, 2, "eventbridge", undefined, undefined, hasScope ? result : asInstance(receiver));
    return;
  }
  const kind = kindOfAdder(method, made?.name);
  if (kind === undefined) return;
  const from = receiver.kind === "instance" ? receiver : undefined;
  for (const value of functionsIn(args[1])) {
    const called = nameOfFunction(value, args[1], from?.args[1], method === "addRoutes");
    add(value, called, value.site, 2, kind, value, from, result);
  }
}

/** Of what another stack hands over only the method is known, which several constructs may have. */
function kindOfAdder(method: string, name: string | undefined): EventKind | "unknown" | undefined {
  if (name !== undefined) return ADDERS[`${name}.${method}`];
  const [kind, ...others] = Object.entries(ADDERS).flatMap(([adder, kind]) =>
    adder.endsWith(`.${method}`) ? [kind] : [],
  );
  return others.length > 0 ? "unknown" : kind;
}

/** `use(Events)`, `use(Storage).bus`: what stacks hand over. */
function isUsed(value: CodeValue | undefined): boolean {
  let current = value;
  while (current?.kind === "attribute") current = current.of;
  return (
    current?.kind === "result" &&
    current.callee?.path.join(".") === "use" &&
    /^(?:sst\/constructs|@serverless-stack\/resources)$/.test(current.callee.specifier)
  );
}

function asInstance(owner: CodeValue | undefined): InstanceValue | undefined {
  return owner?.kind === "instance" ? owner : undefined;
}
