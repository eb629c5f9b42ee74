import path from "node:path";
import { functionDefaults } from "../../knowledge/function-defaults.js";
import { type ConfigNode, itemsOf, nodeAt } from "../config-node.js";
import { type ConfigValue, onlyValue } from "../config-value.js";
import { asNumber, asText } from "../convert-value.js";
import { isAtEdge, sourceOfEdgeRole } from "../edge-functions.js";
import type { FunctionConfig } from "../function-config.js";
import { isListed } from "../list-folder.js";
import { type CodeLocation, resolveHandler } from "../resolve-handler.js";
import { statFile } from "../stat-file.js";
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
import { readLogging } from "./log-groups.js";
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
    permissions: readPermissions(declared, template),
    url: readUrl(declared, template),
    invokers: readInvokers(declared, template),
    alarms: readAlarms(declared, template),
  };
}

function locateCode({ maps, resource }: DeclaredFunction, template: Template, file: string): CodeLocation {
  const [own] = maps;
  const base = path.dirname(file);
  if (template.at(own, "InlineCode") !== undefined || template.at(own, "Code", "ZipFile") !== undefined)
    return { folder: undefined, isInline: true };
  const isBuilt = /^(?:makefile|esbuild)$/.test(template.textAt(resource, "Metadata", "BuildMethod") ?? "");
  for (const map of maps) {
    const code = template.at(map, "CodeUri") ?? template.at(map, "Code");
    if (code === undefined) continue;
    const uri = template.textAt(code);
    // An object names a bucket: what lies there was packaged from a folder that this template does not name.
    if (uri === undefined || /^(?:s3|https?):/.test(uri)) return { folder: undefined };
    const folder = path.resolve(base, uri);
    return { folder, entryPoints: readEntryPoints(resource, template, folder), isBuilt };
  }
  return { folder: base, entryPoints: readEntryPoints(resource, template, base), isBuilt };
}

/** What SAM gives to esbuild: paths relative to the code's folder. */
function readEntryPoints(resource: ConfigNode, template: Template, folder: string): readonly string[] {
  return itemsOf(template.at(resource, "Metadata", "BuildProperties", "EntryPoints")).flatMap((entry) => {
    const text = template.textAt(entry);
    return text === undefined ? [] : [path.resolve(folder, text), ...findBelowBase(text, folder)];
  });
}

const MAX_LEVELS = 6;

/** `sam build --base-dir ..`: the file that a path leads to from a folder above, where it leads to none from its own. */
function findBelowBase(text: string, folder: string): readonly string[] {
  const isFile = (from: string): boolean => statFile(path.resolve(from, text))?.isFile() === true;
  if (path.isAbsolute(text) || isFile(folder)) return [];
  for (let from = folder, level = 0; level < MAX_LEVELS; level++) {
    if (isListed(path.join(from, ".git"))) return [];
    const parent = path.dirname(from);
    if (parent === from) return [];
    from = parent;
    if (isFile(from)) return [path.resolve(from, text)];
  }
  return [];
}
