import type { Sourced } from "./fact.js";

/** A function of a package that gives back the functions of routes that it is given, as they are or with a `catch` around. */
export interface RouteWrapperFact extends Sourced {
  readonly module: RegExp;
  /** Names of the exports, or of the methods of what they make. */
  readonly exports: readonly string[];
  /** The framework whose routes they are. */
  readonly framework: string;
}

const checked = "2026-11-27";

export const routeWrapperFacts: readonly RouteWrapperFact[] = [
  {
    module: /^express-async-handler$/,
    exports: ["default"],
    framework: "express",
    source: "https://www.npmjs.com/package/express-async-handler",
    checked,
  },
  {
    module: /^express-async-wrap$/,
    exports: ["default"],
    framework: "express",
    source: "https://www.npmjs.com/package/express-async-wrap",
    checked,
  },
  {
    module: /^async-middleware$/,
    exports: ["wrap"],
    framework: "express",
    source: "https://www.npmjs.com/package/async-middleware",
    checked,
  },
  {
    module: /^hono\/factory$/,
    exports: ["createMiddleware", "createHandlers"],
    framework: "hono",
    source: "https://hono.dev/docs/helpers/factory",
    checked,
  },
];

/**
 * Properties of a route that is an object whose functions get the request: `app.route({ method, url, handler })` of Fastify and
 * hapi.
 */
export const routeProperties: ReadonlySet<string> = new Set([
  ...["handler", "onRequest", "preParsing", "preValidation", "preHandler", "preSerialization"],
  ...["onSend", "onResponse"],
]);

/** Where the properties are described. @public Held against its date by the tests of all tables. */
export const routePropertiesSource: Sourced = {
  source: "https://fastify.dev/docs/latest/Reference/Routes/#routes-options",
  checked,
};

/** Properties of such an object that run nothing before its handler. */
export const passiveRouteProperties: ReadonlySet<string> = new Set([
  ...["method", "url", "path", "handler", "name", "config", "logLevel", "bodyLimit", "version"],
  ...["prefixTrailingSlash", "exposeHeadRoute", "onSend", "onResponse"],
]);
