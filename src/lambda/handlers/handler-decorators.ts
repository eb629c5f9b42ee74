import type { TSESTree } from "@typescript-eslint/utils";
import { handlerDecoratorFacts } from "../../knowledge/wrappers.js";
import { type FunctionNode, enclosingClass, implementedBy, memberName, unwrap } from "../../syntax/ast.js";
import type { ImportedValue } from "../../syntax/imports.js";
import type { Syntax } from "../../syntax/syntax.js";

/** `@logger.injectLambdaContext()`, on a method. */
export function isHandlerDecorator(expression: TSESTree.Expression, syntax: Syntax): boolean {
  const callee = unwrap(expression.type === "CallExpression" ? expression.callee : expression);
  const imported = syntax.resolveImport(callee);
  if (imported !== undefined) return handlerDecoratorFacts.some((fact) => matchesDecorator(imported, fact));
  if (callee.type !== "MemberExpression") return false;
  const method = memberName(callee);
  return syntax.values.valuesOf(callee.object).some((value) => {
    const made = value.type === "NewExpression" ? syntax.resolveImport(value.callee) : undefined;
    return made !== undefined && handlerDecoratorFacts.some((fact) => matchesDecorator(made, fact, method));
  });
}

/** True for the methods of a class that implements the interface of Powertools. */
export function implementsLambdaInterface(fn: FunctionNode, syntax: Syntax): boolean {
  const cls = enclosingClass(fn);
  return (cls === undefined ? [] : implementedBy(cls)).some(({ expression }) => {
    const imported = syntax.resolveImport(expression);
    return (
      imported !== undefined &&
      imported.module.startsWith("@aws-lambda-powertools/commons") &&
      imported.path[0] === "LambdaInterface"
    );
  });
}

function matchesDecorator(
  imported: ImportedValue,
  fact: (typeof handlerDecoratorFacts)[number],
  method?: string,
): boolean {
  return fact.module === imported.module && fact.export === imported.path.join(".") && fact.method === method;
}
