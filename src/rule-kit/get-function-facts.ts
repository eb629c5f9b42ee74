import { type AnyRuleContext, getFileSettings } from "./file-settings.js";
import type { FunctionSettings } from "./settings.js";

/** What is known of the configuration of the functions in the linted file. A key that is missing is unknown. */
export type FunctionFacts = FunctionSettings;

/** The one place where rules ask for configuration: runtime, memory (MB), timeout (s), event source, batch size. */
export function getFunctionFacts(context: AnyRuleContext): FunctionFacts {
  return getFileSettings(context).settings.functions;
}
