import type { CodeValue, ResultValue } from "../code/code-value.js";
import type { CodeLog } from "../code/machine.js";
import { isClosed, property, valuesIn } from "../code/read-code.js";
import { amplifyCalleeOf, memberOfBackend } from "./backend-functions.js";

/** What takes functions without giving them anything: the backend, triggers, and a schema that calls them. */
const TAKES_ONLY: ReadonlySet<string> = new Set([
  "defineBackend",
  "defineAuth",
  "defineStorage",
  "a.handler.function",
]);
/** `allow.resource(orders)`, by which data, storage and users let functions in. It stands in callbacks, which are not read. */
const GIVES_ACCESS = /\.\s*resource\s*\(/;
/** Methods of something unknown that may be about the function. */
const GIVES = /^(?:grant|attach|add\w*Polic)/;

/**
 * Whether a function of Amplify has no permissions but to write its log: no part of the backend gives any to it or to another
 * one, and `backend.ts` does nothing to it.
 * (https://docs.amplify.aws/react/build-a-backend/functions/grant-access-to-other-resources/)
 */
export function isWithoutAccess(made: ResultValue, log: CodeLog): boolean {
  const backends = log.results.filter((result) => amplifyCalleeOf(result) === "defineBackend");
  const [backend] = backends;
  if (!log.isComplete || backends.length !== 1 || !isClosed(backend?.args[0])) return false;
  const modules = new Set([...log.results, ...log.instances].map(({ site }) => site.module));
  if ([...modules].some((module) => GIVES_ACCESS.test(module.sourceCode.text))) return false;
  // Amplify lets a function read the secrets that it gets.
  const environment = property(made.args[0], "environment")?.value;
  if (environment !== undefined && holdsSecret(environment)) return false;
  return (
    ![...log.methodsOfUnknown].some((method) => GIVES.test(method)) &&
    log.results.every((result) => !mayGive(result, made)) &&
    log.instances.every(({ args }) => !args.some((argument) => isOf(argument, made))) &&
    log.assigned.every((target) => memberBehind(target) !== made)
  );
}

function holdsSecret(environment: CodeValue): boolean {
  return [...valuesIn(environment)].some((value) => value.kind !== "scalar" && value.kind !== "object");
}

function mayGive(result: ResultValue, made: ResultValue): boolean {
  if (memberBehind(result.receiver) === made) return result.method !== "addEnvironment";
  return (
    result.args.some((argument) => isOf(argument, made)) && !TAKES_ONLY.has(amplifyCalleeOf(result) ?? "")
  );
}

/** Whether a value has the function in it, or a part of it. */
function isOf(value: CodeValue, made: ResultValue): boolean {
  return [...valuesIn(value)].some((part) => part === made || memberBehind(part) === made);
}

/** The function of `backend.orders.resources.lambda.role`. */
function memberBehind(value: CodeValue | undefined): ResultValue | undefined {
  for (let current = value; current?.kind === "attribute"; current = current.of) {
    const member = memberOfBackend(current);
    if (member !== undefined) return member;
  }
  return undefined;
}
