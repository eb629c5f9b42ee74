import type { FunctionConfig } from "../functions/function-config.js";
import { type HandlerSources, readHandlerSources } from "./handler-sources.js";

/**
 * All of the project's code that a function runs, that of layers among it whose folders the project has. Undefined where some
 * of it is not known: a handler that is not found, an image, a layer of others, which may hold code and wrappers.
 *
 * @param layers absolute paths of the folders with the code of its layers, undefined where they are not known (`foldersOfLayers`)
 */
export function readFunctionSources(
  { handler, packageType }: FunctionConfig,
  layers: readonly string[] | undefined,
): HandlerSources | undefined {
  if (handler.status !== "resolved" || handler.file === undefined || packageType === "container")
    return undefined;
  if (layers === undefined) return undefined;
  const sources = readHandlerSources(handler.file, layers);
  return sources.isComplete ? sources : undefined;
}
