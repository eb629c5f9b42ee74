import type { TSESTree } from "@typescript-eslint/utils";
import { paginationFacts } from "../../knowledge/pagination.js";
import { indexOperations } from "../../knowledge/sdk-operations.js";
import { keyName, memberName, unwrap } from "../../syntax/ast.js";
import { readStatic } from "../../syntax/static-value.js";
import type { Syntax } from "../../syntax/syntax.js";
import { sdkCallsOf } from "../clients/sdk-commands.js";
import type { LambdaModel } from "../model.js";
import { callBehind } from "./answered-results.js";

const pagesOf = indexOperations(paginationFacts);

/** So many items are a small bound: what one invocation does for each of them ends in time. */
export const MAX_ITEMS = 25;

/** True for the items of one answer that the request itself bounds: `Limit: 10` to AWS, `.limit(10)` to a database. */
export function isOfSmallPage(source: TSESTree.Node, lambda: LambdaModel): boolean {
  const { syntax } = lambda;
  const asked = callBehind(source, syntax)?.call;
  if (asked === undefined) return false;
  if (isLimitedQuery(asked, syntax)) return true;
  const sent = sdkCallsOf(lambda).find(
    // SDK v2 sends by `.promise()`.
    ({ call }) => call === asked || call.parent.parent === asked,
  );
  const fact = sent && pagesOf(sent);
  if (sent === undefined || fact === undefined) return false;
  return fact.limits.some((name) => {
    const values = sent.input.valuesOf(name).map((value) => readStatic(syntax.facts, value));
    return (
      sent.input.has(name) === "yes" &&
      values.length > 0 &&
      values.every(
        (value) => value.k === "known" && typeof value.value === "number" && value.value <= MAX_ITEMS,
      )
    );
  });
}

/** How query builders and ORMs call the largest number of rows. */
const LIMITS = new Set(["limit", "take", "first"]);

/** `select … limit 10`, also of as many as the code around it says. */
const LIMIT_OF_QUERY = /\blimit\s+(?:(?:1\d?|2[0-5]?|[3-9])\b|\$|\?|:|$)/i;

/** `db.select().from(orders).limit(10)`, `prisma.order.findMany({ take: 10 })`, a query's text with its limit */
function isLimitedQuery(asked: TSESTree.Node, syntax: Syntax): boolean {
  let node = unwrap(asked);
  for (;;) {
    if (node.type === "TaggedTemplateExpression") return isLimitedText(node.quasi);
    if (node.type === "CallExpression") {
      if (node.arguments.some((argument) => isLimitedText(argument))) return true;
      const callee = unwrap(node.callee);
      const isLimit = callee.type === "MemberExpression" && LIMITS.has(memberName(callee) ?? "");
      const limits = isLimit ? node.arguments.slice(0, 1) : limitsIn(node.arguments, syntax);
      if (limits.some((limit) => isSmall(limit, syntax))) return true;
      node = callee;
    } else if (node.type === "MemberExpression") node = unwrap(node.object);
    else return false;
  }
}

function isLimitedText(text: TSESTree.Node): boolean {
  if (text.type === "TaggedTemplateExpression") return isLimitedText(text.quasi);
  if (text.type === "Literal") return typeof text.value === "string" && LIMIT_OF_QUERY.test(text.value);
  return text.type === "TemplateLiteral" && text.quasis.some(({ value }) => LIMIT_OF_QUERY.test(value.raw));
}

function limitsIn(options: readonly TSESTree.Node[], { values }: Syntax): readonly TSESTree.Node[] {
  return options
    .flatMap((option) => values.valuesOf(option))
    .flatMap((option) =>
      option.type === "ObjectExpression"
        ? option.properties.flatMap((property) =>
            property.type === "Property" && LIMITS.has(keyName(property) ?? "") ? [property.value] : [],
          )
        : [],
    );
}

function isSmall(limit: TSESTree.Node, { facts }: Syntax): boolean {
  const value = readStatic(facts, limit);
  return value.k === "known" && typeof value.value === "number" && value.value <= MAX_ITEMS;
}
