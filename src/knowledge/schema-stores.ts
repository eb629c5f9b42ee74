import type { Sourced } from "./fact.js";

/**
 * A package whose objects are made with a schema: they turn a text into what that has in its place, or refuse it, so that only
 * what is no text goes through.
 */
export interface SchemaStoreFact extends Sourced {
  /** The package that made the object. */
  readonly module: RegExp;
  /** Methods that validate all of what they are given before they store it. */
  readonly validates: RegExp;
}

export const schemaStoreFacts: readonly SchemaStoreFact[] = [
  {
    module: /^mongoose$/,
    validates: /^(?:create|insertMany)$/,
    // Casting of filters: https://mongoosejs.com/docs/tutorials/query_casting.html
    source: "https://mongoosejs.com/docs/validation.html",
    checked: "2026-11-28",
  },
];
