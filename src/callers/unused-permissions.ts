import type { EventSource, FunctionConfig } from "../functions/function-config.js";
import { coversAction, destinationActions, pollingActions } from "../knowledge/iam-actions.js";
import { readFunctionSources } from "./function-sources.js";
import { mayUseAction, usesNone } from "./used-actions.js";

/**
 * True where neither the code of a function nor Lambda itself, with the function's role, does any of these actions.
 *
 * @param actions that one piece of a template allows
 * @param layers as `readFunctionSources` takes them, without those that need none of the actions
 */
export function areUnused(
  actions: readonly string[],
  fn: FunctionConfig,
  layers: readonly string[] | undefined,
): boolean {
  if (actions.some((action) => destinationActions.has(action)) && mayHaveDestination(fn)) return false;
  // Lambda itself reads streams and the passwords of databases and brokers with the function's role.
  if (fn.sources.some((source) => mayPollWith(actions, source))) return false;
  const sources = readFunctionSources(fn, layers);
  const { exportName } = fn.handler;
  const [action] = actions;
  if (sources === undefined || action === undefined) return false;
  return actions.length === 1
    ? mayUseAction(action, sources, exportName) === false
    : usesNone(actions, sources, exportName);
}

/** Whether Lambda may send events on with the function's role. Where they go that succeeded is not read. */
function mayHaveDestination({ failureSinks, sources, framework }: FunctionConfig): boolean {
  return (
    framework === "cloudformation" ||
    failureSinks?.isComplete !== true ||
    failureSinks.deadLetterQueue !== undefined ||
    failureSinks.onFailure !== undefined ||
    sources.some(({ onFailure }) => onFailure !== undefined)
  );
}

/** Whether Lambda may need one of the actions to read a source: of brokers it is not known which. */
function mayPollWith(
  actions: readonly string[],
  { kind, sender: source = kind, isPermission }: EventSource,
): boolean {
  if (source === undefined) return isPermission !== true;
  if (source === "msk" || source === "self-managed-kafka") return true;
  const polling = pollingActions.get(source) ?? [];
  return actions.some((action) => polling.some((needed) => coversAction(action, needed)));
}
