import type { TSESTree } from "@typescript-eslint/utils";
import { type FunctionNode, memberName, unwrap } from "../../syntax/ast.js";
import type { ImportedValue } from "../../syntax/imports.js";
import type { Variable } from "../../syntax/name-index.js";
import type { Syntax } from "../../syntax/syntax.js";
import { clientFacts } from "../../knowledge/clients/index.js";
import { indexFacts } from "../../knowledge/index-facts.js";
import { matchesFact } from "../bindings/fact-match.js";
import { isFrameworkModule } from "./request-functions.js";

/** Longer chains nobody writes. */
const MAX_CHAIN = 200;

const clientFactsOf = indexFacts(clientFacts);

/**
 * Apps that a handler gives Lambda's event to, by one of their methods or by what one gives, and whose answer is its own:
 * `async (event, context) => api.run(event, context)`. Whatever package makes them, what they were given before runs for
 * the event. A known framework needs no answer: a bot has none.
 */
export function findAppsGivenEvent(handler: FunctionNode, syntax: Syntax): readonly TSESTree.Node[] {
  const event = eventOf(handler, syntax);
  if (event === undefined) return [];
  const [start, end] = handler.range;
  return syntax.facts.calls.flatMap((call) => {
    const isWithin = call.type === "CallExpression" && call.range[0] >= start && call.range[1] <= end;
    if (!isWithin || !call.arguments.some((argument) => isEvent(argument, event, syntax))) return [];
    return appsBehind(call.callee, syntax).filter((app) => {
      // Whether it is an app its own file says.
      if (isOfOtherFile(app, syntax)) return true;
      const made = makerOf(app, syntax);
      if (made === undefined || isFrameworkModule(made.module)) return made !== undefined;
      return !isClient(made) && givesAnswer(call, handler, syntax);
    });
  });
}

function isClient(made: ImportedValue): boolean {
  return clientFactsOf(made.module).some((fact) => matchesFact(made, fact));
}

/** True for a call whose answer the handler returns, or that gets the handler's callback. */
function givesAnswer(
  call: TSESTree.CallExpression,
  handler: FunctionNode,
  { facts, values }: Syntax,
): boolean {
  if (facts.returnsOf(handler).some((returned) => values.valuesOf(returned).includes(call))) return true;
  const callbacks = handler.params.slice(2).map((parameter) => facts.variableOf(parameter));
  return call.arguments.some((argument) => {
    const variable = argument.type === "Identifier" ? facts.variableOf(argument) : undefined;
    return variable !== undefined && callbacks.includes(variable);
  });
}

/**
 * The app that makes a handler: `receiver.toHandler()`, `server.createHandler()`; the one that has it, `server.graphqlHandler`; and
 * the handler of `await bootstrap()`.
 */
export function findAppsMaking(handler: TSESTree.Node, syntax: Syntax): readonly TSESTree.Node[] {
  return syntax.values.valuesOf(handler).flatMap((made) => {
    const callee = made.type === "CallExpression" ? unwrap(made.callee) : made;
    if (made !== callee && callee.type === "Identifier" && syntax.resolveImport(callee) !== undefined)
      return [made];
    const object = callee.type === "MemberExpression" ? unwrap(callee.object) : undefined;
    return object?.type === "Identifier" ? importedObjects(object, syntax) : [];
  });
}

/** The parameter that the event comes to, with or without the others: `(event, context)`, `(...args)`. */
function eventOf({ params: [first] }: FunctionNode, { facts }: Syntax): Variable | undefined {
  const name = first?.type === "RestElement" ? first.argument : first;
  return name?.type === "Identifier" ? facts.variableOf(name) : undefined;
}

/** The event, or all of it that an app may ask for: `event`, `...args`, `{ event, context }`, `JSON.parse(event.body)`. */
function isEvent(argument: TSESTree.Node, event: Variable, syntax: Syntax): boolean {
  const node = unwrap(argument.type === "SpreadElement" ? argument.argument : argument);
  switch (node.type) {
    case "Identifier":
      return node.name === event.name && syntax.facts.variableOf(node) === event;
    case "ObjectExpression":
      return node.properties.some(
        (property) =>
          property.type === "Property" &&
          property.shorthand &&
          syntax.facts.variableOf(property.value) === event,
      );
    case "MemberExpression":
      return memberName(node) === "body" && isEvent(node.object, event, syntax);
    case "CallExpression": {
      const callee = unwrap(node.callee);
      const [parsed] = node.arguments;
      return (
        callee.type === "MemberExpression" &&
        syntax.facts.isGlobal(unwrap(callee.object), "JSON") &&
        parsed !== undefined &&
        isEvent(parsed, event, syntax)
      );
    }
    default:
      return false;
  }
}

/** The objects whose method a callee is, or has given: `api.run`, and the value of `await receiver.start()`. */
function appsBehind(callee: TSESTree.Node, syntax: Syntax): readonly TSESTree.Node[] {
  const node = unwrap(callee);
  return node.type === "MemberExpression"
    ? importedObjects(node.object, syntax)
    : findAppsMaking(node, syntax);
}

/** What an expression is that code of another module makes, or another file of the project. */
function importedObjects(object: TSESTree.Node, syntax: Syntax): readonly TSESTree.Node[] {
  return syntax.values
    .valuesOf(object)
    .filter((value) => makerOf(value, syntax) !== undefined || isOfOtherFile(value, syntax));
}

/** `receiver` of `import { receiver } from "./app"` */
function isOfOtherFile(object: TSESTree.Node, { resolveImport }: Syntax): boolean {
  return object.type === "Identifier" && resolveImport(object)?.module.startsWith(".") === true;
}

/** The import that makes an object: `Router` of `new Router()`, and of `new Router().get("/", list)`. */
function makerOf(object: TSESTree.Node, syntax: Syntax): ImportedValue | undefined {
  let made = object;
  for (let step = 0; step < MAX_CHAIN; step++) {
    if (made.type !== "NewExpression" && made.type !== "CallExpression") return undefined;
    const callee: TSESTree.Node = unwrap(made.callee);
    const imported = syntax.resolveImport(callee);
    if (imported !== undefined) return imported;
    if (callee.type !== "MemberExpression") return undefined;
    made = unwrap(callee.object);
  }
  return undefined;
}
