import type { TSESTree } from "@typescript-eslint/utils";
import { type FunctionNode, isInside, memberName, wrapped } from "../../syntax/ast.js";
import type { Variable } from "../../syntax/name-index.js";
import { oncePer } from "../../syntax/once-per.js";
import type { Syntax } from "../../syntax/syntax.js";
import { errorHandlersOf } from "../events/web-error-handlers.js";
import { resolversOf } from "../events/graphql-resolvers.js";
import { sentBodiesOf } from "../events/web-bodies.js";
import { mayTakeWebRequests } from "../events/web-requests.js";
import { type WebResponse, responsesOf } from "../events/web-responses.js";
import { webRoutesOf } from "../events/web-routes.js";

/**
 * The functions of the file that answer requests of a web framework, by its routes, by the types of their parameters, and as
 * functions for errors, or a field of GraphQL. The invocation ends with their answer. Whether a handler serves them is another question.
 */
export function answeringFunctionsOf(syntax: Syntax): ReadonlySet<FunctionNode> {
  if (!mayTakeWebRequests(syntax)) return NO_FUNCTIONS;
  return new Set([
    ...webRoutesOf(syntax).keys(),
    ...resolversOf(syntax),
    ...errorHandlersOf(syntax).keys(),
    ...responsesOf(syntax).map(({ fn }) => fn),
  ]);
}

const NO_FUNCTIONS: ReadonlySet<FunctionNode> = new Set();

/** Functions that call functions that call functions: what a piece of code runs is looked into so far. */
const MAX_DEPTH = 3;

/**
 * True when code answers the request of a route, or may do so: it is not over before the invocation is. Koa's and Hono's
 * contexts are requests as well, so that of these only what sends counts, and what hands them on.
 */
export function mayAnswerRoute(code: TSESTree.Node, syntax: Syntax): boolean {
  if (!mayTakeWebRequests(syntax)) return false;
  const places = placesOfAnswers(syntax);
  return places.length > 0 && answersIn(code, places, syntax, 0);
}

function answersIn(
  code: TSESTree.Node,
  places: readonly TSESTree.Node[],
  syntax: Syntax,
  depth: number,
): boolean {
  if (places.some((place) => isInside(place, code))) return true;
  if (depth >= MAX_DEPTH) return false;
  return syntax.facts.calls.some(
    (call) =>
      isInside(call, code) &&
      [call.callee, ...call.arguments].some((part) =>
        syntax.values
          .functionsOf(part)
          .some(
            (fn) => !isInside(fn, code) && !isInside(code, fn) && answersIn(fn, places, syntax, depth + 1),
          ),
      ),
  );
}

/** Where the file does something with a response that may end in an answer. */
const placesOfAnswers = oncePer((syntax: Syntax): readonly TSESTree.Node[] => [
  ...sentBodiesOf(syntax).map(({ node }) => node),
  ...responsesOf(syntax).flatMap((response) => usesOf(response, syntax)),
]);

function usesOf({ fact, variable }: WebResponse, syntax: Syntax): readonly TSESTree.Node[] {
  const isContext = fact.argument === 0;
  const seen = new Set([variable]);
  // What is added while the loop runs is visited too.
  for (const one of seen) for (const next of handedOn(one, syntax)) seen.add(next);
  return [...seen].flatMap((one) =>
    one.references
      .map(({ identifier }): TSESTree.Node => identifier)
      .filter((identifier) => !isContext || mayChange(identifier)),
  );
}

/** The parameters of the file's functions that get the response: `respond(res, order)`. */
function handedOn(variable: Variable, { facts, values }: Syntax): readonly Variable[] {
  return variable.references.flatMap(({ identifier }) => {
    const argument = wrapped(identifier);
    const call = argument.parent;
    if (call?.type !== "CallExpression") return [];
    const index = call.arguments.indexOf(argument as TSESTree.Expression);
    return values.functionsOf(call.callee).flatMap(({ params }) => {
      const parameter = params[index];
      return parameter?.type === "Identifier" ? (facts.variableOf(parameter) ?? []) : [];
    });
  });
}

/** `ctx.body = page`, `ctx.response`, `respond(c)`; not `c.req.query("id")`. */
function mayChange(identifier: TSESTree.Node): boolean {
  const member = wrapped(identifier).parent;
  if (member?.type !== "MemberExpression") return true;
  const { parent } = wrapped(member);
  return (
    memberName(member) === "response" || (parent?.type === "AssignmentExpression" && parent.left === member)
  );
}
