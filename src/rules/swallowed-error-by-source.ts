import type { TSESLint } from "@typescript-eslint/utils";
import { findUnreportedLoops } from "../lambda/batches/batch-loops.js";
import { buildRethrow } from "../lambda/errors/rethrow-edits.js";
import { placeOfError } from "../lambda/errors/swallowed-errors.js";
import { declareActive, isActive } from "../rule-kit/active-rules.js";
import {
  describeFunction,
  describePlace,
  nameOfSource,
  getConfiguredHandlers,
} from "../rule-kit/configured-handlers.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getFileSettings } from "../rule-kit/file-settings.js";
import { getFunctionFacts } from "../rule-kit/get-function-facts.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { getErrorsLostBySource } from "../rule-kit/stated-by-configuration.js";

type MessageId = "lostBySource" | "rethrow" | "removeCatch";

export default createRule<MessageId>({
  name: "swallowed-error-by-source",
  meta: {
    type: "problem",
    hasSuggestions: true,
    docs: {
      description: "disallow dropping errors where the configured event source takes the event for done",
      recommended: "error",
      strict: "error",
      seed: ["LESS-07"],
    },
    messages: {
      lostBySource:
        "The error ends here, and {{source}} ({{place}}), which invokes {{fn}}, takes the event for done: it is neither retried nor sent to a dead-letter queue. Throw the error again, and leave out only the errors that you expect, by their type.",
      rethrow:
        "Throw the error again here; the invocation then fails, and is retried where its source retries.",
      removeCatch: "Remove this rejection handler; the error then fails the invocation.",
    },
    schema: [],
  },
  create(context) {
    const lambda = getLambda(context);
    if (!lambda.mayHaveEvidence || !/\bcatch\b|\.then\b/.test(context.sourceCode.text)) return {};
    declareActive(context, "swallowed-error-by-source");
    return {
      "Program:exit"() {
        // Most files are named by no configuration, which is known already: then nothing is worked out.
        if (getConfiguredHandlers(context).length === 0) return;
        if (!lambda.hasEvidence) return;
        const errors = getErrorsLostBySource(context);
        if (errors.size === 0) return;
        const reported = isReportedByBatch(context)
          ? findUnreportedLoops(lambda).flatMap(({ lostAt }) => lostAt.slice(0, 1))
          : [];
        for (const [error, { fn, source, kind }] of errors) {
          if (reported.includes(error.path)) continue;
          const edit = buildRethrow(error.path, lambda.syntax, getFileSettings(context).isTypeScript);
          context.report({
            ...placeOfError(error, context.sourceCode),
            messageId: "lostBySource",
            data: {
              source: nameOfSource(kind),
              place: describePlace(source.place, context),
              fn: describeFunction(fn, context),
            },
            suggest: edit
              ? [{ messageId: edit.kind === "remove" ? "removeCatch" : "rethrow", fix: edit.fix }]
              : [],
          });
        }
      },
    };
  },
});

/** True when `require-partial-batch-response` says of the error of a record where it belongs. */
function isReportedByBatch(context: Readonly<TSESLint.RuleContext<MessageId, []>>): boolean {
  return isActive(context, "require-partial-batch-response") && getFunctionFacts(context).batchSize !== 1;
}
