import type { TSESTree } from "@typescript-eslint/utils";
import { pathOnlyParts, trustedEventFacts } from "../../knowledge/event-trust.js";
import { type EventKind, eventTypes, recordTypes } from "../../knowledge/handler-types.js";
import type { SinkClass } from "../../knowledge/sanitizers.js";
import type { WebRequestPart } from "../../knowledge/web-requests.js";
import type { FunctionNode } from "../../syntax/ast.js";
import { oncePer } from "../../syntax/once-per.js";
import { lambdaTypeName, parameterType } from "../bindings/lambda-types.js";
import type { Handler, LambdaModel } from "../model.js";
import { originsOfParameter } from "../events/request-data.js";
import { partAt, webRequestOf } from "../events/web-requests.js";
import type { Place } from "./taint-place.js";
import { ANY, KEYS, PARSED, type ValuePath, isMethod, spellPath } from "./value-path.js";

/** Event data that reaches an expression with nothing on the way that makes it harmless for the sink. */
export interface Taint {
  /** The innermost part of the expression that brings it. */
  readonly node: TSESTree.Node;
  /** The data as code would read it: `event.queryStringParameters.id`, `JSON.parse(event.body).name`. */
  readonly source: string;
  /** The way from the event, or from the record, to the data. */
  readonly path: ValuePath;
  /** The handler, or the other function of an event or a record, whose parameter it begins at. */
  readonly fn: FunctionNode;
  /** What can send the event; empty where that is unknown. */
  readonly kinds: ReadonlySet<EventKind>;
  /** The part of a request that a web framework gives a route; undefined for data of an event. */
  readonly route?: WebRequestPart;
  /** The code has put it together with other text. */
  readonly isBuiltIn: boolean;
}

/** A parameter that the search has come to, and the code that reads it. */
interface ParameterRead {
  readonly fn: FunctionNode;
  readonly index: number;
  readonly read: TSESTree.Node;
}

/**
 * The event data that a parameter brings. Undefined where it is no event and no record, where AWS has written the data
 * itself, and for what can do no harm in a URL.
 */
export function sourceOf(
  { fn, index, read }: ParameterRead,
  place: Place,
  sink: SinkClass,
  lambda: LambdaModel,
): Taint | undefined {
  const handler = handlersByNode(lambda).get(fn);
  const type = lambdaTypeName(parameterType(fn.params[index]), lambda.syntax);
  const isRecord = handler === undefined && type !== undefined && recordTypes.has(type);
  if (!isRecord && !originsOfParameter(fn, index, handler, lambda.syntax).includes("event"))
    return handler === undefined ? webSourceOf({ fn, index, read }, place, lambda) : undefined;
  let path = place.path;
  if (path.some((step) => isMethod(step))) return undefined;
  if (fn.params[index]?.type === "RestElement") {
    if (path[0] !== "0" && path[0] !== ANY) return undefined;
    path = path.slice(1);
  }
  const kinds = kindsOf(handler, type, lambda);
  if (isTrusted(isRecord ? ["Records", ANY, ...path] : path, kinds)) return undefined;
  if (sink === "url" && pathOnlyParts.some((part) => beginsWith(path, part))) return undefined;
  const source = spellPath(rootName(fn, index, read), path.slice(0, path.length - place.intact));
  return { node: place.at, source, path, fn, kinds, isBuiltIn: place.isBuiltIn };
}

/** The same for a route of a web framework that a handler serves. */
function webSourceOf(
  { fn, index, read }: ParameterRead,
  place: Place,
  lambda: LambdaModel,
): Taint | undefined {
  const { path, intact, at: node, isBuiltIn } = place;
  const request = webRequestOf(fn, index, lambda.syntax);
  const route = request && partAt(request, path);
  if (route === undefined || !lambda.isInInvocation(fn.body)) return undefined;
  const source = spellPath(rootName(fn, index, read, "request"), path.slice(0, path.length - intact));
  return { node, source, path, fn, kinds: new Set(), route, isBuiltIn };
}

function kindsOf(
  handler: Handler | undefined,
  type: string | undefined,
  lambda: LambdaModel,
): ReadonlySet<EventKind> {
  if (handler !== undefined) return lambda.eventKindsOf(handler);
  const kind = eventTypes.get(type ?? "") ?? recordTypes.get(type ?? "");
  return new Set(kind === undefined ? [] : [kind]);
}

const handlersByNode = oncePer(
  (lambda: LambdaModel): ReadonlyMap<FunctionNode, Handler> =>
    new Map(lambda.handlers.flatMap((handler) => (handler.node ? [[handler.node, handler] as const] : []))),
);

/** True for what AWS writes into the event. */
function isTrusted(path: ValuePath, kinds: ReadonlySet<EventKind>): boolean {
  return trustedEventFacts.some((fact) => {
    if (
      fact.kinds !== undefined &&
      (kinds.size === 0 || ![...kinds].every((kind) => fact.kinds?.includes(kind)))
    )
      return false;
    // Of a JSON in an argument (AWSJSON) no schema says anything.
    if (fact.isNamesOnly === true && (!path.includes(KEYS) || path.includes(PARSED))) return false;
    if (fact.isAnywhere === true) return fact.path.every((step) => path.includes(step));
    if (!beginsWith(path, fact.path)) return false;
    const rest = path.slice(fact.path.length);
    return !(fact.except ?? []).some((exception) => beginsWith(rest, exception));
  });
}

function beginsWith(path: ValuePath, start: readonly string[]): boolean {
  return start.every((step, index) => step === path[index] || (step === ANY && path[index] !== undefined));
}

/** What the code calls the event, or a name for it where a pattern takes it apart. */
function rootName(fn: FunctionNode, index: number, read: TSESTree.Node, name = "event"): string {
  const parameter = fn.params[index];
  const target = parameter?.type === "AssignmentPattern" ? parameter.left : parameter;
  if (target?.type === "Identifier") return target.name;
  return target?.type === "RestElement" && read.type === "Identifier" ? `${read.name}[0]` : name;
}
