import type { TSESTree } from "@typescript-eslint/utils";
import { requestOptionsFacts } from "../../knowledge/request-options.js";
import { skillMethods } from "../../knowledge/skill-methods.js";
import {
  givingMethods,
  routerModules,
  setUpMethods,
  webFrameworkModules,
} from "../../knowledge/web-frameworks.js";
import {
  type CallNode,
  constructorOf,
  type FunctionNode,
  isClass,
  isFunction,
  keyName,
  memberName,
  unwrap,
} from "../../syntax/ast.js";
import type { SyntaxFacts } from "../../syntax/facts.js";
import { bareSpecifier } from "../../syntax/imports.js";
import type { Syntax } from "../../syntax/syntax.js";
import { collectFromOptions } from "./app-options.js";
import { collectServed } from "./controllers.js";
import { type GivenPart, nodesOfPart } from "./own-wrappers.js";
import { operationsIn, type OwnWrappers, partsOfRoute } from "./route-parts.js";

/** What a call adds to a skill of Alexa: functions, and objects whose methods the SDK calls for a request. */
export function collectSkillFunctions(
  { arguments: added }: TSESTree.CallExpression,
  { values }: Syntax,
): readonly FunctionNode[] {
  return added.flatMap((given) => {
    const methods = skillMethods.names.flatMap((name) => values.membersOf(given, name));
    return [...values.functionsOf(given), ...methods.filter((method) => isFunction(method))];
  });
}

/** The app in what an adapter takes: `serverless(app)`, and `serverlessExpress({ app })`. */
export function findApp(argument: TSESTree.Node, { values }: Syntax): TSESTree.Node {
  for (const value of values.valuesOf(argument)) {
    if (value.type !== "ObjectExpression") continue;
    const app = value.properties.find(
      (property) => property.type === "Property" && keyName(property) === "app",
    );
    if (app?.type === "Property") return app.value;
  }
  return argument;
}

/** More routers and chains than a file of routes has. */
const MAX_OWNERS = 500;

/** What an app or a router was given, and the routers that it was given. */
export interface Registered {
  /** For the requests that come to it. */
  readonly routes: readonly TSESTree.Node[];
  /** To set it up. A function gets the app as its parameter: `app.register(async (app) => { app.get("/", list); })`. */
  readonly plugins: readonly TSESTree.Node[];
  /** What a function of the project was given that made the app: those of other modules are told by their imports. */
  readonly parts: readonly GivenPart[];
}

export function collectRegistered(app: TSESTree.Node, syntax: Syntax, own?: OwnWrappers): Registered {
  const { facts, values } = syntax;
  const owners = new Set(values.valuesOf(app));
  const routes: TSESTree.Node[] = [];
  const plugins: TSESTree.Node[] = [];
  const parts: GivenPart[] = [];
  // What is added while the loop runs is visited too.
  for (const owner of owners) {
    if (owners.size > MAX_OWNERS) break;
    if (owner.type === "ArrayExpression") routes.push(...handlersListed(owner));
    const setUp = isClass(owner) ? constructorOf(owner) : undefined;
    if (setUp !== undefined) owners.add(setUp);
    for (const served of isClass(owner) ? collectServed(owner, syntax) : []) {
      routes.push(served);
      for (const value of values.valuesOf(served)) if (isClass(value)) owners.add(value);
    }
    for (const around of appsAround(owner, syntax)) owners.add(around);
    for (const router of routersGiving(owner, syntax)) owners.add(router);
    // `createApp(routes)`, `new App([new Orders()]).app`
    for (const part of own?.appPartsGivenIn(owner) ?? []) {
      parts.push(part);
      for (const node of nodesOfPart(part, syntax)) {
        if (part.gets === "routes") routes.push(...partsOfRoute(node, syntax, own));
        for (const value of values.valuesOf(node))
          if (part.gets === "setUp" ? isFunction(value) : isMade(value)) owners.add(value);
      }
    }
    // `new Hono().get("/", list).post("/", create)`
    const previous = owner.type === "CallExpression" ? previousInChain(owner) : undefined;
    if (previous !== undefined && owner.type === "CallExpression") {
      routes.push(...owner.arguments.flatMap((given) => partsOfRoute(given, syntax, own)));
      owners.add(previous);
    }
    for (const call of facts.calls) {
      const callee = unwrap(call.callee);
      if (isGiven(call, owner, syntax)) {
        plugins.push(callee);
        for (const fn of values.functionsOf(callee)) owners.add(fn);
      }
      if (callee.type !== "MemberExpression" || !isOwner(callee.object, owner, syntax)) continue;
      if (setUpMethods.has(memberName(callee) ?? "")) {
        routes.push(...operationsIn(call, syntax));
        plugins.push(...call.arguments);
        for (const fn of call.arguments.flatMap((argument) => values.functionsOf(argument))) owners.add(fn);
        continue;
      }
      routes.push(...call.arguments.flatMap((given) => partsOfRoute(given, syntax, own)));
      // `@app.get("/orders") list() { … }`
      const { parent } = call;
      if (parent.type === "Decorator" && parent.parent.type === "MethodDefinition")
        routes.push(parent.parent.value);
      // `app.route("/orders").get(list)`
      owners.add(call);
      for (const value of call.arguments.flatMap((argument) => values.valuesOf(argument)))
        if (isMade(value)) owners.add(value);
    }
  }
  return { routes, plugins, parts };
}

