import type { TSESTree } from "@typescript-eslint/utils";
import {
  randomGlobals,
  randomMakerFacts,
  randomNames,
  randomValueFacts,
} from "../../knowledge/random-values.js";
import {
  type CallNode,
  type LoopNode,
  isFunction,
  isInside,
  memberName,
  memberRoot,
  unwrap,
} from "../../syntax/ast.js";
import type { Variable } from "../../syntax/name-index.js";
import { namesIn } from "../../syntax/names.js";
import type { Syntax } from "../../syntax/syntax.js";
import { matchesFact } from "../bindings/fact-match.js";

const MAX_DEPTH = 2;

/**
 * True for a loop that draws at random until nobody has what it drew: `do code = draw(); while (await isTaken(code))`. A
 * second pass is as rare as two equal draws, whatever the answers are.
 */
export function drawsUntilFree(loop: LoopNode, syntax: Syntax): boolean {
  const { facts } = syntax;
  const awaits = facts.awaits.filter((node) => isInside(node, loop));
  if (awaits.length === 0) return false;
  const drawn = new Set<Variable>();
  const isOfDrawn = (node: TSESTree.Node): boolean => namesIn(node, facts).some((name) => drawn.has(name));
  for (const [target, value] of valuesSetIn(loop, syntax)) {
    const variable = facts.variableOf(memberRoot(target));
    if (variable !== undefined && (isRandom(value, syntax) || isMadeOf(value, isOfDrawn)))
      drawn.add(variable);
  }
  return drawn.size > 0 && awaits.every((node) => isOfDrawn(node));
}

/** `CODE-${drawn}`, and no answer to a question about it. */
function isMadeOf(value: TSESTree.Node, isOfDrawn: (node: TSESTree.Node) => boolean): boolean {
  const node = unwrap(value);
  return (node.type === "TemplateLiteral" || node.type === "BinaryExpression") && isOfDrawn(node);
}

/** What is assigned in the loop, and declared, each with its value. */
function valuesSetIn(
  loop: LoopNode,
  { facts }: Syntax,
): readonly (readonly [target: TSESTree.Node, value: TSESTree.Node])[] {
  const assigned = facts.assignments.flatMap((node) =>
    node.type === "AssignmentExpression" && isInside(node, loop) ? [[node.left, node.right] as const] : [],
  );
  const declared = namesIn(loop, facts).flatMap(({ defs: [definition] }) => {
    const node = definition?.node;
    return node?.type === "VariableDeclarator" && node.init != null && isInside(node, loop)
      ? [[node.id, node.init] as const]
      : [];
  });
  return [...assigned, ...declared];
}

function isRandom(expression: TSESTree.Node, syntax: Syntax, depth = 0): boolean {
  return syntax.facts.calls.some(
    (call) => isInside(call, expression) && (givesRandom(call, syntax) || callsRandom(call, syntax, depth)),
  );
}

/** A function of the file that makes its answer of a random value. */
function callsRandom(call: CallNode, syntax: Syntax, depth: number): boolean {
  const functions = depth < MAX_DEPTH ? syntax.values.functionsOf(call.callee) : [];
  return functions.some((fn) => isFunction(fn) && isRandom(fn.body, syntax, depth + 1));
}

function givesRandom({ callee }: CallNode, syntax: Syntax): boolean {
  const { facts, resolveImport } = syntax;
  if (isMadeToDraw(callee, syntax)) return true;
  const imported = resolveImport(callee);
  if (imported !== undefined)
    return (
      randomValueFacts.some((fact) => matchesFact(imported, fact)) ||
      randomNames.test(imported.path.at(-1) ?? "")
    );
  const member = unwrap(callee);
  if (member.type !== "MemberExpression") return false;
  return [...randomGlobals].some(
    ([global, methods]) =>
      facts.isGlobal(unwrap(member.object), global) && methods.has(memberName(member) ?? ""),
  );
}

/** `draw()` of `const draw = customAlphabet(…)`, `codes.gen()` of `const codes = new RandExp(…)` */
function isMadeToDraw(callee: TSESTree.Node, { values, resolveImport }: Syntax): boolean {
  const member = unwrap(callee);
  const [made, method] =
    member.type === "MemberExpression" ? [member.object, memberName(member) ?? ""] : [member, undefined];
  return values.valuesOf(made).some((value) => {
    const maker =
      value.type === "NewExpression" || value.type === "CallExpression"
        ? resolveImport(value.callee)
        : undefined;
    return (
      maker !== undefined &&
      randomMakerFacts.some(
        (fact) =>
          matchesFact(maker, fact) &&
          (method === undefined ? fact.method === undefined : fact.method?.test(method) === true),
      )
    );
  });
}
