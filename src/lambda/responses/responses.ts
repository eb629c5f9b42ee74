import type { TSESTree } from "@typescript-eslint/utils";
import {
  type ProxyResponseFact,
  proxyResponseFacts,
  requestKeys,
  responseEffectFacts,
} from "../../knowledge/proxy-responses.js";
import { matchesModule } from "../../knowledge/index-facts.js";
import { type FunctionNode, callOf, isFunction, keyName, memberName, unwrap } from "../../syntax/ast.js";
import type { Variable } from "../../syntax/name-index.js";
import { oncePer } from "../../syntax/once-per.js";
import type { TracedObject, TracedValue } from "../../syntax/traced.js";
import { getValueTracer } from "../../syntax/traced-values.js";
import { isExportedCode } from "../handlers/exported-code.js";
import { isTypedForHttpApi, resultOf } from "../handlers/handler-result.js";
import { callsAround } from "../handlers/handler-wrapping.js";
import type { Handler, LambdaModel } from "../model.js";

/** Something that a handler answers a request with, as it is written in the file. */
export interface HandlerAnswer {
  readonly handler: Handler;
  /** The returned expression, or the argument of the callback. */
  readonly expression: TSESTree.Node;
  readonly value: TracedValue;
  /** The value as an object, where it is written as one. */
  readonly object: TracedObject | undefined;
  /**
   * The gateways that can have sent the request; one of them did. Empty where only the code says that it answers a
   * request, and to which gateway is unknown.
   */
  readonly gateways: readonly ProxyResponseFact[];
  /** True when a type says that these are requests, or an answer of the handler has a status: not the event alone. */
  readonly isRequestCertain: boolean;
}

/**
 * Every value with which the handlers of a file answer HTTP requests: what they return and hand to the callback, followed
 * through variables and the functions of the file. Handlers of other events, streaming and durable ones have none here,
 * nor have those behind a wrapper or a middleware that may make another response of it.
 */
export const answersOf = oncePer((lambda: LambdaModel): readonly HandlerAnswer[] =>
  lambda.handlers.flatMap((handler) => answersOfHandler(handler, lambda)),
);

/** What a function of the file makes for the handlers of other files. */
export interface AnswerForOthers {
  readonly value: TracedValue;
  readonly object: TracedObject;
}

/**
 * The objects with a status that functions of the file make for the handlers of other files: what they return, and what they
 * give a callback or a context that they get. Empty in a file with handlers of its own.
 *
 * @param mayMatter a look at a function that spares the question whether a handler calls it
 */
export function answersForOthers(
  lambda: LambdaModel,
  mayMatter: (fn: FunctionNode) => boolean = () => true,
): readonly AnswerForOthers[] {
  const { facts } = lambda.syntax;
  if (lambda.handlers.length > 0) return [];
  const tracer = getValueTracer(lambda.syntax);
  return facts.functions.flatMap((fn) => {
    if (!isExportedCode(fn, lambda.syntax) || !mayMatter(fn)) return [];
    const given = fn.params.flatMap((_, index) => [
      ...handedToCallback(fn, index, lambda),
      ...handedToContext(fn, index, lambda),
    ]);
    const objects = [...facts.returnsOf(fn), ...given]
      .flatMap((expression) => tracer.trace(expression))
      .flatMap((value) => {
        const object = tracer.readObject(value);
        return object?.properties.has("statusCode") === true ? [{ value, object }] : [];
      });
    // The question reads other files.
    return objects.length > 0 && lambda.isInInvocation(fn.body) ? objects : [];
  });
}

const gatewaysByKind = new Map(proxyResponseFacts.map((fact) => [fact.kind, fact]));

function answersOfHandler(handler: Handler, lambda: LambdaModel): readonly HandlerAnswer[] {
  const fn = handler.node;
  if (fn === undefined || handler.isStreaming || handler.isDurable) return [];
  const kinds = [...lambda.eventKindsOf(handler)];
  const sending = kinds.flatMap((kind) => gatewaysByKind.get(kind) ?? []);
  if (sending.length !== kinds.length) return [];
  const gateways = withDeclaredOne(sending, handler, lambda);
  const isDeclared = handler.evidence.includes("annotation") && resultOf(handler, lambda.syntax) === "proxy";
  if (!isDeclared && mayChangeResponse(fn, lambda)) return [];
  const tracer = getValueTracer(lambda.syntax);
  const values = [
    ...lambda.syntax.facts.returnsOf(fn),
    ...handedToCallback(fn, 2, lambda),
    ...handedToContext(fn, 1, lambda),
  ].flatMap((expression) =>
    tracer.trace(expression).map((value) => ({ expression, value, object: tracer.readObject(value) })),
  );
  const isRequestCertain =
    handler.eventType !== undefined || values.some(({ object }) => object?.properties.has("statusCode"));
  const answers = values.map((value) => ({ ...value, handler, gateways, isRequestCertain }));
  if (gateways.length > 0) return answers;
  if (lambda.syntax.facts.members.some((member) => lambda.isRecords(member))) return [];
  if (readsRequest(lambda)) return answers;
  return answers.some(({ object }) => object !== undefined && isForBrowsers(object)) ? answers : [];
}

