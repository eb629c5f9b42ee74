import { indexFacts } from "../../knowledge/index-facts.js";
import {
  type ErrorHandlerFact,
  type WebResponseFact,
  webResponseFacts,
} from "../../knowledge/web-responses.js";
import { type FunctionNode, isFunction, memberName, unwrap } from "../../syntax/ast.js";
import type { Variable } from "../../syntax/name-index.js";
import { oncePer } from "../../syntax/once-per.js";
import type { Syntax } from "../../syntax/syntax.js";
import { packageOf } from "../bindings/package-of.js";
import { mayTakeWebRequests } from "./web-requests.js";
import { webRoutesOf } from "./web-routes.js";

/** A function that answers what the functions of routes have thrown: `app.onError((error, c) => …)`. */
export interface WebErrorHandler {
  readonly fact: ErrorHandlerFact;
  readonly of: WebResponseFact;
}

export const webResponseFactsOf = indexFacts(webResponseFacts);

/** The functions of the file that a web framework hands an error and a response. */
export const errorHandlersOf = oncePer((syntax: Syntax): ReadonlyMap<FunctionNode, WebErrorHandler> => {
  const handlers = new Map<FunctionNode, WebErrorHandler>();
  if (!mayTakeWebRequests(syntax)) return handlers;
  for (const [fn, { module }] of webRoutesOf(syntax)) {
    const [of] = webResponseFactsOf(module);
    const fact = of?.errorHandlers;
    if (of !== undefined && fact !== undefined && fn.params.length === fact.parameterCount)
      handlers.set(fn, { fact, of });
  }
  for (const { callee: called, arguments: given } of syntax.facts.calls) {
    const callee = unwrap(called);
    const name = callee.type === "MemberExpression" ? memberName(callee) : undefined;
    if (callee.type !== "MemberExpression" || name === undefined || !methods.has(name)) continue;
    const [of] = webResponseFactsOf(packageOf(callee.object, syntax)?.module ?? "");
    const fact = of?.errorHandlers;
    if (of === undefined || fact?.method !== name) continue;
    for (const argument of given)
      for (const fn of syntax.values.functionsOf(argument)) handlers.set(fn, { fact, of });
  }
  return handlers;
});

const methods: ReadonlySet<string> = new Set(
  webResponseFacts.flatMap(({ errorHandlers }) => errorHandlers?.method ?? []),
);

/** True for the parameter in which such a function gets the error. */
export function isHandledError(variable: Variable, syntax: Syntax): boolean {
  const [definition] = variable.defs;
  const fn = definition?.node;
  if (definition === undefined || !isFunction(fn)) return false;
  const error = errorHandlersOf(syntax).get(fn)?.fact.error;
  return error !== undefined && fn.params[error] === definition.name;
}
