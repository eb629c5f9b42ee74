import type { Sourced } from "./fact.js";
import type { WrapperFact } from "./wrapper-fact.js";

const checked = "2026-11-24";
const powertools = "https://docs.aws.amazon.com/powertools/typescript/latest/features";

/** A wrapper that the Node.js runtime of Lambda puts into the global scope. */
export interface GlobalWrapperFact extends Omit<WrapperFact, "module" | "export"> {
  /** The path from the global object, joined by dots. */
  readonly global: string;
}

export const globalWrapperFacts: readonly GlobalWrapperFact[] = [
  {
    global: "awslambda.streamifyResponse",
    kind: "handler",
    argument: 0,
    effect: "streaming",
    source: "https://docs.aws.amazon.com/lambda/latest/dg/config-rs-write-functions.html",
    checked,
  },
];

type WrapperFamily = Omit<WrapperFact, "export" | "argument" | "checked"> & {
  readonly exports: readonly string[];
  readonly argument?: number;
};

/** One fact for each export; they wrap their first argument unless the family says otherwise. */
function wrappers({ exports, ...family }: WrapperFamily): readonly WrapperFact[] {
  return exports.map((name) => ({ argument: 0, ...family, export: name, checked }));
}

/**
 * Wrappers that packages export. Those of kind `handler` may be curried: `getHandler(contract)(f)`, `thundra()(f)`.
 *
 * `makeIdempotent` and `processPartialResponse` also take functions that a handler calls: like a handler they run per
 * invocation, on its data. `serverlessExpress` takes the application as the property `app` of its argument.
 */
