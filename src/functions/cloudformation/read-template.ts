import { functionDefaults } from "../../knowledge/function-defaults.js";
import { type ConfigNode, nodeAt } from "../config-node.js";
import { type ConfigValue, onlyValue } from "../config-value.js";
import { asNumber, asText } from "../convert-value.js";
import { isAtEdge, sourceOfEdgeRole } from "../edge-functions.js";
import type { FunctionConfig } from "../function-config.js";
import { resolveHandler } from "../resolve-handler.js";
import { readAlarms } from "./alarms.js";
import { readBundle } from "./bundle.js";
import { type Connected, collectConnected, joinSources } from "./connected-sources.js";
import { sourceWithoutBatch } from "./event-sources.js";
import {
  readConcurrency,
  readDeployment,
  readFailureSinks,
  readInvokers,
  readUrl,
} from "./function-operations.js";
import { type DeclaredFunction, readEnvironment, readSettings, settingAt } from "./function-settings.js";
import { locateCode } from "./locate-code.js";
import { readLogging } from "./log-groups.js";
import { withCustomPolicies } from "./custom-policies.js";
import { edgeTrustOf, readPermissions } from "./permissions.js";
import { readSamEvents } from "./sam-events.js";
import { type Template, createTemplate, isPartial } from "./template.js";

const SAM_FUNCTION = "AWS::Serverless::Function";
const FUNCTION = "AWS::Lambda::Function";

/** The functions that a template of AWS SAM or CloudFormation declares, with the sources that it connects to them. */
export function readTemplate(root: ConfigNode, file: string): readonly FunctionConfig[] {
  const template = createTemplate(root);
  const globals = nodeAt(root, "Globals", "Function");
  const isWhole =
    nodeAt(root, "AWSTemplateFormatVersion") !== undefined || nodeAt(root, "Transform") !== undefined;
  const connected = collectConnected(template);
  return [...template.resources.values()].flatMap(({ id, type, node, properties, place }) => {
    if (type !== SAM_FUNCTION && type !== FUNCTION) return [];
    const isSam = type === SAM_FUNCTION;
    const maps = isSam ? [properties, globals] : [properties];
    const isComplete = template.isComplete && !maps.some(isPartial);
    const declared: DeclaredFunction = { id, isSam, resource: node, place, maps, isComplete };
    const fn = withEdgeRole(readFunction(declared, template, file, connected.get(id)), declared, template);
    return [isWhole ? fn : withUnknownParts(fn)];
  });
}

function withEdgeRole(fn: FunctionConfig, declared: DeclaredFunction, template: Template): FunctionConfig {
  const trust = isAtEdge(fn) ? undefined : edgeTrustOf(declared, template);
  return trust === undefined ? fn : { ...fn, sources: [...fn.sources, sourceOfEdgeRole(trust)] };
}

/** Of a part that a script puts together with others: a function cannot do without these, so that another part has them. */
function withUnknownParts(fn: FunctionConfig): FunctionConfig {
  const unknown = { k: "opaque", text: "", place: fn.place } as const;
  return {
    ...fn,
    runtime: fn.runtime ?? unknown,
    handler: { ...fn.handler, raw: fn.handler.raw ?? unknown },
  };
}

function readFunction(
  declared: DeclaredFunction,
  template: Template,
  file: string,
  connected: Connected | undefined,
): FunctionConfig {
  const { id, isSam, place, maps, resource } = declared;
  const [own] = maps;
  const defaults = isSam ? functionDefaults.sam : functionDefaults.cloudformation;
  const runtime = asText(settingAt(declared, template, "Runtime"));
  const handler = asText(settingAt(declared, template, "Handler"));
  const url = isSam ? template.at(own, "FunctionUrlConfig") : undefined;
  const number = (name: string, value: number): ConfigValue<number> =>
    asNumber(settingAt(declared, template, name)) ??
    (declared.isComplete ? { k: "default", value, of: defaults.of } : { k: "opaque", text: "", place });
  return {
    id,
    framework: isSam ? "sam" : "cloudformation",
    place,
    properties: own?.kind === "map" ? own.place : undefined,
    handler: resolveHandler(handler, {
      ...locateCode(declared, template, file),
      runtime: onlyValue(runtime),
    }),
    runtime,
    memoryMb: number("MemorySize", defaults.memoryMb),
    timeoutSec: number("Timeout", defaults.timeoutSec),
    ...readSettings(declared, template),
    env: readEnvironment(declared, template),
    logging: readLogging(declared, template),
    sources: joinSources(
      [
        ...(isSam ? readSamEvents(template.at(own, "Events"), template) : []),
        ...(url ? [sourceWithoutBatch("function-url", url)] : []),
      ],
      connected,
    ),
    failureSinks: readFailureSinks(declared, template),
    concurrency: readConcurrency(declared, template),
    deployment: readDeployment(declared, template),
    bundle: isSam ? readBundle(resource, template) : undefined,
    permissions: withCustomPolicies(readPermissions(declared, template), file),
    url: readUrl(declared, template),
    invokers: readInvokers(declared, template),
    alarms: readAlarms(declared, template),
  };
}
