import type { TSESTree } from "@typescript-eslint/utils";
import { mayTakeWebRequests } from "../events/web-requests.js";
import type { LambdaModel } from "../model.js";
import { findTaints } from "./taint.js";
import { DEEP } from "./value-path.js";

/** True when something of a web framework's request that the client decides is in a value. */
export function holdsWebRequest(value: TSESTree.Node, lambda: LambdaModel): boolean {
  if (!mayTakeWebRequests(lambda.syntax)) return false;
  const question = {
    sink: "input",
    path: [DEEP],
    isWanted: ({ route }: { readonly route?: unknown }) => route !== undefined,
  } as const;
  return findTaints(value, question, lambda).length > 0;
}