/** `(event: APIGatewayEvent): Promise<APIGatewayProxyResultV2<Order>>`: one of the types is wrong, and either gateway may ask. */
function withDeclaredOne(
  sending: readonly ProxyResponseFact[],
  handler: Handler,
  { syntax }: LambdaModel,
): readonly ProxyResponseFact[] {
  const httpApi = gatewaysByKind.get("apigw-http");
  if (httpApi === undefined || handler.eventType === undefined || sending.includes(httpApi)) return sending;
  return isTypedForHttpApi(handler, syntax) ? [...sending, httpApi] : sending;
}

/** A status with headers or a flag for binary data: nothing but a gateway has a use for them. */
function isForBrowsers({ properties }: TracedObject): boolean {
  return (
    properties.has("statusCode") &&
    ["headers", "multiValueHeaders", "isBase64Encoded", "cookies"].some((key) => properties.has(key))
  );
}

/** True when the code takes off its event what only the event of an HTTP request has. */
function readsRequest(lambda: LambdaModel): boolean {
  const { facts } = lambda.syntax;
  return (
    facts.members.some(
      (member) => requestKeys.has(memberName(member) ?? "") && lambda.isWholeEvent(member.object),
    ) ||
    facts.destructured.some(
      ({ id, init }) => init !== null && takesRequestKey(id) && lambda.isWholeEvent(init),
    ) ||
    lambda.handlers.some(({ node }) => node?.params[0] !== undefined && takesRequestKey(node.params[0]))
  );
}

function takesRequestKey(pattern: TSESTree.Node): boolean {
  return (
    pattern.type === "ObjectPattern" &&
    pattern.properties.some(
      (property) => property.type === "Property" && requestKeys.has(keyName(property) ?? ""),
    )
  );
}

/** `callback(null, response)` */
function handedToCallback(fn: FunctionNode, index: number, lambda: LambdaModel): readonly TSESTree.Node[] {
  const { references = [] } = parameterOf(fn, index, lambda) ?? {};
  return references.flatMap(({ identifier }) => callOf(identifier)?.arguments[1] ?? []);
}

/** `context.succeed(response)`, `context.done(null, response)` */
function handedToContext(fn: FunctionNode, index: number, lambda: LambdaModel): readonly TSESTree.Node[] {
  const { references = [] } = parameterOf(fn, index, lambda) ?? {};
  return references.flatMap(({ identifier }) => {
    const { parent } = identifier;
    if (parent.type !== "MemberExpression" || parent.object !== identifier) return [];
    const name = memberName(parent);
    if (name !== "succeed" && name !== "done") return [];
    return callOf(parent)?.arguments[name === "succeed" ? 0 : 1] ?? [];
  });
}

function parameterOf(fn: FunctionNode, index: number, { syntax }: LambdaModel): Variable | undefined {
  const node = fn.params[index];
  return node?.type === "Identifier" ? syntax.facts.variableOf(node) : undefined;
}

/** True when something around the handler may serialise, build or replace the response. */
function mayChangeResponse(fn: FunctionNode, lambda: LambdaModel): boolean {
  const { facts, values } = lambda.syntax;
  for (const call of facts.calls) {
    const callee = unwrap(call.callee);
    const isMiddleware =
      callee.type === "MemberExpression" && /^(?:use|after|onError)$/.test(memberName(callee) ?? "");
    if (isMiddleware && facts.specifiers.has("@middy/core")) {
      const isKept = call.arguments
        .flatMap((argument) => middlewaresIn(argument))
        .every((middleware) => keepsResponse(middleware, lambda));
      if (!isKept) return true;
    }
  }
  return callsAround(fn, lambda).some(
    (call) => !keepsResponse(call, lambda) && values.functionsOf(call.callee).length === 0,
  );
}

function middlewaresIn(argument: TSESTree.Node): readonly TSESTree.Node[] {
  return argument.type === "ArrayExpression"
    ? argument.elements.filter((element) => element !== null)
    : [argument];
}

/** True for what a package makes that is known to leave the response as it is. */
function keepsResponse(node: TSESTree.Node, lambda: LambdaModel): boolean {
  let current = unwrap(node);
  for (;;) {
    const imported = lambda.syntax.resolveImport(current);
    if (imported !== undefined) {
      const fact = responseEffectFacts.find(({ module }) => matchesModule(imported.module, module));
      return fact?.effect === "keeps";
    }
    if (current.type === "CallExpression") current = unwrap(current.callee);
    else if (current.type === "MemberExpression") current = unwrap(current.object);
    else break;
  }
  return lambda.syntax.values
    .valuesOf(current)
    .some((value) => value !== current && !isFunction(value) && keepsResponse(value, lambda));
}
