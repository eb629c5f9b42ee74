import type { TSESTree } from "@typescript-eslint/utils";
import { type FunctionNode, isInside, memberName, unwrap, wrapped } from "../../syntax/ast.js";
import { logCallsOf } from "../logs/log-calls.js";
import type { LambdaModel } from "../model.js";
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
    const [guarded, ...others] = values.valuesOf(list);
    if (guarded === undefined || others.length > 0 || isOfRecords(guarded, lambda)) return [];
    if (!mayReject(guarded, lambda)) return [];
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

/** `event.Records.map(…)`, also in a file that only gets the event from a handler. */
function isOfRecords(list: TSESTree.Node, lambda: LambdaModel): boolean {
  const callee = list.type === "CallExpression" ? unwrap(list.callee) : undefined;
  const records = callee?.type === "MemberExpression" ? unwrap(callee.object) : undefined;
  if (records === undefined) return false;
  return (
    lambda.isRecords(records) || (records.type === "MemberExpression" && memberName(records) === "Records")
  );
}

/** False where every function that gives a promise catches its errors itself. */
function mayReject(list: TSESTree.Node, lambda: LambdaModel): boolean {
  const { facts, values } = lambda.syntax;
  const work = guardedWorkOf(lambda).workIn(list);
  return work.some((call) => {
    // `ids.map(…)` itself begins nothing.
    if (call === list) return false;
    const around = facts.functions.filter((fn) => isInside(call, fn.body) && isInside(fn, list));
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
