import type { TSESTree } from "@typescript-eslint/utils";
import { memberName, unwrap } from "./ast.js";
import type { SyntaxFacts } from "./facts.js";
import type { Variable } from "./name-index.js";
import type { ValueResolver } from "./values.js";

/** A loop that counts through a list: `for (let i = 0; i < list.length; i++)`. */
export interface CountedLoop {
  readonly counter: Variable;
  readonly list: TSESTree.Node;
}

/** Undefined for a loop with another step, or that counts anything but the items of a list. */
export function countedLoopOf(
  { init, test, update }: TSESTree.ForStatement,
  facts: SyntaxFacts,
  values: ValueResolver,
): CountedLoop | undefined {
  if (init?.type !== "VariableDeclaration" || test?.type !== "BinaryExpression" || test.operator !== "<")
    return undefined;
  const counter = facts.variableOf(unwrap(test.left));
  if (counter === undefined || !facts.sourceCode.getDeclaredVariables(init).includes(counter))
    return undefined;
  if (update == null || !isStep(update) || facts.variableOf(stepped(update)) !== counter) return undefined;
  // `n` of `const n = list.length`
  const [limit, ...others] = values.valuesOf(test.right);
  return limit?.type === "MemberExpression" && memberName(limit) === "length" && others.length === 0
    ? { counter, list: limit.object }
    : undefined;
}

type Step = TSESTree.UpdateExpression | TSESTree.AssignmentExpression;

function isStep(node: TSESTree.Expression): node is Step {
  if (node.type === "UpdateExpression") return node.operator === "++";
  return (
    node.type === "AssignmentExpression" &&
    node.operator === "+=" &&
    node.right.type === "Literal" &&
    node.right.value === 1
  );
}

function stepped(step: Step): TSESTree.Node {
  return unwrap(step.type === "UpdateExpression" ? step.argument : step.left);
}
