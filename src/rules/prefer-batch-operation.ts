import { type BatchFormFact, batchFormFacts, indexOperations } from "../knowledge/sdk-operations.js";
import type { LambdaModel } from "../lambda/model.js";
import { runsForEachItem } from "../lambda/time/repeated-code.js";
import { type SdkCall, sdkCallsOf } from "../lambda/clients/sdk-commands.js";
import { createRule } from "../rule-kit/create-rule.js";
import { describeCaller } from "../rule-kit/describe-caller.js";
import { getFunctionFacts } from "../rule-kit/get-function-facts.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { enclosingFunction, unwrap } from "../syntax/ast.js";
import { isInCatch, loopsAround } from "../syntax/control-flow.js";

const READ = /^(?:Get|Query|Scan|Receive)/;
const REPEATS = ["map", "flatMap", "forEach", "reduce"];
const factFor = indexOperations(batchFormFacts);

/** Any spelling of one of the operations, or of what the document clients call it, has one of these words. */
const MENTION =
  /^(?:(?:put|delete|get)(?:Item|Object|Parameter|SecretValue)?|sendMessage|deleteMessage|changeMessageVisibility|publish|putRecord|putEvents)(?:Command)?$/im;

export default createRule({
  name: "prefer-batch-operation",
  meta: {
    type: "suggestion",
    docs: {
      description: "prefer one AWS operation on many items over one operation for each",
      recommended: "off",
      strict: "warn",
      seed: ["LESS-10"],
    },
    messages: {
      onePerItem:
        "`{{name}}` is sent once for each item{{caller}}, and each request takes its time and is billed. Use `{{batch}}` for up to {{max}} items in one request, and read in its answer which of them failed.",
    },
    schema: [],
  },
  needs: { evidence: true, orServes: "code", words: MENTION },
  create(context) {
    const lambda = getLambda(context);
    return {
      "Program:exit"() {
        const { loops, words } = lambda.syntax.facts;
        if (loops.length === 0 && !REPEATS.some((name) => words.has(name))) return;
        if (getFunctionFacts(context).batchSize === 1) return;
        const calls = sdkCallsOf(lambda);
        for (const call of calls) {
          const fact = factFor(call);
          if (fact === undefined || !hasBatchForm(call, fact) || !isPerItem(call, lambda)) continue;
          if (calls.some((other) => isStepOfSame(call, other))) continue;
          context.report({
            node: call.node.callee,
            messageId: "onePerItem",
            data: {
              name: call.name,
              caller: describeCaller(lambda.outsideCallerOf(call.call), context),
              batch: fact.batch,
              max: fact.maxItems,
            },
          });
        }
      },
    };
  },
});

/** False where the input has, or may have, what the batch form does not know. */
function hasBatchForm({ input, spelling }: SdkCall, fact: BatchFormFact): boolean {
  if (spelling === "paginator" || spelling === "waiter") return false;
  if (fact.without.some((name) => input.has(name) !== "no")) return false;
  if (fact.batch !== fact.operation) return true;
  // The operation takes many items as it is: `Entries: [entry]`.
  const entries = input.valuesOf("Entries").map((value) => unwrap(value));
  const isSingle = entries.every(
    (list) =>
      list.type === "ArrayExpression" &&
      list.elements.length === 1 &&
      list.elements[0]?.type !== "SpreadElement",
  );
  return entries.length > 0 && isSingle;
}

/**
 * True when one of the two reads what decides over the other, both for the same item: the next item may depend on what
 * this one wrote.
 */
function isStepOfSame(call: SdkCall, other: SdkCall): boolean {
  const reads = [call, other].filter(({ operation }) => READ.test(operation));
  if (reads.length !== 1 || enclosingFunction(call.call) !== enclosingFunction(other.call)) return false;
  return loopsAround(call.call)[0] === loopsAround(other.call)[0];
}

function isPerItem({ call, inputNode }: SdkCall, lambda: LambdaModel): boolean {
  if (inputNode === undefined || !lambda.isInInvocation(call)) return false;
  // What is done for items that failed is done for few.
  if (isInCatch(call)) return false;
  return lambda.originsOf(inputNode).has("iteration") && runsForEachItem(call, lambda);
}
