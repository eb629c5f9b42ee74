import type { TSESTree } from "@typescript-eslint/utils";
import {
  type AnswerCall,
  type Edit,
  buildParameterRemoval,
  buildRewrite,
} from "../lambda/handlers/callback-edits.js";
import { type ContextUse, findContextUses } from "../lambda/handlers/context-object.js";
import type { LambdaModel } from "../lambda/model.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getFunctionFacts } from "../rule-kit/get-function-facts.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { type FunctionNode, callOf, enclosingFunction, isInside } from "../syntax/ast.js";
import { removeLines } from "../syntax/edits.js";

const EVENT_LOOP = "callbackWaitsForEmptyEventLoop";
const LEGACY = new Set(["done", "succeed", "fail", EVENT_LOOP]);

export default createRule({
  name: "no-legacy-context-api",
  meta: {
    type: "problem",
    hasSuggestions: true,
    docs: {
      description: "disallow what is left of Lambda's old context object",
      recommended: "warn",
      strict: "error",
      seed: ["LESS-13"],
    },
    messages: {
      legacyCompletion:
        "`{{name}}` of the context is from the time before promises, and {{removal}}. Return the response from an async handler, and throw the error.",
      eventLoopFlag:
        "`callbackWaitsForEmptyEventLoop` has no effect on async handlers, and {{removal}}. Remove it, and close or await what keeps the event loop busy.",
      returnInstead:
        "Return and throw in an async function instead, which ends the invocation at the same place.",
      removeFlag: "Remove the assignment, which an async handler does not need.",
    },
    schema: [],
  },
  needs: { evidence: true, words: ["callbackWaitsForEmptyEventLoop", "done", "succeed", "fail"] },
  create(context) {
    const lambda = getLambda(context);
    return {
      "Program:exit"() {
        const uses = findContextUses(LEGACY, lambda);
        for (const use of uses) {
          const { name, node } = use;
          const data = { name, removal: describeRemoval(getFunctionFacts(context).runtime) };
          if (name === EVENT_LOOP) {
            const fix = buildFlagRemoval(use, lambda);
            const suggest = fix === undefined ? [] : [{ messageId: "removeFlag" as const, fix }];
            context.report({ node, messageId: "eventLoopFlag", data: { removal: data.removal }, suggest });
            continue;
          }
          const fix = buildCompletion(use, uses, lambda);
          const suggest = fix === undefined ? [] : [{ messageId: "returnInstead" as const, fix }];
          context.report({ node, messageId: "legacyCompletion", data, suggest });
        }
      },
    };
  },
});

function describeRemoval(runtime: string | undefined): string {
  const version = Number(/^nodejs(\d+)\.x$/.exec(runtime ?? "")?.[1] ?? Number.NaN);
  return version >= 24 ? `${runtime} does not have it` : "nodejs24.x and later do not have it";
}

/** The whole statement, in an async handler: there the flag has never counted. */
function buildFlagRemoval({ node, handler }: ContextUse, lambda: LambdaModel): Edit | undefined {
  const { sourceCode } = lambda.syntax.facts;
  const fn = handler?.node;
  const assignment = node.parent;
  const statement = assignment.parent;
  if (fn?.async !== true || enclosingFunction(node) !== fn) return undefined;
  if (assignment.type !== "AssignmentExpression" || assignment.left !== node) return undefined;
  if (statement?.type !== "ExpressionStatement" || statement.parent.type !== "BlockStatement")
    return undefined;
  if (sourceCode.getCommentsInside(statement).length > 0) return undefined;
  const rest = buildRest(fn, [node], lambda);
  return rest && ((fixer) => [...rest(fixer), removeLines(fixer, sourceCode, statement.range)]);
}

/** `return` and `throw` for all of them at once: an async handler that calls one of them still would answer twice. */
function buildCompletion(
  { handler }: ContextUse,
  uses: readonly ContextUse[],
  lambda: LambdaModel,
): Edit | undefined {
  const fn = handler?.node;
  const completions = uses.filter((use) => use.name !== EVENT_LOOP);
  if (fn === undefined || completions.some((use) => use.handler !== handler)) return undefined;
  const answers = completions.flatMap(({ name, node }) => {
    const call = node.type === "MemberExpression" ? callOf(node) : undefined;
    return call?.type === "CallExpression" ? [toAnswer(name, call)] : [];
  });
  if (answers.length !== completions.length || answers.includes(undefined)) return undefined;
  const rewrite = buildRewrite(
    fn,
    answers.flatMap((answer) => answer ?? []),
    lambda.syntax,
  );
  const rest = buildRest(
    fn,
    completions.map(({ node }) => node),
    lambda,
  );
  return rewrite && rest && ((fixer) => [...rest(fixer), ...rewrite(fixer)]);
}

function toAnswer(name: string, call: TSESTree.CallExpression): AnswerCall | undefined {
  const [first, second, ...others] = call.arguments;
  if (name === "done") return others.length > 0 ? undefined : { call, error: first, result: second };
  if (second !== undefined) return undefined;
  if (name === "succeed") return { call, error: undefined, result: first };
  return first === undefined ? undefined : { call, error: first, result: undefined };
}

/** Drops the context from the parameters if nothing else uses it; undefined where that cannot be done. */
function buildRest(
  fn: FunctionNode,
  edited: readonly TSESTree.Node[],
  { syntax }: LambdaModel,
): Edit | undefined {
  const [, context, ...others] = fn.params;
  const references = (context && syntax.facts.variableOf(context)?.references) ?? [];
  const isLeft = references.some(({ identifier }) => !edited.some((node) => isInside(identifier, node)));
  if (isLeft) return () => [];
  return others.length > 0 ? undefined : buildParameterRemoval(fn, 1, syntax);
}
