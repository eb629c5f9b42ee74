import type { Sourced } from "./fact.js";
import type { EventKind } from "./handler-types.js";

/** What a gateway that hands HTTP requests to a function asks of the object that the function returns. */
export interface ProxyResponseFact extends Sourced {
  readonly kind: EventKind;
  /** What the gateway does with a response that it cannot read, as the end of a sentence. */
  readonly onMalformed: string;
  /**
   * What becomes of an object without `statusCode`: the gateway takes it for a response with status 200, sends it whole as
   * the body, or refuses it. Nobody says it of VPC Lattice.
   */
  readonly withoutStatus: "assumed" | "body" | "refused" | "unknown";
  /** False where `"200"` does as well as `200`. */
  readonly needsNumericStatus: boolean;
  /** False where the gateway turns numbers and booleans among the headers into text. */
  readonly needsTextHeaders: boolean;
}

const checked = "2026-11-26";

export const proxyResponseFacts: readonly ProxyResponseFact[] = [
  {
    kind: "apigw-rest",
    onMalformed: "API Gateway answers 502 (`Malformed Lambda proxy response`)",
    // A REST API refuses unknown keys and lets every known one be missing; an HTTP API with payload format 1.0, whose
    // events have the same types, assumes nothing and answers 500:
    // https://repost.aws/knowledge-center/api-gateway-status-codes-http-api
    withoutStatus: "assumed",
    needsNumericStatus: false,
    needsTextHeaders: false,
    source:
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html",
    checked,
  },
  {
    kind: "apigw-http",
    onMalformed: "API Gateway answers 500 instead of it",
    withoutStatus: "body",
    needsNumericStatus: false,
    needsTextHeaders: false,
    source:
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html",
    checked,
  },
  {
    kind: "function-url",
    onMalformed: "the function URL does not send what is meant",
    withoutStatus: "body",
    needsNumericStatus: false,
    needsTextHeaders: false,
    source: "https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html",
    checked,
  },
  {
    kind: "alb",
    onMalformed: "the load balancer answers 502",
    withoutStatus: "refused",
    // https://github.com/adamchainz/apig-wsgi/issues/52
    needsNumericStatus: true,
    // https://github.com/jeremydaly/lambda-api/issues/117
    needsTextHeaders: true,
    source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html",
    checked,
  },
  {
    kind: "vpc-lattice",
    onMalformed: "VPC Lattice answers with an error",
    withoutStatus: "unknown",
    needsNumericStatus: false,
    needsTextHeaders: false,
    source: "https://docs.aws.amazon.com/vpc-lattice/latest/ug/lambda-functions.html",
    checked,
  },
];

/** The keys that the responses of all these gateways have in common, and those that some of them have. */
export const proxyResponseKeys: ReadonlySet<string> = new Set([
  ...["statusCode", "headers", "body", "isBase64Encoded"],
  ...["multiValueHeaders", "cookies", "statusDescription"],
]);

/** A package that comes between a handler and the gateway, and what it does to the response. */
export interface ResponseEffectFact extends Sourced {
  readonly module: string | RegExp;
  /** `keeps`: the response goes on as it is, or with headers added. `changes`: it is built or serialised from it. */
  readonly effect: "keeps" | "changes";
}

/** Wrappers and middlewares, the first that matches counts. One that is not here may change the response. */
export const responseEffectFacts: readonly ResponseEffectFact[] = [
  {
    // Those that build what goes out, or send it elsewhere.
    module:
      /^@middy\/(?:http-(?:response-serializer|content-encoding)|(?:ws|s3-object|cloudformation|event-batch)-response)$/,
    effect: "changes",
    source: "https://github.com/middyjs/middy/tree/main/packages",
    checked,
  },
  {
    module: /^@middy\//,
    effect: "keeps",
    source: "https://github.com/middyjs/middy/tree/main/packages",
    checked,
  },
  {
    module: /^@aws-lambda-powertools\/event-handler/,
    effect: "changes",
    source: "https://docs.aws.amazon.com/powertools/typescript/latest/features/event-handler/http/",
    checked,
  },
  {
    module: /^@aws-lambda-powertools\/(?!batch|kafka)/,
    effect: "keeps",
    source: "https://docs.aws.amazon.com/powertools/typescript/latest/",
    checked,
  },
  {
    module: /^@sentry\/(?:aws-)?serverless$/,
    effect: "keeps",
    source: "https://docs.sentry.io/platforms/javascript/guides/aws-lambda/",
    checked,
  },
  {
    module: "datadog-lambda-js",
    effect: "keeps",
    source: "https://docs.datadoghq.com/serverless/guide/handler_wrapper/",
    checked,
  },
  {
    module: "newrelic",
    effect: "keeps",
    source: "https://newrelic.github.io/node-newrelic/API.html",
    checked,
  },
  { module: "epsagon", effect: "keeps", source: "https://www.npmjs.com/package/epsagon", checked },
  {
    module: "@thundra/core",
    effect: "keeps",
    source: "https://www.npmjs.com/package/@thundra/core",
    checked,
  },
  {
    module: /^(?:sst\/node|@serverless-stack\/node)\/api$/,
    effect: "keeps",
    source: "https://v2.sst.dev/clients/api",
    checked,
  },
];

/** What a handler reads of a request and of no other event. */
export const requestKeys: ReadonlySet<string> = new Set([
  ...["body", "headers", "httpMethod", "path", "rawPath", "rawQueryString", "routeKey", "isBase64Encoded"],
  ...["queryStringParameters", "pathParameters", "multiValueHeaders", "multiValueQueryStringParameters"],
]);
