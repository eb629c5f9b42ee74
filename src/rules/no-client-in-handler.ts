import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { costOfClients } from "../knowledge/client-costs.js";
import type { OutsideCaller } from "../lambda/elsewhere.js";
import type { ClientCreation, LambdaModel } from "../lambda/model.js";
import { createRule } from "../rule-kit/create-rule.js";
import { describeCaller } from "../rule-kit/describe-caller.js";
import { getFileSettings } from "../rule-kit/file-settings.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { type CallNode, isInside } from "../syntax/ast.js";
import { buildVariableName } from "../syntax/edits.js";
import {
  awaited,
  buildDeclarationMove,
  buildExpressionMove,
  buildFirstAssignment,
  buildMemo,
  declarationOf,
} from "../syntax/share-edits.js";
import { buildTypeText } from "../syntax/type-text.js";

export default createRule({
  name: "no-client-in-handler",
  meta: {
    type: "problem",
    hasSuggestions: true,
    docs: {
      description: "disallow creating clients in every invocation",
      recommended: "warn",
      strict: "error",
      seed: ["LESS-16"],
    },
    messages: {
      clientPerInvocation:
        "`{{creation}}` runs in every invocation{{caller}}: {{cost}}. Create the client once, in module scope, and let warm invocations reuse it.",
      clientClosedPerInvocation:
        "`{{creation}}` opens a client that the same invocation closes{{caller}}: {{cost}}. Keep one open in module scope, unless it must not outlive the request.",
      moveToInit: "Move `{{creation}}` to module scope.",
      memoise: "Keep the client of the first `{{creation}}` in module scope.",
    },
    schema: [],
  },
  needs: { evidence: true, orServes: "clients" },
  create(context) {
    const lambda = getLambda(context);
    return {
      Program() {
        for (const client of findRepeated(lambda)) {
          const nest = lambda.clients.filter(({ node }) => isInside(node, client.node));
          const isClosed = client.closedBy !== undefined || isDisposed(client.node);
          const data = {
            creation: spell(client),
            // What was closed is no first connection that the package could answer with.
            cost: costOfClients(nest.map(({ fact }) => (isClosed ? { ...fact, reusesFirst: false } : fact))),
            caller: describeCaller(callerOf(client, lambda), context),
          };
          context.report({
            node: client.node.callee,
            messageId: isClosed ? "clientClosedPerInvocation" : "clientPerInvocation",
            data,
            suggest: isClosed ? [] : buildSuggestions(client, lambda, getFileSettings(context).isTypeScript),
          });
        }
      },
    };
  },
});

/** The clients that are made again for each request; of nested ones the outermost. */
function findRepeated(lambda: LambdaModel): readonly ClientCreation[] {
  // A guard shows in the code around the client; whether anything runs it takes the call graph to say.
  const repeated = lambda.clients.filter(
    (client) =>
      !lambda.isGuarded(client.node) &&
      lambda.mayRunPerInvocation(client.node) &&
      (client.dependsOnRequest
        ? client.isMadeOfArguments && lambda.steadyCallerOf(client.node) !== undefined
        : lambda.runsPerInvocation(client.node)) &&
      !client.isMemoised,
  );
  return repeated.filter(
    ({ node }) => !repeated.some((other) => other.node !== node && isInside(node, other.node)),
  );
}

/** For a client of arguments the handler that gives the same each time. */
function callerOf(
  { node, dependsOnRequest }: ClientCreation,
  lambda: LambdaModel,
): OutsideCaller | undefined {
  return dependsOnRequest ? lambda.steadyCallerOf(node) : lambda.outsideCallerOf(node);
}

function spell({ node, name }: ClientCreation): string {
  return node.type === "NewExpression" ? `new ${name}()` : `${name}()`;
}

/** `using client = …` closes it at the end of the block. */
function isDisposed(node: TSESTree.Expression): boolean {
  const declaration = declarationOf(node);
  return declaration?.kind === "using" || declaration?.kind === "await using";
}

type Suggestion = TSESLint.SuggestionReportDescriptor<"moveToInit" | "memoise">;

/**
 * None where the set-up would be repeated on the shared client, where module scope may not have run yet, and for the
 * promise of a client: once rejected it would stay so.
 */
function buildSuggestions(
  client: ClientCreation,
  lambda: LambdaModel,
  isTypeScript: boolean,
): readonly Suggestion[] {
  const { node, captured, fact } = client;
  const { syntax } = lambda;
  // What is made of arguments may differ between callers.
  if (client.dependsOnRequest) return [];
  if (client.setUpBy.length > 0 || lambda.phasesOf(node).has("init")) return [];
  if (fact.connects === true && node.type === "CallExpression" && awaited(node) === node) return [];
  const noun = buildVariableName(client.name);
  const data = { creation: spell(client) };

  const assignment = buildFirstAssignment(captured, syntax, (variable) =>
    lambda.outlivesInvocation(variable),
  );
  if (assignment !== undefined) return [{ messageId: "memoise", data, fix: assignment }];
  const move =
    buildDeclarationMove(captured, syntax, (call) => isShareable(call, lambda)) ??
    buildExpressionMove(captured, syntax, noun);
  if (move !== undefined) return [{ messageId: "moveToInit", data, fix: move }];
  const type = isTypeScript ? buildTypeText(node, syntax) : undefined;
  const memo = isTypeScript && type === undefined ? undefined : buildMemo(captured, syntax, noun, type);
  return memo === undefined ? [] : [{ messageId: "memoise", data, fix: memo }];
}

/** True for a call that makes, or instruments, a client that any invocation may use. */
function isShareable(call: CallNode, lambda: LambdaModel): boolean {
  const client = lambda.clients.find(({ node, captured }) => node === call || captured === call);
  return client?.closedBy === undefined && client?.setUpBy.length === 0;
}
