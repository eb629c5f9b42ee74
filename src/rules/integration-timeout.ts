import { possibleValues } from "../functions/config-value.js";
import type { EventSource } from "../functions/function-config.js";
import { waitingTimesOf } from "../lambda/waiting-times.js";
import {
  type ConfiguredHandler,
  describeFunction,
  describePlace,
  getConfiguredHandlers,
  nameOfSource,
} from "../rule-kit/configured-handlers.js";
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
    if (!lambda.mayHaveEvidence) return {};
    return {
      "Program:exit"() {
        // Most files are named by no configuration, which is known already: then nothing is worked out.
        if (getConfiguredHandlers(context).length === 0) return;
        const times = waitingTimesOf(lambda).filter(({ ms }) => ms > SHORTEST_LIMIT_MS);
        if (times.length === 0) return;
        for (const configured of getConfiguredHandlers(context)) {
          const found = limitOf(configured);
          if (found === undefined) continue;
          const { source, limitMs } = found;
          for (const { node, at, ms } of times) {
            if (ms <= limitMs || !configured.runs(at)) continue;
            context.report({
              node,
              messageId: "callerHasGone",
              data: {
                seconds: String(ms / 1000),
                source: nameOfSource(source.kind ?? "apigw-http"),
                place: describePlace(source.place, context),
                fn: describeFunction(configured.functions[0], context),
                limit: String(limitMs / 1000),
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

/** The longest that any source waits, where all of them are APIs that wait for a time that is known. */
function limitOf({ functions }: ConfiguredHandler): { source: EventSource; limitMs: number } | undefined {
  let longest: { source: EventSource; limitMs: number } | undefined;
  for (const { sources } of functions) {
    if (sources.length === 0) return undefined;
    for (const source of sources) {
      const limits =
        source.kind?.startsWith("apigw-") === true ? possibleValues(source.integrationTimeoutMs) : undefined;
      if (limits === undefined) return undefined;
      const limitMs = Math.max(...limits);
      if (longest === undefined || limitMs > longest.limitMs) longest = { source, limitMs };
    }
  }
  return longest;
}
