import type { TSESTree } from "@typescript-eslint/utils";
import {
  type FunctionNode,
  callOf,
  enclosingFunction,
  isFunction,
  isInside,
  wrapped,
} from "../../syntax/ast.js";
import type { Variable } from "../../syntax/name-index.js";
import type { Syntax } from "../../syntax/syntax.js";
import { logCallsOf } from "../logs/log-calls.js";

/** What responses, contexts and continuations are called. They are only asked to stay silent. */
const NAMES =
  /^(?:res|resp|response|reply|ctx|context|c|h|req|request|next|cb|callback|done|resolve|reject)$/i;

/**
 * True when code may answer the request that the function around it was called for: it uses a parameter of the function that is
 * named like a response, or calls something on any of them later. Types, and the routes of the file, are asked elsewhere.
 */
export function mayAnswerCaller(node: TSESTree.Node, syntax: Syntax): boolean {
  const region = statementOf(node);
  const parameters = parametersAround(region, syntax);
  return [region, ...ownFunctionsIn(region, syntax)].some((code) =>
    parameters.some((parameter) =>
      parameter.references.some(
        ({ identifier }) =>
          isInside(identifier, code) &&
          (NAMES.test(parameter.name) || isUsedLater(identifier, region, syntax)),
      ),
    ),
  );
}

function statementOf(node: TSESTree.Node): TSESTree.Node {
  let statement = node;
  while (statement.parent && !/Statement$|Declaration$/.test(statement.type) && !isBody(statement))
    statement = statement.parent;
  return statement;
}

/** `() => send()` */
function isBody(node: TSESTree.Node): boolean {
  return node.parent !== undefined && isFunction(node.parent) && node.parent.body === node;
}

function parametersAround(region: TSESTree.Node, { facts }: Syntax): readonly Variable[] {
  const found: Variable[] = [];
  for (let fn = enclosingFunction(region); fn; fn = enclosingFunction(fn))
    found.push(
      ...facts.sourceCode.getDeclaredVariables(fn).filter(({ defs }) => defs[0]?.type === "Parameter"),
    );
  return found;
}

/** Functions beside the code that it names: `const send = (page) => res.json(page); find().then(send);` */
function ownFunctionsIn(region: TSESTree.Node, { facts, values }: Syntax): readonly FunctionNode[] {
  return facts.calls
    .filter((call) => isInside(call, region))
    .flatMap((call) => [call.callee, ...call.arguments])
    .flatMap((part) => values.functionsOf(part))
    .filter((fn) => !isInside(fn, region) && !isInside(region, fn));
}

/** `out.json(page)`, `answer(out, page)` in a function that runs when the work is done. A log is no answer. */
function isUsedLater(identifier: TSESTree.Node, region: TSESTree.Node, syntax: Syntax): boolean {
  const fn = enclosingFunction(identifier);
  if (fn === undefined || fn === enclosingFunction(region)) return false;
  const call = wrapped(identifier).parent;
  if (call?.type === "CallExpression" && !logCallsOf(syntax).isLog(call)) return true;
  let node = wrapped(identifier);
  while (node.parent?.type === "MemberExpression" && node.parent.object === node) node = wrapped(node.parent);
  return callOf(node) !== undefined;
}
