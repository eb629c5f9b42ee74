import type { TSESTree } from "@typescript-eslint/utils";
import { contextType, eventTypes, handlerTypeModules, handlerTypes } from "../../knowledge/handler-types.js";
import type { FunctionNode } from "../../syntax/ast.js";
import type { SyntaxFacts } from "../../syntax/facts.js";
import type { Syntax } from "../../syntax/syntax.js";
import { lambdaTypeName, mentionsTypeNamespace, parameterType } from "../bindings/lambda-types.js";

/** What a handler type says of the function that it annotates. */
export interface AnnotatedHandler {
  readonly eventType: string | undefined;
  readonly isStreaming: boolean;
}

/** True when a type of `@types/aws-lambda` can stand in the file. */
export function importsHandlerTypes({ sourceCode, specifiers }: SyntaxFacts): boolean {
  if (mentionsTypeNamespace(sourceCode.text)) return true;
  for (const specifier of specifiers) if (handlerTypeModules.has(specifier)) return true;
  return false;
}

/** The handler type that annotates the function expression where it stands. */
export function handlerTypeAround(fn: FunctionNode, syntax: Syntax): AnnotatedHandler | undefined {
  let node: TSESTree.Node = fn;
  for (let parent = fn.parent; ; node = parent, parent = parent.parent) {
    switch (parent.type) {
      case "TSSatisfiesExpression":
      case "TSAsExpression": {
        const type = readHandlerType(parent.typeAnnotation, syntax);
        if (type !== undefined) return type;
        break;
      }
      case "TSNonNullExpression":
        break;
      case "PropertyDefinition":
        return parent.value === node
          ? readHandlerType(parent.typeAnnotation?.typeAnnotation, syntax)
          : undefined;
      default:
        return undefined;
    }
  }
}

/** Of an annotation with one of the handler types of `@types/aws-lambda`. */
export function readHandlerType(
  type: TSESTree.TypeNode | undefined,
  syntax: Syntax,
): AnnotatedHandler | undefined {
  if (type?.type !== "TSTypeReference") return undefined;
  const known = handlerTypes.get(lambdaTypeName(type, syntax) ?? "");
  if (known === undefined) return undefined;
  const [argument] = type.typeArguments?.params ?? [];
  return {
    eventType: known.eventType ?? (argument && lambdaTypeName(argument, syntax)),
    isStreaming: known.isStreaming === true,
  };
}

/** The name of the event's type, where the function's first parameter has one. */
export function eventTypeOf(fn: FunctionNode, syntax: Syntax): string | undefined {
  const type = parameterType(fn.params[0]);
  const name = type && lambdaTypeName(type, syntax);
  return name !== undefined && eventTypes.has(name) ? name : undefined;
}

/** True when a parameter is a Lambda event, or Lambda's context. */
export function takesLambdaTypes(fn: FunctionNode, syntax: Syntax): boolean {
  return fn.params.some((parameter) => {
    const type = parameterType(parameter);
    const name = type && lambdaTypeName(type, syntax);
    return name !== undefined && (eventTypes.has(name) || name === contextType);
  });
}

/** `(event: SQSEvent, context: Context)`, or a function of an event that returns one of Lambda's result types. */
export function hasHandlerSignature(fn: FunctionNode, syntax: Syntax): boolean {
  const second = parameterType(fn.params[1]);
  if (second !== undefined) return lambdaTypeName(second, syntax) === contextType;
  if (fn.params.length > 1) return false;
  const returned = fn.returnType?.typeAnnotation;
  if (returned?.type !== "TSTypeReference" || returned.typeName.type !== "Identifier") return false;
  if (returned.typeName.name !== "Promise") return false;
  const [result] = returned.typeArguments?.params ?? [];
  return result !== undefined && lambdaTypeName(result, syntax) !== undefined;
}
