import type { TSESTree } from "@typescript-eslint/utils";
import { answeringMethods, requestProperties, shapedLike } from "../../knowledge/route-shapes.js";
import { type FunctionNode, memberName, wrapped } from "../../syntax/ast.js";
import type { Variable } from "../../syntax/name-index.js";
import { oncePer } from "../../syntax/once-per.js";
import type { Syntax } from "../../syntax/syntax.js";

/** The framework whose routes have functions of this shape. */
export const shapedFramework = shapedLike.module;

const MENTIONED = new RegExp(`\\.(?:${answeringMethods.join("|")})\\(`);
/** `(error, req, res, next)` */
const MAX_PARAMETERS = 4;

/**
 * Functions that treat their parameters as the request and the response of Express, in a file that names no framework: the
 * controllers of plain JavaScript, `exports.show = async (req, res) => { res.json(await find(req.params.id)); }`. Whether a
 * handler serves them is another question.
 */
export const shapedRoutesOf = oncePer((syntax: Syntax): readonly FunctionNode[] =>
  MENTIONED.test(syntax.facts.sourceCode.text)
    ? syntax.facts.functions.filter((fn) => hasShape(fn, syntax))
    : [],
);

function hasShape({ params }: FunctionNode, { facts }: Syntax): boolean {
  if (params.length < 2 || params.length > MAX_PARAMETERS) return false;
  const [request, response] = params.slice(params.length === MAX_PARAMETERS ? 1 : 0);
  if (request?.type === "ObjectPattern") {
    // `({ params, body }, res)`
    const isRequest = request.properties.some(
      (property) =>
        property.type === "Property" &&
        property.key.type === "Identifier" &&
        requestProperties.has(property.key.name),
    );
    return isRequest && response?.type === "Identifier" && answers(facts.variableOf(response));
  }
  if (
    request?.type !== "Identifier" ||
    response?.type !== "Identifier" ||
    hasType(request) ||
    hasType(response)
  )
    return false;
  return isRead(facts.variableOf(request)) && answers(facts.variableOf(response));
}

function hasType({ typeAnnotation }: TSESTree.Identifier): boolean {
  const type = typeAnnotation?.typeAnnotation.type;
  return type !== undefined && type !== "TSAnyKeyword";
}

/** `req.params.id`, and a request of which nothing is read. */
function isRead(variable: Variable | undefined): boolean {
  const names = variable?.references.map(({ identifier }) => {
    const member = wrapped(identifier).parent;
    return member?.type === "MemberExpression" ? memberName(member) : undefined;
  });
  return (
    names !== undefined && (names.length === 0 || names.some((name) => requestProperties.has(name ?? "")))
  );
}

/** `res.status(404).json(…)`, `res.send(page)`; not the `response.json()` of a request that the code makes. */
function answers(variable: Variable | undefined): boolean {
  return (
    variable?.references.some(({ identifier }) => {
      const member = wrapped(identifier).parent;
      if (member?.type !== "MemberExpression" || !answeringMethods.includes(memberName(member) ?? ""))
        return false;
      const call = wrapped(member).parent;
      return call?.type === "CallExpression" && call.callee === wrapped(member) && call.arguments.length > 0;
    }) === true
  );
}
