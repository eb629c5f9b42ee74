import type { TSESTree } from "@typescript-eslint/utils";
import { setUpMethods } from "../../knowledge/web-frameworks.js";
import {
  type WebRequestFact,
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

/** What a parameter of a route holds of a request. */
export interface WebRequest {
  /** The ways to what the client decides; the empty one for all that the parameter holds. */
  readonly parts: readonly (readonly string[])[];
}

const WHOLE: WebRequest = { parts: [[]] };
const factsOf = indexFacts(webRequestFacts);

/** True for a file that imports a web framework whose requests are known: a look at its imports. */
export function mayTakeWebRequests({ facts: { specifiers } }: Syntax): boolean {
  for (const specifier of specifiers)
    if (specifier === requestDecorators.module || factsOf(specifier).length > 0) return true;
  return false;
}

/**
 * The request that a web framework gives a parameter: of a function that the file gives to a route, that says so by the
 * parameter's type, or by its decorator. Whether a handler serves the route is another question.
 */
export function webRequestOf(fn: FunctionNode, index: number, syntax: Syntax): WebRequest | undefined {
  const parameter = fn.params[index];
  if (parameter === undefined || !mayTakeWebRequests(syntax)) return undefined;
  if (isDecorated(parameter, syntax)) return WHOLE;
  const fact = routesOf(syntax).get(fn);
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

/** The functions that the file gives to routes: `router.get("/orders/:id", findOrder)`. None behind a check of the request. */
const routesOf = oncePer((syntax: Syntax): ReadonlyMap<FunctionNode, WebRequestFact> => {
  const routes = new Map<FunctionNode, WebRequestFact>();
  for (const call of syntax.facts.calls) {
    const callee = unwrap(call.callee);
    const name = callee.type === "MemberExpression" ? memberName(callee) : undefined;
    if (callee.type !== "MemberExpression" || name === undefined) continue;
    if (unlikeRoutes.has(name) || setUpMethods.has(name) || call.arguments.some(mayCheck)) continue;
    const functions = call.arguments.flatMap((argument) => syntax.values.functionsOf(argument));
    const [fact] = functions.length === 0 ? [] : factsOf(packageOf(callee.object, syntax)?.module ?? "");
    for (const fn of fact === undefined ? [] : functions) routes.set(fn, fact as WebRequestFact);
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

/** Whether a way from the parameter leads to something that the client decides. */
export function isOfClient({ parts }: WebRequest, path: readonly string[]): boolean {
  return parts.some((part) => part.every((step, index) => step === path[index]));
}
