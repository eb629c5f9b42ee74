import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { isInside, unwrap, wrapped } from "../../syntax/ast.js";
import { canReturn } from "../../syntax/control-flow.js";
import { buildUniqueName, indentationAt, lineBreakOf, reindent } from "../../syntax/edits.js";
import { type BatchLoop, isInHandlerBody } from "./batch-loops.js";
import { identifierOf } from "./failed-items.js";
import { resultOf } from "../handlers/handler-result.js";
import { logCallsOf } from "../logs/log-calls.js";
import type { LambdaModel } from "../model.js";

type Fix = TSESLint.ReportFixFunction;

export interface BatchEdit {
  /**
   * - `settle`: waits for all records and returns those that failed.
   * - `reportRest`: stops at the first failure and returns that record, in a queue with those behind it.
   * - `goOn`: collects the records that fail and goes on with the others.
   */
  readonly kind: "settle" | "reportRest" | "goOn";
  readonly fix: Fix;
}

const RESULT_TYPE = "Promise<{ batchItemFailures: { itemIdentifier: string }[] }>";

/**
 * Edits that make the handler return the failed records, where the loop stands in the handler itself and nothing but logs
 * and a result that the source ignores comes after it. Lambda heeds them only with `ReportBatchItemFailures`.
 */
export function buildBatchEdits(
  loop: BatchLoop,
  lambda: LambdaModel,
  isTypeScript: boolean,
): readonly BatchEdit[] {
  const frame = frameOf(loop, lambda, isTypeScript);
  if (frame === undefined) return [];
  if (loop.failure === "lost" && loop.waiting !== "settled") return present(buildCollecting(loop, frame));
  if (loop.waiting === "settled") return loop.lostAt.length > 0 ? [] : present(buildSettling(loop, frame));
  if (loop.waiting === "all") return present(buildSettling(loop, frame));
  return present(
    buildStopping(loop, frame),
    loop.batch.source === "sqs" ? buildGoingOn(loop, frame) : undefined,
  );
}

function present(...edits: readonly (BatchEdit | undefined)[]): readonly BatchEdit[] {
  return edits.filter((edit) => edit !== undefined);
}

/** What all edits share: the statement of the loop, the names, and how the handler's result is set. */
interface Frame {
  readonly sourceCode: Readonly<TSESLint.SourceCode>;
  readonly isTypeScript: boolean;
  /** The statement of the handler's own list that holds the loop. */
  readonly statement: TSESTree.Statement;
  readonly indentation: string;
  readonly unit: string;
  readonly br: string;
  /** How the code spells the list of records. */
  readonly records: string;
  returning(fixer: TSESLint.RuleFixer, result: string): readonly TSESLint.RuleFix[];
}

function frameOf(loop: BatchLoop, lambda: LambdaModel, isTypeScript: boolean): Frame | undefined {
  const { facts } = lambda.syntax;
  const { sourceCode } = facts;
  const { handler, node: fn } = loop.batch;
  const list = recordsOf(loop);
  if (!loop.isOfRecords || list === undefined || !lambda.isRecords(list) || fn.body.type !== "BlockStatement")
    return undefined;
  if (!isInHandlerBody(loop.node, loop.batch) || !fn.async) return undefined;
  // Without the type of the event the new code would have parameters without one.
  if (isTypeScript && handler.eventType === undefined) return undefined;
  const index = fn.body.body.findIndex((statement) => isInside(loop.node, statement));
  const statement = fn.body.body[index];
  if (statement === undefined) return undefined;
  const rest = fn.body.body.slice(index + 1);
  const end = endOf(rest, (call) => logCallsOf(lambda.syntax).isLog(call), sourceCode);
  if (end === undefined) return undefined;
  const result = resultOf(handler, lambda.syntax);
  const returnType = fn.returnType?.typeAnnotation;
  const isVoid = returnType !== undefined && /^Promise<void>$/.test(sourceCode.getText(returnType));
  const others = fn.body.body.slice(0, index + 1);
  if (isVoid ? others.some((other) => canReturn(other)) : result !== "anything" && result !== "batch")
    return undefined;
  const indentation = indentationAt(sourceCode, statement.range[0]);
  const br = lineBreakOf(sourceCode);
  const unit = indentation.slice(indentationAt(sourceCode, fn.body.range[1] - 1).length) || "  ";
  return {
    sourceCode,
    isTypeScript,
    statement,
    indentation,
    unit,
    br,
    records: sourceCode.getText(list),
    returning: (fixer, value) => [
      end.replaced
        ? fixer.replaceText(end.node ?? statement, `return ${value};`)
        : fixer.insertTextAfter(end.node ?? statement, `${br}${indentation}return ${value};`),
      ...(isVoid ? [fixer.replaceText(returnType, RESULT_TYPE)] : []),
    ],
  };
}

