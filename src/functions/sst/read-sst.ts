import { sstHolders } from "../../knowledge/construct-events.js";
import { functionDefaults } from "../../knowledge/function-defaults.js";
import type { EventKind } from "../../knowledge/handler-types.js";
import type { InstanceValue, ResultValue } from "../code/code-value.js";
import type { Interpretation } from "../code/interpreter.js";
import { isClosed, property, propertyAt, valuesIn } from "../code/read-code.js";
import type { EventSource, FunctionConfig } from "../function-config.js";
import { readPulumiSources } from "../pulumi/event-sources.js";
import { readPulumiSinks } from "../pulumi/failure-sinks.js";
import { readSubscriptions } from "../pulumi/subscriptions.js";
import {
  asInstance,
  classOf,
  functionsIn,
  givenFunction,
  nameOfFunction,
  writtenFunction,
} from "./constructs.js";
import { type Add, addByMethod } from "./added-functions.js";
import { mayAddVariables, withDefaultVariables } from "./environment.js";
import { readNewQueue, readSource } from "./event-sources.js";
import { readAppDefaults } from "./app-defaults.js";
import { attachedPermissions } from "./permissions.js";
import { readSinks } from "./failure-sinks.js";
import { type Shared, propsOf, readFunction } from "./read-function.js";
import { OwnTransforms, type Transforms, readTransforms } from "./transforms.js";

/** Text that a file has which makes functions with SST: version 3 by a global variable, version 2 by imports. */
export const SST_FUNCTIONS =
  /\bsst\.aws\.\w|["'](?:sst\/constructs(?:\/\w+)?|@serverless-stack\/resources)["']/;

/** Text of a file that has its queue or its bus from another one: `bus.subscribe("created", { handler: "src/mail.handler" })`. */
export const SST_SUBSCRIPTIONS =
  /\.(?:subscribe|notify|route)\(\s*(?:["'`][^"'`\n]*["'`],\s*)?\{[^{}]*\bhandler:\s*["'`][\w./-]+["'`]/;

/** What constructs called their defaults before version 1. */
const OLD_DEFAULTS = "defaultFunctionProps";

/** Sources whose constructs of version 3 say what all their functions are made with. */
const ROUTED: ReadonlySet<EventKind> = new Set(["apigw-rest", "apigw-http", "apigw-websocket"]);

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
  const add: Add = (value, id, site, version, kind, options, from, owner) => {
    const written = writtenFunction(value);
    const source = kind && readSource({ kind, site, version, options, from }, log, own);
    if (written === undefined) {
      const fn = givenFunction(value);
      if (fn !== undefined && source !== undefined) given.push({ fn, source });
      return;
    }
    const ofApp = ofVersion2(owner?.args[0]);
    // Of a construct of version 2 that another stack hands over it is not known what it says of its functions.
    const isKnown2 =
      isWhole &&
      log.isComplete &&
      ofApp.isKnown &&
      (kind === undefined || from !== undefined) &&
      property(from?.args[2], OLD_DEFAULTS) === undefined;
    const shared: Shared =
      version === 3
        ? {
            props: [],
            defaults: ofVersion3,
            permissions: [],
            isEnvironmentKnown: isWhole && log.isComplete && !mayHide("environment"),
          }
        : {
            props: [propertyAt(from?.args[2], "defaults", "function")?.value, ...ofApp.props],
            defaults: isWhole && log.isComplete && ofApp.isKnown ? functionDefaults.sst2 : undefined,
            permissions: attachedPermissions(from ?? asInstance(owner), log),
            isEnvironmentKnown: isKnown2 && !mayAddVariables(owner, log),
          };
    const props = propsOf(written);
    // A route is handled by what the API makes of it.
    const handled =
      kind !== undefined && kind !== "unknown" && ROUTED.has(kind)
        ? own.apply(from?.args[1], ["route", "handler"], props)
        : props;
    const settled = version === 3 ? transforms.apply(handled) : props;
    const read = readFunction(settled, id, site, version, shared, workingFolder);
    const fn =
      version === 3
        ? read
        : {
            ...read,
            env: withDefaultVariables(read.env, log),
            failureSinks: readSinks([props, ...shared.props], [from, owner], isKnown2, log),
          };
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
    for (const [key, kind] of Object.entries(sstHolders[name] ?? {})) {
      const holder = property(props, key)?.value;
      for (const value of functionsIn(holder)) {
        const called = nameOfFunction(value, holder, id, key === "routes");
        add(value, called, value.site, version, kind, value, instance, instance);
      }
    }
  }
  for (const result of [...log.results]) {
    addByMethod(result, add);
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
        ...readPulumiSources(owner, log, (queue) => readNewQueue(queue, log, own)),
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
