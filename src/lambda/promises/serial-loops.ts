import type { TSESTree } from "@typescript-eslint/utils";
import type { EventKind } from "../../knowledge/handler-types.js";
import { isReadCommand } from "../../knowledge/read-calls.js";
import {
  type CallNode,
  type FunctionNode,
  isFunction,
  isInside,
  type LoopNode,
  memberName,
  memberRoot,
  unitOf,
  unwrap,
  wrapped,
} from "../../syntax/ast.js";
import { loopsAround } from "../../syntax/control-flow.js";
import { countedLoopOf } from "../../syntax/counted-loop.js";
import type { Variable } from "../../syntax/name-index.js";
import { namesIn } from "../../syntax/names.js";
import { sdkCallsOf } from "../clients/sdk-commands.js";
import type { LambdaModel } from "../model.js";
import { independentCallsOf } from "./independent-calls.js";
import { sleepAt } from "./sleeps.js";

/** A loop whose passes wait for each other, though nothing passes from one to the next. */
export interface SerialLoop {
  readonly kind: "loop";
  readonly loop: TSESTree.ForOfStatement | TSESTree.ForStatement;
  /** What it goes over. */
  readonly list: TSESTree.Node;
}

/** What is written into a loop that must not be reordered, or about one. */
const ORDER_HINT =
  /sequential|in order\b|one (?:at a time|by one|after)|serial(?:ly)?\b|throttl|rate.?limit|fifo|MessageGroupId|SequenceNumber|concurren|transaction/i;
/** Sources whose records may be handled side by side. */
const UNORDERED: ReadonlySet<EventKind> = new Set<EventKind>(["sqs", "sns", "s3", "ses"]);
const MAX_COMMENT_LINES = 3;

/** Loops that do work of each item's own, one item after the other. */
export function findSerialLoops(lambda: LambdaModel): readonly SerialLoop[] {
  const { facts } = lambda.syntax;
  const calls = independentCallsOf(lambda);
  return facts.loops.flatMap((node): readonly SerialLoop[] => {
    const passes = passesOf(node, lambda);
    if (passes === undefined) return [];
    const { loop } = passes;
    const awaits = facts.awaits.filter((node) => isInside(node, loop.body) && unitOf(node) === unitOf(loop));
    if (awaits.length === 0 || awaits.some((node) => loopsAround(node)[0] !== loop)) return [];
    // A pause between the passes is there on purpose.
    if (awaits.some((node) => sleepAt(node.argument, lambda.syntax) !== undefined)) return [];
    if (loopsAround(loop).length > 0 || canLeave(loop.body) || hasOrderHint(loop, lambda)) return [];
    if (!lambda.runsPerInvocation(loop) || isOrderedSource(passes, lambda)) return [];
    if (!passesAreIndependent(passes, lambda) || mayReadWhatAnotherWrote(passes, lambda)) return [];
    const isWork = (node: TSESTree.AwaitExpression): boolean => {
      const call = unwrap(node.argument);
      return call.type === "CallExpression" && calls.isIndependent(call) && isOfItem(call, passes, lambda);
    };
    // `await response.json()` belongs to the call before.
    const isRest = (node: TSESTree.AwaitExpression): boolean => calls.isHarmless(unwrap(node.argument));
    const works = awaits.filter((node) => isWork(node));
    return works.length > 0 && awaits.every((node) => works.includes(node) || isRest(node))
      ? [{ kind: "loop", loop, list: passes.list }]
      : [];
  });
}

/** A loop over a list, with the variables that say which item a pass is about. */
interface Passes extends Pick<SerialLoop, "loop" | "list"> {
  readonly own: readonly Variable[];
}

/** Undefined for any other loop, and where a pass looks at the item before its own: `totals[i - 1]`. */
function passesOf(loop: LoopNode, { syntax: { facts, values } }: LambdaModel): Passes | undefined {
  if (loop.type === "ForOfStatement") {
    if (loop.await || loop.left.type !== "VariableDeclaration") return undefined;
    return { loop, list: loop.right, own: facts.sourceCode.getDeclaredVariables(loop.left) };
  }
  const counted = loop.type === "ForStatement" ? countedLoopOf(loop, facts, values) : undefined;
  if (loop.type !== "ForStatement" || counted === undefined) return undefined;
  const { counter, list } = counted;
  const isElsewhere = counter.references.some(
    (reference) =>
      isInside(reference.identifier, loop.body) &&
      (reference.isWrite() || isIndexOfAnother((reference.identifier as TSESTree.Node).parent)),
  );
  return isElsewhere ? undefined : { loop, list, own: [counter] };
}

