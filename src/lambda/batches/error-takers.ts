import type { TSESTree } from "@typescript-eslint/utils";
import { type FunctionNode, isFunction, isInside, unitOf, unwrap } from "../../syntax/ast.js";
import { importPathsOf } from "../../syntax/import-paths.js";
import { catchPathsOf } from "../errors/catch-paths.js";
import { logCallsOf } from "../logs/log-calls.js";
import type { LambdaModel } from "../model.js";

/** How many functions the `catch` may be away from the code. */
const MAX_FUNCTIONS = 4;

/**
 * `catch (error) { handleError(error); }` around the code, with a function of another file that gets nothing but the error: it
 * throws it again or keeps it, and knows of no record either way. Undefined where anything else is done, and where no or
 * another `catch` stands around.
 */
export function errorTakerAround(
  node: TSESTree.Node,
  lambda: LambdaModel,
  depth = 0,
): TSESTree.Node | undefined {
  const unit = unitOf(node);
  const [path] = catchPathsOf(lambda)
    .filter(({ guarded, node: place }) => unitOf(place) === unit && isInside(node, guarded))
    .sort((a, b) => b.guarded.range[0] - a.guarded.range[0]);
  if (path !== undefined) return path.node.type === "CatchClause" ? takerIn(path.node, lambda) : undefined;
  const site = isFunction(unit) && depth < MAX_FUNCTIONS ? siteOf(unit, lambda) : undefined;
  return site && errorTakerAround(site, lambda, depth + 1);
}

/** The one place that calls a function that is no handler. */
function siteOf(fn: FunctionNode, { handlers, syntax }: LambdaModel): TSESTree.Node | undefined {
  if (handlers.some((handler) => handler.node === fn)) return undefined;
  const [site, ...others] = [...syntax.graph.callSitesOf(fn), ...syntax.graph.callbackUsesOf(fn)];
  return others.length === 0 ? site?.call : undefined;
}

/** The function that a clause gives its error, and logs at most beside it. */
function takerIn({ param, body }: TSESTree.CatchClause, { syntax }: LambdaModel): TSESTree.Node | undefined {
  const error = param === null ? undefined : syntax.facts.variableOf(param);
  if (error === undefined) return undefined;
  const logs = logCallsOf(syntax);
  const takers: TSESTree.Node[] = [];
  for (const statement of body.body) {
    const done = doneIn(statement);
    if (done === undefined) return undefined;
    const call = unwrap(done);
    // What is awaited may send the error somewhere.
    if (call.type !== "CallExpression") return undefined;
    if (logs.isLog(call)) continue;
    const [argument, ...others] = call.arguments;
    const takesError =
      argument !== undefined && others.length === 0 && syntax.facts.variableOf(unwrap(argument)) === error;
    const isElsewhere =
      syntax.values.functionsOf(call.callee).length === 0 && importPathsOf(call.callee, syntax).length > 0;
    if (!takesError || !isElsewhere) return undefined;
    takers.push(call.callee);
  }
  const [taker, ...others] = takers;
  return others.length === 0 ? taker : undefined;
}

/** `handleError(error);`, and `return handleError(error);`, for a queue and a stream look at no answer but failed items. */
function doneIn(statement: TSESTree.Statement): TSESTree.Expression | undefined {
  if (statement.type === "ExpressionStatement") return statement.expression;
  return statement.type === "ReturnStatement" ? (statement.argument ?? undefined) : undefined;
}
