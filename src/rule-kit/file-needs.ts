import { mayTakeWebRequests } from "../lambda/events/web-requests.js";
import type { LambdaModel } from "../lambda/model.js";
import type { SyntaxFacts } from "../syntax/facts.js";
import type { AnyRuleContext } from "./file-settings.js";
import { getLambda } from "./get-lambda.js";

/**
 * What a file must have for a rule to find anything in it, as far as its imports and its words tell. All rules of a file
 * ask the same facts, which are collected once, so that a rule with nothing to say costs a look into a set. What is asked
 * for here may be there in vain; what the rule reports must not be without it.
 */
export interface FileNeeds {
  /**
   * Names or imports of a handler (`LambdaModel.mayHaveEvidence`), or a function that other files make a handler
   * (`isMadeHandler`).
   */
  readonly evidence: true;
  /**
   * Where handlers of other files may run its code, a file without evidence will do as well that creates clients, that asks
   * other systems in any way, that imports a web framework whose requests are known, or that has any code. The last is for
   * rules whose words few files have.
   */
  readonly orServes?: ServedCode | readonly ServedCode[];
  /** One of these words in the code: identifiers, texts, parts of templates. A pattern is tried on each line of them all. */
  readonly words?: readonly string[] | RegExp;
  /** A specifier that the pattern matches. */
  readonly imports?: RegExp;
}

type ServedCode = "clients" | "requests" | "routes" | "code";

/** Cheapest first: most files have no evidence. */
export function hasWhatIsNeeded({ orServes, words, imports }: FileNeeds, context: AnyRuleContext): boolean {
  const lambda = getLambda(context);
  const isTold =
    lambda.mayHaveEvidence ||
    (orServes !== undefined && lambda.mayServeHandlers && mayServeWith(orServes, lambda));
  if (!isTold && !lambda.mayServeHandlers) return false;
  const { facts } = lambda.syntax;
  if (imports !== undefined && !hasImport(facts.specifiers, imports)) return false;
  return (words === undefined || hasWord(words, facts)) && (isTold || lambda.isMadeHandler);
}

function hasWord(words: readonly string[] | RegExp, facts: SyntaxFacts): boolean {
  return words instanceof RegExp ? words.test(facts.wordList) : words.some((word) => facts.words.has(word));
}

function mayServeWith(what: NonNullable<FileNeeds["orServes"]>, lambda: LambdaModel): boolean {
  if (typeof what !== "string") return what.some((one) => mayServeWith(one, lambda));
  switch (what) {
    case "clients":
      return lambda.mayCreateClients;
    case "requests":
      return lambda.mayAskOthers;
    case "routes":
      return mayTakeWebRequests(lambda.syntax);
    case "code":
      return true;
  }
}

function hasImport(specifiers: ReadonlySet<string>, pattern: RegExp): boolean {
  for (const specifier of specifiers) if (pattern.test(specifier)) return true;
  return false;
}
