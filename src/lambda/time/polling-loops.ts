import { isBuiltin } from "node:module";
import type { TSESTree } from "@typescript-eslint/utils";
import { type LoopNode, enclosingFunction, isFunction, isInside, unitOf, unwrap } from "../../syntax/ast.js";
import { loopsAround } from "../../syntax/control-flow.js";
import type { Variable } from "../../syntax/name-index.js";
import type { SyntaxFacts } from "../../syntax/facts.js";
import { importPathsOf } from "../../syntax/import-paths.js";
import { exitTestsOf } from "../../syntax/loop-exits.js";
import { namesIn } from "../../syntax/names.js";
import type { LambdaModel } from "../model.js";
import { promiseCallsOf } from "../promises/promise-calls.js";
import { isAnsweredElsewhere } from "./answered-results.js";
import { type Sleep, sleepAt, sleepOfCall } from "../promises/sleeps.js";

/** An awaited sleep in invocation phase, and the loop that polls with it, if one does. */
export interface AwaitedSleep {
  readonly node: TSESTree.AwaitExpression;
  readonly sleep: Sleep;
  /** The loop that asks the same question until the answer is another one. */
  readonly polling: LoopNode | undefined;
  /** It stands between two attempts at the same work: in a `catch`, or in a loop that tries again. */
  readonly isBackoff: boolean;
}

/** The sleeps that invocations await. */
export function findAwaitedSleeps(lambda: LambdaModel): readonly AwaitedSleep[] {
  const { facts } = lambda.syntax;
  return facts.awaits.flatMap((node) => {
    if (!lambda.runsPerInvocation(node) || isSleepItself(node, lambda)) return [];
    const sleep = sleepOf(node.argument, lambda);
    if (sleep === undefined) return [];
    const loops = loopsAround(node);
    const [loop] = loops;
    const isBackoff = isInCatch(node) || loops.some((around) => triesAgain(around, sleep, lambda));
    const polling = loop !== undefined && !isBackoff && polls(loop, lambda) ? loop : undefined;
    return [{ node, sleep, polling, isBackoff }];
  });
}

/** The sleep that an awaited expression is, in this file or by a function of another one. */
function sleepOf(awaited: TSESTree.Node, { syntax, otherFiles }: LambdaModel): Sleep | undefined {
  const own = sleepAt(awaited, syntax);
  const call = unwrap(awaited);
  if (own !== undefined || call.type !== "CallExpression") return own;
  const sleeping = otherFiles.sleepingFunctionOf(call);
  return sleeping && sleepOfCall(call, sleeping, syntax);
}

/** `async function rest() { await sleep(5000); }` is a sleep itself, which is reported where it is called. */
function isSleepItself(node: TSESTree.AwaitExpression, lambda: LambdaModel): boolean {
  const fn = enclosingFunction(node);
  if (fn === undefined || lambda.handlers.some((handler) => handler.node === fn)) return false;
  if (fn.body.type !== "BlockStatement") return unwrap(fn.body) === node;
  const [statement] = fn.body.body;
  return fn.body.body.length === 1 && statement?.type === "ExpressionStatement";
}

function isInCatch(node: TSESTree.Node): boolean {
  for (let current = node.parent; current && !isFunction(current); current = current.parent)
    if (current.type === "CatchClause") return true;
  return false;
}

/** A retry: something in the loop may fail and be tried again, or the sleeps grow. */
function triesAgain(loop: LoopNode, { duration }: Sleep, lambda: LambdaModel): boolean {
  if (
    duration !== undefined &&
    namesIn(duration, lambda.syntax.facts).some((variable) => isWrittenIn(variable, loop))
  )
    return true;
  return hasTry(loop.body);
}

/** A `try` with a `catch` that lets the loop go on. */
function hasTry(statement: TSESTree.Node): boolean {
  switch (statement.type) {
    case "BlockStatement":
      return statement.body.some((inner) => hasTry(inner));
    case "TryStatement":
      return statement.handler !== null;
    case "IfStatement":
      return hasTry(statement.consequent) || (statement.alternate !== null && hasTry(statement.alternate));
    default:
      return false;
  }
}

