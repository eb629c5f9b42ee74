import {
  indexOperations,
  partialFailureFacts,
  type PartialFailureFact,
} from "../knowledge/sdk-operations.js";
import type { LambdaModel } from "../lambda/model.js";
import { isDroppedByCallers } from "../lambda/clients/dropped-answers.js";
import { type SdkCall, isSentInInvocation, sdkCallsOf } from "../lambda/clients/sdk-commands.js";
import { reach } from "../lambda/phases/phases.js";
import { invocationTypeOf } from "../lambda/clients/lambda-invocations.js";
import { isActive } from "../rule-kit/active-rules.js";
import { createRule } from "../rule-kit/create-rule.js";
import { describeCaller } from "../rule-kit/describe-caller.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { type CodeUnit, memberName, unitOf } from "../syntax/ast.js";
import type { CallGraph } from "../syntax/call-graph.js";

const factFor = indexOperations(partialFailureFacts);
/** Any spelling of one of the operations has one of these words. */
const MENTION =
  /batch(?:Write|Get|ExecuteStatement)|putRecord|putEvents|MessageBatch|VisibilityBatch|publishBatch|deleteObjects|runTask|invoke/i;

export default createRule({
  name: "no-ignored-partial-failure",
  meta: {
    type: "problem",
    docs: {
      description: "disallow ignoring what an AWS operation on many items says of those that failed",
      recommended: "warn",
      strict: "error",
      seed: ["LESS-07"],
    },
    messages: {
      partialFailureIgnored:
        "`{{name}}`{{caller}} succeeds even when a part of it failed, and nothing here reads `{{field}}`: {{loss}} go unnoticed. Check `{{field}}`, and retry what failed or throw.",
    },
    schema: [],
  },
  needs: { evidence: true, orServes: "code", words: MENTION },
  create(context) {
    const lambda = getLambda(context);
    return {
      "Program:exit"() {
        for (const call of sdkCallsOf(lambda)) {
          const fact = factFor(call);
          if (fact === undefined || !isIgnored(call, fact, lambda)) continue;
          // The other rule says of an invocation whose answer nobody wants that nobody needs to wait for it.
          const isUnread = call.result.reads.size === 0;
          if (call.operation === "Invoke" && isUnread && isActive(context, "no-sync-lambda-invoke")) continue;
          context.report({
            node: call.node.callee,
            messageId: "partialFailureIgnored",
            data: {
              name: call.name,
              caller: describeCaller(lambda.outsideCallerOf(call.node), context),
              field: fact.field,
              loss: fact.loss,
            },
          });
        }
      },
    };
  },
});

function isIgnored(call: SdkCall, fact: PartialFailureFact, lambda: LambdaModel): boolean {
  if (call.spelling === "paginator" || call.spelling === "waiter") return false;
  if (!isSentInInvocation(call, lambda)) return false;
  if (call.operation === "Invoke" && !mayFail(call, lambda)) return false;
  const { reads, escapes, isAwaited } = call.result;
  if ([fact.field, ...fact.otherFields].some((field) => reads.has(field))) return false;
  return escapes ? isDroppedByCallers(call.result, lambda) : isAwaited;
}

/** Only a function that is waited for has an error to tell; some tell it in their payload. */
function mayFail(call: SdkCall, lambda: LambdaModel): boolean {
  if (invocationTypeOf(call, lambda) !== "RequestResponse") return false;
  if (!call.result.reads.has("Payload")) return true;
  const { facts, graph } = lambda.syntax;
  const readers = facts.members.filter((member) => /^error(?:Message|Type)$/.test(memberName(member) ?? ""));
  if (readers.length === 0) return true;
  // Another invocation of the file asks its own payload, in code that has nothing to do with this one.
  const around = reach(graph, [...callersOf(unitOf(call.call), graph)], () => true);
  return !readers.some((reader) => around.has(unitOf(reader)));
}

/** The unit, and the functions of the file because of which it runs. */
function callersOf(unit: CodeUnit, { edges }: CallGraph): ReadonlySet<CodeUnit> {
  const callers = new Set([unit]);
  for (const caller of callers)
    for (const { from, to } of edges) if (to === caller && from.type !== "Program") callers.add(from);
  return callers;
}
