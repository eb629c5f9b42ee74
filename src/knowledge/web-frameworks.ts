import type { Sourced } from "./fact.js";

const checked = "2026-11-24";

function sourced(source: string): Sourced {
  return { source, checked };
}

/**
 * Packages of other frameworks, platforms and tools that also call a function `handler`. A function that takes one of
 * their types is theirs and is no Lambda handler.
 */
export const webFrameworkModules: ReadonlyMap<string, Sourced> = new Map([
  // Web frameworks
  ["express", sourced("https://expressjs.com/en/guide/routing.html")],
  ["express-serve-static-core", sourced("https://www.npmjs.com/package/@types/express-serve-static-core")],
  ["connect", sourced("https://www.npmjs.com/package/connect")],
  ["restify", sourced("https://www.npmjs.com/package/restify")],
  ["fastify", sourced("https://fastify.dev/docs/latest/Reference/Routes/")],
  ["koa", sourced("https://koajs.com/")],
  ["@koa/router", sourced("https://www.npmjs.com/package/@koa/router")],
  ["@hapi/hapi", sourced("https://hapi.dev/tutorials/routing")],
  ["hono", sourced("https://hono.dev/docs/api/routing")],
  ["lambda-api", sourced("https://www.npmjs.com/package/lambda-api")],
  ["itty-router", sourced("https://itty.dev/itty-router/")],
  ["h3", sourced("https://h3.dev/guide/basics/handler")],
  ["nitro", sourced("https://nitro.build/guide/routing")],
  ["nitropack", sourced("https://www.npmjs.com/package/nitropack")],
  ["next", sourced("https://nextjs.org/docs/pages/building-your-application/routing/api-routes")],
  ["next-auth", sourced("https://next-auth.js.org/configuration/initialization")],
  ["nuxt", sourced("https://nuxt.com/docs/guide/directory-structure/server")],
  ["astro", sourced("https://docs.astro.build/en/guides/endpoints/")],
  ["@sveltejs/kit", sourced("https://svelte.dev/docs/kit/routing")],
  ["@remix-run/node", sourced("https://remix.run/docs/en/main/guides/resource-routes")],
  ["react-router", sourced("https://reactrouter.com/how-to/resource-routes")],
  ["react", sourced("https://react.dev/learn/responding-to-events")],

  // Bots
  ["@slack/bolt", sourced("https://docs.slack.dev/tools/bolt-js/deployments/aws-lambda/")],
  ["grammy", sourced("https://grammy.dev/hosting/aws-lambda")],
  ["telegraf", sourced("https://telegraf.js.org/")],
  [
    "discord.js",
    {
      source: "https://commandkit.dev/docs/api-reference/types/slashcommandprops",
      checked: "2026-11-29",
    },
  ],
  ["probot", sourced("https://probot.github.io/docs/deployment/")],

  // Other platforms
  ["@netlify/functions", sourced("https://docs.netlify.com/functions/get-started/")],
  ["@vercel/node", sourced("https://vercel.com/docs/functions/runtimes/node-js")],
  ["@azure/functions", sourced("https://learn.microsoft.com/azure/azure-functions/functions-reference-node")],
  ["firebase-functions", sourced("https://firebase.google.com/docs/functions/http-events")],
  [
    "@google-cloud/functions-framework",
    sourced("https://www.npmjs.com/package/@google-cloud/functions-framework"),
  ],
  ["@cloudflare/workers-types", sourced("https://developers.cloudflare.com/workers/languages/typescript/")],

  // Tools
  ["msw", sourced("https://mswjs.io/docs/concepts/request-handler")],
  ["yargs", sourced("https://github.com/yargs/yargs/blob/main/docs/advanced.md")],
]);

/** A package of routers, whose types a Lambda handler may take as well. */
export interface RouterFact extends Sourced {
  readonly module: RegExp;
}

export const routerModules: readonly RouterFact[] = [
  { module: /^@nestjs\//, ...sourced("https://docs.nestjs.com/controllers") },
  {
    module: /^@aws-lambda-powertools\/event-handler(?:\/|$)/,
    ...sourced("https://docs.aws.amazon.com/powertools/typescript/latest/features/event-handler/http/"),
  },
];

/** @public Held against its date by the tests of all tables. */
export const setUpMethodsSource: Sourced = sourced("https://fastify.dev/docs/latest/Reference/Plugins/");

/** Methods of apps and servers whose functions run while they are set up, not for requests. */
export const setUpMethods: ReadonlySet<string> = new Set([
  ...["register", "listen", "ready", "onInit", "onReady", "onStartup", "registerSingleton"],
]);

/** @public Held against its date by the tests of all tables. */
export const givingMethodsSource: Sourced = sourced("https://www.npmjs.com/package/@koa/router");

/** Methods of routers that give what an app takes: `app.use(router.routes())`. */
export const givingMethods: ReadonlySet<string> = new Set(["routes", "middleware"]);

/** A module that describes infrastructure. A file that imports it runs while deploying, not inside Lambda. */
export interface InfrastructureFact extends Sourced {
  readonly module: string | RegExp;
}

/**
 * Not here: `sst`, `@aws-amplify/backend/function/runtime` and other modules that a function's own code imports.
 * Files of Pulumi may hold the body of a function as a closure; they still are no handler files.
 */
export const infrastructureModules: readonly InfrastructureFact[] = [
  { module: /^aws-cdk-lib(\/|$)/, ...sourced("https://docs.aws.amazon.com/cdk/v2/guide/constructs.html") },
  { module: "constructs", ...sourced("https://www.npmjs.com/package/constructs") },
  { module: /^@aws-cdk\//, ...sourced("https://docs.aws.amazon.com/cdk/v2/guide/constructs.html") },
  { module: /^@pulumi\//, ...sourced("https://www.pulumi.com/docs/iac/languages-sdks/javascript/") },
  { module: /^cdktf(\/|$)/, ...sourced("https://developer.hashicorp.com/terraform/cdktf") },
  { module: /^@cdktf\//, ...sourced("https://developer.hashicorp.com/terraform/cdktf") },
  { module: /^sst\/constructs(\/|$)/, ...sourced("https://v2.sst.dev/constructs") },
  {
    module: "@serverless-stack/resources",
    ...sourced("https://www.npmjs.com/package/@serverless-stack/resources"),
  },
  { module: "@serverless/typescript", ...sourced("https://www.npmjs.com/package/@serverless/typescript") },
  { module: /^projen(\/|$)/, ...sourced("https://projen.io/docs/introduction/") },
  { module: "@aws-amplify/backend", ...sourced("https://docs.amplify.aws/react/build-a-backend/functions/") },
];
