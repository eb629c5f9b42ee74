import type { FunctionConfig } from "../functions/function-config.js";
import { deliveryOf } from "../knowledge/event-delivery.js";
import { thrownErrorsOf } from "../lambda/batches/thrown-errors.js";
import { mayEndAround } from "../lambda/errors/errors-around.js";
import {
  describeFunction,
  describePlace,
  getConfiguredHandlers,
  nameOfSource,
} from "../rule-kit/configured-handlers.js";
import { createConfigRule } from "../rule-kit/create-config-rule.js";
import { getLambda } from "../rule-kit/get-lambda.js";

export default createConfigRule({
  name: "failure-sink-mismatch",
  meta: {
    type: "problem",
    docs: {
      description: "require failed events to go where they are kept",
      recommended: "warn",
      strict: "error",
      seed: ["LESS-07"],
    },
    messages: {
      lostAfterRetries:
        "{{fn}} is invoked asynchronously by {{source}} ({{place}}), and after three attempts that end here the event is gone: the function has neither a dead-letter queue nor an on-failure destination. Set one, so that failed events can be looked at and sent again.",
      unusedDeadLetterQueue:
        "Lambda never puts anything into this dead-letter queue: that takes events of asynchronous invocations, and `{{id}}` is invoked by {{source}} ({{place}}), which {{how}}. Remove it from the function, and {{advice}}.",
    },
    schema: [],
  },
  check(declared, { report, context }) {
    for (const { id, failureSinks, sources, handler } of declared.madeAs ?? [declared]) {
      const queue = failureSinks?.deadLetterQueue;
      const [source] = sources;
      if (queue === undefined || source?.kind === undefined) continue;
      const deliveries = sources.map(({ kind, sender = kind }) => deliveryOf(sender));
      if (deliveries.some((delivery) => delivery === undefined || delivery === "async")) continue;
      // Code that Lambda invokes by other means says so by its name in the configuration of something else.
      if (handler.status === "opaque") continue;
      const isPolled = deliveries[0] === "poll";
      report({
        place: queue.given?.[0] ?? queue.place,
        messageId: "unusedDeadLetterQueue",
        data: {
          id,
          source: nameOfSource(source.kind),
          place: describePlace(source.place, context),
          how: isPolled ? "Lambda polls" : "waits for the answer",
          advice: isPolled ? "set one for the queue or the stream itself" : "answer with an error instead",
        },
      });
    }
  },
  code(context) {
    if (!/\bthrow\b/.test(context.sourceCode.text)) return {};
    const lambda = getLambda(context);
    if (!lambda.mayHaveEvidence) return {};
    return {
      "Program:exit"() {
        for (const { functions, handler, runs } of getConfiguredHandlers(context)) {
          const [fn] = functions;
          const source = fn.sources.find(
            ({ kind, sender = kind, isExpendable }) =>
              isExpendable !== true && deliveryOf(sender) === "async",
          );
          const kind = source?.sender ?? source?.kind;
          if (source === undefined || kind === undefined || !functions.every((one) => losesEvents(one)))
            continue;
          const statement = thrownErrorsOf(lambda).find(
            (node) => runs(node) && lambda.phasesOf(node).has("invocation"),
          );
          if (statement === undefined || mayEndAround(handler, lambda)) continue;
          context.report({
            node: statement,
            messageId: "lostAfterRetries",
            data: {
              source: nameOfSource(kind),
              place: describePlace(source.place, context),
              fn: describeFunction(fn, context),
            },
          });
        }
      },
    };
  },
});

/** True when nothing keeps the events that failed. */
function losesEvents({ failureSinks, sources }: FunctionConfig): boolean {
  return (
    failureSinks?.isComplete === true &&
    failureSinks.deadLetterQueue === undefined &&
    failureSinks.onFailure === undefined &&
    sources.every(({ onFailure }) => onFailure === undefined)
  );
}
