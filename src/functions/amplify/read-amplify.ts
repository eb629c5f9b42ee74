import { amplifyTriggers } from "../../knowledge/construct-events.js";
import path from "node:path";
import type { TSESTree } from "@typescript-eslint/utils";
import { functionDefaults } from "../../knowledge/function-defaults.js";
import type { EventKind } from "../../knowledge/handler-types.js";
import { sourceDefaults } from "../../knowledge/source-defaults.js";
import { ConstructIndex } from "../cdk/construct-index.js";
import { readEventSources, readFunctionUrl } from "../cdk/event-sources.js";
import { foundIn } from "../cdk/function-code.js";
import { readFailureSinks } from "../cdk/function-settings.js";
import { waitOfTrigger } from "../cloudformation/sam-events.js";
import { buildCodeFunction } from "../code/code-function.js";
import type { CodeValue, ResultValue, Site } from "../code/code-value.js";
import type { CodeLog } from "../code/machine.js";
import {
  type Reading,
  asNumber,
  asText,
  convert,
  isClosed,
  placeOf,
  primitiveOf,
  property,
} from "../code/read-code.js";
import { type ConfigValue, onlyValue } from "../config-value.js";
import type { EventSource, FunctionConfig, HandlerReference } from "../function-config.js";
import { statFile } from "../stat-file.js";
import { readAccess } from "./backend-access.js";
import { hasUnknownChanges, isBackendKnown } from "./backend-changes.js";
import { amplifyCalleeOf, onlyDeployed } from "./backend-functions.js";
import { readEnvironment } from "./environment.js";

/** Text that a file has which makes functions with Amplify, or says what invokes them. */
export const AMPLIFY_FUNCTIONS =
  /@aws-amplify\/backend[\s\S]*\b(?:defineFunction|handler\.function\b|triggers:|defineBackend\b)/;

/** (https://docs.amplify.aws/react/build-a-backend/functions/configure-functions/) */
export function readAmplifyFunctions(log: CodeLog): readonly FunctionConfig[] {
  // With a function as its first argument it is the CDK that makes it.
  const made = log.results.filter(
    (result) => amplifyCalleeOf(result) === "defineFunction" && result.args[0]?.kind !== "function",
  );
  if (made.length === 0) return [];
  const triggers = log.results.flatMap((result) => readTriggers(result, log));
  const index = new ConstructIndex(log);
  return onlyDeployed(made, log).map((result) => {
    const sources = triggers.flatMap(({ fn, source }) => (fn === result.site.node ? [source] : []));
    const fn = readFunction(result, index);
    return {
      ...fn,
      sources: [...fn.sources, ...sources, ...readEventSources(result, undefined, index)],
      permissions: readAccess(result, index),
      url: readFunctionUrl(result, index),
      failureSinks: readFailureSinks(result, undefined, index, areSinksSeen(result, index)),
    };
  });
}

/** Whether it is seen where failed events of a function go: what defines one says nothing of it, and the backend may. */
function areSinksSeen(made: ResultValue, index: ConstructIndex): boolean {
  return (
    isBackendKnown(index) &&
    isClosed(made.args[0]) &&
    !index.log.methodsOfUnknown.has("configureAsyncInvoke") &&
    !hasUnknownChanges(made, index, /^DeadLetterConfig\b/)
  );
}

interface Trigger {
  /** The call that defines the function. */
  readonly fn: TSESTree.Node;
  readonly source: EventSource;
}

/**
 * (https://docs.amplify.aws/react/build-a-backend/auth/customize-auth-lifecycle/triggers/,
 * https://docs.amplify.aws/react/build-a-backend/storage/lambda-triggers/,
 * https://docs.amplify.aws/react/build-a-backend/data/custom-business-logic/)
 */
function readTriggers(result: ResultValue, log: CodeLog): readonly Trigger[] {
  const name = amplifyCalleeOf(result) ?? "";
  const [first] = result.args;
  if (name === "a.handler.function") {
    const isAsync = log.results.some(({ receiver, method }) => receiver === result && method === "async");
    const { integrationTimeoutMs: value, of } = sourceDefaults.appSync;
    const wait: Partial<EventSource> = isAsync ? {} : { integrationTimeoutMs: { k: "default", value, of } };
    return first === undefined ? [] : triggerOf(first, "appsync", result.site, wait);
  }
  const kind = amplifyTriggers[name];
  const triggers = kind === undefined ? undefined : property(first, "triggers")?.value;
  if (kind === undefined || triggers?.kind !== "object") return [];
  return [...triggers.entries].flatMap(([name, { value, key }]) =>
    triggerOf(value, kind, key, kind === "cognito" ? waitOfTrigger(name) : {}),
  );
}

function triggerOf(
  value: CodeValue,
  kind: EventKind,
  site: Site,
  wait: Partial<EventSource> = {},
): readonly Trigger[] {
  const source = {
    kind,
    place: placeOf(site),
    batchSize: undefined,
    reportsBatchItemFailures: undefined,
    ...wait,
  };
  return value.kind === "result" ? [{ fn: value.site.node, source }] : [];
}

function readFunction(made: ResultValue, index: ConstructIndex): FunctionConfig {
  const { args, site } = made;
  const [props] = args;
  const folder = path.dirname(site.module.file);
  const entry = property(props, "entry");
  const written = asText(entry);
  const file = written === undefined ? "./handler.ts" : onlyValue(written);
  const name = onlyValue(asText(property(props, "name")));
  const ofEntry = file === undefined ? undefined : path.basename(file).replace(/\.[^.]*$/, "");
  const fn = buildCodeFunction({
    id: name ?? (entry === undefined ? path.basename(folder) : (ofEntry ?? path.basename(folder))),
    framework: "amplify",
    name: site,
    props,
    handler: readHandler(file === undefined ? undefined : path.resolve(folder, file)),
    runtime: asRuntime(property(props, "runtime")),
    memoryMb: asNumber(property(props, "memoryMB")),
    timeoutSec: asNumber(property(props, "timeoutSeconds")),
    defaults: functionDefaults.amplify,
    env: readEnvironment(made, index),
  });
  const schedule = property(props, "schedule");
  return {
    ...fn,
    architecture:
      asText(property(props, "architecture")) ??
      (isClosed(props) ? { k: "default", value: "x86_64", of: functionDefaults.amplify.of } : undefined),
    packageType: "zip",
    layers: { items: [], isComplete: isClosed(props) && property(props, "layers") === undefined },
    ephemeralStorageMb: asNumber(property(props, "ephemeralStorageSizeMB")),
    sources:
      schedule === undefined
        ? []
        : [
            {
              kind: "scheduled",
              place: placeOf(schedule.site),
              batchSize: undefined,
              reportsBatchItemFailures: undefined,
            },
          ],
  };
}

function readHandler(file: string | undefined): HandlerReference {
  const common = { raw: undefined, exportName: "handler" };
  if (file === undefined) return { ...common, status: "opaque", file, tried: [] };
  return statFile(file)?.isFile() === true
    ? foundIn(file, undefined, common.exportName)
    : { ...common, status: "file-missing", file: undefined, tried: [file] };
}

/** `runtime: 22` */
function asRuntime(reading: Reading | undefined): ConfigValue<string> | undefined {
  return convert(reading, (value) => {
    const version = primitiveOf(value);
    return typeof version === "number" ? `nodejs${version}.x` : undefined;
  });
}
