import { possibleValues } from "../functions/config-value.js";
import type { FunctionConfig } from "../functions/function-config.js";
import { findThreads, mayStartThreads } from "../lambda/time/threads.js";
import { declareActive } from "../rule-kit/active-rules.js";
import { describeFunction, describePlace, getConfiguredHandlers } from "../rule-kit/configured-handlers.js";
import { createRule } from "../rule-kit/create-rule.js";
import type { AnyRuleContext } from "../rule-kit/file-settings.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { findFunctionOfOneVcpu } from "../rule-kit/stated-by-configuration.js";
import { memoryMbOfOneVcpu } from "../knowledge/vcpu-memory.js";

export default createRule({
  name: "threads-below-one-vcpu",
  meta: {
    type: "suggestion",
    docs: {
      description: "disallow threads where the function's configuration gives them no second vCPU",
      recommended: "warn",
      strict: "warn",
      seed: ["AP-01", "DEC-01"],
    },
    messages: {
      threadWithoutVcpu:
        "{{fn}} has {{memory}}, which is at most one vCPU, so `{{creation}}` shares it with the handler: the work takes as long as before, and each thread or process costs time and memory to start. Raise the memory above {{oneVcpu}} MB, or do the work in the handler itself.",
    },
    schema: [],
  },
  create(context) {
    const lambda = getLambda(context);
    if (!lambda.mayHaveEvidence || !mayStartThreads(context.sourceCode.text)) return {};
    declareActive(context, "threads-below-one-vcpu");
    return {
      "Program:exit"() {
        // Most files are named by no configuration, which is known already: then nothing is worked out.
        if (getConfiguredHandlers(context).length === 0) return;
        for (const { call, creation } of findThreads(lambda)) {
          const fn = findFunctionOfOneVcpu(call, context);
          if (fn === undefined) continue;
          context.report({
            node: call.callee,
            messageId: "threadWithoutVcpu",
            data: {
              fn: describeFunction(fn, context),
              memory: describeMemory(fn, context),
              creation,
              oneVcpu: memoryMbOfOneVcpu.toLocaleString("en"),
            },
          });
        }
      },
    };
  },
});

/** `512 MB (template.yaml:8)`, `128 MB, the default of AWS SAM` */
function describeMemory({ memoryMb, place }: FunctionConfig, context: AnyRuleContext): string {
  const size = `${Math.max(...(possibleValues(memoryMb) ?? [])).toLocaleString("en")} MB`;
  switch (memoryMb.k) {
    case "default":
      return `${size}, the default of ${memoryMb.of}`;
    case "known":
      return `${size} (${describePlace(memoryMb.place, context)})`;
    default:
      return `at most ${size} (${describePlace(place, context)})`;
  }
}
