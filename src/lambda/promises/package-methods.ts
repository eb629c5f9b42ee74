import { indexFacts, matchesModule } from "../../knowledge/index-facts.js";
import { type PromiseMethodFact, promiseMethodFacts } from "../../knowledge/promise-calls.js";
import { operationVerbs } from "../../knowledge/sdk-operations.js";
import { type ExportPath, INSTANCE, RESULT } from "../../syntax/export-paths.js";

const methodFactsOf = indexFacts(promiseMethodFacts);

/** True for a package whose objects have methods that give promises. */
export function hasPromiseMethods(module: string): boolean {
  return methodFactsOf(module).length > 0;
}

/** True for a path from a package to a method of what it makes that gives a promise: `create.().post` of axios. */
export function isPromiseMethod(module: string, path: ExportPath): boolean {
  const made = path.findIndex((name) => name === RESULT || name === INSTANCE);
  const method = path.at(-1);
  if (made === -1 || method === undefined || made === path.length - 1) return false;
  const maker = path.slice(0, made).join(".") || "default";
  const through = path.slice(made + 1, -1);
  return methodFactsOf(module).some(
    (fact) =>
      matchesModule(module, fact.module) &&
      fact.maker?.test(maker) !== false &&
      givesPromiseAt(method, through, fact),
  );
}

/** What is called on `redis.pipeline()` is collected; its `exec` sends it. */
export function givesPromiseAt(name: string, through: readonly string[], fact: PromiseMethodFact): boolean {
  if (fact.isOwnOnly === true && through.length > 0) return false;
  const isAside = fact.aside !== undefined && through.some((member) => fact.aside?.test(member) === true);
  return isAside ? fact.asideMethods?.test(name) === true : fact.methods.test(name);
}

/** Without those of aggregated clients of SDK v3, which may have any name. */
const namedMethodFacts = promiseMethodFacts.filter(({ methods }) => !methods.test("anyMethod"));

/** True for a name that clients give methods which return promises: an operation of AWS, `promise`, `query`, `sendMail`. */
export function mayGivePromise(name: string): boolean {
  return operationVerbs.test(name) || namedMethodFacts.some(({ methods }) => methods.test(name));
}

/** True for a name that some package gives a method which takes a callback in place of its promise: `query`, `sendMail`. */
export function mayTakeCallback(name: string): boolean {
  return promiseMethodFacts.some(({ methods }) => methods.test(name));
}
