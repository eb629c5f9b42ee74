import type { TSESTree } from "@typescript-eslint/utils";
import { pageTag } from "../../knowledge/web-responses.js";
import { keyName, memberName, unwrap } from "../../syntax/ast.js";
import { readStaticString } from "../../syntax/static-value.js";
import type { Syntax } from "../../syntax/syntax.js";
import type { LambdaModel } from "../model.js";
import { type SentPage, sentPagesOf } from "../events/web-responses.js";
import { constantText, isConstant } from "./constant-text.js";
import { spellTaker } from "./spell-taker.js";

/** An expression that a browser shows as a page. */
interface PageSink {
  readonly node: TSESTree.Node;
  /** What sends it, as the code has it. */
  readonly taker: string;
  /** Only text that the code puts together counts. */
  readonly isBuiltOnly?: true;
}

/** What a browser shows as a page: the answers of gateways, those of the Fetch API, and those of a framework's routes. */
export function pageSinksOf(syntax: Syntax): readonly PageSink[] {
  const isNamed = syntax.facts.sourceCode.text.includes("text/html");
  return [
    ...(isNamed ? [...gatewayResponses(syntax), ...fetchResponses(syntax)] : []),
    ...routeResponses(syntax),
  ];
}

/** `{ statusCode, headers: { "Content-Type": "text/html" }, body }` */
function gatewayResponses({ facts, values }: Syntax): readonly PageSink[] {
  return facts.objects.flatMap((node) => {
    const body = node.properties.find(
      (property): property is TSESTree.Property =>
        property.type === "Property" && keyName(property) === "body",
    );
    if (body === undefined || isConstant(body.value)) return [];
    const headers = ["headers", "multiValueHeaders"].flatMap((name) => values.membersOf(node, name));
    return headers.some((value) => isPageHeader(value, facts)) ? [{ node: body.value, taker: "body" }] : [];
  });
}

/** `new Response(page, { headers: { "Content-Type": "text/html" } })` */
function fetchResponses({ facts, values }: Syntax): readonly PageSink[] {
  return facts.calls.flatMap((call) => {
    const [body, options] = call.arguments;
    if (call.type !== "NewExpression" || options === undefined || body === undefined) return [];
    if (isConstant(body) || !facts.isGlobal(unwrap(call.callee), "Response")) return [];
    const headers = values.membersOf(options, "headers");
    return headers.some((value) => isPageHeader(value, facts))
      ? [{ node: body, taker: "new Response()" }]
      : [];
  });
}

function isPageHeader(headers: TSESTree.Node, facts: Syntax["facts"]): boolean {
  if (headers.type !== "ObjectExpression") return false;
  return headers.properties.some((property) => {
    if (property.type !== "Property" || keyName(property)?.toLowerCase() !== "content-type") return false;
    const value = property.value.type === "ArrayExpression" ? property.value.elements[0] : property.value;
    return value != null && readStaticString(facts, value)?.startsWith("text/html") === true;
  });
}

/** `event.response.emailMessage = …` of a trigger of Cognito: the mail that a user gets. */
export function triggerMails(lambda: LambdaModel): readonly PageSink[] {
  const { facts, values } = lambda.syntax;
  return facts.assignments.flatMap((assignment) => {
    if (assignment.type !== "AssignmentExpression" || assignment.operator !== "=") return [];
    const { left: target, right: node } = assignment;
    const isMail = target.type === "MemberExpression" && memberName(target) === "emailMessage";
    const response = isMail ? unwrap(target.object) : undefined;
    if (response?.type !== "MemberExpression" || memberName(response) !== "response") return [];
    if (isConstant(node) || !lambda.isWholeEvent(response.object)) return [];
    const isPage = values.valuesOf(node).some((value) => pageTag.test(constantText(value, lambda.syntax)));
    return isPage ? [{ node, taker: facts.sourceCode.getText(target), isBuiltOnly: true }] : [];
  });
}

/** `res.send("<h1>" + name + "</h1>")`, `c.html(page)`, `ctx.body = page` */
function routeResponses(syntax: Syntax): readonly PageSink[] {
  return sentPagesOf(syntax).flatMap(({ node, by, isGuessed }) => {
    if (isConstant(node)) return [];
    const taker =
      by === undefined
        ? "return"
        : by.type === "CallExpression"
          ? spellTaker(by, syntax)
          : syntax.facts.sourceCode.getText(by);
    if (isGuessed === undefined) return [{ node, taker }];
    return readsAsPage(node, isGuessed, syntax) ? [{ node, taker, isBuiltOnly: true }] : [];
  });
}

/** True when the text itself has a tag, or begins with one. */
function readsAsPage(
  node: TSESTree.Node,
  isPage: NonNullable<SentPage["isGuessed"]>,
  syntax: Syntax,
): boolean {
  return syntax.values.valuesOf(node).some((value) => {
    const text = constantText(value, syntax);
    return pageTag.test(text) && (isPage === "always" || text.trimStart().startsWith("<"));
  });
}
