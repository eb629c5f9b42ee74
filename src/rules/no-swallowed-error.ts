import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import type { EventKind } from "../knowledge/handler-types.js";
import { findUnreportedLoops } from "../lambda/batches/batch-loops.js";
import { mayGetErrors } from "../lambda/errors/callback-errors.js";
import { buildRethrow } from "../lambda/errors/rethrow-edits.js";
import { type SwallowedError, placeOfError, swallowedErrorsOf } from "../lambda/errors/swallowed-errors.js";
import { isActive } from "../rule-kit/active-rules.js";
import { createRule } from "../rule-kit/create-rule.js";
import { describeCaller } from "../rule-kit/describe-caller.js";
import { getFileSettings } from "../rule-kit/file-settings.js";
import { getFunctionFacts } from "../rule-kit/get-function-facts.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { getErrorsLostBySource } from "../rule-kit/stated-by-configuration.js";
import { readStatic } from "../syntax/static-value.js";
import type { Syntax } from "../syntax/syntax.js";

type MessageId =
  | "errorLogged"
  | "errorIgnored"
  | "errorCompleted"
  | "othersIgnored"
  | "errorReturned"
  | "errorSettled"
  | "errorUnread"
  | "errorAnswered"
  | "errorConfirmed"
  | "errorInCallback"
  | "rethrow"
  | "removeCatch";

