import type { TSESTree } from "@typescript-eslint/utils";
import {
  type CallNode,
  type FunctionNode,
  isInside,
  lastNameOf,
  memberName,
  unwrap,
  wrapped,
} from "../../syntax/ast.js";
import { logCallsOf } from "../logs/log-calls.js";
import type { LambdaModel } from "../model.js";
import { useOfPushed } from "../promises/pushed-promises.js";
import type { CatchPath } from "./catch-paths.js";
import { guardedWorkOf } from "./guarded-work.js";
import { isSaidToPass } from "./stated-intent.js";

/**
 * `await Promise.allSettled(work)` whose results nothing but a log looks at: it never rejects, so that each of the promises
 * has its errors caught there. Batches of records are another matter, which has a rule of its own.
 */
export function findUnreadSettlements(lambda: LambdaModel): readonly CatchPath[] {
  const { facts, values } = lambda.syntax;
  if (!facts.words.has("allSettled")) return [];
  return facts.calls.flatMap((call): readonly CatchPath[] => {
    const [list] = call.arguments;
    if (call.type !== "CallExpression" || list === undefined || list.type === "SpreadElement") return [];
    const method = unwrap(call.callee);
    if (method.type !== "MemberExpression" || memberName(method) !== "allSettled") return [];
    if (!facts.isGlobal(unwrap(method.object), "Promise")) return [];
    const use = useOf(call, lambda);
    if (use === undefined || isSaidToPass(use.statement, facts)) return [];
    const [settled, ...others] = values.valuesOf(list);
    if (settled === undefined || others.length > 0 || isOfRecords(settled, lambda)) return [];
    const pushed = pushedInto(list, lambda);
    if (pushed.some((promise) => isInLoopOverRecords(promise, lambda))) return [];
    // `ids.map(…)` itself begins nothing.
    const guarded = mayReject(settled, lambda, (call) => call !== settled)
      ? settled
      : pushed.find((promise) => mayReject(promise, lambda));
    if (guarded === undefined) return [];
    const log = use.isLogged ? "error" : "none";
    return [
      { node: call, guarded, handler: undefined, ending: { kind: "nothing", log, isDocumented: false } },
    ];
  });
}

/** The statement of the call, if no more than a log takes the results. */
function useOf(
  call: TSESTree.CallExpression,
  { syntax }: LambdaModel,
): { readonly statement: TSESTree.Node; readonly isLogged: boolean } | undefined {
  const awaited = wrapped(call).parent;
  if (awaited?.type !== "AwaitExpression") return undefined;
  const { parent } = wrapped(awaited);
  if (parent?.type === "ExpressionStatement") return { statement: parent, isLogged: false };
  if (parent?.type !== "VariableDeclarator" || parent.id.type !== "Identifier") return undefined;
  const uses = syntax.facts.variableOf(parent.id)?.references.filter(({ init }) => init !== true) ?? [];
  const logs = logCallsOf(syntax);
  const isLogged = uses.every(({ identifier }) => {
    const outer = (identifier as TSESTree.Node).parent;
    return outer?.type === "CallExpression" && outer.callee !== identifier && logs.isLog(outer);
  });
  return isLogged ? { statement: parent.parent, isLogged: uses.length > 0 } : undefined;
}

/** `tasks.push(send(order)); … Promise.allSettled(tasks)` */
function pushedInto(list: TSESTree.Node, { syntax }: LambdaModel): readonly TSESTree.Expression[] {
  if (unwrap(list).type !== "Identifier") return [];
  return syntax.facts.calls.flatMap((call) => {
    const isPushed =
      call.type === "CallExpression" &&
      lastNameOf(call.callee) === "push" &&
      useOfPushed(call, syntax) === unwrap(list);
    return isPushed ? call.arguments.filter((argument) => argument.type !== "SpreadElement") : [];
  });
}

/** `for (const record of event.Records)`, `event.Records.forEach(…)` */
function isInLoopOverRecords(node: TSESTree.Node, lambda: LambdaModel): boolean {
  for (let current = node.parent; current; current = current.parent) {
    const list = current.type === "ForOfStatement" ? current.right : undefined;
    if (list !== undefined && isRecordList(list, lambda)) return true;
    if (current.type === "CallExpression" && isOfRecords(current, lambda)) return true;
  }
  return false;
}

/** `event.Records.map(…)`, also in a file that only gets the event from a handler. */
function isOfRecords(list: TSESTree.Node, lambda: LambdaModel): boolean {
  const callee = list.type === "CallExpression" ? unwrap(list.callee) : undefined;
  const records = callee?.type === "MemberExpression" ? unwrap(callee.object) : undefined;
  return records !== undefined && isRecordList(records, lambda);
}

function isRecordList(node: TSESTree.Node, lambda: LambdaModel): boolean {
  const list = unwrap(node);
  return lambda.isRecords(list) || (list.type === "MemberExpression" && memberName(list) === "Records");
}

/** False where every function that gives a promise catches its errors itself. */
function mayReject(
  promises: TSESTree.Node,
  lambda: LambdaModel,
  counts: (call: CallNode) => boolean = () => true,
): boolean {
  const { facts, values } = lambda.syntax;
  const work = guardedWorkOf(lambda).workIn(promises).filter(counts);
  return work.some((call) => {
    const around = facts.functions.filter((fn) => isInside(call, fn.body) && isInside(fn, promises));
    return ![...around, ...values.functionsOf(call.callee)].some((fn) => catchesAll(fn));
  });
}

/** A function whose whole work is in a `try` with a `catch` that throws nothing. */
function catchesAll({ body }: FunctionNode): boolean {
  if (body.type !== "BlockStatement") return false;
  return body.body.every((statement) => {
    if (statement.type !== "TryStatement")
      return statement.type === "VariableDeclaration" && !awaits(statement);
    return (
      statement.handler !== null && !statement.handler.body.body.some(({ type }) => type === "ThrowStatement")
    );
  });
}

function awaits(statement: TSESTree.VariableDeclaration): boolean {
  return statement.declarations.some(({ init }) => init != null && unwrap(init).type === "AwaitExpression");
}