/** `i - 1` of `list[i - 1]` */
function isIndexOfAnother(node: TSESTree.Node | undefined): boolean {
  return node?.type === "BinaryExpression" && /^[-+%*/]$/.test(node.operator) && isIndex(node);
}

function isIndex(node: TSESTree.Node): boolean {
  const { parent } = wrapped(node);
  return (
    (parent?.type === "MemberExpression" && parent.computed && parent.property === wrapped(node)) ||
    (parent?.type === "VariableDeclarator" && parent.init === wrapped(node))
  );
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

function hasOrderHint(loop: LoopNode, { syntax: { facts } }: LambdaModel): boolean {
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
function isOrderedSource(passes: Passes, lambda: LambdaModel): boolean {
  const kinds = lambda.handlers.flatMap((handler) => [...lambda.eventKindsOf(handler)]);
  if (!isOverRecords(passes, lambda))
    return kinds.some((kind) => ["kinesis", "dynamodb-stream", "msk"].includes(kind));
  return kinds.length === 0 || !kinds.every((kind) => UNORDERED.has(kind));
}

function isOverRecords({ list }: Passes, lambda: LambdaModel): boolean {
  const { facts } = lambda.syntax;
  return (
    lambda.isRecords(list) ||
    namesIn(list, facts).some((variable) =>
      variable.references.some(({ identifier }) => lambda.isRecords(identifier)),
    ) ||
    /\bRecords\b/.test(facts.sourceCode.getText(list))
  );
}

/** Two records of a batch can be about the same item of a table: a pass that reads it, and writes it, has to come after the other. */
function mayReadWhatAnotherWrote(passes: Passes, lambda: LambdaModel): boolean {
  const areReads = sdkCallsOf(lambda)
    .filter(({ call, service }) => service === "dynamodb" && isInside(call, passes.loop.body))
    .map(({ operation }) => isReadCommand(`${operation}Command`));
  // What is looped over last: it takes all uses of its names to say.
  return areReads.includes(true) && areReads.includes(false) && isOverRecords(passes, lambda);
}

/** True when no pass writes what another reads: it only counts, adds to lists, and sets what the item is the key of. */
function passesAreIndependent(passes: Passes, { syntax: { facts } }: LambdaModel): boolean {
  const { loop } = passes;
  const isOuter = (variable: Variable): boolean =>
    variable.identifiers.every((identifier) => !isInside(identifier, loop));
  const items = itemsOf(passes, facts);
  for (const node of facts.assignments) {
    if (!isInside(node, loop.body)) continue;
    const target = node.type === "UpdateExpression" ? node.argument : node.left;
    const root = memberRoot(target);
    const variable = facts.variableOf(root);
    if (variable !== undefined && !isOuter(variable)) continue;
    if (target.type === "Identifier") {
      const isCount = node.type === "UpdateExpression" || node.operator === "+=";
      const isMore = isCount || (variable !== undefined && isAddition(node, variable, loop));
      if (!isMore || node.parent.type !== "ExpressionStatement") return false;
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

/** `all = all.concat(rows)` and `all = [...all, ...rows]`, where the loop does nothing else with the list. */
function isAddition(
  { right, operator }: TSESTree.AssignmentExpression,
  variable: Variable,
  loop: TSESTree.Node,
): boolean {
  const value = unwrap(right);
  const method = value.type === "CallExpression" ? unwrap(value.callee) : undefined;
  const [first] = value.type === "ArrayExpression" ? value.elements : [];
  const before =
    method?.type === "MemberExpression" && memberName(method) === "concat"
      ? unwrap(method.object)
      : first?.type === "SpreadElement"
        ? unwrap(first.argument)
        : undefined;
  const uses = variable.references.filter(({ identifier }) => isInside(identifier, loop));
  return (
    operator === "=" &&
    uses.length === 2 &&
    uses.some(({ identifier }) => (identifier as TSESTree.Node) === before)
  );
}

/** True when the call is about the item of the pass. */
function isOfItem(call: CallNode, passes: Passes, { syntax: { facts } }: LambdaModel): boolean {
  const items = itemsOf(passes, facts);
  return namesIn(call, facts).some((variable) => items.has(variable));
}

/** The loop's own variables, and those that the body declares. */
function itemsOf({ loop, own }: Passes, facts: LambdaModel["syntax"]["facts"]): ReadonlySet<Variable> {
  const items = new Set<Variable>(own);
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
