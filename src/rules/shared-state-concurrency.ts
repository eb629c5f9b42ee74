import { findSharedStateWrites } from "../rule-kit/stated-by-configuration.js";
import { declareActive } from "../rule-kit/active-rules.js";
import { describeFunction, describePlace, getConfiguredHandlers } from "../rule-kit/configured-handlers.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getLambda } from "../rule-kit/get-lambda.js";

export default createRule({
  name: "shared-state-concurrency",
  meta: {
    type: "problem",
    docs: {
      description: "disallow a request's data in module scope where a function runs several requests at once",
      recommended: "error",
      strict: "error",
      seed: ["AP-02", "DEC-04"],
      concerns: ["security"],
    },
    messages: {
      sharedState:
        "{{fn}} runs up to {{requests}} requests at once in one execution environment ({{place}}), and all of them write `{{target}}`: one request goes on with the data of another. Keep it in the handler and pass it on as an argument, or in an `AsyncLocalStorage`.",
    },
    schema: [],
  },
  create(context) {
    const lambda = getLambda(context);
    if (!lambda.mayHaveEvidence) return {};
    declareActive(context, "shared-state-concurrency");
    return {
      "Program:exit"() {
        // Most files are named by no configuration, which is known already: then nothing is worked out.
        if (getConfiguredHandlers(context).length === 0) return;
        for (const [{ node, target }, { fn, requests, place }] of findSharedStateWrites(context))
          context.report({
            node,
            messageId: "sharedState",
            data: {
              fn: describeFunction(fn, context),
              requests: String(requests),
              place: describePlace(place, context),
              target,
            },
          });
      },
    };
  },
});
