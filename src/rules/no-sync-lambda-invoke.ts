import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { invocationTypeOf, invokesItself } from "../lambda/clients/lambda-invocations.js";
import type { LambdaModel } from "../lambda/model.js";
import { type SdkCall, isSentInInvocation, sdkCallsOf } from "../lambda/clients/sdk-commands.js";
import { declareActive } from "../rule-kit/active-rules.js";
import { createRule } from "../rule-kit/create-rule.js";
import { describeCaller } from "../rule-kit/describe-caller.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { keyName, unwrap } from "../syntax/ast.js";
import { indentationAt, lineBreakOf } from "../syntax/edits.js";

const name = "no-sync-lambda-invoke";

export default createRule({
  name,
  meta: {
    type: "problem",
    hasSuggestions: true,
    docs: {
      description: "disallow waiting in a function for another function that it invokes",
      recommended: "warn",
      strict: "error",
      seed: ["DT-14", "LESS-14"],
    },
    messages: {
      waitsForFunction:
        '`{{name}}`{{caller}} waits until the other function has run: both are billed meanwhile, and a slow or failing one takes the other along. Use a queue, an event or a state machine between them, share the code as a module, or invoke with `InvocationType: "Event"`.',
      invokesItself:
        "`{{name}}`{{caller}} invokes this function itself and waits for it: each level holds one more environment until the innermost has run, and a mistake ends in a loop that bills. Use a loop in this invocation, a queue, or a state machine.",
      alwaysInvokesItself:
        "`{{name}}` invokes this function itself in every invocation, so that it never ends. Check a condition that ends the chain before it.",
      invokeAsync:
        'Set `InvocationType: "Event"`: Lambda queues the payload, answers before the function has run, and retries it twice if it fails.',
    },
    schema: [],
  },
  needs: { evidence: true, orServes: "code", words: /invoke/i },
  create(context) {
    const lambda = getLambda(context);
    declareActive(context, name);
    return {
      "Program:exit"() {
        for (const call of sdkCallsOf(lambda)) {
          if (call.service !== "lambda" || call.operation !== "Invoke") continue;
          const messageId = problemOf(call, lambda);
          if (messageId === undefined) continue;
          const fix = messageId === "waitsForFunction" ? buildAsync(call, lambda) : undefined;
          context.report({
            node: call.node.callee,
            messageId,
            data: { name: call.name, caller: describeCaller(lambda.outsideCallerOf(call.node), context) },
            suggest: fix ? [{ messageId: "invokeAsync", fix }] : [],
          });
        }
      },
    };
  },
});

function problemOf(
  call: SdkCall,
  lambda: LambdaModel,
): "waitsForFunction" | "invokesItself" | "alwaysInvokesItself" | undefined {
  if (!isSentInInvocation(call, lambda)) return undefined;
  switch (invocationTypeOf(call, lambda)) {
    case "RequestResponse":
      return invokesItself(call, lambda) ? "invokesItself" : "waitsForFunction";
    case "Event":
      // A function that goes on by invoking itself is one way to get through long work, as long as it can end.
      return invokesItself(call, lambda) && lambda.runsInEveryInvocation(call.call)
        ? "alwaysInvokesItself"
        : undefined;
    default:
      return undefined;
  }
}

/** Sets the type in an input that is written in the call, where nobody wants the answer. */
function buildAsync(call: SdkCall, lambda: LambdaModel): TSESLint.ReportFixFunction | undefined {
  const { reads, escapes, isAwaited, isLogged } = call.result;
  if (reads.size > 0 || escapes || isLogged || !isAwaited) return undefined;
  const input = call.inputNode && unwrap(call.inputNode);
  if (input?.type !== "ObjectExpression") return undefined;
  const properties = input.properties.filter((property) => property.type === "Property");
  const existing = properties.find((property) => keyName(property) === "InvocationType");
  if (existing !== undefined)
    return existing.value.type === "Literal"
      ? (fixer) => fixer.replaceText(existing.value, '"Event"')
      : undefined;
  const last = input.properties.at(-1);
  if (last === undefined) return undefined;
  return (fixer) =>
    fixer.insertTextAfter(last, `,${separatorBefore(last, input, lambda)}InvocationType: "Event"`);
}

/** Properties that stand on lines of their own get another line. */
function separatorBefore(
  property: TSESTree.Node,
  object: TSESTree.ObjectExpression,
  { syntax }: LambdaModel,
): string {
  if (property.loc.start.line === object.loc.start.line) return " ";
  const { sourceCode } = syntax.facts;
  return lineBreakOf(sourceCode) + indentationAt(sourceCode, property.range[0]);
}
