import type { TSESLint } from "@typescript-eslint/utils";
import { type Edit, buildParameterRemoval, buildRewrite } from "../lambda/handlers/callback-edits.js";
import {
  type CallbackHandler,
  findCallbackHandlers,
  isInOwnCode,
} from "../lambda/handlers/callback-handlers.js";
import type { LambdaModel } from "../lambda/model.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getFunctionFacts } from "../rule-kit/get-function-facts.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { isReportedAsRefused } from "../rule-kit/stated-by-configuration.js";

export default createRule({
  name: "no-callback-handler",
  meta: {
    type: "problem",
    fixable: "code",
    hasSuggestions: true,
    docs: {
      description: "disallow handlers that take Lambda's callback",
      recommended: "warn",
      strict: "error",
      seed: ["LESS-13"],
    },
    messages: {
      unusedCallback:
        "Nothing uses `{{name}}`, and for this third parameter Lambda takes the function for a callback handler: {{refusal}}. Remove the parameter.",
      callbackHandler:
        "This handler takes Lambda's callback: {{refusal}}. Make it async: return the response, and throw the error.",
      callbackInAsync:
        "This async handler calls `{{name}}` as well, and whichever answers first counts: {{refusal}}. Return the response instead, and throw the error.",
      returnInstead:
        "Return and throw in an async function instead of calling `{{name}}`, without waiting for what still runs then.",
    },
    schema: [],
  },
  needs: { evidence: true },
  create(context) {
    const lambda = getLambda(context);
    return {
      "Program:exit"() {
        for (const found of findCallbackHandlers(lambda)) {
          if (isReportedAsRefused(found, context)) continue;
          const { parameter } = found;
          const name = nameOf(found, context.sourceCode);
          const messageId = messageFor(found);
          const removal = buildParameterRemoval(found.fn, found.index, lambda.syntax);
          const isUnused = messageId === "unusedCallback";
          const rewrite = removal && buildCallbackRewrite(found, removal, lambda);
          context.report({
            node: parameter,
            messageId,
            data: { name, refusal: describeRefusal(getFunctionFacts(context).runtime) },
            fix: (isUnused ? removal : undefined) ?? null,
            suggest: rewrite ? [{ messageId: "returnInstead", data: { name }, fix: rewrite }] : [],
          });
        }
      },
    };
  },
});

function buildCallbackRewrite(
  { fn, uses, calls }: CallbackHandler,
  removal: Edit,
  { syntax }: LambdaModel,
): Edit | undefined {
  if (uses?.length !== calls.length || calls.some((call) => call.arguments.length > 2)) return undefined;
  const answers = calls.map((call) => ({ call, error: call.arguments[0], result: call.arguments[1] }));
  const rewrite = buildRewrite(fn, answers, syntax);
  return rewrite && ((fixer) => [...removal(fixer), ...rewrite(fixer)]);
}

function nameOf({ parameter }: CallbackHandler, sourceCode: Readonly<TSESLint.SourceCode>): string {
  const target = parameter.type === "AssignmentPattern" ? parameter.left : parameter;
  return target.type === "Identifier" ? target.name : sourceCode.getText(target);
}

function messageFor(found: CallbackHandler): "unusedCallback" | "callbackHandler" | "callbackInAsync" {
  const { uses, calls, fn } = found;
  if (uses?.length === 0) return "unusedCallback";
  return fn.async && calls.some((call) => isInOwnCode(call, found)) ? "callbackInAsync" : "callbackHandler";
}

/** What the runtimes of Node.js make of such a handler: those from nodejs24.x on look at its `length` at init. */
function describeRefusal(runtime: string | undefined): string {
  const version = Number(/^nodejs(\d+)\.x$/.exec(runtime ?? "")?.[1] ?? Number.NaN);
  if (version >= 24)
    return `${runtime} refuses it at init (\`Runtime.CallbackHandlerDeprecated\`), so that no request is answered`;
  const later = "nodejs24.x and later refuse it at init (`Runtime.CallbackHandlerDeprecated`)";
  return Number.isNaN(version) ? later : `${runtime} still takes it, and ${later}`;
}
