import { handlerTypeModules } from "../../knowledge/handler-types.js";
import type { WrapperFact } from "../../knowledge/wrapper-fact.js";
import { handlerDecoratorFacts, wrapperFacts } from "../../knowledge/wrappers.js";
import { matchesModule } from "../../knowledge/index-facts.js";
import type { SyntaxFacts } from "../../syntax/facts.js";
import { findAllSpecifiersInText } from "../../syntax/specifiers-in-text.js";
import { mentionsTypeNamespace } from "../bindings/lambda-types.js";

/** Modules whose types, wrappers or decorators tell handlers. A subpath goes with its package. */
const telling = new RegExp(
  `^(?:${[
    ...handlerTypeModules,
    "@aws-lambda-powertools/commons",
    ...[...wrapperFacts, ...handlerDecoratorFacts].map(({ module }) => module),
  ]
    .map(toPattern)
    .join("|")})(?:/|$)`,
);

/** The answer for a specifier is kept: a run meets few, again and again. */
const known = new Map<string, boolean>();

/**
 * False for a file that imports no module whose types, wrappers or decorators tell handlers, nor uses the global that the
 * runtime has for streaming or that of the types: only the names of its exports can tell them.
 */
export function usesTellingModule(
  { sourceCode, specifiers }: SyntaxFacts,
  ownWrappers: readonly WrapperFact[],
): boolean {
  return usesTellingGlobal(sourceCode.text) || isAnyTelling(specifiers, ownWrappers);
}

/** The same of a text that nobody parsed, which may mention a module that it does not import. */
export function mentionsTellingModule(text: string, ownWrappers: readonly WrapperFact[]): boolean {
  return usesTellingGlobal(text) || isAnyTelling(findAllSpecifiersInText(text), ownWrappers);
}

function usesTellingGlobal(text: string): boolean {
  return text.includes("awslambda") || mentionsTypeNamespace(text);
}

function isAnyTelling(specifiers: Iterable<string>, ownWrappers: readonly WrapperFact[]): boolean {
  for (const specifier of specifiers) {
    if (isTelling(specifier)) return true;
    if (ownWrappers.some(({ module }) => matchesModule(specifier, module))) return true;
  }
  return false;
}

function isTelling(specifier: string): boolean {
  let answer = known.get(specifier);
  if (answer === undefined) {
    answer = telling.test(specifier);
    known.set(specifier, answer);
  }
  return answer;
}

function toPattern(module: string | RegExp): string {
  return typeof module === "string"
    ? module.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")
    : module.source.replace(/^\^|\$$/g, "");
}
