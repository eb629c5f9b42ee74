import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { remainingTimeMethod } from "../knowledge/context-properties.js";
import { buildContextAccess } from "../lambda/handlers/context-access.js";
import { type Continuation, continuationOf } from "../lambda/time/continuation.js";
import type { LambdaModel } from "../lambda/model.js";
import { findUnusedTimeReads } from "../lambda/time/time-checks.js";
import { type UnboundedLoop, findUncheckedWork } from "../lambda/time/unbounded-work.js";
import { createRule } from "../rule-kit/create-rule.js";
import { describeCaller } from "../rule-kit/describe-caller.js";
import { getFileSettings } from "../rule-kit/file-settings.js";
import { getFunctionFacts } from "../rule-kit/get-function-facts.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { type LoopNode, enclosingFunction } from "../syntax/ast.js";
import { loopsAround } from "../syntax/control-flow.js";
import { indentationAt, lineBreakOf, rangeWithComments } from "../syntax/edits.js";

const MAY_WAIT = /\bawait\b|\.then\b|getRemainingTimeInMillis/;

export default createRule({
  name: "require-remaining-time-check",
  meta: {
    type: "problem",
    hasSuggestions: true,
    docs: {
      description: "require unbounded loops that await work to check the remaining time",
      recommended: "warn",
      strict: "warn",
      seed: ["AP-04", "LESS-04"],
    },
    messages: {
      loopWithoutTimeCheck:
        "This loop{{caller}} awaits work {{extent}} and never looks at the time that is left. Lambda stops the function at its timeout, and what is not done by then is lost or done again. Check `context.getRemainingTimeInMillis()` in the loop, and return a continuation token in time.",
      recursionWithoutTimeCheck:
        "`{{name}}` calls itself as often as the answers tell it to{{caller}}, and never looks at the time that is left. Lambda stops the function at its timeout, and what is not done by then is lost or done again. Check `context.getRemainingTimeInMillis()` before the next call, and return a continuation token in time.",
      remainingTimeUnused:
        "The remaining time is read here and never used, so the function still runs into its timeout. Compare it with what the next step needs, and return a continuation token in time.",
      addTimeGuard:
        "Return {{continuation}} once less than 10 s are left, a margin in which one pass has to fit.",
    },
    schema: [],
  },
  needs: { evidence: true, orServes: "code" },
  create(context) {
    const { sourceCode } = context;
    const lambda = getLambda(context);
    if (!lambda.mayHaveEvidence && !MAY_WAIT.test(sourceCode.text)) return {};
    return {
      "Program:exit"() {
        for (const work of findUncheckedWork(lambda, () => getFunctionFacts(context).batchSize)) {
          const caller = describeCaller(lambda.outsideCallerOf(work.node), context);
          if (work.kind === "recursion") {
            const name = sourceCode.getText(work.node.callee);
            context.report({
              node: work.node.callee,
              messageId: "recursionWithoutTimeCheck",
              data: { name, caller },
            });
            continue;
          }
          const guard = buildTimeGuard(work, lambda, getFileSettings(context).isTypeScript);
          context.report({
            loc: headOf(work.node, sourceCode),
            messageId: "loopWithoutTimeCheck",
            data: { extent: describeExtent(work, sourceCode), caller },
            suggest: guard ? [{ messageId: "addTimeGuard", data: guard.data, fix: guard.fix }] : [],
          });
        }
        for (const node of findUnusedTimeReads(lambda))
          context.report({ node, messageId: "remainingTimeUnused" });
      },
    };
  },
});

/** From the keyword to the closing parenthesis; of `do … while (…)` the part behind the body. */
function headOf(loop: LoopNode, sourceCode: Readonly<TSESLint.SourceCode>): TSESTree.SourceLocation {
  if (loop.type === "DoWhileStatement") {
    const keyword = sourceCode.getTokenAfter(loop.body);
    const close = sourceCode.getTokenAfter(loop.test, (token) => token.value === ")");
    return { start: (keyword ?? loop).loc.start, end: (close ?? loop).loc.end };
  }
  return { start: loop.loc.start, end: sourceCode.getTokenBefore(loop.body)?.loc.end ?? loop.loc.end };
}

const MAX_SUBJECT_LENGTH = 60;

/** How often the loop does its work: "for every item of `event.Records`". */
function describeExtent({ kind, subject }: UnboundedLoop, sourceCode: Readonly<TSESLint.SourceCode>): string {
  const text = subject === undefined ? "" : sourceCode.getText(subject);
  const isShort = text !== "" && text.length <= MAX_SUBJECT_LENGTH && !/[\n`]/.test(text);
  switch (kind) {
    case "items":
      return isShort ? `for every item of \`${text}\`` : "for every item";
    case "pages":
      return "for every page";
    case "passes":
      return isShort ? `as long as \`${text}\` holds` : "until something ends it";
  }
}

interface TimeGuard {
  readonly data: { readonly continuation: string };
  readonly fix: TSESLint.ReportFixFunction;
}

/** The guard at the top of the loop, where the loop stands in the handler itself and the handler can return the rest. */
function buildTimeGuard(
  work: UnboundedLoop,
  lambda: LambdaModel,
  isTypeScript: boolean,
): TimeGuard | undefined {
  const { node } = work;
  const { sourceCode } = lambda.syntax.facts;
  const handler = lambda.handlers.find((candidate) => candidate.node === enclosingFunction(node));
  if (handler === undefined || node.body.type !== "BlockStatement" || loopsAround(node).length > 0)
    return undefined;
  const [first] = node.body.body;
  const access = buildContextAccess(handler, lambda.syntax, isTypeScript);
  const continuation = continuationOf(work, handler, lambda, isTypeScript);
  if (first === undefined || access === undefined || continuation === undefined) return undefined;
  const br = lineBreakOf(sourceCode);
  const [start] = rangeWithComments(sourceCode, first);
  const indentation = indentationAt(sourceCode, start);
  const unit = indentation.slice(indentationAt(sourceCode, node.range[0]).length) || "  ";
  const guard = [
    `if (${access.name}.${remainingTimeMethod}() < 10_000) {`,
    `${unit}return ${continuation.text};`,
    "}",
    "",
  ];
  return {
    data: { continuation: describeContinuation(continuation) },
    fix: (fixer) => [
      ...access.fix(fixer),
      fixer.insertTextBeforeRange([start, start], guard.join(br + indentation)),
    ],
  };
}

function describeContinuation({ kind }: Continuation): string {
  return kind === "records"
    ? "the records that are left as `batchItemFailures` (the event source needs `ReportBatchItemFailures`)"
    : "a continuation token";
}
