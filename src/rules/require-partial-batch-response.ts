import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { buildBatchEdits } from "../lambda/batches/batch-edits.js";
import {
  type BatchLoop,
  type BatchSource,
  batchHandlersOf,
  findUnreportedLoops,
} from "../lambda/batches/batch-loops.js";
import {
  type FailedItemsProblem,
  findFailedItemsProblems,
  findGoingOn,
  identifierOf,
} from "../lambda/batches/failed-items.js";
import { findLoopsThrownLater } from "../lambda/batches/later-throws.js";
import { neverReportsItems } from "../lambda/batches/batch-answers.js";
import type { LambdaModel } from "../lambda/model.js";
import { declareActive } from "../rule-kit/active-rules.js";
import { describeFunction, describePlace, getConfiguredHandlers } from "../rule-kit/configured-handlers.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getFileSettings } from "../rule-kit/file-settings.js";
import { getFunctionFacts } from "../rule-kit/get-function-facts.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { keyName } from "../syntax/ast.js";

type MessageId =
  | "recordFailsBatch"
  | "recordLost"
  | "recordUnseen"
  | "fifoGoesOn"
  | "failuresNeverReported"
  | FailedItemsProblem["kind"]
  | "settle"
  | "reportRest"
  | "goOn"
  | "useIdentifier"
  | "renameFailures";
type SourceCode = Readonly<TSESLint.SourceCode>;
type Suggestion = TSESLint.SuggestionReportDescriptor<MessageId>;

const NAMES: Readonly<Record<BatchSource, { source: string; lost: string }>> = {
  sqs: { source: "SQS", lost: "SQS deletes the message" },
  kinesis: { source: "Kinesis", lost: "the stream goes on behind the record" },
  "dynamodb-stream": { source: "DynamoDB Streams", lost: "the stream goes on behind the record" },
};

export default createRule<MessageId>({
  name: "require-partial-batch-response",
  meta: {
    type: "problem",
    hasSuggestions: true,
    docs: {
      description: "require handlers of queues and streams to return the records that failed",
      recommended: "warn",
      strict: "error",
      seed: ["LESS-07"],
    },
    messages: {
      recordFailsBatch:
        "One record that fails here fails the whole batch: {{source}} delivers all of its records again, also those that are done. Return the failed ones as `batchItemFailures`, with `ReportBatchItemFailures` on the event source.",
      recordLost:
        "The error of a record ends here, and the batch counts as a success: {{lost}}. Return the failed record in `batchItemFailures`, with `ReportBatchItemFailures` on the event source.",
      recordUnseen:
        "`{{wrapper}}` of another file either throws the error of a record or keeps it, and this handler tells nobody: {{source}} delivers the whole batch again, or {{lost}}. Return the failed records as `batchItemFailures`, with `ReportBatchItemFailures` on the event source.",
      fifoGoesOn:
        "This loop goes on behind a failed message of a FIFO queue, so later messages of its group overtake it. Stop at the first failure, and return it and the messages behind it as `batchItemFailures`.",
      wrongIdentifier:
        "{{source}} does not know the record by `{{identifier}}`, so Lambda takes the whole batch for failed. Return `{{right}}` as the `itemIdentifier`.",
      emptyIdentifier:
        "With an empty `itemIdentifier` Lambda takes the whole batch for failed. Return `{{right}}`.",
      misnamedIdentifier:
        "A failed item without an `itemIdentifier` makes Lambda take the whole batch for failed. Return `{ itemIdentifier: {{right}} }`.",
      misnamedFailures:
        "Lambda looks for `batchItemFailures` and not for `{{name}}`, so it takes the batch for a success: {{lost}}. Rename the property.",
      failuresNotReturned:
        "The failed items in `{{name}}` are never returned, so the batch counts as a success: {{lost}}. Return `{ batchItemFailures: {{name}} }`.",
      failuresNeverReported:
        "{{fn}} asks for the records that failed ({{place}}), and this handler never returns any: an error fails the whole batch, and everything else counts as done. Return them as `batchItemFailures`, or remove `ReportBatchItemFailures` there.",
      settle:
        "Return the records that fail, after all have ended; the event source needs `ReportBatchItemFailures`, without which they count as done.",
      reportRest:
        "Stop at the first failure and return what is not done; the event source needs `ReportBatchItemFailures`, without which that counts as done.",
      goOn: "Return the records that fail, and go on with the others; the event source needs `ReportBatchItemFailures`, without which they count as done.",
      useIdentifier: "Return `{{right}}`.",
      renameFailures: "Rename it to `batchItemFailures`.",
    },
    schema: [],
  },
  needs: { evidence: true, words: /^Records$|[iI]temIdentifier|[iI]tem_?[fF]ailure/m },
  create(context) {
    const lambda = getLambda(context);
    declareActive(context, "require-partial-batch-response");
    const { batchSize } = getFunctionFacts(context);
    return {
      "Program:exit"() {
        if (!lambda.hasEvidence || batchHandlersOf(lambda).length === 0) return;
        for (const problem of findFailedItemsProblems(lambda))
          context.report(describe(problem, context.sourceCode));
        const loop = findGoingOn(lambda);
        if (loop !== undefined)
          context.report({ loc: headOf(loop, context.sourceCode), messageId: "fifoGoesOn" });
        if (batchSize === 1) return;
        const loops = findUnreportedLoops(lambda);
        for (const batchLoop of loops)
          reportLoop(batchLoop, lambda, context, getFileSettings(context).isTypeScript);
        const later = findLoopsThrownLater(lambda);
        for (const { node, batch } of later) {
          const data = { source: NAMES[batch.source].source };
          context.report({ loc: headOf(node, context.sourceCode), messageId: "recordFailsBatch", data });
        }
        if (loops.length === 0 && later.length === 0) reportUnusedResponses(lambda, context);
      },
    };
  },
});

