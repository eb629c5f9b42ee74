import { handlerTypeModules } from "../knowledge/handler-types.js";
import type { WrapperFact } from "../knowledge/wrapper-fact.js";
import { handlerDecoratorFacts, wrapperFacts } from "../knowledge/wrappers.js";

/** Modules whose types, wrappers or decorators tell handlers. */
const telling = [
  ...handlerTypeModules,
  "@aws-lambda-powertools/commons",
  ...[...wrapperFacts, ...handlerDecoratorFacts].map(({ module }) => module),
];

/** A telling module as code names it, in quotes; and the global that the runtime has for streaming. */
const mention = new RegExp(
  `["'\`](?:${[...new Set(telling)].map(toPattern).join("|")})["'\`/]|\\bawslambda\\b`,
);

/**
 * False for a text that names no module whose types, wrappers or decorators tell handlers: only the names of its exports
 * can tell them. A look that spares most files of a repository every walk.
 */
export function mentionsTellingModule(text: string, ownWrappers: readonly WrapperFact[]): boolean {
  return mention.test(text) || ownWrappers.some(({ module }) => new RegExp(toPattern(module)).test(text));
}

function toPattern(module: string | RegExp): string {
  return typeof module === "string"
    ? module.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")
    : module.source.replace(/^\^|\$$/g, "");
}
