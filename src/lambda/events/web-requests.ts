import type { TSESTree } from "@typescript-eslint/utils";
import { setUpMethods } from "../../knowledge/web-frameworks.js";
import {
  type WebRequestFact,
  type WebRequestPart,
  requestChecks,
  requestDecorators,
  unlikeRoutes,
  webRequestFacts,
} from "../../knowledge/web-requests.js";
import { indexFacts } from "../../knowledge/index-facts.js";
import { type FunctionNode, keyName, lastNameOf, memberName, unwrap } from "../../syntax/ast.js";
import { declaredNameOf } from "../../syntax/declared-types.js";
import { oncePer } from "../../syntax/once-per.js";
import type { Syntax } from "../../syntax/syntax.js";
import { packageOf } from "../bindings/package-of.js";
import { DEEP, type ValuePath } from "../taint/value-path.js";

/** What a parameter of a route holds of a request. */
export interface WebRequest {
  /** The ways to what the client decides; the empty one for all that the parameter holds. */
  readonly parts: readonly WebRequestPart[];
}

/** Pipes look at it first, as a rule. */
const DECORATED: WebRequest = { parts: [{ part: undefined, path: [] }] };
const factsOf = indexFacts(webRequestFacts);

/** True for a file that imports a web framework whose requests are known: a look at its imports. */
export function mayTakeWebRequests(syntax: Syntax): boolean {
  return importsOf(syntax).hasFramework;
}

const importsOf = oncePer(({ facts: { specifiers } }: Syntax) => ({
  hasFramework: [...specifiers].some(
    (specifier) => specifier === requestDecorators.module || factsOf(specifier).length > 0,
  ),
}));

/**
 * The request that a web framework gives a parameter: of a function that the file gives to a route, that says so by the
 * parameter's type, or by its decorator. Whether a handler serves the route is another question.
 */
export function webRequestOf(fn: FunctionNode, index: number, syntax: Syntax): WebRequest | undefined {
  const parameter = fn.params[index];
  if (parameter === undefined || !mayTakeWebRequests(syntax)) return undefined;
  if (isDecorated(parameter, syntax)) return DECORATED;
  const fact = routesOf(syntax).get(fn)?.fact;
  if (fact !== undefined) return index === argumentOf(fact, fn) ? fact : undefined;
  return factOfType(parameter, syntax);
}

/** `(error, req, res, next)` is how Express tells a function for errors. */
function argumentOf({ argument }: WebRequestFact, { params }: FunctionNode): number {
  return params.length === 4 ? argument + 1 : argument;
}

function isDecorated(parameter: TSESTree.Parameter, syntax: Syntax): boolean {
  return parameter.decorators.some(({ expression }) => {
    const node = unwrap(expression);
    const imported = syntax.resolveImport(node.type === "CallExpression" ? node.callee : node);
    const { module, exports } = requestDecorators;
    return imported?.module === module && exports.some((name) => imported.path.at(-1) === name);
  });
}

function factOfType(parameter: TSESTree.Parameter, syntax: Syntax): WebRequest | undefined {
  const annotation = "typeAnnotation" in parameter ? parameter.typeAnnotation?.typeAnnotation : undefined;
  const name =
    annotation?.type === "TSTypeReference"
      ? annotation.typeName
      : parameter.type === "Identifier"
        ? declaredNameOf(parameter, syntax)
        : undefined;
  const imported = name && syntax.resolveImport(name);
  return imported && factsOf(imported.module).find(({ types }) => types.includes(imported.path.at(-1) ?? ""));
}

interface Route {
  readonly fact: WebRequestFact;
  /** No other function, and nothing unknown, runs before this one that was given to the route with it. */
  readonly isAlone: boolean;
}

/** The functions that the file gives to routes: `router.get("/orders/:id", findOrder)`. None behind a check of the request. */
const routesOf = oncePer((syntax: Syntax): ReadonlyMap<FunctionNode, Route> => {
  const routes = new Map<FunctionNode, Route>();
  for (const call of syntax.facts.calls) {
    const callee = unwrap(call.callee);
    const name = callee.type === "MemberExpression" ? memberName(callee) : undefined;
    if (callee.type !== "MemberExpression" || name === undefined) continue;
    if (unlikeRoutes.has(name) || setUpMethods.has(name) || call.arguments.some(mayCheck)) continue;
    const functions = call.arguments.flatMap((argument) => syntax.values.functionsOf(argument));
    const [fact] = functions.length === 0 ? [] : factsOf(packageOf(callee.object, syntax)?.module ?? "");
    const isAlone = call.arguments.every(
      (given) =>
        given.type === "Literal" || (functions.length === 1 && syntax.values.functionsOf(given).length === 1),
    );
    for (const fn of functions) if (fact !== undefined) routes.set(fn, { fact, isAlone });
  }
  return routes;
});

/** `validate(order)`, `zValidator("json", order)`, `{ schema: { body: order } }` */
function mayCheck(argument: TSESTree.Node): boolean {
  const node = unwrap(argument);
  if (node.type === "ObjectExpression")
    return node.properties.some(
      (property) => property.type === "Property" && requestChecks.test(keyName(property) ?? ""),
    );
  if (node.type === "ArrayExpression")
    return node.elements.some((element) => element !== null && mayCheck(element));
  const named = node.type === "CallExpression" ? node.callee : node;
  return requestChecks.test(lastNameOf(named) ?? "");
}

/** True for a function that the file gives to a route by itself. */
export function isOnlyFunctionOfRoute(fn: FunctionNode, syntax: Syntax): boolean {
  return routesOf(syntax).get(fn)?.isAlone === true;
}

/** What a way from the parameter leads to, of what the client decides; undefined for anything else. */
export function partAt({ parts }: WebRequest, path: ValuePath): WebRequestPart | undefined {
  const all = path.indexOf(DEEP);
  return parts.find((part) =>
    part.path.every((step, index) => step === path[index] || (all !== -1 && index >= all)),
  );
}
