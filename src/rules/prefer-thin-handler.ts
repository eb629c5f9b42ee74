import type { TSESTree } from "@typescript-eslint/utils";
import type { LambdaModel } from "../lambda/model.js";
import { answersOf } from "../lambda/responses/responses.js";
import { textInOneLine } from "../syntax/one-line.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { type FunctionNode, isInside, memberName, unwrap } from "../syntax/ast.js";
import { complexityOf } from "../syntax/complexity.js";
import { headLocationOf } from "../syntax/function-head.js";

interface ThinHandlerOptions {
  readonly maxComplexity?: number;
}

export default createRule<"thickHandler", [ThinHandlerOptions?]>({
  name: "prefer-thin-handler",
  meta: {
    type: "suggestion",
    docs: {
      description: "prefer handlers that leave the work to functions of their own",
      recommended: "off",
      strict: "warn",
      seed: ["LESS-11", "LESS-08"],
    },
    messages: {
      thickHandler:
        "This handler builds the response, calls `{{call}}` and decides between ways (complexity {{complexity}}, at most {{maxComplexity}}), so that none of it can be tested or reused without a request. Move the work into a function that takes and returns plain values.",
    },
    schema: [
      {
        type: "object",
        additionalProperties: false,
        properties: {
          maxComplexity: {
            type: "integer",
            minimum: 1,
            description: "The cyclomatic complexity that a handler with such a mix may have.",
          },
        },
      },
    ],
    defaultOptions: [{ maxComplexity: 10 }],
  },
  needs: { evidence: true, words: ["statusCode"] },
  create(context, [{ maxComplexity = Infinity } = {}]) {
    const lambda = getLambda(context);
    const { sourceCode } = context;
    // middy's middlewares are a layer of their own.
    if (lambda.syntax.facts.specifiers.has("@middy/core")) return {};
    return {
      "Program:exit"() {
        for (const { node: fn } of lambda.handlers) {
          if (fn === undefined) continue;
          const complexity = complexityOf(fn, sourceCode);
          if (complexity <= maxComplexity || !shapesResponse(fn, lambda)) continue;
          const call = findWork(fn, lambda);
          if (call === undefined) continue;
          context.report({
            loc: headLocationOf(fn, sourceCode),
            messageId: "thickHandler",
            data: {
              call: textInOneLine(beginningOf(call).callee, { sourceCode }),
              complexity: String(complexity),
              maxComplexity: String(maxComplexity),
            },
          });
        }
      },
    };
  },
});

/** True when the handler itself writes a response for the gateway. */
function shapesResponse(fn: FunctionNode, lambda: LambdaModel): boolean {
  return answersOf(lambda).some(
    ({ handler, object }) =>
      handler.node === fn && object?.properties.has("statusCode") === true && isInside(object.node, fn),
  );
}

/** The first call of another system in the handler's own text. */
function findWork(fn: FunctionNode, lambda: LambdaModel): TSESTree.CallExpression | undefined {
  return lambda.syntax.facts.calls.find(
    (call): call is TSESTree.CallExpression =>
      call.type === "CallExpression" && isInside(call, fn) && lambda.isRemoteCall(call),
  );
}

/** `table.get(input)` of `table.get(input).promise()` */
function beginningOf(call: TSESTree.CallExpression): TSESTree.CallExpression {
  const callee = unwrap(call.callee);
  if (callee.type !== "MemberExpression" || !CHAIN.has(memberName(callee) ?? "")) return call;
  const object = unwrap(callee.object);
  return object.type === "CallExpression" ? beginningOf(object) : call;
}

const CHAIN: ReadonlySet<string> = new Set(["promise", "then", "catch", "finally"]);
