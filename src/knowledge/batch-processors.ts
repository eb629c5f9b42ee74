import type { Sourced } from "./fact.js";

/** A package that runs a function for each record and answers for those that fail. */
export interface BatchProcessorFact extends Sourced {
  readonly module: RegExp;
}

const checked = "2026-11-26";

export const batchProcessorFacts: readonly BatchProcessorFact[] = [
  {
    module: /^@aws-lambda-powertools\/batch$/,
    source: "https://docs.aws.amazon.com/powertools/typescript/latest/features/batch/",
    checked,
  },
  {
    module: /^@middy\/(sqs-partial-batch-failure|event-batch-)/,
    source: "https://middy.js.org/docs/middlewares/sqs-partial-batch-failure",
    checked,
  },
  {
    // Modules of the project that are named for it.
    module: /partial-?batch|batch-?(processor|item|response)/i,
    source: "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html",
    checked,
  },
];

/**
 * Up to version 2 it deletes the messages that succeeded itself, and throws: the event source need not take failed items.
 * Checked in the packages 2.5.3 and 3.6.2.
 */
export const deletingBatchProcessor = { module: "@middy/sqs-partial-batch-failure", lastMajor: 2 } as const;
