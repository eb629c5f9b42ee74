import type { TSESTree } from "@typescript-eslint/utils";
import { indexFacts } from "../../knowledge/index-facts.js";
import { passiveRouteProperties, routeProperties } from "../../knowledge/route-wrappers.js";
import {
  type WebRequestFact,
  checkingPackages,
  commonMethods,
  pathPatterns,
  requestChecks,
  requestTakingMethods,
  routeMethods,
  webRequestFacts,
} from "../../knowledge/web-requests.js";
import {
  type CallNode,
  type FunctionNode,
  isFunction,
  keyName,
  lastNameOf,
  memberName,
  unwrap,
} from "../../syntax/ast.js";
import type { ImportedValue } from "../../syntax/imports.js";
import { oncePer } from "../../syntax/once-per.js";
import type { Syntax } from "../../syntax/syntax.js";
import { packageOf } from "../bindings/package-of.js";
import {
  functionsOfRoute,
  functionsWrappedIn,
  importsRouteWrapper,
  operationsIn,
  wrappedFrameworkOf,
} from "../handlers/route-parts.js";
import { shapedRoutesOf } from "./route-shapes.js";

export const webRequestFactsOf = indexFacts(webRequestFacts);

/** A function that the file gives to a route: `router.get("/orders/:id", findOrder)`. */
export interface WebRoute {
  readonly fact: WebRequestFact;
  /** The framework. */
  readonly module: string;
  /** It runs before the functions of other routes: `app.use(addHeaders)`. */
  readonly isCommon: boolean;
  /** Something before it may look at the request: a validator beside it, a schema, a check of all requests. */
  readonly isChecked: boolean;
  /** The path says how its parameters have to look. */
  readonly hasPattern: boolean;
  /** No other function, and nothing unknown, runs before this one that was given to the route with it. */
  readonly isAlone: boolean;
}

/**
 * The functions that the file gives to routes, or makes for those of other files. One that several routes have counts as that
 * of a route without checks.
 */
export const webRoutesOf = oncePer((syntax: Syntax): ReadonlyMap<FunctionNode, WebRoute> => {
  const routes = new Map<FunctionNode, WebRoute>();
  const isCheckedBefore = hasCommonCheck(syntax);
  for (const call of syntax.facts.calls) {
    const method = methodOf(call);
    if (method === undefined || !requestTakingMethods.has(method.name)) continue;
    const functions = functionsTakenBy(call, syntax);
    const module = functions.length === 0 ? "" : (packageOf(method.app, syntax)?.module ?? "");
    const [fact] = webRequestFactsOf(module);
    if (fact === undefined || !(fact.methods?.includes(method.name) ?? routeMethods.has(method.name)))
      continue;
    const isChecked = isCheckedBefore || call.arguments.some((given) => mayCheck(given, fact, syntax));
    const isAlone = call.arguments.every(
      (given) => given.type === "Literal" || (functions.length === 1 && isOnlyHandler(given, syntax)),
    );
    const isCommon = commonMethods.has(method.name);
    const route = { fact, module, isCommon, isChecked, hasPattern: hasPattern(call), isAlone };
    for (const fn of functions) if (!isChecked || !routes.has(fn)) routes.set(fn, route);
  }
  addRoutesElsewhere(routes, isCheckedBefore, syntax);
  return routes;
});

/** The functions of the file that a call is given, or the method that it decorates: `@app.onQuery("order") find() { … }`. */
function functionsTakenBy(call: CallNode, syntax: Syntax): readonly FunctionNode[] {
  const { parent } = call;
  if (parent.type === "Decorator" && parent.parent.type === "MethodDefinition") {
    const method = parent.parent.value;
    return isFunction(method) ? [method] : [];
  }
  const operations = operationsIn(call, syntax).flatMap((given) => syntax.values.functionsOf(given));
  return [...operations, ...call.arguments.flatMap((given) => functionsOfRoute(given, syntax))];
}

/** The function of the route, and nothing else that runs before it: itself, or what has no more than it. */
function isOnlyHandler(given: TSESTree.Node, syntax: Syntax, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  return syntax.values.valuesOf(given).every((value) => {
    switch (value.type) {
      case "ArrayExpression":
        return value.elements.every(
          (element) => element !== null && isOnlyHandler(element, syntax, depth + 1),
        );
      case "CallExpression":
        return value.arguments.length === 1 && functionsWrappedIn(value, syntax).length === 1;
      case "ObjectExpression":
        return value.properties.every(
          (property) => property.type === "Property" && passiveRouteProperties.has(keyName(property) ?? ""),
        );
      default:
        return isFunction(value);
    }
  });
}

