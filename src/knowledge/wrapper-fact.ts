import type { Sourced } from "./fact.js";

/** A function of a package that takes a Lambda handler (or an app) and gives back the handler that Lambda calls. */
export interface WrapperFact extends Sourced {
  readonly module: string | RegExp;
  /** The path of exports that is called, joined by dots; `"default"` for the default export. */
  readonly export: string;
  /**
   * - `handler`: an argument is the handler function (`streamifyResponse(f)`, `Sentry.wrapHandler(f)`).
   * - `builder`: the call gives an object whose methods chain and whose `.handler(f)` takes the handler (`middy()`); a
   *   function argument is a handler as well (`middy(f)`).
   * - `maker`: an argument is a function that runs per invocation and gives the handler (`metricScope((metrics) => f)`).
   * - `app`: an argument is a web application, or a list of routes, whose functions run per invocation (`serverless-http`,
   *   `@middy/http-router`).
   */
  readonly kind: "handler" | "builder" | "maker" | "app";
  /** Index of the argument that is wrapped. */
  readonly argument: number;
  /** What the wrapper changes for the rules: a streaming handler has three parameters, a durable one replays. */
  readonly effect?: "streaming" | "durable" | "batch";
}
