import path from "node:path";
import { type ConfigValue, onlyValue, possibleValues } from "../functions/config-value.js";
import type { FunctionConfig } from "../functions/function-config.js";
import { layerFolderOf } from "../functions/layer-folders.js";
import { statFile } from "../functions/stat-file.js";
import { isQuietLayer } from "../knowledge/quiet-packages.js";
import { type HandlerSources, readHandlerSources } from "./handler-sources.js";

/**
 * All of the project's code that a function runs, that of layers among it whose folders the project has. Undefined where some
 * of it is not known: a handler that is not found, an image, a layer of others, which may hold code and wrappers.
 *
 * @param isQuiet true for a layer that does nothing of what is asked about, by its ARN
 */
export function readFunctionSources(
  fn: FunctionConfig,
  isQuiet: (layer: string) => boolean = isQuietLayer,
): HandlerSources | undefined {
  const { handler, packageType } = fn;
  if (handler.status !== "resolved" || handler.file === undefined || packageType === "container")
    return undefined;
  const layers = foldersOfLayers(fn, isQuiet);
  if (layers === undefined) return undefined;
  const sources = readHandlerSources(handler.file, layers);
  return sources.isComplete ? sources : undefined;
}

/** Of the layers that are not quiet. Undefined where one is not of the project, or does more than hold what code imports. */
function foldersOfLayers(
  { layers, env }: FunctionConfig,
  isQuiet: (layer: string) => boolean,
): readonly string[] | undefined {
  if (layers?.isComplete !== true) return undefined;
  const others = layers.items.filter((layer) => !isQuiet(arnOf(layer)));
  const folders = others.flatMap((layer) =>
    layer.k === "opaque" ? (layerFolderOf(layer.place.file, layer.text) ?? []) : [],
  );
  if (folders.length < others.length || folders.some(hasExtensions)) return undefined;
  return folders.length === 0 || (env.isComplete && !runsMore(env)) ? folders : undefined;
}

/** Lambda starts what lies there beside the function. (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html) */
function hasExtensions(folder: string): boolean {
  return statFile(path.join(folder, "extensions")) !== undefined;
}

/** True for variables that have Lambda or Node.js run something that no code imports: a wrapper's script, `--require`. */
function runsMore({ variables }: FunctionConfig["env"]): boolean {
  if (variables.has("AWS_LAMBDA_EXEC_WRAPPER")) return true;
  const options = variables.get("NODE_OPTIONS");
  return options !== undefined && possibleValues(options)?.some((text) => text.includes("/opt/")) !== false;
}

function arnOf(layer: ConfigValue<string>): string {
  return layer.k === "opaque" ? layer.text : (onlyValue(layer) ?? "");
}
