import type { TSESTree } from "@typescript-eslint/utils";
import { type FunctionNode, isInside, unwrap } from "../../syntax/ast.js";
import { type ExportPath, INSTANCE } from "../../syntax/export-paths.js";
import { importPathsOf } from "../../syntax/import-paths.js";
import type { Syntax } from "../../syntax/syntax.js";
import { logCallsOf } from "../logs/log-calls.js";
import type { Handler } from "../model.js";
import { callsAround } from "./handler-wrapping.js";
import type { ImportedHandler } from "./imported-handlers.js";

/** Position of the callback among what Lambda gives a handler. */
const CALLBACK = 2;
/** What a function is given that may be taken for a handler. */
const MAX_PARAMETERS = 3;

/** A name that a file exports: what stands deeper in an object is no function that others make a handler. */
const NAME = /^\w+$/;

/**
 * Functions of other modules to which handlers hand on what Lambda gives them, and nothing else happens to it:
 * `(event, context) => create(event, context)`, `(event) => create(event, services)`. They have the handler's event, and their
 * answer is its answer.
 */
export function findForwardedHandlers(
  handlers: readonly Handler[],
  syntax: Syntax,
): readonly ImportedHandler[] {
  return handlers.flatMap(({ node, evidence, exportName, isStreaming, isDurable }) => {
    if (node === undefined) return [];
    const handed = handedEventOf(node, syntax);
    if (handed === undefined) return [];
    const { call, isAnswer, isEventOnly } = handed;
    // A wrapper or a decorator may look at the event first, and at the answer.
    if (evidence.includes("decorator") || callsAround(node, { syntax }).length > 0) return [];
    const [imported, ...others] = importPathsOf(call.callee, syntax);
    if (imported === undefined || others.length > 0) return [];
    if (!isFunctionOrMethod(imported.path)) return [];
    const forwarded = {
      isForwarded: true as const,
      ...(isEventOnly && { isEventOnly }),
      ...(!isAnswer && { isAnswerDropped: true as const }),
    };
    return [{ ...imported, exportName, isStreaming, isDurable, ...forwarded }];
  });
}

interface HandedCall {
  readonly call: TSESTree.CallExpression;
  /** Its result is that of the function. */
  readonly isAnswer: boolean;
  /** It is returned, or awaited. */
  readonly isWaitedFor: boolean;
}

interface HandedEvent extends Pick<HandedCall, "call" | "isAnswer"> {
  /** What it is given beside the event is none of what Lambda gave. */
  readonly isEventOnly: boolean;
}

/** The only call of a function that has to do with its event, which it is given first. */
export function handedEventOf(fn: FunctionNode, syntax: Syntax): HandedEvent | undefined {
  const call = forwardingCallOf(fn, syntax);
  if (call !== undefined) return { call, isAnswer: true, isEventOnly: false };
  const handed = handedCallOf(fn, syntax, isWithoutEvent);
  if (handed?.isWaitedFor !== true) return undefined;
  const [event, ...others] = handed.call.arguments;
  const [parameter] = fn.params;
  const variable = parameter && syntax.facts.variableOf(parameter);
  const isEvent =
    variable !== undefined && event !== undefined && syntax.facts.variableOf(event) === variable;
  if (!isEvent || others.length >= MAX_PARAMETERS) return undefined;
  if (others.some((other) => other.type === "SpreadElement" || readsEvent(other, fn, syntax)))
    return undefined;
  const isContext = others.every((other, index) => isParameter(other, fn.params[index + 1], syntax));
  return { call: handed.call, isAnswer: handed.isAnswer, isEventOnly: !isContext };
}

function isParameter(
  argument: TSESTree.Node,
  parameter: TSESTree.Parameter | undefined,
  { facts }: Syntax,
): boolean {
  const variable = parameter && facts.variableOf(parameter);
  return variable !== undefined && facts.variableOf(argument) === variable;
}

/** A step beside the call: `await connect();`, `logger.addContext(context);`, `const store = createStore(context);` */
function isWithoutEvent(statement: TSESTree.Statement, fn: FunctionNode, syntax: Syntax): boolean {
  if (readsEvent(statement, fn, syntax)) return logsOnly(statement, syntax);
  if (statement.type === "VariableDeclaration") return true;
  if (statement.type !== "ExpressionStatement") return false;
  const done = unwrap(statement.expression);
  return /^(?:Call|Assignment)Expression$/.test(
    (done.type === "AwaitExpression" ? done.argument : done).type,
  );
}

