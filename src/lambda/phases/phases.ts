import type { TSESTree } from "@typescript-eslint/utils";
import { type CodeUnit, type FunctionNode, unitOf } from "../../syntax/ast.js";
import type { CallGraph, Edge } from "../../syntax/call-graph.js";
import { isUnconditional } from "../../syntax/control-flow.js";
import type { Phase } from "../model.js";

export interface Phases {
  phasesOf(node: TSESTree.Node): ReadonlySet<Phase>;
  /** True when a unit runs in invocation phase. */
  isInvocation(unit: CodeUnit): boolean;
  /** The same over edges that `mayRepeat` lets through: those without a memo guard. */
  isRepeated(unit: CodeUnit): boolean;
  /** True when every handler runs the unit each time it does not throw. */
  isInEveryInvocation(unit: CodeUnit): boolean;
}

export const INIT: ReadonlySet<Phase> = new Set<Phase>(["init"]);
const INVOCATION: ReadonlySet<Phase> = new Set<Phase>(["invocation"]);
const BOTH: ReadonlySet<Phase> = new Set<Phase>(["init", "invocation"]);
const UNKNOWN: ReadonlySet<Phase> = new Set<Phase>();

export function joinPhases(isInit: boolean, isInvocation: boolean): ReadonlySet<Phase> {
  if (isInit) return isInvocation ? BOTH : INIT;
  return isInvocation ? INVOCATION : UNKNOWN;
}

/**
 * Reachability in the call graph. Init begins at the module, invocation at the functions that Lambda or its wrappers call
 * for a request. A function given to code outside the file can run at any time from then on: from invocation phase that
 * is still invocation phase, from init it is unknown.
 */
export function computePhases(
  program: TSESTree.Program,
  graph: CallGraph,
  entries: { readonly handlers: readonly FunctionNode[]; readonly requestFunctions: readonly FunctionNode[] },
  mayRepeat: (edge: Edge) => boolean,
): Phases {
  const starts = [...entries.handlers, ...entries.requestFunctions];
  const isStart = new Set<CodeUnit>(starts);
  let init: ReadonlySet<CodeUnit> | undefined;
  let invocation: ReadonlySet<CodeUnit> | undefined;
  let repeated: ReadonlySet<CodeUnit> | undefined;
  let always: readonly ReadonlySet<CodeUnit>[] | undefined;

  function isInit(unit: CodeUnit): boolean {
    init ??= reach(graph, [program], (edge) => edge.kind !== "handed-over");
    return init.has(unit);
  }

  // Most code that is asked about stands in a handler itself, and needs no call graph.
  function isInvocation(unit: CodeUnit): boolean {
    if (isStart.has(unit)) return true;
    invocation ??= reach(graph, starts, () => true);
    return invocation.has(unit);
  }

  return {
    phasesOf(node) {
      const unit = unitOf(node);
      return joinPhases(isInit(unit), isInvocation(unit));
    },
    isInvocation,
    isRepeated(unit) {
      if (isStart.has(unit)) return true;
      repeated ??= reach(graph, starts, mayRepeat);
      return repeated.has(unit);
    },
    isInEveryInvocation(unit) {
      always ??= entries.handlers.map((handler) =>
        reach(graph, [handler], (edge) => isAlwaysTaken(edge, graph)),
      );
      return always.length > 0 && always.every((units) => units.has(unit));
    },
  };
}

function isAlwaysTaken(edge: Edge, graph: CallGraph): boolean {
  if (edge.kind === "handed-over") return false;
  if (edge.kind === "callback") {
    const { site } = edge;
    const uses = graph.callbackUsesOf(edge.to as FunctionNode);
    // The callback of `map` runs only if there are items, that of `catch` only after an error.
    if (uses.some((use) => use.call === site && use.kind !== "other")) return false;
  }
  return isUnconditional(edge.site);
}

/** The starts, and everything that runs because of them over edges that `follow` lets through. */
export function reach(
  graph: CallGraph,
  starts: readonly CodeUnit[],
  follow: (edge: Edge) => boolean,
): ReadonlySet<CodeUnit> {
  const reached = new Set<CodeUnit>(starts);
  const queue = [...starts];
  for (let unit = queue.pop(); unit !== undefined; unit = queue.pop()) {
    for (const edge of graph.edgesFrom(unit)) {
      if (reached.has(edge.to) || !follow(edge)) continue;
      reached.add(edge.to);
      queue.push(edge.to);
    }
  }
  return reached;
}
