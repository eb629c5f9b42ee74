import type { TSESTree } from "@typescript-eslint/utils";
import { type FunctionNode, isFunction, isInside, unitOf } from "../../syntax/ast.js";
import type { Variable } from "../../syntax/name-index.js";
import { sdkCallsOf } from "../clients/sdk-commands.js";
import type { LambdaModel } from "../model.js";
import { rejectionHandlerOf } from "./catch-paths.js";

/**
 * True for the parameter in which a function gets the error of other work, where it is written in the call that begins the work
 * or waits for it: `.catch((error) => …)`, `.then(send, (error) => …)`, and `(error, data) => …` behind the input of an
 * operation of the SDK.
 */
export function isGivenError(variable: Variable, lambda: LambdaModel): boolean {
  const [definition] = variable.defs;
  const fn = definition?.node;
  if (definition === undefined || !isFunction(fn) || fn.params[0] !== definition.name) return false;
  const call = fn.parent;
  if (call.type !== "CallExpression") return false;
  return rejectionHandlerOf(call)?.argument === fn || isCallbackOfSdk(fn, call, lambda);
}

/** `(error, data) => …` behind the input of an operation. */
function isCallbackOfSdk(fn: FunctionNode, call: TSESTree.CallExpression, lambda: LambdaModel): boolean {
  const isCallback = fn.params.length > 1 && call.arguments.length > 1 && call.arguments.at(-1) === fn;
  return isCallback && sdkCallsOf(lambda).some((sdkCall) => sdkCall.call === call);
}

/**
 * True for an error that is an object for certain, where others may be a text that was thrown: what the SDK gives a callback,
 * and what is caught where another system is asked.
 */
export function isErrorObject(variable: Variable, lambda: LambdaModel): boolean {
  const [definition, ...others] = variable.defs;
  const isOther = variable.references.some(
    (reference) => reference.isWrite() || isTypeQuestion(reference.identifier),
  );
  if (definition === undefined || others.length > 0 || isOther) return false;
  const { node, name } = definition;
  if (node.type === "CatchClause") return node.param === name && asksInTry(node, lambda);
  if (!isFunction(node) || node.params[0] !== name || node.parent.type !== "CallExpression") return false;
  return isCallbackOfSdk(node, node.parent, lambda);
}

function isTypeQuestion({ parent }: TSESTree.Node): boolean {
  return parent?.type === "UnaryExpression" && parent.operator === "typeof";
}

/** True where the `try` block itself awaits an answer of another system, which fails with an error and nothing else. */
function asksInTry(clause: TSESTree.CatchClause, lambda: LambdaModel): boolean {
  const { block } = clause.parent;
  const unit = unitOf(clause);
  return lambda.syntax.facts.awaits.some(
    (awaited) =>
      isInside(awaited, block) &&
      unitOf(awaited) === unit &&
      lambda.syntax.facts.calls.some((call) => isInside(call, awaited) && lambda.isRemoteCall(call)),
  );
}
