import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import type { LambdaModel } from "../lambda/model.js";
import { findJsonProblems } from "../lambda/responses/response-body.js";
import { type ResponseProblem, findResponseProblems } from "../lambda/responses/response-problems.js";
import { type HandlerAnswer, answersOf } from "../lambda/responses/responses.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getFunctionFacts } from "../rule-kit/get-function-facts.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { unitOf, unwrap } from "../syntax/ast.js";

export default createRule({
  name: "valid-proxy-response",
  meta: {
    type: "problem",
    fixable: "code",
    hasSuggestions: true,
    docs: {
      description: "require answers to HTTP requests that the gateway can read",
      recommended: "error",
      strict: "error",
      seed: ["LESS-11"],
    },
    messages: {
      objectBody:
        "The `body` of this response is {{what}}, and gateways take nothing but text: {{consequence}}. Return {{instead}}.",
      missingStatusCode:
        "This response has no `statusCode`: {{consequence}}. Add the status that the client is to see.",
      noResponse:
        "The handler answers the request with {{what}}, which is no response: {{consequence}}. Return an object with `statusCode` and `body`.",
      invalidStatusCode:
        "The `statusCode` of this response is {{what}}: {{consequence}}. Set it to a whole number, such as 200.",
      unmarkedBinary:
        "The `body` is base64 and the response does not say so: the client gets the base64 text instead of the bytes. Add `isBase64Encoded: true` to the response.",
      notJson:
        "JSON cannot carry {{what}}, which this response has in it: {{consequence}}. Use {{instead}} in its place.",
      invalidHeader: "The value of the header `{{header}}` is {{what}}: {{consequence}}. Return {{wanted}}.",
      stringifyBody: "Wrap the body in `JSON.stringify`.",
    },
    schema: [],
  },
  needs: { evidence: true },
  create(context) {
    const lambda = getLambda(context);
    const isStated = getFunctionFacts(context).eventSources !== undefined;
    if (!isStated && !isAboutRequests.test(lambda.syntax.facts.wordList)) return {};
    return {
      "Program:exit"() {
        const seen = new Set<TSESTree.Node>();
        for (const answer of answersOf(lambda))
          for (const problem of findResponseProblems(answer, lambda, isStated)) {
            const { node, kind, data } = problem;
            if (seen.has(node)) continue;
            seen.add(node);
            const fix = buildStringify(problem, lambda);
            const isPlain = fix !== undefined && isLiteralFor(answer, problem);
            context.report({
              node,
              messageId: kind,
              data,
              fix: isPlain ? fix : null,
              suggest: fix === undefined || isPlain ? [] : [{ messageId: "stringifyBody", fix }],
            });
          }
      },
    };
  },
});

/** What every file has that answers a request: a status, or the type of an event that is one. */
const isAboutRequests = /^statusCode$|APIGateway|\bALB|FunctionUR[lL]|VpcLattice/m;

/** True for a literal in the property of a response that a gateway gets for certain: it has never worked as it is. */
function isLiteralFor({ gateways }: HandlerAnswer, { node, body }: ResponseProblem): boolean {
  const isLiteral = node.type === "ObjectExpression" || node.type === "ArrayExpression";
  return isLiteral && gateways.length > 0 && body?.node.type === "Property" && body.node.value === node;
}

/** `JSON.stringify(…)` around what stands in the property, where that is an object on every path and for every caller. */
function buildStringify(
  { node, body }: ResponseProblem,
  lambda: LambdaModel,
): TSESLint.ReportFixFunction | undefined {
  if (body?.node.type !== "Property" || body.isRewritten) return undefined;
  const { key, value, shorthand } = body.node;
  const { sourceCode } = lambda.syntax.facts;
  // An argument is an object in one call of the function that has the property, and may be text in another.
  const home = unitOf(node);
  const isOfSameCode = home.type === "Program" || home === unitOf(body.node);
  const isVariable =
    lambda.syntax.facts.variableOf(unwrap(value))?.defs[0]?.node.type === "VariableDeclarator";
  const isWhole = value === node || (body.values.length === 1 && isVariable && isOfSameCode);
  if (!isWhole || findJsonProblems(value, lambda).length > 0) return undefined;
  return (fixer) =>
    shorthand
      ? fixer.insertTextAfter(key, `: JSON.stringify(${sourceCode.getText(value)})`)
      : [fixer.insertTextBefore(value, "JSON.stringify("), fixer.insertTextAfter(value, ")")];
}
