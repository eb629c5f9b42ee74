import { findThreads } from "../lambda/time/threads.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getFunctionFacts } from "../rule-kit/get-function-facts.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { isReportedByMemory } from "../rule-kit/stated-by-configuration.js";
import { memoryMbOfOneVcpu } from "../knowledge/vcpu-memory.js";

export default createRule({
  name: "no-ineffective-threads",
  meta: {
    type: "suggestion",
    docs: {
      description: "disallow threads where the function has no second vCPU for them",
      recommended: "warn",
      strict: "warn",
      seed: ["AP-01", "DEC-01"],
    },
    messages: {
      threadsBelowOneVcpu:
        "With {{memoryMb}} MB the function has at most one vCPU, so `{{creation}}` shares it with the handler: the work takes as long as before, and each thread or process costs time and memory to start. Raise the memory above {{oneVcpu}} MB, or do the work in the handler itself.",
      threadsOfUnknownMemory:
        "`{{creation}}` runs beside the handler only if the function has more than {{oneVcpu}} MB of memory: below that it has at most one vCPU, and threads make it slower. Set `functions.memoryMb` in the settings, so that this rule knows.",
    },
    schema: [],
  },
  needs: {
    evidence: true,
    words: /worker_threads|cluster|piscina|tinypool|workerpool|poolifier|^threads$|Atomics/m,
  },
  create(context) {
    const lambda = getLambda(context);
    const { memoryMb } = getFunctionFacts(context);
    if (memoryMb !== undefined && memoryMb > memoryMbOfOneVcpu) return {};
    return {
      "Program:exit"() {
        const oneVcpu = memoryMbOfOneVcpu.toLocaleString("en");
        for (const { call, creation } of findThreads(lambda)) {
          if (isReportedByMemory(call, context)) continue;
          context.report(
            memoryMb === undefined
              ? { node: call.callee, messageId: "threadsOfUnknownMemory", data: { creation, oneVcpu } }
              : {
                  node: call.callee,
                  messageId: "threadsBelowOneVcpu",
                  data: { creation, oneVcpu, memoryMb: memoryMb.toLocaleString("en") },
                },
          );
        }
      },
    };
  },
});