function isMade({ type }: TSESTree.Node): boolean {
  return type === "CallExpression" || type === "NewExpression";
}

/** True for what a function of the project gives that makes an app of what it is given. */
export function makesApp(made: TSESTree.Node, own: OwnWrappers | undefined): boolean {
  return own !== undefined && own.appPartsGivenIn(made).length > 0;
}

/** `addRoutes(app)`: a function of the project, as a rule, that gives the app its routes. */
function isGiven({ arguments: [first] }: CallNode, owner: TSESTree.Node, syntax: Syntax): boolean {
  return first?.type === "Identifier" && isOwner(first, owner, syntax);
}

/** True for what gives the owner, and for the parameter of a function that sets it up. */
function isOwner(object: TSESTree.Node, owner: TSESTree.Node, { facts, values }: Syntax): boolean {
  if (!isFunction(owner)) return values.valuesOf(object).includes(owner);
  const [first] = owner.params;
  const parameter = first?.type === "TSParameterProperty" ? first.parameter : first;
  const variable = parameter?.type === "Identifier" ? facts.variableOf(parameter) : undefined;
  if (variable === undefined) return false;
  const node = unwrap(object);
  if (node.type !== "MemberExpression") return facts.variableOf(node) === variable;
  // `this.app` of a class that is given the app.
  const isProperty = first?.type === "TSParameterProperty" && memberName(node) === variable.name;
  return isProperty
    ? node.object.type === "ThisExpression"
    : values.valuesOf(node).some((value) => facts.variableOf(value) === variable);
}

/** Apps of the same package that are made around another object: `new App({ receiver })`. */
function appsAround(
  owner: TSESTree.Node,
  { facts, values, resolveImport }: Syntax,
): readonly TSESTree.Node[] {
  const own = owner.type === "NewExpression" ? resolveImport(unwrap(owner.callee))?.module : undefined;
  if (own === undefined) return [];
  return facts.calls.filter(
    (call) =>
      call.type === "NewExpression" &&
      call !== owner &&
      resolveImport(unwrap(call.callee))?.module === own &&
      call.arguments.some((options) => values.membersOf(options, undefined).includes(owner)),
  );
}

/** The router of Koa behind `router.routes()`. */
function routersGiving(owner: TSESTree.Node, { values }: Syntax): readonly TSESTree.Node[] {
  const callee = owner.type === "CallExpression" ? unwrap(owner.callee) : undefined;
  if (callee?.type !== "MemberExpression" || !givingMethods.has(memberName(callee) ?? "")) return [];
  return values
    .valuesOf(callee.object)
    .filter(({ type }) => type === "NewExpression" || type === "CallExpression");
}

function previousInChain({ callee }: TSESTree.CallExpression): TSESTree.Node | undefined {
  const method = unwrap(callee);
  const object = method.type === "MemberExpression" ? unwrap(method.object) : undefined;
  return object?.type === "CallExpression" || object?.type === "NewExpression" ? object : undefined;
}

/** `[{ method: "GET", path: "/", handler }]`, `[OrdersController]` */
function handlersListed({ elements }: TSESTree.ArrayExpression): readonly TSESTree.Node[] {
  return elements.flatMap((route) => {
    if (route?.type === "ObjectExpression")
      return route.properties.flatMap((property) => (property.type === "Property" ? [property.value] : []));
    return route?.type === "Identifier" ? [route] : [];
  });
}

/** The functions of the file that run for a request to an app. */
export function collectRoutes(
  app: TSESTree.Node,
  syntax: Syntax,
  own?: OwnWrappers,
): readonly FunctionNode[] {
  return [...collectRegistered(app, syntax, own).routes, ...collectFromOptions(app, syntax)].flatMap(
    (given) => syntax.values.functionsOf(given),
  );
}

/** True for a module whose apps, routers, bots or servers take requests. */
export function isFrameworkModule(specifier: string): boolean {
  const module = bareSpecifier(specifier);
  return (
    webFrameworkModules.has(module) ||
    requestOptionsFacts.some((fact) => fact.module === module) ||
    routerModules.some((fact) => fact.module.test(specifier))
  );
}

/** True for a file that may make the app or a router of a web framework, or be given one. */
function importsWebFramework({ specifiers }: Pick<SyntaxFacts, "specifiers">): boolean {
  for (const specifier of specifiers) if (isFrameworkModule(specifier)) return true;
  return false;
}

/** A look at the text: `app.get("/orders", …)`. */
const ROUTES_MENTIONED = /\.(?:get|post|put|patch|delete|all|use|route)\(\s*["'`]\//;

/** True for a file that may make an app, or give one that it gets its routes: `module.exports = (app) => { app.get("/", list); }`. */
export function mayHoldApps({ facts }: Syntax): boolean {
  return importsWebFramework(facts) || ROUTES_MENTIONED.test(facts.sourceCode.text);
}
