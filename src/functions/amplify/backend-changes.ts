import { cdkOverrides } from "../../knowledge/cdk-permissions.js";
import type { ConstructIndex } from "../cdk/construct-index.js";
import { overriddenBy } from "../cdk/unseen-changes.js";
import type { CodeValue, InstanceValue, ResultValue } from "../code/code-value.js";
import { isClosed, valuesIn } from "../code/read-code.js";
import { amplifyCalleeOf, functionOfBackend, memberOfBackend } from "./backend-functions.js";

/** What takes functions without changing them: the backend, triggers, and a schema that calls them. */
const TAKES_ONLY: ReadonlySet<string> = new Set([
  "defineBackend",
  "defineAuth",
  "defineStorage",
  "a.handler.function",
]);

/** Whether all that the backend does to its functions is read: there is one, it names its parts, and no code is left out. */
export function isBackendKnown({ log }: ConstructIndex): boolean {
  const backends = log.results.filter((result) => amplifyCalleeOf(result) === "defineBackend");
  return log.isComplete && backends.length === 1 && isClosed(backends[0]?.args[0]);
}

/**
 * Whether the backend changes a function by a way that is not read: by properties of the template, in code that nobody sees, or
 * by a part of it.
 *
 * @param about the properties of the template that matter to the one who asks
 */
export function hasUnknownChanges(made: ResultValue, index: ConstructIndex, about: RegExp): boolean {
  return (
    index.isHandedOver(made) ||
    index.log.assigned.some((target) => memberBehind(target) === made) ||
    index.log.results.some((result) => mayChange(result, made, about)) ||
    [...index.log.results, ...index.log.instances].some((by) => isGivenPart(by, made))
  );
}

/** Whether something is given what the function is part of, or a part that the CDK changes it by. */
function isGivenPart(by: ResultValue | InstanceValue, made: ResultValue): boolean {
  const isOwn = (value: CodeValue): boolean =>
    value.kind === "attribute" && functionOfBackend(value) === made;
  return by.args.some((argument) =>
    [...valuesIn(argument)].some((part) => {
      if (part === made) return !takesOnly(by);
      if (part.kind !== "attribute" || memberBehind(part) !== made || isOwn(part)) return false;
      return !isOwn(part.of) || part.name === "node";
    }),
  );
}

function mayChange(result: ResultValue, made: ResultValue, about: RegExp): boolean {
  const { receiver, method = "" } = result;
  const isPart = memberBehind(receiver) === made;
  if (cdkOverrides.has(method)) {
    const path = overriddenBy(result);
    const mayMatter = path === undefined || about.test(path.replace(/^Properties\./, ""));
    return mayMatter && (isPart || receiver?.kind === "opaque");
  }
  // What is called of the function itself is read, and that others wait for it is nothing.
  const isItself =
    memberOfBackend(receiver) === made ||
    (receiver?.kind === "attribute" && functionOfBackend(receiver) === made);
  return isPart && !isItself && method !== "addDependency";
}

/** `allow.resource(orders)` is about what the function may do, and about variables with names of Amplify's. */
function takesOnly(by: ResultValue | InstanceValue): boolean {
  return by.kind === "result" && (by.method === "resource" || TAKES_ONLY.has(amplifyCalleeOf(by) ?? ""));
}

/** The function of `backend.orders.resources.lambda.role`. */
function memberBehind(value: CodeValue | undefined): ResultValue | undefined {
  for (let current = value; current?.kind === "attribute"; current = current.of) {
    const member = memberOfBackend(current);
    if (member !== undefined) return member;
  }
  return undefined;
}
