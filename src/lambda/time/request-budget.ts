import type { TSESTree } from "@typescript-eslint/utils";
import { oncePer } from "../../syntax/once-per.js";
import { readStatic } from "../../syntax/static-value.js";
import type { ClientCreation, LambdaModel } from "../model.js";
import { nodeHttpHandler } from "../../knowledge/sdk-timeouts.js";
import { sdkRetries } from "../../knowledge/sdk-retries.js";
import { type ObjectShape, readShape } from "../clients/sdk-input.js";

/** How long one request of an SDK client may take before the SDK gives up. */
export interface RequestBudget {
  readonly client: ClientCreation;
  /** The timeout, as it is written. */
  readonly node: TSESTree.Node;
  readonly timeoutMs: number;
  readonly attempts: number;
}

/** The clients of the AWS SDK whose requests end by a timeout that the file says, in source order. */
export const requestBudgetsOf = oncePer((lambda: LambdaModel): readonly RequestBudget[] => {
  if (!/requestTimeout|httpOptions/.test(lambda.syntax.facts.sourceCode.text)) return [];
  return lambda.clients.flatMap((client) => {
    const [config] = client.node.arguments;
    if (config === undefined) return [];
    const shape = readShape(config, lambda.syntax);
    return client.fact.category === "aws-sdk-v3"
      ? (budgetOfV3(client, shape, lambda) ?? [])
      : client.fact.category === "aws-sdk-v2"
        ? (budgetOfV2(client, shape, lambda) ?? [])
        : [];
  });
});

/** `requestHandler: { requestTimeout, throwOnRequestTimeout: true }`, or a handler that is made so. */
function budgetOfV3(
  client: ClientCreation,
  shape: ObjectShape,
  lambda: LambdaModel,
): RequestBudget | undefined {
  const attempts = numberIn(shape, "maxAttempts", lambda, sdkRetries.v3Attempts);
  if (shape.has("retryStrategy") !== "no" || attempts === undefined) return undefined;
  const [handler, ...others] = shape.valuesOf("requestHandler");
  if (handler === undefined || others.length > 0) return undefined;
  const options = handlerOptions(handler, lambda);
  if (options === undefined) return undefined;
  const [node] = options.valuesOf("requestTimeout");
  const timeoutMs = node && numberOf(node, lambda);
  const [throws] = options.valuesOf("throwOnRequestTimeout");
  // Without it the timeout only writes a warning.
  const isThrown = throws !== undefined && valueOf(throws, lambda) === true;
  return node !== undefined && timeoutMs !== undefined && timeoutMs > 0 && isThrown
    ? { client, node, timeoutMs, attempts }
    : undefined;
}

function handlerOptions(handler: TSESTree.Node, { syntax }: LambdaModel): ObjectShape | undefined {
  const values = syntax.values.valuesOf(handler);
  const [value] = values;
  if (value === undefined || values.length > 1) return undefined;
  if (value.type === "ObjectExpression") return readShape(value, syntax);
  if (value.type !== "NewExpression") return undefined;
  const imported = syntax.resolveImport(value.callee);
  const isHandler =
    imported?.path.join(".") === nodeHttpHandler.export &&
    (imported.module === nodeHttpHandler.module || imported.module === nodeHttpHandler.formerModule);
  return isHandler ? readShape(value.arguments[0], syntax) : undefined;
}

/** `httpOptions: { timeout }` with `maxRetries`. */
function budgetOfV2(
  client: ClientCreation,
  shape: ObjectShape,
  lambda: LambdaModel,
): RequestBudget | undefined {
  const isDynamo = /DynamoDB|DocumentClient/.test(client.name);
  const retries = numberIn(
    shape,
    "maxRetries",
    lambda,
    isDynamo ? sdkRetries.v2DynamoRetries : sdkRetries.v2Retries,
  );
  const [options, ...others] = shape.valuesOf("httpOptions");
  if (options === undefined || others.length > 0 || retries === undefined) return undefined;
  const [node] = readShape(options, lambda.syntax).valuesOf("timeout");
  const timeoutMs = node && numberOf(node, lambda);
  return node !== undefined && timeoutMs !== undefined && timeoutMs > 0
    ? { client, node, timeoutMs, attempts: retries + 1 }
    : undefined;
}

function numberIn(
  shape: ObjectShape,
  name: string,
  lambda: LambdaModel,
  standard: number,
): number | undefined {
  switch (shape.has(name)) {
    case "no":
      return standard;
    case "unknown":
      return undefined;
    case "yes": {
      const [value, ...others] = shape.valuesOf(name);
      return value === undefined || others.length > 0 ? undefined : numberOf(value, lambda);
    }
  }
}

function numberOf(node: TSESTree.Node, lambda: LambdaModel): number | undefined {
  const value = valueOf(node, lambda);
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

function valueOf(node: TSESTree.Node, { syntax: { facts } }: LambdaModel): unknown {
  const read = readStatic(facts, node);
  return read.k === "known" ? read.value : undefined;
}
