import type { Sourced } from "./fact.js";

/** @public Held against its date by the tests of all tables. */
export const contextPropertiesSource: Sourced = {
  source: "https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html",
  checked: "2026-11-24",
};

/** The method of the context that tells how many milliseconds are left before the function's timeout. */
export const remainingTimeMethod = "getRemainingTimeInMillis";

/** Everything else that the context object has: reading it says nothing of time. */
export const contextProperties: ReadonlySet<string> = new Set([
  ...["functionName", "functionVersion", "invokedFunctionArn", "memoryLimitInMB", "awsRequestId"],
  ...["logGroupName", "logStreamName", "identity", "clientContext", "callbackWaitsForEmptyEventLoop"],
  ...["tenantId", "done", "fail", "succeed"],
]);

/** Those of them that are the same for every invocation of an execution environment. */
export const constantContextProperties: ReadonlySet<string> = new Set([
  ...["functionName", "functionVersion", "invokedFunctionArn", "memoryLimitInMB"],
  ...["logGroupName", "logStreamName"],
]);

/**
 * Middlewares that put what they fetch on the context where `flag` is set, under the keys of the objects in these options. It
 * says nothing of time either.
 */
export const contextMiddlewares = {
  module: /^(?:@middy\/|middy(?:\/|$))/,
  flag: "setToContext",
  options: ["fetchData", "names", "secrets"],
  source: "https://middy.js.org/docs/middlewares/ssm",
  checked: "2026-11-29",
} as const satisfies Sourced & {
  readonly module: RegExp;
  readonly flag: string;
  readonly options: readonly string[];
};
