import { possibleValues } from "../functions/config-value.js";
import type { FunctionConfig } from "../functions/function-config.js";
import { actionOf, coversAction } from "../knowledge/iam-actions.js";
import { sdkCallsOf } from "../lambda/sdk-commands.js";
import { describeFunction, getConfiguredHandlers } from "../rule-kit/configured-handlers.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getLambda } from "../rule-kit/get-lambda.js";

export default createRule({
  name: "iam-difference",
  meta: {
    type: "problem",
    docs: {
      description: "require the permissions that the code's AWS requests need",
      recommended: "warn",
      strict: "error",
      seed: ["LESS-09"],
    },
    messages: {
      notAllowed:
        "This request needs `{{action}}`, and none of the policies of {{fn}} allows it: it fails with `AccessDenied`. Add the permission for the one resource that it is about.",
    },
    schema: [],
  },
  create(context) {
    const { text } = context.sourceCode;
    if (!/@aws-sdk\/|aws-sdk/.test(text) || OTHER_CREDENTIALS.test(text)) return {};
    const lambda = getLambda(context);
    if (!lambda.mayHaveEvidence) return {};
    return {
      "Program:exit"() {
        // Most files are named by no configuration, which is known already: then nothing is worked out.
        if (getConfiguredHandlers(context).length === 0) return;
        const calls = sdkCallsOf(lambda);
        if (calls.length === 0) return;
        const reported = new Set<string>();
        for (const { functions, runs } of getConfiguredHandlers(context)) {
          if (functions.some(({ permissions }) => permissions?.isComplete !== true)) continue;
          for (const { service, operation, node } of calls) {
            const action = actionOf(service, operation);
            if (action === undefined || reported.has(action) || !runs(node)) continue;
            if (functions.some((fn) => mayDo(action, fn))) continue;
            reported.add(action);
            const data = { action, fn: describeFunction(functions[0], context) };
            context.report({ node, messageId: "notAllowed", data });
          }
        }
      },
    };
  },
});

/** Requests with the permissions of another role or user. */
const OTHER_CREDENTIALS = /AssumeRole|\bcredentials\b|fromTemporaryCredentials|accessKeyId/;

function mayDo(action: string, { permissions }: FunctionConfig): boolean {
  return (
    permissions?.statements.some(
      ({ effect, actions }) =>
        effect === "Allow" &&
        // What is not known may be the action.
        (actions.length === 0 ||
          actions.some(
            (pattern) => possibleValues(pattern)?.some((name) => coversAction(name, action)) ?? true,
          )),
    ) ?? true
  );
}