function logsOnly(statement: TSESTree.Statement, syntax: Syntax): boolean {
  return (
    statement.type === "ExpressionStatement" &&
    statement.expression.type === "CallExpression" &&
    logCallsOf(syntax).isLog(statement.expression)
  );
}

/** `create`, and `Orders.new().create` for a method of an instance. */
function isFunctionOrMethod(path: ExportPath): boolean {
  const names = path.at(-2) === INSTANCE ? path.toSpliced(-2, 1) : path;
  return names.length <= (names === path ? 1 : 2) && names.every((name) => NAME.test(name));
}

/** The call that is all a function does, with its own parameters in their order. */
export function forwardingCallOf(fn: FunctionNode, syntax: Syntax): TSESTree.CallExpression | undefined {
  const { facts } = syntax;
  const handed = handedCallOf(fn, syntax, isBeside);
  if (handed === undefined) return undefined;
  const { call, isAnswer } = handed;
  const variables = fn.params.map((parameter) => facts.variableOf(parameter));
  const isOwn = (argument: TSESTree.Node, index: number): boolean =>
    argument.type === "Identifier" &&
    variables[index] !== undefined &&
    facts.variableOf(argument) === variables[index];
  if (call.arguments.length === 0 || !call.arguments.every(isOwn)) return undefined;
  return isAnswer || call.arguments.length > CALLBACK ? call : undefined;
}

/** The only call of a body that does something with the event, and whether its result is the function's own. */
function handedCallOf(
  fn: FunctionNode,
  syntax: Syntax,
  isBesideIt: (statement: TSESTree.Statement, fn: FunctionNode, syntax: Syntax) => boolean,
): HandedCall | undefined {
  const { body } = fn;
  const statements =
    body.type === "BlockStatement" ? body.body.filter((one) => !isBesideIt(one, fn, syntax)) : undefined;
  if (statements !== undefined && statements.length !== 1) return undefined;
  const [statement = body] = statements ?? [];
  const value =
    statement.type === "ReturnStatement"
      ? statement.argument
      : statement.type === "ExpressionStatement"
        ? statement.expression
        : statement;
  const waited = value === null ? undefined : unwrap(value);
  const call = waited?.type === "AwaitExpression" ? unwrap(waited.argument) : waited;
  if (call?.type !== "CallExpression") return undefined;
  const isAnswer = statement.type !== "ExpressionStatement";
  return { call, isAnswer, isWaitedFor: isAnswer || waited?.type === "AwaitExpression" };
}

/**
 * What changes nothing about the event and its answer: `context.callbackWaitsForEmptyEventLoop = false`, a line of a log, and
 * the instance that the event is handed on to.
 */
function isBeside(statement: TSESTree.Statement, fn: FunctionNode, syntax: Syntax): boolean {
  if (statement.type === "VariableDeclaration")
    return statement.declarations.every(
      ({ init }) => init?.type === "NewExpression" && !readsParameter(init, fn, syntax),
    );
  if (statement.type !== "ExpressionStatement") return false;
  const { expression } = statement;
  if (expression.type === "CallExpression") return logCallsOf(syntax).isLog(expression);
  return (
    expression.type === "AssignmentExpression" &&
    expression.left.type === "MemberExpression" &&
    expression.right.type === "Literal"
  );
}

function readsEvent(node: TSESTree.Node, { params: [event] }: FunctionNode, { facts }: Syntax): boolean {
  const variable = event && facts.variableOf(event);
  return variable?.references.some(({ identifier }) => isInside(identifier, node)) === true;
}

function readsParameter(node: TSESTree.Node, { params }: FunctionNode, { facts }: Syntax): boolean {
  return params.some((parameter) =>
    facts.variableOf(parameter)?.references.some(({ identifier }) => isInside(identifier, node)),
  );
}

/** What a function that takes an event has as well: the other parameters of a handler, parts of the event, an answer. */
const BESIDE_EVENT = [
  ...["context", "callback", "statusCode", "Records", "requestContext"],
  ...["pathParameters", "queryStringParameters"],
];

/** A look at the words of a file: false where no function of it takes the event of a handler. */
export function speaksOfEvents({ facts: { words } }: Syntax): boolean {
  return words.has("event") && BESIDE_EVENT.some((word) => words.has(word));
}
