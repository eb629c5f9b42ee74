import type { TSESTree } from "@typescript-eslint/utils";
import { skillMethods } from "../../knowledge/skill-methods.js";
import { setUpMethods, webFrameworkModules } from "../../knowledge/web-frameworks.js";
import { type FunctionNode, isFunction, keyName, memberName, unwrap } from "../../syntax/ast.js";
import type { SyntaxFacts } from "../../syntax/facts.js";
import { bareSpecifier } from "../../syntax/imports.js";
import type { Syntax } from "../../syntax/syntax.js";

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

/** What is given to an app or a router for the requests that come to it, and to the routers that it is given. */
export function collectRegistered(app: TSESTree.Node, { facts, values }: Syntax): readonly TSESTree.Node[] {
  const owners = new Set(values.valuesOf(app));
  const registered: TSESTree.Node[] = [];
  // What is added while the loop runs is visited too.
  for (const owner of owners) {
    if (owners.size > MAX_OWNERS) break;
    if (owner.type === "ArrayExpression") registered.push(...handlersListed(owner));
    // `new Hono().get("/", list).post("/", create)`
    const previous = owner.type === "CallExpression" ? previousInChain(owner) : undefined;
    if (previous !== undefined && owner.type === "CallExpression") {
      registered.push(...owner.arguments);
      owners.add(previous);
    }
    for (const call of facts.calls) {
      const callee = unwrap(call.callee);
      if (callee.type !== "MemberExpression" || setUpMethods.has(memberName(callee) ?? "")) continue;
      if (!values.valuesOf(callee.object).includes(owner)) continue;
      registered.push(...call.arguments);
      // `app.route("/orders").get(list)`
      owners.add(call);
      for (const value of call.arguments.flatMap((argument) => values.valuesOf(argument)))
        if (value.type === "CallExpression" || value.type === "NewExpression") owners.add(value);
    }
  }
  return registered;
}

function previousInChain({ callee }: TSESTree.CallExpression): TSESTree.Node | undefined {
  const method = unwrap(callee);
  const object = method.type === "MemberExpression" ? unwrap(method.object) : undefined;
  return object?.type === "CallExpression" || object?.type === "NewExpression" ? object : undefined;
}

/** `[{ method: "GET", path: "/", handler }]` */
function handlersListed({ elements }: TSESTree.ArrayExpression): readonly TSESTree.Node[] {
  return elements.flatMap((route) =>
    route?.type === "ObjectExpression"
      ? route.properties.flatMap((property) => (property.type === "Property" ? [property.value] : []))
      : [],
  );
}

/** The functions of the file that run for a request to an app. */
export function collectRoutes(app: TSESTree.Node, syntax: Syntax): readonly FunctionNode[] {
  return collectRegistered(app, syntax).flatMap((given) => syntax.values.functionsOf(given));
}

/** True for a file that may make the app or a router of a web framework. */
export function importsWebFramework({ loadedSpecifiers }: Pick<SyntaxFacts, "loadedSpecifiers">): boolean {
  for (const specifier of loadedSpecifiers)
    if (webFrameworkModules.has(bareSpecifier(specifier))) return true;
  return false;
}
