import type { Sourced } from "./fact.js";

/** A function that a package exports, or that something it made has, which sends the CORS headers that its options say. */
export interface CorsOptionsFact extends Sourced {
  readonly module: RegExp;
  /** The dotted path of the export, `default` for the module itself; or a method of what the package made. */
  readonly export?: RegExp;
  readonly method?: string;
  /** Index of the argument with the options, and the property of it that holds them, with a dot for one of a property. */
  readonly argument: number;
  readonly property?: string;
  /** `*` goes out where no origin is set. */
  readonly isOpenByDefault: boolean;
  /** `true` sends the origin of the request back. */
  readonly reflectsOnTrue: boolean;
  /** With credentials, the origin of the request goes out in the place of `*`. */
  readonly reflectsWildcard?: true;
}

const checked = "2026-11-28";

export const corsOptionsFacts: readonly CorsOptionsFact[] = [
  {
    module: /^cors$/,
    export: /^default$/,
    argument: 0,
    isOpenByDefault: true,
    reflectsOnTrue: true,
    source: "https://expressjs.com/en/resources/middleware/cors.html",
    checked,
  },
  {
    module: /^@nestjs\/core$/,
    method: "enableCors",
    argument: 0,
    isOpenByDefault: true,
    reflectsOnTrue: true,
    source: "https://docs.nestjs.com/security/cors",
    checked,
  },
  {
    module: /^hono\/cors$/,
    export: /^cors$/,
    argument: 0,
    isOpenByDefault: true,
    reflectsOnTrue: false,
    source: "https://hono.dev/docs/middleware/builtin/cors",
    checked,
  },
  {
    module: /^apollo-server-lambda$/,
    method: "createHandler",
    argument: 0,
    property: "cors",
    isOpenByDefault: false,
    reflectsOnTrue: true,
    source: "https://www.npmjs.com/package/apollo-server-lambda/v/2.26.2",
    checked,
  },
  {
    // From version 3 on, which answers with Express.
    module: /^apollo-server-lambda$/,
    method: "createHandler",
    argument: 0,
    property: "expressGetMiddlewareOptions.cors",
    isOpenByDefault: true,
    reflectsOnTrue: true,
    source: "https://www.apollographql.com/docs/apollo-server/v3/api/apollo-server#cors",
    checked: "2026-11-29",
  },
  {
    module: /^@middy\/http-cors$/,
    export: /^default$/,
    argument: 0,
    isOpenByDefault: false,
    reflectsOnTrue: false,
    reflectsWildcard: true,
    source: "https://middy.js.org/docs/middlewares/http-cors",
    checked,
  },
];
