import type { TSESTree } from "@typescript-eslint/utils";
import { type EventKind, eventTypes, handlerTypes } from "../../knowledge/handler-types.js";
import { type FunctionNode, implementedBy } from "../../syntax/ast.js";
import type { Syntax } from "../../syntax/syntax.js";
import { lambdaTypeName } from "../bindings/lambda-types.js";
import type { Handler } from "../model.js";

/**
 * What a handler may return as far as its types say: anything, the failed items of a batch, or the answer of a gateway.
 */
export type HandlerResult = "anything" | "batch" | "proxy";

const RESULTS: ReadonlyMap<string, HandlerResult> = new Map([
  ["SQSBatchResponse", "batch"],
  ["KinesisStreamBatchResponse", "batch"],
  ["DynamoDBBatchResponse", "batch"],
  ["ALBResult", "proxy"],
  ["APIGatewayProxyResult", "proxy"],
  ["APIGatewayProxyResultV2", "proxy"],
  ["APIGatewayProxyStructuredResultV2", "proxy"],
  ["LambdaFunctionURLResult", "proxy"],
  ["ProxyResult", "proxy"],
]);

/** The sources whose handler types in `@types/aws-lambda` have one of these results. */
const RESULT_BY_KIND: Partial<Record<EventKind, HandlerResult>> = {
  sqs: "batch",
  kinesis: "batch",
  "dynamodb-stream": "batch",
  alb: "proxy",
  "apigw-rest": "proxy",
  "apigw-http": "proxy",
  "function-url": "proxy",
};
/** It returns the window's state beside the failures. */
const WITH_STATE = "KinesisStreamTumblingWindowHandler";

/** Undefined where the types allow none of these results, or where the file does not show the types. */
export function resultOf(handler: Handler, syntax: Syntax): HandlerResult | undefined {
  const fn = handler.node;
  // What a streaming handler returns goes nowhere.
  if (fn?.async !== true || fn.generator || handler.isStreaming) return undefined;
  if (fn.returnType) return resultOfPromise(fn.returnType.typeAnnotation, syntax);
  const annotation = annotationOf(fn);
  if (annotation !== undefined) return resultOfHandlerType(annotation, syntax);
  return handler.evidence.includes("annotation") || isTypedElsewhere(fn) ? undefined : "anything";
}

/** True where the types say that the answer is one for payload format 2.0, which may be any value, whatever they say of the event. */
export function isTypedForHttpApi({ node }: Handler, syntax: Syntax): boolean {
  const annotation = node && annotationOf(node);
  const written = node?.returnType
    ? promisedType(node.returnType.typeAnnotation)
    : annotation?.type === "TSTypeReference"
      ? annotation.typeArguments?.params[1]
      : undefined;
  if (written === undefined) return false;
  const types = written.type === "TSUnionType" ? written.types : [written];
  return types.some((type) => lambdaTypeName(type, syntax) === "APIGatewayProxyResultV2");
}

/** The type that is written for the function itself: on its variable or field, after `satisfies` or `as`. */
export function annotationOf(fn: FunctionNode): TSESTree.TypeNode | undefined {
  const { parent } = fn;
  switch (parent.type) {
    case "TSSatisfiesExpression":
    case "TSAsExpression":
      return parent.typeAnnotation;
    case "VariableDeclarator":
      return parent.id.type === "Identifier" ? parent.id.typeAnnotation?.typeAnnotation : undefined;
    case "PropertyDefinition":
      return parent.typeAnnotation?.typeAnnotation;
    default:
      return undefined;
  }
}

/** `middy<SQSEvent, void>(f)`, a method of a class that implements or extends something. */
function isTypedElsewhere(fn: FunctionNode): boolean {
  const { parent } = fn;
  if (parent.type === "CallExpression") {
    const isAnnotated =
      parent.parent.type === "VariableDeclarator" && parent.parent.id.typeAnnotation !== undefined;
    return parent.typeArguments !== undefined || isAnnotated;
  }
  if (parent.type !== "MethodDefinition" && parent.type !== "PropertyDefinition") return false;
  const cls = parent.parent.parent;
  return cls.superClass !== null || implementedBy(cls).length > 0;
}

function resultOfHandlerType(type: TSESTree.TypeNode, syntax: Syntax): HandlerResult | undefined {
  const name = lambdaTypeName(type, syntax);
  if (name === undefined || name === WITH_STATE || type.type !== "TSTypeReference") return undefined;
  if (name === "Handler") {
    const result = type.typeArguments?.params[1];
    return result === undefined ? "anything" : resultOfType(result, syntax);
  }
  const eventType = handlerTypes.get(name)?.eventType;
  const kind = eventType === undefined ? undefined : eventTypes.get(eventType);
  return kind && RESULT_BY_KIND[kind];
}

function resultOfPromise(type: TSESTree.TypeNode, syntax: Syntax): HandlerResult | undefined {
  const result = promisedType(type);
  return result && resultOfType(result, syntax);
}

/** `T` of `Promise<T>` */
function promisedType(type: TSESTree.TypeNode): TSESTree.TypeNode | undefined {
  const isPromise =
    type.type === "TSTypeReference" &&
    type.typeName.type === "Identifier" &&
    type.typeName.name === "Promise";
  return isPromise ? type.typeArguments?.params[0] : undefined;
}

function resultOfType(type: TSESTree.TypeNode, syntax: Syntax): HandlerResult | undefined {
  switch (type.type) {
    case "TSAnyKeyword":
    case "TSUnknownKeyword":
      return "anything";
    case "TSUnionType":
      return type.types.map((member) => resultOfType(member, syntax)).find((result) => result !== undefined);
    default:
      return RESULTS.get(lambdaTypeName(type, syntax) ?? "");
  }
}
