import type { FunctionConfig } from "../functions/function-config.js";
import type { EventKind } from "../knowledge/handler-types.js";
import { destinationActions } from "../knowledge/iam-actions.js";
import { readFunctionSources } from "./function-sources.js";
import { asksForNone, mayUseAction } from "./used-actions.js";

/**
 * True where neither the code of a function nor Lambda itself, with the function's role, does any of these actions.
 *
 * @param actions that one piece of a template allows
 */
export function areUnused(actions: readonly string[], fn: FunctionConfig): boolean {
  if (actions.some((action) => destinationActions.has(action)) && mayHaveDestination(fn)) return false;
  // Lambda itself reads streams and the passwords of databases and brokers with the function's role.
  if (fn.sources.some(({ kind, sender = kind }) => sender === undefined || POLLED_BY_LAMBDA.has(sender)))
    return false;
  const sources = readFunctionSources(fn);
  const [action] = actions;
  if (sources === undefined || action === undefined) return false;
  return actions.length === 1 ? mayUseAction(action, sources) === false : asksForNone(actions, sources);
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

const POLLED_BY_LAMBDA: ReadonlySet<EventKind> = new Set<EventKind>([
  ...(["kinesis", "dynamodb-stream", "msk", "self-managed-kafka"] as const),
]);
