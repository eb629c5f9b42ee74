import type { TSESTree } from "@typescript-eslint/utils";
import { logMethods } from "../knowledge/loggers.js";
import { logCallsOf } from "../lambda/logs/log-calls.js";
import { buildPayload, isBuiltText, isStructured } from "../lambda/logs/log-payload.js";
import { createRule } from "../rule-kit/create-rule.js";
import { describeCaller } from "../rule-kit/describe-caller.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { type CallNode, memberName } from "../syntax/ast.js";
import type { SyntaxFacts } from "../syntax/facts.js";

export default createRule({
  name: "require-structured-logging",
  meta: {
    type: "suggestion",
    hasSuggestions: true,
    docs: {
      description: "require log entries to be objects and not texts that are put together",
      recommended: "off",
      strict: "warn",
      seed: ["LESS-06"],
    },
    messages: {
      builtText:
        "This entry{{caller}} is one text with its values in it, which no query finds again: Logs Insights and metric filters look for fields. Pass an object, or use a logger that writes JSON.",
      passObject: "Pass `{{payload}}`.",
    },
    schema: [],
  },
  needs: { evidence: true, orServes: "requests", words: ["console"] },
  create(context) {
    const lambda = getLambda(context);
    return {
      "Program:exit"() {
        const { facts } = lambda.syntax;
        const logs = logCallsOf(lambda.syntax);
        for (const call of facts.calls) {
          const text = builtTextOf(call, facts);
          if (text === undefined || !logs.isConsole(call) || !lambda.isInInvocation(call)) continue;
          const payload = buildPayload(text, facts);
          const isAlone = call.arguments.length === 1 && !payload.includes("\n");
          context.report({
            node: text,
            messageId: "builtText",
            data: { caller: describeCaller(lambda.outsideCallerOf(call), context) },
            suggest: isAlone
              ? [
                  {
                    messageId: "passObject",
                    data: { payload },
                    fix: (fixer) => fixer.replaceText(text, payload),
                  },
                ]
              : [],
          });
        }
      },
    };
  },
});

/** The text of a log call that is put together, unless an object or an error goes with it. */
function builtTextOf(call: CallNode, facts: SyntaxFacts): TSESTree.Expression | undefined {
  if (call.type !== "CallExpression" || call.callee.type !== "MemberExpression") return undefined;
  if (
    !logMethods.has(memberName(call.callee) ?? "") ||
    call.arguments.some((argument) => isStructured(argument, facts))
  )
    return undefined;
  return call.arguments.find(
    (argument): argument is TSESTree.Expression => argument.type !== "SpreadElement" && isBuiltText(argument),
  );
}
