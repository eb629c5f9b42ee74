import type { TSESTree } from "@typescript-eslint/utils";
import { httpEventKinds } from "../../knowledge/event-shapes.js";
import { wrapperFacts } from "../../knowledge/wrappers.js";
import { matchesModule } from "../../knowledge/index-facts.js";
import { type FunctionNode, keyName, memberName, memberRoot, unwrap } from "../../syntax/ast.js";
import { oncePer } from "../../syntax/once-per.js";
import type { LambdaModel } from "../model.js";
import { packageOf } from "../bindings/package-of.js";
import { isOnlyFunctionOfRoute, mayTakeWebRequests } from "../events/web-requests.js";
import { findTaints } from "./taint.js";
import { mayCallOthers } from "./imported-code.js";
import { isSignatureChecked } from "./signed-bodies.js";
import { type ReachedSink, injectionsTakenIn, inputsTakenIn } from "./taken-arguments.js";
import type { Taint } from "./taint-sources.js";
import { DEEP, PARSED } from "./value-path.js";

/** What a client of an HTTP endpoint decides of the event. */
export type RequestPart = "body" | "path" | "query" | "headers";

/** The first place where a part of a request goes to another system, or to a file, and nothing has looked at it. */
export interface UncheckedUse {
  readonly part: RequestPart;
  readonly taint: Taint;
  readonly sink: ReachedSink;
}

const PARTS: ReadonlyMap<string, RequestPart> = new Map([
  ["body", "body"],
  ["pathParameters", "path"],
  ["queryStringParameters", "query"],
  ["multiValueQueryStringParameters", "query"],
  ["rawQueryString", "query"],
  ["headers", "headers"],
  ["multiValueHeaders", "headers"],
  ["cookies", "headers"],
]);

/** One use for each handler and part of the request: who checks a body checks all of it. In source order. */
export const uncheckedUsesOf = oncePer((lambda: LambdaModel): readonly UncheckedUse[] => {
  const found = new Map<string, UncheckedUse>();
  if (!mayReadRequest(lambda)) return [];
  for (const sink of inputsTakenIn(lambda)) {
    const { path, intact, isBuiltIn } = sink;
    const question = { sink: "input", path, intact, isBuiltIn, all: true, isWanted: isOfRequest } as const;
    for (const taint of findTaints(sink.node, question, lambda)) {
      const part = partOf(taint, lambda);
      if (part === undefined || mayBeCheckedBefore(taint, lambda)) continue;
      if (sink.isCast === true && isText(part, taint)) continue;
      const key = `${taint.fn.range.join()} ${part}`;
      if (found.has(key) || isInjection(sink, lambda)) continue;
      if (part === "body" && isSignatureChecked(taint.node, lambda)) continue;
      found.set(key, { part, taint, sink });
    }
  }
  return [...found.values()];
});

function isOfRequest({ path: [key = ""], route }: Taint): boolean {
  return route !== undefined || PARTS.has(key);
}

/**
 * Looks that spare most files the search: something is read that is called as a part of a request, or the event is handed on,
 * and it may be such an event.
 */
function mayReadRequest(lambda: LambdaModel): boolean {
  const { facts } = lambda.syntax;
  if (mayTakeWebRequests(lambda.syntax)) return true;
  const isRead =
    facts.members.some((member) => PARTS.has(memberName(member) ?? "")) ||
    facts.destructured.some(({ id }) => takesRequest(id)) ||
    facts.functions.some(({ params }) => params.some((parameter) => takesRequest(parameter))) ||
    (mayCallOthers(facts) &&
      lambda.handlers.some(({ node }) => node !== undefined && handsEventOn(node, lambda.syntax)));
  if (!isRead) return false;
  const { handlers } = lambda;
  return (
    handlers.length === 0 ||
    handlers.some((handler) => {
      const kinds = [...lambda.eventKindsOf(handler)];
      return kinds.length === 0 || kinds.some((kind) => httpEventKinds.has(kind));
    })
  );
}

function handsEventOn({ params: [event] }: FunctionNode, { facts }: LambdaModel["syntax"]): boolean {
  const variable = event?.type === "Identifier" ? facts.variableOf(event) : undefined;
  return variable?.references.some(({ identifier: { parent } }) => parent.type === "CallExpression") === true;
}

