import type { FunctionConfig } from "../functions/function-config.js";
import { type HandlerSources, readHandlerSources } from "./handler-sources.js";

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
  if (layers?.isComplete !== true || layers.items.length > 0) return undefined;
  const sources = readHandlerSources(handler.file);
  return sources.isComplete ? sources : undefined;
}