function reportLoop(
  loop: BatchLoop,
  lambda: LambdaModel,
  context: Readonly<TSESLint.RuleContext<MessageId, []>>,
  isTypeScript: boolean,
): void {
  const { source, lost } = NAMES[loop.batch.source];
  const { sourceCode } = context;
  if (loop.failure === "unseen" && loop.runBy !== undefined) {
    const wrapper = sourceCode.getText(loop.runBy);
    const data = { wrapper, source, lost };
    context.report({ loc: headOf(loop.node, sourceCode), messageId: "recordUnseen", data });
    return;
  }
  const suggest: Suggestion[] = buildBatchEdits(loop, lambda, isTypeScript).map(({ kind, fix }) => ({
    messageId: kind,
    fix,
  }));
  const [path] = loop.lostAt;
  if (loop.failure === "fails")
    context.report({
      loc: headOf(loop.node, sourceCode),
      messageId: "recordFailsBatch",
      data: { source },
      suggest,
    });
  else
    context.report({
      loc: headOf(path?.node ?? loop.node, sourceCode),
      messageId: "recordLost",
      data: { lost },
      suggest,
    });
}

/** Handlers that return no failed items to a source that asks for them. */
function reportUnusedResponses(
  lambda: LambdaModel,
  context: Readonly<TSESLint.RuleContext<MessageId, []>>,
): void {
  const batches = new Set(batchHandlersOf(lambda).map(({ handler }) => handler));
  for (const { functions, handler } of getConfiguredHandlers(context)) {
    const [fn] = functions;
    const source = fn.sources.find(({ reportsBatchItemFailures }) => reportsBatchItemFailures === true);
    if (source === undefined || !batches.has(handler) || !neverReportsItems(handler, lambda)) continue;
    context.report({
      node: handler.nameNode,
      messageId: "failuresNeverReported",
      data: { fn: describeFunction(fn, context), place: describePlace(source.place, context) },
    });
  }
}

/** From the keyword to the closing parenthesis; of a call what is called. */
function headOf(node: TSESTree.Node, sourceCode: SourceCode): TSESTree.SourceLocation {
  if (node.type === "CallExpression") return node.callee.loc;
  const body = "body" in node ? (node.body as TSESTree.Node) : node;
  return { start: node.loc.start, end: sourceCode.getTokenBefore(body)?.loc.end ?? node.loc.end };
}

function describe(problem: FailedItemsProblem, sourceCode: SourceCode): TSESLint.ReportDescriptor<MessageId> {
  const { node, kind } = problem;
  const { source } = problem.batch;
  const { lost, source: sourceName } = NAMES[source];
  const right = identifierOf("record", source).replace(' ?? ""', "");
  switch (problem.kind) {
    case "wrongIdentifier": {
      const { record } = problem;
      const ownRight = record === undefined ? right : identifierOf(sourceCode.getText(record), source);
      const data = { source: sourceName, identifier: sourceCode.getText(node), right: ownRight };
      const fix: TSESLint.ReportFixFunction = (fixer) => fixer.replaceText(node, ownRight);
      return {
        node,
        messageId: kind,
        data,
        suggest: record === undefined ? [] : [{ messageId: "useIdentifier", data: { right: ownRight }, fix }],
      };
    }
    case "emptyIdentifier":
    case "misnamedIdentifier":
      return { node, messageId: kind, data: { right } };
    case "misnamedFailures": {
      const { key, shorthand } = problem.node;
      const fix: TSESLint.ReportFixFunction = (fixer) =>
        shorthand
          ? fixer.insertTextBefore(key, "batchItemFailures: ")
          : fixer.replaceText(key, "batchItemFailures");
      const data = { name: keyName(problem.node) ?? "", lost };
      return { node: key, messageId: kind, data, suggest: [{ messageId: "renameFailures", fix }] };
    }
    case "failuresNotReturned":
      return { node, messageId: kind, data: { name: problem.name, lost } };
  }
}