export const wrapperFacts: readonly WrapperFact[] = [
  // The handler itself
  ...wrappers({
    module: "@middy/core",
    exports: ["default"],
    kind: "builder",
    source: "https://middy.js.org/docs/intro/how-it-works",
  }),
  ...wrappers({
    module: "middy",
    exports: ["default"],
    kind: "builder",
    source: "https://www.npmjs.com/package/middy",
  }),
  ...wrappers({
    module: "lambda-stream",
    exports: ["streamifyResponse"],
    kind: "handler",
    effect: "streaming",
    source: "https://www.npmjs.com/package/lambda-stream",
  }),
  ...wrappers({
    module: "@aws/durable-execution-sdk-js",
    exports: ["withDurableExecution"],
    kind: "handler",
    effect: "durable",
    source: "https://www.npmjs.com/package/@aws/durable-execution-sdk-js",
  }),
  ...wrappers({
    module: "@aws-lambda-powertools/idempotency",
    exports: ["makeIdempotent"],
    kind: "handler",
    source: `${powertools}/idempotency/`,
  }),
  ...wrappers({
    module: "@aws-lambda-powertools/kafka",
    exports: ["kafkaConsumer"],
    kind: "handler",
    source: `${powertools}/kafka/`,
  }),
  ...wrappers({
    module: "@aws-lambda-powertools/batch",
    exports: ["processPartialResponse", "processPartialResponseSync"],
    kind: "handler",
    argument: 1,
    effect: "batch",
    source: `${powertools}/batch/`,
  }),
  ...wrappers({
    module: "@dazn/lambda-powertools-pattern-basic",
    exports: ["default"],
    kind: "handler",
    source: "https://www.npmjs.com/package/@dazn/lambda-powertools-pattern-basic",
  }),
  ...wrappers({
    module: "@swarmion/serverless-contracts",
    exports: ["getHandler", "getMultipleEventBridgeHandler"],
    kind: "handler",
    source: "https://www.swarmion.dev/docs/how-to-guides/migration-guides/ajv-dependency-injection",
  }),
  ...wrappers({
    module: "@architect/functions",
    exports: ["http", "http.async", "events.subscribe", "queues.subscribe"],
    kind: "handler",
    source: "https://arc.codes/docs/en/reference/runtime/node",
  }),
  ...wrappers({
    module: "sst/node/api",
    exports: ["ApiHandler"],
    kind: "handler",
    source: "https://v2.sst.dev/clients/api",
  }),
  ...wrappers({
    module: "sst/node/event-bus",
    exports: ["EventHandler"],
    kind: "function",
    argument: 1,
    source: "https://v2.sst.dev/clients/event-bus",
  }),
  ...wrappers({
    module: "sst/aws/bus",
    exports: ["bus.subscriber", "bus.handler"],
    kind: "function",
    argument: 1,
    source: "https://app.unpkg.com/sst@3.16.6/files/dist/aws/bus.d.ts",
  }),
  ...wrappers({
    module: "sst/aws/realtime",
    exports: ["realtime.authorizer"],
    kind: "function",
    source: "https://sst.dev/docs/component/aws/realtime/",
  }),
  ...wrappers({
    module: "sst/context",
    exports: ["Handler"],
    kind: "handler",
    argument: 1,
    source: "https://v2.sst.dev/packages/sst",
  }),
  ...wrappers({
    module: "@serverless-stack/node/api",
    exports: ["ApiHandler"],
    kind: "handler",
    source: "https://v2.sst.dev/clients/api",
  }),

  // Metrics and tracing
  ...wrappers({
    module: "aws-embedded-metrics",
    exports: ["metricScope"],
    kind: "maker",
    source: "https://www.npmjs.com/package/aws-embedded-metrics",
  }),
  ...wrappers({
    module: "@sentry/aws-serverless",
    exports: ["wrapHandler"],
    kind: "handler",
    source: "https://docs.sentry.io/platforms/javascript/guides/aws-lambda/",
  }),
  ...wrappers({
    module: "@sentry/serverless",
    exports: ["AWSLambda.wrapHandler"],
    kind: "handler",
    source: "https://www.npmjs.com/package/@sentry/serverless",
  }),
  ...wrappers({
    module: "datadog-lambda-js",
    exports: ["datadog"],
    kind: "handler",
    source: "https://docs.datadoghq.com/serverless/guide/handler_wrapper/",
  }),
  ...wrappers({
    module: "newrelic",
    exports: ["setLambdaHandler"],
    kind: "handler",
    source: "https://newrelic.github.io/node-newrelic/API.html",
  }),
  ...wrappers({
    module: "epsagon",
    exports: ["lambdaWrapper", "stepLambdaWrapper"],
    kind: "handler",
    source: "https://www.npmjs.com/package/epsagon",
  }),
  ...wrappers({
    module: "@thundra/core",
    exports: ["default"],
    kind: "handler",
    source: "https://www.npmjs.com/package/@thundra/core",
  }),
  ...wrappers({
    module: "elastic-apm-node",
    exports: ["lambda"],
    kind: "handler",
    source: "https://www.elastic.co/guide/en/apm/agent/nodejs/2.x/lambda.html",
  }),
  ...wrappers({
    module: "@baselime/node-opentelemetry/lambda",
    exports: ["withOpenTelemetry"],
    kind: "handler",
    source: "https://github.com/baselime/lambda-node-opentelemetry/issues/58",
  }),

  // A skill of Alexa
  ...["ask-sdk", "ask-sdk-core"].flatMap((module) =>
    wrappers({
      module,
      exports: ["SkillBuilders.custom", "SkillBuilders.standard"],
      kind: "skill",
      source:
        "https://developer.amazon.com/en-US/docs/alexa/alexa-skills-kit-sdk-for-nodejs/host-a-skill-on-aws-lambda.html",
    }),
  ),

  // A web application behind an adapter, or a list of routes
  ...wrappers({
    module: "@middy/http-router",
    exports: ["default"],
    kind: "app",
    source: "https://middy.js.org/docs/routers/http-router",
  }),
  ...wrappers({
    module: "@middy/ws-router",
    exports: ["default"],
    kind: "app",
    source: "https://middy.js.org/docs/routers/ws-router",
  }),
  ...wrappers({
    module: "grammy",
    exports: ["webhookCallback"],
    kind: "app",
    source: "https://grammy.dev/hosting/aws-lambda",
  }),
  ...wrappers({
    module: "@probot/adapter-aws-lambda-serverless",
    exports: ["createLambdaFunction"],
    kind: "app",
    source: "https://www.npmjs.com/package/@probot/adapter-aws-lambda-serverless",
  }),
  ...wrappers({
    module: "aws-lambda-router",
    exports: ["handler"],
    kind: "app",
    source: "https://www.npmjs.com/package/aws-lambda-router",
  }),
  ...wrappers({
    module: "inngest/lambda",
    exports: ["serve"],
    kind: "app",
    source: "https://www.inngest.com/docs/reference/serve",
  }),
  ...wrappers({
    module: "serverless-http",
    exports: ["default"],
    kind: "app",
    source: "https://www.npmjs.com/package/serverless-http",
  }),
  ...wrappers({
    module: "aws-serverless-express",
    exports: ["createServer"],
    kind: "app",
    source: "https://www.npmjs.com/package/aws-serverless-express",
  }),
  ...wrappers({
    module: "@vendia/serverless-express",
    exports: ["default", "configure", "createServer"],
    kind: "app",
    source: "https://www.npmjs.com/package/@vendia/serverless-express",
  }),
  ...wrappers({
    module: "@codegenie/serverless-express",
    exports: ["default", "configure", "createServer"],
    kind: "app",
    source: "https://www.npmjs.com/package/@codegenie/serverless-express",
  }),
  ...wrappers({
    module: "@fastify/aws-lambda",
    exports: ["default", "awsLambdaFastify"],
    kind: "app",
    source: "https://www.npmjs.com/package/@fastify/aws-lambda",
  }),
  ...wrappers({
    module: "aws-lambda-fastify",
    exports: ["default"],
    kind: "app",
    source: "https://www.npmjs.com/package/aws-lambda-fastify",
  }),
  ...wrappers({
    module: "hono/aws-lambda",
    exports: ["handle"],
    kind: "app",
    source: "https://hono.dev/docs/getting-started/aws-lambda",
  }),
  ...wrappers({
    module: "hono/aws-lambda",
    exports: ["streamHandle"],
    kind: "app",
    effect: "streaming",
    source: "https://hono.dev/docs/getting-started/aws-lambda",
  }),
  ...wrappers({
    module: "hono/lambda-edge",
    exports: ["handle"],
    kind: "app",
    source: "https://hono.dev/docs/getting-started/lambda-edge",
  }),
  ...wrappers({
    module: "@aws-lambda-powertools/event-handler/http",
    exports: ["streamify"],
    kind: "app",
    effect: "streaming",
    source: `${powertools}/event-handler/http/`,
  }),
  ...wrappers({
    module: "@as-integrations/aws-lambda",
    exports: ["startServerAndCreateLambdaHandler"],
    kind: "app",
    source: "https://www.npmjs.com/package/@as-integrations/aws-lambda",
  }),
  ...wrappers({
    module: "@trpc/server/adapters/aws-lambda",
    exports: ["awsLambdaRequestHandler"],
    kind: "app",
    source: "https://trpc.io/docs/server/adapters/aws-lambda",
  }),
  ...wrappers({
    module: "@trpc/server/adapters/aws-lambda",
    exports: ["awsLambdaStreamingRequestHandler"],
    kind: "app",
    effect: "streaming",
    source: "https://trpc.io/docs/server/adapters/aws-lambda",
  }),
];

