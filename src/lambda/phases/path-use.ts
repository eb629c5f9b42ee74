import type { TSESTree } from "@typescript-eslint/utils";
import { type CodeUnit, type FunctionNode, memberName, unitOf, unwrap } from "../../syntax/ast.js";
import type { Edge } from "../../syntax/call-graph.js";
import { isOnEveryPath } from "../../syntax/every-path.js";
import { readStatic } from "../../syntax/static-value.js";
import type { Syntax } from "../../syntax/syntax.js";
import type { Memoisation } from "./memoisation.js";
import type { PathUse } from "../model.js";
import type { Phases } from "./phases.js";

/**
 * Which nodes of the file the functions that Lambda calls pass in the first invocation of an execution environment. Only
 * that one pays for what init left out, since memos are empty then.
 */
export function createPathUse(
  syntax: Syntax,
  entries: readonly FunctionNode[],
  phases: Pick<Phases, "phasesOf">,
  memoisation: Pick<Memoisation, "isMemoTest">,
): (nodes: readonly TSESTree.Node[]) => PathUse {
  const { graph } = syntax;

  function pathUseOf(nodes: readonly TSESTree.Node[]): PathUse {
    if (nodes.length === 0) return "none";
    const phasesOfNodes = nodes.map((node) => phases.phasesOf(node));
    if (phasesOfNodes.some((found) => found.has("init"))) return "every";
    const units = unitsThatAlwaysPass(nodes);
    if (entries.length > 0 && entries.every((entry) => units.has(entry))) return "every";
    return phasesOfNodes.every((found) => found.has("invocation")) ? "some" : "unknown";
  }

  /** The functions whose first run passes one of the nodes on every path, in their own code or in what they call. */
  function unitsThatAlwaysPass(nodes: readonly TSESTree.Node[]): ReadonlySet<CodeUnit> {
    const found = new Set<CodeUnit>();
    const passed = new Set(nodes);
    const questions = {
      isMemoTest: (test: TSESTree.Node) => nodes.some((node) => memoisation.isMemoTest(test, node)),
      isRejection: (statement: TSESTree.ReturnStatement) => isRejection(statement, syntax),
    };
    for (let countBefore = -1; countBefore < passed.size;) {
      countBefore = passed.size;
      for (const unit of new Set([...passed].map((node) => unitOf(node))))
        if (!found.has(unit) && isOnEveryPath(unit, passed, questions)) found.add(unit);
      for (const edge of graph.edges) if (isPassed(edge, found)) passed.add(edge.site);
    }
    return found;
  }

  /** True when evaluating the edge's site runs one of the units: each of the functions it may call, or a callback. */
  function isPassed({ site, to, kind }: Edge, units: ReadonlySet<CodeUnit>): boolean {
    if (!units.has(to)) return false;
    if (kind !== "call") return !isCatch(site);
    return graph
      .edgesFrom(unitOf(site))
      .every((edge) => edge.site !== site || edge.kind !== "call" || units.has(edge.to));
  }

  return pathUseOf;
}

/** `promise.catch(f)` */
function isCatch(site: TSESTree.Node): boolean {
  return (
    site.type === "CallExpression" &&
    site.callee.type === "MemberExpression" &&
    memberName(site.callee) === "catch"
  );
}

/**
 * A way out for requests that cannot be served: `return { statusCode: 400 }`, a call of the file that returns such a
 * response, or an empty `return` where something is missing.
 */
function isRejection(statement: TSESTree.ReturnStatement, { values, facts }: Syntax): boolean {
  if (statement.argument === null) return isGuardedByAbsence(statement);
  const responses = values.valuesOf(statement.argument);
  return (
    responses.length > 0 &&
    responses.every((response) => {
      const codes = values.membersOf(response, "statusCode").map((code) => readStatic(facts, unwrap(code)));
      return (
        codes.length > 0 &&
        codes.every((code) => code.k === "known" && typeof code.value === "number" && code.value >= 400)
      );
    })
  );
}

/** `if (!event.body) { log(event); return; }` */
function isGuardedByAbsence(statement: TSESTree.ReturnStatement): boolean {
  const block = statement.parent.type === "BlockStatement" ? statement.parent : statement;
  const guard = block.parent;
  return guard.type === "IfStatement" && guard.consequent === block && asksForAbsence(guard.test);
}

/** `!a`, `a == null`, `a === undefined`, and `||` of them. */
function asksForAbsence(test: TSESTree.Expression): boolean {
  if (test.type === "UnaryExpression") return test.operator === "!";
  if (test.type === "LogicalExpression")
    return test.operator === "||" && asksForAbsence(test.left) && asksForAbsence(test.right);
  if (test.type !== "BinaryExpression" || !/^={2,3}$/.test(test.operator)) return false;
  const { right } = test;
  return (
    (right.type === "Literal" && right.value === null) ||
    (right.type === "Identifier" && right.name === "undefined")
  );
}
