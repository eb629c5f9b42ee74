import type { TSESTree } from "@typescript-eslint/utils";
import { paginationFacts } from "../../knowledge/pagination.js";
import { indexOperations } from "../../knowledge/sdk-operations.js";
import { readStatic } from "../../syntax/static-value.js";
import { sdkCallsOf } from "../clients/sdk-commands.js";
import type { LambdaModel } from "../model.js";
import { callBehind } from "./answered-results.js";

const pagesOf = indexOperations(paginationFacts);

/** So many items are a small bound: what one invocation does for each of them ends in time. */
export const MAX_ITEMS = 25;

/** True for the items of one answer of AWS that the request itself bounds: `Limit: 10`. */
export function isOfSmallPage(source: TSESTree.Node, lambda: LambdaModel): boolean {
  const { syntax } = lambda;
  const asked = callBehind(source, syntax)?.call;
  if (asked === undefined) return false;
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
