import { possibleValues } from "../functions/config-value.js";
import type { EventSource } from "../functions/function-config.js";
import { waitingTimesOf } from "../lambda/time/waiting-times.js";
import {
  type CallerOfCode,
  describeFunctionOf,
  findFailing,
  getCallersOfCode,
} from "../rule-kit/callers-of-code.js";
import { describePlace, nameOfSource } from "../rule-kit/configured-handlers.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getLambda } from "../rule-kit/get-lambda.js";

export default createRule({
  name: "integration-timeout",
  meta: {
    type: "problem",
    docs: {
      description: "disallow waiting longer than the API in front of the function does",
      recommended: "warn",
      strict: "error",
      seed: ["LESS-04", "LESS-11"],
    },
    messages: {
      callerHasGone:
        "This waits for up to {{seconds}} s, and {{source}} ({{place}}), which invokes {{fn}}, waits for {{limit}} s: the client has been answered with an error by then, and the work is paid for all the same. Set a shorter time, or answer at once and do the work behind a queue.",
    },
    schema: [],
  },
  create(context) {
    if (
      !/AbortSignal|waitUntil|setTimeout|requestTimeout|httpOptions|delay|sleep|\bwait\b/.test(
        context.sourceCode.text,
      )
    )
      return {};
    const lambda = getLambda(context);
    if (!lambda.mayHaveEvidence && !lambda.mayServeHandlers) return {};
    return {
      "Program:exit"() {
        for (const { node, at, ms } of waitingTimesOf(lambda)) {
          if (ms <= SHORTEST_LIMIT_MS) continue;
          const hasGone = (caller: CallerOfCode): Limit | undefined => {
            const limit = limitOf(caller);
            return limit !== undefined && ms > limit.ms ? limit : undefined;
          };
          for (const { caller, problem } of findFailing(getCallersOfCode([at], context), hasGone)) {
            context.report({
              node,
              messageId: "callerHasGone",
              data: {
                seconds: String(ms / 1000),
                source: nameOfSource(problem.source.kind ?? "apigw-http"),
                place: describePlace(problem.source.place, context),
                fn: describeFunctionOf(caller, context),
                limit: String(problem.ms / 1000),
              },
            });
          }
        }
      },
    };
  },
});

/** No API waits for less unless somebody says so, and then hardly for less than this. */
const SHORTEST_LIMIT_MS = 1_000;

interface Limit {
  readonly source: EventSource;
  readonly ms: number;
}

/** The longest that any source waits, where all of them are APIs that wait for a time that is known. */
function limitOf({ functions }: CallerOfCode): Limit | undefined {
  let longest: Limit | undefined;
  for (const { sources } of functions) {
    if (sources.length === 0) return undefined;
    for (const source of sources) {
      const limits =
        source.kind?.startsWith("apigw-") === true || source.kind === "appsync"
          ? possibleValues(source.integrationTimeoutMs)
          : undefined;
      if (limits === undefined) return undefined;
      const ms = Math.max(...limits);
      if (longest === undefined || ms > longest.ms) longest = { source, ms };
    }
  }
  return longest;
}
