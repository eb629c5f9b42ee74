import { type ConfigValue, onlyValue } from "../functions/config-value.js";
import type { FunctionConfig } from "../functions/function-config.js";
import { isQuietLayer } from "../knowledge/quiet-packages.js";
import { type HandlerSources, readHandlerSources } from "./handler-sources.js";

/**
 * All of the project's code that a function runs. Undefined where some of it is not known: a handler that is not found, an
 * image, a layer, which may hold code and wrappers.
 *
 * @param isQuiet true for a layer that does nothing of what is asked about, by its ARN
 */
export function readFunctionSources(
  { handler, layers, packageType }: FunctionConfig,
  isQuiet: (layer: string) => boolean = isQuietLayer,
): HandlerSources | undefined {
  if (handler.status !== "resolved" || handler.file === undefined || packageType === "container")
    return undefined;
  if (layers?.isComplete !== true || !layers.items.every((layer) => isQuiet(arnOf(layer)))) return undefined;
  const sources = readHandlerSources(handler.file);
  return sources.isComplete ? sources : undefined;
}

function arnOf(layer: ConfigValue<string>): string {
  return layer.k === "opaque" ? layer.text : (onlyValue(layer) ?? "");
}
