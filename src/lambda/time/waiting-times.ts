import type { TSESTree } from "@typescript-eslint/utils";
import { memberName, unwrap } from "../../syntax/ast.js";
import { oncePer } from "../../syntax/once-per.js";
import { readStatic } from "../../syntax/static-value.js";
import type { LambdaModel } from "../model.js";
import { requestBudgetsOf } from "./request-budget.js";
import { sdkCallsOf } from "../clients/sdk-commands.js";
import { readShape } from "../clients/sdk-input.js";
import { sleepAt } from "../promises/sleeps.js";

/** How long the code may wait at one place, as it says itself. */
export interface WaitingTime {
  /** The number. */
  readonly node: TSESTree.Node;
  /** Where the waiting is done. */
  readonly at: TSESTree.Node;
  readonly ms: number;
}

/**
 * The times that the file waits: for a request (`AbortSignal.timeout`, the timeouts of SDK clients with their attempts), for
 * a resource (waiters of the SDK), or for nothing (sleeps). In source order.
 */
export const waitingTimesOf = oncePer((lambda: LambdaModel): readonly WaitingTime[] => {
  const { facts } = lambda.syntax;
  const signals = facts.calls.flatMap((call) => {
    const callee = unwrap(call.callee);
    const isSignal =
      callee.type === "MemberExpression" &&
      memberName(callee) === "timeout" &&
      facts.isGlobal(unwrap(callee.object), "AbortSignal");
    return isSignal ? waitOf(call.arguments[0], call, 1, lambda) : [];
  });
  const waiters = sdkCallsOf(lambda).flatMap(({ spelling, call }) =>
    spelling === "waiter"
      ? readShape(call.arguments[0], lambda.syntax)
          .valuesOf("maxWaitTime")
          .flatMap((node) => waitOf(node, call, 1000, lambda))
      : [],
  );
  const sleeps = facts.awaits.flatMap((node) => {
    const sleep = sleepAt(node.argument, lambda.syntax);
    return sleep?.ms === undefined ? [] : [{ node: sleep.duration ?? node, at: node, ms: sleep.ms }];
  });
  const budgets = requestBudgetsOf(lambda).map(({ client, node, timeoutMs, attempts }) => ({
    node,
    at: client.node,
    ms: timeoutMs * attempts,
  }));
  return [...signals, ...waiters, ...sleeps, ...budgets].sort((a, b) => a.node.range[0] - b.node.range[0]);
});

function waitOf(
  node: TSESTree.Node | undefined,
  at: TSESTree.Node,
  unitMs: number,
  { syntax: { facts } }: LambdaModel,
): readonly WaitingTime[] {
  const read = node && readStatic(facts, node);
  return node !== undefined && read?.k === "known" && typeof read.value === "number"
    ? [{ node, at, ms: read.value * unitMs }]
    : [];
}