export default createRule<MessageId>({
  name: "no-swallowed-error",
  meta: {
    type: "problem",
    hasSuggestions: true,
    docs: {
      description: "disallow errors that a handler catches and drops",
      recommended: "warn",
      strict: "error",
      seed: ["LESS-07"],
    },
    messages: {
      errorLogged:
        "This logs the error and goes on{{caller}}, so Lambda takes the invocation for a success: {{consequence}}. Throw the error again, or return a failure.",
      errorIgnored:
        "This drops the error{{caller}}, so Lambda takes the invocation for a success: {{consequence}}. Throw it again, and leave out only the errors that you expect, by their type.",
      errorCompleted:
        "This ends the invocation as a success, though its work has failed{{caller}}: {{consequence}}. Pass the error on, as in `context.done(error)` or `callback(error)`, or throw it.",
      othersIgnored:
        "This drops every error but those that it asks for{{caller}}, and Lambda takes the invocation for a success: {{consequence}}. Throw all others again.",
      errorReturned:
        "The handler returns an error instead of throwing it, so Lambda takes the invocation for a success, with {{result}} as its result: {{consequence}}. Throw it.",
      errorSettled:
        "`Promise.allSettled` never rejects{{caller}}, and nothing acts on its results, so Lambda takes the invocation for a success whatever fails: {{consequence}}. Throw, or return a failure, if one is `rejected`.",
      errorUnread:
        "This makes a failure of the error and returns it{{caller}}, but every call of the function drops what it returns, so the request goes on as if the work were done: {{consequence}}. Throw the error, or look at the result where the function is called.",
      errorAnswered:
        "{{source}} never looks at what the handler returns, so this answer makes the failed invocation a success: {{consequence}}. Throw the error instead.",
      errorConfirmed:
        "This answers a failed request with status {{status}}, so the caller takes it for done. Return a status of 400 or more, or throw the error.",
      errorInCallback:
        "This callback {{does}} the error{{caller}}, so Lambda takes the invocation for a success, or waits for its timeout: {{consequence}}. Pass it to the handler's callback, or reject the promise with it.",
      rethrow:
        "Throw the error again here; the invocation then fails, and is retried where its source retries.",
      removeCatch: "Remove this rejection handler; the error then fails the invocation.",
    },
    schema: [],
  },
  needs: { evidence: true, orServes: "code" },
  create(context) {
    const { sourceCode } = context;
    const lambda = getLambda(context);
    return {
      "Program:exit"() {
        const { tries, words } = lambda.syntax.facts;
        if (
          tries.length === 0 &&
          !["catch", "then", "allSettled"].some((word) => words.has(word)) &&
          !mayGetErrors(lambda.syntax)
        )
          return;
        const reported = isReportedByBatch(context)
          ? findUnreportedLoops(lambda).flatMap(({ lostAt }) => lostAt.slice(0, 1))
          : [];
        for (const error of swallowedErrorsOf(lambda)) {
          if (reported.includes(error.path) || isReportedBySource(error, context)) continue;
          const edit =
            error.kind === "confirmed" ||
            error.kind === "settled" ||
            error.kind === "unread" ||
            error.isGivenToCallback === true
              ? undefined
              : buildRethrow(error.path, lambda.syntax, getFileSettings(context).isTypeScript);
          context.report({
            ...placeOfError(error, sourceCode),
            ...describe(
              error,
              describeCaller(lambda.outsideCallerOf(error.path.node), context),
              lambda.syntax,
            ),
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

/** True when `swallowed-error-by-source` reports the error, with the place of its source. */
function isReportedBySource(
  error: SwallowedError,
  context: Readonly<TSESLint.RuleContext<MessageId, []>>,
): boolean {
  return isActive(context, "swallowed-error-by-source") && getErrorsLostBySource(context).has(error);
}

function describe(
  { kind, source, answer, isGivenToCallback }: SwallowedError,
  caller: string,
  { facts, values }: Syntax,
): { messageId: MessageId; data: Record<string, string> } {
  const consequence = consequenceFor(source);
  if (isGivenToCallback === true) {
    const does = kind === "logged" ? "only logs" : "drops";
    return { messageId: "errorInCallback", data: { consequence, caller, does } };
  }
  switch (kind) {
    case "logged":
      return { messageId: "errorLogged", data: { consequence, caller } };
    case "ignored":
      return { messageId: "errorIgnored", data: { consequence, caller } };
    case "completed":
      return { messageId: "errorCompleted", data: { consequence, caller } };
    case "others":
      return { messageId: "othersIgnored", data: { consequence, caller } };
    case "returned":
      return { messageId: "errorReturned", data: { consequence, result: "`{}`" } };
    case "given":
      return { messageId: "errorReturned", data: { consequence, result: "what JSON keeps of it" } };
    case "settled":
      return { messageId: "errorSettled", data: { consequence, caller } };
    case "unread":
      return { messageId: "errorUnread", data: { consequence, caller } };
    case "answered":
      return { messageId: "errorAnswered", data: { consequence, source: nameOf(source) } };
    case "confirmed": {
      const [code] = values.membersOf(answer as TSESTree.Expression, "statusCode");
      const status = code && readStatic(facts, code);
      return {
        messageId: "errorConfirmed",
        data: { status: status?.k === "known" ? String(status.value) : "200" },
      };
    }
  }
}

/** What follows from a success that was none, where the event comes from the source. */
function consequenceFor(source: EventKind | undefined): string {
  switch (source) {
    case "sqs":
      return "SQS deletes the message";
    case "kinesis":
    case "dynamodb-stream":
    case "msk":
    case "self-managed-kafka":
      return "the stream goes on behind the record";
    case "sns":
    case "s3":
    case "eventbridge":
    case "scheduled":
    case "cloudwatch-logs":
    case "iot":
      return "the event is neither retried nor sent to a dead-letter queue";
    case "apigw-rest":
    case "apigw-http":
    case "apigw-websocket":
    case "function-url":
    case "alb":
    case "appsync":
      return "the caller hears nothing of the failure";
    default:
      return "nothing retries the work, and no alarm on errors goes off";
  }
}

const SOURCE_NAMES: Partial<Record<EventKind, string>> = {
  sqs: "SQS",
  kinesis: "Kinesis",
  "dynamodb-stream": "DynamoDB Streams",
  msk: "Kafka",
  "self-managed-kafka": "Kafka",
  sns: "SNS",
  s3: "S3",
  eventbridge: "EventBridge",
  scheduled: "The scheduler",
  "cloudwatch-logs": "CloudWatch Logs",
};

function nameOf(source: EventKind | undefined): string {
  return (source && SOURCE_NAMES[source]) ?? "The source of these events";
}
