import type { TSESTree } from "@typescript-eslint/utils";
import { oncePer } from "../../syntax/once-per.js";
import { isCaughtAround } from "./batch-loops.js";
import type { LambdaModel } from "../model.js";

/**
 * The `throw` statements of the file whose error nothing of the file catches for good, neither around them nor around the
 * calls that lead there. In source order.
 */
export const thrownErrorsOf = oncePer((lambda: LambdaModel): readonly TSESTree.ThrowStatement[] => {
  const { sourceCode } = lambda.syntax.facts;
  return [...sourceCode.text.matchAll(/\bthrow\b/g)].flatMap(({ index }) => {
    const node = sourceCode.getNodeByRangeIndex(index);
    const isStatement = node?.type === "ThrowStatement" && node.range[0] === index;
    return isStatement && !isCaughtAround(node, lambda) ? [node] : [];
  });
});
