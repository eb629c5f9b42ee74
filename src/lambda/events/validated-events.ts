import { validatingWrappers } from "../../knowledge/sanitizers.js";
import { bareSpecifier } from "../../syntax/imports.js";
import { oncePer } from "../../syntax/once-per.js";
import type { Syntax } from "../../syntax/syntax.js";

const answerOf = oncePer(({ facts }: Syntax) => ({
  hasWrapper: [...facts.specifiers].some((specifier) =>
    validatingWrappers.some(({ module }) => module.test(bareSpecifier(specifier))),
  ),
}));

/** True when the file imports something that looks at events before its handlers get them: middy's validator, a parser. */
export function hasValidatingWrapper(syntax: Syntax): boolean {
  return answerOf(syntax).hasWrapper;
}
