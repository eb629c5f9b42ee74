import type { TSESTree } from "@typescript-eslint/utils";
import { type EnvironmentRead, findEnvironmentReads, readByCall } from "../../syntax/environment.js";
import { readStaticString } from "../../syntax/static-value.js";
import type { LambdaModel } from "../model.js";
import { mayCallOthers } from "../taint/imported-code.js";

/** `TABLE_NAME`: a call with another text reads no variable. */
const VARIABLE = /^[A-Z][A-Z\d_]+$/;

/** `"TABLE_NAME"`: in a file that does not say `env`, a variable of one word is not looked for. */
const NAMED = /["'`][A-Z][A-Z\d]*_[A-Z\d_]+["'`]/;

/** A look at the text: false for a file that reads no environment variable, itself or by a function of another one. */
export function mayReadVariables(text: string): boolean {
  return text.includes("env") || NAMED.test(text);
}

/**
 * Every read of an environment variable with a known name, those by functions of other files included that are given the
 * name: `readVariable("TABLE_NAME")`. Other files are read for such a call alone.
 *
 * @param isWanted the names of interest, asked before any binding is followed
 */
export function environmentReadsOf(
  lambda: LambdaModel,
  isWanted: (name: string) => boolean,
): readonly EnvironmentRead[] {
  const own = findEnvironmentReads(lambda.syntax, isWanted);
  const imported = readsByOthers(lambda, isWanted);
  if (imported.length === 0) return own;
  return [...own, ...imported].sort((a, b) => a.node.range[0] - b.node.range[0]);
}

function readsByOthers(
  { syntax, otherFiles }: LambdaModel,
  isWanted: (name: string) => boolean,
): readonly EnvironmentRead[] {
  if (!mayCallOthers(syntax.facts)) return [];
  const isVariable = (argument: TSESTree.Node): boolean => {
    const name = readStaticString(syntax.facts, argument);
    return name !== undefined && VARIABLE.test(name) && isWanted(name);
  };
  return syntax.facts.calls.flatMap((call): readonly EnvironmentRead[] => {
    if (call.type !== "CallExpression" || !call.arguments.some(isVariable)) return [];
    const reading = otherFiles.namedReadingOf(call);
    const read = reading && readByCall(call, reading, syntax);
    return read !== undefined && VARIABLE.test(read.name) && isWanted(read.name) ? [read] : [];
  });
}
