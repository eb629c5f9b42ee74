import { validatingWrappers } from "../knowledge/sanitizers.js";
import { bareSpecifier } from "../syntax/imports.js";
import type { Syntax } from "../syntax/syntax.js";

/** True when the file imports something that looks at events before its handlers get them: middy's validator, a parser. */
export function hasValidatingWrapper({ facts }: Syntax): boolean {
  return [...facts.specifiers].some((specifier) =>
    validatingWrappers.some(({ module }) => module.test(bareSpecifier(specifier))),
  );
}
