import type { TSESTree } from "@typescript-eslint/utils";
import { type FunctionNode, callOf, decoratorsOf, memberName, unitOf, unwrap } from "../../syntax/ast.js";
import type { Variable } from "../../syntax/name-index.js";
import { callsAround } from "./handler-wrapping.js";
import { lambdaTypeName, parameterType } from "../bindings/lambda-types.js";
import type { Handler, LambdaModel } from "../model.js";

/** A handler that takes Lambda's callback. */
export interface CallbackHandler {
  readonly handler: Handler;
  readonly fn: FunctionNode;
  /** Where the callback stands among the function's own parameters: 2, or more where `bind` gives the first ones. */
  readonly index: number;
  readonly parameter: TSESTree.Parameter;
  /** The identifiers that refer to the callback; undefined for a pattern or a rest, of which nobody knows. */
  readonly uses: readonly TSESTree.Identifier[] | undefined;
  /** The uses that call it. */
  readonly calls: readonly TSESTree.CallExpression[];
}

/** Position of the callback among what Lambda gives a handler. */
const CALLBACK = 2;

/**
 * The handlers of a file that take a callback. Lambda looks at `handler.length`, which counts the parameters before the
 * first default or rest, so a function that it calls itself needs no call of the callback to be one. A function behind a
 * wrapper is one only if it calls it. Streaming handlers have three parameters of another kind, durable handlers and
 * middy's have no callback.
 */
export function findCallbackHandlers(lambda: LambdaModel): readonly CallbackHandler[] {
  return lambda.handlers.flatMap((handler) => {
    const fn = handler.node;
    // Most handlers take two, and whatever is bound comes before the callback.
    if (fn === undefined || fn.params.length <= CALLBACK) return [];
    if (handler.isStreaming || handler.isDurable || handler.isForwarded === true) return [];
    const bound = boundArgumentsOf(fn, lambda);
    const parameters = fn.params.filter(({ type }, index) => index > 0 || !isThis(fn.params[0], type));
    const parameter = bound === undefined ? undefined : parameters[CALLBACK + bound];
    if (parameter === undefined) return [];
    const isDirect = isCalledByLambda(handler, fn, lambda);
    if (isDirect === undefined || !mayBeCallback(handler, parameter, lambda)) return [];
    const variable = variableOf(parameter, lambda);
    const uses = variable?.references
      .filter((reference) => reference.init !== true)
      .map(({ identifier }) => identifier as TSESTree.Identifier);
    const calls = (uses ?? []).flatMap((use) => {
      const call = callOf(use);
      return call?.type === "CallExpression" ? [call] : [];
    });
    const isCounted = lengthOf(parameters) >= CALLBACK + 1 + (bound ?? 0);
    if (calls.length === 0 && !(isDirect && isCounted)) return [];
    return [{ handler, fn, index: fn.params.indexOf(parameter), parameter, uses, calls }];
  });
}

/** True when the code that calls the callback runs as a part of the handler's own function, not in one inside it. */
export function isInOwnCode(call: TSESTree.Node, { fn }: CallbackHandler): boolean {
  return unitOf(call) === fn;
}

/** `function handler(this: void, event)`: TypeScript's own first parameter is none at run time. */
function isThis(first: TSESTree.Parameter | undefined, type: TSESTree.Parameter["type"]): boolean {
  return type === "Identifier" && first?.type === "Identifier" && first.name === "this";
}

function lengthOf(parameters: readonly TSESTree.Parameter[]): number {
  const end = parameters.findIndex(({ type }) => type === "AssignmentPattern" || type === "RestElement");
  return end === -1 ? parameters.length : end;
}

/** How many of its first arguments a `bind` gives the function; undefined when nobody knows. */
function boundArgumentsOf(fn: FunctionNode, lambda: LambdaModel): number | undefined {
  const { facts, values } = lambda.syntax;
  let bound = 0;
  for (const call of facts.calls) {
    const callee = unwrap(call.callee);
    if (callee.type !== "MemberExpression" || memberName(callee) !== "bind") continue;
    if (!values.functionsOf(callee.object).includes(fn)) continue;
    if (call.arguments.some(({ type }) => type === "SpreadElement")) return undefined;
    bound = Math.max(bound, call.arguments.length - 1);
  }
  return bound;
}

/** False behind a wrapper or a decorator, which calls it with all that Lambda gives; undefined where nobody knows. */
function isCalledByLambda(handler: Handler, fn: FunctionNode, lambda: LambdaModel): boolean | undefined {
  const { parent } = fn;
  if (parent.type === "MethodDefinition" && decoratorsOf(parent).length > 0) return false;
  const calls = callsAround(fn, lambda);
  if (calls.length === 0) return true;
  const isKnown = handler.evidence.includes("wrapper") && !lambda.syntax.facts.specifiers.has("@middy/core");
  return isKnown ? false : undefined;
}

/** False for a third parameter of another type in a function that only its name makes a handler. */
function mayBeCallback(
  { evidence }: Handler,
  parameter: TSESTree.Parameter,
  { syntax }: LambdaModel,
): boolean {
  const type = parameterType(parameter);
  if (type === undefined || evidence.some((kind) => kind !== "export-name")) return true;
  return /^TS(?:Any|Unknown)Keyword$|^TSFunctionType$/.test(type.type) || isCallbackType(type, syntax);
}

/** A type of Lambda's, or `Function`, which says nothing but that it can be called. */
function isCallbackType(type: TSESTree.TypeNode, syntax: LambdaModel["syntax"]): boolean {
  if (type.type === "TSTypeReference" && syntax.facts.isGlobal(type.typeName, "Function")) return true;
  return /^(?:API\w+|ALB|Proxy|Custom\w+)?Callback/.test(lambdaTypeName(type, syntax) ?? "");
}

function variableOf(parameter: TSESTree.Parameter, lambda: LambdaModel): Variable | undefined {
  const target = parameter.type === "AssignmentPattern" ? parameter.left : parameter;
  return target.type === "Identifier" ? lambda.syntax.facts.variableOf(target) : undefined;
}
