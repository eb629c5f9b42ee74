import type { TSESTree } from "@typescript-eslint/utils";
import type { EventKind } from "../../knowledge/handler-types.js";
import { isReadCommand } from "../../knowledge/read-calls.js";
import {
  type CallNode,
  type FunctionNode,
  isFunction,
  isInside,
  memberName,
  memberRoot,
  unitOf,
  unwrap,
  wrapped,
} from "../../syntax/ast.js";
import { loopsAround } from "../../syntax/control-flow.js";
import type { Variable } from "../../syntax/name-index.js";
import { namesIn } from "../../syntax/names.js";
import { oncePer } from "../../syntax/once-per.js";
import { sdkCallsOf } from "../clients/sdk-commands.js";
import { logCallsOf } from "../logs/log-calls.js";
import type { LambdaModel } from "../model.js";
import { type IndependentCalls, independentCallsOf } from "./independent-calls.js";
import { sleepAt } from "./sleeps.js";

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

/** A loop whose passes wait for each other, though nothing passes from one to the next. */
export interface SerialLoop {
  readonly kind: "loop";
  readonly loop: TSESTree.ForOfStatement;
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
      before.push(sibling);
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

/** What is written into a loop that must not be reordered, or about one. */
const ORDER_HINT =
  /sequential|in order\b|one (?:at a time|by one|after)|serial(?:ly)?\b|throttl|rate.?limit|fifo|MessageGroupId|SequenceNumber|concurren|transaction/i;
/** Sources whose records may be handled side by side. */
const UNORDERED: ReadonlySet<EventKind> = new Set<EventKind>(["sqs", "sns", "s3", "ses"]);
const MAX_COMMENT_LINES = 3;

function findSerialLoops(lambda: LambdaModel): readonly SerialLoop[] {
  const { facts } = lambda.syntax;
  const calls = independentCallsOf(lambda);
  return facts.loops.flatMap((loop): readonly SerialLoop[] => {
    if (loop.type !== "ForOfStatement" || loop.await || loop.left.type !== "VariableDeclaration") return [];
    const awaits = facts.awaits.filter((node) => isInside(node, loop.body) && unitOf(node) === unitOf(loop));
    if (awaits.length === 0 || awaits.some((node) => loopsAround(node)[0] !== loop)) return [];
    // A pause between the passes is there on purpose.
    if (awaits.some((node) => sleepAt(node.argument, lambda.syntax) !== undefined)) return [];
    if (loopsAround(loop).length > 0 || canLeave(loop.body) || hasOrderHint(loop, lambda)) return [];
    if (!lambda.runsPerInvocation(loop) || isOrderedSource(loop, lambda)) return [];
    if (!passesAreIndependent(loop, lambda) || mayReadWhatAnotherWrote(loop, lambda)) return [];
    const isWork = (node: TSESTree.AwaitExpression): boolean => {
      const call = unwrap(node.argument);
      return call.type === "CallExpression" && calls.isIndependent(call) && isOfItem(call, loop, lambda);
    };
    // `await response.json()` belongs to the call before.
    const isRest = (node: TSESTree.AwaitExpression): boolean => calls.isHarmless(unwrap(node.argument));
    const works = awaits.filter((node) => isWork(node));
    return works.length > 0 && awaits.every((node) => works.includes(node) || isRest(node))
      ? [{ kind: "loop", loop }]
      : [];
  });
}

/** True when the body can leave the loop, its function or the pass that a caller waits for. */
function canLeave(node: TSESTree.Node | null | undefined): boolean {
  switch (node?.type) {
    case "ReturnStatement":
    case "ThrowStatement":
    case "BreakStatement":
    case "LabeledStatement":
    case "SwitchStatement":
      return true;
    case "ContinueStatement":
      return node.label !== null;
    case "BlockStatement":
      return node.body.some((inner) => canLeave(inner));
    case "IfStatement":
      return canLeave(node.consequent) || canLeave(node.alternate);
    case "TryStatement":
      return canLeave(node.block) || canLeave(node.handler?.body) || canLeave(node.finalizer);
    case "ExpressionStatement":
      return node.expression.type === "YieldExpression";
    default:
      return false;
  }
}

function hasOrderHint(loop: TSESTree.ForOfStatement, { syntax: { facts } }: LambdaModel): boolean {
  const { sourceCode } = facts;
  const comments = sourceCode
    .getCommentsBefore(loop)
    .filter(({ loc }) => loop.loc.start.line - loc.end.line <= MAX_COMMENT_LINES);
  return (
    ORDER_HINT.test(sourceCode.getText(loop)) ||
    comments.some(({ value }) => ORDER_HINT.test(value)) ||
    /fifo|MessageGroupId/i.test(sourceCode.text)
  );
}

/** A loop over the records of a source that keeps an order, or of one that nobody knows. */
function isOrderedSource(loop: TSESTree.ForOfStatement, lambda: LambdaModel): boolean {
  const kinds = lambda.handlers.flatMap((handler) => [...lambda.eventKindsOf(handler)]);
  if (!isOverRecords(loop, lambda))
    return kinds.some((kind) => ["kinesis", "dynamodb-stream", "msk"].includes(kind));
  return kinds.length === 0 || !kinds.every((kind) => UNORDERED.has(kind));
}

function isOverRecords({ right }: TSESTree.ForOfStatement, lambda: LambdaModel): boolean {
  const { facts } = lambda.syntax;
  return (
    lambda.isRecords(right) ||
    namesIn(right, facts).some((variable) =>
      variable.references.some(({ identifier }) => lambda.isRecords(identifier)),
    ) ||
    /\bRecords\b/.test(facts.sourceCode.getText(right))
  );
}

/** Two records of a batch can be about the same item of a table: a pass that reads it, and writes it, has to come after the other. */
function mayReadWhatAnotherWrote(loop: TSESTree.ForOfStatement, lambda: LambdaModel): boolean {
  const areReads = sdkCallsOf(lambda)
    .filter(({ call, service }) => service === "dynamodb" && isInside(call, loop.body))
    .map(({ operation }) => isReadCommand(`${operation}Command`));
  // What is looped over last: it takes all uses of its names to say.
  return areReads.includes(true) && areReads.includes(false) && isOverRecords(loop, lambda);
}

/** True when no pass writes what another reads: it only counts, pushes, and sets what the item is the key of. */
function passesAreIndependent(loop: TSESTree.ForOfStatement, { syntax: { facts } }: LambdaModel): boolean {
  const isOuter = (variable: Variable): boolean =>
    variable.identifiers.every((identifier) => !isInside(identifier, loop));
  const items = itemsOf(loop, facts);
  for (const node of facts.assignments) {
    if (!isInside(node, loop.body)) continue;
    const target = node.type === "UpdateExpression" ? node.argument : node.left;
    const root = memberRoot(target);
    const variable = facts.variableOf(root);
    if (variable !== undefined && !isOuter(variable)) continue;
    if (target.type === "Identifier") {
      const isCount = node.type === "UpdateExpression" || node.operator === "+=";
      if (!isCount || node.parent.type !== "ExpressionStatement") return false;
      continue;
    }
    const isByItem =
      target.type === "MemberExpression" &&
      target.computed &&
      namesIn(target.property, facts).some((name) => items.has(name));
    if (!isByItem) return false;
  }
  return facts.calls.every((call) => {
    if (!isInside(call, loop.body)) return true;
    const callee = unwrap(call.callee);
    if (callee.type !== "MemberExpression" || !STORES.has(memberName(callee) ?? "")) return true;
    const variable = facts.variableOf(unwrap(callee.object));
    if (variable === undefined || !isOuter(variable)) return true;
    // What the passes collect, none of them looks at.
    return variable.references.every(({ identifier }) => {
      if (!isInside(identifier, loop)) return true;
      const member = (identifier as TSESTree.Node).parent;
      return member?.type === "MemberExpression" && STORES.has(memberName(member) ?? "");
    });
  });
}

const STORES = new Set(["push", "set", "add"]);

/** True when the call is about the item of the pass. */
function isOfItem(
  call: CallNode,
  loop: TSESTree.ForOfStatement,
  { syntax: { facts } }: LambdaModel,
): boolean {
  const items = itemsOf(loop, facts);
  return namesIn(call, facts).some((variable) => items.has(variable));
}

/** The loop's own variables, and those that the body declares. */
function itemsOf(
  loop: TSESTree.ForOfStatement,
  facts: LambdaModel["syntax"]["facts"],
): ReadonlySet<Variable> {
  const items = new Set<Variable>(facts.sourceCode.getDeclaredVariables(loop.left));
  for (const variable of namesIn(loop.body, facts))
    if (
      variable.identifiers.some(
        (identifier) => isInside(identifier, loop.body) && !isInFunction(identifier, loop),
      )
    )
      items.add(variable);
  return items;
}

function isInFunction(node: TSESTree.Node, end: TSESTree.Node): FunctionNode | undefined {
  for (let current: TSESTree.Node | undefined = node; current && current !== end; current = current.parent)
    if (isFunction(current)) return current;
  return undefined;
}