function takesRequest(pattern: TSESTree.Node): boolean {
  return (
    pattern.type === "ObjectPattern" &&
    pattern.properties.some((property) => property.type === "Property" && PARTS.has(keyName(property) ?? ""))
  );
}

/** The part of a request that the value is from; undefined for other events, and for a body that nobody has parsed. */
function partOf({ path, kinds, fn, route }: Taint, { syntax }: LambdaModel): RequestPart | undefined {
  if (route !== undefined) return route.part === "headers" ? undefined : route.part;
  const [key = "", ...rest] = path.filter((step) => step !== DEEP);
  const part = PARTS.get(key);
  if (part === undefined || ![...kinds].every((kind) => httpEventKinds.has(kind))) return undefined;
  switch (part) {
    case "body":
      if (kinds.size === 0 && !readsAsRequest(syntax) && !answersWithStatus(fn, syntax)) return undefined;
      return rest.length > 0 && (rest[0] === PARSED || !/^[\d*]/.test(rest[0] ?? "")) ? part : undefined;
    case "headers":
      // A token is looked at by whoever it is meant for.
      return kinds.size === 0 || /^authorization$/i.test(rest[0] ?? "") ? undefined : part;
    default:
      return part;
  }
}

/** Without a type or another key of a request, its answer says that it is one, or the encoding of its body. */
function readsAsRequest({ facts }: LambdaModel["syntax"]): boolean {
  return (
    facts.memberNames.has("statusCode") ||
    facts.members.some((member) => memberName(member) === "isBase64Encoded")
  );
}

/** `return respond(200, order)`: a function of another file makes the response. */
function answersWithStatus(fn: FunctionNode, { facts }: LambdaModel["syntax"]): boolean {
  return facts.returnsOf(fn).some((returned) => {
    const call = unwrap(returned);
    const [status] = call.type === "CallExpression" ? call.arguments : [];
    return status?.type === "Literal" && typeof status.value === "number" && isStatus(status.value);
  });
}

function isStatus(value: number): boolean {
  return Number.isInteger(value) && value >= 100 && value < 600;
}

/** True for what is a text whatever a client sends. Web frameworks make objects of a query: `?id[$ne]=`. */
function isText(part: RequestPart, { route }: Taint): boolean {
  return part !== "body" && (part !== "query" || route === undefined);
}

/** True when the same argument is a finding of `no-event-injection`. */
function isInjection({ node }: ReachedSink, lambda: LambdaModel): boolean {
  return injectionsTakenIn(lambda).some(
    (other) => other.node === node && findTaints(node, other, lambda).length > 0,
  );
}

/** True for a handler in something that nothing is known of, and for a route behind it: that may look at the request first. */
function mayBeCheckedBefore({ fn, route }: Taint, lambda: LambdaModel): boolean {
  const { graph } = lambda.syntax;
  if (route !== undefined) return !isOnlyFunctionOfRoute(fn, lambda.syntax);
  const isUnchecked = lambda.handlers.some((handler) => handler.node === fn && handler.isUnchecked);
  const wrappers = isUnchecked
    ? []
    : graph.edges.filter(({ to, kind }) => to === fn && kind === "handed-over");
  return wrappers.some(({ site }) => !isKnownWrapper(site, lambda)) || hasOwnMiddleware(lambda);
}

function isKnownWrapper(site: TSESTree.Node, { syntax }: LambdaModel): boolean {
  if (site.type !== "CallExpression") return true;
  const module = packageOf(site.callee, syntax)?.module;
  return (
    syntax.facts.isGlobal(memberRoot(site.callee), "awslambda") ||
    (module !== undefined && wrapperFacts.some((fact) => matchesModule(module, fact.module)))
  );
}

/** `middy(f).use(validateOrder())`, `.before(checkBody)`: a middleware that is not one of a package we know. */
function hasOwnMiddleware({ syntax }: LambdaModel): boolean {
  if (!syntax.facts.specifiers.has("@middy/core")) return false;
  return syntax.facts.calls.some((call) => {
    const callee = unwrap(call.callee);
    if (callee.type !== "MemberExpression" || !/^(?:use|before)$/.test(memberName(callee) ?? ""))
      return false;
    if (packageOf(callee.object, syntax)?.module !== "@middy/core") return false;
    return call.arguments.some((argument) => {
      const module = packageOf(argument, syntax)?.module ?? ".";
      return !/^@(?:middy|aws-lambda-powertools)\//.test(module);
    });
  });
}
