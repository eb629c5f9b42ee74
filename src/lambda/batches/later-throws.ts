import type { TSESTree } from "@typescript-eslint/utils";
import { isFunction, isInside, memberName, unitOf, unwrap } from "../../syntax/ast.js";
import type { Variable } from "../../syntax/name-index.js";
import { catchPathsOf } from "../errors/catch-paths.js";
import { ADDING } from "../errors/seen-outcomes.js";
import type { LambdaModel } from "../model.js";
import { type BatchLoop, batchLoopsOf, mayReportFailures } from "./batch-loops.js";
import { thrownErrorsOf } from "./thrown-errors.js";

/**
 * Loops over records whose failures are kept until all are through, and then thrown, as if every record had failed:
 * `const results = await Promise.allSettled(…); if (results.some(isRejected)) throw new Error("some failed");`.
 */
export function findLoopsThrownLater(lambda: LambdaModel): readonly BatchLoop[] {
  return batchLoopsOf(lambda).filter(
    (loop) =>
      loop.failure === "handled" &&
      !mayReportFailures(loop.batch, lambda) &&
      thrownErrorsOf(lambda).some((thrown) => isAbout(thrown, loop, lambda)),
  );
}

/** True for a `throw` behind the loop that is about what the loop has left of its failures. */
function isAbout(thrown: TSESTree.ThrowStatement, loop: BatchLoop, lambda: LambdaModel): boolean {
  const { node } = loop;
  if (unitOf(thrown) !== unitOf(node) || thrown.range[0] < node.range[1]) return false;
  const outcomes = outcomesOf(loop, lambda);
  return (
    outcomes.size > 0 &&
    [thrown.argument, ...decisionsAround(thrown)].some((part) => mentions(part, outcomes, node))
  );
}

/** The variables that hold what has become of the records: what the call gives, and what their `catch` writes to. */
function outcomesOf({ node, body }: BatchLoop, lambda: LambdaModel): ReadonlySet<Variable> {
  const { facts } = lambda.syntax;
  const found = new Set<Variable>();
  const add = (name: TSESTree.Node): void => {
    const variable = facts.variableOf(name);
    if (variable !== undefined && variable.identifiers.every((identifier) => !isInside(identifier, body)))
      found.add(variable);
  };
  const declarator = declaratorAround(node);
  if (declarator !== undefined) add(declarator.id);
  for (const path of catchPathsOf(lambda)) {
    const place = path.node.type === "CatchClause" ? path.node : path.handler;
    if (place === undefined || !isInside(place, body)) continue;
    for (const write of facts.assignments)
      if (isInside(write, place))
        add(unwrap(write.type === "AssignmentExpression" ? write.left : write.argument));
    for (const call of facts.calls) {
      const callee = unwrap(call.callee);
      if (!isInside(call, place) || callee.type !== "MemberExpression") continue;
      if (ADDING.has(memberName(callee) ?? "")) add(unwrap(callee.object));
    }
  }
  // What is made of them: `const failed = results.filter(isRejected)`.
  for (const variable of found) {
    for (const { identifier } of variable.references) {
      const derived = declaratorAround(identifier);
      if (derived !== undefined && derived.range[0] > node.range[1]) add(derived.id);
    }
  }
  return found;
}

/** `const results = await Promise.all(…)` around the expression. */
function declaratorAround(expression: TSESTree.Node): TSESTree.VariableDeclarator | undefined {
  let node: TSESTree.Node | undefined = expression;
  while (node && !isFunction(node) && !/Statement$|^VariableDeclarator$/.test(node.type)) node = node.parent;
  return node?.type === "VariableDeclarator" && node.id.type === "Identifier" ? node : undefined;
}

/** The tests and the lists that decide whether the statement is come to, as far as the function goes. */
function decisionsAround(statement: TSESTree.Node): readonly TSESTree.Node[] {
  const found: TSESTree.Node[] = [];
  for (let node = statement.parent; node && !isFunction(node); node = node.parent) {
    if (node.type === "IfStatement") found.push(node.test);
    if (node.type === "ForOfStatement") found.push(node.right);
  }
  return found;
}

function mentions(part: TSESTree.Node, variables: ReadonlySet<Variable>, loop: TSESTree.Node): boolean {
  return [...variables].some((variable) =>
    variable.references.some(({ identifier }) => isInside(identifier, part) && !isInside(identifier, loop)),
  );
}
