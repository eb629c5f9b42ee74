import type { TSESTree } from "@typescript-eslint/utils";
import { type FunctionNode, memberName, wrapped } from "../../syntax/ast.js";
import type { Syntax } from "../../syntax/syntax.js";
import { logCallsOf } from "../logs/log-calls.js";

/** What of an event tells what sort of request it is. Nobody checks what a client has sent by reading it. */
const OF_SORT = new Set([
  ...["source", "httpMethod", "path", "rawPath", "resource", "routeKey", "requestContext"],
  ...["isBase64Encoded", "version", "detail-type"],
]);

/**
 * True for a function that a wrapper makes which does nothing with its event but hand it on, log it and ask what sort of event it
 * is: it cannot have checked the request.
 *
 * @param isGiven tells what the wrapper has been given, which is what it hands the event on to
 */
export function keepsRequest(
  fn: FunctionNode,
  isGiven: (callee: TSESTree.Node) => boolean,
  syntax: Syntax,
): boolean {
  const [parameter] = fn.params;
  const name = parameter?.type === "RestElement" ? parameter.argument : parameter;
  // `function () { return fn.apply(this, arguments); }`
  if (name === undefined) return true;
  const variable = name.type === "Identifier" ? syntax.facts.variableOf(name) : undefined;
  if (variable === undefined) return false;
  return variable.references.every((reference) => {
    if (reference.isWrite()) return false;
    const node = wrapped(reference.identifier);
    const { parent } = node;
    if (parent?.type === "MemberExpression" && parent.object === node)
      return parameter?.type !== "RestElement" && OF_SORT.has(memberName(parent) ?? "");
    const call = callGiven(node);
    return call !== undefined && (isGiven(call.callee) || isLogged(call, syntax));
  });
}

/** The call that gets a value: by itself, spread, or among others in an object, `fn({ ...event, user })`. */
function callGiven(node: TSESTree.Node): TSESTree.CallExpression | undefined {
  const spread = node.parent?.type === "SpreadElement" ? node.parent : undefined;
  const inObject = spread?.parent.type === "ObjectExpression" ? wrapped(spread.parent) : undefined;
  const current = inObject ?? spread ?? node;
  const { parent } = current;
  return parent?.type === "CallExpression" && parent.callee !== current ? parent : undefined;
}

/** `console.log(event)`, `console.log(JSON.stringify(event))` */
function isLogged(call: TSESTree.CallExpression, syntax: Syntax): boolean {
  const logs = logCallsOf(syntax);
  if (logs.isLog(call)) return true;
  const { callee } = call;
  const isStringify = callee.type === "MemberExpression" && memberName(callee) === "stringify";
  const outer = isStringify ? callGiven(call) : undefined;
  return outer !== undefined && logs.isLog(outer);
}
