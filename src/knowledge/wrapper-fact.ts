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
   * - `function`: an argument is a function that runs per invocation, with something else than Lambda's event
   *   (`EventHandler(Order.Events.Created, f)`).
   * - `maker`: an argument is a function that runs per invocation and gives the handler (`metricScope((metrics) => f)`).
   * - `skill`: the call gives a builder; what its methods are given handles requests, and its `.lambda()` gives the handler
   *   (`SkillBuilders.custom().addRequestHandlers(launch).lambda()`).
   * - `app`: an argument is a web application, or a list of routes, whose functions run per invocation (`serverless-http`,
   *   `@middy/http-router`).
   */
  readonly kind: "handler" | "builder" | "function" | "maker" | "skill" | "app";
  /** Index of the argument that is wrapped. */
  readonly argument: number;
  /** What the wrapper changes for the rules: a streaming handler has three parameters, a durable one replays. */
  readonly effect?: "streaming" | "durable" | "batch";
}
