import { remainingTimeMethod } from "../../knowledge/context-properties.js";
import { answerCallbacks } from "../../knowledge/remote-calls.js";
import { contextType, eventTypes } from "../../knowledge/handler-types.js";
import { type CallNode, type FunctionNode, keyName, memberName, unwrap, wrapped } from "../../syntax/ast.js";
import { type DataFlow, createDataFlow } from "../../syntax/data-flow.js";
import type { SyntaxFacts } from "../../syntax/facts.js";
import { bareSpecifier } from "../../syntax/imports.js";
import type { Syntax } from "../../syntax/syntax.js";
import { lambdaTypeName, parameterType } from "../bindings/lambda-types.js";
import type { Handler, Origin } from "../model.js";
import type { RemoteCalls } from "../clients/remote-calls.js";

const NONE: readonly Origin[] = [];

export interface ParameterQuestions {
  readonly handlerOf: (fn: FunctionNode) => Handler | undefined;
  /** True for a parameter in which a wrapper of the project gives data of the event. */
  readonly holdsRequest: (fn: FunctionNode, index: number) => boolean;
  /** True for a function that other files may call with arguments of theirs. */
  readonly isOpen: (fn: FunctionNode) => boolean;
}

/** Where values of the file come from: the event, the context, remote answers, loops. */
export function createOrigins(
  syntax: Syntax,
  remote: RemoteCalls,
  { handlerOf, holdsRequest, isOpen }: ParameterQuestions,
): DataFlow<Origin> {
  return createDataFlow<Origin>(syntax.facts, syntax.graph, {
    iteration: "iteration",
    unknown: "unknown",
    at(node) {
      if (node.type === "TaggedTemplateExpression")
        return remote.isRemoteTemplate(node) ? { origins: ["response"] } : undefined;
      if (node.type !== "CallExpression" && node.type !== "NewExpression") return undefined;
      if (readsRemainingTime(node, syntax.facts)) return { origins: ["remainingTime"], stop: true };
      if (remote.givesCredentials(node)) return { origins: ["credentials"] };
      return remote.isRemoteCall(node) ? { origins: ["response"] } : undefined;
    },
    ofParameter(fn, index) {
      const origins = holdsRequest(fn, index)
        ? (["event"] as const)
        : getsAnswer(fn, index, syntax, remote)
          ? (["response"] as const)
          : originsOfParameter(fn, index, handlerOf(fn), syntax);
      return origins.length === 0 && isOpen(fn) ? ["unknown"] : origins;
    },
  });
}

/** Methods of what a client gives that call a function with something else behind its first argument. */
const NO_ANSWERS = new Set([
  ...["then", "catch", "finally", "on", "once", "addListener", "subscribe"],
  ...["map", "flatMap", "forEach", "filter", "find", "findIndex", "some", "every", "reduce", "sort"],
]);

/** The parameter that gets the answer: `s3.getObject(input, (error, data) => …)`, `https.get(url, (answer) => …)`. */
function getsAnswer(fn: FunctionNode, index: number, syntax: Syntax, remote: RemoteCalls): boolean {
  const given = wrapped(fn);
  const call = given.parent;
  if (call?.type !== "CallExpression" || call.arguments.at(-1) !== given) return false;
  const callee = unwrap(call.callee);
  if (index === 0) {
    const imported = syntax.resolveImport(callee);
    return (
      imported !== undefined &&
      answerCallbacks.module.test(bareSpecifier(imported.module)) &&
      answerCallbacks.exports.includes(imported.path.at(-1) ?? "")
    );
  }
  if (callee.type === "MemberExpression" && NO_ANSWERS.has(memberName(callee) ?? "")) return false;
  return remote.isRemoteCall(call);
}

/** What a parameter is of itself: the event or the context of a handler, or of a function whose types say so. */
export function originsOfParameter(
  fn: FunctionNode,
  index: number,
  handler: Handler | undefined,
  syntax: Syntax,
): readonly Origin[] {
  if (handler !== undefined && !(handler.isEventOnly === true && index > 0)) {
    if (fn.params[index]?.type === "RestElement") return ["event", "context"];
    // A streaming handler takes `(event, responseStream, context)`.
    if (index === 0) return ["event"];
    return index === (handler.isStreaming ? 2 : 1) ? ["context"] : NONE;
  }
  const type = lambdaTypeName(parameterType(fn.params[index]), syntax);
  if (type === undefined) return NONE;
  if (type === contextType) return ["context"];
  return eventTypes.has(type) ? ["event"] : NONE;
}

/** True for `context.getRemainingTimeInMillis()`, and for a call of that method taken off the context. */
function readsRemainingTime(call: CallNode, facts: SyntaxFacts): boolean {
  const callee = unwrap(call.callee);
  if (callee.type === "MemberExpression") return memberName(callee) === remainingTimeMethod;
  const definition = facts.variableOf(callee)?.defs[0];
  if (definition === undefined) return false;
  const holder = definition.name.parent;
  if (holder.type === "Property") return keyName(holder) === remainingTimeMethod;
  if (holder.type !== "VariableDeclarator" || holder.init === null) return false;
  const value = unwrap(holder.init);
  const method =
    value.type === "CallExpression" && value.callee.type === "MemberExpression" ? value.callee.object : value;
  return method.type === "MemberExpression" && memberName(method) === remainingTimeMethod;
}