function recordsOf({ node }: BatchLoop): TSESTree.Node | undefined {
  if (node.type === "ForOfStatement") return node.right;
  return node.type === "CallExpression" && node.callee.type === "MemberExpression"
    ? node.callee.object
    : undefined;
}

/** Where the result goes: in place of the last `return`, or behind the last statement. Undefined where other work follows. */
function endOf(
  rest: readonly TSESTree.Statement[],
  isLog: (call: TSESTree.CallExpression) => boolean,
  sourceCode: Readonly<TSESLint.SourceCode>,
): { readonly node: TSESTree.Statement | undefined; readonly replaced: boolean } | undefined {
  const last = rest.at(-1);
  const isReturn = last?.type === "ReturnStatement";
  const logs = isReturn ? rest.slice(0, -1) : rest;
  const areLogs = logs.every((statement) => {
    const call = statement.type === "ExpressionStatement" ? unwrap(statement.expression) : undefined;
    return call?.type === "CallExpression" && isLog(call);
  });
  if (!areLogs) return undefined;
  if (!isReturn) return { node: last, replaced: false };
  const isPlain = last.argument === null || isConstant(last.argument);
  return isPlain && sourceCode.getCommentsInside(last).length === 0
    ? { node: last, replaced: true }
    : undefined;
}

/** A result made of literals: it can go without leaving a name unused. */
function isConstant(expression: TSESTree.Expression): boolean {
  const node = unwrap(expression);
  switch (node.type) {
    case "Literal":
      return true;
    case "Identifier":
      return node.name === "undefined";
    case "TemplateLiteral":
      return node.expressions.length === 0;
    case "ObjectExpression":
      return node.properties.every(
        (property) => property.type === "Property" && isConstant(property.value as TSESTree.Expression),
      );
    case "CallExpression":
      return (
        node.callee.type === "MemberExpression" &&
        node.callee.object.type === "Identifier" &&
        /^(?:JSON|Promise)$/.test(node.callee.object.name) &&
        node.arguments.every((argument) => argument.type !== "SpreadElement" && isConstant(argument))
      );
    default:
      return false;
  }
}

/** `await Promise.all(records.map(f));` becomes `allSettled`, and the rejected records are returned. */
function buildSettling({ node, batch }: BatchLoop, frame: Frame): BatchEdit | undefined {
  const { sourceCode, statement, indentation, unit, br, records } = frame;
  const promise = wrapped(node).parent;
  if (promise?.type !== "CallExpression" || promise.callee.type !== "MemberExpression") return undefined;
  if (statement.type !== "ExpressionStatement") return undefined;
  const awaiting = unwrap(statement.expression);
  if (awaiting.type !== "AwaitExpression" || unwrap(awaiting.argument) !== promise) return undefined;
  const { property } = promise.callee;
  const results = buildUniqueName(sourceCode, "results");
  const result = buildUniqueName(sourceCode, "result");
  const record = buildUniqueName(sourceCode, "failed");
  const logging = [
    "",
    `for (const ${result} of ${results}) {`,
    `${unit}if (${result}.status === "rejected") console.error(${result}.reason);`,
    "}",
  ].join(br + indentation);
  const failures = [
    "{",
    `${unit}batchItemFailures: ${records}.filter((_, index) => ${results}[index]?.status === "rejected").map((${record}) => ({`,
    `${unit}${unit}itemIdentifier: ${identifierOf(record, batch.source)},`,
    `${unit}})),`,
    "}",
  ].join(br + indentation);
  return {
    kind: "settle",
    fix: (fixer) => [
      fixer.insertTextBefore(statement, `const ${results} = `),
      ...(property.type === "Identifier" && property.name === "all"
        ? [fixer.replaceText(property, "allSettled")]
        : []),
      fixer.insertTextAfter(statement, logging),
      ...frame.returning(fixer, failures),
    ],
  };
}

/** The body of the loop in a `try`, whose `catch` returns what is not done. */
function buildStopping(loop: BatchLoop, frame: Frame): BatchEdit | undefined {
  const record = recordNameOf(loop);
  if (record === undefined) return undefined;
  const { records } = frame;
  const items =
    loop.batch.source === "sqs"
      ? `${records}.slice(${records}.indexOf(${record})).map(({ messageId }) => ({ itemIdentifier: messageId }))`
      : `[{ itemIdentifier: ${identifierOf(record, loop.batch.source)} }]`;
  const wrapping = buildTry(loop, frame, `return { batchItemFailures: ${items} };`);
  return (
    wrapping && {
      kind: "reportRest",
      fix: (fixer) => [wrapping(fixer), ...frame.returning(fixer, "{ batchItemFailures: [] }")],
    }
  );
}

