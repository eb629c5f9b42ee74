import type { TSESTree } from "@typescript-eslint/utils";
import { callbackClientModules } from "../../knowledge/promise-calls.js";
import { type FunctionNode, isInside, unwrap } from "../../syntax/ast.js";
import type { Variable } from "../../syntax/name-index.js";
import type { Syntax } from "../../syntax/syntax.js";
import { logCallsOf } from "../logs/log-calls.js";
import type { LambdaModel } from "../model.js";
import { promiseCallsOf } from "../promises/promise-calls.js";
import type { CatchPath } from "./catch-paths.js";
import { type CatchLog, isNothing, levelOf } from "./inert-code.js";
import { isIdle } from "./seen-outcomes.js";
import { saysThatErrorMayPass } from "./stated-intent.js";
import { leaves } from "./try-outcome.js";

/** An error that a client gives a callback, which does nothing about it but write it to a log. */
export interface CallbackError {
  readonly path: CatchPath;
  /** The question for the error, or the parameter that nothing reads. */
  readonly at: TSESTree.Expression;
}

/** A look at the imports: false for a file without a client that calls back. */
export function mayGetErrors({ facts }: Syntax): boolean {
  return [...facts.specifiers].some((specifier) => callbackClientModules.test(specifier));
}

/** `s3.putObject(input, (error, answer) => { if (error) console.log(error); else done(null, answer); })`, in source order. */
export function findCallbackErrors(lambda: LambdaModel): readonly CallbackError[] {
  const { syntax } = lambda;
  if (!mayGetErrors(syntax)) return [];
  // One callback may be given to several calls.
  const seen = new Set<FunctionNode>();
  return syntax.facts.calls.flatMap((call) => {
    const given = call.type === "CallExpression" ? call.arguments.at(-1) : undefined;
    if (call.type !== "CallExpression" || given === undefined) return [];
    const [callback, ...others] = syntax.values.functionsOf(given);
    if (callback === undefined || others.length > 0 || seen.has(callback)) return [];
    if (!promiseCallsOf(lambda).reportsByCallback(call)) return [];
    seen.add(callback);
    const found = lossIn(callback, syntax);
    if (found === undefined) return [];
    const isDocumented = saysThatErrorMayPass(callback, syntax.facts);
    const ending = { kind: "nothing", log: found.log, isDocumented } as const;
    return [{ path: { node: call, guarded: call, handler: callback, ending }, at: found.at }];
  });
}

function lossIn(
  callback: FunctionNode,
  syntax: Syntax,
): { readonly at: TSESTree.Expression; readonly log: CatchLog } | undefined {
  const [parameter, answer] = callback.params;
  if (parameter?.type !== "Identifier" || callback.body.type !== "BlockStatement") return undefined;
  const error = syntax.facts.variableOf(parameter);
  if (error === undefined) return undefined;
  const [question, ...others] = callback.body.body.filter(
    (statement) => statement.type === "IfStatement" && asksFor(statement.test, error, syntax),
  );
  if (question?.type !== "IfStatement")
    return error.references.length === 0 && !isAskedAbout(answer, callback, syntax)
      ? { at: parameter, log: "none" }
      : undefined;
  const behind = callback.body.body.slice(callback.body.body.indexOf(question) + 1);
  const isRead = error.references.some(
    ({ identifier }) => !isInside(identifier, question.test) && !isInside(identifier, question.consequent),
  );
  if (others.length > 0 || isRead || !isInert(question.consequent, syntax)) return undefined;
  if (!leaves(question.consequent) && !behind.every((statement) => isInert(statement, syntax)))
    return undefined;
  return { at: question.test, log: logIn(question.consequent, syntax) };
}

/** `if (error)`, `if (error !== null)` */
function asksFor(test: TSESTree.Expression, error: Variable, { facts }: Syntax): boolean {
  const node = unwrap(test);
  if (node.type === "BinaryExpression" && /^!==?$/.test(node.operator))
    return facts.variableOf(unwrap(node.left)) === error && isEmpty(unwrap(node.right));
  return facts.variableOf(node) === error;
}

function isEmpty(node: TSESTree.Node): boolean {
  return isNothing(node) || (node.type === "Literal" && node.value === null);
}

/** `if (!answer)`: what there is not says that it failed. */
function isAskedAbout(
  answer: TSESTree.Parameter | undefined,
  callback: FunctionNode,
  { facts }: Syntax,
): boolean {
  const variable = answer && facts.variableOf(answer);
  // Without an answer the callback may be a clean-up: nobody needs what it was for.
  if (variable === undefined) return true;
  return variable.references.some(({ identifier }) => {
    for (let node: TSESTree.Node = identifier; node !== callback && node.parent; node = node.parent)
      if (/^(?:If|While)Statement$|^(?:Conditional|Logical)Expression$/.test(node.parent.type)) return true;
    return false;
  });
}

/** Nothing but logs, and a return: clients take no value of a callback, be it of `return console.log(error)` or `return false`. */
function isInert(statement: TSESTree.Statement, syntax: Syntax): boolean {
  if (statement.type === "BlockStatement") return statement.body.every((inner) => isInert(inner, syntax));
  const value = statement.type === "ReturnStatement" && statement.argument && unwrap(statement.argument);
  const isLog = value && value.type === "CallExpression" && logCallsOf(syntax).isLog(value);
  const isPlain = value && (value.type === "Literal" || value.type === "Identifier");
  return isLog === true || isPlain === true || isIdle(statement, syntax);
}

function logIn(statement: TSESTree.Statement, syntax: Syntax): CatchLog {
  const levels = syntax.facts.calls
    .filter((call) => isInside(call, statement) && logCallsOf(syntax).isLog(call))
    .map(({ callee }) => levelOf(unwrap(callee)));
  if (levels.length === 0) return "none";
  return levels.includes("error") ? "error" : "notice";
}
