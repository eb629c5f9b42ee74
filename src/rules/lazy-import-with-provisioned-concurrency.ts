import { possibleValues } from "../functions/config-value.js";
import { describeFunction, describePlace, getConfiguredHandlers } from "../rule-kit/configured-handlers.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getLambda } from "../rule-kit/get-lambda.js";

export default createRule({
  name: "lazy-import-with-provisioned-concurrency",
  meta: {
    type: "suggestion",
    docs: {
      description: "disallow loading modules in a request where init is paid for in advance",
      recommended: "off",
      strict: "warn",
      seed: ["DEC-07"],
      concerns: ["cold-start"],
    },
    messages: {
      lazyImport:
        "{{fn}} has provisioned concurrency ({{place}}), which runs init before the first request comes. This module is loaded in a request all the same, which then waits for it. Import it at the top of the file.",
    },
    schema: [],
  },
  create(context) {
    if (!/\bimport\s*\(/.test(context.sourceCode.text)) return {};
    const lambda = getLambda(context);
    if (!lambda.mayHaveEvidence) return {};
    return {
      "Program:exit"() {
        const { dynamicImports } = lambda.syntax.facts;
        if (dynamicImports.length === 0) return;
        for (const { functions, runs } of getConfiguredHandlers(context)) {
          const [fn] = functions;
          const provisioned = fn.concurrency?.provisioned;
          const isProvisioned = functions.every(({ concurrency }) =>
            possibleValues(concurrency?.provisioned)?.every((count) => count > 0),
          );
          if (!isProvisioned || provisioned === undefined) continue;
          for (const node of dynamicImports) {
            const phases = lambda.phasesOf(node);
            if (!runs(node) || !phases.has("invocation") || phases.has("init")) continue;
            context.report({
              node,
              messageId: "lazyImport",
              data: {
                fn: describeFunction(fn, context),
                place: describePlace("place" in provisioned ? provisioned.place : fn.place, context),
              },
            });
          }
          // One finding for each import, whichever handlers run it.
          return;
        }
      },
    };
  },
});