/** The body of the loop in a `try`, whose `catch` keeps the failed record. */
function buildGoingOn(loop: BatchLoop, frame: Frame): BatchEdit | undefined {
  const record = recordNameOf(loop);
  const name = buildUniqueName(frame.sourceCode, "batchItemFailures");
  const wrapping =
    record === undefined ? undefined : buildTry(loop, frame, `${name}.push(${item(record, loop)});`);
  return (
    wrapping && {
      kind: "goOn",
      fix: (fixer) => [
        declare(fixer, name, frame),
        wrapping(fixer),
        ...frame.returning(fixer, resultNamed(name)),
      ],
    }
  );
}

/** A `catch` that is there keeps the failed record as well. */
function buildCollecting(loop: BatchLoop, frame: Frame): BatchEdit | undefined {
  const [path, ...others] = loop.lostAt;
  const record = recordNameOf(loop);
  if (path?.node.type !== "CatchClause" || others.length > 0 || record === undefined) return undefined;
  const { body } = path.node;
  if (!isInside(body, loop.body)) return undefined;
  const { sourceCode, br } = frame;
  const name = buildUniqueName(sourceCode, "batchItemFailures");
  const text = `${name}.push(${item(record, loop)});`;
  const open = sourceCode.getFirstToken(body);
  if (open === null) return undefined;
  const [first] = body.body;
  const isOneLine = body.loc.start.line === body.loc.end.line;
  const insertion = isOneLine
    ? ` ${text}`
    : `${br}${first ? indentationAt(sourceCode, first.range[0]) : indentationAt(sourceCode, body.range[1] - 1) + frame.unit}${text}`;
  return {
    kind: "goOn",
    fix: (fixer) => [
      declare(fixer, name, frame),
      fixer.insertTextAfter(open, insertion),
      ...frame.returning(fixer, resultNamed(name)),
    ],
  };
}

function item(record: string, { batch }: BatchLoop): string {
  return `{ itemIdentifier: ${identifierOf(record, batch.source)} }`;
}

function resultNamed(name: string): string {
  return name === "batchItemFailures" ? `{ ${name} }` : `{ batchItemFailures: ${name} }`;
}

function declare(
  fixer: TSESLint.RuleFixer,
  name: string,
  { statement, isTypeScript, br, indentation }: Frame,
): TSESLint.RuleFix {
  const type = isTypeScript ? ": { itemIdentifier: string }[]" : "";
  return fixer.insertTextBefore(statement, `const ${name}${type} = [];${br}${indentation}`);
}

/** The name under which the code knows the record; undefined when it takes it apart at once. */
function recordNameOf({ node, callback }: BatchLoop): string | undefined {
  if (callback !== undefined) {
    const [parameter] = callback.params;
    return parameter?.type === "Identifier" ? parameter.name : undefined;
  }
  if (node.type !== "ForOfStatement" || node.left.type !== "VariableDeclaration") return undefined;
  const [declarator] = node.left.declarations;
  return declarator.id.type === "Identifier" ? declarator.id.name : undefined;
}

/** Puts the body of a loop of the handler's own list into a `try` whose `catch` logs, and then does what it is told. */
function buildTry(
  { node }: BatchLoop,
  { sourceCode, statement, indentation, unit, br }: Frame,
  failing: string,
): ((fixer: TSESLint.RuleFixer) => TSESLint.RuleFix) | undefined {
  if (node !== statement || node.type !== "ForOfStatement" || node.await || canReturn(node.body))
    return undefined;
  const { body } = node;
  const isBlock = body.type === "BlockStatement";
  const first = isBlock
    ? sourceCode.getTokenAfter(sourceCode.getFirstToken(body) as TSESTree.Token, { includeComments: true })
    : body;
  const last = isBlock
    ? sourceCode.getTokenBefore(sourceCode.getLastToken(body) as TSESTree.Token, { includeComments: true })
    : body;
  if (first === null || last === null || (isBlock && body.body.length === 0)) return undefined;
  const inner = indentation + unit;
  const error = buildUniqueName(sourceCode, "error");
  const code = reindent(sourceCode, [first.range[0], last.range[1]], inner + unit);
  const lines = [
    "{",
    `${inner}try {`,
    `${inner}${unit}${code}`,
    `${inner}} catch (${error}) {`,
    `${inner}${unit}console.error(${error});`,
    `${inner}${unit}${failing}`,
    `${inner}}`,
    `${indentation}}`,
  ].join(br);
  return (fixer) => fixer.replaceText(body, lines);
}
