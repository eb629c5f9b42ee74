import type { Sourced } from "./fact.js";

/** How the functions that a framework calls for a request get what the client has sent: those of routes, resolvers, procedures, bots. */
export interface WebRequestFact extends Sourced {
  readonly module: RegExp;
  /** Index of the parameter that holds the request. */
  readonly argument: number;
  /** Names of its type, where a function is given to a route in another file. */
  readonly types: readonly string[];
  /** Names of the types of such functions. */
  readonly functionTypes: readonly string[];
  /** The ways from the parameter to what the client decides. */
  readonly parts: readonly WebRequestPart[];
  /** An object beside the function of a route may hold a schema, which the framework checks the request with. */
  readonly hasOptions?: true;
  /** Names of the methods that take such functions, where they are not those of routes of HTTP. */
  readonly methods?: readonly string[];
}

export interface WebRequestPart {
  /** What of the request it is; undefined for what may have been looked at before. */
  readonly part: "body" | "path" | "query" | "headers" | undefined;
  /** The way to it: names of properties, and `name()` for what a call of the method gives. */
  readonly path: readonly string[];
}

function parts(
  part: NonNullable<WebRequestPart["part"]>,
  ...paths: readonly (readonly string[])[]
): readonly WebRequestPart[] {
  return paths.map((path) => ({ part, path }));
}

const checked = "2026-11-27";

/** What a client sends has a type that a schema says, or that nothing says. */
function sent(...paths: readonly (readonly string[])[]): readonly WebRequestPart[] {
  return paths.map((path) => ({ part: undefined, path }));
}

/** `body`, `params` … of the request, as Express has them. */
const likeExpress = [
  ...parts("body", ["body"]),
  ...parts("path", ["params"]),
  ...parts("query", ["query"]),
  ...parts("headers", ["headers"], ["cookies"], ["header()"]),
];

export const webRequestFacts: readonly WebRequestFact[] = [
  {
    module: /^(?:express|express-serve-static-core|express-promise-router)$/,
    argument: 0,
    types: ["Request"],
    functionTypes: ["RequestHandler", "ErrorRequestHandler"],
    parts: [...likeExpress, ...parts("path", ["param()"])],
    source: "https://expressjs.com/en/api.html#req",
    checked,
  },
  {
    module: /^lambda-api$/,
    argument: 0,
    types: ["Request"],
    functionTypes: ["HandlerFunction", "Middleware", "ErrorHandlingMiddleware"],
    parts: likeExpress,
    source: "https://www.npmjs.com/package/lambda-api#request",
    checked,
  },
  {
    module: /^fastify$/,
    argument: 0,
    types: ["FastifyRequest"],
    functionTypes: ["RouteHandler", "RouteHandlerMethod"],
    parts: likeExpress,
    hasOptions: true,
    source: "https://fastify.dev/docs/latest/Reference/Request/",
    checked,
  },
  {
    module: /^itty-router$/,
    argument: 0,
    types: ["IRequest"],
    functionTypes: ["RequestHandler"],
    parts: [
      ...parts("path", ["params"]),
      ...parts("query", ["query"]),
      ...parts("body", ["content"], ["json()"], ["text()"]),
    ],
    source: "https://itty.dev/itty-router/concepts#request",
    checked,
  },
  {
    module: /^(?:koa|@koa\/router|koa-router)$/,
    argument: 0,
    types: ["Context", "ParameterizedContext", "RouterContext"],
    functionTypes: ["Middleware"],
    parts: [
      ...parts("body", ["request", "body"]),
      ...parts("path", ["params"]),
      ...parts("query", ["query"], ["request", "query"]),
      ...parts("headers", ["headers"], ["header"], ["request", "headers"], ["request", "header"]),
    ],
    source: "https://koajs.com/#context",
    checked,
  },
  {
    module: /^(?:hono(?:\/(?:factory|tiny|quick))?|@hono\/zod-openapi)$/,
    argument: 0,
    types: ["Context"],
    functionTypes: ["Handler", "MiddlewareHandler"],
    // Not `valid()`: what it gives has passed a validator.
    parts: [
      ...parts("body", ["req", "json()"], ["req", "text()"], ["req", "parseBody()"], ["req", "formData()"]),
      ...parts("path", ["req", "param()"]),
      ...parts("query", ["req", "query()"], ["req", "queries()"]),
      ...parts("headers", ["req", "header()"]),
    ],
    source: "https://hono.dev/docs/api/request",
    checked,
  },
  {
    module:
      /^@aws-lambda-powertools\/event-handler(?:\/(?:experimental-rest|experimental-http|http|types))?$/,
    argument: 0,
    types: ["RequestContext"],
    functionTypes: ["RouteHandler", "Middleware"],
    parts: [
      ...parts("path", ["params"]),
      ...parts("body", ["req", "json()"], ["req", "text()"], ["req", "formData()"]),
    ],
    source:
      "https://docs.aws.amazon.com/powertools/typescript/latest/api/types/_aws-lambda-powertools_event-handler.types.RequestContext.html",
    checked,
  },
  {
    module: /^@aws-lambda-powertools\/event-handler\/appsync-graphql$/,
    argument: 0,
    types: [],
    functionTypes: [],
    parts: sent([]),
    methods: ["resolver", "onQuery", "onMutation", "batchResolver", "onBatchQuery", "onBatchMutation"],
    source:
      "https://docs.aws.amazon.com/powertools/typescript/latest/features/event-handler/appsync-graphql/",
    checked: "2026-11-28",
  },
  {
    module: /^@aws-lambda-powertools\/event-handler\/appsync-events$/,
    argument: 0,
    types: [],
    functionTypes: [],
    parts: sent([]),
    methods: ["onPublish", "onSubscribe"],
    source: "https://docs.aws.amazon.com/powertools/typescript/latest/features/event-handler/appsync-events/",
    checked: "2026-11-28",
  },
  {
    module: /^@aws-lambda-powertools\/event-handler\/bedrock-agent$/,
    argument: 0,
    types: [],
    functionTypes: [],
    parts: sent([]),
    methods: ["tool"],
    source: "https://docs.aws.amazon.com/powertools/typescript/latest/features/event-handler/bedrock-agents/",
    checked: "2026-11-28",
  },
  {
    module: /^@trpc\/server$/,
    argument: 0,
    types: [],
    functionTypes: [],
    parts: sent(["input"]),
    methods: ["query", "mutation", "subscription"],
    source: "https://trpc.io/docs/server/procedures",
    checked: "2026-11-28",
  },
  {
    module: /^openapi-backend$/,
    argument: 0,
    types: [],
    functionTypes: [],
    // The definition of the API says how they look.
    parts: sent(
      ["request", "params"],
      ["request", "query"],
      ["request", "body"],
      ["request", "requestBody"],
      ["request", "headers"],
    ),
    methods: ["register", "registerHandler"],
    source: "https://openapistack.co/docs/openapi-backend/operation-handlers/",
    checked: "2026-11-28",
  },
  {
    module: /^@slack\/bolt$/,
    argument: 0,
    types: [],
    functionTypes: [],
    parts: sent(["payload"], ["body"], ["command", "text"], ["message"], ["event"], ["action"], ["options"]),
    methods: ["action", "command", "event", "message", "options", "shortcut", "use", "view"],
    source: "https://docs.slack.dev/tools/bolt-js/reference/#listener-function-arguments",
    checked: "2026-11-28",
  },
  {
    module: /^(?:grammy|telegraf)$/,
    argument: 0,
    types: [],
    functionTypes: [],
    parts: sent(["message"], ["msg"], ["match"], ["update"], ["callbackQuery"], ["payload"], ["args"]),
    methods: ["action", "callbackQuery", "command", "hears", "help", "inlineQuery", "on", "start", "use"],
    source: "https://grammy.dev/guide/context",
    checked: "2026-11-28",
  },
];

