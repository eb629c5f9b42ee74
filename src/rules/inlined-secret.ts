import { getInlinedSecretReads } from "../rule-kit/stated-by-configuration.js";
import { declareActive } from "../rule-kit/active-rules.js";
import { describeFunctionOf } from "../rule-kit/callers-of-code.js";
import { describePlace } from "../rule-kit/configured-handlers.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { mayReadVariables } from "../lambda/secrets/environment-reads.js";

export default createRule({
  name: "inlined-secret",
  meta: {
    type: "problem",
    docs: {
      description:
        "disallow reading secrets that the deployment writes into environment variables as plain text",
      recommended: "error",
      strict: "error",
      seed: ["LESS-09", "LESS-12"],
      concerns: ["security"],
    },
    messages: {
      inlinedSecret:
        "`{{name}}` holds a secret in plain text: {{fn}} gets it from {{origin}} when it is deployed ({{place}}), so that everybody who may read the function's configuration sees it, and a rotated secret needs a deployment. Pass the secret's ARN instead, and fetch its value at run time, cached outside the handler.",
    },
    schema: [],
  },
  create(context) {
    if (!mayReadVariables(context.sourceCode.text)) return {};
    const lambda = getLambda(context);
    if (!lambda.mayHaveEvidence && !lambda.mayServeHandlers) return {};
    declareActive(context, "inlined-secret");
    return {
      "Program:exit"() {
        for (const [node, { name, caller, place, origin }] of getInlinedSecretReads(context))
          context.report({
            node,
            messageId: "inlinedSecret",
            data: {
              name,
              fn: describeFunctionOf(caller, context),
              origin,
              place: describePlace(place, context),
            },
          });
      },
    };
  },
});
