import { type ConfigValue, onlyValue } from "../functions/config-value.js";
import type { FunctionConfig } from "../functions/function-config.js";
import { type HandlerSources, readHandlerSources } from "./handler-sources.js";

/** Of Powertools there is nothing in its layer but what the package of the same name has. */
function isQuietLayer(layer: ConfigValue<string>): boolean {
  const text = layer.k === "opaque" ? layer.text : (onlyValue(layer) ?? "");
  return /:layer:AWSLambdaPowertoolsTypeScript(?:V\d+)?(?::|$)/.test(text);
}

/**
 * All of the project's code that a function runs. Undefined where some of it is not known: a handler that is not found, an
 * image, a layer, which may hold code and wrappers.
 */
export function readFunctionSources({
  handler,
  layers,
  packageType,
}: FunctionConfig): HandlerSources | undefined {
  if (handler.status !== "resolved" || handler.file === undefined || packageType === "container")
    return undefined;
  if (layers?.isComplete !== true || !layers.items.every(isQuietLayer)) return undefined;
  const sources = readHandlerSources(handler.file);
  return sources.isComplete ? sources : undefined;
}
