import type { TSESTree } from "@typescript-eslint/utils";
import { paginationFacts } from "../../knowledge/pagination.js";
import { type FunctionNode, isInside, memberName, unwrap } from "../../syntax/ast.js";
import { canReturn } from "../../syntax/control-flow.js";
import { type DataFlow, createDataFlow } from "../../syntax/data-flow.js";
import { collectPropertyWrites } from "../../syntax/property-writes.js";
import type { AwaitedWork } from "../promises/awaited-work.js";
import { isCounted, isPositiveNumber, partsOf } from "./loop-conditions.js";
import type { Driver } from "./loop-drivers.js";
import type { LambdaModel } from "../model.js";
import { runsUnwatched } from "./time-checks.js";

/** Fields of a page that tell of further ones. */
const MORE = new Set(paginationFacts.flatMap(({ token, otherTokens }) => [token, ...otherTokens]));

/** A function that calls itself with what an answer told it. */
export interface CursorRecursion {
  readonly kind: "recursion";
  /** The call, in the function's own body. */
  readonly node: TSESTree.CallExpression;
}

export function findCursorRecursions(lambda: LambdaModel, awaited: AwaitedWork): readonly CursorRecursion[] {
  const { facts, graph } = lambda.syntax;
  return facts.functions.flatMap((fn) =>
    graph.callSitesOf(fn).flatMap(({ call: node }): CursorRecursion[] => {
      if (node.type !== "CallExpression" || !isInside(node, fn) || !lambda.mayRunPerInvocation(node))
        return [];
      const isUnwatched = followsCursor(node, fn, lambda, awaited) && runsUnwatched(node, lambda);
      return isUnwatched ? [{ kind: "recursion", node }] : [];
    }),
  );
}

/** True when an argument of the recursive call comes from what the function awaited, and nothing counts the calls. */
function followsCursor(
  call: TSESTree.CallExpression,
  fn: FunctionNode,
  lambda: LambdaModel,
  awaited: AwaitedWork,
): boolean {
  const { facts } = lambda.syntax;
  if (call.arguments.some((argument) => countsCalls(argument, fn, lambda))) return false;
  const flow = createAnswerFlow(fn, lambda, awaited);
  const isAnswer = (node: TSESTree.Node): boolean => flow.originsOf(node).has("answer");
  // `if (page.NextToken && calls < 10)`
  const parts = testsAround(call, fn).flatMap((test) => partsOf(test));
  if (parts.some((part) => isCounted(fn, part, flow, lambda))) return false;
  if (
    parts.some((part) => pagesTestedBy(part, fn, lambda).some((page) => tellsOfMore(page) && isAnswer(page)))
  )
    return true;
  const writes = collectPropertyWrites(facts).byVariable;
  return call.arguments.some((argument) => {
    if (isAnswer(argument)) return true;
    // `request.ExclusiveStartKey = page.LastEvaluatedKey; return scan(request);`
    const variable = facts.variableOf(argument);
    const own = variable === undefined ? [] : (writes.get(variable) ?? []);
    return own.some((write) => isInside(write.node, fn) && isAnswer(write.value));
  });
}

/** The part itself, and what the function writes to the variable that it is: `cursor = page.NextToken; if (cursor) …` */
function pagesTestedBy(part: TSESTree.Node, fn: FunctionNode, lambda: LambdaModel): readonly TSESTree.Node[] {
  const references = lambda.syntax.facts.variableOf(part)?.references ?? [];
  const written = references.flatMap(({ writeExpr }) =>
    writeExpr != null && isInside(writeExpr, fn) ? partsOf(writeExpr) : [],
  );
  return [part, ...written];
}

/** `if (page.IsTruncated) await empty(bucket)`: what this page had is gone, so that no cursor is needed. */
function tellsOfMore(part: TSESTree.Node): boolean {
  return part.type === "MemberExpression" && MORE.has(memberName(part) ?? "");
}

/** `scan(key, page + 1)` */
function countsCalls(argument: TSESTree.Node, fn: FunctionNode, lambda: LambdaModel): boolean {
  const node = unwrap(argument);
  if (node.type !== "BinaryExpression" || !/^[-+]$/.test(node.operator)) return false;
  return isParameterOf(node.left, fn, lambda) && isPositiveNumber(node.right, lambda.syntax.facts);
}

function isParameterOf(node: TSESTree.Node, fn: FunctionNode, lambda: LambdaModel): boolean {
  return lambda.syntax.facts.variableOf(node)?.defs.some((definition) => definition.node === fn) ?? false;
}

/** What values in the function depend on: the answers that it awaits itself. */
function createAnswerFlow(fn: FunctionNode, lambda: LambdaModel, awaited: AwaitedWork): DataFlow<Driver> {
  const { facts, graph } = lambda.syntax;
  return createDataFlow<Driver | "other">(facts, graph, {
    iteration: "other",
    unknown: "other",
    ofParameter: () => [],
    at: (node) => {
      // The callers' arguments are the first page, and say nothing of the next.
      if (isParameterOf(node, fn, lambda)) return { origins: [], stop: true };
      if (!isInside(node, fn)) return undefined;
      const isAnswer =
        (node.type === "AwaitExpression" && awaited.mayTakeTime(node.argument)) ||
        (node.type === "CallExpression" && lambda.isRemoteCall(node));
      return isAnswer ? { origins: ["answer"], stop: true } : undefined;
    },
  }) as DataFlow<Driver>;
}

/** The tests that decide within the function whether the node runs. */
function testsAround(node: TSESTree.Node, fn: FunctionNode): readonly TSESTree.Expression[] {
  const tests: TSESTree.Expression[] = [];
  for (
    let child = node, parent = node.parent;
    parent !== undefined && child !== fn;
    child = parent, parent = parent.parent
  ) {
    if (parent.type === "IfStatement" || parent.type === "ConditionalExpression") tests.push(parent.test);
    if (parent.type === "LogicalExpression") tests.push(parent.left);
    if (parent.type !== "BlockStatement") continue;
    for (const statement of parent.body.slice(0, parent.body.indexOf(child as TSESTree.Statement)))
      if (statement.type === "IfStatement" && canReturn(statement)) tests.push(statement.test);
  }
  return tests;
}
