import { operationsOf, serviceOfAction } from "../knowledge/iam-actions.js";
import { actingForCaller, packagesOfService } from "../knowledge/iam-packages.js";
import { asksNobodyOfAws } from "../knowledge/quiet-packages.js";
import type { HandlerSources } from "./handler-sources.js";
import { usedTextsOf } from "./unused-functions.js";

/** Code that asks AWS without naming an operation: requests that it signs itself, the command line, computed methods. */
const ASKS_OTHERWISE =
  /signature-v4|["']aws4["']|child_process|PARAMETERS_SECRETS|\.send\(\s*new\s+\w+\[|\]\s*\(\s*(?:params|input|args|\{)/;

/**
 * Whether code may ask AWS for what a permission allows: by the packages that it loads, and then by the names of operations
 * that stand in what it uses of it. Undefined where it is not known: a service or an action that the table lacks, code that is
 * not all read.
 *
 * @param exportName of the handler, where it is known
 */
export function mayUseAction(
  action: string,
  sources: HandlerSources,
  exportName: string | undefined,
): boolean | undefined {
  const service = serviceOfAction(action);
  const found = service === undefined ? "unknown" : packagesFor(service, sources);
  if (found === "unknown") return undefined;
  if (found === "none") return false;
  const operations = operationsOf(action);
  if (operations === undefined) return true;
  const words = operations.map(operationPattern);
  const named = new RegExp(`(?:\\b|paginate|waitUntil)(?:${words.join("|")})(?:Command\\w*)?\\b`);
  const isNamed = (text: string): boolean => named.test(text);
  return [...sources.texts.values()].some(isNamed) && usedTextsOf(sources, exportName).some(isNamed);
}

/**
 * True where code uses none of several actions of one service, of which one at least is for nothing but requests: it asks the
 * service for nothing, or names no operation that any of them is for.
 */
export function usesNone(
  actions: readonly string[],
  sources: HandlerSources,
  exportName: string | undefined,
): boolean {
  const services = new Set(actions.map((action) => action.slice(0, action.indexOf(":"))));
  const [service = ""] = services;
  if (services.size !== 1 || !actions.some((action) => serviceOfAction(action) === service)) return false;
  const found = packagesFor(service, sources);
  if (found !== "named") return found === "none";
  const uses = actions.map((action) => mayUseAction(action, sources, exportName));
  const isNamed = (action: string): boolean => {
    const operation = action.slice(service.length + 1).replace(/\*.*$/, "");
    if (operation === "") return true;
    const name = new RegExp(`\\b${operationPattern(operation)}`);
    return usedTextsOf(sources, exportName).some((text) => name.test(text));
  };
  return (
    uses.includes(false) &&
    // What the table does not know, `DescribeTable`, is asked for by its name.
    uses.every((use, index) => use === false || (use === undefined && !isNamed(actions[index] ?? "")))
  );
}

/** `PutItem`, `putItem` */
function operationPattern(name: string): string {
  return `[${name.charAt(0)}${name.charAt(0).toLowerCase()}]${name.slice(1)}`;
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
