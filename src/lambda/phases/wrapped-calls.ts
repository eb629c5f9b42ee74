import type { TSESTree } from "@typescript-eslint/utils";
import { type CodeUnit, unitOf, unwrap } from "../../syntax/ast.js";
import type { CallGraph, Edge } from "../../syntax/call-graph.js";
import type { Syntax } from "../../syntax/syntax.js";
import type { GivenPart } from "../handlers/own-wrappers.js";
import type { Wrappers } from "../handlers/wrappers.js";

/** A call of what a wrapper of the project has made, with what the wrapper was given: `save()` of `save = retried(fn)`. */
export interface WrappedCall {
  readonly call: TSESTree.CallExpression;
  readonly part: GivenPart;
}

/** The calls of the file that run what a wrapper of another file was given. */
export function findWrappedCalls(
  { facts, values }: Syntax,
  wrappers: Pick<Wrappers, "partsGivenIn">,
): readonly WrappedCall[] {
  return facts.calls.flatMap((call) => {
    // What an import or a parameter gives is not made here.
    if (call.type !== "CallExpression" || values.isUnexplained(call.callee)) return [];
    const callee = unwrap(call.callee);
    return values
      .valuesOf(callee)
      .filter((value) => value.type === "CallExpression")
      .flatMap((made) => wrappers.partsGivenIn(made))
      .map((part) => ({ call, part }));
  });
}

/** The call graph, in which a call of what the project's wrappers have made leads to what they were given. */
export function withWrappedCalls(graph: CallGraph, syntax: Syntax, wrappers: Wrappers): CallGraph {
  let edges: ReadonlyMap<CodeUnit, readonly Edge[]> | undefined;

  function collect(): ReadonlyMap<CodeUnit, readonly Edge[]> {
    const found = new Map<CodeUnit, Edge[]>();
    for (const { call, part } of findWrappedCalls(syntax, wrappers)) {
      const from = unitOf(call);
      const added = wrappers
        .functionsOfPart(part)
        .map((to): Edge => ({ from, to, site: call, kind: "call", isMemoised: !part.isRepeated }));
      found.set(from, [...(found.get(from) ?? []), ...added]);
    }
    return found;
  }

  return {
    values: graph.values,
    get edges() {
      return graph.edges;
    },
    edgesFrom(unit) {
      const own = graph.edgesFrom(unit);
      const added = (edges ??= collect()).get(unit);
      return added === undefined ? own : [...own, ...added];
    },
    callSitesOf: (fn) => graph.callSitesOf(fn),
    callbackUsesOf: (fn) => graph.callbackUsesOf(fn),
  };
}
