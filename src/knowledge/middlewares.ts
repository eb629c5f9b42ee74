import type { Sourced } from "./fact.js";

/** @public Held against its date by the tests of all tables. */
export const middlewaresSource: Sourced = {
  source: "https://middy.js.org/docs/middlewares/intro",
  checked: "2026-11-26",
};

export const middyModule = "@middy/core";

/** The functions of a middleware, which Middy calls around every request; its builder has a method of each name as well. */
export const middlewarePhases = ["before", "after", "onError"] as const;

/** Types of Middy for an object of these functions, and for one of them. */
export const middlewareTypes = { object: "MiddlewareObj", function: "MiddlewareFn" } as const;

/**
 * Packages of middlewares that leave an error to Lambda: all of Middy's own but the one that answers it, and those that
 * answer for records of a batch.
 */
export const errorKeepingMiddlewares =
  /^(?:@middy\/(?!http-error-handler$|sqs-partial-batch-failure$|event-batch)|@aws-lambda-powertools\/)/;

/** A middleware that writes each event and each answer to the log, and the options that leave something out. */
export const loggingMiddleware = {
  module: "@middy/input-output-logger",
  picks: new Set(["omitPaths", "replacer"]),
  source: "https://middy.js.org/docs/middlewares/input-output-logger",
  checked: "2026-11-27",
} as const;
