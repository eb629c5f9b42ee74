import type { TSESTree } from "@typescript-eslint/utils";
import type { LambdaModel } from "../lambda/model.js";
import { promiseCallsOf } from "../lambda/promises/promise-calls.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getFileSettings } from "../rule-kit/file-settings.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import {
  type CallNode,
  type CodeUnit,
  isFunction,
  keyName,
  memberName,
  unitOf,
  unwrap,
  wrapped,
} from "../syntax/ast.js";

export default createRule({
  name: "no-network-at-init",
  meta: {
    type: "problem",
    docs: {
      description: "disallow awaiting the network in module scope without a guard",
      recommended: "off",
      strict: "warn",
      concerns: ["cold-start"],
      seed: ["LESS-16"],
    },
    messages: {
      networkAtInit:
        "Every cold start waits here for `{{call}}`, without a timeout and without a `catch`: if the answer is late, init runs into its limit of 10 s and begins anew, and if it fails, so does every request. Set a timeout and catch the error, or start it without `await` and await the promise in the handler.",
      awaitInCommonJs:
        "This file is a CommonJS module, and CommonJS has no top-level `await`: Node.js refuses to load it. Move the `await` into the handler, or name the file `.mts` or `.mjs`.",
    },
    schema: [],
  },
  needs: { evidence: true },
  create(context) {
    const lambda = getLambda(context);
    return {
      "Program:exit"() {
        const isCommonJs = getFileSettings(context).moduleFormat === "cjs";
        for (const node of lambda.syntax.facts.awaits) {
          if (unitOf(node).type !== "Program" || !lambda.hasEvidence) continue;
          if (isCommonJs) {
            context.report({ node, messageId: "awaitInCommonJs" });
            continue;
          }
          const call = unguardedCall(node.argument, lambda);
          if (call === undefined) continue;
          const text = context.sourceCode.getText(call.callee);
          context.report({
            node: call.callee,
            messageId: "networkAtInit",
            data: { call: /\n/.test(text) ? "the answer" : `${text}()` },
          });
        }
      },
    };
  },
});

/** The call at the beginning of the awaited chain, if it asks another system and nothing guards it. */
function unguardedCall(awaited: TSESTree.Node, lambda: LambdaModel): CallNode | undefined {
  let node = unwrap(awaited);
  while (node.type === "CallExpression") {
    const callee = unwrap(node.callee);
    const name = callee.type === "MemberExpression" ? memberName(callee) : undefined;
    if (name === "catch" || (name === "then" && node.arguments.length > 1)) return undefined;
    if (callee.type !== "MemberExpression" || !/^(?:then|finally)$/.test(name ?? "")) break;
    node = unwrap(callee.object);
  }
  if (node.type !== "CallExpression" || isGuarded(node)) return undefined;
  return asksUnguarded(node, lambda, new Set()) ? node : undefined;
}

/** True when the call asks another system itself, or in a function of the file that awaits it. */
function asksUnguarded(call: CallNode, lambda: LambdaModel, seen: Set<CodeUnit>): boolean {
  if (call.type !== "CallExpression") return false;
  const { syntax } = lambda;
  const functions = syntax.values.functionsOf(call.callee);
  if (functions.length === 0)
    return (
      promiseCallsOf(lambda).givesPromise(call) && lambda.isRemoteCall(call) && !hasTimeout(call, lambda)
    );
  return functions.some((fn) => {
    if (seen.has(fn)) return false;
    seen.add(fn);
    return syntax.facts.calls.some(
      (inner) =>
        unitOf(inner) === fn && !isGuarded(inner) && isWaitedFor(inner) && asksUnguarded(inner, lambda, seen),
    );
  });
}

function isWaitedFor(call: CallNode): boolean {
  const { parent } = wrapped(call);
  return parent?.type === "AwaitExpression" || parent?.type === "ReturnStatement" || isFunction(parent);
}

/** In a `try` with a `catch`. */
function isGuarded(call: TSESTree.Node): boolean {
  let child = call;
  for (let parent = call.parent; parent && !isFunction(parent); child = parent, parent = parent.parent)
    if (parent.type === "TryStatement" && parent.block === child && parent.handler !== null) return true;
  return false;
}

const TIMEOUT = /timeout|signal|deadline/i;

/** True when an argument, or the client's own configuration, has a key that sets a time limit. */
function hasTimeout(call: CallNode, lambda: LambdaModel): boolean {
  const { values } = lambda.syntax;
  const callee = unwrap(call.callee);
  const made =
    callee.type === "MemberExpression"
      ? values
          .valuesOf(callee.object)
          .flatMap((value) =>
            value.type === "NewExpression" || value.type === "CallExpression" ? value.arguments : [],
          )
      : [];
  return [...call.arguments, ...made].some((argument) => setsTimeout(argument, lambda, 0));
}

function setsTimeout(expression: TSESTree.Node, lambda: LambdaModel, depth: number): boolean {
  if (depth > 4) return false;
  return lambda.syntax.values.valuesOf(expression).some((value) => {
    if (value.type === "NewExpression" || value.type === "CallExpression")
      return value.arguments.some((argument) => setsTimeout(argument, lambda, depth + 1));
    if (value.type !== "ObjectExpression") return false;
    return value.properties.some(
      (property) =>
        // What is spread in may set anything.
        property.type === "SpreadElement" ||
        TIMEOUT.test(keyName(property) ?? "") ||
        setsTimeout(property.value, lambda, depth + 1),
    );
  });
}
