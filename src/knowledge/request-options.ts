import type { Sourced } from "./fact.js";

/** A package that takes functions for requests in the options of its calls, however deep: `new ApolloServer({ resolvers })`. */
export interface RequestOptionsFact extends Sourced {
  readonly module: string;
  /** The options that hold them; all of them where it is undefined. */
  readonly options?: readonly string[];
}

const checked = "2026-11-26";
const openapiBackend = "https://openapistack.co/docs/openapi-backend/operation-handlers/";

export const requestOptionsFacts: readonly RequestOptionsFact[] = [
  ...["@apollo/server", "apollo-server-lambda", "apollo-server", "apollo-server-express"].map((module) => ({
    module,
    options: ["resolvers", "schema", "context"],
    source: "https://www.apollographql.com/docs/apollo-server/data/resolvers",
    checked,
  })),
  ...["@graphql-tools/schema", "graphql-tools"].map((module) => ({
    module,
    options: ["resolvers"],
    source: "https://the-guild.dev/graphql/tools/docs/resolvers",
    checked,
  })),
  {
    module: "graphql-yoga",
    options: ["resolvers", "schema", "context"],
    source: "https://the-guild.dev/graphql/yoga-server/docs/features/schema",
    checked,
  },
  { module: "@trpc/server", source: "https://trpc.io/docs/server/routers", checked },
  { module: "inngest", source: "https://www.inngest.com/docs/reference/serve", checked },
  { module: "aws-lambda-router", source: "https://www.npmjs.com/package/aws-lambda-router", checked },
  { module: "openapi-backend", options: ["handlers"], source: openapiBackend, checked: "2026-11-28" },
];

/** Methods of apps that take the functions of operations by name: `api.register({ getOrder: async (c) => … })`. */
export const operationMethods = {
  module: "openapi-backend",
  names: ["register", "registerHandler"],
  source: openapiBackend,
  checked: "2026-11-28",
} as const satisfies Sourced & { readonly module: string; readonly names: readonly string[] };
