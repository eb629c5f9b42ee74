import { estimateTotalMs } from "../estimate/total-init.js";
import { possibleValues } from "../functions/config-value.js";
import type { FunctionConfig } from "../functions/function-config.js";
import { collectPackageImports } from "../estimate/package-imports.js";
import { describeFunction, getConfiguredHandlers } from "../rule-kit/configured-handlers.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getFileSettings } from "../rule-kit/file-settings.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { initLimitMs } from "../knowledge/init-limit.js";
import { memoryMbOfOneVcpu } from "../knowledge/vcpu-memory.js";
import { scaleToMemory } from "../weight/ms-range.js";

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
        "The imports of this handler, which {{fn}} runs, take about {{ms}} ms at init with {{cpu}}, and {{limit}}. Load `{{module}}`, the heaviest of them, where it is used, or take a lighter package.",
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
        if (configured === undefined) return;
        const [fn] = configured.functions;
        // With provisioned concurrency nobody waits for init, and it may take longer.
        if (possibleValues(fn.concurrency?.provisioned)?.some((count) => count > 0) === true) return;
        const imports = collectPackageImports(lambda, getFileSettings(context));
        const total = estimateTotalMs(context.filename, imports, lambda, budgetMs);
        if (total === undefined) return;
        const limitMs = Math.min(targetMs, initLimitMs.value);
        const isTarget = limitMs < initLimitMs.value;
        // Init is faster on small functions than their share of a vCPU: enough for a target, too little to say that it fails.
        const memoryMb = isTarget ? memoryOf(configured.functions) : undefined;
        const ms = memoryMb === undefined ? total.ms : scaleMs(total.ms, memoryMb);
        if (ms <= limitMs) return;
        context.report({
          node: total.heaviest.loads[0].source,
          messageId: "overBudget",
          data: {
            fn: describeFunction(fn, context),
            ms: String(Math.round(ms)),
            cpu:
              memoryMb === undefined
                ? "one vCPU"
                : `the CPU that ${memoryMb.toLocaleString("en")} MB give it`,
            limit: isTarget
              ? `the target is ${limitMs} ms`
              : `Lambda stops init after ${initLimitMs.value / 1000} s`,
            module: total.heaviest.module,
          },
        });
      },
    };
  },
});

/** The memory of the function that has most; undefined where that of one is not known, or is enough for a whole vCPU. */
function memoryOf(functions: readonly FunctionConfig[]): number | undefined {
  const sizes = functions.flatMap(({ memoryMb }) => possibleValues(memoryMb) ?? Infinity);
  const largest = Math.max(...sizes);
  return largest < memoryMbOfOneVcpu ? largest : undefined;
}

function scaleMs(ms: number, memoryMb: number): number {
  return scaleToMemory({ low: ms, likely: ms, high: ms }, memoryMb).likely;
}
