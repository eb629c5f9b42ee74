import { possibleValues } from "../functions/config-value.js";
import { requestBudgetsOf } from "../lambda/request-budget.js";
import { describeFunction, describePlace, getConfiguredHandlers } from "../rule-kit/configured-handlers.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getLambda } from "../rule-kit/get-lambda.js";

export default createRule({
  name: "sdk-budget-over-timeout",
  meta: {
    type: "problem",
    docs: {
      description: "disallow SDK timeouts and retries that take longer than the function may run",
      recommended: "warn",
      strict: "error",
      seed: ["LESS-04"],
    },
    messages: {
      overTimeout:
        "A request of `{{client}}` may take {{attempts}} attempts of {{timeout}} s each, and {{fn}} ends after {{limit}} s ({{place}}): Lambda stops the function before the SDK gives up, without an error that the code could handle. Set a shorter `{{option}}` or fewer attempts, or a longer timeout of the function.",
    },
    schema: [],
  },
  create(context) {
    if (!/requestTimeout|httpOptions/.test(context.sourceCode.text)) return {};
    const lambda = getLambda(context);
    if (!lambda.mayHaveEvidence) return {};
    return {
      "Program:exit"() {
        // Most files are named by no configuration, which is known already: then nothing is worked out.
        if (getConfiguredHandlers(context).length === 0) return;
        const budgets = requestBudgetsOf(lambda);
        if (budgets.length === 0) return;
        const reported = new Set<unknown>();
        for (const { functions, runs } of getConfiguredHandlers(context)) {
          const [fn] = functions;
          const limits = functions.flatMap(({ timeoutSec }) => possibleValues(timeoutSec) ?? Infinity);
          const limit = Math.max(...limits);
          for (const { client, node, timeoutMs, attempts } of budgets) {
            if (timeoutMs * attempts < limit * 1000 || !runs(client.node) || reported.has(node)) continue;
            reported.add(node);
            const { timeoutSec } = fn;
            context.report({
              node,
              messageId: "overTimeout",
              data: {
                client: client.name,
                attempts: String(attempts),
                timeout: String(timeoutMs / 1000),
                fn: describeFunction(fn, context),
                limit: String(limit),
                place:
                  timeoutSec.k === "default"
                    ? `the default of ${timeoutSec.of}`
                    : describePlace(timeoutSec.k === "known" ? timeoutSec.place : fn.place, context),
                option: client.fact.category === "aws-sdk-v2" ? "timeout" : "requestTimeout",
              },
            });
          }
        }
      },
    };
  },
});
