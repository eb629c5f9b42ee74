import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { isArray } from "../lambda/promises/array-values.js";
import { type LostWork, lostWorkOf } from "../lambda/promises/lost-work.js";
import type { LambdaModel } from "../lambda/model.js";
import { createRule } from "../rule-kit/create-rule.js";
import { describeCaller } from "../rule-kit/describe-caller.js";
import { getBackgroundWrappers, getLambda } from "../rule-kit/get-lambda.js";
import {
  type CallNode,
  enclosingFunction,
  isFunction,
  isInside,
  memberName,
  unwrap,
  wrapped,
} from "../syntax/ast.js";
import { isChainMethod } from "../lambda/promises/promise-calls.js";

export default createRule({
  name: "no-floating-work",
  meta: {
    type: "problem",
    hasSuggestions: true,
    docs: {
      description: "disallow work that nothing waits for before the handler returns",
      recommended: "error",
      strict: "error",
      seed: ["LESS-07", "DT-14"],
    },
    messages: {
      floatingPromise:
        "Nothing waits for `{{work}}`{{caller}}. Lambda freezes the environment when the handler returns: the work is cut off, or goes on in a later invocation, and its errors reach nobody. Await it, or return its promise.",
      floatingRejection:
        "Nothing waits for `{{work}}`{{caller}}, so an error that it throws stops nothing: the code goes on, and the rejection that nobody handles ends the environment. Await it, or return its promise.",
      conditionOnPromise:
        "A promise is always truthy, so this condition never sees what `{{work}}` answers, and nothing waits for it{{caller}}. Await it before the condition.",
      collectedPromises:
        "The promises in `{{list}}` are collected and never awaited{{caller}}. Lambda freezes the environment when the handler returns, and the work is cut off. Await `Promise.all` of them.",
      floatingList:
        "`{{method}}` makes an array of promises, and {{reason}}{{caller}}. Lambda freezes the environment when the handler returns, and the work is cut off. Await `Promise.all` of the array.",
      droppedByMethod:
        "`{{method}}` does not wait for the promises that its callback gives{{caller}}. Lambda freezes the environment when the handler returns, and the work is cut off. Await `Promise.all` of a `map` instead, and go on with its answers.",
      floatingTimer:
        "The callback of `{{timer}}` runs after the handler has returned{{caller}}, when Lambda has frozen the environment: the work in it is lost, or done in a later invocation. Await a promise that the callback resolves, or a queue or a schedule that does the work later.",
      floatingCallback:
        "`{{work}}` calls back after the async handler has returned{{caller}}, when Lambda has frozen the environment. Use the form that gives a promise, and await it.",
      floatingStream:
        "Nothing waits for the end of this stream{{caller}}, so the file is incomplete when the handler goes on or returns. Use `pipeline` of `node:stream/promises`, and await it.",
      floatingListener:
        "`emit` does not wait for an async listener{{caller}}. Lambda freezes the environment when the handler returns, and the listener's work is cut off. Call the function itself, and await it.",
      floatingData:
        "A stream does not wait for an async listener of its data{{caller}}: it ends, and the handler returns, while work is still under way. Use `for await` over the stream instead, and await the work of each item.",
      unsentMetrics:
        "The metrics stay in memory, since nothing in this file sends them: they are lost with the environment, or go out with a later invocation. Call `{{flush}}` before the handler returns.",
      addAwait: "Await `{{work}}`: the handler then returns when it is done, and fails when it fails.",
      addPromiseAll:
        "Await `Promise.all` of the promises: all start at once, and one that rejects fails the invocation.",
    },
    schema: [],
  },
  needs: { evidence: true, orServes: "code" },
  create(context) {
    const lambda = getLambda(context);
    return {
      "Program:exit"() {
        for (const work of lostWorkOf(lambda, getBackgroundWrappers(context))) {
          const caller = describeCaller(lambda.outsideCallerOf(work.node), context);
          const report = describe(work, lambda);
          context.report({ ...report, data: { ...report.data, caller } });
        }
      },
    };
  },
});

type Report = TSESLint.ReportDescriptor<
  | "floatingPromise"
  | "floatingRejection"
  | "conditionOnPromise"
  | "collectedPromises"
  | "floatingList"
  | "droppedByMethod"
  | "floatingTimer"
  | "floatingCallback"
  | "floatingStream"
  | "floatingListener"
  | "floatingData"
  | "unsentMetrics"
  | "addAwait"
  | "addPromiseAll"
>;

function describe(work: LostWork, lambda: LambdaModel): Report {
  switch (work.kind) {
    case "promise":
      return describePromise(work, lambda);
    case "promiseList":
      return describeList(work);
    case "droppedByMethod":
      return describeDroppingMethod(work, lambda);
    case "timer":
      return {
        node: work.node.callee,
        messageId: "floatingTimer",
        data: { timer: spell(work.node, lambda) },
      };
    case "callback":
      return {
        node: work.node.callee,
        messageId: "floatingCallback",
        data: { work: `${spell(work.node, lambda)}()` },
      };
    case "stream":
      return { loc: placeOf(work.node).loc, messageId: "floatingStream" };
    case "listener":
      return { node: work.node.callee, messageId: "floatingListener" };
    case "data":
      return { loc: placeOf(work.node).loc, messageId: "floatingData" };
    case "metrics":
      return { node: work.node.callee, messageId: "unsentMetrics", data: { flush: work.flush } };
  }
}

