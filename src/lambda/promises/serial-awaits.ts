import type { TSESTree } from "@typescript-eslint/utils";
import { isInside, unwrap, wrapped } from "../../syntax/ast.js";
import { namesIn } from "../../syntax/names.js";
import { oncePer } from "../../syntax/once-per.js";
import { logCallsOf } from "../logs/log-calls.js";
import type { LambdaModel } from "../model.js";
import { type IndependentCalls, independentCallsOf } from "./independent-calls.js";
import { findSerialLoops, type SerialLoop } from "./serial-loops.js";

/** Reads that are awaited one after the other, though none needs an answer of another. At least two. */
export interface SerialReads {
  readonly kind: "sequence";
  readonly reads: readonly SerialRead[];
  /** Nothing stands between them. */
  readonly isAdjacent: boolean;
}

export interface SerialRead {
  readonly declaration: TSESTree.VariableDeclaration;
  readonly declarator: TSESTree.VariableDeclarator;
  readonly awaited: TSESTree.AwaitExpression;
  readonly call: TSESTree.CallExpression;
}

export type SerialAwaits = SerialReads | SerialLoop;

/**
 * What an invocation awaits in turn and could await together. Reads with nothing between them but lines of a log and
 * what is made of what is there, and loops that do work of each item's own. Whatever is not known to be independent counts as dependent.
 */
export const serialAwaitsOf = oncePer((lambda: LambdaModel): readonly SerialAwaits[] => {
  const found = [...findSerialReads(lambda), ...findSerialLoops(lambda)];
  return found.length > 0 && lambda.handlers.some(({ isDurable }) => isDurable) ? [] : found;
});

function findSerialReads(lambda: LambdaModel): readonly SerialReads[] {
  const calls = independentCallsOf(lambda);
  const taken = new Set<TSESTree.Node>();
  return lambda.syntax.facts.awaits.flatMap((node): readonly SerialReads[] => {
    const statement = statementOf(node);
    if (statement === undefined || taken.has(statement)) return [];
    const siblings = siblingsOf(statement);
    const from = siblings.indexOf(statement) + 1;
    // What stands alone needs no further question.
    if (!siblings.slice(from, from + MAX_BETWEEN + 1).some((sibling) => isAwaitedCall(sibling))) return [];
    const first = readAt(statement, calls);
    if (first === undefined) return [];
    const reads = [first];
    const before: TSESTree.Node[] = [first.declaration];
    let between = 0;
    let isAdjacent = true;
    for (let index = from; index < siblings.length; index++) {
      const sibling = siblings[index];
      const next = readAt(sibling, calls);
      if (sibling === undefined || (next !== undefined && needsAny(next.call, before, lambda))) break;
      // What is made without an answer stands there before the first is asked for: `const params = { UserPoolId };`
      if (next !== undefined || needsAny(sibling, before, lambda)) before.push(sibling);
      if (next !== undefined) {
        isAdjacent &&= between === 0;
        reads.push(next);
        between = 0;
      } else if (++between > MAX_BETWEEN || !isPassive(sibling, calls, lambda)) break;
    }
    for (const { declaration } of reads) taken.add(declaration);
    return reads.length > 1 && lambda.runsPerInvocation(node)
      ? [{ kind: "sequence", reads, isAdjacent }]
      : [];
  });
}

/** How many statements between two reads are looked at. */
const MAX_BETWEEN = 3;

/** A line of a log, and a declaration that takes what is there: neither decides whether the next read is sent. */
function isPassive(statement: TSESTree.Node, calls: IndependentCalls, lambda: LambdaModel): boolean {
  const { facts } = lambda.syntax;
  if (statement.type === "ExpressionStatement") {
    const call = unwrap(statement.expression);
    if (call.type !== "CallExpression" || !logCallsOf(lambda.syntax).isLog(call)) return false;
  } else if (statement.type !== "VariableDeclaration") return false;
  return (
    !facts.awaits.some((node) => isInside(node, statement)) &&
    !facts.assignments.some((node) => isInside(node, statement)) &&
    facts.calls.every((call) => !isInside(call, statement) || calls.isHarmless(call))
  );
}

/** The declaration that takes the answer, or what {@link awaitedIn} takes of it. */
function statementOf(node: TSESTree.AwaitExpression): TSESTree.VariableDeclaration | undefined {
  let current = wrapped(node);
  for (let { parent } = current; parent && awaitedIn(parent) === node; { parent } = current)
    current = wrapped(parent);
  return current.parent?.type === "VariableDeclarator" ? current.parent.parent : undefined;
}

/** `await getUser(id)`, whatever type it is given, with a part of it or a value in its stead: `(await find(id)).name ?? ""`. */
function awaitedIn(expression: TSESTree.Node | null | undefined): TSESTree.AwaitExpression | undefined {
  const node = expression == null ? undefined : unwrap(expression);
  switch (node?.type) {
    case "AwaitExpression":
      return node;
    case "MemberExpression":
      return node.computed ? undefined : awaitedIn(node.object);
    case "LogicalExpression":
      return node.operator !== "&&" && isConstant(node.right) ? awaitedIn(node.left) : undefined;
    default:
      return undefined;
  }
}

/** `{}`, `[]`, `"none"`, `null` */
function isConstant(expression: TSESTree.Node): boolean {
  const node = unwrap(expression);
  return (
    node.type === "Literal" ||
    (node.type === "ObjectExpression" && node.properties.length === 0) ||
    (node.type === "ArrayExpression" && node.elements.length === 0) ||
    (node.type === "Identifier" && node.name === "undefined")
  );
}

function isAwaitedCall(statement: TSESTree.Node | undefined): boolean {
  return (
    statement?.type === "VariableDeclaration" &&
    statement.declarations.length === 1 &&
    awaitedIn(statement.declarations[0].init) !== undefined
  );
}

/** `const user = await getUser(id);` */
function readAt(statement: TSESTree.Node | undefined, calls: IndependentCalls): SerialRead | undefined {
  if (statement?.type !== "VariableDeclaration" || statement.declarations.length !== 1) return undefined;
  const [declarator] = statement.declarations;
  const awaited = awaitedIn(declarator.init);
  if (awaited === undefined) return undefined;
  const call = unwrap(awaited.argument);
  if (call.type !== "CallExpression" || !calls.isRead(call)) return undefined;
  return { declaration: statement, declarator, awaited, call };
}

function siblingsOf({ parent }: TSESTree.VariableDeclaration): readonly TSESTree.Node[] {
  return parent.type === "BlockStatement" || parent.type === "Program" || parent.type === "StaticBlock"
    ? parent.body
    : [];
}

function needsAny(
  call: TSESTree.Node,
  before: readonly TSESTree.Node[],
  { syntax: { facts } }: LambdaModel,
): boolean {
  return namesIn(call, facts).some((variable) =>
    before.some((statement) => variable.identifiers.some((identifier) => isInside(identifier, statement))),
  );
}
