import type { EventSource, FunctionConfig } from "../functions/function-config.js";
import { nameOfItemFailures, writeItemFailures } from "../functions/source-edits.js";
import { dependencyRangesAbove } from "../functions/project-dependencies.js";
import { deletingBatchProcessor } from "../knowledge/batch-processors.js";
import type { EventKind } from "../knowledge/handler-types.js";
import { failedItemAnswersOf } from "../lambda/batches/batch-answers.js";
import type { LambdaModel } from "../lambda/model.js";
import {
  describeFunction,
  describePlace,
  getConfiguredHandlers,
  nameOfSource,
  reachedFrom,
} from "../rule-kit/configured-handlers.js";
import { createConfigRule } from "../rule-kit/create-config-rule.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { getDeclaredHandler } from "../rule-kit/handler-model.js";

/** What a file has in it that answers with failed items. */
const ANSWERS = /batchItemFailures|@aws-lambda-powertools\/batch|sqs-partial-batch-failure/;

export default createConfigRule({
  name: "batch-response-mismatch",
  meta: {
    type: "problem",
    hasSuggestions: true,
    docs: {
      description: "disallow returning failed items to an event source that does not take them",
      recommended: "error",
      strict: "error",
      seed: ["LESS-07"],
    },
    messages: {
      ignoredFailures:
        "Nobody looks at these failed items: the event source of {{fn}} for {{source}} ({{place}}) has no `ReportBatchItemFailures`, so the whole batch counts as done and the failed records are lost. Set `FunctionResponseTypes` there to `ReportBatchItemFailures`, or throw an error instead.",
      deafSource:
        "The handler of `{{id}}` returns the records that failed ({{place}}), and this event source for {{source}} does not take them, so the whole batch counts as done and those records are lost. Add `{{option}}`, or throw an error there instead.",
      takeFailures: "Add `{{option}}`: Lambda then tries only the failed records again.",
    },
    schema: [],
  },
  check(declared, { text, report, context }) {
    const { id, framework, sources } = declared;
    for (const source of sources) {
      if (!isDeaf(source)) continue;
      const { kind, place } = source;
      const found = getDeclaredHandler(declared, ANSWERS, context);
      if (found === undefined) return;
      const { lambda, handler } = found;
      const runs = reachedFrom(handler, lambda);
      const answer = answersOf(lambda, declared.handler.file ?? "").find((node) => runs(node));
      if (answer === undefined) return;
      const line = lambda.syntax.facts.sourceCode.text.slice(0, answer.range[0]).split("\n").length;
      const option = nameOfItemFailures(framework) ?? "FunctionResponseTypes";
      report({
        place,
        messageId: "deafSource",
        data: {
          id,
          source: nameOfSource(kind),
          place: describePlace({ file: declared.handler.file ?? "", line, column: 1 }, context),
          option,
        },
        suggest: [
          {
            messageId: "takeFailures",
            data: { option },
            edits: [writeItemFailures(text, framework, source)],
          },
        ],
      });
    }
  },
  code(context) {
    if (!ANSWERS.test(context.sourceCode.text)) return {};
    const lambda = getLambda(context);
    return {
      "Program:exit"() {
        // Most files are named by no configuration, which is known already: then nothing is worked out.
        if (getConfiguredHandlers(context).length === 0) return;
        const answers = answersOf(lambda, context.filename);
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
              source: nameOfSource(found.source.kind),
              place: describePlace(found.source.place, context),
            },
          });
        }
      },
    };
  },
});

/** The places that answer with failed items, as the versions do that the package.json above the file asks for. */
function answersOf(lambda: LambdaModel, file: string): ReturnType<typeof failedItemAnswersOf> {
  const answers = failedItemAnswersOf(lambda);
  const { module, lastMajor } = deletingBatchProcessor;
  if (!lambda.syntax.facts.specifiers.has(module)) return answers;
  const major = /\d+/.exec(dependencyRangesAbove(file).get(module) ?? "")?.[0];
  if (major === undefined || Number(major) > lastMajor) return answers;
  return answers.filter((node) => lambda.syntax.resolveImport(node)?.module !== module);
}

type DeafSource = EventSource & { readonly kind: EventKind };

/** The first source that hands over batches and takes no failed items of them. */
function findDeafSource(fn: FunctionConfig): { fn: FunctionConfig; source: DeafSource } | undefined {
  const source = fn.sources.find(isDeaf);
  return source && { fn, source };
}

/** Sources whose mapping has `FunctionResponseTypes`. */
const BATCHES: ReadonlySet<EventKind> = new Set<EventKind>(["sqs", "kinesis", "dynamodb-stream"]);

function isDeaf(source: EventSource): source is DeafSource {
  const { kind, reportsBatchItemFailures } = source;
  return kind !== undefined && BATCHES.has(kind) && reportsBatchItemFailures === false;
}
