import { keysOfExported } from "../handlers/exported-code.js";
import type { LambdaModel } from "../model.js";
import type { ResultUse } from "./result-use.js";

/**
 * True for an answer that goes nowhere but to those that call the exported functions which give it back, if all of them are
 * found, wait for it and take nothing of it.
 */
export function isDroppedByCallers({ givenBackBy, isAwaited }: ResultUse, lambda: LambdaModel): boolean {
  if (givenBackBy.length === 0) return false;
  return givenBackBy.every((fn) => {
    const answers = keysOfExported(fn, lambda.syntax).map((key) => lambda.otherFiles.answerTakenOf(key));
    if (answers.includes("taken") || answers.includes(undefined)) return false;
    return answers.includes("dropped") || isAwaited;
  });
}
