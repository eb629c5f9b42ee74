import { estimateTotalMs } from "../estimate/total-init.js";
import { possibleValues } from "../functions/config-value.js";
import { collectPackageImports } from "../estimate/package-imports.js";
import { describeFunction, getConfiguredHandlers } from "../rule-kit/configured-handlers.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getFileSettings } from "../rule-kit/file-settings.js";
import { getConfiguredFunctions } from "../rule-kit/get-function-facts.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { initLimitMs } from "../knowledge/init-limit.js";

interface Options {
  readonly targetMs: number;
}

/** How long the first look at what is installed may keep an editor waiting, for each file. */
const budgetMs = 400;

export default createRule<"overBudget", [Options]>({
  name: "init-budget",
  meta: {
    type: "suggestion",
    docs: {
      description: "require that what a handler loads at init fits into the time for it",
      recommended: "warn",
      strict: "error",
      seed: ["LESS-01", "AP-03"],
      concerns: ["cold-start"],
    },
    messages: {
      overBudget:
        "The imports of this handler, which {{fn}} runs, take about {{ms}} ms at init with one vCPU, and {{limit}}. Load `{{module}}`, the heaviest of them, where it is used, or take a lighter package.",
    },
    schema: [
      {
        type: "object",
        additionalProperties: false,
        properties: {
          targetMs: {
            type: "number",
            minimum: 0,
            description:
              "Milliseconds that the imports of a handler may take; never more than Lambda allows.",
          },
        },
      },
    ],
    defaultOptions: [{ targetMs: initLimitMs.value }],
  },
  create(context, [{ targetMs }]) {
    const lambda = getLambda(context);
    if (!lambda.mayHaveEvidence || !/\b(?:import|require)\b/.test(context.sourceCode.text)) return {};
    return {
      "Program:exit"() {
        const [configured] = getConfiguredHandlers(context);
        // A file that passes the handler on loads more than this one: the finding stands there.
        if (configured === undefined || getConfiguredFunctions(context).length === 0) return;
        const [fn] = configured.functions;
        // With provisioned concurrency nobody waits for init, and it may take longer.
        if (possibleValues(fn.concurrency?.provisioned)?.some((count) => count > 0) === true) return;
        const imports = collectPackageImports(lambda, getFileSettings(context));
        const total = estimateTotalMs(context.filename, imports, lambda, budgetMs);
        const limitMs = Math.min(targetMs, initLimitMs.value);
        if (total === undefined || total.ms <= limitMs) return;
        context.report({
          node: total.heaviest.loads[0].source,
          messageId: "overBudget",
          data: {
            fn: describeFunction(fn, context),
            ms: String(Math.round(total.ms)),
            limit:
              limitMs === initLimitMs.value
                ? `Lambda stops init after ${initLimitMs.value / 1000} s`
                : `the target is ${limitMs} ms`,
            module: total.heaviest.module,
          },
        });
      },
    };
  },
});
