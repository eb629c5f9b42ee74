import { describeFunction, getConfiguredHandlers } from "../rule-kit/configured-handlers.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { callsAround } from "../lambda/handlers/handler-wrapping.js";

export default createRule({
  name: "durable-mismatch",
  meta: {
    type: "problem",
    docs: {
      description: "require durable handlers and durable functions to go together",
      recommended: "error",
      strict: "error",
      seed: ["LESS-14"],
    },
    messages: {
      notDurable:
        "This handler is a durable execution, and {{fn}} is deployed as an ordinary function: it is invoked without an execution to go on with, and fails at once. Add `DurableConfig` to the function, which is possible only when it is created.",
      durableUnused:
        "{{fn}} is deployed as a durable function, and this handler is none: it takes the durable invocation for an event, and what it returns is no answer to it. Wrap it in `withDurableExecution`, or remove `DurableConfig`.",
    },
    schema: [],
  },
  create(context) {
    const lambda = getLambda(context);
    if (!lambda.mayHaveEvidence) return {};
    return {
      "Program:exit"() {
        for (const { functions, handler } of getConfiguredHandlers(context)) {
          const [fn] = functions;
          const { node, isDurable, nameNode, reexportedFrom } = handler;
          if (isDurable) {
            if (functions.every((one) => one.isDurable === false && one.env.isComplete))
              context.report({
                node: nameNode,
                messageId: "notDurable",
                data: { fn: describeFunction(fn, context) },
              });
            continue;
          }
          const isPlain =
            node !== undefined && reexportedFrom === undefined && callsAround(node, lambda).length === 0;
          if (
            isPlain &&
            !isDurableSdkLoaded(context.sourceCode.text) &&
            functions.every((one) => one.isDurable === true)
          )
            context.report({
              node: nameNode,
              messageId: "durableUnused",
              data: { fn: describeFunction(fn, context) },
            });
        }
      },
    };
  },
});

/** A file that has the SDK may make its handler durable in a way that is not seen. */
function isDurableSdkLoaded(text: string): boolean {
  return /durable-execution-sdk/.test(text);
}
