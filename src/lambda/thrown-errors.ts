import type { TSESTree } from "@typescript-eslint/utils";
import { isFunction, isInside } from "../syntax/ast.js";
import { oncePer } from "../syntax/once-per.js";
import { catchPathsOf } from "./catch-paths.js";
import type { LambdaModel } from "./model.js";

/**
 * The `throw` statements of the file whose error leaves the function around them: those in a `try` are left out, unless its
 * `catch` throws again. In source order.
 */
export const thrownErrorsOf = oncePer((lambda: LambdaModel): readonly TSESTree.ThrowStatement[] => {
  const { sourceCode } = lambda.syntax.facts;
  const found = [...sourceCode.text.matchAll(/\bthrow\b/g)].flatMap(({ index }) => {
    const node = sourceCode.getNodeByRangeIndex(index);
    return node?.type === "ThrowStatement" && node.range[0] === index ? [node] : [];
  });
  if (found.length === 0) return found;
  const paths = catchPathsOf(lambda);
  return found.filter((statement) =>
    paths.every(
      ({ guarded, ending }) =>
        !isInside(statement, guarded) ||
        crossesFunction(statement, guarded) ||
        (ending.kind === "handled" && ending.throws),
    ),
  );
});

/** True when a function stands between: its error goes to whoever calls it. */
function crossesFunction(node: TSESTree.Node, ancestor: TSESTree.Node): boolean {
  for (let current = node.parent; current && current !== ancestor; current = current.parent)
    if (isFunction(current)) return true;
  return false;
}
