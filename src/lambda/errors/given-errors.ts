import { isFunction } from "../../syntax/ast.js";
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
  if (rejectionHandlerOf(call)?.argument === fn) return true;
  const isCallback = fn.params.length > 1 && call.arguments.length > 1 && call.arguments.at(-1) === fn;
  return isCallback && sdkCallsOf(lambda).some((sdkCall) => sdkCall.call === call);
}