/** Those that a package is given, that a type says to be one, or their shape: other files may have their routes. */
function addRoutesElsewhere(
  routes: Map<FunctionNode, WebRoute>,
  isCheckedBefore: boolean,
  syntax: Syntax,
): void {
  const add = (fn: FunctionNode, module: string, isChecked: boolean): void => {
    const [fact] = webRequestFactsOf(module);
    if (fact === undefined || routes.has(fn)) return;
    routes.set(fn, { fact, module, isCommon: false, isChecked, hasPattern: false, isAlone: false });
  };
  for (const call of importsRouteWrapper(syntax) ? syntax.facts.calls : []) {
    const module = wrappedFrameworkOf(call, syntax);
    if (module === undefined) continue;
    const isChecked = isCheckedBefore || call.arguments.some((given) => mayCheck(given, undefined, syntax));
    for (const fn of functionsWrappedIn(call, syntax)) add(fn, module, isChecked);
  }
  for (const fn of syntax.facts.functions) {
    const type = functionTypeOf(fn, syntax);
    const [fact] = type === undefined ? [] : webRequestFactsOf(type.module);
    if (type !== undefined && fact?.functionTypes.includes(type.path.at(-1) ?? "") === true)
      add(fn, type.module, isCheckedBefore);
  }
  for (const [fn, module] of shapedRoutesOf(syntax)) add(fn, module, isCheckedBefore);
}

/** `const show: RequestHandler = async (req, res) => { … }`, and the same of a field. */
function functionTypeOf({ parent }: FunctionNode, syntax: Syntax): ImportedValue | undefined {
  const annotated =
    parent.type === "VariableDeclarator"
      ? parent.id
      : parent.type === "PropertyDefinition"
        ? parent
        : undefined;
  const type = annotated?.typeAnnotation?.typeAnnotation;
  return type?.type === "TSTypeReference" ? syntax.resolveImport(type.typeName) : undefined;
}

function methodOf({ callee }: CallNode): { readonly app: TSESTree.Node; readonly name: string } | undefined {
  const node = unwrap(callee);
  const name = node.type === "MemberExpression" ? memberName(node) : undefined;
  return node.type === "MemberExpression" && name !== undefined ? { app: node.object, name } : undefined;
}

/** `router.use(validate(order))`, `app.param("id", checkId)`: a check of the requests of several routes. */
function hasCommonCheck(syntax: Syntax): boolean {
  return syntax.facts.calls.some((call) => {
    const method = methodOf(call);
    if (method === undefined || !commonMethods.has(method.name)) return false;
    const isCheck = call.arguments.some((given) =>
      method.name === "param"
        ? syntax.values.functionsOf(given).length > 0
        : mayCheck(given, undefined, syntax),
    );
    return isCheck && webRequestFactsOf(packageOf(method.app, syntax)?.module ?? "").length > 0;
  });
}

/** How deep lists of checks are looked into: `[[isId], isName]`. */
const MAX_DEPTH = 3;

/** `validate(order)`, `zValidator("json", order)`, `param("id").isUUID()`, `{ schema: { body: order } }` */
function mayCheck(
  argument: TSESTree.Node,
  fact: WebRequestFact | undefined,
  syntax: Syntax,
  depth = 0,
): boolean {
  const given = argument.type === "SpreadElement" ? argument.argument : argument;
  if (isNamedAsCheck(given, syntax)) return true;
  return syntax.values.valuesOf(given).some((value) => {
    switch (value.type) {
      case "ObjectExpression":
        return value.properties.some((property) =>
          property.type === "Property"
            ? requestChecks.test(keyName(property) ?? "") || isCheckingProperty(property, fact, syntax, depth)
            : fact?.hasOptions === true,
        );
      case "ArrayExpression":
        return (
          depth < MAX_DEPTH &&
          value.elements.some((element) => element !== null && mayCheck(element, fact, syntax, depth + 1))
        );
      case "CallExpression":
        return (
          (value !== given && isNamedAsCheck(value, syntax)) ||
          (depth < MAX_DEPTH &&
            wrappedFrameworkOf(value, syntax) !== undefined &&
            value.arguments.some((part) => mayCheck(part, fact, syntax, depth + 1)))
        );
      case "Identifier":
      case "MemberExpression":
        // Options that another file makes.
        return fact?.hasOptions === true && syntax.values.functionsOf(given).length === 0;
      default:
        return value !== given && isNamedAsCheck(value, syntax);
    }
  });
}

/** `{ preHandler: checkOrder }`, `{ preHandler: [validate(order)] }` */
function isCheckingProperty(
  property: TSESTree.Property,
  fact: WebRequestFact | undefined,
  syntax: Syntax,
  depth: number,
): boolean {
  const runs = fact?.hasOptions === true && routeProperties.has(keyName(property) ?? "");
  return runs && depth < MAX_DEPTH && mayCheck(property.value, undefined, syntax, depth + 1);
}

/** By its own name, or by that of the package it comes from. */
function isNamedAsCheck(value: TSESTree.Node, syntax: Syntax): boolean {
  const node = unwrap(value);
  const named = node.type === "CallExpression" ? unwrap(node.callee) : node;
  if (requestChecks.test(lastNameOf(named) ?? "")) return true;
  return node.type !== "Literal" && checkingPackages.test(packageOf(node, syntax)?.module ?? "");
}

/** `"/:id(\\d+)"`, `/^\/(\d+)$/` */
function hasPattern({ arguments: [path] }: CallNode): boolean {
  if (path?.type !== "Literal") return false;
  return "regex" in path || (typeof path.value === "string" && pathPatterns.test(path.value));
}
