import type { EventSource, FunctionConfig } from "../functions/function-config.js";
import type { EventKind } from "../knowledge/handler-types.js";
import { failedItemAnswersOf } from "../lambda/batch-answers.js";
import {
  describeFunction,
  describePlace,
  getConfiguredHandlers,
  nameOfSource,
} from "../rule-kit/configured-handlers.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getLambda } from "../rule-kit/get-lambda.js";

export default createRule({
  name: "batch-response-mismatch",
  meta: {
    type: "problem",
    docs: {
      description: "disallow returning failed items to an event source that does not take them",
      recommended: "error",
      strict: "error",
      seed: ["LESS-07"],
    },
    messages: {
      ignoredFailures:
        "Nobody looks at these failed items: the event source of {{fn}} for {{source}} ({{place}}) has no `ReportBatchItemFailures`, so the whole batch counts as done and the failed records are lost. Set `FunctionResponseTypes` there to `ReportBatchItemFailures`, or throw an error instead.",
    },
    schema: [],
  },
  create(context) {
    if (
      !/batchItemFailures|@aws-lambda-powertools\/batch|sqs-partial-batch-failure/.test(
        context.sourceCode.text,
      )
    )
      return {};
    const lambda = getLambda(context);
    return {
      "Program:exit"() {
        // Most files are named by no configuration, which is known already: then nothing is worked out.
        if (getConfiguredHandlers(context).length === 0) return;
        const answers = failedItemAnswersOf(lambda);
        if (answers.length === 0) return;
        for (const { functions, runs } of getConfiguredHandlers(context)) {
          const answer = answers.find((node) => runs(node));
          const [found] = functions.flatMap((fn) => findDeafSource(fn) ?? []);
          if (answer === undefined || found === undefined) continue;
          context.report({
            node: answer,
            messageId: "ignoredFailures",
            data: {
              fn: describeFunction(found.fn, context),
              source: nameOfSource(found.kind),
              place: describePlace(found.source.place, context),
            },
          });
        }
      },
    };
  },
});

/** The first source that hands over batches and takes no failed items of them. */
function findDeafSource(
  fn: FunctionConfig,
): { fn: FunctionConfig; source: EventSource; kind: EventKind } | undefined {
  for (const source of fn.sources) {
    const { kind, reportsBatchItemFailures } = source;
    if (kind !== undefined && BATCHES.has(kind) && reportsBatchItemFailures === false)
      return { fn, source, kind };
  }
  return undefined;
}

/** Sources whose mapping has `FunctionResponseTypes`. */
const BATCHES: ReadonlySet<EventKind> = new Set<EventKind>(["sqs", "kinesis", "dynamodb-stream"]);