/** True when the loop awaits an answer, always to the same question, and the answer decides whether it goes on. */
function polls(loop: LoopNode, lambda: LambdaModel): boolean {
  if (loop.type === "ForOfStatement" || loop.type === "ForInStatement") return false;
  const asked = lambda.syntax.facts.awaits.some(
    (node) =>
      isInside(node, loop) &&
      unitOf(node) === unitOf(loop) &&
      isSameQuestion(unwrap(node.argument), loop, lambda),
  );
  if (!asked) return false;
  const tests = [...(loop.test ? [loop.test] : []), ...exitTestsOf(loop)];
  return tests.some((test) => dependsOnAnswer(test, loop, lambda) || isSetByAnswer(test, loop, lambda));
}

function dependsOnAnswer(value: TSESTree.Node, loop: LoopNode, lambda: LambdaModel): boolean {
  return lambda.originsOf(value).has("response") || isAnswered(value, loop, lambda);
}

/** A test of a flag that the loop sets as the answer says: `if (answer.done) flags.done = true;` */
function isSetByAnswer(test: TSESTree.Node, loop: LoopNode, lambda: LambdaModel): boolean {
  const { facts } = lambda.syntax;
  return facts.assignments.some((assignment) => {
    if (assignment.type !== "AssignmentExpression" || assignment.operator !== "=") return false;
    if (!isInside(assignment, loop) || unitOf(assignment) !== unitOf(loop)) return false;
    if (!mentions(test, assignment.left, facts)) return false;
    return [assignment.right, ...branchTestsAround(assignment, loop)].some((decisive) =>
      dependsOnAnswer(decisive, loop, lambda),
    );
  });
}

/** True when the code reads what is assigned to: a variable, or a member of one by the same names. */
function mentions(code: TSESTree.Node, target: TSESTree.Node, facts: SyntaxFacts): boolean {
  if (target.type === "Identifier") {
    const variable = facts.variableOf(target);
    return variable !== undefined && namesIn(code, facts).includes(variable);
  }
  if (target.type !== "MemberExpression") return false;
  const text = facts.sourceCode.getText(target);
  return facts.members.some(
    (member) =>
      isInside(member, code) &&
      facts.sourceCode.getText(member) === text &&
      rootOf(member, facts) === rootOf(target, facts),
  );
}

/** `for (let n = 0; n < 3; n++)`, `while (attempts < 3) { …; attempts += 1; }` */
function isCounted(loop: LoopNode, facts: SyntaxFacts): boolean {
  if (loop.type === "ForStatement" && loop.update) return true;
  if (loop.type === "ForOfStatement" || loop.type === "ForInStatement" || !loop.test) return false;
  const { test } = loop;
  return facts.assignments.some(
    (assignment) =>
      isInside(assignment, loop) &&
      (assignment.type === "UpdateExpression"
        ? mentions(test, assignment.argument, facts)
        : assignment.operator !== "=" && mentions(test, assignment.left, facts)),
  );
}

/** The variable that a chain of members begins with. */
function rootOf(member: TSESTree.MemberExpression, facts: SyntaxFacts): Variable | undefined {
  const object = unwrap(member.object);
  return object.type === "MemberExpression" ? rootOf(object, facts) : facts.variableOf(object);
}

/** The tests of the branches of a loop that lead to a node in it. */
function branchTestsAround(node: TSESTree.Node, loop: LoopNode): readonly TSESTree.Node[] {
  const tests: TSESTree.Node[] = [];
  for (let current = node.parent; current && current !== loop; current = current.parent)
    if (current.type === "IfStatement") tests.push(current.test);
  return tests;
}

/** A call of another system, or one that may be, whose arguments nothing in the loop changes. */
function isSameQuestion(node: TSESTree.Node, loop: LoopNode, lambda: LambdaModel): boolean {
  if (node.type !== "CallExpression" || sleepOf(node, lambda) !== undefined) return false;
  if (!asksRemotely(node, lambda, 0) && !isOnlyQuestion(node, loop, lambda)) return false;
  return argumentsOf(node).every((argument) => isSameInEachPass(argument, loop, lambda));
}

/**
 * A call into another file or package, in a loop that awaits nothing else and sleeps: whatever it asks, the function is paid
 * for the wait. Other work in the loop may use each answer up, as with a queue, and one that counts may try again.
 */
