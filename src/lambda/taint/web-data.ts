import type { TSESTree } from "@typescript-eslint/utils";
import type { WebRequestPart } from "../../knowledge/web-requests.js";
import { mayTakeWebRequests } from "../events/web-requests.js";
import type { LambdaModel } from "../model.js";
import { type TaintQuestion, findTaints } from "./taint.js";
import type { Taint } from "./taint-sources.js";
import { DEEP, isMethod } from "./value-path.js";

/** True when something of a web framework's request that the client decides is in a value. */
export function holdsWebRequest(value: TSESTree.Node, lambda: LambdaModel): boolean {
  return webTaintsIn(value, lambda).length > 0;
}

/** True for a part of a web framework's request, taken whole: `req.headers`. A method gives one of them: `c.req.header("x-id")`. */
export function isWholeWebPart(
  value: TSESTree.Node,
  wanted: NonNullable<WebRequestPart["part"]>,
  lambda: LambdaModel,
): boolean {
  return webTaintsIn(value, lambda).some(
    ({ route, path }) =>
      route?.part === wanted && path.length === route.path.length + 1 && !isMethod(route.path.at(-1) ?? ""),
  );
}

function webTaintsIn(value: TSESTree.Node, lambda: LambdaModel): readonly Taint[] {
  return mayTakeWebRequests(lambda.syntax) ? findTaints(value, QUESTION, lambda) : [];
}

const QUESTION: TaintQuestion = { sink: "input", path: [DEEP], isWanted: ({ route }) => route !== undefined };
