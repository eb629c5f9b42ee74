import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import type { LambdaModel } from "../lambda/model.js";
import { type StateWrite, findStateWrites } from "../lambda/state/module-state.js";
import { isActive } from "../rule-kit/active-rules.js";
import { createRule } from "../rule-kit/create-rule.js";
import { describeCaller } from "../rule-kit/describe-caller.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { findSharedStateWrites } from "../rule-kit/stated-by-configuration.js";
import { isInside } from "../syntax/ast.js";
import { indentationAt, lineBreakOf, rangeWithComments, reindent, removeLines } from "../syntax/edits.js";

export default createRule({
  name: "no-request-state-in-module-scope",
  meta: {
    type: "problem",
    hasSuggestions: true,
    docs: {
      description: "disallow keeping a request's data where the next invocation finds it",
      recommended: "warn",
      strict: "error",
      seed: ["AP-02", "DEC-04", "LESS-16"],
      concerns: ["security"],
    },
    messages: {
      requestState:
        "`{{target}}` outlives this invocation{{caller}}, so a warm start finds the {{source}} of an earlier request in it, and concurrent requests overwrite each other. Keep it in the handler and pass it on as an argument.",
      moveIntoHandler: "Declare `{{target}}` in the handler, so that every invocation begins without it.",
    },
    schema: [],
  },
  needs: { evidence: true, orServes: "code" },
  create(context) {
    const lambda = getLambda(context);
    return {
      "Program:exit"() {
        const shared = isActive(context, "shared-state-concurrency")
          ? [...findSharedStateWrites(context).keys()].map(({ node }) => node)
          : [];
        for (const write of findStateWrites(lambda)) {
          // The other rule has it with the place that makes it an error.
          if (shared.includes(write.node)) continue;
          const handler = handlerToMoveInto(write, lambda);
          context.report({
            node: write.node,
            messageId: "requestState",
            data: {
              target: write.target,
              source: write.source,
              caller: describeCaller(lambda.outsideCallerOf(write.node), context),
            },
            suggest: handler
              ? [
                  {
                    messageId: "moveIntoHandler",
                    data: { target: handler.declarator.id.name },
                    fix: (fixer) => moveDeclaration(fixer, context.sourceCode, handler),
                  },
                ]
              : [],
          });
        }
      },
    };
  },
});

interface Move {
  readonly declaration: TSESTree.VariableDeclaration;
  readonly declarator: TSESTree.VariableDeclarator & { readonly id: TSESTree.Identifier };
  readonly body: TSESTree.BlockStatement;
}

/** The declaration and the handler it can move into: nothing outside that handler may use the variable. */
function handlerToMoveInto({ variable }: StateWrite, lambda: LambdaModel): Move | undefined {
  const [definition, ...others] = variable?.defs ?? [];
  if (variable === undefined || others.length > 0 || definition?.node.type !== "VariableDeclarator")
    return undefined;
  const declarator = definition.node;
  const declaration = declarator.parent;
  if (declaration.parent.type !== "Program" || declaration.declarations.length !== 1) return undefined;
  if (declarator.id.type !== "Identifier" || !isFresh(declarator.init)) return undefined;
  const uses = variable.references.filter((reference) => reference.init !== true);
  const handler = lambda.handlers.find(
    ({ node }) =>
      node?.body.type === "BlockStatement" && uses.every((use) => isInside(use.identifier, node.body)),
  );
  const body = handler?.node?.body;
  if (body?.type !== "BlockStatement") return undefined;
  return { declaration, declarator: declarator as Move["declarator"], body };
}

/** An initial value that is the same whenever it is evaluated: none, a literal, an empty container. */
function isFresh(init: TSESTree.Expression | null): boolean {
  switch (init?.type) {
    case undefined:
    case "Literal":
      return true;
    case "Identifier":
      return init.name === "undefined";
    case "ArrayExpression":
      return init.elements.length === 0;
    case "ObjectExpression":
      return init.properties.length === 0;
    case "NewExpression":
      return (
        init.callee.type === "Identifier" &&
        /^(Map|Set)$/.test(init.callee.name) &&
        init.arguments.length === 0
      );
    default:
      return false;
  }
}

function* moveDeclaration(
  fixer: TSESLint.RuleFixer,
  sourceCode: Readonly<TSESLint.SourceCode>,
  { declaration, body }: Move,
): Generator<TSESLint.RuleFix> {
  const range = rangeWithComments(sourceCode, declaration);
  const [first] = body.body;
  const isOneLine = first === undefined || first.loc.start.line === body.loc.start.line;
  const indentation = isOneLine
    ? indentationAt(sourceCode, body.range[0]) + "  "
    : indentationAt(sourceCode, first.range[0]);
  const moved = lineBreakOf(sourceCode) + indentation + reindent(sourceCode, range, indentation);
  yield fixer.insertTextAfterRange(
    [body.range[0], body.range[0] + 1],
    isOneLine ? `${moved}${lineBreakOf(sourceCode)}` : moved,
  );
  yield removeLines(fixer, sourceCode, range);
}
