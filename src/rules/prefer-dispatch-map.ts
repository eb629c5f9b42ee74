import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { type Dispatch, dispatchOfIf, dispatchOfSwitch } from "../lambda/handlers/dispatch.js";
import { buildDispatchMap } from "../lambda/handlers/dispatch-edit.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getFileSettings } from "../rule-kit/file-settings.js";
import { getLambda } from "../rule-kit/get-lambda.js";

interface DispatchMapOptions {
  readonly minCases?: number;
}

export default createRule<"longDispatch" | "useMap", [DispatchMapOptions?]>({
  name: "prefer-dispatch-map",
  meta: {
    type: "suggestion",
    hasSuggestions: true,
    docs: {
      description: "prefer a map of functions to long chains over a field of the event",
      recommended: "off",
      strict: "warn",
      seed: ["DD-1"],
    },
    messages: {
      longDispatch:
        "This {{construct}} tells {{count}} values of `{{subject}}` apart, and each new one makes the handler longer. Make a map of them in module scope, with the function or the result for each, and look it up there.",
      useMap: "Move the functions into a map in module scope, and look them up there.",
    },
    schema: [
      {
        type: "object",
        additionalProperties: false,
        properties: {
          minCases: {
            type: "integer",
            minimum: 2,
            description: "How many values a chain tells apart before it is reported.",
          },
        },
      },
    ],
    defaultOptions: [{ minCases: 5 }],
  },
  needs: { evidence: true },
  create(context, [{ minCases = Infinity } = {}]) {
    const lambda = getLambda(context);
    const { sourceCode } = context;

    function check(dispatch: Dispatch | undefined): void {
      if (dispatch === undefined || dispatch.values.size < minCases || dispatch.isExhaustive) return;
      const origins = lambda.originsOf(dispatch.subject);
      if (!origins.has("event") || origins.has("response")) return;
      if (!lambda.isInInvocation(dispatch.node)) return;
      const { isTypeScript } = getFileSettings(context);
      const fix = buildDispatchMap(dispatch, lambda.syntax, isTypeScript);
      context.report({
        loc: headOf(dispatch, sourceCode),
        messageId: "longDispatch",
        data: {
          construct: dispatch.node.type === "SwitchStatement" ? "`switch`" : "chain of `if`",
          count: String(dispatch.values.size),
          subject: sourceCode.getText(dispatch.subject),
        },
        suggest: fix === undefined ? [] : [{ messageId: "useMap", fix }],
      });
    }

    return {
      "Program:exit"() {
        const { facts } = lambda.syntax;
        for (const node of facts.choices)
          if (mayCompareOften(node, minCases))
            check(
              node.type === "SwitchStatement" ? dispatchOfSwitch(node, facts) : dispatchOfIf(node, facts),
            );
      },
    };
  },
});

/** A look at the syntax that spares most `if`s the rest. */
function mayCompareOften(node: TSESTree.IfStatement | TSESTree.SwitchStatement, minCases: number): boolean {
  if (node.type === "SwitchStatement") return node.cases.length >= minCases;
  return minCases < 2 || node.alternate?.type === "IfStatement" || node.test.type === "LogicalExpression";
}

/** From the keyword to the closing parenthesis. */
function headOf({ node }: Dispatch, sourceCode: Readonly<TSESLint.SourceCode>): TSESTree.SourceLocation {
  const last = node.type === "SwitchStatement" ? node.discriminant : node.test;
  const close = sourceCode.getTokenAfter(last, (token) => token.value === ")");
  return { start: node.loc.start, end: (close ?? last).loc.end };
}