type PromiseWork = Extract<LostWork, { kind: "promise" | "promiseList" }>;

function describePromise({ node, loss, isErrorOnly }: PromiseWork, lambda: LambdaModel): Report {
  const start = beginningOf(node);
  const work = start.type === "NewExpression" ? `new ${spell(start, lambda)}()` : `${spell(start, lambda)}()`;
  const loc = placeOf(start).loc;
  if (loss.kind === "collected") {
    const list = collectionOf(loss.promise, lambda);
    return { loc, messageId: "collectedPromises", data: { list } };
  }
  const fix: TSESLint.ReportFixFunction = (fixer) =>
    // `void send()` becomes `await send()`.
    loss.by?.type === "UnaryExpression"
      ? fixer.replaceTextRange([loss.by.range[0], loss.by.range[0] + "void".length], "await")
      : fixer.insertTextBefore(loss.promise, "await ");
  const messageId =
    loss.kind === "tested"
      ? "conditionOnPromise"
      : isErrorOnly === true
        ? "floatingRejection"
        : "floatingPromise";
  return {
    loc,
    messageId,
    data: { work },
    suggest: isInAsyncBody(node) ? [{ messageId: "addAwait", data: { work }, fix }] : [],
  };
}

function describeList({ node, loss }: PromiseWork): Report {
  const reason =
    loss.kind === "listAwaited"
      ? "`await` waits for none of them: an array is no promise"
      : loss.kind === "listReturned"
        ? "nobody waits for those in an array that the handler returns"
        : "nothing waits for them";
  const isAlready = loss.kind === "listAwaited" || loss.kind === "listReturned";
  const isWhole = loss.promise === node && loss.by?.type !== "UnaryExpression";
  const canSuggest = isWhole && (isAlready || isInAsyncBody(node)) && !hasOptional(node);
  return {
    loc: placeOf(node).loc,
    messageId: "floatingList",
    data: { method: methodOf(node), reason },
    suggest: canSuggest
      ? [
          {
            messageId: "addPromiseAll",
            fix: (fixer) => [
              fixer.insertTextBefore(node, isAlready ? "Promise.all(" : "await Promise.all("),
              fixer.insertTextAfter(node, ")"),
            ],
          },
        ]
      : [],
  };
}

function describeDroppingMethod(
  { node, method }: Extract<LostWork, { kind: "droppedByMethod" }>,
  lambda: LambdaModel,
): Report {
  const callee = unwrap(node.callee);
  const canMap =
    method === "forEach" &&
    callee.type === "MemberExpression" &&
    !hasOptional(node) &&
    isInAsyncBody(node) &&
    isArray(callee.object, lambda) &&
    wrapped(node).parent?.type === "ExpressionStatement";
  return {
    loc: placeOf(node).loc,
    messageId: "droppedByMethod",
    data: { method },
    suggest: canMap
      ? [
          {
            messageId: "addPromiseAll",
            fix: (fixer) => [
              fixer.insertTextBefore(node, "await Promise.all("),
              fixer.replaceText(callee.property, "map"),
              fixer.insertTextAfter(node, ")"),
            ],
          },
        ]
      : [],
  };
}

/** The call at the left end of a chain: `send()` of `send().then(…).catch(…)`. */
function beginningOf(call: CallNode): CallNode {
  let start = call;
  for (;;) {
    const callee = unwrap(start.callee);
    if (callee.type !== "MemberExpression" || !isChainMethod(memberName(callee))) return start;
    const object = unwrap(callee.object);
    if (object.type !== "CallExpression" && object.type !== "NewExpression") return start;
    start = object;
  }
}

/** What to point at: the callee, or the last name of one that goes over several lines; of a function its head. */
function placeOf({ callee }: CallNode): { readonly loc: TSESTree.SourceLocation } {
  const node = unwrap(callee);
  if (isFunction(node)) return { loc: { start: node.loc.start, end: node.body.loc.start } };
  if (node.type === "MemberExpression" && node.loc.start.line !== node.loc.end.line) return node.property;
  return callee;
}

const MAX_NAME_LENGTH = 50;

/** The callee as the code has it, as far as it fits into a message. */
function spell({ callee }: CallNode, { syntax }: LambdaModel): string {
  const node = unwrap(callee);
  if (isFunction(node)) return "(async () => …)";
  const text = syntax.facts.sourceCode.getText(node);
  if (text.length <= MAX_NAME_LENGTH && !/[\n`]/.test(text)) return text;
  return (node.type === "MemberExpression" ? memberName(node) : undefined) ?? "…";
}

function methodOf({ callee }: CallNode): string {
  const node = unwrap(callee);
  return (node.type === "MemberExpression" ? memberName(node) : undefined) ?? "map";
}

/** The array that `push` puts the promise into. */
function collectionOf(promise: TSESTree.Node, { syntax }: LambdaModel): string {
  for (let node = promise.parent; node; node = node.parent) {
    if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") continue;
    if (node.callee.object.type === "Identifier") return syntax.facts.sourceCode.getText(node.callee.object);
  }
  return "the array";
}

/** True where an `await` may stand without a change of the function around it. */
function isInAsyncBody(node: TSESTree.Node): boolean {
  const fn = enclosingFunction(node);
  return fn?.async === true && isInside(node, fn.body);
}

/** `items?.map(…)`: there may be nothing to hand to `Promise.all`. */
function hasOptional(call: CallNode): boolean {
  return wrapped(call).type === "ChainExpression";
}
