import type { TSESTree } from "@typescript-eslint/utils";
import { handlerTypeModules } from "../../knowledge/handler-types.js";
import type { Syntax } from "../../syntax/syntax.js";

/** The name that a type has in `@types/aws-lambda`, if it comes from there. */
export function lambdaTypeName(type: TSESTree.TypeNode | undefined, syntax: Syntax): string | undefined {
  if (type?.type !== "TSTypeReference") return undefined;
  const imported = syntax.resolveImport(type.typeName);
  return imported !== undefined && handlerTypeModules.has(imported.module) ? imported.path[0] : undefined;
}

/** The type that is written at a parameter. */
export function parameterType(parameter: TSESTree.Parameter | undefined): TSESTree.TypeNode | undefined {
  if (parameter === undefined || parameter.type === "TSParameterProperty") return undefined;
  const target = parameter.type === "AssignmentPattern" ? parameter.left : parameter;
  return target.typeAnnotation?.typeAnnotation;
}
