import { operationsOf, serviceOfAction } from "../knowledge/iam-actions.js";
import { actingForCaller, packagesOfService } from "../knowledge/iam-packages.js";
import { asksNobodyOfAws } from "../knowledge/quiet-packages.js";
import type { HandlerSources } from "./handler-sources.js";

/** Code that asks AWS without naming an operation: requests that it signs itself, the command line, computed methods. */
const ASKS_OTHERWISE =
  /signature-v4|["']aws4["']|child_process|PARAMETERS_SECRETS|\.send\(\s*new\s+\w+\[|\]\s*\(\s*(?:params|input|args|\{)/;

/**
 * Whether code may ask AWS for what a permission allows: by the packages that it loads, and then by the names of operations
 * that stand in it. Undefined where it is not known: a service or an action that the table lacks, code that is not all read.
 */
export function mayUseAction(action: string, sources: HandlerSources): boolean | undefined {
  const service = serviceOfAction(action);
  const found = service === undefined ? "unknown" : packagesFor(service, sources);
  if (found === "unknown") return undefined;
  if (found === "none") return false;
  const operations = operationsOf(action);
  if (operations === undefined) return true;
  const words = operations.map(
    (name) => `[${name.charAt(0)}${name.charAt(0).toLowerCase()}]${name.slice(1)}`,
  );
  const named = new RegExp(`(?:\\b|paginate|waitUntil)(?:${words.join("|")})(?:Command\\w*)?\\b`);
  return [...sources.texts.values()].some((text) => named.test(text));
}

/**
 * True where code asks for nothing of a service, so that it uses none of the actions: all of them are of the one service, and
 * one at least is for nothing but requests.
 */
export function asksForNone(actions: readonly string[], sources: HandlerSources): boolean {
  const services = new Set(actions.map((action) => action.slice(0, action.indexOf(":"))));
  const [service = ""] = services;
  if (services.size !== 1 || !actions.some((action) => serviceOfAction(action) === service)) return false;
  return packagesFor(service, sources) === "none";
}

function packagesFor(
  service: string,
  { texts, packages, isComplete }: HandlerSources,
): ReturnType<typeof packagesOfService> {
  if (!isComplete || [...packages].some((name) => !asksNobodyOfAws(name))) return "unknown";
  const found = packagesOfService(service, packages);
  return found !== "unknown" &&
    [...texts.values()].some((text) => ASKS_OTHERWISE.test(text) || actingForCaller.test(text))
    ? "unknown"
    : found;
}
