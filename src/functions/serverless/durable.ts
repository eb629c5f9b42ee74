import type { Added } from "./extensions.js";
import type { ServerlessFunction } from "./function-settings.js";

/**
 * Whether it is deployed as a durable function: by `durableConfig`, or by what `resources` say of the resource that the
 * framework makes of it.
 * (https://github.com/oss-serverless/osls/pull/329)
 */
export function readDurable({ own, template }: ServerlessFunction, added: Added): boolean | undefined {
  if (template.at(own, "durableConfig") !== undefined || added.has("DurableConfig")) return true;
  return added.isComplete ? false : undefined;
}
