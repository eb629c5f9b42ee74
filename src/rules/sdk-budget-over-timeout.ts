import { possibleValues } from "../functions/config-value.js";
import { requestBudgetsOf } from "../lambda/time/request-budget.js";
import {
  type CallerOfCode,
  describeFunctionOf,
  findFailing,
  getCallersOfCode,
} from "../rule-kit/callers-of-code.js";
import { describePlace } from "../rule-kit/configured-handlers.js";
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
    if (!lambda.mayHaveEvidence && !lambda.mayServeHandlers) return {};
    return {
      "Program:exit"() {
        for (const { client, node, timeoutMs, attempts } of requestBudgetsOf(lambda)) {
          const isStopped = (caller: CallerOfCode): number | undefined => {
            const limit = longestTimeoutOf(caller);
            return timeoutMs * attempts >= limit * 1000 ? limit : undefined;
          };
          // One handler is enough: the client is the same for all of them.
          const [found] = findFailing(getCallersOfCode([client.node], context), isStopped);
          if (found === undefined) continue;
          const { caller, problem: limit } = found;
          const [fn] = caller.functions;
          const { timeoutSec } = fn;
          context.report({
            node,
            messageId: "overTimeout",
            data: {
              client: client.name,
              attempts: String(attempts),
              timeout: String(timeoutMs / 1000),
              fn: describeFunctionOf(caller, context),
              limit: String(limit),
              place:
                timeoutSec.k === "default"
                  ? `the default of ${timeoutSec.of}`
                  : describePlace(timeoutSec.k === "known" ? timeoutSec.place : fn.place, context),
              option: client.fact.category === "aws-sdk-v2" ? "timeout" : "requestTimeout",
            },
          });
        }
      },
    };
  },
});

/** In seconds; endless where one is not known. */
function longestTimeoutOf({ functions }: CallerOfCode): number {
  return Math.max(...functions.flatMap(({ timeoutSec }) => possibleValues(timeoutSec) ?? Infinity));
}
