import type { TSESTree } from "@typescript-eslint/utils";
import { enclosingFunction, isInside, unwrap } from "../../syntax/ast.js";
import type { Syntax } from "../../syntax/syntax.js";
import { statementsAfter } from "./try-outcome.js";

/**
 * `catch (error) { answer = { statusCode: 500 }; }`, with `return answer;` next behind the `try`: what the variable gets is
 * what the function returns then. Undefined for anything else that a statement of the clause does.
 */
export function assignedAnswerOf(
  statement: TSESTree.Statement,
  clause: TSESTree.CatchClause,
  { facts }: Syntax,
): TSESTree.Expression | undefined {
  if (statement.type !== "ExpressionStatement" || statement.parent !== clause.body) return undefined;
  const assignment = statement.expression;
  if (assignment.type !== "AssignmentExpression" || assignment.operator !== "=") return undefined;
  const variable = facts.variableOf(assignment.left);
  const { finalizer } = clause.parent;
  if (
    variable === undefined ||
    variable.scope.block !== enclosingFunction(clause) ||
    variable.references.some(({ identifier }) => finalizer !== null && isInside(identifier, finalizer))
  )
    return undefined;
  const [next] = statementsAfter(clause.parent);
  const isReturned =
    next?.type === "ReturnStatement" &&
    next.argument !== null &&
    facts.variableOf(unwrap(next.argument)) === variable;
  return isReturned ? assignment.right : undefined;
}
