import type { Elsewhere, ReexportedHandler } from "../lambda/elsewhere.js";
import { type ExportKey, keyOf } from "../syntax/export-paths.js";
import type { ImportPath } from "../syntax/import-paths.js";
import { findFilledVariables } from "./filled-variables.js";
import { findGivenFunctions } from "./find-given-functions.js";
import { type FoundUse, findCalls, findUse } from "./find-uses.js";
import { type CallsIn, findClientsGiven, findRequestGiven } from "./given-arguments.js";
import { findHandlerExports } from "./handler-exports.js";
import {
  answerOf,
  argumentsGivenBackBy,
  argumentsTakenBy,
  findSdkExports,
  hasFunction,
  isAsyncCode,
  loggedArgumentsOf,
  namedReadingOf,
  sleepingFunctionOf,
  onlyReads,
  sentArgumentsOf,
} from "./imported-code.js";
import { findLoadingHandlers, isLoadedByHandler } from "./loading-handlers.js";
import type { Project } from "./project.js";

/** What a project does with what one of its files exports. */
export function createElsewhere(file: string, project: Project): Elsewhere {
  const uses = new Map<ExportKey, FoundUse>();
  const usesOf = (key: ExportKey): FoundUse => {
    let use = uses.get(key);
    if (use === undefined) {
      use = findUse(file, key, project);
      uses.set(key, use);
    }
    return use;
  };
  const callsOf = (other: string, key: ExportKey): readonly CallsIn[] =>
    other === file ? usesOf(key).calls : findCalls(other, key, project);
  const clients = new Map<string, ImportPath | undefined>();
  const handlersByFile = new Map<string, ReadonlyMap<ExportKey, ReexportedHandler>>();
  let isLoaded: boolean | undefined;
  let filled: ReadonlySet<string> | undefined;
  let loading: Iterable<string> | undefined;
  return {
    usesOf,
    get handlers() {
      return this.handlersIn(file);
    },
    handlersIn(other) {
      let handlers = handlersByFile.get(other);
      if (handlers === undefined) {
        handlers = findHandlerExports(other, project);
        handlersByFile.set(other, handlers);
      }
      return handlers;
    },
    givesHandler(module, path) {
      const target = project.resolve(module, file);
      return target !== undefined && project.summaryOf(target).madeHandlers.has(keyOf(path));
    },
    functionsGivenTo(module, path) {
      return findGivenFunctions(file, module, path, project);
    },
    givesPromise(module, path) {
      return isAsyncCode({ module, key: keyOf(path) }, file, project);
    },
    onlyReads(module, path) {
      return onlyReads({ module, key: keyOf(path) }, file, project);
    },
    answerOf(module, path) {
      return answerOf({ module, key: keyOf(path) }, file, project);
    },
    hasFunction(module, path, name) {
      return hasFunction({ module, key: keyOf(path) }, name, file, project);
    },
    sdkExportOf(module, path) {
      return onlyOne(findSdkExports({ module, key: keyOf(path) }, file, project));
    },
    clientGivenTo(asked) {
      const id = [asked.key, asked.argument, ...asked.path].join("\0");
      if (!clients.has(id)) clients.set(id, onlyOne(findClientsGiven(file, asked, project, callsOf)));
      return clients.get(id);
    },
    requestGivenTo(asked) {
      return findRequestGiven(file, asked, project, callsOf);
    },
    argumentsTakenBy(module, path) {
      return argumentsTakenBy({ module, key: keyOf(path) }, file, project);
    },
    argumentsGivenBackBy(module, path, question) {
      return argumentsGivenBackBy({ module, key: keyOf(path) }, question, file, project);
    },
    sentArgumentsOf(module, path) {
      return sentArgumentsOf({ module, key: keyOf(path) }, file, project);
    },
    loggedArgumentsOf(module, path) {
      return loggedArgumentsOf({ module, key: keyOf(path) }, file, project);
    },
    namedReadingOf(module, path) {
      return namedReadingOf({ module, key: keyOf(path) }, file, project);
    },
    sleepingFunctionOf(module, path) {
      return sleepingFunctionOf({ module, key: keyOf(path) }, file, project);
    },
    get filledVariables() {
      return (filled ??= findFilledVariables(file, project));
    },
    get isLoadedByHandler() {
      return (isLoaded ??= isLoadedByHandler(file, project));
    },
    get handlersLoading() {
      return (loading ??= findLoadingHandlers(file, project));
    },
  };
}

/** The one that they all are; undefined where there are several, or none. */
function onlyOne(found: readonly ImportPath[]): ImportPath | undefined {
  const [first, ...others] = found;
  const isSame = ({ module, path }: ImportPath): boolean =>
    module === first?.module && keyOf(path) === keyOf(first.path);
  return others.every(isSame) ? first : undefined;
}
