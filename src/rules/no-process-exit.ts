import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import type { LambdaModel } from "../lambda/model.js";
import { createRule } from "../rule-kit/create-rule.js";
import { describeCaller } from "../rule-kit/describe-caller.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { type CallNode, chainRoot, isFunction, memberName, unwrap } from "../syntax/ast.js";
import { readStatic } from "../syntax/static-value.js";

export default createRule({
  name: "no-process-exit",
  meta: {
    type: "problem",
    hasSuggestions: true,
    docs: {
      description: "disallow ending the process in the middle of an invocation",
      recommended: "error",
      strict: "error",
      seed: ["LESS-07", "LESS-16"],
    },
    messages: {
      processEnded:
        "`{{call}}` ends the runtime in the middle of the invocation{{caller}}. Lambda reports `Runtime.ExitError` whatever the exit code, logs and traces that are not sent yet are lost, and the next request pays for a cold start. Throw an error, or return.",
      throwInstead: "Throw {{what}}: the invocation fails with it, and the execution environment is kept.",
    },
    schema: [],
  },
  needs: { evidence: true, orServes: "code", words: ["exit", "abort", "reallyExit"] },
  create(context) {
    const lambda = getLambda(context);
    return {
      "Program:exit"() {
        for (const call of lambda.syntax.facts.calls) {
          const name = endOfProcess(call, lambda);
          if (name === undefined || !lambda.isInInvocation(call)) continue;
          if (isInProcessListener(call, lambda)) continue;
          context.report({
            node: call.callee,
            messageId: "processEnded",
            data: {
              call: `process.${name}()`,
              caller: describeCaller(lambda.outsideCallerOf(call), context),
            },
            suggest: buildSuggestion(call, lambda),
          });
        }
      },
    };
  },
});

const ENDS = new Set(["exit", "abort", "reallyExit"]);

/** `process.exit` of the global or of `node:process`, under any name. */
function endOfProcess(call: CallNode, { syntax }: LambdaModel): string | undefined {
  if (call.type !== "CallExpression") return undefined;
  const callee = unwrap(call.callee);
  const imported = syntax.resolveImport(callee);
  if (imported !== undefined) {
    const name = imported.module === "process" ? imported.path.at(-1) : undefined;
    return name !== undefined && ENDS.has(name) ? name : undefined;
  }
  if (callee.type === "MemberExpression") {
    const name = memberName(callee) ?? "";
    return ENDS.has(name) && isProcess(unwrap(callee.object), syntax) ? name : undefined;
  }
  return destructuredEnd(callee, syntax);
}

/** `const { exit } = process` */
function destructuredEnd(callee: TSESTree.Node, { facts }: LambdaModel["syntax"]): string | undefined {
  const [definition] = facts.variableOf(callee)?.defs ?? [];
  const property = definition?.name.parent;
  if (definition?.node.type !== "VariableDeclarator" || property?.type !== "Property") return undefined;
  if (property.parent !== definition.node.id || property.key.type !== "Identifier") return undefined;
  const { init } = definition.node;
  return init && facts.isGlobal(unwrap(init), "process") && ENDS.has(property.key.name)
    ? property.key.name
    : undefined;
}

function isProcess(node: TSESTree.Node, { facts }: LambdaModel["syntax"]): boolean {
  if (facts.isGlobal(node, "process")) return true;
  return (
    node.type === "MemberExpression" &&
    memberName(node) === "process" &&
    facts.isGlobal(unwrap(node.object), "globalThis")
  );
}

/** `process.on("SIGTERM", () => process.exit(0))`: it runs when the environment is shut down anyway. */
function isInProcessListener(call: CallNode, { syntax }: LambdaModel): boolean {
  for (let node = call.parent as TSESTree.Node | undefined; node; node = node.parent) {
    if (!isFunction(node) || node.parent.type !== "CallExpression") continue;
    const callee = unwrap(node.parent.callee);
    if (callee.type !== "MemberExpression" || !/^(?:on|once)$/.test(memberName(callee) ?? "")) continue;
    if (isProcess(unwrap(callee.object), syntax)) return true;
  }
  return false;
}

/** Only where the call stands alone, and does not say that all went well. */
function buildSuggestion(
  call: CallNode,
  { syntax: { facts } }: LambdaModel,
): TSESLint.SuggestionReportDescriptor<"throwInstead">[] {
  if (call.parent.type !== "ExpressionStatement") return [];
  const [code] = call.arguments;
  const value = code && readStatic(facts, code);
  if (value !== undefined && (value.k !== "known" || value.value === 0 || value.value === "0")) return [];
  if (facts.sourceCode.getCommentsInside(call).length > 0 || usesNames(call, facts)) return [];
  const caught = caughtAround(call);
  const what = caught ?? `new Error("The invocation cannot go on.")`;
  return [
    {
      messageId: "throwInstead",
      data: { what: caught === undefined ? "an error" : `\`${caught}\`` },
      fix: (fixer) => fixer.replaceText(call, `throw ${what}`),
    },
  ];
}

/** True when the edit would take the last use of an import or a constant away. */
function usesNames(call: CallNode, facts: LambdaModel["syntax"]["facts"]): boolean {
  const isOnlyUse = (node: TSESTree.Node): boolean =>
    facts.variableOf(node)?.references.filter((reference) => reference.isRead()).length === 1;
  return [chainRoot(call.callee), ...call.arguments].some(isOnlyUse);
}

/** The error of the innermost `catch` around the call. */
function caughtAround(call: TSESTree.Node): string | undefined {
  for (let node = call.parent; node && !isFunction(node); node = node.parent)
    if (node.type === "CatchClause") return node.param?.type === "Identifier" ? node.param.name : undefined;
  return undefined;
}
