import type { TSESTree } from "@typescript-eslint/utils";
import {
  type EventKind,
  eventTypes,
  handlerTypeModules,
  handlerTypeNamespace,
} from "../../knowledge/handler-types.js";
import type { Syntax } from "../../syntax/syntax.js";

/** The name that a type has in `@types/aws-lambda`, if it comes from there. */
export function lambdaTypeName(type: TSESTree.TypeNode | undefined, syntax: Syntax): string | undefined {
  if (type?.type !== "TSTypeReference") return undefined;
  const { typeName } = type;
  const imported = syntax.resolveImport(typeName);
  if (imported !== undefined) return handlerTypeModules.has(imported.module) ? imported.path[0] : undefined;
  // `AWSLambda.SQSEvent`
  return typeName.type === "TSQualifiedName" && syntax.facts.isGlobal(typeName.left, handlerTypeNamespace)
    ? typeName.right.name
    : undefined;
}

/** Whether a text may use the types of `@types/aws-lambda` without importing them. */
export function mentionsTypeNamespace(text: string): boolean {
  return text.includes(`${handlerTypeNamespace}.`);
}

/** The type that is written at a parameter. */
export function parameterType(parameter: TSESTree.Parameter | undefined): TSESTree.TypeNode | undefined {
  if (parameter === undefined || parameter.type === "TSParameterProperty") return undefined;
  const target = parameter.type === "AssignmentPattern" ? parameter.left : parameter;
  return target.typeAnnotation?.typeAnnotation;
}

/** The kind of event that a parameter's type says it is. */
export function eventKindOf(
  parameter: TSESTree.Parameter | undefined,
  syntax: Syntax,
): EventKind | undefined {
  const type = parameterType(parameter);
  return type && eventTypes.get(lambdaTypeName(type, syntax) ?? "");
}