function isOnlyQuestion(call: TSESTree.CallExpression, loop: LoopNode, lambda: LambdaModel): boolean {
  const { facts, values } = lambda.syntax;
  const others = facts.awaits.filter((node) => isInside(node, loop) && unwrap(node.argument) !== call);
  if (others.some((node) => sleepOf(node.argument, lambda) === undefined) || isCounted(loop, facts))
    return false;
  if (values.functionsOf(call.callee).length > 0) return false;
  const imported = importPathsOf(call.callee, lambda.syntax);
  return imported.length > 0 && imported.every(({ module }) => !isBuiltin(module));
}

/** Those of a call, and of the calls that it goes on from: `client.getStatus(input).promise()`. */
function argumentsOf(call: TSESTree.CallExpression): readonly TSESTree.Node[] {
  const callee = unwrap(call.callee);
  const before = callee.type === "MemberExpression" ? unwrap(callee.object) : undefined;
  return before?.type === "CallExpression" ? [...argumentsOf(before), ...call.arguments] : call.arguments;
}

/** True when nothing in the loop changes the value, also of a `const` of its body: `const input = { id };` */
function isSameInEachPass(
  value: TSESTree.Node,
  loop: LoopNode,
  lambda: LambdaModel,
  seen = new Set<Variable>(),
): boolean {
  const { facts } = lambda.syntax;
  return namesIn(value, facts).every((variable) => {
    if (isChangedInPlace(variable, loop)) return false;
    // One that mentions itself changes by nothing else.
    if (seen.has(variable) || !isWrittenIn(variable, loop)) return true;
    seen.add(variable);
    const [definition, ...others] = variable.defs;
    const declarator = definition?.node;
    if (declarator?.type !== "VariableDeclarator" || others.length > 0) return false;
    const { init, parent } = declarator;
    return (
      parent.kind === "const" &&
      init !== null &&
      isInside(init, loop) &&
      isMadeOfValues(init, facts) &&
      isSameInEachPass(init, loop, lambda, seen)
    );
  });
}

/** False for what a call or another system gives, which may be another thing each time. */
function isMadeOfValues(init: TSESTree.Expression, { calls, awaits }: SyntaxFacts): boolean {
  return !(
    awaits.some((node) => isInside(node, init)) ||
    calls.some((call) => call.type === "CallExpression" && isInside(call, init))
  );
}

function asksRemotely(call: TSESTree.CallExpression, lambda: LambdaModel, depth: number): boolean {
  const functions = lambda.syntax.values.functionsOf(call.callee);
  if (functions.length === 0)
    return lambda.isRemoteCall(call)
      ? promiseCallsOf(lambda).givesPromise(call)
      : isAnsweredElsewhere(call, lambda);
  if (depth > 3) return false;
  return functions.some((fn) =>
    lambda.syntax.facts.calls.some(
      (inner) =>
        unitOf(inner) === fn && inner.type === "CallExpression" && asksRemotely(inner, lambda, depth + 1),
    ),
  );
}

/** A test of a variable that the loop sets to what it awaits: `status = await statusOf(id)`. */
function isAnswered(test: TSESTree.Node, loop: LoopNode, lambda: LambdaModel): boolean {
  return namesIn(test, lambda.syntax.facts).some((variable) =>
    variable.references.some(({ writeExpr }) => {
      const value = writeExpr && unwrap(writeExpr);
      return (
        value?.type === "AwaitExpression" &&
        isInside(value, loop) &&
        isSameQuestion(unwrap(value.argument), loop, lambda)
      );
    }),
  );
}

/** `input.NextToken = page.NextToken`, `url.searchParams.set("after", page.next)`: the next pass has another one. */
function isChangedInPlace(variable: Variable, loop: LoopNode): boolean {
  return variable.references.some(({ identifier }) => {
    let node: TSESTree.Node = identifier;
    while (node.parent.type === "MemberExpression" && node.parent.object === node) node = node.parent;
    const { parent } = node;
    if (node === identifier || !isInside(node, loop)) return false;
    switch (parent.type) {
      case "AssignmentExpression":
        return parent.left === node;
      case "CallExpression":
        return parent.callee === node && parent.parent.type === "ExpressionStatement";
      default:
        return parent.type === "UpdateExpression" || isDelete(parent);
    }
  });
}

function isDelete(node: TSESTree.Node): boolean {
  return node.type === "UnaryExpression" && node.operator === "delete";
}

function isWrittenIn(variable: Variable, loop: LoopNode): boolean {
  return variable.references.some((reference) => reference.isWrite() && isInside(reference.identifier, loop));
}
