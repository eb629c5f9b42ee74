import type { Sourced } from "./fact.js";

/** The types of a GraphQL schema whose fields a client asks for, and where their resolvers get what it sends. */
export const rootTypes = {
  names: ["Query", "Mutation", "Subscription"],
  /** Index of the parameter that holds the field's arguments: `(parent, args, context, info)`. */
  argument: 1,
  /** What a field may have in place of a function. */
  methods: ["resolve", "subscribe"],
  source: "https://www.apollographql.com/docs/apollo-server/data/resolvers#resolver-arguments",
  checked: "2026-11-28",
} as const satisfies Sourced & {
  readonly names: readonly string[];
  readonly argument: number;
  readonly methods: readonly string[];
};
