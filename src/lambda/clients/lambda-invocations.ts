import type { TSESTree } from "@typescript-eslint/utils";
import { keyName, memberName, unwrap } from "../../syntax/ast.js";
import { readStaticString } from "../../syntax/static-value.js";
import type { LambdaModel } from "../model.js";
import type { SdkCall } from "./sdk-commands.js";

/** Set by the runtime: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const OWN_NAME_VARIABLE = "AWS_LAMBDA_FUNCTION_NAME";
/** Properties of the context that name the function. */
const CONTEXT_NAMES = new Set(["functionName", "invokedFunctionArn"]);

/** How a function is invoked: `Event` is put into a queue, `DryRun` runs nothing. */
export type InvocationType = "RequestResponse" | "Event" | "DryRun";

/** The invocation type of an `Invoke` call, with the default of the API; undefined when the file does not show it. */
export function invocationTypeOf({ input }: SdkCall, lambda: LambdaModel): InvocationType | undefined {
  switch (input.has("InvocationType")) {
    case "no":
      return "RequestResponse";
    case "unknown":
      return undefined;
    case "yes": {
      const types = new Set(input.valuesOf("InvocationType").map((value) => readType(value, lambda)));
      const [type] = types;
      return types.size === 1 ? type : undefined;
    }
  }
}

/** A string, or a member of the SDK's enumeration, whose names are its values: `InvocationType.Event`. */
function readType(expression: TSESTree.Node, lambda: LambdaModel): InvocationType | undefined {
  const node = unwrap(expression);
  const imported = lambda.syntax.resolveImport(node);
  const [name, member] = imported?.path ?? [];
  const text = name === "InvocationType" ? member : readStaticString(lambda.syntax.facts, node);
  return text === "RequestResponse" || text === "Event" || text === "DryRun" ? text : undefined;
}

/** True when the function that is invoked is the one that the code runs in, by its name or its ARN. */
export function invokesItself({ input }: SdkCall, lambda: LambdaModel): boolean {
  const names = input.valuesOf("FunctionName").flatMap((value) => lambda.syntax.values.valuesOf(value));
  return names.length > 0 && names.every((value) => isOwnName(value, lambda));
}

/** `process.env.AWS_LAMBDA_FUNCTION_NAME`, `context.functionName`, `context.invokedFunctionArn`. */
function isOwnName(expression: TSESTree.Node, lambda: LambdaModel): boolean {
  const node = unwrap(expression);
  const { facts } = lambda.syntax;
  if (node.type === "Identifier") {
    const definition = facts.variableOf(node)?.defs[0];
    const property = definition?.name.parent;
    if (property?.type !== "Property") return false;
    const name = keyName(property);
    return (
      name === OWN_NAME_VARIABLE || (CONTEXT_NAMES.has(name ?? "") && lambda.originsOf(node).has("context"))
    );
  }
  if (node.type !== "MemberExpression") return false;
  const name = memberName(node) ?? "";
  const object = unwrap(node.object);
  if (name === OWN_NAME_VARIABLE) return object.type === "MemberExpression" && memberName(object) === "env";
  return CONTEXT_NAMES.has(name) && lambda.originsOf(object).has("context");
}
