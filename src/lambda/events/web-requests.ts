import type { TSESTree } from "@typescript-eslint/utils";
import { rootTypes } from "../../knowledge/graphql.js";
import { type WebRequestPart, requestDecorators } from "../../knowledge/web-requests.js";
import { type FunctionNode, decoratorsOf, unwrap } from "../../syntax/ast.js";
import { declaredNameOf } from "../../syntax/declared-types.js";
import type { ImportedValue } from "../../syntax/imports.js";
import { oncePer } from "../../syntax/once-per.js";
import type { Syntax } from "../../syntax/syntax.js";
import { parameterType } from "../bindings/lambda-types.js";
import { DEEP, type ValuePath } from "../taint/value-path.js";
import { routeWrapperFactsOf } from "../handlers/route-parts.js";
import { resolversOf } from "./graphql-resolvers.js";
import { shapedRoutesOf } from "./route-shapes.js";
import { type WebRoute, webRequestFactsOf, webRoutesOf } from "./web-routes.js";

/** What a parameter of a route holds of a request. */
export interface WebRequest {
  /** The ways to what the client decides; the empty one for all that the parameter holds. */
  readonly parts: readonly WebRequestPart[];
}

/** Pipes look at it first, as a rule. */
const DECORATED: WebRequest = { parts: [{ part: undefined, path: [] }] };

/** What a client sends to a field of GraphQL has the type that the schema says. */
const ARGUMENTS: WebRequest = { parts: [{ part: undefined, path: [] }] };

/**
 * True for a file that imports a web framework whose requests are known, that resolves fields of GraphQL, or that has a function
 * of the shape of a route's.
 */
export function mayTakeWebRequests(syntax: Syntax): boolean {
  return looksOf(syntax).mayTake;
}

const looksOf = oncePer((syntax: Syntax) => ({
  mayTake:
    [...syntax.facts.specifiers].some(
      (specifier) =>
        specifier === requestDecorators.module ||
        webRequestFactsOf(specifier).length > 0 ||
        routeWrapperFactsOf(specifier).length > 0,
    ) ||
    resolversOf(syntax).size > 0 ||
    shapedRoutesOf(syntax).size > 0,
}));

/**
 * The request that a web framework gives a parameter: of a function that the file gives to a route or to a field of GraphQL,
 * that says so by the parameter's type, or by its decorator. None of what something before may have looked at. Whether a handler serves the
 * route is another question.
 */
export function webRequestOf(fn: FunctionNode, index: number, syntax: Syntax): WebRequest | undefined {
  const parameter = fn.params[index];
  if (parameter === undefined || !mayTakeWebRequests(syntax)) return undefined;
  if (resolversOf(syntax).has(fn)) return index === rootTypes.argument ? ARGUMENTS : undefined;
  if (isDecorated(parameter, syntax)) return hasPipes(fn, parameter, syntax) ? undefined : DECORATED;
  const route = webRoutesOf(syntax).get(fn);
  return route === undefined ? factOfType(parameter, syntax) : requestOfRoute(route, fn, index);
}

function requestOfRoute(
  { fact, isChecked, hasPattern }: WebRoute,
  fn: FunctionNode,
  index: number,
): WebRequest | undefined {
  if (isChecked || index !== argumentOf(fact, fn)) return undefined;
  return hasPattern ? { parts: fact.parts.filter(({ part }) => part !== "path") } : fact;
}

/** `(error, req, res, next)` is how Express tells a function for errors. */
export function argumentOf({ argument }: { readonly argument: number }, { params }: FunctionNode): number {
  return params.length === 4 ? argument + 1 : argument;
}

function isDecorated(parameter: TSESTree.Parameter, syntax: Syntax): boolean {
  const { exports } = requestDecorators;
  return decoratorsOf(parameter).some((decorator) =>
    exports.some((name) => isOfNest(decorator, name, syntax)),
  );
}

/** A pipe in the parameter's decorator, or of the method or the class; without one a text does not become a number. */
function hasPipes(fn: FunctionNode, parameter: TSESTree.Parameter, syntax: Syntax): boolean {
  const isGiven = decoratorsOf(parameter).some(
    ({ expression }) =>
      expression.type === "CallExpression" && expression.arguments.some(({ type }) => type !== "Literal"),
  );
  const type = parameterType(parameter)?.type;
  if (isGiven || type === "TSNumberKeyword" || type === "TSBooleanKeyword") return true;
  const method = fn.parent.type === "MethodDefinition" ? fn.parent : undefined;
  const decorators =
    method === undefined ? [] : [...decoratorsOf(method), ...decoratorsOf(method.parent.parent)];
  return decorators.some((decorator) => isOfNest(decorator, requestDecorators.pipes, syntax));
}

/** `@Param("id")`, `@UsePipes(CheckId)` of NestJS */
export function isOfNest({ expression }: TSESTree.Decorator, name: string, syntax: Syntax): boolean {
  const node = unwrap(expression);
  const imported = syntax.resolveImport(node.type === "CallExpression" ? node.callee : node);
  return imported?.module === requestDecorators.module && imported.path.at(-1) === name;
}

function factOfType(parameter: TSESTree.Parameter, syntax: Syntax): WebRequest | undefined {
  const imported = importedTypeOf(parameter, syntax);
  return (
    imported &&
    webRequestFactsOf(imported.module).find(({ types }) => types.includes(imported.path.at(-1) ?? ""))
  );
}

/** The import that the type of a parameter is. */
export function importedTypeOf(parameter: TSESTree.Parameter, syntax: Syntax): ImportedValue | undefined {
  const annotation = "typeAnnotation" in parameter ? parameter.typeAnnotation?.typeAnnotation : undefined;
  const name =
    annotation?.type === "TSTypeReference"
      ? annotation.typeName
      : parameter.type === "Identifier"
        ? declaredNameOf(parameter, syntax)
        : undefined;
  return name && syntax.resolveImport(name);
}

/** True for a function that the file gives to a route by itself. */
export function isOnlyFunctionOfRoute(fn: FunctionNode, syntax: Syntax): boolean {
  return webRoutesOf(syntax).get(fn)?.isAlone === true;
}

/** What a way from the parameter leads to, of what the client decides; undefined for anything else. */
export function partAt({ parts }: WebRequest, path: ValuePath): WebRequestPart | undefined {
  const all = path.indexOf(DEEP);
  return parts.find((part) =>
    part.path.every((step, index) => step === path[index] || (all !== -1 && index >= all)),
  );
}