/** A decorator of a class method that Lambda calls, or that a handler calls for each request. */
export interface HandlerDecoratorFact extends Sourced {
  readonly module: string;
  /** The decorator factory; with `method`, the class whose instances have it. */
  readonly export: string;
  /** The factory is this method of an instance: `@logger.injectLambdaContext()`. */
  readonly method?: string;
}

export const handlerDecoratorFacts: readonly HandlerDecoratorFact[] = [
  {
    module: "@aws-lambda-powertools/logger",
    export: "Logger",
    method: "injectLambdaContext",
    source: `${powertools}/logger/`,
    checked,
  },
  {
    module: "@aws-lambda-powertools/tracer",
    export: "Tracer",
    method: "captureLambdaHandler",
    source: `${powertools}/tracer/`,
    checked,
  },
  {
    module: "@aws-lambda-powertools/metrics",
    export: "Metrics",
    method: "logMetrics",
    source: `${powertools}/metrics/`,
    checked,
  },
  { module: "@aws-lambda-powertools/parser", export: "parser", source: `${powertools}/parser/`, checked },
  {
    module: "@aws-lambda-powertools/idempotency",
    export: "idempotent",
    source: `${powertools}/idempotency/`,
    checked,
  },
  {
    module: "@aws-lambda-powertools/validation/decorator",
    export: "validator",
    source: `${powertools}/validation/`,
    checked,
  },
];
