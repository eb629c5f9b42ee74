import type { TSESTree } from "@typescript-eslint/utils";
import { type FunctionNode, wrapped } from "../../syntax/ast.js";
import { readStatic } from "../../syntax/static-value.js";
import type { Syntax } from "../../syntax/syntax.js";
import { keysOfExported } from "../handlers/exported-code.js";
import { callersOf, ownCallersOf } from "../handlers/known-callers.js";
import type { LambdaModel } from "../model.js";
import { buildsResponse } from "./catch-paths.js";
import { isUnused } from "./value-use.js";

/**
 * True for the answer to a failed request that a function gives to callers of which none looks at it:
 * `await register(data); return respond(201)`, with a `register` that catches its errors and returns `respond(500)`.
 */
export function isUnreadFailure(answer: TSESTree.Node, fn: FunctionNode, lambda: LambdaModel): boolean {
  const { syntax } = lambda;
  const values = syntax.values.valuesOf(answer);
  if (values.length === 0 || !values.every((value) => saysFailure(value, syntax))) return false;
  return isDroppedByCallers(fn, lambda);
}

/** True when the calls of a function are all found, in other files too, and none of them takes what it returns. */
export function isDroppedByCallers(fn: FunctionNode, lambda: LambdaModel): boolean {
  const { syntax } = lambda;
  const callers = callersOf(fn, syntax);
  if (callers !== undefined) return callers.length > 0 && callers.every((call) => isDropped(call, lambda));
  const own = ownCallersOf(fn, syntax);
  if (own === undefined || !own.every((call) => isDropped(call, lambda))) return false;
  const answers = keysOfExported(fn, syntax).map((key) => lambda.otherFiles.answerTakenOf(key));
  return (
    answers.includes("dropped") && answers.every((answer) => answer === "dropped" || answer === "uncalled")
  );
}

function saysFailure(value: TSESTree.Node, syntax: Syntax): boolean {
  if (value.type === "CallExpression") return buildsResponse(value, syntax);
  if (value.type !== "ObjectExpression") return false;
  const codes = syntax.values.membersOf(value, "statusCode").map((code) => readStatic(syntax.facts, code));
  return (
    codes.length > 0 &&
    codes.every((code) => code.k === "known" && typeof code.value === "number" && code.value >= 400)
  );
}

/** Of a function that returns at once the value is dropped in the statement of the call itself. */
function isDropped(call: TSESTree.Node, lambda: LambdaModel): boolean {
  return wrapped(call).parent?.type === "ExpressionStatement" || isUnused(call, lambda, "answer");
}
