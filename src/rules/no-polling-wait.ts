import type { TSESTree } from "@typescript-eslint/utils";
import { exportPath } from "../lambda/bindings/fact-match.js";
import type { LambdaModel } from "../lambda/model.js";
import { findAwaitedSleeps } from "../lambda/time/polling-loops.js";
import { createRule } from "../rule-kit/create-rule.js";
import { describeCaller } from "../rule-kit/describe-caller.js";
import { getFunctionFacts } from "../rule-kit/get-function-facts.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { readStatic } from "../syntax/static-value.js";

type Options = readonly [{ readonly maxSleepMs: number }];

export default createRule<"pollingLoop" | "longSleep" | "longWaiter", Options>({
  name: "no-polling-wait",
  meta: {
    type: "suggestion",
    docs: {
      description: "disallow waiting for other systems by sleeping in a handler",
      recommended: "warn",
      strict: "warn",
      seed: ["DT-14", "LESS-14", "DEC-03"],
    },
    messages: {
      pollingLoop:
        "This loop{{caller}} sleeps and asks again until the answer changes. The function is paid for while it sleeps, and stopped at its timeout with the work half done. Return, and let a Step Functions wait state, an event of the other system or a delayed message start the next step.",
      longSleep:
        "The handler sleeps for {{seconds}} s here{{caller}}, and is paid for as if it worked. Return, and let a Step Functions wait state, a delayed message or a schedule go on later.",
      longWaiter:
        "`{{waiter}}`{{caller}} waits for up to {{maxSeconds}} s, and {{limit}}: Lambda stops the function before the waiter gives up. Return, and let a Step Functions wait state or an event of the service go on, or set a shorter `maxWaitTime`.",
    },
    schema: [
      {
        type: "object",
        additionalProperties: false,
        properties: {
          maxSleepMs: {
            type: "integer",
            minimum: 0,
            description: "The longest sleep in milliseconds that is not reported outside polling loops.",
          },
        },
      },
    ],
    defaultOptions: [{ maxSleepMs: 1000 }],
  },
  needs: {
    evidence: true,
    orServes: "code",
    // A sleep of another file says so by its name, or nobody would know it for one.
    words: /setTimeout|timers\/promises|sleep|wait|delay|pause/im,
  },
  create(context, [{ maxSleepMs }]) {
    const lambda = getLambda(context);
    return {
      "Program:exit"() {
        if (mayWait(lambda)) return;
        for (const { node, sleep, polling, isBackoff } of findAwaitedSleeps(lambda)) {
          const caller = describeCaller(lambda.outsideCallerOf(node), context);
          if (polling !== undefined) {
            context.report({ loc: headOf(polling), messageId: "pollingLoop", data: { caller } });
          } else if (!isBackoff && sleep.ms !== undefined && sleep.ms > maxSleepMs) {
            const seconds = (sleep.ms / 1000).toLocaleString("en");
            context.report({ node, messageId: "longSleep", data: { seconds, caller } });
          }
        }
        for (const waiter of findLongWaiters(lambda, getFunctionFacts(context).timeoutSec)) {
          const caller = describeCaller(lambda.outsideCallerOf(waiter.node), context);
          const data = { ...waiter.data, caller };
          context.report({ node: waiter.node, messageId: "longWaiter", data });
        }
      },
    };
  },
});

/** A durable execution is not paid for its waits. A custom resource has nobody else who could wait for it. */
function mayWait(lambda: LambdaModel): boolean {
  return lambda.handlers.some(
    (handler) => handler.isDurable || lambda.eventKindsOf(handler).has("custom-resource"),
  );
}

/** The keyword and what stands before the body; of `do … while (…)` the keyword. */
function headOf(loop: TSESTree.Node & { readonly body: TSESTree.Statement }): TSESTree.SourceLocation {
  const { start } = loop.loc;
  if (loop.type === "DoWhileStatement") return { start, end: { line: start.line, column: start.column + 2 } };
  return { start, end: loop.body.loc.start };
}

/** The longest timeout that a function can have, in seconds. */
const MAX_TIMEOUT_SEC = 900;

interface LongWaiter {
  readonly node: TSESTree.Node;
  readonly data: { readonly waiter: string; readonly maxSeconds: string; readonly limit: string };
}

/** `waitUntilTasksStopped({ client, maxWaitTime: 1200 }, …)` */
function findLongWaiters(lambda: LambdaModel, timeoutSec: number | undefined): readonly LongWaiter[] {
  const { facts, values, resolveImport } = lambda.syntax;
  return facts.calls.flatMap((call) => {
    const imported = resolveImport(call.callee);
    if (imported === undefined || !/^@aws-sdk\/client-/.test(imported.module)) return [];
    const waiter = exportPath(imported);
    const [options] = call.arguments;
    if (!/^waitUntil[A-Z]/.test(waiter) || options === undefined || !lambda.runsPerInvocation(call))
      return [];
    const [value, ...others] = values.membersOf(options, "maxWaitTime");
    const read = value && readStatic(facts, value);
    if (others.length > 0 || read?.k !== "known" || typeof read.value !== "number") return [];
    if (read.value < (timeoutSec ?? MAX_TIMEOUT_SEC)) return [];
    const limit =
      timeoutSec === undefined
        ? `no function may run longer than ${MAX_TIMEOUT_SEC} s`
        : `the function's timeout is ${timeoutSec} s`;
    return [{ node: call.callee, data: { waiter, maxSeconds: read.value.toLocaleString("en"), limit } }];
  });
}
