import type { TSESTree } from "@typescript-eslint/utils";
import { skillMethods } from "../../knowledge/skill-methods.js";
import { type FunctionNode, isFunction, unwrap } from "../../syntax/ast.js";
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

/** The functions that run for a request to an app, as in `serverless(app)`: those registered on it, or in its list of routes. */
export function collectRoutes(app: TSESTree.Node, { facts, values }: Syntax): readonly FunctionNode[] {
  const apps = new Set(values.valuesOf(app));
  const listed = [...apps]
    .flatMap((list) => (list.type === "ArrayExpression" ? list.elements : []))
    .flatMap((route) => (route?.type === "ObjectExpression" ? route.properties : []))
    .flatMap((property) => (property.type === "Property" ? values.functionsOf(property.value) : []));
  const registered = facts.calls
    .filter(({ callee }) => {
      const method = unwrap(callee);
      return (
        method.type === "MemberExpression" && values.valuesOf(method.object).some((value) => apps.has(value))
      );
    })
    .flatMap((call) => call.arguments.flatMap((argument) => values.functionsOf(argument)));
  return [...listed, ...registered];
}