/**
 * Methods of apps and routers that take the functions of routes. What other methods are given (`app.pg.query()`,
 * `res.locals.orders.map()`) gets no request, or an error before it.
 */
export const routeMethods: ReadonlySet<string> = new Set([
  ...["get", "post", "put", "patch", "delete", "del", "head", "options", "trace", "all", "any"],
  ...["use", "route", "openapi", "METHOD"],
]);

/** The same with the methods of all frameworks that have others. */
export const requestTakingMethods: ReadonlySet<string> = new Set([
  ...routeMethods,
  ...webRequestFacts.flatMap(({ methods = [] }) => methods),
]);

/** Methods whose functions look at the requests of the routes behind them. */
export const commonMethods: ReadonlySet<string> = new Set(["use", "all", "addHook", "param"]);

/**
 * Names of what looks at a request before the route's own function, or says how it has to look. A parser of bodies looks at
 * nothing, nor does a health check.
 */
export const requestChecks = /valid|schema|celebrate|(?<!health[-_]?)check|sanit|parse(?!rs?$)/i;

/** Packages of middlewares that look at requests: `express-validator`, `celebrate`, `@hono/zod-validator`. */
export const checkingPackages = /valid|celebrate/;

/** A path that says how a parameter of it has to look: `/:id(\\d+)`, `/:id{[0-9]+}`. */
export const pathPatterns = /:\w+[({]/;

/** All methods that give a part of a request. */
export const requestMethods: ReadonlySet<string> = new Set(
  webRequestFacts
    .flatMap(({ parts }) => parts.map(({ path }) => path.at(-1) ?? ""))
    .filter((step) => step.endsWith("()"))
    .map((step) => step.slice(0, -2)),
);

/** Decorators of parameters that hold a part of a request: `find(@Param("id") id: string)`. */
export const requestDecorators = {
  module: "@nestjs/common",
  exports: ["Body", "Headers", "Param", "Query"],
  /** Of a method, or of its class. */
  pipes: "UsePipes",
  source: "https://docs.nestjs.com/controllers#request-object",
  checked,
} as const satisfies Sourced & {
  readonly module: string;
  readonly exports: readonly string[];
  readonly pipes: string;
};
