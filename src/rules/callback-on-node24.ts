import { possibleValues } from "../functions/config-value.js";
import { buildParameterRemoval } from "../lambda/handlers/callback-edits.js";
import { findCallbackHandlers } from "../lambda/handlers/callback-handlers.js";
import { declareActive } from "../rule-kit/active-rules.js";
import { describeFunction, describePlace, getConfiguredHandlers } from "../rule-kit/configured-handlers.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { findRefusingFunction } from "../rule-kit/stated-by-configuration.js";

export default createRule({
  name: "callback-on-node24",
  meta: {
    type: "problem",
    fixable: "code",
    docs: {
      description: "disallow handlers that take a callback where the function's runtime refuses them",
      recommended: "error",
      strict: "error",
      seed: ["LESS-13"],
    },
    messages: {
      refusedCallback:
        "{{fn}} runs on {{runtime}} ({{place}}), which refuses a handler with three parameters at init (`Runtime.CallbackHandlerDeprecated`), so that no request is answered. Make it async: return the response, and throw the error.",
      refusedParameter:
        "{{fn}} runs on {{runtime}} ({{place}}), which refuses a handler with three parameters at init (`Runtime.CallbackHandlerDeprecated`), so that no request is answered. Remove the parameter, which nothing uses.",
    },
    schema: [],
  },
  create(context) {
    const lambda = getLambda(context);
    if (!lambda.mayHaveEvidence) return {};
    declareActive(context, "callback-on-node24");
    return {
      "Program:exit"() {
        // Most files are named by no configuration, which is known already: then nothing is worked out.
        if (getConfiguredHandlers(context).length === 0) return;
        for (const found of findCallbackHandlers(lambda)) {
          const fn = findRefusingFunction(found, context);
          if (fn?.runtime === undefined) continue;
          const isUnused = found.uses?.length === 0;
          const { runtime } = fn;
          context.report({
            node: found.parameter,
            messageId: isUnused ? "refusedParameter" : "refusedCallback",
            data: {
              fn: describeFunction(fn, context),
              runtime: possibleValues(runtime)?.join(" or ") ?? "",
              place: describePlace("place" in runtime ? runtime.place : fn.place, context),
            },
            fix: (isUnused ? buildParameterRemoval(found.fn, found.index, lambda.syntax) : undefined) ?? null,
          });
        }
      },
    };
  },
});
