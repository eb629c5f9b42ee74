import { uncheckedUsesOf } from "../lambda/taint/request-values.js";
import { createRule } from "../rule-kit/create-rule.js";
import { describePlace } from "../rule-kit/describe-caller.js";
import { getLambda } from "../rule-kit/get-lambda.js";

export default createRule({
  name: "require-input-validation",
  meta: {
    type: "suggestion",
    docs: {
      description: "require a look at what a request brings before it is stored, looked up or sent on",
      recommended: "warn",
      strict: "error",
      seed: ["LESS-09"],
      concerns: ["security"],
    },
    messages: {
      uncheckedInput:
        "`{{source}}` reaches `{{taker}}`{{place}}, and nothing has looked at the {{part}} of the request before: whatever a client sends is stored, looked up or sent on. Check it first with a schema (zod, Powertools' parser, middy's validator), or return 400 where it is not what you expect.",
    },
    schema: [],
  },
  needs: { evidence: true, orServes: "routes" },
  create(context) {
    const lambda = getLambda(context);
    return {
      "Program:exit"() {
        if (!lambda.mayTakeRequests) return;
        const reported = new Set<string>();
        for (const { part, taint, sink } of uncheckedUsesOf(lambda)) {
          // Routes that share a helper say the same of it.
          const same = `${String(taint.node.range[0])} ${part} ${taint.source}`;
          if (reported.has(same)) continue;
          reported.add(same);
          context.report({
            node: taint.node,
            messageId: "uncheckedInput",
            data: {
              source: taint.source,
              taker: sink.taker,
              place: describePlace(sink.file, context),
              part,
            },
          });
        }
      },
    };
  },
});
