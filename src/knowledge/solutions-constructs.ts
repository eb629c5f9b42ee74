import type { Sourced } from "./fact.js";
import type { EventKind } from "./handler-types.js";

/** @public Held against its date by the tests of all tables. */
export const solutionsConstructsSource: Sourced = {
  source:
    "https://github.com/awslabs/aws-solutions-constructs/blob/main/source/patterns/@aws-solutions-constructs/core/lib/lambda-helper.ts",
  checked: "2026-11-29",
};

/** The package of a pattern with a function, by what is before it: `aws-sqs-lambda`, `aws-lambda-dynamodb`. */
export const solutionsPattern = /^@aws-solutions-constructs\/aws-(?:([\w-]+?)-)?lambda(?:-|$)/;

/** What a pattern invokes its function by, by the end of the name that stands before `-lambda`. */
export const solutionsSources: readonly (readonly [RegExp, EventKind])[] = [
  [/apigateway$/, "apigw-rest"],
  [/dynamodb-?streams?$/, "dynamodb-stream"],
  [/kinesis-?streams?$/, "kinesis"],
  [/^sqs$/, "sqs"],
  [/^sns$/, "sns"],
  [/^s3$/, "s3"],
  [/^iot$/, "iot"],
];

/** Patterns with a rule of EventBridge, which is a schedule or waits for events. */
export const solutionsRules = /^(?:eventbridge|events-rule)$/;
